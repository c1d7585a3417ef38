"""The results page with no results or few."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import partial
from html import unescape
from pathlib import Path
from urllib.parse import quote

import msgspec
import pytest
from flask import Flask
from flask.testing import FlaskClient

from corpus.fields import KEYWORD_FIELDS
from search.engine import Engine
from search.limits import LIMITS
from web.app import create_app
from web.pages.query_notes import day_range_text

KEYWORDS = " و".join(field.arabic_label for field in KEYWORD_FIELDS)


def page(client: FlaskClient, query: str, rest: str = "") -> str:
    return client.get(f"/?q={quote(query)}{rest}").text


def links(text: str) -> dict[str, str]:
    """Addresses by the text of their links."""
    found = re.findall(r'<a href="([^"]+)">(.*?)</a>', text)
    return {re.sub("<[^>]+>", "", label): unescape(href) for href, label in found}


def plain(text: str) -> str:
    return " ".join(re.sub("<[^>]+>", "", text).split())


def test_a_rewording_comes_first_and_links_to_its_results(client: FlaskClient) -> None:
    text = page(client, "المكتتبة")
    assert "أتقصد المكتبة؟ نتيجة واحدة" in plain(text)
    assert text.index("أتقصد") < text.index("فُتِّش في")
    assert "<mark>المكتبة</mark>" in client.get(links(text)["المكتبة"]).text


def test_each_query_term_has_its_document_count(client: FlaskClient) -> None:
    text = page(client, 'المكتبة قثقثقث title:"وادي بعيد"', "&source=الأرصاد&after=2020")
    counts = plain(re.findall(r'<ul class="term-counts".*?</ul>', text, re.DOTALL)[0])
    assert "المكتبة: في مقال واحد" in counts
    assert "قثقثقث: لا يرد في أي مقال" in counts
    assert "في العنوان: وادي بعيد: لا يرد في أي مقال" in counts
    assert "المصدر: الأرصاد: في 25 مقالًا" in counts
    assert "التاريخ: من 2020: في 25 مقالًا" in counts
    assert '<li class="missing-term"><bdi lang="ar" dir="rtl">قثقثقث</bdi>' in text


@pytest.mark.parametrize(
    ("query", "rest", "label", "found"),
    [
        ("ومكتبته", "&level=form", "جذع: الكلمة وتصاريفها", "المكتبة"),
        ("تدمر", "&after=2019", "بلا تواريخ", "متطوعون يرسمون"),
        ("تدمر", "&source=الأرصاد", f"بلا قيود على {KEYWORDS}", "متطوعون يرسمون"),
        ("تدمر مصدر:الأرصاد", "&before=2010", "بلا تصفية", "متطوعون يرسمون"),
        ('"العامة المكتبة"', "", "كلمات العبارة حيثما وردت", "افتتاح"),
        ("المكتبة قثقثقث", "", "بلا قثقثقث", "افتتاح"),
        ("المكتبة تدمر", "", "أيٌّ من الكلمات", "افتتاح"),
    ],
)
def test_relaxations_link_to_their_results(
    client: FlaskClient, query: str, rest: str, label: str, found: str
) -> None:
    text = page(client, query, rest)
    assert "لا نتائج لـ" in text
    assert found in plain(client.get(links(text)[label]).text)


def test_suggestions_in_english(client: FlaskClient) -> None:
    text = plain(page(client, "المكتتبة قثقثقث", "&lang=en"))
    assert "Did you mean المكتبة قثقثقث, any of the words? one result" in text
    assert "المكتتبة: in no article" in text
    assert "lang=en" in links(page(client, "المكتتبة", "&lang=en"))["المكتبة"]


def test_general_advice_is_shown_without_suggestions(client: FlaskClient) -> None:
    assert "كلمات أقل، أو أعم." in page(client, "قثقثقث")
    assert "كلمات أقل، أو أعم." not in page(client, "المكتبة قثقثقث")


def test_few_results_come_before_relaxations(client: FlaskClient) -> None:
    text = page(client, "تدمر", "&source=بريد المشرق")
    assert (
        text.index('class="hits"') < text.index("عمليات بحث نتائجها أكثر") < text.index("بلا قيود")
    )
    assert "عمليات بحث نتائجها أكثر" not in page(client, "الأرصاد")


def test_html_in_the_query_is_escaped(client: FlaskClient) -> None:
    text = page(client, 'المكتتبة "<b>x</b> y" -<script>')
    assert "<b>" not in text
    assert "<script>" not in text


@pytest.fixture
def hurried(home: Path) -> Iterator[Flask]:
    limits = msgspec.structs.replace(LIMITS, search_seconds=0.0)
    app = create_app(partial(Engine.open, home, limits=limits))
    yield app
    app.extensions["warraq"].close()


def test_running_out_of_time_is_reported(hurried: Flask) -> None:
    text = page(hurried.test_client(), "المكتبة")
    assert "انقضى الوقت قبل العثور على شيء" in text
    assert "لا نتائج لـ" not in text
    assert "فُتّش في" not in text
    assert "لم يتسع الوقت لعدّ النتائج في المستويات: مطابق، لفظ، أدوات، جذر." in plain(text)


@pytest.mark.parametrize(
    ("days", "text"),
    [
        ("2018-01-01..2018-12-31", "2018"),
        ("2016-02-01..2016-02-29", "February 2016"),
        ("2016-05-03..2016-05-03", "May 3, 2016"),
        ("2018-01-01..", "from 2018"),
        ("..2018-05-31", "to May 2018"),
        ("2017-01-01..2018-02-27", "from January 1, 2017 to February 27, 2018"),
        ("2017-02-01..2018-12-31", "from February 2017 to 2018"),
        ("2016-01-01..2016-01-31", "January 2016"),
        ("ديسمبر 2016", "ديسمبر 2016"),
        ("..", ".."),
    ],
)
def test_day_ranges_are_written_in_words(app: Flask, days: str, text: str) -> None:
    with app.test_request_context("/?lang=en"):
        assert day_range_text(days).replace("\N{NO-BREAK SPACE}", " ") == text


def test_articles_with_most_of_the_words_are_a_list_of_their_own(client: FlaskClient) -> None:
    query = "الأرصاد أمطارا قثقثقث"
    text = page(client, query)
    (section,) = re.findall(r'<section class="most-words".*?</section>', text, re.DOTALL)
    assert "مقالات فيها أكثر الكلمات" in plain(section)
    assert "قثقثقث" in plain(section)
    assert '<ol class="hits"' not in text
    english = client.get(f"/?q={quote(query)}&lang=en").text
    assert "Articles with most of the words" in english
    assert all(client.get(address).status_code == 200 for address in links(section).values())


def test_a_long_answer_has_no_list_of_partial_matches(client: FlaskClient) -> None:
    assert "most-words" not in page(client, "الأرصاد")
