"""What administrators do with everybody's applications, from the command line, and what a server makes of it."""

import sqlite3

import pytest

from person import (
    Person, ProofKey, code_of, is_alive, is_refused, redeem, refresh, request_path, tokens_for,
)

FORM = {"grant_type": "client_credentials"}


def audit(house, event):
    with sqlite3.connect(house.database) as database:
        return database.execute("SELECT target, detail FROM audit_events WHERE event = ?", (event,)).fetchall()


def test_a_disabled_application_is_refused_everywhere_at_the_next_request(house, server, application):
    client_id = application["client_id"]
    own = (client_id, application["client_secret"])
    grace = Person(server)
    tokens = tokens_for(server, application, grace)
    code = code_of(grace.approve(request_path(application, ProofKey())))
    device = server.post("/oauth/device_authorization", {"scope": "user:email"}, auth=own).json()
    other = house.add_application("grace", "Other")
    introspected = lambda: server.post(  # noqa: E731
        "/oauth/introspect", {"token": tokens["access_token"]}, auth=(other["client_id"], other["client_secret"])).json()
    assert is_alive(server, tokens["access_token"])

    data = house.run("app", "disable", client_id, "--force", "--json").json
    assert data["disabled_at"] is not None and data["owner"] == "ada"
    assert not is_alive(server, tokens["access_token"])
    assert introspected() == {"active": False}
    for form in (FORM, {"grant_type": "urn:ietf:params:oauth:grant-type:device_code",
                        "device_code": device["device_code"]}):
        is_refused(server.token(application, **form), "invalid_client", 401)
    is_refused(refresh(server, application, tokens["refresh_token"]), "invalid_client", 401)
    is_refused(redeem(server, application, code), "invalid_client", 401)
    for path in ("/oauth/revoke", "/oauth/introspect"):
        is_refused(server.post(path, {"token": tokens["access_token"]}, auth=own), "invalid_client", 401)
    is_refused(server.post("/oauth/device_authorization", auth=own), "invalid_client", 401)
    # Nobody is asked to let it in, in the browser or for a device.
    page = grace.look(request_path(application, ProofKey()))
    assert page.status == 400 and "is not registered" in page.text
    page = grace.send(grace.look("/device"), "/device", user_code=device["user_code"])
    assert application["name"] not in page.text

    house.run("app", "enable", client_id).ok()
    assert is_alive(server, tokens["access_token"])
    assert refresh(server, application, tokens["refresh_token"]).status_code == 200
    assert house.run("app", "show", client_id, "--json").json["disabled_at"] is None
    assert audit(house, "app.disable") == audit(house, "app.enable") == [("Uploader", f"{client_id}, for ada")]


def test_a_consent_that_was_on_the_screen_is_refused_once_the_application_is_disabled(house, server, application):
    grace = Person(server)
    grace.sign_in()
    page = grace.look(request_path(application, ProofKey()))
    house.run("app", "disable", application["client_id"], "--force").ok()
    page = grace.send(page, "/oauth/authorize", confirm="yes")
    assert page.status == 400 and "is not registered" in page.text
    assert house.run("authorized", "list", "-u", "grace", "--json").json == []


def test_disabling_asks_and_says_what_it_cuts_off(house, talk):
    client_id = house.add_application()["client_id"]
    house.run("app", "disable", client_id).fails(2, "--force is required")
    chat = talk(house, "app", "disable", client_id)
    asked = chat.expect("[y/N] ")
    assert 'Disable "Uploader" of ada? 0 users and 0 tokens are cut off until it is enabled again.' in asked
    chat.type("n\n")
    assert chat.finish()[0] == 1
    assert house.run("app", "show", client_id, "--json").json["disabled_at"] is None
    chat = talk(house, "app", "disable", client_id)
    chat.expect("[y/N] ")
    chat.type("y\n")
    assert chat.finish()[0] == 0
    first = house.run("app", "show", client_id, "--json").json["disabled_at"]
    house.run("app", "disable", client_id, "--force").ok()
    assert house.run("app", "show", client_id, "--json").json["disabled_at"] == first
    table = house.run("app", "list", "--all").ok().out
    assert "disabled" in table and "ada" in table
    assert "Disabled" in house.run("app", "show", client_id).ok().out


def test_an_application_is_given_to_another_owner(house, server, application):
    client_id = application["client_id"]
    token = tokens_for(server, application, Person(server))["access_token"]
    house.run("app", "transfer", client_id, "--to", "grace").fails(2, "--force is required")
    data = house.run("app", "transfer", client_id, "--to", "GRACE@example.org", "--force", "--json").json
    assert data["owner"] == "grace" and data["secrets"][0]["last_four"] == application["client_secret"][-4:]
    assert is_alive(server, token)
    assert server.token(application, **FORM).status_code == 200
    assert [each["client_id"] for each in house.run("app", "list", "-u", "grace", "--json").json] == [client_id]
    assert house.run("app", "list", "-u", "ada", "--json").json == []
    house.run("app", "show", client_id, "-u", "ada").fails(3, "was found")
    assert audit(house, "app.transfer") == [("Uploader", f"{client_id}, to grace, for ada")]


@pytest.mark.parametrize(
    "to, status, words",
    [
        ("nobody", 3, 'No user "nobody" was found'), ("", 3, "was found"), ("999", 3, "was found"),
        ("ada", 2, "--to: ada owns it already"), ("zoe", 2, "--to: The account of zoe@example.org is disabled"),
        ("a\x1b[31m", 3, "was found"),
    ],
)
def test_a_wrong_new_owner_changes_nothing(house, to, status, words):
    house.add_user("zoe@example.org")
    house.run("user", "disable", "zoe@example.org").ok()
    client_id = house.add_application()["client_id"]
    to = "zoe@example.org" if to == "zoe" else to
    done = house.run("app", "transfer", client_id, "--to", to, "--force").fails(status, words)
    assert "\x1b" not in done.err
    assert house.run("app", "show", client_id, "--json").json["owner"] == "ada"


def test_the_question_of_a_transfer_says_what_changes(house, talk):
    client_id = house.add_application()["client_id"]
    chat = talk(house, "app", "transfer", client_id, "--to", "grace")
    assert "ada neither sees nor changes it any more" in chat.expect("[y/N] ")
    chat.type("\n")
    assert chat.finish()[0] == 1
    assert house.run("app", "show", client_id, "--json").json["owner"] == "ada"


@pytest.mark.parametrize("verb", ["enable", "disable", "transfer"])
def test_an_application_that_is_not_there_is_not_found(house, verb):
    words = ["--to", "grace"] if verb == "transfer" else []
    force = [] if verb == "enable" else ["--force"]
    house.run("app", verb, "nothing", *words, *force).fails(3, 'No application "nothing" was found')
