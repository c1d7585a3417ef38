"""Queries with few results or none: term counts, corrections and wider queries."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from arabic.folding import fold
from corpus.document import Document
from search.advice.adviser import OUT_OF_TIME
from search.answer import Answer, Suggestion
from search.engine import Engine
from search.limits import LIMITS
from search.request import LEVELS, Request
from tests.homes import MakeHome, add_to
from warraq.rendering import remark_lines


def follow(request: Request, suggestion: Suggestion) -> Request:
    """The request that a suggestion describes."""
    without = suggestion.without
    return msgspec.structs.replace(
        request,
        query=suggestion.query,
        level=suggestion.level,
        operator=suggestion.operator,
        sources=() if "source" in without else request.sources,
        after=None if "after" in without else request.after,
        before=None if "before" in without else request.before,
    )


Ask = Callable[..., Answer]


@pytest.fixture
def ask(sample_engine: Engine) -> Ask:
    return lambda query, **rest: sample_engine.search(Request(query=query, **rest))


def queries(answer: Answer, *kinds: str) -> list[str]:
    return [each.query for each in answer.suggestions if each.kind in kinds]


# Corrections


@pytest.mark.parametrize(
    ("typed", "intended"),
    [
        ("الاظطراب", "الاضطراب"),  # ظ for ض
        ("مكتتبة", "مكتبة"),  # a doubled letter
        ("مكتبةة", "مكتبة"),
        ("المكبة", "المكتبة"),  # a letter left out
        ("المكتية", "المكتبة"),  # different dots
        ("نواعري", "نواعير"),  # transposed letters
        ("النوااعير", "النواعير"),
        ("الصفسصاف", "الصفصاف"),
    ],
)
def test_the_correction_is_among_the_first_three(ask: Ask, typed: str, intended: str) -> None:
    answer = ask(typed)
    assert not answer.total
    assert fold(intended) in map(fold, queries(answer, "spelling")[:3])


def test_a_word_of_one_document_is_corrected_too(make_home: MakeHome) -> None:
    rare = [Document(id="0", text="خطة التظيم")]
    common = [Document(id=str(number), text="خطة التنظيم") for number in range(1, 40)]
    with closing(Engine.open(make_home(rare + common))) as engine:
        first, *_ = engine.search(Request(query="خطة التظيم")).suggestions
        assert (first.kind, first.query, first.documents) == ("spelling", "خطة التنظيم", 39)
        assert engine.search(Request(query="التنظيم")).suggestions == ()


def test_clitics_are_kept(make_home: MakeHome) -> None:
    home = make_home([Document(text="التغاضي عن الخطأ، والسوق")])
    with closing(Engine.open(home)) as engine:
        assert "وبالتغاضي" in queries(engine.search(Request(query="وبالتغاظي")), "spelling")


@pytest.mark.parametrize(
    ("text", "query"),
    [("القاهرة وطنطا", "الوطنيا"), ("الصفحة وتليها أخرى", "الوتلبها")],
)
def test_no_correction_has_an_article_before_another_clitic(
    make_home: MakeHome, text: str, query: str
) -> None:
    with closing(Engine.open(make_home([Document(text=text)]))) as engine:
        assert queries(engine.search(Request(query=query)), "spelling") == []


def test_a_correction_has_the_most_frequent_spelling(make_home: MakeHome) -> None:
    texts = ["الحكومة", "الحكومة", "الحكومه", "الحُكومةَ"]
    home = make_home([Document(id=str(n), text=text) for n, text in enumerate(texts)])
    with closing(Engine.open(home)) as engine:
        assert queries(engine.search(Request(query="الحكوومه")), "spelling") == ["الحكومة"]


def test_corrections_that_occur_with_the_other_words_come_first(make_home: MakeHome) -> None:
    apart = [Document(id=f"a{n}", text="ازدحام العاصمه") for n in range(9)]
    together = [Document(id=f"b{n}", text="رياح العاصفه") for n in range(3)]
    with closing(Engine.open(make_home(apart + together))) as engine:
        assert queries(engine.search(Request(query="العاصقه")), "spelling")[0] == "العاصفه"
        assert queries(engine.search(Request(query="العاصكه")), "spelling")[0] == "العاصمه"
        assert queries(engine.search(Request(query="رياح العاصكه")), "spelling") == ["رياح العاصفه"]


def test_several_words_are_corrected_and_operators_kept(ask: Ask) -> None:
    query = '"وادي السنديانن" -طبيب المكتتبة'
    assert queries(ask(query), "spelling")[0] == '"وادي السنديان" -طبيب المكتبة'


def test_one_correction_of_each_class_or_all_that_are_one_edit_away(make_home: MakeHome) -> None:
    texts = ["الزيتون", "الزيتونة", "بالزيتون", "والزيتون", "زيتونهم"]
    home = make_home([Document(id=str(n), text=text) for n, text in enumerate(texts)])
    with closing(Engine.open(home)) as engine:
        assert queries(engine.search(Request(query="االزيتوون")), "spelling") == ["الزيتون"]
        found = queries(engine.search(Request(query="ةالزيتون")), "spelling")
        assert found == ["والزيتون", "الزيتون", "بالزيتون"]


@pytest.mark.parametrize(
    ("typed", "intended"),
    [
        ("السوقالقديم", "السوق القديم"),  # a missing space
        ("وادي السن ديان", "وادي السنديان"),  # an extra space
    ],
)
def test_spaces_are_corrected(ask: Ask, typed: str, intended: str) -> None:
    assert queries(ask(typed), "spelling", "split")[0] == intended


def test_two_words_without_their_space_are_split(make_home: MakeHome) -> None:
    with closing(Engine.open(make_home([Document(text="من القوات، ثم الروسية")]))) as engine:
        answer = engine.search(Request(query="الروسيةمن"))
        assert (answer.total, queries(answer, "split")) == (0, ["الروسية من"])


def test_a_correction_drops_filters_that_leave_no_results(ask: Ask) -> None:
    (first, *_) = ask("المكتببه العامة", after="2090").suggestions
    assert (first.kind, first.query, first.without) == ("spelling", "المكتبة العامة", ("after",))


@pytest.mark.parametrize("query", ["قثقثقث", "zzzz", "12345678", "ءءءء", "لل", "٪", ""])
def test_a_query_without_corrections_has_no_suggestions(ask: Ask, query: str) -> None:
    assert ask(query).suggestions == ()


# Wider queries


def test_wider_levels_are_offered(ask: Ask) -> None:
    answer = ask("ومكتباتهم", level="exact")
    levels = [each for each in answer.suggestions if each.kind == "level"]
    assert [each.level for each in levels] == ["stem", "root"]
    assert levels[0].documents < levels[1].documents


def test_level_operators_are_removed(ask: Ask) -> None:
    assert queries(ask("=ومكتباتهم سوق"), "level")[0] == "ومكتباتهم سوق"


def test_filters_of_the_request_and_of_the_query_are_removed(ask: Ask) -> None:
    answer = ask("مكتبة date:1990", sources=("سوق العملات",))
    (found,) = [each for each in answer.suggestions if each.kind == "filters"]
    assert (found.query, found.without) == ("مكتبة", ("source",))
    assert found.documents == ask("مكتبة").total


@pytest.mark.parametrize("query", ["مكتبة مصدر:بلا", "مكتبة date:none"])
def test_a_filter_for_documents_without_a_field_is_removed(make_home: MakeHome, query: str) -> None:
    home = make_home([Document(text="مكتبة قديمة", source="أسواق", date="2016")])
    with closing(Engine.open(home)) as engine:
        (found,) = engine.search(Request(query=query)).suggestions
        assert (found.query, found.documents) == ("مكتبة", 1)


def test_words_without_documents_are_left_out(ask: Ask) -> None:
    answer = ask("مكتبة قثقثقث")
    (found,) = [each for each in answer.suggestions if each.kind == "omit"]
    assert (found.word, found.query, found.documents) == ("قثقثقث", "مكتبة", ask("مكتبة").total)
    assert not queries(answer, "any")  # which would find the same


def test_one_word_is_left_out_where_each_has_documents(make_home: MakeHome) -> None:
    texts = ["قمح وخبز", "قمح وخبز", "قمح وتمر", "تمر"]
    home = make_home([Document(id=str(n), text=text) for n, text in enumerate(texts)])
    with closing(Engine.open(home)) as engine:
        answer = engine.search(Request(query="قمح خبز تمر"))
        omitted = [each for each in answer.suggestions if each.kind == "omit"]
        assert [(each.word, each.query, each.documents) for each in omitted] == [
            ("خبز", "قمح تمر", 1),  # the fewest documents first
            ("تمر", "قمح خبز", 2),
        ]
        (any_,) = [each for each in answer.suggestions if each.kind == "any"]
        assert (any_.operator, any_.documents) == ("any", 4)


def test_quotes_are_removed(ask: Ask) -> None:
    assert "السنديان وادي" in queries(ask('"السنديان وادي"'), "quotes")


def test_corrections_come_first_and_their_number_is_limited(ask: Ask) -> None:
    answer = ask('"المكتبه وادي" قثقثقث', sources=("بريد المشرق",), level="exact")
    assert len(answer.suggestions) <= LIMITS.suggestions
    answer = ask("المكتتبه قثقثقث نواعير", sources=("بريد المشرق",))
    assert answer.suggestions[0].kind == "spelling"


def test_a_query_with_enough_results_has_no_suggestions(ask: Ask) -> None:
    answer = ask("مكتبة")
    assert answer.total >= LIMITS.few_documents
    assert (answer.suggestions, answer.terms) == ((), ())


def test_only_the_first_page_has_suggestions(ask: Ask) -> None:
    assert ask("المكتببه").suggestions
    assert (ask("المكتببه", offset=20).suggestions, ask("المكتببه", offset=20).terms) == ((), ())


# Term counts


def counts(answer: Answer) -> list[tuple[str, str, int]]:
    return [(each.text, each.kind, each.documents) for each in answer.terms]


def test_each_part_is_counted_without_the_others(make_home: MakeHome) -> None:
    home = make_home(
        [
            Document(id="1", title="سوق", text="خبز طازج", date="2016-05-01", source="أسواق"),
            Document(id="2", text="طازج وخبز وتمر", date="2017"),
        ]
    )
    with closing(Engine.open(home)) as engine:
        request = Request(
            query='خبز قثقثقث "خبز طازج" "طازج تمر" تم* title:سوق -ملح date:2016',
            sources=("أسواق",),
        )
        answer = engine.search(request)
        assert counts(answer) == [
            ("خبز", "word", 2),
            ("قثقثقث", "word", 0),
            ("خبز طازج", "phrase", 1),
            ("طازج تمر", "phrase", 0),
            ("طازج", "word", 2),  # the words of a phrase without documents
            ("تمر", "word", 0),  # the document has وتمر
            ("تم*", "prefix", 0),
            ("سوق", "word", 1),
            ("2016-01-01..2016-12-31", "date", 1),
            ("أسواق", "filter", 1),
        ]
        assert answer.terms[5].level == "form"
        assert [each.field for each in answer.terms[-3:]] == ["title", None, "source"]


def test_patterns_are_counted_by_their_kind(ask: Ask) -> None:
    answer = ask("قثقث?ق title:قثقث* قثقثق~1")
    assert counts(answer) == [
        ("قثقث?ق", "wildcard", 0),
        ("قثقث*", "prefix", 0),
        ("قثقثق~1", "fuzzy", 0),
    ]
    assert [each.field for each in answer.terms] == [None, "title", None]


@pytest.mark.parametrize("pattern", ["قثق?ق", "قثقث*", "قثقثق~1"])
def test_a_pattern_without_documents_is_left_out(ask: Ask, pattern: str) -> None:
    (found,) = [each for each in ask(f"مكتبة {pattern}").suggestions if each.kind == "omit"]
    assert (found.word, found.query, found.documents) == (pattern, "مكتبة", ask("مكتبة").total)


def test_a_month_is_counted_with_all_its_names(make_home: MakeHome) -> None:
    home = make_home([Document(text="في مايو"), Document(text="في أيار")])
    with closing(Engine.open(home)) as engine:
        assert counts(engine.search(Request(query="أيار قثقثقث")))[0] == ("أيار", "word", 2)


def test_the_terminal_shows_term_counts(ask: Ask) -> None:
    lines = list(remark_lines(ask('"المكتبة وادي" قثقثقث', sources=("بريد المشرق",))))
    assert "قثقثقث nowhere" in lines[-2]
    assert '"المكتبة وادي" nowhere، المكتبة in ' in lines[-2]
    assert lines[-1].startswith("Nothing found for ")


# Invariants


WORDS = ("مكتبة", "المكتببه", "نواعير", "وادي", "السندياان", "قثقثقث", "title:سوق", "date:2016")
MORE = (
    '"وادي السنديان"',
    '"السنديان وادي"',
    "=المكتبه",
    "OR",
    "-سوق",
    "مكت*",
    "مك?به",
    "مكتبه~1",
    "source:x",
    "hgsghl",
)


@given(
    query=st.lists(st.sampled_from(WORDS + MORE), min_size=1, max_size=4).map(" ".join),
    level=st.sampled_from(LEVELS),
    operator=st.sampled_from(["all", "any"]),
    source=st.sampled_from([(), ("بريد المشرق",), ("nonesuch",)]),
    after=st.sampled_from([None, "2016", "2090"]),
    plain=st.booleans(),
)
def test_a_suggestion_finds_what_it_says_and_more_than_the_query(
    sample_engine: Engine,
    query: str,
    level: str,
    operator: str,
    source: tuple[str, ...],
    after: str | None,
    plain: bool,
) -> None:
    request = msgspec.convert(
        {"query": query, "level": level, "operator": operator, "plain": plain, "after": after},
        Request,
    )
    request = msgspec.structs.replace(request, sources=source)
    answer = sample_engine.search(request)
    assert len(answer.suggestions) <= LIMITS.suggestions
    assert len(queries(answer, "spelling", "split")) <= LIMITS.spelling_suggestions
    followed = [follow(request, each) for each in answer.suggestions]
    assert len(set(followed)) == len(followed)
    for each, other in zip(answer.suggestions, followed, strict=True):
        found = sample_engine.search(other)
        assert (found.total, found.total_relation) == (each.documents, each.relation)
        # A correction of a doubtful word is compared with its form, which finds no more.
        least = 0 if each.kind in ("spelling", "split") else answer.total
        assert found.total > least
        assert other != request
    for term in answer.terms:
        assert term.documents >= 0


# Time


def test_suggestions_that_ran_out_of_time_are_reported(sample_engine: Engine) -> None:
    limits = msgspec.structs.replace(LIMITS, advice_seconds=0.0)
    with closing(Engine.open(sample_engine.home, limits=limits)) as engine:
        answer = engine.search(Request(query="المكتببه"))
        assert (answer.total, answer.timed_out, answer.suggestions) == (0, False, ())
        assert answer.warnings == (OUT_OF_TIME,)


def test_an_answer_that_ran_out_of_time_has_no_suggestions(sample_engine: Engine) -> None:
    limits = msgspec.structs.replace(LIMITS, search_seconds=0.0)
    with closing(Engine.open(sample_engine.home, limits=limits)) as engine:
        answer = engine.search(Request(query="المكتببه"))
        assert (answer.timed_out, answer.suggestions, answer.terms) == (True, (), ())
        assert answer.warnings == ()
        assert "Time ran out" in list(remark_lines(answer))[-1]


def test_a_damaged_spelling_is_no_correction(tmp_path: Path) -> None:
    texts = ("شرح اإلسالم وأركانه", "كتاب عن اإلسالم", "نشر الحق")
    add_to(tmp_path, [Document(id=str(number), text=text) for number, text in enumerate(texts)])
    with closing(Engine.open(tmp_path)) as engine:
        answer = engine.search(Request(query="الإسلام"))
    assert answer.total == 2
    assert [each.query for each in answer.suggestions] == []


def test_a_slip_read_as_a_particle_and_a_fragment_has_all_its_corrections(tmp_path: Path) -> None:
    """كطاب is read as ك before طاب, which has nothing to do with خطاب."""
    books = ("نشر كتاب جديد", "صدر كتاب آخر", "كتاب قديم")
    speeches = ("خطاب الرئيس", "خطاب الوزير")
    fragments = ("طاب المقام", "طاب مساؤكم", "طاب يومكم")
    texts = (*books, *speeches, *fragments)
    add_to(tmp_path, [Document(id=str(number), text=text) for number, text in enumerate(texts)])
    with closing(Engine.open(tmp_path)) as engine:
        suggested = [each.query for each in engine.search(Request(query="كطاب")).suggestions]
    assert {"كتاب", "خطاب"} <= set(suggested)
