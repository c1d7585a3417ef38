"""Defective nouns: قاض is قاضي."""

from __future__ import annotations

from arabic.attestation import Attestation, Attested
from arabic.defective_nouns import full_noun


def archive(**counts: int) -> Attested:
    return lambda form: Attestation(counts.get(form, 0), 0)


def test_a_noun_without_its_final_letter() -> None:
    assert full_noun("محام", archive(محام=8, محامي=20, المحامي=40)) == "محامي"


def test_a_plural_without_its_final_letter() -> None:
    assert full_noun("مبان", archive(مبان=8, المباني=40)) == "مباني"


def test_a_verb_is_no_defective_noun() -> None:
    """عاد is a verb, and عادي another word."""
    assert full_noun("عاد", archive(عاد=90, عادت=60, العادي=9)) is None
    assert full_noun("راع", archive(راع=9, يراع=9, الراعي=40)) is None


def test_a_word_that_takes_the_article_is_complete() -> None:
    assert full_noun("مصاف", archive(مصاف=20, المصاف=10, المصافي=10)) is None


def test_a_full_noun_has_to_occur() -> None:
    assert full_noun("محام", archive(محام=8)) is None
    assert full_noun("جبل", archive(جبل=8, جبلي=8, الجبلي=8)) is None
