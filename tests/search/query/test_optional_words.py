"""Question words and the conjunction و alone are omitted from a query, except where they matter."""

from __future__ import annotations

import pytest

from search.query.nodes import unparse
from search.query.optional_words import omit_question_words
from search.query.parser import parse
from search.request import Operator


def rest(query: str, operator: Operator = "all") -> tuple[str, tuple[str, ...]]:
    tree = parse(query, operator=operator).tree
    left, omitted = omit_question_words(tree, alternatives=operator == "any")
    return unparse(left, operator=operator), omitted


@pytest.mark.parametrize(
    ("query", "left", "omitted"),
    [
        ("ما عاصمة الأردن", "عاصمة الأردن", "ما"),
        ("كم سعر القمح", "سعر القمح", "كم"),
        ("ومتى فُتح المتحف", "فُتح المتحف", "ومتى"),
        ("أين، وكيف غرقت السفينة؟", "غرقت السفينة", "أين وكيف"),
        ("مَنْ كاتب الرواية", "كاتب الرواية", "مَنْ"),
        ("اي قطار", "قطار", "اي"),
        ("من هو وزير المالية", "وزير المالية", "من هو"),
        ("ما هي عاصمة الأردن", "عاصمة الأردن", "ما هي"),
        ("ماهى عاصمة الأردن", "عاصمة الأردن", "ماهى"),
        ("وماهو سعر القمح", "سعر القمح", "وماهو"),
        ("مين وزير المالية", "وزير المالية", "مين"),
        ("شو سعر القمح", "سعر القمح", "شو"),
        ("ليش تأخرت الحافلة", "تأخرت الحافلة", "ليش"),
        ("كيفاش غرقت السفينة", "غرقت السفينة", "كيفاش"),
        ("المتحف وين", "المتحف", "وين"),
        ("إزاى غرقت السفينة امتى", "غرقت السفينة", "إزاى امتى"),
        ("ومن هُم رواد المسرح وأين هو", "رواد المسرح", "ومن هُم وأين هو"),
        ("وزير من واشنطن -سوريا", "وزير واشنطن -سوريا", "من"),
        ("لماذا (تأخرت الحافلة)", "تأخرت الحافلة", "لماذا"),
        ("(هل تأخرت) OR حافلة", "تأخرت OR حافلة", "هل"),
        ("كم title:قطار", "title:قطار", "كم"),
        ("بيروت و صنعاء", "بيروت صنعاء", "و"),
        ('وَ "قطار كهربائي"', '"قطار كهربائي"', "وَ"),
        ('كم "قطار كهربائي"', '"قطار كهربائي"', "كم"),
    ],
)
def test_omitted_words(query: str, left: str, omitted: str) -> None:
    assert rest(query) == (left, tuple(omitted.split()))


@pytest.mark.parametrize(
    "query",
    [
        "من",
        "و",
        '"بيروت و صنعاء"',
        "=و صنعاء",
        "من أين",
        "كم -قطار",
        "كم source:بريد",
        "=من واشنطن",
        "root:أين تدمر",
        "title:من واشنطن",
        '"من أين" تدمر',
        "واشنطن -من",
        "من هو",
        "هو وزير",
        "برنارد شو",
        "هو تشي مين",
        "وزير هو",
        "=هو وزير",
        "واشنطن -(من أين)",
        "واشنطن OR من",
        "منى كمال",
        "من* واشنطن",
        "واشنطن كم/متى",
        "*",
        "",
    ],
)
def test_queries_without_omitted_words(query: str) -> None:
    tree = parse(query).tree
    assert omit_question_words(tree) == (tree, ())


@pytest.mark.parametrize(
    ("query", "left", "omitted"),
    [
        ("ما عاصمة الأردن", "عاصمة OR الأردن", "ما"),
        ("كم سعر القمح source:بريد", '(سعر OR القمح) source:"بريد"', "كم"),
        ("من أين", "من OR أين", ""),
    ],
)
def test_words_omitted_with_the_operator_any(query: str, left: str, omitted: str) -> None:
    found, gone = rest(query, "any")
    assert (found.replace(" AND ", " "), gone) == (left, tuple(omitted.split()))
