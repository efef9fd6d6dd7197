"""Clients that others wrote: requests-oauthlib, Authlib and oauthlib drive the protocol with classes of their own."""

import json
import urllib.parse

import pytest
from authlib.integrations.base_client.errors import OAuthError as AuthlibError
from authlib.integrations.requests_client import OAuth2Session as AuthlibSession
from authlib.oauth2.rfc8414 import AuthorizationServerMetadata
from oauthlib.oauth2 import (
    BackendApplicationClient, DeviceClient, InvalidGrantError, LegacyApplicationClient, MobileApplicationClient,
    OAuth2Error, WebApplicationClient)
from oauthlib.oauth2.rfc6749.errors import CustomOAuth2Error
from requests_oauthlib import OAuth2Session

from conftest import PASSWORD
from person import Person
from screen import until

DEVICE_GRANT = "urn:ietf:params:oauth:grant-type:device_code"


@pytest.fixture(autouse=True)
def without_tls(monkeypatch):
    """These clients refuse plain HTTP unless they are told that it is this machine's own."""
    monkeypatch.setenv("OAUTHLIB_INSECURE_TRANSPORT", "1")
    monkeypatch.setenv("AUTHLIB_INSECURE_TRANSPORT", "1")
    monkeypatch.setenv("NO_PROXY", "*")


@pytest.fixture
def metadata(server):
    """What the server says of itself, which Authlib finds to be in order."""
    found = AuthorizationServerMetadata(server.get("/.well-known/oauth-authorization-server").json())
    # Authlib demands TLS in metadata; everything else it checks holds.
    secured = {name: value.replace("http://", "https://") if isinstance(value, str) else value for name, value in found.items()}
    AuthorizationServerMetadata(secured).validate()
    return found


def browse(server, url, **options):
    """What the person's browser does with an authorization URL; answers where it ends."""
    assert url.startswith(server.base)
    answer = Person(server).approve(url.removeprefix(server.base), **options)
    assert isinstance(answer, str), answer
    server.saw(answer)
    return answer


# requests-oauthlib


@pytest.mark.parametrize("kind", ["confidential", "public"])
def test_requests_oauthlib_runs_the_code_flow_with_pkce_refreshes_and_revokes(server, metadata, application, public, kind):
    made = application if kind == "confidential" else public
    secret = made.get("client_secret")
    client = OAuth2Session(made["client_id"], redirect_uri=made["redirect_uris"][0], scope=["user:email"], pkce="S256")
    url, state = client.authorization_url(metadata["authorization_endpoint"])
    token = client.fetch_token(
        metadata["token_endpoint"], authorization_response=browse(server, url), client_secret=secret,
        include_client_id=secret is None)
    server.saw(json.dumps(token))
    assert token["token_type"] == "Bearer" and token["scope"] == ["user:email"] and token["user"]["email"] == "grace@example.org"
    assert client.get(server.base + "/oauth/ping").json() == {"ping": "pong"}
    extra = {} if secret is None else {"auth": (made["client_id"], secret)}
    renewed = client.refresh_token(
        metadata["token_endpoint"], **extra, **({"client_id": made["client_id"]} if secret is None else {}))
    server.saw(json.dumps(renewed))
    assert renewed["access_token"] != token["access_token"]
    assert client.get(server.base + "/oauth/ping").json() == {"ping": "pong"}
    form = {"token": renewed["refresh_token"], **({"client_id": made["client_id"]} if secret is None else {})}
    assert client.post(metadata["revocation_endpoint"], form, withhold_token=True, **extra).status_code == 200
    assert client.get(server.base + "/oauth/ping").status_code == 401


