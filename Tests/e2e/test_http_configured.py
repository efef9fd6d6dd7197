"""What a server does only where the configuration says so."""

import contextlib
import re
import socket
import sqlite3
import time

import pytest

from person import Person, is_refused, refresh, tokens_for
from screen import until
from server import read_answer

SPOKEN = {"X-Forwarded-For": "198.51.100.1, 192.0.2.7", "X-Forwarded-Proto": "https"}


def cookie_names(answer):
    return {value.split("=")[0] for value in answer.raw.headers.getlist("Set-Cookie")}


def test_a_trusted_proxy_says_who_asks_and_whether_by_tls(house, serve):
    house.configure(trustedProxies=["127.0.0.1"])
    server = serve(house)
    answer = server.get("/login", headers=SPOKEN)
    assert answer.status_code == 200
    assert "max-age=" in answer.headers["Strict-Transport-Security"]
    assert cookie_names(answer) and all(name.startswith("__Host-postern") for name in cookie_names(answer))
    # What the proxy says nothing of came by plain HTTP, from the proxy.
    plain = server.get("/login")
    assert "Strict-Transport-Security" not in plain.headers
    assert cookie_names(plain) and not any(name.startswith("__Host-") for name in cookie_names(plain))
    assert [line["address"] for line in server.lines] == ["192.0.2.7", "127.0.0.1"]


def test_a_proxy_at_another_address_is_not_believed(house, serve):
    house.configure(trustedProxies=["192.0.2.1"])
    server = serve(house)
    answer = server.get("/login", headers=SPOKEN)
    assert "Strict-Transport-Security" not in answer.headers
    assert [line["address"] for line in server.lines] == ["127.0.0.1"]


def test_a_session_through_a_proxy_belongs_to_the_clients_address(house, serve):
    house.configure(trustedProxies=["127.0.0.1"])
    server = serve(house)
    person = Person(server)
    person.session.headers["X-Forwarded-For"] = "192.0.2.7"
    assert person.sign_in().status == 200
    assert person.look("/account").title.startswith("Your account")
    person.session.headers["X-Forwarded-For"] = "192.0.2.8"
    assert person.look("/account").title.startswith("Sign in")


# Connections


def ping(server, connection):
    connection.sendall(f"GET /healthz HTTP/1.1\r\nHost: {server.address}\r\n\r\n".encode())
    return read_answer(connection)


def connected(server, stack):
    return stack.enter_context(socket.create_connection(("127.0.0.1", server.port), 30))


def test_one_address_has_as_many_connections_as_configured(house, serve):
    house.configure(connections={"perAddress": 2})
    server = serve(house)
    with contextlib.ExitStack() as stack:
        first, second = connected(server, stack), connected(server, stack)
        for connection in (first, second):
            assert ping(server, connection).startswith(b"HTTP/1.1 200 ")
        assert is_closed(connected(server, stack))
        for connection in (first, second):
            assert ping(server, connection).startswith(b"HTTP/1.1 200 ")
        first.close()

        def has_room():
            with contextlib.ExitStack() as other:
                try:
                    return ping(server, connected(server, other)).startswith(b"HTTP/1.1 200 ")
                except ConnectionError:
                    return False

        until(has_room, "a connection that ended makes no room")


def is_closed(connection):
    try:
        return connection.recv(1) == b""
    except ConnectionResetError:
        return True


def test_connections_beyond_all_that_are_configured_wait(house, serve):
    house.configure(connections={"total": 2})
    server = serve(house, "--workers", "1")
    with contextlib.ExitStack() as stack:
        first, second = connected(server, stack), connected(server, stack)
        for connection in (first, second):
            assert ping(server, connection).startswith(b"HTTP/1.1 200 ")
        third = connected(server, stack)
        third.sendall(f"GET /healthz HTTP/1.1\r\nHost: {server.address}\r\n\r\n".encode())
        # The others are answered meanwhile, and it is not.
        assert ping(server, second).startswith(b"HTTP/1.1 200 ")
        third.settimeout(0.2)
        with pytest.raises(TimeoutError):
            third.recv(1)
        third.settimeout(30)
        first.close()
        assert read_answer(third).startswith(b"HTTP/1.1 200 ")


# Tokens


def seconds(house, kind):
    """When the tokens of a kind end, and how long they live."""
    with sqlite3.connect(house.database) as database:
        return database.execute("SELECT expires_at, expires_at - created_at FROM tokens WHERE kind = ?", (kind,)).fetchall()


def test_a_refresh_token_lives_as_long_as_configured(house, serve, application):
    house.configure(refreshTokenLifetime=1)
    server = serve(house)
    tokens = tokens_for(server, application, Person(server))
    assert tokens["expires_in"] == 3600
    ((end, lifetime),) = seconds(house, "refresh")
    assert lifetime == 1
    until(lambda: time.time() >= end, "the clock stands still")
    is_refused(refresh(server, application, tokens["refresh_token"]))
    # The access token is not touched by that.
    assert server.get("/oauth/ping", tokens["access_token"]).status_code == 200


def test_ids_and_secrets_are_as_long_as_configured(house, serve):
    house.configure(lengths={"clientID": 22, "clientSecret": 32, "personalToken": 32})
    made = house.add_application()
    token = house.add_token()
    assert re.fullmatch("[0-9A-Za-z]{22}", made["client_id"])
    assert re.fullmatch("pss_[0-9A-Za-z]{28}", made["client_secret"]) and re.fullmatch("psp_[0-9A-Za-z]{28}", token)
    house.configure(resourceServers=[made["client_id"]])
    server = serve(house)
    own = server.token(made, grant_type="client_credentials")
    assert own.status_code == 200, own.text
    assert server.get("/oauth/ping", token).status_code == 200
    auth = (made["client_id"], made["client_secret"])
    for each in (token, own.json()["access_token"]):
        assert server.post("/oauth/introspect", {"token": each}, auth=auth).json()["active"]


# Upkeep: what ends within a second is deleted within seconds


def count(house):
    with sqlite3.connect(house.database) as database:
        return database.execute("SELECT count(*) FROM tokens").fetchone()[0]


def test_a_server_deletes_what_has_expired_by_itself(house, serve, application):
    house.configure(accessTokenLifetime=1, refreshTokenLifetime=1)
    server = serve(house)
    for _ in range(3):
        assert server.token(application, grant_type="client_credentials").status_code == 200
    tokens_for(server, application, Person(server))
    lasting = house.add_token()
    assert count(house) == 6
    until(lambda: count(house) == 1, lambda: f"{count(house)} tokens are left")
    assert server.get("/oauth/ping", lasting).status_code == 200
    assert "cannot be deleted" not in server.log


def test_that_nothing_can_be_deleted_is_said_once(house, serve, application):
    """The database refuses to delete tokens, until it does not any more."""
    house.configure(accessTokenLifetime=1)
    server = serve(house)
    assert server.token(application, grant_type="client_credentials").status_code == 200
    with contextlib.closing(sqlite3.connect(house.database)) as database:
        database.execute("CREATE TRIGGER keep BEFORE DELETE ON tokens BEGIN SELECT raise(ABORT, 'kept'); END")
        words = "postern: Expired rows cannot be deleted. "
        until(lambda: words in server.log, lambda: server.log)
        assert count(house) == 1
        # Whoever comes is served meanwhile.
        assert server.token(application, grant_type="client_credentials").status_code == 200
        database.execute("DROP TRIGGER keep")
        database.commit()
    until(lambda: count(house) == 0, lambda: f"{count(house)} tokens are left")
    assert server.log.count(words) == 1
