"""The page of one's own account: the password, the browsers that are signed in, SSH keys, and what happened lately."""

import shutil
import sqlite3
import subprocess

import pytest

from conftest import PASSWORD
from person import Person, application, refresh, tokens_for  # noqa: F401 (fixtures)
from screen import sequences

NEW = "a phrase of my own"
FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0"
CHROME = "Mozilla/5.0 (Windows NT 10.0; Win64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0 Safari/537.36"
HOSTILE = b"\xe2\x80\xaeevil \xc2\x9b31m \xe2\x80\x8bMozilla \xe6\xbc\xa2\xe5\xad\x97" + b"x" * 500


def sign_in(screen, house, password=PASSWORD, name="grace", **options):
    """Somebody at their account manager, signed in by their password."""
    seen = screen(house, **options)
    seen.wait_for("Sign in", "E-mail")
    seen.type(name).keys("Enter").type(password).keys("Enter")
    return seen


def account(screen, house, **options):
    """Grace on the page of her account."""
    seen = sign_in(screen, house, **options)
    seen.wait_for("[1 App")
    seen.keys("a").wait_for("PASSWORD")
    return seen


def change(seen, old, new, again=None):
    """Fills in the form for a new password and saves it."""
    seen.keys("p").wait_for("New password")
    seen.type(old).keys("Tab").type(new).keys("Tab").type(again or new).keys("C-s")


@pytest.fixture
def browsers(server):
    """Grace in two browsers."""
    people = [Person(server, agent=FIREFOX), Person(server, agent=CHROME)]
    for person in people:
        person.sign_in()
    return people


def is_in(person):
    return person.look("/account").title.startswith("Your account")


@pytest.mark.parametrize("size", [(80, 24), (40, 12), (120, 40)], ids=str)
def test_a_password_is_changed_and_every_browser_is_out_at_its_next_request(house, server, screen, browsers, size):
    server.secret(NEW)
    seen = account(screen, house, size=size)
    seen.wait_for("Firefox on Linux")
    change(seen, PASSWORD, NEW)
    seen.wait_for("ok Changed the password; 2 browser")
    assert not is_in(browsers[0]) and not is_in(browsers[1])
    assert browsers[0].sign_in(password=PASSWORD).status == 403
    assert browsers[0].sign_in(password=NEW).title.startswith("Your account")
    # Whoever changed it is still there, and sees what happened.
    seen.wait_for("Firefox on Linux", without=["Chrome on Windows"])
    other = sign_in(screen, house)
    other.wait_for("Wrong e-mail or password.")
    other.type(NEW).keys("Enter").wait_for("[1 App")
    with sqlite3.connect(house.database) as database:
        lines = database.execute(
            "SELECT actor, target, outcome FROM audit_events WHERE event = 'password.change'").fetchall()
    assert lines == [("grace", "grace", "done")]


def test_the_tokens_of_applications_end_only_if_that_is_asked_for(house, server, screen, application, browsers):  # noqa: F811
    kept = tokens_for(server, application, browsers[0])
    server.secret(NEW)
    mine = house.add_token("grace")
    seen = account(screen, house)
    change(seen, PASSWORD, NEW)
    seen.wait_for("ok Changed the password")
    assert server.get("/oauth/ping", kept["access_token"]).status_code == 200
    change(seen, NEW, PASSWORD)
    seen.wait_for("ok Changed the password; 0")
    seen.keys("p").wait_for("[ ] also end 2 tokens that they hold")
    seen.type(PASSWORD).keys("Tab").type(NEW).keys("Tab").type(NEW).keys("Tab", "Space").wait_for("[x] also end")
    seen.keys("C-s").wait_for("0 browser sessions and 2 tokens ended.")
    assert server.get("/oauth/ping", kept["access_token"]).status_code == 401
    assert refresh(server, application, kept["refresh_token"]).json()["error"] == "invalid_grant"
    assert server.get("/oauth/ping", mine).status_code == 200


def test_what_is_wrong_with_a_password_is_told_under_its_field(house, screen):
    seen = account(screen, house)
    change(seen, "", "short", "shirt")
    seen.wait_for("! Enter the password that you have now.", "! Choose a password of at least 8 characters.",
                  "! The two passwords differ", "3 fields need attention.")
    seen.keys("Escape").wait_for("Leave and lose it?")
    seen.keys("d").wait_for("PASSWORD")
    for wrong, words in (("Password2026", "commonest"), ("it is grace herself", 'without "grace"'), (PASSWORD, "that you have")):
        change(seen, PASSWORD, wrong)
        seen.wait_for(words)
        seen.keys("Escape").wait_for("Leave and lose it?")
        seen.keys("d").wait_for("PASSWORD")
    sign_in(screen, house).wait_for("[1 Applications]")


def test_guessing_the_old_password_is_stopped_and_recorded(house, server, screen, browsers):
    seen = account(screen, house)
    change(seen, "wrong", NEW)
    for left in ("4 tries left", "3 tries left", "2 tries left", "1 try left"):
        # The field is empty again, and has the keys.
        seen.wait_for(left)
        seen.type("wrong").keys("C-s")
    seen.wait_for("Wait a minute before the next")
    seen.type(PASSWORD).keys("C-s").wait_for("Too many attempts; try again in")
    assert is_in(browsers[0]) and is_in(browsers[1])
    with sqlite3.connect(house.database) as database:
        # Those that follow close upon the first are counted in one line more.
        query = "SELECT DISTINCT actor, target, outcome FROM audit_events WHERE event = 'password.change'"
        assert database.execute(query).fetchall() == [("grace", "grace", "refused")]
    assert "wrong" not in seen.text() and PASSWORD not in seen.text()


