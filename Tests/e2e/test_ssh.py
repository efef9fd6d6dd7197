"""Coming in over SSH, through OpenSSH's own server."""

import json
import os
import pwd
import re
import sqlite3
import subprocess
import time

import pytest

from conftest import PASSWORD
from screen import is_alive, until
from sshd import SECONDS, fingerprint, make_key


def audit(house, event):
    with sqlite3.connect(house.database) as database:
        return database.execute(
            "SELECT actor, origin, target, outcome, detail FROM audit_events WHERE event = ? ORDER BY id", [event]
        ).fetchall()


def files(folder):
    """Every file below a folder with its size, but for the database's own."""
    found = {}
    for path, _, names in os.walk(folder):
        for name in names:
            if not name.startswith("postern.db"):
                found[os.path.join(path, name)] = os.stat(os.path.join(path, name)).st_size
    return found


# What works


def test_a_key_opens_the_account_manager_of_its_owner_without_a_password(house, sshd, ada_key, screen):
    server = sshd()
    seen = screen(house, program=server.visit(ada_key), size=(100, 30))
    seen.wait_for("[1 Applications]", "ada", without=["Password"])
    seen.keys("2").wait_for("[2 Tokens]")
    seen.keys("q")
    assert seen.wait_for_end() == 0
    (line,) = audit(house, "ssh.login")
    assert line == ("ada", "ssh 127.0.0.1", "ada", "done", f"key …{fingerprint(ada_key)[-8:]}")


def test_each_key_opens_its_own_owners_account(house, sshd, ada_key, tmp_path):
    server = sshd()
    other = make_key(tmp_path, "other", "ecdsa", "grace@desk")
    house.run("ssh-key", "add", "-u", "grace", f"{other}.pub").ok()
    house.add_token("ada", "hers")
    assert [token["name"] for token in server.run(ada_key, "token", "list", "--json").json] == ["hers"]
    assert server.run(other, "token list --json").json == []
    assert "No token" in server.run(other, "token show -n hers").fails(3).err


def test_a_token_that_was_made_over_ssh_works_at_the_server(house, sshd, ada_key, server):
    made = sshd().run(ada_key, "token create -n ci -s user:email").ok()
    assert re.fullmatch(r"psp_[0-9A-Za-z]{56}\n", made.out) and made.err == ""
    assert server.get("/oauth/ping", made.out.strip()).json() == {"ping": "pong"}
    (token,) = house.run("token", "list", "-u", "ada", "--json").json
    assert token["name"] == "ci" and token["scopes"] == ["user:email"]


def test_commands_do_for_you_what_they_do_at_the_machine(house, sshd, ada_key, tmp_path):
    server = sshd()
    words = ("app add --name 'Zenodo uploader' --website https://upload.example.org/?a=1 "
             "--redirect-uri \"https://upload.example.org/callback\" --json")
    made = server.run(ada_key, words).json
    assert made["name"] == "Zenodo uploader" and made["client_secret"].startswith("pss_")
    assert [app["client_id"] for app in server.run(ada_key, "app list --json").json] == [made["client_id"]]
    server.run(ada_key, f"app delete {made['client_id']}").fails(2, "--force is required")
    server.run(ada_key, f"app delete {made['client_id']} --force").ok()
    assert server.run(ada_key, "authorized list --json").json == []
    assert server.run(ada_key, "scope list --json").json[0]["id"]
    other = make_key(tmp_path, "other")
    added = server.run(ada_key, "ssh-key add --name desk --json", input=(tmp_path / "other.pub").read_text()).json
    assert added["name"] == "desk" and added["fingerprint"] == fingerprint(other)
    assert [key["name"] for key in server.run(other, "ssh-key list --json").json] == ["ada@laptop", "desk"]
    server.run(ada_key, f"ssh-key delete {added['fingerprint']} --force").ok()
    assert server.run(other, "ssh-key list").status == 255
    for line in audit(house, "app.create") + audit(house, "ssh-key.add")[1:]:
        assert line[:2] == ("ada", "ssh 127.0.0.1")


