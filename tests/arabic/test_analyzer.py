"""The analyzer: levels of words of any characters."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

import pytest
from hypothesis import given
from hypothesis import strategies as st

from arabic.analyzer import analyze, classify
from arabic.attestation import Attestation, has_no_proclitic, unseen
from arabic.folding import MARKS, TATWEEL, fold, fold_exact
from arabic.tokenizer import words
from tests.homes import ROOT

LETTERS = "ابتثجحخدذرزسشصضطظعغفقكلمنهويءؤئأإآةى"
arabic = st.text(LETTERS, min_size=1, max_size=12)

ODD = (
    *("", " ", "\0", "\ud800", "كتا\udfffب", "\u200f", "ـــ", "\u064e" * 5_000),
    *("ك" + "\u064e" * 5_000 + "تاب", "ك" + "ـ" * 5_000 + "تاب", "ﷺ", "ﷲ", "﷽", "\ufdfa" * 100),
    *("ﺗﻮﻧﺲ", "کتابﮔ", "كتابbook", "كтابα", "漢字", "٣كتب", "4x4", "²", "½", "e\u0301", "😀"),
    *("ة", "ه", "و", "ال", "وال", "للل", "وووو", "ءءء", "ى", "ابن", "لا", "ة" * 64),
)


@pytest.mark.parametrize(
    ("word", "form", "stem"),
    [
        # hamza, ة and ه, ى and ي
        ("أرشيف", "ارشيف", "ارشيف"),
        ("المكتبة", "المكتبه", "مكتبه"),
        ("المكتبه", "المكتبه", "مكتبه"),
        ("مستشفى", "مستشفي", "مستشفي"),
        ("مستشفي", "مستشفي", "مستشفي"),
        ("مسؤول", "مسءول", "مسءول"),
        # clitics and light inflection
        ("وبالحكومة", "وبالحكومه", "حكومه"),
        ("حكومات", "حكومات", "حكومه"),
        ("للمدارس", "للمدارس", "مدارس"),
        ("فكتبهم", "فكتبهم", "كتب"),
        ("رئيسها", "رءيسها", "رءيس"),
        ("بالشمس", "بالشمس", "شمس"),
        # other spellings
        ("کتاب", "كتاب", "كتاب"),
        ("ﺗﻮﻧﺲ", "تونس", "تونس"),
        ("وَالكِتَابُ", "والكتاب", "كتاب"),
        ("كتـــاب", "كتاب", "كتاب"),
        ("كت\u200dاب", "كتاب", "كتاب"),
        # numbers and other scripts are their own stems
        ("٢٠١٦", "2016", "2016"),
        ("۲۰۱۶", "2016", "2016"),
        ("BBC", "bbc", "bbc"),
    ],
)
def test_a_word_has_its_form_and_stem(word: str, form: str, stem: str) -> None:
    found = analyze(word)
    assert found.form == form
    # A stem may keep ئ or not.
    assert found.stem.replace("ئ", "ي") == stem


def test_a_word_has_every_level_and_its_split() -> None:
    found = analyze("وَبِالحكومةِ")
    assert found.exact == "وَبِالحكومةِ"
    assert (found.form, found.bare) == ("وبالحكومه", "حكومه")
    assert (found.stem, found.root) == ("حكومه", "حكم")
    assert (found.prefix, found.base, found.suffix) == ("وبال", "حكومة", "")
    assert found.source == "noun"


@pytest.mark.parametrize(
    ("word", "bare"),
    [
        ("والمكتبة", "مكتبه"),
        ("وبالمكتبات", "مكتبات"),  # an ending stays
        ("للمدينة", "مدينه"),
        ("كالمطر", "مطر"),
        ("وكتابهم", "كتابهم"),  # so does a pronoun
        ("سنكتب", "نكتب"),  # and the person of a verb
        ("كتاب", "كتاب"),
    ],
)
def test_a_bare_form_has_no_particles_and_no_article(word: str, bare: str) -> None:
    assert analyze(word).bare == classify(word).bare == bare


@given(arabic)
def test_the_classes_of_a_form_are_those_of_its_analysis(word: str) -> None:
    found = analyze(word)
    classes = classify(fold_exact(word))
    assert (classes.bare, classes.stem) == (found.bare, found.stem)
    assert classes.root in ("", found.root)


@pytest.mark.parametrize("word", ["٢٠١٦", "BBC", "كتابbook", "漢字", "😀"])
def test_a_word_of_another_script_is_its_own_stem(word: str) -> None:
    found = analyze(word)
    assert found.source == "other"
    assert found.form == found.bare == found.stem == found.root == found.base


@pytest.mark.parametrize("word", ODD, ids=lambda word: ascii(word[:8]))
def test_unusual_words_have_every_level(word: str) -> None:
    found = analyze(word)
    assert found.exact == fold_exact(word)
    assert found.form == fold(word)
    assert bool(found.stem) == bool(found.root) == bool(found.form)


@given(st.one_of(st.text(), st.text(LETTERS + MARKS + TATWEEL + "٣7a\u200d\0")))
def test_any_text_has_every_level(text: str) -> None:
    found = analyze(text)
    assert found.form == fold(text)
    assert bool(found.bare) == bool(found.stem) == bool(found.root) == bool(found.form)
    assert found.form.endswith(found.bare)
    assert fold(found.stem) == found.stem


@given(arabic)
def test_marks_and_tatweel_change_only_the_level_exact(word: str) -> None:
    bare = analyze(word)
    dressed = analyze("".join(letter + "\u064e\u0651ـ" for letter in word))
    assert dressed[1:] == bare[1:]
    assert dressed.exact != bare.exact


@given(arabic)
def test_the_parts_of_a_split_make_the_form(word: str) -> None:
    found = analyze(word)
    whole = fold(found.prefix + found.base + found.suffix)
    assert whole == found.form or found.base.endswith("ئ")


@pytest.mark.parametrize("pair", ["مكتبة مكتبه", "المدرسة المدرسه", "قافلة قافله"])
def test_final_heh_and_teh_marbuta_have_one_stem(pair: str) -> None:
    one, other = pair.split()
    assert analyze(one).stem == analyze(other).stem


@pytest.mark.parametrize("letter", ["ب", "و", "ة", "ه", "ال", "كتب", "\u064e", "ـ"])
def test_long_words_take_linear_time(letter: str) -> None:
    """The number of splits does not grow with the length of a word."""
    word = "س" + letter * 50_000
    assert analyze(word).form == fold(word)


def test_a_form_after_prepositions_keeps_its_first_letter() -> None:
    """Such a form has no clitic, so its first و is a letter of the word."""
    counts = {"وائل": Attestation(40, 12), "ائل": Attestation(0, 0)}

    def attested(form: str) -> Attestation:
        return counts.get(form, Attestation(0, 0))

    assert has_no_proclitic("وائل", attested)
    assert not has_no_proclitic("وائل", unseen)
    assert analyze("وائل", attested).prefix == ""


SCRIPT = """
import hashlib
from arabic.analyzer import analyze
from tests.homes import SAMPLE
from arabic.tokenizer import words
digest = hashlib.sha256()
for word in sorted(set(words((SAMPLE / "dafater.jsonl").read_text("utf-8")))):
    digest.update(repr(analyze(word)).encode())
print(digest.hexdigest())
"""


def test_every_process_and_thread_has_the_same_result() -> None:
    """Tashaphyne's choice of a root depends on the order of sets, and so on the hash seed."""
    known = sorted(set(words((ROOT / "corpus/sample/dafater.jsonl").read_text("utf-8"))))
    assert len(known) > 1_000
    expected = [analyze(word) for word in known]
    with ThreadPoolExecutor(8) as pool:
        for found in pool.map(lambda _: [analyze(word) for word in known], range(8)):
            assert found == expected
    digest = hashlib.sha256("".join(map(repr, expected)).encode()).hexdigest()
    children = [
        subprocess.Popen(
            [sys.executable, "-W", "ignore::SyntaxWarning", "-c", SCRIPT],
            cwd=ROOT,
            env={**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": str(ROOT)},
            stdout=subprocess.PIPE,
            text=True,
        )
        for seed in ("0", "1", "20161203")
    ]
    assert [child.communicate(timeout=60)[0].strip() for child in children] == [digest] * 3
