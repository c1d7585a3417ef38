"""Refinements: every link finds as many documents as it counts, every filter can be removed."""

from __future__ import annotations

import re
from html import unescape
from urllib.parse import parse_qs, quote, urlsplit

import pytest
from flask.testing import FlaskClient

from search.advice import query_rewriting
from search.query.nodes import And, FieldIs, normalise, unparse
from search.request import Request
from tests.web.conftest import page_at

LINK = re.compile(r'<a href="([^"]+)"[^>]*><bdi>([^<]*)</bdi></a>.*?<span class="count">(\d+)')


def total_of(client: FlaskClient, address: str) -> int:
    """The number of documents that the search of a page finds, from its JSON."""
    record = client.get("/api/v1/search?" + urlsplit(address).query).json
    assert record is not None
    total: int = record["total"]
    return total


def parameters_of(address: str) -> dict[str, list[str]]:
    return parse_qs(urlsplit(address).query)


@pytest.mark.parametrize(
    "query", ["*", "تدمر", "المكتبة OR تدمر", "المكتبة الساحل&operator=any", "تدمر&level=root"]
)
@pytest.mark.parametrize("language", ["ar", "en"])
def test_a_value_of_a_facet_finds_as_many_as_it_counts(
    client: FlaskClient, query: str, language: str
) -> None:
    page = page_at(client, f"/?q={query}&lang={language}")
    links = [(unescape(to), int(count)) for to, _, count in LINK.findall(page)]
    assert links
    for to, count in links:
        assert total_of(client, to) == count, to


def test_a_section_is_added_to_the_query_in_the_language_of_the_page(client: FlaskClient) -> None:
    for language, written in (("ar", 'قسم:"محليات"'), ("en", 'section:"محليات"')):
        page = page_at(client, f"/?q={quote('المكتبة OR تدمر')}&lang={language}")
        to = next(unescape(to) for to, value, _ in LINK.findall(page) if value == "محليات")
        assert parameters_of(to)["q"] == [f"المكتبة OR تدمر {written}"]
        narrowed = page_at(client, to)
        assert re.search(r'<strong aria-current="true"[^>]*><bdi>محليات', narrowed)
        removal = re.findall(r'</bdi> <a href="([^"]+)"', narrowed)
        assert len(removal) == 1
        assert total_of(client, unescape(removal[0])) == 3


@pytest.mark.parametrize("filtered", ["تدمر&source=بَريد المشرق", '* قسم:"محليـات"'])
def test_a_filter_in_another_spelling_is_the_active_one(client: FlaskClient, filtered: str) -> None:
    page = page_at(client, f"/?q={filtered}")
    assert re.search(r'<strong aria-current="true"[^>]*><bdi>(بريد المشرق|محليات)<', page)


@pytest.mark.parametrize(
    ("address", "left"),
    [
        ("/?q=تدمر&level=root&lang=en", {"q": ["تدمر"], "lang": ["en"]}),
        ("/?q=تدمر&operator=any&lang=en", {"q": ["تدمر"], "lang": ["en"]}),
        ("/?q=تدمر&after=2016-12&before=2016-12", {"q": ["تدمر"]}),
        ('/?q=مصدر:"الأرصاد"', {"q": ["*"]}),
        ("/?q=تدمر تاريخ:بلا", {"q": ["تدمر"]}),
        ('/?q=الساحل مصدر:"الأرصاد"&page=2', {"q": ["الساحل"]}),
        ("/?q=تدمر&source=بريد المشرق&sort=oldest", {"q": ["تدمر"], "sort": ["oldest"]}),
    ],
)
def test_an_active_filter_can_be_removed(
    client: FlaskClient, address: str, left: dict[str, list[str]]
) -> None:
    removals = re.findall(r'</bdi> <a href="([^"]+)"', page_at(client, address))
    assert [parameters_of(unescape(to)) for to in removals] == [left]


def test_level_links_find_as_many_as_they_count(client: FlaskClient) -> None:
    page = page_at(client, "/?q=مكتبة&lang=en")
    levels = re.search(r'<nav class="level-links".*?</nav>', page, re.DOTALL)
    assert levels
    links = re.findall(r'href="([^"]+)"( aria-current="true")?><b>(\d+)</b>', levels[0])
    assert [bool(current) for _, current, _ in links] == [False, False, False, True, False]
    for to, _, count in links:
        assert total_of(client, unescape(to)) == int(count)


def test_timeline_bars_find_as_many_as_they_count(client: FlaskClient) -> None:
    page = page_at(client, "/?q=*&lang=en")
    svg, table = page.split('<figure class="timeline">')[1].split("</svg>")
    bars = re.findall(r'<a href="([^"]+)" tabindex="-1"><title>([^<]*): (\d+)<', svg)
    assert [title for _, title, _ in bars] == [
        "December\N{NO-BREAK SPACE}2016",
        "March\N{NO-BREAK SPACE}2019",
        "January\N{NO-BREAK SPACE}2020",
    ]
    assert [count for *_, count in bars] == ["1", "1", "25"]
    rows = table.partition("</figure>")[0]
    # A document of 2016 without a month may be of December, and is counted beside the bars.
    assert [total_of(client, unescape(to)) for to, *_ in bars] == [2, 1, 25]
    assert re.search(r"2016, exact date unknown</a></th><td>1</td>", rows)
    assert all(to in rows for to, *_ in bars)


def test_a_single_period_has_no_timeline(client: FlaskClient) -> None:
    assert '<figure class="timeline">' not in page_at(client, "/?q=المكتبة")


def test_html_in_facet_values_is_escaped(client: FlaskClient) -> None:
    page = page_at(client, "/?q=تدمر")
    assert "<bdi>&lt;i&gt;مصدر&lt;/i&gt;</bdi>" in page
    assert "\u2067" not in page


@pytest.mark.parametrize("query", ["تدمر", "تدمر OR حلب", "-تدمر", '"تدمر', "*", "تدمر AND"])
@pytest.mark.parametrize("operator", ["all", "any"])
@pytest.mark.parametrize("value", ['كتب "و" أوراق', "1", "AND", "«كتب»", "(a", "a:b", 'a"b”c»d'])
def test_a_refined_query_requires_its_filter(query: str, operator: str, value: str) -> None:
    request = Request(query=query, operator="any" if operator == "any" else "all")
    tree = query_rewriting.read(request, query)
    node = FieldIs(field="section", value=value)
    written = unparse(node)
    narrowed = query_rewriting.narrowed(request, tree, node, written)
    read = query_rewriting.read(request, narrowed)
    required = read.nodes if isinstance(read, And) else (read,)
    assert any(isinstance(each, FieldIs) for each in required)
    assert normalise(And((tree, *[each for each in required if isinstance(each, FieldIs)]))) == read
