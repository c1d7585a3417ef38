"""No page breaks a rule of WCAG 2.2 AA that axe can check, by day or by night."""

from __future__ import annotations

from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.web.conftest import CHROMIUM

FOUND = find_spec("axe_playwright_python")
AXE = Path(FOUND.origin).with_name("axe.min.js") if FOUND and FOUND.origin else None
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(not CHROMIUM.exists(), reason=f"there is no browser at {CHROMIUM}"),
    pytest.mark.skipif(AXE is None, reason="axe comes with requirements-dev.lock"),
]

PAGES = {
    "landing": "",
    "results": "?" + urlencode({"q": "مكتبة"}),
    "many results": "?" + urlencode({"q": "*", "page": "2", "sort": "oldest"}),
    "few results": "?" + urlencode({"q": '"متحف تدمر"'}),
    "filters": "?"
    + urlencode({"q": "مكتبة", "after": "2019", "before": "2019", "level": "root"})
    + "&"
    + urlencode({"source": "صدى الساحل"}),
    "no results": "?" + urlencode({"q": "المكتبه الوطنيا", "after": "2018"}),
    "analyze": "analyze?" + urlencode({"text": "وبالمكتبات كاتب"}),
    "analyze, empty": "analyze",
    "help": "help",
    "about": "about",
    "not found": "documents/no-such",
    "refused": "?" + urlencode({"q": "x", "after": "yesterday"}),
}
FOLLOWED = {"document": ".hit h2 a", "explain": ".why a"}


def violations(page: Page) -> list[tuple[str, str]]:
    assert AXE is not None
    page.evaluate(AXE.read_text(encoding="utf-8"))
    found: Any = page.evaluate(
        "(tags) => axe.run({runOnly: tags, resultTypes: ['violations']})", RULES
    )
    return [(each["id"], node["html"]) for each in found["violations"] for node in each["nodes"]]


@pytest.fixture(params=["light", "dark"])
def page(browser: Browser, request: pytest.FixtureRequest) -> Iterator[Page]:
    context = browser.new_context(
        color_scheme=request.param,
        viewport={"width": 1280, "height": 844},
        locale="ar" if request.param == "light" else "en",
    )
    yield context.new_page()
    context.close()


@pytest.mark.parametrize("name", [*PAGES, *FOLLOWED])
def test_no_violation(page: Page, address: str, name: str) -> None:
    """Every fold opened, wide and narrow; Arabic by day and English by night."""
    language = page.evaluate("navigator.language")
    path = PAGES.get(name, PAGES["results"])
    page.goto(f"{address}{path}{'&' if '?' in path else '?'}lang={language}")
    if name in FOLLOWED:
        page.locator(FOLLOWED[name]).first.click()
        page.wait_for_load_state()
    for fold in page.locator("summary:visible").all():
        fold.click()
    assert violations(page) == []
    page.set_viewport_size({"width": 390, "height": 844})
    assert violations(page) == []


def test_no_violation_while_typing(page: Page, address: str) -> None:
    page.goto(address)
    page.locator("#q").press_sequentially("مكت")
    expect(page.locator("#suggestions [role=option]").first).to_be_visible()
    page.keyboard.press("ArrowDown")
    assert violations(page) == []


def test_axe_sees_a_violation(page: Page, address: str) -> None:
    page.goto(address)
    page.evaluate("document.querySelectorAll('label').forEach((label) => label.remove())")
    page.evaluate("document.querySelector('#q').removeAttribute('placeholder')")
    assert "label" in [rule for rule, _ in violations(page)]
