"""Personal access tokens from the command line."""

import datetime
import re
import subprocess

import pytest

SHAPE = {"id", "name", "user_id", "scopes", "internal", "last_four", "created_at", "expires_at", "last_used_at"}


def tokens(house, user="ada"):
    return house.run("token", "list", "-u", user, "--json").json


def test_creating_prints_the_token_alone(house):
    done = house.run("token", "create", "-n", "laptop", "-u", "ada", "-s", "user:email").ok()
    assert re.fullmatch(r"psp_[0-9A-Za-z]{56}\n", done.out)
    assert done.out.strip().encode() not in house.database.read_bytes()
    (token,) = tokens(house)
    assert set(token) == SHAPE
    assert token["scopes"] == ["user:email"] and token["expires_at"] is None and token["internal"] is False
    assert token["last_four"] == done.out.strip()[-4:]
    for words in (["list", "-u", "ada"], ["show", "-n", "laptop", "-u", "ada"]):
        assert done.out.strip() not in house.run("token", *words).ok().out


def test_creating_as_json_shows_the_token_once(house):
    made = house.run("token", "create", "-n", "laptop", "-u", "ada@example.org", "--json").json
    assert set(made) == SHAPE | {"token"}
    assert made["token"].startswith("psp_") and made["scopes"] == []


@pytest.mark.parametrize("text", ["30d", "1d", "2099-01-31", "never"])
def test_an_expiry_is_taken(house, text):
    made = house.run("token", "create", "-n", "x", "-u", "ada", "--expires", text, "--json").json
    if text == "never":
        assert made["expires_at"] is None
    elif text.endswith("d"):
        span = datetime.datetime.fromisoformat(made["expires_at"]) - datetime.datetime.fromisoformat(made["created_at"])
        assert span.days == int(text[:-1])
    else:
        assert made["expires_at"] == f"{text}T00:00:00Z"


@pytest.mark.parametrize("text", ["", "0d", "-1d", "30", "tomorrow", "2020-01-01", "2099-02-30", "99999999999d"])
def test_a_bad_expiry_is_refused(house, text):
    house.run("token", "create", "-n", "x", "-u", "ada", "--expires", text).fails(2, "--expires:")
    assert tokens(house) == []


def test_a_name_is_taken_once_by_each(house):
    house.add_token("ada", "ci")
    house.run("token", "create", "-n", "CI", "-u", "ada").fails(1, "already have a token of that name")
    house.add_token("grace", "ci")


@pytest.mark.parametrize("name", ["", "x" * 41, "a\x07b", "a\u202eb"])
def test_a_bad_name_is_refused(house, name):
    house.run("token", "create", "-n", name, "-u", "ada").fails(2, "--name:")


def test_forty_characters_of_any_kind_are_a_name(house):
    for name in ("x" * 40, "漢" * 40, "e\u0301" * 40):
        house.add_token("ada", name)
    assert len(tokens(house)) == 3


def test_scopes_must_exist_and_internal_ones_need_the_flag(house):
    house.run("token", "create", "-n", "x", "-u", "ada", "-s", "nope").fails(2, '--scope: Unknown scope "nope"')
    house.config.write_text(
        "{ passwordHash: { logN: 14 }, scopes: [{ id: 'house:keep', description: 'Keep house', internal: true }] }")
    house.run("token", "create", "-n", "x", "-u", "ada", "-s", "house:keep").fails(2, "Unknown scope")
    house.add_token("ada", "keeper", "-s", "house:keep user:email", "-i")
    assert tokens(house) == []  # internal tokens are not listed
    shown = house.run("token", "show", "-n", "keeper", "-u", "ada", "--json").json
    assert shown["internal"] is True and shown["scopes"] == ["user:email", "house:keep"]
    listed = house.run("scope", "list", "--json").json
    assert listed[1] == {"id": "house:keep", "description": "Keep house", "group": "house", "internal": True}


def test_editing(house):
    house.add_token("ada", "ci", "-s", "user:email")
    house.run("token", "edit", "-n", "ci", "-u", "ada", "--rename", "nightly").ok()
    assert [(t["name"], t["scopes"]) for t in tokens(house)] == [("nightly", ["user:email"])]
    house.run("token", "edit", "-n", "nightly", "-u", "ada", "--no-scopes").ok()
    assert tokens(house)[0]["scopes"] == []
    house.run("token", "edit", "-n", "nightly", "-u", "ada", "-s", "zzz").fails(2, "Unknown scope")
    house.run("token", "edit", "-n", "nightly", "-u", "grace", "--rename", "x").fails(3, "was found")


def test_deleting_by_name(house):
    house.add_token("ada", "ci")
    house.run("token", "delete", "-n", "ci", "-u", "ada").fails(2, "--force is required")
    house.run("token", "delete", "-n", "ci", "-u", "grace", "--force").fails(3, "was found")
    shown = house.run("token", "show", "-n", "ci", "-u", "ada", "--json").json
    assert house.run("token", "delete", "-n", "ci", "-u", "ada", "--force", "--json").json == shown
    house.run("token", "delete", "-n", "ci", "-u", "ada", "--force").fails(3, 'No token "ci" was found')


def test_deleting_by_the_token_itself(house):
    token = house.add_token("grace", "leaked")
    done = house.run("token", "delete", "--token", input=token + "\n").fails(2, "--force is required")
    done = house.run("token", "delete", "--token", "--force", input=token + "\n").ok()
    assert token not in done.err and '"leaked" of grace' in done.err
    house.run("token", "delete", "--token", "--force", input=token + "\n").fails(3, "No such personal access token")
    house.run("token", "delete", "--token", "--force", input="hello\n").fails(3, "No such personal access token")
    house.run("token", "delete", "--token", "--force").fails(1, "standard input has no token")
    house.run("token", "delete", "--token", "-n", "x", "-u", "ada").fails(2, "say which")


def test_a_reader_that_leaves_early_is_no_failure(house):
    for number in range(20):
        house.add_token("ada", f"token {number}")
    done = subprocess.run(
        ["bash", "-c", 'set -o pipefail; "$0" token list -u ada --json | head -c 1', house.binary],
        env=house.environment, capture_output=True, text=True)
    assert (done.returncode, done.stdout, done.stderr) == (0, "[", "")
    closed = subprocess.run(
        ["bash", "-c", '"$0" token list -u ada >&-', house.binary], env=house.environment, capture_output=True, text=True)
    assert closed.returncode == 1 and "cannot write to standard output" in closed.stderr


def test_a_table_shows_hostile_names_harmlessly(house):
    """Names are checked when they are made; a database that something else wrote may hold any."""
    import sqlite3

    house.add_token("ada", "innocent")
    connection = sqlite3.connect(house.database)
    connection.execute("UPDATE tokens SET name = ?", ("a\x1b]0;owned\x07\u202eb\nc",))
    connection.commit()
    connection.close()
    table = house.run("token", "list", "-u", "ada").ok().out
    assert len(table.splitlines()) == 2
    assert not any(c in table for c in "\x1b\x07\u202e")
    raw = house.run("token", "list", "-u", "ada", "--json")
    assert not any(c in raw.out for c in "\x1b\x07\u202e")
    assert raw.json[0]["name"] == "a\x1b]0;owned\x07\u202eb\nc"
