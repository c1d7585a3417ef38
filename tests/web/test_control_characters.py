"""Control characters in any field of a document appear on no page."""

from __future__ import annotations

import re
import unicodedata
from html import unescape
from pathlib import Path
from urllib.parse import quote, urlencode

import pytest
from flask.testing import FlaskClient

from corpus.document import Document
from tests.homes import add_to
from tests.web.conftest import page_at

EMBEDDINGS = "\u202a\u202b\u202c\u202d\u202e"
ISOLATES = "\u2066\u2067\u2068\u2069"
SHAPING = "\u206a\u206b\u206c\u206d\u206e\u206f"
SEPARATORS = "\u0085\u2028\u2029\x0b\x0c\x1c\x1d\x1e\x1f"
OTHERS = "\x00\x01\x02\x07\x08\x1b\x7f\x80\x9f\ufeff"
CONTROLS = EMBEDDINGS + ISOLATES + SHAPING + SEPARATORS + OTHERS
MARKS = "\u200e\u200f\u061c"


def with_controls(text: str) -> str:
    """A text with control characters between all its letters, and a direction mark before it."""
    controls = (CONTROLS * (1 + len(text) // len(CONTROLS)))[: len(text)]
    return f"\u200e{CONTROLS}" + "".join(f"{a}{b}" for a, b in zip(text, controls, strict=True))


def document(number: int) -> Document:
    paragraph = f"{with_controls('فقرة')} قافلة"
    return Document(
        id=f"{CONTROLS}{number}",
        title=f"{with_controls('عنوان')} قافلة {number} {CONTROLS}",
        text=f"{CONTROLS}قافلة{CONTROLS} من {CONTROLS}السفن\n\n{paragraph} {number}",
        source=with_controls("مصدر"),
        author=with_controls("كاتب"),
        section=with_controls("قسم"),
        date=f"201{number}-03-17",
        url=f"https://example.org/{CONTROLS.replace(chr(10), '')}{number}",
        original=with_controls("أصل"),
        removed=(with_controls("زائد"),),
    )


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("controls")
    add_to(folder, [*map(document, range(8)), Document(text="قافلة بلا شيء معها")])
    return folder


def assert_no_controls(text: str) -> None:
    """The texts and attributes of a page have no control characters, escaped or not.

    A hidden form field is an exception: it has the exact name of a source.
    """
    visible = re.sub(r'<input type="hidden" name="source"[^>]*>', "", text)
    for shown in (visible, unescape(visible)):
        found = {unicodedata.name(each, hex(ord(each))) for each in shown if each in CONTROLS}
        assert not found


QUERY = "قافلة"
PARAMETERS = urlencode({"q": QUERY})


@pytest.mark.parametrize("lang", ["ar", "en"])
@pytest.mark.parametrize(
    "address",
    [
        "/",
        f"/?{PARAMETERS}",
        f"/?{PARAMETERS}&limit=2&page=2&sort=newest",
        f"/?{PARAMETERS}&after=2012&before=2015",
        "/about",
        "/help",
        f"/analyze?{urlencode({'text': with_controls(QUERY)})}",
        f"/?{urlencode({'q': with_controls(QUERY)})}",
        f"/?{urlencode({'q': with_controls('زقزقة') + ' قافلة', 'source': with_controls('مصدر')})}",
        f"/?{urlencode({'q': CONTROLS})}",
    ],
)
def test_no_page_has_controls(client: FlaskClient, address: str, lang: str) -> None:
    beside = "&" if "?" in address else "?"
    assert_no_controls(page_at(client, f"{address}{beside}lang={lang}"))


@pytest.mark.parametrize("lang", ["ar", "en"])
def test_no_page_of_a_document_has_controls(client: FlaskClient, lang: str) -> None:
    results = page_at(client, f"/?{PARAMETERS}&lang={lang}")
    links = [unescape(each) for each in re.findall(r'href="(/documents/[^"]+)"', results)]
    assert len(links) > 16
    for address in links:
        page = page_at(client, address)
        assert_no_controls(page)
        for file in re.findall(r'href="(/documents/[^"]+\.(?:bib|ris)[^"]*)"', page):
            assert_no_controls(client.get(unescape(file)).text)


def test_no_page_of_a_facet_link_has_controls(client: FlaskClient) -> None:
    """Names in addresses keep the control characters of the archive."""
    results = page_at(client, f"/?{PARAMETERS}").partition('<aside class="refine"')[2]
    facets = re.findall(r'<a href="([^"]+)"[^>]*><bdi>', results.partition("</aside>")[0])
    assert len(facets) >= 3
    for address in facets:
        page = page_at(client, unescape(address))
        assert 'class="hit"' in page
        assert_no_controls(page)


@pytest.mark.parametrize(
    "address",
    [
        f"/?after={quote(with_controls('أمس'))}&{PARAMETERS}",
        f"/documents/{quote(with_controls('عنوان'), safe='')}",
        f"/documents/{quote(with_controls('عنوان'), safe='')}/explain?{PARAMETERS}",
        f"/{quote(with_controls('عنوان'), safe='')}",
        f"/?{quote(CONTROLS)}=1",
    ],
)
def test_no_refusal_has_controls(client: FlaskClient, address: str) -> None:
    answer = client.get(address)
    assert answer.status_code in (400, 404)
    assert_no_controls(answer.text)


@pytest.mark.parametrize("lang", ["ar", "en"])
def test_no_feed_has_controls(client: FlaskClient, lang: str) -> None:
    answer = client.get(f"/search.atom?{PARAMETERS}&lang={lang}")
    assert answer.text.count("<entry>") == 9
    assert_no_controls(answer.text)
    feed = client.get(f"/search.atom?{urlencode({'q': with_controls(QUERY)})}&lang={lang}")
    assert_no_controls(feed.text)


@pytest.mark.parametrize("mark", MARKS)
def test_no_field_begins_with_a_direction_mark(client: FlaskClient, mark: str) -> None:
    """``dir="auto"`` would take a mark for the first letter."""
    (first, *_) = re.findall(r'<h2[^>]*><a href="([^"]+)"', page_at(client, f"/?{PARAMETERS}"))
    page = page_at(client, unescape(first))
    assert not re.search(rf">\s*{mark}", page)
