"""The JSON API, over a real archive."""

from __future__ import annotations

import re
from typing import Any, get_args
from urllib.parse import quote

import msgspec
import pytest
from flask.testing import FlaskClient

from search.answer import Answer, Completion, Completions, Stats
from search.explanation import CloseKind
from search.request import FACETS, LEVELS
from tests.search.bad_queries import BAD_QUERIES

SEARCH = "/api/v1/search?q="


def get(client: FlaskClient, address: str) -> dict[str, Any]:
    response = client.get(address)
    assert response.status_code == 200, response.text
    assert response.content_type == "application/json"
    record: dict[str, Any] = response.get_json()
    return record


def test_a_search_has_the_answer_of_the_engine(client: FlaskClient) -> None:
    response = client.get(SEARCH + "مكتبه")
    answer = msgspec.json.decode(response.data, type=Answer)
    assert answer.query == "مكتبه"
    assert (answer.total, answer.total_relation, answer.timed_out) == (1, "exact", False)
    assert answer.index.documents == 29
    assert answer.took_ms >= 0
    hit = answer.hits[0]
    assert hit.title.text == "افتتاح المكتبة العامة في وادي السنديان"
    assert [hit.title.text[m.start : m.end] for m in hit.title.marks] == ["المكتبة"]
    assert hit.title.html == "افتتاح <mark>المكتبة</mark> العامة في وادي السنديان"
    assert (hit.date, hit.source, hit.section) == ("2019-03-17", "بريد المشرق", "محليات")


def test_arabic_letters_are_not_escaped(client: FlaskClient) -> None:
    assert "افتتاح المكتبة".encode() in client.get(SEARCH + "مكتبه").data


def test_links_lead_through_all_hits(client: FlaskClient) -> None:
    address: str | None = SEARCH + "الأرصاد&limit=10&sort=oldest"
    seen: list[str] = []
    last: dict[str, str] = {}
    while address:
        record = get(client, address)
        seen += [hit["id"] for hit in record["hits"]]
        last = record["links"]
        address = last.get("next")
    assert len(seen) == len(set(seen)) == 25
    assert last["self"].startswith(f"{SEARCH}{quote('الأرصاد')}&sort=oldest&limit=10&cursor=")
    assert last["previous"] == f"{SEARCH}{quote('الأرصاد')}&sort=oldest&limit=10&page=2"


def test_page_and_offset_give_the_same_hits(client: FlaskClient) -> None:
    by_page = get(client, SEARCH + "الأرصاد&page=2")["hits"]
    by_offset = get(client, SEARCH + "الأرصاد&offset=20")["hits"]
    assert by_page == by_offset
    assert len(by_page) == 5


def test_filters_and_sort_order(client: FlaskClient) -> None:
    query = "الأرصاد&source=الأرصاد&source=nosuch&after=٢٠٢٠-٠١-٢٠&before=2020-01-22&sort=newest"
    dates = [hit["date"] for hit in get(client, SEARCH + query)["hits"]]
    assert dates == ["2020-01-22", "2020-01-21", "2020-01-20"]


def test_operator_any_matches_more(client: FlaskClient) -> None:
    assert get(client, SEARCH + "المكتبة الأرصاد")["total"] == 0
    assert get(client, SEARCH + "المكتبة الأرصاد&operator=any")["total"] == 26


def test_a_search_with_facets_and_levels(client: FlaskClient) -> None:
    query = SEARCH + "الأرصاد&limit=1&facet=source&facet=month&levels=1"
    record = get(client, query)
    assert record["facets"] == [
        {
            "name": "source",
            "values": [{"value": "الأرصاد", "documents": 25}],
            "others": 0,
            "missing": 0,
            "relation": "exact",
        },
        {
            "name": "month",
            "values": [{"value": "2020-01", "documents": 25}],
            "others": 0,
            "missing": 0,
            "relation": "exact",
        },
    ]
    assert [each["level"] for each in record["levels"]] == list(LEVELS)
    assert record["levels"][3] == {"level": "stem", "documents": 25, "relation": "exact"}
    assert "facet=source&facet=month&levels=1&limit=1&cursor=" in record["links"]["next"]


