"""Making the database, and finding it."""

import os
import stat
import subprocess
import time

import pytest

from conftest import PASSWORD


def test_init_makes_a_private_database_with_an_administrator(bare):
    done = bare.run("init", "--email", "Ada@example.org", "--username", "ada", "--json", input=PASSWORD + "\nrest\n")
    user = done.json
    assert user["email"] == "Ada@example.org"
    assert user["role"] == "administrator"
    assert user["active"] is True
    assert user["last_seen_at"] is None
    assert stat.S_IMODE(bare.database.stat().st_mode) == 0o600
    assert stat.S_IMODE(bare.database.parent.stat().st_mode) == 0o700
    assert PASSWORD not in done.out + done.err


def test_a_second_init_is_refused_and_changes_nothing(house):
    before = house.database.read_bytes()
    house.run("init", "--email", "eve@example.org", input=PASSWORD + "\n").fails(4, "has users already", "user add")
    assert house.database.read_bytes() == before


@pytest.mark.parametrize(
    "password, sentence",
    [("", "standard input has no password in its first line"), ("\n", "no password"), ("short\n", "at least 8 characters"),
     ("x" * 5000, "too long"), (b"\xff\xfe\xff\xfe\xff\xfe\xff\xfe\n", "no UTF-8")],
)
def test_a_bad_password_is_refused(bare, password, sentence):
    bare.run("init", "--email", "ada@example.org", input=password).fails(1, sentence)
    # What was begun does not stand in the way.
    bare.run("init", "--email", "ada@example.org", input=PASSWORD).ok()


@pytest.mark.parametrize("email", ["", "ada", "ada@", "a da@example.org", "a@b@c", "a\x1b@b.example"])
def test_a_bad_address_is_refused_before_anything_is_made(bare, email):
    bare.run("init", "--email", email, input=PASSWORD).fails(2, "--email:", "such as ada@example.org")
    assert not bare.database.exists()


def test_a_bad_username_is_refused(bare):
    bare.run("init", "--email", "a@example.org", "--username", "7 up", input=PASSWORD).fails(2, "--username:")


def test_an_empty_file_becomes_a_database(bare):
    empty = bare.folder / "empty.db"
    empty.touch(0o600)
    bare.run("user", "list", "--database", empty).fails(1, "No database at", "postern init")
    bare.run("init", "--email", "ada@example.org", "--database", empty, input=PASSWORD).ok()
    assert len(bare.run("user", "list", "--json", "--database", empty).json) == 1


def test_of_many_who_make_a_database_at_once_one_does(bare):
    programs = [
        subprocess.Popen(
            [bare.binary, "init", "--email", f"{name}@example.org"], env=bare.environment, cwd=bare.folder,
            stdin=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        for name in ("ada", "grace", "alan", "edsger")
    ]
    for program in programs:
        program.stdin.write(PASSWORD + "\n")
        program.stdin.flush()
    said = [program.communicate()[1] for program in programs]
    assert sorted(program.returncode for program in programs) == [0, 4, 4, 4], said
    assert len(bare.run("user", "list", "--json").json) == 1


def test_what_is_refused_leaves_nothing_behind(bare):
    folder = bare.folder / "open"
    folder.mkdir()
    folder.chmod(0o777)
    bare.run("init", "--email", "a@example.org", "--database", "open/x.db", input=PASSWORD).fails(4, "chmod go-w")
    bare.run("sample", "open/x.db").fails(4, "chmod go-w")
    assert list(folder.iterdir()) == []


def test_the_database_is_where_it_is_said_to_be(bare):
    bare.run("--database", "one.db", "init", "--email", "a@example.org", input=PASSWORD).ok()
    bare.run("init", "--email", "b@example.org", input=PASSWORD, env={"POSTERN_DATABASE": "sqlite:two.db"}).ok()
    assert (bare.folder / "one.db").exists() and (bare.folder / "two.db").exists()
    assert not bare.database.exists()
    users = bare.run("user", "list", "--json", "--database", "sqlite:one.db", env={"POSTERN_DATABASE": "two.db"}).json
    assert [user["email"] for user in users] == ["a@example.org"]


def test_without_a_database_commands_say_how_to_make_one(bare):
    bare.run("user", "list").fails(1, "No database at", "postern init")
    assert not bare.database.exists()
    for words in (["app", "list", "--all"], ["token", "list", "-u", "a"], ["check"], ["purge"], ["backup", "x"]):
        bare.run(*words).fails(1, "postern init")


def test_what_is_no_database_is_refused(bare):
    bare.run("user", "list", "--database", bare.folder).fails(1, "is not a Postern database")
    text = bare.folder / "text.db"
    text.write_text("hello, world\n" * 1000)
    text.chmod(0o600)
    bare.run("user", "list", "--database", text).fails(1, "is not a Postern database")
    bare.run("init", "--email", "a@example.org", "--database", text, input=PASSWORD).fails(1, "is not a Postern database")
    assert text.read_text() == "hello, world\n" * 1000
    bare.run("user", "list", "--database", "postgresql://localhost/x").fails(1, "keeps its data in SQLite")
    bare.run("user", "list", "--database", "").fails(1, "path is empty")
    bare.run("user", "list", env={"HOME": "", "XDG_DATA_HOME": ""}).fails(1, "HOME is not set")


def test_a_database_that_others_can_write_is_refused_with_the_mend(house):
    house.database.chmod(0o666)
    house.run("user", "list").fails(4, "Others can write", "chmod go-w")


def test_a_broken_configuration_names_file_line_and_mend(house):
    house.config.write_text("{\n  isuer: 'https://auth.example.org',\n}\n")
    house.run("user", "list").fails(1, f"{house.config}:2: unknown key \"isuer\"; did you mean \"issuer\"?")
    house.config.write_text("{ listen: [ }\n")
    house.run("scope", "list").fails(1, f"{house.config}:1: this is no JSON5")
    house.run("scope", "list", "--config", "/nonexistent.json5").fails(1, "/nonexistent.json5: there is no such file.")
    house.run("scope", "list", "--config", "").fails(2, "--config is empty")
    house.config.unlink()
    house.run("scope", "list").ok()


def test_a_locked_database_is_waited_for_and_then_said_to_be_busy(house):
    holder = subprocess.Popen(
        ["/usr/bin/python3", "-c", "import sqlite3,sys; c=sqlite3.connect(sys.argv[1], isolation_level=None); "
         "c.execute('BEGIN IMMEDIATE'); print('held', flush=True); sys.stdin.read()", house.database],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    holder.stdout.readline()
    try:
        assert len(house.run("user", "list", "--json").json) == 2  # reading goes on
        start = time.monotonic()
        house.run("user", "promote", "grace").fails(1, "Another program is writing the database")
        assert time.monotonic() - start < 20
    finally:
        holder.communicate()
    house.run("user", "promote", "grace").ok()


@pytest.mark.skipif(os.geteuid() != 0, reason="needs root to change to another user")
def test_a_database_that_cannot_be_written_is_said_to_be_read_only(house):
    nobody = {"user": 65534, "group": 65534, "extra_groups": []}
    readable = house.folder / "readable"
    readable.mkdir(mode=0o755)
    copy = readable / "copy.db"
    copy.write_bytes(house.database.read_bytes())
    copy.chmod(0o644)
    for folder in [readable, *readable.parents][:6]:
        folder.chmod(folder.stat().st_mode | 0o055) if str(folder).startswith("/tmp/") else None
    result = house.run("user", "promote", "grace", "--database", copy, "--config", "/dev/null", **nobody)
    assert result.status == 1, result
