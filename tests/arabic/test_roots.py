"""Roots from the lexicon, and guessed roots of other words."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from arabic.analyzer import analyze
from arabic.lexicon import load_lexicon, normalize_root
from arabic.roots import guess_root


@pytest.mark.parametrize(
    ("words", "root"),
    [
        ("كتاب كاتب مكتبة كتب مكتوب", "كتب"),
        ("مدرسة مدارس درس مدرس", "درس"),
        ("حكومة حاكم محكمة أحكام", "حكم"),
        ("علم عالم معلم علوم", "علم"),
        ("مسؤول سؤال", "سءل"),
        ("رئيس رئاسة", "رءس"),
    ],
)
def test_related_words_have_one_root(words: str, root: str) -> None:
    assert {word: analyze(word).root for word in words.split()} == dict.fromkeys(
        words.split(), root
    )


@pytest.mark.parametrize(
    ("root", "normal"),
    [("أخذ", "ءخذ"), ("اخذ", "ءخذ"), ("قال", "قول"), ("سأل", "سءل"), ("بدأ", "بدء"), ("مدّ", "مد")],
)
def test_hamza_and_weak_letters_of_a_root_are_normalized(root: str, normal: str) -> None:
    assert normalize_root(root) == normal


@given(st.text("ابتجحدرزسصطعفقكلمنهويءؤئ", min_size=1, max_size=9))
def test_a_guessed_root_has_three_or_four_letters_or_is_the_stem(stem: str) -> None:
    root = guess_root(stem)
    assert 3 <= len(root) <= 4 or root == normalize_root(stem)
    assert guess_root(stem) == root


def test_entries_of_the_lexicon_are_folded_and_have_roots() -> None:
    lexicon = load_lexicon()
    assert len(lexicon.nouns) > 20_000
    assert len(lexicon.verbs) > 5_000
    assert lexicon.nouns["مكتبة"] == "كتب"
    assert lexicon.verbs["كتب"] == "كتب"
    for words in (lexicon.nouns, lexicon.verbs):
        assert "" not in words
        assert not set("أإآى \u064e\u0640").intersection("".join(words))
        assert not set("أإآى. ").intersection("".join(words.values()))
