"""Pages and sessions: signing in and out, forgery, where a sign-in leads, headers, and the device's page."""

import contextlib
import http.client
import re
from types import SimpleNamespace

import pytest
import requests

from conftest import PASSWORD
from person import Page, Person, parameters, request_path
from server import together

# Browsers send some characters of a query as they are, which are not allowed.
ODD = "a|b[1]'^`"
PAGES = ["/login", "/account", "/device", "/oauth/errors?error=access_denied", "/oauth/authorize",
         *(f"{path}?state={ODD}" for path in ("/", "/login", "/account", "/device", "/oauth/errors", "/oauth/authorize"))]
DEVICE_GRANT = "urn:ietf:params:oauth:grant-type:device_code"


@pytest.fixture(scope="module")
def grace(shared):
    """Grace, signed in to the server that is shared."""
    person = Person(shared)
    assert person.sign_in().status == 200
    return person


def session_of(person):
    return person.cookies["postern-session"].value


# Signing in


def test_signing_in_leads_to_the_account_and_out_again(server):
    person = Person(server)
    page = person.look("/account")
    assert page.title.startswith("Sign in") and parameters(page.url) == {"next": "/account"}
    page = person.sign_in(page=page)
    assert page.title.startswith("Your account") and "You are signed in as grace" in page.text
    assert "grace@example.org" in page.text and "/device" in page.links
    session = session_of(person)
    server.secret(session)
    page = person.send(page, "/logout")
    assert page.title.startswith("Signed out") and "postern-session" not in person.cookies
    # The server has ended it too: its cookie opens nothing any more.
    stolen = server.get("/account", headers={"Cookie": f"postern-session={session}", "User-Agent": "A browser"})
    assert stolen.status_code == 303


def test_who_is_signed_in_is_not_asked_again(server):
    person = Person(server)
    person.sign_in()
    assert person.look("/login").title.startswith("Your account")


@pytest.mark.parametrize("name", ["grace", "GRACE", "grace@example.org", " Grace@Example.org "])
def test_a_person_is_known_by_address_and_username(shared, name):
    assert "You are signed in" in Person(shared).sign_in(name).text


def test_a_wrong_password_and_an_unknown_account_are_told_alike(server):
    texts = set()
    for name, password in (("grace", "wrong password"), ("nobody", PASSWORD), ("nobody@example.org", "12345678"), ("ada", PASSWORD + "x")):
        person = Person(server)
        page = person.sign_in(name, password)
        assert page.status == 403 and page.title.startswith("Sign in") and "postern-session" not in person.cookies
        assert page.form("/login").fields["email"] == name and page.form("/login").fields["password"] == ""
        texts.add(page.text)
    assert len(texts) == 1 and "Wrong e-mail or password. 4 tries left." in texts.pop()


def test_a_disabled_account_cannot_sign_in_and_is_out_at_once(house, server):
    person = Person(server)
    person.sign_in()
    house.run("user", "disable", "grace").ok()
    assert person.look("/account").title.startswith("Sign in")
    assert "Wrong e-mail or password." in person.sign_in().text


def test_a_new_password_ends_the_sessions(house, server):
    person = Person(server)
    person.sign_in()
    house.run("user", "password", "grace", input=server.secret("another good password") + "\n").ok()
    assert person.look("/account").title.startswith("Sign in")
    assert person.sign_in(password="another good password").title.startswith("Your account")


def test_the_session_changes_at_sign_in(server):
    """A cookie that somebody has planted, or that another person left, is not the session afterwards."""
    person = Person(server)
    person.session.cookies.set("postern-session", "x" * 43, domain="127.0.0.1", path="/")
    person.sign_in()
    first = session_of(person)
    page = person.look("/account")
    person.session.cookies.set("postern-session", first, domain="127.0.0.1", path="/")
    other = Person(server)
    other.session.cookies.set("postern-session", first, domain="127.0.0.1", path="/")
    assert first != "x" * 43 and page.title.startswith("Your account")
    person.session.cookies.clear()
    person.sign_in()
    assert session_of(person) != first


def test_a_session_belongs_to_the_browser_that_opened_it(server):
    person = Person(server, agent="One browser")
    person.sign_in()
    thief = Person(server, agent="Another browser")
    thief.session.cookies.set("postern-session", session_of(person), domain="127.0.0.1", path="/")
    assert thief.look("/account").title.startswith("Sign in")
    assert person.look("/account").title.startswith("Your account")


