"""Hostile text: in the database, in what is pasted, in names of files. None of it reaches the terminal."""

import re
import sqlite3
import unicodedata

import pytest

from screen import sequences, without_sequences

# What the program itself may send on xterm-256color; nothing else is an escape sequence of ours.
OURS = re.compile(
    rb"\x1b\[[0-9;]*[mHdGABCDJKLMPXbrST@]"  # attributes, movement, erasing, scrolling region
    rb"|\x1b\[\?(?:1|7|12|25|1000|1006|1049|2004)(?:;25)?[hl]|\x1b\[4[hl]"  # modes
    rb"|\x1b\[2[23];0;0t|\x1b[=>]|\x1b\([0B]|\x1bM|\x1b[78]"
    rb"|\x1b\]52;c;[A-Za-z0-9+/=]*\x07"
)

HOSTILE = {
    "clear screen": "a\x1b[2Jb",
    "title": "a\x1b]0;owned\x07b",
    "clipboard": "a\x1b]52;c;b3duZWQ=\x07b",
    "device control": "a\x1bP$q\x1b\\b",
    "C1 control sequence": "a\x9b31mb",
    "C1 command": "a\x9d0;owned\x9cb",
    "bell and backspaces": "a\x07\x08\x08\x08b",
    "line feeds": "a\r\nb\x0bc\x0cd\x85e\u2028f\u2029g",
    "shift out": "a\x0eb\x0fc",
    "delete and null": "a\x7fb\x01c",
    "right to left": "a\u202egnp.exe\u202cb\u200fc\u061cd",
    "isolates": "a\u2066b\u2069c\u2067d",
    "zero width": "a\u200bb\u200dc\u2060d\ufefe\ufeffe",
    "tags": "a\U000e0041\U000e007fb",
    "tower of marks": "a" + "\u0301" * 200 + "b",
    "marks alone": "\u0301\u0302",
    "variation selectors": "a\ufe0f\ufe0eb\U000e0100c",
    "wide": "数据文件数据文件数据文件数据文件数据文件数据文件",
    "emoji": "👩‍👩‍👧‍👦🏳️‍🌈🇪🇺👍🏽",
    "half a pair": "a\udc80b",
    "not characters": "a\ufffe\uffff\ue000b",
    "very long": "x" * 5000,
    "nothing but blanks": " \u3000\u00a0\t ",
    "format specifiers": "%s%n%d %08x",
    "terminfo padding": "$<100>a",
}

# Scalars that must not come out of the program, whatever went in.
def is_forbidden(character):
    value = ord(character)
    return (
        value < 0x20 and character not in "\r\n\b\x1b\t" or 0x7F <= value <= 0x9F
        or value in (0x61C, 0x200B, 0x200C, 0x200E, 0x200F, 0x2028, 0x2029, 0x2060, 0xFEFF)
        or 0x202A <= value <= 0x202E or 0x2066 <= value <= 0x2069 or 0xE0000 <= value <= 0xE007F)


def assert_harmless(output):
    """Nothing in the bytes is a sequence that is not the program's own, or a character that misleads."""
    for sequence in sequences(output):
        assert OURS.fullmatch(sequence), sequence
    text = without_sequences(output).decode()
    found = sorted({hex(ord(character)) for character in text if is_forbidden(character)} - {"0x7"})
    assert not found, found
    assert "\x1b" not in text and "\x07" not in text


