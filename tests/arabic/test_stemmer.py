"""Stems of words, and the split that gives them."""

from __future__ import annotations

import pytest

from arabic.analyzer import analyze
from arabic.attestation import Attestation, Attested
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


def archive(**counts: int) -> Attested:
    """The attestations of an archive that has only these forms, none after a preposition."""
    return lambda form: Attestation(counts.get(form, 0), 0)


def test_a_final_weak_letter_is_restored() -> None:
    counts = archive(يرمي=50, رمي=60, رمت=40, يرمون=20, يعطي=50, اعطي=40, اعطت=30, يعطون=20)
    assert {analyze(word, counts).stem for word in ("يرمي", "رمت", "يرمون", "رموا")} == {"رمي"}
    assert {analyze(word, counts).stem for word in ("يعطي", "أعطت", "يعطون", "يعط")} == {"اعطي"}


def test_a_present_tense_of_two_letters_is_of_the_verb_with_the_more_frequent_past() -> None:
    doubled = archive(يمد=300, مد=200, مدت=100, امد=20, امدت=2)
    assimilated = archive(يصل=300, وصل=200, وصلت=100, صل=9)
    assert analyze("يمد", doubled).stem == "مد"
    assert analyze("يصل", assimilated).stem == "وصل"


def test_a_particle_keeps_its_article() -> None:
    assert analyze("الذي").stem == analyze("والذي").stem == "الذي"
    assert analyze("ذي").stem == "ذي"


def test_a_particle_has_a_pronoun_before_a_preposition_has_a_noun() -> None:
    assert {analyze(word).stem for word in ("لكن", "لكنه", "ولكنه", "لكنني", "لكننا")} == {"لكن"}


def test_no_other_particle_follows_the_article() -> None:
    counts = archive(فقد=900, قد=5000, الفقد=30)
    assert analyze("فقد", counts).prefix == "ف"
    assert analyze("الفقد", counts).prefix == "ال"
    assert analyze("الفقد", counts).stem == "فقد"


def test_the_article_is_read_rather_than_a_suffix_where_the_rest_is_more_frequent() -> None:
    counts = archive(الهامه=50, هامه=90)
    assert analyze("الهامة", counts).stem == analyze("هامة", counts).stem
    assert analyze("الهامة").stem == "الهام"


def test_a_word_of_many_particles_is_read_in_few_steps() -> None:
    asked: list[str] = []

    def attested(form: str) -> Attestation:
        asked.append(form)
        return Attestation(len(form) == 6, 0)

    for particles in ("ال", "لل", "بال", "ك", "وال"):
        analyze(particles * 20 + "كتاب", attested)
        analyze(particles * 20 + "ككلل", attested)
    assert len(asked) < 20_000


def test_no_conjunction_follows_another_particle() -> None:
    assert analyze("وفقد", archive(وفقد=200, فقد=9000, قد=17000)).prefix == "و"
    assert analyze("كوكل", archive(كل=9000, وكل=300)).base != "كل"


def test_ka_is_rare_before_a_particle_too() -> None:
    assert analyze("كلم", archive(كلم=700, لم=20000, الكلم=30)).stem == "كلم"
    assert analyze("كبعض", archive(كبعض=9, بعض=20000)).stem == "بعض"


def test_a_particle_with_a_pronoun_is_no_noun_in_teh_marbuta_that_takes_no_article() -> None:
    noun = archive(بينه=900, بين=9000, البينه=90)
    assert analyze("بينه", archive(بينه=900, بين=9000)).stem == "بين"
    assert analyze("بينه", noun).stem == "بينه"
