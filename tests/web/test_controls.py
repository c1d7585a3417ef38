"""What turns a page around or has no shape, in every field of a document, is on no page."""

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


def disturbed(text: str) -> str:
    """A text with a control before, after and between all its letters, and a mark before it."""
    turns = (CONTROLS * (1 + len(text) // len(CONTROLS)))[: len(text)]
    return f"\u200e{CONTROLS}" + "".join(f"{a}{b}" for a, b in zip(text, turns, strict=True))


def document(number: int) -> Document:
    return Document(
        id=f"{CONTROLS}{number}",
        title=f"{disturbed('عنوان')} قافلة {number} {CONTROLS}",
        text=f"{CONTROLS}قافلة{CONTROLS} من {CONTROLS}السفن\n\n{disturbed('فقرة')} قافلة {number}",
        source=disturbed("مصدر"),
        author=disturbed("كاتب"),
        section=disturbed("قسم"),
        date=f"201{number}-03-17",
        url=f"https://example.org/{CONTROLS.replace(chr(10), '')}{number}",
        original=disturbed("أصل"),
        removed=(disturbed("زائد"),),
    )


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("disturbed")
    add_to(folder, [*map(document, range(8)), Document(text="قافلة بلا شيء معها")])
    return folder


def assert_undisturbed(text: str) -> None:
    """No control is left in what a page says, nor in its attributes, nor behind an escape.

    What a form gives back unseen, the exact name of a source, is as the archive has it.
    """
    seen = re.sub(r'<input type="hidden" name="source"[^>]*>', "", text)
    for shown in (seen, unescape(seen)):
        found = {unicodedata.name(each, hex(ord(each))) for each in shown if each in CONTROLS}
        assert not found


QUERY = "قافلة"
ASKED = urlencode({"q": QUERY})


@pytest.mark.parametrize("lang", ["ar", "en"])
@pytest.mark.parametrize(
    "address",
    [
        "/",
        f"/?{ASKED}",
        f"/?{ASKED}&limit=2&page=2&sort=newest",
        f"/?{ASKED}&after=2012&before=2015",
        "/about",
        "/help",
        f"/analyze?{urlencode({'text': disturbed(QUERY)})}",
        f"/?{urlencode({'q': disturbed(QUERY)})}",
        f"/?{urlencode({'q': disturbed('زقزقة') + ' قافلة', 'source': disturbed('مصدر')})}",
        f"/?{urlencode({'q': CONTROLS})}",
    ],
)
def test_no_page_is_disturbed(client: FlaskClient, address: str, lang: str) -> None:
    beside = "&" if "?" in address else "?"
    assert_undisturbed(page_at(client, f"{address}{beside}lang={lang}"))


@pytest.mark.parametrize("lang", ["ar", "en"])
def test_no_page_of_a_document_is_disturbed(client: FlaskClient, lang: str) -> None:
    results = page_at(client, f"/?{ASKED}&lang={lang}")
    links = [unescape(each) for each in re.findall(r'href="(/documents/[^"]+)"', results)]
    assert len(links) > 16
    for address in links:
        page = page_at(client, address)
        assert_undisturbed(page)
        for file in re.findall(r'href="(/documents/[^"]+\.(?:bib|ris)[^"]*)"', page):
            assert_undisturbed(client.get(unescape(file)).text)


def test_every_link_that_narrows_leads_to_a_page_undisturbed(client: FlaskClient) -> None:
    """The names in addresses are those of the archive, controls and all."""
    results = page_at(client, f"/?{ASKED}").partition('<aside class="refine"')[2]
    facets = re.findall(r'<a href="([^"]+)"[^>]*><bdi>', results.partition("</aside>")[0])
    assert len(facets) >= 3
    for address in facets:
        page = page_at(client, unescape(address))
        assert 'class="hit"' in page
        assert_undisturbed(page)


@pytest.mark.parametrize(
    "address",
    [
        f"/?after={quote(disturbed('أمس'))}&{ASKED}",
        f"/documents/{quote(disturbed('عنوان'), safe='')}",
        f"/documents/{quote(disturbed('عنوان'), safe='')}/explain?{ASKED}",
        f"/{quote(disturbed('عنوان'), safe='')}",
        f"/?{quote(CONTROLS)}=1",
    ],
)
def test_no_refusal_is_disturbed(client: FlaskClient, address: str) -> None:
    answer = client.get(address)
    assert answer.status_code in (400, 404)
    assert_undisturbed(answer.text)


@pytest.mark.parametrize("lang", ["ar", "en"])
def test_no_feed_is_disturbed(client: FlaskClient, lang: str) -> None:
    answer = client.get(f"/search.atom?{ASKED}&lang={lang}")
    assert answer.text.count("<entry>") == 9
    assert_undisturbed(answer.text)
    asked = client.get(f"/search.atom?{urlencode({'q': disturbed(QUERY)})}&lang={lang}")
    assert_undisturbed(asked.text)


@pytest.mark.parametrize("mark", MARKS)
def test_no_field_begins_with_a_mark_of_direction(client: FlaskClient, mark: str) -> None:
    """``dir="auto"`` would take it for the first letter."""
    (first, *_) = re.findall(r'<h2[^>]*><a href="([^"]+)"', page_at(client, f"/?{ASKED}"))
    page = page_at(client, unescape(first))
    assert not re.search(rf">\s*{mark}", page)
