"""Query expansion from request to answer: matches, expansions and ranking."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing

import pytest

from search.answer import Expansion, Suggestion
from search.engine import Engine
from search.query.synonyms import NO_SYNONYMS
from search.request import Level, Request
from tests.answers import ask, engine_over, ids
from warraq.rendering import analysis_lines, expansion_line, suggestion_line

DOCUMENTS = {
    "levant": "افتتح المعرض في أيار الماضي أمام الزوار.",
    "gulf": "افتتح المعرض في مايو الماضي أمام الزوار.",
    "both": "افتتح المعرض في أيار/مايو 2016.",
    "maghreb": "افتتح المعرض يوم 8 ماي 2016.",
    "minister": "زارت ماي معرض الكتب في المدينة.",
    "autumn": "هطل المطر في تشرين الأول على القرى.",
    "october": "هطل المطر في أكتوبر على القرى.",
    "first": "هطل المطر أول مرة، والأول أكثرها.",
    "august": "جفت العيون في آب كله.",
    "father": "عاد أب إلى أولاده.",
    "aghustus": "جفت العيون في أغسطس كله.",
    "google-1": "أعلنت شركة جوجل عن هاتف. في جوجل، إلى جوجل.",
    "google-2": "أعلنت شركة غوغل عن خدمة. في غوغل، إلى غوغل.",
    "google-3": "أعلنت شركة قوقل عن خريطة. في قوقل، إلى قوقل.",
    "hundred-1": "هبطت الدرجة المائوية في القاعة.",
    "hundred-2": "قاس التاجر الدرجة المئوية.",
    "damaged-1": "سافر عالء فجرا.",
    "damaged-3": "بدأت االحتفاالت فجرا.",
    "damaged-2": "وصل علاء ظهرا.",
    "wrote": "كَتَبَ الولد درسه الطويل في دفتر قديم، ثم نام حتى الصباح ونسي الدفتر في بيت جده.",
    "books": "كُتُب الولد: كتب كتب كتب كتب.",
    "who": "من كتب الرسالة، وكم صفحة فيها؟",
    "peace": "السلام على أهل المدينة، والحكومة ترحب بهم.",
}


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    with engine_over(tmp_path_factory.mktemp("relate"), DOCUMENTS) as opened:
        yield opened


# Months


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("أيار", "levant gulf both"),
        ("مايو", "levant gulf both"),
        ("في بأيار", "levant gulf both"),
        ("أيار/مايو", "levant gulf both"),
        ("8 مايو", "maghreb"),
        ("مايو 2016", "both maghreb"),
        ("8 ماي", "maghreb"),
        ("ماي", "maghreb minister"),
        ("تشرين الأول", "autumn october"),
        ("أكتوبر", "october autumn"),
        ("تشرين الأول/أكتوبر", "autumn october"),
        ("مطر أكتوبر", "october autumn"),
        ("أغسطس", "aghustus august"),
        ("آب", "august aghustus father"),  # by the letters, آب is أب
        ("body:أيار", "levant gulf both"),
        # not expanded
        ("title:أيار", ""),
        ("=أيار", "levant both"),
        ("stem:أيار", "levant both"),
        ('"أيار"', "levant both"),
        ('"تشرين الأول"', "autumn"),
        ("معرض -أيار", "gulf maghreb minister"),
    ],
)
def test_months(engine: Engine, query: str, found: str) -> None:
    assert sorted(ids(ask(engine, query))) == sorted(found.split())


@pytest.mark.parametrize(
    ("query", "first", "last"),
    [
        ("أيار", {"levant", "both"}, {"gulf"}),
        ("مايو", {"gulf", "both"}, {"levant"}),
        ("أكتوبر", {"october"}, {"autumn"}),
        ("تشرين الأول", {"autumn"}, {"october"}),
        ("جوجل", {"google-1"}, {"google-2", "google-3"}),
    ],
)
def test_documents_with_the_typed_name_rank_first(
    engine: Engine, query: str, first: set[str], last: set[str]
) -> None:
    found = ids(ask(engine, query))
    assert set(found[: len(first)]) == first
    assert set(found[len(first) :]) == last


@pytest.mark.parametrize("level", ["exact", "form"])
def test_a_narrow_level_is_not_expanded(engine: Engine, level: Level) -> None:
    for query in ("أيار", "جوجل"):
        answer = ask(engine, query, level=level)
        assert answer.expansions == ()
        assert answer.total == (2 if query == "أيار" else 1)


def test_synonyms_are_highlighted(engine: Engine) -> None:
    marked = {hit.id: hit.snippets[0].html for hit in ask(engine, "أيار").hits}
    assert "<mark>مايو</mark>" in marked["gulf"]
    assert "<mark>أيار</mark>/<mark>مايو</mark>" in marked["both"]
    marked = {hit.id: hit.snippets[0].html for hit in ask(engine, "أكتوبر").hits}
    assert "<mark>تشرين</mark> <mark>الأول</mark>" in marked["autumn"]


# Expansions


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("أيار", [("أيار", "month", ("مايو",))]),
        ("8 مايو", [("مايو", "month", ("أيار", "ماي"))]),
        ("تشرين الأول", [("تشرين الأول", "month", ("أكتوبر",))]),
        ("أيار/مايو", []),
        ("قوقل", [("قوقل", "spelling", ("جوجل", "غوغل"))]),
        ("من كتب الرسالة", [("من", "omitted", ())]),
        ("كم صفحة في أيار", [("كم", "omitted", ()), ("أيار", "month", ("مايو",))]),
        ("من", []),
        ("المدينة", []),
        ("نوفمبر", []),  # nobody wrote of it, under any name
    ],
)
def test_expansions(
    engine: Engine, query: str, expected: list[tuple[str, str, tuple[str, ...]]]
) -> None:
    expansions = ask(engine, query).expansions
    assert [(each.word, each.kind, each.terms) for each in expansions] == expected
    assert all((each.weight > 0) == (each.kind != "omitted") for each in expansions)


def test_without_synonyms(engine: Engine) -> None:
    with closing(Engine.open(engine.home, synonyms=NO_SYNONYMS)) as plain:
        for query in ("أيار", "من كتب الرسالة"):
            answer = ask(plain, query)
            assert answer.expansions == ()
            assert answer.total < ask(engine, query).total or query.startswith("من")


# Spellings of one word


@pytest.mark.parametrize("query", ["جوجل", "غوغل", "قوقل", "بغوغل"])
def test_foreign_names(engine: Engine, query: str) -> None:
    assert sorted(ids(ask(engine, query))) == ["google-1", "google-2", "google-3"]


@pytest.mark.parametrize(
    ("query", "found", "kind", "terms"),
    [
        ("المائوية", "hundred-1 hundred-2", "hundred", ("المئوية",)),
        ("المئوية", "hundred-1 hundred-2", "hundred", ("المائوية",)),
        ("علاء", "damaged-1 damaged-2", "extraction", ("عالء",)),
        ("عالء", "damaged-1 damaged-2", "extraction", ("علاء",)),
    ],
)
def test_other_spellings_are_found_and_reported(
    engine: Engine, query: str, found: str, kind: str, terms: tuple[str, ...]
) -> None:
    answer = ask(engine, query)
    assert sorted(ids(answer)) == sorted(found.split())
    (expansion,) = answer.expansions
    assert (expansion.word, expansion.kind, expansion.terms) == (query, kind, terms)
    assert expansion.weight == 1.0
    for level in ("exact", "form"):
        assert ask(engine, query, level=level).total == 1


def test_a_word_that_no_document_has_is_found_and_reported(engine: Engine) -> None:
    answer = ask(engine, "كوغل")
    assert ids(answer) == []
    answer = ask(engine, "الاحتفالات")
    assert ids(answer) == ["damaged-3"]
    (expansion,) = answer.expansions
    assert (expansion.kind, expansion.terms) == ("extraction", ("االحتفاالت",))


def test_an_explanation_reports_other_spellings(engine: Engine) -> None:
    explained = engine.explain(Request(query="جوجل"), "google-2")
    assert explained is not None
    assert explained.matched
    assert explained.expansions == ask(engine, "جوجل").expansions


def test_the_analysis_of_a_word_has_the_other_names_of_its_stem(engine: Engine) -> None:
    (word,) = engine.analyze("المائوية")
    assert [(alias.word, alias.kind) for alias in word.aliases] == [("المئوية", "hundred")]
    assert "  other spellings of the hundred: المئوية" in list(analysis_lines(word))
    (plain,) = engine.analyze("المدينة")
    assert plain.aliases == ()


# Question words


def test_question_words_are_omitted(engine: Engine) -> None:
    assert ids(ask(engine, "متى هطل المطر")) == ids(ask(engine, "هطل المطر")) != []
    assert ids(ask(engine, "من وكم")) == ["who"]
    assert ids(ask(engine, '"وكم صفحة"')) == ["who"]
    assert ids(ask(engine, "لماذا")) == []


# Diacritics


@pytest.mark.parametrize(("query", "first"), [("كَتَبَ", "wrote"), ("كُتُب", "books"), ("كَتب", "wrote")])
def test_spellings_with_the_same_diacritics_rank_first(
    engine: Engine, query: str, first: str
) -> None:
    found = ids(ask(engine, query))
    assert found[0] == first
    assert sorted(found) == sorted(ids(ask(engine, "كتب")))


# Keyboard layouts


@pytest.mark.parametrize(
    ("query", "suggested"),
    [
        ("hgsghl", [Suggestion(kind="layout", query="السلام", documents=1)]),
        ("hgp;,lm", [Suggestion(kind="layout", query="الحكومة", documents=1)]),
        ("hgpm;l,", [Suggestion(kind="layout", query="الحكومة", documents=1)]),
        ("المدينة hgsghl", [Suggestion(kind="layout", query="المدينة السلام", documents=1)]),
        ("hgsghl أيار", []),  # finds nothing
        ("google", []),
        ("السلام", []),
    ],
)
def test_suggestions(engine: Engine, query: str, suggested: list[Suggestion]) -> None:
    suggestions = ask(engine, query).suggestions
    assert [each for each in suggestions if each.kind == "layout"] == suggested


def test_a_suggestion_does_not_change_the_answer(engine: Engine) -> None:
    assert ask(engine, "hgsghl").total == 0


def test_a_suggestion_keeps_the_filters(engine: Engine) -> None:
    suggestions = ask(engine, "hgsghl", after="2016").suggestions
    assert not [each for each in suggestions if each.kind == "layout"]


# Rendering


@pytest.mark.parametrize(
    "expansion",
    [
        Expansion(word="أيار", kind="month", terms=("مايو", "ماي"), weight=0.7),
        Expansion(word="جوجل", kind="spelling", terms=("غوغل",), weight=1.0),
        Expansion(word="مئة", kind="hundred", terms=("مائة",), weight=1.0),
        Expansion(word="علاء", kind="extraction", terms=("عالء",), weight=1.0),
        Expansion(word="حريق", kind="plural", terms=("حرائق",), weight=1.0),
        Expansion(word="كم", kind="omitted", terms=(), weight=0.0),
    ],
)
def test_a_rendered_expansion_has_all_its_terms(expansion: Expansion) -> None:
    line = expansion_line(expansion)
    assert "\n" not in line
    assert all(word in line for word in (expansion.word, *expansion.terms))


@pytest.mark.parametrize(("documents", "found"), [(1, "1 document."), (1200, "1,200 documents.")])
def test_a_rendered_suggestion_has_its_number_of_documents(documents: int, found: str) -> None:
    line = suggestion_line(Suggestion(kind="layout", query="السلام", documents=documents))
    assert line == f"Did you mean السلام? It finds {found}"
