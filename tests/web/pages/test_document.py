"""The page of a document: marks, citation, original text, similar documents."""

from __future__ import annotations

import html
import re
from pathlib import Path

import msgspec
import pytest
from flask.testing import FlaskClient

from corpus.document import Document
from search.engine import Engine
from search.limits import LIMITS
from tests.homes import add_to
from tests.web.conftest import page_at
from web.app import create_app

HOSTILE = '"></title><script>alert(1)</script>{{7*7}}\r\nER  - \u202e}'


def document(**fields: object) -> Document:
    return Document(**fields)  # type: ignore[arg-type]


STORY = (
    "أخمدت فرق الإطفاء حريقًا كبيرًا في مستودع للنسيج شرق المدينة فجر الخميس. "
    "وقال مدير الدفاع المدني إن الحريق لم يصب أحدًا من العمال، وإن التحقيق في سببه بدأ صباحًا."
)
DOCUMENTS = [
    document(
        id="fire",
        title="حريق في مستودع",
        text=STORY + "\n\n" + "الحريق الثاني هذا الشهر.",
        author="سلمى الخوري",
        source="بريد المشرق",
        date="2019-03-17",
        url="https://example.org/fire?a=1&b=2",
        original="بريد المشرق\nحريق في مستودع\n<b>" + STORY,
        removed=("حريق في مستودع | <i>بريد</i>", "تعليق"),
    ),
    document(id="copy", title="إخماد حريق", text=STORY, source="الميناء"),
    document(id="near", title="حريق المستودع", text="بدأ الدفاع المدني تحقيقًا في حريق النسيج."),
    document(id="hostile", title=HOSTILE, text=HOSTILE, author=HOSTILE, source=HOSTILE,
             url="javascript:alert(1)", original=HOSTILE, removed=(HOSTILE,)),
    document(id="bare", text="نص بلا شيء معه عن القمح."),
    document(id="empty"),
    document(id="name.bib", title="معرِّف ينتهي كاسم ملف", text="نص."),
    *(document(id=f"n{i}", title=f"خبر {i}", text=f"نص قصير رقم {i}") for i in range(9)),
]  # fmt: skip


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("home")
    add_to(folder, DOCUMENTS)
    return folder


def citation_file(client: FlaskClient, name: str) -> str:
    response = client.get(f"/documents/{name}")
    assert response.status_code == 200, response.text
    assert response.mimetype in ("application/x-bibtex", "application/x-research-info-systems")
    return response.text


# Marks


def test_numbered_links_lead_to_the_marks(client: FlaskClient) -> None:
    text = page_at(client, "/documents/fire?q=حريق")
    marks = re.findall(r'<mark id="(mark-\d+)">', text)
    assert len(marks) == 3
    assert re.findall(r'<li><a href="#(mark-\d+)"', text) == marks
    assert '<a href="#mark-1">' in text
    assert "<button" in text


def test_a_single_mark_has_no_numbered_links(client: FlaskClient) -> None:
    text = page_at(client, "/documents/bare?q=القمح")
    assert 'id="mark-1"' in text
    assert 'class="marks"' not in text


def test_without_a_query_nothing_is_marked(client: FlaskClient) -> None:
    text = page_at(client, "/documents/fire")
    assert "<mark" not in text
    assert 'class="marks"' not in text


# Citation


def test_the_page_has_a_citation(client: FlaskClient) -> None:
    text = page_at(client, "/documents/fire")
    text = html.unescape(re.sub(r"</?bdi[^>]*>", "", text))
    assert "سلمى الخوري. «حريق في مستودع». بريد المشرق، 17 مارس 2019." in text
    assert "https://example.org/fire?a=1&b=2 (اطُّلع عليه في" in text
    assert "@article{warraq-2019-fire," in text
    assert 'href="/documents/fire.bib"' in text
    assert 'href="/documents/fire.ris"' in text


@pytest.mark.parametrize(
    ("form", "media_type", "begins"),
    [
        ("bib", "application/x-bibtex", "@article{warraq-2019-fire,"),
        ("ris", "application/x-research-info-systems", "TY  - NEWS\r\n"),
    ],
)
def test_a_citation_can_be_downloaded(
    client: FlaskClient, form: str, media_type: str, begins: str
) -> None:
    response = client.get(f"/documents/fire.{form}?lang=en")
    assert response.content_type == f"{media_type}; charset=utf-8"
    named = f'attachment; filename="warraq-2019-fire.{form}"'
    assert response.headers["Content-Disposition"] == named
    assert response.text.startswith(begins)


