"""The date of a page that states several."""

from __future__ import annotations

import pytest

from corpus.page.page_date import (
    ADDRESS,
    MARKUP,
    METADATA,
    PRINTED,
    UPDATE,
    StatedDate,
    choose_date,
    date_in_address,
    state_date,
)


def stated(rank: int, iso: str) -> StatedDate:
    return StatedDate(rank, "place", iso, iso)


@pytest.mark.parametrize(
    ("dates", "chosen", "others"),
    [
        ([], None, []),
        ([(METADATA, "2016-09")], "2016-09", []),
        ([(PRINTED, "2016-09-05"), (METADATA, "2016-09-05")], "2016-09-05", []),
        ([(METADATA, "2020-01-01"), (PRINTED, "2016-09-05")], "2020-01-01", ["2016-09-05"]),
        ([(PRINTED, "2016-09-05"), (MARKUP, "2016-09-06")], "2016-09-06", ["2016-09-05"]),
        ([(ADDRESS, "2016-09-05"), (PRINTED, "2016-09-06")], "2016-09-06", ["2016-09-05"]),
        ([(METADATA, "2016-09"), (PRINTED, "2016-09-05")], "2016-09-05", []),
        ([(METADATA, "2016-09"), (PRINTED, "2016-10-05")], "2016-09", ["2016-10-05"]),
        ([(METADATA, "2016-09"), (UPDATE, "2016-09-07")], "2016-09", ["2016-09-07"]),
        ([(UPDATE, "2016-09-07")], "2016-09-07", []),
        ([(UPDATE, "2016-09-07"), (ADDRESS, "2016-09")], "2016-09", ["2016-09-07"]),
    ],
)
def test_one_date_is_chosen_and_the_others_are_kept(
    dates: list[tuple[int, str]], chosen: str | None, others: list[str]
) -> None:
    date, rest = choose_date(stated(*each) for each in dates)
    assert (date.iso if date else None) == chosen
    assert [each.iso for each in rest] == others


@pytest.mark.parametrize(
    ("address", "iso"),
    [
        ("https://example.org/2016/12/05/x", "2016-12-05"),
        ("https://example.org/2016/12/x.html", "2016-12"),
        ("https://example.org/news/2016-12-5", "2016-12-05"),
        ("https://example.org/20161205/x", "2016-12-05"),
        ("https://example.org/2016/31/12", None),
        ("https://example.org/2016/x", None),
        ("https://example.org/x?d=/2016/12/05/", None),
        ("https://example.org/article/201612", None),
    ],
)
def test_a_date_in_an_address_is_read(address: str, iso: str | None) -> None:
    found = date_in_address(address)
    assert (found.iso if found else None) == iso


@pytest.mark.parametrize("written", ["1970-01-01", "1970-01-01T00:00:00Z", "0000-00-00", "أمس", ""])
def test_a_missing_date_is_not_stated(written: str) -> None:
    assert state_date(METADATA, "date", written) is None


def test_a_date_of_an_update_ranks_last() -> None:
    found = state_date(PRINTED, "date line", "آخر تحديث: 5/12/2016", "2016-12-05")
    assert found is not None
    assert found.rank == UPDATE
