"""Accounts from the command line."""

import contextlib
import sqlite3

import pytest

from conftest import PASSWORD


def emails(house):
    return [user["email"] for user in house.run("user", "list", "--json").json]


def test_accounts_are_listed_for_people_and_programs(house):
    done = house.run("user", "list").ok()
    header, ada, grace = done.out.splitlines()
    assert header.split() == ["ID", "EMAIL", "USERNAME", "ROLE", "STATE", "LAST", "SEEN"]
    assert ada.split()[1:5] == ["ada@example.org", "ada", "administrator", "active"]
    assert ada.index("administrator") == grace.index("user") == header.index("ROLE")
    users = house.run("user", "list", "--json").json
    assert set(users[0]) == {
        "id", "email", "username", "role", "active", "disabled_at", "created_at", "last_seen_at"}
    assert users[0]["created_at"].endswith("Z")


def test_an_account_is_found_by_address_username_and_id(house):
    shown = house.run("user", "show", "ada", "--json").json
    assert house.run("user", "show", "ADA@example.org", "--json").json == shown
    assert house.run("user", "show", shown["id"], "--json").json == shown
    assert house.run("user", "show", "--user", "ada", "--json").json == shown
    assert "ada@example.org" in house.run("user", "show", "ada").ok().out


@pytest.mark.parametrize("verb", ["show", "enable", "disable", "promote", "demote", "password", "sign-out", "revoke-tokens", "delete"])
def test_an_unknown_account_is_not_found(house, verb):
    house.run("user", verb, "nobody", input=PASSWORD).fails(3, 'No user "nobody" was found')


def test_an_account_is_added_once(house):
    house.run("user", "add", "--email", "li@example.org", "--admin", input=PASSWORD).ok()
    assert house.run("user", "show", "li@example.org", "--json").json["role"] == "administrator"
    house.run("user", "add", "--email", "LI@example.org", input=PASSWORD).fails(1, "already an account")
    house.run("user", "add", "--email", "x@example.org", "--username", "ADA", input=PASSWORD).fails(1, "username")
    assert len(emails(house)) == 3


def test_roles_and_states_change(house):
    house.run("user", "promote", "grace").ok()
    assert house.run("user", "show", "grace", "--json").json["role"] == "administrator"
    house.run("user", "demote", "ada").ok()
    house.run("user", "disable", "ada").ok()
    shown = house.run("user", "show", "ada", "--json").json
    assert shown["active"] is False and shown["disabled_at"].endswith("Z") and shown["role"] == "user"
    house.run("user", "enable", "ada").ok()
    assert house.run("user", "show", "ada", "--json").json["active"] is True


def test_what_became_of_an_account_is_one_document(house):
    for words, key, value in (
        (["promote", "grace"], "role", "administrator"), (["demote", "grace"], "role", "user"),
        (["disable", "grace"], "active", False), (["enable", "grace"], "active", True),
    ):
        assert house.run("user", *words, "--json").json == house.run("user", "show", "grace", "--json").json
        assert house.run("user", "show", "grace", "--json").json[key] == value
    assert house.run("user", "password", "grace", "--json", input=PASSWORD).json["username"] == "grace"
    house.add_application("grace")
    house.add_token("grace")
    gone = house.run("user", "delete", "grace", "--force", "--json").json
    assert gone["username"] == "grace"
    assert gone["cut_off"] == {"applications": 1, "users": 0, "tokens": 1}


@pytest.mark.parametrize("words", [["demote", "ada"], ["disable", "ada"], ["delete", "ada", "--force"]])
def test_the_last_administrator_stays(house, words):
    house.run("user", *words).fails(4, "last active administrator")
    assert house.run("user", "show", "ada", "--json").json["role"] == "administrator"


def test_deleting_needs_force_without_a_terminal(house):
    house.run("user", "delete", "grace").fails(2, "--force is required")
    assert len(emails(house)) == 2
    house.run("user", "delete", "grace", "--force").ok()
    assert emails(house) == ["ada@example.org"]


