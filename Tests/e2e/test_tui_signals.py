"""Signals, suspension, lost connections and the editor: the terminal is given back whatever happens."""

import os
import platform
import re
import signal

import pytest

from screen import is_alive, until

RESTORED = (b"\x1b[?1049l", b"\x1b[?2004l", b"\x1b[?25h")
SHELL = ["bash", "--noprofile", "--norc", "-i"]


def is_restored(seen):
    """The modes are as before, and nothing that was switched on is left on."""
    assert seen.modes_now == seen.modes
    for restoring in RESTORED:
        last = max(seen.output.rfind(restoring.replace(restoring[-1:], letter)) for letter in (b"h", b"l"))
        assert seen.output.rfind(restoring) == last >= 0, restoring


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP, signal.SIGINT])
def test_a_signal_to_end_ends_it_in_good_order(house, terminal, number):
    house.add_application()
    seen = terminal(house, "tui", "--user", "ada")
    seen.wait_for("Uploader")
    seen.kill(number)
    assert seen.finish() == 0
    is_restored(seen)


@pytest.mark.parametrize(
    "number",
    [signal.SIGSEGV, signal.SIGILL, signal.SIGABRT, signal.SIGTRAP, signal.SIGBUS, signal.SIGFPE, signal.SIGQUIT,
     signal.SIGUSR1, signal.SIGALRM])
def test_a_crash_gives_the_terminal_back_and_is_still_seen_as_one(house, terminal, number):
    house.add_application()
    seen = terminal(house, "tui", "--user", "ada", env={"SWIFT_BACKTRACE": "enable=no"})
    seen.wait_for("Uploader")
    seen.kill(number)
    assert seen.finish() == -number
    is_restored(seen)


def test_a_crash_in_a_form_with_the_mouse_on_gives_both_back(house, terminal):
    seen = terminal(house, "tui", "--user", "ada", env={"SWIFT_BACKTRACE": "enable=no"})
    seen.wait_for("Applications")
    seen.type(":mouse\r")
    seen.wait_for("The mouse is on.")
    seen.type("n")
    seen.wait_for("Redirect URIs")
    seen.kill(signal.SIGSEGV)
    assert seen.finish() == -signal.SIGSEGV
    is_restored(seen)
    assert seen.output.rfind(b"\x1b[?1000l") > seen.output.rfind(b"\x1b[?1000h") > 0


def test_a_second_crash_while_restoring_ends_it(house, terminal):
    seen = terminal(house, "tui", "--user", "ada", env={"SWIFT_BACKTRACE": "enable=no"})
    seen.wait_for("Applications")
    seen.kill(signal.SIGSEGV).kill(signal.SIGABRT)
    assert seen.finish() in (-signal.SIGSEGV, -signal.SIGABRT)
    is_restored(seen)


def test_a_terminal_that_has_stopped_reading_does_not_keep_it_alive(house, terminal):
    seen = terminal(house, "tui", "--user", "ada", env={"SWIFT_BACKTRACE": "enable=no"})
    seen.wait_for("Applications")
    # Nobody reads any more, as with a stalled connection; redraws fill the line.
    until(lambda: waits_to_write(seen.type("\x0c").pid), "the line never fills")
    seen.kill(signal.SIGTERM)
    until(lambda: nothing_pends(seen.pid), "the first TERM never arrives")
    seen.kill(signal.SIGTERM)
    until(lambda: not is_alive(seen.pid), "it outlives two TERMs")
    assert seen.finish() == -signal.SIGTERM


def nothing_pends(pid):
    with open(f"/proc/{pid}/status", encoding="utf-8") as file:
        return not any(line.split(":")[1].strip("\t\n 0") for line in file if "Pnd:" in line)


def waits_to_write(pid):
    with open(f"/proc/{pid}/syscall", encoding="utf-8") as file:
        return file.read().split()[0] == {"x86_64": "1", "aarch64": "64"}.get(platform.machine())


def test_ctrl_z_suspends_under_a_shell_and_fg_comes_back_right(house, screen):
    house.add_application()
    seen = screen(house, program=SHELL, env={"PS1": "shell> ", "HISTFILE": ""})
    seen.wait_for("shell>")
    seen.type(f"{house.binary} tui --user ada").keys("Enter")
    seen.wait_for_selected("Uploader")
    before = seen.picture()
    seen.keys("C-z").wait_for("Stopped", without=["Uploader"])
    # The shell works as always, echo and all.
    seen.type("echo a''live; stty -a | grep -o ' echo '").keys("Enter").wait_for("a''live", "\nalive\n", "\n echo\n")
    seen.type("fg").keys("Enter").wait_for("Uploader", "q quit", without=["alive"])
    until(lambda: seen.picture() == before, lambda: f"{before}\nis not\n{seen.picture()}")
    # Once more, and with another size meanwhile.
    seen.keys("C-z").wait_for("Stopped", without=["Uploader"])
    seen.resize(100, 30).type("fg").keys("Enter").wait_for("Uploader", lambda text: "─" * 100 in text.split("\n"))
    seen.keys("q").wait_for("shell>", without=["Uploader"])
    seen.type("echo status=$?").keys("Enter").wait_for("status=0")


