"""No page violates a rule of WCAG 2.2 AA that axe checks, in the light and the dark theme."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Literal
from urllib.parse import urlencode

import pytest
from playwright.sync_api import Browser, Page, expect

from corpus.document import Document
from tests.drafts import CRANES
from tests.homes import add_to
from tests.web.conftest import CHROMIUM, Serving

FOUND = find_spec("axe_playwright_python")
AXE = Path(FOUND.origin).with_name("axe.min.js") if FOUND and FOUND.origin else None
COLOURS = ["color-contrast", "link-in-text-block"]
"""Rules that depend on the theme."""
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(not CHROMIUM.exists(), reason=f"there is no browser at {CHROMIUM}"),
    pytest.mark.skipif(AXE is None, reason="axe comes with requirements-dev.lock"),
]

LIBRARY = {"q": "مكتبة"}
PAGES: dict[str, tuple[str, dict[str, str], int]] = {
    "landing": ("", {}, 200),
    "results": ("", LIBRARY, 200),
    "many results": ("", {"q": "*", "page": "2", "sort": "oldest"}, 200),
    "close matches": ("", {"q": "كتاب المدينة", "sort": "oldest"}, 200),
    "all matches by date": ("", {"q": "كتاب المدينة", "sort": "oldest", "matches": "all"}, 200),
    "past the last page": ("", {**LIBRARY, "page": "99"}, 200),
    "few results": ("", {"q": '"متحف تدمر"'}, 200),
    "filters": (
        "",
        {**LIBRARY, "after": "2019", "before": "2019", "level": "root", "source": "صدى الساحل"},
        200,
    ),
    "warnings": ("", {"q": '"مكتبة في أيار مصدر:nosuch'}, 200),
    "no results": ("", {"q": "المكتبه الوطنيا", "after": "2018"}, 200),
    "no results, no advice": ("", {"q": "قثقثقث"}, 200),
    "analyze": ("analyze", {"text": "وبالمكتبات كاتب Obama"}, 200),
    "analyze, empty": ("analyze", {}, 200),
    "analyze, refused": ("analyze", {"text": "ا" * 1001}, 400),
    "follow": ("follow", {**LIBRARY, "after": "2019", "matches": "close"}, 200),
    "help": ("help", {}, 200),
    "about": ("about", {}, 200),
    "covered, form": ("covered", {}, 200),
    "covered, answer": ("covered", {"id": CRANES}, 200),
    "covered, not found": ("covered", {"id": "2bc0ff7fba9bc418574e"}, 200),
    "covered, refused": ("covered", {"id": "no-such"}, 404),
    "refused": ("", {"q": "x", "after": "yesterday"}, 400),
    "not found": ("documents/no-such", {}, 404),
    "no page": ("nowhere", {}, 404),
}
FOLLOWED = {"document": ".hit h2 a", "explain": ".explain-link a"}


def violations(page: Page, rules: Sequence[str] = RULES) -> list[tuple[str, str]]:
    assert AXE is not None
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE.read_text(encoding="utf-8"))
    found: Any = page.evaluate(
        "(rules) => axe.run({runOnly: rules, resultTypes: ['violations']})", rules
    )
    return [(each["id"], node["html"]) for each in found["violations"] for node in each["nodes"]]


def assert_no_violation(page: Page) -> None:
    """Check with all details open, in both themes, wide and narrow."""
    for summary in page.locator("summary:visible").all():
        summary.click()
    themes: tuple[tuple[Literal["light", "dark"], list[str]], ...]
    themes = (("light", RULES), ("dark", COLOURS))
    for theme, rules in themes:
        page.emulate_media(color_scheme=theme)
        for width in (1280, 390):
            page.set_viewport_size({"width": width, "height": 844})
            assert violations(page, rules) == [], (theme, width)


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 1280, "height": 844})
    yield context.new_page()
    context.close()


@pytest.mark.parametrize("lang", ["ar", "en"])
@pytest.mark.parametrize("name", [*PAGES, *FOLLOWED])
def test_no_violation(page: Page, address: str, name: str, lang: str) -> None:
    path, parameters, status = PAGES.get(name, PAGES["results"])
    answer = page.goto(f"{address}{path}?{urlencode({**parameters, 'lang': lang})}")
    assert answer is not None
    assert answer.status == status
    if name in FOLLOWED:
        page.locator(FOLLOWED[name]).first.click()
        page.wait_for_load_state()
    assert_no_violation(page)


EXTREME = (
    Document(
        id="long",
        title="قافلة التجارة بين موانئ المشرق والمغرب (Trade Caravan 2019) " * 6,
        text="\n\n".join(f"الفقرة {n}: سارت القافلة حتى بلغت الماء." for n in range(500)),
        source="Al-Mashriq International Broadcasting & News Corporation",
        author="Jean-Pierre O'Neill & رنا الحوراني",
        date="2019-03-17",
        url="https://example.org/" + "very-long-path/" * 30,
        original="قافلة\n" * 400,
        removed=("تعليق",) * 40,
    ),
    Document(
        id="latin",
        title="Caravan قافلة: “Aid convoy reaches Tadmur” (12.5%)",
        text="The convoy قافلة reached Tadmur.\n\nوصلت القافلة (Convoy #3) الساعة 10:30.",
        source="Reuters",
    ),
    Document(
        id="word",
        title="قافلة" + "ـ" * 200 + "المستشفيات" * 40,
        text="قافلة " + "سلسلة" * 400 + " https://example.org/" + "a" * 400,
        source="س" * 150,
        author="ك" * 150,
        section="ق" * 150,
        date="2016",
    ),
    Document(
        id="pair",
        title="افتتاح السوق",
        text="أعلنت بلدية الميناء اليوم افتتاح السوق القديم.\n\n"
        + "سارت القافلة إلى الماء. " * 40
        + "وقال الرئيس إن العمل دام سنوات طويلة.",
    ),
    Document(
        id="copy",
        title="افتتاح السوق القديم",
        text="وقال الرئيس إن العمل دام سنوات طويلة. "
        "أعلنت بلديه الميناء أمس افتتاح السوق القديم.\n\n" + "سارت القافلة إلى الماء. " * 40,
    ),
    Document(id="bare", text="قافلة بلا عنوان ولا مصدر."),
)


@pytest.fixture(scope="module")
def extreme(tmp_path_factory: pytest.TempPathFactory, serving: Serving) -> Iterator[str]:
    """The address of a server with very long, wide and short documents."""
    home = tmp_path_factory.mktemp("extreme")
    add_to(home, EXTREME)
    with serving(home) as (address, _):
        yield address


@pytest.mark.parametrize("lang", ["ar", "en"])
@pytest.mark.parametrize(
    "path", ["", *(f"documents/{document.id}" for document in EXTREME), "documents/word/explain"]
)
def test_no_violation_in_extreme_documents(page: Page, extreme: str, path: str, lang: str) -> None:
    page.goto(f"{extreme}{path}?{urlencode({'q': 'قافلة', 'lang': lang})}")
    assert_no_violation(page)
    assert not page.evaluate("document.documentElement.scrollWidth > window.innerWidth")


@pytest.mark.parametrize("lang", ["ar", "en"])
@pytest.mark.parametrize(("one", "other"), [("long", "word"), ("latin", "bare"), ("pair", "copy")])
def test_no_violation_in_differences(
    page: Page, extreme: str, one: str, other: str, lang: str
) -> None:
    page.goto(f"{extreme}documents/{one}/differences?{urlencode({'other': other, 'lang': lang})}")
    expect(page.locator(".compared-text")).to_be_visible()
    for folded in page.locator("details").all():
        folded.evaluate("each => each.open = true")
    assert_no_violation(page)
    assert not page.evaluate("document.documentElement.scrollWidth > window.innerWidth")


@pytest.mark.parametrize("path", ["", "about", "?q=x"])
def test_no_violation_in_an_empty_archive(page: Page, empty: str, path: str) -> None:
    page.goto(empty + path)
    assert_no_violation(page)


@pytest.fixture(scope="module")
def empty(tmp_path_factory: pytest.TempPathFactory, serving: Serving) -> Iterator[str]:
    home = tmp_path_factory.mktemp("empty")
    add_to(home, [])
    with serving(home) as (address, _):
        yield address


def test_no_violation_while_typing(page: Page, address: str) -> None:
    page.goto(address)
    page.locator("#q").press_sequentially("مكت")
    expect(page.locator("#suggestions [role=option]").first).to_be_visible()
    page.keyboard.press("ArrowDown")
    assert violations(page) == []


def test_axe_finds_a_violation(page: Page, address: str) -> None:
    page.goto(address)
    page.evaluate("document.querySelectorAll('label').forEach((label) => label.remove())")
    page.evaluate("document.querySelector('#q').removeAttribute('placeholder')")
    assert "label" in [rule for rule, _ in violations(page)]
    page.emulate_media(color_scheme="dark")
    assert violations(page, COLOURS) == []
    page.evaluate("document.querySelector('.count').style.color = '#333'")
    assert [rule for rule, _ in violations(page, COLOURS)] == ["color-contrast"]
