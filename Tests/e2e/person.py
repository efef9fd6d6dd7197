"""A person with a browser that runs no scripts: follows links and redirects of the server, reads pages, fills forms in.

Where a redirect leads to another server, the visit ends there: that is what the application is told.
"""

import base64
import hashlib
import re
import secrets
import urllib.parse
from html.parser import HTMLParser

import pytest

from server import Session

# Elements that have no end tag (HTML §13.1.2).
VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}


class Page(HTMLParser):
    """What stands on a page: its text, its links, its forms with their fields and buttons."""

    def __init__(self, answer):
        super().__init__(convert_charrefs=True)
        self.answer = answer
        self.status = answer.status_code
        self.headers = answer.headers
        self.url = answer.url
        self.forms, self.links, self.meta, self.open = [], {}, {}, []
        self.pieces, self.titles = [], []
        self.feed(answer.text)
        self.close()
        assert not self.open, f"elements that were not closed: {self.open}"
        self.text = " ".join("".join(self.pieces).split())
        self.title = "".join(self.titles)

    def __repr__(self):
        return f"{self.status} {self.url}\n{self.text}"

    def handle_starttag(self, tag, attributes):
        attributes = dict(attributes)
        if tag == "form":
            self.forms.append(Form(attributes))
        elif tag == "input":
            # Newlines of a document are LF once it is read (HTML §13.2.3.5).
            value = attributes.get("value") or ""
            self.forms[-1].fields[attributes["name"]] = value.replace("\r\n", "\n").replace("\r", "\n")
            self.forms[-1].kinds[attributes["name"]] = attributes.get("type", "text")
        elif tag == "button":
            self.forms[-1].buttons.append((attributes.get("name"), attributes.get("value")))
        elif tag == "a":
            self.links[attributes["href"]] = attributes
        elif tag == "meta":
            self.meta[attributes.get("name")] = attributes.get("content")
        assert tag != "script" and not any(name.startswith("on") or name == "style" for name in attributes), (tag, attributes)
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag):
        assert self.open and self.open.pop() == tag, f"</{tag}> closes another element"

    def handle_data(self, data):
        self.pieces.append(data)
        if self.open and self.open[-1] == "title":
            self.titles.append(data)

    def form(self, action):
        """The form that posts to a path."""
        (found,) = [form for form in self.forms if form.action == action]
        return found


class Form:
    """A form with its hidden fields, as the page gave them."""

    def __init__(self, attributes):
        self.action = attributes["action"]
        self.method = attributes["method"]
        self.fields, self.kinds, self.buttons = {}, {}, []


class Person:
    """Somebody at a browser."""

    def __init__(self, server, agent="A browser"):
        self.server = server
        self.session = Session(server)
        self.session.headers["User-Agent"] = agent

    def look(self, path, **options):
        """Goes to a path of the server and follows its redirects; answers the page, or the address of another server
        that the last redirect leads to."""
        return self.follow(self.session.get(path, **options))

    def follow(self, answer):
        for _ in range(10):
            if answer.status_code != 303:
                assert not 300 <= answer.status_code < 400, answer
                return Page(answer)
            target = urllib.parse.urljoin(answer.url, answer.headers["Location"])
            if not target.startswith(self.server.base + "/"):
                return target
            answer = self.session.get(target)
        raise AssertionError("redirects without end")

    def send(self, page, action, follow=True, **values):
        """Posts a form of a page with some of its fields filled in; `confirm="yes"` presses a button."""
        form = page.form(action)
        assert form.method == "post"
        for name in values:
            assert name in form.fields or name in [button for button, _ in form.buttons], (name, form.fields)
        for name, kind in form.kinds.items():
            if kind == "password" and name in values:
                self.server.secret(values[name])
        origin = {"Origin": self.server.base, "Sec-Fetch-Site": "same-origin"}
        # Newlines of values are CR LF when they are sent (HTML §4.10.22.4).
        fields = {name: re.sub("\r\n|\r|\n", "\r\n", value) for name, value in {**form.fields, **values}.items()}
        answer = self.session.post(action, fields, headers=origin)
        return self.follow(answer) if follow else answer

    def sign_in(self, email="grace", password=None, page=None):
        from conftest import PASSWORD

        return self.send(page or self.look("/login"), "/login", email=email, password=password or PASSWORD)

    def approve(self, path, confirm="yes"):
        """Opens an authorization request, signs in where asked, and answers it; answers where the browser ends."""
        page = self.look(path)
        if isinstance(page, Page) and page.title.startswith("Sign in"):
            page = self.sign_in(page=page)
        if isinstance(page, Page):
            page = self.send(page, "/oauth/authorize", confirm=confirm)
        return page

    @property
    def cookies(self):
        return {cookie.name: cookie for cookie in self.session.cookies}


@pytest.fixture
def application(house):
    """A confidential application of Ada's."""
    return house.add_application()


@pytest.fixture
def public(house):
    """A public one."""
    return house.add_application("ada", "Phone", "--public")


class ProofKey:
    """A verifier and its challenge (RFC 7636 §4)."""

    def __init__(self):
        self.verifier = secrets.token_urlsafe(48)
        digest = hashlib.sha256(self.verifier.encode()).digest()
        self.challenge = base64.urlsafe_b64encode(digest).rstrip(b"=").decode()


def parameters(url, part="query"):
    """The parameters of an address, each of which must be there once."""
    pairs = urllib.parse.parse_qsl(getattr(urllib.parse.urlsplit(url), part), keep_blank_values=True, strict_parsing=True)
    assert len(pairs) == len(dict(pairs)), pairs
    return dict(pairs)


def request_path(application, key=None, **more):
    """The path of an authorization request; a parameter that is None does not come."""
    asked = {
        "response_type": "code", "client_id": application["client_id"], "redirect_uri": application["redirect_uris"][0],
        "scope": "user:email", "state": "s-123",
        **({} if key is None else {"code_challenge": key.challenge, "code_challenge_method": "S256"}), **more,
    }
    return "/oauth/authorize?" + urllib.parse.urlencode({name: value for name, value in asked.items() if value is not None})


# What the application does with the answer


def code_of(answer):
    """The code in what the application is told."""
    assert isinstance(answer, str), answer
    return parameters(answer)["code"]


def redeem(server, application, code, **more):
    form = {"redirect_uri": application["redirect_uris"][0], **more}
    return server.token(application, grant_type="authorization_code", code=code,
                        **{name: value for name, value in form.items() if value is not None})


def refresh(server, application, token, **more):
    return server.token(application, grant_type="refresh_token", refresh_token=token, **more)


def tokens_for(server, application, person, **more):
    key = ProofKey()
    code = code_of(person.approve(request_path(application, key, **more)))
    answer = redeem(server, application, code, code_verifier=key.verifier)
    assert answer.status_code == 200, answer.text
    return answer.json()


def is_refused(answer, code="invalid_grant", status=400):
    assert (answer.status_code, answer.json()["error"]) == (status, code), answer.text


def is_alive(server, token):
    return server.get("/oauth/ping", token).status_code == 200
