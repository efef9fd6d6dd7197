"""The audit log on the command line: list, follow, purge, check."""

import collections
import contextlib
import csv
import io
import json
import os
import signal
import sqlite3
import subprocess
import time

import pytest

from conftest import SECONDS
from person import Person
from screen import until


def events(house, *words):
    return [(line["event"], line["target"]) for line in house.run("audit", "list", "--json", *words).json]


def test_what_was_done_is_listed_the_newest_first_and_that_somebody_looked_too(house):
    house.add_token("ada", "laptop")
    found = events(house)
    assert found[:2] == [("audit.view", "audit log"), ("token.create", "laptop")]
    assert [line["event"] for line in house.run("audit", "list", "--json", "--limit", "3").json].count("audit.view") == 2
    oldest = house.run("audit", "list", "--json", "--oldest-first", "--limit", "1").json[0]
    assert oldest["event"] == "user.create" and oldest["id"] == 1 and oldest["actor"].startswith("operator ")
    assert set(oldest) == {
        "id", "at", "actor_id", "actor", "subject_id", "origin", "event", "target", "outcome", "detail", "count",
    }


def test_a_filter_finds_its_lines(house):
    house.add_token("ada", "laptop")
    house.run("token", "delete", "-n", "laptop", "-u", "ada", "--force").ok()
    assert events(house, "--filter", "event:token.*") == [("token.revoke", "laptop"), ("token.create", "laptop")]
    assert events(house, "--filter", "event:token.* -event:token.create", "--since", "1h") == [("token.revoke", "laptop")]
    assert events(house, "--filter", "event:token.*", "--until", "1h") == []
    assert events(house, "--user", "ada", "--filter", "laptop")[0] == ("token.revoke", "laptop")
    assert events(house, "--user", "grace", "--filter", "laptop") == []


def test_who_fails_to_authenticate_as_an_application_has_a_line_that_its_owner_reads_too(house, serve):
    """At each of the four endpoints that applications call; those alike within a minute are counted in one line."""
    application, server = house.add_application("ada", "Uploader"), serve(house)
    wrong = server.secret("a-wrong-secret-of-some-length")
    asked = [("token", {"grant_type": "client_credentials"}), ("revoke", {"token": "x"}), ("introspect", {"token": "x"}),
             ("device_authorization", {})]
    for path, form in asked * 3:
        answer = server.post(f"/oauth/{path}", form, auth=(application["client_id"], wrong))
        assert (answer.status_code, answer.json()["error"]) == (401, "invalid_client")
    for name in ("somebody-else", wrong):
        assert server.post("/oauth/token", asked[0][1], auth=(name, wrong)).status_code == 401
    assert server.post("/oauth/token", {**asked[0][1], "client_id": application["client_id"]}).status_code == 401
    # What is merely wrong in a request is nobody's failure.
    assert server.post("/oauth/token", asked[0][1]).status_code == 401
    assert server.post("/oauth/token", asked[0][1], headers={"Authorization": "Basic !!!"}).status_code == 401

    def failures():
        """How often, by application and reason: in lines, and counted beside them until their minute is over."""
        told = collections.Counter()
        with contextlib.closing(sqlite3.connect(house.database)) as database:
            for table in ("audit_events", "audit_folds"):
                query = f"SELECT target, detail, count FROM {table} WHERE event = 'client.failed'"
                for target, detail, count in database.execute(query):
                    told[target, detail.split(",")[0]] += count
        return told

    # Nobody waits for the writer, so they come a moment later.
    until(lambda: failures().total() >= 15, failures)
    assert failures() == {("-", "unknown"): 2, ("Uploader", "no secret"): 1, ("Uploader", "wrong secret"): 12}
    lines = house.run("audit", "list", "--json", "--filter", "event:client.failed outcome:refused").json
    assert {(line["actor"], line["actor_id"], line["origin"]) for line in lines} == {("-", None, "http 127.0.0.1")}
    owner = house.run("user", "show", "ada", "--json").json["id"]
    assert {(line["target"], line["subject_id"]) for line in lines} == {("-", None), ("Uploader", owner)}
    # It is told all the same, and at once, where nothing can be written, which is made up for.
    with contextlib.closing(sqlite3.connect(house.database, isolation_level=None)) as lock:
        lock.execute("BEGIN IMMEDIATE")
        for _ in range(5):
            assert server.post("/oauth/token", asked[0][1], auth=(application["client_id"], wrong)).status_code == 401
        lock.execute("ROLLBACK")
    until(lambda: failures().total() == 20, failures)
    assert house.run("check").ok()


