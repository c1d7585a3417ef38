"""Related words and keyboard layout suggestions on the page and in the API."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape
from pathlib import Path
from urllib.parse import quote

import pytest
from flask.testing import FlaskClient

from corpus.document import Document
from tests.homes import add_to
from tests.web.conftest import application

TEXTS = (
    "افتتح المعرض في أيار الماضي.",
    "افتتح المعرض في مايو الماضي.",
    "في جوجل، إلى جوجل، عن جوجل.",
    "في غوغل، إلى غوغل، عن غوغل.",
    "السلام على أهل المدينة، ومن كتب إليهم.",
    "عاد عبدالجبار من السفر.",
    "عاد عبد الجبار من السفر.",
)


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[FlaskClient]:
    home: Path = tmp_path_factory.mktemp("related")
    add_to(home, [Document(text=text, source="بريد") for text in TEXTS])
    with application(home) as app:
        yield app.test_client()


def lines(client: FlaskClient, query: str, language: str) -> list[str]:
    """The texts of the notes and hints above the results."""
    page = client.get(f"/?q={quote(query, safe='&=')}&lang={language}").text
    found = re.findall(r'<p class="(?:note|hint)">(.*?)</p>', page, re.DOTALL)
    return [" ".join(unescape(re.sub(r"<[^>]+>", "", each)).split()) for each in found]


@pytest.mark.parametrize(
    ("query", "arabic", "english"),
    [
        (
            "أيار",
            "شمل البحث أسماءً أخرى لشهر أيار: مايو.",
            "Other names of the month أيار match as well: مايو.",
        ),
        (
            "جوجل",
            "شمل البحث صورًا أخرى لكتابة جوجل: غوغل.",
            "Other spellings of جوجل match as well: غوغل.",
        ),
        (
            "عبد الجبار",
            "عبد الجبار يُكتب في كلمة أو أكثر، وشمل البحث أيضًا: عبدالجبار.",
            "عبد الجبار is written in one word or more; also matching: عبدالجبار.",
        ),
        (
            "عبد الجبار&level=form",
            "لم تُطلب كلمات عبد الجبار إلا متجاورة.",
            "The words of عبد الجبار match side by side only.",
        ),
        (
            "من كتب، وكم المدينة",
            "لا يُشترط وجود هذه الكلمات: من، وكم.",
            "These words are optional: من, وكم.",
        ),
        ("hgsghl", "أتقصد السلام؟ نتيجة واحدة", "Did you mean السلام? one result"),
    ],
)
def test_the_page_shows_expansions_and_suggestions(
    client: FlaskClient, query: str, arabic: str, english: str
) -> None:
    assert lines(client, query, "ar") == [arabic]
    assert lines(client, query, "en") == [english]


def test_a_plain_query_has_no_notes(client: FlaskClient) -> None:
    assert lines(client, "المدينة", "ar") == []


def test_a_suggestion_links_to_its_results(client: FlaskClient) -> None:
    page = client.get("/?q=hgsghl&source=" + quote("بريد") + "&lang=en").text
    (address,) = re.findall(r'Did you mean <a href="([^"]+)"', page)
    assert "source=بريد" in unescape(address)
    assert "One result" in client.get(unescape(address)).text


def test_html_in_a_suggested_query_is_escaped(client: FlaskClient) -> None:
    page = client.get("/?q=" + quote("<b>hgsghl")).text
    assert "<b>" not in page


def test_the_api_has_expansions_and_suggestions(client: FlaskClient) -> None:
    answer = client.get("/api/v1/search?q=" + quote("أيار")).get_json()
    assert answer["expansions"] == [
        {"word": "أيار", "kind": "month", "terms": ["مايو"], "weight": 0.7}
    ]
    answer = client.get("/api/v1/search?q=hgsghl").get_json()
    assert answer["suggestions"] == [
        {
            "kind": "layout",
            "query": "السلام",
            "documents": 1,
            "relation": "exact",
            "level": "stem",
            "operator": "all",
            "without": [],
            "word": "",
            "instead": "",
        }
    ]
    assert answer["total"] == 0
