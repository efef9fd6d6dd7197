"""The demo on a terminal: an account manager, and a server beside it."""

import os
import re
import socket
import tempfile

import pytest
import requests

from server import free_port

SECONDS = 30


@pytest.fixture
def demo(bare, screen):
    """Starts the demo with its database in a folder of its own, as short as /tmp."""
    with tempfile.TemporaryDirectory(dir="/tmp", prefix="d") as folder:
        bare.environment["TMPDIR"] = folder
        yield lambda port, **options: screen(bare, "demo", "--listen", f"127.0.0.1:{port}", **options)
        assert os.listdir(folder) == []


def leave(seen):
    seen.keys("C-c")
    assert seen.wait_for_end() == 0


def test_its_server_answers_until_it_is_left(demo):
    port = free_port()
    base = f"http://127.0.0.1:{port}"
    seen = demo(port)
    seen.wait_for("Sign in", f"{base}/account")
    page = requests.get(base + "/login", timeout=SECONDS)
    assert page.status_code == 200 and "<form" in page.text
    # A route that is there for trying things out alone.
    info = requests.get(base + "/oauth/info", timeout=SECONDS)
    assert info.status_code == 401 and info.headers["WWW-Authenticate"].startswith("Bearer")
    leave(seen)
    with pytest.raises(ConnectionRefusedError):
        socket.create_connection(("127.0.0.1", port), SECONDS)


def test_it_says_how_to_try_the_examples(bare, demo):
    port = free_port()
    seen = demo(port, size=(120, 40))
    text = seen.wait_for("POSTERN_DATABASE=", "postern-example-resource", "postern-example-consumer")
    (database,) = re.findall(r"POSTERN_DATABASE=(\S+) postern-example-resource", text)
    assert bare.run("user", "list", "--database", database).ok().out.count("@inveniosoftware.org") == 2
    # What is not where the examples look by themselves stands in the command.
    assert f"POSTERN_ISSUER=http://127.0.0.1:{port} POSTERN_CLIENT_ID=" in text
    assert "redirect URI http://127.0.0.1:5100/authorized" in text
    leave(seen)


def test_all_of_it_fits_under_the_sign_in_form(demo):
    seen = demo(free_port(), size=(80, 24))
    text = seen.wait_for("admin@inveniosoftware.org", "123456", "postern-example-consumer", "127.0.0.1:5100/authorized")
    assert text.index("admin@") < text.index("postern-example-resource")
    leave(seen)


def test_where_the_port_is_taken_the_account_manager_does_without(demo):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        seen = demo(port)
        seen.wait_for("Sign in", "The server is not running", f"Port {port} of 127.0.0.1 is in use", without=["postern-example"])
        seen.type("reader@inveniosoftware.org").keys("Enter").type("123456").keys("Enter")
        seen.wait_for("[1 Applications]")
        seen.keys("Q")
        assert seen.wait_for_end() == 0
