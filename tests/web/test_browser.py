"""A reader's way through the sample archive in a real browser, wide and narrow."""

from __future__ import annotations

import subprocess
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from pathlib import Path
from typing import TypeAlias

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

Command: TypeAlias = Callable[..., list[str]]
Serving: TypeAlias = Callable[[Path], AbstractContextManager[tuple[str, subprocess.Popen[str]]]]

CHROMIUM = Path("/usr/bin/chromium")
SAMPLE = Path(__file__).parents[2] / "corpus" / "sample"
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--disable-background-networking",
]

FONT_IS_THERE = """
document.fonts.ready.then(() => [...document.fonts].some((font) => font.status === "loaded"))
"""

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(not CHROMIUM.exists(), reason=f"there is no browser at {CHROMIUM}"),
]


@pytest.fixture(scope="module")
def address(
    command: Command, serving: Serving, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[str]:
    home = tmp_path_factory.mktemp("sample")
    subprocess.run(command(home, "add", str(SAMPLE)), check=True, capture_output=True)
    with serving(home) as (address, _):
        yield address


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=str(CHROMIUM), args=ARGUMENTS)
        yield browser
        browser.close()


def is_wider_than_its_window(page: Page) -> bool:
    return bool(page.evaluate("document.documentElement.scrollWidth > window.innerWidth"))


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("width", [390, 1280])
def test_search_read_and_switch(browser: Browser, address: str, width: int, theme: str) -> None:
    context = browser.new_context(
        viewport={"width": width, "height": 844},
        color_scheme="dark" if theme == "dark" else "light",
    )
    page = context.new_page()
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))

    page.goto(address)
    expect(page.get_by_role("img", name="ورّاق")).to_be_visible()
    assert page.evaluate(
        "document.fonts.ready.then(() => document.fonts.check('18px \"Warraq Naskh\"', 'ورق'))"
    )
    assert not is_wider_than_its_window(page)
    page.locator("body").click(position={"x": 1, "y": 1})
    page.keyboard.press("/")
    page.keyboard.type("تدمر")
    page.keyboard.press("Enter")

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

    page.get_by_role("link", name="How this was read").click()
    card = page.locator(".word")
    expect(card.locator("h2")).to_have_text("تدمر")
    assert not is_wider_than_its_window(page)
    page.get_by_label("Words to read").fill("المكتبات كاتب")
    page.keyboard.press("Enter")
    expect(card).to_have_count(2)
    expect(page.locator(".meetings li")).to_contain_text("root")
    places = [part.bounding_box() for part in card.first.locator(".parts > div").all()]
    edges = [place["x"] for place in places if place]
    assert len(edges) == 3
    assert edges == sorted(edges, reverse=True)
    assert not is_wider_than_its_window(page)
    member = card.last.locator(".class a").first
    found = card.last.locator(".class .count").first.inner_text().split()[0]
    member.click()
    expect(page.locator("h1")).to_contain_text(found)

    assert said == []
    context.close()