def test_failures_from_everywhere_are_so_many_lines_a_minute_and_no_more(house, serve):
    house.configure(trustedProxies=["127.0.0.1"])
    application, server = house.add_application("ada", "Uploader"), serve(house)
    wrong = server.secret("a-wrong-secret-of-some-length")
    for number in range(300):
        server.post("/oauth/token", {"grant_type": "client_credentials"}, auth=(application["client_id"], wrong),
                    headers={"X-Forwarded-For": f"2001:db8:0:{number:x}::1"})
    # Those that wait are written before it ends.
    server.stop()
    lines = house.run("audit", "list", "--json", "--filter", "event:client.failed").json
    with contextlib.closing(sqlite3.connect(house.database)) as database:
        (waiting,) = database.execute("SELECT sum(count) FROM audit_folds").fetchone()
    assert sum(line["count"] for line in lines) + waiting == 300
    # A minute may end meanwhile.
    assert 101 <= len(lines) <= 204
    assert "http 2001:db8::/64" in {line["origin"] for line in lines}
    rest = [line for line in lines if line["origin"] == "http"]
    assert rest and {line["target"] for line in rest} == {"-"}


@pytest.mark.parametrize("words, said", [
    (["--filter", "user:ada"], 'There is no "user:"'),
    (["--filter", 'target:"x'], "Close the quotation mark."),
    (["--filter", "since:soon"], "Enter a time such as since:7d"),
    (["--since", "soon"], "--since must be a time such as 7d"),
    (["--since", "7d event:x"], "--since must be a time"),
    (["--limit", "0"], "--limit must be a whole number"),
    (["--format", "xml"], "--format must be one of table, csv, json, jsonl"),
    (["--json", "--format", "csv"], "say different things"),
])
def test_what_makes_no_sense_is_refused_in_one_sentence(house, words, said):
    house.run("audit", "list", *words).fails(2, said)
    if words[0] == "--filter":
        house.run("audit", "follow", *words).fails(2, said)


def test_the_same_lines_come_in_every_format(house):
    house.add_application("ada", "=cmd|' /C calc'!A0")
    rows = list(csv.DictReader(io.StringIO(house.run("audit", "list", "--format", "csv").ok().out, newline="")))
    # A spreadsheet must not take it for a formula.
    assert rows[1]["event"] == "app.create" and rows[1]["target"] == "'=cmd|' /C calc'!A0"
    lines = house.run("audit", "list", "--format", "jsonl").ok().out.splitlines()
    assert [json.loads(line)["event"] for line in lines][2] == "app.create"
    table = house.run("audit", "list").ok().out.splitlines()
    assert table[0].split() == ["WHEN", "ACTOR", "EVENT", "TARGET", "FROM"] and "app.create" in table[4]
    assert house.run("audit", "list", "--json", "--filter", "nothing-like-it").json == []


def test_many_lines_are_listed_in_little_memory_and_a_reader_may_leave(house):
    fill(house, 60_000)
    measured = subprocess.run(
        ["/usr/bin/env", "bash", "-c", '"$0" audit list --json > all.json; "$0" audit list | head -1', house.binary],
        env=house.environment, cwd=house.folder, capture_output=True, timeout=SECONDS * 4)
    assert measured.returncode == 0 and measured.stdout.startswith(b"WHEN"), measured
    assert len(json.loads((house.folder / "all.json").read_text())) > 60_000


def fill(house, count):
    """Writes lines behind Postern's back; their hashes are wrong, which only a check would see."""
    with sqlite3.connect(house.database) as database:
        last = database.execute("SELECT max(id) FROM audit_events").fetchone()[0]
        database.executemany(
            "INSERT INTO audit_events (id, at, actor, origin, event, target, outcome, detail, count, hash) "
            "VALUES (?, ?, 'ada', 'http 10.0.3.7', 'token.create', ?, 'done', '', 1, zeroblob(32))",
            ((last + 1 + number, 1_700_000_000 + number, f"token {number}") for number in range(count)))
    database.close()


def follow(house, *words):
    return subprocess.Popen(
        [house.binary, "audit", "follow", "--json", *words], env=house.environment, cwd=house.folder,
        stdout=subprocess.PIPE, stderr=subprocess.PIPE)


def wait_until_it_looks(house):
    """Waits until whoever follows has said so."""
    deadline = time.monotonic() + SECONDS
    while time.monotonic() < deadline:
        database = sqlite3.connect(house.database)
        seen = database.execute("SELECT count(*) FROM audit_events WHERE event = 'audit.view'").fetchone()[0]
        database.close()
        if seen:
            return
        time.sleep(0.01)
    raise AssertionError("nobody looked")


