"""Documents with most of the words of a query that few documents have all of."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.document import Document
from search.answer import Answer, MostWords
from search.engine import Engine
from search.limits import LIMITS
from search.request import Request
from tests.homes import add_to
from warraq.rendering import most_words_lines

TEXTS = [
    "قمح وخبز وتمر وعسل",  # all four
    "قمح وخبز وتمر",
    "قمح وخبز وعسل",
    "قمح وخبز",
    "عسل",
    "زيت",
]


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    home = tmp_path_factory.mktemp("partial")
    documents = [
        Document(id=str(number), text=text, source="سوق" if number == 2 else "مخزن")
        for number, text in enumerate(TEXTS)
    ]
    add_to(home, documents)
    with closing(Engine.open(home)) as opened:
        yield opened


def partial(answer: Answer) -> dict[str, tuple[str, ...]]:
    """What each document of the second list lacks."""
    found = answer.most_words
    return {} if found is None else {hit.id: hit.missing for hit in found.hits}


def test_each_document_lacks_one_word(engine: Engine) -> None:
    answer = engine.search(Request(query="قمح خبز تمر عسل"))
    assert [hit.id for hit in answer.hits] == ["0"]
    assert answer.total == 1
    assert partial(answer) == {"1": ("عسل",), "2": ("تمر",)}


def test_one_of_two_words_is_not_most(engine: Engine) -> None:
    assert engine.search(Request(query="عسل زيت")).most_words is None


def test_a_part_that_occurs_nowhere_may_be_missing(engine: Engine) -> None:
    answer = engine.search(Request(query='قمح خبز "تمر زيت"'))
    assert answer.total == 0
    assert set(partial(answer).values()) == {('"تمر زيت"',)}


def test_filters_and_excluded_words_hold(engine: Engine) -> None:
    query = "قمح خبز تمر عسل"
    assert list(partial(engine.search(Request(query=query, sources=("سوق",))))) == ["2"]
    assert list(partial(engine.search(Request(query=f"{query} source:سوق")))) == ["2"]
    assert list(partial(engine.search(Request(query=f"{query} -تمر")))) == ["2"]


def test_only_the_first_page_of_a_short_answer_has_the_list(engine: Engine) -> None:
    query = "قمح خبز تمر عسل"
    assert engine.search(Request(query=query, offset=20)).most_words is None
    assert engine.search(Request(query="قمح خبز")).most_words is None
    assert engine.search(Request(query=query, operator="any")).most_words is None


def test_the_list_is_cut_and_its_total_is_not(engine: Engine) -> None:
    limits = msgspec.structs.replace(LIMITS, partial_hits=1)
    with closing(Engine.open(engine.home, limits=limits)) as cut:
        found = cut.search(Request(query="قمح خبز تمر عسل")).most_words
    assert found is not None
    assert (found.total, len(found.hits)) == (2, 1)


def test_the_terminal_names_what_is_missing(engine: Engine) -> None:
    found = engine.search(Request(query="قمح خبز تمر عسل")).most_words
    assert isinstance(found, MostWords)
    lines = list(most_words_lines(found, str))
    assert lines[0] == "2 documents have most of the words:"
    assert any("without عسل · مخزن" in line for line in lines)


WORDS = ("قمح", "خبز", "تمر", "عسل", "زيت", "ملح", '"قمح خبز"', "-زيت", "source:سوق", "OR")


@given(
    query=st.lists(st.sampled_from(WORDS), min_size=1, max_size=6).map(" ".join),
    level=st.sampled_from(["form", "stem", "root"]),
)
def test_no_document_is_in_both_lists(engine: Engine, query: str, level: str) -> None:
    request = msgspec.convert({"query": query, "level": level}, Request)
    answer = engine.search(request)
    if answer.most_words is not None:
        assert answer.total < LIMITS.few_documents
        assert not {hit.id for hit in answer.hits} & set(partial(answer))
        assert all(partial(answer).values())
        assert len(answer.most_words.hits) <= answer.most_words.total
