"""Completions, in the shells themselves: bash and zsh on a pseudo-terminal as a person types, fish as it asks itself."""

import json
import os
import pty
import re
import select
import sqlite3
import subprocess
import time

import pytest

SECONDS = 30
# What somebody else chose as a name must be text to the shell, whatever it says.
HOSTILE = [
    "laptop at home", "it's", 'say "hi"', "$(touch stolen)", "`touch stolen`", "a;touch stolen", "x&touch stolen",
    "$HOME", "back\\slash", "pipe|touch stolen", "~root", "star*", "naïve café",
]
UNSEEN = ["two\nlines", "red\x1b[31m", "tab\there", "\u202edrow", "--force"]


@pytest.fixture
def names(house, tmp_path):
    """A house whose names come from strangers, and a PATH on which its program is called postern."""
    for name in HOSTILE:
        house.add_token("ada", "t " + name)
    with sqlite3.connect(house.database) as database:
        # Names that Postern itself would never let in, put there with other tools.
        for name in UNSEEN:
            house.add_token("ada", "t unseen")
            database.execute("UPDATE tokens SET name = ?, name_key = ? WHERE name = 't unseen'", (name, name))
            database.commit()
    database.close()
    folder = tmp_path / "bin"
    folder.mkdir()
    (folder / "postern").symlink_to(house.binary)
    house.environment["PATH"] = f"{folder}:{os.environ['PATH']}"
    return house


def complete(house, what, *words, **options):
    done = house.run("complete", what, *words, **options)
    assert done.status == 0 and done.err == "", done
    return [line.split("\t")[0] for line in done.out.splitlines()]


# The words

def test_users_clients_tokens_and_scopes_are_found_by_how_they_begin(house):
    client = house.add_application()["client_id"]
    house.add_token("ada", "laptop")
    house.add_token("ada", "lamp")
    house.add_token("grace", "lathe")
    assert complete(house, "users", "--prefix=") == ["ada", "grace", "ada@example.org", "grace@example.org"]
    assert complete(house, "users", "--prefix=gr") == ["grace", "grace@example.org"]
    assert complete(house, "users", "--prefix=Gr") == []
    assert complete(house, "clients", "--prefix=" + client[:3]) == [client]
    assert complete(house, "clients", "--prefix=", "--user=ada") == [client]
    assert complete(house, "clients", "--prefix=", "--user=grace") == []
    assert complete(house, "clients", "--prefix=", "--user=nobody") == []
    assert complete(house, "authorized", "--prefix=", "--user=ada") == []
    assert complete(house, "tokens", "--prefix=la", "--user=ada") == ["lamp", "laptop"]
    assert complete(house, "tokens", "--prefix=la") == []
    assert complete(house, "scopes", "--prefix=user") == ["user:email"]
    assert "terminal" in complete(house, "themes", "--prefix=t")
    assert complete(house, "everything", "--prefix=") == []


def test_of_many_words_the_first_and_the_last_are_shown_so_that_none_seems_to_be_the_only_one(house, tmp_path):
    large = tmp_path / "large.db"
    house.run("sample", large, "--users", 3000, "--apps", 10, "--tokens", 100).ok()
    found = complete(house, "users", "--prefix=", f"--database={large}")
    assert 100 <= len(found) <= 200
    with sqlite3.connect(large) as database:
        last = database.execute("SELECT max(email) FROM users").fetchone()[0]
    assert last in found


@pytest.mark.parametrize("trouble", ["missing", "text", "private", "folder", "configuration", "old", "newer"])
def test_whatever_is_wrong_with_the_database_is_not_a_matter_for_the_prompt(house, trouble):
    if trouble == "missing":
        house.database.unlink()
    elif trouble == "text":
        house.database.write_text("no database")
    elif trouble == "private":
        house.database.chmod(0o666)
    elif trouble == "folder":
        house.database.unlink()
        house.database.mkdir()
    elif trouble == "configuration":
        house.config.write_text("{ nonsense }")
    elif trouble in ("old", "newer"):
        with sqlite3.connect(house.database) as database:
            version = database.execute("PRAGMA user_version").fetchone()[0]
            other = version - 1 if trouble == "old" else version + 1
            database.execute(f"PRAGMA user_version = {other}")
        assert complete(house, "users", "--prefix=") == []
        # An older one is not brought up to date by a key.
        assert database.execute("PRAGMA user_version").fetchone()[0] == other
    assert complete(house, "users", "--prefix=") == []


