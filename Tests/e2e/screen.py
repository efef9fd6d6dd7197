"""Terminals to try the account manager on: a real one (tmux), and a bare pseudo-terminal where every byte is seen.

Both wait for a state, never for a time.
"""

import fcntl
import os
import pty
import re
import select
import signal
import struct
import subprocess
import termios
import time

import pytest

SECONDS = float(os.environ.get("E2E_SECONDS", 30))
TMUX_SETTINGS = """\
set -g status off
set -g remain-on-exit on
set -g default-terminal tmux-256color
set -g set-clipboard on
set -g history-limit 0
set -s escape-time 0
"""
# tmux does not always hear of the end of its child; a shell does.
RUN = '"$@"; echo $? > "$0.new"; mv "$0.new" "$0"'


def until(condition, what, seconds=SECONDS):
    """Waits until a condition holds, and answers what it answered; `what` tells of the failure."""
    deadline = time.monotonic() + seconds
    while True:
        found = condition()
        if found:
            return found
        if time.monotonic() > deadline:
            raise AssertionError(what() if callable(what) else what)
        time.sleep(0.01)


def is_alive(pid):
    """Whether a process runs (a dead one that nobody has waited for does not)."""
    try:
        with open(f"/proc/{pid}/stat", encoding="utf-8") as file:
            return file.read().rpartition(")")[2].split()[0] not in "ZX"
    except FileNotFoundError:
        return False


class Screen:
    """The program on a tmux screen of its own, as a person sees it."""

    def __init__(self, house, folder, *words, size=(80, 24), env=None, program=None):
        self.house = house
        self.size = size
        settings = folder / "tmux.conf"
        settings.write_text(TMUX_SETTINGS)
        self.socket = folder / "tmux"
        self.ending = folder / "ending"
        self.environment = {**house.environment, **(env or {})}
        self._tmux(
            "-f", settings, "new-session", "-d", "-x", size[0], "-y", size[1],
            "sh", "-c", RUN, self.ending, *(program or [house.binary, *words]), cwd=house.folder)

    def _tmux(self, *words, **options):
        done = subprocess.run(
            ["tmux", "-S", *map(str, (self.socket, *words))], env=self.environment, capture_output=True,
            timeout=SECONDS, check=False, **options)
        assert done.returncode == 0, done.stderr.decode()
        return done.stdout.decode()

    def _ask(self, form):
        return self._tmux("display-message", "-p", form).rstrip("\n")

    # What is seen

    def text(self):
        """The screen, line by line, without blanks at the ends of lines."""
        return self._tmux("capture-pane", "-p")

    def picture(self):
        """The screen with its attributes, cell by cell, and the cursor. What cannot be seen on a blank is left out."""
        return cells(self._tmux("capture-pane", "-p", "-e")), self.cursor

    @property
    def driver_size(self):
        """The size that the program is told; tmux tells it a moment after it has changed its own."""
        terminal = os.open(self._ask("#{pane_tty}"), os.O_RDONLY | os.O_NOCTTY)
        try:
            height, width, _, _ = struct.unpack("HHHH", fcntl.ioctl(terminal, termios.TIOCGWINSZ, b"\0" * 8))
        finally:
            os.close(terminal)
        return width, height

    @property
    def lines(self):
        return self.text().split("\n")

    @property
    def cursor(self):
        x, y = self._ask("#{cursor_x},#{cursor_y}").split(",")
        return int(x), int(y)

    @property
    def pid(self):
        """The program's process."""
        shell = self._ask("#{pane_pid}")
        with open(f"/proc/{shell}/task/{shell}/children", encoding="utf-8") as file:
            return int(file.read().split()[0])

    @property
    def clipboard(self):
        """What the program has asked the terminal to keep; nothing so far is empty."""
        done = subprocess.run(
            ["tmux", "-S", str(self.socket), "show-buffer"], env=self.environment, capture_output=True,
            timeout=SECONDS, check=False)
        return done.stdout.decode() if done.returncode == 0 else ""

    def line(self, word):
        """The first line that holds a word."""
        return next((line for line in self.lines if word in line), "")

    # What is done

    def keys(self, *names):
        """Presses keys by tmux's names for them: `Enter`, `Escape`, `C-s`, `j`."""
        self._tmux("send-keys", *names)
        return self

    def type(self, text):
        """Types text, character by character."""
        self._tmux("send-keys", "-l", "--", text)
        return self

    def paste(self, text):
        """Pastes text as a terminal does: in brackets, if the program has asked for them."""
        subprocess.run(
            ["tmux", "-S", str(self.socket), "load-buffer", "-b", "pasted", "-"], input=text.encode(),
            env=self.environment, check=True, timeout=SECONDS)
        self._tmux("paste-buffer", "-p", "-r", "-b", "pasted")
        return self

    def resize(self, width, height):
        self.size = (width, height)
        self._tmux("resize-window", "-x", width, "-y", height)
        # Two changes at once would cut the screen down and leave the program unaware of it.
        until(lambda: self.has_ended or self.driver_size == self.size, "the program is never told of its size")
        return self

    # What is waited for

    def wait_for(self, *wanted, without=(), seconds=SECONDS):
        """Waits until texts stand on the screen (and others do not), or until a predicate of the screen holds."""
        seen = ""

        def is_there():
            nonlocal seen
            seen = self.text()
            return all(want(seen) if callable(want) else want in seen for want in wanted) and not any(
                text in seen for text in without)

        until(is_there, lambda: f"no {wanted!r} without {without!r} in\n{seen}", seconds)
        return seen

    def wait_for_selected(self, name):
        """Waits until the row of a name is the selected one."""
        return self.wait_for(lambda text: any(re.match(rf">.?\s+{re.escape(name)}\b", row) for row in text.split("\n")))

    @property
    def has_ended(self):
        return self.ending.exists()

    def wait_for_end(self):
        """Waits until the program has ended; answers its exit status as a shell sees it."""
        until(lambda: self.has_ended, lambda: f"it still runs:\n{self.text()}")
        return int(self.ending.read_text(encoding="utf-8"))

    def close(self):
        subprocess.run(
            ["tmux", "-S", str(self.socket), "kill-server"], env=self.environment, capture_output=True, check=False,
            timeout=SECONDS)


