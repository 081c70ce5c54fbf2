"""The console in a real browser: it opens, it reads well, nothing in it is refused or broken."""

import subprocess
from collections.abc import Iterator

import pytest
from selenium import webdriver
from selenium.webdriver.chrome.service import Service
from selenium.webdriver.common.by import By
from selenium.webdriver.support.expected_conditions import (
    presence_of_element_located,
    staleness_of,
)
from selenium.webdriver.support.wait import WebDriverWait

from storewarden.core.findings import identity
from tests.console.serving import Console, filled, link_to, served

pytestmark = [pytest.mark.browser, pytest.mark.slow]

FLAGS = (
    "--headless=new",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
CARDS = identity("stored_card_number", "shop", "gateway_savedcard.number")
WIDTHS = (1280, 768, 390, 360)


@pytest.fixture(scope="module")
def opened(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[webdriver.Chrome, Console]]:
    folder = tmp_path_factory.mktemp("browser")
    options = webdriver.ChromeOptions()
    options.binary_location = "/usr/bin/chromium"
    for flag in (*FLAGS, f"--user-data-dir={folder / 'profile'}"):
        options.add_argument(flag)
    options.set_capability("goog:loggingPrefs", {"browser": "ALL"})
    service = Service("/usr/bin/chromedriver", log_output=subprocess.DEVNULL)
    with served(filled(folder), "browser-token") as console:
        browser = webdriver.Chrome(options=options, service=service)
        try:
            browser.get(address(console, f"/enter/{console.token}"))
            yield browser, console
        finally:
            browser.quit()
            service.stop()


def follow(browser: webdriver.Chrome, selector: str) -> None:
    """Click, and wait until the page that it leads to is there."""
    target = browser.find_element(By.CSS_SELECTOR, selector)
    target.click()
    WebDriverWait(browser, 30).until(staleness_of(target))
    WebDriverWait(browser, 30).until(presence_of_element_located((By.TAG_NAME, "footer")))


def complaints(browser: webdriver.Chrome) -> object:
    """What the browser wrote to its console: refused by the policy, not found, broken."""
    return browser.get_log("browser")  # type: ignore[no-untyped-call]  # selenium's own


def address(console: Console, path: str) -> str:
    return f"http://127.0.0.1:{console.port}{path}"


def test_the_link_shows_nine_rows_and_leads_to_a_finding(
    opened: tuple[webdriver.Chrome, Console],
) -> None:
    browser, console = opened
    browser.get(address(console, "/"))
    assert browser.current_url == address(console, "/")
    assert browser.title == "Scoreboard · Storewarden"
    assert len(browser.find_elements(By.CSS_SELECTOR, ".board tbody tr")) == 9
    follow(browser, ".first a")
    heading = browser.find_element(By.TAG_NAME, "h1").text
    assert " ".join(heading.split()) == "A database dump lies open at /backup/shop.sql"
    assert browser.find_element(By.CSS_SELECTOR, ".evidence li").is_displayed()
    follow(browser, "nav li:last-child a")
    browser.find_element(By.CSS_SELECTOR, "select[name=step]").send_keys("6 Payments")
    follow(browser, ".narrow button")
    assert [row.text for row in browser.find_elements(By.CSS_SELECTOR, ".list tbody a")] == [
        "12 orders were captured although the verification code did not match"
    ]
    assert complaints(browser) == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", WIDTHS)
def test_every_page_fits_without_scrolling_sideways(
    opened: tuple[webdriver.Chrome, Console], width: int, scheme: str
) -> None:
    browser, console = opened
    media = {"features": [{"name": "prefers-color-scheme", "value": scheme}]}
    browser.execute_cdp_cmd("Emulation.setEmulatedMedia", media)
    screen = {"width": width, "height": 800, "deviceScaleFactor": 1, "mobile": width < 500}
    browser.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", screen)
    browser.get(address(console, "/findings/?step=logs"))
    hostile = browser.find_element(By.CSS_SELECTOR, ".list a").get_attribute("href") or ""
    for page in (address(console, "/"), address(console, "/findings/"), hostile):
        browser.get(page)
        wide = browser.execute_script("return document.documentElement.scrollWidth")
        assert wide <= width, page
        paper = browser.execute_script("return getComputedStyle(document.body).backgroundColor")
        assert paper == {"light": "rgb(247, 246, 242)", "dark": "rgb(21, 25, 24)"}[scheme]
    assert complaints(browser) == []


def test_it_can_be_used_without_a_mouse_and_without_eyes(
    opened: tuple[webdriver.Chrome, Console],
) -> None:
    browser, console = opened
    browser.get(address(console, "/"))
    assert browser.find_element(By.TAG_NAME, "html").get_attribute("lang") == "en"
    for landmark in ("header", "nav", "main", "footer"):
        assert len(browser.find_elements(By.TAG_NAME, landmark)) == 1
    body = browser.find_element(By.TAG_NAME, "body")
    body.send_keys("\ue004")  # Tab
    focused = browser.switch_to.active_element
    assert focused.text == "Skip to the page"
    assert focused.rect["x"] >= 0
    for heading in browser.find_elements(By.CSS_SELECTOR, "table thead th"):
        assert heading.get_attribute("scope") == "col"
    for row in browser.find_elements(By.CSS_SELECTOR, ".board tbody tr"):
        assert row.find_element(By.TAG_NAME, "th").get_attribute("scope") == "row"


def test_the_link_of_a_mail_is_one_click_in_a_browser(
    opened: tuple[webdriver.Chrome, Console],
) -> None:
    browser, console = opened
    link = link_to(console.estate, CARDS)
    for width in WIDTHS:
        screen = {"width": width, "height": 800, "deviceScaleFactor": 1, "mobile": width < 500}
        browser.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", screen)
        browser.get(address(console, link))
        wide = browser.execute_script("return document.documentElement.scrollWidth")
        assert wide <= width
    button = browser.find_element(By.CSS_SELECTOR, "form button")
    assert button.text == "I, Ben Osei, have read it and see to it"
    follow(browser, "form button")
    assert browser.find_element(By.TAG_NAME, "h1").text == "Thank you, Ben Osei"
    assert complaints(browser) == []
    browser.get(address(console, link))
    assert browser.find_element(By.TAG_NAME, "h1").text == "This link does nothing"
