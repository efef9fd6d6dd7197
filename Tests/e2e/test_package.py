"""The Debian package: made, looked at, and installed, used, upgraded and removed in a clean Debian."""

import os
import pathlib
import re
import shlex
import shutil
import signal
import socket
import subprocess

import pytest
import requests

from debian import ROOT, clean_debian, debian  # noqa: F401 (fixtures)
from screen import Screen, until

PASSWORD = "correct horse battery\n"
SYSTEMD = ROOT / "packaging" / "systemd"
# Commands of the documents that are not there in a clean Debian, and what they do in it: systemd does not run in it.
SHIMS = {
    "sudo": '#!/bin/sh\n[ "$1" = -u ] || exit 9\nuser=$2\nshift 2\nexec runuser -u "$user" -- "$@"\n',
    "systemctl": """#!/bin/sh
echo "$@" >>/var/tmp/systemctl
for word in "$@"; do
  case $word in
    start | stop | restart | reload | enable | --now) ;;
    *.*) [ -f "/lib/systemd/system/$word" ] || exit 5 ;;
    *) [ -f "/lib/systemd/system/$word.service" ] || exit 5 ;;
  esac
done
""",
}


@pytest.fixture(scope="session")
def package():
    """The package's path."""
    done = subprocess.run([ROOT / "dev", "deb"], capture_output=True, text=True, timeout=3000)
    assert done.returncode == 0, done.stderr
    return ROOT / done.stdout.splitlines()[-1]


@pytest.fixture(scope="module")
def installed(debian, package):
    """A clean Debian with the package installed by apt."""
    shutil.copy(package, debian.path("/var/tmp"))
    debian.install(f"/var/tmp/{package.name}")
    return debian


@pytest.fixture(scope="module")
def furnished(installed):
    """The same with an administrator, ada, and somebody else, grace."""
    installed.as_postern(
        "postern", "init", "--email", "ada@example.org", "--username", "ada", input=PASSWORD)
    installed.as_postern(
        "postern", "user", "add", "--email", "grace@example.org", "--username", "grace", input=PASSWORD)
    return installed


# The package itself

def test_the_same_program_gives_the_same_package_byte_for_byte(package, tmp_path):
    program = tmp_path / "postern"
    with open(program, "wb") as file:
        subprocess.run(
            f"dpkg-deb --fsys-tarfile {package} | tar -x -O ./usr/bin/postern", shell=True, check=True, stdout=file)
    program.chmod(0o755)
    os.utime(program, (1, 1))
    subprocess.run([ROOT / "packaging" / "deb.sh", program, tmp_path], check=True, env={**os.environ, "TZ": "Asia/Tokyo"})
    assert (tmp_path / package.name).read_bytes() == package.read_bytes()


def test_lintian_finds_no_fault(package):
    done = subprocess.run(
        ["lintian", "--allow-root", "--fail-on", "error,warning", "--display-info", package], capture_output=True,
        text=True)
    assert done.returncode == 0 and not re.search(r"^[EWI]:", done.stdout, re.M), done.stdout + done.stderr


def test_nobody_but_the_owner_can_write_what_it_installs(package):
    listed = subprocess.run(["dpkg-deb", "--contents", package], check=True, capture_output=True, text=True).stdout
    for line in listed.splitlines():
        mode, owner = line.split()[:2]
        assert owner == "root/root" and mode in ("drwxr-xr-x", "-rw-r--r--", "-rwxr-xr-x"), line


def test_it_depends_on_what_the_program_is_linked_with(package):
    depends = subprocess.run(["dpkg-deb", "-f", package, "Depends"], check=True, capture_output=True, text=True).stdout
    for library in ["libc6", "libmicrohttpd", "libncursesw6", "libsqlite3-0", "libssl3"]:
        assert library in depends, depends
    assert "swift" not in depends


# The units

@pytest.mark.parametrize("unit", ["postern.service", "postern-backup.service", "postern-backup.timer"])
def test_systemd_understands_the_units(unit, tmp_path, binary):
    # Verified where the program is not installed: the path of another one stands for it.
    for file in SYSTEMD.iterdir():
        (tmp_path / file.name).write_text(file.read_text().replace("/usr/bin/postern", binary))
    done = subprocess.run(
        ["systemd-analyze", "verify", "--man=no", tmp_path / unit], capture_output=True, text=True)
    assert done.returncode == 0 and unit not in done.stderr, done.stderr


