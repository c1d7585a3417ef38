"""Take the screenshots of ``docs/screenshots``: every page of the sample archive at two widths.

``make screenshots`` runs ``python -m tests.screenshots [FOLDER]``; it needs chromium.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Final, Literal, NamedTuple, get_args
from urllib.parse import urlencode

from playwright.sync_api import Browser, Page, sync_playwright

from tests.drafts import DRAFT

ROOT: Final = Path(__file__).parents[1]
CHROMIUM: Final = "/usr/bin/chromium"
WIDTHS: Final = {"": 1280, "-narrow": 390}
HEIGHT: Final = 844
Theme = Literal["light", "dark"]
Archive = Literal["sample", "private", "copied"]
DARK: Final = frozenset({"first", "search", "about", "sign-in"})
"""Screenshots that are also taken in the dark theme."""


class Picture(NamedTuple):
    """A screenshot.

    ``template`` renders the page, ``shows`` is the caption. ``follow`` and ``opened`` are selectors
    of a link and of an element to click, ``typed`` is text for the search field, ``draft`` one that
    is checked for coverage. ``kept`` results are put into the working list before. ``archive`` says
    what is served: the sample, the same where nobody has signed in, or with a story in four papers.
    """

    template: str
    shows: str
    path: str = "/"
    parameters: tuple[tuple[str, str], ...] = ()
    follow: str = ""
    typed: str = ""
    draft: str = ""
    opened: str = ""
    kept: int = 0
    archive: Archive = "sample"


LIBRARY: Final = ("q", "مكتبة")
YEAR: Final = (("after", "2019"), ("before", "2019"))
PICTURES: Final = {
    "first": Picture("landing", "the first page"),
    "typing": Picture("landing", "suggestions while typing", typed="مكت"),
    "search": Picture("results", "results, with levels, timeline and facets", "/", (LIBRARY,)),
    "filters": Picture("results", "active filters", "/", (LIBRARY, *YEAR, ("level", "root"))),
    "timeline": Picture(
        "results", "the timeline as a table", "/", (("q", "*"),), opened=".timeline summary"
    ),
    "few": Picture("results", "few results, and searches with more", "/", (("q", "متحف تدمر"),)),
    "none": Picture("results", "no results", "/", (("q", "متحف تدمور"), ("after", "2018"))),
    "english": Picture("results", "results in English", "/", (("q", "تدمر"), ("lang", "en"))),
    "explain": Picture("explain", "why this matched", "/", (LIBRARY,), ".explain-link a"),
    "document": Picture("document", "an article with marks", "/", (("q", "تدمر"),), ".hit h2 a"),
    "citation": Picture(
        "document",
        "the fields of an article, and its citation",
        "/",
        (("q", "تدمر"),),
        ".hit h2 a",
        opened=".cite summary",
    ),
    "covered-form": Picture("covered", "the form of a check of coverage", "/covered"),
    "covered": Picture("covered", "whether a draft is covered", "/covered", draft=DRAFT),
    "follow": Picture("follow", "following a search", "/follow", (LIBRARY, ("after", "2019"))),
    "analyze": Picture(
        "analyze", "how words are analyzed", "/analyze", (("text", "وبالمكتبات كاتب"),)
    ),
    "list": Picture("list", "the working list", "/list", kept=2),
    "help": Picture("help", "how to search", "/help"),
    "about": Picture("about", "about the archive", "/about"),
    "problem": Picture("problem", "no such document", "/documents/no-such"),
    "sign-in": Picture("sign_in", "signing in to a private archive", archive="private"),
    "sign-in-english": Picture(
        "sign_in", "signing in, in English", "/", (("lang", "en"),), archive="private"
    ),
    "folded": Picture(
        "results",
        "copies of a text under its hit",
        "/",
        (("q", "عبارة الخليج"),),
        opened=".copies summary",
        archive="copied",
    ),
    "copies": Picture(
        "copies", "all copies of a text", "/documents/ferry-2/copies", archive="copied"
    ),
    "differences": Picture(
        "differences",
        "the differences of two articles",
        "/documents/ferry-1/differences",
        (("other", "ferry-3"),),
        archive="copied",
    ),
}
"""The screenshots by name, without width and theme."""


FERRY: Final = (
    "أعلنت هيئة الموانئ أمس أن عبارة الخليج الجديدة ستبدأ رحلاتها بين الضفتين مطلع الشهر المقبل،"
    " وأنها تتسع لمئتي راكب وأربعين سيارة، وأن الرحلة الواحدة تستغرق خمسًا وثلاثين دقيقة.",
    "وقال مدير الهيئة إن التذاكر تباع عند الرصيف وعلى الشبكة، وإن سكان القرى المجاورة يدفعون نصف"
    " الثمن في السنة الأولى، وإن مواعيد الإبحار تتبع حركة المد والجزر.",
    "وأضاف أن الرصيف القديم يبقى لقوارب الصيد، وأن الهيئة تدرس خطًا ثانيًا إلى الجزيرة الصغيرة بعد"
    " انتهاء أعمال تعميق المجرى في الخريف.",
)
"""A story in three paragraphs."""

COPIED: Final = (
    ("بريد المشرق", "2015-08-06", "عبارة جديدة تعبر الخليج", FERRY),
    ("صدى الساحل", "2015-08-07", "عبارة الخليج تبحر مطلع الشهر", FERRY[:2]),
    ("نشرة الميناء", "2015-08-07", "هيئة الموانئ: عبارة الخليج جاهزة", FERRY),
    ("أسواق اليوم", "2015-08-09", "نصف الثمن لسكان القرى في عبارة الخليج", FERRY[1:]),
)
"""The same story in four papers: source, date, title, paragraphs."""


def file_name(name: str, suffix: str, theme: Theme) -> str:
    """The file name of a screenshot; ``suffix`` is a key of WIDTHS."""
    return f"{name}{suffix}{'-dark' if theme == 'dark' else ''}.png"


def themes(name: str) -> tuple[Theme, ...]:
    """The themes of a screenshot."""
    return get_args(Theme) if name in DARK else ("light",)


def listing() -> str:
    """A Markdown page with every screenshot at both widths."""
    lines = ["# Every page, at 1280 and 390 pixels", "", "Made by `make screenshots`."]
    for name, picture in PICTURES.items():
        lines += ["", f"## {picture.shows[0].upper()}{picture.shows[1:]}", ""]
        for theme in themes(name):
            shown = picture.shows + (", dark theme" if theme == "dark" else "")
            lines += [
                f'<img src="{file_name(name, suffix, theme)}" alt="{shown}, {width} pixels wide"'
                f' width="{width // 2}">'
                for suffix, width in WIDTHS.items()
            ]
    return "\n".join(lines) + "\n"


def main() -> None:
    """Serve the archives and write every screenshot into a folder."""
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "docs" / "screenshots"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "README.md").write_text(listing(), encoding="utf-8")
    with tempfile.TemporaryDirectory() as home:
        words = [sys.executable, "-W", "ignore", "-m", "warraq", "--home", home]
        sample = str(ROOT / "corpus" / "sample")
        subprocess.run([*words, "add", sample], check=True, capture_output=True)
        subprocess.run([*words, "keys", "add", "reader"], check=True, capture_output=True)
        for archive in get_args(Archive):
            if archive == "copied":
                add_copies(Path(home) / "ferry.jsonl", words)
            options = ["--private"] if archive == "private" else []
            serving = subprocess.Popen(
                [*words, "serve", "--port", "0", "--workers", "1", *options],
                stdout=subprocess.PIPE,
                text=True,
            )
            try:
                assert serving.stdout is not None
                address = serving.stdout.readline().strip()
                with sync_playwright() as playwright:
                    browser = playwright.chromium.launch(
                        executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"]
                    )
                    for theme in get_args(Theme):
                        take(browser, address, folder, theme, archive)
                    browser.close()
            finally:
                serving.terminate()
                serving.wait(20)


def add_copies(path: Path, words: list[str]) -> None:
    """Add the copied story to an archive: ``words`` begin a command on it."""
    names = ("source", "date", "title")
    rows = [
        {"id": f"ferry-{number}", "text": "\n\n".join(text), **dict(zip(names, about, strict=True))}
        for number, (*about, text) in enumerate(COPIED, 1)
    ]
    path.write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    subprocess.run([*words, "add", str(path)], check=True, capture_output=True)


def take(browser: Browser, address: str, folder: Path, theme: Theme, archive: Archive) -> None:
    """Write the screenshots of one theme, wide and narrow."""
    for suffix, width in WIDTHS.items():
        context = browser.new_context(
            viewport={"width": width, "height": HEIGHT}, color_scheme=theme
        )
        page = context.new_page()
        for name, picture in PICTURES.items():
            if theme not in themes(name) or picture.archive != archive:
                continue
            if picture.kept:
                keep(page, address, picture.kept)
            page.goto(f"{address.rstrip('/')}{picture.path}?{urlencode(picture.parameters)}")
            if picture.typed:
                page.locator("#q").press_sequentially(picture.typed)
                page.locator("#suggestions [role=option]").first.wait_for()
            if picture.draft:
                page.locator("#text").fill(picture.draft)
                page.locator(".draft-submit button").click()
                page.locator(".verdict").wait_for()
            if picture.follow:
                page.locator(picture.follow).first.click()
                page.wait_for_load_state()
            if picture.opened:
                page.locator(picture.opened).click()
            page.evaluate("document.fonts.ready")
            page.screenshot(path=folder / file_name(name, suffix, theme))
        context.close()


def keep(page: Page, address: str, count: int) -> None:
    """Put results into an empty working list, the first of them with a note."""
    page.goto(f"{address}?{urlencode([LIBRARY])}")
    page.evaluate("localStorage.clear()")
    page.reload()
    for number in range(count):
        page.locator(".hit .keep button").nth(number).click()
    page.goto(f"{address}list")
    page.locator("textarea").first.fill("يُذكر في مقدمة التقرير؛ أتحقق من عدد الكتب.")


if __name__ == "__main__":
    main()
