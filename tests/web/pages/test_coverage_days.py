"""The days on which each paper had a story."""

from __future__ import annotations

import re
from typing import NamedTuple

from flask import Flask

from web.pages.coverage_days import PAPERS_SHOWN, WIDTH, PaperDays, paper_days


class Report(NamedTuple):
    source: str | None
    date: str | None


REPORTS = (
    Report("ب", "2015-08-09"),
    Report("أ", "2015-08-07"),
    Report("أ", "2015-08-07"),
    Report("أ", "2015-08"),
    Report("ج", None),
    Report(None, "2015-08-08"),
)


def days(app: Flask, *reports: Report, lang: str = "ar") -> PaperDays | None:
    with app.test_request_context(f"/covered?lang={lang}"):
        return paper_days(reports)


def test_papers_are_in_the_order_of_their_first_day(app: Flask) -> None:
    found = days(app, *REPORTS)
    assert found is not None
    assert [row.source for row in found.rows] == ["أ", "", "ب", "ج"]
    assert (found.first, found.last, found.more) == ("2015-08-07", "2015-08-09", 0)
    first, *_, last = found.rows
    assert (first.days, first.documents, first.others) == ((("2015-08-07", 2),), 3, 1)
    assert (last.days, last.ticks, last.others) == ((), "", 1)


def test_time_runs_in_the_direction_of_the_page(app: Flask) -> None:
    for lang, is_forward in (("en", True), ("ar", False)):
        found = days(app, *REPORTS, lang=lang)
        assert found is not None
        places = [int(x) for row in found.rows for x in re.findall(r'd="M(\d+)', row.ticks)]
        assert places == sorted(places, reverse=not is_forward)
        assert all(0 <= place < WIDTH for place in places)


def test_one_dated_report_has_no_table(app: Flask) -> None:
    assert days(app, Report("أ", "2015-08-07"), Report("ب", "2015")) is None
    assert days(app, Report("أ", "2015-08-32"), Report("ب", "2015-08-07")) is None
    assert days(app) is None


def test_reports_of_one_day(app: Flask) -> None:
    found = days(app, Report("أ", "2015-08-07"), Report("ب", "2015-08-07T10:00"))
    assert found is not None
    assert found.first == found.last


def test_papers_are_bounded(app: Flask) -> None:
    found = days(app, *(Report(f"صحيفة {n:03}", "2015-08-07") for n in range(PAPERS_SHOWN + 5)))
    assert found is not None
    assert (len(found.rows), found.more) == (PAPERS_SHOWN, 5)
