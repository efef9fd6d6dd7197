"""The token endpoint: client credentials, client authentication, and every kind of bad request."""

import base64
import re

import pytest
import requests

FORM = {"grant_type": "client_credentials"}


def is_error(answer, code, status=400):
    """An error as RFC 6749 §5.2 has it: JSON that nobody may keep, without anything more."""
    assert (answer.status_code, answer.json()["error"]) == (status, code), answer.text
    assert set(answer.json()) == {"error", "error_description"}
    assert re.fullmatch(r"[ !#-\[\]-~]+", answer.json()["error_description"])
    assert answer.headers["Content-Type"] == "application/json"
    assert answer.headers["Cache-Control"] == "no-store"
    if status == 401:
        assert answer.headers["WWW-Authenticate"] == 'Basic realm="postern"'
    return answer


def credentials(application):
    return {"client_id": application["client_id"], "client_secret": application["client_secret"]}


# RFC 6749 §4.4, §5.1


def is_token(answer, scope=""):
    assert answer.status_code == 200, answer.text
    assert answer.headers["Content-Type"] == "application/json"
    assert answer.headers["Cache-Control"] == "no-store" and answer.headers["Pragma"] == "no-cache"
    body = answer.json()
    assert set(body) == {"access_token", "token_type", "expires_in", "scope"}  # no refresh token (§4.4.3), no user
    assert re.fullmatch(r"pst_[0-9A-Za-z]{53}", body["access_token"])
    assert (body["token_type"], body["expires_in"], body["scope"]) == ("Bearer", 3600, scope)


def test_an_application_gets_a_token_of_its_own_by_basic_authentication(server, application):
    is_token(server.token(application, **FORM))
    is_token(server.token(application, **FORM, scope="user:email"), "user:email")


def test_an_application_gets_a_token_of_its_own_with_its_secret_in_the_body(server, application):
    is_token(server.post("/oauth/token", {**FORM, **credentials(application)}))


def test_basic_credentials_are_decoded_as_forms(server, application):
    """RFC 6749 §2.3.1: id and secret are form-encoded before they are joined."""
    every = lambda text: "".join(f"%{byte:02X}" for byte in text.encode())  # noqa: E731
    pair = f"{every(application['client_id'])}:{every(application['client_secret'])}"
    server.saw(application["client_secret"])
    header = {"Authorization": f"basic {base64.b64encode(pair.encode()).decode()}"}
    is_token(server.post("/oauth/token", FORM, headers=header))


def test_unknown_and_empty_parameters_are_as_if_they_had_not_come(server, application):
    is_token(server.token(application, **FORM, scope="", resource="https://api.example.org", x="y"))


def test_life_time_and_grants_follow_the_configuration(house, serve, application):
    house.configure(accessTokenLifetime=7)
    assert serve(house).token(application, **FORM).json()["expires_in"] == 7
    house.configure(grantTypes=["authorization_code"])
    server = serve(house)
    for grant in ("client_credentials", "refresh_token", "password", "urn:ietf:params:oauth:grant-type:device_code"):
        is_error(server.token(application, grant_type=grant), "unsupported_grant_type")


# RFC 6749 §5.2


@pytest.mark.parametrize(
    "form, code",
    [
        ({}, "invalid_request"),
        ({"grant_type": ""}, "invalid_request"),
        ({"grant_type": "magic"}, "unsupported_grant_type"),
        ({"grant_type": "CLIENT_CREDENTIALS"}, "unsupported_grant_type"),
        ({"grant_type": "password", "username": "ada", "password": "x"}, "unsupported_grant_type"),
        ({"grant_type": "implicit"}, "unsupported_grant_type"),
        ({"grant_type": "client_credentials", "scope": "nope"}, "invalid_scope"),
        ({"grant_type": "client_credentials", "scope": "user:email  user:email"}, "invalid_scope"),
        ({"grant_type": "client_credentials", "scope": 'a"b'}, "invalid_scope"),
        ({"grant_type": "client_credentials", "scope": "日本"}, "invalid_scope"),
        ({"grant_type": "authorization_code"}, "invalid_request"),
        ({"grant_type": "authorization_code", "code": "psc_wrong"}, "invalid_grant"),
        ({"grant_type": "authorization_code", "code": "x" * 60_000}, "invalid_grant"),
        ({"grant_type": "authorization_code", "code": "psc_x", "code_verifier": "short"}, "invalid_request"),
        ({"grant_type": "refresh_token"}, "invalid_request"),
        ({"grant_type": "refresh_token", "refresh_token": "psr_wrong"}, "invalid_grant"),
        ({"grant_type": "urn:ietf:params:oauth:grant-type:device_code"}, "invalid_request"),
        ({"grant_type": "urn:ietf:params:oauth:grant-type:device_code", "device_code": "psd_x"}, "invalid_grant"),
    ],
)
def test_a_bad_request_is_told_by_its_code(shared, form, code):
    is_error(shared.token(shared.application, **form), code)


