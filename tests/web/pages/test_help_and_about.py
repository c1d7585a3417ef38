"""The help page with examples that run, and the charts of the about page."""

from __future__ import annotations

import html
import re
from itertools import pairwise
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st

from search.answer import SourceCount, YearCount
from search.engine import Engine
from search.query.parser import parse
from search.request import Request
from tests.docs.pages import DOCS, query_in, rows
from tests.homes import add_to
from tests.web.conftest import application, page_at
from web.pages.about import HEIGHT, SOURCES_LISTED, WIDTH, sources, years
from web.pages.help_page import help_sections

EXAMPLES = [
    example.query for section in help_sections() for example in section.examples if example.runs
]


@pytest.fixture(scope="module")
def home(sample_home: Path) -> Path:
    return sample_home


# Help


@pytest.mark.parametrize("query", EXAMPLES)
def test_every_example_finds_something_without_a_warning(sample_engine: Engine, query: str) -> None:
    answer = sample_engine.search(Request(query=query))
    assert answer.total > 0
    assert not answer.warnings


@pytest.mark.parametrize("query", EXAMPLES)
def test_every_example_is_in_the_documentation(query: str) -> None:
    """The documentation may use the other name of a field or level."""
    for name in ("query-language.md", "query-language.ar.md"):
        documented = {query_in(cell) for row in rows(DOCS / name) for cell in row.cells}
        assert parse(query).tree in [parse(each).tree for each in documented if each]


@pytest.mark.parametrize("lang", ["ar", "en"])
def test_examples_are_links_that_run(client: FlaskClient, lang: str) -> None:
    text = page_at(client, f"/help?lang={lang}")
    links = re.findall(r'<dt><a href="([^"]*)"', text)
    assert len(links) == len(EXAMPLES)
    for address in links[:3]:
        assert 'class="hit"' in page_at(client, html.unescape(address))
    assert all((("lang=en" in address) == (lang == "en")) for address in links)


def test_the_help_page_has_both_languages(client: FlaskClient) -> None:
    assert "كيف تبحث" in page_at(client, "/help")
    assert "How to search" in page_at(client, "/help?lang=en")


@pytest.mark.parametrize("address", ["/", "/?q=تدمر", "/analyze", "/help", "/about", "/nowhere"])
def test_every_page_links_to_help_and_about(client: FlaskClient, address: str) -> None:
    text = client.get(address).text
    footer = text.partition('<footer class="page-footer">')[2]
    assert 'href="/help"' in footer
    assert 'href="/about"' in footer


# About


@pytest.mark.parametrize("lang", ["ar", "en"])
def test_the_about_page_shows_the_size(client: FlaskClient, lang: str) -> None:
    text = page_at(client, f"/about?lang={lang}")
    found = client.get("/api/v1/stats").json
    assert found is not None
    assert f"<dd>{found['documents']}</dd>" in text
    for source in found["sources"]:
        assert source["source"] in html.unescape(text)
    assert 'href="/api/v1/stats"' in text
    assert "GPL-3.0-or-later" in text


def test_the_years_of_the_stats_add_up(client: FlaskClient) -> None:
    found = client.get("/api/v1/stats").json
    assert found is not None
    assert sum(each["documents"] for each in found["years"]) == found["documents"]
    known = [each["year"] for each in found["years"] if each["year"]]
    assert known == sorted(known)


def test_the_table_of_years_has_the_links_of_the_chart(client: FlaskClient) -> None:
    text = page_at(client, "/about").partition('id="years"')[2].partition("</section>")[0]
    chart, _, table = text.partition("<table>")
    drawn = re.findall(r'<a href="([^"]*)"', chart)
    assert drawn
    assert re.findall(r'<a href="([^"]*)"', table) == drawn
    assert "date%3A" in drawn[0]
    assert 'class="hit"' in page_at(client, html.unescape(drawn[0]))


@pytest.mark.parametrize(
    ("known", "labels"),
    [
        ((2013, 2015), ("2013", "2014", "2015")),
        ((2001, 2009), ("2001", "", "2003", "", "2005", "", "2007", "", "2009")),
        ((1400, 2016), ("1400", "2016")),
    ],
)
def test_years_are_labelled_under_their_bars(
    known: tuple[int, ...], labels: tuple[str, ...]
) -> None:
    assert years([YearCount(f"{year}", 1) for year in known], False, str).labels == labels


def test_a_source_links_to_its_articles(client: FlaskClient) -> None:
    text = page_at(client, "/about").partition('class="sources"')[2]
    (address, *_) = re.findall(r'<a href="([^"]*)"', text)
    assert 'class="hit"' in page_at(client, html.unescape(address))


def test_an_empty_archive_is_reported(tmp_path: Path) -> None:
    add_to(tmp_path, [])
    with application(tmp_path) as app:
        assert "ما زال الأرشيف خاليًا" in page_at(app.test_client(), "/about")


def test_bad_parameters_are_refused(client: FlaskClient) -> None:
    for address in ("/help?x=1", "/about?x=1", "/about?lang=fr"):
        assert client.get(address).status_code == 400


counts = st.dictionaries(st.integers(1, 9999), st.integers(1, 10**7), max_size=40).map(
    lambda found: [YearCount(f"{year:04}", found[year]) for year in sorted(found)]
)


@given(counts, st.booleans())
def test_bars_do_not_overlap_or_leave_the_drawing(
    known: list[YearCount], right_to_left: bool
) -> None:
    drawn = years([*known, YearCount(None, 3)], right_to_left, str)
    assert drawn.undated == 3
    assert [(bar.name, bar.documents) for bar in drawn.bars] == [
        (each.year, each.documents) for each in known
    ]
    placed = sorted(drawn.bars, key=lambda bar: bar.x)
    assert [bar.name for bar in placed] == [bar.name for bar in drawn.bars][
        :: -1 if right_to_left else 1
    ]
    for bar in drawn.bars:
        assert bar.x >= -0.02
        assert bar.x + bar.width <= WIDTH + 0.02
        assert 0 < bar.height <= HEIGHT
    for one, other in pairwise(placed):
        assert one.x + one.width <= other.x + 0.02


def test_sources_after_the_largest_are_summed() -> None:
    counts = [SourceCount(f"مصدر {i}", 100 - i) for i in range(40)]
    chart = sources([*counts, SourceCount(None, 7), SourceCount("", 2)], str)
    assert len(chart.bars) == SOURCES_LISTED
    assert chart.bars[0].width == WIDTH
    assert chart.others == 40 - SOURCES_LISTED
    shown = sum(bar.documents for bar in chart.bars)
    assert shown + chart.others_documents + chart.unknown == sum(range(61, 101)) + 9
