"""The loops over words: chunks, strings, classes and their terms, compiled and with numpy."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from arabic.tokenizer import chunk_table, chunks
from index.arrays import Array, DamagedError
from index.kernels import fallback_words

kernel = pytest.importorskip(
    "index.kernels.compiled", reason="the loops were not compiled at install"
)

LOOPS = pytest.mark.parametrize("loops", [kernel, fallback_words], ids=["compiled", "numpy"])

INSIDE = np.frombuffer(chunk_table(), np.uint8)

texts = st.one_of(st.text(), st.text("كتبةـ\u064e\u200dAé٣_ ،.\0\ud800\U0001f600\U0010ffff"))


def numbers(*values: int) -> Array:
    return np.array(values, np.uint32)


class Asked:
    """Numbers chunks as they come, and remembers them."""

    def __init__(self) -> None:
        self.known: list[str] = []

    def __call__(self, chunk: str) -> int:
        self.known.append(chunk)
        return len(self.known) - 1


@LOOPS
@given(parts=st.lists(texts, max_size=5))
def test_every_chunk_is_asked_for_once(loops: Any, parts: list[str]) -> None:
    asked = Asked()
    table = loops.Chunks(INSIDE, asked)
    for text in parts:
        assert [asked.known[number] for number in table.cut(text).tolist()] == list(chunks(text))
    assert len(set(asked.known)) == len(asked.known)


@LOOPS
def test_many_chunks(loops: Any) -> None:
    """More than the table begins with, and of every width of letters."""
    words = [f"{letter}{number}" for number in range(5_000) for letter in "aéك\U00020000"]
    asked = Asked()
    table = loops.Chunks(INSIDE, asked)
    for _ in range(2):
        assert table.cut(" ".join(words)).tolist() == list(range(len(words)))
        assert [table.cut(word).tolist() for word in words[::997]] == [
            [place] for place in range(0, len(words), 997)
        ]
    assert asked.known == words


@LOOPS
def test_a_chunk_that_could_not_be_numbered_is_asked_for_again(loops: Any) -> None:
    def ask(chunk: str) -> int:
        answers.append(chunk)
        if len(answers) == 1:
            raise ZeroDivisionError
        return -7

    answers: list[str] = []
    table = loops.Chunks(INSIDE, ask)
    with pytest.raises(ZeroDivisionError):
        table.cut("كتاب")
    assert table.cut("كتاب كتاب").tolist() == [-7, -7]
    assert answers == ["كتاب", "كتاب"]


def test_a_table_has_every_code_point() -> None:
    with pytest.raises(ValueError, match="a flag is needed for every code point"):
        kernel.Chunks(INSIDE[:-1], Asked())


def outcome(loop: Any, *arguments: Array) -> list[int] | str:
    """What a loop finds, or what it says is damaged."""
    try:
        found: list[int] = loop(*arguments).tolist()
    except DamagedError as error:
        return str(error)
    return found


@LOOPS
def test_members_of_classes_in_a_row(loops: Any) -> None:
    starts, members = numbers(0, 2, 2, 3), numbers(7, 9, 4)
    assert loops.members(starts, members, numbers(2, 0, 1)).tolist() == [4, 7, 9]
    # No members at all stand for all numbers in a row.
    assert loops.members(starts, numbers(), numbers(2, 0, 1)).tolist() == [2, 0, 1]
    assert loops.members(starts, members, numbers()).tolist() == []


@given(
    st.lists(st.integers(0, 12), max_size=5),
    st.lists(st.integers(0, 99), max_size=8),
    st.lists(st.integers(0, 6), max_size=4),
)
def test_groupings_as_they_may_be_damaged(
    starts: list[int], members: list[int], classes: list[int]
) -> None:
    arguments = numbers(*starts), numbers(*members), numbers(*classes)
    assert outcome(kernel.members, *arguments) == outcome(fallback_words.members, *arguments)


@LOOPS
def test_terms_of_forms(loops: Any) -> None:
    """Two forms in order with terms 0 to 2 and 3, then one that came later, as term 4; the first
    has got terms 5 and 7 since, and the last 6."""
    first, ordered = numbers(0, 3, 4), numbers(2, 4)
    further = numbers(0, 0, 2), numbers(5, 7, 6)

    def terms(*forms: int) -> list[int]:
        found: list[int] = loops.terms_of(numbers(*forms), first, ordered, *further).tolist()
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
def test_terms_as_they_may_be_damaged(
    forms: list[int], first: list[int], ordered: list[int], further: list[int], missing: int
) -> None:
    arguments = (
        numbers(*forms),
        numbers(*first),
        numbers(*ordered),
        numbers(*sorted(further)),
        np.arange(max(0, len(further) + missing), dtype=np.uint32) + 20,
    )
    one, other = outcome(kernel.terms_of, *arguments), outcome(fallback_words.terms_of, *arguments)
    assert one == other or (isinstance(one, str) and isinstance(other, str))


def test_a_form_that_comes_twice_is_refused_before_there_is_no_room() -> None:
    with pytest.raises(ValueError, match="a form comes more than once"):
        kernel.terms_of(numbers(0, 0, 0), numbers(0), numbers(0, 0), numbers(0), numbers(1))


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


@LOOPS
def test_damaged_strings(loops: Any) -> None:
    def texts(block: bytes, lengths: list[int], starts: list[int], order: list[int]) -> Any:
        return loops.Texts(
            np.frombuffer(block, np.uint8),
            np.array(lengths, np.uint16),
            np.array(starts, np.uint32),
            np.array(order, np.uint32),
            2,
        )

    with pytest.raises(DamagedError, match="an order of strings"):
        texts(b"ab", [1, 1], [0], [0, 2])
    with pytest.raises(DamagedError, match="a start of strings"):
        texts(b"abc", [1, 1, 1], [0], [0, 1, 2])
    for lengths, starts in ([1, 9], [0]), ([1, 1], [0xFFFFFFFF]):
        with pytest.raises(DamagedError, match="a block of strings"):
            texts(b"ab", lengths, starts, [0, 1]).get(1)
        with pytest.raises(DamagedError, match="a block of strings"):
            texts(b"ab", lengths, starts, [0, 1]).position(b"b")
