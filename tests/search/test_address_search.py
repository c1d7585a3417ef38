"""An address as a query finds its document."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from typing import Any
from urllib.parse import quote

import pytest

from corpus.document import Document
from search.answer import Answer
from search.engine import Engine
from search.request import BadRequest, Request
from tests.homes import add_to

OPENING = "https://example.org/news/7/افتتاح-المكتبة"
DOCUMENTS = (
    Document(id="opening", title="افتتاح المكتبة", text="افتتحت البلدية المكتبة.", url=OPENING),
    Document(id="print", text="افتتحت.", url=f"{OPENING}?utm_source=print", date="2016"),
    Document(id="market", text="سوق الزيت", url="https://example.org/news/8", source="أسواق"),
    Document(id="other", text="سوق القمح", url="https://example.org/news/9", source="أسواق"),
)


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    home = tmp_path_factory.mktemp("addresses")
    add_to(home, DOCUMENTS)
    with closing(Engine.open(home)) as opened:
        yield opened


def ask(engine: Engine, query: str, **options: Any) -> Answer:
    return engine.search(Request(query=query, **options))


def ids(answer: Answer) -> list[str]:
    return [hit.id for hit in answer.hits]


def codes(answer: Answer) -> list[str]:
    return [message.code for message in answer.warnings]


@pytest.mark.parametrize(
    "query",
    [
        "https://example.org/news/8",
        "http://www.example.org/news/8/#top",
        "<https://m.example.org/news/8?fbclid=1>",
        "example.org/news/8",
        "  «HTTPS://EXAMPLE.ORG/news/8»  ",
    ],
)
def test_an_address_finds_its_document(engine: Engine, query: str) -> None:
    answer = ask(engine, query)
    assert ids(answer) == ["market"]
    assert codes(answer) == ["address_found"]
    assert answer.is_of_address
    assert answer.suggestions == ()


def test_percent_signs_are_letters(engine: Engine) -> None:
    assert ids(ask(engine, quote(OPENING, safe=":/"))) == ["opening"]


def test_the_exact_address_is_preferred_to_others_of_its_page(engine: Engine) -> None:
    assert ids(ask(engine, OPENING)) == ["opening"]
    assert ids(ask(engine, f"{OPENING}?utm_source=print")) == ["print"]
    assert sorted(ids(ask(engine, f"{OPENING}?utm_source=other"))) == ["opening", "print"]


def test_filters_sorts_and_counts_apply(engine: Engine) -> None:
    both = f"{OPENING}?utm_source=other"
    assert ids(ask(engine, both, after="2016")) == ["print"]
    assert ids(ask(engine, both, sort="newest")) == ["print", "opening"]
    assert ask(engine, both, facets=("year",)).facets[0].missing == 1
    assert engine.rank(Request(query=both)).total == 2
    excluded = ask(engine, OPENING, sources=("أسواق",))
    assert ids(excluded) == []
    assert excluded.suggestions[0].kind == "filters"
    assert excluded.suggestions[0].documents == 1


def test_an_address_of_no_document_is_reported(engine: Engine) -> None:
    answer = ask(
        engine, "https://example.org/culture/%D8%A7%D9%84%D9%85%D9%83%D8%AA%D8%A8%D8%A9-7/"
    )
    assert (answer.total, codes(answer)) == (0, ["address_not_found"])
    assert answer.is_of_unknown_address
    found = [(each.kind, each.query, each.documents) for each in answer.suggestions]
    assert found == [("words", "المكتبة", 1), ("site", 'source:"أسواق"', 2)]


def test_any_of_the_words_of_an_address_are_offered_where_none_has_all(engine: Engine) -> None:
    (words,) = ask(engine, "https://other.example/الزيت-القمح").suggestions
    assert (words.kind, words.operator, words.documents) == ("words", "any", 2)


def test_a_text_like_an_address_of_no_document_is_a_query(engine: Engine) -> None:
    answer = ask(engine, "افتتحت.البلدية/المكتبة")
    assert not answer.is_of_address
    assert "opening" in ids(answer)


def test_plain_words_are_no_address(engine: Engine) -> None:
    assert not ask(engine, OPENING, plain=True).is_of_address


def test_a_document_that_is_added_later_is_found(engine: Engine) -> None:
    url = "https://example.org/news/10"
    assert ask(engine, url).is_of_unknown_address
    add_to(engine.home, [Document(id="later", text="خبر", url=url)])
    with closing(Engine.open(engine.home)) as later:
        assert ids(ask(later, url)) == ["later"]


def test_ids_are_looked_up_by_address(engine: Engine) -> None:
    assert engine.ids_at("http://example.org/news/8/") == ("market",)
    assert engine.ids_at("http://example.org/nothing") == ()
    with pytest.raises(BadRequest, match="no address"):
        engine.ids_at("تدمر")


def test_a_document_is_explained_for_its_address(engine: Engine) -> None:
    found = engine.explain(Request(query=OPENING), "opening")
    assert found is not None
    assert found.matched
    other = engine.explain(Request(query=OPENING), "market")
    assert other is not None
    assert not other.matched
