#!/usr/bin/python3
"""Measures twenty account managers and the server on one database, all writing.

Usage: many.py BINARY [--seconds N] [--json FILE]

Half of the account managers make personal tokens, one after another; each of the others shows the tokens of one of
those, and it is looked at when what was made is seen there. Beside them sixteen connections ask the server for tokens.
Speed is a figure to look at, not a test: the exit status is 0 whatever is measured.
"""

import argparse
import json
import os
import random
import select
import shutil
import subprocess
import sys
import threading
import time

import pyte

sys.path.insert(0, os.path.dirname(__file__))
from postern import Postern  # noqa: E402
from terminal import AccountManager  # noqa: E402
from tui import Figures, percentile  # noqa: E402

PAIRS = 10
TROUBLE = ("locked", "Another program", "try again")


class Watched(AccountManager):
    """An account manager whose screen is known at any moment."""

    def __init__(self, words, environment):
        super().__init__(words, environment)
        self.screen = pyte.Screen(80, 24)
        self.stream = pyte.ByteStream(self.screen)
        self.troubles = set()

    def take(self):
        """Takes what has come to the terminal."""
        while select.select([self.descriptor], [], [], 0)[0]:
            self.stream.feed(os.read(self.descriptor, 65536))
        self.troubles.update(word for word in TROUBLE for line in self.screen.display if word in line)

    def shows(self, text):
        return any(text in line for line in self.screen.display)

    def send(self, keys):
        os.write(self.descriptor, keys)


def wait_until(managers, condition, seconds=30):
    """Looks at all screens until a condition holds."""
    deadline = time.perf_counter() + seconds
    while True:
        for manager in managers:
            manager.take()
        if condition():
            return
        if time.perf_counter() > deadline:
            raise SystemExit("it does not come:\n" + "\n".join(managers[0].screen.display))
        select.select([manager.descriptor for manager in managers], [], [], 0.01)


def make_tokens(managers, writers, readers, seconds, made, seen):
    """Lets the writers make tokens; files how long each took to be made, and then to be seen by the reader."""
    choose, end = random.Random(1), time.perf_counter() + seconds
    states = [None] * len(writers)  # (name, since when, whether it was made)
    while time.perf_counter() < end or any(states):
        for number, (writer, reader) in enumerate(zip(writers, readers)):
            now, state = time.perf_counter(), states[number]
            if state is None and now < end:
                name = "".join(choose.choice("abcdefghijklmnopqrstuvwxyz") for _ in range(12))
                # The list is ordered by name, so the reader sees what begins like nothing else at once.
                writer.send(b"n" + b"!" + name.encode() + b"\x13")
                states[number] = ("!" + name, now, False)
            elif state and not state[2] and writer.shows(f'Token "{state[0]}" created'):
                made.append(now - state[1])
                writer.send(b"done\r")
                reader.send(b"g")
                states[number] = (state[0], now, True)
            elif state and state[2] and reader.shows(state[0]):
                seen.append(now - state[1])
                states[number] = None
        wait_until(managers, lambda: True)
        select.select([manager.descriptor for manager in managers], [], [], 0.01)
        if time.perf_counter() > end + 30:
            raise SystemExit(f"not all is seen: {states}")


def pss(pid):
    with open(f"/proc/{pid}/smaps_rollup", encoding="ascii") as file:
        lines = dict(line.split(":", 1) for line in file if ":" in line)
    return int(lines["Pss"].split()[0]) / 1024, int(lines["Rss"].split()[0]) / 1024


def measure(binary, seconds):
    figures = Figures()
    folder = os.path.join(os.path.dirname(os.path.dirname(os.path.abspath(__file__))), ".build", "bench-many")
    shutil.rmtree(folder, ignore_errors=True)
    os.makedirs(folder, mode=0o700)
    server = Postern(folder, binary)
    server.make()
    server.start()
    environment = {"TERM": "xterm-256color", "LANG": "C.UTF-8", "HOME": folder, "PATH": os.environ["PATH"]}
    managers = []
    try:
        users = json.loads(subprocess.run(
            [binary, "user", "list", "--database", server.database, "--json"], capture_output=True, check=True).stdout)
        for user in [each["email"] for each in users if each["active"]][:PAIRS] * 2:
            managers.append(Watched([binary, "tui", "--user", user, "--database", server.database], environment))
        wait_until(managers, lambda: all(manager.shows("[1 Applications]") for manager in managers))
        for manager in managers:
            manager.send(b"2")
        wait_until(managers, lambda: all(manager.shows("[2 Tokens]") for manager in managers))
        results, made, seen = [], [], []
        load = server.loads()["client credentials"]
        alone = server.measure(load, 3, 16)
        asking = threading.Thread(target=lambda: results.append(server.measure(load, seconds, 16)))
        asking.start()
        make_tokens(managers, managers[:PAIRS], managers[PAIRS:], seconds, made, seen)
        asking.join()
        troubles = set().union(*(manager.troubles for manager in managers))
        figures.add("tokens made on screens", len(made), "")
        figures.add("made after typing, p50", 1000 * percentile(made, 0.5), "ms")
        figures.add("made after typing, most", 1000 * max(made), "ms")
        figures.add("seen by another, p50", 1000 * percentile(seen, 0.5), "ms")
        figures.add("seen by another, most", 1000 * max(seen), "ms", 2000)
        figures.add("screens that told of a lock", len(troubles), "", 0)
        figures.add("client credentials alone", alone.rate, "/s")
        figures.add("client credentials meanwhile", results[0].rate, "/s")
        figures.add("client credentials meanwhile, p99", results[0].p99 / 1000, "ms")
        figures.add("client credentials refused", results[0].bad, "", 0)
        memory = [pss(manager.pid) for manager in managers]
        figures.add("resident memory of one, most", max(resident for _, resident in memory), "MB", 25)
        figures.add("memory of one, shared pages divided", sum(share for share, _ in memory) / len(memory), "MB")
    finally:
        for manager in managers:
            manager.hang_up()
        server.stop()
    return figures


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("binary")
    parser.add_argument("--seconds", type=int, default=10, help="how long (default 10)")
    parser.add_argument("--json", help="also write the figures to this file")
    options = parser.parse_args()
    figures = measure(os.path.abspath(options.binary), options.seconds)
    print(f"{2 * PAIRS} account managers and the server, {options.seconds} s; {os.cpu_count()} cores, {time.strftime('%Y-%m-%d')}")
    figures.print()
    if options.json:
        with open(options.json, "w", encoding="utf-8") as file:
            json.dump(figures.rows, file, indent=2, ensure_ascii=False)


if __name__ == "__main__":
    main()
