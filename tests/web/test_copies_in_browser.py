"""Folded copies in a real browser: both languages, with and without a script, narrow and wide."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.copied_texts import printed
from tests.homes import add_to
from tests.web.conftest import CHROMIUM, Serving
from tests.web.test_accessibility import AXE, assert_no_violation

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(not CHROMIUM.exists(), reason=f"there is no browser at {CHROMIUM}"),
]


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory, serving: Serving) -> Iterator[str]:
    """The address of a server with stories in 7, 3 and 1 papers, and 21 more alone."""
    home = tmp_path_factory.mktemp("copies")
    alone = (printed(number, 1) for number in range(3, 25))
    stories = [*printed(1, 7), *printed(2, 3), *(each for story in alone for each in story)]
    add_to(home, stories)
    with serving(home) as (address, _):
        yield address


@pytest.fixture(params=[True, False], ids=["script", "no script"])
def page(browser: Browser, request: pytest.FixtureRequest) -> Iterator[Page]:
    context = browser.new_context(java_script_enabled=request.param)
    page = context.new_page()
    console: list[str] = []
    page.on("console", lambda message: console.append(message.text))
    page.on("pageerror", lambda error: console.append(str(error)))
    yield page
    assert console == []
    context.close()


def asked(lang: str, **parameters: str) -> str:
    return urlencode({"q": "ميناء", "lang": lang, **parameters})


def scrolls_sideways(page: Page) -> bool:
    """Whether the page is wider than the window; tables included."""
    width = page.viewport_size
    assert width is not None
    boxes = [each.bounding_box() for each in page.locator("table:visible").all()]
    return any(box["x"] < 0 or box["x"] + box["width"] > width["width"] for box in boxes if box)


class Wording(NamedTuple):
    """What the page says in a language."""

    counts: str
    papers: str
    every: str
    folded: str
    rest: str


WORDINGS = {
    "ar": Wording(
        counts="32 مقالًا، 24 نصًا",
        papers="في 7 صحف",
        every="عرض كل النسخ",
        folded="كل نص مرة واحدة",
        rest="كل النسخ (7)",
    ),
    "en": Wording(
        counts="32 articles, 24 texts",
        papers="in 7 papers",
        every="Show every copy",
        folded="Each text once",
        rest="Every copy (7)",
    ),
}


@pytest.mark.parametrize("width", [390, 1280])
@pytest.mark.parametrize("lang", WORDINGS)
def test_open_copies_and_list_them_all(page: Page, server: str, width: int, lang: str) -> None:
    counts, papers, every, folded, rest = WORDINGS[lang]
    page.set_viewport_size({"width": width, "height": 844})
    page.goto(f"{server}?{asked(lang, sort='oldest')}")
    total = page.locator("h1.total")
    expect(total).to_contain_text(counts)
    copies = page.locator("details.copies", has_text=papers)
    expect(copies).to_have_count(1)
    table = copies.locator("table")
    expect(table).to_be_hidden()
    copies.locator("summary").click()
    expect(table.locator("tbody tr")).to_have_count(5)
    expect(table.locator("[aria-current]")).to_have_count(1)
    assert not scrolls_sideways(page)

    copies.get_by_role("link", name=rest).click()
    expect(page.locator("tbody tr")).to_have_count(7)
    expect(page.locator("[aria-current=true]")).to_have_text("ميناء 1 في الصحيفة 0")
    assert not scrolls_sideways(page)
    page.locator(".back-links a").first.click()
    expect(total).to_contain_text(counts)

    # Every copy, kept by the next page and another order, and back.
    page.get_by_role("link", name=every).click()
    expect(page.locator("details.copies")).to_have_count(0)
    page.locator(".pager [rel=next]").click()
    expect(page.locator(".hit")).to_have_count(12)
    assert parse_qs(urlsplit(page.url).query)["collapse"] == ["none"]
    page.locator(".search-form button[type=submit]").click()
    assert parse_qs(urlsplit(page.url).query)["collapse"] == ["none"]
    page.get_by_role("link", name=folded).click()
    expect(total).to_contain_text(counts)


def test_pages_of_texts_are_complete(page: Page, server: str) -> None:
    page.goto(f"{server}?{asked('en')}")
    seen = page.locator(".hit h2").all_inner_texts()
    page.locator(".pager [rel=next]").click()
    seen += page.locator(".hit h2").all_inner_texts()
    assert len({title.split()[1] for title in seen}) == len(seen) == 24


@pytest.mark.skipif(AXE is None, reason="axe comes with requirements-dev.lock")
@pytest.mark.parametrize("lang", ["ar", "en"])
@pytest.mark.parametrize("path", ["", "documents/story1-2/copies"])
def test_no_violation(browser: Browser, server: str, path: str, lang: str) -> None:
    context = browser.new_context(viewport={"width": 1280, "height": 844})
    page = context.new_page()
    page.goto(f"{server}{path}?{asked(lang)}")
    assert_no_violation(page)
    context.close()