def test_facets_are_the_counts_of_a_search_without_its_hits(client: FlaskClient) -> None:
    query_string = "q=الأرصاد&after=2020-01-20&facet=year&levels=1"
    search = get(client, f"/api/v1/search?{query_string}")
    record = get(client, f"/api/v1/facets?{query_string}")
    assert record["links"]["self"].startswith("/api/v1/facets?")
    for answer in (search, record):
        answer.pop("took_ms")
        answer.pop("links")
    del search["close_total"], search["close_texts"], search["hits"], search["most_words"]
    assert record == search


def test_every_facet_is_the_default(client: FlaskClient) -> None:
    record = get(client, "/api/v1/facets?q=*&page=2")
    assert [each["name"] for each in record["facets"]] == list(FACETS)
    for each in record["facets"]:
        listed = sum(value["documents"] for value in each["values"])
        assert listed + each["others"] + each["missing"] == record["total"] == 29


@pytest.mark.parametrize(
    ("query_string", "by", "bins"),
    [
        ("q=تدمر", "month", [("2016-12", 1)]),
        ("q=تدمر&by=month", "month", [("2016-12", 1)]),
        ("q=الأرصاد&after=2020-01-02&before=2020-01-03", "day", [
            ("2020-01-02", 1), ("2020-01-03", 1)
        ]),
        ("q=زقزقة", "year", []),
    ],
)  # fmt: skip
def test_a_timeline(
    client: FlaskClient, query_string: str, by: str, bins: list[tuple[str, int]]
) -> None:
    record = get(client, f"/api/v1/timeline?{query_string}")
    counts = record["timeline"]
    assert counts["by"] == by
    assert [(each["value"], each["documents"]) for each in counts["bins"]] == bins
    counted = sum(each["documents"] for each in [*counts["bins"], *counts["coarser"]])
    assert counted + counts["undated"] == record["total"]
    unit = "month" if "by=month" in query_string else "auto"
    beside = get(client, f"/api/v1/search?{query_string.replace('&by=month', '')}&timeline={unit}")
    assert beside["timeline"] == counts
    assert record["links"]["self"].startswith("/api/v1/timeline?")


def test_a_document(client: FlaskClient) -> None:
    document_id = get(client, SEARCH + "مكتبه")["hits"][0]["id"]
    record = get(client, f"/api/v1/documents/{quote(document_id, safe='/')}")
    assert record["id"] == document_id
    assert record["text"].startswith("افتتحت البلدية")
    assert record["original"].startswith("افتتاح المكتبة العامة |")
    assert record["author"] == "رنا الحوراني"
    assert "marked" not in record


def test_a_document_with_marks(client: FlaskClient) -> None:
    document_id = get(client, SEARCH + "مكتبه")["hits"][0]["id"]
    record = get(client, f"/api/v1/documents/{quote(document_id, safe='/')}?q=مكتبه")
    text = record["marked"]["text"]
    assert text["text"] == record["text"]
    marked = [text["text"][mark["start"] : mark["end"]] for mark in text["marks"]]
    assert marked == ["المكتبة", "المكتبة", "المكتبة"]


def test_an_explanation(client: FlaskClient) -> None:
    hit = get(client, SEARCH + "مكتبه")["hits"][0]
    address = f"/api/v1/documents/{quote(hit['id'], safe='/')}/explain"
    record = get(client, address + "?q=مكتبه")
    assert record["matched"]
    assert record["score"] == pytest.approx(hit["score"], abs=1e-3)
    kinds = {each["kind"] for each in record["evidence"]}
    assert {"word", "coverage"} <= kinds <= {"word", "title", *get_args(CloseKind)}
    record = get(client, address + "?q=مكتبه+زرافة&before=1950")
    assert not record["matched"]
    assert record["absent"] == ["زرافة"]


