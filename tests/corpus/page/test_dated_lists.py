"""Dated lists: chronologies, days and tables of matches are text, and their dates are of events."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.cleaning import clean_page
from corpus.page.dated_lists import find_dated_lists
from corpus.page.facts import PageFacts, read_page

TITLE = "مهرجان الفخار يعود إلى ضفة النهر"
PARAGRAPHS = (
    "تستعد المدينة لاستقبال مهرجان الفخار الذي يقام كل عامين على ضفة النهر بمشاركة سبعين حرفيا.",
    "وأوضحت مديرة المهرجان أن الدورة الحالية تضم جناحا للأطفال وورشا مفتوحة طوال الأسبوع.",
)
EVENTS = (
    ("4 حزيران 1987", "أول دورة للمهرجان"),
    ("20 أيار 1999", "حريق في المخزن"),
    ("8 تموز 2016", "عودة"),
)
SEPARATORS = (": ", " | ", " - ")


def paragraphs(*lines: str) -> str:
    return "".join(f"<p>{each}</p>" for each in lines)


def page(body: str, above: str = "") -> PageFacts:
    return read_page(
        f"<html><head><title>{TITLE} | صوت الحرف</title></head><body><article><h1>{TITLE}</h1>"
        f"{above}{body}</article></body></html>"
    )


LAYOUTS = (
    paragraphs(*(part for event in EVENTS for part in event)),
    paragraphs(*(f"{day}: {what}" for day, what in EVENTS)),
    paragraphs(*(f"{day}: {what}" for day, what in EVENTS[:2]), EVENTS[2][0]),
    "".join(f"<h3>{day}</h3><p>{what}</p>" for day, what in EVENTS),
    "<ul>" + "".join(f"<li>{day}: {what}</li>" for day, what in EVENTS) + "</ul>",
    "<ul>" + "".join(f"<li>{day}</li>" for day, _ in EVENTS) + "</ul>",
    "<table>"
    + "".join(f"<tr><td>{day}</td><td>{what}</td></tr>" for day, what in EVENTS)
    + "</table>",
    "<ul><li>الجمعة 9/4/2021</li><li>السبت 10/4/2021</li><li>الأحد 11/4/2021</li></ul>",
)


@pytest.mark.parametrize("events", LAYOUTS)
def test_a_list_at_the_end_is_text_and_not_the_date(events: str) -> None:
    facts = page(paragraphs(*PARAGRAPHS) + events)
    assert facts.date is None
    assert not facts.other_dates
    assert facts.removed == ()
    assert facts.text.split()[: len(" ".join(PARAGRAPHS).split())] == " ".join(PARAGRAPHS).split()
    assert len(facts.text.splitlines()) > 4


@pytest.mark.parametrize("events", LAYOUTS)
def test_a_list_at_the_end_leaves_the_date_above_a_text(events: str) -> None:
    facts = page(paragraphs(*PARAGRAPHS) + events, "<span class='date'>13 مارس 2021</span>")
    assert facts.date is not None
    assert facts.date.iso == "2021-03-13"
    assert facts.removed == ("13 مارس 2021",)


def test_a_list_at_the_beginning_is_text_and_not_the_date() -> None:
    events = paragraphs(*(f"{day}: {what}" for day, what in EVENTS))
    facts = page(events + paragraphs(*PARAGRAPHS))
    assert facts.date is None
    assert facts.text.startswith("4 حزيران 1987: أول دورة للمهرجان\n")


def test_a_date_above_a_list_at_the_beginning_is_the_date() -> None:
    events = paragraphs(*(f"{day}: {what}" for day, what in EVENTS))
    facts = page(paragraphs("13 مارس 2021") + events + paragraphs(*PARAGRAPHS))
    assert facts.date is not None
    assert facts.date.iso == "2021-03-13"
    assert facts.text.startswith("4 حزيران 1987: ")


def test_a_single_date_at_the_end_is_the_date() -> None:
    facts = page(paragraphs(*PARAGRAPHS, "8 تموز 2016"))
    assert facts.date is not None
    assert facts.date.iso == "2016-07-08"
    assert facts.removed == ("8 تموز 2016",)


def test_a_text_file_that_begins_with_a_list_has_no_date() -> None:
    events = [f"{day} | {what}" for day, what in EVENTS]
    cleaned = clean_page("\n".join([TITLE, "", *events, *PARAGRAPHS]))
    assert cleaned.title == TITLE
    assert cleaned.date is None
    assert cleaned.text == "\n".join([*events, *PARAGRAPHS])


def test_a_text_file_with_a_date_line_above_a_list_has_its_date() -> None:
    events = [f"{day} | {what}" for day, what in EVENTS]
    cleaned = clean_page("\n".join([TITLE, "13 مارس 2021", *events, *PARAGRAPHS]))
    assert cleaned.date == "2021-03-13"
    assert cleaned.text == "\n".join([*events, *PARAGRAPHS])


@pytest.mark.parametrize(
    ("lines", "places"),
    [
        (("1987: افتتاح", "1999: حريق"), {0, 1}),
        (("1987", "افتتاح", "1999", "حريق"), {0, 1, 2, 3}),
        (("13 مارس 2021", "14 مارس 2021"), set()),  # a date and the one of an update
        (("13 مارس 2021", "تحديث: 14 مارس 2021", "15 مارس 2021 10:30"), set()),
        (("13 مارس 2021", "21 رجب 1442", "خبر"), set()),
        (("نشر في 13 مارس 2021", "تحديث 14 مارس 2021", "نشر في 15 مارس 2021"), set()),
        (("13 مارس 2021", "ا", "ب", "ج", "د", "14 مارس 2021: خبر"), set()),
        ((), set()),
    ],
)
def test_lines_of_lists(lines: tuple[str, ...], places: set[int]) -> None:
    assert find_dated_lists(lines) == places


@given(
    st.dates().map(lambda day: f"{day.day}/{day.month}/{day.year:04}"),
    st.sampled_from(SEPARATORS),
    st.lists(st.text("ابتث ", min_size=1).filter(str.strip), max_size=5),
)
def test_one_date_is_no_list(day: str, separator: str, lines: list[str]) -> None:
    assert find_dated_lists([*lines, f"{day}{separator}خبر", *lines]) == frozenset()
