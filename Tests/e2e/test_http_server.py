"""What holds for every route: metadata, scripts of other origins, queries, odd requests, health and metrics."""

import re

import pytest

from screen import until

OPEN = ["/oauth/token", "/oauth/revoke", "/oauth/device_authorization", "/.well-known/oauth-authorization-server"]
CLOSED = ["/oauth/introspect", "/oauth/ping", "/healthz", "/metrics"]


# RFC 8414


def test_metadata_names_what_there_is(house, serve):
    server = serve(house)
    answer = server.get("/.well-known/oauth-authorization-server")
    assert (answer.status_code, answer.headers["Content-Type"]) == (200, "application/json")
    body = answer.json()
    base = server.base
    assert body == {
        "issuer": base,
        "authorization_endpoint": f"{base}/oauth/authorize",
        "token_endpoint": f"{base}/oauth/token",
        "revocation_endpoint": f"{base}/oauth/revoke",
        "introspection_endpoint": f"{base}/oauth/introspect",
        "device_authorization_endpoint": f"{base}/oauth/device_authorization",
        "scopes_supported": ["user:email"],
        "response_types_supported": ["code"],
        "response_modes_supported": ["query"],
        "grant_types_supported": [
            "authorization_code", "client_credentials", "refresh_token", "urn:ietf:params:oauth:grant-type:device_code"],
        "token_endpoint_auth_methods_supported": ["client_secret_basic", "client_secret_post", "none"],
        "revocation_endpoint_auth_methods_supported": ["client_secret_basic", "client_secret_post", "none"],
        "introspection_endpoint_auth_methods_supported": ["client_secret_basic", "client_secret_post"],
        "code_challenge_methods_supported": ["S256"],
        "authorization_response_iss_parameter_supported": True,
    }
    head = server.ask("HEAD", "/.well-known/oauth-authorization-server")
    assert (head.status_code, head.content) == (200, b"")
    assert head.headers["Content-Length"] == answer.headers["Content-Length"]


def test_metadata_follows_the_configuration(house, serve):
    house.configure(
        issuer="https://auth.example.org/here", responseTypes=["code", "token"],
        grantTypes=["authorization_code", "password"],
        scopes=[{"id": "a:b", "description": "A"}, {"id": "c:d", "description": "C", "internal": True}])
    server = serve(house)
    # An issuer with a path has it behind what is well-known (§3.1), and everything else below it.
    assert server.get("/.well-known/oauth-authorization-server").status_code == 404
    assert server.get("/oauth/ping").status_code == 404 and server.get("/here/oauth/ping").status_code == 401
    assert server.get("/healthz").status_code == 200
    body = server.get("/.well-known/oauth-authorization-server/here").json()
    assert body["issuer"] == "https://auth.example.org/here"
    assert body["token_endpoint"] == "https://auth.example.org/here/oauth/token"
    assert body["grant_types_supported"] == ["authorization_code", "password", "implicit"]
    assert body["response_types_supported"] == ["code", "token"]
    assert body["scopes_supported"] == ["user:email", "a:b"]
    assert "device_authorization_endpoint" not in body


def test_the_issuer_of_the_command_line_wins(house, serve):
    house.configure(issuer="https://auth.example.org")
    body = serve(house, "--issuer", "https://other.example.org").get("/.well-known/oauth-authorization-server").json()
    assert body["issuer"] == "https://other.example.org"


# Fetch: scripts of other origins


@pytest.mark.parametrize("path", OPEN)
def test_programs_in_browsers_may_call_what_programs_call(shared, path):
    method = "GET" if path.startswith("/.well") else "POST"
    asked = shared.ask("OPTIONS", path, headers={
        "Origin": "https://app.example.org", "Access-Control-Request-Method": method,
        "Access-Control-Request-Headers": "authorization,content-type"})
    assert asked.status_code == 204
    assert asked.headers["Access-Control-Allow-Origin"] == "*"
    assert method in asked.headers["Access-Control-Allow-Methods"].split(", ")
    assert asked.headers["Access-Control-Allow-Headers"].lower() == "authorization, content-type"
    done = shared.ask(method, path, headers={"Origin": "https://app.example.org"})
    assert done.headers["Access-Control-Allow-Origin"] == "*"
    assert "WWW-Authenticate" in done.headers["Access-Control-Expose-Headers"]
    for answer in (asked, done):
        assert "Access-Control-Allow-Credentials" not in answer.headers
    assert not any(name.startswith("access-control") for name in map(str.lower, shared.ask(method, path).headers))


