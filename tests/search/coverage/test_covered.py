"""Checks of coverage in an archive: same text, same story, what is new, the verdict, and limits."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import msgspec
import pytest

from corpus.document import Document
from corpus.messages import LANGUAGES, Message, render
from search.coverage.answer import Coverage
from search.engine import Engine
from search.limits import LIMITS, Limits
from search.request import BadRequest
from tests.homes import MakeHome, add_to, delete_from, mark_deleted

SHIP = (
    "جنحت سفينة الشحن «نورس الشمال» فجر الثلاثاء قبالة رأس المرجان بعد عطل أصاب محركها الرئيسي. "
    "وأنقذ خفر السواحل البحارة التسعة عشر بمروحية وزورقين، ونقل اثنان منهم إلى مستشفى الميناء. "
    "وقال القبطان سرحان الهلباوي «رأينا الموج يرتفع فوق المقدمة ولم نجد وقتا لإنزال القوارب». "
    "وتحمل السفينة أربعة آلاف طن من القمح كانت متجهة بها إلى صوامع البلدة الجنوبية. "
    "وفتحت هيئة الملاحة تحقيقا في سبب العطل، ووضعت حواجز عائمة خشية تسرب الوقود."
)
SHIP_AGAIN = SHIP.replace("فجر الثلاثاء", "صباح الثلاثاء").replace("خشية", "خوفا من")
RESCUE = (
    "روى بحارة سفينة الشحن نورس الشمال الجانحة عند رأس المرجان لحظات إنقاذهم بالمروحية، وشكروا "
    "خفر السواحل والقبطان الهلباوي الذي بقي على ظهرها حتى نزل آخرهم."
)
FUEL = (
    "سحبت قاطرتان سفينة القمح نورس الشمال من رأس المرجان إلى الميناء بعد تفريغ الوقود، وأكدت هيئة "
    "الملاحة أن الحواجز العائمة منعت التسرب."
)
MARKET = (
    "افتتح تجار البلدة القديمة سوق الخضار بعد ترميم دام سنتين، وحضر الحفل مئات من الأهالي، "
    "وتضم السوق ستين دكانا ومظلة خشبية أعيدت إلى شكلها الأول كما كانت في صور قديمة."
)
POEM = "قرأ الشاعر قصائد عن الريح والمطر في أمسية أقامها نادي القراءة ليلة الأحد أمام جمهور كبير."

STORY = (
    "ما زالت سفينة الشحن نورس الشمال جانحة عند رأس المرجان، ونزل بحارتها بمروحية. وستسحب هيئة "
    "الملاحة السفينة إلى الميناء بعد تفريغ الوقود، كما قال القبطان الهلباوي وخفر السواحل."
)

FILLING = [
    Document(
        id=f"filling-{number}",
        title=f"تقرير رقم {number}",
        text=f"بلغ عدد الزوار في المعرض رقم {number} نحو {number * 37} زائرا بحسب لجنة التنظيم "
        f"التي قالت إن القاعة {number % 7} ستغلق للصيانة وإن الدخول مجاني للطلبة والمعلمين.",
        date=f"2031-0{1 + number % 9}-1{number % 9}",
        source="المعارض",
    )
    for number in range(60)
]

DOCUMENTS = [
    Document(
        id="ship", title="سفينة تجنح عند رأس المرجان", text=SHIP, date="2031-05-14", source="الموج"
    ),
    Document(
        id="again", title="جنوح سفينة قمح", text=SHIP_AGAIN, date="2031-05-13", source="الشاطئ"
    ),
    Document(
        id="rescue",
        title="بحارة نورس الشمال يروون",
        text=RESCUE,
        date="2031-05-16",
        source="المرسى",
    ),
    Document(id="fuel", title="سحب سفينة القمح", text=FUEL, date="2031-05-20", source="الموج"),
    Document(
        id="market", title="سوق الخضار يفتح أبوابه", text=MARKET, date="2031-06-01", source="الموج"
    ),
    Document(id="poem", title="أمسية شعرية", text=POEM, source="الموج"),
]


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = tmp_path_factory.mktemp("covered")
    add_to(home, [*FILLING, *DOCUMENTS])
    return home


@pytest.fixture(scope="module")
def engine(home: Path) -> Iterator[Engine]:
    with closing(Engine.open(home)) as opened:
        yield opened


def ids(documents: Any) -> list[str]:
    return [each.id for each in documents]


def document(name: str) -> Document:
    return next(each for each in DOCUMENTS if each.id == name)


# Same text


def test_a_copied_text_is_found_with_its_copies_folded(engine: Engine) -> None:
    found = engine.covered(SHIP)
    assert found.covered is True
    first = found.same_text[0]
    assert (first.id, first.copies, first.share, first.document_share) == ("ship", ("again",), 1, 1)
    assert [(each.draft, each.document) for each in first.passages] == [
        (msgspec.structs.replace(each.draft), each.draft) for each in first.passages
    ]


def test_a_rewritten_text_finds_its_source(engine: Engine) -> None:
    sentences = SHIP.split(". ")
    draft = "نشرة المساء من غرفة الأخبار. " + ". ".join((sentences[3], sentences[1], sentences[0]))
    draft = draft.replace("بمروحية", "بطائرة").replace("عطل", "خلل")
    found = engine.covered(draft)
    first = found.same_text[0]
    assert first.id in ("ship", "again")
    assert 0.7 < first.share < 1
    for each in first.passages:
        in_draft = draft[each.draft.start : each.draft.end].split()
        text = engine.document(first.id)
        assert text is not None
        in_document = text.text[each.document.start : each.document.end].split()
        assert in_draft[0] == in_document[0]
        assert in_draft[-1] == in_document[-1]


def test_quotations_are_found_elsewhere(engine: Engine) -> None:
    quoted = "رأينا الموج يرتفع فوق المقدمة ولم نجد وقتا لإنزال القوارب"
    draft = f"سئل بحار متقاعد عن الحادث فقال: «{quoted}»، ثم سكت طويلا ولم يزد على ذلك شيئا."
    found = engine.covered(draft)
    (quotation,) = found.quotations
    assert draft[quotation.draft.start : quotation.draft.end] == quoted
    assert quotation.documents == ("again", "ship")


def test_a_formula_of_many_documents_is_no_coverage(engine: Engine) -> None:
    formula = "التي قالت إن القاعة ستغلق للصيانة وإن الدخول مجاني للطلبة والمعلمين"
    draft = f"تنطلق غدا بطولة الشطرنج المدرسية في القاعة الشرقية بمشاركة فرق كثيرة، {formula}."
    found = engine.covered(draft)
    assert found.same_text == ()
    assert found.covered is not True


# Same story


def test_documents_of_the_event_come_in_order_of_time(engine: Engine) -> None:
    found = engine.covered(STORY)
    assert ids(found.same_story) == ["again", "rescue", "fuel"]
    assert found.same_story[0].copies == ("ship",)
    assert "جانحة" in found.same_story[1].words
    assert all(0 < each.score <= 1 for each in found.same_story)
    assert found.first is not None
    assert (found.first.id, found.first.date) == ("again", "2031-05-13")


def test_a_date_far_from_the_event_finds_the_text_and_not_the_story(engine: Engine) -> None:
    found = engine.covered(FUEL, date="2031-09")
    assert found.same_story == ()
    assert ids(found.same_text) == ["fuel"]
    assert found.searched.story_days == ("2031-08-17", "2031-10-30")


# A document of the archive


def test_a_document_and_its_copies_are_apart_from_others(engine: Engine) -> None:
    found = engine.covered(document("ship"))
    assert found.own is not None
    assert (found.own.id, found.own.copies) == ("ship", ("again",))
    assert not {"ship", "again"} & {*ids(found.same_text), *ids(found.same_story)}
    assert found.first is not None
    assert found.first.id == "again"
    assert found.verdict.params["grounds"] == Message.of("coverage_copies", copies=1)


def test_a_document_that_is_only_itself_is_not_covered(engine: Engine) -> None:
    found = engine.covered(document("market"))
    assert (found.covered, found.same_text, found.same_story) == (False, (), ())
    assert found.own is not None
    assert found.own.copies == ()


def test_a_document_of_no_archive_is_a_text_with_its_date(engine: Engine) -> None:
    found = engine.covered(Document(title="سحب السفينة", text=FUEL, date="2031-05-21"))
    assert found.own is None
    assert ids(found.same_text) == ["fuel"]
    assert found.searched.story_days == ("2031-05-06", "2031-06-20")


# What is new


def test_sentences_names_and_numbers_that_no_document_has_are_new(engine: Engine) -> None:
    new = "وكشف تقرير الغطاسين عن شرخ طوله 873 مترا في بدن الناقلة الصدئة"
    draft = f"{SHIP}\n{new} قرب زعبوطستان."
    found = engine.covered(draft).new
    assert [draft[each.start : each.end] for each in found.sentences] == [f"{new} قرب زعبوطستان"]
    assert {"873", "زعبوطستان"} <= set(found.names)
    assert "القبطان" not in found.names
    assert engine.covered(SHIP).new.sentences == ()


# Verdict


def test_the_verdict_names_its_grounds(engine: Engine) -> None:
    found = engine.covered(SHIP)
    assert render(found.verdict, "en") == (
        "Covered: 2 articles in 2 sources since 2031-05-13; first الشاطئ;"
        " 100 % of your text is word for word in الموج."
    )
    assert found.verdict.params["articles"] == 2
    assert found.searched.documents == len(FILLING) + len(DOCUMENTS)
    assert (found.searched.first_date, found.searched.undated) == ("2031-01-10", 1)


def test_what_is_not_in_the_archive_is_not_covered(engine: Engine) -> None:
    found = engine.covered(
        "يربي النحالون خلاياهم في الوادي ويجنون عسل السدر كل خريف من أزهاره البرية"
    )
    assert found.covered is False
    assert found.verdict.code in ("not_covered", "not_covered_nearest")
    assert render(found.verdict, "en").startswith("Not found in 66 documents; ")


@pytest.mark.parametrize(
    ("draft", "date", "code"),
    [
        ("", None, "coverage_too_few_words"),
        ("سفينة", None, "coverage_too_few_words"),
        ("سفينة " * 10_000, None, "coverage_too_few_words"),
        (" \u200f؟! ", None, "coverage_too_few_words"),
        ("في من على إلى عن هذا الذي التي", None, "coverage_no_telling_words"),
        ("1 2 3 4 5 6 7", None, "coverage_no_telling_words"),
        ("غرقت قوارب الصيد الخمسة في عاصفة الربيع", "1999-03-01", "coverage_outside_period"),
    ],
)
def test_where_it_is_not_known_the_answer_says_why(
    engine: Engine, draft: str, date: str | None, code: str
) -> None:
    found = engine.covered(draft, date=date)
    assert (found.covered, found.verdict.code) == (None, code)


def test_an_empty_archive_covers_nothing_and_says_so(make_home: MakeHome) -> None:
    home = make_home([Document(id="only", text=SHIP)])
    delete_from(home, ["only"])
    with closing(Engine.open(home)) as engine:
        found = engine.covered(SHIP)
    assert (found.covered, found.verdict.code) == (None, "coverage_archive_empty")


def test_an_archive_of_one_document(make_home: MakeHome) -> None:
    with closing(Engine.open(make_home([Document(id="only", text="خبر خبر خبر")]))) as engine:
        assert engine.covered(SHIP).covered is False
        assert engine.covered("خبر خبر خبر").covered is None


def test_a_deleted_document_is_not_found(make_home: MakeHome) -> None:
    home = make_home([*FILLING, *DOCUMENTS])
    mark_deleted(home, ["ship", "fuel"])
    with closing(Engine.open(home)) as engine:
        found = engine.covered(SHIP)
    assert found.same_text[0].id == "again"
    assert not {"ship", "fuel"} & {*ids(found.same_story), *found.same_text[0].copies}


@pytest.mark.parametrize(
    "draft",
    [
        "\x00\ud800 سفينة الشحن نورس الشمال جنحت قبالة رأس المرجان",
        "<script>alert('سفينة')</script> " * 200,
        "The cargo ship ran aground off the cape at dawn on Tuesday, the coast guard said.",
        "﷽ ﷺ \u202e" * 500,
        "«" * 5_000 + SHIP,
        "ا" * 60_000,
        'AND OR NOT ( ) : ^ ~2 * title:سفينة \\ "',
    ],
)
def test_hostile_drafts_are_answered(engine: Engine, draft: str) -> None:
    """A word of 60,000 letters is not analyzed."""
    found = engine.covered(draft)
    assert all(render(found.verdict, language) for language in LANGUAGES)
    assert msgspec.json.encode(found)
    for each in found.same_text:
        assert 0 <= each.share <= 1


# Limits


def limited(home: Path, draft: str | Document, **limits: float) -> Coverage:
    with closing(Engine.open(home, limits=msgspec.structs.replace(LIMITS, **limits))) as engine:
        return engine.covered(draft)


def test_covered_seconds(home: Path) -> None:
    """An answer that is not complete never says that a draft is not covered."""
    found = limited(home, SHIP, covered_seconds=-1.0)
    assert (found.covered, found.timed_out, found.verdict.code) == (
        None,
        True,
        "coverage_out_of_time",
    )
    assert not limited(home, SHIP, covered_seconds=60.0).timed_out


def test_covered_words_min(home: Path) -> None:
    draft = "قصائد عن الريح والمطر"
    assert limited(home, draft, covered_words_min=4).covered is False
    found = limited(home, draft, covered_words_min=5)
    assert found.verdict == Message.of("coverage_too_few_words", least=5, found=4)


def test_covered_terms(home: Path) -> None:
    assert len(limited(home, SHIP).searched.telling_words) == LIMITS.covered_terms
    assert len(limited(home, SHIP, covered_terms=3).searched.telling_words) == 3


def test_covered_candidates(home: Path) -> None:
    assert len(limited(home, STORY).same_story) == 3
    assert len(limited(home, STORY, covered_candidates=1).same_story) == 1


def test_covered_document_code_points(home: Path) -> None:
    half = len(SHIP) // 2
    whole = limited(home, SHIP).same_text[0]
    begun = limited(home, SHIP, covered_document_code_points=half).same_text[0]
    assert begun.share < 0.6 < whole.share
    assert all(each.document.end <= half for each in begun.passages)


def test_covered_story_code_points(make_home: MakeHome) -> None:
    """A document that shares no text is read less far."""
    late = Document(id="late", text=f"{'كلام آخر ' * 100}{RESCUE}", date="2031-05-15")
    home = make_home([*FILLING, late])
    draft = "نورس الشمال جانحة عند رأس المرجان وبحارتها بخير كما قال خفر السواحل"
    near = limited(home, draft, covered_candidates=80)
    assert near.searched.documents == 61
    short = limited(home, draft, covered_candidates=80, covered_story_code_points=100)
    assert ids(short.same_story) == [] or ids(short.same_story) == ids(near.same_story)


def test_covered_limit(home: Path, engine: Engine) -> None:
    assert len(limited(home, STORY, covered_limit=2).same_story) == 2
    assert len(engine.covered(STORY, limit=1).same_story) == 1
    with pytest.raises(BadRequest):
        engine.covered(FUEL, limit=0)


def test_covered_passages(home: Path) -> None:
    draft = f"{SHIP[300:]}\nسطر جديد ليس في غيره من النصوص أبدا كما نظن\n{SHIP[:200]}"
    assert len(limited(home, draft).same_text[0].passages) == 2
    assert len(limited(home, draft, covered_passages=1).same_text[0].passages) == 1


def test_covered_copies(home: Path) -> None:
    assert limited(home, SHIP, covered_copies=0).same_text[0].copies == ()


def test_covered_new(home: Path) -> None:
    draft = "ظهر حوت أزرق في الخليج الهادئ أمس. وطار سرب نعام وردي فوق الجليد. وتسلق فيل شجرة تين."
    assert len(limited(home, draft).new.sentences) == 3
    found = limited(home, draft, covered_new=1)
    assert (len(found.new.sentences), len(found.new.names)) == (1, 1)


def test_covered_code_points_of_a_document(home: Path) -> None:
    """Only the beginning of a document is checked."""
    document = Document(text=f"{SHIP} {MARKET}")
    found = limited(home, document, covered_code_points=len(SHIP))
    assert ids(found.same_text) == ["ship"]
    assert isinstance(LIMITS, Limits)
