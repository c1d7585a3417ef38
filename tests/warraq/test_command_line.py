"""The command line: every command and option, its JSON, its sentences and its exit codes."""

from __future__ import annotations

import csv
import gzip
import io
from pathlib import Path

import msgspec
import pytest

from corpus.document import Document
from index.generation import current
from search.answer import Answer, Completions, Stats
from search.engine import archive_path
from search.word_analysis import WordAnalysis
from tests.commands import json_of, ok, run
from tests.homes import SAMPLE, MakeHome
from tests.search.bad_queries import BAD_QUERIES


@pytest.fixture
def home(make_home: MakeHome) -> Path:
    """A home to change."""
    return make_home(
        [
            Document(
                id="أ",
                title="افتتاح المكتبة",
                text="افتتحت البلدية المكتبة العامة.\n\nوفيها كتب كثيرة.",
                date="2016-12-03",
                source="بريد المشرق",
                author="رنا",
                original="افتتاح المكتبة | بريد المشرق\nافتتحت البلدية المكتبة العامة.",
            ),
            Document(id="ب", title="سوق المدينة", text="أسعار القمح.", date="2017", source="أسواق"),
            Document(id="ج", title="سوق القرية", text="أسعار الزيت.", source="أسواق"),
        ]
    )


# add


def test_add(tmp_path: Path) -> None:
    home, file = tmp_path / "home", tmp_path / "خبر.txt"
    file.write_text("سوق المدينة | أسواق\nديسمبر 03, 2016\nسوق المدينة\nارتفعت الأسعار.\n", "utf-8")
    assert ok(run(home, "add", str(file))).startswith("1 added, 0 replaced, 0 unchanged, 0 refused")
    assert ok(run(home, "add", str(file))).startswith("0 added, 0 replaced, 1 unchanged")
    (hit,) = json_of(run(home, "search", "الاسعار", "--json"))["hits"]
    assert (hit["title"]["text"], hit["date"]) == ("سوق المدينة", "2016-12-03")


def test_add_a_folder_and_everything_in_it(tmp_path: Path) -> None:
    found = json_of(run(tmp_path / "home", "add", str(SAMPLE), "--json"))
    assert found == {
        "added": 66,
        "replaced": 0,
        "unchanged": 0,
        "refused": [],
        "indexed": 66,
        "documents": 66,
        "generation": 1,
    }


def test_add_sets_source_and_date(tmp_path: Path) -> None:
    lines = b'{"id": "1", "text": "\xd9\x83\xd8\xaa\xd8\xa7\xd8\xa8", "date": "2020"}\n'
    home = tmp_path / "home"
    options = ("--source", "صحيفة", "--date", "ديسمبر 2016", "--format", "jsonl")
    ok(run(home, "add", "-", *options, input=lines))
    document = json_of(run(home, "show", "1", "--json"))
    assert (document["source"], document["date"]) == ("صحيفة", "2016-12")


def test_add_says_what_it_refused_and_takes_the_rest(tmp_path: Path) -> None:
    file = tmp_path / "أخبار.jsonl"
    file.write_text('{"id": "1", "text": "كتاب"}\n{broken\n{"id": "2", "text": "قلم"}\n', "utf-8")
    result = run(tmp_path / "home", "add", str(file), "--json")
    found = json_of(result)
    assert (found["added"], found["documents"], found["indexed"]) == (2, 2, 2)
    (refusal,) = found["refused"]
    assert (refusal["path"], refusal["line"]) == (str(file), 2)
    assert f"{file}:2: " in result.stderr


def test_add_reads_gzip_and_tells_of_a_replaced_document(tmp_path: Path) -> None:
    home, file = tmp_path / "home", tmp_path / "a.jsonl.gz"
    for text in ("كتاب", "قلم"):
        file.write_bytes(gzip.compress(f'{{"id": "1", "text": "{text}"}}\n'.encode()))
        result = run(home, "add", str(file))
    assert ok(result).startswith("0 added, 1 replaced")
    assert "1: replaced" in result.stderr
    ok(run(home, "search", "كتاب"), 1)
    ok(run(home, "search", "قلم"))


