"""``warraq search``."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest

from corpus.document import Document
from search.answer import Answer
from tests.commands import json_of, ok, run
from tests.homes import MakeHome
from tests.search.bad_queries import BAD_QUERIES


def test_a_hit_is_printed_with_its_fields_and_snippet(home: Path) -> None:
    lines = ok(run(home, "search", "المكتبه")).splitlines()
    assert lines[0] == "1 document"
    assert lines[1] == "1. افتتاح المكتبة"
    assert lines[2].split(" · ") == ["   بريد المشرق", "2016-12-03", "رنا", "أ"]
    assert "المكتبة العامة" in lines[3]


def test_facets_and_levels_are_counted(home: Path) -> None:
    options = ("--facet", "source", "--facet", "year", "--levels")
    lines = ok(run(home, "search", "سوق", *options)).splitlines()
    assert lines[:4] == [
        "2 documents",
        "levels: exact 2، form 2، particles 2، stem 2، root 2",
        "source: أسواق 2",
        "year: 2017 1، none 1",
    ]
    assert lines[4].startswith("1. ")
    answer = json_of(run(home, "search", "قزحستان", *options, "--json"), 1)
    assert [facet["values"] for facet in answer["facets"]] == [[], []]


def test_json_is_an_answer(home: Path) -> None:
    result = run(home, "search", "سوق", "--json")
    answer = msgspec.json.decode(ok(result), type=Answer)
    assert (answer.query, answer.total, answer.total_relation) == ("سوق", 2, "exact")
    assert "سوق" in result.stdout  # unescaped
    assert set(msgspec.json.decode(result.stdout)) == {
        *("query", "operator", "total", "total_relation", "took_ms", "timed_out", "warnings"),
        *(
            "notices",
            "expansions",
            "suggestions",
            "terms",
            "facets",
            "levels",
            "timeline",
            "undated",
            "index",
            "hits",
        ),
        *("close_total", "close_texts", "texts", "most_words"),
    }
    assert set(msgspec.json.decode(result.stdout)["index"]) == {
        *("generation", "built_at", "analyzer", "documents")
    }


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        (("سوق OR مكتبة",), {"أ", "ب", "ج"}),
        (("سوق مكتبة", "--any"), {"أ", "ب", "ج"}),
        (("*", "--source", "أسواق"), {"ب", "ج"}),
        (("*", "--source", "أسواق", "--source", "بريد المشرق"), {"أ", "ب", "ج"}),
        (("*", "--after", "2017"), {"ب"}),
        (("*", "--before", "2016-12"), {"أ"}),
        (("*", "--before", "كانون الأول 2016"), {"أ"}),
        (("مكتبات", "--level", "stem"), {"أ"}),
        (("يكتبون", "--level", "root"), {"أ"}),
        (("سوق", "--limit", "1", "--sort", "newest"), {"ب"}),
        (("سوق", "--limit", "1", "--offset", "1", "--sort", "oldest"), {"ج"}),
    ],
)
def test_options_change_the_hits(home: Path, options: tuple[str, ...], expected: set[str]) -> None:
    answer = json_of(run(home, "search", *options, "--json"))
    assert {hit["id"] for hit in answer["hits"]} == expected


def test_close_matches_and_their_number(make_home: MakeHome) -> None:
    far = "سطر في أمر آخر لا شأن له بما يطلب " * 40
    texts = {"about": "حريق المكتبة", "weak": f"{far} حريق {far} المكتبة"}
    home = make_home([Document(id=name, text=text) for name, text in texts.items()])
    asked = ("search", "حريق المكتبة", "--sort", "newest")
    assert ok(run(home, *asked)).startswith("2 documents")
    assert ok(run(home, *asked, "--matches", "close")).startswith("1 close match of 2 documents")
    answer = json_of(run(home, *asked, "--matches", "close", "--json"))
    assert (answer["total"], answer["close_total"]) == (2, 1)
    assert [hit["id"] for hit in answer["hits"]] == ["about"]
    rows = ok(run(home, "export", "حريق المكتبة", "--matches", "close")).splitlines()
    assert [msgspec.json.decode(row)["id"] for row in rows] == ["about"]


def test_ranks_continue_after_an_offset(home: Path) -> None:
    assert "2. سوق" in ok(run(home, "search", "سوق", "--offset", "1"))


@pytest.mark.parametrize("options", [(), ("--json",)])
def test_no_hits_is_exit_code_1(home: Path, options: tuple[str, ...]) -> None:
    result = run(home, "search", "zzzz", *options)
    ok(result, 1)
    if options:
        assert msgspec.json.decode(result.stdout)["total"] == 0
    else:
        assert result.stderr == "Nothing found for zzzz among 3 documents.\n"


def test_warnings_go_to_standard_error(home: Path) -> None:
    result = run(home, "search", "nosuch:سوق OR سوق")
    assert "is not a field" in result.stderr
    assert "is not a field" not in ok(result)


@pytest.mark.parametrize("query", BAD_QUERIES, ids=lambda query: ascii(query[:12]))
def test_any_query_text_is_answered_or_refused(sample_home: Path, query: str) -> None:
    result = run(sample_home, "search", "--json", "--", query)
    assert result.exit_code in (0, 1, 2)
    if result.exit_code == 2:
        assert result.stdout == ""
        assert result.stderr.strip()
    else:
        assert bool(msgspec.json.decode(result.stdout)["total"]) == (result.exit_code == 0)
    assert run(sample_home, "search", "--", query).exit_code == result.exit_code


def test_an_address_finds_its_document(make_home: MakeHome) -> None:
    url = "https://example.org/news/المكتبة"
    home = make_home([Document(id="أ", title="المكتبة", text="نص", url=url, source="س")])
    result = run(
        home, "search", "http://www.example.org/news/%D8%A7%D9%84%D9%85%D9%83%D8%AA%D8%A8%D8%A9/"
    )
    assert ok(result).splitlines()[1] == "1. المكتبة"
    assert "This is the address of a document of the archive:" in result.stderr


def test_an_address_of_no_document_is_reported(make_home: MakeHome) -> None:
    known = "https://example.org/news/1"
    home = make_home([Document(id="أ", title="المكتبة", text="نص", url=known, source="س")])
    result = run(home, "search", "https://example.org/news/المكتبة")
    assert result.exit_code == 1
    assert result.stderr.splitlines() == [
        "No document of the archive has the address https://example.org/news/المكتبة",
        "The words in it find 1 document: المكتبة",
        'For other documents of example.org: source:"س" finds 1 document.',
    ]


def test_documents_without_a_date_are_counted(make_home: MakeHome) -> None:
    home = make_home(
        [Document(id="أ", text="سوق", date="2016"), Document(id="ب", text="سوق الذهب")]
    )
    left_out = run(home, "search", "سوق", "--after", "2016")
    assert "1 document without a date is left out: سوق date:none" in left_out.stderr
    last = run(home, "search", "سوق", "--sort", "newest")
    assert "1 document of them has no date: سوق date:none" in last.stderr
    assert "date:none" not in run(home, "search", "سوق").stderr
