"""Shingles of texts, and the fingerprints that are chosen among them."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from arabic.folding import fold
from index.copies.shingles import (
    SHINGLE_WORDS,
    WINDOW,
    fingerprint_values,
    select_fingerprints,
    shingle_hashes,
    text_shingles,
    word_keys,
)
from index.copies.texts import TextShingler


def test_keys_of_words_never_change() -> None:
    """They are in every index: another hash needs another format."""
    keys = [f"{key:016x}" for key in word_keys(["ميناء", "سد", "2015"]).tolist()]
    assert keys == ["617f1892b87e3f1e", "5ea014a07320927b", "f90cec9515481522"]


def test_every_spelling_of_a_form_has_one_key() -> None:
    first, *others = word_keys([fold(word) for word in ("إمارة", "اماره", "إِمارة", "إمـارة")])
    assert all(other == first for other in others)


def test_a_text_of_few_words_has_no_shingle() -> None:
    shingler = TextShingler()
    assert len(shingler.hashes("وصلت السفينة إلى الميناء")) == 0
    assert len(shingler.hashes("وصلت السفينة إلى الميناء صباحًا")) == 1


TEXTS = st.lists(st.integers(0, 30), max_size=60)


def keys_of(words: list[int]) -> np.typing.NDArray[np.uint64]:
    return word_keys([f"كلمة{word}" for word in words])


@given(before=TEXTS, after=TEXTS, other=TEXTS, seed=st.integers(0, 99))
def test_a_long_run_in_common_shares_a_fingerprint(
    before: list[int], after: list[int], other: list[int], seed: int
) -> None:
    run = list(range(100 * seed, 100 * seed + WINDOW + SHINGLE_WORDS - 1))
    chosen = [
        set(select_fingerprints(shingle_hashes(keys_of(text)))[1].tolist())
        for text in ([*before, *run, *after], [*other, *run])
    ]
    assert chosen[0] & chosen[1]


@given(texts=st.lists(TEXTS, max_size=4))
def test_texts_in_a_row_are_those_alone(texts: list[list[int]]) -> None:
    keys = np.concatenate([np.zeros(0, np.uint64), *map(keys_of, texts)])
    found = text_shingles(keys, np.array(list(map(len, texts)), np.int64))
    hashes = [shingle_hashes(keys_of(text)) for text in texts]
    chosen = [select_fingerprints(each)[1] for each in hashes]
    assert found.values.tolist() == [
        value for each in hashes for value in fingerprint_values(each).tolist()
    ]
    assert found.chosen.tolist() == [value for each in chosen for value in each.tolist()]
    assert found.chosen_counts.tolist() == list(map(len, chosen))
