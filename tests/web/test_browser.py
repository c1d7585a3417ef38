"""Searching and reading the sample archive in a real browser, wide and narrow."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from tests.web.conftest import CHROMIUM

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(not CHROMIUM.exists(), reason=f"there is no browser at {CHROMIUM}"),
]


def is_wider_than_its_window(page: Page) -> bool:
    return bool(page.evaluate("document.documentElement.scrollWidth > window.innerWidth"))


def check_word_analysis(page: Page) -> None:
    """Follow the link to the analysis, analyze two words, and search for a class member."""
    page.get_by_role("link", name="How these words were analyzed").click()
    card = page.locator(".word")
    expect(card.locator("h2")).to_have_text("تدمر")
    assert not is_wider_than_its_window(page)
    page.get_by_label("Words to analyze").fill("المكتبات كاتب")
    page.keyboard.press("Enter")
    expect(card).to_have_count(2)
    expect(page.locator(".shared-classes li")).to_contain_text("root")
    places = [part.bounding_box() for part in card.first.locator(".parts > div").all()]
    edges = [place["x"] for place in places if place]
    assert len(edges) == 3
    assert edges == sorted(edges, reverse=True)
    assert not is_wider_than_its_window(page)
    member = card.last.locator(".class a").first
    found = card.last.locator(".class .count").first.inner_text().split()[0]
    member.click()
    expect(page.locator("h1")).to_contain_text(found)


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("width", [390, 1280])
def test_search_read_and_change_language(
    browser: Browser, address: str, width: int, theme: str
) -> None:
    context = browser.new_context(
        viewport={"width": width, "height": 844},
        color_scheme="dark" if theme == "dark" else "light",
    )
    page = context.new_page()
    console = console_of(page)
    page.goto(address)
    check_home_page(page)
    page.keyboard.press("/")
    page.keyboard.type("تدمر")
    page.keyboard.press("Enter")
    check_results(page, width)
    check_article(page)
    check_word_analysis(page)
    assert console == []
    context.close()


def console_of(page: Page) -> list[str]:
    """What the page writes to its console, errors of scripts included."""
    console: list[str] = []
    page.on("console", lambda message: console.append(message.text))
    page.on("pageerror", lambda error: console.append(str(error)))
    return console


def check_home_page(page: Page) -> None:
    expect(page.get_by_role("img", name="ورّاق")).to_be_visible()
    assert page.evaluate(
        "document.fonts.ready.then(() => document.fonts.check('18px \"Warraq Naskh\"', 'ورق'))"
    )
    assert not is_wider_than_its_window(page)
    page.locator("body").click(position={"x": 1, "y": 1})


def check_results(page: Page, width: int) -> None:
    """The results are marked, and can be sorted by date."""
    page.wait_for_url("**/?q=*")
    assert page.url.endswith("/?q=" + "%D8%AA%D8%AF%D9%85%D8%B1")
    first = page.locator(".hit").first
    expect(first.locator("mark").first).to_contain_text("تدمر")
    assert page.locator("html").get_attribute("dir") == "rtl"
    assert not is_wider_than_its_window(page)
    if width == 390:
        expect(page.get_by_label("الترتيب")).to_be_hidden()
        page.get_by_text("تصفية وترتيب").click()
    page.get_by_label("الترتيب").select_option("oldest")
    page.get_by_role("button", name="طبّق").click()
    page.wait_for_url("**sort=oldest")
    assert "level" not in page.url
    dates = [each.get_attribute("datetime") or "" for each in page.locator(".hit time").all()]
    assert dates == sorted(dates)
    assert len(dates) > 1


def check_article(page: Page) -> None:
    """The first result opens, in both languages, and leads back to the results."""
    first = page.locator(".hit").first
    title = first.locator("h2").inner_text()
    first.locator("h2 a").click()
    expect(page.locator("article h1")).to_have_text(title)
    assert page.locator("article mark").count() > 0
    assert not is_wider_than_its_window(page)

    page.get_by_role("link", name="English").click()
    expect(page.locator("article h1")).to_have_text(title)
    assert page.locator("html").get_attribute("dir") == "ltr"
    page.get_by_role("link", name="Back to the results").click()
    expect(page.locator("h1")).to_contain_text("results")
    assert "sort=oldest" in page.url
    assert not is_wider_than_its_window(page)


@pytest.mark.parametrize("language", ["ar", "en"])
def test_suggestions_while_typing(browser: Browser, address: str, language: str) -> None:
    page = browser.new_page()
    console = console_of(page)
    requested: list[str] = []
    page.on("request", lambda request: requested.append(request.url))
    page.goto(f"{address}?lang={language}")
    field = page.locator("#q")
    options = page.locator("#suggestions [role=option]")
    expect(field).to_have_role("combobox")
    expect(field).to_have_attribute("aria-expanded", "false")

    # Text typed at once makes one request.
    field.focus()
    field.evaluate(
        """(field, text) => {
          for (let end = 1; end <= text.length; end += 1) {
            field.value = text.slice(0, end);
            field.dispatchEvent(new Event("input"));
          }
        }""",
        "مرفأ طرا",
    )
    expect(options.first).to_contain_text("مرفأ طرابلس بعد رحلة")
    expect(field).to_have_attribute("aria-expanded", "true")
    assert len([url for url in requested if "/suggest?" in url]) == 1

    check_keys_of_suggestions(page)
    check_choice_of_suggestions(page)
    assert page.locator("html").get_attribute("lang") == language
    assert console == []
    page.close()


def check_keys_of_suggestions(page: Page) -> None:
    """Arrow keys move through the list and out of it; the field keeps the focus and its text."""
    field = page.locator("#q")
    options = page.locator("#suggestions [role=option]")
    page.keyboard.press("ArrowDown")
    expect(options.first).to_have_attribute("aria-selected", "true")
    assert field.get_attribute("aria-activedescendant") == options.first.get_attribute("id")
    page.keyboard.press("ArrowUp")
    expect(field).not_to_have_attribute("aria-activedescendant", re.compile(".*"))
    page.keyboard.press("ArrowUp")
    expect(options.last).to_have_attribute("aria-selected", "true")
    expect(field).to_be_focused()
    expect(field).to_have_value("مرفأ طرا")

    # Escape closes the list, and an arrow key opens it.
    page.keyboard.press("Escape")
    expect(page.get_by_role("listbox")).to_be_hidden()
    expect(field).to_have_value("مرفأ طرا")
    page.keyboard.press("ArrowDown")
    expect(options.first).to_be_visible()


def check_choice_of_suggestions(page: Page) -> None:
    """Enter and a click search for a suggestion."""
    field = page.locator("#q")
    options = page.locator("#suggestions [role=option]")
    page.keyboard.press("ArrowDown")
    chosen = options.first.locator("bdi").inner_text()
    page.keyboard.press("Enter")
    page.wait_for_url("**q=*")
    expect(page.locator("#q")).to_have_value(chosen)
    expect(page.locator(".hit").first).to_contain_text("طرابلس")

    # So does a click.
    field.fill("مكت")
    options.first.click()
    expect(page.locator(".hit").first).to_be_visible()
    expect(page.locator("#q")).not_to_have_value("مكت")

    # Enter without a choice searches for the typed text, even if the list is open.
    field.fill("تدم")
    expect(options.first).to_be_visible()
    field.fill("قمح")
    page.keyboard.press("Enter")
    page.wait_for_url("**%D9%82%D9%85%D8%AD*")
    expect(page.get_by_role("listbox")).to_be_hidden()
    expect(page.locator("#q")).to_have_value("قمح")


def test_suggestions_are_for_the_current_text(browser: Browser, address: str) -> None:
    """A late answer for a former text of the field is not shown."""
    page = browser.new_page()
    page.goto(address)
    late: list[Route] = []
    page.route(
        "**/suggest?*",
        lambda route: late.append(route) if not late else route.continue_(),
    )
    page.locator("#q").fill("مكت")
    page.wait_for_timeout(300)
    page.locator("#q").fill("سفي")
    expect(page.locator("#suggestions [role=option]").first).to_contain_text("سفي")
    assert len(late) == 1
    page.wait_for_timeout(100)
    assert not [
        text
        for text in page.locator("#suggestions [role=option]").all_inner_texts()
        if "مكت" in text
    ]
    page.close()


def test_search_without_a_script(browser: Browser, address: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(address)
    expect(page.locator("#q")).to_have_role("textbox")
    page.locator("#q").fill("تدمر")
    page.keyboard.press("Enter")
    expect(page.locator(".hit").first).to_contain_text("تدمر")
    context.close()


@pytest.mark.parametrize("width", [390, 1280])
def test_suggestions_stay_within_the_window(browser: Browser, address: str, width: int) -> None:
    page = browser.new_page(viewport={"width": width, "height": 844})
    for path in ("", "?q=%D8%AA%D8%AF%D9%85%D8%B1"):
        page.goto(address + path)
        page.locator("#q").fill("ال")
        expect(page.locator("#suggestions [role=option]").first).to_be_visible()
        field, found = (page.locator(each).bounding_box() for each in ("#q", "#suggestions"))
        assert field is not None
        assert found is not None
        assert (found["x"], found["width"]) == (field["x"], field["width"])
        assert found["y"] >= field["y"] + field["height"]
        assert not is_wider_than_its_window(page)
    page.close()
