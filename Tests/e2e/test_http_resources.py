"""What is done with tokens: protected resources, introspection, revocation."""

import re
import sqlite3

import pytest

from person import is_alive

FORM = {"grant_type": "client_credentials"}


def auth(application):
    return (application["client_id"], application["client_secret"])


def issue(server, application, **form):
    answer = server.token(application, **FORM, **form)
    assert answer.status_code == 200, answer.text
    return answer.json()["access_token"]


def is_invalid_token(answer):
    """RFC 6750 §3.1"""
    assert answer.status_code == 401
    assert answer.headers["WWW-Authenticate"].startswith('Bearer error="invalid_token", error_description="')
    assert answer.json()["error"] == "invalid_token"
    assert answer.headers["Cache-Control"] == "no-store"


# Protected resources (RFC 6750)


def test_ping_answers_any_live_token(house, server, application):
    for token in (issue(server, application), house.add_token("grace", "laptop")):
        for answer in (server.get("/oauth/ping", token), server.post("/oauth/ping", token=token),
                       server.post("/oauth/ping", {"access_token": token})):
            assert (answer.status_code, answer.json()) == (200, {"ping": "pong"})
            assert answer.headers["Cache-Control"] == "no-store"


def test_no_token_is_challenged_without_a_reason(server):
    for answer in (server.get("/oauth/ping"), server.post("/oauth/ping"), server.post("/oauth/ping", {"x": "y"}),
                   server.get("/oauth/ping", headers={"Authorization": "Basic Zm9vOmJhcg=="})):
        assert (answer.status_code, answer.headers["WWW-Authenticate"]) == (401, "Bearer")


@pytest.mark.parametrize(
    "token", ["x", "pst_", "pst_" + "0" * 53, "psp_" + "z" * 56, "psr_" + "0" * 53, "psc_x", "pst_" + "x" * 7000, "é", "a.b-c_~+/=="])
def test_what_is_no_live_token_is_refused(shared, token):
    is_invalid_token(shared.get("/oauth/ping", headers={"Authorization": f"Bearer {token}".encode()}))


@pytest.mark.parametrize("header", ["Bearer", "Bearer ", "Bearer  x", "Bearer x y", "Bearer x,y z"])
def test_a_malformed_header_is_a_bad_request(shared, header):
    answer = shared.get("/oauth/ping", headers={"Authorization": header})
    assert (answer.status_code, answer.json()["error"]) == (400, "invalid_request")
    assert answer.headers["WWW-Authenticate"].startswith('Bearer error="invalid_request"')


def test_a_token_comes_in_one_way_only(server, application):
    token = issue(server, application)
    answer = server.post("/oauth/ping", {"access_token": token}, token=token)
    assert (answer.status_code, answer.json()["error"]) == (400, "invalid_request")


def test_a_token_in_the_query_is_taken_only_where_the_house_says_so(house, server, serve, application):
    token = issue(server, application)
    assert server.get(f"/oauth/ping?access_token={token}").status_code == 401
    house.configure(acceptTokenInQuery=True)
    lenient = serve(house)
    assert lenient.get(f"/oauth/ping?access_token={token}").status_code == 200
    assert lenient.get(f"/oauth/ping?access_token={token}", token).status_code == 400
    assert lenient.get(f"/oauth/ping?access_token={token}&access_token={token}").status_code == 400


def test_a_stored_digest_is_no_token(house, server, application):
    issue(server, application)
    with sqlite3.connect(house.database) as database:
        (digest,) = database.execute("SELECT digest FROM tokens").fetchone()
    for text in (digest.hex(), "pst_" + digest.hex()):
        is_invalid_token(server.get("/oauth/ping", text))


def test_other_secrets_are_no_tokens(server, application):
    is_invalid_token(server.get("/oauth/ping", application["client_secret"]))
    device = server.post("/oauth/device_authorization", {}, auth=auth(application)).json()["device_code"]
    is_invalid_token(server.get("/oauth/ping", device))


