"""Inverting: the postings of a segment are the words of its texts."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import pairwise

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from arabic.attestation import PREPOSITIONS
from index.inverter import Inverter
from index.segment import TEXT_FIELDS, Segment, keyword_names, segment_arrays

# Texts as the numbers of their terms: title and body of each document.
Document = tuple[list[int], list[int]]

NO_KEYWORDS: dict[str, str | None] = dict.fromkeys(keyword_names())
TERMS = 6

texts = st.lists(st.integers(0, TERMS - 1), max_size=12)
documents = st.lists(st.tuples(texts, texts), max_size=6)


def inverter_of(known: Sequence[Document], batch: int = 2) -> Inverter:
    """An inverter to which documents were added in batches."""
    inverter = Inverter()
    for start in range(0, len(known), batch):
        some = known[start : start + batch]
        for number in range(start, start + len(some)):
            inverter.add(number + 1, 20160101 + number, NO_KEYWORDS)
        for place, field in enumerate(TEXT_FIELDS):
            words = [term for document in some for term in document[place]]
            lengths = [len(document[place]) for document in some]
            inverter.add_words(field, np.array(words, np.int32), lengths)
    return inverter


def postings_of(segment: Segment, field: str) -> dict[int, dict[int, list[int]]]:
    """For each term its documents with the positions in each, read from the entries."""
    found = {}
    postings = segment.fields[field]
    for term in postings.present().tolist():
        read = postings.field().decode(np.array([term], np.uint32), True)
        _, held, frequencies, positions = (part.tolist() for part in read)
        rest = iter(positions)
        found[term] = {
            document: [next(rest) for _ in range(frequency)]
            for document, frequency in zip(held, frequencies, strict=True)
        }
        assert list(rest) == []
    return found


def expected_postings(bodies: Iterable[list[int]]) -> dict[int, dict[int, list[int]]]:
    found: dict[int, dict[int, list[int]]] = {}
    for document, body in enumerate(bodies):
        for position, term in enumerate(body):
            found.setdefault(term, {}).setdefault(document, []).append(position)
    return found


@given(documents)
def test_postings_are_the_words_of_the_texts(known: list[Document]) -> None:
    inverter = inverter_of(known)
    assert len(inverter) == len(known)
    assert inverter.words == sum(len(title) + len(body) for title, body in known)
    segment = inverter.segment()
    for place, field in enumerate(TEXT_FIELDS):
        bodies = [document[place] for document in known]
        assert postings_of(segment, field) == expected_postings(bodies)
        assert segment.fields[field].lengths.tolist() == [len(body) for body in bodies]


def test_absent_terms_use_no_space() -> None:
    segment = inverter_of([([], [1_000_000, 7, 1_000_000])]).segment()
    assert segment.fields["body"].terms.tolist() == [7, 1_000_000]
    assert len(segment.fields["body"].starts) == 3
    assert postings_of(segment, "body") == {7: {0: [1]}, 1_000_000: {0: [0, 2]}}


def test_columns() -> None:
    inverter = Inverter()
    for number, source in ((7, "ب"), (9, None), (12, "أ"), (13, "ب")):
        inverter.add(number, number, {**NO_KEYWORDS, "source": source})
    for field in TEXT_FIELDS:
        inverter.add_words(field, np.zeros(0, np.int32), [0] * 4)
    segment = inverter.segment()
    column = segment.keywords["source"]
    assert [column.values[ordinal] for ordinal in column.ordinals] == ["ب", "", "أ", "ب"]
    assert column.values[0] == ""
    assert segment.numbers.tolist() == [7, 9, 12, 13]
    assert segment.dates.tolist() == [7, 9, 12, 13]


def test_words_after_a_preposition_are_counted() -> None:
    """Term 0 is the preposition; the first word of the next text does not follow it."""
    assert "في" in PREPOSITIONS
    inverter = inverter_of([([0, 1], [0, 1, 1, 0, 2, 0]), ([1], [0, 0, 3])])
    occurrences, prepositional = inverter.counts((np.array([0]),), 5)
    assert occurrences.tolist() == [6, 4, 1, 1, 0]
    assert prepositional.tolist() == [1, 2, 1, 1, 0]


@given(documents, st.sets(st.integers(0, TERMS - 1)))
def test_counts(known: list[Document], prepositions: set[int]) -> None:
    whole = [text for document in known for text in document]
    followers = [b for text in whole for a, b in pairwise(text) if a in prepositions]
    occurrences, prepositional = inverter_of(known).counts(
        (np.array(sorted(prepositions), np.int64),), TERMS
    )
    assert occurrences.tolist() == [sum(text.count(n) for text in whole) for n in range(TERMS)]
    assert prepositional.tolist() == [followers.count(number) for number in range(TERMS)]


def test_counting_does_not_change_the_segment() -> None:
    known: list[Document] = [([0], [1, 2]), ([], [2, 2])]
    counted = inverter_of(known)
    counted.counts((np.zeros(0, np.int64),), TERMS)
    one, other = (segment_arrays(each.segment()) for each in (counted, inverter_of(known)))
    assert {name: array.tolist() for name, array in one.items()} == {
        name: array.tolist() for name, array in other.items()
    }


def test_arrays_have_the_narrowest_type() -> None:
    arrays = segment_arrays(inverter_of([([0], [0] * 300)] * 3).segment())
    assert arrays["title.lengths"].dtype == arrays["numbers"].dtype == "u1"
    assert arrays["body.lengths"].dtype == "u2"
    assert len(arrays["body.terms"]) == 0