def test_the_last_use_of_a_key_is_shown(house, sshd, ada_key):
    (key,) = house.run("ssh-key", "list", "-u", "ada", "--json").json
    assert key["last_used_at"] is None
    sshd().run(ada_key, "scope list").ok()
    (key,) = house.run("ssh-key", "list", "-u", "ada", "--json").json
    assert key["last_used_at"] is not None
    assert key["last_used_at"] in house.run("ssh-key", "list", "-u", "ada").out


def test_help_tells_what_there_is_over_ssh_and_no_more(house, sshd, ada_key):
    server = sshd()
    overview = server.run(ada_key, "--help").ok().out
    assert server.run(ada_key, "help").ok().out == overview
    assert "token" in overview and "ssh-key" in overview
    for word in ("--database", "--config", "  serve", "backup", "restore", "  user", "purge", "completion"):
        assert word not in overview
    page = server.run(ada_key, "token create --help").ok().out
    assert "--name" in page and "--user" not in page and "--internal" not in page


def test_a_question_is_asked_on_a_terminal(house, sshd, ada_key, terminal):
    house.add_token("ada", "ci")
    seen = terminal(house, program=["/usr/bin/env", *sshd().visit(ada_key, "token delete -n ci")])
    seen.wait_for("[y/N] ")
    seen.type("y\r").wait_for("Deleted")
    assert seen.finish() == 0
    assert house.run("token", "list", "-u", "ada", "--json").json == []


# Who comes in


def test_an_unknown_key_and_a_removed_one_open_nothing(house, sshd, ada_key, tmp_path):
    server = sshd()
    stranger = make_key(tmp_path, "stranger")
    assert server.run(stranger, "token list").status == 255
    server.run(ada_key, "token list").ok()
    (key,) = house.run("ssh-key", "list", "-u", "ada", "--json").json
    house.run("ssh-key", "delete", "-u", "ada", key["id"], "--force").ok()
    assert server.run(ada_key, "token list").status == 255


def test_whoever_is_disabled_stays_out_and_is_out_at_their_next_key(house, sshd, tmp_path, terminal):
    server = sshd()
    key = make_key(tmp_path, "grace")
    house.run("ssh-key", "add", "-u", "grace", f"{key}.pub").ok()
    # Bytes, as tmux may miss the last line of what ends.
    seen = terminal(house, program=["/usr/bin/env", *server.visit(key)])
    seen.wait_for("Applications")
    house.run("user", "disable", "grace").ok()
    seen.type("2").wait_for("You were signed out elsewhere; sign in again, or ask an administrator.")
    assert seen.finish() == 4
    assert server.run(key, "token list").status == 255
    # Between the question of sshd and the session, too.
    done = house.run("ssh-session", "--key", "1", "--database", house.database)
    done.fails(4, "You were signed out elsewhere; sign in again, or ask an administrator.")
    assert audit(house, "ssh.login")[-1][3] == "refused"


def test_signing_out_over_ssh_leaves(house, sshd, ada_key, screen):
    seen = screen(house, program=sshd().visit(ada_key))
    seen.wait_for("[1 Applications]")
    seen.keys(":").type("sign out").keys("Enter")
    assert seen.wait_for_end() == 0


def test_a_key_that_is_somebodys_already_is_refused_to_others(house, sshd, ada_key):
    done = house.run("ssh-key", "add", "-u", "grace", f"{ada_key}.pub")
    done.fails(1, "That key is in use already")


# What does not work


