"""The working list in a real browser: kept in one page, ordered, noted, exported, and damaged."""

from __future__ import annotations

import json
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from corpus.document import Document
from tests.homes import add_to
from tests.web.conftest import CHROMIUM, DOCUMENTS, Command, Serving
from tests.web.test_accessibility import AXE, assert_no_violation
from web.limits import SERVER_LIMITS

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(not CHROMIUM.exists(), reason=f"there is no browser at {CHROMIUM}"),
]

MOST = SERVER_LIMITS.list_documents
KEY = "kept:/"
ODD_ID = "تقرير/7 %41?x=1#y&z"
WEATHER = "?q=الأرصاد&sort=arrival"


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    context = browser.new_context(viewport={"width": 1280, "height": 844})
    context.set_default_timeout(10_000)
    yield context
    context.close()


@pytest.fixture
def page(context: BrowserContext) -> Iterator[Page]:
    page = context.new_page()
    console: list[str] = []
    page.on("console", lambda message: console.append(message.text))
    page.on("pageerror", lambda error: console.append(str(error)))
    yield page
    assert console == []


@pytest.fixture(scope="module")
def bulletins(tmp_path_factory: pytest.TempPathFactory, serving: Serving) -> Iterator[str]:
    """The address of a server with 25 short bulletins among other documents."""
    home = tmp_path_factory.mktemp("bulletins")
    odd = Document(id=ODD_ID, title="تقرير مختلف", text="قافلة")
    add_to(home, [*DOCUMENTS, odd])
    with serving(home) as (address, _):
        yield address


def keep(page: Page, address: str, count: int = 3) -> list[str]:
    """Keep the first hits of a page; their titles."""
    page.goto(address + WEATHER)
    for number in range(count):
        page.locator(".hit .keep button").nth(number).click()
    return page.locator(".hit h2").all_inner_texts()[:count]


def open_list(page: Page, address: str, lang: str = "ar") -> None:
    page.goto(f"{address}list?lang={lang}")
    expect(page.locator("#list")).to_be_visible()
    expect(page.locator("#needs-script")).to_be_hidden()


def titles(page: Page) -> list[str]:
    return [each.strip() for each in page.locator(".kept-documents h2").all_inner_texts()]


def stored(page: Page) -> list[dict[str, str]]:
    text = page.evaluate(f"localStorage.getItem({KEY!r})")
    documents: list[dict[str, str]] = json.loads(text)["documents"]
    return documents


@pytest.mark.parametrize(("lang", "labels"), [("ar", ("احفظ", "محفوظة")), ("en", ("Keep", "Kept"))])
def test_a_hit_is_kept_with_one_click_and_released_with_another(
    page: Page, bulletins: str, lang: str, labels: tuple[str, str]
) -> None:
    page.goto(f"{bulletins}{WEATHER}&lang={lang}")
    title = page.locator(".hit h2").first.inner_text()
    off = page.get_by_role("button", name=f"{labels[0]} {title}", exact=True)
    expect(off).to_have_attribute("aria-pressed", "false")
    off.click()
    on = page.get_by_role("button", name=f"{labels[1]} {title}", exact=True)
    expect(on).to_have_attribute("aria-pressed", "true")
    expect(page.locator(".list-link")).to_contain_text("(1)")
    (entry,) = stored(page)
    assert (entry["title"], entry["query"], entry["source"]) == (title, "الأرصاد", "الأرصاد")
    assert entry["date"] == "2020-01-25"
    assert "الأرصاد" in entry["snippet"]

    page.locator(".hit h2 a").first.click()
    button = page.locator("article .keep button")
    expect(button).to_have_attribute("aria-pressed", "true")
    button.click()
    expect(page.locator(".list-link")).not_to_contain_text("(")
    page.go_back()
    expect(page.locator(".hit .keep button").first).to_have_attribute("aria-pressed", "false")


def test_the_keyboard_alone_keeps_orders_and_removes(page: Page, bulletins: str) -> None:
    page.goto(bulletins + WEATHER)
    for _ in range(3):
        page.keyboard.press("j")
        page.keyboard.press("l")
    expect(page.locator(".list-link")).to_contain_text("(3)")
    kept = page.locator(".hit h2").all_inner_texts()[:3]

    page.locator(".list-link").focus()
    page.keyboard.press("Enter")
    expect(page.locator(".kept-documents li")).to_have_count(3)
    page.locator(".drag").first.focus()
    page.keyboard.press("ArrowDown")
    assert titles(page) == [kept[1], kept[0], kept[2]]
    expect(page.locator(".drag").nth(1)).to_be_focused()
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")  # down
    assert titles(page) == [kept[1], kept[2], kept[0]]
    # The button that is disabled at the end gives the focus to the handle beside it.
    expect(page.locator(".drag").nth(2)).to_be_focused()

    note = page.locator("textarea").first
    note.focus()
    page.keyboard.type("للعدد")
    page.keyboard.press("Alt+ArrowDown")
    assert titles(page) == [kept[2], kept[1], kept[0]]
    expect(page.locator("textarea").nth(1)).to_be_focused()
    page.keyboard.type(" القادم")
    assert stored(page)[1]["note"] == "للعدد القادم"

    page.locator(".remove").nth(1).focus()
    page.keyboard.press("Enter")
    assert titles(page) == [kept[2], kept[0]]
    undo = page.locator("#undo button")
    expect(undo).to_be_focused()
    expect(page.locator("#undo")).to_contain_text(kept[1])
    page.keyboard.press("Enter")
    assert titles(page) == [kept[2], kept[1], kept[0]]
    expect(page.locator("textarea").nth(1)).to_have_value("للعدد القادم")
    expect(page.locator(".drag").nth(1)).to_be_focused()