@pytest.mark.parametrize("path", CLOSED)
def test_nothing_else_is_opened_to_scripts(shared, path):
    for method in ("OPTIONS", "GET", "POST"):
        answer = shared.ask(method, path, headers={
            "Origin": "https://app.example.org", "Access-Control-Request-Method": "POST"})
        assert not any(name.lower().startswith("access-control") for name in answer.headers), answer.headers


# Targets


@pytest.mark.parametrize("query", ["{}", "a=<b>", "a=\"b\"", "a=|", "a=^", "a=`", "a[]=1", "a='b'", "a=\\", "a=é", "$a"])
def test_a_character_that_a_query_may_not_hold_is_a_bad_request_and_no_crash(shared, query):
    answer = shared.raw(f"GET /oauth/ping?{query} HTTP/1.1\r\nHost: {shared.address}\r\n\r\n".encode())
    assert answer.startswith(b"HTTP/1.1 400 "), answer
    assert shared.get("/healthz").status_code == 200


def test_the_characters_of_a_query_are_configurable(house, serve):
    house.configure(allowedQueryCharacters="=&%{}")
    server = serve(house)
    ask = lambda query: server.raw(f"GET /oauth/ping?{query} HTTP/1.1\r\nHost: x\r\n\r\n".encode()).split()[1]  # noqa: E731
    assert ask("a={b}&c=%20") == b"401"
    assert ask("a=(b)") == b"400"


@pytest.mark.parametrize(
    "path",
    ["/oauth", "/oauth/", "/oauth/token/", "/OAuth/token", "/oauth/tokens", "/favicon.ico", "/.well-known/",
     "/.well-known/openid-configuration", "/é", "/openapi.json", "/docs/openapi.json"])
def test_there_is_nothing_elsewhere(shared, path):
    assert shared.get(path).status_code == 404


@pytest.mark.parametrize(
    "head, status",
    [
        (b"GET /oauth/%70ing HTTP/1.1\r\nHost: x", 404),
        (b"GET /oauth/token/../ping HTTP/1.1\r\nHost: x", 400),
        (b"GET /oauth/%2e%2e/healthz HTTP/1.1\r\nHost: x", 400),
        (b"GET /healthz%00 HTTP/1.1\r\nHost: x", 400),
        (b"GET //healthz HTTP/1.1\r\nHost: x", 400),
        (b"GET http://evil.example/healthz HTTP/1.1\r\nHost: x", 400),
        (b"GET /healthz HTTP/1.1", 400),
        (b"GET /healthz HTTP/1.1\r\nHost: x\r\nHost: y", 400),
        (b"GET /healthz  HTTP/1.1\r\nHost: x", 400),
        (b"GET /healthz HTTP/1.1\r\nHost : x", 400),
        (b"GET /healthz HTTP/1.1\r\nHost: x\r\n folded: y", 400),
        (b"POST /oauth/token HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\nContent-Length: 3", 400),
        (b"POST /oauth/token HTTP/1.1\r\nHost: x\r\nContent-Length: +3", 400),
        (b"POST /oauth/token HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\nTransfer-Encoding: chunked", 501),
        (b"POST /oauth/token HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked", 501),
        (b"POST /oauth/token HTTP/1.1\r\nHost: x\r\nContent-Length: 99999999999", 413),
        (b"BREW /healthz HTTP/1.1\r\nHost: x", 501),
        (b"GET /healthz HTTP/3.0\r\nHost: x", 505),
        (b"GET /" + b"x" * 70_000 + b" HTTP/1.1\r\nHost: x", 414),
        (b"GET /healthz HTTP/1.1\r\nHost: x" + b"\r\nX: y" * 20_000, 431),
    ],
)
def test_a_malformed_request_is_refused_and_the_server_lives_on(shared, head, status):
    answer = shared.raw(head + b"\r\n\r\n" + b"abc")
    # What libmicrohttpd itself cannot read it may answer in its own way, or not at all; never as if it were well.
    assert not answer or answer.split()[1].startswith((b"4", b"5")), answer
    if answer:
        assert int(answer.split()[1]) == status or status in (414, 431), answer
    assert shared.get("/healthz").status_code == 200


