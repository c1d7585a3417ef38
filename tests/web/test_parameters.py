"""Query strings to requests and back."""

from __future__ import annotations

import re
from typing import get_args
from urllib.parse import parse_qsl, quote, urlencode, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.limits import LIMITS
from search.request import FACETS, Level, Operator, Request, Sort
from web.parameter_types import ParameterError
from web.parameters import (
    COUNTS,
    PAIRS_MAX,
    SEARCH,
    SOURCES_MAX,
    address,
    page_address,
    read_language,
    read_pairs,
    read_request,
    write_pairs,
)


def read(query_string: str | bytes) -> Request:
    raw = query_string.encode() if isinstance(query_string, str) else query_string
    pairs = read_pairs(raw, (*SEARCH, *(each.name for each in COUNTS)))
    read_language(pairs)
    return read_request(pairs)


@pytest.mark.parametrize(
    ("query_string", "expected"),
    [
        ("", Request(query="")),
        ("q=تدمر", Request(query="تدمر")),
        ("q=" + quote("وزير الخارجية"), Request(query="وزير الخارجية")),
        ("q=a+b%2Bc", Request(query="a b+c")),
        ("q=x&source=&after=&before=&level=&page=", Request(query="x")),
        ("q=x&page=3", Request(query="x", offset=40)),
        ("q=x&page=٣&limit=١٠", Request(query="x", offset=20, limit=10)),
        ("q=x&page=۳", Request(query="x", offset=40)),
        ("q=x&offset=7", Request(query="x", offset=7)),
        ("q=x&limit=100", Request(query="x", limit=100)),
        ("q=x&page=500", Request(query="x", offset=9980)),
        ("q=x&offset=9980", Request(query="x", offset=9980)),
        ("q=x&level=root&sort=newest&operator=any", Request(
            query="x", level="root", sort="newest", operator="any"
        )),
        ("q=x&source=أ&source=ب&source=أ", Request(query="x", sources=("أ", "ب"))),
        ("q=x&after=٢٠١٦&before=2016-12", Request(query="x", after="2016", before="2016-12")),
        ("q=x&lang=en", Request(query="x")),
        ("q=x&facet=year&facet=source&facet=year&levels=1", Request(
            query="x", facets=("year", "source"), levels=True
        )),
        ("q=x&facet=&levels=0&timeline=", Request(query="x")),
        ("q=x&timeline=month", Request(query="x", timeline="month")),
    ],
)  # fmt: skip
def test_good_parameters_are_read(query_string: str, expected: Request) -> None:
    assert read(query_string) == expected


@pytest.mark.parametrize(
    ("query_string", "parameter"),
    [
        ("q=x&nosuch=1", "nosuch"),
        ("Q=x", "Q"),
        ("q=x&q=y", "q"),
        ("q=x&page=1&page=2", "page"),
        ("q=x&page=1000000000", "page"),
        ("q=x&page=-1", "page"),
        ("q=x&page=−1", "page"),
        ("q=x&page=0", "page"),
        ("q=x&page=1e3", "page"),
        ("q=x&page=1.5", "page"),
        ("q=x&page=²", "page"),
        ("q=x&page=" + "9" * 5000, "page"),
        ("q=x&page=501", "page"),
        ("q=x&limit=1000000", "limit"),
        ("q=x&limit=101", "limit"),
        ("q=x&limit=0", "limit"),
        ("q=x&offset=9981", "offset"),
        ("q=x&page=2&offset=20", "page"),
        ("q=x&level=lemma", "level"),
        ("q=x&level=STEM", "level"),
        ("q=x&sort=price", "sort"),
        ("q=x&operator=or", "operator"),
        ("q=x&facet=price", "facet"),
        ("q=x&facet=year&facet=Year", "facet"),
        ("q=x&levels=yes", "levels"),
        ("q=x&levels=1&levels=1", "levels"),
        ("q=x&lang=fr", "lang"),
        ("&".join(f"source=s{i}" for i in range(SOURCES_MAX + 1)), "source"),
        ("&".join(f"source=s{i}" for i in range(PAIRS_MAX + 1)), "address"),
        (b"q=%CA%CF%E3%D1", "address"),
        (b"q=\xca\xcf\xe3\xd1", "address"),
        (b"q=%ED%A0%80", "address"),
        (b"q=%FF", "address"),
    ],
)
def test_bad_parameters_are_named(query_string: str | bytes, parameter: str) -> None:
    with pytest.raises(ParameterError) as caught:
        read(query_string)
    assert caught.value.parameter == parameter
    assert len(str(caught.value)) < 400
    assert str(caught.value).endswith(".")


def test_sources_and_pairs_up_to_the_limits_are_read() -> None:
    assert len(read("&".join(f"source=s{i}" for i in range(SOURCES_MAX))).sources) == SOURCES_MAX
    many = "&".join(["source=s"] * PAIRS_MAX)
    assert read(many).sources == ("s",)


plain = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=20).filter(
    lambda text: bool(text.strip())
)
dates = st.one_of(st.none(), st.dates().map(str))
requests = st.builds(
    Request,
    query=plain,
    limit=st.integers(1, LIMITS.page_size_max),
    offset=st.integers(0, LIMITS.depth_by_page - LIMITS.page_size_max),
    level=st.sampled_from(get_args(Level)),
    sort=st.sampled_from(get_args(Sort)),
    operator=st.sampled_from(get_args(Operator)),
    sources=st.lists(plain, max_size=3, unique=True).map(tuple),
    after=dates,
    before=dates,
    facets=st.lists(st.sampled_from(FACETS), unique=True).map(tuple),
    levels=st.booleans(),
)


@given(requests)
def test_a_written_request_reads_back(request: Request) -> None:
    assert read(urlencode(write_pairs(request))) == request


@given(st.binary(max_size=60))
def test_any_bytes_are_read_or_refused(query_string: bytes) -> None:
    try:
        request = read(query_string)
    except ParameterError:
        return
    assert read(urlencode(write_pairs(request))) == request


def test_default_values_are_not_written() -> None:
    assert write_pairs(Request(query="تدمر")) == [("q", "تدمر")]
    assert address("/", write_pairs(Request(query=""))) == "/"
    assert address("/", [("q", "a b"), ("source", "")]) == "/?q=a+b"


@given(st.lists(st.tuples(st.sampled_from(["q", "source"]), st.text(min_size=1))))
def test_links_of_pages_have_the_same_parameters(pairs: list[tuple[str, str]]) -> None:
    link = page_address("/", pairs)
    assert parse_qsl(urlsplit(link).query) == parse_qsl(urlsplit(address("/", pairs)).query)
    assert re.fullmatch(r"/[?&=%+0-9A-Za-z_.~ء-غف-ي٠-٩-]*", link)


def test_links_of_pages_keep_arabic_letters() -> None:
    assert page_address("/", [("q", "خبز «البلد»")]) == "/?q=خبز+%C2%ABالبلد%C2%BB"
