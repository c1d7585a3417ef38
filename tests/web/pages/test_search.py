"""The landing page, the results page, and the documents that results link to."""

from __future__ import annotations

import re
from html import unescape
from urllib.parse import quote

import pytest
from flask.testing import FlaskClient

from tests.web.conftest import page_at


def document_address(page: str, title: str) -> str:
    for href, inside in re.findall(r'<h2[^>]*><a href="([^"]+)">(.*?)</a>', page):
        if title in re.sub(r"<[^>]+>", "", inside):
            return unescape(href)
    raise AssertionError(f"no result has the title {title}")


def test_the_landing_page_shows_the_size_of_the_archive(client: FlaskClient) -> None:
    page = page_at(client, "/")
    assert '<html lang="ar" dir="rtl">' in page
    assert "في الأرشيف 29 مقالًا" in page
    assert "من 2016 إلى 25\N{NO-BREAK SPACE}يناير\N{NO-BREAK SPACE}2020" in page
    assert "<bdi>بريد المشرق</bdi>" in page
    assert 'name="q"' in page


def test_sources_on_the_landing_page_link_to_their_documents(client: FlaskClient) -> None:
    page = page_at(client, "/")
    links = re.findall(r'<li><a href="([^"]+)" lang="..?"><bdi>([^<]*)</bdi>', page)
    assert len(links) == 4
    for href, _ in links:
        assert "لا نتائج" not in page_at(client, unescape(href))


def test_results_have_title_snippet_date_and_source(client: FlaskClient) -> None:
    page = page_at(client, "/?q=مكتبه")
    assert "نتيجة واحدة" in page
    assert re.search(r"<h2[^>]*><a [^>]*>افتتاح <mark>المكتبة</mark> العامة", page)
    assert re.search(r'<p class="snippet" dir="auto">.*<mark>', page)
    assert (
        '<time datetime="2019-03-17">17\N{NO-BREAK SPACE}مارس\N{NO-BREAK SPACE}2019</time>' in page
    )
    assert '<bdi class="source" lang="ar">بريد المشرق</bdi>' in page


def test_the_query_is_kept_in_the_search_form(client: FlaskClient) -> None:
    page = page_at(client, "/?q=" + quote('"المكتبة" <b>'))
    assert 'value="&#34;المكتبة&#34; &lt;b&gt;"' in page


def test_partial_dates_are_written_in_words(client: FlaskClient) -> None:
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
def test_source_and_date_filters(client: FlaskClient, filters: str, total: str) -> None:
    heading = re.findall("<h1[^>]*>(.*?)<", page_at(client, "/?q=تدمر" + filters), re.DOTALL)[0]
    assert heading.startswith(total)


def test_active_filters_can_be_removed(client: FlaskClient) -> None:
    page = page_at(client, "/?q=الأرصاد&source=الأرصاد&after=2020-01-10&lang=en")
    removals = [unescape(href) for href in re.findall(r'</bdi> <a href="([^"]+)"', page)]
    assert removals == [
        "/?q=الأرصاد&after=2020-01-10&lang=en",
        "/?q=الأرصاد&source=الأرصاد&lang=en",
    ]


def test_results_are_paged(client: FlaskClient) -> None:
    first = page_at(client, "/?q=الأرصاد&sort=oldest")
    assert first.count('class="hit"') == 20
    assert 'rel="prev"' not in first
    following = unescape(re.findall(r'rel="next" href="([^"]+)"', first)[0])
    second = page_at(client, following)
    assert '<ol class="hits" start="21">' in second
    assert second.count('class="hit"') == 5
    assert 'rel="next"' not in second
    assert 'aria-current="page">2<' in second


def test_a_page_after_the_last_has_no_results(client: FlaskClient) -> None:
    assert "لا نتائج في هذه الصفحة" in page_at(client, "/?q=الأرصاد&page=9")


def test_a_page_without_results_shows_the_search_and_suggestions(client: FlaskClient) -> None:
    page = page_at(client, "/?q=المكتبة زقزقة&source=بريد المشرق&after=2018")
    assert "لا نتائج لـ" in page
    assert "فُتِّش في 29 مقالًا" in page
    assert "جذع: الكلمة وتصاريفها" in page
    assert 'المصدر: <bdi lang="ar">بريد المشرق</bdi>' in page
    assert "من 2018" in page
    suggestions = re.findall(
        r'<li><a href="([^"]+)">بلا <bdi lang="ar" dir="rtl">زقزقة</bdi></a>: نتيجة', page
    )
    assert len(suggestions) == 1
    assert "نتيجة واحدة" in page_at(client, unescape(suggestions[0]))


def test_warnings_are_in_the_language_of_the_page(client: FlaskClient) -> None:
    address = "/?q=" + quote('"المكتبة العامة')
    assert re.search(
        r'class="note" role="status" dir="auto">علامة التنصيص', page_at(client, address)
    )
    assert "The quotation mark" in page_at(client, address + "&lang=en")


def test_refusals_are_in_the_language_of_the_page(client: FlaskClient) -> None:
    address = "/?q=" + quote("=كلمة " * 70)
    assert "أقصى عدد للكلمات والمرشحات في الاستعلام" in page_at(client, address, 400)
    assert "A query takes up to" in page_at(client, address + "&lang=en", 400)


