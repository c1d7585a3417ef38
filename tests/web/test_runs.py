"""Every run of another language than the page's is told as such, and keeps its own direction."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from pathlib import Path
from typing import Final
from urllib.parse import urlencode

import pytest
from flask.testing import FlaskClient

from corpus.document import Document
from tests.homes import add_to
from tests.web.conftest import page_at

ARABIC: Final = re.compile("[\u0621-\u064a]")
LATIN: Final = re.compile("[A-Za-z]{2,}")
VOID: Final = frozenset({"br", "hr", "img", "input", "link", "meta", "source", "rect"})
NAMES: Final = frozenset({"BibTeX", "RIS", "JSON", "CSV", "Lines", "light", "utf"})
"""Names that are the same in every language: none is read in another."""

DOCUMENTS: Final = (
    Document(
        id="latin",
        title="Caravan قافلة reaches Tadmur",
        text="The convoy قافلة arrived.\n\nوصلت القافلة (Convoy) صباحًا.",
        source="Reuters",
        author="Anne Smith",
        section="world",
        date="2016-03-01",
        url="https://example.org/caravan",
        original="The convoy قافلة arrived.",
        removed=("Powered by Facebook",),
    ),
    *(
        Document(
            id=f"arabic{number}",
            title=f"وصول القافلة {number}",
            text=f"وصلت القافلة {number} إلى أيار.\n\nThe second paragraph, of a convoy.",
            source="بريد المشرق" if number % 2 else "Jawhara FM",
            author="رنا الحوراني",
            section="محليات",
            date=f"201{number}-03-17",
            original="قافلة",
            removed=("تعليق",),
        )
        for number in range(10)
    ),
)


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("runs")
    add_to(folder, DOCUMENTS)
    return folder


class Texts(HTMLParser):
    """The texts of the elements of a page, each with the language and the names of the elements
    that it is in; a mark belongs to the text that it is in."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self._open: list[tuple[str, str, list[str]]] = []
        self.found: list[tuple[list[str], str, list[str]]] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in VOID:
            return
        language, text = self._open[-1][1:] if self._open else ("", [])
        if tag != "mark":
            language, text = dict(attrs).get("lang") or language, []
            names = [name for name, *_ in self._open]
            self.found.append((text, language, [*names, tag]))
        self._open.append((tag, language, text))

    def handle_endtag(self, tag: str) -> None:
        while tag not in VOID and self._open.pop()[0] != tag:
            pass

    def handle_data(self, data: str) -> None:
        if self._open:
            self._open[-1][2].append(data)


def misread(page: str) -> list[str]:
    """What of a page is in one language and told to be in another.

    A title, a passage or a name is in the language that it begins with; words of the other in it
    are its own.
    """
    wrong = []
    for pieces, language, within in Texts(page).found:
        text = " ".join("".join(pieces).split())
        if "body" not in within or {"pre", "kbd", "code", "option"} & set(within):
            continue
        other = LATIN if language == "ar" else ARABIC
        first = re.search(r"[^\W\d_]", text)
        of_documents = {"h1", "h2", "p", "li", "bdi"} & set(within[-2:])
        begins_so = first and of_documents and bool(ARABIC.match(first[0])) == (language == "ar")
        known = language == "ar" and NAMES.issuperset(LATIN.findall(text))
        if other.search(text) and not (begins_so or known or text.startswith("https://")):
            wrong.append(text)
    return wrong


ASKED: Final = urlencode({"q": "قافلة"})


@pytest.mark.parametrize("lang", ["ar", "en"])
@pytest.mark.parametrize(
    "address",
    [
        "/?",
        f"/?{ASKED}",
        f"/?{ASKED}&source=Reuters&level=root&after=2016",
        f"/?{urlencode({'q': 'قافلة أيار', 'source': 'Jawhara FM'})}",
        f"/?{urlencode({'q': 'القافله الكبرا', 'after': '2030'})}",
        f"/?{urlencode({'q': 'قافلة مصدر:nosuch', 'source': 'Reuters'})}",
        f"/?{urlencode({'q': 'nothing here'})}",
        f"/?{ASKED}&after=yesterday",
        f"/?{ASKED}&after={'أمس'}",
        f"/documents/latin?{ASKED}",
        f"/documents/arabic1?{ASKED}",
        f"/documents/latin/explain?{ASKED}",
        f"/documents/arabic2/explain?{ASKED}",
        "/documents/no-such?",
        "/documents/ليس?",
        f"/analyze?{urlencode({'text': 'وبالقافلة كاتب convoy'})}",
        "/analyze?",
        "/help?",
        "/about?",
    ],
)
def test_every_run_is_in_its_language(client: FlaskClient, address: str, lang: str) -> None:
    page = client.get(f"{address}&lang={lang}").text
    assert f'<html lang="{lang}"' in page
    assert misread(page) == []


def test_a_run_that_is_misread_is_seen() -> None:
    page = '<html lang="en"><body><p>أو <bdi lang="ar">convoy</bdi></p><p>a أو</p></body></html>'
    assert misread(page) == ["أو", "convoy"]


@pytest.mark.parametrize("lang", ["ar", "en"])
def test_what_is_quoted_does_not_turn_its_sentence(client: FlaskClient, lang: str) -> None:
    """Every name of a document stands in an element that keeps its direction to itself."""
    page = page_at(client, f"/documents/latin?{ASKED}&lang={lang}")
    for name in ("Reuters", "Anne Smith", "world"):
        assert page.count(name) - page.count(f"{{{name}}}") >= 2
        for before in re.findall(rf"([^>]*>)[^<>]*{name}</", page.partition("<pre")[0]):
            assert re.search(r"<bdi[^>]*>$|<p id=\"citation\"", "<" + before.rpartition("<")[2])
