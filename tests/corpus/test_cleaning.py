"""Cleaning of saved news pages, and articles that are not changed."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.cleaning import Cleaned, clean_body, clean_page

TITLE = "ترميم سوق النحاسين"
BODY = (
    "بدأ عمال البلدية صباح أمس رفع الأنقاض من “سوق النحاسين” بعد عام من الإغلاق، "
    "وقال أحد التجار إن «الورش» ستعود إلى العمل قبل أيار/مايو 2015 إذا وصل التمويل.\n\n"
    "وتتوقع اللجنة التي تشرف على الأعمال أن تستقبل السوق زوارها في موسم الصيف."
)
TAIL = "تعليق\n\ncomments\n\nPowered by Facebook Comments\nمقالات ذات صله\nالنحاس يعود\nسوق الخميس"


def test_title_date_site_and_tail_are_removed() -> None:
    page = f"{TITLE} | صحيفة الضفة\n\nديسمبر 03, 2020\n\n{TITLE}\n{TITLE}\n\n{BODY}\n{TAIL}\n"
    assert clean_page(page) == Cleaned(
        title=TITLE,
        text=BODY,
        date="2020-12-03",
        source="صحيفة الضفة",
        removed=(f"{TITLE} | صحيفة الضفة", "ديسمبر 03, 2020", TITLE, TITLE, TAIL),
    )


@pytest.mark.parametrize(
    "tail",
    [
        "تعليق",
        "3 تعليقات",
        "comments",
        "Powered by Facebook Comments",
        "مقالات ذات صلة\nخبر أول\nخبر ثان؟",
        "تعليق\ncomments\nPowered by Facebook Comments\nمقالات ذات صلة",
        "تعليق comments Powered by Facebook Comments",
        "اقرأ أيضاً:\nخبر آخر",
    ],
)
def test_a_tail_is_removed(tail: str) -> None:
    cleaned = clean_page(f"{TITLE}\n\n{BODY}\n\n{tail}\n")
    assert (cleaned.title, cleaned.text, cleaned.removed) == (TITLE, BODY, (tail,))


def test_a_tail_without_a_line_break_is_removed() -> None:
    cleaned = clean_page(f"{TITLE}\n\n{BODY} تعليق commentsPowered by Facebook Comments\nخبر آخر")
    assert cleaned.text == BODY
    assert cleaned.removed == ("تعليق commentsPowered by Facebook Comments\nخبر آخر",)


@pytest.mark.parametrize(
    "article",
    [
        "",
        "كلمة",
        BODY,
        f"{BODY}\n\nاقرأ أيضا\n\n{BODY}",
        f"{BODY}\n\nتعليق\n\n{BODY}",
        "سطر من قصيدة\nوسطر ثان\nوسطر ثالث",
        f"{TITLE} | صحيفة\n{TITLE}\n",
        "هذه جملة تامة.\n\n" + BODY,
    ],
)
def test_a_text_without_signs_of_a_page_is_not_changed(article: str) -> None:
    assert clean_page(article) == Cleaned(title="", text=article)


def test_a_bar_alone_does_not_name_a_site() -> None:
    cleaned = clean_page(f"رأي | لماذا نرمم؟\n\n{BODY}")
    assert cleaned == Cleaned(title="رأي | لماذا نرمم؟", text=BODY)


def test_a_short_first_line_is_the_title() -> None:
    assert clean_page(f"{TITLE}\n\n{BODY}") == Cleaned(title=TITLE, text=BODY)


def test_a_date_line_after_the_title_is_the_date() -> None:
    cleaned = clean_page(f"{TITLE}\n٣ أيار ٢٠١٥\n{BODY}")
    assert (cleaned.title, cleaned.date, cleaned.text) == (TITLE, "2015-05-03", BODY)


def test_a_known_title_is_removed_from_the_body() -> None:
    cleaned = clean_body(f"{TITLE}\n{BODY}\nتعليق", TITLE)
    assert (cleaned.text, cleaned.removed) == (BODY, (TITLE, "تعليق"))


LINES = st.sampled_from(
    [TITLE, f"{TITLE} | صحيفة", BODY, "3 مايو 2015", "تعليق", "comments", "خبر آخر", "", "  ",
     "Powered by Facebook Comments", "مقالات ذات صلة", "جملة."]
)  # fmt: skip


@given(st.lists(LINES, max_size=12) | st.lists(st.text(), max_size=4))
def test_no_word_is_lost(lines: list[str]) -> None:
    page = "\n".join(lines)
    cleaned = clean_page(page)
    assert cleaned.text in page
    # The first line is the title, or is listed where a site's name was cut from it.
    kept = " ".join((*cleaned.removed, cleaned.text))
    if cleaned.source is None:
        kept = f"{cleaned.title} {kept}"
    assert sorted(kept.split()) == sorted(page.split())


@pytest.mark.parametrize(
    ("first", "source"),
    [
        (f"{TITLE} - صحيفة الضفة", "صحيفة الضفة"),
        (f"{TITLE} » الضفة", "الضفة"),
        (f"{TITLE} :: الضفة ::", "الضفة"),
        (f"الضفة: {TITLE}", "الضفة"),
        (TITLE, None),
    ],
)
def test_the_site_beside_a_repeated_title_is_the_source(first: str, source: str | None) -> None:
    cleaned = clean_page(f"{first}\n{TITLE}\n3 أيار 2015\n{BODY}")
    assert (cleaned.title, cleaned.source, cleaned.text) == (TITLE, source, BODY)


@pytest.mark.parametrize(
    ("line", "author", "date"),
    [
        ("كتب: أحمد علي | الجمعة 28 آب 2015", "أحمد علي", "2015-08-28"),
        ("كتب أحمد علي الجمعة 28 آب 2015", "أحمد علي", "2015-08-28"),
        ("بقلم: أحمد علي - القاهرة", "أحمد علي", None),
        ("إعداد: سلمى حسن", "سلمى حسن", None),
        ("الاثنين 5 ربيع الأول 1438 - 5 ديسمبر 2016", None, "2016-12-05"),
    ],
)
def test_a_byline_after_the_title_is_the_author(
    line: str, author: str | None, date: str | None
) -> None:
    cleaned = clean_page(f"{TITLE}\n{line}\n{BODY}")
    assert cleaned == Cleaned(title=TITLE, text=BODY, author=author, date=date, removed=(line,))
