"""The command line itself: help, wrong words, completions, the manual."""

import pathlib
import subprocess

import pytest

COMMANDS = [
    "tui", "demo", "serve", "init",
    "user add", "user list", "user show", "user enable", "user disable", "user promote", "user demote",
    "user password", "user delete",
    "app add", "app list", "app show", "app edit", "app reset-secret", "app end-secret", "app delete",
    "token create", "token list", "token show", "token edit", "token delete",
    "authorized list", "authorized show", "authorized revoke",
    "scope list", "ssh-key add", "ssh-key list", "ssh-key delete", "ssh-key authorized-keys", "ssh-key authorized-principals",
    "audit list", "audit follow", "key list", "key rotate", "backup", "restore", "check", "purge", "sample", "completion",
]


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_has_help_on_standard_output(bare, command):
    done = bare.run(*command.split(), "--help").ok()
    assert done.out.startswith(f"Usage: postern {command} ")
    assert done.err == ""
    assert "--database URL" in done.out


def test_help_of_the_program_and_of_a_group(bare):
    done = bare.run("--help").ok()
    for command in COMMANDS:
        assert f"\n  {command.split()[0]} " in done.out
    assert "postern user COMMAND --help" in bare.run("user", "--help").ok().out


def test_version(bare):
    assert bare.run("--version").ok().out.startswith("postern 0.")


@pytest.mark.parametrize(
    "words, sentence",
    [
        (["usr"], 'unknown command "usr"; did you mean "postern user"?'),
        (["user"], '"postern user" needs one of: add, list'),
        (["user", "lits"], 'did you mean "postern user list"?'),
        (["user", "list", "--jsno"], "unknown option --jsno; did you mean --json?"),
        (["user", "add"], "--email is missing."),
        (["app", "add", "--user", "ada"], "--name is missing."),
        (["app", "show"], "CLIENT_ID is missing."),
        (["user", "list", "extra"], 'unexpected "extra".'),
        (["completion", "tcsh"], 'the shell must be bash, zsh or fish, not "tcsh".'),
        (["app", "list"], "say whose: --user USER, or --all."),
        (["token", "delete"], "say which: --name NAME and --user USER, or --token."),
        (["token", "edit", "-n", "x", "-u", "ada"], "nothing to change"),
        (["app", "edit", "ID"], "nothing to change"),
        (["user", "list", "\x1b[31m"], "unexpected \"\ufffd[31m\"."),
    ],
)
def test_a_wrong_command_line_says_what_to_do(bare, words, sentence):
    done = bare.run(*words).fails(2, sentence, "--help")
    assert done.err.startswith("postern: ")


def test_a_secret_on_the_command_line_is_not_repeated(bare):
    done = bare.run("token", "delete", "psp_x8Rk2Vt6Wp0Yq4Zs1B").fails(2, "a secret never belongs on the command line")
    assert "x8Rk2" not in done.err
    assert "x8Rk2" not in bare.run("token", "delete", "--token=psp_x8Rk2").fails(2, "--token takes no value.").err


def test_words_that_are_no_text_are_refused(bare):
    done = subprocess.run([bare.binary, b"user", b"show", b"\xff\xfe"], env=bare.environment, capture_output=True)
    assert done.returncode == 2
    assert b"UTF-8" in done.stderr


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_completions_are_scripts_that_their_shell_accepts(bare, shell, tmp_path):
    script = bare.run("completion", shell).ok().out
    for command in COMMANDS:
        assert command.split()[-1] in script
    file = tmp_path / "script"
    file.write_text(script)
    try:
        subprocess.run([shell, "-n", file], check=True, capture_output=True)
    except FileNotFoundError:
        pytest.skip(f"no {shell} here")


@pytest.mark.parametrize(
    "line, expected",
    [
        ("postern us", {"user"}),
        ("postern user pro", {"promote"}),
        ("postern user --database x add --em", {"--email"}),
        ("postern completion z", {"zsh"}),
        ("postern app add --name app --pu", {"--public"}),
        ("postern --data", {"--database"}),
        ("postern token create -n x ", set()),
    ],
)
def test_bash_completes(bare, line, expected):
    words = line.split(" ")
    listed = " ".join(f"'{word}'" for word in words)
    program = f"""
        source <("{bare.binary}" completion bash)
        COMP_WORDS=({listed}); COMP_CWORD={len(words) - 1}; COMP_LINE='{line}'; COMP_POINT={len(line)}
        _postern
        printf '%s\\n' "${{COMPREPLY[@]}}"
    """
    done = subprocess.run(["bash", "-c", program], env=bare.environment, capture_output=True, text=True, check=True)
    assert set(done.stdout.split()) == expected, done


def test_the_manual_that_is_kept_is_the_one_that_the_program_writes(bare, tmp_path):
    kept = pathlib.Path(__file__).parents[2] / "man"
    written = tmp_path / "man"
    written.mkdir()
    bare.run("man", "--folder", written).ok()
    pages = {page.name: page.read_text() for page in written.iterdir()}
    assert pages == {page.name: page.read_text() for page in kept.iterdir()}, "a table has changed: run ./dev man"
    assert bare.run("man").ok().out == pages["postern.1"]
    for command in COMMANDS:
        page = pages[f"postern-{command.split()[0]}.1"].replace("\\-", "-")
        assert f"postern {command} " in page or f"postern {command}\n" in page, command


def test_no_formatter_finds_fault_with_the_manual(bare, tmp_path):
    written = tmp_path / "man"
    written.mkdir()
    bare.run("man", "--folder", written).ok()
    for page in written.iterdir():
        done = subprocess.run(["man", "--warnings", "-l", page], capture_output=True, text=True)
        assert (done.returncode, done.stderr) == (0, ""), page
        done = subprocess.run(["mandoc", "-T", "lint", "-W", "warning", page], capture_output=True, text=True)
        # A page without a date is the same whenever it is written.
        found = [line for line in done.stdout.splitlines() if "missing date" not in line]
        assert not found, found


def test_a_manual_that_cannot_be_written_is_told(bare):
    bare.run("man", "--folder", "/nonexistent").fails(1, "cannot write /nonexistent/postern.1")
