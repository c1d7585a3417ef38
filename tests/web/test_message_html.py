"""Messages of the search as HTML, in the language of the page."""

from __future__ import annotations

import re

import pytest
from flask import Flask

from corpus.messages import Message, render
from corpus.messages.english_catalogue import SENTENCES
from search.engine import Engine
from search.request import BadRequest, Request
from web.message_html import isolate, message_html


def sentence_of(html: str) -> str:
    """The text of a sentence without its parameters."""
    return re.sub(r"<bdi[^>]*>.*?</bdi>", "", html, flags=re.DOTALL)


@pytest.mark.parametrize("code", SENTENCES)
def test_every_message_is_shown_in_the_language_of_the_page(app: Flask, code: str) -> None:
    names = set(re.findall(r"\{(\w+)[}:?]", SENTENCES[code]))
    message = Message(code, dict.fromkeys(names, "<b>given: text</b>"))
    with app.test_request_context("/?lang=ar"):
        arabic = message_html(message)
    with app.test_request_context("/?lang=en"):
        english = message_html(message)
    if code != "as_given":
        assert re.search("[\u0621-\u064a]", sentence_of(arabic))
        assert " at " not in sentence_of(arabic)
    assert english.striptags() == " ".join(render(message, "en").split())
    if names:
        assert "&lt;b&gt;given: text&lt;/b&gt;" in arabic
    assert "<b>" not in arabic + english


@pytest.mark.parametrize(
    "request_",
    [
        Request(query="ا" * 1001),
        Request(query="=ا " * 65),
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
        assert re.search("[\u0621-\u064a]{3}", sentence_of(message_html(caught.value.message)))


def test_a_source_without_documents_is_reported(app: Flask) -> None:
    engine: Engine = app.extensions["warraq"].engine()
    warnings = engine.search(Request(query="تدمر", sources=("nosuch",))).warnings
    with app.test_request_context("/"):
        assert [message_html(each) for each in warnings] == [
            'لا توجد وثيقة فيها القيمة «<bdi lang="en" dir="ltr">nosuch</bdi>»'
            ' في حقل «<bdi lang="ar" dir="rtl">مصدر</bdi>».'
        ]


def test_the_parts_of_a_date_keep_their_order(app: Flask) -> None:
    """After Arabic letters, 2016-12 would appear as 12-2016."""
    refusal = Message.of("not_a_date", given="أمس")
    with app.test_request_context("/"):
        assert message_html(refusal) == (
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
    assert isolate(value) == f"<bdi {attributes}>{value}</bdi>"