BREAKOUTS = [
    "sh", "/bin/sh", "bash -i", "sh -c id", "id", "token list; id", "token list;id", "token list && id", "token list | id",
    "token list\nid", "`id`", "$(id)", "token list `id`", "token list $(id)", 'token list "$(id)"', 'token list "`id`"',
    "token show -n $HOME", "token list > {folder}/out", "token list >> {folder}/out", "token list < /etc/passwd",
    "token list &", "(token list)", "# token list", "token list 'unended", 'token list "unended', "token list \\",
    "exec sh", "env", "tui --user grace", "ssh-session --key 1", "ssh-session --key 1 --database {database}",
    "audit list", "audit follow", "app disable x --force", "app transfer x --to grace --force",
    "user revoke-tokens ada --force", "user sign-out ada", "ssh-key authorized-keys --all", "serve", "init", "user list", "user add --email x@example.org", "key rotate",
    "backup {folder}/out", "restore {folder}/out", "check", "purge", "sample {folder}/out", "completion bash", "man",
    "demo", "scp -t {folder}/out", "scp -f /etc/passwd", "rsync --server . {folder}/out", "git-upload-pack x",
    "token list --user grace", "token list --user=root", "token list -u grace", "--user root", "token list --us root",
    "--database {folder}/x token list", "token list --database {folder}/x", "token list --data={folder}/x",
    "--config {folder}/x token list", "token list --config /etc/passwd", "token create -n x --internal",
    "token create -n x -i", "app list --all", "ssh-key add /etc/passwd", "ssh-key add {folder}/home/config",
    "token delete --token --force", "app show no-such-application", "'' list", "''", "token '' list", "sh\u00a0-c id",
    "token list \u202e", "../../bin/sh", "token\tlist\tid",
]


@pytest.fixture(scope="module")
def shared_sshd(shared_house, tmp_path_factory):
    """A server for tables of commands that change nothing, and Ada's key."""
    from sshd import Sshd

    folder = tmp_path_factory.mktemp("shared-sshd")
    key = make_key(folder)
    shared_house.run("ssh-key", "add", "-u", "ada", f"{key}.pub").ok()
    server = Sshd(shared_house, folder)
    server.key = key
    yield server
    server.close()


@pytest.mark.parametrize("command", BREAKOUTS)
def test_no_command_leads_out(shared_house, shared_sshd, command):
    command = command.format(folder=shared_house.folder.parent, database=shared_house.database)
    before = files(shared_house.folder.parent)
    done = shared_sshd.run(shared_sshd.key, command)
    assert done.status in (1, 2, 3, 4) and done.out == "", done
    assert "uid=" not in done.err and "root:" not in done.err, done
    assert files(shared_house.folder.parent) == before


@pytest.mark.parametrize("command", ["--user root", "token list -u grace", "token list --database=/tmp/x", "--config x scope list"])
def test_who_and_where_are_refused_with_a_reason(shared_sshd, command):
    done = shared_sshd.run(shared_sshd.key, command)
    assert done.status in (2, 4) and ("over SSH" in done.err or "unknown option -u" in done.err), done
    if done.status == 4:
        assert audit(shared_sshd.house, "access.refused")[-1][2:4] == ("what is the operator's, over SSH", "refused")


@pytest.mark.parametrize("command", ["  ", "''"])
def test_nothing_asked_is_the_account_manager_which_needs_a_terminal(shared_sshd, command):
    done = shared_sshd.run(shared_sshd.key, command)
    assert done.status in (1, 2) and done.err.count("\n") <= 2, done


def test_without_a_terminal_one_sentence_tells_what_to_do(shared_sshd):
    done = shared_sshd.run(shared_sshd.key, options=["-T"])
    done.fails(1, "the account manager needs a terminal: ssh -t")
    assert done.err.count("\n") == 1


@pytest.mark.parametrize("size", [10, 1000, 60_000, 65_537, 120_000])
def test_a_very_long_command_is_refused(shared_sshd, size):
    done = shared_sshd.run(shared_sshd.key, "token show -n " + "x" * size)
    assert done.status in (1, 2, 3, 255) and done.out == "", done
    assert len(done.err) < 1000


@pytest.mark.parametrize("command", [
    b"token list \xff", b"\xc3\x28", b"token create -n a\x1b[2Jb", b"token create -n a\x07b", b"token create -n 'a\nb'",
    b"token create -n \"a\xe2\x80\xaeb\"", b"token\x0blist", b"token create -n 'a\x7fb'",
])
def test_bytes_that_are_no_text_are_refused(shared_sshd, command):
    done = subprocess.run(
        [*shared_sshd.words(shared_sshd.key), shared_sshd.place, command], capture_output=True, timeout=SECONDS,
        stdin=subprocess.DEVNULL, env=shared_sshd.house.environment)
    assert done.returncode == 2 and done.stdout == b"", done
    assert b"\x1b" not in done.stderr and b"\x07" not in done.stderr