def test_an_id_of_any_characters_is_kept(page: Page, bulletins: str) -> None:
    page.goto(f"{bulletins}?q=قافلة")
    page.locator(".hit .keep button").click()
    assert stored(page)[0]["id"] == ODD_ID
    open_list(page, bulletins)
    page.get_by_role("link", name="تقرير مختلف").click()
    expect(page.locator("article h1")).to_have_text("تقرير مختلف")
    expect(page.locator("article .keep button")).to_have_attribute("aria-pressed", "true")


def test_single_keys_that_are_off_keep_nothing(page: Page, bulletins: str) -> None:
    page.goto(bulletins + WEATHER)
    page.evaluate("localStorage.setItem('single-keys', 'off')")
    page.reload()
    page.locator(".hit h2 a").first.focus()
    page.keyboard.press("l")
    assert page.evaluate(f"localStorage.getItem({KEY!r})") is None


def test_documents_are_dragged_to_another_place(page: Page, bulletins: str) -> None:
    first, second, third = keep(page, bulletins)
    open_list(page, bulletins)
    handle = page.locator(".drag").nth(1)
    start, end = handle.bounding_box(), page.locator(".kept-documents li").first.bounding_box()
    assert start is not None
    assert end is not None
    page.mouse.move(start["x"] + 5, start["y"] + 5)
    page.mouse.down()
    page.mouse.move(start["x"] + 5, end["y"] + 5, steps=4)
    page.mouse.up()
    moved = [second, first, third]
    assert titles(page) == moved
    assert [each["title"] for each in stored(page)] == moved
    page.reload()
    assert titles(page) == moved


def test_two_tabs_agree(context: BrowserContext, page: Page, bulletins: str) -> None:
    keep(page, bulletins, 2)
    other = context.new_page()
    open_list(other, bulletins)
    other.locator("textarea").first.fill("من هنا")
    page.locator(".hit .keep button").nth(2).click()
    expect(other.locator(".kept-documents li")).to_have_count(3)
    expect(other.locator("textarea").first).to_have_value("من هنا")
    expect(other.locator(".meta").nth(2)).to_contain_text("23 يناير 2020")
    expect(other.locator(".gone:visible")).to_have_count(0)
    other.locator(".remove").first.click()
    expect(page.locator(".hit .keep button").first).to_have_attribute("aria-pressed", "false")
    expect(page.locator(".list-link")).to_contain_text("(2)")
    assert stored(page)[-1]["title"] == page.locator(".hit h2").nth(2).inner_text()


def test_emptying_asks_first_and_can_be_undone(page: Page, bulletins: str) -> None:
    kept = keep(page, bulletins)
    open_list(page, bulletins, "en")
    page.locator("#clear").click()
    page.get_by_role("button", name="Cancel").click()
    assert titles(page) == kept
    page.locator("#clear").click()
    page.get_by_role("button", name="Remove all").click()
    expect(page.locator("#kept-none")).to_be_visible()
    expect(page.locator("#exports")).to_be_hidden()
    page.get_by_role("button", name="Undo").click()
    assert titles(page) == kept


def test_a_note_that_was_released_by_mistake_comes_back(page: Page, bulletins: str) -> None:
    keep(page, bulletins, 1)
    open_list(page, bulletins)
    page.locator("textarea").fill("مهم")
    page.goto(bulletins + WEATHER)
    button = page.locator(".hit .keep button").first
    button.click()
    expect(page.locator("#kept-message")).to_contain_text("مع ملاحظتها")
    button.click()
    assert stored(page)[0]["note"] == "مهم"


