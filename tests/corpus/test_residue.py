"""What deleted documents leave in the bytes of an archive file."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from corpus.archive import Archive
from corpus.document import Document
from corpus.residue import find_residue
from corpus.schema import log_path
from tests.corpus.test_archive_safety import opened_elsewhere


def documents(pick: random.Random, count: int) -> list[Document]:
    """Documents whose every word has their id in it."""
    made = []
    for _ in range(count):
        name = f"{pick.randrange(2_000):05}{'x' * pick.randrange(60)}"
        word = f"كلمة{name[:5]} "
        text = word * pick.choice([1, 5, 50, 300, 900])
        original = f"<p>{text}" if pick.random() < 0.5 else None
        made.append(
            Document(id=name, title=word, text=text, source=f"s{name[:2]}", original=original)
        )
    return made


@pytest.mark.parametrize("seed", range(4))
def test_no_word_of_deleted_documents_is_left_in_the_file(tmp_path: Path, seed: int) -> None:
    path, pick = tmp_path / "archive.sqlite", random.Random(seed)
    with Archive(path) as archive:
        for _ in range(5):
            archive.add(documents(pick, pick.randrange(1, 200)))
            ids = list(archive.ids())
            archive.delete(pick.sample(ids, len(ids) // pick.choice([2, 5, 20])))
        assert not archive.is_purged()
        assert [each.code for each in archive.verify()] == ["deletions_unfinished"]
        archive.checkpoint()
        assert list(find_residue(path)) != []
        assert archive.purge() == 0
        assert list(find_residue(path)) == []
        assert archive.is_purged()
        assert archive.verify() == []
        left = {name[:5] for name in archive.ids()}
        data = path.read_bytes()
        gone = [n for n in range(2_000) if f"{n:05}" not in left]
        # The ids stay in the list of deletions, the words do not.
        assert [n for n in gone if f"كلمة{n:05}".encode() in data] == []
        archive.add(documents(pick, 100))
        assert archive.is_purged()
        assert archive.verify() == []


def test_a_purge_that_a_reader_blocks_says_what_remains(tmp_path: Path) -> None:
    path = tmp_path / "archive.sqlite"
    with Archive(path) as archive:
        archive.add(documents(random.Random(1), 50))
        with opened_elsewhere(path, reading=True):
            archive.delete(list(archive.ids())[:20])
            remaining = archive.purge(0.1)
            assert remaining == log_path(path).stat().st_size > 0
            assert not archive.is_purged()
        assert archive.purge() == 0
        assert archive.is_purged()


def test_a_purge_under_an_open_reader_that_reads_nothing(tmp_path: Path) -> None:
    """As a server between two requests; it sees the next additions."""
    path = tmp_path / "archive.sqlite"
    with Archive(path) as archive, Archive(path, read_only=True) as reader:
        archive.add(documents(random.Random(1), 300))
        ids = list(reader.ids())
        archive.delete(ids[::2])
        assert archive.purge() == 0
        assert list(reader.ids()) == ids[1::2]
        archive.add(documents(random.Random(2), 50))
        assert reader.count() == archive.count()
        assert reader.verify() == archive.verify() == []