@pytest.mark.parametrize("options", [
    ["-L", "{port}:127.0.0.1:{sshd}"], ["-D", "{port}"], ["-R", "{port}:127.0.0.1:{sshd}"],
])
def test_no_port_is_forwarded(shared_sshd, options):
    import socket

    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    options = [option.format(port=port, sshd=shared_sshd.port) for option in options]
    remote = options[0] == "-R"
    client = subprocess.Popen(
        [*shared_sshd.words(shared_sshd.key, "-N", "-o", "ExitOnForwardFailure=yes", *options), shared_sshd.place],
        stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=shared_sshd.house.environment)
    try:
        if remote:  # The server must agree to listen, and the client leaves when it does not.
            assert client.wait(SECONDS) == 255
            return
        # The client listens by itself; the server opens no channel behind it.
        def answer():
            try:
                with socket.create_connection(("127.0.0.1", port), timeout=5) as connection:
                    if options[0] == "-D":
                        connection.sendall(b"\5\1\0")
                        connection.recv(2)
                        connection.sendall(b"\5\1\0\1\x7f\0\0\1" + shared_sshd.port.to_bytes(2, "big"))
                    return (connection.recv(64) or b"closed",)
            except ConnectionRefusedError:
                return None
            except ConnectionResetError:
                return (b"closed",)

        (got,) = until(answer, "the client never listens", SECONDS)
        assert b"SSH-" not in got
    finally:
        client.kill()
        client.wait(SECONDS)


@pytest.mark.parametrize("options", [["-A"], ["-X"], ["-Y"], ["-o", "Tunnel=yes"]])
def test_no_agent_and_no_display_is_forwarded(shared_sshd, options):
    done = shared_sshd.run(shared_sshd.key, "scope list --json", options=options, env={"DISPLAY": ":99"})
    assert done.status in (0, 255), done
    assert "agent" not in done.out


def test_neither_sftp_nor_scp_nor_another_subsystem(shared_house, shared_sshd, tmp_path):
    key = shared_sshd.key
    for words in (["sftp"], ["scp"], ["scp", "-O"]):
        base = [words[0], *words[1:], *shared_sshd.words(key, program=words[0])[1:]]
        if words[0] == "sftp":
            command = [*base, "-b", "-", shared_sshd.place]
        else:
            command = [*base, f"{shared_sshd.place}:/etc/passwd", str(tmp_path / "out")]
        done = subprocess.run(
            command, input=b"get /etc/passwd\nput /etc/hostname\n", capture_output=True, timeout=SECONDS,
            cwd=tmp_path, env=shared_house.environment)
        assert done.returncode != 0, done
    assert not (tmp_path / "out").exists() and not (tmp_path / "passwd").exists()
    for name in ("sftp", "netconf", "shell"):
        done = shared_sshd.run(key, name, options=["-s"])
        assert done.status != 0 and done.out == "", done


HOSTILE = {
    "POSTERN_DATABASE": "/tmp/other.db", "POSTERN_CONFIG": "/etc/passwd", "HOME": "/tmp", "XDG_DATA_HOME": "/tmp",
    "XDG_CONFIG_HOME": "/tmp", "XDG_DATA_DIRS": "/tmp", "EDITOR": "touch /tmp/owned", "VISUAL": "touch /tmp/owned",
    "TMPDIR": "/tmp/x", "TERMINFO": "/tmp", "TERMINFO_DIRS": "/tmp", "ESCDELAY": "99999", "LINES": "3", "COLUMNS": "7",
    "SSH_ORIGINAL_COMMAND": "user list", "SSH_CONNECTION": "evil", "SQLITE_TMPDIR": "/tmp/x", "OPENSSL_CONF": "/etc/passwd",
    "LC_ALL": "../../etc", "LANG": "/tmp/x", "LANGUAGE": "x" * 999, "TMUX": "/tmp/x", "LOCPATH": "/tmp",
}


