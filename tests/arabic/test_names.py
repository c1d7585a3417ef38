"""Names that an archive shows to be names."""

import pytest

from arabic.analyzer import analyze
from arabic.attestation import Attestation, Attested
from arabic.names import has_own_article, is_apart_from_article, is_name


def archive(**counts: tuple[int, int, int]) -> Attested:
    """The attestations of an archive that has only these forms."""
    known = {form: Attestation(*each) for form, each in counts.items()}
    return lambda form: known.get(form, Attestation(0, 0))


# The article of الرصيف is part of the name of a town; رصيف is a pavement, and hardly occurs.
TOWN = archive(الرصيف=(400, 90, 120), رصيف=(20, 5, 0), بالرصيف=(30, 0, 0), ورصيف=(2, 0, 0))


def test_a_word_after_nouns_of_places_is_a_name() -> None:
    assert is_name("الرصيف", TOWN)
    assert not is_name("رصيف", TOWN)


def test_a_word_that_is_seldom_introduced_is_no_name() -> None:
    assert not is_name("الرصيف", archive(الرصيف=(400, 90, 12), رصيف=(20, 5, 0)))


def test_few_occurrences_show_no_name() -> None:
    assert not is_name("الرصيف", archive(الرصيف=(2, 0, 2)))


def test_the_article_is_part_of_a_name() -> None:
    stems = {analyze(word, TOWN).stem for word in ("الرصيف", "بالرصيف")}
    assert stems == {"الرصيف"}
    assert analyze("بالرصيف", TOWN).prefix == "ب"


def test_the_same_word_without_article_joins_the_name_if_it_hardly_occurs() -> None:
    town = archive(الرصيف=(900, 90, 300), رصيف=(9, 2, 0))
    assert has_own_article("رصيف", town)
    assert analyze("رصيف", town).stem == "الرصيف"


def test_a_name_and_the_same_word_with_the_article_are_apart() -> None:
    counts = archive(هلال=(400, 30, 160), الهلال=(900, 80, 4))
    assert is_apart_from_article("هلال", counts)
    assert analyze("هلال", counts).stem != analyze("الهلال", counts).stem


@pytest.mark.parametrize("country", ["السويد", "والسويد", "للسويد", "بالسويد"])
def test_countries_with_the_article_are_names(country: str) -> None:
    counts = archive(السويد=(500, 60, 0), سويد=(40, 1, 10))
    assert analyze(country, counts).stem == "السويد"


def test_a_clitic_before_a_more_frequent_word_is_no_letter_of_a_name() -> None:
    counts = archive(وزير=(900, 40, 0), زير=(3, 0, 0), وسالم=(20, 0, 9), سالم=(800, 30, 300))
    assert not is_name("وسالم", counts)
    assert analyze("وسالم", counts).prefix == "و"


def test_the_root_of_a_name_is_that_of_the_word_in_the_lexicon_or_the_name() -> None:
    assert analyze("الرصيف", TOWN).root == analyze("رصيف").root
    city = archive(البندوق=(400, 90, 120), بندوق=(2, 0, 0))
    assert analyze("البندوق", city).root == "بندوق"


def test_a_city_with_the_article_is_a_name_where_the_word_alone_is_rare() -> None:
    assert analyze("القاهرة", archive(القاهره=(3000, 0, 0), قاهره=(30, 0, 0))).stem == "القاهره"
    assert analyze("القاهرة", archive(القاهره=(3000, 0, 0), قاهره=(3000, 0, 0))).stem == "قاهره"


def test_a_place_that_hardly_occurs_without_the_article_needs_fewer_introductions() -> None:
    place = archive(الباحه=(1000, 100, 70), باحه=(40, 5, 0))
    assert analyze("الباحة", place).stem == "الباحه"
    person = archive(الباحه=(1000, 1, 70), باحه=(40, 5, 0))  # no preposition before it
    assert analyze("الباحة", person).stem == "باحه"


def test_a_name_with_the_article_is_another_name_where_that_without_is_far_more_frequent() -> None:
    counts = archive(علي=(12000, 130, 2400), العلي=(500, 2, 110))
    assert analyze("العلي", counts).stem == "العلي"
    assert analyze("علي", counts).stem == "علي"
