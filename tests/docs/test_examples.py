"""The examples of the query language work on the sample archive."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

import pytest

from corpus.messages.english_catalogue import SENTENCES
from search.answer import Answer
from search.engine import Engine
from search.query.nodes import Word, leaves
from search.query.parser import parse
from search.query.syntax import DATE_FIELD_NAMES, KEYWORD_FIELD_NAMES, LEVEL_NAMES, TEXT_FIELD_NAMES
from search.request import BadRequest, Request
from tests.docs.pages import DOCS, query_in, rows

ENGLISH = DOCS / "query-language.md"
ARABIC = DOCS / "query-language.ar.md"

KINDS = {
    ("query", "what it finds"): "finds",
    ("query", "the same as"): "same",
    ("query", "what is offered"): "offered",
    ("query", "how it is read"): "documented",
    ("query", "why it is refused"): "refused",
    ("الاستعلام", "ما يجده"): "finds",
    ("الاستعلام", "مثل"): "same",
    ("الاستعلام", "ما يُعرض"): "offered",
    ("الاستعلام", "كيف يُقرأ"): "documented",
    ("الاستعلام", "سبب الرفض"): "refused",
}


class Example(NamedTuple):
    """A query of a table; ``other`` is its documented equivalent or suggestion."""

    kind: str
    query: str
    other: str = ""


def examples(page: Path) -> list[Example]:
    """The examples of a page in order."""
    found = []
    for row in rows(page):
        if row.head[0] not in ("query", "الاستعلام"):
            continue
        kind = KINDS[row.head[0], row.head[1]]
        query = query_in(row.cells[0])
        assert query, f"{page.name}:{row.line}: no query"
        other = query_in(row.cells[1]) if kind in ("same", "offered") else ""
        assert other is not None, f"{page.name}:{row.line}: no query to compare with"
        found.append(Example(kind, query, other))
    return found


EXAMPLES = examples(ENGLISH)


def of_kind(kind: str) -> list[Example]:
    return [example for example in EXAMPLES if example.kind == kind]


def answer(engine: Engine, query: str) -> Answer:
    return engine.search(Request(query=query, limit=100))


def test_both_pages_have_the_same_examples() -> None:
    assert examples(ARABIC) == EXAMPLES


def test_no_example_is_repeated() -> None:
    assert len(set(EXAMPLES)) == len(EXAMPLES)


@pytest.mark.parametrize("example", of_kind("finds"), ids=lambda example: example.query)
def test_an_example_finds_documents_without_a_message(
    sample_engine: Engine, example: Example
) -> None:
    found = answer(sample_engine, example.query)
    assert found.total > 0
    assert found.warnings == ()


@pytest.mark.parametrize("example", of_kind("same"), ids=lambda example: example.query)
def test_equivalent_queries_find_the_same(sample_engine: Engine, example: Example) -> None:
    found, other = (answer(sample_engine, query) for query in (example.query, example.other))
    assert found.total > 0
    assert found.warnings == other.warnings == ()
    assert {hit.id for hit in found.hits} == {hit.id for hit in other.hits}


@pytest.mark.parametrize("example", of_kind("documented"), ids=lambda example: example.query)
def test_a_mistake_gives_a_message(sample_engine: Engine, example: Example) -> None:
    assert answer(sample_engine, example.query).warnings


@pytest.mark.parametrize("example", of_kind("offered"), ids=lambda example: example.query)
def test_an_empty_answer_has_a_suggestion(sample_engine: Engine, example: Example) -> None:
    found = answer(sample_engine, example.query)
    assert found.total == 0
    assert example.other in [each.query for each in found.suggestions]


@pytest.mark.parametrize("example", of_kind("refused"), ids=lambda example: example.query)
def test_a_misleading_query_is_refused(sample_engine: Engine, example: Example) -> None:
    with pytest.raises(BadRequest, match=r"\w+.*[.]$") as caught:
        answer(sample_engine, example.query)
    assert caught.value.parameter == "query"


def test_every_message_has_an_example() -> None:
    documented = {notice.code for example in EXAMPLES for notice in parse(example.query).notices}
    codes = {code for code, text in SENTENCES.items() if "{quote}" in text or "{place}" in text}
    # Groups nested too deeply are past the limit of a query, which is refused.
    assert documented == codes - {"deep_group"} | {"no_words"}


@pytest.mark.parametrize("page", [ENGLISH, ARABIC], ids=lambda page: page.name)
def test_every_field_name_is_documented(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    tables = {cell for row in rows(page) for cell in row.cells[:2]}
    documented = " ".join(tables).replace("`", " ").replace(">", " ").replace("<", " ").split()
    for name in (*LEVEL_NAMES, *TEXT_FIELD_NAMES, *KEYWORD_FIELD_NAMES):
        assert name in documented
    for name in DATE_FIELD_NAMES:
        assert f"{name}:" in text


def test_a_backslash_makes_an_operator_a_word() -> None:
    for query in ("بيروت \\أو صنعاء", "بيروت \\OR صنعاء", "\\ليس"):
        read = parse(query)
        assert read.notices == ()
        assert all(isinstance(leaf, Word) for leaf in leaves(read.tree))
    assert len(list(leaves(parse("بيروت \\أو صنعاء").tree))) == 3


@pytest.mark.parametrize(
    ("narrow", "wide"),
    [
        ("exact:قافلة", "form:قافلة"),
        ("form:مكتبات", "stem:مكتبات"),
        ("stem:كاتب", "root:كاتب"),
        ('"مياه نهر"', 'stem:"مياه نهر"'),
    ],
)
def test_levels_are_nested(sample_engine: Engine, narrow: str, wide: str) -> None:
    found, more = (answer(sample_engine, query) for query in (narrow, wide))
    assert {hit.id for hit in found.hits} <= {hit.id for hit in more.hits}
    assert found.total < more.total
