"""The Atom feed of a query, and the description for browsers."""

from __future__ import annotations

import re
from functools import partial
from pathlib import Path
from urllib.parse import urlsplit
from xml.etree import ElementTree

import pytest
from flask.testing import FlaskClient

from corpus.document import Document
from search.engine import Engine
from tests.homes import MakeHome, add_to
from web.api.feeds import ENTRIES
from web.app import create_app
from web.http.hosts import served_hosts

ATOM = "{http://www.w3.org/2005/Atom}"
OPEN_SEARCH = "{http://a9.com/-/spec/opensearch/1.1/}"


def feed_of(client: FlaskClient, address: str) -> ElementTree.Element:
    response = client.get(address)
    assert response.status_code == 200, response.text
    assert response.content_type == "application/atom+xml; charset=utf-8"
    return ElementTree.fromstring(response.data)


def texts(feed: ElementTree.Element, name: str) -> list[str]:
    return [found.text or "" for found in feed.iterfind(f"{ATOM}entry/{ATOM}{name}")]


def test_the_last_added_documents_come_first(client: FlaskClient) -> None:
    feed = feed_of(client, "/search.atom?q=الأرصاد")
    titles = texts(feed, "title")
    assert titles[0] == "نشرة الطقس رقم 25"
    assert len(titles) == 25
    assert feed.findtext(f"{ATOM}title") == "الأرصاد – ورّاق"
    assert texts(feed, "published")[0] == "2020-01-25T00:00:00Z"
    assert "الأرصاد" in texts(feed, "summary")[0]
    assert feed.findtext(f"{ATOM}updated") == max(texts(feed, "updated"))


MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)")  # RFC 3339
TAG = re.compile(r"tag:[A-Za-z0-9]([A-Za-z0-9.-]*[A-Za-z0-9])?,\d{4}:[!-~]+")  # RFC 4151
ONCE = ("id", "title", "updated")


@pytest.mark.parametrize("host", ["localhost", "archive.example:8000", "[::1]:8000", "١.example"])
@pytest.mark.parametrize("query", ["الأرصاد", "*", "تدمر", "قثقثقث", "<x>&\"'"])
def test_a_feed_conforms_to_rfc_4287(home: Path, host: str, query: str) -> None:
    hosts = served_hosts("127.0.0.1", ["archive.example"])
    app = create_app(partial(Engine.open, home), hosts=hosts)
    client = app.test_client()
    response = client.get("/search.atom", query_string={"q": query}, headers={"Host": host})
    if response.status_code == 400:
        assert host == "١.example"  # no name that could be query_string for
        return
    feed = ElementTree.fromstring(response.data)
    entries = feed.findall(f"{ATOM}entry")
    ids = [each.findtext(f"{ATOM}id") or "" for each in (feed, *entries)]
    assert len(set(ids)) == len(ids)
    assert all(TAG.fullmatch(each) for each in ids), ids
    for each in (feed, *entries):
        assert [len(each.findall(ATOM + name)) for name in ONCE] == [1, 1, 1]
        for name in ("updated", "published"):
            assert all(MOMENT.fullmatch(found.text or "") for found in each.findall(ATOM + name))
        alternates = [e for e in each.findall(f"{ATOM}link") if e.get("rel") == "alternate"]
        assert len(alternates) == 1
        assert all(str(link.get("href")).startswith("http") for link in each.findall(f"{ATOM}link"))
        assert all(name.text for name in each.findall(f"{ATOM}author/{ATOM}name"))
        assert all(category.get("term") for category in each.findall(f"{ATOM}category"))
    assert feed.find(f"{ATOM}author") is not None
    assert [e.get("rel") for e in feed.findall(f"{ATOM}link")] == ["self", "alternate"]
    app.extensions["warraq"].close()


