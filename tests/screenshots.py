"""Make the pictures of ``docs/screenshots``: every page of the sample archive, wide and narrow.

``python -m tests.screenshots [FOLDER]`` needs Debian's chromium; ``make screenshots`` does it.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Final, Literal, NamedTuple, get_args
from urllib.parse import urlencode

from playwright.sync_api import Browser, sync_playwright

ROOT: Final = Path(__file__).parents[1]
CHROMIUM: Final = "/usr/bin/chromium"
WIDTHS: Final = {"": 1280, "-narrow": 390}
HEIGHT: Final = 844
Theme = Literal["light", "dark"]
DARK: Final = frozenset({"search", "document"})
"""Pages that have a picture by night as well."""


class Picture(NamedTuple):
    """A page: its path and parameters, or the link to follow from there; and where to open."""

    path: str
    parameters: tuple[tuple[str, str], ...] = ()
    follow: str = ""
    opened: str = ""


LIBRARY: Final = ("q", "مكتبة")
PICTURES: Final = {
    "first": Picture("/"),
    "search": Picture("/", (LIBRARY,)),
    "filters": Picture("/", (LIBRARY, ("after", "2019"), ("before", "2019"), ("level", "root"))),
    "few": Picture("/", (("q", "متحف تدمر"),)),
    "none": Picture("/", (("q", "المكتبه الوطنيا"), ("after", "2018"))),
    "document": Picture("/", (("q", "تدمر"),), ".hit h2 a"),
    "explain": Picture("/", (LIBRARY,), ".why a"),
    "analyze": Picture("/analyze", (("text", "وبالمكتبات كاتب"),)),
    "english": Picture("/", (("q", "تدمر"), ("lang", "en"))),
    "problem": Picture("/documents/no-such", ()),
    "timeline": Picture("/", (("q", "*"),), opened=".timeline summary"),
}
"""Names of the pictures, without width and theme."""


def main() -> None:
    """Serve the sample archive and write every picture into a folder."""
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "docs" / "screenshots"
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as home:
        words = [sys.executable, "-W", "ignore", str(ROOT / "warraq.py"), "--home", home]
        sample = str(ROOT / "corpus" / "sample")
        subprocess.run([*words, "add", sample], check=True, capture_output=True)
        serving = subprocess.Popen(
            [*words, "serve", "--port", "0", "--workers", "1"], stdout=subprocess.PIPE, text=True
        )
        try:
            assert serving.stdout is not None
            address = serving.stdout.readline().strip()
            with sync_playwright() as playwright:
                browser = playwright.chromium.launch(
                    executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"]
                )
                for theme in get_args(Theme):
                    take(browser, address, folder, theme)
                browser.close()
        finally:
            serving.terminate()
            serving.wait(20)


def take(browser: Browser, address: str, folder: Path, theme: Theme) -> None:
    """Write the pictures of one theme, wide and narrow."""
    for suffix, width in WIDTHS.items():
        context = browser.new_context(
            viewport={"width": width, "height": HEIGHT}, color_scheme=theme
        )
        page = context.new_page()
        for name, picture in PICTURES.items():
            if theme == "dark" and name not in DARK:
                continue
            page.goto(f"{address.rstrip('/')}{picture.path}?{urlencode(picture.parameters)}")
            if picture.follow:
                page.locator(picture.follow).first.click()
                page.wait_for_load_state()
            if picture.opened:
                page.locator(picture.opened).click()
            page.evaluate("document.fonts.ready")
            ending = "" if theme == "light" else "-dark"
            page.screenshot(path=folder / f"{name}{suffix}{ending}.png")
        context.close()


if __name__ == "__main__":
    main()
