"""The benchmark of words on a few names, pairs and misspellings."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st
from rapidfuzz.distance import OSA

from benchmarks.words.found_documents import find_any, find_spelling, overlap
from benchmarks.words.measures import Measured
from benchmarks.words.names import NameCount, count_names, with_particles
from benchmarks.words.pairs import Pair, count_pairs
from benchmarks.words.report import main
from benchmarks.words.typos import NEIGHBOURS, make_typo, make_typos
from corpus.document import Document
from index.reader import IndexReader
from search.engine import Engine
from tests.homes import MakeHome

TEXTS = [
    "سافر إلى المنامة",
    "والمنامة مدينة",
    "عاد من المنامه",
    "مدينة كبيرة",
    "مدينتان",
    "نخلة",
]


@pytest.fixture
def engine(make_home: MakeHome) -> Iterator[Engine]:
    engine = Engine.open(make_home([Document(id=str(n), text=t) for n, t in enumerate(TEXTS)]))
    yield engine
    engine.close()


@pytest.mark.parametrize(
    ("name", "word"),
    [
        ("زحلة", "فبزحلة"),
        ("العراق", "وبالعراق"),
        ("العراق", "للعراق"),
        ("الليطاني", "لليطاني"),
        ("لندن", "وللندن"),
    ],
)
def test_names_behind_particles(name: str, word: str) -> None:
    assert word in with_particles(name)
    assert len(set(with_particles(name))) == 12


def test_a_name_is_compared_with_the_documents_that_have_it(engine: Engine) -> None:
    counts = count_names(engine, ["المنامة", "صحار"])
    assert counts == (NameCount(name="المنامة", found=3, written=3),)
    assert counts[0].right


@pytest.mark.parametrize(
    ("found", "written", "right"),
    [(97, 100, True), (96, 100, False), (115, 100, True), (116, 100, False), (0, 4, False)],
)
def test_a_name_may_find_a_few_other_documents(found: int, written: int, right: bool) -> None:
    assert NameCount(name="نزوى", found=found, written=written).right is right


def test_spellings_of_one_word(engine: Engine) -> None:
    same, other, absent = count_pairs(
        engine,
        [
            Pair(True, "مدينة", "المدينه", "ending"),
            Pair(True, "مدينة", "نخلة", "none"),
            Pair(True, "صحار", "صحارى", "none"),
        ],
    )
    assert (same.right, same.overlap, same.attested) == (True, 1.0, True)
    assert (other.right, other.overlap, other.attested) == (False, 0.0, True)
    assert (absent.right, absent.attested) == (False, False)


def test_words_that_must_stay_apart(engine: Engine) -> None:
    apart, joined = count_pairs(
        engine, [Pair(False, "مدينة", "نخلة"), Pair(False, "مدينة", "مدينتان")]
    )
    assert apart.right
    assert not joined.right


def test_documents_of_a_spelling(engine: Engine) -> None:
    assert len(find_spelling(engine, "مدينة كبيرة")) == 1
    assert len(find_any(engine, ("مدينة", "نخلة"))) == 3


def test_the_overlap_is_the_share_of_the_larger_answer() -> None:
    assert overlap(frozenset({1, 2, 3, 4}), frozenset({4, 5})) == 0.25
    assert overlap(frozenset(), frozenset()) == 0.0


@given(st.text("".join(NEIGHBOURS), min_size=2, max_size=12))
def test_a_typo_is_at_most_one_edit(word: str) -> None:
    typo = make_typo(word)
    assert OSA.distance(typo, word) <= 1
    assert typo == make_typo(word)


def test_neighbouring_keys() -> None:
    assert set(NEIGHBOURS["ا"]) == set("لتغعى")
    assert all(letter in NEIGHBOURS[near] for letter in "شطئظض" for near in NEIGHBOURS[letter])


def test_only_frequent_words_are_misspelled(make_home: MakeHome) -> None:
    texts = ["طماطم وخيار"] * 25 + ["بطيخ"] * 5
    home = make_home([Document(id=str(n), text=t) for n, t in enumerate(texts)])
    engine, index = Engine.open(home), IndexReader.current(home)
    try:
        typos = list(make_typos(engine, index.vocabulary))
    finally:
        index.close()
        engine.close()
    assert typos
    assert {typo.right for typo in typos} <= {"طماطم", "وخيار"}


def test_the_command(evaluation: Path, tmp_path: Path) -> None:
    arguments = ["--shared", str(evaluation), "--work", str(tmp_path / "work")]
    document = tmp_path / "analysis.md"
    document.write_text("<!-- words -->\n<!-- /words -->\n", "utf-8")
    result = CliRunner().invoke(main, [*arguments, "--errors", "--into", str(document)])
    assert result.exit_code == 0, result.output
    assert "| spellings that find the same documents      |     1 |" in result.stdout
    assert "in no article: تلفون / تليفون" in result.stdout
    assert "6 articles" in document.read_text("utf-8")

    result = CliRunner().invoke(main, [*arguments, "--json"])
    measured = msgspec.json.decode(result.stdout, type=Measured)
    assert [one.name for one in measured.counts.names] == ["الجسر", "الزيتون"]
    assert measured.documents == 6
