"""Whatever is pressed and however the window changes, the screen is what a fresh drawing shows."""

import os
import random

import pytest

from screen import until

# Buttons of questions are never reached: what asks is answered with Escape, and letters that press one are left out.
KEYS = (
    ["Up", "Down", "Left", "Home", "End", "PPage", "NPage", "BTab", "Escape", "Escape", "BSpace", "C-d", "C-u", "C-l"]
    + ["F1", "F9", "数", "ë"] + list("jkgGhlnNefsRTyx123/?: adm") + ["Enter", "Tab"]
)
SIZES = [(80, 24), (40, 12), (120, 40), (79, 23), (39, 12), (100, 11), (60, 16), (1, 1), (200, 12)]
QUESTIONS = ("[ Revoke ]", "[ Delete ]", "[ Reset ]", "[ Discard ]", "[ Export ]", "[>Cancel<]")


def is_idle(pid):
    """Whether every thread of a process sleeps."""
    for thread in os.listdir(f"/proc/{pid}/task"):
        with open(f"/proc/{pid}/task/{thread}/stat", encoding="utf-8") as file:
            if file.read().rpartition(")")[2].split()[0] != "S":
                return False
    return True


def settled(seen):
    """The picture once nothing moves any more: the same three times while the program sleeps. None if it has ended."""
    last, times = None, 0

    def is_still():
        nonlocal last, times
        try:
            picture = seen.picture() if is_idle(seen.pid) else None
        except (FileNotFoundError, IndexError, ProcessLookupError):
            picture = None
        times = times + 1 if picture and picture == last else 0
        last = picture
        return times >= 3 or seen.has_ended

    until(is_still, lambda: f"it never comes to rest:\n{seen.text()}")
    return None if seen.has_ended else last


@pytest.mark.parametrize("seed", [1, 2])
def test_after_random_keys_and_sizes_the_screen_is_as_if_drawn_anew(house, screen, seed):
    for number in range(30):
        house.add_token("ada", f"token-{number} 数据"[:40], "--expires", "30d")
    house.add_application(name="Uploader")
    house.add_application(name="Backup 数据 robot")
    before = (tokens(house), applications(house))
    house.environment["EDITOR"] = "true"
    chance = random.Random(seed)
    seen = opened(house, screen)
    for _ in range(300 // 15):
        for _ in range(15):
            press_something(seen, chance)
        # F9 means nothing, but ends what the status line says, as Ctrl-L will.
        seen.keys("F9")
        here = settled(seen)
        # Palette and help may have been asked to quit.
        if here is None:
            assert seen.wait_for_end() == 0
            seen = opened(house, screen)
            continue
        seen.keys("C-l")
        anew = settled(seen)
        assert here == anew, f"{shown(here)}\nis not\n{shown(anew)}"
    assert (tokens(house), applications(house)) == before


def opened(house, screen):
    seen = screen(house, "tui", "--user", "ada")
    seen.wait_for("[1 Applications]")
    return seen


def press_something(seen, chance):
    """Presses a key or changes the size."""
    wish = chance.choice(KEYS) if chance.random() > 0.05 else chance.choice(SIZES)
    if seen.has_ended:
        return
    if isinstance(wish, tuple):
        seen.resize(*wish)
    else:
        asks = any(question in seen.text() for question in QUESTIONS)
        seen.keys("Escape" if asks else wish)


def shown(picture):
    lines, cursor = picture
    return "\n".join("".join(sign for sign, _ in line) for line in lines) + f"\n{cursor}"


def tokens(house):
    return [(token["name"], token["scopes"]) for token in house.run("token", "list", "-u", "ada", "--json").json]


def applications(house):
    return sorted(each["name"] for each in house.run("app", "list", "--user", "ada", "--json").json)
