"""``warraq add``."""

from __future__ import annotations

import gzip
import json
from collections import Counter
from pathlib import Path

import pytest

from corpus.archive import Archive
from corpus.document import Document
from corpus.identity import identify
from corpus.limits import InputLimits
from search.engine import archive_path
from tests.commands import json_of, ok, run
from tests.homes import SAMPLE


def test_a_file_is_added_once_and_found(tmp_path: Path) -> None:
    home, file = tmp_path / "home", tmp_path / "خبر.txt"
    file.write_text("سوق المدينة | أسواق\nديسمبر 03, 2016\nسوق المدينة\nارتفعت الأسعار.\n", "utf-8")
    assert ok(run(home, "add", str(file))).startswith("1 added, 0 replaced, 0 unchanged, 0 refused")
    assert ok(run(home, "add", str(file))).startswith("0 added, 0 replaced, 1 unchanged")
    (hit,) = json_of(run(home, "search", "الاسعار", "--json"))["hits"]
    assert (hit["title"]["text"], hit["date"]) == ("سوق المدينة", "2016-12-03")


def test_a_folder_is_added_recursively(tmp_path: Path) -> None:
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


def test_source_and_date_options_replace_those_of_documents(tmp_path: Path) -> None:
    lines = b'{"id": "1", "text": "\xd9\x83\xd8\xaa\xd8\xa7\xd8\xa8", "date": "2020"}\n'
    home = tmp_path / "home"
    options = ("--source", "صحيفة", "--date", "ديسمبر 2016", "--format", "jsonl")
    ok(run(home, "add", "-", *options, input=lines))
    document = json_of(run(home, "show", "1", "--json"))
    assert (document["source"], document["date"]) == ("صحيفة", "2016-12")


def test_a_bad_line_is_reported_and_the_rest_is_added(tmp_path: Path) -> None:
    file = tmp_path / "أخبار.jsonl"
    file.write_text('{"id": "1", "text": "كتاب"}\n{broken\n{"id": "2", "text": "قلم"}\n', "utf-8")
    result = run(tmp_path / "home", "add", str(file), "--json")
    found = json_of(result, 1)
    assert (found["added"], found["documents"], found["indexed"]) == (2, 2, 2)
    (refusal,) = found["refused"]
    assert (refusal["path"], refusal["line"]) == (str(file), 2)
    assert f"{file}:2: " in result.stderr


def test_an_item_that_is_refused_does_not_end_the_run(tmp_path: Path) -> None:
    """A nested line, a name that is too long, and a row with an open quote."""
    home, lines, table = tmp_path / "home", tmp_path / "a.jsonl", tmp_path / "b.csv"
    nested = '{"text": "\\ud800", "x": ' + "[" * 600 + "]" * 600 + "}"
    lines.write_text(nested + '\n{"id": "1", "text": "كتاب"}\n', "utf-8")
    table.write_text('id,title,text\n2,أ,"مفتوح\n3,ب,قلم\n', "utf-8")
    result = run(home, "add", str(tmp_path / ("x" * 300)), str(lines), str(table), "--json")
    found = json_of(result, 1)
    assert found["added"] == 2
    assert [refusal["code"] for refusal in found["refused"]] == [
        "file_unreadable",
        "json_nested_too_deep",
        "csv_syntax",
    ]


def test_ids_that_are_all_taken_refuse_one_document(tmp_path: Path) -> None:
    """Other documents have every id that the third may get, as if by intention."""
    home, file = tmp_path / "home", tmp_path / "a.jsonl"
    victim = Document(id="x", text="كتاب", source="ب")
    taken = [{"id": id_, "text": "قلم", "source": "أ"} for id_ in identify(victim)]
    after = {"id": "y", "text": "دفتر", "source": "ب"}
    lines = [*taken, {"id": "x", "text": "كتاب", "source": "ب"}, after]
    file.write_text("".join(f"{json.dumps(line)}\n" for line in lines), "utf-8")
    result = run(home, "add", str(file))
    assert ok(result, 1).startswith(f"{len(taken) + 1} added, 0 replaced, 0 unchanged, 1 refused")
    assert "The id “x” belongs to other documents" in result.stderr
    assert ok(run(home, "show", "y"))


def test_refusals_past_the_limit_are_counted(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("warraq.commands.add.INPUT_LIMITS", InputLimits(refusals_listed=3))
    monkeypatch.setattr("corpus.ingest.BATCH_REFUSALS", 2)
    home, file = tmp_path / "home", tmp_path / "a.jsonl"
    file.write_text('{"id": "1", "text": "كتاب"}\n' + "{}\n" * 9, "utf-8")
    result = run(home, "add", str(file), "--json")
    found = json_of(result, 1)
    assert (found["added"], len(found["refused"]), found["refused_not_listed"]) == (1, 3, 6)
    lines = result.stderr.splitlines()
    assert sum("no text" in line for line in lines) == 3
    assert sum("further ones are only counted" in line for line in lines) == 1
    assert ", 9 refused;" in ok(run(home, "add", str(file)), 1)
    with Archive(archive_path(home), read_only=True) as archive:
        newest = archive.ingests()[0]
    assert (newest.unchanged, newest.refused, len(newest.refusals)) == (1, 9, 3)


def test_one_bad_file_leaves_room_for_the_refusals_of_others(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    limits = InputLimits(refusals_listed=8, refusals_listed_of_file=3)
    monkeypatch.setattr("warraq.commands.add.INPUT_LIMITS", limits)
    monkeypatch.setattr("corpus.ingest.BATCH_REFUSALS", 2)
    folder, refused = tmp_path / "in", {"a": 9, "b": 1, "c": 4, "d": 3, "e": 2}
    folder.mkdir()
    for name, count in refused.items():
        (folder / f"{name}.jsonl").write_text("{}\n" * count)
    result = run(tmp_path / "home", "add", str(folder), "--json")
    found = json_of(result, 2)
    listed = Counter(Path(each["path"]).stem for each in found["refused"])
    assert listed == {"a": 3, "b": 1, "c": 3, "d": 1}
    assert found["refused_not_listed"] == sum(refused.values()) - 8
    of_files = {Path(path).stem: count for path, count in found["refused_not_listed_of"].items()}
    assert of_files == {"a": 6, "c": 1, "d": 2}
    assert f"{folder}/a.jsonl: 6 further refusals are counted, not listed." in result.stderr
    assert f"{folder}/c.jsonl: 1 further refusal is counted, not listed." in result.stderr
    assert result.stderr.count("further ones are only counted") == 1


@pytest.mark.parametrize(("count", "cut"), [(2, 0), (3, 0), (4, 1)])
def test_refusals_at_the_limits_are_all_listed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, count: int, cut: int
) -> None:
    for limits in (InputLimits(refusals_listed=3), InputLimits(refusals_listed_of_file=3)):
        monkeypatch.setattr("warraq.commands.add.INPUT_LIMITS", limits)
        (tmp_path / "a.jsonl").write_text("{}\n" * count)
        result = run(tmp_path / "home", "add", str(tmp_path / "a.jsonl"), "--json")
        assert json_of(result, 2).get("refused_not_listed", 0) == cut
        assert ("counted" in result.stderr) == bool(cut)


def test_gzip_is_read_and_a_replaced_document_is_reported(tmp_path: Path) -> None:
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
def test_input_that_cannot_be_added_is_exit_code_2(
    tmp_path: Path, arguments: tuple[str, ...]
) -> None:
    (tmp_path / "picture.txt").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 8)
    result = run(tmp_path / "home", *(part.format(folder=tmp_path) for part in arguments))
    ok(result, 2)
    assert result.stderr.strip()
