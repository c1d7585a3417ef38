"""Similar documents: salient terms, shingles, copies, and results in an archive."""

from __future__ import annotations

from contextlib import closing

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.document import Document
from corpus.messages import Message
from search.engine import Engine
from search.request import BadRequest
from search.similar import TermFrequency, forms_of, most_salient, overlap, shingles
from tests.homes import MakeHome, delete_from
from tests.linear import assert_linear

FIRE = (
    "اندلع حريق كبير في مصنع للنسيج شرق المدينة فجر الخميس، وتمكنت فرق الإطفاء من إخماد النيران "
    "بعد خمس ساعات، ولم يصب أحد من العمال بحسب بيان للدفاع المدني الذي فتح تحقيقًا في السبب، "
    "وقال مدير المصنع إن الخسائر كبيرة وإن الآلات احترقت كلها وسيتوقف العمل شهرين على الأقل."
)
FIRE_AGAIN = FIRE.replace("فجر الخميس", "صباح أمس").replace("شهرين", "شَهرًا")
OTHER_FIRE = (
    "أخمدت فرق الإطفاء حريقًا في مستودع للنسيج، وفتح الدفاع المدني تحقيقًا، واحترقت الآلات، "
    "ولم يصب أحد من العمال."
)
LIBRARY = "افتتحت البلدية مكتبة عامة تضم عشرة آلاف كتاب، وتبدأ الإعارة صباح الأحد."
WEATHER = "تتوقع الأرصاد أمطارًا غزيرة على الساحل ورياحًا نشطة في المرتفعات."

words = st.lists(st.sampled_from(tuple("أبتثجحخدذر")), max_size=40)


# Salient terms


def test_a_rare_word_is_more_salient_than_a_common_one() -> None:
    terms = most_salient([TermFrequency("مصنع", 0, 2, 4.0), TermFrequency("اليوم", 0, 2, 1.0)], 10)
    assert [each.word for each in terms] == ["مصنع", "اليوم"]


def test_a_word_of_the_title_is_more_salient() -> None:
    terms = most_salient([TermFrequency("نص", 0, 1, 2.0), TermFrequency("عنوان", 1, 0, 2.0)], 1)
    assert [each.word for each in terms] == ["عنوان"]


def test_the_frequency_of_a_word_is_saturated() -> None:
    once, often = most_salient([TermFrequency("أ", 0, 1, 1.0), TermFrequency("ب", 0, 500, 1.0)], 2)[
        ::-1
    ]
    assert once.weight < often.weight < 3 * once.weight + 1e-9


@given(st.lists(st.tuples(st.text(max_size=3), st.integers(0, 9), st.integers(0, 9))), st.data())
def test_the_order_of_terms_does_not_matter(
    rows: list[tuple[str, int, int]], data: st.DataObject
) -> None:
    terms = [TermFrequency(word, title, body, 1.0) for word, title, body in rows]
    shuffled = data.draw(st.permutations(terms))
    assert most_salient(terms, 5) == most_salient(shuffled, 5)


# Copies


@pytest.mark.parametrize(
    ("text", "forms"),
    [
        ("أحمد، مكتبةٌ!", ["احمد", "مكتبه"]),
        ("٢٠١٦", ["2016"]),
        ("", []),
        (" .؟ ", []),
        ("ـــ \u200f", []),
    ],
)
def test_forms_of_a_text(text: str, forms: list[str]) -> None:
    assert forms_of(text) == forms


@given(st.text())
def test_no_form_is_empty(text: str) -> None:
    assert all(forms_of(text))


def test_folding_a_text_is_linear() -> None:
    assert_linear(forms_of, "أَحمد\u0301 " * 40_000)


def test_shingles_are_five_words_in_a_row() -> None:
    assert shingles(tuple("أبتثجح")) == {tuple("أبتثج"), tuple("بتثجح")}
    assert shingles(["أ", "ب"]) == {("أ", "ب")}
    assert shingles([]) == frozenset()


@given(words, words)
def test_overlap_is_a_symmetric_share(one: list[str], two: list[str]) -> None:
    first, second = shingles(one), shingles(two)
    assert 0 <= overlap(first, second) == overlap(second, first) <= 1
    assert overlap(first, first) == (1 if one else 0)


