"""A pseudo-terminal around the account manager: keys go in, bytes and times come out."""

import fcntl
import os
import pty
import re
import select
import signal
import struct
import termios
import time


CONTROL = re.compile(rb"\x1b\[[0-9;?]*[A-Za-z]|[\x00-\x1f]")
COUNT = re.compile(rb" *([0-9,]+ of )?([0-9,]+|\.\.\.)?")


class Painted:
    """What one keystroke brought, and when (seconds since it was pressed)."""

    def __init__(self, pieces, waited):
        self.text = b"".join(piece for _, piece in pieces)
        self.bytes = len(self.text)
        self.first = pieces[0][0] if pieces else waited
        self.last = pieces[-1][0] if pieces else 0
        # When all but the number of rows was there: it may be counted long after the rows were found.
        self.rows = max((at for at, piece in pieces if not COUNT.fullmatch(CONTROL.sub(b"", piece))), default=0)


class AccountManager:
    """The program on a terminal of 80 columns and 24 rows."""

    QUIET = 0.04  # Seconds without a byte after which a picture is taken to be whole.

    def __init__(self, words, environment=None, columns=80, rows=24):
        self.started = time.perf_counter()
        self.pid, self.descriptor = pty.fork()
        if self.pid == 0:
            fcntl.ioctl(0, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))
            os.execve(words[0], words, environment)
        fcntl.ioctl(self.descriptor, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))

    def read_until_quiet(self, since, at_least=b"", limit=10.0, quiet=QUIET):
        """Reads until nothing has come for so many seconds, and, if given, a mark has."""
        pieces, received = [], b""
        while time.perf_counter() - since < limit:
            ready, _, _ = select.select([self.descriptor], [], [], quiet)
            if not ready:
                if (received or not at_least) and at_least in received:
                    break
                continue
            try:
                part = os.read(self.descriptor, 65536)
            except OSError:
                break
            if not part:
                break
            pieces.append((time.perf_counter() - since, part))
            received += part
        return Painted(pieces, time.perf_counter() - since)

    def press(self, keys, mark=b"", quiet=QUIET):
        since = time.perf_counter()
        os.write(self.descriptor, keys)
        return self.read_until_quiet(since, mark, quiet=quiet)

    def status(self, *names):
        """Numbers from /proc/PID/status."""
        with open(f"/proc/{self.pid}/status", encoding="ascii") as file:
            lines = dict(line.split(":", 1) for line in file)
        return [int(lines[name].split()[0]) for name in names]

    def wakeups(self):
        """Voluntary context switches so far, by thread."""
        counts = {}
        for task in os.listdir(f"/proc/{self.pid}/task"):
            with open(f"/proc/{self.pid}/task/{task}/status", encoding="ascii") as file:
                for line in file:
                    if line.startswith("voluntary_ctxt_switches"):
                        counts[task] = int(line.split()[1])
        return counts

    def hang_up(self):
        """Drops the line; returns the seconds until the program has gone."""
        since = time.perf_counter()
        os.close(self.descriptor)
        while time.perf_counter() - since < 5:
            done, _ = os.waitpid(self.pid, os.WNOHANG)
            if done:
                return time.perf_counter() - since
            time.sleep(0.0005)
        os.kill(self.pid, signal.SIGKILL)
        os.waitpid(self.pid, 0)
        return float("inf")
