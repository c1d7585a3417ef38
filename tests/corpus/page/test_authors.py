"""Authors that no label marks, and names that are no authors."""

from __future__ import annotations

import pytest

from corpus.page.authors import read_lone_name
from corpus.page.facts import read_page
from corpus.page.given_names import begins_with_given_name
from corpus.page.person_names import without_role
from tests.linear import assert_linear

TITLE = "أول حديقة على سطح السوق"
PARAGRAPHS = (
    "افتتح تجار السوق القديم حديقة على سطحه زرعوا فيها أربعين شجرة حمضيات وأحواضا من النعناع.",
    "وقال صاحب الفكرة وليد الساعاتي إن السطح كان مكانا للخردة، وإن الحرارة تحته هبطت أربع درجات.",
    "ويسمح للزوار بالصعود كل مساء.",
)


def author_of(
    above: str = "", below: str = "", *, title: str = TITLE, over: str = ""
) -> str | None:
    body = "".join(f"<p>{each}</p>" for each in PARAGRAPHS)
    return read_page(
        f"<html><head><title>{title} | بريد السوق</title></head><body>{over}<h1>{title}</h1>"
        f"{above}<div class='w'>{body}{below}</div></body></html>"
    ).author


@pytest.mark.parametrize(
    ("signatures", "author"),
    [
        (("سامي حسن",), "سامي حسن"),
        (("سامي حسن", "منى صابر"), "سامي حسن; منى صابر"),
        (("سامي حسن", "كاتب", "منى صابر", "شاعرة"), "سامي حسن; منى صابر"),
        (("سامي حسن", "بريد السوق"), "سامي حسن"),
        (("سامي حسن", "منى صابر", "خالد ناصر"), None),
        (("سامي حسن", "منى صابر", "خالد ناصر", "ليلى قاسم"), None),
        (("سامي حسن", "منى صابر", "خالد ناصر", "ليلى قاسم", "علي حداد"), None),
    ],
)
def test_names_in_lines_of_their_own_below_a_text(
    signatures: tuple[str, ...], author: str | None
) -> None:
    assert author_of(below="".join(f"<p>{each}</p>" for each in signatures)) == author


@pytest.mark.parametrize(
    ("above", "author"),
    [
        # between the headline and the text
        ("<h4>سامي حسن</h4>", "سامي حسن"),
        ("<h3>د. منى صابر</h3><div>العدد 12</div>", "د. منى صابر"),
        ("<div>سامي حسن</div><div>كاتب من حلب</div>", "سامي حسن"),
        ("<div><img><h5>سامي حسن</h5></div>", "سامي حسن"),
        ("<div>قبل عام • سامي حسن • لا تعليقات • 5 مايو 2019</div>", "سامي حسن"),
        ("<p>بريد السوق – سامي حسن – منى صابر</p>", "سامي حسن; منى صابر"),
        ("<p>عفرين – سامي حسن – بريد السوق</p>", "سامي حسن"),
        ("<p>بريد السوق - كتب: سامي حسن</p>", "سامي حسن"),
        # beside what the author is
        ("<div class='auth'><a>سامي حسن</a><span>محرر الاقتصاد</span></div>", "سامي حسن"),
        ("<div class='author'>سامي حسن صحافي من عمان</div>", "سامي حسن"),
        ("<div class='by'>سامي حسن من طنجة</div>", "سامي حسن"),
        ("<div class='author'>سامي حسن <b>تابِع</b></div>", "سامي حسن"),
        ("<div class='authors'><a href='/1'>سامي حسن</a> <a href='/2'>منى صابر</a></div>",
         "سامي حسن; منى صابر"),
        ("<div><span>كتابة: سامي حسن</span><span>ترجمة: منى صابر</span></div>", "سامي حسن"),
        ("<div>سامي حسن &nbsp; 28-10-1426 هـ / 30-11-2005م</div>", "سامي حسن"),
        ("<div class='au'>سامي حسن - غازي عنتاب</div>", "سامي حسن"),
        ("<div class='author'>محرر الشؤون المحلية</div>", None),
        # words of pages, offices, sections, the persons of captions
        ("<div class='author'>اقرأ المزيد</div>", None),
        ("<div><a>انسخ الرابط</a><span>5 مايو 2019</span></div>", None),
        ("<div>تسجيل الدخول</div><div>5 مايو 2019</div>", None),
        ("<div>آراء ومقالات</div><div>5 مايو 2019</div>", None),
        ("<div class='by'>من فريق السوق</div>", None),
        ("<div class='by'>بواسطة admin</div>", None),
        ("<div class='submitted'>اثنين, 05/12/2016</div>", None),
        ("<div><img><p>وليد الساعاتي</p></div>", None),
        ("<table><tr><td>ضيف الحلقة:</td><td>سامي حسن</td></tr></table>", None),
    ],
)  # fmt: skip
def test_a_name_between_headline_and_text(above: str, author: str | None) -> None:
    assert author_of(above) == author