def test_every_file_is_made_from_the_list(page: Page, bulletins: str, tmp_path: Path) -> None:
    kept = keep(page, bulletins, 2)
    open_list(page, bulletins)
    page.locator("textarea").first.fill("ملاحظة")
    begins = {"csv": "\ufeffid,", "jsonl": "{", "ris": "TY", "bib": "@", "html": "<!doctype"}
    for written, start in begins.items():
        with page.expect_download() as download:
            page.locator(f"[data-format={written}]").click()
        assert download.value.suggested_filename.endswith(f".{written}")
        path = tmp_path / f"list.{written}"
        download.value.save_as(path)
        text = path.read_text("utf-8")
        assert text.startswith(start)
        assert "ملاحظة" in text
        assert text.index(kept[0]) < text.index(kept[1])
    with page.expect_download() as download:
        page.locator("[data-format=docx]").click()
    assert Path(download.value.path()).read_bytes().startswith(b"PK")

    # The exported lines restore the list in another browser.
    page.evaluate("localStorage.clear()")
    page.reload()
    (tmp_path / "other.jsonl").write_bytes(
        (tmp_path / "list.jsonl").read_bytes() + b'not JSON\n{"id": 7}\n'
    )
    page.locator("#import").set_input_files(tmp_path / "other.jsonl")
    expect(page.locator("#kept-status")).to_contain_text("أُضيف: 2. أسطر تعذّرت قراءتها: 2.")
    assert titles(page) == kept
    expect(page.locator("textarea").first).to_have_value("ملاحظة")
    page.locator("#import").set_input_files(tmp_path / "list.jsonl")
    expect(page.locator("#kept-status")).to_contain_text("موجود في القائمة من قبل: 2.")


def test_a_file_that_cannot_be_made_is_reported(context: BrowserContext, bulletins: str) -> None:
    page = context.new_page()
    keep(page, bulletins, 1)
    open_list(page, bulletins)
    answer = {"status": 503, "content_type": "application/problem+json", "body": '{"detail": "لا"}'}
    page.route("**/list/export*", lambda route: route.fulfill(**answer))
    page.locator("[data-format=csv]").click()
    expect(page.locator("#kept-status")).to_have_text("تعذّر إعداد الملف: لا")


def test_a_deleted_document_is_reported_and_stays_in_the_list(
    page: Page, serving: Serving, command: Command, tmp_path: Path
) -> None:
    add_to(tmp_path, DOCUMENTS)
    with serving(tmp_path) as (address, _):
        kept = keep(page, address, 2)
        gone = stored(page)[0]["id"]
        subprocess.run(command(tmp_path, "delete", gone), check=True, capture_output=True)
        open_list(page, address)
        expect(page.locator(".gone").first).to_be_visible()
        expect(page.locator(".gone").nth(1)).to_be_hidden()
        assert titles(page) == kept
        assert page.locator("h2 a").first.get_attribute("href") is None
        with page.expect_download() as download:
            page.locator("[data-format=jsonl]").click()
        lines = Path(download.value.path()).read_text("utf-8").splitlines()
        assert [json.loads(line)["in_archive"] for line in lines] == [False, True]


def write_list(page: Page, value: Any) -> None:
    text = value if isinstance(value, str) else json.dumps(value)
    page.evaluate("([key, text]) => localStorage.setItem(key, text)", [KEY, text])


@pytest.mark.parametrize(
    ("value", "left"),
    [
        ("{not JSON", 0),
        ([], 0),
        ({"documents": "x"}, 0),
        ({"documents": [{"id": "a", "title": "خبر"}, None, {"id": 3}, {"id": "a"}]}, 1),
        ({"documents": [{"id": f"d{number}"} for number in range(MOST + 5)]}, MOST),
    ],
)
def test_a_damaged_list_is_recovered_from_and_reported(
    page: Page, bulletins: str, value: Any, left: int
) -> None:
    page.goto(bulletins)
    write_list(page, value)
    page.goto(bulletins + WEATHER)
    expect(page.locator("#kept-message")).to_contain_text("تالفة")
    assert len(stored(page)) == left
    damaged = page.evaluate(f"localStorage.getItem('{KEY}:damaged')")
    assert damaged == (value if isinstance(value, str) else json.dumps(value))
    page.reload()
    expect(page.locator("#kept-message")).to_be_empty()


def test_a_full_list_takes_no_more_and_says_so(page: Page, bulletins: str) -> None:
    page.goto(bulletins)
    write_list(page, {"documents": [{"id": f"d{number}"} for number in range(MOST)]})
    page.goto(bulletins + WEATHER)
    button = page.locator(".hit .keep button").first
    button.click()
    expect(page.locator("#kept-message")).to_contain_text(str(MOST))
    expect(button).to_have_attribute("aria-pressed", "false")
    assert len(stored(page)) == MOST