def test_cookies_are_safe(house, serve, server):
    from test_http_running import Certificate

    for running, name in ((server, "postern-session"), (tls_server(house, serve, Certificate(house.folder)), "__Host-postern")):
        answer = sign_in_answer(running)
        (cookie,) = [value for value in answer.raw.headers.getlist("Set-Cookie") if value.startswith(name + "=")]
        attributes = {part.strip().lower() for part in cookie.split(";")[1:]}
        assert {"httponly", "samesite=lax", "path=/"} <= attributes and not any(part.startswith("domain") for part in attributes)
        assert ("secure" in attributes) == (running is not server)
        assert ("Strict-Transport-Security" in answer.headers) == (running is not server)


def tls_server(house, serve, certificate):
    return serve(house, "--tls-certificate", certificate.chain, "--tls-key", certificate.key,
                 certificate=str(certificate.chain))


def sign_in_answer(server):
    person = Person(server)
    answer = person.send(person.look("/login"), "/login", follow=False, email="grace", password=PASSWORD)
    assert answer.status_code == 303
    return answer


def test_guessing_is_slowed_down_and_says_for_how_long(server):
    person = Person(server)
    page = person.look("/login")
    for _ in range(200):
        page = person.sign_in("grace", "a wrong guess", page=page)
        if page.status == 429:
            break
    assert page.status == 429 and int(page.headers["Retry-After"]) >= 1
    # The right password is not tried either meanwhile.
    assert person.sign_in("grace", page=page).status == 429


def test_many_who_sign_in_at_once_are_let_in_or_told_to_wait(server):
    people = [Person(server) for _ in range(10)]
    pages = together(10, lambda number: people[number].sign_in())
    assert {page.status for page in pages} <= {200, 429, 503}
    assert any("You are signed in as grace" in page.text for page in pages)


# Where a sign-in leads


@pytest.mark.parametrize(
    "target",
    ["//evil.example", "https://evil.example/", "/\\evil.example", "/\t/evil.example", "\\\\evil.example", "javascript:alert(1)",
     "/%2f/evil.example", "http:/evil.example", "/./", "/..//evil.example", "evil.example", " //evil.example", "/account#x",
     "/a\r\nSet-Cookie: x=y", "///evil.example"])
def test_next_leads_nowhere_else(shared, grace, target):
    assert "next" not in Person(shared).look("/login", params={"next": target}).form("/login").fields
    answer = grace.session.get("/login", params={"next": target})
    assert (answer.status_code, answer.headers["Location"]) == (303, "/account")


@pytest.mark.parametrize("target", ["//evil.example", "/\\evil.example", "https://evil.example/", "/a\r\nSet-Cookie: x=y"])
def test_a_forged_next_leads_nowhere_else(server, target):
    person = Person(server)
    page = person.look("/login?next=/device")
    answer = person.send(page, "/login", follow=False, email="grace", password=PASSWORD, next=target)
    assert (answer.status_code, answer.headers["Location"]) == (303, "/account")


def test_next_leads_on_within_the_server(server):
    person = Person(server)
    page = person.look("/login?next=/device")
    assert person.sign_in(page=page).title.startswith("Connect a device")


def test_a_house_below_a_path_stays_below_it(house, serve, application):
    from server import free_port

    port = free_port()
    house.configure(issuer=f"http://127.0.0.1:{port}/auth")
    server = serve(house, port=port)
    person = Person(server)
    page = person.look("/auth" + request_path(application))
    assert parameters(page.url)["next"].startswith("/auth/oauth/authorize?")
    page = person.send(page, "/auth/login", email="grace", password=PASSWORD)
    assert page.title.startswith("Authorize")
    told = person.send(page, "/auth/oauth/authorize", confirm="yes")
    assert parameters(told)["iss"] == f"{server.base}/auth"
    page = person.look("/auth/account")
    assert "/auth/device" in page.links and person.look("/account").status == 404
    assert person.send(page, "/auth/logout").title.startswith("Signed out")


# Forgery


@pytest.mark.parametrize("what", ["no field", "empty", "another's", "another form's", "no cookie", "another site"])
def test_a_forged_sign_in_is_refused(server, what):
    person, other = Person(server), Person(server)
    page = person.look("/login")
    fields = {**page.form("/login").fields, "email": "grace", "password": PASSWORD}
    headers = {}
    if what == "no field":
        del fields["csrf"]
    elif what == "empty":
        fields["csrf"] = ""
    elif what == "another's":
        fields["csrf"] = other.look("/login").form("/login").fields["csrf"]
    elif what == "another form's":
        fields["csrf"] = other.sign_in().form("/logout").fields["csrf"]
    elif what == "no cookie":
        person.session.cookies.clear()
    else:
        headers["Sec-Fetch-Site"] = "cross-site"
    answer = person.session.post("/login", fields, headers=headers)
    assert answer.status_code == 403 and "postern-session" not in person.cookies


