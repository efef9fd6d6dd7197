"""Finding one's way: filter, sort, palette, help, copy and export."""

import base64
import csv
import json
import re
import stat

import pytest


@pytest.fixture
def tokens(house, screen):
    """Ada's five tokens on the screen."""
    for name in ("ci-nightly", "ci-weekly", "laptop", "notebook", "quick-fix"):
        house.add_token(name=name)
    seen = screen(house, "tui", "--user", "ada")
    seen.wait_for("[1 Applications]")
    seen.keys("2").wait_for("1 of 5", "quick-fix")
    seen.wait_for_selected("ci-nightly")
    return seen


def test_the_filter_narrows_the_list_while_typing_and_its_letters_are_no_commands(house, tokens):
    tokens.keys("/").wait_for("filter").count("filter")
    tokens.type("q").wait_for("quick-fix", "1 of 1", without=["laptop"])
    tokens.keys("BSpace").wait_for("1 of 5")
    tokens.type("ci-").wait_for("1 of 2", "ci-weekly", without=["laptop", "quick-fix"])
    tokens.type("d").wait_for('No token matches "ci-d".', "Esc clears the filter.")
    tokens.keys("Escape").wait_for("1 of 5", "laptop", "quick-fix")
    assert len(house.run("token", "list", "-u", "ada", "--json").json) == 5


def test_a_filter_that_is_kept_still_filters_until_escape(tokens):
    tokens.keys("/").type("ci").wait_for("1 of 2")
    tokens.keys("Enter").wait_for("filter  ci", "1 of 2")
    tokens.keys("n").wait_for_selected("ci-weekly")
    tokens.keys("N").wait_for_selected("ci-nightly")
    tokens.keys("Escape").wait_for("1 of 5", without=["filter  ci"])


def test_a_filter_text_with_wildcards_and_quotes_is_text(tokens):
    for text in ("%", "_", "\"", "'", "*", "ci OR laptop", "\\"):
        tokens.keys("/").type(text).wait_for("No token matches")
        tokens.keys("Escape").wait_for("1 of 5")


def test_sorting_goes_through_columns_and_orders(tokens):
    tokens.keys("s").wait_for("NAME ↓")
    tokens.wait_for_selected("quick-fix")
    tokens.keys("s").wait_for("LAST USED ↑")


def test_movement_goes_to_the_ends(tokens):
    tokens.keys("G").wait_for("5 of 5")
    tokens.wait_for_selected("quick-fix")
    tokens.keys("Up").wait_for_selected("notebook")
    tokens.keys("g").wait_for("1 of 5")
    tokens.keys("NPage").wait_for("5 of 5")
    tokens.keys("Home").wait_for("1 of 5")
    # The terminal's cursor, which a screen reader follows, is on the selected row.
    x, y = tokens.cursor
    assert x == 0 and "ci-nightly" in tokens.lines[y]


def test_the_palette_runs_any_action_by_its_name(house, tokens):
    tokens.keys(":").wait_for("Commands", "revoke all expired tokens")
    tokens.type("revoke token").wait_for('> revoke token "ci-nightly"', without=["create a token"])
    tokens.keys("Enter").wait_for('Revoke token "ci-nightly"?', "[>Cancel<]")
    tokens.keys("Escape").wait_for("1 of 5", without=["Cancel"])
    tokens.keys(":").wait_for("Commands")
    tokens.type("authorized").keys("Enter").wait_for("[3 Authorized]")


def test_the_palette_says_when_nothing_is_called_that(tokens):
    tokens.keys(":").wait_for("Commands")
    tokens.type("frobnicate").keys("Enter").wait_for('No action is called "frobnicate".')
    tokens.keys("Escape").wait_for("1 of 5", without=["Commands"])


def test_help_lists_the_keys_of_this_very_screen_and_runs_one(tokens):
    tokens.keys("?").wait_for("Keys", "create a token", 'revoke token "ci-nightly"')
    tokens.keys("/").type("create").wait_for("create a token", without=["revoke token"])
    tokens.keys("Enter", "Enter").wait_for("New personal access token", without=["Keys"])


def test_help_is_one_key_away_while_typing(tokens):
    tokens.keys("n").wait_for("New personal access token")
    tokens.type("?").wait_for("[?", "1/40")
    tokens.keys("F1").wait_for("Keys", "Ctrl-S")
    tokens.keys("Escape").wait_for("1/40", without=["Keys"])


@pytest.mark.parametrize("format", ["csv", "json"])
def test_what_is_listed_is_exported_to_a_private_file(house, tokens, format):
    tokens.keys("x").wait_for("~/postern-tokens.csv")
    if format == "json":
        tokens.keys("Down").wait_for("~/postern-tokens.json")
    tokens.keys("Enter").wait_for(f"ok Wrote 5 tokens to ~/postern-tokens.{format}.")
    file = house.folder / f"postern-tokens.{format}"
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    text = file.read_text()
    rows = json.loads(text) if format == "json" else list(csv.DictReader(text.splitlines()))
    assert [row["name"] for row in rows] == ["ci-nightly", "ci-weekly", "laptop", "notebook", "quick-fix"]
    # Nothing is written over: the next name is free, and one that is taken is refused.
    tokens.keys("x").wait_for("~/postern-tokens-2.csv")
    tokens.keys("C-u").type(f"~/postern-tokens.{format}").keys("Enter").wait_for("is there already; choose another name.")
    assert file.read_text() == text


