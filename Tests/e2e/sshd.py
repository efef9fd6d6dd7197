"""A real OpenSSH server on the loopback interface, set up as docs/ssh.md says, and people who come in by it."""

import glob
import os
import pathlib
import pwd
import re
import signal
import socket
import subprocess

import pytest

from screen import until

SECONDS = 60
DOCUMENT = pathlib.Path(__file__).parents[2] / "docs" / "ssh.md"


def documented(house, user, keys=None):
    """The lines of the document, for this house and this user; `keys` is a file of lines instead of the command."""
    (block,) = re.findall(r"```sshd_config\n(.*?)```", DOCUMENT.read_text(encoding="utf-8"), re.DOTALL)
    lines = block.replace("Match User postern", f"Match User {user}")
    lines = lines.replace("CommandUser postern", f"CommandUser {user}")
    # sshd wants the program to be root's own, and all folders above; env is, wherever the tests are built.
    lines = lines.replace("/usr/bin/postern", f"/usr/bin/env {house.binary}")
    lines = lines.replace("/var/lib/postern/postern.db", str(house.database))
    lines = lines.replace("/etc/postern/config.json5", str(house.config))
    if keys:
        lines = lines.replace("AuthorizedKeysFile none", f"AuthorizedKeysFile {keys}")
        lines = re.sub(r" +AuthorizedKeysCommand.*\n", "", lines)
    assert lines != block
    return lines


def make_key(folder, name="key", kind="ed25519", comment="ada@laptop", bits=None):
    """A fresh key pair; answers the path of the private one."""
    path = pathlib.Path(folder) / name
    subprocess.run(
        ["ssh-keygen", "-q", "-t", kind, *(["-b", str(bits)] if bits else []), "-N", "", "-C", comment, "-f", path],
        check=True, timeout=SECONDS)
    return path


def fingerprint(path):
    """What ssh-keygen says of a key."""
    return subprocess.run(
        ["ssh-keygen", "-l", "-f", f"{path}.pub"], check=True, capture_output=True, text=True).stdout.split()[1]


class Sshd:
    """OpenSSH's server. Everybody comes in as the user who runs the tests, as they would as `postern`."""

    def __init__(self, house, folder, keys=None, **settings):
        self.house = house
        self.folder = folder
        self.user = pwd.getpwuid(os.geteuid()).pw_name
        root = os.environ.get("POSTERN_SSHD", "")
        program = f"{root}/usr/sbin/sshd"
        assert os.access(program, os.X_OK), "POSTERN_SSHD must name the unpacked openssh-server: run ./dev test"
        if os.geteuid() == 0:
            os.makedirs("/run/sshd", mode=0o755, exist_ok=True)
        make_key(folder, "host")
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        (folder / "sshd_config").write_text("\n".join([
            f"Port {self.port}", "ListenAddress 127.0.0.1", f"HostKey {folder}/host", "PidFile none", "UsePAM no",
            "StrictModes no", "PermitRootLogin yes", "MaxStartups 100", "LogLevel VERBOSE",
            f"Subsystem sftp {root}/usr/lib/openssh/sftp-server",
            *(f"{name} {value}" for name, value in settings.items()), documented(house, self.user, keys),
        ]))
        libraries = glob.glob(f"{root}/usr/lib/*-linux-gnu") + glob.glob(f"{root}/lib/*-linux-gnu")
        self.log = folder / "log"
        with open(self.log, "wb") as log:
            self.process = subprocess.Popen(
                [program, "-D", "-e", "-f", folder / "sshd_config"], stdin=subprocess.DEVNULL, stdout=log, stderr=log,
                env={"PATH": os.environ["PATH"], "LD_LIBRARY_PATH": ":".join(libraries)})
        until(lambda: self.process.poll() is not None or self._answers(), lambda: self.said)
        assert self.process.poll() is None, self.said

    @property
    def said(self):
        return self.log.read_text(encoding="utf-8", errors="replace")

    def _answers(self):
        try:
            with socket.create_connection(("127.0.0.1", self.port), timeout=5) as connection:
                return connection.recv(4) == b"SSH-"
        except OSError:
            return False

    def words(self, key, *options, program="ssh"):
        """The command line of a client, as far as the place to go to."""
        settings = [
            "StrictHostKeyChecking=no", "UserKnownHostsFile=/dev/null", "LogLevel=ERROR", "BatchMode=yes",
            "IdentitiesOnly=yes", "IdentityAgent=none", "ConnectTimeout=30",
        ]
        words = [program, "-F", "none", *(word for setting in settings for word in ("-o", setting)), "-i", str(key)]
        port = "-p" if program == "ssh" else "-P"
        return [*words, port, str(self.port), *options]

    @property
    def place(self):
        return f"{self.user}@127.0.0.1"

    @staticmethod
    def _command(words):
        # ssh looks for options of its own behind the place, too.
        return ["--", *words] if words else []

    def run(self, key, *command, options=(), input="", env=None):
        """A command over SSH, without a terminal."""
        from conftest import Result

        done = subprocess.run(
            [*self.words(key, *options), self.place, *self._command(command)], capture_output=True, timeout=SECONDS,
            input=input.encode() if isinstance(input, str) else input,
            env={**self.house.environment, **(env or {})})
        return Result(done.returncode, done.stdout.decode(errors="replace"), done.stderr.decode(errors="replace"))

    def visit(self, key, *command, options=()):
        """The words of a client with a terminal."""
        return [*self.words(key, "-tt", *options), self.place, *self._command(command)]

    def sessions(self):
        """The processes of Postern that sshd has started and that still run."""
        found = []
        for entry in os.listdir("/proc"):
            if not entry.isdigit():
                continue
            try:
                with open(f"/proc/{entry}/cmdline", "rb") as file:
                    words = file.read().split(b"\0")
            except OSError:
                continue
            if b"ssh-session" in words and str(self.house.database).encode() in words:
                found.append(int(entry))
        return found

    def close(self):
        self.process.send_signal(signal.SIGTERM)
        self.process.wait(SECONDS)


@pytest.fixture
def sshd(house, tmp_path):
    """Starts OpenSSH's server for the house; none survives the test."""
    servers = []

    def start(**options):
        folder = tmp_path / f"sshd{len(servers)}"
        folder.mkdir()
        servers.append(Sshd(house, folder, **options))
        return servers[-1]

    yield start
    for server in servers:
        server.close()


@pytest.fixture
def ada_key(house, tmp_path):
    """A key that opens Ada's account."""
    key = make_key(tmp_path)
    house.run("ssh-key", "add", "-u", "ada", f"{key}.pub").ok()
    return key
