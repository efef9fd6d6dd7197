"""The audit log on its tab, as an administrator meets it."""

import json
import time

from conftest import PASSWORD


def open_log(house, screen, **options):
    house.run("user", "promote", "ada").ok()
    seen = screen(house, **options)
    seen.wait_for("Sign in")
    seen.type("ada@example.org").keys("Enter").type(PASSWORD).keys("Enter")
    seen.wait_for("[1 Applications]")
    seen.keys("6")
    seen.wait_for("[6 Audit]", "WHEN (UTC)", "audit.view")
    return seen


def test_an_administrator_looks_through_the_log_and_into_a_line(house, screen):
    house.add_token("ada", "laptop")
    seen = open_log(house, screen)
    seen.wait_for("token.create", "laptop", "newest first")
    seen.keys("/").type("event:token.*").wait_for("token.create", without=["user.promote"])
    seen.type(" outcome:").wait_for("Enter a value after", "token.create", without=["user.promote"])
    seen.type("done").keys("Enter").wait_for("filter  event:token.* outcome:done", without=["Enter a value"])
    seen.keys("Enter").wait_for("When", "Who", "On", "laptop", "Outcome", "done")
    seen.keys("Escape").wait_for("WHEN (UTC)")
    seen.keys("Escape").wait_for("user.promote")


def test_what_happens_elsewhere_comes_to_the_top_within_two_seconds(house, screen):
    seen = open_log(house, screen)
    seen.keys("j", "F").wait_for("following")
    house.add_token("ada", "brand-new")
    start = time.monotonic()
    seen.wait_for("brand-new")
    assert time.monotonic() - start < 2
    seen.keys("j").wait_for("newest first", without=["following"])


def test_the_times_can_be_those_of_the_terminal(house, screen):
    seen = open_log(house, screen, env={"TZ": "XYZ-5:30"})
    utc = next(line for line in house.run("audit", "list", "--json").json if line["event"] == "user.promote")["at"]
    seen.wait_for(utc[:10], utc[11:19])
    seen.keys("t")
    hour, minute = int(utc[11:13]), int(utc[14:16])
    shown = (hour * 60 + minute + 330) % 1440
    seen.wait_for("WHEN (local)", f"{shown // 60:02}:{shown % 60:02}:{utc[17:19]}")


def test_the_log_is_exported_as_json_lines(house, screen):
    seen = open_log(house, screen)
    seen.keys("/").type("event:user.*").keys("Enter").wait_for("filter  event:user.*")
    seen.keys("x").wait_for("Export", "JSONL")
    seen.keys("Up").wait_for("postern-events.jsonl")
    seen.keys("Enter").wait_for("Wrote", "postern-events.jsonl")
    lines = (house.folder / "postern-events.jsonl").read_text().splitlines()
    assert {json.loads(line)["event"] for line in lines} == {"user.create", "user.promote"}


def test_nobody_else_has_the_tab_or_gets_there(house, screen):
    seen = screen(house)
    seen.wait_for("Sign in")
    seen.type("grace@example.org").keys("Enter").type(PASSWORD).keys("Enter")
    seen.wait_for("[1 Applications]", without=["Audit"])
    seen.keys("6", ":").type("audit")
    seen.wait_for("Nothing is called that.", without=["WHEN"])