class Bytes:
    """The program on a bare pseudo-terminal: the bytes that it sends, and the terminal's modes."""

    def __init__(self, house, *words, size=(80, 24), env=None, program=None):
        environment = {**house.environment, **(env or {})}
        environment = {key: value for key, value in environment.items() if value is not None}
        command = program or [house.binary, *words]
        self.output = b""
        self.status = None
        # The child starts once the terminal is as it shall be.
        gate, opener = os.pipe()
        self.pid, self.terminal = pty.fork()
        if self.pid == 0:
            os.read(gate, 1)
            os.chdir(house.folder)
            os.execve(command[0], list(map(str, command)), environment)
        self.resize(*size)
        self.modes = termios.tcgetattr(self.terminal)
        os.write(opener, b"!")
        os.close(gate)
        os.close(opener)

    def resize(self, width, height):
        fcntl.ioctl(self.terminal, termios.TIOCSWINSZ, struct.pack("HHHH", height, width, 0, 0))

    def _read(self, seconds):
        """Reads what is there; false once the other end is closed."""
        if not select.select([self.terminal], [], [], seconds)[0]:
            return True
        try:
            data = os.read(self.terminal, 65536)
        except OSError:
            return False
        self.output += data
        return bool(data)

    def wait_for(self, wanted, since=0):
        """Reads until bytes, text or a compiled pattern have come; answers the place behind them."""
        if isinstance(wanted, str):
            wanted = wanted.encode()
        if isinstance(wanted, bytes):
            wanted = re.compile(re.escape(wanted))
        deadline = time.monotonic() + SECONDS
        while True:
            found = wanted.search(self.output, since)
            if found:
                return found.end()
            assert time.monotonic() < deadline, f"no {wanted.pattern!r} in …{self.output[since:][-1500:]!r}"
            assert self._read(0.5), f"it ended without {wanted.pattern!r}: …{self.output[since:][-1500:]!r}"

    def type(self, text):
        os.write(self.terminal, text.encode() if isinstance(text, str) else text)
        return self

    def kill(self, number):
        os.kill(self.pid, number)
        return self

    def finish(self):
        """Waits for the end; answers the exit status, or minus the signal's number."""
        deadline = time.monotonic() + SECONDS
        while self._read(0.5):
            assert time.monotonic() < deadline, "it does not end"
        _, status = os.waitpid(self.pid, 0)
        self.status = os.waitstatus_to_exitcode(status)
        return self.status

    @property
    def modes_now(self):
        return termios.tcgetattr(self.terminal)

    def hang_up(self):
        """Closes the terminal, as a lost connection does."""
        os.close(self.terminal)
        self.terminal = None

    def close(self):
        if self.terminal is not None:
            os.close(self.terminal)
        if self.status is None:
            try:
                os.kill(self.pid, signal.SIGKILL)
                os.waitpid(self.pid, 0)
            except (ProcessLookupError, ChildProcessError):
                pass


