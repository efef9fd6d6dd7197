"""Personal access tokens."""

import re
import sqlite3
import stat

import pytest

TOKEN = re.compile(r"psp_[0-9A-Za-z]{56}\b")


@pytest.fixture
def seen(house, screen):
    """Ada's tokens; she has none yet."""
    seen = screen(house, "tui", "--user", "ada")
    seen.wait_for("[1 Applications]")
    seen.keys("2").wait_for("You have no personal access token yet.")
    return seen


def open_tokens(screen, house):
    seen = screen(house, "tui", "--user", "ada")
    seen.wait_for("[1 Applications]")
    seen.keys("2").wait_for("[2 Tokens]", "NAME")
    return seen


def create(seen, name):
    seen.keys("n").wait_for("New personal access token")
    seen.type(name).keys("C-s")
    text = seen.wait_for(f'Token "{name}" created', "Copy it now. You will not see it again.")
    return TOKEN.search(text)[0]


def names(house):
    return [token["name"] for token in house.run("token", "list", "-u", "ada", "--json").json]


def test_a_token_is_created_with_a_scope_seen_once_and_left_with_done(house, seen):
    seen.keys("n").wait_for("New personal access token", "0/40")
    seen.type("ci-nightly").keys("Tab", "Tab").wait_for("0 of 1 chosen")
    seen.keys("Down", "Space").wait_for("[x] user:email", "1 of 1 chosen")
    seen.keys("C-s")
    token = TOKEN.search(seen.wait_for('Token "ci-nightly" created', "user:email", "expires "))[0]
    seen.keys("Enter").wait_for("you will not see it again", token)
    seen.keys("q").wait_for(token)
    seen.type("done").wait_for("[done")
    seen.keys("Enter").wait_for("[2 Tokens]", "1 of 1", without=[token[:20]])
    seen.wait_for_selected("ci-nightly")
    seen.keys("Enter").wait_for("ci-nightly", token[-4:], without=[token[:20]])
    (made,) = house.run("token", "list", "-u", "ada", "--json").json
    assert made["name"] == "ci-nightly" and made["scopes"] == ["user:email"]
    assert token.encode() not in house.database.read_bytes()


def test_w_writes_the_secret_to_a_file_that_nobody_else_can_read(house, seen):
    token = create(seen, "laptop")
    seen.keys("w").wait_for("ok Written to ~/postern-token.txt, readable by you alone.")
    file = house.folder / "postern-token.txt"
    assert file.read_text() == token + "\n"
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    # Now Enter may leave, and the next one does not overwrite the file.
    seen.keys("Enter").wait_for_selected("laptop")
    second = create(seen, "desktop")
    seen.keys("w").wait_for("postern-token-2.txt")
    assert file.read_text() == token + "\n"
    assert (house.folder / "postern-token-2.txt").read_text() == second + "\n"


def test_w_does_not_follow_a_link(house, seen):
    victim = house.folder / "victim"
    victim.write_text("precious")
    (house.folder / "postern-token.txt").symlink_to(victim)
    create(seen, "laptop")
    seen.keys("w").wait_for("postern-token-2.txt")
    assert victim.read_text() == "precious"


def test_y_copies_the_secret_into_the_terminals_clipboard(seen):
    token = create(seen, "laptop")
    seen.keys("y").wait_for("Sent the secret with OSC 52.")
    assert seen.clipboard == token
    seen.keys("Enter").wait_for_selected("laptop")


def test_p_shows_the_secret_on_a_bare_screen_and_wipes_it(seen):
    token = create(seen, "laptop")
    seen.keys("p").wait_for("Select it with the mouse, then press Enter.", token, without=["[2 Tokens]"])
    seen.keys("Enter").wait_for("[2 Tokens]", "Enter continue")
    seen.keys("Enter").wait_for_selected("laptop")
    seen.keys("q")
    assert seen.wait_for_end() == 0
    assert token[:20] not in seen.text()


def test_a_name_given_twice_and_a_name_of_41_characters_are_refused(house, seen):
    house.add_token(name="laptop")
    seen.wait_for_selected("laptop")
    seen.keys("n").wait_for("New personal access token")
    seen.type("laptop").keys("C-s").wait_for("You already have a token of that name")
    seen.keys("C-u").type("x" * 41).wait_for("41/40")
    seen.keys("C-s").wait_for("needs attention", "40")
    seen.keys("C-u").keys("C-s").wait_for("needs attention", "0/40")
    assert names(house) == ["laptop"]


def test_a_token_is_revoked_after_a_question_whose_focus_is_on_cancel(house, screen):
    for name in ("laptop", "notebook"):
        house.add_token(name=name)
    seen = open_tokens(screen, house)
    seen.wait_for_selected("laptop")
    seen.keys("d").wait_for('Revoke token "laptop"?', "[>Cancel<]")
    seen.keys("Enter").wait_for("1 of 2", without=["Cancel"])
    assert names(house) == ["laptop", "notebook"]
    seen.keys("d").wait_for("[>Cancel<]")
    seen.keys("Right").wait_for("[>Revoke<]")
    seen.keys("Enter").wait_for('ok Revoked "laptop".')
    seen.wait_for_selected("notebook")
    assert names(house) == ["notebook"]


def test_marked_tokens_are_revoked_together(house, screen):
    for name in ("a-one", "b-two", "c-three", "d-four"):
        house.add_token(name=name)
    seen = open_tokens(screen, house)
    seen.wait_for_selected("a-one")
    seen.keys("Space", "j", "Space").wait_for("2 marked", " * a-one", " * c-three")
    seen.keys("d").wait_for("Revoke 2 tokens?", "a-one, c-three")
    seen.keys("r").wait_for("ok Revoked 2 tokens.", without=["marked"])
    assert names(house) == ["b-two", "d-four"]


def test_f_shows_active_expired_and_all(house, screen):
    for name in ("fresh", "stale"):
        house.add_token("ada", name, "--expires", "30d")
    with sqlite3.connect(house.database) as database:
        database.execute("UPDATE tokens SET expires_at = 1000 WHERE name = 'stale'")
    seen = open_tokens(screen, house)
    seen.wait_for("1 of 2", "x expired")
    seen.keys("f").wait_for("1 of 1", "fresh", without=["stale"])
    seen.keys("f").wait_for("1 of 1", "stale", without=["fresh"])
    seen.keys("f").wait_for("1 of 2")
    seen.keys(":").wait_for("Commands")
    seen.type("expired").keys("Enter").wait_for("Revoke 1 expired token?", "[>Cancel<]")
    seen.keys("Right", "Enter").wait_for("Revoked 1 expired token.")
    assert names(house) == ["fresh"]


def test_editing_a_token_changes_its_name(house, screen):
    house.add_token(name="laptop")
    seen = open_tokens(screen, house)
    seen.wait_for_selected("laptop")
    seen.keys("e").wait_for("Edit laptop")
    seen.type("-2").keys("C-s").wait_for('ok Saved "laptop-2".')
    assert names(house) == ["laptop-2"]
