"""Tags with very many attributes."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.page.long_tags import ATTRIBUTES, without_long_tags
from corpus.page.tree import parse_page

WAYS = {
    "values": 'a{}="x"',
    "names alone": "a{}",
    "an end in quotes": 'a{}=">"',
    "a beginning in quotes": 'a{}="<"',
    "signs between": "a{} <",
    "tags between": "a{} <b",
    "end tags between": "a{} </b",
    "slashes": "/a{}",
    "lone quotes": 'a{} "',
    "unquoted": "a{}=<b",
}


@pytest.mark.parametrize("end", [">", ""], ids=["closed", "not closed"])
@pytest.mark.parametrize("written", WAYS.values(), ids=WAYS)
def test_a_tag_with_many_attributes_loses_them(written: str, end: str) -> None:
    def tag(count: int) -> str:
        return "<p>قبل</p><div " + " ".join(written.format(n) for n in range(count)) + end

    assert without_long_tags(tag(40_000)).startswith("<p>قبل</p><div>")
    assert len(without_long_tags(tag(40_000))) < 50
    assert without_long_tags(tag(ATTRIBUTES // 4)) == tag(ATTRIBUTES // 4)


@pytest.mark.parametrize(
    "kept",
    [
        f"<script>if (a<b {'x y ' * 500}) {{}}</script>",
        f"<STYLE>a<b {'x y ' * 500}</style>",
        f"<!-- a<b {'x y ' * 500} -->",
        f'<a title="{"كلمة " * 500}">',
        f"<p>{'كلمة ' * 500}</p>",
    ],
)
def test_scripts_comments_and_long_values_are_kept(kept: str) -> None:
    page = f"{kept}<p>الخبر</p>"
    assert without_long_tags(page) == page


def test_the_text_around_a_long_tag_is_read() -> None:
    attributes = " ".join(f"a{number}" for number in range(40_000))
    page = parse_page(f"<p>قبل</p><div {attributes}><p>بعد</p></div>")
    assert [line.text for line in page.lines] == ["قبل", "بعد"]


@given(st.text("<>!-/ab=\"' script"))
def test_any_other_markup_is_unchanged(markup: str) -> None:
    assert without_long_tags(markup) == markup
