"""The documentation is complete: commands, options, parameters, answers, links."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Iterator
from functools import partial
from itertools import pairwise
from pathlib import Path
from typing import Any, get_args
from urllib.parse import quote, urlencode, urlsplit

import click
import pytest
from click.testing import CliRunner
from flask import Flask

from arabic.dates import parse_date
from corpus import fields
from corpus.document import Document
from corpus.readers import FORMATS
from corpus.readers.record import KEYS
from search.answer import (
    Answer,
    Completion,
    Completions,
    CopiesAnswer,
    Copy,
    CopyGroup,
    Expansion,
    Facet,
    FacetValue,
    Hit,
    IndexInfo,
    LevelCount,
    Mark,
    Marked,
    Passage,
    SourceCount,
    Stats,
    Suggestion,
    Timeline,
    YearCount,
)
from search.batch.formats import FORMATS as RUN_FORMATS
from search.comparison.differences import ComparedPart, TextDifferences, WordCounts
from search.comparison.document_differences import DifferingDocument, DocumentDifferences
from search.coverage.answer import (
    CheckedDocument,
    Coverage,
    FoundQuotation,
    NewInDraft,
    SameStory,
    SameText,
    Searched,
    SharedPassage,
    TextSpan,
)
from search.engine import Engine
from search.explanation import Evidence, EvidenceKind, ScoreExplanation, WordOccurrences
from search.request import FACETS
from search.similar import Similar, SimilarDocument
from search.word_analysis import ClassAlias, ClassMember, WordAnalysis, WordReading, WordStep
from tests.docs.pages import DOCS, PAGES, anchors, blocks, commands, links, rows
from tests.docs.pages import shown as shown_in
from tests.homes import PROGRAM, ROOT
from warraq.cli import main
from web.api.endpoints import API_ENDPOINTS, Endpoint
from web.app import create_app
from web.pages.labels import ANALYSIS_STEPS, FINDINGS, READING_SOURCES
from web.problems import Problem

COMMAND_LINE = DOCS / "command-line.md"
API = DOCS / "api.md"
INPUT = DOCS / "input.md"

KEYWORD_LINK = "[keyword field](query-language.md#fields)"
"""Where other pages name a keyword field, they link to the table of them."""

NUMBER = re.compile(r"\d+\.\d+")


def section(page: Path, heading: str) -> str:
    """The section of a page under a second-level heading."""
    text = page.read_text(encoding="utf-8")
    found = re.search(rf"^## {re.escape(heading)}$(.*?)(?=^## |\Z)", text, re.MULTILINE | re.DOTALL)
    assert found, f"{page.name} has no section {heading}"
    return found[1]


def names(text: str) -> set[str]:
    """The names that the tables of a text explain: code in the first cells."""
    cells = re.findall(r"^\| ([^|]*)\|", text, re.MULTILINE)
    return {name for cell in cells for name in re.findall(r"`([^`]+)`", cell)}


# The command line


def with_subcommands(command: click.Command) -> list[click.Command]:
    """A command, and those of its group if it is one."""
    own = command.commands.values() if isinstance(command, click.Group) else ()
    return [command, *own]


PARAMETERS = [
    (name, option, parameter)
    for name, command in main.commands.items()
    for each in with_subcommands(command)
    for parameter in each.params
    if isinstance(parameter, click.Option)
    for option in parameter.opts
]
OPTIONS = sorted({(name, option) for name, option, _ in PARAMETERS})


def test_the_sections_are_the_commands() -> None:
    text = COMMAND_LINE.read_text(encoding="utf-8")
    headings = re.findall(r"^## (.+)$", text, re.MULTILINE)
    assert headings[0] == "For every command"
    assert sorted(headings[1:]) == sorted(main.commands)


@pytest.mark.parametrize(("command", "option"), OPTIONS)
def test_every_option_is_documented(command: str, option: str) -> None:
    assert option in names(section(COMMAND_LINE, command))


@pytest.mark.parametrize("command", main.commands)
def test_every_documented_option_exists(command: str) -> None:
    documented = {name for name in names(section(COMMAND_LINE, command)) if name[:1] == "-"}
    assert documented == {option for name, option in OPTIONS if name == command}


def test_the_options_of_every_command_are_documented() -> None:
    own = {option for parameter in main.params for option in parameter.opts}
    usual = set(main.context_settings["help_option_names"])
    assert names(section(COMMAND_LINE, "For every command")) == own | usual


@pytest.mark.parametrize(("command", "option"), OPTIONS)
def test_every_choice_is_documented(command: str, option: str) -> None:
    parameter = next(each for name, opt, each in PARAMETERS if (name, opt) == (command, option))
    if isinstance(parameter.type, click.Choice):
        row = next(
            line
            for line in section(COMMAND_LINE, command).splitlines()
            if line.startswith(f"| `{option}`")
        )
        if (command, option) == ("add", "--format"):
            assert "[format](input.md#formats)" in row
            return
        for choice in map(str, parameter.type.choices):
            assert (KEYWORD_LINK if choice in fields.BY_NAME else choice) in row


def parsed(words: list[str]) -> click.Context:
    """Parse the words after ``warraq`` with click; raises UsageError."""
    while words[0] == "--home":
        words = words[2:]
    assert words[0] in main.commands, words
    command = main.commands[words[0]]
    context = command.make_context(words[0], words[1:], parent=click.Context(main))
    if isinstance(command, click.Group):
        name, subcommand, rest = command.resolve_command(context, words[1:])
        assert subcommand is not None
        subcommand.make_context(name, rest, parent=context)
    return context


SHELL = [(page, words) for page in PAGES for words in commands(page, "warraq")]


def test_the_readme_shows_its_commands() -> None:
    block = next(block for block in blocks(ROOT / "README.md", "sh") if "WARRAQ_HOME" in block)
    shown = [line for line in block.splitlines() if line.startswith("warraq ")]
    assert len(shown) >= 5
    assert len([page for page, _ in SHELL if page.name == "README.md"]) == len(shown)


@pytest.mark.parametrize(("page", "words"), SHELL, ids=str)
def test_a_shell_line_is_a_command(
    page: Path, words: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("queries.jsonl").touch()
    assert parsed(words).command.name in main.commands


def search_commands(page: Path) -> list[list[str]]:
    return [
        words for words in commands(page, "warraq") if words[0] in ("search", "analyze", "suggest")
    ]


@pytest.mark.parametrize("words", search_commands(COMMAND_LINE), ids=" ".join)
def test_a_documented_search_has_an_answer(sample_home: Path, words: list[str]) -> None:
    result = CliRunner().invoke(main, ["--home", str(sample_home), *words])
    assert result.exit_code == 0, result.output
    assert result.stdout


def test_what_add_prints_has_the_documented_shape(tmp_path: Path) -> None:
    (shown,) = blocks(COMMAND_LINE, "json")
    file = tmp_path / "text.txt"
    file.write_text("نص قصير عن الميناء.", encoding="utf-8")
    home = str(tmp_path / "home")
    result = CliRunner().invoke(main, ["--home", home, "add", str(file), "--json"])
    assert list(json.loads(result.stdout)) == list(json.loads(shown))


@pytest.mark.parametrize("form", RUN_FORMATS)
def test_batch_writes_the_documented_shape(sample_home: Path, tmp_path: Path, form: str) -> None:
    queries = tmp_path / "queries.jsonl"
    queries.write_text('{"id": "q1", "text": "تدمر"}\n', encoding="utf-8")
    words = ["--home", str(sample_home), "batch", str(queries), "--limit", "1", "--format", form]
    line = CliRunner().invoke(main, words).stdout.splitlines()[-1]
    shown = re.search(rf"^\| {form} \| `([^`]+)`", section(COMMAND_LINE, "batch"), re.MULTILINE)
    assert shown
    assert re.sub(r"[0-9a-f]{20}", "ID", NUMBER.sub("N", line)) == NUMBER.sub("N", shown[1])


# Input


def test_every_key_and_format_of_input_is_documented() -> None:
    known = names(section(INPUT, "Formats"))
    assert set(KEYS) <= known
    shown = {row.cells[0] for row in rows(INPUT) if row.head[0] == "format"}
    assert shown == set(FORMATS)
    (record,) = (json.loads(block) for block in blocks(INPUT, "json"))
    assert set(KEYS) < set(record)


DATES = [
    (re.sub(r"<[^>]+>", "", row.cells[0]), row.cells[1])
    for row in rows(INPUT)
    if row.head[:2] == ("written", "read as")
]


@pytest.mark.parametrize(("written", "iso"), DATES)
def test_a_date_is_read_as_documented(written: str, iso: str) -> None:
    assert (parse_date(written) or "no date") == iso


# The API


@pytest.fixture(scope="module")
def app(sample_home: Path) -> Iterator[Flask]:
    app = create_app(partial(Engine.open, sample_home))
    yield app
    app.extensions["warraq"].close()


DOCUMENTED = [
    endpoint
    for endpoint in API_ENDPOINTS
    if endpoint.method == "GET" and endpoint.parameter_names != ("lang",)
]


@pytest.mark.parametrize("endpoint", DOCUMENTED, ids=lambda endpoint: endpoint.name)
def test_every_parameter_is_documented(endpoint: Endpoint) -> None:
    renamed = {
        "document": "documents",
        "documents": "documents by address",
        "document_copies": "copies of a document",
    }
    heading = renamed.get(endpoint.name, endpoint.name)
    table = section(API, heading).partition("| parameter |")[2].partition("\n\n")[0]
    assert names(table) == set(endpoint.parameter_names)


@pytest.mark.parametrize(
    ("heading", "records"),
    [
        ("search", (Answer, IndexInfo, Hit, Passage, Mark, Expansion, Suggestion)),
        ("facets", (Facet, FacetValue, LevelCount)),
        ("timeline", (Timeline, FacetValue)),
        ("documents", (Document, Marked)),
        (
            "differences",
            (DocumentDifferences, DifferingDocument, TextDifferences, WordCounts, ComparedPart),
        ),
        ("explain", (ScoreExplanation, Evidence, WordOccurrences)),
        ("analyze", (WordAnalysis, WordStep, WordReading, ClassMember, ClassAlias)),
        ("suggest", (Completions, Completion)),
        ("similar", (Similar, SimilarDocument)),
        (
            "covered",
            (
                *(Coverage, Searched, CheckedDocument, SameText, SharedPassage, TextSpan),
                *(SameStory, FoundQuotation, NewInDraft),
            ),
        ),
        ("copies", (CopiesAnswer, CopyGroup, Copy)),
        ("stats", (Stats, SourceCount, YearCount)),
        ("Problems", (Problem,)),
    ],
)
def test_every_field_of_an_answer_is_documented(heading: str, records: tuple[type, ...]) -> None:
    documented = set(re.findall(r"`(\w+)`", section(API, heading)))
    for record in records:
        assert set(record.__struct_fields__) <= documented  # type: ignore[attr-defined]


def test_every_address_is_documented(app: Flask) -> None:
    text = API.read_text(encoding="utf-8")
    for rule in app.url_map.iter_rules():
        address = rule.rule.replace("<document_id>", "{id}")
        if address.startswith("/api/") or address in ("/healthz", "/readyz"):
            assert f"`{address}`" in text


CURL = list(commands(API, "curl"))


@pytest.mark.parametrize("words", CURL, ids=" ".join)
def test_a_curl_line_is_answered(app: Flask, words: list[str]) -> None:
    pieces: list[str] = []
    for option, value in pairwise(words):
        if option == "--data-urlencode":
            name, _, text = value.partition("=")
            pieces.append(f"{name}={quote(text)}")
        elif option == "--data":
            pieces.append(value)
    (address,) = (word for word in words if word.startswith("http://"))
    assert bool(pieces) == ("-G" in words)
    response = app.test_client().get(urlsplit(address).path, query_string="&".join(pieces))
    assert response.status_code == 200
    if "/api/v1/search" in address:
        assert json.loads(response.data)["total"] > 0


def json_in(heading: str) -> Any:
    """The JSON example of a section of the API."""
    return json.loads(shown_in(section(API, heading), "json"))


def test_the_documented_answer_has_the_shape_of_a_real_one(app: Flask) -> None:
    shown, problem = json_in("search"), json_in("Problems")
    client = app.test_client()
    real = client.get("/api/v1/search", query_string=urlencode({"q": shown["query"]}))
    found = json.loads(real.data)
    assert list(shown) == list(found)
    for answer in (shown, found):
        for hit in answer["hits"]:
            assert hit.pop("score") > 0
            assert hit.pop("added_at").endswith("Z")
    assert (shown["total"], shown["hits"]) == (found["total"], found["hits"])
    assert list(shown["index"]) == list(found["index"])
    refused = client.get("/api/v1/search?q=x&after=2015-02-30")
    assert (refused.status_code, refused.json) == (problem["status"], problem)


def test_the_documented_counts_are_those_of_the_sample(app: Flask) -> None:
    shown = json_in("facets")
    found = app.test_client().get(shown["links"]["self"]).json
    assert found is not None
    assert list(shown) == list(found)
    for changing in ("took_ms", "index"):
        assert type(shown.pop(changing)) is type(found.pop(changing))
    assert shown == found


def test_a_documented_row_of_an_export_has_the_shape_of_a_real_one(app: Flask) -> None:
    shown = json_in("export")
    real = app.test_client().get("/api/v1/export", query_string={"q": shown["title"]})
    (found,) = (json.loads(line) for line in real.text.splitlines())
    assert set(found) - set(shown) <= set(fields.BY_NAME)
    found = {name: value for name, value in found.items() if name in shown}
    assert list(shown) == list(found)
    for changing in ("added_at", "score"):
        assert type(shown.pop(changing)) is type(found.pop(changing))
    assert shown == found


def test_every_facet_is_documented() -> None:
    (row,) = (row for row in rows(API) if row.cells[0] == "`facet`" and row.cells[2] == "none")
    others = [name for name in FACETS if name not in fields.BY_NAME]
    assert KEYWORD_LINK in row.cells[1]
    assert re.findall(r"by `(\w+)`", row.cells[1]) == others


def test_the_documented_analysis_is_that_of_the_sample(app: Flask) -> None:
    shown = json_in("analyze")
    found = app.test_client().get("/api/v1/analyze", query_string={"text": shown["text"]}).json
    assert found is not None
    assert shown.pop("index").keys() == found.pop("index").keys()
    assert found == shown


def test_the_documented_explanation_is_that_of_the_sample(app: Flask) -> None:
    shown = json_in("explain")
    address = f"/api/v1/documents/{shown['id']}/explain"
    found = app.test_client().get(address, query_string={"q": shown["query"]}).json
    assert found is not None
    assert shown.pop("index").keys() == found.pop("index").keys()
    for one, other in zip((shown, *shown["evidence"]), (found, *found["evidence"]), strict=True):
        assert one.pop("score") == pytest.approx(other.pop("score"), abs=1e-3)
    assert shown == found
    documented = set(re.findall(r"`(\w+)`", section(API, "explain")))
    assert set(get_args(EvidenceKind)) <= documented


def test_every_finding_and_source_of_an_analysis_is_documented() -> None:
    documented = set(re.findall(r"`(\w+)`", section(API, "analyze")))
    assert {*FINDINGS, *READING_SOURCES, *ANALYSIS_STEPS} - {"stem", "root"} <= documented


def test_search_prints_the_counts_that_the_page_shows(sample_home: Path) -> None:
    shown = shown_in(section(COMMAND_LINE, "search"), "text")
    (words,) = (words for words in search_commands(COMMAND_LINE) if "--levels" in words)
    printed = CliRunner().invoke(main, ["--home", str(sample_home), *words]).stdout
    assert printed.startswith(shown)


def test_analyze_prints_what_the_page_shows(sample_home: Path) -> None:
    shown = shown_in(section(COMMAND_LINE, "analyze"), "text")
    words = ["--home", str(sample_home), "analyze", shown.splitlines()[0]]
    assert CliRunner().invoke(main, words).stdout == shown


def test_suggest_prints_what_the_page_shows(sample_home: Path) -> None:
    (words,) = (words for words in search_commands(COMMAND_LINE) if words[0] == "suggest")
    printed = CliRunner().invoke(main, ["--home", str(sample_home), *words]).stdout
    assert printed == shown_in(section(COMMAND_LINE, "suggest"), "text")


def test_similar_prints_what_the_page_shows(sample_home: Path) -> None:
    found = commands(COMMAND_LINE, "warraq")
    (words,) = (words for words in found if words[:2] == ["similar", "--id"])
    printed = CliRunner().invoke(main, ["--home", str(sample_home), *words]).stdout
    assert printed == shown_in(section(COMMAND_LINE, "similar"), "text")


def test_the_documented_suggestions_are_those_of_the_sample(app: Flask) -> None:
    shown = json.loads(shown_in(section(API, "suggest"), "json"))
    found = app.test_client().get(shown["links"]["self"]).json
    assert found is not None
    assert list(shown) == list(found)
    for changing in ("took_ms", "index"):
        assert type(shown.pop(changing)) is type(found.pop(changing))
    assert shown == found


@pytest.mark.parametrize("page", ["query-language.md", "query-language.ar.md"])
def test_the_page_shows_what_is_suggested(sample_engine: Engine, page: str) -> None:
    text = (DOCS / page).read_text(encoding="utf-8")
    for typed, offered in (("مكتبه", "مكتبة"), ("وبالمكت", "وبالمكتبة")):
        assert re.search(rf'<code dir="auto">{typed}</code>[^`<]*?\b{offered}\b', text)
        assert sample_engine.suggest(typed).completions[0].text == offered


@pytest.fixture
def served(sample_home: Path) -> Iterator[str]:
    """Serve the sample archive; yields the address."""
    words = [sys.executable, "-W", "ignore", *PROGRAM, "--home", str(sample_home)]
    with subprocess.Popen(
        [*words, "serve", "--port", "0", "--workers", "1"], stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        yield process.stdout.readline().strip().rstrip("/")
        process.terminate()


def test_the_paging_script_of_the_page(served: str, sample_engine: Engine, tmp_path: Path) -> None:
    (script,) = blocks(API, "python")
    program = tmp_path / "paging.py"
    program.write_text(script, encoding="utf-8")
    printed = subprocess.run(
        [sys.executable, "-X", "utf8", str(program), served, "*"],
        check=True,
        capture_output=True,
        encoding="utf-8",
        timeout=60,
    ).stdout.splitlines()
    walked = [line.split("\t")[:2] for line in printed]
    total = sample_engine.info.documents
    assert total > 20  # more than the page that the script asks for
    assert len({name for name, _ in walked}) == len(walked) == total
    assert [date for _, date in walked] == sorted(date for _, date in walked)


# Links


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_links_have_targets(page: Path) -> None:
    for target in links(page):
        name, _, anchor = target.partition("#")
        found = page.parent / name if name else page
        assert found.exists(), target
        if anchor:
            assert anchor in anchors(found), target
