"""The example applications, as docs/examples.md walks through them: the programs, a browser, and the account manager."""

import pathlib
import re
import signal
import subprocess
import urllib.parse

import pytest
import requests

from person import Page, Person
from server import SECONDS, free_port
from test_tui_applications import applications, leave_shown_once, shown_secret

SCOPES = [{"id": "test:scope", "description": "Allow access to the test page", "group": "test"}]


class Example:
    """An example application that runs."""

    def __init__(self, house, name, **settings):
        self.port = free_port()
        self.base = f"http://127.0.0.1:{self.port}"
        program = pathlib.Path(house.binary).with_name(f"postern-example-{name}")
        settings = {key: str(value) for key, value in settings.items() if value is not None}
        self.process = subprocess.Popen(
            [program], env={**house.environment, "PORT": str(self.port), **settings}, cwd=house.folder,
            stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        self.first_line = self.process.stdout.readline().decode()

    def get(self, path, token=None, method="GET", **headers):
        if token is not None:
            headers["Authorization"] = f"Bearer {token}"
        return requests.request(
            method, self.base + path, headers=headers, timeout=SECONDS, allow_redirects=False,
            proxies={"http": None, "https": None})

    def stop(self):
        """Asks it to end; answers its exit status and what it complained of."""
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
        _, complaint = self.process.communicate(timeout=SECONDS)
        return self.process.returncode, complaint.decode()


@pytest.fixture
def example():
    """Starts examples; each must end well."""
    running = []

    def start(house, name, **settings):
        running.append(Example(house, name, **settings))
        assert running[-1].first_line == f"Listening at {running[-1].base}\n", running[-1].stop()
        return running[-1]

    yield start
    endings = [each.stop() for each in running]
    assert endings == [(0, "")] * len(running)


class Browser(Person):
    """A person whose browser goes on to other servers, as browsers do."""

    def follow(self, answer):
        for _ in range(10):
            if answer.status_code != 303:
                return Page(answer)
            answer = self.session.get(urllib.parse.urljoin(answer.url, answer.headers["Location"]))
        raise AssertionError("redirects without end")

    def press(self, page, action):
        """Presses the button of a form, on whichever server's page."""
        return self.follow(self.session.post(urllib.parse.urljoin(page.url, action), page.form(action).fields))


@pytest.fixture
def development(house, serve):
    """A server for trying things out, whose account managers know its scope."""
    house.configure(scopes=SCOPES)
    return serve(house, "--development")


def consume(house, example, server, resource=None, **settings):
    """Registers the consumer and starts it."""
    made = house.run(
        "app", "add", "--user", "ada", "--name", "foobar-app", "--website", "http://127.0.0.1:5100/", "--redirect-uri",
        "http://127.0.0.1:5100/authorized", "--json").json
    return example(
        house, "consumer", POSTERN_ISSUER=server.base, POSTERN_CLIENT_ID=made["client_id"],
        POSTERN_CLIENT_SECRET=made["client_secret"], RESOURCE=resource and resource.base, **settings)


def log_in(browser, consumer, confirm="yes"):
    """From the consumer's first page through sign-in and consent; answers where that ends."""
    page = browser.press(browser.look(consumer.base + "/"), "/login")
    if page.title.startswith("Sign in"):
        page = browser.sign_in("grace", page=page)
    return browser.send(page, "/oauth/authorize", confirm=confirm)


def fact(page, name):
    """The value beside a name in a page's list."""
    return re.search(rf"<dt>{name}</dt><dd>(.*?)</dd>", page.answer.text)[1]


def register_in_account_manager(house, screen):
    """Registers the consumer as a person does; answers its client id and secret."""
    seen = screen(house, "tui", "--user", "ada")
    seen.wait_for("You have not registered an application yet.")
    seen.keys("n").wait_for("New application")
    seen.type("foobar-app").keys("Tab").type("An example OAuth2 consumer application").keys("Tab")
    seen.type("http://127.0.0.1:5100/").keys("Tab").type("http://127.0.0.1:5100/authorized").keys("C-s")
    secret = shown_secret(seen.wait_for('Client secret of "foobar-app"', "it cannot be shown again"))
    leave_shown_once(seen)
    (made,) = applications(house)
    seen.wait_for(made["client_id"][:20])
    return made["client_id"], secret


def test_the_whole_walk(house, development, example, screen):
    client_id, secret = register_in_account_manager(house, screen)
    development.secret(secret)
    resource = example(house, "resource", POSTERN_DATABASE=house.database)
    # At another port than it was registered for: on this machine's own address that is free (RFC 8252 §7.3).
    consumer = example(
        house, "consumer", POSTERN_ISSUER=development.base, POSTERN_CLIENT_ID=client_id, POSTERN_CLIENT_SECRET=secret,
        RESOURCE=resource.base)
    browser = Browser(development)

    page = browser.press(browser.look(consumer.base + "/"), "/login")
    assert page.title.startswith("Sign in")
    page = browser.sign_in("grace", page=page)
    assert "Application foobar-app by ada wants permission to access your Postern account" in page.text
    for told in ("Allow access to the test page", "An example OAuth2 consumer application", "http://127.0.0.1:5100/",
                 f"The answer goes to {consumer.base}"):
        assert told in page.text
    page = browser.send(page, "/oauth/authorize", confirm="yes")
    assert page.title == "Logged in" and page.url == consumer.base + "/"
    assert set(fact(page, "Scope").split()) == {"test:scope", "user:email"}
    assert fact(page, "Lives for") == "3600 seconds"
    first = fact(page, "Access token"), fact(page, "Refresh token")
    assert first[0].startswith("pst_") and first[1].startswith("psr_")

    page = browser.press(page, "/refresh")
    assert page.title == "Logged in" and (fact(page, "Access token"), fact(page, "Refresh token")) != first
    protected = browser.look(consumer.base + "/resource")
    assert "Status 200" in protected.text and "Hello grace, you may see this page." in protected.text

    seen = screen(house, "tui", "--user", "grace")
    seen.wait_for("[1 Applications]")
    seen.keys("3").wait_for_selected("foobar-app")
    seen.keys("Enter").wait_for("Allow access to the test page")
    seen.keys("d").wait_for("[>Cancel<]")
    seen.keys("r").wait_for("ok Revoked", without=["Cancel"])

    assert "Status 401" in browser.look(consumer.base + "/resource").text
    page = browser.press(page, "/refresh")
    assert page.title == "Refused" and "invalid_grant" in page.text
    assert browser.look(consumer.base + "/").title == "Example consumer"
    # Asking again is all it can do; and the person is asked again.
    page = browser.press(browser.look(consumer.base + "/"), "/login")
    assert page.title.startswith("Authorize application")


# The consumer


def test_who_rejects_the_consumer_is_told_so(house, development, example):
    consumer = consume(house, example, development)
    page = log_in(Browser(development), consumer, confirm="no")
    assert page.title == "Not let in" and "access_denied" in page.text


def test_an_answer_that_nobody_asked_for_is_not_taken(house, development, example):
    consumer = consume(house, example, development)
    browser = Browser(development)
    asked = browser.session.post(consumer.base + "/login").headers["Location"]
    state = urllib.parse.parse_qs(urllib.parse.urlsplit(asked).query)["state"][0]
    good = {"code": "psc_x", "state": state, "iss": development.base}
    for wrong in ({"state": "x"}, {"iss": "https://evil.example"}, {"state": ""}):
        query = urllib.parse.urlencode({**good, **wrong})
        assert browser.session.get(f"{consumer.base}/authorized?{query}").status_code == 400
    stranger = Browser(development)
    assert stranger.session.get(f"{consumer.base}/authorized?{urllib.parse.urlencode(good)}").status_code == 400


def test_who_leaves_the_consumer_has_its_tokens_ended(house, development, example):
    resource = example(house, "resource", POSTERN_DATABASE=house.database)
    consumer = consume(house, example, development, resource)
    browser = Browser(development)
    page = log_in(browser, consumer)
    assert development.metric('postern_tokens_revoked_total{reason="client"}') == 0
    assert browser.press(page, "/logout").title == "Example consumer"
    assert development.metric('postern_tokens_revoked_total{reason="client"}') == 1


def test_a_server_or_resource_that_is_not_there_is_a_sentence(house, development, example):
    consumer = consume(house, example, development)
    browser = Browser(development)
    page = log_in(browser, consumer)
    assert browser.look(consumer.base + "/resource").status == 502
    development.stop()
    page = browser.press(page, "/refresh")
    assert page.status == 502 and "cannot be reached" in page.text


# The resource server, in both ways


@pytest.fixture(params=["in process", "by introspection"])
def resource(request, house, serve, example):
    """The resource server and the authorization server beside it."""
    if request.param == "in process":
        house.configure(scopes=SCOPES)
        server = serve(house, "--development")
        found = example(house, "resource", POSTERN_DATABASE=house.database)
    else:
        made = house.add_application("ada", "Resource server")
        house.configure(scopes=SCOPES, resourceServers=[made["client_id"]])
        server = serve(house, "--development")
        found = example(
            house, "resource", POSTERN_ISSUER=server.base, POSTERN_CLIENT_ID=made["client_id"],
            POSTERN_CLIENT_SECRET=made["client_secret"])
    found.server = server
    return found


def test_nobody_passes_without_a_token(resource):
    for path in ("/test", "/api/email"):
        answer = resource.get(path)
        assert answer.status_code == 401 and answer.headers["WWW-Authenticate"] == "Bearer"
        assert answer.json() == {"status": 401, "message": "Sign in, or send a token."}
    assert resource.get("/").text.startswith("Nobody is here.")


def test_a_token_opens_what_its_scopes_say(house, resource):
    test = house.add_token("grace", "test", "-s", "test:scope")
    email = house.add_token("grace", "email", "-s", "user:email")
    assert resource.get("/test", test).text == "Hello grace, you may see this page.\n"
    assert resource.get("/api/email", email).json() == {"email": "grace@example.org"}
    assert resource.get("/", test).text.startswith("Somebody is here.")
    for path, token, scope in (("/test", email, "test:scope"), ("/api/email", test, "user:email")):
        answer = resource.get(path, token)
        assert answer.status_code == 403 and answer.json() == {
            "status": 403, "error": "insufficient_scope", "message": "The token lacks a scope."}
        assert f'scope="{scope}"' in answer.headers["WWW-Authenticate"]


def test_a_bad_token_is_refused_everywhere(house, resource):
    token = house.add_token("grace", "test", "-s", "test:scope")
    assert resource.get("/test", token).status_code == 200
    house.run("token", "delete", "-n", "test", "-u", "grace", "--force").ok()
    for path in ("/", "/test", "/api/email"):
        for bad in (token, "psp_nonsense", "x" * 5000):
            answer = resource.get(path, bad)
            assert answer.status_code == 401 and 'error="invalid_token"' in answer.headers["WWW-Authenticate"]
            assert answer.json() == {
                "status": 401, "error": "invalid_token", "message": "The token is unknown, expired or revoked."}
        for header in ("Bearer", "Bearer a b"):
            answer = resource.get(path, Authorization=header)
            assert answer.status_code == 400 and answer.json()["error"] == "invalid_request"
            assert set(answer.json()) == {"status", "message", "error"}


def test_an_application_that_acts_for_itself_is_known_by_its_id(house, resource):
    made = house.add_application("grace", "Robot")
    token = resource.server.token(made, grant_type="client_credentials", scope="test:scope user:email").json()
    assert resource.get("/test", token["access_token"]).text == f"Hello {made['client_id']}, you may see this page.\n"
    assert resource.get("/api/email", token["access_token"]).json() == {"email": None}


def test_other_methods_and_paths_are_told_so(resource):
    assert resource.get("/nothing").status_code == 404
    answer = resource.get("/test", method="POST")
    assert answer.status_code == 405 and answer.headers["Allow"] == "GET, HEAD"


def test_a_client_that_is_no_resource_server_sees_no_tokens(house, development, example):
    made = house.add_application("ada", "Nosy")
    nosy = example(
        house, "resource", POSTERN_ISSUER=development.base, POSTERN_CLIENT_ID=made["client_id"],
        POSTERN_CLIENT_SECRET=made["client_secret"])
    assert nosy.get("/test", house.add_token("grace", "test", "-s", "test:scope")).status_code == 401
    development.stop()
    answer = nosy.get("/test", "psp_x")
    assert answer.status_code == 503 and int(answer.headers["Retry-After"]) > 0
    assert set(answer.json()) == {"status", "message"} and answer.json()["status"] == 503


def test_a_session_needs_the_token_of_its_page(house, development, example):
    resource = example(house, "resource", POSTERN_DATABASE=house.database, POSTERN_ISSUER=development.base)
    grace, ada = Browser(development), Browser(development)
    page = grace.sign_in("grace")
    other = ada.sign_in("ada")

    def ask(token):
        headers = {} if token is None else {"Authorization": f"Bearer {token}"}
        return grace.session.get(resource.base + "/api/email", headers=headers)

    assert ask(None).status_code == 400 and set(ask(None).json()) == {"status", "message"}
    assert ask("nonsense").status_code == 400
    assert ask(other.meta["api-token"]).status_code == 403
    assert ask(page.meta["api-token"]).json() == {"email": "grace@example.org"}
    # An OAuth token needs none, with a session or without.
    assert ask(house.add_token("grace", "email", "-s", "user:email")).status_code == 200


# What is missing


@pytest.mark.parametrize(
    "name, settings, words",
    [
        ("consumer", {}, "POSTERN_CLIENT_ID is missing"),
        ("resource", {}, "POSTERN_CLIENT_ID is missing"),
        ("resource", {"POSTERN_CLIENT_ID": "x"}, "POSTERN_CLIENT_SECRET is missing"),
        ("resource", {"POSTERN_DATABASE": "/nowhere/postern.db"}, "/nowhere/postern.db"),
        ("resource", {"POSTERN_ISSUER": "auth.example.org"}, "https://auth.example.org"),
    ],
)
def test_an_example_says_what_it_lacks(house, name, settings, words):
    broken = Example(house, name, **settings)
    status, complaint = broken.stop()
    assert broken.first_line == "" and status == 1
    assert words in complaint and complaint.count("\n") == 1
