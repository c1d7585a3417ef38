"""Documents beside a draft: their words, the passages they share with it, and the telling words of
it that they have."""

from __future__ import annotations

from typing import Final, NamedTuple

import numpy as np

from corpus.archive import DocumentRow
from index.array_types import F64, I32
from search.comparison.shared_passages import CommonPassage, covered_words, shared_passages
from search.comparison.words import Words, read_words
from search.coverage.draft import Draft
from search.coverage.same_story import StoryScore
from search.coverage.shared_text import DraftShingles, without_formulas
from search.coverage.stem_forms import StemFinder
from search.coverage.story_days import StoryDays
from search.coverage.telling_words import DraftStems

_LEAD_WORDS: Final = 60


class ComparedDocument(NamedTuple):
    """A document beside a draft.

    ``passages`` are those it shares with the draft, without formulas, in the order of the draft;
    ``covered`` counts the words of the draft in them. ``stems`` has the place of the stem of the
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
        """The share of the words of the document that are in passages."""
        inside = sum(each.second_end - each.second_start for each in self.passages)
        return inside / max(1, len(self.words))

    def counts(self, size: int) -> F64:
        """How often title and text have each of the first ``size`` stems."""
        return _counts(self.stems, size) + _counts(self.title_stems, size)

    def lead_counts(self, size: int) -> F64:
        """The same for the title and the beginning of the text."""
        return _counts(self.stems[:_LEAD_WORDS], size) + _counts(self.title_stems, size)


class Comparison(NamedTuple):
    """What was compared with a draft: documents by their numbers in the index, the candidates of
    the same story, the days of the story and the stems of the draft, which ``finder`` finds.

    ``own`` is the document that the draft is with its copies, none of which was compared.
    """

    documents: dict[int, ComparedDocument]
    story: list[int]
    days: StoryDays | None
    stems: DraftStems
    finder: StemFinder
    own: list[int]


class FoundDocuments(NamedTuple):
    """The documents with the same text, those with most of it first, and those of the same story
    with their scores, the most similar first."""

    texts: list[int]
    stories: dict[int, StoryScore]


def compare(
    draft: Draft, row: DocumentRow, shingles: DraftShingles, stems: StemFinder
) -> ComparedDocument:
    """Compare a draft with a document, in time linear in both."""
    words = read_words(row.text)
    passages = without_formulas(shared_passages(draft.words, words), shingles)
    return ComparedDocument(
        row,
        words,
        passages,
        covered_words(passages, len(draft.words)),
        stems.find(words),
        stems.find(read_words(row.title)),
    )


def _counts(stems: I32, size: int) -> F64:
    return np.bincount(stems[(stems >= 0) & (stems < size)], minlength=size).astype(np.float64)
