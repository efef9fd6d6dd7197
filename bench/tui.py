#!/usr/bin/python3
"""Measures the account manager on a million tokens and prints each figure beside its target.

Usage: tui.py BINARY [--rows N] [--json FILE]

Speed is a figure to look at, not a test: the exit status is 0 whatever is measured.
"""

import argparse
import json
import os
import platform
import random
import statistics
import subprocess
import sys
import time

sys.path.insert(0, os.path.dirname(__file__))
from terminal import AccountManager  # noqa: E402

TOKENS, APPLICATIONS, USERS, GRANTS = 1_000_000, 100_000, 1_000, 10_000


def percentile(values, share):
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(len(ordered) * share))]


def make_database(binary, folder, tokens):
    """A database in which the first user holds every application and every personal token: the longest lists there are."""
    path = os.path.join(folder, f"sample-{tokens}.db")
    if os.path.exists(path) and subprocess.run([binary, "user", "list", "--database", path], capture_output=True).returncode == 0:
        return path, None
    for old in os.listdir(folder):
        os.unlink(os.path.join(folder, old))
    since = time.perf_counter()
    applications = max(10, tokens * APPLICATIONS // TOKENS)
    subprocess.run(
        [binary, "sample", path, "--users", str(USERS), "--apps", str(applications), "--tokens", str(tokens),
         "--grants", str(GRANTS), "--busiest", "100", "--seed", "1"],
        check=True)
    return path, time.perf_counter() - since


class Figures:
    def __init__(self):
        self.rows = []

    def add(self, name, measured, unit, target=None):
        self.rows.append({"figure": name, "measured": measured, "unit": unit, "target": target})

    def print(self):
        width = max(len(row["figure"]) for row in self.rows)
        print(f"{'':{width}}  {'measured':>12}  {'target':>12}")
        for row in self.rows:
            target, verdict = "", ""
            if row["target"] is not None:
                target = f"≤ {row['target']:g} {row['unit']}"
                verdict = "met" if row["measured"] <= row["target"] else "MISSED"
            print(f"{row['figure']:{width}}  {row['measured']:>9.4g} {row['unit']:<3} {target:>12}  {verdict}")


def walk(visit):
    """Six hundred keys up and down the list from its start, always the same; how long each took to be painted."""
    choose = random.Random(1)
    keys = (b"j", b"j", b"k", b"\x1b[6~", b"\x04", b"\x1b[5~")
    visit.press(b"g")
    return [visit.press(choose.choice(keys)).last for _ in range(600)]


def measure(binary, path, figures):
    environment = {
        "TERM": "xterm-256color", "LANG": "C.UTF-8", "HOME": "/nonexistent", "PATH": os.environ["PATH"],
    }
    words = [binary, "tui", "--user", "1", "--database", path]

    paints = []
    for _ in range(10):
        visit = AccountManager(words, environment)
        paints.append(visit.read_until_quiet(visit.started, b"quit"))
        visit.hang_up()
    figures.add("first paint, applications, p50", 1000 * statistics.median(p.first for p in paints), "ms", 30)
    figures.add("first paint, all of it", 1000 * statistics.median(p.last for p in paints), "ms")
    figures.add("bytes of the first paint", statistics.median(p.bytes for p in paints), "B", 2600)

    visit = AccountManager(words, environment)
    visit.read_until_quiet(visit.started, b"quit")
    opened = visit.press(b"2", b"quit")
    figures.add("opening the tokens, first byte", 1000 * opened.first, "ms")

    moves = [visit.press(key) for key in [b"j"] * 15 + [b"k"] * 15]
    figures.add("bytes per cursor move, median", statistics.median(m.bytes for m in moves), "B", 120)
    figures.add("bytes per cursor move, most", max(m.bytes for m in moves), "B")
    visit.press(b"j" * 17)
    figures.add("bytes per move that scrolls, median", statistics.median(visit.press(b"j").bytes for _ in range(20)), "B")

    # The counting of the rows has ended by now, so that only pages are painted.
    pages = [visit.press(b"\x1b[6~") for _ in range(12)]
    figures.add("bytes per page, median", statistics.median(p.bytes for p in pages), "B", 1024)

    # The same walk twice: what the first brings from the disk, the second finds in the system's cache.
    for name, target in (("first walk", None), ("again", 5)):
        strokes = walk(visit)
        figures.add(f"keystroke to painted, {name}, p50", 1000 * statistics.median(strokes), "ms")
        figures.add(f"keystroke to painted, {name}, p99", 1000 * percentile(strokes, 0.99), "ms", target)

    visit.press(b"g")
    dialogs, escapes = [], []
    for _ in range(10):
        dialogs.append(visit.press(b"d"))
        escapes.append(visit.press(b"\x1b"))
    figures.add("bytes per dialog, opening, median", statistics.median(d.bytes for d in dialogs), "B", 600)
    figures.add("bytes per dialog, closing, median", statistics.median(e.bytes for e in escapes), "B")
    figures.add("Esc to painted, p99", 1000 * max(e.last for e in escapes), "ms", 50)

    visit.press(b"n")
    typed = [visit.press(c.encode()) for c in "nightly-build-of-docs"]
    figures.add("bytes per typed character, most", max(t.bytes for t in typed), "B", 120)
    visit.press(b"\x1b")
    visit.press(b"d")

    for text in ("nightly", "zq", "0999"):
        visit.press(b"/")
        # The number of rows follows when they have been counted. What no row holds is known when all have been looked at,
        # so a picture is whole later than elsewhere.
        found = [visit.press(c.encode(), quiet=1.0).rows for c in text]
        target = 20 if len(text) > 2 else None
        figures.add(f"filter \"{text}\", slowest character", 1000 * max(found), "ms", target)
        visit.press(b"\x1b")

    visit.press(b"1")
    details = [visit.press(b"j") for _ in range(20)]
    figures.add("bytes per move with a detail, median", statistics.median(m.bytes for m in details), "B")

    before, began = visit.wakeups(), time.perf_counter()
    idle = visit.read_until_quiet(began, b"never to be seen", limit=5.0)
    passed = time.perf_counter() - began
    figures.add("idle: bytes written in 5 s", idle.bytes, "B", 0)
    figures.add("idle: wake-ups a second", sum(n - before.get(task, 0) for task, n in visit.wakeups().items()) / passed, "/s", 1.2)

    resident, peak = visit.status("VmRSS", "VmHWM")
    figures.add("memory, resident", resident / 1024, "MB", 25)
    figures.add("memory, peak", peak / 1024, "MB")
    figures.add("lost connection to exit", 1000 * visit.hang_up(), "ms", 100)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("binary")
    parser.add_argument("--rows", type=int, default=TOKENS, help="personal tokens in the list (default 1,000,000)")
    parser.add_argument("--json", help="also write the figures to this file")
    options = parser.parse_args()
    binary = os.path.abspath(options.binary)
    folder = os.path.join(os.path.dirname(os.path.dirname(os.path.abspath(__file__))), ".build", "bench")
    os.makedirs(folder, mode=0o700, exist_ok=True)
    path, seconds = make_database(binary, folder, options.rows)
    figures = Figures()
    measure(binary, path, figures)
    print(f"{options.rows:,} tokens of one person, 80×24, xterm-256color; {platform.machine()}, "
          f"{os.cpu_count()} cores, {time.strftime('%Y-%m-%d')}")
    if seconds:
        print(f"made the database in {seconds:.0f} s, {os.path.getsize(path) / 1e6:.0f} MB")
    figures.print()
    if options.json:
        with open(options.json, "w", encoding="utf-8") as file:
            json.dump(figures.rows, file, indent=2, ensure_ascii=False)


if __name__ == "__main__":
    main()
