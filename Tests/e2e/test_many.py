"""Twenty account managers and the server on one database, all writing."""

import threading

MANAGERS = 20
EACH = 3


def keep_asking(server, application, stop, bad):
    """Asks for tokens again and again, as a client would."""
    session = type(server.session)(server)
    auth = (application["client_id"], application["client_secret"])
    while not stop.is_set():
        answer = session.post("/oauth/token", {"grant_type": "client_credentials"}, auth=auth)
        if answer.status_code != 200:
            bad.append(answer.text)


def test_twenty_account_managers_and_the_server_write_and_nobody_is_told_of_a_lock(
    house, screen, server, application
):
    stop, bad = threading.Event(), []
    clients = [threading.Thread(target=keep_asking, args=(server, application, stop, bad)) for _ in range(2)]
    for client in clients:
        client.start()
    try:
        managers = [screen(house, "tui", "--user", "ada") for _ in range(MANAGERS)]
        for seen in managers:
            seen.wait_for("[1 Applications]")
            seen.keys("2").wait_for("[2 Tokens]")
        for turn in range(EACH):
            # Every one has its form open before the first saves.
            for number, seen in enumerate(managers):
                seen.keys("n").wait_for("New personal access token")
                seen.type(f"token-{number}-{turn}")
            for seen in managers:
                seen.keys("C-s")
            for number, seen in enumerate(managers):
                seen.wait_for(f'Token "token-{number}-{turn}" created', without=["locked", "Another program"])
                seen.type("done").keys("Enter")
        # What the others made is there as well, without a key.
        for seen in managers:
            seen.wait_for(f"of {MANAGERS * EACH}", without=["locked", "Another program"])
        made = house.run("token", "list", "-u", "ada", "--json").json
        assert {token["name"] for token in made} == {f"token-{n}-{t}" for n in range(MANAGERS) for t in range(EACH)}
    finally:
        stop.set()
        for client in clients:
            client.join()
    assert bad == []
    assert server.metric('postern_tokens_issued_total{grant="client_credentials"}') > 0
    house.run("check").ok()
