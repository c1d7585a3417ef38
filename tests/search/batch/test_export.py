"""Exports of whole answers, through the engine and the command."""

from __future__ import annotations

import csv
import io
import json
import shutil
from array import array
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import msgspec
import pytest

from corpus.document import Document
from corpus.messages import Message
from search.batch import export as rows_of
from search.batch.export import BOM, COLUMNS, Export, find, lines
from search.engine import Engine, EngineError
from search.limits import LIMITS
from search.request import BadRequest, Request
from tests.commands import ok, run
from tests.homes import add_to

DOCUMENTS = [
    *(
        Document(id=f"{n:03}", title=f"خبر {n}", text="نص", date=f"2016-01-{n:02}")
        for n in range(1, 26)
    ),
    Document(
        id="formula",
        title='=HYPERLINK("http://example.org","خبر")',
        text='@نص\r\nفي سطرين، "بين" علامات',
        author="-رنا",
        source="+بريد",
    ),
]


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("export")
    add_to(folder, DOCUMENTS)
    return folder


@pytest.fixture(scope="module")
def engine(home: Path) -> Iterator[Engine]:
    with closing(Engine.open(home)) as opened:
        yield opened


def export(**options: object) -> Export:
    request = Request(query="خبر", sort="oldest", limit=LIMITS.export_rows)
    return msgspec.structs.replace(Export(request=request), **options)


def written(engine: Engine, export: Export) -> str:
    return "".join(lines(engine, export, find(engine, export)))


def test_json_lines_have_every_document(engine: Engine) -> None:
    found = [json.loads(line) for line in written(engine, export()).splitlines()]
    assert [each["id"] for each in found] == [each.id for each in DOCUMENTS]
    assert list(found[0]) == list(COLUMNS)
    assert found[0]["title"] == "خبر 1"
    assert found[0]["added_at"].endswith("Z")


def test_csv_has_a_byte_order_mark_and_no_formulas(engine: Engine) -> None:
    text = written(engine, export(format="csv", text=True))
    assert text.startswith(f"{BOM}id,title,")
    assert not written(engine, export(format="csv", bom=False)).startswith(BOM)
    found = list(csv.DictReader(io.StringIO(text.removeprefix(BOM), newline="")))
    assert [each["id"] for each in found] == [each.id for each in DOCUMENTS]
    last = found[-1]
    assert last["title"] == '\'=HYPERLINK("http://example.org","خبر")'
    assert (last["author"], last["source"]) == ("'-رنا", "'+بريد")
    assert last["text"].startswith("'@نص")
    assert last["date"] == ""


def test_the_order_and_the_filters_are_those_of_a_search(engine: Engine) -> None:
    request = Request(query="خبر", sort="newest", after="2016-01-10", before="2016-01-12", limit=50)
    found = [json.loads(line) for line in written(engine, Export(request=request)).splitlines()]
    assert (
        [each["id"] for each in found]
        == [hit.id for hit in engine.search(request).hits]
        == ["012", "011", "010"]
    )


def test_a_lower_limit_is_not_reported_as_a_cut(engine: Engine) -> None:
    request = Request(query="خبر", limit=3)
    assert len(written(engine, Export(request=request)).splitlines()) == 3


@pytest.mark.parametrize("form", ["jsonl", "csv"])
def test_the_last_line_reports_missing_rows(
    engine: Engine, form: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    limits = msgspec.structs.replace(LIMITS, export_rows=10)
    monkeypatch.setattr(rows_of, "LIMITS", limits)
    request = Request(query="خبر", limit=10)
    *rows, last = written(engine, Export(request=request, format=form)).splitlines()  # type: ignore[arg-type]
    assert len(rows) == (10 if form == "jsonl" else 11)
    if form == "jsonl":
        assert json.loads(last) == {"cut": True, "rows": 10, "total": 26, "timed_out": False}
    else:
        assert next(csv.reader([last]))[0] == "cut here: 10 of 26 documents"
    with pytest.raises(BadRequest) as refused:
        find(engine, Export(request=Request(query="خبر", limit=11)))
    assert refused.value.message == Message.of("limit_out_of_range", most=10, given=11)


def test_documents_deleted_since_the_search_are_left_out(
    engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    every = export()
    found = find(engine, every)
    gone = msgspec.structs.replace(found, numbers=array("q", (10**9, *found.numbers[1:])))
    assert len("".join(lines(engine, every, gone)).splitlines()) == len(DOCUMENTS) - 1


def test_an_export_never_goes_on_with_another_archive(tmp_path: Path) -> None:
    """The numbers of documents are those of one archive file."""
    for name in ("one", "other"):
        add_to(tmp_path / name, [Document(text=f"خبر {name} {number}") for number in range(9)])
    with closing(Engine.open(tmp_path / "one")) as engine:
        every = export(text=True)
        begun, untouched = (lines(engine, every, find(engine, every)) for _ in range(2))
        next(begun)
        shutil.rmtree(tmp_path / "one")
        assert len("".join(untouched).splitlines()) == 9, "the open file is whole"
        (tmp_path / "other").rename(tmp_path / "one")
        engine._checked = 0.0
        assert engine.search(Request(query="other")).total == 9
        with pytest.raises(EngineError) as interrupted:
            next(begun)
        assert interrupted.value.message == Message("archive_exchanged")


def test_pieces_have_a_bounded_length_whatever_the_texts(tmp_path: Path) -> None:
    """They grow and shrink with the texts: only a text that is longer makes a longer piece."""
    add_to(tmp_path, [Document(text=f"خبر {n} " + "كلمة " * (20_000 * (n % 2))) for n in range(40)])
    with closing(Engine.open(tmp_path)) as engine:
        every = export(text=True)
        pieces = list(lines(engine, every, find(engine, every)))
    assert "".join(pieces).count('{"id"') == 40
    assert max(map(len, pieces)) < 4 * 250_000
    assert min(map(len, pieces[:-1])) < 250_000 < sum(map(len, pieces))


def test_the_command_writes_the_same_lines(home: Path, engine: Engine) -> None:
    printed = ok(run(home, "export", "خبر", "--sort", "oldest"))
    assert printed == written(engine, export())
    printed = ok(run(home, "export", "خبر", "--sort", "oldest", "--format", "csv", "--text"))
    assert printed.startswith(BOM)
    plain = ok(run(home, "export", "خبر", "--format", "csv", "--no-bom", "--limit", "2"))
    assert len(plain.splitlines()) == 3
    assert plain.startswith("id,")


def test_the_exit_codes_of_the_command(home: Path) -> None:
    assert ok(run(home, "export", "زرافة"), 1) == ""
    assert "1 to 100,000" in run(home, "export", "خبر", "--limit", "100001").stderr
    ok(run(home, "export", "*خبر"), 2)


def test_a_row_has_the_first_words_of_a_document_without_a_title(tmp_path: Path) -> None:
    add_to(
        tmp_path / "home",
        [Document(id="أ", text="سوق الزيت"), Document(id="ب", title="سوق", text="ن")],
    )
    with closing(Engine.open(tmp_path / "home")) as engine:
        export = Export(request=Request(query="سوق", sort="arrival"))
        found = find(engine, export)
        rows = [json.loads(line) for line in "".join(lines(engine, export, found)).splitlines()]
    assert [(row["title"], row["beginning"]) for row in rows] == [("سوق", None), ("", "سوق الزيت")]
