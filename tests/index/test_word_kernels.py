"""The kernels over words (chunks, strings, classes): compiled and numpy give equal results."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from arabic.tokenizer import chunk_table, chunks
from index.array_types import U32
from index.arrays import DamagedError
from index.kernels import numpy_words

compiled = pytest.importorskip(
    "index.kernels.compiled", reason="the kernels were not compiled at install"
)
compiled_words = pytest.importorskip(
    "index.kernels.compiled_words", reason="the kernels were not compiled at install"
)

NUMBERS = pytest.mark.parametrize(
    "kernels", [compiled_words, numpy_words], ids=["compiled", "numpy"]
)
KERNELS = pytest.mark.parametrize("kernels", [compiled, numpy_words], ids=["compiled", "numpy"])

INSIDE = np.frombuffer(chunk_table(), np.uint8)

texts = st.one_of(st.text(), st.text("كتبةـ\u064e\u200dAé٣_ ،.\0\ud800\U0001f600\U0010ffff"))


def numbers(*values: int) -> U32:
    return np.array(values, np.uint32)


class ChunkCounter:
    """Numbers chunks in the order in which it is asked for them."""

    def __init__(self) -> None:
        self.known: list[str] = []

    def __call__(self, chunk: str) -> list[int]:
        self.known.append(chunk)
        return [len(self.known) - 1]


@NUMBERS
@given(parts=st.lists(texts, max_size=5))
def test_every_chunk_is_requested_once(kernels: Any, parts: list[str]) -> None:
    counter = ChunkCounter()
    table = kernels.ChunkNumbers(INSIDE, counter)
    for text in parts:
        assert [counter.known[number] for number in table.cut(text).tolist()] == list(chunks(text))
    assert len(set(counter.known)) == len(counter.known)


@NUMBERS
def test_many_chunks(kernels: Any) -> None:
    """More than the hash table begins with, of every width of Unicode strings."""
    words = [f"{letter}{number}" for number in range(5_000) for letter in "aéك\U00020000"]
    counter = ChunkCounter()
    table = kernels.ChunkNumbers(INSIDE, counter)
    for _ in range(2):
        assert table.cut(" ".join(words)).tolist() == list(range(len(words)))
        assert [table.cut(word).tolist() for word in words[::997]] == [
            [place] for place in range(0, len(words), 997)
        ]
    assert counter.known == words


@NUMBERS
def test_a_chunk_is_requested_again_after_an_exception(kernels: Any) -> None:
    def ask(chunk: str) -> list[int]:
        answers.append(chunk)
        if len(answers) == 1:
            raise ZeroDivisionError
        return [7]

    answers: list[str] = []
    table = kernels.ChunkNumbers(INSIDE, ask)
    with pytest.raises(ZeroDivisionError):
        table.cut("كتاب")
    assert table.cut("كتاب كتاب").tolist() == [7, 7]
    assert answers == ["كتاب", "كتاب"]


@NUMBERS
@given(counts=st.lists(st.integers(0, 5), max_size=9), repeated=st.integers(1, 400))
def test_a_chunk_has_the_numbers_of_all_its_words(
    kernels: Any, counts: list[int], repeated: int
) -> None:
    """A chunk has no word, one or several, in texts of more chunks than are looked up at once."""

    def words_of(chunk: str) -> list[int]:
        return [10 * int(chunk) + place for place in range(counts[int(chunk)])]

    table = kernels.ChunkNumbers(INSIDE, words_of)
    chunks_of_text = [str(chunk) for chunk in range(len(counts))] * repeated
    assert table.cut(" ".join(chunks_of_text)).tolist() == [
        number for chunk in chunks_of_text for number in words_of(chunk)
    ]


def test_a_table_has_every_code_point() -> None:
    with pytest.raises(ValueError, match="a byte is needed for every code point"):
        compiled_words.ChunkNumbers(INSIDE[:-1], ChunkCounter())


def outcome(kernel: Any, *arguments: U32 | int) -> list[int] | str:
    """The result of a kernel, or the code of its DamagedError."""
    try:
        found: list[int] = kernel(*arguments).tolist()
    except DamagedError as error:
        return error.message.code
    return found


@KERNELS
def test_members_of_classes(kernels: Any) -> None:
    starts, members = numbers(0, 2, 2, 3), numbers(7, 9, 4)
    assert kernels.class_members(starts, members, numbers(2, 0, 1), 10).tolist() == [4, 7, 9]
    # Empty members mean consecutive numbers.
    assert kernels.class_members(starts, numbers(), numbers(2, 0, 1), 3).tolist() == [2, 0, 1]
    assert kernels.class_members(starts, members, numbers(), 10).tolist() == []


@given(
    st.lists(st.integers(0, 12), max_size=5),
    st.lists(st.integers(0, 99), max_size=8),
    st.lists(st.integers(0, 6), max_size=4),
)
def test_damaged_groupings(starts: list[int], members: list[int], classes: list[int]) -> None:
    arguments = numbers(*starts), numbers(*members), numbers(*classes), 60
    assert outcome(compiled.class_members, *arguments) == outcome(
        numpy_words.class_members, *arguments
    )


@KERNELS
def test_terms_of_forms(kernels: Any) -> None:
    """Two ordered forms have the terms 0 to 2 and 3; a later form has term 4. Further terms are 5
    and 7 of the first form and 6 of the last."""
    first, ordered = numbers(0, 3, 4), numbers(2, 4)
    further = numbers(0, 0, 2), numbers(5, 7, 6)

    def terms(*forms: int) -> list[int]:
        found: list[int] = kernels.terms_of_forms(
            numbers(*forms), first, ordered, *further, 8
        ).tolist()
        return found

    assert terms(0) == [0, 1, 2, 5, 7]
    assert terms(1) == [3]
    assert terms(2) == [4, 6]
    assert terms(2, 0) == [0, 1, 2, 4, 5, 6, 7]
    assert terms() == []


@given(
    st.lists(st.integers(0, 5), unique=True, max_size=5),
    st.lists(st.integers(0, 9), max_size=5),
    st.lists(st.integers(0, 9), max_size=3),
    st.lists(st.integers(0, 5), max_size=6),
    st.integers(-1, 1),
)
def test_damaged_terms_of_forms(
    forms: list[int], first: list[int], ordered: list[int], further: list[int], missing: int
) -> None:
    arguments = (
        numbers(*forms),
        numbers(*first),
        numbers(*ordered),
        numbers(*sorted(further)),
        np.arange(max(0, len(further) + missing), dtype=np.uint32) + 20,
        30,
    )
    one, other = (
        outcome(compiled.terms_of_forms, *arguments),
        outcome(numpy_words.terms_of_forms, *arguments),
    )
    assert one == other or (isinstance(one, str) and isinstance(other, str))


def test_a_repeated_form_is_refused() -> None:
    with pytest.raises(DamagedError, match="the terms of a form"):
        compiled.terms_of_forms(
            numbers(0, 0, 0), numbers(0, 1, 2, 3), numbers(1, 2), numbers(0), numbers(1), 2
        )


@KERNELS
@pytest.mark.parametrize(
    ("first", "ordered", "further"),
    [
        ((0, 0xFFFFFFFF), (1, 0xFFFFFFFF), ((), ())),
        ((0, 0xFFFFFFFF), (2, 4), ((), ())),
        ((0, 3), (3, 4), ((), ())),
        ((5, 3), (2, 4), ((), ())),
        ((0, 3), (2, 4), ((0,), (4,))),
        ((0, 3), (2, 4), ((0,), ())),
    ],
)
def test_terms_that_cannot_be_are_damage(
    kernels: Any,
    first: tuple[int, ...],
    ordered: tuple[int, ...],
    further: tuple[tuple[int, ...], tuple[int, ...]],
) -> None:
    """Not a list of four thousand million terms."""
    arguments = numbers(*first), numbers(*ordered), *(numbers(*each) for each in further)
    with pytest.raises(DamagedError, match="the terms of a form"):
        kernels.terms_of_forms(numbers(0, 1), *arguments, 4)


@KERNELS
@given(texts=st.lists(st.text(max_size=6), unique=True, max_size=40), other=st.text(max_size=6))
def test_strings(kernels: Any, texts: list[str], other: str) -> None:
    encoded = [text.encode("utf-8", "surrogatepass") for text in texts]
    wanted = other.encode("utf-8", "surrogatepass")
    lengths = np.array([len(text) for text in encoded], np.uint16)
    starts = (np.cumsum(lengths, dtype=np.int64) - lengths)[::4].astype(np.uint32)
    order = np.array(sorted(range(len(texts)), key=encoded.__getitem__), np.uint32)
    block = np.frombuffer(b"".join(encoded), np.uint8)
    strings = kernels.StringBlock(block, lengths, starts, order, 4)
    assert [strings.get(number) for number in range(len(texts))] == encoded
    assert strings.position(wanted) == sum(text < wanted for text in encoded)
    numbers = {text: number for number, text in enumerate(encoded)}
    assert [strings.find(text) for text in encoded] == [numbers[text] for text in encoded]
    assert strings.find(wanted) == numbers.get(wanted)
    with pytest.raises(IndexError):
        strings.get(len(texts))


@KERNELS
def test_damaged_strings(kernels: Any) -> None:
    def texts(block: bytes, lengths: list[int], starts: list[int], order: list[int]) -> Any:
        return kernels.StringBlock(
            np.frombuffer(block, np.uint8),
            np.array(lengths, np.uint16),
            np.array(starts, np.uint32),
            np.array(order, np.uint32),
            2,
        )

    with pytest.raises(DamagedError, match="the order of strings"):
        texts(b"ab", [1, 1], [0], [0, 2])
    with pytest.raises(DamagedError, match="the start of a string"):
        texts(b"abc", [1, 1, 1], [0], [0, 1, 2])
    for lengths, starts in ([1, 9], [0]), ([1, 1], [0xFFFFFFFF]):
        with pytest.raises(DamagedError, match="a block of strings"):
            texts(b"ab", lengths, starts, [0, 1]).get(1)
        with pytest.raises(DamagedError, match="a block of strings"):
            texts(b"ab", lengths, starts, [0, 1]).position(b"b")
