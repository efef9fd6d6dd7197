"""Administrators look after the accounts of others, as people do it in a terminal."""

import contextlib
import sqlite3

import pytest

from conftest import PASSWORD
from person import Person, is_alive, tokens_for


@pytest.fixture
def chief(house):
    """A house with a second administrator, who may do what the last one may not."""
    house.add_user("chief@example.org", "--username", "chief", "--admin")
    return house


def sign_in(seen, who, password=PASSWORD):
    seen.wait_for("Sign in", "E-mail")
    seen.type(who).keys("Enter").type(password).keys("Enter")
    return seen.wait_for("[1 Applications]")


def open_users(screen, house, who="chief"):
    seen = screen(house)
    sign_in(seen, who)
    seen.keys("4").wait_for("[4 Users]", "E-MAIL")
    return seen


def find(seen, text, address):
    seen.keys("/").type(text)
    seen.wait_for("1 of 1")
    seen.keys("Enter").wait_for_selected(address)


def shown(house, who):
    return house.run("user", "show", who, "--json").json


def test_somebody_found_among_many_is_disabled_and_out_everywhere_at_their_next_step(bare, screen, serve):
    bare.database.parent.mkdir(parents=True, mode=0o700)
    bare.run("sample", bare.database, "--users", 3000, "--apps", 50, "--tokens", 50, "--grants", 50).ok()
    victim = next(user for user in bare.run("user", "list", "--json").json[2000:] if user["active"] and user["username"])
    server = serve(bare)
    person = Person(server)
    assert person.sign_in(victim["email"], "123456").title.startswith("Your account")
    theirs = screen(bare)
    sign_in(theirs, victim["email"], "123456")

    seen = screen(bare)
    sign_in(seen, "ada@example.org", "123456")
    seen.keys("4").wait_for("[4 Users]", "of 3,000")
    find(seen, victim["email"], victim["email"])
    seen.keys("L").wait_for("Disable user", "1 browser session", "[>Cancel<]")
    # Enter alone does nothing.
    seen.keys("Enter").wait_for("active", without=["Disable user"])
    seen.keys("L").wait_for("[>Cancel<]")
    seen.keys("d").wait_for(f"Disabled {victim['email']}.", "disabled")

    assert person.look("/account").title.startswith("Sign in")
    theirs.keys("2").wait_for("You were signed out elsewhere; sign in again, or ask an administrator.", "Sign in")
    assert bare.run("user", "show", victim["id"], "--json").json["active"] is False


def test_somebody_is_promoted_has_the_screens_at_once_and_is_demoted_again(chief, screen):
    grace = screen(chief)
    sign_in(grace, "grace")
    grace.keys("4").wait_for("[1 Applications]", without=["4 Users"])
    seen = open_users(screen, chief)
    find(seen, "grace", "grace@example.org")
    seen.keys("P").wait_for("Make grace@example.org an administrator?")
    seen.keys("p").wait_for("grace@example.org is an administrator now.")
    grace.wait_for("4 Users")
    grace.keys("4").wait_for("[4 Users]", "ada@example.org")
    seen.keys("P").wait_for("Make grace@example.org a user again?")
    seen.keys("d").wait_for("grace@example.org is no administrator now.")
    grace.wait_for("You are no administrator any more.", "[1 Applications]", without=["4 Users", "ada@example.org"])
    grace.keys("4").wait_for("[1 Applications]", without=["ada@example.org"])


def test_deleting_somebody_takes_their_address_typed(chief, screen):
    chief.add_application("grace")
    chief.add_token("grace")
    seen = open_users(screen, chief)
    find(seen, "grace", "grace@example.org")
    seen.keys("Enter").wait_for("Users > grace@example.org", "1 application", "1 live personal token")
    seen.keys("d").wait_for("Delete user", "1 personal token and 1", "Type their address")
    for wrong in ("grace", "@Example.org"):
        seen.type(wrong).keys("Enter").wait_for("Type the e-mail address exactly: grace@example.org", "Delete user")
    seen.keys("Escape").wait_for("Users > grace@example.org", without=["Delete user"])
    assert shown(chief, "grace")["active"]
    seen.keys("d").wait_for("Type their address")
    seen.type("grace@example.org").keys("Enter").wait_for("Deleted grace@example.org.")
    chief.run("user", "show", "grace").fails(3)
    seen.keys("Escape").wait_for("ada@example.org", without=[">  grace"])


