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
import sqlite3
import statistics
import subprocess
import sys
import time

sys.path.insert(0, os.path.dirname(__file__))
from samples import sample  # noqa: E402
from terminal import AccountManager  # noqa: E402

TOKENS, APPLICATIONS, USERS, GRANTS = 1_000_000, 100_000, 1_000, 10_000
LOG = """
WITH RECURSIVE numbers (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < ?3)
INSERT INTO audit_events (id, at, actor_id, subject_id, actor, origin, event, target, outcome, detail, count, hash)
SELECT ?1 + n, ?2 + n / 10, 1 + n % 1000, NULL, 'user' || (n % 1000), 'http 10.0.' || (n % 250) || '.7',
  CASE n % 4 WHEN 0 THEN 'login' WHEN 1 THEN 'token.create' WHEN 2 THEN 'app.edit' ELSE 'login.failed' END,
  'laptop ' || n, CASE n % 4 WHEN 3 THEN 'refused' ELSE 'done' END, '', 1, zeroblob(32)
FROM numbers
"""


def percentile(values, share):
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(len(ordered) * share))]


def make_database(binary, folder, tokens):
    """A database in which the first user holds every application and every personal token: the longest lists there are."""
    path = os.path.join(folder, f"sample-{tokens}.db")
    applications = max(10, tokens * APPLICATIONS // TOKENS)
    words = ["--users", str(USERS), "--apps", str(applications), "--tokens", str(tokens), "--grants", str(GRANTS),
             "--busiest", "100"]
    return path, sample(binary, path, words)


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


def make_crowd(binary, folder, rows):
    """A database of as many people, applications, tokens and lines of the audit log, with an administrator."""
    def finish(path):
        subprocess.run([binary, "user", "promote", "1", "--database", path], check=True, capture_output=True)
        database = sqlite3.connect(path)
        with database:
            # Without seals, which nobody looks at but `postern check`.
            database.execute(LOG, (*database.execute("SELECT max(id), max(at) FROM audit_events").fetchone(), rows))
        database.close()

    path = os.path.join(folder, f"crowd-{rows}.db")
    sample(binary, path, ["--users", str(rows), "--apps", str(rows), "--tokens", str(rows), "--grants", "10000"], finish)
    return path


def measure_crowd(binary, path, figures):
    """The screens of administrators."""
    environment = {
        "TERM": "xterm-256color", "LANG": "C.UTF-8", "HOME": "/nonexistent", "PATH": os.environ["PATH"],
    }
    visit = AccountManager([binary, "tui", "--user", "1", "--database", path], environment)
    visit.read_until_quiet(visit.started, b"quit")
    for name, key, filters in (("users", b"4", ("lovelace", "0999")), ("clients", b"5", ("nightly", "owner:ada1")),
                               ("audit log", b"6", ("actor:user77", "event:app.*")), ("tokens of all", b"7", ())):
        opened = visit.press(key, b"quit" if key != b"7" else b"back", quiet=2.0)
        figures.add(f"{name}: opening, first byte", 1000 * opened.first, "ms")
        walk(visit)
        figures.add(f"{name}: keystroke to painted, p99", 1000 * percentile(walk(visit), 0.99), "ms", 5)
        for text in filters:
            visit.press(b"/")
            found = [visit.press(c.encode(), quiet=1.0).rows for c in text]
            figures.add(f"{name}: filter \"{text}\", last character", 1000 * found[-1], "ms", 20)
            visit.press(b"\x1b", quiet=1.0)
    figures.add("crowd: memory, resident", visit.status("VmRSS")[0] / 1024, "MB", 25)
    visit.hang_up()


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
    measure_crowd(binary, make_crowd(binary, folder, options.rows), figures)
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