@pytest.mark.parametrize("unit", ["postern.service", "postern-backup.service"])
def test_systemd_finds_the_sandbox_tight(unit):
    done = subprocess.run(
        ["systemd-analyze", "security", "--offline=true", "--threshold=15", "--no-pager", SYSTEMD / unit],
        capture_output=True, text=True)
    assert done.returncode == 0, done.stdout


def allowed_calls():
    """The system calls that postern.service lets through."""
    text = subprocess.run(["systemd-analyze", "syscall-filter"], check=True, capture_output=True, text=True).stdout
    sets, name = {}, None
    for line in text.splitlines():
        if line.startswith("@"):
            name = line.strip()
            sets[name] = set()
        elif name and line.strip() and not line.strip().startswith("#"):
            sets[name].add(line.strip())

    def calls(name):
        return set().union(*(calls(each) if each.startswith("@") else {each} for each in sets[name]))

    allowed = set()
    for line in re.findall(r"(?m)^SystemCallFilter=(.*)$", (SYSTEMD / "postern.service").read_text()):
        found = set().union(*(calls(each) for each in line.lstrip("~").split()))
        allowed = allowed - found if line.startswith("~") else allowed | found
    return allowed


def test_the_server_asks_the_system_for_nothing_that_the_sandbox_refuses(house, tmp_path):
    log = tmp_path / "calls"
    server = subprocess.Popen(
        ["strace", "-f", "-qq", "-o", log, house.binary, "serve", "--listen", f"127.0.0.1:{free_port()}"],
        env=house.environment, stdout=subprocess.PIPE, text=True)
    try:
        url = server.stdout.readline().split()[-1]
        client = house.add_application("ada", "Robot")
        answer = requests.post(
            f"{url}/oauth/token", data={"grant_type": "client_credentials"},
            auth=(client["client_id"], client["client_secret"]), timeout=60)
        assert answer.status_code == 200
        assert requests.get(f"{url}/login", timeout=60).status_code == 200
        assert requests.get(f"{url}/metrics", timeout=60).status_code == 200
        child = int(pathlib.Path(f"/proc/{server.pid}/task/{server.pid}/children").read_text().split()[0])
        os.kill(child, signal.SIGHUP)
        os.kill(child, signal.SIGTERM)
        assert server.wait(60) == 0
    finally:
        server.kill()
    text = log.read_text()
    called = set(re.findall(r"(?m)^\d+\s+(\w+)\(", text))
    assert {"epoll_wait", "accept4", "fdatasync"} & called and len(called) > 20
    # SQLite gives its files to the database's owner when root opens it, who the unit's user is not.
    assert called - allowed_calls() <= {"fchown"}, called - allowed_calls()
    # MemoryDenyWriteExecute and RestrictAddressFamilies.
    assert not re.search(r"mmap\([^)]*PROT_WRITE\|PROT_EXEC|mprotect\([^)]*PROT_EXEC", text)
    assert set(re.findall(r"socket\((AF_\w+)", text)) <= {"AF_INET", "AF_INET6", "AF_UNIX"}


# Installed

def test_the_package_makes_a_system_user_and_folders_that_are_its_own(installed):
    name, _, number, _, _, home, shell = installed.run("getent", "passwd", "postern").strip().split(":")
    assert (home, shell) == ("/var/lib/postern", "/usr/sbin/nologin")
    assert int(number) < 1000
    for folder in ["/var/lib/postern", "/var/backups/postern"]:
        assert installed.run("stat", "-c", "%U:%G %a", folder).strip() == "postern:postern 700"
    assert installed.run("stat", "-c", "%U %a", "/etc/postern/config.json5").strip() == "root 644"


def test_an_installed_postern_makes_and_checks_the_database_of_the_configuration(furnished):
    assert furnished.as_postern("postern", "check").strip() == "ok"
    assert furnished.run("stat", "-c", "%U:%G %a", "/var/lib/postern/postern.db").strip() == "postern:postern 600"
    # Root looks after it as well, and leaves nothing behind that the server could not open.
    assert "grace" in furnished.run("postern", "user", "list")
    assert set(furnished.run("find", "/var/lib/postern", "-printf", "%u\n").split()) == {"postern"}


def test_others_are_refused_the_database(furnished):
    done = furnished.try_to("runuser", "-u", "nobody", "--", "postern", "user", "list")
    assert done.returncode == 1 and "Permission denied" in done.stderr and done.stdout == ""
    # Nor do they learn a name from completions.
    assert furnished.run("runuser", "-u", "nobody", "--", "postern", "complete", "users", "--prefix=") == ""
    assert "ada" in furnished.run("postern", "complete", "users", "--prefix=")


