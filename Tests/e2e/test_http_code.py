"""The authorization code flow from link to token: pages, consent, codes, refreshing, and what can go wrong."""

import re
import sqlite3
import urllib.parse

import pytest

from person import (
    Page, Person, ProofKey, code_of, is_alive, is_refused, parameters, redeem, refresh, request_path, tokens_for)
from server import together


@pytest.fixture
def grace(server):
    person = Person(server)
    assert person.sign_in().status == 200
    return person


@pytest.fixture(scope="module")
def visitor(shared):
    """Grace at the server that is shared."""
    person = Person(shared)
    assert person.sign_in().status == 200
    return person


def audit(house):
    with sqlite3.connect(house.database) as database:
        return database.execute("SELECT event, target, outcome FROM audit_events").fetchall()


# The whole way (RFC 6749 §4.1, RFC 7636, RFC 9207)


def test_from_the_link_to_the_token(server, application):
    key = ProofKey()
    person = Person(server)
    page = person.look(request_path(application, key))
    assert page.title.startswith("Sign in")
    page = person.sign_in(page=page)
    assert page.title.startswith("Authorize application") and page.status == 200
    for words in ("Uploader", "by ada", "https://upload.example.org", "user:email", "grace", "0 users"):
        assert words in page.text, page
    answer = person.send(page, "/oauth/authorize", confirm="yes")
    assert answer.startswith("https://upload.example.org/callback?")
    told = parameters(answer)
    assert set(told) == {"code", "state", "iss"} and re.fullmatch(r"psc_[0-9A-Za-z]{53}", told["code"])
    assert (told["state"], told["iss"]) == ("s-123", server.base)
    done = redeem(server, application, told["code"], code_verifier=key.verifier)
    assert done.status_code == 200 and done.headers["Cache-Control"] == "no-store"
    body = done.json()
    user = body.pop("user")
    assert user == {"id": 2, "email": "grace@example.org", "email_verified": True}
    assert re.fullmatch(r"pst_[0-9A-Za-z]{53}", body.pop("access_token"))
    assert re.fullmatch(r"psr_[0-9A-Za-z]{53}", body.pop("refresh_token"))
    assert body == {"token_type": "Bearer", "expires_in": 3600, "scope": "user:email"}


def test_without_the_scope_the_address_is_not_told(server, application, grace):
    assert tokens_for(server, application, grace, scope=None)["user"] == {"id": 2}


def test_a_refusal_is_told(server, application, grace):
    told = parameters(grace.approve(request_path(application), confirm="no"))
    assert told.pop("error_description")
    assert told == {"error": "access_denied", "state": "s-123", "iss": server.base}
    assert ("app.refuse", "Uploader", "done") in audit(server.house)


@pytest.mark.parametrize("state", ["", "a b+c%20&=#/?é漢\U0001f600", "'\"<script>\\", "x" * 2000, "\r\nSet-Cookie: a=b", "%00"])
def test_state_comes_back_as_it_went(shared, visitor, state):
    for confirm in ("yes", "no"):
        told = visitor.approve(request_path(shared.application, state=state, prompt="consent"), confirm=confirm)
        assert parameters(told).get("state", "") == state


def test_a_redirect_uri_with_a_query_keeps_it(house, server):
    uri = "https://upload.example.org/cb?a=1"
    made = house.run("app", "add", "--user", "ada", "--name", "Q", "--website", "https://q.example.org", "--redirect-uri", uri,
                     "--json").json
    told = Person(server).approve(request_path(made))
    assert told.startswith(uri + "&code=")


def test_the_second_time_nobody_is_asked_until_something_new_is_wanted(house, server, application, grace):
    tokens_for(server, application, grace)
    told = grace.look(request_path(application))
    assert isinstance(told, str) and "code" in parameters(told)
    assert isinstance(grace.look(request_path(application, scope=None)), str)
    assert isinstance(grace.look(request_path(application, prompt="consent")), Page)
    # Another person on the same application, and the same person on another, are asked.
    other = Person(server)
    other.sign_in("ada")
    assert isinstance(other.look(request_path(application)), Page)
    assert isinstance(grace.look(request_path(house.add_application("ada", "Other"))), Page)
    house.run("authorized", "revoke", application["client_id"], "--user", "grace", "--force").ok()
    assert isinstance(grace.look(request_path(application)), Page)


