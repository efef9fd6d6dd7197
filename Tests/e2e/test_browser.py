"""The pages in a real browser: Debian's Chromium."""

import http.server
import shutil
import ssl
import threading
import urllib.parse

import pytest
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.support.ui import WebDriverWait

from browser import SECONDS, Application, browser, driver  # noqa: F401 (fixtures)
from conftest import PASSWORD
from person import request_path
from test_http_running import Certificate

pytestmark = pytest.mark.skipif(
    not (shutil.which("chromium") and shutil.which("chromedriver")), reason="needs chromium and chromium-driver")


@pytest.fixture(params=["http", "https"])
def application(request, house, tmp_path):
    """An application with a web server of its own, on this machine, where browsers are sent back to."""
    listener = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Application)
    listener.asked = []
    if request.param == "https":
        certificate = Certificate(tmp_path)
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(certificate.chain, certificate.key)
        listener.socket = context.wrap_socket(listener.socket, server_side=True)
    threading.Thread(target=listener.serve_forever, daemon=True).start()
    uri = f"{request.param}://{'127.0.0.1' if request.param == 'http' else 'localhost'}:{listener.server_port}/callback"
    made = house.run(
        "app", "add", "--user", "ada", "--name", "Photo uploader", "--website", "https://upload.example.org", "--redirect-uri", uri,
        "--description", "Puts your photos where you want them.", "--json").json
    yield {**made, "asked": listener.asked}
    listener.shutdown()
    listener.server_close()


plain = pytest.mark.parametrize("application", ["http"], indirect=True)


def test_signing_in_wrong_and_right(browser):
    browser.open("/account").wait("Sign in").is_readable()
    browser.sign_in("a wrong password")
    browser.wait("Sign in").is_readable()
    assert "Wrong e-mail or password." in browser.find("[role=alert]").text
    assert browser.find("#email").get_attribute("value") == "grace" and browser.find("#password").get_attribute("value") == ""
    assert browser.focus() == "password"
    browser.sign_in()
    browser.wait("Your account").is_readable()
    # No script of a page could read the session, and there is none.
    assert browser.driver.execute_script("return document.cookie") == ""
    browser.find("form button").click()
    browser.wait("Signed out")
    browser.open("/account").wait("Sign in")
    browser.has_no_complaints(403)


def test_consent_leads_back_to_the_application(browser, application):
    """The policy for forms lets the redirect to the application pass, over http on this machine and over https."""
    browser.open(request_path(application)).wait("Sign in")
    browser.sign_in()
    browser.wait("Authorize application").is_readable()
    for words in ("Photo uploader", "ada", "user:email", "Puts your photos", "https://upload.example.org", "grace"):
        assert words in browser.text
    browser.find("button[value=yes]").click()
    told = browser.wait_for_application(application)
    assert set(told) == {"code", "state", "iss"} and told["iss"] == browser.server.base
    done = browser.server.token(
        application, grant_type="authorization_code", code=told["code"], redirect_uri=application["redirect_uris"][0])
    assert done.json()["user"]["email"] == "grace@example.org"
    browser.has_no_complaints()


@pytest.mark.parametrize("application", ["https"], indirect=True)
def test_a_sign_in_leads_on_to_the_application_where_nobody_is_asked_again(browser, application):
    browser.open(request_path(application)).wait("Sign in")
    browser.sign_in()
    browser.wait("Authorize application").find("button[value=yes]").click()
    browser.wait_for_application(application)
    application["asked"].clear()
    browser.driver.execute_cdp_cmd("Network.clearBrowserCookies", {})
    browser.open(request_path(application)).wait("Sign in")
    browser.sign_in()
    assert "code" in browser.wait_for_application(application)
    browser.has_no_complaints()


def test_rejecting_leads_back_to_the_application(browser, application):
    browser.open(request_path(application)).wait("Sign in")
    browser.sign_in()
    browser.wait("Authorize application").find("button[value=no]").click()
    told = browser.wait_for_application(application)
    assert (told["error"], told["state"]) == ("access_denied", "s-123") and "code" not in told
    browser.has_no_complaints()


