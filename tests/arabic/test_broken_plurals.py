"""Broken plurals: which words of an archive are plurals, and of which singular."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from arabic.attestation import Attestation, Attested, unseen
from arabic.broken_plurals import count_as_noun, singular_of
from arabic.folding import fold


def archive(*nouns: str, **others: int) -> Attested:
    """Attestations of an archive in which each noun occurs 40 times, and 60 times with the article,
    and other forms as often as given."""
    counts = {
        fold(word): count for noun in nouns for word, count in ((noun, 40), ("ال" + noun, 60))
    }
    counts |= {fold(form): count for form, count in others.items()}
    return lambda form: Attestation(counts.get(form, 0), 0)


@pytest.mark.parametrize(
    ("plural", "singular"),
    [
        ("أقفاص", "قفص"),
        ("أشجار", "شجرة"),
        ("أعياد", "عيد"),
        ("أجزاء", "جزء"),
        ("آفاق", "أفق"),
        ("أصدقاء", "صديق"),
        ("أتقياء", "تقي"),
        ("أحذية", "حذاء"),
        ("أرغفة", "رغيف"),
        ("نسور", "نسر"),
        ("ظنون", "ظن"),
        ("رماح", "رمح"),
        ("صيادلة", "صيدلي"),
        ("حكماء", "حكيم"),
        ("غرباء", "غريب"),
        ("صرعى", "صريع"),
        ("عقد", "عقدة"),
        ("حقائب", "حقيبة"),
        ("رسائل", "رسالة"),
        ("شواهد", "شاهد"),
        ("نوافذ", "نافذة"),
        ("طواويس", "طاووس"),
        ("مقابر", "مقبرة"),
        ("ملاعق", "ملعقة"),
        ("مفاتيح", "مفتاح"),
        ("تماثيل", "تمثال"),
        ("أراجيح", "أرجوحة"),
        ("خنادق", "خندق"),
        ("عصافير", "عصفور"),
        ("هدايا", "هدية"),
        ("رعاة", "راعي"),
        ("غزلان", "غزال"),
    ],
)
def test_the_singular_of_a_plural(plural: str, singular: str) -> None:
    assert singular_of(plural, archive(plural, singular)) == fold(singular)


def test_a_plural_without_an_archive_is_unknown() -> None:
    assert singular_of("حقائب", unseen) is None


def test_a_plural_that_the_lexicon_gives_another_singular() -> None:
    """The lexicon has حريقة for حرائق, and newspapers write حريق."""
    attested = archive("حرائق", "حريق", حريقة=3, الحريقة=2)
    assert singular_of("حرائق", attested) == "حريق"


def test_a_plural_outside_of_the_lexicon() -> None:
    assert singular_of("فساتين", archive("فساتين", "فستان")) == "فستان"


@pytest.mark.parametrize("word", ["دفاع", "وصول", "تواصل", "قتال", "سياسي"])
def test_singulars_of_the_shape_of_a_plural(word: str) -> None:
    radicals = [letter for letter in word if letter not in "اوي"]
    others = ("".join(radicals), f"{radicals[0]}ا{''.join(radicals[1:])}", "".join(radicals) + "ة")
    assert singular_of(word, archive(word, *others)) is None


def test_a_written_hamza_decides() -> None:
    attested = archive("اعلام", "علم")
    assert singular_of("أعلام", attested) == "علم"
    assert singular_of("إعلام", attested) is None


def test_a_word_with_a_plural_of_its_own_is_a_singular() -> None:
    """كتاب may be كُتّاب, the plural of كاتب, but has the plural كتب."""
    assert singular_of("كتاب", archive("كتاب", "كاتب", "كتب")) is None
    assert singular_of("كتب", archive("كتاب", "كاتب", "كتب")) == "كتاب"


def test_a_verb_is_no_plural() -> None:
    verbs = {"ينظم": 90, "تنظم": 50, "نظمت": 80}
    assert singular_of("نظم", archive("نظم", "نظام", **verbs)) is None


def test_a_rare_singular_does_not_explain_a_plural() -> None:
    attested = archive("محفظة", محافظ=400, المحافظ=900)
    assert singular_of("محافظ", attested) is None


def test_a_name_that_never_stands_without_its_article_is_no_plural() -> None:
    attested = archive("جزيرة", الجزائر=2_000, جزائر=2)
    assert singular_of("جزائر", attested) is None


def test_a_name_is_no_singular() -> None:
    """مسقط is a town, and مساقط are places where something falls."""
    places = {"مسقط": Attestation(700, 200), "المسقط": Attestation(9, 0)}
    nouns = archive("مساقط")

    def attested(form: str) -> Attestation:
        return places.get(form) or nouns(form)

    assert singular_of("مساقط", attested) is None
    assert singular_of("مساقط", archive("مساقط", "مسقط")) == "مسقط"


def test_an_adjective_of_a_noun_is_no_singular() -> None:
    """The lexicon has طبي, an udder, for أطباء."""
    attested = archive("أطباء", "طبيب", "طب", "طبي")
    assert singular_of("أطباء", attested) == "طبيب"


def test_a_plural_is_not_the_singular_of_another() -> None:
    attested = archive("أباطيل", "أبطال", "بطل")
    assert singular_of("أبطال", attested) == "بطل"
    assert singular_of("أباطيل", attested) is None


def test_a_plural_of_another_root() -> None:
    assert singular_of("نساء", archive("نساء")) == "امراه"


def test_a_word_counts_as_a_noun_in_proportion_to_the_article() -> None:
    attested = archive(بل=5_000, البل=2)
    assert count_as_noun("بل", attested) == 22
    assert count_as_noun("امراه", archive(المرأة=7, امرأة=5)) == 12


@given(st.text("اأإآبتعلمنويةىئءس", max_size=8))
def test_any_word_has_a_singular_or_none(word: str) -> None:
    def everywhere(form: str) -> Attestation:
        return Attestation(1 + len(form), 0)

    found = singular_of(word, everywhere)
    assert found is None or (found and found != fold(word))


def test_a_pair_outside_of_the_lexicon_is_of_words_of_like_frequency() -> None:
    rare = archive("أقفاص", قفص=90_000, القفص=90_000)
    assert singular_of("أقفاص", archive("أقفاص", "قفص")) == "قفص"
    assert singular_of("أوراد", archive("أوراد", ورد=90_000, الورد=90_000)) is None
    assert singular_of("أقفاص", rare) == "قفص"


def test_a_pair_of_the_lexicon_shares_its_consonants() -> None:
    assert singular_of("وديان", archive("وديان", "واحد")) is None