SEQUENCE = re.compile(
    rb"\x1b\[[0-?]*[ -/]*[@-~]"  # control sequences
    rb"|\x1b\].*?(?:\x07|\x1b\\)"  # operating system commands
    rb"|\x1b[PX^_].*?\x1b\\"  # device controls and other strings
    rb"|\x1b[ -/]+[0-~]|\x1b[0-~]",  # character sets and single functions
    re.DOTALL,
)


def sequences(output):
    """The escape sequences among bytes."""
    return SEQUENCE.findall(output)


def without_sequences(output):
    """The bytes without their escape sequences."""
    return SEQUENCE.sub(b"", output)


def cells(captured):
    """Lines of characters with their attributes, out of text with SGR sequences."""
    lines, attributes = [], frozenset()
    for line in captured.split("\n"):
        row = []
        for part in re.split(r"(\x1b\[[0-9;:]*m|\x0e|\x0f)", line):
            if part.startswith("\x1b"):
                attributes = changed(attributes, part[2:-1])
            elif part not in "\x0e\x0f":
                row += [(each, attributes if each != " " else attributes & BLANK) for each in part]
        while row and row[-1] == (" ", frozenset()):
            row.pop()
        lines.append(tuple(row))
    return tuple(lines)


# Attributes that show on a blank: underline, reverse, and grounds.
BLANK = frozenset({"4", "7"} | {f"4{digit}" for digit in range(8)} | {f"10{digit}" for digit in range(8)})


def changed(attributes, parameters):
    """Attributes after an SGR sequence; colours beyond the first sixteen keep their whole sequence as a name."""
    if parameters.startswith(("38", "48")):
        return attributes | {parameters}
    for number in parameters.split(";"):
        if number in ("", "0"):
            attributes = frozenset()
        elif number in ("39", "49"):
            attributes = frozenset(each for each in attributes if each[:1] != number[0] and each[:2] not in ("9", "10"))
        else:
            attributes = attributes | {number}
    return attributes


@pytest.fixture
def screen(tmp_path):
    """Starts the program on tmux screens; none survives the test."""
    screens = []

    def start(house, *words, **options):
        folder = tmp_path / f"screen{len(screens)}"
        folder.mkdir()
        screens.append(Screen(house, folder, *words, **options))
        return screens[-1]

    yield start
    for each in screens:
        each.close()


@pytest.fixture
def terminal():
    """Starts the program on bare pseudo-terminals; none survives the test."""
    terminals = []

    def start(house, *words, **options):
        terminals.append(Bytes(house, *words, **options))
        return terminals[-1]

    yield start
    for each in terminals:
        each.close()