@pytest.mark.parametrize(
    "what", ["no field", "another's", "another request's", "another form's", "another site", "wider scope", "twice", "in the query"])
def test_a_forged_consent_is_refused(house, server, application, what):
    person, other = Person(server), Person(server)
    person.sign_in()
    other.sign_in("ada")
    page = person.look(request_path(application, scope=None))
    fields = {**page.form("/oauth/authorize").fields, "confirm": "yes"}
    headers, path = {}, "/oauth/authorize"
    if what == "no field":
        del fields["csrf"]
    elif what == "another's":
        fields["csrf"] = other.look(request_path(application, scope=None)).form(path).fields["csrf"]
    elif what == "another request's":
        fields["csrf"] = person.look(request_path(application, scope=None, state="other")).form(path).fields["csrf"]
    elif what == "another form's":
        fields["csrf"] = person.look("/account").form("/logout").fields["csrf"]
    elif what == "another site":
        headers["Sec-Fetch-Site"] = "cross-site"
    elif what == "wider scope":
        fields["scope"] = "user:email"
    elif what == "twice":
        fields["state"] = ["s-123", "s-123"]
    else:
        path += "?confirm=yes&csrf=" + fields.pop("csrf")
    answer = person.session.post(path, fields, headers=headers)
    assert answer.status_code in (400, 403) and "Location" not in answer.headers, answer.headers
    with_nothing = house.run("authorized", "list", "--user", "grace", "--json").json
    assert with_nothing == []


def test_a_consent_of_somebody_who_has_left_is_not_taken(server, application):
    person = Person(server)
    person.sign_in()
    page = person.look(request_path(application))
    person.send(person.look("/account"), "/logout")
    answer = person.send(page, "/oauth/authorize", confirm="yes")
    assert isinstance(answer, Page) and answer.title.startswith("Sign in")
    # Another who signs in with the same browser is shown the question anew.
    page = person.sign_in("ada", page=answer)
    assert isinstance(page, Page) and page.title.startswith("Authorize") and "ada" in page.text


def test_a_forged_sign_out_is_refused(server):
    person = Person(server)
    page = person.sign_in()
    fields = page.form("/logout").fields
    assert person.session.post("/logout", {}).status_code == 403
    assert person.session.post("/logout", fields, headers={"Sec-Fetch-Site": "cross-site"}).status_code == 403
    assert person.look("/account").title.startswith("Your account")


@pytest.mark.parametrize("path", ["/login", "/oauth/authorize", "/device"])
@pytest.mark.parametrize(
    "body, content_type, status",
    [(b"{}", "application/json", 415), (b"email=a", "text/plain", 415), (b"email=%", None, 400), (b"email=%00", None, 400),
     (b"email=%FF", None, 400), (b"email=a&email=b", None, 400)])
def test_a_form_that_cannot_be_read_is_a_page(shared, grace, path, body, content_type, status):
    answer = grace.session.post(path, body, headers={"Content-Type": content_type or "application/x-www-form-urlencoded"})
    page = Page(answer)
    assert page.status == status and page.headers["Content-Type"] == "text/html; charset=utf-8"


# Headers, texts


def as_it_is(person, path, headers):
    """Asks for a target as a browser does; `requests` would encode what is odd in it."""
    cookies = "; ".join(f"{name}={cookie.value}" for name, cookie in person.cookies.items())
    headers = {**headers, "User-Agent": person.session.headers["User-Agent"], **({"Cookie": cookies} if cookies else {})}
    with contextlib.closing(http.client.HTTPConnection("127.0.0.1", person.server.port, timeout=30)) as connection:
        connection.request("GET", path, headers=headers)
        answer = connection.getresponse()
        return SimpleNamespace(
            status_code=answer.status, headers=requests.structures.CaseInsensitiveDict(answer.getheaders()),
            text=answer.read().decode(), url=person.server.base + path)


