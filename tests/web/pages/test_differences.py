"""The page of the differences of two documents."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape
from urllib.parse import quote

import pytest
from flask.testing import FlaskClient

from corpus.document import Document
from tests.homes import add_to
from tests.web.conftest import application, page_at

REPORT = "سارت القافلة من الميناء إلى السوق القديم صباح اليوم ومعها حمولة كبيرة من القمح والزيت"
QUOTE = "وقال الرئيس إن العمل دام ثلاث سنوات كاملة ولم يتوقف"
FOLDED = " ".join(f"كلمة{number}" for number in range(100))
DOCUMENTS = (
    Document(id="أ/1", title="سوق الزيت", text=f"{REPORT}\n\n{QUOTE} {FOLDED}", source="بريد"),
    Document(
        id="ب 2",
        title="سوق القمح",
        text=f"{QUOTE} {REPORT.replace('اليوم', 'أمس').replace('كبيرة', 'كبيره')} {FOLDED} <b>",
    ),
    Document(id="x", text="ميناء"),
    Document(id="x/differences", title="وثيقة", text="نص"),
    Document(id="y/differences", title="وثيقة", text="نص"),
)


@pytest.fixture(scope="module")
def pair(tmp_path_factory: pytest.TempPathFactory) -> Iterator[FlaskClient]:
    home = tmp_path_factory.mktemp("differences")
    add_to(home, DOCUMENTS)
    with application(home) as app:
        yield app.test_client()


def address(one: str, other: str, lang: str = "ar") -> str:
    return f"/documents/{quote(one, safe='')}/differences?other={quote(other, safe='')}&lang={lang}"


def test_both_texts_are_one_text_with_marks(pair: FlaskClient) -> None:
    page = page_at(pair, address("أ/1", "ب 2"))
    assert "<h2>سوق <del>الزيت</del> <ins>القمح</ins></h2>" in page
    assert "<del>اليوم</del> <ins>أمس</ins>" in page
    assert '<del class="spelling">كبيرة</del> <ins class="spelling">كبيره</ins>' in page
    assert "<ins>&lt;b&gt;</ins>" in page
    assert re.search(r'<details class="unchanged"><summary>\d+ كلمة لم تتغير</summary>', page)
    assert "من كلمات المقال الأول في الثاني" in page


def test_a_moved_passage_is_linked_to_its_other_place(pair: FlaskClient) -> None:
    page = page_at(pair, address("أ/1", "ب 2", "en"))
    assert re.search(r'<a class="moved-label" id="text-1-to" href="#text-1-from">Moved', page)
    assert re.search(r'<a class="moved-label" id="text-1-from" href="#text-1-to">Moved', page)
    assert f'<ins class="moved">{QUOTE}' in page
    assert f'<del class="moved">{QUOTE}' in page


def test_the_page_links_to_both_documents_and_to_its_reverse(pair: FlaskClient) -> None:
    page = page_at(pair, address("أ/1", "ب 2"))
    links = [unescape(each) for each in re.findall(r'href="(/documents[^"]*)"', page)]
    assert quote("/documents/أ%2F1", safe="/%") in links
    swapped = re.search(r'<a href="([^"]*)">بدّل الترتيب</a>', page)
    assert swapped
    assert "<del>القمح</del> <ins>الزيت</ins>" in page_at(pair, unescape(swapped[1]))
    other = re.search(r'<a class="language-switch" href="([^"]*)"', page)
    assert other
    assert "Differences of two articles" in page_at(pair, unescape(other[1]))


def test_ids_may_end_like_the_address(pair: FlaskClient) -> None:
    assert "الفروق" in page_at(pair, address("x", "x/differences"))
    assert "الفروق" in page_at(pair, address("x/differences", "x"))
    assert "وثيقة" in page_at(pair, "/documents/y%2Fdifferences")


def test_an_unknown_document_is_reported(pair: FlaskClient) -> None:
    for one, other in (("أ/1", "nosuch"), ("nosuch", "أ/1")):
        assert "nosuch" in page_at(pair, address(one, other), 404)
    assert pair.get(f"/documents/{quote('أ/1', safe='')}/differences").status_code == 400


def test_the_api_has_the_same_parts(pair: FlaskClient) -> None:
    answer = pair.get(f"/api/v1{address('أ/1', 'ب 2', 'en')}").get_json()
    first, second = DOCUMENTS[:2]
    for name, text in (("first", first.text), ("second", second.text)):
        spans = [part[name] for part in answer["text"]["parts"] if part[name]]
        assert "".join(text[span["start"] : span["end"]] for span in spans) == text
    assert answer["warnings"] == []
    assert answer["title"]["first"]["other"] == 1
    missing = pair.get("/api/v1/documents/x/differences?other=nosuch")
    assert (missing.status_code, missing.get_json()["code"]) == (404, "no_document")


def test_a_document_page_links_to_the_differences_from_its_copies(pair: FlaskClient) -> None:
    page = page_at(pair, "/documents/" + quote("أ/1", safe=""))
    assert re.search(r'<a class="compare"[^>]* href="[^"]*/differences\?other=', page)
