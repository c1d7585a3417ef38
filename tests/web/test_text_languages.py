"""Texts in another language than the page have a ``lang`` and a direction of their own."""

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
"""Names that are the same in every language."""

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
    """The texts of the elements of a page, each with its language and the names of its ancestors.

    A mark belongs to the text around it.
    """

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


def wrong_language_texts(page: str) -> list[str]:
    """The texts of a page whose language is not the declared one.

    A title, a passage or a name has the language of its first letter; it may contain words of the
    other.
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


QUERY: Final = urlencode({"q": "قافلة"})


@pytest.mark.parametrize("lang", ["ar", "en"])
@pytest.mark.parametrize(
    "address",
    [
        "/?",
        f"/?{QUERY}",
        f"/?{QUERY}&source=Reuters&level=root&after=2016",
        f"/?{urlencode({'q': 'قافلة أيار', 'source': 'Jawhara FM'})}",
        f"/?{urlencode({'q': 'القافله الكبرا', 'after': '2030'})}",
        f"/?{urlencode({'q': 'قافلة مصدر:nosuch', 'source': 'Reuters'})}",
        f"/?{urlencode({'q': 'nothing here'})}",
        f"/?{QUERY}&after=yesterday",
        f"/?{QUERY}&after={'أمس'}",
        f"/documents/latin?{QUERY}",
        f"/documents/arabic1?{QUERY}",
        f"/documents/latin/explain?{QUERY}",
        f"/documents/arabic2/explain?{QUERY}",
        "/documents/no-such?",
        "/documents/ليس?",
        f"/analyze?{urlencode({'text': 'وبالقافلة كاتب convoy'})}",
        "/analyze?",
        "/help?",
        "/about?",
    ],
)
def test_every_text_is_in_its_language(client: FlaskClient, address: str, lang: str) -> None:
    page = client.get(f"{address}&lang={lang}").text
    assert f'<html lang="{lang}"' in page
    assert wrong_language_texts(page) == []


def test_a_text_with_a_wrong_language_is_detected() -> None:
    page = '<html lang="en"><body><p>أو <bdi lang="ar">convoy</bdi></p><p>a أو</p></body></html>'
    assert wrong_language_texts(page) == ["أو", "convoy"]


@pytest.mark.parametrize("lang", ["ar", "en"])
def test_quoted_names_are_isolated(client: FlaskClient, lang: str) -> None:
    """Every name of a document is in an element that isolates its direction."""
    page = page_at(client, f"/documents/latin?{QUERY}&lang={lang}")
    for name in ("Reuters", "Anne Smith", "world"):
        assert page.count(name) - page.count(f"{{{name}}}") >= 2
        for before in re.findall(rf"([^>]*>)[^<>]*{name}</", page.partition("<pre")[0]):
            assert re.search(r"<bdi[^>]*>$|<p id=\"citation\"", "<" + before.rpartition("<")[2])


@pytest.mark.parametrize("lang", ["ar", "en"])
def test_entries_of_a_feed_are_in_their_language(client: FlaskClient, lang: str) -> None:
    feed = client.get(f"/search.atom?{QUERY}&lang={lang}").text
    assert f'xml:lang="{lang}">' in feed.partition("<entry>")[0]
    titles = re.findall(r'<title xml:lang="(..)">([^<]+)', feed)
    assert len(titles) == len(DOCUMENTS)
    assert {each for each, title in titles if "Caravan" in title} == {"en"}
    assert {each for each, title in titles if "Caravan" not in title} == {"ar"}
