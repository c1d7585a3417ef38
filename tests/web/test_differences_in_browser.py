"""The differences page in a real browser, without a script: links between moved passages, folds."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, expect

from corpus.document import Document
from tests.homes import add_to
from tests.web.conftest import CHROMIUM, Serving

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(not CHROMIUM.exists(), reason=f"there is no browser at {CHROMIUM}"),
]

REPORT = "سارت القافلة من الميناء إلى السوق القديم صباح اليوم ومعها حمولة كبيرة من القمح"
QUOTE = "وقال الرئيس إن العمل دام ثلاث سنوات كاملة ولم يتوقف"
UNCHANGED = " ".join(f"كلمة{number}" for number in range(200))
DOCUMENTS = (
    Document(id="1", title="سوق الزيت", text=f"{QUOTE}.\n\n{REPORT}.\n\n{UNCHANGED}"),
    Document(
        id="2",
        title="سوق القمح",
        text=f"{REPORT.replace('اليوم', 'أمس')}.\n\n{UNCHANGED}\n\n{QUOTE}.",
    ),
)


@pytest.fixture(scope="module")
def pair(tmp_path_factory: pytest.TempPathFactory, serving: Serving) -> Iterator[str]:
    home = tmp_path_factory.mktemp("pair")
    add_to(home, DOCUMENTS)
    with serving(home) as (address, _):
        yield address


@pytest.mark.parametrize("width", [390, 1280])
@pytest.mark.parametrize("lang", ["ar", "en"])
def test_differences_are_read_without_a_script(
    browser: Browser, pair: str, lang: str, width: int
) -> None:
    context = browser.new_context(
        java_script_enabled=False, viewport={"width": width, "height": 600}
    )
    page = context.new_page()
    page.goto(f"{pair}documents/1/differences?other=2&lang={lang}")
    text = page.locator(".compared-text .lines")
    expect(text).to_have_css("direction", "rtl")
    expect(text.locator("del").filter(has_text="اليوم")).to_have_css(
        "text-decoration-line", "line-through"
    )
    expect(text.locator("ins").filter(has_text="أمس")).to_have_css(
        "text-decoration-line", "underline"
    )
    folded = text.locator("details.unchanged")
    expect(folded).to_contain_text("كلمة100")
    assert folded.evaluate("each => !each.open")
    folded.locator("summary").click()
    assert folded.evaluate("each => each.open")
    page.locator("#text-1-from").click()
    expect(page.locator("#text-1-to")).to_be_in_viewport()
    page.locator("#text-1-to").click()
    expect(page.locator("#text-1-from")).to_be_in_viewport()
    assert not page.evaluate("document.documentElement.scrollWidth > window.innerWidth")
    context.close()