def test_over_a_forced_command_nothing_is_completed(house):
    assert complete(house, "users", "--prefix=", env={"SSH_ORIGINAL_COMMAND": "x"}) == []


def test_a_locked_database_keeps_nobody_waiting(house):
    database = sqlite3.connect(house.database, isolation_level=None)
    database.execute("BEGIN EXCLUSIVE")
    start = time.monotonic()
    complete(house, "users", "--prefix=")
    assert time.monotonic() - start < 5
    database.execute("ROLLBACK")
    database.close()


def test_a_file_that_never_answers_keeps_nobody_waiting(house):
    pipe = house.folder / "pipe"
    os.mkfifo(pipe)
    start = time.monotonic()
    assert complete(house, "scopes", "--prefix=", f"--config={pipe}") == []
    assert complete(house, "users", "--prefix=", f"--database={pipe}") == []
    assert time.monotonic() - start < 10


def test_names_that_are_more_than_they_show_are_left_out(names):
    found = complete(names, "tokens", "--prefix=", "--user=ada")
    assert sorted(found) == sorted("t " + name for name in HOSTILE)


# The shells

class Shell:
    """A shell on a pseudo-terminal."""

    def __init__(self, house, words, start):
        self.house, self.seen = house, ""
        self.pid, self.terminal = pty.fork()
        if self.pid == 0:
            os.chdir(house.folder)
            os.execvpe(words[0], words, {**house.environment, "TERM": "dumb", "COLUMNS": "1000", "INPUTRC": "/dev/null"})
        self.type(start + "\n")
        # Its own echo is cut in two, so that only the answer is whole.
        self.type("echo rea''dy\n")
        self.expect("ready")

    def type(self, text):
        os.write(self.terminal, text.encode())

    def expect(self, text):
        deadline = time.monotonic() + SECONDS
        while text not in self.seen:
            assert time.monotonic() < deadline, f"no {text!r} in {self.seen!r}"
            if select.select([self.terminal], [], [], 0.5)[0]:
                self.seen += os.read(self.terminal, 65536).decode(errors="replace")
        before, _, self.seen = self.seen.partition(text)
        return before

    def words_of(self, line):
        """Types a line, completes it, runs it; answers the words that the program was called with."""
        asked = self.house.folder / "asked"
        asked.unlink(missing_ok=True)
        self.type(line + "\t")
        # Whatever the key does is done before the shell reads the next one.
        self.type("\n")
        deadline = time.monotonic() + SECONDS
        while not asked.exists() or not asked.read_text().endswith("\n"):
            assert time.monotonic() < deadline, self.seen
            while select.select([self.terminal], [], [], 0.02)[0]:
                self.seen += os.read(self.terminal, 65536).decode(errors="replace")
        return json.loads(asked.read_text())

    def close(self):
        os.kill(self.pid, 9)
        os.waitpid(self.pid, 0)
        os.close(self.terminal)


# Instead of the program, what is called tells what it was called with; the completions call the program itself.
RECORDER = """\
#!/usr/bin/python3
import json, os, sys
if sys.argv[1:2] == ["complete"] or os.environ.get("SOURCING"):
    os.execv({binary!r}, [{binary!r}, *sys.argv[1:]])
with open({asked!r} + ".new", "w") as file:
    file.write(json.dumps(sys.argv[1:]) + "\\n")
os.rename({asked!r} + ".new", {asked!r})
"""


@pytest.fixture
def shell(names, tmp_path, request):
    program = tmp_path / "bin" / "postern"
    program.unlink()
    program.write_text(RECORDER.format(binary=names.binary, asked=str(names.folder / "asked")))
    program.chmod(0o755)
    if request.param == "bash":
        shell = Shell(names, ["bash", "--norc", "--noprofile", "-i"], "source <(SOURCING=1 postern completion bash); set +H")
    else:
        shell = Shell(
            names, ["zsh", "-f", "-i"],
            "autoload -U compinit; compinit -u -D; unsetopt beep; PS1='> '; source <(SOURCING=1 postern completion zsh)")
    yield shell
    shell.close()


