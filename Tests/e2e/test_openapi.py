"""docs/openapi.json: well formed, of every route, and true of a running server, which schemathesis tries to show wrong."""

import json
import pathlib
import re
import urllib.parse

import pytest
import requests
import schemathesis
from hypothesis import HealthCheck, Phase, settings
from schemathesis.specs.openapi import checks as openapi

from person import Person, parameters, request_path
from server import Server, Session

ROOT = pathlib.Path(__file__).parents[2]
DOCUMENT = json.loads((ROOT / "docs" / "openapi.json").read_text())
SCHEMA = schemathesis.openapi.from_dict(DOCUMENT)
# The same examples each time, and no example is too slow: the machine may be busy.
TRIES = settings(
    max_examples=15, deadline=None, derandomize=True, database=None, phases=[Phase.explicit, Phase.generate],
    suppress_health_check=list(HealthCheck))


@schemathesis.check
def no_server_error(context, response, case):
    """A method that nobody knows is answered with 501 (RFC 9110 §15.6.2); nothing else is the server's fault here."""
    assert response.status_code < 500 or (response.status_code, case.method) == (501, "QUERY")


CHECKS = [
    no_server_error, openapi.status_code_conformance, openapi.content_type_conformance,
    openapi.response_headers_conformance, openapi.response_schema_conformance,
]


class Whole(Session):
    """Says how long a body is: schemathesis sends empty ones in chunks, which are refused before any route is asked."""

    def send(self, request, **options):
        if request.body is not None and len(request.body) == 0:
            request.headers["Content-Length"] = "0"
        return super().send(request, **options)


@pytest.fixture(scope="module")
def door(shared_house):
    """A server that has every route, an application there, and Grace's session."""
    server = Server(shared_house, "--development")
    server.session = Whole(server)
    try:
        assert server.is_ready, server
        server.application = shared_house.add_application()
        server.personal = shared_house.add_token("grace", "laptop")
        # The session belongs to the browser that opened it: to the name that requests gives itself.
        person = Person(server, agent=requests.utils.default_user_agent())
        person.sign_in()
        server.cookie = person.cookies["postern-session"].value
        yield server
        server.stop()
    finally:
        server.close()


def operations():
    return [(path, method, operation) for path, item in DOCUMENT["paths"].items() for method, operation in item.items()]


def test_every_reference_leads_somewhere_and_every_part_is_used():
    used = set(re.findall(r'"\$ref": "#/components/([^"]+)"', json.dumps(DOCUMENT)))
    there = {f"{kind}/{name}" for kind, parts in DOCUMENT["components"].items() for name in parts if kind != "securitySchemes"}
    assert used == there


def test_every_operation_is_named_once():
    names = [operation["operationId"] for _, _, operation in operations()]
    assert len(names) == len(set(names)) == len(operations())


def test_every_route_is_described_and_none_that_is_not_there(door):
    described = {}
    for path, method, _ in operations():
        described.setdefault(path, set()).add(method.upper())
    for path, methods in described.items():
        allowed = door.ask("PUT", path)
        assert allowed.status_code == 405, path
        assert set(allowed.headers["Allow"].split(", ")) - {"OPTIONS", "HEAD"} == methods, path
    metadata = door.get("/.well-known/oauth-authorization-server").json()
    for name, url in metadata.items():
        if name.endswith("_endpoint"):
            assert url.removeprefix(door.base) in described, name
    source = (ROOT / "Sources" / "WebServer" / "WebServer.swift").read_text()
    assert set(re.findall(r'path: "(/[^"]*)"', source)) == set(described)


def try_out(case, door, **options):
    """Sends a case and looks whether the answer is as described."""
    door.session.cookies.clear()
    case.call_and_validate(
        base_url=door.base, checks=CHECKS, session=door.session, allow_redirects=False, **options)


@SCHEMA.parametrize()
@TRIES
def test_answers_are_as_described_to_nobody(case, door):
    try_out(case, door)