def test_an_expired_token_is_dead(house, serve, application):
    house.configure(accessTokenLifetime=1)
    server = serve(house)
    token = issue(server, application)
    from screen import until

    until(lambda: not is_alive(server, token), "the token outlives its time")
    is_invalid_token(server.get("/oauth/ping", token))


def test_info_and_invalid_are_for_development_only(server, application):
    token = issue(server, application)
    assert server.get("/oauth/info", token).status_code == 404
    assert server.get("/oauth/invalid", token).status_code == 404
    assert server.token(application, **FORM, scope="test:scope").json()["error"] == "invalid_scope"


def test_info_tells_whose_token_it_is_and_needs_its_scope(house, serve, application):
    server = serve(house, "--development")
    token = issue(server, application, scope="test:scope user:email")
    answer = server.get("/oauth/info", token)
    assert answer.status_code == 200
    assert answer.json() == {"client": application["client_id"], "user": None, "scopes": ["user:email", "test:scope"]}
    narrow = server.get("/oauth/info", issue(server, application))
    assert (narrow.status_code, narrow.json()["error"]) == (403, "insufficient_scope")
    assert re.search(r'^Bearer error="insufficient_scope", .*, scope="test:scope"$', narrow.headers["WWW-Authenticate"])
    never = server.get("/oauth/invalid", token)
    assert (never.status_code, never.json()["error"]) == (403, "insufficient_scope")
    assert server.get("/oauth/info").status_code == 401
    is_invalid_token(server.get("/oauth/info", "pst_x"))


# Introspection (RFC 7662)


def test_an_application_learns_about_its_own_token(server, application):
    token = issue(server, application, scope="user:email")
    answer = server.post("/oauth/introspect", {"token": token}, auth=auth(application))
    assert answer.status_code == 200 and answer.headers["Cache-Control"] == "no-store"
    body = answer.json()
    assert body.pop("exp") - body.pop("iat") == 3600
    assert body == {
        "active": True, "scope": "user:email", "client_id": application["client_id"], "token_type": "Bearer",
        "sub": application["client_id"], "iss": server.base,
    }


def test_what_is_not_live_or_not_ones_own_is_inactive_and_nothing_more(house, server, application):
    other = house.add_application("grace", "Other")
    tokens = [issue(server, other), house.add_token(), "x", "pst_" + "0" * 53, application["client_secret"], "é", "x" * 60_000]
    for token in tokens:
        answer = server.post("/oauth/introspect", {"token": token}, auth=auth(application))
        assert (answer.status_code, answer.json()) == (200, {"active": False})


def test_a_resource_server_learns_about_everybodys_tokens(house, serve, application):
    other = house.add_application("grace", "Other")
    house.configure(resourceServers=[application["client_id"]])
    server = serve(house)
    for token in (issue(server, other), house.add_token("grace", "laptop", "-s", "user:email")):
        for form in ({"token": token}, {"token": token, "token_type_hint": "refresh_token"}):
            body = server.post("/oauth/introspect", form, auth=auth(application)).json()
            assert body["active"] is True
    assert (body["username"], body["scope"]) == ("grace", "user:email") and "exp" not in body and "client_id" not in body


def test_introspection_needs_a_confidential_client_and_a_token(house, server, application):
    token = issue(server, application)
    public = house.add_application("ada", "Phone", "--public")
    for answer in (server.post("/oauth/introspect", {"token": token}),
                   server.post("/oauth/introspect", {"token": token}, token=token),
                   server.post("/oauth/introspect", {"token": token}, auth=(application["client_id"], "wrong")),
                   server.post("/oauth/introspect", {"token": token, "client_id": public["client_id"]})):
        assert (answer.status_code, answer.json()["error"]) == (401, "invalid_client")
        assert answer.headers["WWW-Authenticate"] == 'Basic realm="postern"'
    answer = server.post("/oauth/introspect", {}, auth=auth(application))
    assert (answer.status_code, answer.json()["error"]) == (400, "invalid_request")