def test_a_result_links_to_its_document_with_marks(client: FlaskClient) -> None:
    results = page_at(client, "/?q=مكتبه&sort=newest&lang=ar")
    page = page_at(client, document_address(results, "افتتاح المكتبة"))
    assert re.search(r"<h1[^>]*>افتتاح <mark>المكتبة</mark> العامة", page)
    assert page.count('<p dir="auto">') == 3
    assert '<mark id="mark-1">' in page
    assert "معلَّم في 4 مواضع" in page
    assert 'href="https://example.org/library" rel="noopener noreferrer external"' in page
    assert "رنا الحوراني" in page
    assert "النص الأصلي" in page
    assert "مارس 17, 2019" in page
    back = re.findall(r'<a href="([^"]+)">عودة إلى النتائج', page)[0]
    assert unescape(back) == "/?q=مكتبه&sort=newest"


def test_a_document_without_a_query_has_no_marks(client: FlaskClient) -> None:
    results = page_at(client, "/?q=مكتبه")
    address = document_address(results, "افتتاح المكتبة").split("?")[0]
    page = page_at(client, address)
    assert "<mark" not in page
    assert "عودة إلى النتائج" not in page


def test_html_in_a_document_is_escaped(client: FlaskClient) -> None:
    results = page_at(client, "/?q=تدمر")
    page = page_at(client, document_address(results, "script"))
    for html in (results, page):
        scripts = re.findall(r"<script ([^>]*)>", html)
        assert len(scripts) == html.count("<script")
        assert all(re.match(r'src="/static/|type="application/ld', each) for each in scripts)
        assert "<img src=x" not in html
        assert "<i>" not in html
        assert "javascript:" not in re.findall(r'href="([^"]*)"', html)
        assert not re.search("[\u202a-\u202e\u2066-\u2069]", html)
    assert "&lt;script&gt;alert(" in page
    assert "&lt;b&gt;بخط عريض&lt;/b&gt; &amp; مقلوبة" in page
    assert not re.search(r'href="javascript', page)
    assert "javascript:alert(document.domain)" in page


def test_a_document_without_a_title_is_untitled(client: FlaskClient) -> None:
    results = page_at(client, "/?q=القمح")
    page = page_at(client, document_address(results, "نص بلا عنوان عن أسعار القمح. (بلا عنوان)"))
    assert "<title>[نص بلا عنوان عن أسعار القمح.] – " in page
    assert re.search(r"<h1[^>]*><span[^>]*>نص بلا عنوان عن أسعار القمح.</span> <small[^>]*>", page)
    assert "title = {{[نص بلا عنوان عن أسعار القمح.]}}" in page
    assert "TI  - [نص بلا عنوان عن أسعار القمح.]" in page


def test_an_address_shows_its_document(client: FlaskClient) -> None:
    page = page_at(client, "/?q=" + quote("<http://www.example.org/library/#top>"))
    assert "هذا عنوان وثيقة من الأرشيف" in page
    document = page_at(client, document_address(page, "افتتاح المكتبة العامة"))
    assert "عودة إلى النتائج" in document
    assert "موضع" not in document.partition("</nav>")[0]
    assert 'class="facet' not in page


def test_an_address_of_no_document_is_no_empty_result(client: FlaskClient) -> None:
    page = page_at(client, "/?lang=en&q=" + quote("https://example.org/news/المكتبة"))
    assert "No document of the archive has the address" in page
    assert "No article has this address" in page
    assert "Nothing found for" not in page
    links = re.findall(r'<li><a href="([^"]+)">(.*?)</a>: ', page)
    labels = [unescape(re.sub(r"<[^>]+>", "", label)) for _, label in links]
    assert labels == ["the words in it: المكتبة", "articles of example.org"]
    for address, _ in links:
        assert "افتتاح" in page_at(client, unescape(address))


def undated_link(page: str, sentence: str) -> str:
    found = re.search(rf'<a href="([^"]+)">{sentence}</a>', page)
    assert found, sentence
    return unescape(found[1])


def test_documents_without_a_date_are_left_out_with_a_link(client: FlaskClient) -> None:
    page = page_at(client, "/?q=القمح OR تدمر&after=2016")
    address = undated_link(page, "استُبعد مقال واحد بلا تاريخ")
    assert "تاريخ%3Aبلا" in address
    assert "نص بلا عنوان عن أسعار القمح" in page_at(client, address)
    nothing = page_at(client, "/?q=القمح&after=2016&lang=en")
    address = undated_link(nothing, "One article without a date is left out")
    assert "نص بلا عنوان عن أسعار القمح" in page_at(client, address)


def test_documents_without_a_date_come_last_with_a_link(client: FlaskClient) -> None:
    page = page_at(client, "/?q=القمح OR تدمر&sort=newest&lang=en")
    address = undated_link(page, "One article without a date comes last")
    assert "نص بلا عنوان" in page_at(client, address)


def test_a_chart_says_how_many_documents_have_no_date(client: FlaskClient) -> None:
    page = page_at(client, "/?q=القمح OR الأرصاد&lang=en")
    assert "<figcaption>" in page
    address = undated_link(page, "One article has no date")
    assert "نص بلا عنوان" in page_at(client, address)
    assert undated_link(page, "one without a date") == address