@pytest.mark.parametrize(
    "arguments",
    [
        ("add",),
        ("add", "{folder}/absent.txt"),
        ("add", "{folder}/picture.txt"),
        ("add", "{folder}/picture.txt", "--date", "2016-13"),
        ("add", "{folder}/picture.txt", "--format", "pdf"),
    ],
)
def test_nothing_that_can_be_added(tmp_path: Path, arguments: tuple[str, ...]) -> None:
    (tmp_path / "picture.txt").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 8)
    result = run(tmp_path / "home", *(part.format(folder=tmp_path) for part in arguments))
    ok(result, 2)
    assert result.stderr.strip()


# search


def test_search(home: Path) -> None:
    lines = ok(run(home, "search", "المكتبه")).splitlines()
    assert lines[0] == "1 document"
    assert lines[1] == "1. افتتاح المكتبة"
    assert lines[2].split(" · ") == ["   بريد المشرق", "2016-12-03", "رنا", "أ"]
    assert "المكتبة العامة" in lines[3]


def test_search_counts_beside_the_hits(home: Path) -> None:
    options = ("--facet", "source", "--facet", "year", "--levels")
    lines = ok(run(home, "search", "سوق", *options)).splitlines()
    assert lines[:4] == [
        "2 documents",
        "levels: exact 2، form 2، stem 2، root 2",
        "source: أسواق 2",
        "year: 2017 1، none 1",
    ]
    assert lines[4].startswith("1. ")
    answer = json_of(run(home, "search", "قزحستان", *options, "--json"), 1)
    assert [facet["values"] for facet in answer["facets"]] == [[], []]


def test_search_as_json_is_an_answer(home: Path) -> None:
    result = run(home, "search", "سوق", "--json")
    answer = msgspec.json.decode(ok(result), type=Answer)
    assert (answer.query, answer.total, answer.total_relation) == ("سوق", 2, "exact")
    assert "سوق" in result.stdout  # unescaped
    assert set(msgspec.json.decode(result.stdout)) == {
        *("query", "total", "total_relation", "took_ms", "timed_out", "warnings", "notices"),
        *("expansions", "suggestions", "terms", "facets", "levels", "timeline", "index", "hits"),
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
def test_search_options(home: Path, options: tuple[str, ...], expected: set[str]) -> None:
    answer = json_of(run(home, "search", *options, "--json"))
    assert {hit["id"] for hit in answer["hits"]} == expected


def test_ranks_go_on_from_page_to_page(home: Path) -> None:
    assert "2. سوق" in ok(run(home, "search", "سوق", "--offset", "1"))


@pytest.mark.parametrize("options", [(), ("--json",)])
def test_nothing_found(home: Path, options: tuple[str, ...]) -> None:
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


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("search", "سوق", "--after", "2016-99"), "is not a date"),
        (("search", "سوق", "--after", "2017", "--before", "2016"), "run backwards"),
        (("search", "سوق", "--limit", "0"), "from 1 to 100"),
        (("search", "سوق", "--limit", "101"), "from 1 to 100"),
        (("search", "سوق", "--limit", "كثير"), "--limit"),
        (("search", "سوق", "--offset", "-1"), "."),
        (("search", "سوق", "--offset", "1000000000"), "narrow the query"),
        (("search", "سوق", "--level", "lemma"), "--level"),
        (("search", "سوق", "--sort", "random"), "--sort"),
        (("search", "سوق", "--facet", "price"), "--facet"),
        (("search", "*سوق"), "begins with *"),
        (("search", "ك" * 100), "64 characters"),
        (("search",), "QUERY"),
        (("search", "سوق", "--nosuch"), "--nosuch"),
        (("nosuch",), "nosuch"),
        (("batch", "absent.jsonl"), "absent.jsonl"),
        (("batch", __file__), "test_command_line.py:1: This line is not"),
        (("batch", __file__, "--input", "txt", "--limit", "0"), "from 1 to 10,000"),
        (("delete",), "Name the ids"),
        (("analyze", "ك" * 1_001), "1,000 characters"),
        (("suggest", "ك" * 201), "200 characters"),
        (("timeline", "سوق", "--after", "2015-02-30"), "is not a date"),
        (("suggest", "سوق", "--limit", "21"), "from 1 to 20"),
    ],
)
def test_bad_input(home: Path, arguments: tuple[str, ...], sentence: str) -> None:
    result = run(home, *arguments)
    assert ok(result, 2) == ""
    assert sentence in result.stderr


