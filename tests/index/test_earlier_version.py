"""The index of a home made by the first version is built again, and gives the same answers.

``tests/fixtures/home-1`` was made with ``warraq add`` (twice) and ``warraq delete`` of version
0.1.0: six documents, of which one is deleted. It must never be made again by a later version.
"""

from __future__ import annotations

import pickle
import pickletools
import shutil
from contextlib import closing
from pathlib import Path

import pytest

from corpus import fields
from corpus.document import Document
from index import generation
from index.arrays import DamagedError
from index.reader import IndexReader
from index.whoosh_storage import segments_of
from search.engine import Engine, EngineError
from search.request import Request
from tests.commands import json_of, ok, run
from tests.homes import ROOT, add_to

# The ids that the first version found, the best first.
FOUND = {
    "الميناء": ["port", "train"],
    "root:كتب": ["library", "train"],
    '"أسعار سوق"': ["market"],
}


@pytest.fixture(autouse=True)
def fields_of_the_first_version(monkeypatch: pytest.MonkeyPatch) -> None:
    """A home without the column of a later field is rebuilt."""
    declared = tuple(map(fields.BY_NAME.__getitem__, ("source", "author", "section")))
    monkeypatch.setattr(fields, "KEYWORD_FIELDS", declared)


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A copy of the fixture; copying loses the stamps of its files."""
    return Path(shutil.copytree(ROOT / "tests/fixtures/home-1", tmp_path / "home"))


def current(home: Path) -> Path:
    folder = generation.current(home)
    assert folder is not None
    return folder


def test_an_old_index_says_that_it_must_be_built_again(home: Path) -> None:
    with pytest.raises(EngineError, match=r"archive version 1.*`warraq rebuild`"):
        Engine.open(home)
    assert "archive version 1" in ok(run(home, "verify"), 1)
    assert "`warraq rebuild`" in run(home, "search", "الميناء").stderr


def test_keyword_columns_of_an_old_home_are_kept(home: Path) -> None:
    ok(run(home, "rebuild"))
    manifest = generation.read_manifest(current(home))
    assert manifest.keyword_fields == ("source", "author", "section")
    with closing(IndexReader.current(home)) as reader:
        ordinals, values = reader.keyword("section")
        sections = [values[ordinal] for ordinal in ordinals[reader.live]]
    assert sorted(sections) == ["", "اقتصاد", "اقتصاد", "ثقافة", "نقل"]
    assert len(json_of(run(home, "search", "source:صحيفة", "--json"))["hits"]) == 3


def test_an_index_says_that_its_words_were_folded_in_another_way(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ok(run(home, "rebuild"))
    monkeypatch.setattr("search.engine.FORMS_VERSION", "another")
    with closing(Engine.open(home)) as engine:
        answer = engine.search(Request(query="الميناء"))
    assert [warning.code for warning in answer.warnings] == ["index_forms_outdated"]


def test_an_old_home_is_rebuilt_when_documents_are_added(home: Path, tmp_path: Path) -> None:
    more = tmp_path / "more.txt"
    more.write_text("غادرت السفينة الميناء مساءً.", encoding="utf-8")
    result = run(home, "add", str(more))
    ok(result)
    assert "rebuilt" in result.stderr
    ok(run(home, "verify"))
    with closing(Engine.open(home)) as engine:
        answer = engine.search(Request(query="الميناء"))
    assert (answer.total, answer.warnings) == (3, ())


def test_only_classes_of_the_index_are_unpickled(home: Path) -> None:
    """The table of contents is a pickle; a class of another module in it is refused."""
    folder = current(home)
    assert [segment.deleted_count() for segment in segments_of(folder)] == [1]
    (toc,) = folder.glob("_warraq_*.toc")
    content = toc.read_bytes()
    start = content.rindex(pickle.PROTO + bytes([pickle.DEFAULT_PROTOCOL + 1]))
    toc.write_bytes(content[:start] + pickle.dumps(Path("/")))
    with pytest.raises(DamagedError, match=r"names the class pathlib[.\w]+, which is not part"):
        segments_of(folder)


@pytest.mark.parametrize(
    ("part", "value"),
    [
        ("segid", "../../elsewhere"),
        ("segid", 3),
        ("name", "/etc/passwd"),
        ("_deleted", {"a"}),
        ("_doccount", None),
        ("compound", True),
    ],
)
def test_a_segment_of_a_foreign_table_of_contents_is_refused(
    home: Path, part: str, value: object
) -> None:
    folder = current(home)
    (segment,) = segments_of(folder)
    segment.__dict__[part] = value
    (toc,) = folder.glob("_warraq_*.toc")
    content = toc.read_bytes()
    start = content.rindex(pickle.PROTO + bytes([pickle.DEFAULT_PROTOCOL + 1]))
    toc.write_bytes(content[:start] + pickle.dumps([segment]))
    with pytest.raises(DamagedError, match="lists segments that are not of this index"):
        segments_of(folder)


def test_the_first_version_can_unpickle_a_new_table_of_contents(home: Path) -> None:
    """Version 0.1.0 has the classes of Whoosh's segments in ``index.codec``."""
    ok(run(home, "rebuild"))
    (toc,) = current(home).glob("_warraq_*.toc")
    content = toc.read_bytes()
    start = content.rindex(pickle.PROTO + bytes([pickle.DEFAULT_PROTOCOL + 1]))
    strings = [each for _, each, _ in pickletools.genops(content[start:]) if type(each) is str]
    modules = [each for each in strings if each.startswith(("index.", "whoosh."))]
    assert set(modules) == {"index.codec"}
    assert {"ArraySegment", "ArrayCodec"} <= set(strings)


def test_a_rebuilt_index_gives_the_answers_of_the_first_version(home: Path) -> None:
    ok(run(home, "rebuild"))
    ok(run(home, "verify"))
    with closing(Engine.open(home)) as engine:
        for query, found in FOUND.items():
            assert list(engine.rank(Request(query=query)).ids) == found
    add_to(home, [Document(text="خبر عن الميناء")])
    ok(run(home, "verify"))
