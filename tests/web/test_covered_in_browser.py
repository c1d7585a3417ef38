"""The check of coverage in a real browser: with and without a script, in both languages."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.drafts import CRANES, DRAFT
from tests.web.conftest import CHROMIUM
from tests.web.test_accessibility import AXE, assert_no_violation

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(not CHROMIUM.exists(), reason=f"there is no browser at {CHROMIUM}"),
]

WIDER = "document.documentElement.scrollWidth > window.innerWidth"


@pytest.fixture(params=[True, False], ids=["script", "no script"])
def page(browser: Browser, request: pytest.FixtureRequest) -> Iterator[Page]:
    context = browser.new_context(
        java_script_enabled=request.param, viewport={"width": 1280, "height": 844}
    )
    yield context.new_page()
    context.close()


def check(page: Page, address: str, lang: str, text: str = DRAFT) -> None:
    page.goto(f"{address}covered?lang={lang}")
    page.locator("#text").fill(text)
    page.locator(".draft-submit button").click()
    expect(page.locator("#verdict")).to_be_visible()


def boxes(page: Page) -> list[dict[str, float]]:
    """The boxes of the first passage: in the draft, in the document."""
    found = page.locator(".pair blockquote").evaluate_all(
        "(all) => all.map((each) => ({...each.getBoundingClientRect().toJSON()}))"
    )
    return list(found)


@pytest.mark.parametrize("lang", ["ar", "en"])
def test_a_pasted_text_is_answered(page: Page, address: str, lang: str) -> None:
    check(page, address, lang)
    beginning = "نُشر من قبل" if lang == "ar" else "Covered"
    expect(page.locator("#verdict")).to_contain_text(beginning)
    expect(page.locator("mark").first).to_be_visible()
    assert "الخطيب" not in page.url
    columns = [
        box for each in page.locator(".pair blockquote").all() if (box := each.bounding_box())
    ]
    first, second = columns[0]["x"], columns[1]["x"]
    assert (first > second) == (lang == "ar")
    page.set_viewport_size({"width": 390, "height": 844})
    columns = [
        box for each in page.locator(".pair blockquote").all() if (box := each.bounding_box())
    ]
    assert columns[0]["x"] == columns[1]["x"]
    assert columns[0]["y"] < columns[1]["y"]


def test_a_file_is_answered(page: Page, address: str, tmp_path: Path) -> None:
    file = tmp_path / "draft.txt"
    file.write_text(DRAFT, encoding="utf-8")
    page.goto(f"{address}covered")
    page.locator("#file").set_input_files(file)
    page.locator(".draft-submit button").click()
    expect(page.locator("#verdict")).to_contain_text("نُشر من قبل")


def test_a_document_of_the_archive_is_reached_from_its_page(page: Page, address: str) -> None:
    page.goto(f"{address}documents/{CRANES}")
    page.locator(".covered-link a").click()
    expect(page.locator(".checked-document")).to_be_visible()
    assert page.url.endswith(f"/covered?id={CRANES}")


@pytest.mark.parametrize("form", ["docx", "csv", "ris", "bib", "html"])
def test_the_answer_is_taken_along(page: Page, address: str, form: str) -> None:
    check(page, address, "ar")
    with page.expect_download() as download:
        page.locator(f'.files button[value="{form}"]').click()
    assert download.value.suggested_filename.endswith(f".{form}")
    assert download.value.path().stat().st_size > 200


@pytest.mark.skipif(AXE is None, reason="axe comes with requirements-dev.lock")
@pytest.mark.parametrize("lang", ["ar", "en"])
def test_no_violation_in_an_answer(browser: Browser, address: str, lang: str) -> None:
    page = browser.new_page(viewport={"width": 1280, "height": 844})
    console: list[str] = []
    page.on("console", lambda message: console.append(message.text))
    page.on("pageerror", lambda error: console.append(str(error)))
    check(page, address, lang)
    assert_no_violation(page)
    for width in (390, 1280):
        page.set_viewport_size({"width": width, "height": 844})
        assert not page.evaluate(WIDER)
    assert console == []
    page.close()


def test_a_long_word_does_not_widen_the_page(browser: Browser, address: str) -> None:
    page = browser.new_page(viewport={"width": 390, "height": 844})
    check(page, address, "ar", DRAFT + " " + "سلسلة" * 200 + " https://example.org/" + "a" * 300)
    assert not page.evaluate(WIDER)
    page.close()


def test_a_file_can_be_dropped_on_the_form(browser: Browser, address: str) -> None:
    page = browser.new_page()
    page.goto(f"{address}covered")
    page.evaluate(
        """(text) => {
          const data = new DataTransfer();
          data.items.add(new File([text], "draft.txt", { type: "text/plain" }));
          document.getElementById("text").dispatchEvent(
            new DragEvent("drop", { dataTransfer: data, bubbles: true, cancelable: true }));
        }""",
        DRAFT,
    )
    assert page.evaluate("document.getElementById('file').files[0].name") == "draft.txt"
    page.locator(".draft-submit button").click()
    expect(page.locator("#verdict")).to_contain_text("نُشر من قبل")
    page.close()


def test_print_has_the_answer_and_no_form(browser: Browser, address: str) -> None:
    page = browser.new_page(color_scheme="dark")
    check(page, address, "ar")
    page.evaluate("window.dispatchEvent(new Event('beforeprint'))")
    page.emulate_media(media="print")
    for shown in ("#verdict", ".text-match mark", ".story-line h3", ".papers", ".draft-text p"):
        expect(page.locator(shown).first).to_be_visible()
    for hidden in (".draft-form", ".files", ".coverage-parts", ".site-links", "footer"):
        for each in page.locator(hidden).all():
            expect(each).to_be_hidden()
    page.close()
