"""Backup, restore, check, purge."""

import os
import sqlite3
import stat
import subprocess

from conftest import PASSWORD


def test_a_backup_is_a_private_copy_that_can_be_used_and_restored(house):
    house.add_application("ada", "Before")
    assert house.run("backup", "copy.db", "--json").json == {"database": str(house.database), "copy": "copy.db"}
    copy = house.folder / "copy.db"
    assert stat.S_IMODE(copy.stat().st_mode) == 0o600
    assert house.run("check", "--database", copy).ok().out == "ok\n"
    client_id = house.run("app", "list", "--all", "--json").json[0]["client_id"]
    house.run("app", "delete", client_id, "--force").ok()
    house.run("restore", "copy.db").fails(2, "--force is required")
    done = house.run("restore", "copy.db", "--force").ok()
    assert "The former database is now" in done.err
    assert [app["name"] for app in house.run("app", "list", "--all", "--json").json] == ["Before"]
    assert house.run("check").ok().out == "ok\n"


def test_a_backup_never_overwrites(house):
    taken = house.folder / "taken.db"
    taken.write_text("precious")
    house.run("backup", taken).fails(1, "exists already")
    assert taken.read_text() == "precious"
    house.run("backup", "/nonexistent/copy.db").fails(1, "Cannot write /nonexistent/copy.db: No such file or directory.")
    house.run("backup", "").fails(2, "FILE is empty")


def test_restoring_into_an_empty_home_needs_no_force(house, bare, tmp_path_factory):
    house.run("backup", "copy.db").ok()
    elsewhere = house.folder / "elsewhere.db"
    done = house.run("restore", "copy.db", "--json", "--database", elsewhere)
    assert done.json == {"database": str(elsewhere), "copy": "copy.db", "former": None}
    assert len(house.run("user", "list", "--json", "--database", elsewhere).json) == 2


def test_nothing_is_restored_while_another_program_has_the_database_open(house):
    house.run("backup", "copy.db").ok()
    connection = sqlite3.connect(house.database)
    connection.execute("SELECT count(*) FROM users").fetchall()
    house.run("restore", "copy.db", "--force").fails(1, "Another program has", "open; end it")
    connection.close()
    house.run("restore", "copy.db", "--force").ok()


def test_restoring_what_is_no_backup_changes_nothing(house):
    text = house.folder / "text.db"
    text.write_text("no database at all " * 1000)
    house.run("restore", text, "--force").fails(1, "is not a Postern database")
    house.run("restore", "missing.db", "--force").fails(1, "missing.db: there is no such file")
    damaged = house.folder / "damaged.db"
    house.run("backup", damaged).ok()
    data = bytearray(damaged.read_bytes())
    data[8192:12288] = os.urandom(4096)
    damaged.write_bytes(data)
    house.run("restore", damaged, "--force").fails(1, f"{damaged}: it is damaged")
    assert len(house.run("user", "list", "--json").json) == 2


def test_restoring_asks_on_a_terminal(house, talk):
    house.run("backup", "copy.db").ok()
    chat = talk(house, "restore", "copy.db")
    assert "Replace" in chat.expect("[y/N] ")
    chat.type("no\n")
    assert chat.finish()[0] == 1


def test_check_says_ok_or_what_is_wrong(house):
    assert house.run("check").ok().out == "ok\n"
    assert house.run("check", "--json").json == {"ok": True, "problems": []}
    connection = sqlite3.connect(house.database)
    connection.execute("PRAGMA foreign_keys = OFF")
    connection.execute("UPDATE clients SET owner_id = 999")
    connection.execute("DROP TRIGGER audit_events_no_delete")
    connection.commit()
    connection.close()
    done = house.run("check")
    assert done.status == 1 and "audit_events_no_delete" in done.out and "problem" in done.err
    done = house.run("check", "--json")
    assert done.status == 1 and '"ok": false' in done.out


def test_purge_deletes_what_has_expired_and_nothing_else(house):
    house.add_token("ada", "gone", "--expires", "1d")
    house.add_token("ada", "stays", "--expires", "30d")
    connection = sqlite3.connect(house.database)
    connection.execute("UPDATE tokens SET expires_at = 1000 WHERE name = 'gone'")
    connection.commit()
    connection.close()
    assert house.run("purge", "--json").json == {"deleted": 1}
    assert house.run("purge", "--json").json == {"deleted": 0}
    assert [token["name"] for token in house.run("token", "list", "-u", "ada", "--json").json] == ["stays"]


def test_a_database_from_a_newer_postern_is_refused(house):
    connection = sqlite3.connect(house.database)
    connection.execute("PRAGMA user_version = 99")
    connection.close()
    house.run("user", "list").fails(1, "newer Postern", "upgrade")


def test_a_full_disk_is_said_to_be_full(house):
    done = subprocess.run(
        ["bash", "-c", 'ulimit -f 8; "$0" backup copy.db', house.binary],
        env=house.environment, cwd=house.folder, capture_output=True, text=True)
    assert done.returncode != 0
    assert not (house.folder / "copy.db").exists() or (house.folder / "copy.db").stat().st_size == 0


def test_passwords_and_secrets_are_nowhere_in_the_files(house):
    secret = house.add_application()["client_secret"]
    token = house.add_token()
    house.run("backup", "copy.db").ok()
    for file in [house.folder / "copy.db", *house.database.parent.iterdir()]:
        data = file.read_bytes()
        for text in (PASSWORD, secret, token):
            assert text.encode() not in data