@pytest.mark.parametrize("signed_in", [False, True], ids=["signed out", "signed in"])
@pytest.mark.parametrize("path", PAGES)
def test_every_page_is_kept_from_frames_caches_and_other_sites(shared, grace, path, signed_in):
    person = grace if signed_in else Person(shared)
    answer = as_it_is(person, path, headers={"Origin": "https://evil.example"})
    if ODD in path:
        page = Page(answer)
        assert page.status == 400 and page.title.startswith("Request not understood") and "not allowed; encode it" in page.text
    policy = answer.headers["Content-Security-Policy"]
    for part in ("default-src 'none'", "style-src 'self'", "base-uri 'none'", "frame-ancestors 'none'", "form-action 'self'"):
        assert part in policy
    assert "unsafe" not in policy and "*" not in policy
    for name, value in (("X-Frame-Options", "DENY"), ("X-Content-Type-Options", "nosniff"), ("Referrer-Policy", "no-referrer"),
                        ("Cache-Control", "no-store")):
        assert answer.headers[name] == value
    assert not any(name.lower().startswith("access-control") for name in answer.headers)


def test_what_others_wrote_is_text(house, server):
    evil = "<b onclick=x>&\"'"
    made = house.run("app", "add", "--user", "ada", "--name", evil, "--description", "<script>alert(1)</script>", "--website",
                     "https://e.example.org/?a=1&b='", "--redirect-uri", "https://e.example.org/cb", "--json").json
    person = Person(server)
    person.sign_in()
    page = person.look(request_path(made))
    assert evil in page.text and "<script>alert(1)</script>" in page.text
    for link in page.links.values():
        assert "noopener" in link.get("rel", "") or link["href"].startswith("/")
    page = person.look("/oauth/errors", params={"error": "<script>alert(1)</script>"})
    assert page.status in (200, 400)


@pytest.mark.parametrize("error", ["access_denied", "invalid_scope", "invalid_request", "server_error", "no_such_error"])
def test_errors_are_explained_with_a_way_out(shared, error):
    page = Person(shared).look(f"/oauth/errors?error={error}")
    assert page.status == 200 and error in page.text and any(target.startswith("/") for target in page.links)


def test_the_style_sheet_is_there_and_is_kept(shared):
    page = Person(shared).look("/login")
    (path,) = re.findall(r'<link rel="stylesheet" href="([^"]+)">', page.answer.text)
    answer = shared.get(path)
    assert answer.status_code == 200 and answer.headers["Content-Type"] == "text/css; charset=utf-8"
    assert "immutable" in answer.headers["Cache-Control"] and "no-cache" == shared.get("/style.css").headers["Cache-Control"]


def test_pages_hold_a_token_for_their_scripts_and_none_for_nobody(server):
    person = Person(server)
    assert "api-token" not in person.look("/login").meta
    token = person.sign_in().meta["api-token"]
    assert token.count(".") == 2
    server.secret(token)
    # It is no token of the protocol.
    assert server.get("/oauth/ping", token).status_code == 401


@pytest.mark.parametrize("path, allowed", [
    ("/login", "GET, HEAD, OPTIONS, POST"), ("/logout", "OPTIONS, POST"), ("/account", "GET, HEAD, OPTIONS"),
    ("/device", "GET, HEAD, OPTIONS, POST"), ("/oauth/authorize", "GET, HEAD, OPTIONS, POST"),
    ("/oauth/errors", "GET, HEAD, OPTIONS")])
def test_other_methods_are_told_which_there_are(shared, path, allowed):
    for method in ("PUT", "DELETE", "PATCH", "TRACE"):
        answer = shared.ask(method, path)
        assert (answer.status_code, answer.headers["Allow"]) == (405, allowed)


# Trouble


def test_while_the_database_is_away_pages_say_so_and_come_back(house, server, application):
    person = Person(server)
    person.sign_in()
    away = house.database.with_name("away.db")
    house.database.rename(away)
    for path in ("/account", "/login", "/device", request_path(application)):
        page = person.look(path)
        assert page.status == 503 and int(page.headers["Retry-After"]) >= 1, page
    away.rename(house.database)
    assert person.look("/account").title.startswith("Your account")


def test_a_consent_that_cannot_be_written_is_told_to_the_application(house, server, application, lock):
    person = Person(server)
    person.sign_in()
    page = person.look(request_path(application))
    lock.execute("BEGIN IMMEDIATE")
    told = parameters(person.send(page, "/oauth/authorize", confirm="yes"))
    assert (told["error"], told["state"]) == ("temporarily_unavailable", "s-123")
    lock.execute("ROLLBACK")
    assert "code" in parameters(person.approve(request_path(application)))


# Devices (RFC 8628)


def begin(server, application, **form):
    answer = server.post("/oauth/device_authorization", form, auth=(application["client_id"], application["client_secret"]))
    assert answer.status_code == 200, answer.text
    return answer.json()


