"""Bad files, full disks, locks: one clear sentence or a sane screen, and nothing saved is lost."""

import contextlib
import os
import shutil
import sqlite3
import subprocess
import tempfile

import pytest

from conftest import PASSWORD, House
from trouble import fill, mount

IS_ROOT = os.geteuid() == 0


def is_refused(terminal, house, *sentence, status=1, **options):
    """It ends with one sentence, and has not touched the screen."""
    seen = terminal(house, "tui", "--user", "ada", **options)
    assert seen.finish() == status, seen.output
    for words in sentence:
        assert words.encode() in seen.output, seen.output
    assert seen.output.count(b"\n") == 1 and b"\x1b" not in seen.output, seen.output
    assert seen.modes_now == seen.modes


# The database file


def test_a_missing_database_is_one_sentence_that_says_what_to_do(bare, terminal):
    is_refused(terminal, bare, "No database at", 'make one with "postern init"')


@pytest.mark.parametrize("content", [b"", b"SQLite format 3\0", b"just some text\n" * 100, b"\0" * 8192, os.urandom(8192)],
                         ids=["empty", "only a header", "text", "zeros", "noise"])
def test_a_file_that_is_no_database_is_refused_and_left_alone(house, terminal, content):
    house.database.write_bytes(content)
    is_refused(terminal, house, str(house.database))
    assert house.database.read_bytes() == content


def test_a_directory_is_no_database(house, terminal):
    house.database.unlink()
    house.database.mkdir()
    is_refused(terminal, house, "is not a Postern database")


def test_somebody_elses_database_is_refused_and_left_alone(house, terminal):
    house.database.unlink()
    with contextlib.closing(sqlite3.connect(house.database)) as database:
        database.execute("CREATE TABLE recipes (name TEXT)")
    house.database.chmod(0o600)
    before = house.database.read_bytes()
    is_refused(terminal, house, "is not a Postern database")
    assert house.database.read_bytes() == before


def test_a_database_of_a_newer_postern_is_refused(house, terminal):
    with contextlib.closing(sqlite3.connect(house.database)) as database:
        database.execute("PRAGMA user_version = 999")
    is_refused(terminal, house, "was written by a newer Postern")


def test_a_database_that_others_can_write_is_refused_with_the_mend(house, terminal):
    house.database.chmod(0o666)
    is_refused(terminal, house, "Others can write", "chmod go-w", status=4)


def test_a_damaged_database_is_said_and_the_terminal_is_sane(house, terminal):
    for number in range(40):
        house.add_token(name=f"token-{number}")
    with contextlib.closing(sqlite3.connect(house.database)) as database:
        database.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        (root,) = database.execute(
            "SELECT rootpage FROM sqlite_schema WHERE name = 'tokens_personal_name'").fetchone()
        (size,) = database.execute("PRAGMA page_size").fetchone()
    with open(house.database, "r+b") as file:
        file.seek((root - 1) * size)
        file.write(b"\xff" * size)
    seen = terminal(house, "tui", "--user", "ada")
    seen.wait_for("Applications")
    seen.type("2")
    seen.wait_for("postern check")
    seen.type("q")
    assert seen.finish() == 0
    assert seen.modes_now == seen.modes


def test_a_database_that_is_deleted_meanwhile_is_noticed_and_nothing_seems_saved(house, screen):
    house.add_token(name="laptop")
    seen = screen(house, "tui", "--user", "ada")
    seen.wait_for("[1 Applications]")
    seen.keys("2").wait_for_selected("laptop")
    for suffix in ("", "-wal", "-shm"):
        with contextlib.suppress(FileNotFoundError):
            os.unlink(f"{house.database}{suffix}")
    seen.wait_for("! The database file was moved or deleted; put it back, or leave and open it")
    seen.keys("d", "r").wait_for("! The database file was moved or deleted;", "laptop")
    seen.keys("q")
    assert seen.wait_for_end() == 0


def test_a_database_that_was_moved_away_and_comes_back_is_used_again(house, screen):
    house.add_token(name="laptop")
    seen = screen(house, "tui", "--user", "ada")
    seen.wait_for("[1 Applications]")
    seen.keys("2").wait_for_selected("laptop")
    aside = house.database.with_name("aside.db")
    house.database.rename(aside)
    seen.wait_for("was moved or deleted;")
    aside.rename(house.database)
    seen.keys("d").wait_for("[>Cancel<]")
    seen.keys("r").wait_for('ok Revoked "laptop".')


def test_a_backup_that_is_restored_is_refused_while_somebody_is_inside(house, screen):
    house.run("backup", house.folder / "copy.db").ok()
    seen = screen(house, "tui", "--user", "ada")
    seen.wait_for("[1 Applications]")
    done = house.run("restore", house.folder / "copy.db", "--force")
    assert done.status == 1 and "try again" in done.err, done


