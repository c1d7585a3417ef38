"""The parser: queries and their trees and notices."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.messages import render
from corpus.messages.english_catalogue import SENTENCES
from search.limits import LIMITS
from search.query.lexer import nesting
from search.query.nodes import (
    And,
    DateRange,
    Everything,
    FieldIs,
    FieldMissing,
    Fuzzy,
    Node,
    Not,
    Nothing,
    Or,
    Phrase,
    Prefix,
    Wildcard,
    Word,
    leaves,
    normalise,
    unparse,
)
from search.query.notices import REFUSALS
from search.query.parser import DEEPEST, check, parse, parse_plain
from search.request import LEVELS, BadRequest, Operator
from tests.linear import assert_linear


def w(text: str) -> Word:
    return Word(text)


def all_of(*nodes: Node | str) -> And:
    return And(tuple(w(node) if isinstance(node, str) else node for node in nodes))


def any_of(*nodes: Node | str) -> Or:
    return Or(tuple(w(node) if isinstance(node, str) else node for node in nodes))


def but(*nodes: Node | str) -> And:
    return all_of(Everything(), *(Not(w(n) if isinstance(n, str) else n) for n in nodes))


def codes(query: str) -> set[str]:
    return {notice.code for notice in parse(query).notices}


# Queries without a notice.
PLAIN: list[tuple[str, Node]] = [
    ("تدمر", w("تدمر")),
    ("مَكْتَبَة", w("مَكْتَبَة")),
    ("وزير الخارجية", all_of("وزير", "الخارجية")),
    ("تدمر، حلب؛ حمص,حماة", all_of("تدمر", "حلب", "حمص", "حماة")),
    ("1,000 قتيل", all_of("1,000", "قتيل")),
    ("covid-19", w("covid-19")),
    ("U.S.A.", w("U.S.A")),
    ("AT&T", w("AT&T")),
    ("هل سقطت تدمر؟", all_of("هل", "سقطت", "تدمر")),
    ("ماذا بعد?", all_of("ماذا", "بعد")),
    ("don't", w("don't")),
    ("سوريا و لبنان", all_of("سوريا", "و", "لبنان")),
    ("bread and butter or not", all_of("bread", "and", "butter", "or", "not")),
    (
        "وزير التعليم يصل الرياض اليوم - واس",
        all_of("وزير", "التعليم", "يصل", "الرياض", "اليوم", "واس"),
    ),
    ("الكويت–البصرة", w("الكويت–البصرة")),
    ("لـ البصرة هـ", all_of("لـ", "البصرة", "هـ")),
    ("عاجل! انفجار !", all_of("عاجل", "انفجار")),
    ("12:30", w("12:30")),
    ("http://example.org/x", w("http://example.org/x")),
    ("عاجل: انفجار", all_of("عاجل", "انفجار")),
    ("\u200fتدمر\u202c \u0640\u0640 \u200e", w("تدمر")),
    ("تدمر OR بصرى", any_of("تدمر", "بصرى")),
    ("تدمر|بصرى || حلب", any_of("تدمر", "بصرى", "حلب")),
    ("\u200fتدمر \u200fOR\u200f بصرى", any_of("تدمر", "بصرى")),
    ("تدمر AND بصرى & حلب && حمص", all_of("تدمر", "بصرى", "حلب", "حمص")),
    ("a AND b OR c", any_of(all_of("a", "b"), "c")),
    ("a (b OR c)", all_of("a", any_of("b", "c"))),
    ("(a b) OR (c (d))", any_of(all_of("a", "b"), all_of("c", "d"))),
    ("a OR (b OR c)", any_of("a", "b", "c")),
    ("تدمر -حلب", all_of("تدمر", Not(w("حلب")))),
    ("تدمر \u200f-\u200fحلب", all_of("تدمر", Not(w("حلب")))),
    *((f"تدمر {sign}حلب", all_of("تدمر", Not(w("حلب")))) for sign in "-‐‑‒–—―−﹣－➖¬۔"),
    ('تدمر –"حلب الشهباء"', all_of("تدمر", Not(Phrase("حلب الشهباء")))),
    ("تدمر —مصدر:سانا", all_of("تدمر", Not(FieldIs("source", "سانا")))),
    ("–حلب", but("حلب")),
    ("تدمر NOT حلب", all_of("تدمر", Not(w("حلب")))),
    ("تدمر AND NOT حلب", all_of("تدمر", Not(w("حلب")))),
    ("NOT x", but("x")),
    ("-x -y", but("x", "y")),
    ("NOT NOT x", w("x")),
    ("a OR -b", any_of("a", but("b"))),
    ("-(a b)", but(all_of("a", "b"))),
    ('-"a b"', but(Phrase("a b"))),
    ("(NOT a) b", all_of(Not(w("a")), "b")),
    ('"وزير الخارجية"', Phrase("وزير الخارجية")),
    ("“وزير الخارجية”", Phrase("وزير الخارجية")),
    ("„وزير الخارجية‟", Phrase("وزير الخارجية")),
    ("«وزير الخارجية»", Phrase("وزير الخارجية")),
    ("»وزير الخارجية«", Phrase("وزير الخارجية")),
    ("＂وزير الخارجية＂", Phrase("وزير الخارجية")),
    ("''وزير الخارجية''", Phrase("وزير الخارجية")),
    ('“وزير الخارجية"', Phrase("وزير الخارجية")),
    ('«قال "نعم" أمس»', Phrase('قال "نعم" أمس')),
    ('قال"نعم"ثم', all_of("قال", Phrase("نعم"), "ثم")),
    ('"(a OR b)"', Phrase("(a OR b)")),
    ('"وزير الخارج*"', Phrase("وزير الخارج*")),
    ('"وزا* الخارجية"~3', Phrase("وزا* الخارجية", slop=3)),
    ('"فندق 5*"', Phrase("فندق 5*")),
    ('"*عاجل* تدمر"', Phrase("*عاجل* تدمر")),
    ('"a b"~10', Phrase("a b", slop=10)),
    ('"a b"~١٠', Phrase("a b", slop=10)),
    ("كتب*", Prefix("كتب")),
    ("title:كتب*؟", Prefix("كتب", field="title")),
    ("كت?ب", Wildcard("كت?ب")),
    ("عنوان:مك؟ب* هل؟", all_of(Wildcard("مك?ب*", "title"), "هل")),
    ("كت？؟ب؟", Wildcard("كت??ب")),
    ("كَتـ?ـب", Wildcard("كت?ب")),
    ("-كت?ب", but(Wildcard("كت?ب"))),
    ("http://example.org/watch?v=1", w("http://example.org/watch?v=1")),
    ("المكتبة؟متى فتحت؟من؟", all_of("المكتبة", "متى", Wildcard("فتحت?من"))),
    ("title:المكتبة؟متى", all_of(Word("المكتبة", field="title"), "متى")),
    ("كت\\?ب", w("كت?ب")),
    ("كلمة~1 كلمة~2", all_of(Fuzzy("كلمة", 1), Fuzzy("كلمة", 2))),
    ("*", Everything()),
    ("* -x", but("x")),
    ("* مقدمة", w("مقدمة")),
    ('="أحمد"', Phrase("أحمد", level="exact")),
    ("=أحمد", Word("أحمد", level="exact")),
    ("مطابق:أحمد لفظ:أحمد", all_of(Word("أحمد", "exact"), Word("أحمد", "form"))),
    ("جذع:كتب جذر:كتب", all_of(Word("كتب", "stem"), Word("كتب", "root"))),
    (
        "exact:a form:a particles:a stem:a ROOT:a",
        all_of(*(Word("a", level) for level in LEVELS)),
    ),
    ("root:(كتب علم)", all_of(Word("كتب", "root"), Word("علم", "root"))),
    ("عنوان:root:كتب", Word("كتب", "root", "title")),
    ('title:"a b" نص:c', all_of(Phrase("a b", field="title"), Word("c", field="body"))),
    ("title：x", Word("x", field="title")),
    ("title:(a OR body:b)", any_of(Word("a", field="title"), Word("b", field="body"))),
    ('مصدر:"وكالة الأنباء"', FieldIs("source", "وكالة الأنباء")),
    (
        "source:سانا كاتب:سمير قسم:ثقافة",
        all_of(FieldIs("source", "سانا"), FieldIs("author", "سمير"), FieldIs("section", "ثقافة")),
    ),
    (
        "source:(وكالة الأنباء OR سانا)",
        any_of(FieldIs("source", "وكالة الأنباء"), FieldIs("source", "سانا")),
    ),
    ("تدمر -source:سانا", all_of("تدمر", Not(FieldIs("source", "سانا")))),
    ("title:none", FieldMissing("title")),
    ("عنوان:بلا", FieldMissing("title")),
    ("تدمر تاريخ:بلا", all_of("تدمر", FieldMissing("date"))),
    ("source:NONE -كاتب:بلا", all_of(FieldMissing("source"), Not(FieldMissing("author")))),
    ("قسم:بلا؟ body:none", all_of(FieldMissing("section"), FieldMissing("body"))),
    ('title:"none"', Phrase("none", field="title")),
    ("title:\\none", Word("none", field="title")),
    ("root:title:none", Word("none", "root", "title")),
    ('source:"none"', FieldIs("source", "none")),
    ("تدمر و عنوان:حلب", all_of("تدمر", Word("حلب", field="title"))),
    ("تدمر وعنوان:حلب", all_of("تدمر", Word("حلب", field="title"))),
    ("تدمر و مصدر:سانا", all_of("تدمر", FieldIs("source", "سانا"))),
    (
        "تدمر ومصدر:سانا وتاريخ:2016",
        all_of("تدمر", FieldIs("source", "سانا"), DateRange("2016-01-01", "2016-12-31")),
    ),
    ("تدمر و (حلب OR حمص)", all_of("تدمر", any_of("حلب", "حمص"))),
    ("و حلب", all_of("و", "حلب")),
    ("تدمر OR حلب مصدر:سانا", all_of(any_of("تدمر", "حلب"), FieldIs("source", "سانا"))),
    ("تدمر OR حلب و مصدر:سانا", all_of(any_of("تدمر", "حلب"), FieldIs("source", "سانا"))),
    ("تدمر OR حلب -مصدر:سانا", all_of(any_of("تدمر", "حلب"), Not(FieldIs("source", "سانا")))),
    ("مصدر:سانا تدمر OR حلب", all_of(FieldIs("source", "سانا"), any_of("تدمر", "حلب"))),
    ("تدمر OR مصدر:سانا", any_of("تدمر", FieldIs("source", "سانا"))),
    ("مصدر:سانا OR تدمر", any_of(FieldIs("source", "سانا"), "تدمر")),
    (
        "source:a OR source:b date:none",
        all_of(any_of(FieldIs("source", "a"), FieldIs("source", "b")), FieldMissing("date")),
    ),
    (
        "date:none source:a OR source:b",
        all_of(FieldMissing("date"), any_of(FieldIs("source", "a"), FieldIs("source", "b"))),
    ),
    ("x OR (a source:b)", any_of("x", all_of("a", FieldIs("source", "b")))),
    ("x OR a AND source:b", any_of("x", all_of("a", FieldIs("source", "b")))),
    ("(x OR a source:b) c", all_of(any_of("x", "a"), FieldIs("source", "b"), "c")),
    ("date:2016", DateRange("2016-01-01", "2016-12-31")),
    ("تاريخ:2016-02", DateRange("2016-02-01", "2016-02-29")),
    ("date:2016-12-01..2016-12-31", DateRange("2016-12-01", "2016-12-31")),
    ("date:٢٠١٥..٢٠١٦", DateRange("2015-01-01", "2016-12-31")),
    ("date:2015.. تدمر", all_of(DateRange("2015-01-01"), "تدمر")),
    ("date:..2015", DateRange(None, "2015-12-31")),
    ("بعد:2016 قبل:2017-06", all_of(DateRange("2016-01-01"), DateRange(None, "2017-06-30"))),
    ('date:"كانون الأول 2016"', DateRange("2016-12-01", "2016-12-31")),
    ("date:كانون الأول 2016 تدمر", all_of(DateRange("2016-12-01", "2016-12-31"), "تدمر")),
    ("تاريخ:ديسمبر 2016..مارس 2017", DateRange("2016-12-01", "2017-03-31")),
    ("date:2014-2016", DateRange("2014-01-01", "2016-12-31")),
    ('date:"2014 إلى 2016"', DateRange("2014-01-01", "2016-12-31")),
    ("date:[2014 TO 2016]", DateRange("2014-01-01", "2016-12-31")),
    ("date:[2014 TO *] تدمر", all_of(DateRange("2014-01-01"), "تدمر")),
    ("تاريخ:[مارس 2014 TO ديسمبر 2016]", DateRange("2014-03-01", "2016-12-31")),
    ('date:"مارس 2014".."مايو 2016" x', all_of(DateRange("2014-03-01", "2016-05-31"), "x")),
    ("date:«مارس 2014»..2016", DateRange("2014-03-01", "2016-12-31")),
    ('date:2014.."مايو 2016"', DateRange("2014-01-01", "2016-05-31")),
    ('date:"مارس 2014".. x', all_of(DateRange("2014-03-01"), "x")),
    ('date:"رمضان 1437"', DateRange("2016-06-06", "2016-07-05")),
    ("date:رمضان 1437 هـ تدمر", all_of(DateRange("2016-06-06", "2016-07-05"), "تدمر")),
    (
        "بعد:رمضان 1437 قبل:محرم 1438",
        all_of(DateRange("2016-06-06"), DateRange(None, "2016-10-31")),
    ),
    ("تاريخ:1437 هـ", DateRange("2015-10-14", "2016-10-01")),
    ("date:15/9/1437", DateRange("2016-06-20", "2016-06-20")),
    ("date:1437م", DateRange("1437-01-01", "1437-12-31")),
    ("date:1437 م تدمر", all_of(DateRange("1437-01-01", "1437-12-31"), "تدمر")),
    ("date:2016 م", DateRange("2016-01-01", "2016-12-31")),
    ("\\OR \\-x a\\*", all_of("OR", "x", "a")),
    ("title\\:x", w("title\\:x".replace("\\", ""))),
]


@pytest.mark.parametrize(("query", "tree"), PLAIN)
def test_queries_without_a_notice(query: str, tree: Node) -> None:
    parsed = parse(query)
    assert parsed.tree == tree
    assert parsed.notices == ()


NO_WORDS = ("", " ", "\u200f", "؟!،:::::", "()", "«»", "\\", "`", "-", "…", "ـــ", "\0")


# Queries with a notice: (query, tree, code of the notice, its place from 1).
REMARKED: list[tuple[str, Node, str, int]] = [
    *((query, Nothing(), "no_words", 1) for query in NO_WORDS),
    ("AND OR NOT", all_of("AND", "OR", "NOT"), "stray_operator", 1),
    ("AND SO TO BED", all_of("AND", "SO", "TO", "BED"), "stray_operator", 1),
    ("تدمر OR", all_of("تدمر", "OR"), "stray_operator", 6),
    ("| تدمر", w("تدمر"), "stray_sign", 1),
    ("a | | b", any_of("a", "b"), "stray_sign", 3),
    ("تدمر أو بصرى", any_of("تدمر", "بصرى"), "or_read", 6),
    ("تدمر او بصرى أَوْ حلب", any_of("تدمر", "بصرى", "حلب"), "or_read", 6),
    ('"وزير الخارجية" أو "وزير الداخلية"', any_of(Phrase("وزير الخارجية"), Phrase("وزير الداخلية")),
     "or_read", 17),
    ("معبد (تدمر أو بصرى)", all_of("معبد", any_of("تدمر", "بصرى")), "or_read", 12),
    ("وزير الخارجية أو الداخلية", all_of("وزير", "الخارجية", "أو", "الداخلية"), "or_word", 15),
    ("أكون أو لا أكون", all_of("أكون", "أو", "لا", "أكون"), "or_word", 6),
    ("ليس كل ما يلمع", all_of("ليس", "كل", "ما", "يلمع"), "not_word", 1),
    ('الحل ليس "عسكريا"', all_of("الحل", "ليس", Phrase("عسكريا")), "not_word", 6),
    ("تدمر ليس مصدر:سانا", all_of("تدمر", Not(FieldIs("source", "سانا"))), "not_read", 6),
    ("تدمر ليس (حلب أو حمص)", all_of("تدمر", Not(any_of("حلب", "حمص"))), "not_read", 6),
    ("تدمر AND ليس حلب", all_of("تدمر", Not(w("حلب"))), "not_read", 10),
    ("تدمر وليس مصدر:سانا", all_of("تدمر", Not(FieldIs("source", "سانا"))), "not_read", 6),
    ("تدمر وليس حلب", all_of("تدمر", Not(w("حلب"))), "not_read", 6),
    ("تدمر و ليس حلب", all_of("تدمر", Not(w("حلب"))), "not_read", 8),
    ("معبد (تدمر وليس حلب)", all_of("معبد", "تدمر", Not(w("حلب"))), "not_read", 12),
    ("هذا سلام وليس استسلاما", all_of("هذا", "سلام", "وليس", "استسلاما"), "not_word", 10),
    ("وليس حلب", all_of("وليس", "حلب"), "not_word", 1),
    ("تدمر أو حلب مصدر:سانا", all_of(any_of("تدمر", "حلب"), FieldIs("source", "سانا")),
     "or_read", 6),
    ("مصدر:سانا أو مصدر:قنا", any_of(FieldIs("source", "سانا"), FieldIs("source", "قنا")),
     "or_read", 11),
    ("تدمر مصدر:a OR حلب مصدر:b", any_of(
        all_of("تدمر", FieldIs("source", "a")), all_of("حلب", FieldIs("source", "b"))),
     "mixed_or", 1),
    ("تدمر - حلب", all_of("تدمر", "حلب"), "dash_ignored", 6),
    ("تدمر- حلب", all_of("تدمر", "حلب"), "dash_ignored", 5),
    ("تدمر ـ حلب", all_of("تدمر", "حلب"), "dash_ignored", 6),
    ("الرياض – واس", all_of("الرياض", "واس"), "dash_ignored", 8),
    ("تدمر - مصدر:سانا", all_of("تدمر", FieldIs("source", "سانا")), "dash_ignored", 6),
    ("تدمر --حلب", all_of("تدمر", "حلب"), "dash_ignored", 6),
    ("تدمر ـحلب", all_of("تدمر", Not(w("حلب"))), "minus_read", 6),
    ("تدمر \u200fـ\u200fحلب", all_of("تدمر", Not(w("حلب"))), "minus_read", 7),
    ("تدمر !حلب", all_of("تدمر", Not(w("حلب"))), "minus_read", 6),
    ("تدمر !(حلب OR حمص)", all_of("تدمر", Not(any_of("حلب", "حمص"))), "minus_read", 6),
    ("تدمر ーحلب", all_of("تدمر", Not(w("حلب"))), "minus_read", 6),
    ('"وزير *خارجية"', Phrase("وزير *خارجية"), "leading_wildcard", 7),
    ('"وزير خار*جية"', Phrase("وزير خار*جية"), "inner_wildcard", 7),
    ("a b OR c", any_of(all_of("a", "b"), "c"), "mixed_or", 1),
    ('تدمر "بصرى الشام', all_of("تدمر", "بصرى", "الشام"), "unclosed_quote", 6),
    ("«تدمر", w("تدمر"), "unclosed_quote", 1),
    ("تدمر»", w("تدمر"), "unclosed_quote", 5),
    ('title:"تدمر', Word("تدمر", field="title"), "unclosed_quote", 7),
    ("(a b", all_of("a", "b"), "unclosed_group", 1),
    ("a) b", all_of("a", "b"), "stray_parenthesis", 2),
    ("nosuch:word", w("nosuch:word"), "unknown_field", 1),
    ("مدينة:دمشق", w("مدينة:دمشق"), "unknown_field", 1),
    ("body:", w("body"), "empty_field", 1),
    ("مصدر: الجيش يتقدم", all_of("مصدر", "الجيش", "يتقدم"), "empty_field", 1),
    ('source:""', w("source"), "empty_field", 1),
    ("date:(2016)", all_of("date", "2016"), "empty_field", 1),
    ("ك*تب", w("ك*تب"), "inner_wildcard", 1),
    ("كلمة~9", Fuzzy("كلمة", 2), "fuzzy_distance", 1),
    ("كلمة~", w("كلمة"), "fuzzy_bare", 1),
    ('"a b"~', Phrase("a b"), "fuzzy_bare", 1),
    ("covid-19*", w("covid-19"), "prefix_words", 1),
    ("root:كتب*", Prefix("كتب"), "scope_ignored", 6),
    ("root:source:سانا", FieldIs("source", "سانا"), "scope_ignored", 6),
    ("كلمة^2", w("كلمة"), "boost", 1),
    ("كلمة^1e400", w("كلمة"), "boost", 1),
    ("[ا TO ي]", all_of("ا", "TO", "ي"), "bracket_range", 1),
    ("date:{2014 TO 2016]", DateRange("2014-01-01", "2016-12-31"), "open_range", 6),
    ("تاريخ:1437", DateRange("2015-10-14", "2016-10-01"), "hijri_read", 1),
    ("date:1437-09-15", DateRange("2016-06-20", "2016-06-20"), "hijri_read", 1),
    ("date:[a TO b]", w("a TO b"), "bad_date", 1),
    ("date:2017..2016", DateRange("2016-01-01", "2017-12-31"), "reversed_range", 1),
    ("*ون", w("ون"), "leading_wildcard", 1),
    ("a *ا*", all_of("a", Prefix("ا")), "leading_wildcard", 3),
    ("/كت[اب]+/", w("كت[اب"), "regular_expression", 1),
    ("date:9999-99-99", w("9999-99-99"), "bad_date", 1),
    ("after:2015-02-29", w("2015-02-29"), "bad_date", 1),
    ("بعد:2015..2016", w("2015..2016"), "bad_date", 1),
]  # fmt: skip


@pytest.mark.parametrize(("query", "tree", "code", "place"), REMARKED)
def test_queries_with_a_notice(query: str, tree: Node, code: str, place: int) -> None:
    parsed = parse(query)
    assert parsed.tree == tree
    messages = {message.code: message for message in parsed.notices}
    assert messages[code].params["start"] == place - 1
    assert set(messages) <= {code, "or_read"}
    if code not in ("mixed_or", "no_words"):
        assert f"at character {place}" in render(messages[code], "en")


def test_warnings_and_refusals_are_separate() -> None:
    parsed = parse("nosuch:word *ون")
    assert [notice.code for notice in parsed.notices] == ["unknown_field", "leading_wildcard"]
    assert len(parsed.warnings) == 1
    assert parsed.refused is not None
    assert parsed.refused.code == "leading_wildcard"
    assert parse("تدمر").refused is None


NOTICES = {
    code
    for code, sentence in SENTENCES.items()
    if "{quote}" in sentence or "{place}" in sentence or code == "no_words"
}
"""The codes of messages about a query."""


def test_every_message_about_a_query_is_tested() -> None:
    assert {code for *_, code, _ in REMARKED} | {"deep_group"} == NOTICES
    assert NOTICES > REFUSALS


def test_a_repeated_mistake_has_one_notice() -> None:
    assert len(parse("nosuch:a " * 50).warnings) == 1


ANY: list[tuple[str, Node]] = [
    ("a b", any_of("a", "b")),
    ("a b source:s", all_of(any_of("a", "b"), FieldIs("source", "s"))),
    ("a b -c", all_of(any_of("a", "b"), Not(w("c")))),
    ("a b AND c", any_of("a", all_of("b", "c"))),
    ("* a b", any_of("a", "b")),
    ("-a", but("a")),
    ("date:2016", DateRange("2016-01-01", "2016-12-31")),
]


@pytest.mark.parametrize(("query", "tree"), ANY)
def test_with_the_operator_any_filters_and_exclusions_are_required(query: str, tree: Node) -> None:
    assert parse(query, operator="any").tree == tree


@pytest.mark.parametrize(
    ("text", "tree"),
    [
        ('"AND" -title:x (covid-19)', all_of("AND", "title:x", "covid-19")),
        ("تدمر", w("تدمر")),
        ("* ؟", Nothing()),
    ],
)
def test_plain_text_has_no_syntax(text: str, tree: Node) -> None:
    assert parse_plain(text).tree == tree


def test_a_pasted_headline_is_read_as_words() -> None:
    headline = "ليس بعد: هل تعود المفاوضات أو تنتهي المهلة و يبدأ العد؟ - تحليل"
    nodes = parse(headline).tree
    assert isinstance(nodes, And)
    assert all(isinstance(node, Word) for node in nodes.nodes)
    assert len(nodes.nodes) == 12


FRAGMENTS = st.sampled_from(
    ["–", "ـ", "!", "ー", "وليس", "و", "none", "بلا", "وعنوان:", "section:",
     "a", "تدمر", "أو", "ليس", "OR", "AND", "NOT", "|", "&", "-", "(", ")", '"', "«", "»", "''",
     "=", "~1", "~", "*", "^2", ":", "title:", "source:", "date:", "2016", "..", "root:", "\\", " ",
     " ", "\u200f", "\u0640", "\u064e", "\ud800", "\x00", "،", "؟", "/", "[", "nosuch:", "ديسمبر",
     "1,0"]
)  # fmt: skip
QUERIES = st.one_of(st.text(), st.lists(FRAGMENTS, max_size=30).map("".join))
OPERATORS: st.SearchStrategy[Operator] = st.sampled_from(["all", "any"])


@given(QUERIES, OPERATORS)
def test_any_text_has_a_tree_in_normal_form_that_can_be_written(
    query: str, operator: Operator
) -> None:
    parsed = parse(query, operator=operator)
    assert normalise(parsed.tree) == parsed.tree
    written = unparse(parsed.tree, operator=operator)
    assert parse(written, operator=operator).tree == parsed.tree
    written.encode()
    for message in parsed.notices:
        render(message, "ar").encode()
        assert message.span is not None
        assert 0 <= message.span[0] <= message.span[1] <= len(query)


@given(QUERIES)
def test_any_text_passes_the_limits_or_is_refused(query: str) -> None:
    try:
        check(query, parse(query).tree)
    except BadRequest as error:
        refused = error
    else:
        return
    assert refused.parameter == "query"
    assert str(refused).endswith(".")


MONSTERS = {
    "opening parentheses": "(" * 50_000,
    "matched parentheses": "(" * 50_000 + "a" + ")" * 50_000,
    "alternating groups": "(a OR (b " * 20_000,
    "one word": "ا" * 100_000,
    "marks": "ا" + "\u064e" * 100_000,
    "tatweel": "\u0640" * 100_000,
    "quotes": '"«' * 50_000,
    "doubled apostrophes": "'" * 100_001,
    "angle marks": "»" * 50_000 + "«",
    "NOT": "NOT " * 25_000,
    "dashes": "-\u200f" * 50_000,
    "backslashes": "\\" * 99_999,
    "slashes": "/(" * 50_000,
    "brackets": "[" * 100_000,
    "unknown fields": "a:" * 50_000,
    "known fields": "title:" * 16_000,
    "levels": "=" * 100_000,
    "stars": "*ا* " * 25_000,
    "digits": '"a"~' + "9" * 100_000,
    "dates": "date:x " * 14_000,
    "or words": "أو x " * 20_000,
    "words": "كلمة " * 10_000,
}


@pytest.mark.parametrize("name", MONSTERS)
def test_parsing_takes_linear_time(name: str) -> None:
    assert_linear(lambda given: unparse(parse(given).tree), MONSTERS[name])
    parsed = parse(MONSTERS[name])
    with pytest.raises(BadRequest, match=r"1,000 characters"):
        check(MONSTERS[name], parsed.tree)


def test_the_depth_of_trees_is_bounded() -> None:
    parsed = parse("(a OR (b " * 1_000)
    assert "deep_group" in {notice.code for notice in parsed.notices}
    assert nesting(unparse(parsed.tree)) <= 2 * DEEPEST
    assert len(list(leaves(parsed.tree))) == 2_000


def test_diacritics_and_tatweel_do_not_count_as_letters() -> None:
    word = "م" + "\u0640" * 200 + "ا" * 60 + "\u064e" * 20
    check(word, parse(word).tree, LIMITS)


@pytest.mark.parametrize(
    "query", ['"*تدمر متحف"', "«*تدمر متحف»", "''*تدمر متحف''", '"متحف *تدمر"']
)
def test_a_star_before_a_word_of_a_phrase_is_refused(query: str) -> None:
    refused = parse(query).refused
    assert refused is not None
    assert (refused.code, refused.params["prefix"]) == ("leading_wildcard", "تدمر*")


def test_stars_on_both_sides_of_a_word_are_emphasis() -> None:
    assert parse('"*تدمر* متحف"').refused is None