@SCHEMA.include(path_regex="^/oauth/(token|revoke|introspect|device_authorization)$").parametrize()
@TRIES
def test_answers_are_as_described_to_an_application(case, door):
    case.headers.pop("Authorization", None)
    if isinstance(case.body, dict):
        case.body.pop("client_id", None)
        case.body.pop("client_secret", None)
    try_out(case, door, auth=(door.application["client_id"], door.application["client_secret"]))


@SCHEMA.include(path_regex="^/oauth/(ping|info|invalid)$").parametrize()
@TRIES
def test_answers_are_as_described_to_whoever_has_a_token(case, door):
    if isinstance(case.body, dict):
        case.body.pop("access_token", None)
    case.headers["Authorization"] = f"Bearer {door.personal}"
    try_out(case, door)


@SCHEMA.include(tag="Pages").parametrize()
@TRIES
def test_answers_are_as_described_to_somebody_who_is_signed_in(case, door):
    if case.operation.path == "/oauth/authorize" and isinstance(case.query, dict):
        case.query["client_id"] = door.application["client_id"]
        case.query["redirect_uri"] = door.application["redirect_uris"][0]
    case.headers.pop("Cookie", None)
    case.cookies = {"postern-session": door.cookie}
    try_out(case, door)


def test_the_tries_have_reached_what_they_were_to_try(door):
    seen = {(line["path"], line["status"]) for line in door.lines}
    for path, statuses in {"/oauth/token": (200, 400, 401), "/oauth/introspect": (200, 400, 401), "/oauth/revoke": (200, 400, 401),
                           "/oauth/device_authorization": (200, 401), "/oauth/ping": (200, 401), "/oauth/info": (401, 403),
                           "/oauth/authorize": (303, 400), "/device": (200, 303, 403), "/account": (200, 303),
                           "/login": (200, 303, 403), "/oauth/errors": (200,)}.items():
        for status in statuses:
            assert (path, status) in seen, (path, status)


class Described(Session):
    """Looks whether each answer is as described."""

    def request(self, method, url, **options):
        answer = super().request(method, url, **options)
        operation = SCHEMA[urllib.parse.urlsplit(answer.url).path][method.upper()]
        operation.validate_response(answer)
        self.server.described.add((operation.path, method.upper(), answer.status_code))
        return answer


def test_a_whole_visit_is_as_described(door):
    """What random requests do not reach: people who go all the way, with applications that are told of it."""
    application = door.application
    auth = (application["client_id"], application["client_secret"])
    door.described = set()
    person = Person(door)
    person.session = Described(door)
    person.session.headers["User-Agent"] = "A browser"
    client = Described(door)
    code = parameters(person.approve(request_path(application)))["code"]
    form = {"grant_type": "authorization_code", "code": code, "redirect_uri": application["redirect_uris"][0]}
    body = client.request("POST", "/oauth/token", data=form, auth=auth).json()
    assert client.request("POST", "/oauth/introspect", data={"token": body["access_token"]}, auth=auth).json()["active"]
    body = client.request(
        "POST", "/oauth/token", data={"grant_type": "refresh_token", "refresh_token": body["refresh_token"]}, auth=auth).json()
    person.look(request_path(application, prompt="consent"))
    device = client.request("POST", "/oauth/device_authorization", data={"scope": "user:email"}, auth=auth).json()
    page = person.send(person.look("/device"), "/device", user_code=device["user_code"])
    person.send(page, "/device", confirm="yes")
    form = {"grant_type": "urn:ietf:params:oauth:grant-type:device_code", "device_code": device["device_code"]}
    assert client.request("POST", "/oauth/token", data=form, auth=auth).status_code == 200
    token = client.request("POST", "/oauth/token", data={"grant_type": "client_credentials", "scope": "test:scope"}, auth=auth).json()
    client.request("GET", "/oauth/info", headers={"Authorization": f"Bearer {token['access_token']}"})
    client.request("POST", "/oauth/revoke", data={"token": body["refresh_token"]}, auth=auth)
    person.send(person.look("/account"), "/logout")
    assert {("/oauth/authorize", "GET", 200), ("/oauth/authorize", "POST", 303), ("/device", "POST", 200), ("/logout", "POST", 200),
            ("/oauth/info", "GET", 200)} <= door.described
