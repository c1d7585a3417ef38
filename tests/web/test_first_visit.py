"""The cost of a first visit: bytes, requests, and blocking files."""

from __future__ import annotations

import re
from urllib.parse import quote

import pytest
from flask.testing import FlaskClient

from benchmarks.load.page_weight import weigh

MOST_BYTES = 130_000
MOST_REQUESTS = 10


@pytest.mark.parametrize("address", ["/", f"/?q={quote('الأرصاد')}", "/?q=nosuch&lang=en"])
def test_a_search_page_with_its_files_is_small(client: FlaskClient, address: str) -> None:
    files = weigh(client, address)
    names = [one.name for one in files]
    assert {"page", "warraq.css", "warraq.js", "fonts/naskh-arabic.woff2"} <= set(names)
    assert sum(one.whole for one in files) < MOST_BYTES, files
    assert len(files) <= MOST_REQUESTS


def test_only_the_style_sheet_blocks_rendering(client: FlaskClient) -> None:
    page = client.get(f"/?q={quote('الأرصاد')}").text
    for script in re.findall(r"<script[^>]*>", page):
        assert re.search(r"\b(?:defer|async)\b|type=\"module\"", script)
    assert page.count('rel="stylesheet"') == 1
    with client.get("/static/warraq.css") as answer:
        style = answer.data.decode()
    assert "@import" not in style
    fonts = re.findall(r"@font-face\s*{[^}]*}", style)
    assert fonts
    assert all("font-display: swap" in font for font in fonts)


def test_static_files_are_cached(client: FlaskClient) -> None:
    page = client.get(f"/?q={quote('الأرصاد')}").text
    for address in re.findall(r'(?:href|src)="(/static/[^"]+)"', page):
        with client.get(address) as answer:
            assert answer.cache_control.max_age is not None
            assert answer.cache_control.max_age > 30 * 24 * 3600
