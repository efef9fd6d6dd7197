"""A server among others: two servers and the command line on one database, the account manager beside it, many
requests at once, and a database that is locked, full or gone for a while."""

import contextlib
import os
import shutil
import sqlite3
import subprocess
import time
from concurrent.futures import ThreadPoolExecutor

import pytest

from person import Person
from screen import until
from server import Session, together
from trouble import fill

FORM = {"grant_type": "client_credentials"}


def issue(server, application, **form):
    answer = server.token(application, **FORM, **form)
    assert answer.status_code == 200, answer.text
    return answer.json()["access_token"]


def is_alive(server, token):
    return {200: True, 401: False}[server.get("/oauth/ping", token).status_code]


def is_unavailable(answer):
    """It failed, and says so: nobody may think it was done (RFC 9110 §15.6.4)."""
    assert answer.status_code == 503, answer.text
    assert int(answer.headers["Retry-After"]) >= 1
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.json()["error"] == "temporarily_unavailable"


# Two processes


def test_what_one_server_gives_and_takes_the_other_knows_at_once(house, serve, application):
    one, two = serve(house), serve(house)
    auth = (application["client_id"], application["client_secret"])
    for _ in range(5):
        token = issue(one, application)
        assert is_alive(two, token)
        assert two.post("/oauth/revoke", {"token": token}, auth=auth).status_code == 200
        assert not is_alive(one, token) and not is_alive(two, token)


def test_what_the_command_line_revokes_is_dead_at_the_very_next_request(house, serve, application):
    servers = [serve(house), serve(house)]
    personal = house.add_token("grace", "laptop")
    own = issue(servers[0], application)
    assert all(is_alive(server, token) for server in servers for token in (personal, own))
    house.run("token", "delete", "-n", "laptop", "-u", "grace", "--force").ok()
    assert not any(is_alive(server, personal) for server in servers)
    house.run("app", "delete", application["client_id"], "--force").ok()
    assert not any(is_alive(server, own) for server in servers)
    for server in servers:
        assert server.token(application, **FORM).status_code == 401


def test_a_user_who_is_disabled_or_deleted_is_out_at_the_very_next_request(house, server):
    token = house.add_token("grace", "laptop")
    application = house.add_application("grace")
    own = issue(server, application)
    house.run("user", "disable", "grace").ok()
    assert not is_alive(server, token) and not is_alive(server, own)
    assert server.token(application, **FORM).status_code == 401
    house.run("user", "enable", "grace").ok()
    assert is_alive(server, token) and is_alive(server, own)
    house.run("user", "delete", "grace", "--force").ok()
    assert not is_alive(server, token) and not is_alive(server, own)


def test_the_account_manager_and_the_server_see_each_others_work(house, server, screen):
    token = house.add_token("ada", "laptop")
    assert is_alive(server, token)
    seen = screen(house, "tui", "--user", "ada")
    seen.wait_for("[1 Applications]")
    seen.keys("2").wait_for_selected("laptop")
    seen.keys("d").wait_for('Revoke token "laptop"?')
    seen.keys("r").wait_for('Revoked "laptop".')
    assert not is_alive(server, token)


def test_the_account_manager_and_the_server_write_at_the_same_time(house, server, screen, application):
    seen = screen(house, "tui", "--user", "ada")
    seen.wait_for("[1 Applications]")
    seen.keys("2").wait_for("You have no personal access token yet.")

    def work(number):
        if number:
            return [issue(server, application) for _ in range(30)]
        for index in range(3):
            seen.keys("n").wait_for("0/40")
            seen.type(f"token-{index}").keys("C-s").wait_for(f'Token "token-{index}" created', "psp_")
            seen.type("done").keys("Enter").wait_for_selected(f"token-{index}")
        return []

    tokens = [token for answers in together(4, work) for token in answers]
    assert len(set(tokens)) == 90 and all(is_alive(server, token) for token in tokens)
    assert house.run("check").ok().out == "ok\n"


# Many at once


