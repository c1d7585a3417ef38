"""Spellings of one word find the same documents, also in phrases, and are marked whole."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

import pytest

from corpus.document import Document
from search.engine import Engine
from search.request import Request
from tests.homes import MakeHome

TEXTS = {
    "seat-1": "قال مسؤول في شؤون الموانئ إن مئة عامل بدأوا العمل في هيئة الشاطئ",
    "seat-2": "قال مسئول في شئون الموانيء إن مائة عامل بدؤوا العمل في هيأة الشاطيء",
    "verse": "ذَٰلِكَ ٱلْكِتَٰبُ لَا رَيْبَ فِيهِ ۛ وَأَقَامُوا۟ ٱلصَّلَوٰةَ وَٱلْقُرْءَانَ",
    "usual": "ذلك الكتاب لا ريب فيه وأقاموا الصلاة والقرآن",
    "call": "يَٰٓأَيُّهَا ٱلَّذِينَ ءَامَنُوا۟",
    "call-usual": "يا أيها الذين آمنوا",
    "long": "حفل راااائع وجميييل",
    "short": "حفل رائع وجميل",
    "ligature": "كتب عبد اﷲ إلى األمم المتحدة",
    "plain": "كتب عبد الله إلى الأمم المتحدة",
    "number-1": "بلغ الحضور 12,345 زائرا",
    "number-2": "بلغ الحضور ١٢٣٤٥ زائرا",
    "latin": "حلقت مقاتلة F16 فوق الميناء",
    "latin-dash": "حلقت مقاتلة F-16 فوق الميناء",
    "arabic": "حلقت مقاتلة إف-16 فوق الميناء",
    "dash": "رام الله ـ مراسلنا: قال الوزير ـالأول",
}


@pytest.fixture
def home(make_home: MakeHome) -> Path:
    return make_home([Document(id=name, text=text) for name, text in TEXTS.items()])


def found(home: Path, query: str) -> set[str]:
    with closing(Engine.open(home)) as engine:
        return {hit.id for hit in engine.search(Request(query=query)).hits}


@pytest.mark.parametrize(
    ("queries", "documents"),
    [
        (("مسؤول", "مسئول", '"شؤون الموانئ"', '"شئون الموانىء"'), "seat-1 seat-2"),
        (('"مائة عامل بدأوا"', '"مئة عامل بدؤوا"', '"هيئة الشاطئ"'), "seat-1 seat-2"),
        (('"ذلك الكتاب لا ريب فيه"', '"وأقاموا الصلاة والقرآن"', "القرءان"), "verse usual"),
        (('"يا أيها الذين آمنوا"',), "call call-usual"),
        (('"رائع وجميل"', "رااائع"), "long short"),
        (('"عبد الله إلى الأمم المتحدة"', '"عبد اﷲ"', "األمم"), "ligature plain"),
        (
            ("12345", "12,345", "١٢٬٣٤٥", '"الحضور 12.345"', "الحضور 12\u00a0345", "١٢\u202f٣٤٥"),
            "number-1 number-2",
        ),
        (("F16", "F-16", "إف16", "إف-16", "اف 16"), "latin latin-dash arabic"),
        (('"رام الله مراسلنا"', '"الوزير الأول"'), "dash"),
    ],
)
def test_spellings_find_the_same_documents(
    home: Path, queries: tuple[str, ...], documents: str
) -> None:
    for query in queries:
        assert found(home, query) == set(documents.split()), query


@pytest.mark.parametrize(
    ("query", "marked"),
    [
        ('"رام الله مراسلنا"', {"رام", "الله", "مراسلنا"}),
        ('"الوزير الأول"', {"الوزير", "الأول"}),
        ("1,2345", set()),
        ("12345", {"12,345", "١٢٣٤٥"}),
        ("القرآن", {"وَٱلْقُرْءَانَ", "والقرآن"}),
    ],
)
def test_words_are_marked_whole(home: Path, query: str, marked: set[str]) -> None:
    with closing(Engine.open(home)) as engine:
        hits = engine.search(Request(query=query)).hits
    words = {
        snippet.text[mark.start : mark.end]
        for hit in hits
        for snippet in hit.snippets
        for mark in snippet.marks
    }
    assert words == marked


def test_a_prefix_finds_words_with_another_seat(home: Path) -> None:
    assert found(home, "مسئ*") == found(home, "مسؤ*") == {"seat-1", "seat-2"}
    assert found(home, "الشاطئ*") == found(home, "الشاطيء*") == {"seat-1", "seat-2"}
