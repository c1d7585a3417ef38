"""Spilled segments and their merge, with small limits; compiled kernels and numpy."""

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


def unindexed(make_home: MakeHome, first: list[Document], more: list[Document]) -> Path:
    """A home of some documents, and more that its archive has but its index lacks."""
    home = make_home(first)
    with Archive(archive_path(home)) as archive:
        archive.add(more)
    return home


@pytest.fixture
def small_batches(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(index.build, "_BATCH_DOCUMENTS", 5)


@pytest.mark.parametrize("most", [1, 600, 5_000])
def test_spilled_segments_merge_into_the_segment_of_one_build(
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


def test_an_addition_may_be_spilled(
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


def test_numpy_gives_the_same_index_and_the_same_answers(tmp_path: Path) -> None:
    """Entries are equal to the byte, scores to the last digit that is printed."""
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

    def output(kernel: str, home: str, *arguments: str) -> str:
        done = process("--home", str(tmp_path / home), *arguments, env=kernels[kernel])
        assert done.returncode == 0, done.stderr
        return done.stdout

    for kernel in kernels:
        (tmp_path / kernel).mkdir()
        output(kernel, kernel, "add", str(SAMPLE))
    assert contents(tmp_path / "numpy") == contents(tmp_path / "compiled")
    found = {
        (kernel, home): output(kernel, home, "batch", str(queries), "--limit", "50")
        for kernel in kernels
        for home in kernels
    }
    first = found["compiled", "compiled"]
    assert len(first.splitlines()) >= len(QUERIES)
    assert set(found.values()) == {first}
