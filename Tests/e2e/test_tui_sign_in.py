"""Signing in, as a person does it."""

import sqlite3

from conftest import PASSWORD


def sign_in(screen, email, password):
    screen.wait_for("Sign in", "E-mail")
    screen.type(email).keys("Enter").type(password).keys("Enter")


def test_a_wrong_password_says_how_many_tries_are_left_and_the_right_one_opens_the_account(house, screen):
    seen = screen(house)
    sign_in(seen, "ada@example.org", "not the password")
    seen.wait_for("! Wrong e-mail or password. 4 tries left.")
    # The address stays, the password field is empty and has the keys.
    assert "ada@example.org" in seen.line("E-mail")
    seen.type(PASSWORD).wait_for("*" * len(PASSWORD), without=[PASSWORD])
    seen.keys("Enter").wait_for("[1 Applications]")
    seen.keys("q")
    assert seen.wait_for_end() == 0


def test_an_unknown_account_is_answered_like_a_wrong_password(house, screen):
    seen = screen(house)
    sign_in(seen, "nobody@example.org", "whatever it is")
    seen.wait_for("! Wrong e-mail or password. 4 tries left.")


def test_after_too_many_tries_even_the_right_password_has_to_wait(house, screen):
    seen = screen(house)
    sign_in(seen, "ada@example.org", "wrong")
    for left in ("4 tries left", "3 tries left", "2 tries left", "1 try left"):
        seen.wait_for(left)
        seen.type("wrong").keys("Enter")
    seen.wait_for("Wait a minute before the next try.")
    seen.type(PASSWORD).keys("Enter").wait_for("Too many attempts; try again in", "seconds")


def test_the_username_does_as_well_as_the_address(house, screen):
    seen = screen(house)
    sign_in(seen, "grace", PASSWORD)
    seen.wait_for("[1 Applications]", "You have not registered an application yet.")


def test_nobody_is_listed_before_somebody_has_signed_in(house, screen):
    text = screen(house).wait_for("Sign in")
    assert "ada" not in text and "grace" not in text


def test_a_disabled_account_is_not_let_in(house, screen):
    house.run("user", "disable", "grace").ok()
    seen = screen(house)
    sign_in(seen, "grace@example.org", PASSWORD)
    seen.wait_for("Wrong e-mail or password")


def test_without_any_account_the_sign_in_page_says_what_to_do(house, screen):
    with sqlite3.connect(house.database) as database:
        database.execute("PRAGMA foreign_keys = ON")
        database.execute("DELETE FROM users")
    screen(house).wait_for('Nobody has an account yet; make one with "postern user add".')


def test_signing_out_asks_for_the_password_again(house, screen):
    seen = screen(house, "tui", "--user", "grace")
    seen.wait_for("OPERATOR as grace")
    seen.keys(":").wait_for("Commands")
    seen.type("sign out").wait_for("> sign out")
    seen.keys("Enter").wait_for("E-mail", "Password", without=["OPERATOR"])


def test_the_operator_is_named_on_the_header_and_in_the_audit_log(house, screen):
    screen(house, "tui", "--user", "grace").wait_for("OPERATOR as grace")
    with sqlite3.connect(house.database) as database:
        assert database.execute("SELECT target FROM audit_events WHERE event = 'operator.enter'").fetchall() == [("grace",)]