def test_analyze(client: FlaskClient) -> None:
    record = get(client, "/api/v1/analyze?text=وبالمكتبة")
    assert record["text"] == "وبالمكتبة"
    assert [word["word"] for word in record["words"]] == ["وبالمكتبة"]
    assert {"exact", "form", "bare", "stem", "root", "start", "end"} <= record["words"][0].keys()


def test_stats(client: FlaskClient) -> None:
    stats = msgspec.json.decode(client.get("/api/v1/stats").data, type=Stats)
    assert stats.documents == stats.indexed == 29
    assert (stats.first_date, stats.last_date) == ("2016", "2020-01-25")
    assert {each.source: each.documents for each in stats.sources}["الأرصاد"] == 25


@pytest.mark.parametrize(
    ("address", "status", "parameter"),
    [
        ("/api/v1/search", 400, "q"),
        ("/api/v1/search?q=x&nosuch=1", 400, "nosuch"),
        ("/api/v1/search?q=x&q=y", 400, "q"),
        ("/api/v1/search?q=x&page=1000000000", 400, "page"),
        ("/api/v1/search?q=x&page=-1", 400, "page"),
        ("/api/v1/search?q=x&page=1e3", 400, "page"),
        ("/api/v1/search?q=x&limit=1000000", 400, "limit"),
        ("/api/v1/search?q=x&" + "&".join(f"source=s{i}" for i in range(300)), 400, "address"),
        ("/api/v1/search?q=x&after=9999-99-99", 400, "after"),
        ("/api/v1/search?q=x&after=2015-02-29", 400, "after"),
        ("/api/v1/search?q=%CA%CF%E3%D1", 400, "address"),
        ("/api/v1/search?q=" + "x" * 1001, 400, "q"),
        ("/api/v1/search?q=x&facet=price", 400, "facet"),
        ("/api/v1/search?q=x&levels=2", 400, "levels"),
        ("/api/v1/facets", 400, "q"),
        ("/api/v1/timeline", 400, "q"),
        ("/api/v1/timeline?q=x&by=week", 400, "by"),
        ("/api/v1/timeline?q=x&page=2", 400, "page"),
        ("/api/v1/analyze", 400, "text"),
        ("/api/v1/analyze?text=" + "x" * 1001, 400, "text"),
        ("/api/v1/stats?q=x", 400, "q"),
        ("/api/v1/documents/nosuch", 404, None),
        ("/api/v1/documents/nosuch/explain?q=x", 404, None),
        ("/api/v1/documents/nosuch/explain", 400, "q"),
        ("/api/v1/documents/nosuch/explain?q=x&page=2", 400, "page"),
        ("/api/v1/nosuch", 404, None),
        ("/api/v2/search?q=x", 404, None),
    ],
)
def test_problems(client: FlaskClient, address: str, status: int, parameter: str | None) -> None:
    response = client.get(address)
    assert response.status_code == status
    assert response.content_type == "application/problem+json"
    problem = response.get_json()
    assert problem["status"] == status
    assert problem["title"]
    assert problem["detail"].endswith(".")
    assert problem["instance"] == address.split("?")[0]
    assert problem.get("parameter") == parameter


def test_problems_are_in_the_requested_language(client: FlaskClient) -> None:
    problem = client.get("/api/v1/search?q=x&page=0&lang=ar").get_json()
    assert problem["detail"].startswith("يقبل المعامل «page» عددًا")


def test_other_methods_are_refused(client: FlaskClient) -> None:
    response = client.post("/api/v1/search?q=x", data=b"{}")
    assert response.status_code == 405
    assert "GET" in response.headers["Allow"]
    assert response.get_json()["status"] == 405