def test_many_applications_at_once_get_a_token_each(house, server, application):
    tokens = together(16, lambda number: [issue(server, application) for _ in range(20)])
    tokens = [token for answers in tokens for token in answers]
    assert len(set(tokens)) == 320
    with contextlib.closing(sqlite3.connect(house.database)) as database:
        assert database.execute("SELECT count(*) FROM tokens").fetchone() == (320,)
    # When they were used last is written too.
    assert 320 <= server.metric("postern_committed_changes_total") < 330
    # Those that waited for the disk together went to it together.
    assert server.metric("postern_commits_total") < 320
    assert server.metric("postern_commit_largest_changes") > 1


def test_a_token_is_revoked_once_however_many_try(house, server, application):
    token = issue(server, application)
    auth = (application["client_id"], application["client_secret"])
    answers = together(20, lambda number: server.post("/oauth/revoke", {"token": token}, auth=auth).status_code)
    assert answers == [200] * 20
    assert not is_alive(server, token)
    assert server.metric('postern_tokens_revoked_total{reason="client"}') == 1


# Locked


def test_a_database_that_is_locked_for_a_moment_is_waited_for(house, server, application, lock):
    token = issue(server, application)
    lock.execute("BEGIN IMMEDIATE")

    def work(number):
        if number:
            return issue(server, application)
        # Who only reads does not wait.
        assert is_alive(server, token)
        return lock.execute("ROLLBACK") and ""

    lock.close()
    with contextlib.closing(sqlite3.connect(house.database, isolation_level=None, check_same_thread=False)) as lock:
        lock.execute("BEGIN IMMEDIATE")
        assert all(is_alive(server, text) for text in together(5, work) if text)


def test_a_database_that_stays_locked_is_told_and_recovers_by_itself(house, server, application, lock):
    token = issue(server, application)
    auth = (application["client_id"], application["client_secret"])
    lock.execute("BEGIN IMMEDIATE")
    asked = [("token", FORM), ("revoke", {"token": token}), ("device_authorization", {})]
    for answer in together(3, lambda number: server.post(f"/oauth/{asked[number][0]}", asked[number][1], auth=auth)):
        is_unavailable(answer)
    # What only reads works.
    assert is_alive(server, token)
    assert server.post("/oauth/introspect", {"token": token}, auth=auth).json()["active"] is True
    assert server.get("/healthz").status_code == 200
    lock.execute("ROLLBACK")
    assert server.post("/oauth/revoke", {"token": token}, auth=auth).status_code == 200
    assert not is_alive(server, token)
    assert is_alive(server, issue(server, application))


