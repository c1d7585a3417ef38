"""Bad requests: each is a problem document with a code, a parameter and a position."""

from __future__ import annotations

import json
import re
from urllib.parse import quote

import pytest
from flask.testing import FlaskClient

from corpus.messages import Message, render
from corpus.messages.english_catalogue import SENTENCES
from web.problems import STATUS_CODES, Problem, encode_problem

SEARCH = "/api/v1/search?"
MANY = "&".join(f"source=s{number}" for number in range(300))
FOREIGN_CURSOR = "AAAAAAAAAAAAkhSlMS4yMDI2"


@pytest.mark.parametrize(
    ("query_string", "parameter"),
    [
        pytest.param("q=x&page=1000000000", "page", id="a page of a billion"),
        pytest.param("q=x&page=-1", "page", id="a page before the first"),
        pytest.param("q=x&page=−1", "page", id="a page with a mathematical minus"),
        pytest.param("q=x&page=0", "page", id="page zero"),
        pytest.param("q=x&page=1e3", "page", id="a number with an exponent"),
        pytest.param("q=x&page=٣٫٥", "page", id="a decimal number"),
        pytest.param("q=x&limit=1000000", "limit", id="a million hits"),
        pytest.param("q=x&q=y", "q", id="two queries"),
        pytest.param("q=x&q=x", "q", id="the same query twice"),
        pytest.param("Q=x", "Q", id="an upper-case name"),
        pytest.param(f"q=x&{MANY}", "address", id="three hundred filters"),
        pytest.param("q=x&after=9999-99-99", "after", id="an impossible month and day"),
        pytest.param("q=x&before=2015-02-29", "before", id="29 February of a common year"),
        pytest.param("q=x&after=2015-02-30", "after", id="30 February"),
        pytest.param("q=x&after=2017&before=2016", "before", id="a reversed range"),
        pytest.param("q=x&after=1200هـ", "after", id="a Hijri year before the conversion tables"),
        pytest.param("q=x&cursor=x", "cursor", id="a forged cursor"),
        pytest.param(f"q=x&cursor={FOREIGN_CURSOR}", "cursor", id="a cursor of another query"),
        pytest.param("q=%FF", "address", id="invalid UTF-8"),
        pytest.param("q=%CA%CF%E3%D1", "address", id="Windows-1256"),
        pytest.param("q=%ED%A0%80", "address", id="a lone surrogate"),
        pytest.param("source=%FF&q=x", "address", id="invalid UTF-8 in a filter"),
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
        assert problem["code"] in SENTENCES
        assert problem["detail"].endswith(".")
        assert len(problem["detail"]) < 400


@pytest.mark.parametrize("number", ["٣", "۳", "3", " 3 "])
def test_numbers_may_have_digits_of_any_script(client: FlaskClient, number: str) -> None:
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
def test_a_syntax_error_has_a_position(client: FlaskClient, query: str, piece: str) -> None:
    for name in ("search", "facets", "export"):
        problem = client.get(f"/api/v1/{name}", query_string={"q": query}).get_json()
        assert (problem["status"], problem["parameter"]) == (400, "q")
        position = problem["position"]
        assert query[position["start"] : position["end"]] == piece


def test_other_errors_have_no_position(client: FlaskClient) -> None:
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
def test_a_notice_about_the_query_has_a_code_and_a_position(
    client: FlaskClient, query: str, code: str, piece: str
) -> None:
    answer = client.get("/api/v1/search", query_string={"q": query}).get_json()
    (notice,) = answer["notices"]
    assert notice["code"] == code
    assert notice in answer["warnings"]
    assert query[notice["start"] : notice["end"]] == piece


def test_a_problem_has_the_parameters_of_its_message(client: FlaskClient) -> None:
    problem = client.get(f"{SEARCH}q=x&limit=101&lang=ar").get_json()
    message = Message(problem["code"], {name: problem[name] for name in PARAMETERS})
    assert message.params == {"parameter": "limit", "low": 1, "high": 100, "value": "101"}
    assert problem["detail"] == render(message, "ar")


PARAMETERS = ("parameter", "low", "high", "value")


def test_no_parameter_of_a_message_replaces_a_member_of_a_problem() -> None:
    members = {*Problem.__struct_fields__, "type"} - {"parameter"}
    for code, template in SENTENCES.items():
        assert members.isdisjoint(re.findall(r"\{(\w+)", template)), code


@pytest.mark.parametrize("status", STATUS_CODES)
def test_every_status_has_a_problem(status: int) -> None:
    problem = json.loads(encode_problem(status, Message(STATUS_CODES[status])))
    assert (problem["status"], problem["code"]) == (status, STATUS_CODES[status])
