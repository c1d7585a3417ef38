"""Minimal evaluation data with every file of the real folder."""

from __future__ import annotations

import gzip
from collections.abc import Mapping, Sequence
from pathlib import Path

import msgspec
import pytest

ARTICLES = {
    "saudinewsnet": [
        {"id": "s-1", "title": "افتتاح الجسر", "text": "عبرت السيارات النهر صباح اليوم."},
        {"id": "s-2", "title": "موسم الزيتون", "text": "قطف المزارعون ثمار الزيتون مبكرا."},
        {"id": "s-3", "title": "طريق جديد", "text": "النهر والجسر والجسر القديم في طريق السيارات."},
        {"id": "s-4", "title": "سوق البلدة", "text": "باع مزارع ثمرة من زيتونه في السوق."},
    ],
    "antcorpus": [
        {"id": "a-1", "title": "معرض الكتاب", "text": "زار الطلاب المعرض وابتاعوا كتبا."},
        {"id": "a-2", "title": "درس", "text": "يقرأ الطالب في الكتاب ويكتب، ثم يقرأ."},
    ],
}
HEADLINES = [
    {"id": "q-1", "text": "السيارات تعبر النهر"},
    {"id": "q-2", "text": "مزارع يقطف ثمار الزيتون"},
    {"id": "q-3", "text": "الطلاب في معرض الكتاب"},
]
KEYWORDS = [
    {"id": "q-1", "text": "سيارة النهر"},
    {"id": "q-2", "text": "المزارعين ثمرة"},
    {"id": "q-3", "text": "كتاب طلاب معرض"},
]
PASSAGES = [
    {"id": "p-1", "title": "النيل", "text": "نهر في أفريقيا، من أطول أنهار العالم."},
    {"id": "p-2", "title": "الأهرامات", "text": "قبور ملوك مصر القديمة قرب النيل والنيل."},
    {"id": "p-3", "title": "", "text": "بناة الأهرامات عمال مصريون."},
]
QUESTIONS = [
    {"id": "w-1", "text": "أين يجري نهر النيل؟"},
    {"id": "w-2", "text": "من بنى الأهرامات؟"},
]
LEMMAS = [
    ("كتاب", "كِتَاب", "NOUN"),
    ("الكتاب", "كِتَاب", "NOUN"),
    ("كتب", "كِتَاب", "NOUN"),
    ("مدرسة", "مَدرَسَة", "NOUN"),
    ("المدرسة", "مَدرَسَة", "NOUN"),
    ("مدرستها", "مَدرَسَة", "NOUN"),
]
SEGMENTS = [
    (("و", "ال", "كتاب"), ("CONJ", "DET", "NOUN")),
    (("ل", "ال", "مدرس", "ة"), ("PREP", "DET", "NOUN", "NSUFF")),
    (("ب", "كتاب"), ("PREP", "NOUN")),
]
NAMES = ("الجسر", "الزيتون", "بغداد")
PAIRS = {
    "spelling_variants": [
        {"same": True, "kind": "ending", "a": "الثمرة", "b": "ثمره"},
        {"same": True, "kind": "vowel", "a": "تلفون", "b": "تليفون"},
        {"same": False, "a": "النهر", "b": "الجسر"},
    ],
    "plurals": [{"same": True, "kind": "plural", "a": "كتاب", "b": "كتب"}],
}
SPELLINGS = [("الزيتوون", "الزيتون"), ("السييارات", "السيارات"), ("طويل", "قصير")]
STEMS = [("الكاتبون", "كاتب", "كتب"), ("كاتب", "كاتب", "كتب"), ("مدرس", "مدرس", "درس")]


def _write(path: Path, records: Sequence[Mapping[str, object]]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    lines = b"".join(msgspec.json.encode(record) + b"\n" for record in records)
    path.write_bytes(gzip.compress(lines) if path.suffix == ".gz" else lines)


@pytest.fixture
def evaluation(tmp_path: Path) -> Path:
    """A folder of minimal evaluation data."""
    shared = tmp_path / "shared"
    for name, articles in ARTICLES.items():
        _write(shared / "corpora" / f"{name}.jsonl.gz", articles)
    headlines, passages = shared / "judged" / "headlines", shared / "judged" / "wiki_passages"
    _write(headlines / "queries.jsonl", HEADLINES)
    _write(headlines / "keywords.jsonl", KEYWORDS)
    (headlines / "qrels.tsv").write_text("q-1\ts-1\t2\nq-2\ts-2\t2\nq-3\ta-1\t2\n", "utf-8")
    _write(passages / "docs.jsonl.gz", PASSAGES)
    _write(passages / "queries.jsonl", QUESTIONS)
    (passages / "qrels.tsv").write_text("w-1\tp-1\t1\nw-2\tp-3\t1\n", "utf-8")
    gold = shared / "gold"
    _write(
        gold / "lemmas_pud.jsonl",
        [{"surface": word, "lemmas": [lemma], "pos": [pos]} for word, lemma, pos in LEMMAS],
    )
    _write(
        gold / "segments_wikinews.jsonl",
        [{"word": "".join(parts), "segments": parts, "pos": pos} for parts, pos in SEGMENTS],
    )
    _write(
        gold / "stems_assem.jsonl",
        [{"word": word, "stem": stem, "root": root} for word, stem, root in STEMS],
    )
    (gold / "names.txt").write_text("\n".join(NAMES), "utf-8")
    for name, pairs in PAIRS.items():
        _write(gold / f"{name}.jsonl", pairs)
    _write(
        gold / "spelling_aghlat.jsonl",
        [{"wrong": wrong, "right": right, "count": 1} for wrong, right in SPELLINGS],
    )
    return shared