# Locks


def test_a_locked_database_is_read_and_what_was_typed_waits_for_the_next_try(house, screen, lock):
    house.add_token(name="laptop")
    seen = screen(house, "tui", "--user", "ada")
    seen.wait_for("[1 Applications]")
    lock.execute("BEGIN IMMEDIATE")
    seen.keys("2").wait_for_selected("laptop")
    seen.keys("n").wait_for("0/40")
    seen.type("patience").keys("C-s").wait_for("! Another program is writing the database; try again in a moment.")
    seen.wait_for("[patience", "8/40")
    lock.execute("COMMIT")
    seen.keys("C-s").wait_for('Token "patience" created')


def test_signing_in_to_a_locked_database_says_so_and_works_later(house, screen, lock):
    seen = screen(house)
    seen.wait_for("Sign in")
    lock.execute("BEGIN IMMEDIATE")
    seen.type("ada").keys("Enter").type(PASSWORD).keys("Enter").wait_for("Another program is writing the database")
    lock.execute("COMMIT")
    seen.type(PASSWORD).keys("Enter").wait_for("[1 Applications]")


def test_an_operator_is_kept_out_of_a_locked_database_with_a_sentence(house, terminal, lock):
    lock.execute("BEGIN IMMEDIATE")
    is_refused(terminal, house, "Another program is writing the database; try again in a moment.")


# Disks


def test_a_full_disk_is_said_and_nothing_saved_is_lost(house, screen, disk):
    house.add_token(name="laptop")
    seen = screen(house, "tui", "--user", "ada")
    seen.wait_for("[1 Applications]")
    seen.keys("2").wait_for_selected("laptop")
    fill(disk)
    # A page of the log may have room still; a description fills it.
    seen.keys("1", "n").wait_for("New application")
    seen.type("Big").keys("Tab").paste("many words " * 90).keys("Tab").type("https://b.example.org").keys("Tab")
    seen.type("https://b.example.org/cb").keys("C-s").wait_for("! The disk is full; nothing was changed.")
    (disk / "filler").unlink()
    seen.wait_for("[Big")
    seen.keys("C-s").wait_for("Client secret of")
    assert len(house.run("app", "list", "--user", "ada", "--json").json) == 1
    house.run("check").ok()
    assert [token["name"] for token in house.run("token", "list", "-u", "ada", "--json").json] == ["laptop"]


def test_a_secret_that_finds_no_room_leaves_no_half_a_file(house, screen, disk):
    house.environment["HOME"] = str(disk)
    seen = screen(house, "tui", "--user", "ada")
    seen.wait_for("[1 Applications]")
    seen.keys("2", "n").wait_for("0/40")
    seen.type("laptop").keys("C-s").wait_for("psp_")
    fill(disk)
    seen.keys("w").wait_for("! Cannot write", "No space left on device")
    assert not list(disk.glob("postern-token*"))
    # It is not taken for saved.
    seen.keys("Enter").wait_for("you will not see it again", "psp_")
    (disk / "filler").unlink()
    seen.keys("w").wait_for("ok Written to ~/postern-token.txt")


def test_an_export_that_finds_no_room_leaves_no_half_a_file(house, screen, disk):
    house.environment["HOME"] = str(disk)
    house.add_token(name="laptop")
    seen = screen(house, "tui", "--user", "ada")
    seen.wait_for("[1 Applications]")
    seen.keys("2").wait_for_selected("laptop")
    fill(disk)
    seen.keys("x").wait_for("Export")
    seen.keys("Enter").wait_for("! Cannot write", "No space left on device")
    assert not list(disk.glob("postern-tokens*"))


def test_a_read_only_disk_is_one_sentence(house, terminal, disk):
    assert mount("-o", "remount,ro", disk)
    is_refused(terminal, house, "read-only")


def test_a_limit_on_the_size_of_files_is_survived(house, screen):
    # Room for a few tokens, in the log and in the file.
    blocks = house.database.stat().st_size // 512 + 40
    seen = screen(house, program=["/bin/sh", "-c", f"ulimit -f {blocks}; exec {house.binary} tui --user ada"])
    seen.wait_for("[1 Applications]")
    seen.keys("2").wait_for("You have no personal access token yet.")
    made = []
    for number in range(40):
        seen.keys("n").wait_for("0/40")
        text = seen.type(f"token-{number}").keys("C-s").wait_for(lambda text: "psp_" in text or "! " in text)
        if "psp_" not in text:
            break
        made.append(f"token-{number}")
        seen.type("done").keys("Enter").wait_for("EXPIRES")
    assert "disk" in text and "[token-" in text, text
    seen.keys("C-c", "C-c")
    assert seen.wait_for_end() == 0
    house.run("check").ok()
    assert sorted(token["name"] for token in house.run("token", "list", "-u", "ada", "--json").json) == sorted(made)


