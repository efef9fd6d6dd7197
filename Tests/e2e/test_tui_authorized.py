"""Seeing whom one has let in, and shutting them out."""

import sqlite3
import time

import pytest


@pytest.fixture
def granted(house):
    """Ada has let in two applications of Grace's; one of them holds two live tokens."""
    scopes = "user:email"
    for name in ("Binder", "Overleaf Sync"):
        house.add_application("grace", name)
    with sqlite3.connect(house.database) as database:
        (ada,) = database.execute("SELECT id FROM users WHERE username = 'ada'").fetchone()
        database.execute(
            "INSERT INTO grants (user_id, client_id, scopes, created_at) SELECT ?, id, ?, 1700000000 FROM clients",
            [ada, scopes])
        (client,) = database.execute("SELECT id FROM clients WHERE name = 'Overleaf Sync'").fetchone()
        for number in range(2):
            database.execute(
                "INSERT INTO tokens (kind, digest, last_four, user_id, client_id, family, scopes, created_at, expires_at)"
                " VALUES ('access', ?, 'abcd', ?, ?, 1, ?, ?, ?)",
                [bytes([number]) * 32, ada, client, scopes, int(time.time()), int(time.time()) + 3600])
    return house


def live_tokens(house):
    with sqlite3.connect(house.database) as database:
        return database.execute("SELECT count(*) FROM tokens WHERE kind = 'access'").fetchone()[0]


def names(house):
    return sorted(each["name"] for each in house.run("authorized", "list", "--user", "ada", "--json").json)


def opened(screen, house):
    seen = screen(house, "tui", "--user", "ada")
    seen.wait_for("[1 Applications]")
    seen.keys("3").wait_for("[3 Authorized]")
    return seen


def test_nothing_granted_yet_is_said(house, screen):
    opened(screen, house).wait_for("You have not let any application in.")


def test_what_an_application_may_do_is_shown(granted, screen):
    seen = opened(screen, granted)
    seen.wait_for_selected("Binder")
    seen.keys("j").wait_for_selected("Overleaf Sync")
    seen.keys("Enter").wait_for("It can", "user:email", "https://upload.example.org")
    seen.keys("q").wait_for_selected("Overleaf Sync")


def test_an_application_is_shut_out_after_a_question_that_says_what_it_cuts_off(granted, screen):
    seen = opened(screen, granted)
    seen.wait_for_selected("Binder")
    seen.keys("j").wait_for_selected("Overleaf Sync")
    seen.keys("d").wait_for('Revoke "Overleaf Sync"?', "2 tokens stop working at once.", "[>Cancel<]")
    seen.keys("Enter").wait_for("2 of 2", without=["Cancel"])
    assert live_tokens(granted) == 2
    seen.keys("d").wait_for("[>Cancel<]")
    seen.keys("r").wait_for('ok Revoked "Overleaf Sync"; 2 tokens ended.')
    seen.wait_for_selected("Binder")
    assert names(granted) == ["Binder"] and live_tokens(granted) == 0
    # Grace's application itself is none of Ada's business.
    assert len(granted.run("app", "list", "--user", "grace", "--json").json) == 2


def test_several_are_shut_out_together(granted, screen):
    seen = opened(screen, granted)
    seen.wait_for_selected("Binder")
    seen.keys("Space", "Space").wait_for("2 marked")
    seen.keys("d").wait_for("Revoke 2 applications?", "[>Cancel<]")
    seen.keys("r").wait_for("ok Revoked 2 applications", without=["marked"])
    assert names(granted) == [] and live_tokens(granted) == 0


def test_a_token_that_is_used_meanwhile_is_seen(granted, screen):
    seen = opened(screen, granted)
    seen.wait_for_selected("Binder")
    with sqlite3.connect(granted.database) as database:
        database.execute("UPDATE grants SET last_used_at = ?", [int(time.time())])
    seen.wait_for("just now")