def test_a_wider_scope_is_asked_for(house, serve, application):
    house.configure(scopes=[{"id": "deposit:write", "description": "Allow upload"}])
    server = serve(house)
    person = Person(server)
    tokens_for(server, application, person)
    page = person.look(request_path(application, scope="user:email deposit:write"))
    assert isinstance(page, Page) and "Allow upload" in page.text
    person.send(page, "/oauth/authorize", confirm="yes")
    assert isinstance(person.look(request_path(application, scope="deposit:write")), str)


def test_a_public_application_on_the_persons_machine_always_asks(house, server):
    """RFC 8252 §8.6: whoever listens there may be another program."""
    made = house.run("app", "add", "--user", "ada", "--name", "CLI", "--website", "https://c.example.org", "--redirect-uri",
                     "http://127.0.0.1/cb", "--public", "--json").json
    person = Person(server)
    for port in (49152, 60001):
        key = ProofKey()
        page = person.look(request_path(made, key, redirect_uri=f"http://127.0.0.1:{port}/cb"))
        if page.title.startswith("Sign in"):
            page = person.sign_in(page=page)
        assert isinstance(page, Page) and page.title.startswith("Authorize")
        told = person.send(page, "/oauth/authorize", confirm="yes")
        assert told.startswith(f"http://127.0.0.1:{port}/cb?code=")
        done = server.token(made, grant_type="authorization_code", code=code_of(told), code_verifier=key.verifier,
                            redirect_uri=f"http://127.0.0.1:{port}/cb")
        assert done.status_code == 200


# What is never answered by a redirect (RFC 6749 §4.1.2.1)


@pytest.mark.parametrize(
    "wrong",
    [
        {"client_id": None}, {"client_id": ""}, {"client_id": "x" * 40},
        {"redirect_uri": "https://evil.example/callback"}, {"redirect_uri": "https://upload.example.org/callback/"},
        {"redirect_uri": "https://upload.example.org/Callback"}, {"redirect_uri": "https://UPLOAD.example.org/callback"},
        {"redirect_uri": "https://upload.example.org/callback?x"}, {"redirect_uri": "https://upload.example.org/callback#x"},
        {"redirect_uri": "https://upload.example.org:443/callback"}, {"redirect_uri": "http://upload.example.org/callback"},
        {"redirect_uri": "https://upload.example.org@evil.example/callback"}, {"redirect_uri": "//upload.example.org/callback"},
        {"redirect_uri": "https://upload.example.org/callback/..;/x"}, {"redirect_uri": "javascript:alert(1)"},
        {"redirect_uri": "https://upload.example.org/%63allback"}, {"redirect_uri": "https://upload.example.org/callback "},
        {"redirect_uri": "https://upload.example.org.evil.example/callback"},
    ],
    ids=str,
)
def test_an_unknown_client_or_address_is_a_page(shared, visitor, wrong):
    for person in (visitor, Person(shared)):
        page = person.look(request_path(shared.application, **wrong))
        assert isinstance(page, Page) and page.status == 400 and not page.forms
        assert "evil.example" not in page.answer.text and "javascript" not in page.answer.text


def test_parameters_that_come_twice_are_a_page(server, application, grace):
    path = request_path(application)
    for more in ("&state=x", "&client_id=x", "&redirect_uri=https://upload.example.org/callback", "&scope=", "&x=1&x=2"):
        page = grace.look(path + more)
        assert isinstance(page, Page) and page.status == 400


@pytest.mark.parametrize("more", ["%FF", "x=%", "x=%00", "x=%C0%80", "x=%zz"])
def test_a_query_that_cannot_be_read_is_a_page(shared, visitor, more):
    answer = visitor.session.get(request_path(shared.application) + "&" + more)
    assert answer.status_code == 400 and "Location" not in answer.headers


def test_a_disabled_owners_application_is_a_page(house, server, grace):
    made = house.add_application("ada", "Gone")
    house.add_user("root@example.org", "--admin")
    house.run("user", "disable", "ada").ok()
    page = grace.look(request_path(made))
    assert isinstance(page, Page) and page.status == 400


# What the application is told


