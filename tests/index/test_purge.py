"""A build that applies deletions: no word of a deleted document stays in any file of the index."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from corpus.archive import Archive
from corpus.document import Document
from index import build, generation
from index.build import update
from index.letter_bytes import encode
from index.reader import IndexReader
from search.engine import archive_path
from tests.homes import MakeHome, add_to, delete_from, mark_deleted

SHARED = "وصلت السفينة إلى الميناء والتجار في السوق "
SECRET = ("زخرفستان", "قَلْعَنْبوط", "بالمتشظيظين", "ﻃﻨﺒﺮوﻝ", "مغصوصبات")


def secret(id_: str = "secret") -> Document:
    return Document(
        id=id_,
        title=f"عنوان {SECRET[0]}",
        text=SHARED + " ".join(SECRET[1:]),
        author="كاتب غير مذكور في غيرها",
        source="صحيفة محجوبة",
    )


def plain(count: int, first: int = 0) -> list[Document]:
    return [
        Document(id=f"d{n}", title=f"خبر {n}", text=f"{SHARED} {n} وكتب الكاتب كتابه", source="س")
        for n in range(first, first + count)
    ]


def needles() -> list[str]:
    return [SECRET[0], "قلعنبوط", "قَلْعَنْبوط", "متشظيظين", "طنبرول", "مغصوصب", "مذكور", "محجوبة"]


def found(folder: Path) -> list[str]:
    return [
        f"{needle} in {path.relative_to(folder)}"
        for path in sorted(folder.rglob("*"))
        if path.is_file()
        for needle in needles()
        if any(encoded in path.read_bytes() for encoded in (needle.encode(), encode(needle)))
    ]


def test_the_words_of_a_document_are_found_before_it_is_deleted(make_home: MakeHome) -> None:
    home = make_home([*plain(3), secret()])
    assert {line.split()[0] for line in found(home / "index")} >= {"زخرفستان", "قلعنبوط", "محجوبة"}


@pytest.mark.parametrize("batches", [1, 2, 4])
def test_nothing_of_a_deleted_document_stays_in_the_index(
    make_home: MakeHome, batches: int
) -> None:
    home = make_home(plain(20), *[plain(3, 100 * n) for n in range(1, batches)], [secret()])
    delete_from(home, ["secret"])
    assert found(home / "index") == []
    assert len(list((home / "index").glob("generation-*"))) == 1


def test_an_earlier_generation_is_removed_while_it_is_read(make_home: MakeHome) -> None:
    home = make_home([*plain(9), secret()])
    with closing(IndexReader.current(home)) as reader:
        with Archive(archive_path(home)) as archive:
            archive.delete(["secret"])
            report = update(archive, home)
        assert (report.removed, report.still_read) == (1, 1)
        assert found(home / "index") == []
        assert reader.vocabulary.form("زخرفستان") is not None  # mapped until it is closed
        assert int(reader.live.sum()) == 10


def test_the_remains_of_a_killed_deletion_are_removed(make_home: MakeHome) -> None:
    """A switch to the new generation, without removing the one before."""
    home = make_home([*plain(9), secret()])
    with closing(IndexReader.current(home)), pytest.MonkeyPatch.context() as patch:
        patch.setattr(generation, "remove_earlier", lambda _: 0)
        delete_from(home, ["secret"])
        assert found(home / "index") != []
        patch.undo()
        with generation.writing(home):
            assert generation.remove_earlier(home) == 1
        assert found(home / "index") == []


def test_what_an_earlier_version_left_is_noticed(make_home: MakeHome) -> None:
    home = make_home([*plain(9), secret()])
    mark_deleted(home, ["secret"])
    assert found(home / "index") != []
    with Archive(archive_path(home)) as archive:
        update(archive, home)
        assert found(home / "index") != []
        assert build.keeps_deleted(archive, home)
        update(archive, home, from_scratch=True)
        assert not build.keeps_deleted(archive, home)
    assert found(home / "index") == []


def test_deleting_everything_leaves_an_empty_index(make_home: MakeHome) -> None:
    home = make_home([secret("a")], [secret("b")])
    delete_from(home, ["a", "b"])
    assert found(home / "index") == []
    with closing(IndexReader.current(home)) as reader:
        assert (reader.size, reader.manifest.documents, len(reader.vocabulary)) == (0, 0, 0)
    add_to(home, plain(2))
    with closing(IndexReader.current(home)) as reader:
        assert reader.manifest.documents == 2


def described(home: Path) -> object:
    """All that an index says, without numbers of terms and documents."""
    with closing(IndexReader.current(home)) as reader:
        known = reader.vocabulary
        postings = {}
        for number in range(len(known.forms)):
            form = known.forms[number]
            stem = known.stem_of(number)
            lists = []
            for field in ("title", "body"):
                terms = known.terms_of_form(number)
                wanted = np.ones(reader.size, np.uint8)
                documents, positions = reader.occurrences(field, terms, wanted)
                lists.append(
                    sorted(zip(reader.numbers[documents].tolist(), positions.tolist(), strict=True))
                )
            counts = known.attested(form)
            classes = (known.stems[stem], known.roots[known.root_of(stem)])
            bare = known.bare_name(known.bare_of(number))
            postings[form] = (*lists, counts, classes, bare)
        columns = {}
        for name in ("source", "author", "section"):
            ordinals, values = reader.keyword(name)
            columns[name] = (values, [values[ordinal] for ordinal in ordinals.tolist()])
        return postings, columns, reader.numbers.tolist(), reader.manifest.documents


WORDS = st.sampled_from([*SHARED.split(), *SECRET, "كتاب", "وكتابه", "الكُتب", "مكتبة", "عبد الله"])
TEXTS = st.lists(st.lists(WORDS, min_size=1, max_size=8).map(" ".join), min_size=2, max_size=8)


@pytest.fixture
def of_any_size(monkeypatch: pytest.MonkeyPatch) -> None:
    """Classes are kept as in a large archive."""
    monkeypatch.setattr(build, "_FEW_WORDS", 0)
    monkeypatch.setattr(build, "_GROWTH", 1e9)


@pytest.mark.usefixtures("of_any_size")
def test_a_large_vocabulary_keeps_its_numbers(make_home: MakeHome) -> None:
    home = make_home(plain(20), [secret()])
    with closing(IndexReader.current(home)) as reader:
        before = {form: reader.vocabulary.form(form) for form in ("سفينه", "ميناء", "السفينه")}
    delete_from(home, ["secret"])
    assert found(home / "index") == []
    with closing(IndexReader.current(home)) as reader:
        known = reader.vocabulary
        assert {form: known.form(form) for form in before} == before
        assert known.form("زخرفستان") is None
        assert reader.live.all()
    add_to(home, [secret("again")])
    with closing(IndexReader.current(home)) as reader:
        number = reader.vocabulary.form("زخرفستان")
        assert number is not None
        assert reader.vocabulary.attested("زخرفستان").occurrences == 1
    delete_from(home, ["again"])
    assert found(home / "index") == []


def add_and_delete(home: Path, texts: Sequence[str], batches: int, data: st.DataObject) -> None:
    """Add documents in batches, then delete some of them."""
    documents = [Document(id=str(n), title=text[:9], text=text) for n, text in enumerate(texts)]
    for start in range(batches):
        add_to(home, documents[start::batches])
    ids = data.draw(st.sets(st.sampled_from([each.id for each in documents]), min_size=1))
    delete_from(home, sorted(ids))


@pytest.mark.usefixtures("of_any_size")
@given(texts=TEXTS, batches=st.integers(1, 3), data=st.data())
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_a_large_index_has_no_word_of_deleted_documents(
    tmp_path_factory: pytest.TempPathFactory,
    texts: Sequence[str],
    batches: int,
    data: st.DataObject,
) -> None:
    """Its postings, counts and columns are those of the remaining documents; then all forms are
    classified again."""
    home = tmp_path_factory.mktemp("home")
    add_and_delete(home, texts, batches, data)
    purged: Any = described(home)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(build, "_GROWTH", 0)
        add_to(home, [Document(id="x", text="نص")])
        delete_from(home, ["x"])
        classified: Any = described(home)
    with Archive(archive_path(home)) as archive:
        update(archive, home, from_scratch=True)
    scratch: Any = described(home)
    assert classified == scratch
    assert purged[1:] == scratch[1:]
    for form, (titles, bodies, counts, *_) in scratch[0].items():
        assert purged[0].pop(form)[:3] == (titles, bodies, counts)
    # What is left has no letter of a word.
    assert [form for form in purged[0] if not form.startswith("\0")] == []


@given(texts=TEXTS, batches=st.integers(1, 3), data=st.data())
def test_a_purged_index_is_that_of_the_remaining_documents(
    tmp_path_factory: pytest.TempPathFactory,
    texts: Sequence[str],
    batches: int,
    data: st.DataObject,
) -> None:
    home = tmp_path_factory.mktemp("home")
    add_and_delete(home, texts, batches, data)
    purged = described(home)
    with Archive(archive_path(home)) as archive:
        update(archive, home, from_scratch=True)
    assert purged == described(home)
