"""A server that is measured: a process that is started, looked at and ended."""

import os
import shlex
import signal
import socket
import subprocess
import time

TICKS = os.sysconf("SC_CLK_TCK")


class Server:
    """Something that listens. Whoever inherits says how it starts and what can be asked of it."""

    name = ""
    port = 0

    def __init__(self, folder):
        self.folder = folder
        self.process = None

    @property
    def address(self):
        return f"http://127.0.0.1:{self.port}"

    def words(self):
        """The command that starts it."""
        raise NotImplementedError

    def environment(self):
        return dict(os.environ)

    def probe(self):
        """A path that is answered with 200 as soon as it works."""
        return "/"

    def loads(self):
        """What can be asked of it, by the name of the figure."""
        raise NotImplementedError

    def start(self, traced=None):
        """Starts it and waits for its first answer; returns the seconds that took.

        traced: a file for the calls that wait for the disk."""
        words = self.words()
        if traced:
            words = ["strace", "-f", "--seccomp-bpf", "-qq", "-e", "trace=fsync,fdatasync", "-e", "signal=none",
                     "-o", traced, *words]
        if self.answers():
            raise SystemExit(f"Something else listens at {self.address}; end it first.")
        log = open(os.path.join(self.folder, f"{self.name}.log"), "ab")
        since = time.perf_counter()
        self.process = subprocess.Popen(
            words, stdin=subprocess.PIPE, stdout=log, stderr=log, cwd=self.folder, env=self.environment(),
            start_new_session=True)
        log.close()
        while not self.answers():
            if self.process.poll() is not None or time.perf_counter() - since > 60:
                raise SystemExit(f"{shlex.join(words)} does not answer; see {log.name}")
            time.sleep(0.0005)
        return time.perf_counter() - since

    def answers(self):
        request = f"GET {self.probe()} HTTP/1.1\r\nHost: 127.0.0.1:{self.port}\r\nConnection: close\r\n\r\n"
        try:
            with socket.create_connection(("127.0.0.1", self.port), 1) as connection:
                connection.settimeout(5)
                connection.sendall(request.encode())
                return connection.recv(64).split(b" ")[1:2] == [b"200"]
        except OSError:
            return False

    def stop(self):
        """Ends what was started, and no other process."""
        if self.process is None:
            return
        self.process.stdin.close()
        if self.process.poll() is None:
            os.killpg(self.process.pid, signal.SIGTERM)
        try:
            self.process.wait(20)
        except subprocess.TimeoutExpired:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()
        self.process = None

    def processes(self):
        """The process and its descendants."""
        found, look = [], [self.process.pid]
        while look:
            pid = look.pop()
            found.append(pid)
            try:
                for task in os.listdir(f"/proc/{pid}/task"):
                    with open(f"/proc/{pid}/task/{task}/children", encoding="ascii") as file:
                        look += map(int, file.read().split())
            except FileNotFoundError:
                pass
        return found

    def cpu(self):
        """Seconds of processor time so far."""
        ticks = 0
        for pid in self.processes():
            with open(f"/proc/{pid}/stat", encoding="utf-8") as file:
                fields = file.read().rpartition(")")[2].split()
            ticks += int(fields[11]) + int(fields[12])
        return ticks / TICKS

    def memory(self):
        """Resident memory in MB; what processes share is divided among them."""
        total = 0
        for pid in self.processes():
            with open(f"/proc/{pid}/smaps_rollup", encoding="ascii") as file:
                total += sum(int(line.split()[1]) for line in file if line.startswith("Pss:"))
        return total / 1024

    def measure(self, load, seconds, connections):
        """One run of wrk, with the processor time that it took the server."""
        before = self.cpu()
        figures = load.run(seconds, connections)
        figures.cpu = (self.cpu() - before) * 1e6 / max(1, figures.requests)
        return figures