@plain
def test_everything_can_be_done_with_the_keyboard_alone(browser, application):
    browser.open(request_path(application)).wait("Sign in")
    assert browser.focus() == "email"
    browser.press("grace", Keys.TAB)
    assert browser.focus() == "password"
    browser.press(PASSWORD, Keys.ENTER).wait("Authorize application")
    reached = []
    for _ in range(12):
        browser.press(Keys.TAB)
        reached.append(browser.focus() + (browser.driver.switch_to.active_element.get_attribute("value") or ""))
        outline = browser.driver.execute_script("return getComputedStyle(document.activeElement).outlineStyle")
        assert outline != "none", "nobody sees where the focus is"
        if reached[-1] == "confirmno":
            break
    assert reached[-2:] == ["confirmyes", "confirmno"] and reached[0].startswith("https://upload.example.org"), reached
    browser.driver.execute_cdp_cmd("Input.dispatchKeyEvent", {
        "type": "keyDown", "key": "Tab", "code": "Tab", "windowsVirtualKeyCode": 9, "modifiers": 8})
    assert browser.driver.switch_to.active_element.get_attribute("value") == "yes"
    browser.press(Keys.ENTER)
    assert "code" in browser.wait_for_application(application)


@plain
def test_a_device_is_connected(browser, application):
    server = browser.server
    device = server.post("/oauth/device_authorization", {"scope": "user:email"},
                         auth=(application["client_id"], application["client_secret"])).json()
    browser.open("/device").wait("Sign in")
    browser.sign_in()
    browser.wait("Connect a device").is_readable()
    assert browser.focus() == "user_code"
    browser.press("bcdfghjk", Keys.ENTER).wait("Connect a device")
    assert "No device waits under this code" in browser.find("[role=alert]").text
    browser.find("#user_code").clear()
    browser.find("#user_code").send_keys(device["user_code"].lower(), Keys.ENTER)
    browser.wait("Connect this device?").is_readable()
    assert "Did somebody send you this code?" in browser.text and device["user_code"] in browser.text
    browser.find("button[value=yes]").click()
    browser.wait("Device connected").is_readable()
    done = server.token(application, grant_type="urn:ietf:params:oauth:grant-type:device_code", device_code=device["device_code"])
    assert done.status_code == 200
    browser.has_no_complaints(404)


@plain
def test_a_wrong_address_is_an_error_page_with_a_way_out(browser, application):
    browser.open(request_path(application, redirect_uri="https://evil.example/cb"))
    browser.wait(browser.heading).is_readable()
    assert "evil.example" not in browser.driver.page_source and urllib.parse.urlsplit(browser.driver.current_url).port == browser.server.port
    browser.find("main a").click()
    browser.wait("Sign in")
    browser.has_no_complaints(400)


@plain
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [320, 900])
def test_every_page_is_readable_narrow_and_wide_light_and_dark(browser, application, scheme, width):
    browser.colours(scheme)
    browser.width(width, mobile=width < 500)
    browser.open("/login").wait("Sign in").is_readable()
    paper = browser.driver.execute_script("return getComputedStyle(document.body).backgroundColor")
    assert (sum(map(int, paper[4:-1].split(","))) < 384) == (scheme == "dark"), paper
    browser.sign_in()
    for path, heading in (("/account", "Your account"), ("/device", "Connect a device"),
                          (request_path(application), "Authorize application"),
                          ("/oauth/errors?error=access_denied", "Access denied")):
        browser.wait(heading) if path == "/account" else browser.open(path).wait(heading)
        browser.is_readable()
    browser.has_no_complaints()


@plain
def test_a_page_cannot_be_put_into_a_frame(browser, application):
    """Somebody else's page that lays a button over ours (SECURITY: clickjacking)."""
    callback = application["redirect_uris"][0]
    browser.open("/login").wait("Sign in")
    browser.sign_in()
    browser.wait("Your account")
    browser.driver.get(callback)
    browser.driver.execute_script(
        "const f = document.createElement('iframe'); f.src = arguments[0]; f.onload = () => document.title = 'loaded';"
        "document.body.append(f)", browser.server.base + request_path(application))
    WebDriverWait(browser.driver, SECONDS, 0.02).until(lambda driver: driver.title == "loaded")
    browser.driver.switch_to.frame(0)
    assert not browser.driver.find_elements(By.CSS_SELECTOR, "button")
    browser.driver.switch_to.default_content()
    assert any("frame-ancestors" in entry["message"] for entry in browser.driver.get_log("browser"))