def test_the_manual_is_found(furnished):
    for page in (ROOT / "man").iterdir():
        name, _, section = page.name.rpartition(".")
        assert furnished.run("man", "-w", section, name).strip().endswith(f"{page.name}.gz")
    assert "postern user add" in furnished.run("man", "postern-user")


def test_the_documents_that_the_units_name_are_there(furnished):
    places = set()
    for unit in SYSTEMD.iterdir():
        places.update(*(line.split() for line in re.findall(r"(?m)^Documentation=(.*)$", unit.read_text())))
    assert len(places) >= 4
    for place in places:
        kind, _, name = place.partition(":")
        if kind == "man":
            page, section = re.fullmatch(r"(.*)\((\d)\)", name).groups()
            furnished.run("man", "-w", section, page)
        else:
            assert furnished.path(name.removeprefix("//")).exists(), place


def test_each_shell_loads_its_completion_by_itself(furnished):
    done = furnished.shell(
        "source /usr/share/bash-completion/bash_completion; _completion_loader postern; complete -p postern; "
        "COMP_LINE='postern user show gr' COMP_POINT=20 COMP_CWORD=3; COMP_WORDS=(postern user show gr); _postern; "
        "echo ${COMPREPLY[@]}")
    assert done.splitlines() == ["complete -F _postern postern", "grace grace@example.org"]
    done = furnished.run("zsh", "-f", "-c", "autoload -U compinit; compinit -u -D; echo $_comps[postern]")
    assert done.strip() == "_postern"
    done = furnished.run("fish", "-c", 'complete -C "postern user show gr"')
    assert [line.split("\t")[0] for line in done.splitlines()] == ["grace", "grace@example.org"]


def free_port():
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return found.getsockname()[1]