@pytest.fixture
def nobody(binary, template):
    """A house of the user nobody, for what root may always do; answers it and how to run as them."""
    if not IS_ROOT or not shutil.which("setpriv"):
        pytest.skip("only root may become somebody else")
    folder = tempfile.mkdtemp(prefix="postern-nobody-", dir="/tmp")
    house = House(binary, os.path.join(folder, "home"))
    house.database.parent.mkdir(parents=True, mode=0o700)
    shutil.copy(template, house.database)
    house.database.chmod(0o600)
    for path in (folder, *(os.path.join(top, name) for top, folders, files in os.walk(folder) for name in folders + files)):
        os.chown(path, 65534, 65534)
    yield house, ["/usr/bin/env", "setpriv", "--reuid=65534", "--regid=65534", "--clear-groups", binary]
    shutil.rmtree(folder)


def as_nobody(terminal, house, command):
    try:
        subprocess.run([*command, "--version"], check=True, capture_output=True)
    except subprocess.CalledProcessError:
        pytest.skip("the program cannot be run by others from where it is")
    seen = terminal(house, program=[*command, "tui", "--user", "ada"])
    seen.finish()
    return seen


@pytest.mark.parametrize("mode, folder", [(0o400, 0o700), (0o600, 0o500), (0o400, 0o500)],
                         ids=["file", "folder", "both"])
def test_a_file_that_may_only_be_read_is_one_sentence(nobody, terminal, mode, folder):
    house, command = nobody
    house.database.chmod(mode)
    house.database.parent.chmod(folder)
    seen = as_nobody(terminal, house, command)
    house.database.parent.chmod(0o700)
    assert seen.status == 1
    assert b"read-only" in seen.output or b"Cannot open" in seen.output, seen.output
    assert seen.output.count(b"\n") == 1 and b"\x1b" not in seen.output


def test_a_file_that_may_not_be_read_is_one_sentence(nobody, terminal):
    house, command = nobody
    house.database.chmod(0)
    seen = as_nobody(terminal, house, command)
    assert seen.status == 1 and b"ermission" in seen.output
    assert seen.output.count(b"\n") == 1 and b"\x1b" not in seen.output


# The configuration


@pytest.mark.parametrize(
    "text, sentence",
    [
        ("{ sitename: 'x' }", '"sitename"'),
        ("{ theme: 'dark', }}", ""),
        ("{ siteName: ", ""),
        ("[]", ""),
        ("", ""),
        ("{ lengths: { clientID: 3 } }", "clientID"),
        ("{ passwordHash: { logN: 99 } }", "logN"),
        ("{ keys: [] }", "keys"),
        ("{ theme: 7 }", "theme"),
        ("\xff\xfe\0", ""),
    ])
def test_a_configuration_that_makes_no_sense_is_named_with_file_and_key(house, terminal, text, sentence):
    house.config.write_text(text, encoding="latin-1")
    is_refused(terminal, house, "config.json5", sentence)


@pytest.mark.parametrize(
    "keys, warning",
    [
        ('{ new: ["d"] }', 'd is already'),
        ('{ frobnicate: ["x"] }', 'there is no action "frobnicate"'),
        ('{ new: ["Hyper-x"] }', '"Hyper-x" is no key'),
    ])
def test_keys_that_conflict_or_mean_nothing_are_reported_and_the_defaults_hold(house, screen, keys, warning):
    house.config.write_text(f"{{ passwordHash: {{ logN: 14 }}, keys: {keys} }}")
    seen = screen(house, "tui", "--user", "ada")
    seen.wait_for("! keys", warning)
    seen.keys("n").wait_for("New application")


def test_keys_that_make_sense_are_used_and_shown(house, screen):
    house.config.write_text('{ passwordHash: { logN: 14 }, keys: { new: ["b", "F5"], quit: ["X"] } }')
    seen = screen(house, "tui", "--user", "ada")
    seen.wait_for("b new", "X quit")
    seen.keys("F5").wait_for("New application")
    seen.keys("Escape").wait_for("X quit")
    seen.keys("X")
    assert seen.wait_for_end() == 0


def test_a_theme_that_is_not_there_is_a_warning(house, screen):
    house.config.write_text('{ passwordHash: { logN: 14 }, theme: "no-such-theme" }')
    seen = screen(house, "tui", "--user", "ada")
    seen.wait_for("! ", "no-such-theme", "[1 Applications]")
