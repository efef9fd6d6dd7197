"""What every end-to-end test starts from: the real program, in a home of its own, on a database of its own."""

import json
import os
import pathlib
import pty
import select
import shutil
import signal
import subprocess
import time

import pytest

from person import application, public  # noqa: F401 (fixtures)
from screen import screen, terminal  # noqa: F401 (fixtures)
from server import serve, server, shared  # noqa: F401 (fixtures)
from sshd import ada_key, sshd  # noqa: F401 (fixtures)
from trouble import disk, lock  # noqa: F401 (fixtures)

PASSWORD = "correct horse battery"
# Hashing costs as little as the configuration allows: the tests sign in often.
CONFIG = {"passwordHash": {"logN": 14, "blockSize": 8, "parallelization": 1}}
SECONDS = 30

# Who starts the tests in the background has a shell ignore these, and what is ignored stays so in the programs that are
# started: a terminal's keys would then do nothing.
for number in (signal.SIGINT, signal.SIGQUIT, signal.SIGHUP):
    if signal.getsignal(number) == signal.SIG_IGN:
        signal.signal(number, signal.default_int_handler if number == signal.SIGINT else signal.SIG_DFL)


@pytest.fixture(scope="session")
def binary():
    """The program under test."""
    path = os.environ.get("POSTERN_BINARY", "")
    assert os.access(path, os.X_OK), "POSTERN_BINARY must name the built program: run ./dev test"
    return os.path.abspath(path)


class Result:
    """How a command ended."""

    def __init__(self, status, out, err):
        self.status, self.out, self.err = status, out, err

    def __repr__(self):
        return f"status {self.status}\n--- out\n{self.out}--- err\n{self.err}"

    def ok(self):
        assert self.status == 0, self
        return self

    def fails(self, status, *words):
        """It ended with this status, printed no data, and these words stand in what it said."""
        assert self.status == status, self
        assert self.out == "", self
        for word in words:
            assert word in self.err, self
        return self

    @property
    def json(self):
        return json.loads(self.ok().out)


class House:
    """A home of its own: HOME, XDG folders, configuration, and perhaps a database."""

    def __init__(self, binary, folder):
        self.binary = binary
        self.folder = pathlib.Path(folder)
        self.config = self.folder / "config" / "postern" / "config.json5"
        self.database = self.folder / "data" / "postern" / "postern.db"
        self.config.parent.mkdir(parents=True)
        self.configure()
        self.environment = {
            "HOME": str(self.folder),
            "XDG_CONFIG_HOME": str(self.folder / "config"),
            "XDG_DATA_HOME": str(self.folder / "data"),
            "PATH": os.environ["PATH"],
            "TERM": "xterm-256color",
            "LANG": "C.UTF-8",
            # A debug build would stop at a signal to show where it was, and wait for a key.
            "SWIFT_BACKTRACE": "enable=no",
        }

    def run(self, *words, input="", env=None, **options):
        """Runs a command without a terminal."""
        done = subprocess.run(
            [self.binary, *map(str, words)],
            input=input.encode() if isinstance(input, str) else input,
            env={**self.environment, **(env or {})},
            cwd=self.folder,
            capture_output=True,
            timeout=SECONDS,
            **options,
        )
        return Result(done.returncode, done.stdout.decode(), done.stderr.decode())

    def configure(self, **settings):
        """Writes the configuration: these settings, and a cheap hash."""
        self.config.write_text(json.dumps({**CONFIG, **settings}))

    def add_user(self, email, *words):
        self.run("user", "add", "--email", email, *words, input=PASSWORD + "\n").ok()

    def add_application(self, user="ada", name="Uploader", *words):
        """Registers an application and answers what was printed as JSON."""
        return self.run(
            "app", "add", "--user", user, "--name", name, "--website", "https://upload.example.org",
            "--redirect-uri", "https://upload.example.org/callback", "--json", *words,
        ).json

    def add_token(self, user="ada", name="laptop", *words):
        """Makes a personal token and answers it."""
        return self.run("token", "create", "-n", name, "-u", user, *words).ok().out.strip()


@pytest.fixture
def bare(binary, tmp_path):
    """A home without a database."""
    return House(binary, tmp_path / "home")


@pytest.fixture(scope="session")
def template(binary, tmp_path_factory):
    """A database with the administrator ada and the user grace, made once."""
    house = House(binary, tmp_path_factory.mktemp("template") / "home")
    house.run("init", "--email", "ada@example.org", "--username", "ada", input=PASSWORD + "\n").ok()
    house.add_user("grace@example.org", "--username", "grace")
    return house.database


def furnish(house, template):
    house.database.parent.mkdir(parents=True, mode=0o700)
    shutil.copy(template, house.database)
    house.database.chmod(0o600)
    return house


@pytest.fixture
def house(bare, template):
    """A home with a database of its own: the administrator ada, the user grace."""
    return furnish(bare, template)


@pytest.fixture(scope="module")
def shared_house(binary, template, tmp_path_factory):
    """The same for all tests of a module: for those that change nothing in it."""
    return furnish(House(binary, tmp_path_factory.mktemp("shared") / "home"), template)


class Conversation:
    """A program on a pseudo-terminal, talked to as a person would."""

    def __init__(self, house, *words):
        self.seen = ""
        self.pid, self.terminal = pty.fork()
        if self.pid == 0:
            os.chdir(house.folder)
            os.execve(house.binary, [house.binary, *words], house.environment)

    def expect(self, text):
        """Reads until a text has come; answers what came up to its end."""
        deadline = time.monotonic() + SECONDS
        while text not in self.seen:
            assert time.monotonic() < deadline, f"no {text!r} in {self.seen!r}"
            if select.select([self.terminal], [], [], 0.5)[0]:
                self.seen += self._read()
        end = self.seen.index(text) + len(text)
        before, self.seen = self.seen[:end], self.seen[end:]
        return before

    def _read(self):
        try:
            data = os.read(self.terminal, 65536)
        except OSError:  # the other end has closed
            data = b""
        assert data, f"the program ended after {self.seen!r}"
        return data.decode()

    def type(self, text):
        os.write(self.terminal, text.encode())

    def kill(self, number):
        os.kill(self.pid, number)

    def finish(self):
        """Waits for the end; answers the exit status (minus the signal's number for a death by signal) and the rest."""
        rest = self.seen
        while True:
            assert select.select([self.terminal], [], [], SECONDS)[0], f"it neither ends nor speaks after {rest!r}"
            try:
                data = os.read(self.terminal, 65536)
            except OSError:
                break
            if not data:
                break
            rest += data.decode()
        _, status = os.waitpid(self.pid, 0)
        self.pid = None
        return os.waitstatus_to_exitcode(status), rest

    def close(self):
        if self.pid is not None:
            os.kill(self.pid, signal.SIGKILL)
            os.waitpid(self.pid, 0)
        os.close(self.terminal)


@pytest.fixture
def talk():
    """Starts programs on pseudo-terminals; none survives the test."""
    conversations = []

    def start(house, *words):
        conversations.append(Conversation(house, *words))
        return conversations[-1]

    yield start
    for conversation in conversations:
        conversation.close()
