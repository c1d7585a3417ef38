"""A file of stored queries: what a line may have, and how a search is written as one."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.alerts.stored_queries import StoredQuery, read_stored_queries, stored_query_line
from search.batch.formats import BatchError
from search.limits import LIMITS
from search.request import LEVELS, Request


def read(text: str) -> list[StoredQuery]:
    return read_stored_queries(text.encode(), "q.jsonl")


def refusal(text: str) -> tuple[str, Any]:
    with pytest.raises(BatchError) as caught:
        read(text)
    return caught.value.message.code, caught.value.message.params.get("where")


def test_a_line_has_a_query_and_the_filters_of_a_search() -> None:
    text = '{"id": 7, "query": "قمح"}\n\n' + (
        '{"id": "ب", "query": "سوق", "level": "root", "source": ["أسواق", " "], "after": "2016",'
        ' "before": "", "operator": "any", "plain": true}\n'
    )
    assert read(text) == [
        StoredQuery("7", Request(query="قمح")),
        StoredQuery(
            "ب",
            Request(
                query="سوق",
                level="root",
                sources=("أسواق",),
                after="2016",
                operator="any",
                plain=True,
            ),
        ),
    ]
    assert read('{"id": "1", "query": "سوق", "source": "أسواق"}')[0].request.sources == ("أسواق",)


@pytest.mark.parametrize(
    ("line", "code"),
    [
        ("{broken", "stored_query_invalid"),
        ('{"id": "x"}', "stored_query_invalid"),
        ('{"id": "x", "query": "قمح", "level": "wide"}', "stored_query_invalid"),
        # A filter whose name is misspelled must not be ignored.
        ('{"id": "x", "query": "قمح", "sources": "أسواق"}', "stored_query_invalid"),
        ('{"id": " ", "query": "قمح"}', "query_id_empty"),
        ('{"id": "1", "query": "قمح"}', "query_id_repeated"),
    ],
)
def test_a_bad_line_is_refused_with_its_number(line: str, code: str) -> None:
    assert refusal(f'{{"id": "1", "query": "سوق"}}\n{line}\n') == (code, "q.jsonl:2")


def test_a_file_without_queries_is_refused() -> None:
    assert refusal("\n \n")[0] == "queries_missing"


def line_of(length: int) -> str:
    shortest = len('{"id": "1", "query": ""}')
    return f'{{"id": "1", "query": "{"ق" * (length - shortest)}"}}'


def test_alert_line() -> None:
    assert len(read(line_of(LIMITS.alert_line))) == 1
    assert refusal("\n" + line_of(LIMITS.alert_line + 1)) == ("stored_query_too_long", "q.jsonl:2")


def test_alert_queries() -> None:
    lines = [f'{{"id": {number}, "query": "قمح"}}' for number in range(LIMITS.alert_queries + 1)]
    assert len(read("\n".join(lines[:-1]))) == LIMITS.alert_queries
    assert refusal("\n".join(lines))[0] == "too_many_stored_queries"


requests = st.builds(
    Request,
    query=st.text(st.characters(codec="utf-8"), max_size=40).filter(str.strip),
    sources=st.lists(st.sampled_from(["أسواق", "بريد \u2028 المشرق", "x"]), unique=True).map(tuple),
    after=st.sampled_from([None, "2016", "2016-12-03"]),
    before=st.sampled_from([None, "2017"]),
    level=st.sampled_from(LEVELS),
    operator=st.sampled_from(["all", "any"]),
    plain=st.booleans(),
)


@given(requests)
def test_a_search_is_written_as_one_line_and_read_back(request: Request) -> None:
    line = stored_query_line(StoredQuery("بحث", request))
    assert len(line.splitlines()) == 1
    assert read(line) == [StoredQuery("بحث", request)]


def test_a_line_names_only_what_differs() -> None:
    line = stored_query_line(StoredQuery("1", Request(query="قمح", sources=("أسواق",))))
    assert msgspec.json.decode(line) == {"id": "1", "query": "قمح", "source": "أسواق"}


@pytest.mark.parametrize("query", ["", "  ", "\n"])
def test_a_query_without_words_is_refused(query: str) -> None:
    line = msgspec.json.encode({"id": "empty", "query": query}).decode()
    assert refusal(line) == ("stored_query_empty", "q.jsonl:1")