@pytest.mark.parametrize(
    "wrong, code",
    [
        ({"response_type": None}, "invalid_request"),
        ({"response_type": "token"}, "unsupported_response_type"),
        ({"response_type": "id_token"}, "unsupported_response_type"),
        ({"response_type": "code token"}, "unsupported_response_type"),
        ({"scope": "nope"}, "invalid_scope"),
        ({"scope": "test:scope"}, "invalid_scope"),
        ({"scope": "user:email  user:email"}, "invalid_scope"),
        ({"code_challenge": "short", "code_challenge_method": "S256"}, "invalid_request"),
        ({"code_challenge": "x" * 43, "code_challenge_method": "plain"}, "invalid_request"),
        ({"code_challenge": "x" * 43}, "invalid_request"),
        ({"code_challenge_method": "S256"}, "invalid_request"),
        ({"response_mode": "fragment"}, "invalid_request"),
        ({"prompt": "none"}, "invalid_request"),
    ],
    ids=str,
)
def test_other_mistakes_are_told_to_the_application(shared, visitor, wrong, code):
    answer = visitor.look(request_path(shared.application, **wrong))
    assert isinstance(answer, str), answer
    told = parameters(answer, "fragment" if wrong.get("response_type") == "token" else "query")
    assert (told["error"], told["state"], told["iss"]) == (code, "s-123", shared.base)
    assert "code" not in told


def test_a_public_application_needs_a_challenge(server, public, grace):
    assert parameters(grace.look(request_path(public)))["error"] == "invalid_request"


@pytest.mark.parametrize("pkce", ["always", "optional"])
def test_who_needs_a_challenge_is_configurable(house, serve, application, public, pkce):
    house.configure(pkce=pkce)
    server = serve(house)
    person = Person(server)
    person.sign_in()
    for made in (application, public):
        answer = person.approve(request_path(made))
        assert ("error" in parameters(answer)) == (pkce == "always")


def test_a_token_at_once_only_where_the_house_says_so(house, serve, application):
    house.configure(responseTypes=["code", "token"])
    server = serve(house)
    answer = Person(server).approve(request_path(application, response_type="token"))
    assert answer.startswith("https://upload.example.org/callback#")
    told = parameters(answer, "fragment")
    assert set(told) == {"access_token", "token_type", "expires_in", "scope", "state", "iss"}
    server.saw(answer)
    assert is_alive(server, told["access_token"])


# The exchange


def test_a_code_is_used_once_and_a_second_use_ends_what_it_gave(house, server, application, grace):
    code = code_of(grace.approve(request_path(application)))
    server.saw(code)
    body = redeem(server, application, code).json()
    assert is_alive(server, body["access_token"])
    is_refused(redeem(server, application, code))
    assert not is_alive(server, body["access_token"])
    is_refused(refresh(server, application, body["refresh_token"]))
    assert ("code.replay", "Uploader", "refused") in audit(house)
    assert server.metric('postern_tokens_revoked_total{reason="code_replay"}') == 1


def test_fifty_exchanges_of_one_code_at_once_give_one_token(house, server, application, grace):
    key = ProofKey()
    code = code_of(grace.approve(request_path(application, key)))
    answers = together(50, lambda number: redeem(server, application, code, code_verifier=key.verifier))
    given = [answer for answer in answers if answer.status_code == 200]
    assert len(given) == 1
    for answer in answers:
        if answer is not given[0]:
            is_refused(answer)
    # Who came second was a thief or was robbed: what the first was given is dead (RFC 6749 §4.1.2).
    assert not is_alive(server, given[0].json()["access_token"])
    with sqlite3.connect(house.database) as database:
        assert database.execute("SELECT count(*) FROM tokens WHERE kind = 'access'").fetchone()[0] <= 1


def test_a_code_is_its_applications_own(house, server, application, grace):
    other = house.add_application("grace", "Other")
    code = code_of(grace.approve(request_path(application)))
    is_refused(redeem(server, other, code))


def test_a_code_is_bound_to_its_redirect_uri(house, server, grace):
    made = house.run("app", "add", "--user", "ada", "--name", "Two", "--website", "https://t.example.org", "--redirect-uri",
                     "https://t.example.org/a", "--redirect-uri", "https://t.example.org/b", "--json").json
    code = lambda: code_of(grace.approve(request_path(made)))  # noqa: E731
    is_refused(redeem(server, made, code(), redirect_uri="https://t.example.org/b"))
    is_refused(redeem(server, made, code(), redirect_uri=None))
    assert redeem(server, made, code(), redirect_uri="https://t.example.org/a").status_code == 200


