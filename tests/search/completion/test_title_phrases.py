"""Phrases of titles, compared with a count over every title."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from contextlib import closing
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.archive import Archive
from corpus.document import Document
from index.build import update
from index.reader import IndexReader
from search.completion.title_phrases import TitlePhrases, commonest
from search.engine import archive_path
from tests.homes import MakeHome

# Few words, so that titles share beginnings.
LETTERS = ("با", "بت", "تا", "تب", "ثا")
TITLES = [
    " ".join(LETTERS[int(digit)] for digit in digits)
    for digits in ("0123", "0124", "01", "0", "012", "3012", "44", "2101", "010101", "3402", "123")
]
EVERYTHING = 1_000_000


def ranks_of(index: IndexReader, words: Sequence[str]) -> list[int]:
    return index.vocabulary.forms.places(words)


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Iterator[IndexReader]:
    home: Path = tmp_path_factory.mktemp("titles")
    with Archive(archive_path(home)) as archive:
        for part in (TITLES[:6], TITLES[6:]):
            archive.add([Document(title=title, text="خبر") for title in part])
            update(archive, home)
    with closing(IndexReader.current(home)) as reader:
        yield reader


def strong(_: int) -> bool:
    return False


def found(
    index: IndexReader, before: Sequence[str], beginning: str, *, words: int = 6
) -> dict[tuple[str, ...], int]:
    """Phrases with their documents."""
    titles = TitlePhrases(index, EVERYTHING)
    first, end = ranks_of(index, [beginning, beginning + "\U0010ffff"])
    names = index.vocabulary.forms
    return {
        tuple(names[int(names.order[rank])] for rank in phrase.ranks): titles.document_count(phrase)
        for phrase in titles.phrases(
            ranks_of(index, before), [(first, end)],
            among=None, words=words, places=EVERYTHING, weak=strong,
        )
    }  # fmt: skip


def plain(before: Sequence[str], beginning: str) -> dict[tuple[str, ...], int]:
    """The same counted over every title, with phrases that nearly always have one next word."""
    titles = defaultdict(set)
    for number, title in enumerate(TITLES):
        words = title.split()
        for at in range(len(before), len(words)):
            if words[at - len(before) : at] == list(before) and words[at].startswith(beginning):
                for end in range(at + 1, min(len(words), at + 6) + 1):
                    titles[tuple(words[at:end])].add(number)
    return {words: len(numbers) for words, numbers in titles.items()}


@given(st.lists(st.sampled_from(LETTERS), max_size=3), st.sampled_from(["", *LETTERS, "ب", "ت"]))
def test_phrases_are_those_of_a_simple_count(
    index: IndexReader, before: list[str], beginning: str
) -> None:
    if not before and not beginning:
        return
    expected = plain(before, beginning)
    phrases = found(index, before, beginning)
    assert phrases.items() <= expected.items()
    for words in expected.keys() - phrases.keys():
        # Left out are single words, and phrases that nearly always have one next word.
        longer = [more for more in phrases if more[: len(words)] == words and more != words]
        assert longer or (len(words) == 1 and not before), words


def test_a_phrase_with_one_next_word_is_offered_only_with_it(index: IndexReader) -> None:
    """Four of seven titles with با بت continue with تا; the only one with تب با continues with
    بت."""
    assert (plain([], "با")["با", "بت"], plain([], "با")["با", "بت", "تا"]) == (7, 4)
    assert found(index, [], "با")["با", "بت"] == 7
    assert plain([], "تب")["تب", "با"] == 1
    assert [words for words in found(index, [], "تب") if words[1] == "با"] == [
        ("تب", "با", "بت", "تا")
    ]


def test_phrases_do_not_cross_titles(index: IndexReader) -> None:
    assert found(index, ["ثا", "ثا"], "") == {}
    assert found(index, ["تب"], "با", words=1) == {("با",): 1}


def test_the_words_of_the_last_documents_are_kept(index: IndexReader) -> None:
    """The last titles have 3, 4 and 6 words."""
    gap = len(index.vocabulary.forms)
    kept = [int((TitlePhrases(index, most).ranks < gap).sum()) for most in (2, 3, 6, 7, 12, 13)]
    assert kept == [0, 3, 3, 7, 7, 13]
    titles = TitlePhrases(index, 3)
    places = np.arange(len(titles.ranks))
    assert set(titles.documents(places).tolist()) == {len(TITLES) - 1}


def test_only_matching_documents_are_used(index: IndexReader) -> None:
    titles = TitlePhrases(index, EVERYTHING)
    first, end = ranks_of(index, ["با", "با\U0010ffff"])
    among = np.zeros(index.size, bool)
    among[:1] = True
    (phrase,) = titles.phrases(
        [], [(first, end)], among=among, words=6, places=EVERYTHING, weak=strong
    )
    assert titles.spelled(phrase) == ["با", "بت", "تا", "تب"]
    assert titles.document_count(phrase) == 1


def test_a_weak_word_ends_a_phrase_only_if_it_ends_titles(index: IndexReader) -> None:
    (weak,) = ranks_of(index, ["تا"])
    titles = TitlePhrases(index, EVERYTHING)
    first, end = ranks_of(index, ["با", "با\U0010ffff"])
    phrases = titles.phrases(
        [], [(first, end)], among=None, words=6, places=EVERYTHING, weak=lambda rank: rank == weak
    )
    spelled = [titles.spelled(phrase) for phrase in phrases]
    assert ["با", "بت", "تا"] not in spelled  # four titles have it, two go on
    assert ["با", "تا"] in spelled


def test_spellings_are_counted_without_their_marks(make_home: MakeHome) -> None:
    titles_in = ("سوق الجمعة", "سوق الجُمعة", "سوق الجمعه", "سوق الجمعه الكبير")
    home = make_home([Document(title=title, text="خبر") for title in titles_in[:3]])
    with closing(IndexReader.current(home)) as reader:
        titles = TitlePhrases(reader, EVERYTHING)
        first, end = ranks_of(reader, ["سوق", "سوق\U0010ffff"])
        (phrase,) = titles.phrases(
            [], [(first, end)], among=None, words=6, places=EVERYTHING, weak=strong
        )
        assert titles.spelled(phrase) == ["سوق", "الجمعة"]


def test_ties_are_ordered_by_string() -> None:
    assert commonest({"ب": 2, "أ": 2, "ت": 1}) == "أ"
