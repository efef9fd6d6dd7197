"""Every terminal: kinds, colours, character sets and sizes."""

import re
import sqlite3
import termios

import pytest

from screen import sequences

COLOUR = re.compile(rb"\x1b\[[0-9;:]*m")


def colours(output):
    """The SGR parameters that choose a colour."""
    found = []
    for sequence in COLOUR.findall(output):
        numbers = [int(number) for number in re.findall(rb"\d+", sequence)]
        found += [number for number in numbers if 30 <= number <= 49 or 90 <= number <= 107]
    return found


def leave(seen, modes=True):
    seen.type("q")
    assert seen.finish() == 0
    if modes:
        assert seen.modes_now == seen.modes


@pytest.mark.parametrize("term", ["vt100", "linux", "xterm-256color", "screen", "tmux-256color"])
def test_it_works_on_a_terminal_of_this_kind(house, terminal, term):
    house.add_token(name="laptop")
    seen = terminal(house, "tui", "--user", "ada", env={"TERM": term})
    seen.wait_for("Applications")
    place = seen.wait_for("have not registered an application yet")
    seen.type("2")
    seen.wait_for("laptop", since=place)
    leave(seen)
    assert (term == "vt100") == (not colours(seen.output))


@pytest.mark.parametrize("term", [None, "", "no-such-terminal", "../../etc/passwd"])
def test_without_a_known_term_xterm_is_assumed_and_said(house, terminal, term):
    seen = terminal(house, "tui", "--user", "ada", env={"TERM": term})
    seen.wait_for("TERM is not set or not known; xterm-256color is assumed.")
    leave(seen)


def test_a_dumb_terminal_is_refused_in_one_sentence(house, terminal):
    seen = terminal(house, "tui", "--user", "ada", env={"TERM": "dumb"})
    assert seen.finish() == 1
    assert b'A terminal of type "dumb" cannot show screens' in seen.output
    assert not sequences(seen.output) and seen.output.count(b"\n") == 1
    assert seen.modes_now == seen.modes


def test_no_color_sends_no_colour_at_all(house, terminal):
    house.add_application()
    house.add_token(name="laptop")
    seen = terminal(house, "tui", "--user", "ada", env={"NO_COLOR": "1", "COLORTERM": "truecolor"})
    seen.wait_for("Uploader")
    seen.type("2d")
    seen.wait_for("Cancel")
    seen.type("\x1b")
    seen.type("n")
    seen.type("\x13")
    seen.wait_for("attention")
    seen.type("\x03")
    assert seen.finish() == 0
    assert colours(seen.output) == []


def test_colours_are_used_where_there_are_some(house, terminal):
    house.add_application()
    seen = terminal(house, "tui", "--user", "ada")
    seen.wait_for("Uploader")
    leave(seen)
    assert colours(seen.output)


@pytest.mark.parametrize("variables", [{"LANG": "C"}, {"LANG": "C.UTF-8", "LC_ALL": "C"}, {"LANG": None}],
                         ids=["LANG", "LC_ALL", "none"])
def test_without_utf_8_only_ascii_is_sent(house, terminal, variables):
    house.add_application("ada", "Zoë's 数据 robot 🤖")
    seen = terminal(house, "tui", "--user", "ada", env=variables)
    seen.wait_for("robot")
    seen.wait_for("NAME ^")
    seen.type("l")
    seen.wait_for("Redirect URIs")
    seen.type("e")
    seen.wait_for("Ctrl-S")
    seen.type("\x03")
    assert seen.finish() == 0
    assert max(seen.output) < 0x80
    # Rules are hyphens, one of them repeated.
    assert b"-\x1b[78b-" in seen.output


def test_a_utf_8_locale_that_is_not_installed_is_utf_8_all_the_same(house, terminal):
    seen = terminal(house, "tui", "--user", "ada", env={"LANG": "xx_XX.UTF-8"})
    seen.wait_for("─")
    leave(seen)