def test_a_code_with_a_challenge_needs_its_verifier(server, application, grace):
    key = ProofKey()
    code = lambda: code_of(grace.approve(request_path(application, key)))  # noqa: E731
    is_refused(redeem(server, application, code()))
    is_refused(redeem(server, application, code(), code_verifier=ProofKey().verifier))
    is_refused(redeem(server, application, code(), code_verifier=key.challenge))
    assert redeem(server, application, code(), code_verifier=key.verifier).status_code == 200


def test_a_code_without_a_challenge_refuses_a_verifier(server, application, grace):
    """RFC 9700 §4.8.2: somebody took the challenge out on the way."""
    code = code_of(grace.approve(request_path(application)))
    is_refused(redeem(server, application, code, code_verifier=ProofKey().verifier))


def test_a_code_is_short_lived(house, serve, application):
    import time

    from screen import until

    house.configure(codeLifetime=1)
    server = serve(house)
    code = code_of(Person(server).approve(request_path(application)))
    given = time.time()
    until(lambda: time.time() > given + 2, "time stands still")
    is_refused(redeem(server, application, code))


def test_a_user_who_is_disabled_before_the_exchange_gets_nothing_done(house, server, application, grace):
    code = code_of(grace.approve(request_path(application)))
    house.run("user", "disable", "grace").ok()
    is_refused(redeem(server, application, code))
    page = grace.look(request_path(application))
    assert isinstance(page, Page) and page.title.startswith("Sign in")


# Refreshing (RFC 6749 §6, RFC 9700 §4.14.2)


def test_refreshing_gives_a_new_pair_and_the_old_one_dies(server, application, grace):
    first = tokens_for(server, application, grace)
    second = refresh(server, application, first["refresh_token"]).json()
    assert second["user"] == first["user"] and second["scope"] == first["scope"]
    assert not is_alive(server, first["access_token"]) and is_alive(server, second["access_token"])
    third = refresh(server, application, second["refresh_token"]).json()
    assert is_alive(server, third["access_token"])


def test_an_old_refresh_token_ends_the_whole_family(house, server, application, grace):
    first = tokens_for(server, application, grace)
    second = refresh(server, application, first["refresh_token"]).json()
    is_refused(refresh(server, application, first["refresh_token"]))
    assert not is_alive(server, second["access_token"])
    is_refused(refresh(server, application, second["refresh_token"]))
    assert ("token.replay", "Uploader", "refused") in audit(house)
    assert server.metric('postern_tokens_revoked_total{reason="token_replay"}') == 1


def test_of_many_refreshes_at_once_one_wins(server, application, grace):
    token = tokens_for(server, application, grace)["refresh_token"]
    answers = together(20, lambda number: refresh(server, application, token))
    assert sorted(answer.status_code for answer in answers) == [200] + [400] * 19


def test_a_refresh_narrows_and_never_widens(house, serve, application):
    house.configure(scopes=[{"id": "a:b", "description": "A"}, {"id": "c:d", "description": "C"}])
    server = serve(house)
    person = Person(server)
    first = tokens_for(server, application, person, scope="user:email a:b")
    is_refused(refresh(server, application, first["refresh_token"], scope="user:email c:d"), "invalid_scope")
    second = refresh(server, application, first["refresh_token"], scope="a:b").json()
    assert second["scope"] == "a:b" and second["user"] == {"id": 2}


def test_a_refresh_token_is_its_applications_own(house, server, application, grace):
    other = house.add_application("grace", "Other")
    token = tokens_for(server, application, grace)["refresh_token"]
    is_refused(refresh(server, other, token))
    assert refresh(server, application, token).status_code == 200


def test_kinds_of_secrets_are_not_taken_for_each_other(server, application, grace):
    body = tokens_for(server, application, grace)
    is_refused(refresh(server, application, body["access_token"]))
    is_refused(redeem(server, application, body["refresh_token"]))
    assert server.get("/oauth/ping", body["refresh_token"]).status_code == 401


def test_revoking_a_refresh_token_ends_its_access_token_too(server, application, grace):
    auth = (application["client_id"], application["client_secret"])
    body = tokens_for(server, application, grace)
    assert server.post("/oauth/revoke", {"token": body["refresh_token"]}, auth=auth).status_code == 200
    assert not is_alive(server, body["access_token"])
    is_refused(refresh(server, application, body["refresh_token"]))


