"""When things were used last: told to people within seconds, and never lost."""

import datetime

from person import Person, tokens_for
from screen import until


def application_of(house, application):
    return house.run("app", "show", application["client_id"], "--json").json


def token_named(house, name, user):
    tokens = house.run("token", "list", "-u", user, "--json").json
    return next(token for token in tokens if token["name"] == name)


def is_recent(text):
    then = datetime.datetime.fromisoformat(text.replace("Z", "+00:00"))
    return abs(datetime.datetime.now(datetime.timezone.utc) - then) < datetime.timedelta(minutes=5)


def test_a_personal_token_that_was_shown_says_so_within_seconds(house, server):
    used, unused = house.add_token("grace", "laptop"), house.add_token("grace", "drawer")
    assert token_named(house, "laptop", "grace")["last_used_at"] is None
    assert server.get("/oauth/ping", used).status_code == 200
    until(lambda: token_named(house, "laptop", "grace")["last_used_at"], lambda: server.log)
    assert is_recent(token_named(house, "laptop", "grace")["last_used_at"])
    assert token_named(house, "drawer", "grace")["last_used_at"] is None
    assert server.get("/oauth/ping", unused + "x").status_code == 401


def test_what_was_used_last_is_written_before_the_server_ends(house, server):
    application, other = house.add_application(), house.add_application()
    token = house.add_token("grace", "laptop")
    assert server.token(application, grant_type="client_credentials").status_code == 200
    wrong = dict(other, client_secret=application["client_secret"])
    assert server.token(wrong, grant_type="client_credentials").status_code == 401
    assert server.get("/oauth/ping", token).status_code == 200
    server.stop()
    assert is_recent(application_of(house, application)["last_used_at"])
    assert [is_recent(one["last_used_at"]) for one in application_of(house, application)["secrets"]] == [True]
    assert application_of(house, other)["last_used_at"] is None
    assert is_recent(token_named(house, "laptop", "grace")["last_used_at"])


def test_an_application_that_somebody_let_in_says_when_it_was_used_for_them(house, server):
    application = house.add_application()
    body = tokens_for(server, application, Person(server))
    assert server.get("/oauth/ping", body["access_token"]).status_code == 200
    server.stop()
    (grant,) = house.run("authorized", "list", "-u", "grace", "--json").json
    assert is_recent(grant["last_used_at"])


def test_of_two_secrets_each_says_when_it_was_used(house, server):
    application = house.add_application()
    words = ("app", "reset-secret", application["client_id"], "--keep-old", "1d", "--force", "--json")
    house.run(*words).ok()
    assert server.token(application, grant_type="client_credentials").status_code == 200
    server.stop()
    uses = [one["last_used_at"] for one in application_of(house, application)["secrets"]]
    assert len(uses) == 2 and uses.count(None) == 1


def test_what_a_resource_server_asks_about_was_used(house, serve):
    house.configure(resourceServers=[])
    resource = house.add_application()
    house.configure(resourceServers=[resource["client_id"]])
    server = serve(house)
    token = house.add_token("grace", "laptop")
    auth = (resource["client_id"], resource["client_secret"])
    assert server.post("/oauth/introspect", {"token": token}, auth=auth).json()["active"]
    server.stop()
    assert is_recent(token_named(house, "laptop", "grace")["last_used_at"])