def test_it_is_suspended_from_a_form_with_its_text_kept(house, screen):
    seen = screen(house, program=SHELL, env={"PS1": "shell> ", "HISTFILE": ""})
    seen.wait_for("shell>")
    seen.type(f"{house.binary} tui --user ada").keys("Enter").wait_for("[1 Applications]")
    seen.keys("n").wait_for("New application")
    seen.type("Half a name").keys("C-z").wait_for("Stopped")
    seen.type("fg").keys("Enter").wait_for("[Half a name", "Client type")
    seen.type(" more").wait_for("[Half a name more")


@pytest.mark.parametrize("number", [signal.SIGTSTP, signal.SIGSTOP], ids=["TSTP", "STOP"])
def test_stopping_from_outside_and_going_on_draws_everything_again(house, screen, number):
    house.add_application()
    seen = screen(house, program=SHELL, env={"PS1": "shell> ", "HISTFILE": ""})
    seen.wait_for("shell>")
    seen.type(f"{house.binary} tui --user ada").keys("Enter")
    seen.wait_for_selected("Uploader")
    before = seen.text()
    os.kill(*children(seen.pid), number)
    seen.wait_for("Stopped")
    seen.type("clear; echo gar''bage").keys("Enter").wait_for("garbage\nshell>")
    seen.type("fg").keys("Enter").wait_for(lambda text: text == before)
    seen.keys("q").wait_for("shell>", without=["q quit"])


def is_gone(pid):
    until(lambda: not is_alive(pid), "it outlives its terminal")


@pytest.mark.parametrize("keys", ["", "n", "nHalf a name", "d", "/up", "?", ":"],
                         ids=["list", "form", "typed text", "question", "filter", "help", "palette"])
def test_a_lost_connection_ends_it_at_once(house, terminal, keys):
    house.add_application()
    seen = terminal(house, "tui", "--user", "ada")
    place = seen.wait_for("Uploader")
    if keys:
        seen.type(keys)
        seen.wait_for(re.compile(rb"F1|Esc"), since=place)
    seen.hang_up()
    is_gone(seen.pid)


def test_a_lost_connection_is_noticed_without_a_signal_too(house, terminal):
    seen = terminal(house, program=["/bin/sh", "-c", f"trap '' HUP; exec {house.binary} tui --user ada"])
    seen.wait_for("Applications")
    seen.hang_up()
    is_gone(seen.pid)


def in_the_plain_view(seen):
    seen.wait_for("Applications")
    seen.type("2n")
    seen.wait_for("0/40")
    seen.type("laptop\x13")
    seen.wait_for("psp_")
    seen.type("p")
    seen.wait_for("Select it with the mouse")


def test_a_lost_connection_is_noticed_in_the_plain_view(house, terminal):
    seen = terminal(house, "tui", "--user", "ada")
    in_the_plain_view(seen)
    seen.hang_up()
    is_gone(seen.pid)


def in_the_editor(terminal, house, script, **options):
    """A form whose description is open in an editor, of which `ready` is seen."""
    seen = terminal(house, env={"EDITOR": f"sh -c '{script}'", "TMPDIR": str(house.folder)}, **options)
    seen.wait_for("Applications")
    seen.type("n\t\x05")
    seen.wait_for("ready")
    return seen


@pytest.mark.parametrize("script", [
    'echo ready; exec sleep 60',
    'trap "" HUP; echo ready; exec sleep 60',
    'echo ready; kill -STOP $$',
], ids=["quiet", "deaf", "stopped"])
def test_a_lost_connection_is_noticed_whatever_the_editor_does(house, terminal, script):
    seen = in_the_editor(terminal, house, script, program=[house.binary, "tui", "--user", "ada"])
    seen.hang_up()
    is_gone(seen.pid)
    assert not list(house.folder.glob("postern-*"))


def test_a_lost_connection_is_noticed_in_the_editor_without_a_signal_too(house, terminal):
    shell = ["/bin/sh", "-c", f"trap '' HUP; exec {house.binary} tui --user ada"]
    seen = in_the_editor(terminal, house, "echo ready; exec sleep 60", program=shell)
    seen.hang_up()
    is_gone(seen.pid)


def test_a_signal_to_end_is_heard_in_the_editor(house, terminal):
    seen = in_the_editor(terminal, house, "echo ready; exec sleep 60",
                         program=[house.binary, "tui", "--user", "ada"])
    seen.kill(signal.SIGTERM)
    assert seen.finish() == 0
    is_restored(seen)


