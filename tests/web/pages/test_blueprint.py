"""The pages, over a real archive."""

from __future__ import annotations

import re
from functools import partial
from html import unescape
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import quote

import pytest
from flask import Flask
from flask.testing import FlaskClient

from corpus.document import Document
from search.engine import Engine, EngineError, archive_path
from tests.homes import add_to
from tests.web.conftest import page_at
from web.app import create_app
from web.http.security_headers import HEADERS
from web.problems import answer_problem, status_message


class Tags(HTMLParser):
    """The tags of a page with the names of their attributes."""

    def __init__(self) -> None:
        super().__init__()
        self.seen: list[tuple[str, set[str]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.seen.append((tag, {name for name, _ in attrs}))


def document_address(page: str, title: str) -> str:
    for href, inside in re.findall(r'<h2[^>]*><a href="([^"]+)">(.*?)</a>', page):
        if title in re.sub(r"<[^>]+>", "", inside):
            return unescape(href)
    raise AssertionError(f"no result is called {title}")


def test_the_first_page_says_what_there_is(client: FlaskClient) -> None:
    page = page_at(client, "/")
    assert '<html lang="ar" dir="rtl">' in page
    assert "في الأرشيف 29 مقالًا" in page
    assert "من 2016 إلى 25\N{NO-BREAK SPACE}يناير\N{NO-BREAK SPACE}2020" in page
    assert "<bdi>بريد المشرق</bdi>" in page
    assert 'name="q"' in page


def test_the_sources_of_the_first_page_lead_to_their_documents(client: FlaskClient) -> None:
    page = page_at(client, "/")
    links = re.findall(r'<li><a href="([^"]+)" lang="..?"><bdi>([^<]*)</bdi>', page)
    assert len(links) == 4
    for href, _ in links:
        assert "لا نتائج" not in page_at(client, unescape(href))


def test_results(client: FlaskClient) -> None:
    page = page_at(client, "/?q=مكتبه")
    assert "نتيجة واحدة" in page
    assert re.search(r"<h2[^>]*><a [^>]*>افتتاح <mark>المكتبة</mark> العامة", page)
    assert re.search(r'<p class="snippet" dir="auto">.*<mark>', page)
    assert (
        '<time datetime="2019-03-17">17\N{NO-BREAK SPACE}مارس\N{NO-BREAK SPACE}2019</time>' in page
    )
    assert '<bdi class="source" lang="ar">بريد المشرق</bdi>' in page


def test_the_query_stays_in_the_field(client: FlaskClient) -> None:
    page = page_at(client, "/?q=" + quote('"المكتبة" <b>'))
    assert 'value="&#34;المكتبة&#34; &lt;b&gt;"' in page


def test_partial_dates_are_written_out(client: FlaskClient) -> None:
    page = page_at(client, "/?q=متطوعون")
    assert ">ديسمبر\N{NO-BREAK SPACE}2016</time>" in page


@pytest.mark.parametrize(
    ("filters", "total"),
    [
        ("", "نتيجتان"),
        ("&source=بريد المشرق", "نتيجة واحدة"),
        ("&source=بريد المشرق&source=<i>مصدر</i>", "نتيجتان"),
        ("&after=2016-12", "نتيجتان"),
        ("&after=٢٠١٦", "نتيجتان"),
        ("&before=2016-11-30", "نتيجة واحدة"),
        ("&before=2016", "نتيجتان"),
        ("&after=2017", "لا نتائج"),
    ],
)
def test_filters(client: FlaskClient, filters: str, total: str) -> None:
    heading = re.findall("<h1[^>]*>(.*?)<", page_at(client, "/?q=تدمر" + filters), re.DOTALL)[0]
    assert heading.startswith(total)


def test_a_filter_in_force_can_be_taken_away(client: FlaskClient) -> None:
    page = page_at(client, "/?q=الأرصاد&source=الأرصاد&after=2020-01-10&lang=en")
    removals = [unescape(href) for href in re.findall(r'</bdi> <a href="([^"]+)"', page)]
    assert removals == [
        "/?q=الأرصاد&after=2020-01-10&lang=en",
        "/?q=الأرصاد&source=الأرصاد&lang=en",
    ]


def test_pages_of_results(client: FlaskClient) -> None:
    first = page_at(client, "/?q=الأرصاد&sort=oldest")
    assert first.count('class="hit"') == 20
    assert 'rel="prev"' not in first
    following = unescape(re.findall(r'rel="next" href="([^"]+)"', first)[0])
    second = page_at(client, following)
    assert '<ol class="hits" start="21">' in second
    assert second.count('class="hit"') == 5
    assert 'rel="next"' not in second
    assert 'aria-current="page">2<' in second


def test_a_page_past_the_last(client: FlaskClient) -> None:
    assert "لا نتائج في هذه الصفحة" in page_at(client, "/?q=الأرصاد&page=9")


def test_no_results_say_what_was_searched_and_what_to_try(client: FlaskClient) -> None:
    page = page_at(client, "/?q=المكتبة زقزقة&source=بريد المشرق&after=2018")
    assert "لا نتائج لـ" in page
    assert "فُتِّش في 29 مقالًا" in page
    assert "جذع: الكلمة وتصاريفها" in page
    assert 'المصدر: <bdi lang="ar">بريد المشرق</bdi>' in page
    assert "من 2018" in page
    other = re.findall(
        r'<li><a href="([^"]+)">بلا <bdi lang="ar" dir="rtl">زقزقة</bdi></a>: نتيجة', page
    )
    assert len(other) == 1
    assert "نتيجة واحدة" in page_at(client, unescape(other[0]))


def test_warnings_are_said_in_the_language_of_the_page(client: FlaskClient) -> None:
    address = "/?q=" + quote('"المكتبة العامة')
    assert re.search(
        r'class="note" role="status" dir="auto">علامة التنصيص', page_at(client, address)
    )
    assert "The quotation mark" in page_at(client, address + "&lang=en")


def test_refusals_are_said_in_the_language_of_the_page(client: FlaskClient) -> None:
    address = "/?q=" + quote("كلمة " * 70)
    assert "أقصى ما في الاستعلام من الكلمات والقيود" in page_at(client, address, 400)
    assert "A query takes up to" in page_at(client, address + "&lang=en", 400)


def test_a_document(client: FlaskClient) -> None:
    results = page_at(client, "/?q=مكتبه&sort=newest&lang=ar")
    page = page_at(client, document_address(results, "افتتاح المكتبة"))
    assert re.search(r"<h1[^>]*>افتتاح <mark>المكتبة</mark> العامة", page)
    assert page.count('<p dir="auto">') == 3
    assert '<mark id="mark-1">' in page
    assert "معلَّم في 4 مواضع" in page
    assert 'href="https://example.org/library" rel="noopener noreferrer external"' in page
    assert "رنا الحوراني" in page
    assert "الأصل كما قُرئ" in page
    assert "مارس 17, 2019" in page
    back = re.findall(r'<a href="([^"]+)">عودة إلى النتائج', page)[0]
    assert unescape(back) == "/?q=مكتبه&sort=newest"


def test_a_document_without_a_query_has_no_marks(client: FlaskClient) -> None:
    results = page_at(client, "/?q=مكتبه")
    address = document_address(results, "افتتاح المكتبة").split("?")[0]
    page = page_at(client, address)
    assert "<mark" not in page
    assert "عودة إلى النتائج" not in page


def test_what_a_document_says_comes_out_as_text(client: FlaskClient) -> None:
    results = page_at(client, "/?q=تدمر")
    page = page_at(client, document_address(results, "script"))
    for html in (results, page):
        assert html.count("<script") == html.count('<script src="/static/') <= 2
        assert "<img src=x" not in html
        assert "<i>" not in html
        assert "javascript:" not in re.findall(r'href="([^"]*)"', html)
        assert not re.search("[\u202a-\u202e\u2066-\u2069]", html)
    assert "&lt;script&gt;alert(" in page
    assert "&lt;b&gt;بخط عريض&lt;/b&gt; &amp; مقلوبة" in page
    assert not re.search(r'href="javascript', page)
    assert "javascript:alert(document.domain)" in page


def test_a_document_without_a_title(client: FlaskClient) -> None:
    results = page_at(client, "/?q=القمح")
    assert "(بلا عنوان)" in page_at(client, document_address(results, "(بلا عنوان)"))


@pytest.mark.parametrize(
    "address",
    ["/nowhere", "/documents/nosuch", "/documents/", "/documents/..%2f..%2fetc", "/documents/%00"],
)
def test_not_found(client: FlaskClient, address: str) -> None:
    assert "ليس في الأرشيف" in page_at(client, address, 404)


@pytest.mark.parametrize(
    "address",
    ["/?nosuch=1", "/?q=x&q=y", "/?q=x&page=1e3", "/?q=x&after=9999-99-99", "/?lang=fr",
     "/?q=x&after=2015-02-29", "/documents/x?page=-1", "/?q=%CA%CF%E3%D1"],
)  # fmt: skip
def test_refused(client: FlaskClient, address: str) -> None:
    page = page_at(client, address, 400)
    assert "لا يُبحث عن هذا بصورته هذه" in page
    assert 'name="q"' in page


def test_english(client: FlaskClient) -> None:
    page = page_at(client, "/?q=مكتبه&lang=en")
    assert '<html lang="en" dir="ltr">' in page
    assert "One result" in page
    assert "March\N{NO-BREAK SPACE}17,\N{NO-BREAK SPACE}2019" in page
    assert '<input type="hidden" name="lang" value="en">' in page
    inside = [unescape(href) for href in re.findall(r'<a [^>]*href="(/[^"]*)"', page)]
    switches = [href for href in inside if "lang=en" not in href and "/api/" not in href]
    assert switches == ["/?q=مكتبه"]
    assert '<html lang="ar" dir="rtl">' in page_at(client, switches[0])


@pytest.mark.parametrize(
    ("address", "twin"),
    [
        ("/", "/api/v1/stats"),
        ("/?q=a&sort=newest&lang=en", "/api/v1/search?q=a&sort=newest"),
        ("/?q=a&page=2", "/api/v1/search?q=a&page=2"),
    ],
)
def test_pages_link_their_json_twin(client: FlaskClient, address: str, twin: str) -> None:
    page = page_at(client, address)
    found = re.findall(r'<link rel="alternate" type="application/json" href="([^"]+)">', page)
    assert [unescape(href) for href in found] == [twin]
    assert client.get(twin).is_json


def test_headers(client: FlaskClient) -> None:
    for address in ("/", "/?q=تدمر", "/nowhere", "/api/v1/stats", "/healthz"):
        response = client.get(address)
        for name, value in HEADERS.items():
            if not (address.startswith("/api/") and name == "Cross-Origin-Resource-Policy"):
                assert response.headers[name] == value, address
        assert "Set-Cookie" not in response.headers
    assert "unsafe" not in HEADERS["Content-Security-Policy"]


def test_nothing_inline(client: FlaskClient) -> None:
    for address in ("/", "/?q=تدمر", "/?q=زقزقة", "/nowhere"):
        tags = Tags()
        tags.feed(client.get(address).text)
        assert "style" not in {name for name, _ in tags.seen}
        for name, attributes in tags.seen:
            assert not [each for each in attributes if each == "style" or each.startswith("on")]
            assert name != "script" or "src" in attributes


def test_page_weight(client: FlaskClient) -> None:
    page = client.get("/?q=الأرصاد").data
    files = set(re.findall(rb'(?:href|src|srcset)="(/static/[^"]+)"', page))
    weight = len(page)
    for address in files:
        response = client.get(address.decode())
        assert response.status_code == 200
        assert int(response.headers["Cache-Control"].split("max-age=")[1]) > 86_400
        weight += len(response.data)
        response.close()
    latin = client.get("/static/fonts/naskh-latin.woff2")
    weight += len(latin.data)
    latin.close()
    assert weight < 120_000


def test_health(client: FlaskClient) -> None:
    assert client.get("/healthz").text == "ok\n"
    assert client.get("/readyz").text == "ready\n"


def test_an_archive_that_cannot_be_opened_is_said_and_tried_again(home: Path) -> None:
    faults = [EngineError("There is no archive in /secret."), EngineError("Still.")]

    def open_engine() -> Engine:
        if faults:
            raise faults.pop(0)
        return Engine.open(home)

    app = create_app(open_engine)
    client = app.test_client()
    assert client.get("/healthz").status_code == 200
    first = client.get("/readyz")
    assert first.status_code == 503
    assert first.content_type == "text/plain; charset=utf-8"
    assert first.text.startswith("The archive cannot be opened at the moment")
    assert "/secret" not in first.text
    assert first.headers["Retry-After"] == "5"
    assert client.get("/api/v1/stats").status_code == 503
    assert client.get("/readyz").status_code == 200
    app.extensions["warraq"].close()


def test_an_archive_that_breaks_while_it_is_read_is_said(tmp_path: Path) -> None:
    home = tmp_path / "home"
    add_to(home, [Document(text=f"خبر {number} " * 400) for number in range(40)])
    app = create_app(partial(Engine.open, home))
    client = app.test_client()
    assert client.get("/readyz").status_code == 200
    path = archive_path(home)
    with path.open("r+b") as file:
        file.seek(4096)
        file.write(bytes(path.stat().st_size - 4096))
    found = client.get("/api/v1/search?q=خبر")
    assert (found.status_code, found.headers["Retry-After"]) == (503, "5")
    assert str(home) not in found.text
    app.extensions["warraq"].close()


def test_a_fault_of_ours_is_a_page_without_its_details() -> None:
    def open_engine() -> Engine:
        raise RuntimeError("secret path")

    broken = create_app(open_engine)
    response = broken.test_client().get("/?q=x")
    assert response.status_code == 500
    assert "secret path" not in response.text
    assert "الخطأ من عندنا" in response.text
    document = broken.test_client().get("/api/v1/stats")
    assert document.status_code == 500
    assert document.get_json()["status"] == 500


def test_nothing_is_opened_before_the_first_request() -> None:
    def open_engine() -> Engine:
        raise AssertionError("opened too early")

    assert create_app(open_engine).test_client().get("/healthz").status_code == 200


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("/?q=تدمر&after=أمس", 400),
        ("/?q=%D8%AA&limit=0&lang=en", 400),
        ("/documents/no-such", 404),
        ("/documents/no-such/explain?q=x", 404),
    ],
)
def test_a_page_that_refuses_has_a_twin_that_does(
    client: FlaskClient, address: str, status: int
) -> None:
    page = page_at(client, address, status)
    (twin,) = re.findall(r'<link rel="alternate" type="application/json" href="([^"]+)">', page)
    problem = client.get(unescape(twin))
    assert (problem.status_code, problem.mimetype) == (status, "application/problem+json")
    assert f'href="{twin}">هذه الصفحة بصيغة JSON' in page or "lang=en" in address


@pytest.mark.parametrize("path", ["/", "/?q=x", "/?q=تدمر", "/about", "/analyze?text=تدمر"])
def test_every_page_has_its_twin(client: FlaskClient, path: str) -> None:
    (twin,) = re.findall(r'type="application/json" href="([^"]+)">', page_at(client, path))
    assert client.get(unescape(twin)).mimetype == "application/json"


@pytest.mark.parametrize(
    ("status", "heading"), [(405, "لم يُقبل الطلب"), (429, "طلبات كثيرة في وقت قصير")]
)
def test_what_is_no_fault_of_the_query_is_not_blamed_on_it(
    app: Flask, status: int, heading: str
) -> None:
    with app.test_request_context("/?q=x"):
        page = answer_problem(status, status_message(status)).get_data(as_text=True)
    assert heading in page
    assert "لا يُبحث عن هذا" not in page