def test_the_smallest_useful_terminal_shows_every_page(house, screen):
    house.add_application()
    house.add_token(name="laptop")
    seen = screen(house, "tui", "--user", "ada", size=(40, 12))
    seen.wait_for("[1 Apps]", "Uploader", "? help")
    seen.keys("2").wait_for("[2 Tokens]", "laptop")
    seen.keys("d").wait_for("[>Cancel<]")
    seen.keys("Escape").wait_for("1 of 1", without=["Cancel"])
    seen.keys("n").wait_for("0/40")
    seen.keys("Tab", "Tab").wait_for("0 of 1 chosen")
    seen.keys("Tab").wait_for("[>Cancel<]")
    seen.keys("BTab", "BTab", "BTab").wait_for("0/40")
    seen.type("phone").wait_for("5/40")
    seen.keys("C-s")
    token = re.search(r"psp_\w+", seen.wait_for("psp_"))[0]
    text = seen.wait_for('type "done"')
    # All of the secret is seen, on two lines.
    assert re.search(r"psp_\w{56}", text.replace("\n", "").replace(" ", "")), text
    assert len(token) < 60
    seen.type("done").keys("Enter").wait_for_selected("phone")
    seen.keys("3").wait_for("[3 Auth]")
    seen.keys("?").wait_for("Keys")


REQUEST = "Please enlarge the terminal to 40x12."


@pytest.mark.parametrize("size", [(39, 12), (40, 11), (20, 5), (10, 1), (3, 3), (1, 5), (1, 1)])
def test_below_that_it_asks_for_room_and_comes_back(house, screen, size):
    house.add_application()
    seen = screen(house, "tui", "--user", "ada")
    seen.wait_for_selected("Uploader")
    before = seen.picture()
    # The lower right corner of a single cell is beyond what terminals can fill.
    seen.resize(*size).wait_for(lambda text: text.startswith(REQUEST[:min(size[0], 6)]) or size == (1, 1))
    # What is not seen is not done.
    seen.keys("d", "q", "n", "Enter")
    seen.resize(80, 24).wait_for("Redirects")
    seen.wait_for_selected("Uploader")
    assert seen.picture() == before


def test_it_starts_on_a_terminal_of_one_cell(house, screen):
    seen = screen(house, "tui", "--user", "ada", size=(1, 1))
    seen.resize(80, 24).wait_for("[1 Applications]", "q quit")
    seen.resize(1, 1)
    seen.keys("C-c")
    assert seen.wait_for_end() == 0


def test_a_form_keeps_what_was_typed_through_every_size(screen, house):
    seen = screen(house, "tui", "--user", "ada")
    seen.wait_for("[1 Applications]")
    seen.keys("n").wait_for("New application")
    seen.type("Zenodo")
    for size in ((1, 1), (200, 60), (40, 12), (500, 3), (80, 24)):
        seen.resize(*size)
    seen.wait_for("[Zenodo", "Client type", "[ Register ]")


def test_a_terminal_without_a_size_gets_the_one_that_terminfo_knows(house, terminal):
    seen = terminal(house, "tui", "--user", "ada", size=(0, 0))
    seen.wait_for("Applications")
    seen.wait_for("help")
    leave(seen)


def test_a_very_large_terminal_is_filled(house, screen):
    house.add_application()
    seen = screen(house, "tui", "--user", "ada", size=(400, 120))
    seen.wait_for_selected("Uploader")
    assert seen.lines[1] == "─" * 400


def test_without_a_terminal_it_says_so(house):
    house.run("tui").fails(1, "the account manager needs a terminal")
    house.run().fails(1, "needs a terminal")
    house.run("tui", "--user", "ada").fails(1, "needs a terminal")


def test_output_that_is_no_terminal_is_refused_though_input_is_one(house, terminal):
    seen = terminal(house, program=["/bin/sh", "-c", f"{house.binary} tui | cat; echo over"])
    seen.wait_for("over")
    assert b"needs a terminal" in seen.output


def test_user_is_refused_under_an_ssh_forced_command(house, terminal):
    seen = terminal(house, "tui", "--user", "ada", env={"SSH_ORIGINAL_COMMAND": "tui --user ada"})
    assert seen.finish() == 4
    assert b"--user is refused under an SSH forced command" in seen.output
    with sqlite3.connect(house.database) as database:
        assert database.execute("SELECT * FROM audit_events WHERE event = 'operator.enter'").fetchall() == []
    # Signing in is not.
    seen = terminal(house, "tui", env={"SSH_ORIGINAL_COMMAND": "tui"})
    seen.wait_for("E-mail")


def test_the_screen_and_the_modes_are_given_back(house, terminal):
    seen = terminal(house, "tui", "--user", "ada")
    seen.wait_for("Applications")
    assert not seen.modes_now[3] & (termios.ECHO | termios.ICANON | termios.ISIG)
    leave(seen)
    for mode in (b"1049", b"2004"):
        assert seen.output.rfind(b"\x1b[?" + mode + b"l") > seen.output.rfind(b"\x1b[?" + mode + b"h") >= 0