def test_links_of_a_feed_are_valid(client: FlaskClient) -> None:
    feed = feed_of(client, "/search.atom?q=مكتبه&lang=en&source=بريد المشرق")
    links = {link.get("rel"): link.get("href", "") for link in feed.iterfind(f"{ATOM}link")}
    assert all(link.startswith("http://localhost/") for link in links.values())
    assert feed_of(client, links["self"]).findtext(f"{ATOM}id") == feed.findtext(f"{ATOM}id")
    assert client.get(links["alternate"]).status_code == 200
    entry = feed.find(f"{ATOM}entry/{ATOM}link")
    assert entry is not None
    document = client.get(entry.get("href", ""))
    assert "<mark" in document.text


def test_ids_do_not_change_when_a_document_is_replaced(make_home: MakeHome) -> None:
    home = make_home([Document(id="a/1", title="خبر", text="نص")])
    ids = []
    for _ in range(2):
        app = create_app(partial(Engine.open, home))
        feed = feed_of(app.test_client(), "/search.atom?q=خبر")
        ids.append((feed.findtext(f"{ATOM}id"), texts(feed, "id"), texts(feed, "updated")))
        app.extensions["warraq"].close()
        add_to(home, [Document(id="a/1", title="خبر", text="نص آخر")])
    assert ids[0] == ids[1]
    assert ids[0][1][0].startswith("tag:localhost,2026:warraq/documents/")


def test_the_number_of_entries_is_limited(make_home: MakeHome) -> None:
    home = make_home([Document(title=f"خبر {n}", text="نص") for n in range(ENTRIES + 5)])
    app = create_app(partial(Engine.open, home))
    assert len(texts(feed_of(app.test_client(), "/search.atom?q=خبر"), "id")) == ENTRIES
    app.extensions["warraq"].close()


def test_hostile_titles_are_escaped(client: FlaskClient) -> None:
    response = client.get("/search.atom?q=تدمر")
    feed = ElementTree.fromstring(response.data)
    assert '<script>alert("تدمر")</script> "><img src=x onerror=alert(1)>' in texts(feed, "title")
    assert "<script" not in response.text
    assert "javascript:" not in response.text
    assert "\u202e" not in response.text
    assert feed_of(client, "/search.atom?q=<x>%00%0b%EF%BF%BF").tag == f"{ATOM}feed"


@pytest.mark.parametrize(
    ("rest", "status"), [("", 400), ("?q=x&page=2", 400), ("?q=x&sort=newest", 400), ("?q=*ا", 400)]
)
def test_other_parameters_of_a_feed_are_refused(
    client: FlaskClient, rest: str, status: int
) -> None:
    assert client.get(f"/search.atom{rest}").status_code == status


@pytest.mark.parametrize("language", ["ar", "en"])
def test_results_link_their_feed_and_pages_the_description(
    client: FlaskClient, language: str
) -> None:
    query_string = f"?q=الأرصاد&source=الأرصاد&sort=newest&page=2&lang={language}"
    html = client.get("/" + query_string).text
    feed = html.partition('type="application/atom+xml" href="')[2].partition('"')[0]
    assert len(texts(feed_of(client, feed.replace("&amp;", "&")), "id")) == 25
    assert 'type="application/atom+xml"' not in client.get("/").text
    for address in ("/", "/analyze", "/" + query_string):
        assert 'type="application/opensearchdescription+xml"' in client.get(address).text
        assert 'rel="service-desc"' in client.get(address).text


@pytest.mark.parametrize("language", ["ar", "en"])
def test_the_addresses_of_the_description_work(client: FlaskClient, language: str) -> None:
    response = client.get(f"/opensearch.xml?lang={language}")
    assert response.content_type.startswith("application/opensearchdescription+xml")
    described = ElementTree.fromstring(response.data)
    name = described.findtext(f"{OPEN_SEARCH}ShortName") or ""
    assert 0 < len(name) <= 16
    urls = {url.get("type"): url.get("template", "") for url in described.iter(f"{OPEN_SEARCH}Url")}
    assert len(urls) == 4
    for template in urls.values():
        parts = urlsplit(template.replace("{searchTerms}", "الأرصاد"))
        assert parts.netloc == "localhost"
        assert client.get(f"{parts.path}?{parts.query}").status_code == 200