def test_y_copies_the_client_id_of_the_selected_application(house, screen):
    made = house.add_application()
    seen = screen(house, "tui", "--user", "ada")
    seen.wait_for_selected("Uploader")
    seen.keys("y").wait_for("Sent the client id with OSC 52.")
    assert seen.clipboard == made["client_id"]


OSC52 = r"\x1b\]52;c;([A-Za-z0-9+/=]+)(?:\x07|\x1b\\)"


@pytest.mark.parametrize(
    "environment, pattern",
    [
        ({"TERM": "xterm-256color"}, OSC52),
        ({"TERM": "screen"}, r"\x1bP" + OSC52 + r"\x1b\\"),
        ({"TERM": "tmux-256color", "TMUX": "/tmp/tmux-0/default,1,0"},
         r"\x1bPtmux;\x1b\x1b\]52;c;([A-Za-z0-9+/=]+)(?:\x07|\x1b\x1b\\)\x1b\\"),
    ],
    ids=["plain", "in screen", "in tmux"])
def test_copying_sends_osc_52_in_the_envelope_that_the_terminal_needs(house, terminal, environment, pattern):
    made = house.add_application()
    seen = terminal(house, "tui", "--user", "ada", env=environment)
    seen.wait_for("Uploader")
    seen.type("y")
    seen.wait_for("OSC 52")
    sent = re.search(pattern.encode(), seen.output)
    assert sent, seen.output
    assert base64.b64decode(sent[1]).decode() == made["client_id"]


def test_a_terminal_without_a_clipboard_is_told_the_other_ways(house, terminal):
    house.add_application()
    seen = terminal(house, "tui", "--user", "ada", env={"TERM": "linux"})
    seen.wait_for("Uploader")
    seen.type("y")
    seen.wait_for("no clipboard")
    assert b"\x1b]52" not in seen.output


def test_the_mouse_is_off_until_it_is_asked_for_and_then_selects(house, terminal):
    for name in ("ci-nightly", "laptop", "notebook"):
        house.add_token(name=name)
    seen = terminal(house, "tui", "--user", "ada")
    place = seen.wait_for("Applications")
    seen.type("2")
    seen.wait_for("notebook", since=place)
    assert b"\x1b[?1000h" not in seen.output
    place = len(seen.output)
    seen.type(":mouse\r")
    place = seen.wait_for("The mouse is on.", since=place)
    assert b"\x1b[?1000h" in seen.output
    # The third row of the list, in the sixth line.
    seen.type("\x1b[<0;5;6M\x1b[<0;5;6m\x0c")
    seen.wait_for(re.compile(rb">[^\n]{0,20}notebook.*3 of 3", re.DOTALL), since=place)
    seen.type("\x1b[<0;12;1M\x1b[<0;12;1m\x0c")
    place = seen.wait_for("You have not registered an application yet.", since=place)
    # In a form it goes to a field: to the website, in the tenth line.
    seen.type("n")
    place = seen.wait_for("New application", since=place)
    seen.type("\x1b[<0;40;10M\x1b[<0;40;10mhttps://a.example\x0c")
    place = seen.wait_for(re.compile(rb"Website[^\n]{0,40}\[https://a\.example", re.DOTALL), since=place)
    seen.type("\x1b")
    place = seen.wait_for("Leave and lose it?", since=place)
    seen.type("d")
    seen.wait_for("You have not registered an application yet.", since=place)
    seen.type("q")
    assert seen.finish() == 0
    assert seen.output.rfind(b"\x1b[?1000l") > seen.output.rfind(b"\x1b[?1000h")


def test_a_theme_is_chosen_in_the_palette_and_followed_when_its_file_changes(house, terminal):
    folder = house.config.parent / "themes"
    folder.mkdir()
    theme = folder / "mine.json5"
    theme.write_text('{ name: "mine", variant: "any", roles: { title: { fg: "#ff0000" } } }')
    seen = terminal(house, "tui", "--user", "grace", env={"COLORTERM": None})
    place = seen.wait_for("Applications")
    seen.type(":theme mine\r")
    place = seen.wait_for("Theme mine.", since=place)
    assert re.search(rb"\x1b\[[0-9;]*(?:38;5;(?:9|196)|91|31)m", seen.output), seen.output
    theme.write_text('{ name: "mine", variant: "any", roles: { title: { fg: "#00ff00" } } } // another size')
    seen.wait_for(re.compile(rb"\x1b\[[0-9;]*(?:38;5;(?:10|46)|92|32)m"), since=place)
    # A bad file is a warning that names file and key, and no harm.
    place = len(seen.output)
    theme.write_text('{ name: "mine", roles: { tittle: {} } }')
    seen.wait_for("tittle", since=place)
    seen.type("q")
    assert seen.finish() == 0