def test_requests_oauthlib_refreshes_by_itself_when_a_token_has_expired(house, serve, application):
    house.configure(accessTokenLifetime=1)
    server = serve(house)
    kept = []
    client = OAuth2Session(
        application["client_id"], redirect_uri=application["redirect_uris"][0], scope="user:email",
        auto_refresh_url=server.base + "/oauth/token", token_updater=kept.append,
        auto_refresh_kwargs={"client_id": application["client_id"], "client_secret": application["client_secret"]})
    url, _ = client.authorization_url(server.base + "/oauth/authorize")
    token = client.fetch_token(
        server.base + "/oauth/token", authorization_response=browse(server, url), client_secret=application["client_secret"])

    def has_refreshed():
        answer = client.get(server.base + "/oauth/ping")
        return kept and answer.status_code == 200

    until(has_refreshed, "it never refreshed")
    assert kept[0]["refresh_token"] != token["refresh_token"]
    server.saw(json.dumps(kept))


def test_requests_oauthlib_hears_a_refusal(server, metadata, application):
    client = OAuth2Session(application["client_id"], redirect_uri=application["redirect_uris"][0], scope="user:email")
    url, _ = client.authorization_url(metadata["authorization_endpoint"])
    answer = browse(server, url, confirm="no")
    with pytest.raises(OAuth2Error) as caught:
        client.fetch_token(metadata["token_endpoint"], authorization_response=answer, client_secret="x")
    assert caught.value.error == "access_denied"


def test_requests_oauthlib_takes_a_token_for_itself(server, metadata, application):
    client = OAuth2Session(client=BackendApplicationClient(application["client_id"], scope=["user:email"]))
    for by_header in (True, False):
        token = client.fetch_token(
            metadata["token_endpoint"], client_secret=application["client_secret"], include_client_id=not by_header,
            **({"auth": (application["client_id"], application["client_secret"])} if by_header else {}))
        server.saw(json.dumps(token))
        assert client.get(server.base + "/oauth/ping").status_code == 200
        assert "refresh_token" not in token


def test_requests_oauthlib_hears_of_a_wrong_secret(server, metadata, application):
    client = OAuth2Session(client=BackendApplicationClient(application["client_id"]))
    with pytest.raises(OAuth2Error) as caught:
        client.fetch_token(metadata["token_endpoint"], client_secret="wrong")
    assert caught.value.error == "invalid_client" and caught.value.description


def test_requests_oauthlib_takes_an_implicit_token_where_the_house_gives_one(house, serve, application):
    house.configure(responseTypes=["code", "token"])
    server = serve(house)
    client = OAuth2Session(
        client=MobileApplicationClient(application["client_id"]), redirect_uri=application["redirect_uris"][0], scope="user:email")
    url, _ = client.authorization_url(server.base + "/oauth/authorize")
    token = client.token_from_fragment(browse(server, url))
    assert "refresh_token" not in token and client.get(server.base + "/oauth/ping").status_code == 200


def test_requests_oauthlib_signs_in_by_password_where_the_house_lets_it(house, serve, application):
    house.configure(grantTypes=["password", "refresh_token"])
    server = serve(house)
    client = OAuth2Session(client=LegacyApplicationClient(application["client_id"], scope=["user:email"]))
    token = client.fetch_token(
        server.base + "/oauth/token", username="grace", password=server.secret(PASSWORD),
        client_secret=application["client_secret"], include_client_id=True)
    server.saw(json.dumps(token))
    assert token["user"]["id"] == 2 and client.get(server.base + "/oauth/ping").status_code == 200


def test_requests_oauthlib_connects_a_device(server, metadata, public):
    client = OAuth2Session(client=DeviceClient(public["client_id"], scope=["user:email"]))
    device = client.post(
        metadata["device_authorization_endpoint"], {"client_id": public["client_id"], "scope": "user:email"},
        withhold_token=True).json()
    server.saw(json.dumps(device))
    ask = lambda: client.fetch_token(  # noqa: E731
        metadata["token_endpoint"], device_code=device["device_code"], include_client_id=True)
    with pytest.raises(CustomOAuth2Error) as caught:
        ask()
    assert caught.value.error == "authorization_pending"
    assert approve_device(server, device).title.startswith("Device connected")
    server.saw(json.dumps(ask()))
    assert client.get(server.base + "/oauth/ping").status_code == 200


