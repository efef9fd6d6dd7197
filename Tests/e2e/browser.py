"""A real browser for the tests, Debian's Chromium over WebDriver, and an application's web server that it comes back to."""

import base64
import http.server
import os
import shutil

import pytest
from selenium import webdriver
from selenium.webdriver.common.by import By
from selenium.webdriver.support.ui import WebDriverWait

from conftest import PASSWORD
from person import parameters


SECONDS = 30
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

    def picture(self, file):
        """Saves the page, from its top to the end of what stands on it."""
        height = self.driver.execute_script("return Math.ceil(document.querySelector('main').getBoundingClientRect().bottom) + 48")
        width = self.driver.execute_script("return document.documentElement.clientWidth")
        taken = self.driver.execute_cdp_cmd("Page.captureScreenshot", {
            "captureBeyondViewport": True, "clip": {"x": 0, "y": 0, "width": width, "height": height, "scale": 1}})
        file.write_bytes(base64.b64decode(taken["data"]))

    def has_no_complaints(self, *statuses):
        """Nothing in the console, but for the statuses of whole pages that Chromium tells of as well."""
        for entry in self.driver.get_log("browser"):
            expected = any(f"responded with a status of {status} " in entry["message"] for status in statuses)
            assert entry["source"] == "network" and expected, entry


@pytest.fixture
def browser(driver, server):
    return Browser(driver, server)
