"""Attestation: how often forms occur in an archive, as evidence for splitting words.

A preposition such as في is never followed by a word with a clitic و, ف, ب, ل or ك, nor by a verb.
So a form that often follows prepositions has no such clitic, whatever letter it begins with
(واشنطن, بريطانيا, تدمر). A word that is in no lexicon is split where the rest occurs alone most
often.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Final, NamedTuple, TypeAlias

PREPOSITIONS: Final = frozenset({"في", "إلى", "الى", "على", "عن"})
"""Separate prepositions as written, without من, which is also «who» before a verb."""


_PLACE_NOUNS: Final = """
مدينة ومدينة بمدينة لمدينة محافظة ومحافظة بمحافظة ولاية بولاية بلدة قرية إمارة جزيرة دولة مخيم
مطار جمهورية
"""
_GIVEN_NAMES: Final = """
بن
محمد أحمد احمد محمود مصطفى مصطفي عبدالله عبدالعزيز عبدالرحمن عبدالملك عبدالفتاح عبدالكريم
عبدالمجيد عبدالقادر عبداللطيف عبدالحميد عبدالرحيم إبراهيم ابراهيم إسماعيل اسماعيل يوسف يعقوب
إسحاق موسى عيسى داود سليمان يحيى زكريا أيوب يونس هارون عمر عثمان خالد طلحة الزبير معاوية حسن
حسين جعفر عباس حيدر فيصل فهد سعود سعد سعيد ناصر نايف بندر تركي مشعل متعب ماجد وليد طلال راشد حمد
حمدان صالح سالم مسعود منصور مبارك عادل عماد عصام هشام هاني طارق سامي سمير نبيل وائل ياسر أيمن
ايمن أشرف اشرف مجدي حمدي نوري بشار حافظ جابر جاسم قاسم أسامة اسامة أنور انور فؤاد مروان غسان
زياد إياد فاطمة مريم عائشة خديجة نورة
"""
INTRODUCERS: Final = frozenset((_PLACE_NOUNS + _GIVEN_NAMES).split())
"""Words before a name, as written: nouns of places, frequent given names, and بن."""


class Attestation(NamedTuple):
    """How often a form occurs in the archive, how often of these after a preposition, and how often
    after a word that introduces a name (``INTRODUCERS``)."""

    occurrences: int
    prepositional: int
    introduced: int = 0


Attested: TypeAlias = Callable[[str], Attestation]
"""Gives the attestation of a form."""

_UNSEEN: Final = Attestation(0, 0)
_MIN_OCCURRENCES: Final = 2
_NO_PROCLITIC_SHARE: Final = 0.01
_SURELY_PREPOSITIONAL: Final = 3
_PREPOSITIONAL_SHARE: Final = 0.015
_ARTICLE_SHARE: Final = 0.02
_OWN_ARTICLE_SHARE: Final = 0.2
_FREQUENT: Final = 20
_RARE_SHARE: Final = 0.005


def unseen(form: str) -> Attestation:  # noqa: ARG001
    """The attestation of every form without an archive."""
    return _UNSEEN


def has_no_proclitic(form: str, attested: Attested) -> bool:
    """Whether a form follows prepositions, so that it begins with no clitic and no verb person."""
    occurrences, prepositional, _ = attested(form)
    return prepositional >= _MIN_OCCURRENCES and prepositional >= _NO_PROCLITIC_SHARE * occurrences


def follows_preposition(form: str, attested: Attested) -> bool:
    """Whether a form follows prepositions more often than by chance."""
    occurrences, prepositional, _ = attested(form)
    return prepositional >= _SURELY_PREPOSITIONAL and (
        prepositional >= _PREPOSITIONAL_SHARE * occurrences
    )


def rarely_follows_preposition(form: str, attested: Attested) -> bool:
    """Whether a form is frequent but rarely follows a preposition, like words with a clitic."""
    occurrences, prepositional, _ = attested(form)
    return occurrences >= _FREQUENT and prepositional < _RARE_SHARE * occurrences


def takes_article(form: str, attested: Attested) -> bool:
    """Whether a form occurs with the article, which no verb takes."""
    with_article = attested("ال" + form).occurrences
    return (
        with_article >= _MIN_OCCURRENCES
        and with_article >= _ARTICLE_SHARE * attested(form).occurrences
    )


def mostly_takes_article(form: str, attested: Attested) -> bool:
    """Whether a form is a noun with its first letter, since it occurs with the article often."""
    with_article = attested("ال" + form).occurrences
    return with_article >= _MIN_OCCURRENCES and (
        with_article >= _OWN_ARTICLE_SHARE * attested(form).occurrences
    )


def attestation_weight(base: str, attested: Attested) -> float:
    """The weight of a base, ``log10(1 + n)`` for n occurrences with or without the article."""
    occurrences = attested(base).occurrences
    if not base.startswith("ال"):
        occurrences += attested("ال" + base).occurrences
    return math.log10(1 + occurrences)