def test_one_of_two_browsers_is_ended(house, server, screen, browsers):
    seen = account(screen, house)
    seen.wait_for("Firefox on Linux", "Chrome on Windows", "127.0.0.1", "just now")
    seen.keys("j")
    seen.wait_for_selected("Chrome on Windows")
    seen.keys("d").wait_for("End the session of Chrome on Windows?", "[>Cancel<]")
    seen.keys("Enter").wait_for("Chrome on Windows", without=["Cancel"])
    assert is_in(browsers[1])
    seen.keys("d").wait_for("[>Cancel<]")
    seen.keys("e").wait_for("ok Ended the session of Chrome on Windows.")
    assert is_in(browsers[0]) and not is_in(browsers[1])
    # All of them.
    seen.keys("S").wait_for("Sign out of every browser?", "1 browser session ends at once")
    seen.keys("s").wait_for("ok Signed out of every browser.", "No browser is signed in.")
    assert not is_in(browsers[0])
    seen.keys("S").wait_for("is off: no browser is signed in.")


def test_a_browser_that_signs_in_elsewhere_appears_by_itself(house, server, screen):
    seen = account(screen, house)
    seen.wait_for("No browser is signed in.")
    person = Person(server, agent=FIREFOX)
    person.sign_in()
    seen.wait_for("Firefox on Linux", without=["No browser is signed in."])
    seen.keys("j", "Enter").wait_for("In full", FIREFOX[:40], "127.0.0.1", "Signed in")
    # It signs out while its details are looked at.
    person.send(person.look("/account"), "/logout")
    seen.wait_for("The session is over; it ended elsewhere.", "No browser is signed in.")


def test_what_a_browser_calls_itself_cannot_upset_the_terminal(house, server, screen, terminal):
    person = Person(server, agent=HOSTILE)
    person.sign_in()
    seen = account(screen, house)
    seen.wait_for("an unknown browser")
    seen.keys("j", "Enter").wait_for("In full", "evil")
    bare = terminal(house, "tui", "--user", "grace")
    bare.wait_for("Applications")
    bare.type("a")
    bare.wait_for("an unknown browser")
    start = len(bare.output)
    bare.type("j\r")
    bare.wait_for("In full")
    bare.wait_for("evil", start)
    for bad in (b"\xe2\x80\xae", b"\xc2\x9b", b"\xe2\x80\x8b"):
        assert bad not in bare.output
    assert all(b"31m " not in each for each in sequences(bare.output))


def test_the_operator_is_told_to_set_passwords_otherwise(house, screen):
    seen = screen(house, "tui", "--user", "grace")
    seen.wait_for("OPERATOR as grace")
    seen.keys("a").wait_for("Only grace can change it here", 'Use "postern user password" instead.')
    seen.keys("p").wait_for("change the password is off: only its owner can")


@pytest.fixture
def key(tmp_path):
    """A key pair's public half, as ssh-keygen(1) writes it, and its fingerprint."""
    if shutil.which("ssh-keygen") is None:
        pytest.skip("no ssh-keygen")
    path = tmp_path / "id"
    subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-C", "grace@laptop", "-f", path], check=True)
    line = path.with_suffix(".pub").read_text()
    shown = subprocess.run(["ssh-keygen", "-lf", path], check=True, capture_output=True, text=True).stdout
    return line, shown.split()[1]


def test_a_key_is_pasted_seen_and_removed(house, screen, key):
    line, fingerprint = key
    seen = account(screen, house)
    seen.wait_for("None opens this account; n adds one.")
    seen.keys("n").wait_for("Public key *")
    seen.paste(line).keys("C-s").wait_for('ok Added "grace@laptop"; it opens this account over SSH.', "ed25519")
    assert [each["fingerprint"] for each in house.run("ssh-key", "list", "--user", "grace", "--json").json] == [fingerprint]
    seen.keys("Tab").wait_for_selected("grace@laptop")
    seen.keys("Enter").wait_for(fingerprint)
    seen.keys("d").wait_for('Remove the key "grace@laptop"')
    seen.keys("r").wait_for('ok Removed the key "grace@laptop".', "None opens this account",
                            "Added the SSH key grace@laptop", "Removed the SSH key grace@laptop")
    assert house.run("ssh-key", "list", "--user", "grace", "--json").json == []


@pytest.mark.parametrize("text", ["nonsense", "ssh-ed25519 AAAA", "-----BEGIN OPENSSH PRIVATE KEY-----"])
def test_what_is_no_public_key_is_refused_under_its_field(house, screen, text):
    seen = account(screen, house)
    seen.keys("n").wait_for("Public key *")
    seen.paste(text).keys("C-s").wait_for("1 field needs attention.", "! ")
    assert house.run("ssh-key", "list", "--user", "grace", "--json").json == []
