"""The page "follow this search" in a real browser, with and without a script."""

from __future__ import annotations

from urllib.parse import quote

import pytest
from playwright.sync_api import Browser, expect

from tests.web.conftest import CHROMIUM

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(not CHROMIUM.exists(), reason=f"there is no browser at {CHROMIUM}"),
]


def test_the_line_of_a_search_can_be_copied(browser: Browser, address: str) -> None:
    context = browser.new_context(permissions=["clipboard-read", "clipboard-write"])
    page = context.new_page()
    page.goto(f"{address}?q={quote('متحف تدمر')}")
    page.get_by_role("link", name="تابِع هذا البحث").click()
    button = page.locator('[data-copy="line"]')
    button.click()
    expect(button).to_have_text("نُسخ")
    expect(page.locator("#copied")).to_have_text("نُسخ")
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied == '{"id":"متحف تدمر","query":"متحف تدمر"}'
    context.close()


@pytest.mark.parametrize("lang", ["ar", "en"])
def test_everything_is_there_without_a_script(browser: Browser, address: str, lang: str) -> None:
    context = browser.new_context(java_script_enabled=False, viewport={"width": 390, "height": 844})
    page = context.new_page()
    page.goto(f"{address}follow?q={quote('تدمر')}&lang={lang}")
    for name in ("feed", "line", "command", "cron"):
        expect(page.locator(f"#{name}")).to_be_visible()
        expect(page.locator(f'[data-copy="{name}"]')).to_be_hidden()
    width = page.evaluate("document.documentElement.scrollWidth")
    assert width <= 390
    context.close()
