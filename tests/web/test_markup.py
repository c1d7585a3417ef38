"""Texts of the archive as safe HTML."""

from __future__ import annotations

import html
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.answer import Mark, Passage
from web.markup import (
    display,
    isolate_arabic,
    language_of,
    paragraphs_html,
    passage_html,
    text_direction,
    web_address,
)


@pytest.mark.parametrize(
    ("text", "marks", "expected"),
    [
        ("افتتحت المكتبة", [(7, 14)], "افتتحت <mark>المكتبة</mark>"),
        ("أ ب ج", [(0, 1), (4, 5)], "<mark>أ</mark> ب <mark>ج</mark>"),
        ("<b>&\"'", [], "&lt;b&gt;&amp;&#34;&#39;"),
        ("a<script>b", [(1, 9)], "a<mark>&lt;script&gt;</mark>b"),
        ("نص \u202eمقلوب\u202c و\u2066معزول\u2069", [], "نص مقلوب ومعزول"),
        ("صفر\x00هنا", [], "صفرهنا"),
        ("سطر\x0bآخر\x85بعده\u2028وآخر", [], "سطر آخر بعده\nوآخر"),
        ("\u200eقافلة\u200f", [(1, 6)], "<mark>قافلة</mark>\u200f"),
        ("\u200e\u200f", [], ""),
        ("تداخل هنا", [(0, 5), (3, 9)], "<mark>تداخل</mark><mark> هنا</mark>"),
        ("", [], ""),
    ],
)
def test_passages_are_escaped_and_marked(
    text: str, marks: list[tuple[int, int]], expected: str
) -> None:
    passage = Passage(text=text, html="", marks=tuple(Mark(*mark) for mark in marks))
    assert passage_html(passage) == expected


def test_each_paragraph_has_its_marks() -> None:
    text = "سطر أول\n\n  \nسطر ثان\r\nثالث"
    marks = tuple(Mark(m.start(), m.end()) for m in re.finditer("سطر|ثالث", text))
    paragraphs, number = paragraphs_html(Passage(text=text, html="", marks=marks))
    assert [line.html for line in paragraphs] == [
        '<mark id="mark-1">سطر</mark> أول',
        '<mark id="mark-2">سطر</mark> ثان',
        '<mark id="mark-3">ثالث</mark>',
    ]
    assert number == 3


def test_a_mark_over_a_line_break_is_split() -> None:
    passage = Passage(text="أب\nجد", html="", marks=(Mark(1, 4),))
    paragraphs, marks = paragraphs_html(passage)
    assert [line.html for line in paragraphs] == [
        'أ<mark id="mark-1">ب</mark>',
        '<mark id="mark-2">ج</mark>د',
    ]
    assert marks == 2


@given(st.text(max_size=40), st.lists(st.tuples(st.integers(0, 40), st.integers(0, 40))))
def test_marks_do_not_change_the_text(text: str, spans: list[tuple[int, int]]) -> None:
    marks = tuple(Mark(start, end) for start, end in sorted(spans))
    rendered = passage_html(Passage(text=text, html="", marks=marks))
    bare = rendered.replace("<mark>", "").replace("</mark>", "")
    assert "<" not in bare
    assert html.unescape(bare) == html.unescape(html.escape(display(text)))


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("https://example.org/a?b=c", "https://example.org/a?b=c"),
        (" http://example.org ", "http://example.org"),
        ("javascript:alert(1)", None),
        ("JavaScript:alert(1)", None),
        ("data:text/html,x", None),
        ("//example.org/x", None),
        ("http:///x", None),
        ("https://example.org/\u202ex", "https://example.org/%E2%80%AEx"),
        ("http://[::1", None),
        ("file:///etc/passwd", None),
        ("", None),
        (None, None),
    ],
)
def test_only_web_addresses_become_links(url: str | None, expected: str | None) -> None:
    assert web_address(url) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("تدمر Palmyra", "rtl"),
        ("«Palmyra» تدمر", "ltr"),
        ("2016", "rtl"),
        ("\u200eتدمر", "rtl"),
        ("", "rtl"),
    ],
)
def test_the_direction_is_that_of_the_first_letter(text: str, expected: str) -> None:
    assert text_direction(text) == expected


@pytest.mark.parametrize(
    ("name", "language"),
    [("بريد المشرق", "ar"), ("alriyadh", "en"), ("CNN بالعربية", "en"), ("2016", "ar"), ("", "ar")],
)
def test_the_language_of_a_name_is_that_of_its_first_letter(name: str, language: str) -> None:
    assert language_of(name) == language


def test_each_paragraph_has_its_language() -> None:
    text = "قافلة\nThe convoy قافلة\n12/3"
    paragraphs, _ = paragraphs_html(Passage(text=text, html="", marks=(Mark(0, 5),)))
    assert [line.language for line in paragraphs] == ["ar", "en", "ar"]


def test_arabic_words_of_an_english_sentence_are_isolated() -> None:
    assert isolate_arabic("ا for أ, <إ>; (و، ف)", "en") == (
        '<bdi lang="ar">ا</bdi> for <bdi lang="ar">أ</bdi>,'
        ' &lt;<bdi lang="ar">إ</bdi>&gt;; (<bdi lang="ar">و، ف</bdi>)'
    )
    assert isolate_arabic("ا بدل أ, <إ>", "ar") == "ا بدل أ, &lt;إ&gt;"