def test_deleting_asks_on_a_terminal(house, talk):
    house.add_application("grace")
    chat = talk(house, "user", "delete", "grace")
    question = chat.expect("[y/N] ")
    assert "1 application" in question
    chat.type("\n")
    status, rest = chat.finish()
    assert status == 1 and "nothing was changed" in rest
    assert len(emails(house)) == 2
    chat = talk(house, "user", "delete", "grace")
    chat.expect("[y/N] ")
    chat.type("y\n")
    assert chat.finish()[0] == 0
    assert emails(house) == ["ada@example.org"]


def test_a_password_is_set(house):
    done = house.run("user", "password", "grace", input="another long password\n").ok()
    assert "another" not in done.out + done.err
    house.run("user", "password", "grace", input="short\n").fails(1, "at least 8 characters")
    house.run("user", "password", "grace", input="Password2026\n").fails(1, "one of the commonest passwords")
    house.run("user", "add", "--email", "li@example.org", "--username", "liwei", input="this is LiWei's\n").fails(
        1, 'without "liwei"')


def test_accounts_are_searched_and_chosen_by_state(house):
    house.run("user", "disable", "grace").ok()
    assert [user["username"] for user in house.run("user", "list", "--search", "GRA", "--json").json] == ["grace"]
    assert [user["username"] for user in house.run("user", "list", "--state", "disabled", "--json").json] == ["grace"]
    assert [user["username"] for user in house.run("user", "list", "--state", "active", "--json").json] == ["ada"]
    assert house.run("user", "list", "--search", "%", "--json").json == []
    house.run("user", "list", "--state", "expired").fails(2, "--state must be active, disabled or all")


def test_what_hangs_on_an_account_is_shown(house):
    house.add_application("grace")
    house.add_token("grace")
    told = house.run("user", "show", "grace", "--json").json
    assert {name: told[name] for name in (
        "applications", "personal_tokens", "authorized_applications", "application_tokens", "browser_sessions")} == {
            "applications": 1, "personal_tokens": 1, "authorized_applications": 0, "application_tokens": 0,
            "browser_sessions": 0}
    text = house.run("user", "show", "grace").ok().out
    assert "1 application, let in by 0 other users" in text and "1 live personal token" in text


def test_every_token_of_somebody_is_revoked(house, talk):
    house.add_token("grace", "laptop")
    house.add_token("grace", "of the house", "-i")
    house.run("user", "revoke-tokens", "grace").fails(2, "--force is required")
    chat = talk(house, "user", "revoke-tokens", "grace")
    assert "2 personal tokens and 0 tokens of 0 applications" in chat.expect("[y/N] ")
    chat.type("n\n")
    assert chat.finish()[0] == 1
    gone = house.run("user", "revoke-tokens", "grace", "--force", "--json").json
    assert gone["username"] == "grace" and gone["cut_off"] == {"tokens": 2}
    assert house.run("token", "list", "-u", "grace", "--json").json == []
    assert "Revoked 0 tokens" in house.run("user", "revoke-tokens", "grace", "--force").ok().err


def test_somebody_is_signed_out_of_every_browser(house):
    with contextlib.closing(sqlite3.connect(house.database)) as database, database:
        database.execute(
            """INSERT INTO browser_sessions (digest, user_id, created_at, last_seen_at, expires_at, address, user_agent,
            user_agent_digest) SELECT randomblob(32), id, 0, 0, 9999999999, '', '', randomblob(32) FROM users""")
    assert house.run("user", "sign-out", "grace", "--json").json["cut_off"] == {"sessions": 1}
    assert "0 browser sessions ended" in house.run("user", "sign-out", "grace").ok().err
    assert house.run("user", "show", "ada", "--json").json["browser_sessions"] == 1


def test_a_password_may_leave_applications_their_tokens(house):
    done = house.run("user", "password", "grace", "--keep-tokens", input="another long password\n").ok()
    assert "0 browser sessions and 0 tokens ended" in done.err
