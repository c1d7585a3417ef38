"""Entities and tags in texts of feeds and exports."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.markup import plain_text, plain_title, resolve_entities


@pytest.mark.parametrize(
    ("written", "resolved"),
    [
        ("&quot;شاهين&quot;", '"شاهين"'),
        ("&#8220;شاهين&#8221;", "“شاهين”"),
        ("&#x201c;شاهين&#X201D;", "“شاهين”"),
        ("وزير&nbsp;الخارجية", "وزير الخارجية"),
        ("&amp;quot;قال&amp;quot;", '"قال"'),
        ("&amp;amp;laquo;قال", "«قال"),
        ("&#1571;&#1602;&#1608;&#1609;", "أقوى"),
        ("&laquo;قال&raquo; &hellip; &ndash;", "«قال» … –"),
        ("&#146;", "’"),
        ("a=1&copy=2 &copy 2016 &noname; & AT&T;", "a=1&copy=2 &copy 2016 &noname; & AT&T;"),
        ("&#0; &#xd800; &#99999999;", "\ufffd \ufffd &#99999999;"),
    ],
)
def test_whole_entities_are_resolved(written: str, resolved: str) -> None:
    assert resolve_entities(written) == resolved


@pytest.mark.parametrize(
    ("written", "plain"),
    [
        (
            "<p>قال وزير&nbsp;الخارجية إن &laquo;الاتفاق&raquo; قائم.<br/>وأضاف: لا.</p>",
            "قال وزير الخارجية إن «الاتفاق» قائم.\nوأضاف: لا.",
        ),
        ("<div>أول</div>\n\n  <div class='x'>ثان</div>", "أول\n\nثان"),
        ("<p>أول</p><p>ثان<br>ثالث</p>", "أول\n\nثان\nثالث"),
        ("أول\n\nثان</b>\n\n  ثالث", "أول\n\nثان\n\n  ثالث"),
        ("نص <b>غليظ</b> و<a href='/x'>رابط</a>", "نص غليظ ورابط"),
        ("نص<script>x = '<p>';</script> بعد<br>سطر", "نص بعد\nسطر"),
        ("قبل<!-- ملاحظة --> بعد<br>", "قبل بعد"),
        ("قبل <!-- بلا نهاية <br> بعد", "قبل <!-- بلا نهاية\nبعد"),
        ("5 < 6 و 7 > 3", "5 < 6 و 7 > 3"),
        ("  سطر\n\n\nسطر  ", "  سطر\n\n\nسطر  "),
        ("<?xml?> <وسم> <p", "<?xml?> <وسم> <p"),
    ],
)
def test_tags_of_text_are_removed_from_markup_alone(written: str, plain: str) -> None:
    assert plain_text(written) == plain


def test_a_title_is_one_line() -> None:
    assert plain_title("&quot;شاهين&quot;<br>في <b>قائمة</b>") == '"شاهين" في قائمة'
    assert plain_title("<script>alert(1)</script>") == "<script>alert(1)</script>"


@given(st.text(alphabet="<>/pbr!-script& &amp;;#x9 \n", max_size=60))
def test_no_text_raises(text: str) -> None:
    assert len(plain_text(text)) <= len(text)
    assert len(plain_title(text)) <= len(text)