@pytest.mark.parametrize("ending", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_whoever_follows_sees_what_others_commit_and_can_be_interrupted(house, ending):
    following = follow(house, "--filter", "event:token.*")
    wait_until_it_looks(house)
    house.add_token("ada", "one")
    house.run("user", "disable", "grace").ok()
    house.add_token("ada", "two")
    lines = [json.loads(following.stdout.readline()) for _ in range(2)]
    assert [line["target"] for line in lines] == ["one", "two"]
    following.send_signal(ending)
    assert following.wait(SECONDS) == 0
    assert following.stdout.read() == b"" and following.stderr.read() == b""


def test_whoever_follows_can_begin_in_the_past(house):
    house.add_token("ada", "one")
    following = follow(house, "--since", "1h", "--filter", "event:token.*")
    assert json.loads(following.stdout.readline())["target"] == "one"
    following.terminate()
    assert following.wait(SECONDS) == 0


def test_following_ends_when_nobody_reads_any_more(house):
    following = follow(house)
    wait_until_it_looks(house)
    following.stdout.close()
    assert following.wait(SECONDS) == 0


def test_old_lines_are_purged_which_is_recorded_and_the_rest_is_still_verified(house):
    house.run("purge", "--audit-before", "1d", "--json").ok()
    with sqlite3.connect(house.database) as database:
        count = database.execute("SELECT count(*) FROM audit_events").fetchone()[0]
    database.close()
    # Time is whole seconds: what was written in this one stays.
    time.sleep(1.1)
    done = house.run("purge", "--audit-before", "0m", "--json").json
    assert done == {"deleted": 0, "audit_deleted": count}
    assert events(house) == [("audit.view", "audit log"), ("audit.purge", "audit log")]
    assert house.run("check").ok().out == "ok\n"
    house.run("purge", "--audit-before", "soon").fails(2, "--audit-before must be a time such as 2026-01-01")
    house.run("purge", "--audit-before", "2999-01-01").fails(2, "lies in the future")


@pytest.mark.parametrize("sql, said", [
    ("UPDATE audit_events SET actor = 'grace' WHERE id = 2", "line 2 does not follow"),
    ("UPDATE audit_events SET subject_id = 7 WHERE id = 3", "line 3 does not follow"),
    ("DELETE FROM audit_events WHERE id = 3", "line 4 does not follow"),
    ("DELETE FROM audit_events WHERE id = 1", "line 2 does not follow"),
    ("DELETE FROM audit_events WHERE id = (SELECT max(id) FROM audit_events)", "its last lines are missing"),
    ("INSERT INTO audit_events (id, at, actor, origin, event, target, outcome, detail, count, hash) "
     "SELECT max(id) + 1, 0, 'x', 'x', 'x', 'x', 'done', '', 1, zeroblob(32) FROM audit_events", "does not follow"),
    ("UPDATE audit_events SET id = 100 WHERE id = 2; UPDATE audit_events SET id = 2 WHERE id = 3; "
     "UPDATE audit_events SET id = 3 WHERE id = 100", "line 2 does not follow"),
    ("UPDATE audit_anchor SET line = 2, hash = (SELECT hash FROM audit_events WHERE id = 2); "
     "DELETE FROM audit_events WHERE id <= 2", "no line tells that those up to line 2 were purged"),
])
def test_a_log_that_was_tampered_with_is_found_out(house, sql, said):
    for name in ("one", "two", "three"):
        house.add_token("ada", name)
    database = sqlite3.connect(house.database)
    triggers = database.execute("SELECT name, sql FROM sqlite_schema WHERE type = 'trigger' AND name LIKE 'audit_%'").fetchall()
    for name, _ in triggers:
        database.execute(f"DROP TRIGGER {name}")
    database.executescript(sql)
    # Whoever hides a change puts the rules back.
    for _, text in triggers:
        database.execute(text)
    database.commit()
    database.close()
    checked = house.run("check")
    assert checked.status == 1 and said in checked.out, checked


def test_sign_ins_and_refusals_are_there_and_no_password(house, server):
    for _ in range(3):
        Person(server).sign_in("ada@example.org", "not-the-password-9")
    found = house.run("audit", "list", "--filter", "event:login.failed", "--json").json
    assert found and {line["target"] for line in found} <= {"ada", "ada@example.org"}
    assert "not-the-password-9" not in house.run("audit", "list", "--format", "csv").ok().out


def test_backups_and_restores_are_recorded(house):
    house.run("backup", "copy.db").ok()
    assert events(house, "--filter", "event:database.*") == [("database.backup", "copy.db")]
    house.run("restore", "copy.db", "--force").ok()
    assert events(house, "--filter", "event:database.*") == [("database.restore", "copy.db")]