# Authlib


@pytest.mark.parametrize("method", ["client_secret_basic", "client_secret_post", "none"])
def test_authlib_runs_the_code_flow_with_pkce_refreshes_asks_and_revokes(server, metadata, application, public, method):
    made = public if method == "none" else application
    assert method in metadata["token_endpoint_auth_methods_supported"]
    client = AuthlibSession(
        made["client_id"], made.get("client_secret"), token_endpoint_auth_method=method, scope="user:email",
        redirect_uri=made["redirect_uris"][0], code_challenge_method="S256",
        revocation_endpoint_auth_method=method, token_endpoint=metadata["token_endpoint"])
    verifier = "v" * 60
    url, state = client.create_authorization_url(metadata["authorization_endpoint"], code_verifier=verifier)
    token = client.fetch_token(
        metadata["token_endpoint"], authorization_response=browse(server, url), state=state, code_verifier=verifier)
    server.saw(json.dumps(token))
    assert token["user"]["email"] == "grace@example.org"
    assert client.get(server.base + "/oauth/ping").json() == {"ping": "pong"}
    renewed = client.refresh_token(metadata["token_endpoint"], refresh_token=token["refresh_token"])
    server.saw(json.dumps(renewed))
    assert client.get(server.base + "/oauth/ping").json() == {"ping": "pong"}
    if method != "none":
        known = client.introspect_token(metadata["introspection_endpoint"], token=renewed["access_token"]).json()
        assert known["active"] is True and known["username"] == "grace" and known["iss"] == metadata["issuer"]
        assert client.introspect_token(metadata["introspection_endpoint"], token=token["access_token"]).json() == {"active": False}
    assert client.revoke_token(metadata["revocation_endpoint"], token=renewed["refresh_token"]).status_code == 200
    assert server.get("/oauth/ping", renewed["access_token"]).status_code == 401
    with pytest.raises(AuthlibError) as caught:
        client.refresh_token(metadata["token_endpoint"], refresh_token=renewed["refresh_token"])
    assert caught.value.error == "invalid_grant"


def test_authlib_takes_tokens_for_itself_and_renews_them(house, serve, application):
    house.configure(accessTokenLifetime=1)
    server = serve(house)
    client = AuthlibSession(
        application["client_id"], application["client_secret"], scope="user:email", grant_type="client_credentials",
        token_endpoint=server.base + "/oauth/token", leeway=0)
    first = client.fetch_token()
    until(lambda: client.get(server.base + "/oauth/ping").status_code == 200 and client.token != first, "it never renewed its token")
    server.saw(json.dumps(first), json.dumps(client.token))


def test_authlib_hears_of_mistakes(server, metadata, application):
    client = AuthlibSession(application["client_id"], application["client_secret"], redirect_uri=application["redirect_uris"][0])
    for form, code in (({"grant_type": "client_credentials", "scope": "nope"}, "invalid_scope"),
                       ({"grant_type": "authorization_code", "code": "psc_x"}, "invalid_grant"),
                       ({"grant_type": "magic"}, "unsupported_grant_type")):
        with pytest.raises(AuthlibError) as caught:
            client.fetch_token(metadata["token_endpoint"], **form)
        assert caught.value.error == code and caught.value.description


def test_authlib_connects_a_device(server, metadata, public):
    client = AuthlibSession(public["client_id"], token_endpoint_auth_method="none", scope="user:email")
    device = client.request("POST", metadata["device_authorization_endpoint"], withhold_token=True,
                            data={"client_id": public["client_id"], "scope": "user:email"}).json()
    server.saw(json.dumps(device))
    ask = lambda: client.fetch_token(  # noqa: E731
        metadata["token_endpoint"], grant_type=DEVICE_GRANT, device_code=device["device_code"])
    with pytest.raises(AuthlibError) as caught:
        ask()
    assert caught.value.error == "authorization_pending"
    approve_device(server, device)
    token = ask()
    server.saw(json.dumps(token))
    assert client.get(server.base + "/oauth/ping").status_code == 200


