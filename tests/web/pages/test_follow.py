"""The page "follow this search"."""

from __future__ import annotations

import re
from html import unescape
from urllib.parse import quote

import pytest
from flask.testing import FlaskClient

from search.alerts.stored_queries import read_stored_queries
from search.request import Request
from tests.web.conftest import page_at
from web.pages.follow import query_id


def text_of(page: str, id_: str) -> str:
    found = re.search(rf'<pre id="{id_}"[^>]*>(.*?)</pre>', page, re.DOTALL)
    assert found is not None
    return unescape(re.sub("<[^>]*>", "", found[1]))


def test_a_search_is_followed_by_feed_and_by_alerts(client: FlaskClient) -> None:
    page = page_at(client, "/follow?q=تدمر&source=بريد المشرق&after=2016&sort=newest&page=2")
    feed = text_of(page, "feed")
    assert feed.startswith("http://localhost/search.atom?q=%D8%AA")
    assert client.get(feed.removeprefix("http://localhost")).mimetype == "application/atom+xml"
    (stored,) = read_stored_queries(text_of(page, "line").encode(), "line")
    assert stored.request == Request(query="تدمر", sources=("بريد المشرق",), after="2016")
    assert stored.id == "تدمر بريد المشرق 2016"
    assert text_of(page, "command") == "warraq alerts queries.jsonl --collapse"


@pytest.mark.parametrize("query", ["مكتبة", "قثقثقث"])
@pytest.mark.parametrize("lang", ["", "&lang=en"])
def test_results_and_empty_answers_link_to_it(client: FlaskClient, query: str, lang: str) -> None:
    page = unescape(page_at(client, f"/?q={query}&level=form&sort=oldest{lang}"))
    (address,) = re.findall(r'href="(/follow\?[^"]*)"', page)
    assert f"q={query}&level=form" in address
    assert "sort" not in address
    followed = page_at(client, address)
    assert ("Follow this search" if lang else "تابِع هذا البحث") in followed


def test_close_matches_are_left_to_the_feed(client: FlaskClient) -> None:
    page = page_at(client, "/follow?q=كتاب المدينة&matches=close&lang=en")
    assert "matches=close" in text_of(page, "feed")
    assert "matches" not in text_of(page, "line")
    assert "Alerts report all matches" in page
    assert "Alerts report all" not in page_at(client, "/follow?q=كتاب&lang=en")


@pytest.mark.parametrize(
    "parameters", ["q=*ا", "q=x&after=yesterday", "q=x&nosuch=1", f"q={'ا' * 1001}"]
)
def test_a_search_that_is_refused_cannot_be_followed(client: FlaskClient, parameters: str) -> None:
    page_at(client, f"/follow?{parameters}", 400)


def test_without_a_query_it_leads_to_the_search(client: FlaskClient) -> None:
    answer = client.get("/follow?lang=en")
    assert (answer.status_code, answer.location) == (302, "/?lang=en")


def test_hostile_queries_are_escaped(client: FlaskClient) -> None:
    hostile = '</pre><script>alert(1)</script> \u202e"'
    page = page_at(client, f"/follow?q={quote(hostile)}")
    assert "<script>alert" not in page
    (stored,) = read_stored_queries(text_of(page, "line").encode(), "line")
    assert stored.request.query.startswith("</pre><script>alert(1)</script>")


def test_ids_of_queries_have_their_filters() -> None:
    assert query_id(Request(query=" سوق  القمح ")) == "سوق القمح"
    request = Request(query="سوق", before="2017", level="root", operator="any")
    assert query_id(request) == "سوق 2017 root any"
    assert len(query_id(Request(query="س" * 500))) == 100
