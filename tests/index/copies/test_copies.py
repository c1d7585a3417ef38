"""Copies in an index that is built, extended, changed and purged."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from contextlib import closing
from itertools import pairwise
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from corpus.archive import Archive
from corpus.document import Document
from index.arrays import ArrayFile
from index.build import update
from index.copies.shingles import fingerprint_values
from index.copies.texts import TextShingler
from index.generation import COPIES, current
from index.reader import IndexReader
from search.engine import archive_path
from tests.homes import MakeHome, add_to, delete_from


def words(first: int, count: int) -> str:
    """Distinct words in a row."""
    letters = "ابتجدرسعفكلمنهوي"
    return " ".join(
        "ق" + "".join(letters[(number >> shift) & 15] for shift in (8, 4, 0))
        for number in range(first, first + count)
    )


def document(name: str, text: str, date: str | None = None) -> Document:
    return Document(id=name, title="", text=text, date=date)


def groups(home: Path) -> list[list[str]]:
    """The ids of the members of each group."""
    with (
        Archive(archive_path(home), read_only=True) as archive,
        closing(IndexReader.current(home)) as reader,
    ):
        copies = reader.copies
        numbers = [reader.numbers[copies.members(group)] for group in range(len(copies))]
        ids = archive.ids_of([number for each in numbers for number in each.tolist()])
        return [[ids[number] for number in each.tolist()] for each in numbers]


def stored(home: Path) -> dict[str, list[int]]:
    folder = current(home)
    assert folder is not None
    return {name: array.tolist() for name, array in ArrayFile(folder / COPIES).items()}


def test_cut_and_extended_texts_are_copies(make_home: MakeHome) -> None:
    home = make_home(
        [
            document("كاملة", words(0, 80), "2015-08-03"),
            document("أخرى", words(200, 80), "2015-08-01"),
            document("مختصرة", words(0, 40), "2015-08-02"),
            document("موسعة", words(0, 80) + " " + words(300, 100)),
        ]
    )
    assert groups(home) == [["مختصرة", "كاملة", "موسعة"]]


def test_unlike_texts_are_not_joined_by_a_third(make_home: MakeHome) -> None:
    """The middle one of five has parts of two on each side, which have nothing in common."""
    home = make_home(
        [document(f"و{place}", words(40 * place, 90)) for place in range(5)],
    )
    assert groups(home) == [["و0", "و1", "و2"], ["و3", "و4"]]


def test_short_texts_are_never_copies(make_home: MakeHome) -> None:
    home = make_home([document(name, words(0, 19)) for name in "أب"])
    assert groups(home) == []


def copies_of(home: Path, text: str) -> list[int]:
    """How many fingerprints of a text each document has that has one."""
    with closing(IndexReader.current(home)) as reader:
        values = fingerprint_values(TextShingler().hashes(text))
        return [int(count) for count in reader.fingerprints.documents_with(values)[1]]


def test_a_purge_leaves_no_fingerprint_of_a_deleted_text(make_home: MakeHome) -> None:
    texts = {name: words(100 * place, 60) for place, name in enumerate("أبج")}
    home = make_home([document(name, text) for name, text in texts.items()])
    assert copies_of(home, texts["ب"])
    delete_from(home, ["ب"])
    assert not copies_of(home, texts["ب"])
    assert copies_of(home, texts["أ"])
    alone = make_home([document(name, texts[name]) for name in "أج"])
    assert stored(home) | {"documents": []} == stored(alone) | {"documents": []}


def test_a_changed_text_leaves_its_group(make_home: MakeHome) -> None:
    home = make_home([document(name, words(0, 60)) for name in "أبج"])
    add_to(home, [document("أ", words(500, 60))])
    assert groups(home) == [["ب", "ج"]]


TEXTS = st.builds(words, st.sampled_from([0, 10, 20, 40, 60, 300]), st.sampled_from([15, 30, 60]))


@settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))
@given(texts=st.lists(TEXTS, min_size=1, max_size=12), cuts=st.sets(st.integers(1, 11)))
def test_builds_one_by_one_are_the_same_as_one(
    make_home: MakeHome, texts: Sequence[str], cuts: Iterable[int]
) -> None:
    documents = [document(f"و{place}", text) for place, text in enumerate(texts)]
    bounds = [0, *sorted(cut for cut in cuts if cut < len(texts)), len(texts)]
    grown = make_home(*(documents[start:end] for start, end in pairwise(bounds)))
    assert stored(grown) == stored(make_home(documents))


def test_a_build_from_scratch_gives_the_same(make_home: MakeHome) -> None:
    home = make_home([document(name, words(0, 60)) for name in "أبج"])
    before = stored(home)
    with Archive(archive_path(home)) as archive:
        update(archive, home, from_scratch=True)
    assert stored(home) == before
