"""Drafts: their sentences, quotations and the beginning that names their subject."""

from __future__ import annotations

import pytest

from corpus.messages import Message
from search.coverage.draft import check_draft, read_days, read_draft
from search.coverage.story_days import StoryDays, iso_days
from search.limits import LIMITS
from search.request import BadRequest
from tests.linear import assert_linear


def parts(text: str, ranges: tuple[tuple[int, int], ...]) -> list[str]:
    draft = read_draft("", text)
    spans = [draft.span(each) for each in ranges]
    return [text[span.start : span.end] for span in spans]


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("غرقت السفينة فجرا. نجا البحارة كلهم؟", ["غرقت السفينة فجرا", "نجا البحارة كلهم"]),
        ("عنوان الخبر هنا\n\nنص الخبر هنا", ["عنوان الخبر هنا", "نص الخبر هنا"]),
        # abbreviations and decimals end no sentence
        ("قال د. سالم إن السعر 3.5 دراهم.", ["قال د. سالم إن السعر 3.5 دراهم"]),
        ("بلا نقطة", ["بلا نقطة"]),
        ("", []),
        ("؟!. …", []),
    ],
)
def test_sentences(text: str, sentences: list[str]) -> None:
    assert parts(text, read_draft("", text).sentences) == sentences


@pytest.mark.parametrize(
    ("text", "quoted"),
    [
        ("قال «عدنا إلى البحر بعد العاصفة» ثم سكت", ["عدنا إلى البحر بعد العاصفة"]),
        ('قال "عدنا إلى البحر بعد العاصفة" ثم', ["عدنا إلى البحر بعد العاصفة"]),
        ("سفينة “الأمل” القديمة", []),
        ("قال «عدنا إلى البحر بعد\nالعاصفة» ثم سكت", []),
        ("قال «عدنا إلى البحر بعد العاصفة", []),
    ],
)
def test_quotations(text: str, quoted: list[str]) -> None:
    assert parts(text, read_draft("", text).quotations) == quoted


def test_a_headline_belongs_to_the_lead() -> None:
    body = "كلمة " * 100
    assert read_draft("", body).lead == 40
    assert read_draft("", f"غرق سفينة قرب الميناء\n{body}").lead == 44
    assert read_draft("", "ثلاث كلمات فقط").lead == 3


def test_a_date_is_read_as_in_a_query() -> None:
    days = read_days("2015-08-06")
    assert days is not None
    assert iso_days(days) == ("2015-07-22", "2015-09-05")
    assert isinstance(read_days("أغسطس 2015"), StoryDays)
    assert read_days(None) is None
    with pytest.raises(BadRequest) as refused:
        read_days("غدا")
    assert refused.value.message == Message.of("not_a_date", given="غدا")


def test_covered_code_points_and_limit_max() -> None:
    most = LIMITS.covered_code_points
    check_draft("ا" * most, LIMITS.covered_limit_max, LIMITS)
    with pytest.raises(BadRequest) as refused:
        check_draft("ا" * (most + 1), 1, LIMITS)
    assert refused.value.message == Message.of("draft_too_long", most=60_000, found=60_001)
    for limit in (0, LIMITS.covered_limit_max + 1):
        with pytest.raises(BadRequest) as refused:
            check_draft("", limit, LIMITS)
        assert refused.value.message == Message.of("limit_out_of_range", most=100, given=limit)


def test_reading_a_draft_is_linear() -> None:
    assert_linear(lambda text: read_draft("", text), "قال «عدنا إلى البحر». د. " * 4_000)
    assert_linear(lambda text: read_draft("", text), "«" * 40_000)
