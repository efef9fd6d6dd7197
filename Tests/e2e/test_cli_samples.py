"""Made-up data, what people let in, and the demonstration."""

import os
import shutil
import signal
import sqlite3

import pytest

from conftest import PASSWORD

COUNTS = ["--users", 20, "--apps", 30, "--tokens", 40, "--grants", 200, "--seed", 7]


@pytest.fixture(scope="module")
def sample(binary, tmp_path_factory):
    from conftest import House

    house = House(binary, tmp_path_factory.mktemp("sample") / "home")
    done = house.run("sample", "sample.db", *COUNTS).ok()
    assert "200 grants" in done.err and done.out == ""
    return house.folder / "sample.db"


@pytest.fixture
def peopled(bare, sample):
    """A home with a database of made-up people and grants."""
    bare.database.parent.mkdir(parents=True, mode=0o700)
    shutil.copy(sample, bare.database)
    return bare


def rows(path, table):
    """Everything in a table but passwords, whose salt is fresh each time."""
    connection = sqlite3.connect(path)
    connection.row_factory = sqlite3.Row
    return [
        {key: row[key] for key in row.keys() if "password" not in key}
        for row in connection.execute(f"SELECT * FROM {table} ORDER BY id")
    ]


def test_the_same_seed_makes_the_same_data(bare, sample):
    bare.run("sample", "again.db", *COUNTS).ok()
    bare.run("sample", "other.db", *COUNTS[:-1], 8).ok()
    for table in ("users", "clients", "tokens", "grants"):
        assert rows(bare.folder / "again.db", table) == rows(sample, table)
    assert rows(bare.folder / "other.db", "clients") != rows(sample, "clients")
    assert bare.run("check", "--database", "again.db").ok().out == "ok\n"


def test_an_existing_file_is_not_overwritten(bare):
    file = bare.folder / "there.db"
    file.write_text("precious")
    bare.run("sample", file).fails(4, "is there already")
    assert file.read_text() == "precious"


@pytest.mark.parametrize("words", [["--users", "0"], ["--tokens", "many"], ["--busiest", "101"], ["--seed", "-1"]])
def test_a_bad_number_is_refused(bare, words):
    bare.run("sample", "x.db", *words).fails(2, f"{words[0]} must be a whole number from")
    assert not (bare.folder / "x.db").exists()


def test_what_somebody_let_in_is_listed_shown_and_revoked(peopled):
    listed = peopled.run("authorized", "list", "--user", "ada", "--json").json
    assert listed
    first = listed[0]
    assert set(first) == {
        "client_id", "name", "description", "website", "owner", "user_id", "scopes", "created_at", "last_used_at"}
    client_id = first["client_id"]
    assert peopled.run("authorized", "show", client_id, "--user", "ada", "--json").json == first
    assert "It can" in peopled.run("authorized", "show", client_id, "--user", "ada").ok().out
    table = peopled.run("authorized", "list", "-u", "ada").ok().out.splitlines()
    assert len(table) == 1 + len(listed)
    peopled.run("authorized", "revoke", client_id, "--user", "ada").fails(2, "--force is required")
    done = peopled.run("authorized", "revoke", client_id, "--user", "ada", "--force", "--json")
    assert "ended" in done.err
    assert done.json == {**first, "cut_off": {"tokens": int(done.err.split()[-3])}}
    peopled.run("authorized", "show", client_id, "--user", "ada").fails(3, "was found")
    peopled.run("authorized", "revoke", client_id, "--user", "ada", "--force").fails(3, "was found")
    assert len(peopled.run("authorized", "list", "--user", "ada", "--json").json) == len(listed) - 1


def test_revoking_asks_on_a_terminal(peopled, talk):
    client_id = peopled.run("authorized", "list", "--user", "ada", "--json").json[0]["client_id"]
    chat = talk(peopled, "authorized", "revoke", client_id, "--user", "ada")
    assert "stop working at once" in chat.expect("[y/N] ")
    chat.type("y\n")
    assert chat.finish()[0] == 0
    peopled.run("authorized", "show", client_id, "--user", "ada").fails(3)


def test_deleting_a_user_takes_everything_along(peopled):
    before = len(peopled.run("app", "list", "--all", "--json").json)
    own = len(peopled.run("app", "list", "--user", "2", "--json").json)
    peopled.run("user", "delete", "2", "--force").ok()
    assert len(peopled.run("app", "list", "--all", "--json").json) == before - own
    assert peopled.run("check").ok().out == "ok\n"


def scratch(bare):
    folder = bare.folder / "tmp"
    folder.mkdir(exist_ok=True)
    bare.environment["TMPDIR"] = str(folder)
    return folder


def test_the_demo_without_a_terminal_walks_through_the_main_job(bare):
    folder = scratch(bare)
    out = bare.run("demo").ok().out
    for text in ("admin@inveniosoftware.org", "client id", "pss_", "psp_", "revoke", "reader@inveniosoftware.org",
                 "1 Applications", "foobar-app"):
        assert text in out
    assert os.listdir(folder) == []
    assert not bare.database.exists()


def test_the_demo_on_a_terminal_explains_its_accounts_and_leaves_nothing(bare, talk):
    folder = scratch(bare)
    chat = talk(bare, "demo")
    chat.expect("reader@inveniosoftware.org")
    assert os.listdir(folder)
    chat.type("\x03")
    assert chat.finish()[0] == 0
    assert os.listdir(folder) == []


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP, signal.SIGQUIT, signal.SIGSEGV])
def test_the_demo_leaves_nothing_when_a_signal_ends_it(bare, talk, number):
    folder = scratch(bare)
    chat = talk(bare, "demo")
    chat.expect("reader@inveniosoftware.org")
    chat.kill(number)
    chat.finish()
    assert os.listdir(folder) == []


def test_the_account_manager_needs_a_terminal(house):
    for words in ([], ["tui"], ["tui", "--user", "ada"]):
        house.run(*words).fails(1, "needs a terminal")


def test_choosing_whom_to_be_is_refused_under_a_forced_command(house, talk):
    house.environment["SSH_ORIGINAL_COMMAND"] = "postern tui --user ada"
    chat = talk(house, "tui", "--user", "ada")
    status, rest = chat.finish()
    assert status == 4 and "refused under an SSH forced command" in rest


def test_an_unknown_account_cannot_be_opened(house, talk):
    status, rest = talk(house, "tui", "--user", "nobody").finish()
    assert status == 3 and 'No user "nobody"' in rest