def plant(house, text):
    """Puts text everywhere where people's text goes, past every rule, as a forged or damaged database would."""
    raw = text.encode("utf-8", "surrogatepass").decode("utf-8", "surrogateescape") if "\udc80" not in text else None
    made = house.add_application()
    house.add_token(name="laptop")
    with sqlite3.connect(house.database) as database:
        value = raw if raw is not None else b"a\x80b"
        cast = "CAST(? AS TEXT)"
        for statement in (
            f"UPDATE clients SET name = {cast}, name_key = {cast}, description = {cast}, website = {cast}",
            f"UPDATE redirect_uris SET uri = {cast}",
            f"UPDATE tokens SET name = {cast}, name_key = {cast}, scopes = {cast}",
            f"UPDATE client_secrets SET last_four = {cast}",
            f"UPDATE users SET username = {cast} WHERE username = 'ada'",
        ):
            count = statement.count("?")
            given = [value.encode("utf-8", "surrogateescape") if isinstance(value, str) else value] * count
            database.execute(statement, given)
        (user,) = database.execute("SELECT id FROM users WHERE email = 'ada@example.org'").fetchone()
        database.execute(
            f"INSERT INTO grants (user_id, client_id, scopes, created_at) SELECT ?, id, {cast}, 1 FROM clients",
            [user, given[0]])
    return made


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE.keys())
def test_hostile_text_in_the_database_is_shown_harmless_on_every_page(house, terminal, text):
    plant(house, text)
    seen = terminal(house, "tui", "--user", "ada@example.org")
    place = seen.wait_for("Client ID")
    walk(seen, place, (
        ("\r", "back"), ("q", "quit"), ("d", "Cancel"), ("\x1b", "quit"), ("R", "7 more"), ("\x1b", "quit"),
        ("?", "close"), ("\x1b", "quit"), (":", "complete"), ("\x1b", "quit"), ("2", "EXPIRES"), ("\r", "back"),
        ("q", "quit"), ("d", "Cancel"), ("\x1b", "quit"), (" ", "marked"), ("3", "APPLICATION"), ("\r", "back"),
        ("d", "Cancel"), ("\x1b", "back"), ("2", "EXPIRES"), ("e", "Ctrl-S"),
    ))
    seen = terminal(house, "tui", "--user", "ada@example.org")
    walk(seen, seen.wait_for("Client ID"), (("e", "Ctrl-S"), ("\t", "Ctrl-S"), ("\x13", "Ctrl-S")))


def walk(seen, place, steps):
    """Goes from page to page; each is painted anew, so that what is waited for comes whole."""
    for keys, wanted in steps:
        seen.type(keys + "\x0c")
        place = seen.wait_for(re.compile(rb"\x1b\[H\x1b\[2?J[^\x00]*" + re.escape(wanted.encode())), since=place)
    # Whatever was changed on the way is not asked about twice.
    seen.type("\x03\x03")
    assert seen.finish() == 0
    assert_harmless(seen.output)


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE.keys())
def test_hostile_text_moves_no_column(house, screen, text):
    plant(house, text)
    seen = screen(house, "tui", "--user", "ada@example.org")
    lines = seen.wait_for("Client ID", "q quit").split("\n")
    assert {column(line, "│") for line in lines[2:21]} == {26}
    assert lines[1] == lines[21] == "─" * 80


def column(line, sign):
    """Where a sign stands, in cells."""
    before = line[:line.index(sign)]
    return sum(
        0 if unicodedata.combining(c) or c in "\u200d\ufe0f\ufe0e" else 2 if unicodedata.east_asian_width(c) in "WF" else 1
        for c in before)


def test_hostile_text_is_copied_to_the_clipboard_as_base64_alone(house, terminal):
    plant(house, "a\x1b]0;owned\x07b")
    seen = terminal(house, "tui", "--user", "ada@example.org")
    seen.wait_for("Client ID")
    seen.type("2")
    seen.wait_for("EXPIRES")
    seen.type("y")
    seen.wait_for("OSC 52")
    seen.type("\x03")
    seen.finish()
    assert_harmless(seen.output)


@pytest.mark.parametrize("name", ["a\x1b]0;owned\x07b.db", "a\x9b31mb.db", "a\u202ebd.db", "a\nb.db"],
                         ids=["escape", "C1", "bidi", "line feed"])
def test_a_hostile_file_name_is_shown_harmless(house, terminal, name):
    path = house.database.parent / name
    house.database.rename(path)
    seen = terminal(house, "--database", str(path))
    seen.wait_for("Sign in")
    seen.type("\x03")
    seen.finish()
    assert_harmless(seen.output)
    # So it is in a sentence about what went wrong.
    path.write_text("no database")
    seen = terminal(house, "--database", str(path))
    assert seen.finish() == 1
    assert b"is not a Postern database" in seen.output
    assert_harmless(seen.output)


def test_a_hostile_term_is_shown_harmless(house, terminal):
    seen = terminal(house, "tui", "--user", "ada", env={"TERM": "x\x1b]0;owned\x07\x1b[2J"})
    seen.wait_for("Applications")
    seen.type("q")
    seen.finish()
    assert_harmless(seen.output)


PASTE = "\x1b[200~{}\x1b[201~"


