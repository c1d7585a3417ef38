"""Documents beside a draft: their words, the passages they share with it, and the telling words of
it that they have."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, NamedTuple

import numpy as np

from corpus.archive import DocumentRow
from index.array_types import I32, Mask
from search.comparison.shared_passages import CommonPassage, shared_passages
from search.comparison.words import Words, read_words
from search.coverage.draft import Draft
from search.coverage.same_story import StoryCandidates
from search.coverage.shared_text import DraftShingles, without_formulas
from search.coverage.stem_forms import StemFinder
from search.coverage.story_days import StoryDays
from search.coverage.telling_words import TellingWord

_LEAD_WORDS: Final = 60


class ComparedDocument(NamedTuple):
    """A document beside a draft.

    ``passages`` are those it shares with the draft, without formulas, in the order of the draft;
    ``covered`` counts the equal words in them. ``stems`` has the place of the stem of the
    draft of each word of its text, -1 for others, ``title_stems`` the same of its title.
    """

    row: DocumentRow
    words: Words
    passages: tuple[CommonPassage, ...]
    covered: int
    stems: I32
    title_stems: I32

    @property
    def document_share(self) -> float:
        """The share of the words of the document that the draft has in passages."""
        return self.covered / max(1, len(self.words))

    def has(self, size: int) -> Mask:
        """Whether title or text have each of the first ``size`` stems."""
        return _present(self.stems, size) | _present(self.title_stems, size)


class Comparison(NamedTuple):
    """What was compared with a draft: documents by their numbers in the index, the candidates of
    the same story, the days of the story and the stems of the draft, the most telling first,
    which ``finder`` finds.

    ``own`` is the document that the draft is with its copies, none of which was compared.
    """

    documents: dict[int, ComparedDocument]
    story: list[int]
    days: StoryDays | None
    stems: tuple[TellingWord, ...]
    finder: StemFinder
    own: list[int]


class StoryScore(NamedTuple):
    """The score of a document of the same story, from 0 to 1, and the telling words that it shares,
    the most telling first."""

    score: float
    words: tuple[str, ...]


class FoundDocuments(NamedTuple):
    """The documents with the same text, those with most of it first, and those of the same story
    with their scores, the most similar first."""

    texts: list[int]
    stories: dict[int, StoryScore]


def compare(
    draft: Draft, row: DocumentRow, shingles: DraftShingles, stems: StemFinder
) -> ComparedDocument:
    """Compare a draft with a document, in time linear in both."""
    title, words = _read(row)
    passages = without_formulas(shared_passages(draft.words, words), shingles)
    return ComparedDocument(
        row,
        words,
        passages,
        sum(each.equal for each in passages),
        stems.find(words),
        stems.find(title),
    )


def _read(row: DocumentRow) -> tuple[Words, Words]:
    """The words of the title and of the text of a document."""
    start = len(row.title) + 1
    both = read_words(f"{row.title}\n{row.text}")
    first = int(np.searchsorted(both.starts, start))
    title = Words(both.starts[:first], both.ends[:first], both.keys[:first])
    return title, Words(both.starts[first:] - start, both.ends[first:] - start, both.keys[first:])


def story_candidates(
    documents: Sequence[ComparedDocument],
    words: Sequence[TellingWord],
    distances: Sequence[int],
    groups: Sequence[int],
) -> StoryCandidates:
    """Documents as candidates of the same story for telling ``words``, which are the first stems
    of the draft; ``distances`` and ``groups`` are those of ``StoryCandidates``."""
    size = len(words)
    titles = [_present(each.title_stems, size) for each in documents]
    bodies = [_present(each.stems, size) for each in documents]
    leads = [_present(each.stems[:_LEAD_WORDS], size) for each in documents]
    shape = (len(documents), size)
    title = np.array(titles, bool).reshape(shape)
    return StoryCandidates(
        weights=np.array([each.weight for each in words], np.float64),
        present=np.array(bodies, bool).reshape(shape) | title,
        beginning=np.array(leads, bool).reshape(shape) | title,
        title=title,
        known_titles=np.array([_known_share(each.title_stems) for each in documents], np.float64),
        lengths=np.array([len(each.words) for each in documents], np.int64),
        distances=np.array(distances, np.int64),
        groups=np.array(groups, np.int64),
    )


def _known_share(stems: I32) -> float:
    return float((stems >= 0).mean()) if len(stems) else 0.0


def _present(stems: I32, size: int) -> Mask:
    present: Mask = np.zeros(size, bool)
    present[stems[(stems >= 0) & (stems < size)]] = True
    return present
