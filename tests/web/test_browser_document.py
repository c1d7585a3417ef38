"""The document page in a real browser: moving between marks, copying the citation, printing."""

from __future__ import annotations

import re
from urllib.parse import quote

import pytest
from playwright.sync_api import Browser, expect

from tests.web.conftest import CHROMIUM

ARTICLE = f"documents/2bc0ff7fba9bc418574e?q={quote('متحف تدمر')}"

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(not CHROMIUM.exists(), reason=f"there is no browser at {CHROMIUM}"),
]


def test_keys_and_buttons_move_between_marks(browser: Browser, address: str) -> None:
    page = browser.new_page()
    console: list[str] = []
    page.on("console", lambda message: console.append(message.text))
    page.on("pageerror", lambda error: console.append(str(error)))
    page.goto(address + ARTICLE)
    for key, mark in (("n", 1), ("n", 2), ("p", 1), ("p", 5), ("n", 1)):
        page.keyboard.press(key)
        expect(page).to_have_url(re.compile(f"#mark-{mark}$"))
        expect(page.locator(".marks [aria-current]")).to_have_text(str(mark))
    page.get_by_role("button", name="التالية").click()
    expect(page).to_have_url(re.compile("#mark-2$"))
    expect(page.locator("mark:target")).to_be_in_viewport()
    page.locator("#q").fill("")
    page.locator("#q").press("n")
    expect(page).to_have_url(re.compile("#mark-2$"))
    assert console == []
    page.close()


def test_marks_have_links_without_a_script(browser: Browser, address: str) -> None:
    context = browser.new_context(java_script_enabled=False, viewport={"width": 390, "height": 844})
    page = context.new_page()
    page.goto(address + ARTICLE)
    expect(page.locator(".marks button").first).to_be_hidden()
    page.locator('.marks a[href="#mark-4"]').click()
    expect(page.locator("#mark-4")).to_be_in_viewport()
    expect(page.locator("[data-copy]").first).to_be_hidden()
    context.close()


def test_the_citation_can_be_copied(browser: Browser, address: str) -> None:
    context = browser.new_context(permissions=["clipboard-read", "clipboard-write"])
    page = context.new_page()
    page.goto(address + ARTICLE)
    button = page.locator('[data-copy="citation"]')
    button.click()
    expect(button).to_have_text("نُسخ")
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied.startswith("«دفاتر تدمر التي خرجت في الليلة الأخيرة».")
    context.close()


@pytest.mark.parametrize("width", [390, 1280])
@pytest.mark.parametrize("path", [ARTICLE, "help", "about", "help?lang=en", "about?lang=en"])
def test_no_page_is_wider_than_its_window(
    browser: Browser, address: str, path: str, width: int
) -> None:
    page = browser.new_page(viewport={"width": width, "height": 844})
    page.goto(address + path)
    page.evaluate("document.querySelectorAll('details').forEach((e) => { e.open = true; })")
    assert not page.evaluate("document.documentElement.scrollWidth > window.innerWidth")
    page.close()


def test_print_has_the_article_and_its_citation_only(browser: Browser, address: str) -> None:
    page = browser.new_page(color_scheme="dark")
    page.goto(address + ARTICLE)
    page.emulate_media(media="print")
    for shown in ("article h1", "article p", "article mark", "#about-document", "#citation"):
        expect(page.locator(shown).first).to_be_visible()
    for hidden in (
        "#q",
        ".language-switch",
        ".back-links",
        ".marks",
        ".similar",
        ".actions",
        "summary",
        "footer",
    ):
        for each in page.locator(hidden).all():
            expect(each).to_be_hidden()
    text_colour = "getComputedStyle(document.querySelector('article > p')).color"
    background = "getComputedStyle(document.documentElement).backgroundColor"
    assert page.evaluate(text_colour) == "rgb(0, 0, 0)"
    assert page.evaluate(background) == "rgb(255, 255, 255)"
    page.close()


def test_values_of_a_citation_are_isolated(browser: Browser, address: str) -> None:
    """Cited values have their own direction, and the copied text has no control characters."""
    page = browser.new_page()
    page.goto(address + ARTICLE)
    citation = page.locator("#citation")
    assert citation.evaluate("(e) => getComputedStyle(e).direction") == "rtl"
    assert not re.search("[\u2066-\u2069\u202a-\u202e]", citation.text_content() or "")
    url = citation.locator("bdi").last
    assert url.evaluate("(e) => getComputedStyle(e).direction") == "ltr"
    page.close()
