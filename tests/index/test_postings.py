"""Postings as they lie on disk, by the compiled loops and by those of numpy."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from index import plain
from index.arrays import Array, DamagedError
from index.segment import PADDING

kernel = pytest.importorskip("index.kernel", reason="the loops were not compiled at install")

LOOPS = pytest.mark.parametrize("loops", [kernel, plain], ids=["compiled", "numpy"])


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
            *(np.array(part, np.uint32) for part in (documents, frequencies, positions)),
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
        kernel.encode(*terms.arrays()), plain.encode(*terms.arrays()), strict=True
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
    renumbered, merged, number = [], [{} for _ in range(most)], 0
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


@LOOPS
@given(terms=posted(60), data=st.data())
def test_damaged_entries_are_refused_or_read_within_bounds(
    loops: Any, terms: Posted, data: st.DataObject
) -> None:
    starts, entries = loops.encode(*terms.arrays())
    if not len(entries):
        return
    entries = entries.copy()
    entries[data.draw(st.integers(0, len(entries) - 1))] = data.draw(st.integers(0, 255))
    padded = np.concatenate((entries, np.zeros(PADDING, np.uint8)))
    damaged = loops.Field(np.zeros(0, np.uint32), starts.astype(np.uint32), padded, 0, terms.size)
    try:
        _, documents, _, _ = damaged.decode(np.arange(len(terms.terms), dtype=np.uint32), True)
    except DamagedError:
        return
    assert not len(documents) or int(documents.max()) < terms.size


@LOOPS
@given(texts=st.lists(st.text(max_size=6), unique=True, max_size=40), sought=st.text(max_size=6))
def test_strings(loops: Any, texts: list[str], sought: str) -> None:
    encoded = [text.encode("utf-8", "surrogatepass") for text in texts]
    wanted = sought.encode("utf-8", "surrogatepass")
    lengths = np.array([len(text) for text in encoded], np.uint16)
    starts = (np.cumsum(lengths, dtype=np.int64) - lengths)[::4].astype(np.uint32)
    order = np.array(sorted(range(len(texts)), key=encoded.__getitem__), np.uint32)
    block = np.frombuffer(b"".join(encoded), np.uint8)
    strings = loops.Texts(block, lengths, starts, order, 4)
    assert [strings.get(number) for number in range(len(texts))] == encoded
    assert strings.position(wanted) == sum(text < wanted for text in encoded)
    with pytest.raises(IndexError):
        strings.get(len(texts))