def poll(server, application, device):
    return server.token(application, grant_type=DEVICE_GRANT, device_code=device["device_code"])


@pytest.mark.parametrize("typed", ["as it is", "small", "without hyphen", "with blanks", "by link"])
def test_a_device_is_connected(server, application, typed):
    device = begin(server, application, scope="user:email")
    code = device["user_code"]
    person = Person(server)
    path = device["verification_uri"].removeprefix(server.base)
    page = person.look(device["verification_uri_complete"].removeprefix(server.base) if typed == "by link" else path)
    page = person.sign_in(page=page)
    assert page.title.startswith("Connect a device")
    text = {"small": code.lower(), "without hyphen": code.replace("-", ""), "with blanks": f" {code[:4]} {code[5:]} "}.get(typed, code)
    if typed == "by link":
        assert page.form("/device").fields["user_code"] == code
    page = person.send(page, "/device", user_code=text)
    for words in ("Uploader", "ada", code, "Did somebody send you this code?", "user:email", "grace"):
        assert words in page.text, page
    # Nothing is decided yet.
    assert poll(server, application, device).json()["error"] == "authorization_pending"
    page = person.send(page, "/device", confirm="yes")
    assert page.status == 200 and page.title.startswith("Device connected")
    body = poll(server, application, device).json()
    assert body["user"]["email"] == "grace@example.org" and "refresh_token" in body
    assert server.get("/oauth/ping", body["access_token"]).status_code == 200
    assert poll(server, application, device).json()["error"] == "invalid_grant"


def test_a_device_is_rejected(server, application):
    device = begin(server, application)
    person = Person(server)
    person.sign_in()
    page = person.send(person.look("/device"), "/device", user_code=device["user_code"])
    page = person.send(page, "/device", confirm="no")
    assert page.title.startswith("Device rejected")
    assert poll(server, application, device).json()["error"] == "access_denied"


def test_a_code_is_answered_once(server, application):
    device = begin(server, application)
    person = Person(server)
    person.sign_in()
    page = person.send(person.look("/device"), "/device", user_code=device["user_code"])
    assert person.send(page, "/device", confirm="yes").title.startswith("Device connected")
    again = person.send(page, "/device", confirm="no")
    assert again.status == 404 and poll(server, application, device).status_code == 200


@pytest.mark.parametrize("typed", ["BCDF-GHJK", "", "AEIO-UAEI", "x", "BCDF-GHJK-LMNP", "漢字", "<b>"])
def test_a_code_that_no_device_shows_is_said(grace, typed):
    page = grace.send(grace.look("/device"), "/device", user_code=typed)
    assert page.status == 404 and "No device waits under this code" in page.text


def test_guessing_codes_is_slowed_down(server):
    person = Person(server)
    person.sign_in()
    page = person.look("/device")
    for _ in range(200):
        page = person.send(page, "/device", user_code="BCDF-GHJK")
        if page.status == 429:
            break
    assert page.status == 429 and int(page.headers["Retry-After"]) >= 1


@pytest.mark.parametrize("what", ["no field", "another's", "first form's", "another site"])
def test_a_forged_approval_of_a_device_is_refused(server, application, what):
    device = begin(server, application)
    person, other = Person(server), Person(server)
    person.sign_in()
    other.sign_in("ada")
    first = person.look("/device")
    page = person.send(first, "/device", user_code=device["user_code"])
    fields = {**page.form("/device").fields, "confirm": "yes"}
    headers = {}
    if what == "no field":
        del fields["csrf"]
    elif what == "another's":
        theirs = other.send(other.look("/device"), "/device", user_code=device["user_code"])
        fields["csrf"] = theirs.form("/device").fields["csrf"]
    elif what == "first form's":
        fields["csrf"] = first.form("/device").fields["csrf"]
    else:
        headers["Sec-Fetch-Site"] = "cross-site"
    assert person.session.post("/device", fields, headers=headers).status_code == 403
    assert poll(server, application, device).json()["error"] == "authorization_pending"


def test_many_polls_at_once_give_one_token(server, application):
    device = begin(server, application)
    person = Person(server)
    person.sign_in()
    page = person.send(person.look("/device"), "/device", user_code=device["user_code"])
    person.send(page, "/device", confirm="yes")
    answers = together(20, lambda number: poll(server, application, device))
    assert [answer.status_code for answer in answers].count(200) == 1


def test_the_bare_address_leads_to_the_account(shared):
    answer = shared.get("/")
    assert (answer.status_code, answer.headers["Location"]) == (303, "/account")
