"""A whole reading session in a real browser, with a script and without."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.web.conftest import CHROMIUM

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(not CHROMIUM.exists(), reason=f"there is no browser at {CHROMIUM}"),
]


@pytest.fixture(params=[1280, 390])
def width(request: pytest.FixtureRequest) -> int:
    return int(request.param)


@pytest.fixture(params=[True, False], ids=["script", "no script"])
def page(browser: Browser, width: int, request: pytest.FixtureRequest) -> Iterator[Page]:
    context = browser.new_context(
        java_script_enabled=request.param, viewport={"width": width, "height": 844}
    )
    page = context.new_page()
    console: list[str] = []
    page.on("console", lambda message: console.append(message.text))
    page.on("pageerror", lambda error: console.append(str(error)))
    page.set_default_timeout(10_000)
    yield page
    assert console == []
    context.close()


def ask(page: Page, query: str) -> None:
    page.get_by_role("search").get_by_label(re.compile("ابحث في الأرشيف|Search")).fill(query)
    page.keyboard.press("Enter")


def test_search_filter_open_cite_and_return(page: Page, address: str, width: int) -> None:
    hits = page.locator(".hit")
    total = page.locator("h1.total")

    # Search.
    page.goto(address)
    ask(page, "في")
    expect(hits).to_have_count(20)
    found = int(re.findall(r"\d+", total.inner_text())[0])

    add_and_remove_a_filter(page, width)
    expect(total).to_contain_text(f"{found} ")

    # Page.
    first = hits.first.locator("h2").inner_text()
    page.get_by_role("link", name="التالي").click()
    expect(total).to_contain_text("الصفحة 2")
    expect(hits.first.locator("h2")).not_to_have_text(first)
    expect(page.locator("ol.hits")).to_have_attribute("start", "21")

    # Open.
    title = hits.first.locator("h2").inner_text()
    hits.first.locator("h2 a").click()
    expect(page.locator("article h1")).to_have_text(title)
    expect(page.locator("article mark").first).to_be_visible()

    cite(page, title)

    # Change the language, and go back to the results.
    page.get_by_role("link", name="English").click()
    expect(page.locator("html")).to_have_attribute("dir", "ltr")
    expect(page.locator("article h1")).to_have_text(title)
    expect(page.locator("#citation")).to_contain_text(f"“{title}”.")
    page.get_by_role("link", name="Back to the results").click()
    expect(total).to_contain_text(f"{found} articles")
    expect(total).to_contain_text("page 2")
    expect(page.locator("ol.hits")).to_contain_text(title)

    follow_a_link_without_results(page)


def add_and_remove_a_filter(page: Page, width: int) -> None:
    """Filter by a facet value, then remove the filter."""
    total = page.locator("h1.total")
    if width < 900:
        page.get_by_text("تصفية وترتيب").click()
    value = page.get_by_role("region", name="المصدر").get_by_role("listitem").first
    count = value.locator(".count").inner_text()
    value.get_by_role("link").click()
    expect(total).to_contain_text(count)
    expect(page.locator(".hit .source").first).to_have_text(
        page.locator(".filters bdi").inner_text()
    )
    page.get_by_role("link", name=re.compile("^إزالة التصفية")).click()


def cite(page: Page, title: str) -> None:
    """Read the citation of an article, and download it for other programs."""
    expect(page.locator("#citation")).to_contain_text(f"«{title}».")
    for form, begins in (("BibTeX", "@article{warraq-"), ("RIS", "TY  - NEWS")):
        with page.expect_download() as download:
            page.get_by_role("link", name=form, exact=True).click()
        assert Path(download.value.path()).read_text(encoding="utf-8").startswith(begins)


def follow_a_link_without_results(page: Page) -> None:
    """A page without results shows the terms, and links to other searches."""
    ask(page, "المكتتبة")
    expect(page.locator("h1")).to_contain_text("Nothing found for المكتتبة")
    expect(page.locator(".term-counts")).to_contain_text("in no article")
    page.locator(".note").get_by_role("link").first.click()
    expect(page.locator(".hit").first).to_be_visible()
    page.get_by_role("link", name="العربية").click()
    expect(page.locator("html")).to_have_attribute("dir", "rtl")


def test_filters_are_folded_on_a_narrow_screen(browser: Browser, address: str) -> None:
    """Filters are open beside the results on a wide screen, folded above them on a narrow one."""
    for width, shown in ((1280, True), (390, False)):
        page = browser.new_page(viewport={"width": width, "height": 844})
        page.goto(f"{address}?q=*")
        assert page.get_by_label("الترتيب").is_visible() == shown
        assert page.locator(".hit").count() == 20
        page.close()