def test_a_signal_to_end_is_heard_in_the_plain_view(house, terminal):
    seen = terminal(house, "tui", "--user", "ada")
    in_the_plain_view(seen)
    seen.kill(signal.SIGTERM)
    assert seen.finish() == 0
    is_restored(seen)


def test_a_lost_connection_while_suspended_leaves_no_orphan(house, terminal):
    seen = terminal(house, program=["/bin/bash", "--norc", "--noprofile", "-i"], env={"PS1": "shell> "})
    seen.wait_for("shell> ")
    seen.type(f"{house.binary} tui --user ada\r")
    seen.wait_for("Applications")
    (pid,) = children(seen.pid)
    seen.type("\x1a")
    seen.wait_for("Stopped")
    seen.hang_up()
    is_gone(pid)


def children(pid):
    with open(f"/proc/{pid}/task/{pid}/children", encoding="utf-8") as file:
        return [int(child) for child in file.read().split()]


@pytest.fixture
def editor(house):
    """Makes an editor out of a shell script, which finds the file in $1."""

    def make(script):
        file = house.folder / "editor"
        file.write_text(f"#!/bin/sh\n{script}\n")
        file.chmod(0o755)
        house.environment["EDITOR"] = str(file)
        house.environment["TMPDIR"] = str(house.folder / "tmp")
        (house.folder / "tmp").mkdir()

    return make


def at_description(screen, house):
    seen = screen(house, "tui", "--user", "ada")
    seen.wait_for("[1 Applications]")
    seen.keys("n").wait_for("New application")
    seen.type("Uploader").keys("Tab").type("First words").wait_for("$EDITOR", "[First words")
    return seen


def test_ctrl_e_edits_a_long_field_in_the_editor(house, screen, editor):
    editor('stat -c %a "$1" > "$HOME/mode"; cp "$1" "$HOME/given"; echo "Second words" >> "$1"')
    seen = at_description(screen, house)
    seen.keys("C-e").wait_for("First words", "Second words", "Client type")
    assert (house.folder / "given").read_text().rstrip("\n") == "First words"
    assert (house.folder / "mode").read_text() == "600\n"
    assert list((house.folder / "tmp").iterdir()) == []
    seen.keys("Tab").type("https://u.example.org").keys("Tab").type("https://u.example.org/cb").keys("C-s")
    seen.wait_for("Client secret of")
    (made,) = house.run("app", "list", "--user", "ada", "--json").json
    assert made["description"].split("\n") == ["First words", "Second words"]


def test_an_editor_that_draws_on_the_terminal_and_reads_from_it_leaves_no_trace(house, screen, editor):
    editor('printf "\\033[2J\\033[Heditor here"; stty -echo; read answer; echo "$answer" > "$1"')
    seen = at_description(screen, house)
    seen.keys("C-e").wait_for("editor here", without=["Client type"])
    seen.type("from the editor").keys("Enter").wait_for("[from the editor", "Client type", without=["editor here"])
    seen.type("!").wait_for("from the editor!")


def test_an_editor_that_fails_changes_nothing(house, screen, editor):
    editor('echo ruined > "$1"; exit 3')
    seen = at_description(screen, house)
    seen.keys("C-e").wait_for("ended with an error; the text is as before.", "[First words")
    assert list((house.folder / "tmp").iterdir()) == []


def test_an_editor_that_is_not_there_changes_nothing(house, screen):
    house.environment["EDITOR"] = "/no/such/editor"
    seen = at_description(screen, house)
    seen.keys("C-e").wait_for("ended with an error; the text is as before.", "[First words")


def test_what_an_editor_writes_is_text_whatever_it_is(house, screen, editor):
    editor(r'printf "red\033[31m bell\007 up\033[A \302\233 end" > "$1"')
    seen = at_description(screen, house)
    seen.keys("C-e").wait_for("end", "Client type", without=["First words"])
    editor_bytes = seen.text()
    assert "\033" not in editor_bytes and "\007" not in editor_bytes


def test_ctrl_c_in_the_editor_does_not_end_the_account_manager(house, screen, editor):
    editor('echo ready; trap "exit 0" INT; while :; do sleep 0.1; done')
    seen = at_description(screen, house)
    seen.keys("C-e").wait_for("ready")
    seen.keys("C-c").wait_for("Client type", "[First words")


def test_no_secret_is_in_the_environment_or_the_arguments(house, screen):
    seen = screen(house, "tui", "--user", "ada")
    seen.wait_for("[1 Applications]")
    seen.keys("2", "n").wait_for("New personal access token")
    seen.type("laptop").keys("C-s")
    token = re.search(r"psp_\w{56}", seen.wait_for("psp_"))[0]
    for name in ("cmdline", "environ"):
        with open(f"/proc/{seen.pid}/{name}", "rb") as file:
            assert token.encode() not in file.read()