# Health, metrics and the log


def test_health_and_metrics_tell_how_it_is(house, server):
    application = house.add_application()
    assert server.get("/healthz").text == "ok\n"
    for _ in range(3):
        token = server.token(application, grant_type="client_credentials").json()["access_token"]
    server.post("/oauth/revoke", {"token": token}, auth=(application["client_id"], application["client_secret"]))
    server.token(application, grant_type="magic")
    server.get("/nowhere")
    answer = server.get("/metrics")
    assert answer.headers["Content-Type"] == "text/plain; version=0.0.4; charset=utf-8"
    for line in answer.text.splitlines():
        assert re.fullmatch(r'# (HELP|TYPE) [a-z_]+ .+|[a-z_]+(\{[a-z]+="[^"\n]*"(,[a-z]+="[^"\n]*")*\})? [0-9.e+-]+', line), line
    for name, value in [
        ('postern_http_requests_total{route="/oauth/token",status="200"}', 3),
        ('postern_http_requests_total{route="/oauth/token",status="400"}', 1),
        ('postern_http_requests_total{route="other",status="404"}', 1),
        ('postern_tokens_issued_total{grant="client_credentials"}', 3),
        ('postern_tokens_revoked_total{reason="client"}', 1),
        ('postern_tokens_revoked_total{reason="token_replay"}', 0),
        ('postern_refused_total{error="unsupported_grant_type"}', 1),
    ]:
        assert server.metric(name) == value, name
    # When they were used last may have been written by now.
    assert server.metric("postern_committed_changes_total") >= 4
    assert server.metric("postern_database_log_bytes") == house.database.with_name(house.database.name + "-wal").stat().st_size
    assert server.metric("postern_database_bytes") == house.database.stat().st_size
    count = server.metric("postern_http_request_duration_seconds_count")
    assert server.metric('postern_http_request_duration_seconds_bucket{le="+Inf"}') >= count > 7


def test_metrics_tell_what_the_gate_refused_and_why(server):
    assert server.metric('postern_http_gate_refusals_total{reason="body_too_large"}') == 0
    assert server.post("/oauth/token", {"grant_type": "x" * 70_000}).status_code == 413
    assert server.metric('postern_http_gate_refusals_total{reason="body_too_large"}') == 1
    refused = [line for line in server.all_lines if line.get("refused") == "body_too_large"]
    assert [(line["status"], line["address"]) for line in refused] == [(413, "127.0.0.1")]


def test_health_and_metrics_can_have_a_listener_of_their_own(house, serve):
    from server import Session, free_port

    port = free_port()
    house.configure(managementListen=f"127.0.0.1:{port}")
    server = serve(house)
    management = f"http://127.0.0.1:{port}"
    for path in ("/healthz", "/metrics"):
        assert server.get(path).status_code == 404
        assert Session(server).get(management + path).status_code == 200
    for path in ("/oauth/ping", "/oauth/token", "/.well-known/oauth-authorization-server"):
        assert Session(server).get(management + path).status_code == 404


def test_the_log_has_a_line_a_request_and_no_query(house, server):
    server.get("/oauth/ping?x=secret-in-the-query")
    server.secret("secret-in-the-query")
    server.ask("POST", "/é")
    lines = until(lambda: len(server.lines) == 2 and server.lines, lambda: server.log)
    assert [line["path"] for line in lines][0] == "/oauth/ping"
    for line in lines:
        assert set(line) == {"at", "method", "path", "status", "microseconds", "address"}
        assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", line["at"])
    assert [(line["method"], line["status"], line["address"]) for line in lines] == [
        ("GET", 401, "127.0.0.1"), ("POST", 404, "127.0.0.1")]


def test_without_being_asked_nothing_is_logged(house):
    from server import Server

    server = Server(house, log=False)
    try:
        assert server.get("/oauth/ping").status_code == 401
        server.stop()
        assert server.log == ""
    finally:
        server.close()
