"""The pages in a real browser: Debian's Chromium, driven over WebDriver.

With POSTERN_PICTURES naming a folder, the pages are saved there for the documents (./dev pictures).
"""

import http.server
import os
import pathlib
import shutil
import ssl
import threading
import urllib.parse

import pytest

from conftest import PASSWORD
from person import parameters, request_path
from test_http_running import Certificate

pytestmark = pytest.mark.skipif(
    not (shutil.which("chromium") and shutil.which("chromedriver")), reason="needs chromium and chromium-driver")
from selenium import webdriver  # noqa: E402
from selenium.webdriver.common.by import By  # noqa: E402
from selenium.webdriver.common.keys import Keys  # noqa: E402
from selenium.webdriver.support.ui import WebDriverWait  # noqa: E402

SECONDS = 30
PICTURES = os.environ.get("POSTERN_PICTURES")
# Every text with the colour behind it, and how far apart they are (WCAG 2.2 §1.4.3).
CONTRASTS = """
  const canvas = document.createElement('canvas').getContext('2d', { willReadFrequently: true });
  const rgba = (text) => { canvas.clearRect(0, 0, 1, 1); canvas.fillStyle = text; canvas.fillRect(0, 0, 1, 1);
    return [...canvas.getImageData(0, 0, 1, 1).data]; };
  const light = ([r, g, b]) => [r, g, b].map((v) => v / 255).map((v) => v <= .04045 ? v / 12.92 : ((v + .055) / 1.055) ** 2.4)
    .reduce((sum, v, i) => sum + v * [.2126, .7152, .0722][i], 0);
  const paper = (element) => { for (let e = element; e; e = e.parentElement) {
    const colour = rgba(getComputedStyle(e).backgroundColor); if (colour[3] === 255) return colour; } return [255, 255, 255]; };
  return [...document.querySelectorAll('body *')].filter((e) => e.checkVisibility() &&
      [...e.childNodes].some((n) => n.nodeType === 3 && n.data.trim())).map((e) => {
    const [one, two] = [light(rgba(getComputedStyle(e).color)), light(paper(e))];
    return [e.textContent.trim().slice(0, 30), (Math.max(one, two) + .05) / (Math.min(one, two) + .05)]; });
"""


@pytest.fixture(scope="module")
def driver(tmp_path_factory):
    options = webdriver.ChromeOptions()
    options.binary_location = shutil.which("chromium")
    for word in ["--headless=new", "--disable-dev-shm-usage", "--disable-gpu", "--window-size=900,760", "--no-first-run",
                 "--disable-background-networking", "--hide-scrollbars", "--lang=en-US", "--no-proxy-server",
                 f"--user-data-dir={tmp_path_factory.mktemp('chromium')}", *(["--no-sandbox"] if os.geteuid() == 0 else [])]:
        options.add_argument(word)
    options.accept_insecure_certs = True
    options.set_capability("goog:loggingPrefs", {"browser": "ALL"})
    driver = webdriver.Chrome(options, webdriver.ChromeService(shutil.which("chromedriver")))
    driver.set_page_load_timeout(SECONDS)
    yield driver
    driver.quit()


class Application(http.server.BaseHTTPRequestHandler):
    """An application's own web server: it only remembers what it was asked for."""

    def do_GET(self):
        self.server.asked.append(self.path)
        body = b"<!doctype html><title>The application</title><p>Back at the application."
        self.send_response(200)
        self.send_header("Content-Type", "text/html")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *words):
        pass


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


