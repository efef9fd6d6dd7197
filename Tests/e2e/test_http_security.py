"""Attacks: what somebody who means harm might try, one statement each."""

import base64
import urllib.parse

import pytest

from person import (
    Page, Person, code_of, is_alive, is_refused, parameters, redeem, refresh, request_path, tokens_for)
from screen import until

FORM = b"Content-Type: application/x-www-form-urlencoded\r\n"


def basic(application):
    pair = f"{application['client_id']}:{application['client_secret']}"
    return "Basic " + base64.b64encode(pair.encode()).decode()


def status(answer):
    return int(answer.split()[1])


# One way only


def test_two_authorization_headers_are_never_one(server, application):
    token = server.token(application, grant_type="client_credentials").json()["access_token"]
    server.saw(application["client_secret"])
    good, bad = f"Authorization: Bearer {token}\r\n", "Authorization: Bearer x\r\n"
    for first, second in ((good, bad), (bad, good), (good, good), (good, good.upper().replace(token.upper(), token))):
        answer = server.raw(f"GET /oauth/ping HTTP/1.1\r\nHost: x\r\n{first}{second}\r\n".encode())
        assert status(answer) == 400, answer
    body = b"grant_type=client_credentials"
    header = f"Authorization: {basic(application)}\r\n".encode()
    head = b"POST /oauth/token HTTP/1.1\r\nHost: x\r\nContent-Length: 29\r\n" + FORM
    assert status(server.raw(head + header + b"\r\n" + body)) == 200
    assert status(server.raw(head + header + header + b"\r\n" + body)) == 400


def test_a_token_in_a_form_that_cannot_be_read_is_no_token(server, application):
    token = server.token(application, grant_type="client_credentials").json()["access_token"]
    for body in (f"access_token={token}&access_token={token}", f"access_token={token}&x=%", f"access_token=x&access_token={token}"):
        for more in (None, token):
            answer = server.ask("POST", "/oauth/ping", more, data=body,
                                headers={"Content-Type": "application/x-www-form-urlencoded"})
            assert (answer.status_code, answer.json()["error"]) == (400, "invalid_request"), body
    # What else a form holds is the route's own; and what is no form is none of the ways.
    assert server.post("/oauth/ping", {"a": ["1", "2"]}, token=token).status_code == 200
    answer = server.ask("POST", "/oauth/ping", token, data="{}", headers={"Content-Type": "application/json"})
    assert answer.status_code == 200


def test_what_a_post_says_in_its_query_is_not_listened_to(server, application):
    person = Person(server)
    person.sign_in()
    page = person.look(request_path(application))
    fields = {**page.form("/oauth/authorize").fields, "confirm": "no"}
    other = request_path(application, scope="nope", state="other", redirect_uri="https://evil.example/")
    for path in (other, "/oauth/authorize?confirm=yes"):
        told = parameters(person.session.post(path, fields).headers["Location"])
        assert (told["error"], told["state"]) == ("access_denied", "s-123")


# Redirects


def test_an_error_is_not_told_to_an_application_before_somebody_signs_in(server, application):
    """RFC 9700 §4.11.2: else anybody's application makes this server's links lead anywhere."""
    stranger = Person(server)
    for wrong in ({"scope": "nope"}, {"response_type": "token"}, {"response_type": None}, {"prompt": "none"}):
        path = request_path(application, **wrong)
        page = stranger.look(path)
        assert isinstance(page, Page) and page.title.startswith("Sign in"), wrong
        query = urllib.parse.urlsplit(path).query
        answer = stranger.session.post("/oauth/authorize", dict(urllib.parse.parse_qsl(query)))
        assert answer.headers["Location"].startswith("/login?"), wrong
    told = Person(server)
    answer = told.sign_in(page=told.look(request_path(application, scope="nope")))
    assert parameters(answer)["error"] == "invalid_scope"


@pytest.mark.parametrize("state", ["a\nb", "a\rb", "a\r\nb", "\n", "%0A", "a%b+c d", "\n\n&lt;\t'\""])
def test_state_survives_how_browsers_send_forms(shared, state):
    """HTML §4.10.22.4: newlines of a form's values become CR LF on their way."""
    person = Person(shared)
    person.sign_in()
    for confirm in ("no", "yes"):
        told = person.approve(request_path(shared.application, state=state, prompt="consent"), confirm=confirm)
        assert isinstance(told, str), told
        assert parameters(told)["state"] == state


