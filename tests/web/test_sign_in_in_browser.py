"""Signing in to a private archive in a real browser, wide and narrow, with and without scripts."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest
from playwright.sync_api import Browser, expect

from tests.web.conftest import CHROMIUM, SAMPLE, Command, Serving
from tests.web.test_accessibility import AXE, assert_no_violation
from web.access.key_file import KeyFile

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(not CHROMIUM.exists(), reason=f"there is no browser at {CHROMIUM}"),
]


class Served(NamedTuple):
    """A private archive that is served."""

    address: str
    home: Path
    secret: str


@pytest.fixture(scope="module")
def served(
    command: Command, serving: Serving, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Served]:
    home = tmp_path_factory.mktemp("private")
    subprocess.run(command(home, "add", str(SAMPLE)), check=True, capture_output=True)
    _, secret = KeyFile(home).add("قاعة القراءة", ["read"])
    with serving(home, "--private", "--rate", "off") as (address, _):
        yield Served(address, home, secret)


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no scripts"])
@pytest.mark.parametrize("width", [390, 1280])
def test_sign_in_read_and_sign_out(
    browser: Browser, served: Served, width: int, scripts: bool
) -> None:
    context = browser.new_context(
        viewport={"width": width, "height": 844}, java_script_enabled=scripts
    )
    page = context.new_page()
    errors: list[str] = []
    page.on("console", lambda each: errors.append(each.text) if each.type == "error" else None)
    asked = f"{served.address}?q=تدمر&lang=en"
    page.goto(asked)
    expect(page.get_by_role("heading", name="Sign in")).to_be_visible()
    page.get_by_label("Key").fill("warraq_wrong")
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert")).to_contain_text("does not exist")
    page.get_by_role("link", name="العربية").click()
    expect(page.get_by_role("heading", name="تسجيل الدخول")).to_be_visible()
    page.get_by_label("المفتاح").fill(served.secret)
    page.get_by_role("button", name="تسجيل الدخول").click()
    expect(page.locator(".hit").first).to_be_visible()
    assert "lang=en" in page.url
    if scripts:
        assert not page.evaluate("document.documentElement.scrollWidth > window.innerWidth")
        assert not page.evaluate("document.cookie")
        page.locator("#q").fill("")
        page.locator("#q").press_sequentially("مكت")
        expect(page.locator("#suggestions [role=option]").first).to_be_visible()
        page.keyboard.press("Escape")
    page.locator(".hit h2 a").first.click()
    expect(page.locator(".sign-out")).to_contain_text("قاعة القراءة")
    page.get_by_role("button", name="Sign out").click()
    expect(page.get_by_role("heading", name="Sign in")).to_be_visible()
    page.goto(asked)
    expect(page.get_by_label("Key")).to_be_visible()
    assert [text for text in errors if "401" not in text] == []
    context.close()


@pytest.mark.skipif(AXE is None, reason="axe comes with requirements-dev.lock")
@pytest.mark.parametrize("lang", ["ar", "en"])
def test_no_violation(browser: Browser, served: Served, lang: str) -> None:
    context = browser.new_context(viewport={"width": 1280, "height": 844})
    page = context.new_page()
    page.goto(f"{served.address}?lang={lang}")
    assert_no_violation(page)
    page.locator("#key").fill("wrong")
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert")).to_be_visible()
    assert_no_violation(page)
    page.locator("#key").fill(served.secret)
    page.keyboard.press("Enter")
    expect(page.locator(".sign-out")).to_be_visible()
    assert_no_violation(page)
    context.close()


def test_a_form_of_another_site_does_not_sign_in(browser: Browser, served: Served) -> None:
    context = browser.new_context()
    page = context.new_page()
    elsewhere = served.address.replace("127.0.0.1", "localhost")
    context.route(
        f"{elsewhere}evil",
        lambda route: route.fulfill(
            content_type="text/html",
            body=f'<form method="post" action="{served.address}sign-in">'
            f'<input name="key" value="{served.secret}"><button>x</button></form>',
        ),
    )
    page.goto(f"{elsewhere}evil")
    page.locator("button").click()
    expect(page.locator(".status")).to_have_text("403")
    assert context.cookies() == []
    context.close()
