"""Administrators: everybody's applications and tokens."""

import sqlite3

import pytest


@pytest.fixture
def clients(house, screen):
    """Ada, an administrator, looks at everybody's applications: one of hers, one of Grace's."""
    house.add_application("ada", "Uploader")
    house.add_application("grace", "Viewer")
    seen = screen(house, "tui", "--user", "ada")
    seen.wait_for("[1 Applications]")
    seen.keys("5").wait_for("[5 Clients]", "1 of 2")
    return seen


def show(house, name):
    return next(app for app in house.run("app", "list", "--all", "--json").json if app["name"] == name)


def events(house, event):
    with sqlite3.connect(house.database) as database:
        return database.execute("SELECT count(*) FROM audit_events WHERE event = ?", (event,)).fetchone()[0]


def test_an_application_of_somebody_elses_is_disabled_and_enabled(house, clients):
    clients.keys("G").wait_for_selected("Viewer")
    clients.keys("L").wait_for('Disable "Viewer" of grace?', "[>Cancel<]")
    clients.keys("Enter").wait_for("2 of 2", without=["Cancel"])
    assert show(house, "Viewer")["disabled_at"] is None
    clients.keys("L").wait_for("[>Cancel<]")
    clients.keys("d").wait_for('ok Disabled "Viewer" of grace.', "x disabled")
    assert show(house, "Viewer")["disabled_at"] is not None
    clients.keys("Enter").wait_for("x disabled since", "grace")
    clients.keys("L").wait_for('Enable "Viewer" of grace?')
    clients.keys("e").wait_for('ok Enabled "Viewer" of grace.', without=["x disabled"])
    assert show(house, "Viewer")["disabled_at"] is None
    assert events(house, "app.view") == 2


def test_an_application_is_given_to_another_owner(house, clients):
    clients.keys("G").wait_for_selected("Viewer")
    clients.keys("O").wait_for("Transfer Viewer", "grace neither sees nor changes it")
    clients.type("nobody").keys("C-s").wait_for('! No user "nobody" was found')
    clients.keys("C-u").type("grace").keys("C-s").wait_for("! grace owns it already")
    clients.keys("C-u").type("ada@example.org").keys("C-s").wait_for('Gave "Viewer" of grace to ada.')
    assert show(house, "Viewer")["owner"] == "ada"
    clients.keys("1").wait_for("1 of 2", "Viewer")


def test_everything_that_its_owner_can_do_is_done_in_their_place(house, clients):
    clients.keys("G").wait_for_selected("Viewer")
    clients.keys("Enter").wait_for("grace", "Client ID")
    clients.keys("e").wait_for("Edit Viewer")
    clients.type(" two").keys("C-s").wait_for('Saved "Viewer two".')
    clients.keys("d").wait_for("Delete application")
    clients.type("Viewer two").keys("Enter").wait_for('ok Deleted "Viewer two".', "1 of 1")
    assert [app["name"] for app in house.run("app", "list", "--all", "--json").json] == ["Uploader"]


def test_a_token_that_was_found_somewhere_is_pasted_seen_by_nobody_and_ended(house, screen):
    token = house.add_token("grace", "laptop")
    house.add_token("ada", "other")
    seen = screen(house, "tui", "--user", "ada")
    seen.wait_for("[1 Applications]")
    seen.keys("7").wait_for("Tokens of all", "1 of 2")
    seen.keys("/").wait_for("filter")
    seen.paste(f"Authorization: Bearer {token}\n").wait_for("1 of 1", "laptop", "****", without=["other"])
    for keys in ("Enter", "/", "Enter", "?", "Escape", ":", "Escape"):
        assert token[:12] not in seen.keys(keys).text()
    seen.wait_for("filter  ****", "1 of 1", "laptop")
    seen.keys("Enter").wait_for("psp_****************" + token[-4:], "grace@example.org")
    seen.keys("d").wait_for('Revoke personal token "laptop" of grace?', "[>Cancel<]")
    seen.keys("r").wait_for('Revoked personal token "laptop" of grace; 1 token ended.', "is not known here")
    assert house.run("token", "list", "-u", "grace", "--json").json == []
    assert events(house, "token.view") == 2
    for file in house.database.parent.glob("postern.db*"):
        assert token.encode() not in file.read_bytes()


def test_tokens_are_found_by_user(house, screen):
    house.add_token("grace", "laptop")
    house.add_token("ada", "other")
    seen = screen(house, "tui", "--user", "ada")
    seen.wait_for("[1 Applications]")
    seen.keys("7").wait_for("1 of 2")
    seen.keys("/").wait_for("filter")
    seen.type("grace").wait_for("1 of 1", "laptop", without=["other"])


def test_whoever_is_no_administrator_finds_nothing_of_it(house, screen):
    house.add_application("ada", "Uploader")
    seen = screen(house, "tui", "--user", "grace")
    seen.wait_for("You have not registered an application yet.")
    for key in ("5", "7"):
        # The keys are read in their order: once the help is there, the one before it has been.
        seen.keys(key, "?").wait_for("Keys", "register an application", without=["Uploader"])
        seen.keys("Escape").wait_for("You have not registered an application yet.", without=["Keys", "Uploader"])
    seen.keys(":").type("tokens of all").keys("Enter")
    seen.keys("Escape").wait_for("You have not registered an application yet.", without=["Tokens of all"])


def test_an_owner_sees_that_an_application_is_disabled(house, screen):
    client_id = house.add_application("grace", "Viewer")["client_id"]
    house.run("app", "disable", client_id, "--force").ok()
    seen = screen(house, "tui", "--user", "grace")
    seen.wait_for("x disabled since")
    house.run("app", "enable", client_id).ok()
    # Within two seconds, without a key.
    seen.wait_for("Viewer", without=["x disabled"])


@pytest.mark.parametrize("size", [(40, 12), (120, 40)])
def test_it_fits_small_and_large_terminals(house, screen, size):
    house.add_application("grace", "Viewer")
    seen = screen(house, "tui", "--user", "ada", size=size)
    seen.wait_for("1")
    seen.keys("5").wait_for("Viewer", "1 of 1")
    seen.keys("7").wait_for("No token has been given out yet.")
