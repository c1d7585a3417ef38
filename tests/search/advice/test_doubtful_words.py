"""Words that may be misspelled although something was found."""

from __future__ import annotations

from contextlib import closing

import msgspec
import pytest

from corpus.document import Document
from corpus.messages import LANGUAGES, render
from search.answer import Answer
from search.engine import Engine
from search.request import LEVELS, Level, Request
from tests.homes import MakeHome


def documents(*counted: tuple[str, int]) -> list[Document]:
    """So many documents of each text."""
    texts = [text for text, count in counted for _ in range(count)]
    return [Document(id=str(number), text=text) for number, text in enumerate(texts)]


def corrections(answer: Answer) -> list[str]:
    return [each.query for each in answer.suggestions if each.kind == "spelling"]


def codes(answer: Answer) -> list[str]:
    return [message.code for message in answer.warnings]


READ_WRONGLY = documents(
    ("غاب المدير", 4), ("غابت الشمس", 1), ("صدر كتاب جديد", 3), ("خطاب الرئيس", 2)
)


@pytest.fixture
def engine(make_home: MakeHome) -> Engine:
    return Engine.open(make_home(READ_WRONGLY))


def test_a_form_that_occurs_nowhere_is_corrected_though_its_class_answers(engine: Engine) -> None:
    with closing(engine):
        answer = engine.search(Request(query="كغاب"))
        assert answer.total == 5  # read as ك and غاب
        assert codes(answer) == ["form_not_found"]
        assert answer.warnings[0].params["words"] == ("غاب", "غابت")
        # The form has no documents, so that any correction with documents finds more.
        assert "كتاب" in corrections(answer)
        assert all(each.documents for each in answer.suggestions)


def test_the_word_without_its_particle_is_not_offered(engine: Engine) -> None:
    with closing(engine):
        assert "غاب" not in corrections(engine.search(Request(query="كغاب")))


def test_particles_alone_are_not_reported(make_home: MakeHome) -> None:
    with closing(Engine.open(make_home(documents(("المكتبة القديمة", 4))))) as engine:
        for query in ("وبالمكتبة", "مكتبة", "للمكتبة"):
            answer = engine.search(Request(query=query))
            assert answer.total == 4
            assert (answer.warnings, answer.suggestions) == ((), ())


def test_the_message_names_the_forms_that_answered(engine: Engine) -> None:
    with closing(engine):
        (message,) = engine.search(Request(query="كغاب")).warnings
    english, arabic = (render(message, language) for language in reversed(LANGUAGES))
    assert english == "“كغاب” itself occurs in no document; these documents have غاب, غابت."
    assert "كغاب" in arabic
    assert "غابت" in arabic


@pytest.mark.parametrize("level", ["exact", "form"])
def test_narrow_levels_have_no_other_forms(engine: Engine, level: str) -> None:
    with closing(engine):
        request = msgspec.convert({"query": "كغاب", "level": level}, Request)
        assert "form_not_found" not in codes(engine.search(request))


def test_a_form_that_occurs_is_not_reported(engine: Engine) -> None:
    with closing(engine):
        for query in ("غاب", "كتاب", "خطاب الرئيس"):
            answer = engine.search(Request(query=query))
            assert "form_not_found" not in codes(answer)
            assert corrections(answer) == []


def test_a_far_more_frequent_neighbour_is_offered(make_home: MakeHome) -> None:
    texts = documents(("فيروس كوروونا", 3), ("فيروس كورونا", 120))
    with closing(Engine.open(make_home(texts))) as engine:
        answer = engine.search(Request(query="كوروونا"))
        assert answer.total == 3
        assert corrections(answer)[0] == "كورونا"
        assert answer.suggestions[0].documents == 120


@pytest.mark.parametrize("count", [4, 60])
def test_a_neighbour_that_is_not_far_more_frequent_is_not(make_home: MakeHome, count: int) -> None:
    texts = documents(("فيروس كوروونا", 3), ("فيروس كورونا", count))
    with closing(Engine.open(make_home(texts))) as engine:
        assert corrections(engine.search(Request(query="كوروونا"))) == []


@pytest.mark.parametrize("query", ["{}", "form:{}", '"{}"', "particles:{}", "نص:{}", "={}"])
@pytest.mark.parametrize("level", LEVELS[:-1])
@pytest.mark.parametrize("typed", ["القهة", "القهووة", "الهقوة"])  # left out, doubled, swapped
def test_a_rare_misspelling_is_corrected_at_every_level(
    make_home: MakeHome, typed: str, level: Level, query: str
) -> None:
    texts = documents((f"شرب {typed} هنا", 3), ("شرب القهوة هنا", 400))
    with closing(Engine.open(make_home(texts))) as engine:
        answer = engine.search(Request(query=query.format(typed), level=level))
        assert answer.total == 3
        assert query.format("القهوة") in corrections(answer)


def test_a_word_of_the_same_stem_is_not_offered_for_a_rare_form(make_home: MakeHome) -> None:
    texts = documents(("مدرستان", 1), ("مدرستين", 3), ("مدرسة", 200))
    with closing(Engine.open(make_home(texts))) as engine:
        assert corrections(engine.search(Request(query="مدرستان"))) == []


def test_a_correction_is_shown_without_marks(make_home: MakeHome) -> None:
    home = make_home(documents(("فََٔامِنُوا۟", 5)))
    with closing(Engine.open(home)) as engine:
        for query in corrections(engine.search(Request(query="فامنوت"))):
            assert query == "فآمنوا"


@pytest.mark.parametrize(("query", "total"), [("ووالجريدة", 5), ("لجريدة", 5), ("تليفزبون", 0)])
def test_a_spelling_of_the_class_that_answered_is_not_offered(
    make_home: MakeHome, query: str, total: int
) -> None:
    texts = documents(("قرأ الجريدة", 5), ("شاهد التلفزيون", 9))
    with closing(Engine.open(make_home(texts))) as engine:
        answer = engine.search(Request(query=query))
        assert answer.total == total
        assert all(each.documents > total for each in answer.suggestions)


def test_after_a_correction_that_finds_more_none_that_finds_less_is_offered(
    make_home: MakeHome,
) -> None:
    texts = documents(("قطع الكهرباء", 9), ("عامل الكهرب", 1), ("مصلحة كهربا", 2))
    with closing(Engine.open(make_home(texts))) as engine:
        answer = engine.search(Request(query="الكهربا"))
        assert answer.total == 2
        assert corrections(answer) == ["الكهرباء"]
