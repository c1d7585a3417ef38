"""The marks of documents of the sample archive: all words that match and no others."""

from __future__ import annotations

import html
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from arabic.folding import fold
from arabic.tokenizer import tokenize
from corpus.document import Document
from search.answer import Mark, Passage
from search.engine import Engine
from search.request import Level, Request

WORDS = ("مكتبة", "وبالمدينة", "سفن", "كتاب", "المدرسة", "تدمر", "قافله", "٢٠١٦", "يقول", "أولاً")
QUERIES = (
    "مكتبة OR مدينة OR سفينة",
    '"على مدى" OR "إلى جانب"',
    '"المدينة الأثرية"~3',
    "كت* OR م?تبة OR ميكروسوفط~2",
    "جذر:كتب -تدمر",
    "كوفيد-19 OR أيار OR غوغل",
    "* الباحثين",
)


def words_of(passage: Passage) -> list[str]:
    return [passage.text[mark.start : mark.end] for mark in passage.marks]


@given(st.sampled_from(WORDS), st.sampled_from(["form", "stem", "root"]), st.integers(0, 65))
def test_exactly_the_words_of_a_class_are_marked(
    sample_engine: Engine,
    sample_documents: list[Document],
    word: str,
    level: Level,
    number: int,
) -> None:
    document = sample_documents[number]
    marked = sample_engine.mark(document, word, level)
    wanted = getattr(sample_engine.analyze(word)[0], level)
    beginning = document.text[:800].rpartition(" ")[0]
    assert [mark for mark in marked.text.marks if mark.end <= len(beginning)] == [
        Mark(found.start, found.end)
        for found in sample_engine.analyze(beginning)
        if getattr(found, level) == wanted
    ]


@pytest.mark.parametrize("query", QUERIES)
def test_a_passage_is_a_slice_of_the_text_with_marked_words(
    sample_engine: Engine, query: str
) -> None:
    for hit in sample_engine.search(Request(query=query, limit=100)).hits:
        document = sample_engine.document(hit.id)
        assert document is not None
        for passage, text in (
            (hit.title, document.title),
            *((s, document.text) for s in hit.snippets),
        ):
            end = passage.start + len(passage.text)
            assert passage.text == text[passage.start : end]
            assert html.unescape(re.sub("</?mark>", "", passage.html)) == passage.text
            spans = [
                (mark.start + passage.start, mark.end + passage.start) for mark in passage.marks
            ]
            assert set(spans) <= {(token.start, token.end) for token in tokenize(text)}
            assert spans == sorted(set(spans))
            assert passage.cut_before <= bool(text[: passage.start].strip())
            assert passage.cut_after <= bool(text[end:].strip())
        assert 1 <= len(hit.snippets) <= 2
        assert any(passage.marks for passage in (hit.title, *hit.snippets))


def test_the_words_of_a_phrase_are_marked_only_together(sample_engine: Engine) -> None:
    (hit,) = sample_engine.search(Request(query='"متحف تدمر"')).hits
    assert [words_of(passage) for passage in (hit.title, *hit.snippets)] == [[], ["متحف", "تدمر"]]


def test_excluded_words_are_not_marked(sample_engine: Engine) -> None:
    for hit in sample_engine.search(Request(query="تدمر -متحف")).hits:
        marked = {word for passage in (hit.title, *hit.snippets) for word in words_of(passage)}
        assert marked
        assert all(fold(word).endswith("دمر") for word in marked)
