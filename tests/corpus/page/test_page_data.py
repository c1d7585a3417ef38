"""Articles in the JSON of a page of a JavaScript framework."""

from __future__ import annotations

import json

import pytest

from corpus.page.facts import read_page

TITLE = "سباق القوارب يعود إلى الخليج"
TEXT = (
    "<p>عاد سباق القوارب الشراعية إلى الخليج بعد ثلاث سنوات، وشارك فيه ستون قاربا من سبع مدن.</p>"
)


def facts_of(data: object, printed: str = "قبل 3 أيام") -> tuple[str | None, str | None]:
    script = f'<script type="application/json">{json.dumps(data)}</script>'
    facts = read_page(
        f"<title>{TITLE} | ضفاف</title><h1>{TITLE}</h1><i>{printed}</i>{TEXT}{script}"
    )
    return facts.date and facts.date.iso, facts.author


@pytest.mark.parametrize(
    ("article", "date", "author"),
    [
        ({"publishedAt": "2024-10-03T20:15:00Z"}, "2024-10-03", None),
        ({"createdAt": "2024-10-01", "publishedAt": "2024-10-03"}, "2024-10-03", None),
        ({"date": "2024-10-03", "author": {"name": "سامي حسن"}}, "2024-10-03", "سامي حسن"),
        ({"authors": ["سامي حسن", {"name": "منى صابر"}]}, None, "سامي حسن; منى صابر"),
        ({"date": 5, "authors": [[]]}, None, None),
    ],
)
def test_the_object_with_the_title_of_the_page_has_its_facts(
    article: dict[str, object], date: str | None, author: str | None
) -> None:
    other = {"title": "خبر آخر", "publishedAt": "2001-01-01"}
    data = {"props": {"items": [other], "article": {"title": TITLE, **article}}}
    assert facts_of(data) == (date, author)


def test_the_objects_of_other_articles_state_nothing() -> None:
    assert facts_of({"items": [{"title": "خبر آخر", "publishedAt": "2001-01-01"}]}) == (None, None)


def test_deep_data_is_left_out() -> None:
    deep: object = {"title": TITLE, "date": "2024-10-03"}
    for _ in range(100):
        deep = [deep]
    assert facts_of(deep) == (None, None)