def test_while_the_database_is_locked_pages_that_write_keep_nobody_waiting(house, server, application, lock):
    """More people than there are threads sign out, approve devices and look at their account, whose use of a session is
    to be remembered; whoever asks on a connection of any thread is answered meanwhile."""
    token = issue(server, application)
    people = [Person(server) for _ in range(8)]
    pages = [person.sign_in() for person in people]
    devices = [person.look("/device") for person in people]
    kept = [Session(server) for _ in range(16)]
    for session in kept:
        assert session.get("/oauth/ping", headers={"Authorization": f"Bearer {token}"}).status_code == 200
    lock.execute("UPDATE browser_sessions SET last_seen_at = last_seen_at - 3600")
    lock.execute("BEGIN IMMEDIATE")
    sessions = lock.execute("SELECT count(*) FROM browser_sessions").fetchone()

    def write(number):
        if number % 2:
            return people[number].send(devices[number], "/device", user_code="BCDF-GHJK")
        return people[number].send(pages[number], "/logout")

    with ThreadPoolExecutor(len(people)) as pool:
        answers = [pool.submit(write, number) for number in range(len(people))]
        begin = time.monotonic()
        for _ in range(3):
            for session in kept:
                assert session.get("/oauth/ping", headers={"Authorization": f"Bearer {token}"}).status_code == 200
            for person in people:
                assert person.look("/account").title.startswith("Your account")
        assert time.monotonic() - begin < 2
        assert not any(answer.done() for answer in answers)
        # Nothing was done, and that is said.
        for answer in answers:
            assert answer.result().status == 503 and int(answer.result().headers["Retry-After"]) >= 1
    assert lock.execute("SELECT count(*) FROM browser_sessions").fetchone() == sessions
    lock.execute("ROLLBACK")
    for number, person in enumerate(people):
        assert write(number).status == (404 if number % 2 else 200)
    assert lock.execute("SELECT count(*) FROM browser_sessions").fetchone() == (len(people) // 2,)


def test_the_first_page_of_a_house_keeps_nobody_waiting(house, server, application, lock):
    """It needs the key that forms are sealed with, which is made then."""
    token = issue(server, application)
    kept = [Session(server) for _ in range(16)]
    lock.execute("BEGIN IMMEDIATE")
    with ThreadPoolExecutor(8) as pool:
        pages = [pool.submit(Person(server).look, "/login") for _ in range(8)]
        begin = time.monotonic()
        for session in kept:
            assert session.get("/oauth/ping", headers={"Authorization": f"Bearer {token}"}).status_code == 200
        assert time.monotonic() - begin < 2
        lock.execute("ROLLBACK")
        assert all(page.result().title.startswith("Sign in") for page in pages)


# Full


def test_a_disk_that_is_full_is_told_and_recovers_by_itself(house, disk, serve, application):
    server = serve(house)
    first = issue(server, application)
    fill(disk)
    # A page of the log may have room still.
    given = []
    for _ in range(3000):
        answer = server.token(application, **FORM)
        if answer.status_code != 200:
            break
        given.append(answer.json()["access_token"])
    is_unavailable(answer)
    auth = (application["client_id"], application["client_secret"])
    # What was told done is done, whatever failed afterwards.
    assert is_alive(server, first) and all(is_alive(server, token) for token in given[-50:])
    (disk / "filler").unlink()
    until(lambda: server.token(application, **FORM).status_code == 200, lambda: server.log)
    assert server.post("/oauth/revoke", {"token": first}, auth=auth).status_code == 200
    assert not is_alive(server, first)
    assert house.run("check").ok().out == "ok\n"


# Failing


FAILING = r"""
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>
static int fails(int descriptor) {
  char link[64], path[4096];
  snprintf(link, sizeof link, "/proc/self/fd/%d", descriptor);
  ssize_t length = readlink(link, path, sizeof path - 1);
  return length > 3 && memcmp(path + length - 3, ".db", 3) == 0 && access(FLAG, F_OK) == 0;
}
#define FAILING(name) \
  int name(int descriptor) { \
    if (fails(descriptor)) { errno = EIO; return -1; } \
    return ((int (*)(int))dlsym(RTLD_NEXT, #name))(descriptor); \
  }
FAILING(fsync)
FAILING(fdatasync)
"""


def test_a_disk_that_fails_while_pages_are_moved_is_told_and_the_log_keeps_them(house, serve, application):
    """The system tells of it once; a log written from its start would lose what is nowhere else."""
    flag, library, source = house.folder / "flag", house.folder / "failing.so", house.folder / "failing.c"
    source.write_text(FAILING)
    subprocess.run(["cc", "-shared", "-fPIC", f'-DFLAG="{flag}"', "-o", library, source, "-ldl"], check=True)
    server = serve(house, env={"LD_PRELOAD": str(library)})
    first = issue(server, application)
    flag.touch()
    until(lambda: [issue(server, application) for _ in range(50)] and "The disk failed while" in server.log,
          lambda: server.log)
    flag.unlink()
    log = house.database.with_name(house.database.name + "-wal")
    # Were it emptied, it would be written from its start again, and stay as long as it is.
    before, pages = log.stat().st_size, 4120 * 1200
    until(lambda: issue(server, application) and log.stat().st_size > before + pages,
          lambda: f"{log.stat().st_size} after {before}")
    assert server.log.count("The disk failed while") == 1
    # Others that write move what they can as well, and whoever closes the database last empties it.
    assert Person(server).sign_in().title.startswith("Your account")
    house.add_token("grace", "laptop")
    assert log.stat().st_size > before + pages
    server.stop()
    assert log.stat().st_size > before + pages
    again = serve(house)
    assert is_alive(again, first) and is_alive(again, issue(again, application))
    assert house.run("check").ok().out == "ok\n"


# Gone


def files_of(house):
    return sorted(house.database.parent.glob(house.database.name + "*"))


def test_a_database_that_is_moved_away_is_told_and_taken_again_when_it_is_back(house, serve, application):
    server = serve(house)
    token = issue(server, application)
    auth = (application["client_id"], application["client_secret"])
    away = house.folder / "away"
    away.mkdir(mode=0o700)
    for file in files_of(house):
        file.rename(away / file.name)
    is_unavailable(server.token(application, **FORM))
    is_unavailable(server.post("/oauth/revoke", {"token": token}, auth=auth))
    is_unavailable(server.post("/oauth/device_authorization", {}, auth=auth))
    assert server.get("/healthz").status_code == 503
    # Nobody knows what has been revoked since: a token is not taken on the word of a file that is gone.
    is_unavailable(server.get("/oauth/ping", token))
    is_unavailable(server.post("/oauth/introspect", {"token": token}, auth=auth))
    for file in away.iterdir():
        file.rename(house.database.parent / file.name)
    until(lambda: server.token(application, **FORM).status_code == 200, lambda: server.log)
    assert is_alive(server, token) and server.get("/healthz").status_code == 200


def test_a_database_that_was_put_in_the_place_of_another_is_the_one_that_counts(house, serve, application, tmp_path):
    """`postern restore` after somebody has deleted the file, while the server runs."""
    server = serve(house)
    copy = tmp_path / "copy.db"
    revoked = issue(server, application)
    auth = (application["client_id"], application["client_secret"])
    assert server.post("/oauth/revoke", {"token": revoked}, auth=auth).status_code == 200
    kept = issue(server, application)
    house.run("backup", copy).ok()
    later = issue(server, application)
    for file in files_of(house):
        file.unlink()
    is_unavailable(server.token(application, **FORM))
    house.run("restore", copy, "--force").ok()
    until(lambda: server.token(application, **FORM).status_code == 200, lambda: server.log)
    assert is_alive(server, kept)
    assert not is_alive(server, later) and not is_alive(server, revoked)
    house.run("app", "delete", application["client_id"], "--force").ok()
    assert not is_alive(server, kept)
    server.stop()
    assert house.run("check").ok().out == "ok\n"


def test_what_a_deleted_database_leaves_behind_does_not_get_into_a_restored_one(house, serve, application, tmp_path):
    server = serve(house)
    house.run("backup", tmp_path / "copy.db").ok()
    for _ in range(50):
        token = issue(server, application)
    # Killed, it leaves its write-ahead log; then somebody deletes the database, but not the log.
    server.process.kill()
    server.status = server.process.wait(30)
    assert house.database.with_name(house.database.name + "-wal").stat().st_size > 0
    house.database.unlink()
    house.run("restore", tmp_path / "copy.db", "--force").ok()
    assert house.run("check").ok().out == "ok\n"
    again = serve(house)
    assert not is_alive(again, token) and is_alive(again, issue(again, application))


@pytest.mark.parametrize("what", ["text", "empty", "others can write"])
def test_a_file_that_is_no_house_of_ours_is_not_taken(house, serve, application, what):
    server = serve(house)
    token = issue(server, application)
    files = files_of(house)
    away = house.folder / "away"
    away.mkdir(mode=0o700)
    for file in files:
        file.rename(away / file.name)
    if what == "text":
        house.database.write_text("just some text\n" * 1000)
    elif what == "empty":
        house.database.touch(0o600)
    else:
        shutil.copy(away / house.database.name, house.database)
        house.database.chmod(0o666)
    # Where the file is is looked at a hundred times a second.
    until(lambda: server.get("/oauth/ping", token).status_code == 503, lambda: server.log)
    for _ in range(3):
        is_unavailable(server.token(application, **FORM))
        is_unavailable(server.get("/oauth/ping", token))
    house.database.unlink()
    for file in away.iterdir():
        os.rename(file, house.database.parent / file.name)
    until(lambda: server.token(application, **FORM).status_code == 200, lambda: server.log)
    assert is_alive(server, token)