def test_a_body_too_large_is_refused(client: FlaskClient) -> None:
    response = client.get("/api/v1/search?q=x", data=b"x" * 1_000_001)
    assert response.status_code == 413
    assert response.get_json()["status"] == 413


ADDRESSES = (
    "/?q={}",
    "/?q={}&lang=en&level=root&operator=any&sort=newest",
    "/?q=x&source={}",
    "/analyze?text={}",
    "/search.atom?q={}",
    "/api/v1/search?q={}&levels=1&timeline=auto",
    "/api/v1/search?q=x&source={}&after={}",
    "/api/v1/facets?q={}",
    "/api/v1/timeline?q={}",
    "/api/v1/export?q={}&format=csv",
    "/api/v1/analyze?text={}",
    "/api/v1/suggest?q={}",
    "/api/v1/similar?id={}",
    "/api/v1/documents/{}?q={}",
)
HIDDEN_INPUT = re.compile(r'<input type="hidden"[^>]*>')  # their values are sent back unchanged
CONTROL_CHARACTER = re.compile("[\u202a-\u202e\u2066-\u2069\x00]")


@pytest.mark.slow
@pytest.mark.parametrize("address", ADDRESSES)
def test_any_text_is_answered_or_refused_at_every_address(
    client: FlaskClient, address: str
) -> None:
    for query in BAD_QUERIES:
        coded = quote(query.encode("utf-8", "surrogatepass"), safe="")
        response = client.get(address.replace("{}", coded), buffered=True)
        assert response.status_code in (200, 308, 400, 404), (query, response.text)
        if response.mimetype == "text/html":
            assert not CONTROL_CHARACTER.search(HIDDEN_INPUT.sub("", response.text)), query
        elif response.mimetype == "application/problem+json":
            problem = response.get_json()
            assert problem["detail"].endswith("."), query
            assert problem["status"] == response.status_code


@pytest.mark.parametrize("query", BAD_QUERIES, ids=lambda query: ascii(query[:12]))
def test_any_query_is_answered_or_refused(client: FlaskClient, query: str) -> None:
    coded = quote(query.encode("utf-8", "surrogatepass"))
    response = client.get(SEARCH + coded)
    assert response.status_code in (200, 400), response.text
    if response.status_code == 200:
        answer = msgspec.json.decode(response.data, type=Answer)
        assert answer.total or answer.warnings or answer.terms  # zero hits come with an explanation
    else:
        assert response.get_json()["parameter"] in ("q", "address")
    page = client.get("/?q=" + coded)
    assert page.status_code == (response.status_code if query.strip() else 200)


SUGGEST = "/api/v1/suggest?q="


def test_suggestions_have_the_answer_of_the_engine(client: FlaskClient) -> None:
    record = get(client, SUGGEST + "نشرة الط")
    answer = msgspec.json.decode(msgspec.json.encode(record), type=Completions)
    assert record["links"] == {"self": SUGGEST + quote("نشرة الط").replace("%20", "+")}
    assert answer.query == "نشرة الط"
    assert answer.index.documents == 29
    assert not answer.timed_out
    assert answer.completions[0] == Completion(text="نشرة الطقس رقم", kind="phrase", documents=25)


def test_a_space_at_the_end_completes_the_next_word(client: FlaskClient) -> None:
    assert get(client, SUGGEST + "أطلال ")["completions"] == [
        {"text": "أطلال تدمر", "kind": "phrase", "documents": 1}
    ]
    assert get(client, SUGGEST + "أطلال")["completions"][0]["text"] == "أطلال تدمر"


def test_suggestions_for_an_address_bar(client: FlaskClient) -> None:
    response = client.get(SUGGEST + "نشرة ا&format=opensearch&limit=1")
    assert response.content_type == "application/x-suggestions+json"
    text, description, address = "نشرة الطقس رقم", "in 25 titles", quote("نشرة الطقس رقم", safe="")
    assert response.get_json() == [
        "نشرة ا",
        [text],
        [description],
        ["http://localhost/?q=" + address.replace("%20", "+")],
    ]