@pytest.mark.parametrize("accept", ["LANG LC_*", " ".join(HOSTILE)])
def test_the_environment_of_a_client_changes_nothing(house, sshd, ada_key, accept):
    """Even where sshd hands it on, which docs/ssh.md says it should not."""
    server = sshd(AcceptEnv=accept)
    house.add_token("ada", "hers")
    plain = server.run(ada_key, "token list --json")
    for pairs in [[pair] for pair in HOSTILE.items()] + [list(HOSTILE.items())]:
        words = " ".join(f'"{name}={value}"' for name, value in pairs)
        done = server.run(ada_key, "token list --json", options=["-o", f"SetEnv {words}"])
        assert (done.status, done.out) == (0, plain.out), (pairs, done)
    assert {line[:2] for line in audit(house, "ssh.login")} <= {("ada", "ssh 127.0.0.1"), ("ada", "ssh unknown")}


def test_the_loader_is_given_nothing_by_a_client(house, sshd, ada_key, tmp_path):
    done = sshd().run(ada_key, "scope list", options=["-o", f"SetEnv LD_PRELOAD={tmp_path}/x.so LD_DEBUG=all"])
    assert done.ok().err == ""


# Terminals


@pytest.mark.parametrize("term", ["../../x", "/etc/passwd", "nothing-known", "x" * 300, "-", "xterm;id", "$(id)", "dumb", "vt100"])
def test_odd_terminals(house, sshd, ada_key, terminal, term):
    """The account manager assumes another, or says why it cannot open; it ends well in either case."""
    seen = terminal(house, program=["/usr/bin/env", *sshd().visit(ada_key)], env={"TERM": term})
    seen.wait_for(re.compile(rb"Applications|terminal"))
    assert b"uid=" not in seen.output
    try:
        seen.type("Q")
    except OSError:
        pass
    assert seen.finish() in (0, 1)


def test_a_terminal_of_one_cell_that_grows(house, sshd, ada_key, terminal):
    server = sshd()
    seen = terminal(house, program=["/usr/bin/env", *server.visit(ada_key)], size=(1, 1))
    until(server.sessions, "no session begins")
    seen.wait_for("\x1b[?2004h")
    seen.resize(80, 24)
    seen.wait_for("Applications")
    seen.resize(1, 1)
    seen.resize(40, 12)
    seen.type("Q")
    assert seen.finish() == 0


def test_a_cut_line_leaves_no_process(house, sshd, ada_key, terminal):
    server = sshd()
    for cut in ("hang up", "kill"):
        seen = terminal(house, program=["/usr/bin/env", *server.visit(ada_key)])
        seen.wait_for("Applications")
        pids = server.sessions()
        assert pids
        if cut == "hang up":
            seen.hang_up()
        else:
            seen.kill(9)
        until(lambda: not any(map(is_alive, pids)), lambda: f"{pids} still run", SECONDS)
        assert server.sessions() == []


def test_a_cut_line_ends_a_command_that_waits(house, sshd, ada_key):
    server = sshd()
    client = subprocess.Popen(
        [*server.words(ada_key), server.place, "ssh-key add"], stdin=subprocess.PIPE, env=house.environment)
    until(server.sessions, "no session begins", SECONDS)
    client.kill()
    client.wait(SECONDS)
    until(lambda: not server.sessions(), "it still waits", SECONDS)


# Nothing is written


def test_an_export_stays_on_the_screen(house, sshd, ada_key, screen):
    house.add_token("ada", "hers")
    before = files(house.folder)
    seen = screen(house, program=sshd().visit(ada_key), size=(100, 30))
    seen.wait_for("[1 Applications]")
    seen.keys("2").wait_for("hers")
    seen.keys("x").wait_for("No file is written here")
    seen.keys("e").wait_for("id,name,scopes", "hers", "press Enter")
    seen.keys("Enter").wait_for("[2 Tokens]", without=["id,name,scopes"])
    seen.keys("x").wait_for("No file is written here")
    seen.keys("j", "j", "j", "e").wait_for("Sent the list with OSC 52")
    until(lambda: '"name": "hers"' in seen.clipboard, "the clipboard has no list")
    seen.keys("Q")
    seen.wait_for_end()
    assert set(files(house.folder)) == set(before)


