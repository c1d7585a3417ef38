"""Names and expressions of one word or several, from request to answer."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from itertools import pairwise
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.document import Document
from search.answer import Expansion
from search.engine import Engine
from search.query.synonyms import NO_SYNONYMS
from search.request import LEVELS, Request
from tests.answers import ask, engine_over, id_set
from tests.homes import add_to
from warraq.rendering import expansion_line

DOCUMENTS = {
    "jabbar-1": "افتتح عبدالجبار مكتبة في القرية.",
    "jabbar-2": "افتتح عبد الجبار مكتبة في القرية.",
    "jabbar-and": "زارها الوالي وعبد الجبار معًا.",
    "jabbar-to": "سلّم الوالي الجائزة لعبدالجبار أمس.",
    "jabbar-apart": "هو عبد صالح عند الملك الجبار.",
    "qir-1": "غرقت السفينة قرب أبوقير.",
    "qir-2": "غرقت السفينة قرب أبو قير.",
    "qir-3": "سار الجيش إلى أبي قير.",
    "hundred-1": "عاش هنا ستمئة رجل.",
    "hundred-2": "عاش هنا ست مئة رجل.",
    "hundred-3": "عاش هنا ستمائة رجل.",
    "willing-1": "نلتقي إن شاء الله غدًا.",
    "willing-2": "نلتقي إنشاء الله غدًا.",
    "willing-3": "نلتقي ان شاءالله غدًا.",
    "building": "إنشاء جسر جديد على النهر.",
    "lambor-1": "وصل الفريق إلى كوالالمبور مساء.",
    "lambor-2": "وصل الفريق إلى كوالا لمبور مساء.",
    "book-1": "صدر كتاب جديد عن المدينة.",
    "book-2": "صدر كتابجديد عن المدينة.",
    "book-3": "في كتاب قديم وصف لبيت جديد.",
    "peaceful": "جاء من اليمن إلى من يحب.",
    "dalum-1": "خطب كريم بن دلوم في الساحة.",
    "dalum-2": "خطب كريم ابن دلوم في الساحة.",
    "dalum-apart": "دلوم كريم، وهو بن صغير.",
    "naim-1": "زار كامل بن عبد النعيم داره.",
    "naim-2": "زار كامل ابن عبدالنعيم داره.",
    "f-1": "أقلعت طائرة إف 16 من القاعدة.",
    "f-2": "أقلعت طائرة F-16 من القاعدة.",
    "f-apart": "في المشهد 16 كتب إف على الجدار.",
    "zanbarg-1": "وصلت طائرة زنبرغ-29 أمس.",
    "zanbarg-2": "وصلت طائرة زنبرغ 29 أمس.",
    "zanbarg-apart": "طائرة زنبرغ أقلعت ومعها 29 راكبا.",
    "year": "فاز زنبرغ 2014 مرة.",
}


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    with engine_over(tmp_path_factory.mktemp("compounds"), DOCUMENTS) as opened:
        yield opened


JABBAR = {"jabbar-1", "jabbar-2", "jabbar-and", "jabbar-to"}
QIR = {"qir-1", "qir-2", "qir-3"}
HUNDRED = {"hundred-1", "hundred-2", "hundred-3"}
DALUM = {"dalum-1", "dalum-2"}
NAIM = {"naim-1", "naim-2"}
F_16 = {"f-1", "f-2"}
ZANBARG = {"zanbarg-1", "zanbarg-2"}
WILLING = {"willing-1", "willing-2", "willing-3"}


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("عبدالجبار", JABBAR),
        ("عبد الجبار", JABBAR),
        ("لعبد الجبار", JABBAR),
        ("وعبدالجبار", JABBAR),
        ("عَبْد الجَبَّار", JABBAR),
        ("عبد الجبار مكتبة", {"jabbar-1", "jabbar-2"}),
        ("أبوقير", QIR),
        ("أبو قير", QIR),
        ("ابي قير", QIR),
        ("ستمئة", HUNDRED),
        ("ست مائة", HUNDRED),
        ("إن شاء الله", WILLING),
        ("إنشاء الله", WILLING),
        ("ان شاءالله", WILLING),
        ("إنشاءالله غدا", WILLING),
        ("إنشاء", {"willing-2", "building"}),
        ("كوالا لمبور", {"lambor-1", "lambor-2"}),
        ("كوالالمبور", {"lambor-1", "lambor-2"}),
        # the words of a lost space are not one word
        ("كتاب جديد", {"book-1", "book-2", "book-3"}),
        ("كتابجديد", {"book-1", "book-2"}),
        ("اليمن", {"peaceful"}),
        # ابن within names
        ("ابن دلوم", DALUM),
        ("بن دلوم", DALUM),
        ("كريم ابن دلوم", DALUM),
        ("كريم وبن دلوم", DALUM),
        ("كامل ابن عبد النعيم", NAIM),
        ("كامل بن عبدالنعيم", NAIM),
        # a word and its number
        ("إف 16", F_16),
        ("F 16", F_16),
        ("اف16", F_16),
        ("زنبرغ 29", ZANBARG),
        ("زنبرغ-29", ZANBARG),
        ("زنبرغ مرة 2014", {"year"}),
        # in one field
        ("body:عبدالجبار", JABBAR),
        ("title:عبدالجبار", set()),
    ],
)
def test_words(engine: Engine, query: str, found: set[str]) -> None:
    assert id_set(ask(engine, query)) == found


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ('"افتتح عبد الجبار"', {"jabbar-1", "jabbar-2"}),
        ('"افتتح عبدالجبار مكتبة"', {"jabbar-1", "jabbar-2"}),
        ('"عبدالجبار"', {"jabbar-1", "jabbar-2"}),
        ('"لعبد الجبار أمس"', {"jabbar-to"}),
        ('"قرية عبدالجبار"~6', set()),
        ('"القرية عبد الجبار"~6', {"jabbar-1", "jabbar-2"}),
        ('"نلتقي إنشاء الله غدا"', WILLING),
        ('"قرب أبوقير"', {"qir-1", "qir-2"}),
        ('"كريم ابن دلوم"', DALUM),
        ('"كامل بن عبد النعيم"', NAIM),
        ('"إلى أبا قير"', {"qir-3"}),
        ('form:"بن دلوم"', {"dalum-1"}),
        ("form:(ابن دلوم)", {"dalum-2"}),
        ("form:(زنبرغ 29)", ZANBARG),
        ("=عبدالجبار", {"jabbar-1"}),
        ("form:عبدالجبار", {"jabbar-1"}),
        ("form:عبد form:الجبار", {"jabbar-2"}),
        ("form:(عبد الجبار)", {"jabbar-2"}),
        ("exact:(عبد الجبار)", {"jabbar-2"}),
        ("particles:(عبد الجبار)", JABBAR),
        ("particles:عبدالجبار", JABBAR),
        ("form:عبد الجبار", {"jabbar-2", "jabbar-apart"}),
        ('form:"عبد الجبار"', {"jabbar-2"}),
    ],
)
def test_phrases_and_words_with_a_level(engine: Engine, query: str, found: set[str]) -> None:
    assert id_set(ask(engine, query)) == found


@pytest.mark.parametrize("excluded", ["-عبدالجبار", "-(عبد الجبار)", '-"عبد الجبار"'])
def test_an_excluded_name_is_excluded_in_every_spelling(engine: Engine, excluded: str) -> None:
    found = id_set(ask(engine, f"(مكتبة OR قرية OR صالح) {excluded}"))
    assert found == {"jabbar-apart"}


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("مكتبة -عبد الجبار", set()),
        ("قرب -أبو قير", set()),
        ("طائرة NOT إف 16", {"zanbarg-1", "zanbarg-2", "zanbarg-apart"}),
        ("كريم -بن دلوم", {"dalum-apart"}),
        ("عاش -ست مئة رجل", set()),
    ],
)
def test_a_minus_sign_excludes_the_whole_compound(
    engine: Engine, query: str, found: set[str]
) -> None:
    answer = ask(engine, query)
    assert id_set(answer) == found
    assert "compound_excluded" in {warning.code for warning in answer.warnings}


def test_a_minus_sign_excludes_one_word_of_others(engine: Engine) -> None:
    answer = ask(engine, "-كتاب جديد")
    assert "building" in id_set(answer)
    assert not answer.warnings
    (warning,) = ask(engine, "مكتبة -عبد الجبار").warnings
    assert warning.params["query"] == "الجبار -عبد"
    assert "jabbar-apart" not in id_set(ask(engine, "الجبار -عبد"))


def test_any_of_the_words_and_an_explicit_or(engine: Engine) -> None:
    assert id_set(ask(engine, "عبد الجبار جسر", operator="any")) == {*JABBAR, "building"}
    assert "jabbar-apart" in id_set(ask(engine, "عبد OR الجبار"))
    assert "jabbar-apart" in id_set(ask(engine, "الجبار عبد"))


@pytest.mark.parametrize(
    "query", ["عبد الجبار", "عبدالجبار", "إن شاء الله", "أبو قير", "كتاب جديد", "كوالا لمبور"]
)
def test_a_wider_level_finds_no_fewer_documents(engine: Engine, query: str) -> None:
    found = [id_set(ask(engine, query, level)) for level in LEVELS]
    assert all(narrow <= wide for narrow, wide in pairwise(found))


def test_narrow_levels_match_only_the_typed_spelling(engine: Engine) -> None:
    assert id_set(ask(engine, "عبدالجبار", "form")) == {"jabbar-1"}
    assert id_set(ask(engine, "عبد الجبار", "form")) == {"jabbar-2"}
    assert id_set(ask(engine, "عبد الجبار", "exact")) == {"jabbar-2"}


def test_the_pair_and_the_joined_word_have_the_same_score(engine: Engine) -> None:
    for query in ("عبدالجبار", "عبد الجبار"):
        scores = {hit.id: hit.score for hit in ask(engine, query).hits}
        assert scores["jabbar-1"] == pytest.approx(scores["jabbar-2"], rel=0.2)


# What is shown


def test_both_spellings_are_highlighted(engine: Engine) -> None:
    for query in ("عبدالجبار", "عبد الجبار", '"عبد الجبار"'):
        marked = {hit.id: hit.snippets[0].html for hit in ask(engine, query).hits}
        assert "<mark>عبدالجبار</mark>" in marked["jabbar-1"]
        assert "<mark>عبد</mark> <mark>الجبار</mark>" in marked["jabbar-2"]


def test_a_name_that_occurs_behind_particles_only(tmp_path: Path) -> None:
    texts = {"one": "جاء عبدون ثم ولعبدالجبار كتاب", "pair": "كتب إلى عبد الجبار أمس"}
    with engine_over(tmp_path, texts) as engine:
        assert id_set(ask(engine, "عبد الجبار")) == {"one", "pair"}
        assert id_set(ask(engine, "عبدالجبار")) == {"one", "pair"}


KUNYA = {
    "nominative": "كتب أبو دغفل رسالة",
    "genitive": "رسالة لأبي دغفل",
    "accusative": "زاروا أبا دغفل",
    "apart": "دغفل وأبي في الدار، وقال أبي",
    "only-1": "شعر أبي نجيم",
    "only-2": "ديوان أبي نجيم",
    "father": "جاء أبي مسرعا من السوق",
    "hurry": "مضى مسرعا، ومضى أبو علي",
    "hurries": " ثم ".join(["مضى مسرعا"] * 12),
}
DAGHFAL = {"nominative", "genitive", "accusative"}


@pytest.fixture(scope="module")
def kunya(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    with engine_over(tmp_path_factory.mktemp("kunya"), KUNYA) as opened:
        yield opened


@pytest.mark.parametrize(
    ("query", "found"),
    [
        *((f"{case} دغفل", DAGHFAL) for case in ("أبو", "أبي", "أبا", "لأبي", "وأبو")),
        *((f"{case} نجيم", {"only-1", "only-2"}) for case in ("أبو", "أبي", "أبا")),
        # "my father": the word after it is no name in any case
        ("أبي مسرعا", {"father"}),
        ("أبو مسرعا", {"hurry"}),
    ],
)
def test_all_cases_of_a_kunya_are_names_or_none_is(
    kunya: Engine, query: str, found: set[str]
) -> None:
    assert id_set(ask(kunya, query, "stem")) == found


@pytest.mark.parametrize(
    "texts",
    [
        ["جاء هداالله أمس"],
        ["جاء هدا الله أمس"],
        ["جاء هداالله أمس", "عاد هدا الله"],
        ["جاء فتحالله أمس"],
        ["جاء نجم الدين أمس", "عاد نجمالدين"],
        ["عاد نجمالدين"],
    ],
)
def test_a_name_with_a_name_of_god_in_one_word_or_two(tmp_path: Path, texts: list[str]) -> None:
    add_to(tmp_path, [Document(id=str(n), text=text) for n, text in enumerate(texts)])
    name = texts[0].split()[1].removesuffix("الله").removesuffix("الدين")
    second = "الدين" if "الدين" in texts[0] else "الله"
    found = {str(n) for n in range(len(texts))}
    with closing(Engine.open(tmp_path)) as engine:
        for query in (f"{name} {second}", f"{name}{second}", f'"{name} {second}"'):
            assert id_set(ask(engine, query)) == found, query


def test_a_rare_spelling_is_parted_at_its_own_letters_and_at_those_of_its_word(
    tmp_path: Path,
) -> None:
    texts = ["مايكروسوفت"] * 5 + ["ميكروسوفت", "مايكرو سوفت", "ميكرو سوفت"]
    add_to(tmp_path, [Document(id=str(n), text=text) for n, text in enumerate(texts)])
    with closing(Engine.open(tmp_path)) as engine:
        assert id_set(ask(engine, "ميكروسوفت")) == {str(n) for n in range(len(texts))}


def test_words_apart_are_not_highlighted(engine: Engine) -> None:
    document = Document(id="other", text="عبد صالح عند الملك الجبار. جاء عبد الجبار.")
    assert engine.mark(document, "عبدالجبار").text.html.count("<mark>") == 2


@pytest.mark.parametrize(
    ("query", "terms"),
    [
        ("عبد الجبار", ("عبدالجبار",)),
        ("عبدالجبار", ("عبد الجبار",)),
        ("وعبدالجبار", ("عبد الجبار",)),
        ("أبو قير", ("أبي قير", "أبوقير")),
        ('"أبو قير"', ("أبوقير", "أبي قير")),
        ("ست مائة", ("ستمائة",)),
        ("إن شاء الله", ("إنشاء الله", "إن شاءالله")),
    ],
)
def test_the_answer_names_the_other_spellings(
    engine: Engine, query: str, terms: tuple[str, ...]
) -> None:
    (expansion,) = ask(engine, query).expansions
    assert (expansion.kind, expansion.terms, expansion.weight) == ("compound", terms, 1.0)
    assert expansion.word == query.strip('"')
    assert all(term in expansion_line(expansion) for term in terms)


def test_a_narrow_level_says_that_the_words_must_be_side_by_side(engine: Engine) -> None:
    (expansion,) = ask(engine, "عبد الجبار", "form").expansions
    assert expansion == Expansion(word="عبد الجبار", kind="compound", terms=(), weight=1.0)
    assert "عبد الجبار" in expansion_line(expansion)
    assert ask(engine, "عبدالجبار", "form").expansions == ()


def test_an_explanation_has_the_pair_as_one_term(engine: Engine) -> None:
    found = engine.explain(Request(query="عبد الجبار"), "jabbar-1")
    assert found is not None
    assert found.absent == ()
    (related,) = (each for each in found.evidence if each.kind == "related")
    assert (related.text, related.others[0], related.documents) == ("عبد الجبار", "عبدالجبار", 4)
    assert [each.word for each in related.words] == ["عبدالجبار"]


def test_without_synonyms(engine: Engine) -> None:
    with closing(Engine.open(engine.home, synonyms=NO_SYNONYMS)) as plain:
        assert "jabbar-2" not in id_set(ask(plain, "عبدالجبار"))
        assert "jabbar-apart" in id_set(ask(plain, "عبد الجبار"))


# Any archive

WORDS = ("عبد", "الجبار", "عبدالجبار", "وعبد", "أبو", "قير", "أبوقير", "ست", "مئة", "ستمئة", "سار")


@settings(max_examples=12)
@given(st.lists(st.lists(st.sampled_from(WORDS), min_size=1, max_size=6), max_size=6))
def test_the_joined_and_the_parted_name_find_the_same_documents(texts: list[list[str]]) -> None:
    documents = [Document(id=str(n), text=" ".join(text)) for n, text in enumerate(texts)]
    documents.append(Document(id="names", text="عبد الجبار في أبو قير"))
    with TemporaryDirectory() as folder:
        home = Path(folder)
        add_to(home, documents)
        with closing(Engine.open(home)) as engine:
            for joined, parted in (
                ("عبدالجبار", "عبد الجبار"),
                ("أبوقير", "أبو قير"),
                ("ستمئة", "ست مئة"),
            ):
                for query in ("{}", "سار {}", '"سار {}"', '"سار {}"~2', "سار -{}"):
                    found = [
                        id_set(ask(engine, query.format(name)))
                        for name in (joined, parted if "-" not in query else f"({parted})")
                    ]
                    assert found[0] == found[1]