def test_internal_scopes_are_never_granted(house, serve, application):
    house.configure(scopes=[{"id": "house:keep", "description": "Keep house", "internal": True}])
    is_error(serve(house).token(application, **FORM, scope="house:keep"), "invalid_scope")


def test_unknown_client_and_wrong_secret_are_told_alike(server, application):
    wrong = server.secret("a-wrong-secret-of-some-length")
    answers = [
        server.post("/oauth/token", FORM, auth=(application["client_id"], wrong)),
        server.post("/oauth/token", FORM, auth=("x" * 40, wrong)),
        server.post("/oauth/token", {**FORM, "client_id": application["client_id"], "client_secret": wrong}),
        server.post("/oauth/token", {**FORM, "client_id": application["client_id"]}),
        server.post("/oauth/token", {**FORM, "client_id": "x" * 5000, "client_secret": "y" * 5000}),
    ]
    assert len({is_error(answer, "invalid_client", 401).text for answer in answers}) == 1


def test_the_stored_digest_is_no_secret(house, server, application):
    import sqlite3

    with sqlite3.connect(house.database) as database:
        (digest,) = database.execute("SELECT digest FROM client_secrets").fetchone()
    for text in (digest.hex(), digest.hex().upper(), base64.b64encode(digest).decode()):
        answer = server.post("/oauth/token", FORM, auth=(application["client_id"], text))
        is_error(answer, "invalid_client", 401)


def test_a_public_application_cannot_use_client_credentials(house, server):
    public = house.add_application("ada", "Phone", "--public")
    is_error(server.token(public, **FORM), "invalid_client", 401)
    is_error(server.post("/oauth/token", {**FORM, "client_id": public["client_id"], "client_secret": "x"}),
             "invalid_client", 401)


@pytest.mark.parametrize(
    "header",
    ["", "Basic", "Basic ", "Basic !!!", "Basic Zm9v", "Basic Og==", "Basic /////w==", "Basic JTo=", "Bearer x", "Digest x",
     "Basic " + "A" * 6000],
)
def test_a_malformed_authorization_header_is_no_authentication(shared, header):
    is_error(shared.post("/oauth/token", FORM, headers={"Authorization": header}), "invalid_client", 401)


def test_two_ways_of_authenticating_at_once_are_refused(server, application):
    auth = (application["client_id"], application["client_secret"])
    server.saw(application["client_secret"])
    is_error(server.post("/oauth/token", {**FORM, **credentials(application)}, auth=auth), "invalid_request")
    is_error(server.post("/oauth/token", {**FORM, "client_id": "another"}, auth=auth), "invalid_request")
    is_token(server.post("/oauth/token", {**FORM, "client_id": application["client_id"]}, auth=auth))


def test_an_old_secret_lives_as_long_as_its_owner_chose(house, server, application):
    renewed = house.run("app", "reset-secret", application["client_id"], "--keep-old", "1d", "--force", "--json").json
    renewed = {**application, "client_secret": renewed["client_secret"]}
    is_token(server.token(application, **FORM))
    is_token(server.token(renewed, **FORM))
    last = house.run("app", "reset-secret", application["client_id"], "--force", "--json").json["client_secret"]
    is_token(server.token({**application, "client_secret": last}, **FORM))
    is_error(server.token(application, **FORM), "invalid_client", 401)
    is_error(server.token(renewed, **FORM), "invalid_client", 401)


@pytest.mark.parametrize("which", ["old", "new"])
def test_either_of_two_secrets_is_ended_at_the_next_request(house, server, application, which):
    renewed = house.run("app", "reset-secret", application["client_id"], "--keep-old", "7d", "--json").json
    new = {**application, "client_secret": renewed["client_secret"]}
    ended, left = (application, new) if which == "old" else (new, application)
    for each in (ended, left):
        is_token(server.token(each, **FORM))
    house.run("app", "end-secret", application["client_id"], ended["client_secret"][-4:], "--force").ok()
    is_error(server.token(ended, **FORM), "invalid_client", 401)
    is_token(server.token(left, **FORM))


# Bodies


