"""Postings on disk: compiled kernels and their numpy twins write and read the same."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import partial
from typing import Any, NamedTuple

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.array_types import I64, U8, U32, Array
from index.arrays import DamagedError
from index.kernels import PADDING, numpy_postings
from index.reader import MATCHED_DOCUMENTS

compiled = pytest.importorskip(
    "index.kernels.compiled", reason="the kernels were not compiled at install"
)

KERNELS = pytest.mark.parametrize("kernels", [compiled, numpy_postings], ids=["compiled", "numpy"])


class Posted(NamedTuple):
    """For each term its documents, each with the positions of the term."""

    terms: list[dict[int, list[int]]]
    size: int

    def arrays(self) -> tuple[I64, U32, U32, U32]:
        documents = [document for term in self.terms for document in term]
        frequencies = [len(places) for term in self.terms for places in term.values()]
        positions = [place for term in self.terms for places in term.values() for place in places]
        bounds = np.cumsum([0, *(len(term) for term in self.terms)])
        return (
            bounds.astype(np.int64),
            np.array(documents, np.uint32),
            np.array(frequencies, np.uint32),
            np.array(positions, np.uint32),
        )


def field(kernels: Any, posted: Posted, *, first: int = 0, by: Any = None) -> Any:
    """The field of these terms, numbered from 0."""
    starts, entries = (by or kernels).encode(*posted.arrays())
    padded = np.concatenate((entries, np.zeros(PADDING, np.uint8)))
    consecutive = np.zeros(0, np.uint32)
    return kernels.FieldEntries(consecutive, starts.astype(np.uint32), padded, first, posted.size)


@st.composite
def posted(draw: st.DrawFn, most: int = 400) -> Posted:
    """Frequent terms, rare terms, terms of one document, and terms without documents."""
    size = draw(st.integers(1, most))
    pick = draw(st.randoms(use_true_random=False))
    terms = []
    for _ in range(draw(st.integers(0, 6))):
        share = draw(st.sampled_from([0.0, 0.01, 0.2, 1.0]))
        documents = sorted(pick.sample(range(size), round(share * size)))
        if draw(st.booleans()) and not documents:
            documents = [pick.randrange(size)]
        terms.append(
            {
                document: sorted(
                    pick.sample(range(pick.choice([4, 300, 70_000])), pick.choice([1, 1, 1, 2, 4]))
                )
                for document in documents
            }
        )
    return Posted(terms, size)


@given(posted())
def test_both_kernels_write_the_same_bytes(terms: Posted) -> None:
    for one, other in zip(
        compiled.encode(*terms.arrays()), numpy_postings.encode(*terms.arrays()), strict=True
    ):
        np.testing.assert_array_equal(one, other)


@KERNELS
@given(terms=posted(), first=st.sampled_from([0, 7]))
def test_reading_gives_the_postings_that_were_written(
    kernels: Any, terms: Posted, first: int
) -> None:
    counts, documents, frequencies, positions = field(kernels, terms, first=first).decode(
        np.arange(len(terms.terms), dtype=np.uint32), True
    )
    bounds, *written = terms.arrays()
    assert counts.tolist() == np.diff(bounds).tolist()
    assert (documents - first).tolist() == written[0].tolist()
    assert frequencies.tolist() == written[1].tolist()
    assert positions.tolist() == written[2].tolist()


@KERNELS
@given(terms=posted(), data=st.data())
def test_counts_of_occurrences_in_some_documents(
    kernels: Any, terms: Posted, data: st.DataObject
) -> None:
    wanted = data.draw(st.lists(st.booleans(), min_size=terms.size, max_size=terms.size))
    found = field(kernels, terms).count_occurrences(np.array(wanted).view(np.uint8))
    assert found.tolist() == [
        sum(len(places) for document, places in term.items() if wanted[document])
        for term in terms.terms
    ]


@KERNELS
@given(terms=posted(), data=st.data())
def test_words_of_some_documents(kernels: Any, terms: Posted, data: st.DataObject) -> None:
    wanted = data.draw(st.lists(st.booleans(), min_size=terms.size, max_size=terms.size))
    found = field(kernels, terms).list_words(np.array(wanted).view(np.uint8))
    assert list(zip(*(part.tolist() for part in found), strict=True)) == [
        (document, place, number)
        for number, term in enumerate(terms.terms)
        for document, places in term.items()
        for place in places
        if wanted[document]
    ]


@KERNELS
@given(terms=posted(), first=st.sampled_from([0, 7]), data=st.data())
def test_occurrences_in_some_documents(
    kernels: Any, terms: Posted, first: int, data: st.DataObject
) -> None:
    wanted = data.draw(st.lists(st.booleans(), min_size=terms.size, max_size=terms.size))
    known = range(len(terms.terms) + 2)
    terms_asked = data.draw(st.lists(st.sampled_from(known), unique=True))
    documents, positions = field(kernels, terms, first=first).find_occurrences(
        np.array(terms_asked, np.uint32), np.array(wanted).view(np.uint8)
    )
    assert sorted(zip(documents.tolist(), positions.tolist(), strict=True)) == sorted(
        (document + first, place)
        for number in terms_asked
        if number < len(terms.terms)
        for document, places in terms.terms[number].items()
        for place in places
        if wanted[document]
    )


@KERNELS
@given(terms=posted(), first=st.sampled_from([0, 7]), data=st.data())
def test_matches_in_a_few_documents(
    kernels: Any, terms: Posted, first: int, data: st.DataObject
) -> None:
    numbers = st.integers(0, terms.size + first + 3)
    documents = sorted(data.draw(st.sets(numbers, max_size=100)))
    asked = data.draw(st.lists(st.integers(0, len(terms.terms) + 1), unique=True))
    most = data.draw(st.sampled_from([1, 2, 1_000]))
    places, positions, which = kernels.find_matches(
        field(kernels, terms, first=first),
        np.array(asked, np.uint32),
        np.array(documents, np.uint32),
        most,
    )
    assert list(zip(which.tolist(), places.tolist(), positions.tolist(), strict=True)) == [
        (term, documents.index(document + first), position)
        for term, number in enumerate(asked)
        if number < len(terms.terms)
        for document, found in terms.terms[number].items()
        if document + first in documents
        for position in found[:most]
    ]


@KERNELS
@given(terms=posted(), data=st.data())
def test_sums_are_those_of_live_documents(kernels: Any, terms: Posted, data: st.DataObject) -> None:
    flags = st.lists(st.booleans(), min_size=terms.size + 3, max_size=terms.size + 3)
    live = np.array(data.draw(flags))
    factors = np.linspace(0.5, 2.0, terms.size + 3, dtype=np.float32)
    sums = kernels.Sums(live)
    numbers = np.arange(len(terms.terms), dtype=np.uint32)
    skip = numbers[::2].copy()
    part = field(kernels, terms, first=3)
    for _ in range(2):
        sums.add(part, numbers, factors, 0.5, skip)
        wanted = np.zeros(terms.size + 3)
        for term in terms.terms[1::2]:
            for document, places in term.items():
                if live[document + 3]:
                    wanted[document + 3] += 0.5 * len(places) * float(factors[document + 3])
        np.testing.assert_allclose(sums.values, wanted, rtol=1e-12)
        assert sorted(sums.documents.tolist()) == np.flatnonzero(wanted).tolist()
        sums.clear()
        assert sums.count == 0
        assert not sums.values.any()


@KERNELS
def test_sums_of_counts(kernels: Any) -> None:
    sums = kernels.Sums(np.array([True, True, False]))
    factors = np.array([1.0, 2.0, 3.0], np.float32)
    sums.add_counts(np.array([1, 2], np.uint32), np.array([3, 4]), factors, 0.5)
    sums.add_counts(np.array([0, 1], np.uint32), np.array([1, 1]), factors, 1.0)
    assert sums.values.tolist() == [1.0, 5.0, 0.0]
    assert sorted(sums.documents.tolist()) == [0, 1]


@KERNELS
@given(words=st.lists(st.lists(st.integers(0, 4), max_size=12), max_size=8))
def test_inverting(kernels: Any, words: list[list[int]]) -> None:
    bounds, documents, frequencies, positions = kernels.invert(
        np.array([term for text in words for term in text], np.int32),
        np.array([len(text) for text in words], np.int64),
        5,
    )
    terms = [
        {
            document: [place for place, term in enumerate(text) if term == wanted]
            for document, text in enumerate(words)
            if wanted in text
        }
        for wanted in range(5)
    ]
    found: tuple[Array, ...] = (bounds, documents, frequencies, positions)
    expected: tuple[Array, ...] = Posted(terms, len(words)).arrays()
    for one, other in zip(found, expected, strict=True):
        assert one.tolist() == other.tolist()


@KERNELS
@given(parts=st.lists(posted(150), min_size=1, max_size=3), data=st.data())
def test_merging(kernels: Any, parts: list[Posted], data: st.DataObject) -> None:
    """Documents are renumbered; those left out are dropped, and so are terms without documents."""
    most = max(len(part.terms) for part in parts)
    renumbered: list[U32] = []
    merged: list[dict[int, list[int]]] = [{} for _ in range(most)]
    number = 0
    for part in parts:
        numbers = np.full(part.size, 0xFFFFFFFF, np.uint32)
        for document in range(part.size):
            if data.draw(st.booleans()):
                numbers[document] = number
                for term, postings in enumerate(part.terms):
                    if document in postings:
                        merged[term][number] = postings[document]
                number += 1
        renumbered.append(numbers)
    starts, entries = kernels.merge(
        [field(kernels, part) for part in parts], renumbered, np.arange(most, dtype=np.uint32)
    )
    wanted = kernels.encode(*Posted(merged, number).arrays())
    assert starts.tolist() == wanted[0].tolist()
    assert entries.tolist() == wanted[1].tolist()


# Entries of arbitrary bytes are refused, or read as documents within bounds.


def outcome(read: Callable[[], Iterable[Any]]) -> list[Any]:
    """The arrays read as lists, or the code of the refusal."""
    try:
        return [np.asarray(part).tolist() for part in read()]
    except DamagedError as error:
        return [error.message.code]


def assert_both_read_the_same(starts: U32, entries: U8, terms: U32, size: int) -> None:
    """Both kernels refuse a field, or read the same from it."""
    padded = np.concatenate((entries, np.full(PADDING, 0xAA, np.uint8)))
    wanted = np.ones(size, np.uint8)
    wanted[::3] = 0
    numbers = [np.arange(size, dtype=np.uint32), np.arange(size, 2 * size, dtype=np.uint32)]
    dropped = [np.where(each % 4, each, np.uint32(0xFFFFFFFF)) for each in numbers]
    terms_asked = np.arange(int(terms.max()) + 2 if len(terms) else len(starts), dtype=np.uint32)
    one, other = (
        kernels.FieldEntries(terms, starts, padded, 0, size)
        for kernels in (compiled, numpy_postings)
    )
    for with_positions in (False, True):
        read = outcome(partial(one.decode, terms_asked, with_positions))
        assert read == outcome(partial(other.decode, terms_asked, with_positions))
        assert len(read) == 1 or all(document < size for document in read[1])
    assert outcome(lambda: [one.count_occurrences(wanted)]) == outcome(
        lambda: [other.count_occurrences(wanted)]
    )
    assert outcome(lambda: one.list_words(wanted)) == outcome(lambda: other.list_words(wanted))
    assert outcome(lambda: merged(compiled, one, numbers, terms_asked)) == outcome(
        lambda: merged(numpy_postings, other, numbers, terms_asked)
    )
    # The compiled kernel skips documents that are not wanted without checking their positions.
    outcome(lambda: one.find_occurrences(terms_asked, wanted))
    # The compiled kernel does not read the positions of terms without documents.
    outcome(lambda: compiled.merge([one, one], dropped, terms_asked))
    assert outcome(lambda: summed(compiled, one, terms_asked, size)) == outcome(
        lambda: summed(numpy_postings, other, terms_asked, size)
    )


def merged(kernels: Any, part: Any, numbers: list[U32], terms: U32) -> Iterable[Array]:
    """A field merged with itself and read again: an integer may be written in more bytes than it
    needs, which one kernel copies and the other encodes again."""
    starts, entries = kernels.merge([part, part], numbers, terms)
    padded = np.concatenate((entries, np.zeros(PADDING, np.uint8)))
    whole = kernels.FieldEntries(
        np.zeros(0, np.uint32), starts.astype(np.uint32), padded, 0, 2 * part.size
    )
    found: Iterable[Array] = whole.decode(np.arange(len(terms), dtype=np.uint32), True)
    return found


def summed(kernels: Any, part: Any, terms: U32, size: int) -> Iterator[Array]:
    sums = kernels.Sums(np.arange(size) % 5 > 0)
    sums.add(part, terms, np.ones(size, np.float32))
    yield sums.values
    yield np.sort(sums.documents)


@given(terms=posted(300), data=st.data())
def test_entries_with_changed_bytes(terms: Posted, data: st.DataObject) -> None:
    starts, entries = compiled.encode(*terms.arrays())
    for _ in range(data.draw(st.integers(1, 3)) if len(entries) else 0):
        entries[data.draw(st.integers(0, len(entries) - 1))] = data.draw(st.integers(0, 255))
    consecutive = np.zeros(0, np.uint32)
    assert_both_read_the_same(starts.astype(np.uint32), entries, consecutive, terms.size)


# Bytes at the bounds that the kernels check, and any others.
_BYTES = st.one_of(
    st.sampled_from([0, 1, 2, 3, 31, 32, 33, 127, 128, 129, 255]), st.integers(0, 255)
)


@given(
    entries=st.lists(_BYTES, max_size=60),
    size=st.integers(1, 300),
    steps=st.lists(st.integers(0, 20), max_size=8),
    sparse=st.booleans(),
)
def test_random_bytes_as_entries(
    entries: list[int], size: int, steps: list[int], sparse: bool
) -> None:
    starts = np.cumsum([0, *steps]).astype(np.uint32)
    terms = np.arange(len(steps) if sparse else 0, dtype=np.uint32) * 3
    assert_both_read_the_same(starts, np.array(entries, np.uint8), terms, size)


@given(
    terms=posted(60),
    starts=st.lists(
        st.one_of(
            st.integers(0, 80), st.integers(0xFFFFFFF0, 0xFFFFFFFF), st.integers(0, 2**32 - 1)
        ),
        min_size=1,
        max_size=8,
    ),
)
def test_random_starts_of_entries(terms: Posted, starts: list[int]) -> None:
    _, entries = compiled.encode(*terms.arrays())
    consecutive = np.zeros(0, np.uint32)
    assert_both_read_the_same(np.array(starts, np.uint32), entries, consecutive, terms.size)


@KERNELS
@pytest.mark.parametrize(
    ("entry", "why"),
    [
        ([2], "no first document"),
        ([0, 0], "no documents at all"),
        ([11, 0], "more documents than there are"),
        ([1, 20], "a document out of range"),
        ([1, 1, 0], "a frequency of 0"),
        ([1, 0x80], "an integer without an end"),
        ([1, 0x80, 0x80, 0x80, 0x80, 0x10], "a number of more than 32 bits"),
        ([2, 0, 4], "widths cut short"),
        ([2, 0, 33, 0, *[0] * 9], "steps of 33 bits"),
        ([2, 0, 0, 32, *[0xFF] * 8], "frequencies of 32 bits"),
        ([2, 9, 1, 0, 0b10], "documents past the last"),
    ],
)
def test_invalid_entries_are_refused(kernels: Any, entry: list[int], why: str) -> None:
    padded = np.array([*entry, *[0] * PADDING], np.uint8)
    starts = np.array([0, len(entry)], np.uint32)
    term = np.zeros(1, np.uint32)
    part = kernels.FieldEntries(np.zeros(0, np.uint32), starts, padded, 0, 10)
    with pytest.raises(DamagedError, match="an entry of postings is cut short"):
        part.decode(term, False)
    with pytest.raises(DamagedError, match="an entry of postings is cut short"):
        kernels.Sums(np.ones(10, bool)).add(part, term, np.ones(10, np.float32))


@KERNELS
@pytest.mark.parametrize("positions", [[], [3], [3, 1, 1], [3, 0x80]])
def test_an_entry_without_a_position_for_each_occurrence_is_refused(
    kernels: Any, positions: list[int]
) -> None:
    entry = [1, 1, 2, *positions]
    padded = np.array([*entry, *[0] * PADDING], np.uint8)
    starts = np.array([0, len(entry)], np.uint32)
    part = kernels.FieldEntries(np.zeros(0, np.uint32), starts, padded, 0, 1)
    term = np.zeros(1, np.uint32)
    assert [found.tolist() for found in part.decode(term, False)[:3]] == [[1], [0], [2]]
    for read, *arguments in (
        (part.decode, term, True),
        (part.list_words, np.ones(1, np.uint8)),
        (part.find_occurrences, term, np.ones(1, np.uint8)),
        (part.find_occurrences, term, np.zeros(1, np.uint8)),
        (kernels.merge, [part], [np.zeros(1, np.uint32)], term),
    ):
        with pytest.raises(DamagedError, match="an entry of postings is cut short"):
            read(*arguments)


@KERNELS
def test_a_field_without_an_entry_for_each_term_is_refused(kernels: Any) -> None:
    padding = np.zeros(PADDING, np.uint8)
    for terms, starts in ([0, 1], [0, 0]), ([], []):
        with pytest.raises(DamagedError, match="one entry for each term"):
            kernels.FieldEntries(
                np.array(terms, np.uint32), np.array(starts, np.uint32), padding, 0, 1
            )


@KERNELS
def test_amounts_that_are_not_above_0_are_left_out(kernels: Any) -> None:
    part = field(kernels, Posted([{0: [1], 1: [2]}, {0: [3], 1: [4]}], 2))
    sums = kernels.Sums(np.ones(2, bool))
    for weight in (0.0, -1.0):
        sums.add(part, np.arange(2, dtype=np.uint32), np.ones(2, np.float32), weight)
        sums.add_counts(
            np.zeros(9, np.uint32), np.ones(9, np.int64), np.ones(2, np.float32), weight
        )
    sums.add(part, np.arange(2, dtype=np.uint32), np.array([0.0, 1.0], np.float32))
    assert sums.documents.tolist() == [1]
    assert sums.values.tolist() == [0.0, 2.0]


@KERNELS
def test_matches_are_asked_for_in_at_most_255_documents(kernels: Any) -> None:
    some = field(kernels, Posted([{0: [1]}], 300))
    terms, documents = np.zeros(1, np.uint32), np.arange(MATCHED_DOCUMENTS + 1, dtype=np.uint32)
    with pytest.raises(ValueError, match="too many"):
        kernels.find_matches(some, terms, documents, 9)
    places, positions, _ = kernels.find_matches(some, terms, documents[:-1], 9)
    assert (places.tolist(), positions.tolist()) == ([0], [1])


@given(terms=posted(60), data=st.data())
def test_matches_in_entries_with_changed_bytes_are_found_or_refused(
    terms: Posted, data: st.DataObject
) -> None:
    """Nothing is read outside of an entry."""
    starts, entries = compiled.encode(*terms.arrays())
    changed = entries.copy()
    for _ in range(data.draw(st.integers(1, 3)) if len(changed) else 0):
        changed[data.draw(st.integers(0, len(changed) - 1))] = data.draw(st.integers(0, 255))
    padded = np.concatenate((changed, np.zeros(PADDING, np.uint8)))
    some = compiled.FieldEntries(
        np.zeros(0, np.uint32), starts.astype(np.uint32), padded, 0, terms.size
    )
    documents = np.arange(min(255, terms.size), dtype=np.uint32)
    try:
        numbers = np.arange(len(terms.terms), dtype=np.uint32)
        found = compiled.find_matches(some, numbers, documents, 1_000)
    except DamagedError:
        return
    assert len({len(column) for column in found}) == 1
    assert all(found[0] < len(documents))


@given(terms=posted(300))
def test_entries_are_read_the_same_without_vector_instructions(terms: Posted) -> None:
    some = field(compiled, terms)
    numbers = np.arange(len(terms.terms), dtype=np.uint32)
    with_vectors = [part.tolist() for part in some.decode(numbers, True)]
    compiled.allow_vectors(False)
    try:
        assert [part.tolist() for part in some.decode(numbers, True)] == with_vectors
    finally:
        compiled.allow_vectors(True)