@pytest.mark.parametrize("query", BAD_QUERIES, ids=lambda query: ascii(query[:12]))
def test_any_query_text(sample_home: Path, query: str) -> None:
    result = run(sample_home, "search", "--json", "--", query)
    assert result.exit_code in (0, 1, 2)
    if result.exit_code == 2:
        assert result.stdout == ""
        assert result.stderr.strip()
    else:
        assert bool(msgspec.json.decode(result.stdout)["total"]) == (result.exit_code == 0)
    assert run(sample_home, "search", "--", query).exit_code == result.exit_code


# batch


@pytest.fixture
def queries(tmp_path: Path) -> Path:
    path = tmp_path / "queries.jsonl"
    path.write_text(
        '{"id": "q1", "text": "سوق القمح"}\n\n{"id": "q2", "text": "لا شيء هنا: -سوق*"}\n'
        '{"id": "q3", "text": "zzzz"}\n',
        "utf-8",
    )
    return path


def test_batch_as_trec(home: Path, queries: Path) -> None:
    lines = ok(run(home, "batch", str(queries), "--format", "trec")).splitlines()
    rows = [line.split(" ") for line in lines]
    assert [row[0] for row in rows] == ["q1", "q1", "q2", "q2"]
    assert {(row[1], row[5]) for row in rows} == {("Q0", "warraq")}
    assert [row[3] for row in rows] == ["1", "2", "1", "2"]
    assert float(rows[0][4]) > float(rows[1][4]) > 0
    assert rows[0][2] == "ب"


def test_batch_as_jsonl_and_csv(home: Path, queries: Path) -> None:
    lines = ok(run(home, "batch", str(queries))).splitlines()
    records = [msgspec.json.decode(line) for line in lines]
    assert set(records[0]) == {"query", "document", "rank", "score"}
    text = ok(run(home, "batch", str(queries), "--format", "csv"))
    rows = list(csv.DictReader(io.StringIO(text)))
    assert [(row["query"], row["document"]) for row in rows] == [
        (record["query"], record["document"]) for record in records
    ]


def test_batch_options_and_standard_input(home: Path, queries: Path) -> None:
    result = run(home, "batch", "-", "--limit", "1", "--level", "form", input=queries.read_bytes())
    assert [msgspec.json.decode(line)["rank"] for line in ok(result).splitlines()] == [1, 1]


@pytest.mark.parametrize(
    ("line", "sentence"),
    [
        ("{broken", "queries.jsonl:2: This line is not"),
        ('{"id": "x"}', "queries.jsonl:2: This line is not"),
        ('{"id": "q1", "text": "قمح"}', "Line 1 has the id q1 already"),
    ],
)
def test_batch_with_a_bad_line(home: Path, queries: Path, line: str, sentence: str) -> None:
    queries.write_text(f'{{"id": "q1", "text": "سوق"}}\n{line}\n', "utf-8")
    result = run(home, "batch", str(queries))
    assert ok(result, 2) == ""
    assert sentence in result.stderr


def test_batch_goes_on_after_a_query_that_is_refused(home: Path, queries: Path) -> None:
    bad = f'{{"id": "bad", "text": "{"ك" * 100}"}}\n'
    good = queries.read_text("utf-8")
    queries.write_text(bad + good, "utf-8")
    result = run(home, "batch", str(queries), "--format", "trec")
    assert ok(result, 1) == ok(run(home, "batch", "-", "--format", "trec", input=good))
    assert result.stderr.splitlines() == [
        "bad: A query takes up to words of 64 characters; this one has one of 100: shorten it.",
        "3 queries answered, 1 refused.",
    ]
    queries.write_text(bad, "utf-8")
    ok(run(home, "batch", str(queries)), 2)


