"""Draws the pages of the documents: ./dev pictures. No test; it is run by its name."""

import os
import pathlib

from browser import browser, driver  # noqa: F401 (fixtures)
from person import request_path

FOLDER = pathlib.Path(os.environ["POSTERN_PICTURES"])


def test_pictures(browser, house):  # noqa: F811
    made = house.run(
        "app", "add", "--user", "ada", "--name", "Photo uploader", "--website", "https://photos.example.org", "--redirect-uri",
        "https://photos.example.org/callback", "--description", "Puts your photos where you want them.", "--json").json
    device = browser.server.post(
        "/oauth/device_authorization", {"scope": "user:email"}, auth=(made["client_id"], made["client_secret"])).json()
    browser.width(720, 900, mobile=False)
    browser.open("/login").wait("Sign in").picture(FOLDER / "page-sign-in.png")
    browser.sign_in()
    browser.wait("Your account").picture(FOLDER / "page-account.png")
    browser.open(request_path(made)).wait("Authorize application").picture(FOLDER / "page-consent.png")
    browser.colours("dark")
    browser.picture(FOLDER / "page-consent-dark.png")
    browser.colours("light")
    browser.width(360, 800)
    browser.picture(FOLDER / "page-consent-narrow.png")
    browser.width(720, 900, mobile=False)
    browser.open("/device").wait("Connect a device").picture(FOLDER / "page-device-code.png")
    browser.open("/device?user_code=" + device["user_code"]).wait("Connect a device").find("button.primary").click()
    browser.wait("Connect this device?").picture(FOLDER / "page-device.png")
    browser.open(request_path(made, redirect_uri="https://elsewhere.example.org/"))
    browser.wait(browser.heading).picture(FOLDER / "page-error.png")
    browser.open("/account").wait("Your account").find("form[action='/logout'] button").click()
    browser.wait("Signed out").picture(FOLDER / "page-signed-out.png")
