"""Bad requests: each a problem document that names what was wrong, and where."""

from __future__ import annotations

from urllib.parse import quote

import pytest
from flask.testing import FlaskClient

SEARCH = "/api/v1/search?"
MANY = "&".join(f"source=s{number}" for number in range(300))
OTHERS = "AAAAAAAAAAAAkhSlMS4yMDI2"


@pytest.mark.parametrize(
    ("query_string", "parameter"),
    [
        pytest.param("q=x&page=1000000000", "page", id="a page of a thousand million"),
        pytest.param("q=x&page=-1", "page", id="a page before the first"),
        pytest.param("q=x&page=−1", "page", id="the same with the sign of mathematics"),
        pytest.param("q=x&page=0", "page", id="page nought"),
        pytest.param("q=x&page=1e3", "page", id="a number with an exponent"),
        pytest.param("q=x&page=٣٫٥", "page", id="a broken number"),
        pytest.param("q=x&limit=1000000", "limit", id="a million hits"),
        pytest.param("q=x&q=y", "q", id="two queries"),
        pytest.param("q=x&q=x", "q", id="the same query twice"),
        pytest.param("Q=x", "Q", id="a name in capitals"),
        pytest.param(f"q=x&{MANY}", "address", id="three hundred filters"),
        pytest.param("q=x&after=9999-99-99", "after", id="a date that no year has"),
        pytest.param("q=x&before=2015-02-29", "before", id="29 February of a common year"),
        pytest.param("q=x&after=2015-02-30", "after", id="30 February"),
        pytest.param("q=x&after=2017&before=2016", "before", id="a range that runs backwards"),
        pytest.param("q=x&after=1200هـ", "after", id="a Hijri year before the tables begin"),
        pytest.param("q=x&cursor=x", "cursor", id="a forged cursor"),
        pytest.param(f"q=x&cursor={OTHERS}", "cursor", id="a cursor of another question"),
        pytest.param("q=%FF", "address", id="bytes that are no UTF-8"),
        pytest.param("q=%CA%CF%E3%D1", "address", id="Windows-1256"),
        pytest.param("q=%ED%A0%80", "address", id="a lone surrogate"),
        pytest.param("source=%FF&q=x", "address", id="a filter that is no UTF-8"),
    ],
)
def test_a_bad_parameter_is_named(client: FlaskClient, query_string: str, parameter: str) -> None:
    for path in ("/api/v1/search", "/api/v1/facets"):
        if path.endswith("facets") and parameter == "cursor":
            continue
        response = client.get(f"{path}?{query_string}")
        assert response.status_code == 400
        assert response.content_type == "application/problem+json"
        problem = response.get_json()
        assert problem["parameter"] == parameter
        assert problem["detail"].endswith(".")
        assert len(problem["detail"]) < 400


@pytest.mark.parametrize("number", ["٣", "۳", "3", " 3 "])
def test_digits_of_any_shape_are_no_fault(client: FlaskClient, number: str) -> None:
    answer = client.get(f"{SEARCH}q=الأرصاد&limit=5&page={quote(number)}").get_json()
    assert answer["links"]["self"].endswith("limit=5&page=3")


def test_a_body_of_fifty_megabytes_is_refused(client: FlaskClient) -> None:
    for ask in (client.get, client.post):
        response = ask(f"{SEARCH}q=x", data=bytes(50_000_000))
        assert response.status_code == 413
        assert response.content_type == "application/problem+json"


@pytest.mark.parametrize(
    ("query", "piece"),
    [
        ("*ون", "*ون"),
        ("تدمر *ون", "*ون"),
        ("تدمر /ق.*/ بصرى", "/ق.*/"),
        ("\U0001f600 /ق.*/", "/ق.*/"),
        ("تدمر date:2016-13", "date:2016-13"),
    ],
)
def test_a_fault_of_syntax_has_its_place(client: FlaskClient, query: str, piece: str) -> None:
    for name in ("search", "facets", "export"):
        problem = client.get(f"/api/v1/{name}", query_string={"q": query}).get_json()
        assert (problem["status"], problem["parameter"]) == (400, "q")
        place = problem["position"]
        assert query[place["start"] : place["end"]] == piece


def test_other_faults_have_no_place(client: FlaskClient) -> None:
    assert "position" not in client.get(f"{SEARCH}q=x&page=0").get_json()
    assert "position" not in client.get(f"{SEARCH}q={'x' * 1001}").get_json()


@pytest.mark.parametrize(
    ("query", "code", "piece"),
    [
        ('تدمر "بصرى', "unclosed_quote", '"'),
        ("تدمر (بصرى", "unclosed_group", "("),
        ("nosuch:تدمر", "unknown_field", "nosuch:"),
        ("تدمر date:2017..2016", "reversed_range", "date:2017..2016"),
    ],
)
def test_a_warning_about_the_query_has_a_code_and_a_place(
    client: FlaskClient, query: str, code: str, piece: str
) -> None:
    answer = client.get("/api/v1/search", query_string={"q": query}).get_json()
    (notice,) = answer["notices"]
    assert notice["code"] == code
    assert notice["message"] in answer["warnings"]
    assert query[notice["start"] : notice["end"]] == piece
