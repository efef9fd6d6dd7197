"""Registering, changing and deleting applications."""

import re

import pytest

SECRET = re.compile(r"pss_[0-9A-Za-z]{56}\b")


@pytest.fixture
def seen(house, screen):
    """Ada's applications; she has none yet."""
    seen = screen(house, "tui", "--user", "ada")
    seen.wait_for("You have not registered an application yet.")
    return seen


def applications(house):
    return house.run("app", "list", "--user", "ada", "--json").json


def shown_secret(text):
    return SECRET.search(text.replace("\n", ""))[0]


def register(seen, uri="https://upload.example.org/callback"):
    seen.keys("n").wait_for("New application")
    seen.type("Zenodo uploader").keys("Tab").type("Uploads nightly datasets").keys("Tab")
    seen.type("https://upload.example.org").keys("Tab").type(uri).keys("C-s")


def leave_shown_once(seen):
    seen.wait_for("Copy it now")
    seen.type("done").wait_for("[done")
    seen.keys("Enter")


def test_registering_with_a_wrong_and_then_a_right_redirect_uri_shows_the_secret_once(house, seen):
    register(seen, "http://upload.example.org/callback")
    seen.wait_for("! 1 field needs attention.", "http://upload.example.org/callback")
    assert applications(house) == []
    # The field with the error has the keys.
    seen.keys("C-u").type("https://upload.example.org/callback").keys("C-s")
    text = seen.wait_for('Client secret of "Zenodo uploader"', "it cannot be shown again")
    secret = shown_secret(text)
    # Leaving without having taken it is refused.
    seen.keys("Enter").wait_for("Copy it first, or type")
    leave_shown_once(seen)
    seen.wait_for("Uploads nightly datasets", "pss_****************" + secret[-4:], without=[secret[:20]])
    (application,) = applications(house)
    assert application["redirect_uris"] == ["https://upload.example.org/callback"]
    assert secret.encode() not in house.database.read_bytes()
    # Nowhere else is it seen again.
    for keys in ("e", "Escape", "q", "l", "?", "Escape", "R", "Escape"):
        assert secret[:20] not in seen.keys(keys).text()


def test_every_bad_redirect_uri_is_named(seen):
    register(seen, "http://example.org/cb")
    seen.wait_for("needs attention")
    seen.keys("Enter").type("https://example.org/#x").keys("Enter").type("nonsense").keys("C-s")
    text = seen.wait_for("needs attention", "nonsense")
    assert sum(uri in line for line in text.split("\n") if "!" in line
               for uri in ("http://example.org/cb", "https://example.org/#x", "nonsense")) >= 3


def test_resetting_the_secret_keeps_the_old_one_for_seven_days(house, screen):
    made = house.add_application()
    seen = screen(house, "tui", "--user", "ada")
    seen.wait_for("Uploader")
    seen.keys("R").wait_for("Reset client secret", "[>Cancel<]", "It works for 7 more days")
    seen.keys("Down", "Down").wait_for("(*) It works for 7 more days")
    seen.keys("Right").wait_for("[>Reset<]")
    seen.keys("Enter")
    text = seen.wait_for("Client secret of", "Old secret", made["client_secret"][-4:])
    secret = shown_secret(text)
    assert secret != made["client_secret"]
    leave_shown_once(seen)
    seen.wait_for(f"****{secret[-4:]}", f"****{made['client_secret'][-4:]}", "in 7 days")
    assert len(house.run("app", "show", made["client_id"], "--json").json["secrets"]) == 2
    # The application has changed over: the old one is ended before its time.
    seen.keys("Enter").wait_for("E ends one", "E end")
    seen.keys("E").wait_for("End a client secret", "[>Cancel<]", f"(*) {made['client_secret'][-4:]}, never used")
    seen.keys("e").wait_for(f"Ended the secret {made['client_secret'][-4:]}", without=["Old secret"])
    (left,) = house.run("app", "show", made["client_id"], "--json").json["secrets"]
    assert left["last_four"] == secret[-4:]


def test_enter_enter_never_resets_a_secret(house, screen):
    house.add_application()
    seen = screen(house, "tui", "--user", "ada")
    seen.wait_for("Uploader")
    seen.keys("R").wait_for("[>Cancel<]")
    seen.keys("Enter").wait_for("1 of 1", without=["Cancel"])
    assert "Client secret of" not in seen.keys("Enter").wait_for("Redirect URIs")


def test_an_application_is_deleted_by_typing_its_name(house, screen):
    house.add_application(name="Uploader")
    house.add_application(name="Backup robot")
    seen = screen(house, "tui", "--user", "ada")
    seen.wait_for_selected("Backup robot")
    seen.keys("j").wait_for_selected("Uploader")
    seen.keys("d").wait_for("Delete application", 'Delete "Uploader"?', "Nobody uses it")
    seen.keys("Enter").wait_for("Type the name exactly: Uploader")
    seen.type("Upload").keys("Enter").wait_for("Type the name exactly: Uploader")
    seen.type("er").keys("Enter").wait_for('ok Deleted "Uploader".', without=["Cancel"])
    seen.wait_for_selected("Backup robot")
    assert [each["name"] for each in applications(house)] == ["Backup robot"]


def test_a_deletion_is_given_up_with_escape(house, screen):
    house.add_application()
    seen = screen(house, "tui", "--user", "ada")
    seen.wait_for_selected("Uploader")
    seen.keys("d").wait_for("Delete application")
    seen.type("Uploader").keys("Escape").wait_for("1 of 1", without=["Delete application"])
    assert len(applications(house)) == 1


def test_editing_saves_what_was_changed_and_nothing_else(house, screen):
    made = house.add_application()
    seen = screen(house, "tui", "--user", "ada")
    seen.wait_for_selected("Uploader")
    seen.keys("e").wait_for("Edit Uploader")
    seen.type(" of datasets").keys("C-s").wait_for('ok Saved "Uploader of datasets".')
    (now,) = applications(house)
    assert now["name"] == "Uploader of datasets"
    assert now["redirect_uris"] == made["redirect_uris"]


def test_leaving_a_form_asks_before_it_drops_typed_text(house, seen):
    seen.keys("n").wait_for("New application")
    seen.type("Half a name").keys("Escape").wait_for("Leave and lose it?", "[>Cancel<]")
    seen.keys("Enter").wait_for("[Half a name", without=["Leave and lose it?"])
    seen.keys("Escape").wait_for("Leave and lose it?")
    seen.keys("Right", "Enter").wait_for("You have not registered an application yet.")
    # What was not touched is not asked about.
    seen.keys("n").wait_for("New application")
    seen.keys("Escape").wait_for("You have not registered an application yet.")


def test_somebody_elses_applications_are_not_seen(house, screen):
    house.add_application(user="grace", name="Secret plans")
    seen = screen(house, "tui", "--user", "ada")
    text = seen.wait_for("You have not registered an application yet.")
    assert "Secret plans" not in text


def test_a_public_client_gets_no_secret(house, seen):
    seen.keys("n").wait_for("New application")
    seen.type("Notebook").keys("Tab", "Tab").type("https://n.example.org").keys("Tab")
    seen.type("http://localhost:8000/callback").keys("Tab", "Space").wait_for("(*) Public")
    seen.keys("C-s").wait_for('ok Registered "Notebook".', "none: a public client")
    seen.keys("q").wait_for_selected("Notebook")
    seen.keys("R").wait_for("a public client has no secret")
