"""What the engine says about a query, in the language of the page."""

from __future__ import annotations

import re

import pytest
from flask import Flask

from search.answer import BadRequest, Request
from search.engine import Engine
from search.query.notices import SENTENCES, Notices
from web.message_html import isolated, notice_html


def sentence_of(html: str) -> str:
    """Return the words of a sentence, without what it quotes."""
    return re.sub(r"<bdi[^>]*>.*?</bdi>", "", html, flags=re.DOTALL)


def said(code: str, text: str) -> str:
    notices = Notices()
    notices.say(code, text, 4)
    return notices.told()[0].message


@pytest.mark.parametrize("code", SENTENCES)
def test_every_notice_is_known_and_translated(app: Flask, code: str) -> None:
    message = said(code, "<b>quoted: text</b>")
    with app.test_request_context("/?lang=ar"):
        arabic = notice_html(message)
    with app.test_request_context("/?lang=en"):
        english = notice_html(message)
    assert re.search("[\u0621-\u064a]", sentence_of(arabic))
    assert " at " not in sentence_of(arabic)
    assert english.striptags() == " ".join(message.split())
    if "{text}" in SENTENCES[code]:
        assert "&lt;b&gt;quoted: text&lt;/b&gt;" in arabic
    assert "<b>" not in arabic + english


@pytest.mark.parametrize(
    "request_",
    [
        Request(query="ا" * 1001),
        Request(query="ا " * 65),
        Request(query="(" * 33 + "ا" + ")" * 33),
        Request(query="ا" * 65),
        Request(query='"ا ب"~101'),
        Request(query="ا*"),
        Request(query="*اب"),
        Request(query="/اب.*/"),
        Request(query="ا", after="9999-99-99"),
        Request(query="ا", after="2017", before="2016"),
    ],
)
def test_refusals_are_translated(app: Flask, request_: Request) -> None:
    engine: Engine = app.extensions["warraq"].engine()
    with pytest.raises(BadRequest) as caught:
        engine.search(request_)
    with app.test_request_context("/"):
        assert notice_html(str(caught.value)) != isolated(str(caught.value))
        assert re.search("[\u0621-\u064a]{3}", sentence_of(notice_html(str(caught.value))))


def test_a_source_that_no_document_has(app: Flask) -> None:
    engine: Engine = app.extensions["warraq"].engine()
    warnings = engine.search(Request(query="تدمر", sources=("nosuch",))).warnings
    with app.test_request_context("/"):
        assert [notice_html(each) for each in warnings] == [
            'لا وثيقة مصدرها <bdi lang="en" dir="ltr">nosuch</bdi>.'
        ]


def test_an_unknown_sentence_is_shown_as_it_is(app: Flask) -> None:
    with app.test_request_context("/"):
        assert notice_html("A sentence <b>of tomorrow</b>.") == (
            "A sentence &lt;b&gt;of tomorrow&lt;/b&gt;."
        )


def test_the_parts_of_a_date_keep_their_places(app: Flask) -> None:
    """After Arabic letters 2016-12 would be shown as 12-2016."""
    refusal = "'أمس' is not a date; write it as 2016, 2016-12 or 2016-12-01."
    with app.test_request_context("/"):
        assert notice_html(refusal) == (
            'ليس «<bdi lang="ar" dir="rtl">أمس</bdi>» تاريخًا؛ اكتبه هكذا: 2016 أو'
            ' <bdi dir="ltr">2016-12</bdi> أو <bdi dir="ltr">2016-12-01</bdi>.'
        )


@pytest.mark.parametrize(
    ("value", "attributes"),
    [
        ("2016-12", 'dir="ltr"'),
        ("تدمر", 'lang="ar" dir="rtl"'),
        ("limit", 'lang="en" dir="ltr"'),
        (3, 'dir="ltr"'),
    ],
)
def test_values_keep_their_direction(value: object, attributes: str) -> None:
    assert isolated(value) == f"<bdi {attributes}>{value}</bdi>"