def test_batch_counts_terms_into_a_file(home: Path, tmp_path: Path) -> None:
    terms, counts = tmp_path / "terms.txt", tmp_path / "counts.csv"
    terms.write_text('المكتبة\n"أسعار القمح"\nسوق OR مكتبة\n', "utf-8")
    options = ("--syntax", "--counts", "--levels", "--format", "csv", "--output", str(counts))
    assert ok(run(home, "batch", str(terms), *options)) == ""
    rows = list(csv.DictReader(io.StringIO(counts.read_text("utf-8"))))
    assert [row["query"] for row in rows] == ["1", "2", "3"]
    for row, text in zip(rows, terms.read_text("utf-8").splitlines(), strict=True):
        assert row["text"] == text
        found = json_of(run(home, "search", text, "--levels", "--json"))
        assert int(row["documents"]) == found["total"] > 0
        for each in found["levels"]:
            assert int(row[each["level"]]) == each["documents"]
    result = run(home, "batch", str(terms), *options)
    ok(result, 2)
    assert "--restart" in result.stderr
    ok(run(home, "batch", str(terms), *options, "--restart", "--workers", "2"))


def test_batch_filters_and_columns(home: Path, queries: Path) -> None:
    options = ("--column", "title", "--column", "source", "--source", "أسواق", "--after", "2017")
    found = ok(run(home, "batch", str(queries), *options, "--operator", "all"))
    hits = [msgspec.json.decode(line) for line in found.splitlines()]
    assert hits
    assert {hit["source"] for hit in hits} == {"أسواق"}
    assert all(list(hit)[-2:] == ["title", "source"] for hit in hits)


# show, delete, analyze, stats, rebuild


def test_show(home: Path) -> None:
    assert ok(run(home, "show", "أ")) == (
        "افتتاح المكتبة\nبريد المشرق · رنا · 2016-12-03\n\n"
        "افتتحت البلدية المكتبة العامة.\n\nوفيها كتب كثيرة.\n"
    )
    raw = ok(run(home, "show", "أ", "--raw"))
    assert raw == "افتتاح المكتبة | بريد المشرق\nافتتحت البلدية المكتبة العامة.\n"
    assert ok(run(home, "show", "ب", "--raw")) == "أسعار القمح.\n"
    document = msgspec.json.decode(ok(run(home, "show", "أ", "--json")), type=Document)
    assert (document.id, document.source, document.date) == ("أ", "بريد المشرق", "2016-12-03")


def test_show_what_is_not_there(home: Path) -> None:
    result = run(home, "show", "قزحستان")
    assert ok(result, 1) == ""
    assert result.stderr == "There is no document قزحستان in the archive.\n"


def test_delete(home: Path) -> None:
    result = run(home, "delete", "أ", "غائب")
    assert ok(result) == "1 deleted.\n"
    assert "غائب" in result.stderr
    ok(run(home, "search", "المكتبة"), 1)
    ok(run(home, "show", "أ"), 1)
    ok(run(home, "delete", "أ"), 1)


def test_delete_a_source_asks_first(home: Path) -> None:
    ok(run(home, "delete", "--source", "أسواق", input="n\n"), 1)
    assert json_of(run(home, "stats", "--json"))["documents"] == 3
    assert ok(run(home, "delete", "--source", "أسواق", input="y\n")) == "2 deleted.\n"
    assert ok(run(home, "delete", "--source", "بريد المشرق", "--yes")) == "1 deleted.\n"
    ok(run(home, "delete", "--source", "بريد المشرق", "--yes"), 1)


