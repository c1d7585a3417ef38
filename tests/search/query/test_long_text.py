"""Long texts as queries: which are long, and how they are shortened."""

from __future__ import annotations

from contextlib import closing

import pytest

from corpus.document import Document
from search.engine import Engine
from search.query.long_text import LEAST_WORDS, is_long_text, shorten_text
from search.query.nodes import unparse
from search.query.parser import parse
from search.request import Operator, Request
from tests.homes import MakeHome

HEADLINE = "افتتاح جسر جديد على نهر صغير في المدينة القديمة"
DOCUMENTS = [
    Document(id="bridge", title="افتتاح جسر", text="افتتح اليوم جسر جديد على نهر صغير."),
    Document(id="city", text="جولة في المدينة القديمة قرب النهر."),
    Document(id="other", text="ارتفعت أسعار الزيت."),
]


@pytest.mark.parametrize(
    ("query", "long"),
    [
        (HEADLINE, True),
        ("واحد اثنان ثلاثة أربعة خمسة ستة", True),
        ("واحد اثنان ثلاثة أربعة خمسة", False),
        ("واحد واحد اثنان ثلاثة أربعة خمسة", False),
        (HEADLINE + " -بيروت", False),
        (HEADLINE + " مصدر:جريدة", True),
        (HEADLINE + ' "نهر صغير"', True),
        ("واحد اثنان «ثلاثة أربعة» خمسة ستة", True),
        ("واحد «اثنان ثلاثة» أربعة خمسة", False),
        ('واحد اثنان ثلاثة أربعة خمسة "ستة سبعة"~3', False),
        ("واحد اثنان ثلاثة أربعة خمسة ست*", False),
        ("(واحد OR اثنان) ثلاثة أربعة خمسة ستة سبعة", False),
        ("=" + HEADLINE, False),
        ("", False),
    ],
)
def test_long_texts(query: str, long: bool) -> None:
    assert is_long_text(parse(query).tree) is long


@pytest.mark.parametrize(("operator", "between"), [("all", " "), ("any", " OR ")])
def test_a_text_keeps_its_first_different_words(operator: Operator, between: str) -> None:
    parsed = parse("كتب قلم كتب ورق حبر", operator=operator)
    shorter = shorten_text(parsed, 3)
    assert unparse(shorter.tree, operator=operator) == between.join(["كتب", "قلم", "ورق"])
    assert [message.code for message in shorter.warnings] == ["words_left_out"]
    whole = shorten_text(parsed, 4)
    assert unparse(whole.tree, operator=operator) == between.join(["كتب", "قلم", "ورق", "حبر"])
    assert whole.warnings == ()


def test_a_word_of_too_many_parts_is_left_out() -> None:
    parts = "-".join(f"a{number}" for number in range(5))
    shorter = shorten_text(parse(f"{parts} كتب قلم"), 4)
    assert unparse(shorter.tree) == "كتب قلم"
    assert [message.code for message in shorter.warnings] == ["words_left_out"]
    alone = parse(f"{parts} {parts}x")
    assert shorten_text(alone, 4) == alone


@pytest.mark.parametrize("query", ["كتب قلم -ورق حبر", "كتب قلم ورق =حبر", "كتب", "", "date:2016"])
def test_other_queries_are_unchanged(query: str) -> None:
    parsed = parse(query)
    assert shorten_text(parsed, 2) == parsed


def test_a_headline_that_no_document_has_is_answered_by_some_of_its_words(
    make_home: MakeHome,
) -> None:
    with closing(Engine.open(make_home(DOCUMENTS))) as engine:
        answer = engine.search(Request(query=HEADLINE, levels=True))
        assert [hit.id for hit in answer.hits] == ["bridge", "city"]
        assert (answer.operator, answer.total) == ("any", 2)
        assert "any_word_answer" in [message.code for message in answer.warnings]
        assert [each.documents for each in answer.levels if each.level == "stem"] == [2]
        asked = engine.search(Request(query=HEADLINE, operator="any"))
        assert [hit.id for hit in asked.hits] == ["bridge", "city"]
        assert "any_word_answer" not in [message.code for message in asked.warnings]


@pytest.mark.parametrize(
    "query",
    [
        "افتتح اليوم جسر جديد على نهر صغير",  # all are found
        "جسر القديمة الزيت",  # short
        HEADLINE + " -الزيت",
    ],
)
def test_other_answers_have_all_words(make_home: MakeHome, query: str) -> None:
    with closing(Engine.open(make_home(DOCUMENTS))) as engine:
        answer = engine.search(Request(query=query))
        assert answer.operator == "all"
        assert answer.total == (1 if query.startswith("افتتح ") else 0)


def test_a_headline_with_a_name_in_quotation_marks_is_answered(make_home: MakeHome) -> None:
    with closing(Engine.open(make_home(DOCUMENTS))) as engine:
        headline = "افتتاح جسر «نهر صغير» في المدينة القديمة"
        answer = engine.search(Request(query=headline))
        assert ([hit.id for hit in answer.hits], answer.operator) == (["bridge", "city"], "any")


def test_a_filter_of_a_headline_stays_required(make_home: MakeHome) -> None:
    documents = [*DOCUMENTS, Document(id="of-s", source="السفير", text="جسر على نهر آخر.")]
    with closing(Engine.open(make_home(documents))) as engine:
        answer = engine.search(Request(query=HEADLINE + " مصدر:السفير"))
        assert ([hit.id for hit in answer.hits], answer.operator) == (["of-s"], "any")


def test_the_score_of_a_hit_is_explained(make_home: MakeHome) -> None:
    request = Request(query=HEADLINE)
    with closing(Engine.open(make_home(DOCUMENTS))) as engine:
        hit = engine.search(request).hits[0]
        explained = engine.explain(request, hit.id)
        assert explained is not None
        assert (explained.matched, explained.operator) == (True, "any")
        assert explained.score == pytest.approx(hit.score, abs=1e-3)


def test_counts_and_exports_keep_to_all_words(make_home: MakeHome) -> None:
    with closing(Engine.open(make_home(DOCUMENTS))) as engine:
        assert engine.rank(Request(query=HEADLINE)).total == 0
        assert engine.rank_numbers(Request(query=HEADLINE), 20).total == 0


def test_a_paragraph_of_unknown_words_finds_nothing(make_home: MakeHome) -> None:
    with closing(Engine.open(make_home(DOCUMENTS))) as engine:
        answer = engine.search(Request(query=" ".join(f"كلمة{n}" for n in range(LEAST_WORDS))))
        assert (answer.total, answer.operator) == (0, "all")


def test_a_paragraph_of_a_thousand_characters_is_answered(make_home: MakeHome) -> None:
    letters = "ابتثجحخدذرزسشصضط"
    unknown = [f"{one}{other}زغ" for one in letters for other in letters][:150]
    paragraph = " ".join(["جسر", "نهر", *unknown])
    assert len(paragraph) < 1_000
    with closing(Engine.open(make_home(DOCUMENTS))) as engine:
        answer = engine.search(Request(query=paragraph))
        assert answer.hits[0].id == "bridge"
        codes = [message.code for message in answer.warnings]
        assert {"any_word_answer", "words_left_out"} <= set(codes)