def test_a_secret_is_copied_or_shown_and_never_written(house, sshd, ada_key, screen):
    before = files(house.folder)
    seen = screen(house, program=sshd().visit(ada_key), size=(100, 30))
    seen.wait_for("[1 Applications]")
    seen.keys("2").wait_for("[2 Tokens]")
    seen.keys("n").wait_for("New personal access token")
    seen.type("ci").keys("C-s").wait_for("Copy it now", "psp_")
    seen.keys("w").wait_for("is off: over SSH nothing but the screen is yours")
    seen.keys("p").wait_for("press Enter", "psp_")
    seen.keys("Enter").wait_for("Copy it now")
    seen.keys("Enter").wait_for("[2 Tokens]", "ci")
    seen.keys("Q")
    seen.wait_for_end()
    assert set(files(house.folder)) == set(before)


def test_no_editor_opens_and_nothing_is_suspended(house, sshd, ada_key, screen, tmp_path):
    owned = tmp_path / "owned"
    server = sshd(AcceptEnv="EDITOR VISUAL")
    seen = screen(house, program=server.visit(ada_key, options=["-o", f"SetEnv EDITOR=\"touch {owned}\""]))
    seen.wait_for("[1 Applications]")
    seen.keys("C-z").wait_for("is off: over SSH nothing but the screen is yours")
    seen.keys("n").wait_for("New application")
    seen.keys("Tab").keys("C-e").wait_for("is off: over SSH nothing but the screen is yours")
    seen.keys("C-z").wait_for("is off")
    seen.keys("Escape").wait_for("[1 Applications]")
    seen.keys("Q")
    assert seen.wait_for_end() == 0
    assert not owned.exists()


# Keys and their lines


def test_keys_of_every_kind_have_the_fingerprint_of_ssh_keygen(house, tmp_path):
    for kind, bits in (("ed25519", None), ("ecdsa", 256), ("ecdsa", 384), ("ecdsa", 521), ("rsa", 2048), ("rsa", 3072)):
        key = make_key(tmp_path, f"{kind}{bits}", kind, bits=bits)
        added = house.run("ssh-key", "add", "-u", "ada", "--json", f"{key}.pub").json
        assert added["fingerprint"] == fingerprint(key) and added["name"] == "ada@laptop"
    assert len(house.run("ssh-key", "list", "-u", "ada", "--json").json) == 6


def test_a_private_key_is_told_as_such_and_goes_nowhere(house, ada_key):
    for words, text in ((["--name", "x"], ada_key.read_text()), ([str(ada_key)], "")):
        done = house.run("ssh-key", "add", "-u", "ada", *words, input=text)
        done.fails(1, "That is a private key")
        assert ada_key.read_text().split("\n")[1] not in done.err


@pytest.mark.parametrize("comment", [
    'quo"te', "quo'te", "a b", "back\\slash", 'end\\"', "$(id)", "`id`", "ünï", "x" * 300, 'command="sh"', "", "a, b",
])
def test_a_comment_of_any_kind_is_only_a_name(house, sshd, tmp_path, comment):
    key = make_key(tmp_path, comment=comment)
    house.run("ssh-key", "add", "-u", "ada", f"{key}.pub").ok()
    assert len(sshd().run(key, "ssh-key list --json").json) == 1


@pytest.mark.parametrize("comment", ["a\nb", 'a\ncommand="sh" ssh-rsa AAAA', "a\x1b[2Jb", "a\x07b", "a\u202eb", "a\rb"])
def test_a_comment_that_breaks_the_line_is_refused(house, ada_key, comment):
    line = (ada_key.parent / "key.pub").read_text().strip()
    done = house.run("ssh-key", "add", "-u", "grace", input=f"{line} {comment}\n")
    assert done.status in (1, 2) and done.out == "", done
    assert "\x1b" not in done.err and house.run("ssh-key", "list", "-u", "grace", "--json").json == []