LINES = [
    ("postern us", ["user"]),
    ("postern user pro", ["user", "promote"]),
    ("postern user show gr", ["user", "show", "grace"]),
    ("postern user show grace@", ["user", "show", "grace@example.org"]),
    ("postern user show --user=grace@", ["user", "show", "--user=grace@example.org"]),
    ("postern token list -u gr", ["token", "list", "-u", "grace"]),
    ("postern token create -n x -u ada -s us", ["token", "create", "-n", "x", "-u", "ada", "-s", "user:email"]),
    ("postern token create -n x --scope user:", ["token", "create", "-n", "x", "--scope", "user:email"]),
    ("postern token create -n x --scope=user:e", ["token", "create", "-n", "x", "--scope=user:email"]),
    ("postern completion z", ["completion", "zsh"]),
]


@pytest.mark.parametrize("shell", ["bash", "zsh"], indirect=True)
def test_what_people_type_is_completed(shell):
    for line, words in LINES:
        found = shell.words_of(line)
        # A username is the beginning of an address: zsh may go on to the first of the two.
        assert found[:-1] == words[:-1] and found[-1].startswith(words[-1]), (line, found)


@pytest.mark.parametrize("shell", ["bash", "zsh"], indirect=True)
def test_a_hostile_name_is_a_word(shell):
    for name in HOSTILE:
        start = re.sub(r"([^\w])", r"\\\1", "t " + name[:2])
        found = shell.words_of(f"postern token show -u ada -n {start}")
        assert found == ["token", "show", "-u", "ada", "-n", "t " + name], found
    assert not (shell.house.folder / "stolen").exists()


@pytest.mark.parametrize("shell", ["bash"], indirect=True)
def test_behind_a_quotation_that_is_closed_nothing_is_added(shell):
    for word in ("'t'", '"t"'):
        assert shell.words_of(f"postern token show -u ada -n {word}") == ["token", "show", "-u", "ada", "-n", "t"]


@pytest.mark.parametrize("shell", ["bash", "zsh"], indirect=True)
def test_a_name_begun_in_quotation_marks_is_completed_within(shell):
    found = shell.words_of('postern token show -u ada -n "t lap')
    assert found == ["token", "show", "-u", "ada", "-n", "t laptop at home"], found


@pytest.mark.parametrize("shell", ["bash", "zsh"], indirect=True)
def test_the_database_on_the_line_is_the_one_that_is_asked(shell, tmp_path):
    house = shell.house
    other = tmp_path / "an other.db"
    house.run("init", "--database", other, "--email", "zoe@example.net", "--username", "zoe", input="correct horse battery\n").ok()
    quoted = str(other).replace(" ", "\\ ")
    for line in [f"postern user show --database {quoted} zo", f"postern user show --database={quoted} zo"]:
        assert shell.words_of(line)[-1].startswith("zoe"), line
    found = shell.words_of(f"postern --database '{other}' user show zo")
    assert found[-1].startswith("zoe")
    # The default one does not know her.
    assert shell.words_of("postern user show zo")[-1] == "zo"


def fish(house, line):
    program = f"postern completion fish | source; complete -C {json.dumps(line)}"
    done = subprocess.run(
        ["fish", "--no-config", "-c", program], env={**house.environment, "HOME": str(house.folder)}, cwd=house.folder,
        capture_output=True, text=True, check=True, timeout=SECONDS)
    assert done.stderr == "", done
    return [entry.split("\t")[0] for entry in done.stdout.splitlines()]


@pytest.mark.parametrize(
    "line, found",
    [
        ("postern us", ["user"]),
        ("postern user pro", ["promote"]),
        ("postern user show gr", ["grace", "grace@example.org"]),
        ("postern user show --user=gr", ["--user=grace", "--user=grace@example.org"]),
        ("postern token list -u gr", ["grace", "grace@example.org"]),
        ("postern token create -n x --scope us", ["user:email"]),
        ("postern completion z", ["zsh"]),
        ("postern token show -u ada -n 't lap", ["t laptop at home"]),
        ("postern --database /nonexistent user show gr", []),
        ("postern user show --database=/nonexistent gr", []),
        ("postern user add --em", ["--email"]),
    ],
)
def test_fish_completes(names, line, found):
    assert fish(names, line) == found


def test_fish_takes_hostile_names_as_words(names):
    found = fish(names, "postern token show -u ada -n ")
    assert len(found) == len(HOSTILE)
    assert not (names.folder / "stolen").exists()
