"""Whatever is pressed and however the window changes, the screen is what a fresh drawing shows."""

import random
import time

import pytest

KEYS = (
    ["Up", "Down", "Left", "Right", "Home", "End", "PPage", "NPage", "Tab", "BTab", "Enter", "Escape", "Space", "BSpace"]
    + list("jkgGhlnNefsyx123/?:aR T".replace(" ", "")) + ["C-d", "C-u", "C-l", "C-e", "d", "m", "数", "ë", "F1", "F9"]
)
# What would leave, stop or destroy: the buttons of questions are not pressed, only Escape answers them.
SIZES = [(80, 24), (40, 12), (120, 40), (79, 23), (39, 12), (100, 11), (60, 16), (1, 1), (200, 12)]


def is_idle(pid):
    """Whether every thread sleeps."""
    import os

    for thread in os.listdir(f"/proc/{pid}/task"):
        with open(f"/proc/{pid}/task/{thread}/stat", encoding="utf-8") as file:
            if file.read().rpartition(")")[2].split()[0] != "S":
                return False
    return True