def test_sshd_is_answered_for_the_key_it_asks_about_and_no_other(house, ada_key):
    kind, text, _ = (ada_key.parent / "key.pub").read_text().split()
    known = fingerprint(ada_key)

    def ask(*words):
        return house.run("ssh-key", "authorized-keys", *words).ok().out

    line = ask(known)
    assert line.count("\n") == 1 and line.endswith(f" {kind} {text}\n")
    assert line.startswith(f'restrict,pty,command="{os.path.realpath(house.binary)} ssh-session --key 1 --database ')
    assert str(house.database) in line and str(house.config) in line
    assert ask(kind, text) == ask("root", kind, text) == ask("root", known) == ask("--all") == line
    for words in ([], ["root"], ["SHA256:unknown"], ["SHA256:"], [kind], [kind, "AAAA"], [kind, text[:-4]], ["ssh-rsa", text],
                  [text], ["%f"], ["'; DROP TABLE ssh_keys; --"], [known[:-1]], [known.lower()]):
        assert ask(*words) == "", words
    house.run("user", "add", "--email", "x@example.org", "--admin", input=PASSWORD + "\n").ok()
    house.run("user", "disable", "ada").ok()
    assert ask(known) == ask("--all") == ""


@pytest.mark.parametrize("name", ["with space", "quo'te", 'quo"te', "back\\slash", 'mixed \\"\'$(id)`id`;&', "ünï", "%f %u", "$HOME"])
def test_a_database_of_any_path_is_named_in_the_line(house, sshd, ada_key, name):
    folder = house.folder / name
    folder.mkdir(mode=0o700)
    house.database.rename(folder / "postern.db")
    for leftover in ("-wal", "-shm"):
        path = house.database.with_name("postern.db" + leftover)
        if path.exists():
            path.rename(folder / ("postern.db" + leftover))
    house.database = folder / "postern.db"
    line = house.run("ssh-key", "authorized-keys", "--database", house.database, fingerprint(ada_key)).ok().out
    keys = house.folder / "authorized_keys"
    keys.write_text(line)
    assert len(sshd(keys=keys).run(ada_key, "ssh-key list --json").json) == 1


def test_a_relative_path_is_made_absolute(house, sshd, ada_key):
    line = house.run(
        "ssh-key", "authorized-keys", "--database", "data/postern/postern.db", "--config", "config/postern/config.json5",
        fingerprint(ada_key)).ok().out
    keys = house.folder / "authorized_keys"
    keys.write_text(line)
    sshd(keys=keys).run(ada_key, "ssh-key list").ok()


@pytest.mark.parametrize("character", ["\n", "\r", "\x1b", "\x7f"])
def test_a_database_whose_path_breaks_the_line_is_refused(house, ada_key, character):
    folder = house.folder / f"a{character}b"
    folder.mkdir(mode=0o700)
    house.database.rename(folder / "postern.db")
    done = house.run("ssh-key", "authorized-keys", "--database", folder / "postern.db", fingerprint(ada_key))
    done.fails(1, "control character")


def test_the_answer_does_not_wait_for_a_writer(house, ada_key, lock):
    lock.execute("BEGIN IMMEDIATE")
    began = time.monotonic()
    assert house.run("ssh-key", "authorized-keys", fingerprint(ada_key)).ok().out
    assert time.monotonic() - began < 5


def test_json_of_keys(house, ada_key):
    (key,) = json.loads(house.run("ssh-key", "list", "-u", "ada", "--json").ok().out)
    assert set(key) == {"id", "name", "user_id", "type", "fingerprint", "key", "created_at", "last_used_at"}
    house.run("ssh-key", "delete", "-u", "grace", key["id"], "--force").fails(3, "No SSH key")
    house.run("ssh-key", "delete", "-u", "ada", key["id"]).fails(2, "--force is required")
    assert house.run("ssh-key", "delete", "-u", "ada", key["fingerprint"], "--force", "--json").json == key


