"""Inverting: a segment against what the words of its texts say."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.analysis.fold import fold, fold_exact
from index.analysis.tokenizer import words
from index.arrays import string_arrays
from index.inverter import Inverter, TermNumbers
from index.segment import TEXT_FIELDS, Segment, segment_arrays, term_key

Texts = tuple[str, str]

NOTHING: dict[str, str | None] = {"source": None, "author": None, "section": None}

texts = st.text("ابكتـ\u064eةه \u200d،٣a", max_size=30)


def inverted(documents: Sequence[Texts], first: int = 1) -> Segment:
    inverter = Inverter()
    for number, (title, body) in enumerate(documents, first):
        inverter.add(number, {"title": title, "body": body}, 20160101 + number, NOTHING)
    assert len(inverter) == len(documents)
    return inverter.segment()


def postings_of(segment: Segment, field: str) -> dict[str, list[tuple[int, list[int]]]]:
    """For each term the documents with the positions in each, read off the arrays."""
    postings = segment.fields[field]
    found: dict[str, list[tuple[int, list[int]]]] = {}
    for rank, key in enumerate(segment.keys):
        place = int(postings.position_starts[rank])
        for entry in range(int(postings.starts[rank]), int(postings.starts[rank + 1])):
            end = place + int(postings.frequencies[entry])
            found.setdefault(key, []).append(
                (int(postings.documents[entry]), postings.positions[place:end].tolist())
            )
            place = end
        assert place == postings.position_starts[rank + 1]
    return found


def expected_postings(bodies: Sequence[str]) -> dict[str, list[tuple[int, list[int]]]]:
    found: dict[str, dict[int, list[int]]] = {}
    for document, body in enumerate(bodies):
        kept = [word for word in words(body) if fold(word)]
        for position, word in enumerate(kept):
            key = term_key(fold(word), fold_exact(word))
            found.setdefault(key, {}).setdefault(document, []).append(position)
    return {key: sorted(places.items()) for key, places in found.items()}


@given(st.lists(st.tuples(texts, texts), max_size=6))
def test_postings_are_the_words_of_the_texts(documents: list[Texts]) -> None:
    segment = inverted(documents)
    assert list(segment.keys) == sorted(segment.keys)
    for place, field in enumerate(TEXT_FIELDS):
        bodies = [document[place] for document in documents]
        assert postings_of(segment, field) == expected_postings(bodies)
        assert segment.fields[field].lengths.tolist() == [
            sum(bool(fold(word)) for word in words(body)) for body in bodies
        ]


def test_one_term_a_spelling() -> None:
    segment = inverted([("مكتبة", "المكتبة والمكتبه، مَكتبة")])
    assert list(segment.keys) == [
        "المكتبه\0المكتبة",
        "مكتبه\0مكتبة",
        "مكتبه\0مَكتبة",
        "والمكتبه",
    ]


def test_columns() -> None:
    inverter = Inverter()
    empty = {"title": "", "body": ""}
    for number, source in ((7, "ب"), (9, None), (12, "أ"), (13, "ب")):
        inverter.add(number, empty, number, {**NOTHING, "source": source})
    segment = inverter.segment()
    column = segment.keywords["source"]
    assert [column.values[ordinal] for ordinal in column.ordinals] == ["ب", "", "أ", "ب"]
    assert column.values[0] == ""
    assert segment.numbers.tolist() == [7, 9, 12, 13]
    assert segment.dates.tolist() == [7, 9, 12, 13]


def test_words_after_a_preposition_are_counted() -> None:
    segment = inverted([("في تدمر", "عن تدمر. تدمر في الشمس"), ("", "تدمر")])
    counts = dict(zip(segment.keys, segment.prepositional.tolist(), strict=True))
    assert {word: count for word, count in counts.items() if count} == {"تدمر": 2, "الشمس": 1}


def test_a_shared_numbering_leaves_out_the_terms_of_other_segments() -> None:
    terms = TermNumbers()
    first, second = Inverter(terms), Inverter(terms)
    first.add(1, {"title": "", "body": "كتاب قديم"}, 0, NOTHING)
    second.add(2, {"title": "", "body": "كتاب جديد"}, 0, NOTHING)
    assert list(first.segment().keys) == ["قديم", "كتاب"]
    assert list(second.segment().keys) == ["جديد", "كتاب"]


@pytest.mark.parametrize("chunk", ["", "ـ", "كتاب", "الروسيةمن", "و15", "a_b"])
def test_chunks_are_remembered(chunk: str) -> None:
    numbers = TermNumbers()
    once = numbers.of_text(chunk)
    known = len(numbers)
    assert numbers.of_text(f"{chunk} {chunk}") == once + once
    assert len(numbers) == known


def test_arrays_are_as_narrow_as_they_can_be() -> None:
    arrays = segment_arrays(inverted([("كتاب", "كتاب " * 300)] * 3))
    assert arrays["body.documents"].dtype == arrays["body.starts"].dtype == "u1"
    assert arrays["body.frequencies"].dtype == arrays["body.positions"].dtype == "u2"
    assert set(string_arrays("terms", ["كتاب"])) <= set(arrays)
