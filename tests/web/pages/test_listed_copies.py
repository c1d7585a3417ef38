"""Copies on the results page: folded unless the address says not, with both counts and a table."""

from __future__ import annotations

import re
from html import unescape
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from flask.testing import FlaskClient

from corpus.document import Document
from search.answer import FirstCopy, HitCopies
from tests.copied_texts import printed, story
from tests.homes import add_to
from tests.web.conftest import page_at
from web.pages.copies_html import copies_summary

ASKED = "q=ميناء"


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Three stories in 7, 2 and 1 papers, and a copy of the second without the word."""
    folder = tmp_path_factory.mktemp("folded")
    add_to(
        folder,
        [
            *printed(1, 7),
            *printed(2, 2),
            *printed(3, 1),
            Document(id="a/copies", title="كتاب في الموانئ", text="مرفأ"),
            Document(id="other", title="<b>نص</b>", text=story(2), date="2015-09-01"),
        ],
    )
    return folder


def heading(page: str) -> str:
    (found,) = re.findall(r"<h1[^>]*>\s*(.*?)\s*<small", page, re.DOTALL)
    return " ".join(str(found).split())


def other_copies(page: str) -> str:
    (found,) = re.findall(r'"listed-matches"><a href="([^"]+)"', page)
    return unescape(found)


def parameters(address: str) -> dict[str, list[str]]:
    return parse_qs(urlsplit(address).query)


def summaries(page: str) -> list[str]:
    found = re.findall(r'<details class="copies"[^>]*><summary>(.*?)</summary>', page)
    return [unescape(re.sub(r"<[^>]+>", "", each)).replace("\xa0", " ") for each in found]


def test_both_counts_are_shown(client: FlaskClient) -> None:
    page = page_at(client, f"/?{ASKED}")
    assert heading(page) == "10 مقالات، 3 نصوص"
    assert page.count('class="hit"') == 3
    assert heading(page_at(client, f"/?{ASKED}&lang=en")) == "10 articles, 3 texts"
    oldest = page_at(client, f"/?{ASKED}&sort=oldest&lang=en")
    assert heading(oldest) == "10 articles, 3 texts"


def test_every_copy_is_one_link_away(client: FlaskClient) -> None:
    every = other_copies(page_at(client, f"/?{ASKED}&limit=5&page=1"))
    assert parameters(every) == {"q": ["ميناء"], "collapse": ["none"], "limit": ["5"]}
    page = page_at(client, every)
    assert heading(page) == "10 نتائج"
    assert page.count('class="hit"') == 5
    assert '<details class="copies"' not in page
    # The choice is kept by pages, filters, orders and a new search.
    links = [unescape(each) for each in re.findall(r'href="(/\?[^"]*)"', page)]
    kept = [each for each in links if "collapse=none" in each]
    assert len([each for each in kept if "page=2" in each]) == 2
    assert any("source=" in each for each in kept)
    assert '<input type="hidden" name="collapse" value="none">' in page
    back = other_copies(page)
    assert "collapse" not in parameters(back)


def test_what_is_said_of_copies(client: FlaskClient) -> None:
    arabic = summaries(page_at(client, f"/?{ASKED}"))
    assert sorted(arabic) == [
        "3 نسخ في صحيفتين، أولها: صحيفة 0، 1 أغسطس 2015، اثنتان منها بين النتائج",
        "في 7 صحف، أولها: صحيفة 0، 1 أغسطس 2015",
    ]
    english = summaries(page_at(client, f"/?{ASKED}&lang=en"))
    assert sorted(english) == [
        "3 copies in 2 papers, first: صحيفة 0, August 1, 2015, 2 of them among the results",
        "in 7 papers, first: صحيفة 0, August 1, 2015",
    ]


@pytest.mark.parametrize(
    ("documents", "sources", "expected"),
    [
        (2, 2, "في صحيفتين"),
        (11, 11, "في 11 صحيفةً"),
        (100, 100, "في 100 صحيفة"),
        (2, 1, "نسختان في صحيفة واحدة"),
        (12, 3, "12 نسخةً في 3 صحف"),
        (4, 0, "4 نسخ"),
        (1, 1, "في صحيفة واحدة"),
    ],
)
def test_arabic_numbers(client: FlaskClient, documents: int, sources: int, expected: str) -> None:
    copies = HitCopies(documents=documents, sources=sources, first=FirstCopy(id="x", title=""))
    with client.application.test_request_context("/"):
        assert copies_summary(copies) == expected


def test_a_table_lists_the_earliest_copies(client: FlaskClient) -> None:
    page = page_at(client, f"/?{ASKED}")
    (table,) = (each for each in re.findall("<table.*?</details>", page, re.S) if "7)" in each)
    rows = re.findall("<tr><td>.*?</tr>", table)
    assert [re.findall("ميناء 1 في الصحيفة .", row) for row in rows] == [
        [f"ميناء 1 في الصحيفة {paper}"] for paper in range(5)
    ]
    assert [re.findall(r"<bdi>(\d+%)</bdi>", row) for row in rows] == [["92%"]] * 5
    (rest,) = re.findall(r'<p><a href="([^"]+)">كل النسخ \(7\)</a>', table)
    whole = page_at(client, unescape(rest))
    assert whole.count("<tr><td>") == 7
    assert whole.count("<bdi>100%</bdi>") == 1
    assert "&lt;b&gt;نص&lt;/b&gt;" in page


def test_the_page_of_copies_has_pages(client: FlaskClient) -> None:
    first = page_at(client, f"/documents/story1-3/copies?{ASKED}&limit=4")
    assert first.count("<tr><td>") == 4
    assert first.count('aria-current="true"') == 1
    (following,) = re.findall(r'rel="next" href="([^"]+)"', first)
    second = page_at(client, unescape(following))
    assert second.count("<tr><td>") == 3
    assert 'rel="next"' not in second
    alone = page_at(client, "/documents/story3-0/copies?lang=en")
    assert alone.count("<tr><td>") == 1
    assert "in one paper" in alone
    page_at(client, "/documents/no-such/copies", 404)
    empty = page_at(client, "/documents/story3-0/copies?page=2&lang=en")
    assert "There are no results on this page." in empty


def test_an_id_may_end_like_the_address_of_the_page(client: FlaskClient) -> None:
    page = page_at(client, "/documents/a/copies")
    assert "<h1" in page
    assert "كتاب في الموانئ" in page
    assert "<tr><td>" not in page


def test_answers_and_downloads_keep_every_document(client: FlaskClient) -> None:
    page = page_at(client, f"/?{ASKED}&lang=en")
    assert "10 rows as CSV" in page
    named = page_at(client, f"/?{ASKED}&collapse=copies&lang=en")
    assert "3 rows as CSV" in named
    (export,) = re.findall(r'href="(/api/v1/export[^"]*jsonl)"', named)
    assert len(client.get(unescape(export)).text.splitlines()) == 3
    assert client.get(f"/search.atom?{ASKED}").text.count("<entry>") == 10
    assert client.get(f"/search.atom?{ASKED}&collapse=copies").text.count("<entry>") == 3