@pytest.mark.parametrize(
    ("below", "author"),
    [
        ("<p>سامي حسن / منى صابر</p>", "سامي حسن; منى صابر"),
        ("<p>(سامي حسن - الضفة)</p>", "سامي حسن"),
        ("<p>سامي حسن</p><p>كاتب من حلب</p>", "سامي حسن"),
        ("<p>وام/سامي حسن/منى صابر</p>", None),
        ("<p>حديقة جميلة</p>", None),
    ],
)
def test_a_signature_below_the_text(below: str, author: str | None) -> None:
    found = author_of(below=below)
    assert found == author


@pytest.mark.parametrize(
    ("title", "author"),
    [
        ("سامي حسن يكتب: سطح السوق", "سامي حسن"),
        ("منى صابر تكتب لـ«بريد السوق»: سطح", "منى صابر"),
        ("سطح السوق .. بقلم: سامي حسن", "سامي حسن"),
        ("سامي حسن: سطح السوق لنا", None),
        ("الوزير يكتب: سطح السوق", None),
    ],
)
def test_a_headline_that_names_the_author(title: str, author: str | None) -> None:
    assert author_of(title=title) == author


@pytest.mark.parametrize(
    ("over", "author"),
    [
        ("<div><img><div>كوليت بهنام</div></div>", "كوليت بهنام"),
        ("<div><img></div><h4>سامي حسن</h4>", "سامي حسن"),
        ("<div><a href='/tag/1'>سامي حسن</a></div>", None),
    ],
)
def test_a_columnist_above_the_headline(over: str, author: str | None) -> None:
    assert author_of(over=over) == author


@pytest.mark.parametrize(
    ("line", "name"),
    [
        ("سامي حسن", "سامي حسن"),
        ("سامي حسن ومنى صابر", "سامي حسن; منى صابر"),
        ("سامي حسن - كاتب وباحث", "سامي حسن"),
        ("سامي حسن، القاهرة", "سامي حسن"),
        ("sami@example.org", None),
        ("رويترز / سامي حسن", None),
        ("سوق / حديقة", None),
    ],
)
def test_a_line_of_a_name_alone(line: str, name: str | None) -> None:
    assert read_lone_name(line) == name


@pytest.mark.parametrize(
    ("name", "is_given"),
    [("أحمد علي", True), ("احمد علي", True), ("د. هدى سالم", True), ("عبد الكريم حسن", True),
     ("الحي القديم", False), ("", False), ("د. ", False)],
)  # fmt: skip
def test_given_names(name: str, is_given: bool) -> None:
    assert begins_with_given_name(name) is is_given


@pytest.mark.parametrize(
    ("name", "without"),
    [
        ("سامي حسن محرر الاقتصاد", "سامي حسن"),
        ("سامي كاتب", "سامي كاتب"),
        ("سامي حسن الكاتب", "سامي حسن الكاتب"),
    ],
)
def test_what_an_author_is_after_the_name(name: str, without: str) -> None:
    assert without_role(name) == without


@pytest.mark.parametrize("is_above", [True, False])
def test_a_petition_of_many_names_is_read_in_linear_time(is_above: bool) -> None:
    def read(names: str) -> None:
        line = f"<p>{names.removesuffix(' و')}</p>"
        author = author_of(over=line) if is_above else author_of(below=line)
        assert author is None

    assert_linear(read, "سامي حسن ومنى صابر و" * 4_000)