def test_a_full_storage_is_reported(page: Page, bulletins: str) -> None:
    page.goto(bulletins + WEATHER)
    page.evaluate(
        """() => {
          for (let size = 1 << 22; size >= 1;) {
            try {
              localStorage.setItem(`filling-${Math.random()}`, "x".repeat(size));
            } catch {
              size = Math.floor(size / 2);
            }
          }
        }"""
    )
    button = page.locator(".hit .keep button").first
    button.click()
    expect(page.locator("#kept-message")).to_contain_text("امتلأ مخزن هذا المتصفح")
    expect(button).to_have_attribute("aria-pressed", "false")


BLOCKED = """Object.defineProperty(window, "localStorage", {
  get() { throw new DOMException("blocked", "SecurityError"); } });"""


def test_blocked_storage_is_reported_and_the_page_works(
    context: BrowserContext, page: Page, bulletins: str
) -> None:
    context.add_init_script(BLOCKED)
    page.goto(bulletins + WEATHER)
    button = page.locator(".hit .keep button").first
    button.click()
    expect(page.locator("#kept-message")).to_contain_text("يمنع التخزين")
    expect(button).to_have_attribute("aria-pressed", "true")
    open_list(page, bulletins)
    expect(page.locator("#kept-message")).to_contain_text("يمنع التخزين")
    expect(page.locator("#kept-none")).to_be_visible()


def test_hostile_text_of_a_list_stays_text(page: Page, bulletins: str) -> None:
    hostile = '"><img src=x onerror=document.title="hit"><script>document.title="hit"</script>'
    page.goto(bulletins)
    entry = dict.fromkeys(("title", "source", "query", "snippet", "note"), hostile)
    write_list(page, {"documents": [{**entry, "id": "a/../b?c#d", "url": "javascript:alert(1)"}]})
    open_list(page, bulletins)
    assert titles(page) == [hostile]
    assert page.locator("#list img, #list script, #list a[href^=javascript]").count() == 0
    assert page.title() != "hit"


def test_without_a_script_there_is_no_button_and_the_page_says_why(
    browser: Browser, bulletins: str
) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(bulletins + WEATHER)
    assert page.locator(".keep").count() == 0
    page.locator(".list-link").click()
    expect(page.get_by_text("تحتاج القائمة إلى JavaScript")).to_be_visible()
    expect(page.locator("#list")).to_be_hidden()
    context.close()


def test_keys_lead_through_the_hits_of_a_search(page: Page, bulletins: str) -> None:
    page.goto(f"{bulletins}{WEATHER}&limit=5")
    wanted = page.locator(".hit h2").nth(4).inner_text()
    page.locator(".hit h2 a").nth(4).click()
    expect(page.locator("article h1")).to_have_text(wanted)
    page.keyboard.press("j")
    expect(page.locator(".hit-turns")).to_contain_text("النتيجة 6 من أصل 25")
    page.get_by_role("link", name="عودة إلى النتائج").click()
    expect(page.locator("h1.total")).to_contain_text("الصفحة 2")
    page.go_back()
    page.keyboard.press("k")
    expect(page.locator("article h1")).to_have_text(wanted)
    page.keyboard.press("l")
    expect(page.locator("article .keep button")).to_have_attribute("aria-pressed", "true")
    assert stored(page)[0]["snippet"].startswith("تتوقع الأرصاد")


@pytest.mark.skipif(AXE is None, reason="axe comes with requirements-dev.lock")
@pytest.mark.parametrize("lang", ["ar", "en"])
def test_no_violation_on_pages_with_kept_documents(page: Page, bulletins: str, lang: str) -> None:
    page.goto(f"{bulletins}{WEATHER}&lang={lang}")
    for number in range(2):
        page.locator(".hit .keep button").nth(number).click()
    assert_no_violation(page)
    page.locator(".hit h2 a").nth(1).click()
    expect(page.locator(".hit-turns")).to_be_visible()
    assert_no_violation(page)
    entries = [*stored(page), {"id": "gone", "title": "خبر حُذف", "url": "https://example.org/x"}]
    write_list(page, {"documents": entries})
    open_list(page, bulletins, lang)
    expect(page.locator(".gone").nth(2)).to_be_visible()
    page.locator(".remove").first.click()
    assert_no_violation(page)
    for width in (1280, 390):
        page.set_viewport_size({"width": width, "height": 844})
        assert not page.evaluate("document.documentElement.scrollWidth > window.innerWidth")
    page.locator("#clear").click()
    assert_no_violation(page)


def test_the_address_of_a_list_page_has_nothing_of_the_list(page: Page, bulletins: str) -> None:
    requests: list[str] = []
    page.on("request", lambda request: requests.append(request.url))
    keep(page, bulletins, 1)
    open_list(page, bulletins)
    page.locator("textarea").fill("سر")
    with page.expect_download():
        page.locator("[data-format=csv]").click()
    identifier = stored(page)[0]["id"]
    of_list = [url for url in requests if re.search(r"/list", url)]
    assert len(of_list) >= 3
    assert not [url for url in of_list if identifier in url or "%D8%B3" in url]
