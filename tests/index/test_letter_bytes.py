"""Texts as bytes: one for each letter of ASCII and of Arabic."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.letter_bytes import decode, encode, ends_of_letters

TEXTS = st.text(
    st.characters() | st.sampled_from("ابتثةىً٣٪\u05ff\u0600\u0670\u466f\u4670\U0010ffff")
)


@pytest.mark.parametrize(
    ("text", "size"),
    [("", 0), ("قمر", 3), ("قَمَر", 5), ("2024", 4), ("٢٠٢٤", 4), ("é", 2), ("گ", 3), ("月", 4)],
)
def test_arabic_letters_take_one_byte_and_others_more(text: str, size: int) -> None:
    assert len(encode(text)) == size


@given(TEXTS)
def test_a_text_is_decoded_as_it_was_encoded(text: str) -> None:
    assert decode(encode(text)) == text


def test_lone_surrogates_are_kept() -> None:
    assert decode(encode("ا\ud800ب")) == "ا\ud800ب"


@given(TEXTS, TEXTS)
def test_bytes_compare_as_code_points(one: str, other: str) -> None:
    assert (encode(one) < encode(other)) == (one < other)


@given(st.lists(TEXTS, max_size=3))
def test_each_letter_has_one_last_byte(texts: list[str]) -> None:
    block = np.frombuffer(b"".join(map(encode, texts)), np.uint8)
    ends = np.cumsum([len(encode(letter)) for letter in "".join(texts)], dtype=np.int64) - 1
    assert np.flatnonzero(ends_of_letters(block)).tolist() == ends.tolist()


@pytest.mark.parametrize(
    "damaged", [b"\x80", b"\xfb\x01", b"\x80\x80", b"\xfc\x7f\x7f\x7f", b"\xff"]
)
def test_other_bytes_are_no_text(damaged: bytes) -> None:
    with pytest.raises(UnicodeDecodeError):
        decode(damaged)
