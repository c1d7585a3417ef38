"""Alerts as JSON lines and as an Atom feed."""

from __future__ import annotations

from datetime import UTC, datetime
from xml.etree import ElementTree

import msgspec

from corpus.archive import DocumentRow
from search.alerts.formats import AlertLines, AtomFeed, first_words
from search.alerts.runner import Alert, Arrival
from search.alerts.stored_queries import StoredQuery
from search.answer import IndexPosition, Passage
from search.request import BadRequest, Request

ATOM = "{http://www.w3.org/2005/Atom}"
POSITION = IndexPosition(archive="4f46898a-83e3-4b18-87e2-2e7598d728ca", sequence=2, number=2)
QUERY = StoredQuery('q"1', Request(query="قمح <b>"))
ROW = DocumentRow(
    7,
    "أ",
    'سوق & "قمح"',
    "أسعار\n القمح",
    "2016-12-03",
    "2026-11-29T09:51:35Z",
    "https://news.example/?a=1&b=2",
    {"source": "أسواق", "author": None, "section": None},
)
BARE = msgspec.structs.replace(
    ROW, number=8, title=" ", text="نص\x01 بلا عنوان", date="2016", url="javascript:alert(1)"
)


def feed(*alerts: Alert) -> ElementTree.Element:
    writer = AtomFeed(lambda: datetime(2026, 11, 29, 12, tzinfo=UTC))
    parts = [writer.begin(POSITION), *map(writer.write, alerts), writer.end()]
    return ElementTree.fromstring("".join(parts))


def texts(entry: ElementTree.Element) -> dict[str, str | None]:
    return {child.tag.removeprefix(ATOM): child.text for child in entry}


def test_a_feed_has_an_entry_for_each_query_and_document() -> None:
    found = feed(Alert(query=QUERY, documents=(Arrival(ROW), Arrival(BARE))), Alert(query=QUERY))
    assert found.findtext(f"{ATOM}updated") == "2026-11-29T12:00:00Z"
    first, second = found.findall(f"{ATOM}entry")
    assert texts(first)["title"] == 'سوق & "قمح"'
    assert texts(first)["content"] == "أسعار القمح"
    assert texts(first)["published"] == "2016-12-03T00:00:00Z"
    assert texts(first)["updated"] == "2026-11-29T09:51:35Z"
    (link,) = first.findall(f"{ATOM}link")
    assert link.get("href") == "https://news.example/?a=1&b=2"
    (category,) = first.findall(f"{ATOM}category")
    assert category.attrib == {"term": 'q"1', "label": "قمح <b>"}
    assert texts(second)["title"] == "نص\ufffd بلا عنوان"
    assert "link" not in texts(second)
    assert "published" not in texts(second)


def test_ids_of_entries_are_the_same_in_every_run() -> None:
    def ids(query: str) -> set[str | None]:
        stored = StoredQuery(query, QUERY.request)
        alert = Alert(query=stored, documents=(Arrival(ROW), Arrival(BARE)))
        return {texts(entry)["id"] for entry in feed(alert).findall(f"{ATOM}entry")}

    assert ids("a") == ids("a")
    assert len(ids("a") | ids("b")) == 4


def test_lines_have_the_fields_of_a_document() -> None:
    lines = AlertLines().write(Alert(query=QUERY, documents=(Arrival(ROW),)))
    assert msgspec.json.decode(lines) == {
        "query": 'q"1',
        "document": "أ",
        "title": 'سوق & "قمح"',
        "date": "2016-12-03",
        "source": "أسواق",
        "author": None,
        "section": None,
        "url": "https://news.example/?a=1&b=2",
        "added_at": "2026-11-29T09:51:35Z",
    }


def test_a_refusal_is_a_line() -> None:
    refused = BadRequest("not_a_date", parameter="after", given="x")
    line = msgspec.json.decode(AlertLines().write(Alert(query=QUERY, refused=refused)))
    assert (line["query"], line["code"], line["given"]) == ('q"1', "not_a_date", "x")


def test_a_document_without_a_title_has_its_first_words() -> None:
    assert first_words(ROW) == 'سوق & "قمح"'
    assert first_words(BARE) == "نص\x01 بلا عنوان"


def test_snippets_take_the_place_of_the_text() -> None:
    shown = Arrival(ROW, (), (Passage(text="سعر\nالقمح", html=""), Passage(text="الخبز", html="")))
    alert = Alert(query=QUERY, documents=(shown,))
    assert msgspec.json.decode(AlertLines().write(alert))["snippets"] == ["سعر\nالقمح", "الخبز"]
    (entry,) = feed(alert).findall(f"{ATOM}entry")
    assert texts(entry)["content"] == "سعر القمح … الخبز"


def test_copies_are_named_in_a_line() -> None:
    folded = Arrival(ROW, (BARE, BARE))
    line = AlertLines().write(Alert(query=QUERY, documents=(folded,)))
    assert msgspec.json.decode(line)["copies"] == ["أ", "أ"]
