"""Applications from the command line."""

import re
import sqlite3

import pytest

SHAPE = {
    "client_id", "name", "description", "website", "redirect_uris", "type", "owner_id", "owner", "secrets", "disabled_at",
    "created_at", "last_used_at",
}


def audit(house, event):
    with sqlite3.connect(house.database) as database:
        return database.execute("SELECT target, detail FROM audit_events WHERE event = ?", (event,)).fetchall()


def test_registering_prints_id_and_secret_once(house):
    done = house.run(
        "app", "add", "--user", "ada", "--name", "Zenodo uploader", "--website", "https://upload.example.org",
        "--redirect-uri", "https://upload.example.org/callback", "--redirect-uri", "http://localhost:8000/cb",
        "--description", "Uploads nightly datasets").ok()
    client_id = re.search(r"^Client ID +([0-9A-Za-z]{40})$", done.out, re.M).group(1)
    secret = re.search(r"^Client secret +(pss_[0-9A-Za-z]{56})$", done.out, re.M).group(1)
    shown = house.run("app", "show", client_id).ok()
    assert secret not in shown.out + house.run("app", "show", client_id, "--json").out
    assert secret.encode() not in house.database.read_bytes()
    data = house.run("app", "show", client_id, "--json").json
    assert set(data) == SHAPE
    assert data["redirect_uris"] == ["https://upload.example.org/callback", "http://localhost:8000/cb"]
    assert data["type"] == "confidential"
    assert [s["last_four"] for s in data["secrets"]] == [secret[-4:]]


def test_a_public_application_has_no_secret(house):
    data = house.add_application("ada", "Viewer", "--public")
    assert set(data) == SHAPE and data["secrets"] == []
    house.run("app", "reset-secret", data["client_id"], "--force").fails(4, "public client")


@pytest.mark.parametrize(
    "uri, words",
    [
        ("http://example.org/cb", "use https"), ("https://example.org/cb#x", "fragment"),
        ("https://u:p@example.org/", "user name or password"), ("https://*.example.org/", "wildcards"),
        ("javascript:alert(1)", "full URL"), ("example.org", "full URL"), ("", "at least one redirect URI"),
        ("ftp://example.org/", "use https"), ("https://exa mple.org/", "character"),
    ],
)
def test_a_bad_redirect_uri_is_refused(house, uri, words):
    house.run(
        "app", "add", "-u", "ada", "-n", "x", "-w", "https://a.example", "--redirect-uri", uri,
    ).fails(2, "--redirect-uri:", words)
    assert house.run("app", "list", "--all", "--json").json == []


def test_everything_wrong_is_told_at_once(house):
    done = house.run("app", "add", "-u", "ada", "-n", "x" * 41, "-w", "nowhere", "-r", "http://a.example", "-r", "b")
    done.fails(2, "--name: Name is 41 characters long", "--website:", "http://a.example: use https", "b: enter a full URL")
    assert len(done.err.splitlines()) == 4


@pytest.mark.parametrize("name", ["", "   ", "a\tb", "a\x1b[31mb", "a\u202eb", "a\u200bb"])
def test_a_bad_name_is_refused(house, name):
    done = house.run("app", "add", "-u", "ada", "-n", name, "-w", "https://a.example", "-r", "https://a.example/")
    done.fails(2, "--name:")
    assert "\x1b" not in done.err and "\u202e" not in done.err


def test_lists_are_of_one_user_or_of_all(house):
    house.add_application("ada", "One")
    house.add_application("grace", "Two")
    names = lambda *words: [app["name"] for app in house.run("app", "list", *words, "--json").json]
    assert names("--user", "ada") == ["One"]
    assert names("--user", "grace") == ["Two"]
    assert names("--all") == ["One", "Two"]
    table = house.run("app", "list", "--all").ok().out.splitlines()
    assert table[0].split() == ["NAME", "TYPE", "OWNER", "STATE", "CLIENT", "ID", "LAST", "USED"]
    house.run("app", "list", "--all", "--user", "ada").fails(2, "say whose")


def test_somebody_elses_application_is_not_found(house):
    client_id = house.add_application("ada")["client_id"]
    for words in (["show", client_id], ["edit", client_id, "-n", "x"], ["reset-secret", client_id, "--force"],
                  ["delete", client_id, "--force"]):
        house.run("app", *words, "--user", "grace").fails(3, "was found")
    assert house.run("app", "show", client_id, "--json").json["name"] == "Uploader"
    house.run("app", "show", "unknown").fails(3, 'No application "unknown" was found')