@pytest.mark.parametrize("target", ["/", "/elsewhere", "/authx", "/auth/../x", "/auth//evil.example", "/login", "/device"])
def test_next_does_not_leave_the_path_of_the_house(house, serve, target):
    from server import free_port

    port = free_port()
    server = serve(house, "--issuer", f"http://127.0.0.1:{port}/auth", port=port)
    person = Person(server)
    page = person.look("/auth/login?" + urllib.parse.urlencode({"next": target}))
    answer = person.session.post("/auth/login", {**page.form("/auth/login").fields, "email": "grace", "next": target,
                                                 "password": server.secret("correct horse battery")})
    assert (answer.status_code, answer.headers["Location"]) == (303, "/auth/account")
    answer = person.session.get("/auth/login?" + urllib.parse.urlencode({"next": target}))
    assert answer.headers["Location"] == "/auth/account"
    answer = person.session.get("/auth/login?next=/auth/device")
    assert answer.headers["Location"] == "/auth/device"


def test_another_host_in_the_request_leads_nowhere(server, application):
    person = Person(server)
    person.sign_in()
    paths = ["/login", "/account", "/device", request_path(application), "/.well-known/oauth-authorization-server",
             request_path(application, scope="nope"), "/oauth/errors?error=x"]
    for path in paths:
        for visitor in (person, Person(server)):
            answer = visitor.session.get(path, headers={"Host": "evil.example", "X-Forwarded-Host": "evil.example",
                                                        "Forwarded": "host=evil.example"})
            assert "evil.example" not in answer.text + str(answer.headers), path


# Codes and tokens


def test_replays_of_a_code_do_not_fill_the_audit_log(house, server, application):
    person = Person(server)
    code = code_of(person.approve(request_path(application)))
    tokens = redeem(server, application, code).json()
    for _ in range(5):
        is_refused(redeem(server, application, code))
    assert not is_alive(server, tokens["access_token"])
    import sqlite3

    with sqlite3.connect(house.database) as database:
        assert database.execute("SELECT count(*) FROM audit_events WHERE event = 'code.replay'").fetchone() == (1,)


def test_one_kind_of_secret_opens_no_door_of_another(server, application):
    person = Person(server)
    tokens = tokens_for(server, application, person)
    page = person.look("/account")
    session, api = person.cookies["postern-session"].value, page.meta["api-token"]
    server.secret(session)
    for secret in (session, api, tokens["refresh_token"], page.form("/logout").fields["csrf"]):
        answer = server.get("/oauth/ping", headers={"Authorization": f"Bearer {secret}"})
        assert answer.status_code == 401, secret
        is_refused(refresh(server, application, secret)) if secret != tokens["refresh_token"] else None
        is_refused(redeem(server, application, secret))
    for secret in (api, tokens["access_token"], tokens["refresh_token"], page.form("/logout").fields["csrf"]):
        answer = server.get("/account", headers={"Cookie": f"postern-session={secret}"})
        assert answer.status_code == 303 and answer.headers["Location"].startswith("/login")
    # Two cookies of one name: which of them is ours cannot be told.
    answer = server.get("/account", headers={"Cookie": f"postern-session=x; postern-session={session}"})
    assert answer.status_code == 303


def test_a_disabled_person_is_out_at_every_step(house, server, application):
    person = Person(server)
    tokens = tokens_for(server, application, person)
    code = code_of(person.look(request_path(application)))
    consent = person.look(request_path(application, prompt="consent"))
    device = server.post("/oauth/device_authorization", auth=(application["client_id"], application["client_secret"])).json()
    page = person.look("/device")
    page = person.send(page, "/device", user_code=device["user_code"])
    person.send(page, "/device", confirm="yes")
    house.run("user", "disable", "grace").ok()
    is_refused(redeem(server, application, code))
    is_refused(refresh(server, application, tokens["refresh_token"]))
    grant = "urn:ietf:params:oauth:grant-type:device_code"
    is_refused(server.token(application, grant_type=grant, device_code=device["device_code"]), "access_denied")
    assert not is_alive(server, tokens["access_token"])
    about = server.post("/oauth/introspect", {"token": tokens["access_token"]},
                        auth=(application["client_id"], application["client_secret"]))
    assert about.json() == {"active": False}
    assert person.look("/account").title.startswith("Sign in")
    assert person.send(consent, "/oauth/authorize", confirm="yes").title.startswith("Sign in")


# What is told to whom


