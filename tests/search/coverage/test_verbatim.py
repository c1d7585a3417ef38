"""Sentences of a draft are found in documents that share nothing else with it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.document import Document
from index.reader import IndexReader
from search.comparison.shared_passages import CommonPassage
from search.coverage.draft import read_draft
from search.coverage.verbatim import documents_with_parts, uncovered_parts
from search.limits import LIMITS
from search.matching.deadline import Deadline
from search.matching.matcher import Matcher
from tests.homes import MakeHome

SENTENCE = "وقال أمين المتحف إن الجرار الثلاث وجدت سليمة تحت أرضية المعصرة القديمة شرق التل"
OTHER = "وتستمر أعمال التنقيب في الموسم القادم بإشراف فريق من طلبة الآثار في الجامعة"
SAME_WORDS = "التل شرق القديمة المعصرة أرضية تحت سليمة وجدت الثلاث الجرار إن المتحف أمين وقال"
TEXTS = {"museum": f"{SENTENCE}. {OTHER}.", "other": f"{OTHER}.", "shuffled": f"{SAME_WORDS}."}


@pytest.fixture
def matcher(make_home: MakeHome) -> Iterator[Matcher]:
    documents = [Document(id=name, title=name, text=text) for name, text in TEXTS.items()]
    with closing(IndexReader.current(make_home(documents))) as index:
        yield Matcher(index, limits=LIMITS)


def found(matcher: Matcher, text: str, most: int = 60, seconds: float = 60) -> list[str]:
    draft = read_draft("", text)
    places = documents_with_parts(
        *(draft, uncovered_parts(draft, ()), matcher.lists, matcher.index.live),
        most=most,
        deadline=Deadline(seconds),
    )
    names = list(TEXTS)
    return [names[int(matcher.index.numbers[place]) - 1] for place in places]


def test_a_sentence_is_found_by_its_words_alone(matcher: Matcher) -> None:
    """The documents are compared word by word afterwards: here the order does not matter."""
    assert found(matcher, f"خبر آخر لا صلة له بما بعده أبدا. {SENTENCE}.") == ["museum", "shuffled"]
    assert found(matcher, f"{OTHER}؟") == ["museum", "other"]


@pytest.mark.parametrize("changed", ["سفينة", "كلمةغريبة"])
def test_a_part_with_another_word_is_not_found(matcher: Matcher, changed: str) -> None:
    assert found(matcher, " ".join([*SENTENCE.split()[:4], changed, "الجرار الثلاث"])) == []


def test_the_documents_are_bounded(matcher: Matcher) -> None:
    assert found(matcher, f"{SENTENCE}. {OTHER}.", most=2) == ["museum", "shuffled"]
    assert found(matcher, SENTENCE, seconds=-1) == []


@given(st.lists(st.integers(1, 40), min_size=1, max_size=6))
def test_every_word_of_a_long_sentence_is_in_a_part(lengths: list[int]) -> None:
    draft = read_draft("", ". ".join(" ".join(["كلمة"] * length) for length in lengths))
    parts = uncovered_parts(draft, ())
    assert all(5 <= last - first <= 10 for first, last in parts)
    within = {word for part in parts for word in range(*part)}
    long = [part for part in draft.sentences if part[1] - part[0] >= 5]
    assert within == {word for part in long for word in range(*part)}


def test_parts_with_a_passage_are_left_out() -> None:
    draft = read_draft("", f"{SENTENCE}. {OTHER}.")
    size = len(SENTENCE.split())
    passages = [CommonPassage(0, size, 3, 3 + size, size)]
    assert all(first >= size for first, _ in uncovered_parts(draft, [passages]))
    assert uncovered_parts(draft, [passages]) == uncovered_parts(draft, [passages, []])
    assert np.diff(uncovered_parts(draft, [passages])).max() <= 10