def test_editing_changes_what_is_given_and_keeps_the_rest(house):
    client_id = house.add_application()["client_id"]
    house.run("app", "edit", client_id, "--name", "Renamed", "-r", "https://a.example/1", "-r", "https://a.example/2").ok()
    data = house.run("app", "show", client_id, "--json").json
    assert data["name"] == "Renamed"
    assert data["website"] == "https://upload.example.org"
    assert data["redirect_uris"] == ["https://a.example/1", "https://a.example/2"]
    house.run("app", "edit", client_id, "-r", "http://a.example").fails(2, "use https")
    house.run("app", "edit", client_id, "--public", "--confidential").fails(2, "exclude each other")
    house.run("app", "edit", client_id, "--public").fails(2, "--force is required")
    house.run("app", "edit", client_id, "--public", "--force").ok()
    house.run("app", "edit", client_id, "--public", "--name", "Still public").ok()
    assert house.run("app", "show", client_id, "--json").json["secrets"] == []
    back = house.run("app", "edit", client_id, "--confidential", "--json").json
    assert back["client_secret"].startswith("pss_")


def test_a_secret_is_reset_and_the_old_one_may_live_on(house):
    first = house.add_application()
    client_id = first["client_id"]
    house.run("app", "reset-secret", client_id).fails(2, "--force is required")
    house.run("app", "reset-secret", client_id, "--keep-old", "3d").fails(2, '--keep-old must be 1d or 7d, not "3d".')
    second = house.run("app", "reset-secret", client_id, "--keep-old", "7d", "--json").json
    assert second["client_secret"] != first["client_secret"]
    live = house.run("app", "show", client_id, "--json").json["secrets"]
    assert [s["last_four"] for s in live] == [second["client_secret"][-4:], first["client_secret"][-4:]]
    assert live[0]["expires_at"] is None and live[1]["expires_at"] > live[1]["created_at"]
    # A third would push out the one that was kept.
    house.run("app", "reset-secret", client_id, "--keep-old", "1d").fails(2, "--force is required")
    assert house.run("app", "show", client_id, "--json").json["secrets"] == live
    third = house.run("app", "reset-secret", client_id, "--force", "--json").json
    live = house.run("app", "show", client_id, "--json").json["secrets"]
    assert [s["last_four"] for s in live] == [third["client_secret"][-4:]]


def test_either_of_two_secrets_is_ended_at_once(house, talk):
    first = house.add_application()
    client_id, old = first["client_id"], first["client_secret"][-4:]
    house.run("app", "end-secret", client_id, old, "--force").fails(4, "only secret", "reset it")
    new = house.run("app", "reset-secret", client_id, "--keep-old", "7d", "--json").json["client_secret"][-4:]
    house.run("app", "end-secret", client_id, old).fails(2, "--force is required")
    house.run("app", "end-secret", client_id, "none", "--force").fails(3, 'No secret that ends with "none"')
    whole = house.run("app", "end-secret", client_id, first["client_secret"], "--force").fails(2, "LAST4 must be")
    assert first["client_secret"] not in whole.err
    house.run("app", "end-secret", client_id, old, "--force", "--user", "grace").fails(3, "was found")
    chat = talk(house, "app", "end-secret", client_id, old)
    assert f'End a secret of "Uploader"? The secret …{old} stops working at once.' in chat.expect("[y/N] ")
    chat.type("n\n")
    assert chat.finish()[0] == 1
    left = house.run("app", "end-secret", client_id, new, "--force", "--json").json
    assert set(left) == SHAPE and [(s["last_four"], s["expires_at"]) for s in left["secrets"]] == [(old, None)]
    (line,) = audit(house, "secret.end")
    assert line == ("Uploader", f"ends with {new}, for ada")


def test_deleting_asks_and_deletes(house, talk):
    client_id = house.add_application()["client_id"]
    house.run("app", "delete", client_id).fails(2, "--force is required")
    chat = talk(house, "app", "delete", client_id)
    assert 'Delete "Uploader"? 0 users and 0 tokens are cut off.' in chat.expect("[y/N] ")
    chat.type("n\n")
    assert chat.finish()[0] == 1
    gone = house.run("app", "delete", client_id, "--force", "--json").json
    assert set(gone) == SHAPE | {"cut_off"} and gone["cut_off"] == {"users": 0, "tokens": 0}
    house.run("app", "delete", client_id, "--force").fails(3, "was found")


def test_a_secret_that_cannot_be_written_is_said_to_be_lost(house):
    with open("/dev/full", "w") as full:
        import subprocess
        done = subprocess.run(
            [house.binary, "app", "add", "-u", "ada", "-n", "x", "-w", "https://a.example", "-r", "https://a.example/"],
            env=house.environment, stdout=full, stderr=subprocess.PIPE, text=True)
    assert done.returncode == 1
    assert "postern app reset-secret" in done.stderr