def test_a_document_without_a_web_address_is_cited_by_its_page(client: FlaskClient) -> None:
    assert "url = {http://localhost/documents/bare}" in citation_file(client, "bare.bib")
    assert "javascript" not in citation_file(client, "hostile.ris")


@pytest.mark.parametrize("address", ["gone", "gone.bib", "gone.ris", "gone/original", "a%2Fb.bib"])
def test_an_unknown_document_has_no_citation(client: FlaskClient, address: str) -> None:
    assert client.get(f"/documents/{address}").status_code == 404


def test_an_identifier_may_end_like_a_citation_file(client: FlaskClient) -> None:
    assert "معرِّف ينتهي" in page_at(client, "/documents/name.bib")
    assert citation_file(client, "name.bib.bib").startswith("@misc{")


# The original


def test_the_original_is_plain_text(client: FlaskClient) -> None:
    response = client.get("/documents/fire/original")
    assert response.content_type == "text/plain; charset=utf-8"
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert response.text == DOCUMENTS[0].original
    assert client.get("/documents/copy/original").text == STORY


def test_text_removed_by_cleaning_is_listed(client: FlaskClient) -> None:
    text = page_at(client, "/documents/fire")
    assert "ما أزاله التنظيف" in text
    assert "حريق في مستودع | &lt;i&gt;بريد&lt;/i&gt;" in text
    assert "ما أزاله التنظيف" not in page_at(client, "/documents/copy")


# Similar documents


def test_copies_and_similar_documents_are_listed_apart(client: FlaskClient) -> None:
    text = page_at(client, "/documents/fire")
    copies, _, similar = text.partition('id="copies"')[2].partition('id="similar"')
    assert '/documents/copy"' in copies
    assert '/documents/near"' in similar
    assert '/documents/fire"' not in copies
    assert "/documents/fire/differences?other=copy" in copies


def test_a_page_without_time_for_similar_documents_says_so(home: Path) -> None:
    limits = msgspec.structs.replace(LIMITS, search_seconds=0.0)
    app = create_app(lambda: Engine.open(home, limits=limits))
    answer = app.test_client().get("/documents/fire?lang=en")
    app.extensions["warraq"].close()
    assert "There was no time to compare all similar documents." in answer.text
    assert answer.headers["Cache-Control"] == "no-store"


def test_without_similar_documents_there_is_no_section(client: FlaskClient) -> None:
    text = page_at(client, "/documents/empty")
    assert 'id="similar"' not in text
    assert 'id="copies"' not in text


# The whole page


@pytest.mark.parametrize("each", DOCUMENTS[:7], ids=lambda each: each.id)
@pytest.mark.parametrize("lang", ["ar", "en"])
def test_every_document_has_a_page(client: FlaskClient, each: Document, lang: str) -> None:
    text = page_at(client, f"/documents/{each.id}?q=نص&lang={lang}")
    assert f'<link rel="canonical" href="http://localhost/documents/{each.id}">' in text
    assert f'type="application/json" href="/api/v1/documents/{each.id}?q=' in text
    assert text.count("<h1") == 1
    assert text.count('<script src="/static/') == 4
    assert text.count("<script") == 5  # one of them has linked data
    assert "\u202e" not in text
    for address in re.findall(r' href="([^"]*)"', text):
        assert re.match(r"/|#mark-\d+$|#main$|https?://", html.unescape(address)), address


def test_a_citation_of_hostile_fields_is_one_record(client: FlaskClient) -> None:
    assert citation_file(client, "hostile.ris").count("\r\nER  - ") == 1
    entry = citation_file(client, "hostile.bib")
    assert entry.count("{") == entry.count("}")


def test_bad_parameters_are_refused(client: FlaskClient) -> None:
    for address in ("fire?x=1", "fire.bib?x=1", "fire/original?x=1"):
        assert client.get(f"/documents/{address}").status_code == 400
