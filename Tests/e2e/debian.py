"""A clean Debian to install the package in: made once with debootstrap, kept under .build, copied for each use."""

import os
import pathlib
import shutil
import subprocess
import tempfile
import zlib

import pytest

ROOT = pathlib.Path(__file__).parents[2]
KEPT = ROOT / ".build" / "debian"
MIRROR = os.environ.get("POSTERN_DEBIAN_MIRROR", "http://deb.debian.org/debian")
# What the tests look with; none of it is needed by the package.
LOOKING_GLASS = ["curl", "tmux", "man-db", "bash-completion", "zsh", "fish", "ncurses-term"]
# A clean minimal Debian leaves the manual out, and starts no services.
POLICY = "#!/bin/sh\nexit 101\n"


def codename():
    """This machine's Debian: what is built here runs there."""
    for line in pathlib.Path("/etc/os-release").read_text().splitlines():
        if line.startswith("VERSION_CODENAME="):
            return line.partition("=")[2].strip('"')
    return "stable"


class Debian:
    """A Debian in a folder. Commands run in it with mounts and processes of their own, which go with them."""

    def __init__(self, folder):
        self.folder = pathlib.Path(folder)

    def path(self, inside):
        return self.folder / str(inside).lstrip("/")

    def command(self, *words):
        """How a command in it is called from outside."""
        inside = (
            'mount -t proc proc "$0/proc" && mount --rbind /dev "$0/dev" && mount -t tmpfs tmpfs "$0/run" '
            '&& mount -t tmpfs tmpfs "$0/tmp" && if [ -d "$1" ]; then mount --bind "$1" "$0/var/cache/apt/archives"; fi '
            '&& shift && exec chroot "$0" "$@"'
        )
        return ["unshare", "--mount", "--pid", "--fork", "--kill-child", "sh", "-c", inside, str(self.folder),
                str(KEPT / "archives"), *map(str, words)]

    @property
    def environment(self):
        proxies = {name: value for name, value in os.environ.items() if name.lower().endswith("_proxy")}
        return {
            "PATH": "/usr/sbin:/usr/bin:/sbin:/bin", "HOME": "/root", "LANG": "C.UTF-8", "TERM": "xterm-256color",
            "DEBIAN_FRONTEND": "noninteractive", **proxies,
        }

    def run(self, *words, input="", seconds=300):
        """Runs a command in it as root; it must work."""
        done = self.try_to(*words, input=input, seconds=seconds)
        assert done.returncode == 0, f"{words}\n--- out\n{done.stdout}--- err\n{done.stderr}"
        return done.stdout

    def try_to(self, *words, input="", seconds=300):
        return subprocess.run(
            self.command(*words), input=input, env=self.environment, capture_output=True, text=True, timeout=seconds)

    def install(self, file):
        """Installs a package with all that it needs."""
        words = ["apt-get", "install", "-q", "-y", "--no-install-recommends", file]
        # What apt knows of the mirror may be from when the clean Debian was made.
        if self.try_to(*words, seconds=900).returncode != 0:
            self.run("apt-get", "update", "-q", seconds=900)
            self.run(*words, seconds=900)

    def shell(self, script, **options):
        return self.run("bash", "-c", script, **options)

    def as_postern(self, *words, **options):
        """Runs a command as the system user, as an administrator would."""
        return self.run("runuser", "-u", "postern", "--", *words, **options)


def make(folder):
    """Makes the clean Debian, with what the tests look with."""
    subprocess.run(
        ["debootstrap", "--variant=minbase", "--include=ca-certificates", codename(), str(folder), MIRROR],
        check=True, capture_output=True, text=True, timeout=900)
    debian = Debian(folder)
    debian.path("/usr/sbin/policy-rc.d").write_text(POLICY)
    debian.path("/usr/sbin/policy-rc.d").chmod(0o755)
    # Security updates are where the package's libraries come from on a real machine.
    with open(debian.path("/etc/apt/sources.list"), "a", encoding="utf-8") as sources:
        security = os.environ.get("POSTERN_DEBIAN_SECURITY_MIRROR", MIRROR.rstrip("/") + "-security")
        sources.write(f"deb {security} {codename()}-security main\n")
    debian.run("apt-get", "update", "-q")
    debian.run("apt-get", "install", "-q", "-y", "--no-install-recommends", *LOOKING_GLASS, seconds=900)


@pytest.fixture(scope="session")
def clean_debian():
    """A clean Debian that nothing is installed in."""
    if os.geteuid() != 0:
        pytest.skip("only root can make a clean Debian to install the package in")
    # Another list of what is in it makes another one.
    kept = KEPT / f"{codename()}-{zlib.crc32(' '.join(LOOKING_GLASS).encode()):08x}"
    (KEPT / "archives" / "partial").mkdir(parents=True, exist_ok=True)
    if not (kept / "etc").exists():
        making = pathlib.Path(tempfile.mkdtemp(dir=KEPT))
        try:
            make(making)
        except subprocess.CalledProcessError as error:
            pytest.fail(f"debootstrap could not make a clean Debian: {error.stderr or error.stdout}")
        else:
            making.rename(kept)
        finally:
            shutil.rmtree(making, ignore_errors=True)
        kept.chmod(0o755)
    return kept


@pytest.fixture(scope="module")
def debian(clean_debian):
    """A copy of it, to install things in."""
    folder = pathlib.Path(tempfile.mkdtemp(prefix="copy-", dir=KEPT))
    subprocess.run(["cp", "-a", "--reflink=auto", f"{clean_debian}/.", folder], check=True)
    folder.chmod(0o755)
    yield Debian(folder)
    # Every mount was a command's own and is gone.
    subprocess.run(["rm", "-rf", "--one-file-system", folder], check=True)