def test_a_public_application_redeems_refreshes_and_revokes_with_its_id_alone(server, public, grace):
    body = tokens_for(server, public, grace)
    body = refresh(server, public, body["refresh_token"]).json()
    done = server.post("/oauth/revoke", {"token": body["access_token"], "client_id": public["client_id"]})
    assert done.status_code == 200 and not is_alive(server, body["access_token"])


@pytest.mark.parametrize("how", ["authorized revoke", "app delete", "user disable", "user delete"])
def test_whatever_ends_an_authorization_ends_its_tokens_at_once(house, serve, server, application, grace, how):
    other = serve(house)
    body = tokens_for(server, application, grace)
    assert is_alive(other, body["access_token"])
    if how == "authorized revoke":
        house.run("authorized", "revoke", application["client_id"], "--user", "grace", "--force").ok()
    elif how == "app delete":
        house.run("app", "delete", application["client_id"], "--force").ok()
    elif how == "user disable":
        house.run("user", "disable", "grace").ok()
    else:
        house.run("user", "delete", "grace", "--force").ok()
    for running in (server, other):
        assert not is_alive(running, body["access_token"])
        assert refresh(running, application, body["refresh_token"]).status_code in (400, 401)


def test_one_live_token_for_each_user_where_the_house_wants_it(house, serve, application):
    server = serve(house)
    person = Person(server)
    one, two = (tokens_for(server, application, person) for _ in range(2))
    assert is_alive(server, one["access_token"]) and is_alive(server, two["access_token"])
    house.configure(singleTokenPerUser=True)
    strict = serve(house)
    person = Person(strict)
    three, four = (tokens_for(strict, application, person) for _ in range(2))
    assert [is_alive(strict, body["access_token"]) for body in (one, two, three, four)] == [False, False, False, True]
    # Four, and then two: each access token has a refresh token beside it.
    assert strict.metric('postern_tokens_revoked_total{reason="replaced"}') == 6


# The password grant, off unless configured


def test_the_password_grant_where_the_house_says_so(house, serve, server, application):
    from conftest import PASSWORD

    form = {"grant_type": "password", "username": "grace", "password": PASSWORD, "scope": "user:email"}
    is_refused(server.token(application, **form), "unsupported_grant_type")
    house.configure(grantTypes=["password", "refresh_token"])
    open_house = serve(house)
    open_house.secret(PASSWORD)
    body = open_house.token(application, **form).json()
    assert body["user"]["email"] == "grace@example.org" and is_alive(open_house, body["access_token"])
    assert refresh(open_house, application, body["refresh_token"]).status_code == 200
    is_refused(open_house.token(application, **{**form, "password": "wrong"}))
    is_refused(open_house.token(application, **{**form, "username": "nobody"}))
    is_refused(open_house.token(application, grant_type="password"), "invalid_request")


def test_guessing_passwords_at_the_token_endpoint_is_slowed_down(house, serve, application):
    from conftest import PASSWORD

    house.configure(grantTypes=["password"])
    server = serve(house)
    form = {"grant_type": "password", "username": "grace", "password": "wrong"}
    for _ in range(5):
        is_refused(server.token(application, **form))
    # The right password is not looked at either, and the sign-in page counts the same tries.
    for password in ("wrong", server.secret(PASSWORD)):
        answer = server.token(application, **{**form, "password": password})
        assert (answer.status_code, answer.json()["error"]) == (429, "temporarily_unavailable")
        wait = int(answer.headers["Retry-After"])
        assert 1 < wait <= 60 and re.search(r"try again in \d+ seconds", answer.json()["error_description"])
        assert answer.headers["Cache-Control"] == "no-store"
    assert Person(server).sign_in().status == 429
    form["username"] = "ada"
    assert server.token(application, **{**form, "password": PASSWORD}).status_code == 200


def test_where_codes_are_not_given_nobody_is_asked(house, serve, application):
    house.configure(grantTypes=["client_credentials"])
    server = serve(house)
    person = Person(server)
    person.sign_in()
    answer = person.look(request_path(application))
    assert parameters(answer)["error"] == "unsupported_response_type"
    assert urllib.parse.urlsplit(answer).hostname == "upload.example.org"