@pytest.mark.parametrize(
    "body",
    [
        b"grant_type=client_credentials&grant_type=client_credentials",
        b"grant_type=client_credentials&scope=user:email&scope=user:email",
        b"grant_type=client_credentials&x=1&x=1",
        b"grant_type=client_credentials&x=%",
        b"grant_type=client_credentials&x=%4",
        b"grant_type=client_credentials&x=%zz",
        b"grant_type=client_credentials&x=%u0041",
        b"grant_type=client_credentials&x=%FF",
        b"grant_type=client_credentials&x=\xff",
        b"grant_type=client_credentials&x=%C0%80",
        b"grant_type=client_credentials&x=%ED%A0%80",
        b"grant_type=client_credentials&x=%00",
        b"grant_type=client_credentials&x=\0",
        b"grant_type=client_credentials&x=\n",
        b"grant_type=client_credentials&" + b"&".join(b"p%d=1" % number for number in range(200)),
    ],
    ids=["twice", "scope twice", "unknown twice", "%", "%4", "%zz", "%u0041", "%FF", "raw FF", "overlong", "surrogate",
         "%00", "NUL", "newline", "too many"],
)
def test_a_body_that_could_be_read_in_two_ways_is_refused(shared, body):
    shared.saw(shared.application["client_secret"])
    answer = shared.post(
        "/oauth/token", body, auth=(shared.application["client_id"], shared.application["client_secret"]),
        headers={"Content-Type": "application/x-www-form-urlencoded"})
    is_error(answer, "invalid_request")


@pytest.mark.parametrize(
    "content_type",
    [None, "", "application/json", "text/plain", "multipart/form-data; boundary=x", "application/x-www-form-urlencodedx",
     "application/x-www-form-urlencoded, text/plain"],
)
def test_only_forms_are_read(shared, content_type):
    shared.saw(shared.application["client_secret"])
    headers = {} if content_type is None else {"Content-Type": content_type}
    answer = shared.post(
        "/oauth/token", b"grant_type=client_credentials", headers=headers,
        auth=(shared.application["client_id"], shared.application["client_secret"]))
    is_error(answer, "invalid_request")


@pytest.mark.parametrize("content_type", ["Application/X-WWW-Form-URLEncoded", "application/x-www-form-urlencoded; charset=UTF-8"])
def test_a_form_is_a_form_however_its_type_is_written(shared, content_type):
    shared.saw(shared.application["client_secret"])
    is_token(shared.post(
        "/oauth/token", b"grant_type=client_credentials", headers={"Content-Type": content_type},
        auth=(shared.application["client_id"], shared.application["client_secret"])))


def test_parameters_in_the_query_are_refused(server, application):
    server.saw(application["client_secret"])
    auth = (application["client_id"], application["client_secret"])
    is_error(server.post("/oauth/token?grant_type=client_credentials", {}, auth=auth), "invalid_request")
    is_error(server.post("/oauth/token?client_id=x", FORM, auth=auth), "invalid_request")
    is_error(server.post("/oauth/token?x", FORM, auth=auth), "invalid_request")


def test_an_empty_body_is_an_empty_form_and_needs_no_type(server, application):
    is_error(server.post("/oauth/token"), "invalid_client", 401)
    server.saw(application["client_secret"])
    is_error(server.post("/oauth/token", auth=(application["client_id"], application["client_secret"])), "invalid_request")


@pytest.mark.parametrize("size, status", [(65_000, 200), (65_537, 413), (8_000_000, 413)])
def test_a_body_has_at_most_64_kilobytes(server, application, size, status):
    server.saw(application["client_secret"])
    body = b"grant_type=client_credentials&x="
    try:
        answer = server.post(
            "/oauth/token", body + b"x" * (size - len(body)), auth=(application["client_id"], application["client_secret"]),
            headers={"Content-Type": "application/x-www-form-urlencoded"})
    except requests.ConnectionError:
        # The connection is closed while the rest of the body is still on its way.
        assert status == 413
    else:
        assert answer.status_code == status
    is_token(server.token(application, **FORM))


@pytest.mark.parametrize("path", ["/oauth/token", "/oauth/revoke", "/oauth/introspect", "/oauth/device_authorization"])
@pytest.mark.parametrize("method", ["GET", "HEAD", "PUT", "PATCH", "DELETE", "TRACE"])
def test_other_methods_are_told_which_there_are(shared, path, method):
    answer = shared.ask(method, path)
    assert (answer.status_code, answer.headers["Allow"]) == (405, "OPTIONS, POST")
    assert answer.headers["Cache-Control"] == "no-store"


def test_a_disabled_owners_application_is_dead_at_the_next_request(house, server):
    application = house.add_application("grace")
    token = server.token(application, **FORM).json()["access_token"]
    assert server.get("/oauth/ping", token).status_code == 200
    house.run("user", "disable", "grace").ok()
    is_error(server.token(application, **FORM), "invalid_client", 401)
    assert server.get("/oauth/ping", token).status_code == 401
    house.run("user", "enable", "grace").ok()
    is_token(server.token(application, **FORM))