# Certificates


def certify(folder, key, *principals, serial=7, words=()):
    """Signs a key for these principals, with the authority of the folder."""
    authority = folder / "authority"
    if not authority.exists():
        make_key(folder, "authority", comment="authority")
    subprocess.run(
        ["ssh-keygen", "-q", "-s", authority, "-I", "somebody", "-z", str(serial), *(["-n", ",".join(principals)] if principals else []),
         *words, f"{key}.pub"], check=True, capture_output=True, timeout=SECONDS)
    return key


@pytest.fixture
def certified(house, sshd, tmp_path):
    """A server that trusts an authority of its own."""
    make_key(tmp_path, "authority", comment="authority")
    ask = f"/usr/bin/env {house.binary} ssh-key authorized-principals --database {house.database} --config {house.config} %t %k"
    server = sshd(TrustedUserCAKeys=tmp_path / "authority.pub", AuthorizedPrincipalsCommand=ask,
                  AuthorizedPrincipalsCommandUser=pwd.getpwuid(os.geteuid()).pw_name)
    return server


@pytest.mark.parametrize("kind,bits", [("ed25519", None), ("ecdsa", 256), ("ecdsa", 521), ("rsa", 2048)])
def test_a_certificate_opens_the_account_that_it_names(house, certified, tmp_path, kind, bits):
    key = certify(tmp_path, make_key(tmp_path, kind=kind, bits=bits), "grace")
    house.add_token("grace", "hers")
    assert [token["name"] for token in certified.run(key, "token list --json").json] == ["hers"]
    (line,) = audit(house, "ssh.login")
    assert line == ("grace", "ssh 127.0.0.1", "grace", "done", "certificate 7")


@pytest.mark.parametrize("principals", [("ada@example.org",), ("ada", "ada@example.org"), ("nobody", "ada"), ("root", "ada", "ops")])
def test_other_names_do_as_well(house, certified, tmp_path, principals):
    house.add_token("ada", "hers")
    key = certify(tmp_path, make_key(tmp_path), *principals)
    assert [token["name"] for token in certified.run(key, "token list --json").json] == ["hers"]


@pytest.mark.parametrize("principals,words", [
    (("nobody",), ()), ((), ()), (("1",), ()), (("ada", "grace"), ()), (("a d a",), ()), (("root",), ()), (("*",), ()),
    (("ada",), ("-V", "20200101:20200102")), (("ada",), ("-h",)), (("ada",), ("-O", "force-command=id")),
])
def test_a_certificate_that_is_nobodys_or_no_good_opens_nothing(house, certified, tmp_path, principals, words):
    key = certify(tmp_path, make_key(tmp_path), *principals, words=words)
    done = certified.run(key, "token list --json")
    assert done.status != 0 and "uid=" not in done.out + done.err, done


def test_whoever_is_disabled_has_no_use_of_a_certificate(house, certified, tmp_path):
    key = certify(tmp_path, make_key(tmp_path), "grace")
    certified.run(key, "token list").ok()
    house.run("user", "disable", "grace").ok()
    assert certified.run(key, "token list").status == 255
    done = house.run("ssh-session", "--account", "2", "--serial", "7", "--database", house.database)
    done.fails(4, "You were signed out elsewhere")


def test_a_certificate_runs_no_other_command_either(house, certified, tmp_path):
    key = certify(tmp_path, make_key(tmp_path), "grace")
    for command in ("sh -c id", "token list -u ada", "user list"):
        assert certified.run(key, command).status == 2


@pytest.mark.parametrize("words", [[], ["--key", "1", "--account", "1"], ["--account", "1"], ["--key", "x"], ["--key", "0"],
                                   ["--account", "1", "--serial", "-1"], ["--key", "99"], ["--account", "99", "--serial", "1"]])
def test_a_session_that_names_nobody_opens_nothing(house, words):
    assert house.run("ssh-session", *words, "--database", house.database).status in (2, 4)
    assert house.run("ssh-session", "--key", "1").status == 2
