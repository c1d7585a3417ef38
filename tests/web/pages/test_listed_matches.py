"""Close matches on the results page and in the API: both counts, the links, paging, feeds, rows."""

from __future__ import annotations

import re
from html import unescape
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from flask.testing import FlaskClient

from corpus.document import Document
from search.request import Request, Sort
from tests.homes import add_to
from tests.web.conftest import page_at
from web.pages.listed_matches import with_matches
from web.parameters import address, write_pairs

FAR = "سطر في أمر آخر لا شأن له بما يطلب " * 40
CLOSE, WEAK = 23, 9
ASKED = "q=حريق+المكتبة"
SEARCH = f"/api/v1/search?{ASKED}"


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Documents about a fire, and older ones that mention both words far apart."""
    folder = tmp_path_factory.mktemp("fire")
    about = [
        Document(
            id=f"fire{day}",
            title=f"حريق المكتبة في يومه {day}",
            text="أتى حريق على المكتبة.",
            date=f"2015-08-{day:02}",
            source="صحيفة",
        )
        for day in range(1, CLOSE + 1)
    ]
    weak = [
        Document(
            id=f"weak{day}",
            title="",
            text=f"{FAR} حريق {FAR} المكتبة",
            date=f"2015-07-{day:02}",
            source="مجلة",
        )
        for day in range(1, WEAK + 1)
    ]
    add_to(folder, [*about, *weak])
    return folder


def other_matches(page: str) -> list[str]:
    """The address that lists the other matches, if there is one."""
    return [unescape(href) for href in re.findall(r'"listed-matches"><a href="([^"]+)"', page)]


def heading(page: str) -> str:
    (found,) = re.findall(r"<h1[^>]*>\s*(.*?)\s*<small", page, re.DOTALL)
    return str(found)


def hit_count(page: str) -> int:
    return len(re.findall(r'<h2[^>]*><a href="[^"]*documents', page))


@pytest.mark.parametrize(
    ("lang", "both", "show", "all_of_them", "back"),
    [
        (
            "ar",
            "23 نتيجة وثيقة الصلة من أصل 32",
            "عرض النتائج كلها (32)",
            "32 نتيجة",
            "النتائج الوثيقة الصلة وحدها",
        ),
        ("en", "23 close matches of 32", "Show all 32", "32 results", "Close matches only"),
    ],
)
def test_both_counts_and_a_link_to_the_others(
    client: FlaskClient, lang: str, both: str, show: str, all_of_them: str, back: str
) -> None:
    page = page_at(client, f"/?{ASKED}&sort=oldest&lang={lang}")
    assert heading(page) == both
    assert show in page
    (everything,) = other_matches(page)
    whole = page_at(client, everything)
    assert heading(whole) == all_of_them
    assert back in whole
    (again,) = other_matches(whole)
    assert heading(page_at(client, again)) == both
    assert "matches" not in parse_qs(urlsplit(again).query)


@pytest.mark.parametrize(
    ("rest", "listed"),
    [
        ("", "32 results"),
        ("&sort=arrival", "32 results"),
        ("&sort=newest", "23 close matches of 32"),
        ("&sort=newest&matches=all", "32 results"),
        ("&sort=newest&matches=close", "23 close matches of 32"),
        ("&matches=close", "23 close matches of 32"),
        ("&matches=all", "32 results"),
        ("&sort=oldest&source=صحيفة", "23 results"),
    ],
)
def test_dates_alone_leave_weak_matches_out(client: FlaskClient, rest: str, listed: str) -> None:
    page = page_at(client, f"/?{ASKED}&lang=en{rest}")
    assert heading(page) == listed
    assert bool(other_matches(page)) == ("close" in listed or "sort=newest&matches=all" in rest)


def test_the_pages_list_the_close_matches_once(client: FlaskClient) -> None:
    pages = [page_at(client, f"/?{ASKED}&sort=oldest&page={number}") for number in (1, 2)]
    assert [hit_count(page) for page in pages] == [20, CLOSE - 20]
    last = re.findall(r'<nav class="pager".*?</nav>', pages[0], re.DOTALL)[0]
    assert "page=2" in last
    assert "page=3" not in last


def test_the_choice_is_kept_by_links_and_the_form(client: FlaskClient) -> None:
    chosen = page_at(client, f"/?{ASKED}&sort=oldest&matches=all")
    assert '<input type="hidden" name="matches" value="all">' in chosen
    pager = re.findall(r'<nav class="pager".*?</nav>', chosen, re.DOTALL)[0]
    assert "matches=all" in pager
    explain = next(href for href in re.findall(r'href="([^"]+)"', chosen) if "/explain?" in href)
    assert "matches=all" in explain
    assert "matches=all" in page_at(client, unescape(explain))
    default = page_at(client, f"/?{ASKED}&sort=oldest")
    assert 'name="matches"' not in default


def test_rows_and_feed_have_all_matches_unless_close_ones_are_named(client: FlaskClient) -> None:
    for rest, rows in (("", 32), ("&matches=close", 23)):
        page = page_at(client, f"/?{ASKED}&sort=oldest&lang=en{rest}")
        assert f"{rows} rows as CSV" in page
        (export,) = re.findall(r'href="(/api/v1/export[^"]+format=jsonl)"', page)
        assert len(client.get(unescape(export)).text.splitlines()) == rows
        (feed,) = re.findall(r'application/atom\+xml"[^>]* href="([^"]+)"', page)
        assert client.get(unescape(feed)).text.count("<entry>") == rows


def test_the_twin_of_a_page_has_its_hits(client: FlaskClient) -> None:
    for rest in ("", "&matches=all"):
        page = page_at(client, f"/?{ASKED}&sort=oldest{rest}")
        (twin,) = re.findall(r'type="application/json" href="([^"]+)"', page)
        answer = client.get(unescape(twin)).get_json()
        assert (answer["close_total"] == CLOSE) == (not rest)
        assert len(answer["hits"]) == hit_count(page)


# The API


def test_all_matches_are_the_default_of_the_api(client: FlaskClient) -> None:
    answer = client.get(f"{SEARCH}&sort=oldest").get_json()
    assert (answer["total"], answer["close_total"]) == (CLOSE + WEAK, None)
    assert answer["hits"][0]["id"] == "weak1"
    answer = client.get(f"{SEARCH}&sort=oldest&matches=close").get_json()
    assert (answer["total"], answer["close_total"]) == (CLOSE + WEAK, CLOSE)
    assert answer["hits"][0]["id"] == "fire1"
    assert client.get(f"{SEARCH}&matches=best").status_code == 400


def test_a_walk_by_cursor_lists_each_close_match_once(client: FlaskClient) -> None:
    page: str | None = f"{SEARCH}&sort=newest&matches=close&limit=5"
    found = []
    while page:
        answer = client.get(page).get_json()
        found += [hit["id"] for hit in answer["hits"]]
        page = answer["links"].get("next")
        assert page is None or "matches=close" in page
    assert found == [f"fire{day}" for day in range(CLOSE, 0, -1)]


def test_a_cursor_belongs_to_the_matches_that_it_lists(client: FlaskClient) -> None:
    following = client.get(f"{SEARCH}&matches=close&limit=5").get_json()["links"]["next"]
    refused = client.get(following.replace("&matches=close", ""))
    assert refused.status_code == 400
    assert refused.get_json()["code"] == "foreign_cursor"


def test_facets_and_timelines_count_all_matches(client: FlaskClient) -> None:
    facets = client.get(f"/api/v1/facets?{ASKED}&matches=close&facet=source").get_json()
    counts = {each["value"]: each["documents"] for each in facets["facets"][0]["values"]}
    assert counts == {"صحيفة": CLOSE, "مجلة": WEAK}
    answer = client.get(f"{SEARCH}&matches=close&timeline=month").get_json()
    assert [each["documents"] for each in answer["timeline"]["bins"]] == [WEAK, CLOSE]


@pytest.mark.parametrize(("rest", "rows"), [("", CLOSE + WEAK), ("&matches=close", CLOSE)])
def test_an_export_counts_what_it_lists(client: FlaskClient, rest: str, rows: int) -> None:
    response = client.get(f"/api/v1/export?{ASKED}{rest}")
    assert response.headers["X-Total"] == str(rows)
    assert len(response.text.splitlines()) == rows
    feed = client.get(f"/search.atom?{ASKED}{rest}").text
    assert feed.count("<entry>") == rows


@pytest.mark.parametrize(
    ("sort", "matches"),
    [("relevance", None), ("arrival", None), ("newest", "close"), ("oldest", "close")],
)
def test_the_matches_of_an_order(sort: Sort, matches: str | None) -> None:
    request = Request(query="س", sort=sort)
    assert with_matches(request).matches == matches
    named = Request(query="س", sort=sort, matches="all")
    assert with_matches(named) == named
    assert "matches=all" in address("/", write_pairs(named))