def test_answers_that_hold_secrets_are_neither_kept_nor_guessed_at(server, application):
    auth = (application["client_id"], application["client_secret"])
    answers = [
        server.token(application, grant_type="client_credentials"), server.token(application, grant_type="nope"),
        server.post("/oauth/introspect", {"token": "x"}, auth=auth), server.post("/oauth/device_authorization", auth=auth),
        server.post("/oauth/revoke", {"token": "x"}, auth=auth), server.get("/oauth/ping"), server.get("/oauth/ping", "x"),
        server.post("/oauth/token", {"grant_type": "client_credentials"}), server.get("/nothing"), server.get("/metrics"),
    ]
    for answer in answers:
        assert answer.headers["Cache-Control"] == "no-store", answer.url
        if answer.content:
            assert answer.headers["X-Content-Type-Options"] == "nosniff", answer.url


def test_pages_are_never_opened_to_scripts_of_others_not_even_their_errors(server, application):
    person = Person(server)
    person.sign_in()
    headers = {"Origin": "https://evil.example"}
    for path in ("/login", "/account", "/device", request_path(application), request_path(application, scope="x"),
                 "/oauth/authorize?(", "/style.css", "/nothing"):
        answer = person.session.get(path, headers=headers)
        assert not [name for name in answer.headers if name.lower().startswith("access-control-")], path
        answer = person.session.request("OPTIONS", path, headers={**headers, "Access-Control-Request-Method": "POST"})
        assert not [name for name in answer.headers if name.lower().startswith("access-control-")], path


def test_metrics_name_nothing_that_clients_made_up(server, application):
    server.token(application, grant_type="made-up-grant")
    server.get("/made-up-path")
    server.get("/oauth/errors?error=made-up-error")
    server.get("/oauth/authorize?client_id=made-up-client")
    server.raw(b"MADEUP /x HTTP/1.1\r\nHost: made-up-host\r\n\r\n")
    text = server.get("/metrics").text
    assert "made" not in text.lower()
    assert len(text) < 20_000


def test_only_configured_proxies_say_where_a_request_comes_from(house, serve):
    spoofed = {"X-Forwarded-For": "203.0.113.9", "X-Forwarded-Proto": "https", "X-Real-IP": "203.0.113.9",
               "Forwarded": "for=203.0.113.9;proto=https"}
    server = serve(house)
    answer = server.get("/login", headers=spoofed)
    assert "Strict-Transport-Security" not in answer.headers and "__Host-" not in str(answer.headers)
    # The throttle of an address cannot be passed by inventing others.
    statuses = []
    for number in range(22):
        person = Person(server)
        page = person.look("/login")
        person.session.headers["X-Forwarded-For"] = f"203.0.113.{number}"
        statuses.append(person.session.post("/login", {**page.form("/login").fields, "email": f"nobody{number}",
                                                       "password": server.secret("wrong password")}).status_code)
    assert statuses == [403] * 20 + [429] * 2
    until(lambda: len(server.lines) == 45, lambda: server.log)
    assert {line["address"] for line in server.lines} == {"127.0.0.1"}


def test_secrets_in_the_wrong_places_are_not_logged(server, application):
    token = server.token(application, grant_type="client_credentials").json()["access_token"]
    server.get(f"/oauth/ping/{token}")
    server.get(f"/{token}/oauth/ping?access_token={token}", headers={"Referer": f"https://x/{token}", "User-Agent": token})
    server.get("/oauth/ping", headers={"Cookie": f"a={token}", "X-Token": token})
    server.get("/" + "x" * 7000)
    until(lambda: len(server.lines) == 5, lambda: server.log)
    assert token not in server.log
    assert all(len(line) < 600 for line in server.log.splitlines()), "nobody fills the log with one request"


def test_unknown_parameters_and_methods_change_nothing(server, application):
    person = Person(server)
    person.sign_in()
    page = person.look(request_path(application) + "&confirm=yes&csrf=x&user=ada&approved=1&max_age=0&nonce=x")
    assert isinstance(page, Page) and page.title.startswith("Authorize")
    assert "approved" not in page.answer.text and "nonce" not in page.answer.text
    for method in ("PUT", "DELETE", "PATCH", "TRACE"):
        answer = person.session.request(method, request_path(application), headers={"X-Echo": "echo-me"})
        assert answer.status_code == 405 and "echo-me" not in answer.text + str(answer.headers)
    assert person.session.head(request_path(application)).content == b""
