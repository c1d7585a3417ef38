"""The warning about a word whose class is many times the word itself, on the page and in JSON."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape
from urllib.parse import parse_qs, quote, urlsplit

import pytest
from flask.testing import FlaskClient

from corpus.document import Document
from tests.homes import add_to
from tests.web.conftest import application, page_at

TEXTS = {"زاروا المدينة": 240, "وصلوا مدينتهم": 2}


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[FlaskClient]:
    home = tmp_path_factory.mktemp("wide")
    texts = [text for text, count in TEXTS.items() for _ in range(count)]
    add_to(home, [Document(id=str(place), text=text) for place, text in enumerate(texts)])
    with application(home) as app:
        yield app.test_client()


@pytest.mark.parametrize("language", ["ar", "en"])
def test_the_smaller_count_links_to_the_narrower_query(client: FlaskClient, language: str) -> None:
    page = page_at(client, f"/?q={quote('مدينتهم')}&page=2&lang={language}")
    (note,) = re.findall(r'<p class="note"[^>]*>(.*?)</p>', page)
    ((address, count),) = re.findall(r'<a href="([^"]+)">(.*?)</a>', note)
    asked = parse_qs(urlsplit(unescape(address)).query)
    assert asked["q"] == ["particles:مدينتهم"]
    assert "page" not in asked
    assert re.sub("<[^>]+>", "", count) == "2"
    found = page_at(client, unescape(address))
    assert re.search('class="note"', found) is None


def test_the_message_has_both_counts(client: FlaskClient) -> None:
    answer = client.get(f"/api/v1/search?q={quote('مدينتهم')}").json
    assert answer is not None
    (warning,) = answer["warnings"]
    assert warning == {
        "code": "wide_class",
        "text": "“مدينتهم” is found in 242 documents at the level “stem”,"
        " but in 2 at the level “particles”: particles:مدينتهم",
        "word": "مدينتهم",
        "level": "stem",
        "documents": 242,
        "narrower": "particles",
        "narrower_documents": 2,
        "query": "particles:مدينتهم",
    }