def test_pasted_text_with_line_feeds_and_escapes_is_text(house, terminal):
    seen = terminal(house, "tui", "--user", "ada")
    seen.wait_for("Applications")
    seen.type("2n")
    seen.wait_for("0/40")
    # Neither the line feed nor the Ctrl-S, the Escape or the arrow is a key.
    place = len(seen.output)
    seen.type(PASTE.format("one\ntwo\x13\x1b[A\x03three"))
    seen.wait_for("three", since=place)
    seen.type("\x0c")
    seen.wait_for("New personal access token", since=place)
    seen.type("\x13")
    seen.wait_for("psp_", since=place)
    seen.type("done\r")
    seen.type("\x03")
    assert seen.finish() == 0
    assert_harmless(seen.output)
    (made,) = house.run("token", "list", "-u", "ada", "--json").json
    assert "one" in made["name"] and "two" in made["name"] and "three" in made["name"]
    assert all(character.isprintable() for character in made["name"])


def test_several_pasted_lines_are_several_redirect_uris(house, screen):
    seen = screen(house, "tui", "--user", "ada")
    seen.wait_for("[1 Applications]")
    seen.keys("n").wait_for("New application")
    seen.type("Uploader").keys("Tab", "Tab").type("https://u.example.org").keys("Tab").wait_for("[https://u.example.org ")
    seen.paste("https://u.example.org/a\nhttps://u.example.org/b\r\nhttp://localhost/c\n").wait_for("localhost/c")
    seen.keys("C-s").wait_for("Client secret of")
    (made,) = house.run("app", "list", "--user", "ada", "--json").json
    assert made["redirect_uris"] == ["https://u.example.org/a", "https://u.example.org/b", "http://localhost/c"]


def test_text_pasted_where_no_field_is_does_nothing(house, terminal):
    house.add_token(name="laptop")
    seen = terminal(house, "tui", "--user", "ada")
    seen.wait_for("Applications")
    seen.type("2")
    seen.wait_for("laptop")
    seen.type(PASTE.format("d\x1b[Cr\nq\n"))
    seen.type("d")
    seen.wait_for("Cancel")
    seen.type(PASTE.format("r\n"))
    seen.type("\x1b")
    seen.type("\x03")
    assert seen.finish() == 0
    assert len(house.run("token", "list", "-u", "ada", "--json").json) == 1


def test_a_paste_that_never_ends_does_not_hold_the_keys_for_ever(house, terminal):
    seen = terminal(house, "tui", "--user", "ada")
    seen.wait_for("Applications")
    seen.type("\x1b[200~" + "x" * 2_000_000)
    seen.type("\x1b[201~")
    place = len(seen.output)
    seen.type("2\x0c")
    seen.wait_for("You have no personal access token yet.", since=place)


def test_noise_on_the_line_neither_ends_nor_confuses_it(house, terminal):
    seen = terminal(house, "tui", "--user", "ada")
    seen.wait_for("Applications")
    for noise in (b"\xff\xfe\x80\xc0\xaf", b"\x1b[999999999999999;1;1;1;1;1;1;1;1;1Z", b"\x1b[<0;1", b"\x1b]11;rgb:ffff/ffff/ffff\x07",
                  b"\x1b[?62;22c", b"\x1b[1;5R", b"\x1bP1$r0m\x1b\\", b"\x1b[M\x20\x21\x21", b"\x1bOZ", b"\x00\x00"):
        seen.type(noise)
    place = len(seen.output)
    seen.type("2\x0c")
    seen.wait_for("You have no personal access token yet.", since=place)
    assert_harmless(seen.output)


def test_names_with_every_width_are_taken_and_shown(house, screen):
    seen = screen(house, "tui", "--user", "ada")
    seen.wait_for("[1 Applications]")
    seen.keys("2").wait_for("You have no personal access token yet.")
    for name in ("数据 robot", "Zoë", "e\u0301tude", "👍🏽 ok"):
        seen.keys("n").wait_for("0/40")
        seen.paste(name).keys("C-s").wait_for("psp_")
        seen.type("done").wait_for("[done")
        seen.keys("Enter").wait_for("[2 Tokens]", without=["psp_"])
    lines = seen.wait_for("of 4", "数据 robot", "Zoë").split("\n")
    rows = [line for line in lines if "2026" in line or "2027" in line]
    assert len({line_end(row) for row in rows}) == 1


def line_end(row):
    return column(row + "│", "│")
