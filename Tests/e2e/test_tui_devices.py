"""Connecting a device from the account manager: whoever has no browser needs none."""

import sqlite3

import pytest

GRANT = "urn:ietf:params:oauth:grant-type:device_code"


@pytest.fixture
def application(house):
    return house.add_application("ada", "Television")


class Device:
    """A device with an application on it, which asks until somebody has decided."""

    def __init__(self, server, application, scope="user:email"):
        self.server = server
        self.application = application
        auth = (application["client_id"], application["client_secret"])
        asked = server.post("/oauth/device_authorization", {"scope": scope}, auth=auth).json()
        self.shown = asked["user_code"]
        # The code that is typed is a secret too, with a dash and without.
        server.secret(self.shown)
        server.secret(self.shown.replace("-", ""))
        self.code = asked["device_code"]

    def ask(self):
        return self.server.token(self.application, grant_type=GRANT, device_code=self.code)


@pytest.fixture
def device(server, application):
    return Device(server, application)


def connect(house, screen, **options):
    """Grace's account manager, where she is about to type a code."""
    seen = screen(house, "tui", "--user", "grace", **options)
    seen.wait_for("[1 App")
    seen.keys("c").wait_for("The device shows it")
    return seen


@pytest.mark.parametrize("size", [(80, 24), (40, 12)], ids=str)
def test_a_device_that_is_approved_gets_its_token(house, server, screen, device, size):
    assert device.ask().json()["error"] == "authorization_pending"
    seen = connect(house, screen, size=size)
    seen.type(device.shown.lower().replace("-", " ")).keys("Enter").wait_for(
        "Television", device.shown, "! Approve only if this code is on", "[>Cancel<]")
    seen.keys("a").wait_for("ok Connected")
    answer = device.ask()
    assert answer.status_code == 200, answer.text
    body = answer.json()
    assert body["user"]["email"] == "grace@example.org" and body["refresh_token"]
    assert server.get("/oauth/ping", body["access_token"]).status_code == 200
    # It is among those she let in, and can be shut out there.
    seen.keys("3").wait_for("Television")
    seen.keys("d").wait_for("Cancel")
    seen.keys("r").wait_for("ok Revoked")
    assert server.get("/oauth/ping", body["access_token"]).status_code == 401


def test_who_asks_for_what_is_shown_before_anything_is_decided(house, screen, device):
    seen = connect(house, screen)
    seen.type(device.shown).keys("Enter")
    seen.wait_for("Television", "By", "ada", "https://upload.example.org", device.shown, "Code ends   in ",
                  "Approve only if this code is on a device of your own.", "[>Cancel<]")
    # Cancel has the focus: nobody lets a device in by pressing Enter twice.
    seen.keys("Enter").wait_for("You have not registered an application yet.")
    assert device.ask().json()["error"] == "authorization_pending"


def test_a_device_that_is_refused_hears_of_it(house, screen, device):
    seen = connect(house, screen)
    seen.type(device.shown).keys("Enter").wait_for("Refuse")
    seen.keys("r").wait_for('ok Refused "Television".')
    assert device.ask().json()["error"] == "access_denied"
    assert house.run("authorized", "list", "--user", "grace", "--json").json == []
    # It is over: the same code finds nothing.
    seen.keys("c").wait_for("Connect a device")
    seen.type(device.shown).keys("Enter").wait_for("No device waits under this code.")


def test_a_wrong_code_is_told_and_can_be_mended(house, screen, device):
    seen = connect(house, screen)
    seen.keys("Enter").wait_for("Type the code that the device shows.")
    for wrong in ("nonsense", "BCDF-GHJK", "x" * 60):
        seen.type(wrong).keys("Enter").wait_for("No device waits under this code.")
        seen.keys("C-u").wait_for("The device shows it", without=["No device waits"])
    seen.type(device.shown).keys("Enter").wait_for("Television")
    seen.keys("Right", "Right").wait_for("[>Approve<]")
    seen.keys("Enter").wait_for("ok Connected")
    assert device.ask().status_code == 200


def test_guessing_is_stopped(house, screen, device):
    seen = connect(house, screen)
    seen.type("BCDF-GHJK")
    for _ in range(11):
        seen.keys("Enter")
    seen.wait_for("Too many attempts; try again in")
    # Then the right one is not looked at either.
    seen.keys("C-u").type(device.shown).keys("Enter").wait_for("Too many attempts; try again in")
    assert device.ask().json()["error"] == "authorization_pending"


def test_a_decision_that_somebody_else_has_taken_is_told(house, server, screen, device):
    one, two = connect(house, screen), connect(house, screen)
    for seen in (one, two):
        seen.type(device.shown).keys("Enter").wait_for("Television")
    one.keys("r").wait_for("ok Refused")
    two.keys("a").wait_for("It was removed elsewhere meanwhile; nothing was changed.")
    assert device.ask().json()["error"] == "access_denied"


def test_the_code_of_an_application_that_is_gone_finds_nothing(house, screen, application, device):
    house.run("app", "delete", application["client_id"], "--force").ok()
    seen = connect(house, screen)
    seen.type(device.shown).keys("Enter").wait_for("No device waits under this code.")


def test_a_device_is_found_by_name_among_the_actions(house, screen):
    seen = screen(house, "tui", "--user", "grace")
    seen.wait_for("[1 Applications]")
    seen.keys(":").type("device").wait_for("connect a device")
    seen.keys("Enter").wait_for("The device shows it")
    seen.keys("Escape").wait_for("You have not registered an application yet.")


def test_a_name_from_strangers_cannot_upset_the_terminal(house, server, screen):
    made = house.add_application("ada", "Odd one")
    with sqlite3.connect(house.database) as database:
        database.execute("UPDATE clients SET name = ?", ["a\x1b[2Jb\u202e\u200bc"])
    device = Device(server, made)
    seen = connect(house, screen)
    seen.type(device.shown).keys("Enter").wait_for(device.shown, "Approve", "Connect a device")
