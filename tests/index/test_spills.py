"""Large builds made small: what is spilled and merged, by compiled loops and by numpy."""

from __future__ import annotations

import os
from pathlib import Path

import msgspec
import pytest

import index.build
from corpus.archive import Archive
from corpus.document import Document
from search.engine import archive_path
from tests.commands import process
from tests.homes import SAMPLE, MakeHome
from tests.index.contents import QUERIES, answers, build, contents, segment_count

pytestmark = pytest.mark.slow


def unindexed(make_home: MakeHome, first: list[Document], more: list[Document]) -> Path:
    """A home of some documents whose archive has more."""
    home = make_home(first)
    with Archive(archive_path(home)) as archive:
        archive.add(more)
    return home


@pytest.fixture
def small_batches(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(index.build, "_BATCH", 5)


@pytest.mark.parametrize("most", [1, 600, 5_000])
def test_many_spills_are_merged_into_what_one_segment_is(
    sample_documents: list[Document],
    make_home: MakeHome,
    monkeypatch: pytest.MonkeyPatch,
    small_batches: None,
    most: int,
) -> None:
    home = unindexed(make_home, [], sample_documents)
    at_once = unindexed(make_home, [], sample_documents)
    build(at_once, from_scratch=True)
    monkeypatch.setattr(index.build, "MAX_WORDS", most)
    build(home, from_scratch=True)
    assert segment_count(home) == 1
    assert contents(home) == contents(at_once)
    assert answers(home, QUERIES) == answers(at_once, QUERIES)


def test_what_is_added_may_be_spilled(
    sample_documents: list[Document],
    make_home: MakeHome,
    monkeypatch: pytest.MonkeyPatch,
    small_batches: None,
) -> None:
    first, more = sample_documents[:20], sample_documents[20:]
    home, at_once = (unindexed(make_home, first, more) for _ in range(2))
    build(at_once)
    monkeypatch.setattr(index.build, "MAX_WORDS", 600)
    assert build(home).indexed == len(more)
    assert segment_count(home) <= 2
    assert answers(home, QUERIES) == answers(at_once, QUERIES)


def test_numpy_alone_makes_the_same_index_and_the_same_answers(tmp_path: Path) -> None:
    """The entries to the byte, the scores to the last bit that is told."""
    queries = tmp_path / "queries.jsonl"
    queries.write_bytes(
        b"\n".join(
            msgspec.json.encode({"id": str(number), "text": text})
            for number, text in enumerate(QUERIES)
        )
    )
    kernels = {
        "compiled": {key: value for key, value in os.environ.items() if key != "WARRAQ_KERNEL"},
        "numpy": {**os.environ, "WARRAQ_KERNEL": "numpy"},
    }

    def told(kernel: str, home: str, *arguments: str) -> str:
        done = process("--home", str(tmp_path / home), *arguments, env=kernels[kernel])
        assert done.returncode == 0, done.stderr
        return done.stdout

    for kernel in kernels:
        (tmp_path / kernel).mkdir()
        told(kernel, kernel, "add", str(SAMPLE))
    assert contents(tmp_path / "numpy") == contents(tmp_path / "compiled")
    found = {
        (kernel, home): told(kernel, home, "batch", str(queries), "--limit", "50")
        for kernel in kernels
        for home in kernels
    }
    first = found["compiled", "compiled"]
    assert len(first.splitlines()) >= len(QUERIES)
    assert set(found.values()) == {first}