# Revocation (RFC 7009)


def test_an_application_gives_its_token_back(server, application):
    token, kept = issue(server, application), issue(server, application)
    for _ in range(2):  # a token that is unknown by now is answered alike (§2.2)
        answer = server.post("/oauth/revoke", {"token": token}, auth=auth(application))
        assert (answer.status_code, answer.content, answer.headers["Cache-Control"]) == (200, b"", "no-store")
        is_invalid_token(server.get("/oauth/ping", token))
    assert server.post("/oauth/introspect", {"token": token}, auth=auth(application)).json() == {"active": False}
    assert is_alive(server, kept)


@pytest.mark.parametrize("hint", ["access_token", "refresh_token", "nonsense", ""])
def test_a_wrong_hint_is_ignored(shared, hint):
    token = issue(shared, shared.application)
    assert shared.post("/oauth/revoke", {"token": token, "token_type_hint": hint}, auth=auth(shared.application)).ok
    assert not is_alive(shared, token)


def test_nobody_revokes_what_is_anothers(house, server, application):
    other = house.add_application("grace", "Other")
    token, personal = issue(server, other), house.add_token()
    for text in (token, personal, "x", "pst_" + "0" * 53):
        assert server.post("/oauth/revoke", {"token": text}, auth=auth(application)).status_code == 200
    assert is_alive(server, token) and is_alive(server, personal)


def test_revoking_needs_a_client_and_a_token(server, application):
    token = issue(server, application)
    answer = server.post("/oauth/revoke", {"token": token})
    assert (answer.status_code, answer.json()["error"]) == (401, "invalid_client")
    answer = server.post("/oauth/revoke", {}, auth=auth(application))
    assert (answer.status_code, answer.json()["error"]) == (400, "invalid_request")
    assert is_alive(server, token)


# The device's side of RFC 8628; the person's side is tried with the pages


def test_a_device_gets_its_codes_and_is_told_to_wait(server, application):
    answer = server.post("/oauth/device_authorization", {"scope": "user:email"}, auth=auth(application))
    assert answer.status_code == 200 and answer.headers["Cache-Control"] == "no-store"
    body = answer.json()
    assert re.fullmatch(r"[BCDFGHJKLMNPQRSTVWXZ]{4}-[BCDFGHJKLMNPQRSTVWXZ]{4}", body["user_code"])
    assert body["verification_uri"] == f"{server.base}/device"
    assert body["verification_uri_complete"] == f"{server.base}/device?user_code={body['user_code']}"
    assert body["interval"] == 5 and body["expires_in"] == 600
    poll = {"grant_type": "urn:ietf:params:oauth:grant-type:device_code", "device_code": body["device_code"]}
    assert server.token(application, **poll).json()["error"] == "authorization_pending"
    assert server.token(application, **poll).json()["error"] == "slow_down"


def test_a_public_device_says_its_id_only(house, server):
    public = house.add_application("ada", "TV", "--public")
    assert server.post("/oauth/device_authorization", {"client_id": public["client_id"]}).status_code == 200
    answer = server.post("/oauth/device_authorization", {})
    assert (answer.status_code, answer.json()["error"]) == (401, "invalid_client")
    answer = server.post("/oauth/device_authorization", {"client_id": public["client_id"], "scope": "nope"})
    assert (answer.status_code, answer.json()["error"]) == (400, "invalid_scope")


def test_a_device_code_is_its_clients_own(house, server, application):
    body = server.post("/oauth/device_authorization", {}, auth=auth(application)).json()
    other = house.add_application("grace", "Other")
    poll = {"grant_type": "urn:ietf:params:oauth:grant-type:device_code", "device_code": body["device_code"]}
    assert server.token(other, **poll).json()["error"] == "invalid_grant"
    # Neither is it a code of another kind.
    answer = server.token(application, grant_type="authorization_code", code=body["device_code"])
    assert answer.json()["error"] == "invalid_grant"
