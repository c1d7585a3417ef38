"""The search page in a real browser: refinements with and without a script, keys, letters."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import parse_qs, quote, urlsplit

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.web.conftest import CHROMIUM

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(not CHROMIUM.exists(), reason=f"there is no browser at {CHROMIUM}"),
]


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


@pytest.fixture
def scripted(browser: Browser) -> Iterator[Page]:
    context = browser.new_context()
    yield context.new_page()
    context.close()


def parameters_of(page: Page) -> dict[str, list[str]]:
    return parse_qs(urlsplit(page.url).query)


def test_filter_page_open_and_change_language(page: Page, address: str) -> None:
    page.goto(f"{address}?q=*")
    total = page.locator("h1.total")
    expect(total).to_contain_text("66")
    page.get_by_role("link", name="التالي").click()
    assert parameters_of(page)["page"] == ["2"]

    # A facet value finds as many as it counts, from the first page.
    facet = page.locator(".facet").first.locator("li").first
    count, name = facet.locator(".count").inner_text(), facet.locator("bdi").inner_text()
    facet.locator("a").click()
    assert parameters_of(page) == {"q": ["*"], "source": [name]}
    expect(total).to_contain_text(count)

    check_value_in_the_query(page)
    expect(total).to_contain_text("66")
    check_timeline(page)
    page.goto(f"{address}?q={quote('مكتبة')}")
    check_level_links(page)
    check_explanation(page)


def check_value_in_the_query(page: Page) -> None:
    """A value that is added to the query is a filter, which its chip removes."""
    section = page.get_by_role("region", name="القسم").locator("li").first
    section.locator("a").click()
    assert "قسم:" in parameters_of(page)["q"][0]
    assert page.locator(".hit").count() > 0
    chips = page.locator(".filters li")
    expect(chips).to_have_count(2)
    for _ in range(2):
        chips.first.locator("a").click()
    expect(chips).to_have_count(0)


def check_timeline(page: Page) -> None:
    """A bar of the timeline finds as many as it counts."""
    total = page.locator("h1.total")
    page.locator(".timeline summary").click()
    row = page.locator(".timeline tbody tr").first
    year, count = row.locator("a").inner_text(), row.locator("td").inner_text()
    page.locator(".timeline svg a").first.click()
    assert (parameters_of(page)["after"], parameters_of(page)["before"]) == ([year], [year])
    expect(total).to_contain_text("نتيجتان" if count == "2" else count)
    expect(page.locator(".timeline figcaption")).to_contain_text("الشهور")


def check_level_links(page: Page) -> None:
    """A level finds as many as its link counts."""
    total = page.locator("h1.total")
    wider = page.locator(".level-links a").last
    count = wider.locator("b").inner_text()
    wider.click()
    assert parameters_of(page)["level"] == ["root"]
    expect(total).to_contain_text(count)
    expect(page.locator(".level-links [aria-current]")).to_contain_text(count)
    page.get_by_role("link", name="English").click()
    expect(page.locator("html")).to_have_attribute("dir", "ltr")
    expect(total).to_contain_text(f"{count} texts")


def check_explanation(page: Page) -> None:
    """The explanation lists contributions, and links to the article and the results."""
    page.locator(".explain-link a").first.click()
    expect(page.locator(".explanation tbody tr").first).to_be_visible()
    title = page.locator(".explanation .lead").inner_text()
    page.get_by_role("link", name="Read the article").click()
    expect(page.locator("article h1")).to_have_text(title)
    page.get_by_role("link", name="Back to the results").click()
    assert parameters_of(page)["level"] == ["root"]


def test_a_page_without_results_links_to_other_searches(page: Page, address: str) -> None:
    page.goto(f"{address}?q={quote('المكتبه الوطنيا')}&after=2018")
    expect(page.locator("h1")).to_contain_text("لا نتائج")
    page.locator(".no-results .note a, .no-results li a").first.click()
    expect(page.locator(".hit").first).to_be_visible()


def test_the_timeline_runs_in_the_direction_of_the_page(scripted: Page, address: str) -> None:
    for language, rising in (("ar", False), ("en", True)):
        scripted.goto(f"{address}?q=*&lang={language}")
        links = scripted.locator(".timeline svg a").all()
        years = [
            parse_qs(urlsplit(each.get_attribute("href") or "").query)["after"] for each in links
        ]
        boxes = [each.locator(".bar").bounding_box() for each in links]
        edges = [box["x"] for box in boxes if box]
        assert years == sorted(years)
        assert edges == sorted(edges, reverse=not rising)
        first, last = (scripted.locator(".axis span").nth(end).bounding_box() for end in (0, -1))
        assert first is not None
        assert last is not None
        assert (first["x"] < last["x"]) == rising


def focused(page: Page) -> int:
    """The index of the result that has the focus, -1 for none."""
    place: int = page.evaluate(
        "[...document.querySelectorAll('.hit h2 a')].indexOf(document.activeElement)"
    )
    return place


def test_keys_move_between_results(scripted: Page, address: str) -> None:
    scripted.goto(f"{address}?q={quote('مكتبة')}")
    press = scripted.keyboard.press
    press("ArrowDown")
    assert focused(scripted) == -1  # it scrolls
    places = []
    for key in ("j", "j", "k", "ArrowDown", "ArrowDown", "ArrowUp", "ArrowUp", "ArrowUp", "k"):
        press(key)
        places.append(focused(scripted))
    assert places == [0, 1, 0, 1, 2, 1, 0, 0, 0]
    press("Escape")
    assert focused(scripted) == -1
    press("/")
    expect(scripted.locator("#q")).to_be_focused()
    scripted.keyboard.type(" j/k")
    expect(scripted.locator("#q")).to_have_value(" j/k")
    press("Escape")
    press("Escape")
    expect(scripted.locator("#q")).not_to_be_focused()
    press("j")
    title = scripted.locator(".hit h2").first.inner_text()
    press("Enter")
    expect(scripted.locator("article h1")).to_have_text(title)


def test_single_keys_can_be_turned_off(scripted: Page, address: str) -> None:
    scripted.goto(f"{address}?q={quote('مكتبة')}")
    scripted.locator(".keys summary").click()
    button = scripted.locator(".keys button")
    expect(button).to_contain_text("أوقفها")
    button.click()
    expect(button).to_contain_text("شغّلها")
    scripted.reload()
    for key in ("j", "/"):
        scripted.keyboard.press(key)
    assert focused(scripted) == -1
    expect(scripted.locator("#q")).not_to_be_focused()
    scripted.locator(".hit h2 a").first.focus()
    scripted.keyboard.press("ArrowDown")
    assert focused(scripted) == 1


def test_the_list_of_keys_is_shown_only_with_a_script(page: Page, address: str) -> None:
    page.goto(f"{address}?q={quote('مكتبة')}")
    shown = page.locator(".keys").is_visible()
    assert shown == (page.locator("#q").get_attribute("role") == "combobox")


def test_a_mark_does_not_separate_joined_letters(scripted: Page, address: str) -> None:
    """A word has the same width with a mark inside as without."""
    scripted.goto(f"{address}?q={quote('مكتبة')}")
    widths = scripted.evaluate(
        """() => {
          const line = document.querySelector(".snippet");
          return ["وبالمكتبات", "وبال<mark>مكتب</mark>ات"].map((html) => {
            const word = document.createElement("span");
            word.innerHTML = html;
            line.append(" ", word);
            return word.getBoundingClientRect().width;
          });
        }"""
    )
    assert widths[0] == pytest.approx(widths[1], abs=0.5)


def test_all_matches_are_one_step_from_the_close_ones(page: Page, address: str) -> None:
    """By the keyboard, with the choice of an order in the form."""
    page.goto(f"{address}?q={quote('كتاب المدينة')}")
    total = page.locator("h1.total")
    expect(total).to_have_text(re.compile("^7 مقالات، 6 نصوص"))
    if not page.locator("#sort").is_visible():
        page.locator(".refine summary").click()
    page.locator("#sort").select_option("oldest")
    page.locator(".controls button").click()
    expect(total).to_have_text(re.compile("^4 نتائج وثيقة الصلة من أصل 7"))
    assert page.locator(".hit").count() == 4
    others = page.locator(".listed-matches a")
    others.focus()
    page.keyboard.press("Enter")
    expect(total).to_have_text(re.compile("^7 مقالات، 6 نصوص"))
    assert parameters_of(page)["matches"] == ["all"]
    assert page.locator(".hit").count() == 6
    # The choice is kept for another query.
    page.locator("#q").fill("في المكتبة كتاب")
    page.locator("#q").press("Enter")
    expect(total).to_have_text(re.compile("^9 "))
    assert parameters_of(page)["matches"] == ["all"]
    page.locator(".listed-matches a").click()
    expect(total).to_have_text(re.compile("^5 نتائج وثيقة الصلة من أصل 9"))
