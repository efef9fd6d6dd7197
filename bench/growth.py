"""What many rows do to the server: ten million tokens in the table, and many that have expired and leave."""

import dataclasses
import os
import shutil
import sqlite3
import statistics
import subprocess
import time

from postern import Postern, date
from samples import remove, schema

CONNECTIONS, PAUSE = 16, 16

FILL = """
WITH RECURSIVE numbers (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < :count)
INSERT INTO tokens (kind, digest, last_four, user_id, client_id, family, scopes, created_at, expires_at)
SELECT 'access', digest_at(:end * 1000 + n * 86400000 / :count), 'abcd', 1 + n % 1000, 1 + n % 997, 1000000 + n, 'user:email',
  :now, :end + n * 86400 / :count
FROM numbers
"""


def add_tokens(database, rows, life):
    """Adds tokens as they would have been issued in the course of a day, which end, one after the other, so many seconds
    from now."""
    database.create_function("digest_at", 1, lambda moment: date(moment) + os.urandom(32))
    database.execute(FILL, {"count": rows, "now": int(time.time()), "end": int(time.time()) + life})


def grow(postern, running, rows, seconds):
    """The same loads on the small and on a large table, in turns; how much of its speed the server keeps."""
    large = Postern(postern.folder, postern.binary, name=f"postern-{rows}", port=5312)
    running.append(large)
    fill(postern, large, rows)
    large.prepare()
    figures = {"start on the large table, ms": 1000 * large.start()}
    ratios = {}
    for _ in range(2):
        small_loads, large_loads = loads(postern, seconds), loads(large, seconds)
        for name in small_loads:
            before = postern.measure(small_loads[name], seconds, 16).rate
            after = large.measure(large_loads[name], seconds, 16).rate
            ratios.setdefault(name, []).append(after / before)
    large.stop()
    return figures | {f"large table, {name}: of the small": statistics.median(all) for name, all in ratios.items()}


def loads(server, seconds):
    all = server.loads()
    del all["bearer"]
    return all | {"refresh": server.refreshing(), "code exchange": server.exchanging(20_000 * seconds)}


def fill(postern, large, rows):
    """A copy of the small table with many rows more, made once: without indexes, which are built from sorted rows
    afterwards."""
    shutil.copy(postern.config, large.config)
    if os.path.exists(large.database) and schema(large.database) == schema(postern.database):
        return
    remove(large.database)
    remove(large.database + ".new")
    postern.run("backup", large.database + ".new", "--database", postern.database)
    with sqlite3.connect(large.database + ".new") as database:
        database.execute("PRAGMA synchronous = OFF")
        database.execute("PRAGMA journal_mode = OFF")
        database.execute("PRAGMA cache_size = -1000000")
        kept = database.execute(
            "SELECT type, name, sql FROM sqlite_schema WHERE tbl_name = 'tokens' AND type IN ('index', 'trigger')"
            " AND sql IS NOT NULL").fetchall()
        for kind, name, _ in kept:
            database.execute(f"DROP {kind} {name}")
        add_tokens(database, rows, 7 * 86_400)
        for _, _, sql in kept:
            database.execute(sql)
    database.close()
    os.rename(large.database + ".new", large.database)


def purge_while_serving(postern, seconds, rows=100_000):
    """Expired tokens leave by `postern purge` while clients are served."""
    with postern.open() as database:
        database.execute("PRAGMA cache_size = -400000")
        add_tokens(database, rows, -7 * 86_400)
    load = postern.loads()["client credentials"]
    before = postern.measure(load, seconds, 16)
    since = time.perf_counter()
    words = [postern.binary, "purge", "--config", postern.config, "--database", postern.database]
    purge = subprocess.Popen(words, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    during = []
    while purge.poll() is None:
        during.append(postern.measure(load, seconds, 16))
    return {
        f"purge of {rows:,} rows while serving, s": time.perf_counter() - since,
        "client credentials meanwhile: of before": statistics.median(one.rate for one in during) / before.rate,
        "client credentials meanwhile: worst p99 in ms": max(one.p99 for one in during) / 1000,
    }


def purge_by_itself(postern, seconds, rows=1_000_000):
    """A million expired tokens wait, and leave by the server's own batches while clients are served, some that never rest
    and some that do: what its slowest answers take before and meanwhile, in turns, as the machine's mood changes them as
    much. It runs in its own turns only: it would purge through the others'."""
    crowded = Postern(postern.folder, postern.binary, name="postern-expired", port=5313)
    crowded.make()
    with crowded.open() as database:
        database.execute("PRAGMA cache_size = -400000")
        add_tokens(database, rows, -7 * 86_400)
    figures = {}
    for name, pause in (("client credentials", None), (f"{1000 * CONNECTIONS // PAUSE:,} tokens a second", PAUSE)):
        before, during, left = [], [], expired(crowded)
        for _ in range(3):
            before.append(postern.measure(resting(postern, pause), seconds, CONNECTIONS))
            crowded.start()
            try:
                during.append(crowded.measure(resting(crowded, pause), seconds, CONNECTIONS))
            finally:
                crowded.stop()
        for what in ("p99", "rate"):
            figures[f"{name} while {rows:,} rows leave: {what} of before"] = median(during, what) / median(before, what)
        figures[f"{name} while {rows:,} rows leave: rows a second"] = (left - expired(crowded)) / (3 * seconds)
    return figures


def resting(server, pause):
    return dataclasses.replace(server.loads()["client credentials"], pause=pause)


def expired(server):
    with server.open() as database:
        return database.execute("SELECT count(*) FROM tokens WHERE expires_at < unixepoch()").fetchone()[0]


def median(figures, what):
    return statistics.median(getattr(one, what) for one in figures)
