"""Collections of any size, and the homes built from them."""

from __future__ import annotations

from itertools import permutations
from pathlib import Path
from typing import Any

import msgspec
import pytest

from benchmarks.growth.build_process import BuildStep, add_one
from benchmarks.growth.collection import Collection, copied, corpora, renaming, write
from benchmarks.growth.report import Grown, GrowthReport
from benchmarks.growth.sized_homes import prepare
from benchmarks.judged_sets import EvaluationDataError
from benchmarks.memory import Resident
from corpus.archive import Archive
from search.engine import archive_path
from tests.benchmarks.conftest import ARTICLES
from tests.homes import MakeHome

ALL = [article for articles in ARTICLES.values() for article in articles]


def records(path: Path) -> list[dict[str, Any]]:
    return [msgspec.json.decode(line) for line in path.read_bytes().splitlines()]


@pytest.mark.parametrize(("size", "documents"), [(2, 2), (6, 6), (7, 6), (11, 11), (25, 24)])
def test_a_collection_has_about_the_requested_size(
    evaluation: Path, tmp_path: Path, size: int, documents: int
) -> None:
    target = tmp_path / "documents.jsonl"
    written = write(corpora(evaluation), size, target)
    found = records(target)
    assert written.documents == len(found) == len({one["id"] for one in found}) == documents
    texts = [text for one in found for text in (one["title"], one["text"])]
    assert written.text_bytes == sum(len(text.encode()) for text in texts)


def test_the_first_copy_is_unchanged(evaluation: Path, tmp_path: Path) -> None:
    target = tmp_path / "documents.jsonl"
    write(corpora(evaluation), 12, target)
    assert records(target)[:6] == ALL
    again = tmp_path / "again.jsonl"
    write(corpora(evaluation), 12, again)
    assert again.read_bytes() == target.read_bytes()


def test_a_copy_has_shuffled_sentences() -> None:
    sentences = [f"الجملة رقم {number}." for number in range(20)]
    article = {"id": "a", "title": "عنوان", "text": " ".join(sentences), "source": "s"}
    copies = [copied(article, number, str) for number in (1, 2)]
    assert [one["id"] for one in copies] == ["a.copy-1", "a.copy-2"]
    orders = {one["text"] for one in (article, *copies)}
    assert len(orders) == 3
    for one in copies:
        assert sorted(one["text"].split()) == sorted(article["text"].split())
        assert (one["title"], one["source"]) == ("عنوان", "s")
    assert copied(article, 1, str) == copies[0]


def test_a_copy_has_words_of_its_own() -> None:
    words = ["".join(letters) for letters in permutations("كتابوسم", 5)]
    first, second = renaming(1), renaming(2)
    renamed = [word for word in words if first(word) != word]
    assert 0 < len(renamed) < len(words) / 10
    assert all(sorted(first(word)) == sorted(word) for word in words)
    assert [first(word) for word in words] == [renaming(1)(word) for word in words]
    assert [second(word) for word in words] != [first(word) for word in words]
    article = {"id": "a", "title": renamed[0], "text": f"{renamed[0]} من", "source": "s"}
    new = first(renamed[0])
    assert copied(article, 1, first) == {
        **article,
        "id": "a.copy-1",
        "title": new,
        "text": f"{new} من",
    }


def test_missing_articles_are_reported(tmp_path: Path) -> None:
    with pytest.raises(EvaluationDataError, match="has none of saudinewsnet"):
        corpora(tmp_path)


@pytest.mark.slow
def test_a_home_is_reused_until_something_changes(evaluation: Path, tmp_path: Path) -> None:
    messages: list[str] = []
    sources = corpora(evaluation)
    home = prepare(sources, 4, tmp_path, messages.append)
    assert [line.split()[1] for line in messages] == ["writing", "reading", "indexing"]
    assert home.collection.documents == 4
    assert min(home.archive.seconds, home.index.seconds) > 0
    assert home.index.peak_bytes > home.archive.peak_bytes / 2 > 0
    with Archive(archive_path(home.path), read_only=True) as archive:
        assert archive.count() == 4
    assert prepare(sources, 4, tmp_path, messages.append) == home
    assert len(messages) == 3
    fewer = sources[:1]
    assert prepare(fewer, 4, tmp_path, messages.append).collection.documents == 4
    assert len(messages) == 6
    prepare(fewer, 4, tmp_path, messages.append, rebuild=True)
    assert len(messages) == 9


def test_an_added_document_is_found(make_home: MakeHome) -> None:
    home = make_home([])
    with Archive(archive_path(home)) as archive:
        assert all(add_one(archive, home) > 0 for _ in range(2))
        assert archive.count() == 2


def test_the_nearest_size() -> None:
    build_step, memory = BuildStep(seconds=1, peak_bytes=1), Resident(rss=3, pss=2, anonymous=1)

    def grown(documents: int) -> Grown:
        return Grown(
            collection=Collection(documents=documents, text_bytes=1),
            archive=build_step,
            index=build_step,
            archive_bytes=1,
            index_bytes=1,
            timings=[],
            findable=[9.0, 1.0, 3.0],
            commands=[1.0],
            served=memory,
        )

    one = grown(1)
    assert one.findable_seconds == 2.0
    assert GrowthReport(machine="", sizes=[one], bare=memory).nearest(40_000) is one
