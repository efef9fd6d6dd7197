"""Sample databases that take a minute to make: kept from run to run, and made anew once the schema is another."""

import os
import sqlite3
import subprocess
import tempfile
import time


def remove(path):
    for suffix in ("", "-wal", "-shm"):
        if os.path.exists(path + suffix):
            os.unlink(path + suffix)


def schema(path):
    database = sqlite3.connect(path)
    try:
        return database.execute("SELECT type, name, sql FROM sqlite_schema ORDER BY 1, 2").fetchall()
    finally:
        database.close()


def is_current(binary, path):
    with tempfile.TemporaryDirectory() as folder:
        fresh = os.path.join(folder, "fresh.db")
        subprocess.run([binary, "sample", fresh, "--users", "1", "--apps", "1", "--tokens", "1", "--grants", "1"],
                       check=True, capture_output=True)
        return schema(fresh) == schema(path)


def sample(binary, path, words, finish=lambda path: None):
    """Makes a database with `postern sample`, unless there is one already.

    words: what it holds. finish: does to a new one what `sample` cannot.
    Returns the seconds it took; nothing for one of before.
    """
    if os.path.exists(path) and is_current(binary, path):
        return None
    since = time.perf_counter()
    # Under another name until it is whole: a run that was cut off leaves nothing that looks like it.
    unfinished = path + ".new"
    remove(unfinished)
    subprocess.run([binary, "sample", unfinished, *words, "--seed", "1"], check=True)
    finish(unfinished)
    remove(path)
    os.rename(unfinished, path)
    return time.perf_counter() - since