class Browser:
    """What a person does and sees."""

    def __init__(self, driver, server):
        self.driver, self.server = driver, server
        driver.execute_cdp_cmd("Network.clearBrowserCookies", {})
        driver.execute_cdp_cmd("Emulation.clearDeviceMetricsOverride", {})
        self.colours("light")
        driver.get("about:blank")
        driver.get_log("browser")

    def open(self, path):
        self.driver.get(self.server.base + path)
        return self

    def colours(self, scheme):
        self.driver.execute_cdp_cmd(
            "Emulation.setEmulatedMedia", {"features": [{"name": "prefers-color-scheme", "value": scheme}]})

    def width(self, pixels, height=760, mobile=True):
        self.driver.execute_cdp_cmd(
            "Emulation.setDeviceMetricsOverride", {"width": pixels, "height": height, "deviceScaleFactor": 1, "mobile": mobile})

    def find(self, selector):
        return self.driver.find_element(By.CSS_SELECTOR, selector)

    @property
    def heading(self):
        return self.find("h1").text

    @property
    def text(self):
        return self.find("main").text

    def wait(self, heading):
        """Waits until a page with a heading is there, whole."""
        WebDriverWait(self.driver, SECONDS, 0.02).until(
            lambda driver: driver.execute_script(
                "return document.readyState === 'complete' && document.querySelector('h1')?.textContent === arguments[0]", heading),
            f"no page {heading!r}: {self.driver.current_url}\n{self.driver.page_source}")
        self.is_well_made()
        return self

    def wait_for_application(self, application):
        WebDriverWait(self.driver, SECONDS, 0.02).until(lambda driver: driver.title == "The application", self.driver.current_url)
        asked = [path for path in application["asked"] if path.startswith("/callback")]
        assert len(asked) == 1 and self.driver.current_url.endswith(asked[0])
        self.server.saw(asked[0])
        return parameters(asked[0])

    def press(self, *keys):
        """Keys for whatever has the focus."""
        webdriver.ActionChains(self.driver).send_keys(*keys).perform()
        return self

    def focus(self):
        """What has the focus: name or text."""
        element = self.driver.switch_to.active_element
        return element.get_attribute("name") or element.text

    def sign_in(self, password=PASSWORD):
        self.find("#email").clear()
        self.find("#email").send_keys("grace")
        self.find("#password").send_keys(self.server.secret(password))
        self.find("button.primary").click()

    def is_well_made(self):
        """A page for everybody: language, landmarks, one heading, labels, and nothing wider than the window."""
        found = self.driver.execute_script("""
          return { lang: document.documentElement.lang, main: document.querySelectorAll('main').length,
            headings: document.querySelectorAll('h1').length,
            nameless: [...document.querySelectorAll('input:not([type=hidden])')].filter((e) => !e.labels.length).length,
            overflow: document.documentElement.scrollWidth - document.documentElement.clientWidth,
            styled: getComputedStyle(document.querySelector('main')).maxWidth,
            scripts: document.scripts.length }""")
        assert found == {"lang": "en", "main": 1, "headings": 1, "nameless": 0, "overflow": 0, "styled": found["styled"], "scripts": 0}
        assert found["styled"] != "none", "the style sheet was not loaded"

    def is_readable(self):
        for text, contrast in self.driver.execute_script(CONTRASTS):
            assert contrast >= 4.5, f"{text!r} has a contrast of {contrast:.2f}"

    def picture(self, name):
        if PICTURES:
            self.driver.save_screenshot(str(pathlib.Path(PICTURES) / f"{name}.png"))

    def has_no_complaints(self, *statuses):
        """Nothing in the console, but for the statuses of whole pages that Chromium tells of as well."""
        for entry in self.driver.get_log("browser"):
            expected = any(f"responded with a status of {status} " in entry["message"] for status in statuses)
            assert entry["source"] == "network" and expected, entry


@pytest.fixture
def browser(driver, server):
    return Browser(driver, server)


def test_signing_in_wrong_and_right(browser):
    browser.open("/account").wait("Sign in").is_readable()
    browser.picture("page-sign-in")
    browser.sign_in("a wrong password")
    browser.wait("Sign in").is_readable()
    assert "Wrong e-mail or password." in browser.find("[role=alert]").text
    assert browser.find("#email").get_attribute("value") == "grace" and browser.find("#password").get_attribute("value") == ""
    assert browser.focus() == "password"
    browser.picture("page-sign-in-wrong")
    browser.sign_in()
    browser.wait("Your account").is_readable()
    browser.picture("page-account")
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
    browser.picture("page-consent")
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
    browser.picture("page-device")
    browser.press("bcdfghjk", Keys.ENTER).wait("Connect a device")
    assert "No device waits under this code" in browser.find("[role=alert]").text
    browser.find("#user_code").clear()
    browser.find("#user_code").send_keys(device["user_code"].lower(), Keys.ENTER)
    browser.wait("Connect this device?").is_readable()
    assert "Did somebody send you this code?" in browser.text and device["user_code"] in browser.text
    browser.picture("page-device-confirm")
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
    browser.picture("page-error")
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
    for path, heading, name in (("/account", "Your account", "account"), ("/device", "Connect a device", "device"),
                                (request_path(application), "Authorize application", "consent"),
                                ("/oauth/errors?error=access_denied", "Access denied", "error")):
        browser.wait(heading) if path == "/account" else browser.open(path).wait(heading)
        browser.is_readable()
        if (scheme, width) == ("dark", 900):
            browser.picture(f"page-{name}-dark")
        elif (scheme, width) == ("light", 320):
            browser.picture(f"page-{name}-narrow")
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