def test_timeline(home: Path) -> None:
    total = json_of(run(home, "search", "*", "--json"))["total"]
    found = json_of(run(home, "timeline", "*", "--json"))
    told = sum(each["documents"] for each in [*found["bins"], *found["coarser"]])
    assert told + found["undated"] == total
    lines = ok(run(home, "timeline", "*", "--by", "year")).splitlines()
    assert f"without a date {found['undated']}" in lines
    assert sum(int(line.split()[1]) for line in lines if line[:4].isdigit()) > 0
    assert ok(run(home, "timeline", "غغغ"), 1) == ""


def test_suggest(home: Path) -> None:
    assert ok(run(home, "suggest", "سوق ال")).splitlines()[0].split(maxsplit=2) == [
        "1", "titles", "سوق القرية",
    ]  # fmt: skip
    assert ok(run(home, "suggest", "المكتبه")).split() == ["1", "documents", "المكتبة"]
    found = msgspec.json.decode(
        ok(run(home, "suggest", "سوق ", "--limit", "1", "--json")), type=Completions
    )
    assert [(each.text, each.kind) for each in found.completions] == [("سوق القرية", "phrase")]
    assert ok(run(home, "suggest", "غغغ"), 1) == ""
    empty = json_of(run(home, "suggest", "غغغ", "--json"), 1)
    assert empty["completions"] == []


def test_analyze(home: Path) -> None:
    shown = ok(run(home, "analyze", "والمكتبة"))
    for part in ("والمكتبة", "form والمكتبه", "stem مكتبه", "root كتب", "same stem"):
        assert part in shown
    words = msgspec.json.decode(
        ok(run(home, "analyze", "والمكتبة ٢٠١٦", "--json")), type=list[WordAnalysis]
    )
    assert [word.form for word in words] == ["والمكتبه", "2016"]
    ok(run(home, "analyze", "؟!"), 1)


def test_stats(home: Path) -> None:
    stats = msgspec.json.decode(ok(run(home, "stats", "--json")), type=Stats)
    assert (stats.documents, stats.indexed) == (3, 3)
    assert (stats.first_date, stats.last_date) == ("2016-12-03", "2017")
    assert [(count.source, count.documents) for count in stats.sources] == [
        ("أسواق", 2),
        ("بريد المشرق", 1),
    ]
    shown = ok(run(home, "stats"))
    assert shown.startswith("3 documents, 3 indexed")
    assert "dates 2016-12-03 to 2017" in shown
    assert "        2  أسواق" in shown


def test_verify(home: Path) -> None:
    assert ok(run(home, "verify")) == "Archive and index are whole and agree.\n"
    assert json_of(run(home, "verify", "--json")) == []
    folder = current(home)
    assert folder is not None
    (folder / "vocabulary.arrays").write_bytes(b"")
    assert "vocabulary.arrays" in ok(run(home, "verify"), 1)


def test_rebuild(home: Path) -> None:
    (home / "index" / "CURRENT").write_text("garbage")
    result = run(home, "search", "سوق")
    ok(result, 2)
    assert "`warraq rebuild`" in result.stderr
    assert ok(run(home, "rebuild")) == "3 documents indexed.\n"
    ok(run(home, "search", "سوق"))
    assert json_of(run(home, "rebuild", "--json"))["documents"] == 3


# Where there is nothing


@pytest.mark.parametrize(
    "arguments",
    [
        *(("search", "سوق"), ("stats",), ("rebuild",), ("show", "أ"), ("delete", "أ")),
        *(("analyze", "سوق"), ("suggest", "سوق"), ("serve",)),
    ],
)
def test_without_an_archive(tmp_path: Path, arguments: tuple[str, ...]) -> None:
    result = run(tmp_path / "home", *arguments)
    assert ok(result, 2) == ""
    assert "There is no archive in" in result.stderr
    assert not (tmp_path / "home").exists()


def test_a_damaged_archive_is_told(home: Path) -> None:
    archive_path(home).write_bytes(b"garbage" * 2_000)
    for arguments in (("search", "سوق"), ("show", "أ"), ("rebuild",), ("add", str(SAMPLE))):
        result = run(home, *arguments)
        ok(result, 2)
        assert str(archive_path(home)) in result.stderr
