"""What can befall a database's file: another program's lock, and a disk that is full."""

import contextlib
import os
import shutil
import sqlite3
import subprocess

import pytest


@pytest.fixture
def lock(house):
    """Holds the write lock, as another program may."""
    holder = sqlite3.connect(house.database, isolation_level=None)
    yield holder
    holder.close()


def mount(*words):
    return subprocess.run(["mount", *map(str, words)], capture_output=True, check=False).returncode == 0


@pytest.fixture
def disk(house, tmp_path):
    """A small disk with the house's database on it; answers its folder."""
    folder = tmp_path / "disk"
    folder.mkdir(mode=0o700)
    if os.geteuid() != 0 or not mount("-t", "tmpfs", "-o", "size=2m,mode=0700", "none", folder):
        pytest.skip("only root may mount a small disk")
    shutil.copy(house.database, folder / "postern.db")
    (folder / "postern.db").chmod(0o600)
    house.environment["POSTERN_DATABASE"] = str(folder / "postern.db")
    house.database = folder / "postern.db"
    yield folder
    subprocess.run(["umount", "-l", folder], check=False)


def fill(folder):
    """Takes all the room that a disk has left."""
    with contextlib.suppress(OSError), open(folder / "filler", "wb", buffering=0) as file:
        for size in (65536, 4096, 512, 1):
            with contextlib.suppress(OSError):
                while file.write(b"x" * size) == size:
                    pass