def test_a_part_of_a_longer_text_overlaps_completely() -> None:
    short, long = forms_of(FIRE), forms_of(f"{FIRE} {LIBRARY} {WEATHER}")
    assert overlap(shingles(short), shingles(long)) == 1


def test_a_line_of_a_long_text_is_not_a_copy_of_it() -> None:
    assert (
        overlap(shingles(forms_of("في مصنع للنسيج شرق المدينة فجر")), shingles(forms_of(FIRE)))
        < 0.1
    )


# In an archive


@pytest.fixture
def engine(make_home: MakeHome) -> Engine:
    home = make_home(
        [
            Document(id="fire", title="حريق في مصنع للنسيج", text=FIRE, source="أ"),
            Document(id="again", title="النيران تلتهم مصنع نسيج", text=FIRE_AGAIN, source="ب"),
            Document(id="other", title="إخماد حريق مستودع", text=OTHER_FIRE),
            Document(id="library", title="مكتبة عامة جديدة", text=LIBRARY),
            Document(id="weather", title="أمطار على الساحل", text=WEATHER),
            Document(id="empty", title="", text=""),
            *(Document(id=f"n{i}", title=f"خبر {i}", text=f"نص قصير رقم {i}") for i in range(20)),
        ]
    )
    return Engine.open(home)


def ids(documents: object) -> list[str]:
    return [each.id for each in documents]  # type: ignore[attr-defined]


def test_similar_documents_come_first_and_copies_are_separate(engine: Engine) -> None:
    with closing(engine):
        document = engine.document("fire")
        assert document is not None
        found = engine.similar(document)
    assert ids(found.copies) == ["again"]
    assert ids(found.hits)[:1] == ["other"]
    assert "fire" not in ids(found.hits)
    assert "library" not in ids(found.hits)
    assert found.copies[0].overlap > 0.7 > 0.4 > found.hits[0].overlap
    assert found.copies[0].source == "ب"
    assert {"حريق", "للنسيج"} & set(found.words)
    assert not {"في", "من", "بعد", "الذي"} & set(found.words)
    assert not found.timed_out


def test_a_pasted_text_finds_the_document_itself(engine: Engine) -> None:
    with closing(engine):
        found = engine.similar(FIRE)
    assert ids(found.copies) == ["fire", "again"]


def test_one_of_a_group_of_copies_is_a_hit(engine: Engine) -> None:
    with closing(engine):
        document = engine.document("other")
        assert document is not None
        found = engine.similar(document)
    assert len({"fire", "again"} & set(ids(found.hits))) == 1


def test_a_text_without_salient_words_has_no_similar_documents(engine: Engine) -> None:
    with closing(engine):
        document = engine.document("empty")
        assert document is not None
        for like in (document, "", " \u202e؟", "في من على", "كلماتلاتقف هنالكقط", "12345"):
            found = engine.similar(like)
            assert (found.words, found.hits, found.copies) == ((), (), ())


def test_a_deleted_document_is_not_offered(engine: Engine) -> None:
    with closing(engine):
        home = engine.home
    delete_from(home, ["again", "fire"])
    with closing(Engine.open(home)) as changed:
        found = changed.similar(FIRE)
        assert {*ids(found.copies), *ids(found.hits)} & {"again", "fire"} == set()


def test_the_limit_is_kept(engine: Engine) -> None:
    with closing(engine):
        assert len(engine.similar(FIRE, 1).copies) == 1
        with pytest.raises(BadRequest) as refused:
            engine.similar(FIRE, 0)
        assert refused.value.message == Message.of("limit_out_of_range", most=50, given=0)


@pytest.mark.parametrize("like", ["مكتبة " * 3_000, "\x00\ud800 مكتبة", "<b>مكتبة</b>", "﷽" * 900])
def test_hostile_texts_are_answered(sample_engine: Engine, like: str) -> None:
    assert len(sample_engine.similar(like).words) <= 25


def test_one_story_in_two_papers_is_a_copy(
    sample_engine: Engine, sample_documents: list[Document]
) -> None:
    document = next(
        each for each in sample_documents if each.title.startswith("وصول رافعتين عملاقتين")
    )
    found = sample_engine.similar(document)
    assert [each.title[:18] for each in found.copies] == ["رافعتان عملاقتان ت"]