def test_the_server_of_the_unit_answers_as_its_user(furnished):
    unit = (SYSTEMD / "postern.service").read_text()
    start = shlex.split(re.search(r"(?m)^ExecStart=(.*)$", unit).group(1))
    port = free_port()
    server = subprocess.Popen(
        furnished.command(
            "setpriv", "--reuid=postern", "--regid=postern", "--init-groups", *start, "--listen", f"127.0.0.1:{port}"),
        env=furnished.environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    try:
        assert server.stdout.readline() == f"Listening at http://127.0.0.1:{port}\n", server.stderr.read()
        answer = requests.get(f"http://127.0.0.1:{port}/healthz", timeout=30)
        assert (answer.status_code, answer.text.strip()) == (200, "ok")
        child = int(pathlib.Path(f"/proc/{server.pid}/task/{server.pid}/children").read_text().split()[0])
        owner = furnished.run("id", "-u", "postern").strip()
        assert re.search(rf"(?m)^Uid:\t{owner}\t{owner}\t", pathlib.Path(f"/proc/{child}/status").read_text())
        os.kill(child, signal.SIGTERM)
        assert server.wait(30) == 0
    finally:
        server.kill()
        server.wait()


def test_the_account_manager_opens_with_an_installed_theme(furnished, bare, tmp_path):
    assert furnished.run("sh", "-c", "ls /usr/share/postern/themes").split() == sorted(
        path.name for path in (ROOT / "themes").iterdir())
    # What only stands in the folder shows that it is looked into.
    furnished.path("/usr/share/postern/themes/house.json5").write_text('{ inherits: "postern-dark" }')
    bare.environment = furnished.environment
    program = furnished.command(
        "runuser", "-u", "postern", "--", "postern", "tui", "--user", "ada", "--theme", "house")
    screen = Screen(bare, tmp_path, program=[*program])
    try:
        until(lambda: "Applications" in screen.text(), lambda: screen.text())
        assert "OPERATOR" in screen.text() and "theme" not in screen.text()
    finally:
        screen.close()
        furnished.path("/usr/share/postern/themes/house.json5").unlink()


def test_the_backup_unit_makes_a_copy_and_deletes_the_oldest(furnished):
    old = "/var/backups/postern/postern-2020-01-01T031700Z.db"
    furnished.as_postern("touch", "-d", "2020-01-01", old)
    unit = (SYSTEMD / "postern-backup.service").read_text()
    for line in re.findall(r"(?m)^ExecStart=(.*)$", unit):
        furnished.as_postern(*shlex.split(line.replace("%%", "%")))
    names = furnished.run("ls", "/var/backups/postern").split()
    assert len(names) == 1 and names[0].startswith("postern-20") and names[0] not in old
    assert furnished.as_postern("postern", "check", "--database", f"/var/backups/postern/{names[0]}").strip() == "ok"


# The document

def commands(title="sh"):
    """Every command of docs/operate.md, in its order."""
    text = (ROOT / "docs" / "operate.md").read_text()
    for block in re.findall(rf"(?ms)^```{title}\n(.*?)^```", text):
        yield from block.splitlines()


def test_every_command_of_the_document_works_as_it_stands(furnished):
    for name, script in SHIMS.items():
        furnished.path(f"/usr/local/bin/{name}").write_text(script)
        furnished.path(f"/usr/local/bin/{name}").chmod(0o755)
    try:
        # It begins where there is nothing yet.
        furnished.shell("rm -rf /var/lib/postern/* /var/backups/postern/*")
        done = []
        for line in commands():
            # Without a terminal to ask on, what replaces must be told so.
            line = line.replace("postern restore", "postern restore --force")
            done.append(line)
            if line.startswith("systemctl enable"):
                furnished.as_postern("postern", "user", "add", "--email", "grace@example.org", input=PASSWORD)
            furnished.shell(f"cd /var/tmp; PATH=/usr/local/bin:$PATH; {line}", input=PASSWORD)
        assert len(done) > 20
        assert furnished.as_postern("postern", "check").strip() == "ok"
        assert "start postern" in furnished.path("/var/tmp/systemctl").read_text()
    finally:
        for name in SHIMS:
            furnished.path(f"/usr/local/bin/{name}").unlink()


# Upgraded and removed; these come last

def newer(debian, package):
    """The same package under the next version, with a configuration that says something new."""
    folder = debian.path("/var/tmp/newer")
    subprocess.run(["dpkg-deb", "--raw-extract", package, folder], check=True)
    control = folder / "DEBIAN" / "control"
    control.write_text(re.sub(r"(?m)^Version: .*$", "Version: 99.0-1", control.read_text()))
    with open(folder / "etc" / "postern" / "config.json5", "a", encoding="utf-8") as file:
        file.write("// What the next version says.\n")
    subprocess.run(
        ["dpkg-deb", "--root-owner-group", "-Znone", "--build", folder, f"{folder}.deb"], check=True, capture_output=True)
    return "/var/tmp/newer.deb"


def test_an_upgrade_keeps_what_was_changed_and_the_database(furnished, package):
    config = furnished.path("/etc/postern/config.json5")
    config.write_text(config.read_text().replace('// siteName: "Postern"', 'siteName: "The house"'))
    before = furnished.as_postern("postern", "user", "list")
    furnished.run("chmod", "0750", "/var/lib/postern")
    furnished.run("dpkg-statoverride", "--add", "postern", "postern", "0750", "/var/lib/postern")
    # Over itself, and to a version whose configuration differs: then dpkg asks, and by default keeps what is there.
    for file in [f"/var/tmp/{package.name}", newer(furnished, package)]:
        furnished.run("dpkg", "--force-confdef", "--force-confold", "--install", file)
        assert 'siteName: "The house"' in config.read_text()
        assert furnished.as_postern("postern", "user", "list") == before
        assert furnished.as_postern("postern", "check").strip() == "ok"
    assert "What the next version says" in config.with_name("config.json5.dpkg-dist").read_text()
    # What the administrator decided about a folder stays.
    assert furnished.run("stat", "-c", "%a", "/var/lib/postern").strip() == "750"


def test_removing_it_leaves_configuration_and_data_and_purging_it_the_data(furnished, package):
    database = furnished.path("/var/lib/postern/postern.db")
    config = furnished.path("/etc/postern/config.json5")
    furnished.run("apt-get", "remove", "-q", "-y", "postern")
    assert not furnished.path("/usr/bin/postern").exists()
    assert not furnished.path("/lib/systemd/system/postern.service").exists()
    assert database.exists() and config.exists()
    done = furnished.try_to("apt-get", "purge", "-q", "-y", "postern")
    assert done.returncode == 0 and "postern: kept /var/lib/postern" in done.stdout + done.stderr
    assert not config.parent.exists()
    assert database.exists()
    assert furnished.run("getent", "passwd", "postern")
    # Whoever comes back finds everything as it was.
    furnished.run("dpkg", "--install", f"/var/tmp/{package.name}")
    assert furnished.as_postern("postern", "check").strip() == "ok"
    # Without data, nothing is left.
    furnished.shell("rm -rf /var/lib/postern/* /var/backups/postern/*")
    done = furnished.try_to("dpkg", "--purge", "postern")
    assert done.returncode == 0 and "kept" not in done.stdout + done.stderr, done
    for folder in ["/etc/postern", "/var/lib/postern", "/var/backups/postern", "/usr/share/postern"]:
        assert not furnished.path(folder).exists(), folder