def test_a_password_ends_what_was_got_with_the_old_one(chief, screen, serve):
    server = serve(chief)
    application, person = chief.add_application(), Person(server)
    given = tokens_for(server, application, person)
    personal = chief.add_token("grace", "laptop", "-s", "user:email")
    seen = open_users(screen, chief)
    find(seen, "grace", "grace@example.org")
    seen.keys("p").wait_for("Password of grace@example.org", "1 browser session ends", "2 live tokens")
    seen.type("a new and long one").keys("Tab").type("a new and long on")
    seen.keys("C-s").wait_for("The two passwords differ", without=["a new"])
    seen.type("e").keys("C-s").wait_for("Set the password of grace@example.org; 1 browser session and 2 tokens")
    assert not is_alive(server, given["access_token"])
    assert is_alive(server, personal)
    assert person.look("/account").title.startswith("Sign in")
    assert person.sign_in("grace", "a new and long one").title.startswith("Your account")


def test_an_administrators_own_password_is_changed_with_the_present_one_and_they_stay(chief, screen):
    seen = open_users(screen, chief)
    find(seen, "chief", "chief@example.org")
    # Not as others' are: a terminal that was left open is no way to another password.
    seen.keys("p").wait_for("Change your own password in your account", without=["Password of chief"])
    # By way of their own row they come to their account as well.
    seen.keys("Enter").wait_for("Users > chief@example.org")
    # Lines that open nothing and copy nothing are passed by.
    for line in ("Username", "Applications", "Tokens", "Authorized", "Browsers"):
        seen.keys("j").wait_for_selected(line)
    seen.keys("Enter").wait_for("PASSWORD")
    seen.keys("p").wait_for("New password")
    seen.type(PASSWORD).keys("Tab").type("a new and long one").keys("Tab").type("a new and long one").keys("C-s")
    seen.wait_for("ok Changed the password")
    seen.keys("q").wait_for("Users > chief@example.org")
    seen.keys("1").wait_for("[1 Applications]")


def test_every_token_of_somebody_ends(chief, screen, serve):
    server = serve(chief)
    given = tokens_for(server, chief.add_application(), Person(server))
    personal = chief.add_token("grace", "laptop", "-s", "user:email")
    assert is_alive(server, given["access_token"]) and is_alive(server, personal)
    seen = open_users(screen, chief)
    find(seen, "grace", "grace@example.org")
    seen.keys("T").wait_for("Revoke every token of grace@example.org?", "1 personal token and 2")
    seen.keys("r").wait_for("Revoked 3 tokens of grace@example.org.")
    assert not is_alive(server, given["access_token"]) and not is_alive(server, personal)


def test_looking_at_what_is_somebody_elses_is_recorded_and_what_acts_as_them_is_theirs(chief, screen):
    chief.add_token("grace", "laptop")
    seen = open_users(screen, chief)
    find(seen, "grace", "grace@example.org")
    seen.keys("Enter").wait_for("1 live personal token")
    seen.keys("j", "j", "j").keys("Enter").wait_for("Users > grace > Tokens", "laptop")
    seen.keys("n").wait_for("create a token is off: only grace can do that")
    seen.keys("d").wait_for('Revoke token "laptop"?')
    seen.keys("r").wait_for('Revoked "laptop".')
    with contextlib.closing(sqlite3.connect(chief.database)) as database:
        looks = database.execute(
            "SELECT event, actor, target FROM audit_events WHERE event LIKE '%.view' OR event = 'token.revoke'").fetchall()
    assert looks == [
        ("user.view", "chief", "users"), ("user.view", "chief", "grace"), ("token.view", "chief", "grace"),
        ("token.revoke", "chief", "laptop")]


def test_the_last_administrator_stays_and_another_may_leave(chief, screen):
    seen = open_users(screen, chief)
    find(seen, "chief", "chief@example.org")
    seen.keys("L").wait_for("It is your own account")
    seen.keys("d").wait_for("You were signed out elsewhere; sign in again, or ask an administrator.", "Sign in", without=["grace"])
    last = open_users(screen, chief, "ada")
    find(last, "ada@", "ada@example.org")
    last.keys("L").wait_for("Disable user")
    last.keys("d").wait_for("This is the last active administrator; promote somebody else first.")
    assert shown(chief, "ada")["active"]


@pytest.mark.parametrize("key", ["4", "5", "6", "7"])
def test_nobody_else_sees_a_single_row(shared_house, screen, key):
    seen = screen(shared_house, "tui", "--user", "grace")
    seen.wait_for("[1 Applications]")
    # The keys are read in their order: once the help is there, the one before it has been.
    seen.keys(key, "j", "?").wait_for("Keys", "register an application", without=["ada@example.org", "Users"])
    seen.keys("Escape").wait_for("[1 Applications]", without=["ada@example.org", "Users", "Keys"])
    seen.keys(":").type("users").wait_for("users", without=["go to users"])
