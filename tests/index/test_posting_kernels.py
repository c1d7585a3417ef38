"""Postings as they lie on disk, by the compiled loops and by those of numpy."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import partial
from typing import Any, NamedTuple

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.arrays import Array, DamagedError
from index.kernels import PADDING, fallback

kernel = pytest.importorskip(
    "index.kernels.compiled", reason="the loops were not compiled at install"
)

LOOPS = pytest.mark.parametrize("loops", [kernel, fallback], ids=["compiled", "numpy"])


class Posted(NamedTuple):
    """Terms as they are read off texts: for each the documents with their positions."""

    terms: list[dict[int, list[int]]]
    size: int

    def arrays(self) -> tuple[Array, Array, Array, Array]:
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


def field(loops: Any, posted: Posted, *, first: int = 0, by: Any = None) -> Any:
    """The field that holds these terms, all of them numbered from 0."""
    starts, entries = (by or loops).encode(*posted.arrays())
    padded = np.concatenate((entries, np.zeros(PADDING, np.uint8)))
    nothing = np.zeros(0, np.uint32)
    return loops.Field(nothing, starts.astype(np.uint32), padded, first, posted.size)


@st.composite
def posted(draw: st.DrawFn, most: int = 400) -> Posted:
    """Common terms, rare terms, terms of one document and of none."""
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
def test_both_write_the_same_bytes(terms: Posted) -> None:
    for one, other in zip(
        kernel.encode(*terms.arrays()), fallback.encode(*terms.arrays()), strict=True
    ):
        np.testing.assert_array_equal(one, other)


@LOOPS
@given(terms=posted(), first=st.sampled_from([0, 7]))
def test_what_was_written_is_read(loops: Any, terms: Posted, first: int) -> None:
    counts, documents, frequencies, positions = field(loops, terms, first=first).decode(
        np.arange(len(terms.terms), dtype=np.uint32), True
    )
    bounds, *written = terms.arrays()
    assert counts.tolist() == np.diff(bounds).tolist()
    assert (documents - first).tolist() == written[0].tolist()
    assert frequencies.tolist() == written[1].tolist()
    assert positions.tolist() == written[2].tolist()


@LOOPS
@given(terms=posted(), data=st.data())
def test_occurrences_of_some_documents(loops: Any, terms: Posted, data: st.DataObject) -> None:
    wanted = data.draw(st.lists(st.booleans(), min_size=terms.size, max_size=terms.size))
    found = field(loops, terms).occurrences(np.array(wanted).view(np.uint8))
    assert found.tolist() == [
        sum(len(places) for document, places in term.items() if wanted[document])
        for term in terms.terms
    ]


@LOOPS
@given(terms=posted(), data=st.data())
def test_words_of_some_documents(loops: Any, terms: Posted, data: st.DataObject) -> None:
    wanted = data.draw(st.lists(st.booleans(), min_size=terms.size, max_size=terms.size))
    found = field(loops, terms).words(np.array(wanted).view(np.uint8))
    assert list(zip(*(part.tolist() for part in found), strict=True)) == [
        (document, place, number)
        for number, term in enumerate(terms.terms)
        for document, places in term.items()
        for place in places
        if wanted[document]
    ]


@LOOPS
@given(terms=posted(), first=st.sampled_from([0, 7]), data=st.data())
def test_places_in_some_documents(
    loops: Any, terms: Posted, first: int, data: st.DataObject
) -> None:
    wanted = data.draw(st.lists(st.booleans(), min_size=terms.size, max_size=terms.size))
    known = range(len(terms.terms) + 2)
    sought = data.draw(st.lists(st.sampled_from(known), unique=True))
    documents, positions = field(loops, terms, first=first).places(
        np.array(sought, np.uint32), np.array(wanted).view(np.uint8)
    )
    assert sorted(zip(documents.tolist(), positions.tolist(), strict=True)) == sorted(
        (document + first, place)
        for number in sought
        if number < len(terms.terms)
        for document, places in terms.terms[number].items()
        for place in places
        if wanted[document]
    )


@LOOPS
@given(terms=posted(), data=st.data())
def test_sums_are_those_of_live_documents(loops: Any, terms: Posted, data: st.DataObject) -> None:
    flags = st.lists(st.booleans(), min_size=terms.size + 3, max_size=terms.size + 3)
    live = np.array(data.draw(flags))
    factors = np.linspace(0.5, 2.0, terms.size + 3, dtype=np.float32)
    sums = loops.Sums(live)
    numbers = np.arange(len(terms.terms), dtype=np.uint32)
    skip = numbers[::2].copy()
    part = field(loops, terms, first=3)
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


@LOOPS
def test_sums_of_counts(loops: Any) -> None:
    sums = loops.Sums(np.array([True, True, False]))
    factors = np.array([1.0, 2.0, 3.0], np.float32)
    sums.add_counts(np.array([1, 2], np.uint32), np.array([3, 4]), factors, 0.5)
    sums.add_counts(np.array([0, 1], np.uint32), np.array([1, 1]), factors, 1.0)
    assert sums.values.tolist() == [1.0, 5.0, 0.0]
    assert sorted(sums.documents.tolist()) == [0, 1]


@LOOPS
@given(words=st.lists(st.lists(st.integers(0, 4), max_size=12), max_size=8))
def test_inverting(loops: Any, words: list[list[int]]) -> None:
    bounds, documents, frequencies, positions = loops.invert(
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
    for found, wanted in zip(
        (bounds, documents, frequencies, positions),
        Posted(terms, len(words)).arrays(),
        strict=True,
    ):
        assert found.tolist() == wanted.tolist()


@LOOPS
@given(parts=st.lists(posted(150), min_size=1, max_size=3), data=st.data())
def test_merging(loops: Any, parts: list[Posted], data: st.DataObject) -> None:
    """Documents are renumbered, those left out are gone, and so are terms without any."""
    most = max(len(part.terms) for part in parts)
    renumbered: list[Array] = []
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
    starts, entries = loops.merge(
        [field(loops, part) for part in parts], renumbered, np.arange(most, dtype=np.uint32)
    )
    wanted = loops.encode(*Posted(merged, number).arrays())
    assert starts.tolist() == wanted[0].tolist()
    assert entries.tolist() == wanted[1].tolist()


# Entries that were never written by us are refused, or read as something within bounds.


def outcome(read: Callable[[], Iterable[Any]]) -> list[Any]:
    """What was read as lists, or that it was refused."""
    try:
        return [np.asarray(part).tolist() for part in read()]
    except DamagedError as error:
        return [str(error)]


def assert_both_read_the_same(starts: Array, entries: Array, terms: Array, size: int) -> None:
    """Compiled or not, all that reads a field refuses it or finds the same in it."""
    padded = np.concatenate((entries, np.full(PADDING, 0xAA, np.uint8)))
    wanted = np.ones(size, np.uint8)
    wanted[::3] = 0
    numbers = [np.arange(size, dtype=np.uint32), np.arange(size, 2 * size, dtype=np.uint32)]
    gone = [np.where(each % 4, each, np.uint32(0xFFFFFFFF)) for each in numbers]
    sought = np.arange(int(terms.max()) + 2 if len(terms) else len(starts), dtype=np.uint32)
    one, other = (loops.Field(terms, starts, padded, 0, size) for loops in (kernel, fallback))
    for with_positions in (False, True):
        read = outcome(partial(one.decode, sought, with_positions))
        assert read == outcome(partial(other.decode, sought, with_positions))
        assert len(read) == 1 or all(document < size for document in read[1])
    assert outcome(lambda: [one.occurrences(wanted)]) == outcome(
        lambda: [other.occurrences(wanted)]
    )
    assert outcome(lambda: one.words(wanted)) == outcome(lambda: other.words(wanted))
    assert outcome(lambda: merged(kernel, one, numbers, sought)) == outcome(
        lambda: merged(fallback, other, numbers, sought)
    )
    # What is not wanted the compiled loop passes over, however its numbers are written.
    outcome(lambda: one.places(sought, wanted))
    # Of terms of which nothing is left the compiled loop does not read the positions.
    outcome(lambda: kernel.merge([one, one], gone, sought))
    assert outcome(lambda: summed(kernel, one, sought, size)) == outcome(
        lambda: summed(fallback, other, sought, size)
    )


def merged(loops: Any, part: Any, numbers: list[Array], terms: Array) -> Iterable[Array]:
    """A field merged with itself, as it is read: a number may be written in more bytes than it
    takes, which one loop copies and the other makes anew."""
    starts, entries = loops.merge([part, part], numbers, terms)
    padded = np.concatenate((entries, np.zeros(PADDING, np.uint8)))
    whole = loops.Field(np.zeros(0, np.uint32), starts.astype(np.uint32), padded, 0, 2 * part.size)
    found: Iterable[Array] = whole.decode(np.arange(len(terms), dtype=np.uint32), True)
    return found


def summed(loops: Any, part: Any, terms: Array, size: int) -> Iterator[Array]:
    sums = loops.Sums(np.arange(size) % 5 > 0)
    sums.add(part, terms, np.ones(size, np.float32))
    yield sums.values
    yield np.sort(sums.documents)


@given(terms=posted(300), data=st.data())
def test_entries_with_changed_bytes(terms: Posted, data: st.DataObject) -> None:
    starts, entries = kernel.encode(*terms.arrays())
    for _ in range(data.draw(st.integers(1, 3)) if len(entries) else 0):
        entries[data.draw(st.integers(0, len(entries) - 1))] = data.draw(st.integers(0, 255))
    nothing = np.zeros(0, np.uint32)
    assert_both_read_the_same(starts.astype(np.uint32), entries, nothing, terms.size)


# Bytes as they stand at the places that matter, and any.
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
    _, entries = kernel.encode(*terms.arrays())
    nothing = np.zeros(0, np.uint32)
    assert_both_read_the_same(np.array(starts, np.uint32), entries, nothing, terms.size)


@LOOPS
@pytest.mark.parametrize(
    ("entry", "why"),
    [
        ([2], "no first document"),
        ([0, 0], "no documents at all"),
        ([11, 0], "more documents than there are"),
        ([1, 20], "a document there is not"),
        ([1, 1, 0], "a frequency of nought"),
        ([1, 0x80], "a number that goes on"),
        ([1, 0x80, 0x80, 0x80, 0x80, 0x10], "a number of more than 32 bits"),
        ([2, 0, 4], "widths cut short"),
        ([2, 0, 33, 0, *[0] * 9], "steps of 33 bits"),
        ([2, 0, 0, 32, *[0xFF] * 8], "frequencies of 32 bits"),
        ([2, 9, 1, 0, 0b10], "documents past the last"),
    ],
)
def test_entries_that_cannot_be(loops: Any, entry: list[int], why: str) -> None:
    padded = np.array([*entry, *[0] * PADDING], np.uint8)
    starts = np.array([0, len(entry)], np.uint32)
    term = np.zeros(1, np.uint32)
    part = loops.Field(np.zeros(0, np.uint32), starts, padded, 0, 10)
    with pytest.raises(DamagedError, match="an entry of postings is cut short"):
        part.decode(term, False)
    with pytest.raises(DamagedError, match="an entry of postings is cut short"):
        loops.Sums(np.ones(10, bool)).add(part, term, np.ones(10, np.float32))


@LOOPS
@pytest.mark.parametrize("positions", [[], [3], [3, 1, 1], [3, 0x80]])
def test_an_entry_has_as_many_positions_as_words(loops: Any, positions: list[int]) -> None:
    entry = [1, 1, 2, *positions]
    padded = np.array([*entry, *[0] * PADDING], np.uint8)
    starts = np.array([0, len(entry)], np.uint32)
    part = loops.Field(np.zeros(0, np.uint32), starts, padded, 0, 1)
    term = np.zeros(1, np.uint32)
    assert [found.tolist() for found in part.decode(term, False)[:3]] == [[1], [0], [2]]
    for read, *arguments in (
        (part.decode, term, True),
        (part.words, np.ones(1, np.uint8)),
        (part.places, term, np.ones(1, np.uint8)),
        (part.places, term, np.zeros(1, np.uint8)),
        (loops.merge, [part], [np.zeros(1, np.uint32)], term),
    ):
        with pytest.raises(DamagedError, match="an entry of postings is cut short"):
            read(*arguments)


@LOOPS
def test_a_field_has_an_entry_a_term(loops: Any) -> None:
    padding = np.zeros(PADDING, np.uint8)
    for terms, starts in ([0, 1], [0, 0]), ([], []):
        with pytest.raises(DamagedError, match="as many entries as terms"):
            loops.Field(np.array(terms, np.uint32), np.array(starts, np.uint32), padding, 0, 1)


@LOOPS
def test_what_adds_nothing_is_no_match(loops: Any) -> None:
    part = field(loops, Posted([{0: [1], 1: [2]}, {0: [3], 1: [4]}], 2))
    sums = loops.Sums(np.ones(2, bool))
    for weight in (0.0, -1.0):
        sums.add(part, np.arange(2, dtype=np.uint32), np.ones(2, np.float32), weight)
        sums.add_counts(
            np.zeros(9, np.uint32), np.ones(9, np.int64), np.ones(2, np.float32), weight
        )
    sums.add(part, np.arange(2, dtype=np.uint32), np.array([0.0, 1.0], np.float32))
    assert sums.documents.tolist() == [1]
    assert sums.values.tolist() == [0.0, 2.0]
