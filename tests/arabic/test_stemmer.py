"""Stems of words, and the split that gives them."""

from __future__ import annotations

import pytest

from arabic.analyzer import analyze
from arabic.folding import fold_light
from arabic.stemmer import best_reading

KNOWN = (
    *("حكومة", "مدينة", "مدرسة", "كتاب", "مكتبة", "وزير", "سفينة", "طبيب", "جامعة", "قطار"),
    *("زيتون", "مستشفى", "برنامج", "محكمة", "صحيفة", "مطار", "شركة", "حديقة", "تقرير", "دستور"),
    *("جمهور", "مسرح", "جريدة", "معرض", "اقتصاد", "سيارة", "مهندس"),
)
CLITICS = ("و", "ف", "ب", "ل", "ال", "وال", "بال", "فال", "كال", "لل", "ولل", "ول", "وب", "وبال")


@pytest.mark.parametrize(
    "family",
    [
        "حكومة الحكومة وبالحكومة للحكومة حكومات الحكومات حكومتهم",
        "مدرسة المدرسة للمدرسة ومدرسته مدرستنا",
        "مدارس المدارس للمدارس ومدارسهم",
        "كتب الكتب فكتبهم وكتبها",
        "مكتبة مكتبه المكتبة ومكتبتها مكتباتهم",
        "رئيس الرئيس رئيسها ورئيسهم لرئيس",
        "مهندس المهندس مهندسون المهندسين والمهندسات",
        "سيارة السيارة بسيارته وسيارتهم",
        "بالشمس الشمس شمس وشمسه",
        # the seat of a hamza depends on the suffix
        "أصدقاء أصدقاؤه أصدقائه أصدقاءها",
        "قارئ القارئ قارئة قارئان القارئين القاريء",
        "فئة الفئة فئات والفئات",
        "مسؤول مسئول مسؤولون المسئولين",
        "شيء شيئا شيئان شئ",
    ],
)
def test_inflected_forms_have_one_stem(family: str) -> None:
    assert len({analyze(word).stem for word in family.split()}) == 1


@pytest.mark.parametrize(
    "words",
    ["كتاب مكتبة", "مدينة دين", "سفينة سفن", "علم عالم", "زيت زيتون", "قمر قمار", "وزير زير"],
)
def test_different_words_have_different_stems(words: str) -> None:
    one, other = words.split()
    assert analyze(one).stem != analyze(other).stem


@pytest.mark.parametrize("word", KNOWN)
def test_a_clitic_before_a_known_word_keeps_its_stem(word: str) -> None:
    stems = {clitic + word: analyze(clitic + word).stem for clitic in CLITICS}
    assert stems == dict.fromkeys(stems, analyze(word).stem)


@pytest.mark.parametrize(
    ("word", "prefix", "base", "suffix"),
    [
        ("وبالحكومة", "وبال", "حكومة", ""),
        ("للمدارس", "لل", "مدارس", ""),
        ("فكتبهم", "ف", "كتب", "هم"),
        ("رئيسها", "", "رءيس", "ها"),
        ("كتاب", "", "كتاب", ""),
    ],
)
def test_a_word_is_split_into_prefix_base_and_suffix(
    word: str, prefix: str, base: str, suffix: str
) -> None:
    reading = best_reading(fold_light(word))
    assert (reading.prefix, reading.base, reading.suffix) == (prefix, base, suffix)
