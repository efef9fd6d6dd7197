"""Other programs at work on the same database."""

import sqlite3
import time

from conftest import PASSWORD


def open_tokens(screen, house):
    seen = screen(house, "tui", "--user", "ada")
    seen.wait_for("[1 Applications]")
    seen.keys("2").wait_for("[2 Tokens]")
    return seen


def test_what_another_process_makes_is_seen_within_two_seconds_and_the_selection_stays(house, screen):
    for name in ("laptop", "notebook"):
        house.add_token(name=name)
    seen = open_tokens(screen, house)
    seen.keys("j").wait_for("2 of 2")
    seen.wait_for_selected("notebook")
    house.add_token(name="ci-nightly")
    start = time.monotonic()
    seen.wait_for("ci-nightly", "3 of 3")
    assert time.monotonic() - start < 2
    seen.wait_for_selected("notebook")


def test_what_another_process_deletes_goes_and_the_selection_stays_near(house, screen):
    for name in ("a", "b", "c"):
        house.add_token(name=name)
    seen = open_tokens(screen, house)
    seen.keys("j").wait_for("2 of 3")
    house.run("token", "delete", "-n", "b", "-u", "ada", "--force").ok()
    seen.wait_for("2 of 2", without=[">  b"])
    seen.wait_for_selected("c")


def test_a_question_in_progress_is_not_disturbed_by_changes(house, screen):
    house.add_token(name="laptop")
    seen = open_tokens(screen, house)
    seen.wait_for_selected("laptop")
    seen.keys("d").wait_for('Revoke token "laptop"?')
    house.add_token(name="aaa")
    seen.wait_for("aaa", 'Revoke token "laptop"?', "[>Cancel<]")
    seen.keys("r").wait_for('Revoked "laptop".', "aaa")


def test_revoking_what_somebody_else_has_revoked_meanwhile_says_so(house, screen):
    house.add_token(name="laptop")
    seen = open_tokens(screen, house)
    seen.wait_for_selected("laptop")
    seen.keys("d").wait_for("[>Cancel<]")
    house.run("token", "delete", "-n", "laptop", "-u", "ada", "--force").ok()
    seen.keys("r").wait_for("You have no personal access token yet.", without=["Cancel"])


def test_two_account_managers_see_each_others_work(house, screen):
    one, two = open_tokens(screen, house), open_tokens(screen, house)
    one.keys("n").wait_for("New personal access token")
    one.type("from-one").keys("C-s").wait_for('Token "from-one" created')
    two.wait_for_selected("from-one")
    two.keys("e").wait_for("Edit from-one")
    two.type("-to-two").keys("C-s").wait_for('Saved "from-one-to-two".')
    one.type("done").keys("Enter").wait_for_selected("from-one-to-two")


def test_of_two_who_delete_the_same_application_the_second_is_told(house, screen):
    house.add_application()
    one, two = (screen(house, "tui", "--user", "ada") for _ in range(2))
    for seen in (one, two):
        seen.wait_for_selected("Uploader")
        seen.keys("Enter").wait_for("Redirect URIs")
    two.keys("e").wait_for("Edit Uploader")
    two.type(" changed")
    one.keys("d").wait_for("Delete application")
    one.type("Uploader").keys("Enter").wait_for('Deleted "Uploader".')
    two.wait_for("[Uploader changed")
    two.keys("C-s").wait_for('"Uploader" is gone; it was removed elsewhere.', "[Uploader changed")


def test_an_open_application_that_is_deleted_elsewhere_leads_back_to_the_list(house, screen):
    made = house.add_application()
    seen = screen(house, "tui", "--user", "ada")
    seen.wait_for_selected("Uploader")
    seen.keys("Enter").wait_for("Redirect URIs")
    house.run("app", "delete", made["client_id"], "--force").ok()
    seen.wait_for("You have not registered an application yet.", '"Uploader" is gone; it was removed elsewhere.')


def test_a_user_who_is_disabled_meanwhile_is_out(house, screen):
    house.add_token("grace", "laptop")
    seen = screen(house)
    seen.wait_for("Sign in")
    seen.type("grace").keys("Enter").type(PASSWORD).keys("Enter").wait_for("[1 Applications]")
    seen.keys("2").wait_for_selected("laptop")
    house.run("user", "disable", "grace").ok()
    seen.wait_for("Sign in", "You were signed out elsewhere; sign in again, or ask an administrator.", without=["laptop", "grace"])
    seen.type("grace").keys("Enter").type(PASSWORD).keys("Enter").wait_for("Wrong e-mail or password.")


def test_a_user_who_is_disabled_meanwhile_cannot_save_what_is_open(house, screen):
    seen = screen(house)
    seen.wait_for("Sign in")
    seen.type("grace").keys("Enter").type(PASSWORD).keys("Enter").wait_for("[1 Applications]")
    seen.keys("2", "n").wait_for("New personal access token")
    seen.type("late")
    house.run("user", "disable", "grace").ok()
    seen.keys("C-s").wait_for("You were signed out elsewhere; sign in again, or ask an administrator.", "Password")
    with sqlite3.connect(house.database) as database:
        assert database.execute("SELECT count(*) FROM tokens").fetchone() == (0,)


def test_a_user_who_is_deleted_meanwhile_is_out(house, screen):
    seen = screen(house)
    seen.wait_for("Sign in")
    seen.type("grace").keys("Enter").type(PASSWORD).keys("Enter").wait_for("[1 Applications]")
    house.run("user", "delete", "grace", "--force").ok()
    seen.wait_for("Sign in", "Password", without=["grace"])
