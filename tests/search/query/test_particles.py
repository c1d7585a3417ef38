"""Particles that writers spell like another word, from request to answer: على and علي."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from search.engine import Engine
from search.request import Level
from tests.answers import ask, engine_over, id_set

DOCUMENTS = {
    "ali": "زار علي القرية ثم عاد.",
    "ali-omar": "كتب علي عمر رسالة.",
    "ali-omar-2": "غنى علي عمر قصيدة.",
    "ali-omar-egypt": "كتب على عمر رسالة.",
    "on": "يعتمد الناس على الآبار.",
    "on-2": "يعتمد المزارع على الآبار.",
    "on-it": "وقف الطائر عليها ليلا.",
    "ali-river": "لقب علي نهر الكرم.",
    "river": "جسر قديم على نهر طويل.",
    "river-2": "قرية على نهر كبير.",
    "machine": "نسج آلي من القطن.",
    "machines": "صنعت آلية جديدة للنسج.",
    "to": "رحل الجميع إلى الساحل.",
    "to-bare": "رحلوا الى الساحل معا.",
    "to-it": "وصل الزورق إليه وإليها.",
}
OMAR = {"ali-omar", "ali-omar-2"}
ALI = {"ali", "ali-river", *OMAR}
ON = {"on", "on-2", "on-it", "ali-omar-egypt", "river", "river-2"}


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    with engine_over(tmp_path_factory.mktemp("particles"), DOCUMENTS) as opened:
        yield opened


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("علي", ALI),
        ("على", ON),
        ("وعلى", ON),
        ("عليها", ON),
        ("آلي", {"machine"}),
        ("آلية", {"machines"}),
        ("إلى", {"to", "to-bare", "to-it"}),
        ("الى", {"to", "to-bare", "to-it"}),
        ("إليه", {"to", "to-bare", "to-it"}),
    ],
)
def test_a_particle_and_the_word_with_its_letters_are_apart(
    engine: Engine, query: str, found: set[str]
) -> None:
    assert id_set(ask(engine, query)) == found


def test_a_word_that_is_mostly_the_particle_there_is_also_the_particle(
    engine: Engine,
) -> None:
    answer = ask(engine, "علي الآبار")
    assert id_set(answer) == {"on", "on-2"}
    assert [each.terms for each in answer.expansions] == [("على",)]


def test_a_word_that_is_also_a_name_there_is_the_particle_beside_the_same_words(
    engine: Engine,
) -> None:
    answer = ask(engine, "علي نهر")
    assert id_set(answer) == {"ali-river", "river", "river-2"}
    assert [each.terms for each in answer.expansions] == [("على نهر",)]


def test_a_word_is_not_beside_itself(engine: Engine) -> None:
    assert id_set(ask(engine, "علي علي")) == ALI


def test_another_word_matches_as_the_particle_only_beside_the_same_words(engine: Engine) -> None:
    answer = ask(engine, "علي عمر")
    assert id_set(answer) == {*OMAR, "ali-omar-egypt"}
    assert [each.terms for each in answer.expansions] == [("على عمر",)]
    # «عمر» beside another word says nothing of علي.
    assert id_set(ask(engine, "عمر علي")) == OMAR


@pytest.mark.parametrize("query", ['"علي عمر"', '"على عمر"'])
def test_a_phrase_matches_in_both_spellings(engine: Engine, query: str) -> None:
    assert id_set(ask(engine, query)) == {*OMAR, "ali-omar-egypt"}


def test_a_name_in_quotation_marks_does_not_match_a_more_frequent_particle(engine: Engine) -> None:
    assert id_set(ask(engine, '"علي نهر"')) == {"ali-river"}
    assert id_set(ask(engine, '"على نهر"')) == {"river", "river-2"}


@pytest.mark.parametrize("level", ["exact", "form"])
def test_at_the_narrow_levels_only_the_typed_spelling_matches(engine: Engine, level: Level) -> None:
    assert id_set(ask(engine, '"علي عمر"', level)) == OMAR
    assert id_set(ask(engine, "علي الآبار", level)) == set()


def test_an_excluded_phrase_is_excluded_in_both_spellings(engine: Engine) -> None:
    assert id_set(ask(engine, 'رسالة -"علي عمر"')) == set()


def test_a_word_with_a_level_is_the_typed_word(engine: Engine) -> None:
    assert id_set(ask(engine, "form:علي الآبار")) == set()


def test_a_word_alone_in_quotation_marks_is_as_typed(engine: Engine) -> None:
    assert id_set(ask(engine, '"علي"')) == ALI
    assert id_set(ask(engine, 'القرية -"على"')) == {"ali"}
