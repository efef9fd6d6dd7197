"""Runs wrk against a server, and reads what it found."""

import dataclasses
import json
import os
import subprocess

FOLDER = os.path.join(os.path.dirname(os.path.abspath(__file__)), "load")


@dataclasses.dataclass
class Load:
    """What is asked of a server, again and again."""

    address: str
    authorization: str | None = None
    body: str | None = None
    script: str = "same"
    file: str | None = None
    fields: str | None = None  # that stand before those of the script, each with its "&"
    pause: float | None = None  # of a connection before its next request, on average, in milliseconds

    def run(self, seconds, connections):
        """Asks for so long; one thread of wrk is enough, and leaves the rest of the machine to the server."""
        environment = {**os.environ, "LOAD_FOLDER": FOLDER}
        for name in ("authorization", "body", "file", "fields", "pause"):
            value = getattr(self, name)
            if value is not None:
                environment[f"LOAD_{name.upper()}"] = str(value)
        words = ["wrk", "-t1", f"-c{connections}", f"-d{seconds}s", "--timeout", "10s", "-s",
                 f"{FOLDER}/{self.script}.lua", self.address]
        done = subprocess.run(words, env=environment, capture_output=True, text=True, timeout=seconds + 60)
        lines = [line for line in done.stdout.splitlines() if line.startswith("{")]
        if not lines:
            raise SystemExit(f"wrk said nothing of {self.address}: {done.stdout}{done.stderr}")
        return Figures(**json.loads(lines[-1]))


@dataclasses.dataclass
class Figures:
    """What one run of wrk found; times in microseconds."""

    requests: int
    duration: int
    p50: float
    p99: float
    bad: int
    broken: int
    cpu: float = 0.0  # of the server, for one request

    @property
    def rate(self):
        """Good answers a second."""
        return (self.requests - self.bad) * 1e6 / self.duration