def approve_device(server, device, confirm="yes"):
    person = Person(server)
    page = person.look(device["verification_uri_complete"].removeprefix(server.base))
    page = person.send(person.sign_in(page=page), "/device")
    return person.send(page, "/device", confirm=confirm)


# oauthlib: requests written and answers read by its classes, carried by hand


def carry(server, url, headers, body):
    return server.post(url.removeprefix(server.base), body, headers=headers)


def test_oauthlib_runs_the_code_flow_with_pkce_and_revokes(server, metadata, application):
    client = WebApplicationClient(application["client_id"], code_verifier=None)
    verifier = client.create_code_verifier(64)
    challenge = client.create_code_challenge(verifier, "S256")
    url, headers, body = client.prepare_authorization_request(
        metadata["authorization_endpoint"], redirect_url=application["redirect_uris"][0], scope="user:email",
        code_challenge=challenge, code_challenge_method="S256")
    answer = browse(server, url)
    client.parse_request_uri_response(answer, state=client.state)
    url, headers, body = client.prepare_token_request(
        metadata["token_endpoint"], authorization_response=answer, redirect_url=application["redirect_uris"][0],
        client_secret=application["client_secret"], code_verifier=verifier)
    server.saw(body)
    token = client.parse_request_body_response(carry(server, url, headers, body).text, scope="user:email")
    assert token.scopes == ["user:email"] and not token.scope_changed
    url, headers, body = client.add_token(server.base + "/oauth/ping")
    assert server.get("/oauth/ping", headers=headers).json() == {"ping": "pong"}
    url, headers, body = client.prepare_refresh_token_request(
        metadata["token_endpoint"], client_id=application["client_id"], client_secret=application["client_secret"])
    client.parse_request_body_response(carry(server, url, headers, body).text)
    url, headers, body = client.prepare_token_revocation_request(
        metadata["revocation_endpoint"], client.access_token, body=urllib.parse.urlencode(
            {"client_id": application["client_id"], "client_secret": application["client_secret"]}))
    assert carry(server, url, headers, body).status_code == 200
    _, headers, _ = client.add_token(server.base + "/oauth/ping")
    assert server.get("/oauth/ping", headers=headers).status_code == 401


def test_oauthlib_reads_the_errors(server, metadata, application):
    client = WebApplicationClient(application["client_id"])
    body = client.prepare_request_body(
        code="psc_x", redirect_uri=application["redirect_uris"][0], client_secret=application["client_secret"])
    headers = {"Content-Type": "application/x-www-form-urlencoded"}
    answer = carry(server, metadata["token_endpoint"], headers, body)
    with pytest.raises(InvalidGrantError) as caught:
        client.parse_request_body_response(answer.text)
    assert caught.value.description


def test_oauthlib_connects_a_device(server, metadata, public):
    client = DeviceClient(public["client_id"])
    # It writes the request as an address; the parameters belong into the body.
    uri = client.prepare_request_uri(metadata["device_authorization_endpoint"], scope="user:email")
    url, _, query = uri.partition("?")
    device = carry(server, url, {"Content-Type": "application/x-www-form-urlencoded"}, query).json()
    body = client.prepare_request_body(device["device_code"], include_client_id=True)
    headers = {"Content-Type": "application/x-www-form-urlencoded"}
    with pytest.raises(CustomOAuth2Error) as caught:
        client.parse_request_body_response(carry(server, metadata["token_endpoint"], headers, body).text)
    assert caught.value.error == "authorization_pending"
    assert approve_device(server, device).title.startswith("Device connected")
    token = client.parse_request_body_response(carry(server, metadata["token_endpoint"], headers, body).text)
    assert server.get("/oauth/ping", token["access_token"]).status_code == 200