def test_suggestions_are_in_the_requested_language(client: FlaskClient) -> None:
    query, texts, descriptions, addresses = client.get(
        SUGGEST + "المكت&format=opensearch&lang=ar"
    ).get_json()
    assert (query, texts[0], descriptions[0]) == ("المكت", "المكتبة", "في مقال واحد")
    assert addresses[0].endswith("&lang=ar")
    assert client.get(addresses[0]).status_code == 200


def test_each_address_of_a_suggestion_has_results(client: FlaskClient) -> None:
    for typed in ("ال", "تد", "نشرة ", "وبالمكت", '"أطلال ت', "أسعار الق"):
        _, texts, _, addresses = client.get(SUGGEST + typed + "&format=opensearch").get_json()
        assert texts
        for text, address in zip(texts, addresses, strict=True):
            assert client.get(address).status_code == 200
            assert get(client, SEARCH + quote(text))["total"] > 0


def test_no_suggestion_is_an_empty_list(client: FlaskClient) -> None:
    for typed in ("غغغ", "*", "مكت*"):
        assert get(client, SUGGEST + typed)["completions"] == []
    assert client.get(SUGGEST + "غغغ&format=opensearch").get_json() == ["غغغ", [], [], []]


@pytest.mark.parametrize(
    ("rest", "parameter"),
    [
        ("", "q"),
        ("q=x&q=y", "q"),
        ("q=x&limit=0", "limit"),
        ("q=x&limit=21", "limit"),
        ("q=x&limit=1e1", "limit"),
        ("q=x&format=xml", "format"),
        ("q=x&level=root", "level"),
        ("q=x&lang=fr", "lang"),
        ("q=" + "x" * 201, "q"),
    ],
)
def test_a_bad_parameter_of_suggest_is_named(
    client: FlaskClient, rest: str, parameter: str
) -> None:
    response = client.get("/api/v1/suggest?" + rest)
    assert response.status_code == 400
    assert response.content_type == "application/problem+json"
    assert response.get_json()["parameter"] == parameter


def test_a_limit_of_suggest_may_have_digits_of_any_script(client: FlaskClient) -> None:
    assert len(get(client, SUGGEST + "ال&limit=٣")["completions"]) == 3
    assert len(get(client, SUGGEST + "ال&limit=20")["completions"]) > 8
    assert len(client.get(SUGGEST + "x" * 200).get_json()["completions"]) == 0


def test_documents_are_looked_up_by_address(client: FlaskClient) -> None:
    address = quote("HTTP://www.example.org/library/?utm_source=x#top")
    answer = get(client, f"/api/v1/documents?url={address}")
    (found,) = answer["documents"]
    assert found["title"] == "افتتاح المكتبة العامة في وادي السنديان"
    assert found["url"] == "https://example.org/library"
    assert get(client, found["links"]["self"])["id"] == found["id"]
    assert get(client, answer["links"]["self"]) == answer


def test_an_address_of_no_document_is_a_problem(client: FlaskClient) -> None:
    missing = client.get("/api/v1/documents?url=https://example.org/nosuch")
    assert (missing.status_code, missing.get_json()["code"]) == (404, "no_document_at_address")
    bad = client.get("/api/v1/documents?url=تدمر")
    assert (bad.status_code, bad.get_json()["code"]) == (400, "not_an_address")
    assert bad.get_json()["parameter"] == "url"


def test_a_search_for_an_address_says_so(client: FlaskClient) -> None:
    answer = get(client, SEARCH + "http://example.org/library")
    assert [hit["url"] for hit in answer["hits"]] == ["https://example.org/library"]
    assert [(each["code"], each["documents"]) for each in answer["warnings"]] == [
        ("address_found", 1)
    ]
