"""Tokens: where words begin and end."""

from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from arabic.folding import fold
from arabic.tokenizer import chunks, tokenize, words
from corpus.document import Document
from index.term_numbers import LocalTerms

ODD = "ةـ\u064e\u0651\u200c\u200f\u202e،؟.,-_'’ﷺﻻﺗ٣71230٬\xa0\u0670\u0654ۦaé\u0301\0\ud800 \n\t"
texts = st.one_of(st.text(), st.text("ابوالكتةىه" + ODD))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("افتتحت البلدية مكتبة.", ["افتتحت", "البلدية", "مكتبة"]),
        ("«نعم»، قال؛ (لا)!", ["نعم", "قال", "لا"]),
        ("أيار/مايو 2015", ["أيار", "مايو", "2015"]),
        # marks, tatweel and joiners inside words
        ("كِتَابٌ كتـــاب", ["كِتَابٌ", "كتـــاب"]),
        ("می\u200cروم", ["می\u200cروم"]),
        ("\u202bنص\u202c عربي", ["نص", "عربي"]),
        # numbers are separated from letters
        ("و15 ب2016 2016م ٣كتب", ["و", "15", "ب", "2016", "2016", "م", "٣", "كتب"]),
        ("٢٠١٦ ۲۰۱۶", ["٢٠١٦", "۲۰۱۶"]),
        # thousands separators
        ("12,345 ١٢٬٣٤٥ 12.345 ١٢،٣٤٥.", ["12,345", "١٢٬٣٤٥", "12.345", "١٢،٣٤٥"]),
        ("1,234,567 12\u202f345", ["1,234,567", "12\u202f345"]),
        ("1,234.56 دينار", ["1,234", "56", "دينار"]),
        # but not in decimals, dates, addresses, versions and lists
        ("1.5 1,5 0.125", ["1", "5", "1", "5", "0", "125"]),
        ("12.10.2016 1.234.5", ["12", "10", "2016", "1", "234", "5"]),
        ("192.168.100.200", ["192", "168", "100", "200"]),
        ("1,200,300,400,500", ["1", "200", "300", "400", "500"]),
        ("1234,567 12,34", ["1234", "567", "12", "34"]),
        # the vocative of Quranic spelling
        ("يَٰٓأَيُّهَا وَيَٰقَوۡمِ يُقَٰتِلُ", ["يَٰٓ", "أَيُّهَا", "وَيَٰ", "قَوۡمِ", "يُقَٰتِلُ"]),
        # letters after ة are another word whose space was lost
        ("الروسيةمن", ["الروسية", "من"]),
        ("مكتبةٌفي", ["مكتبةٌ", "في"]),
        ("علىأن", ["علىأن"]),
        # other scripts
        ("covid-19 A4 mp3", ["covid", "19", "A", "4", "mp", "3"]),
        ("F16 MH370 H1N1", ["F", "16", "MH", "370", "H", "1", "N", "1"]),
        ("وكالةBBC", ["وكالة", "BBC"]),
        ("ﺗﻮﻧﺲ ﷺ", ["ﺗﻮﻧﺲ", "ﷺ"]),
        ("snake_case", ["snake", "case"]),
        # texts without words
        ("", []),
        ("؟! … \u200f ـ_ـ", []),
        ("\0\ud800\udfff", []),
    ],
)
def test_a_text_has_its_words(text: str, expected: list[str]) -> None:
    assert words(text) == expected


@pytest.mark.parametrize("text", ["ـ", "رام ـ الله", "ۥ ۦ", "\ufe77", "\u064e"])
def test_a_tatweel_or_mark_alone_is_no_word(text: str) -> None:
    assert words(text) == [word for word in text.split() if word in ("رام", "الله")]


def test_a_word_begins_with_its_first_letter() -> None:
    assert words("ـالأول رسولـ ـَٔادم") == ["الأول", "رسولـ", "ـَٔادم"]


@given(texts)
def test_every_word_has_a_form(text: str) -> None:
    assert all(map(fold, words(text)))


@given(texts)
def test_tokens_are_in_order_and_do_not_overlap(text: str) -> None:
    last = 0
    for start, end in tokenize(text):
        assert last <= start < end <= len(text)
        last = end


@given(texts)
def test_tokens_are_slices_of_the_text(text: str) -> None:
    assert [text[start:end] for start, end in tokenize(text)] == words(text)


@given(texts)
def test_chunks_have_the_same_words(text: str) -> None:
    assert [word for chunk in chunks(text) for word in words(chunk)] == words(text)


@given(texts)
def test_every_letter_and_digit_is_in_a_word(text: str) -> None:
    covered = {place for start, end in tokenize(text) for place in range(start, end)}
    assert all(
        place in covered
        for place, character in enumerate(text)
        if character.isalnum() and fold(character)
    )


@given(st.lists(texts, max_size=3))
def test_an_index_build_counts_the_same_words(parts: list[str]) -> None:
    assert LocalTerms().analyze(parts).lengths == [
        sum(bool(fold(word)) for word in words(text)) for text in parts
    ]


def test_the_sample_archive_has_the_same_words_by_chunks(sample_documents: list[Document]) -> None:
    for document in sample_documents:
        found = [word for chunk in chunks(document.text) for word in words(chunk)]
        assert found == [document.text[start:end] for start, end in tokenize(document.text)]


@pytest.mark.slow
@pytest.mark.parametrize(
    "unit",
    ["ة", "ب\u200d", "5", "a_", "ـ", "\u064e", "\u200f", "ةب", "5a", "5\u0301", "_", "1,234", "يٰ"],
)
def test_long_runs_take_linear_time(unit: str) -> None:
    """A pattern with backtracking would need hours for these."""
    text = unit * 100_000
    assert len(list(tokenize(text))) == len(words(text)) <= 200_000
    shuffled = list(text)
    random.Random(3).shuffle(shuffled)
    assert sum(end - start for start, end in tokenize("".join(shuffled))) <= len(text)
