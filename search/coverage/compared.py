"""Documents as a draft is compared with them: their words, the passages they share with it, and
the telling words of it that they have."""

from __future__ import annotations

from typing import Final, NamedTuple

import numpy as np

from corpus.archive import DocumentRow
from index.array_types import F64, I32
from search.comparison.shared_passages import CommonPassage, covered_words, shared_passages
from search.comparison.words import Words, read_words
from search.coverage.draft import Draft
from search.coverage.stem_forms import StemFinder

_LEAD_WORDS: Final = 60


class ComparedDocument(NamedTuple):
    """A document beside a draft: ``document`` is its number in the index, ``passages`` are those of
    the draft first, ``covered`` counts the words of the draft in them.

    ``stems`` has the place of the telling word of each word of its text, -1 for others,
    ``title_stems`` the same of its title.
    """

    document: int
    row: DocumentRow
    words: Words
    passages: tuple[CommonPassage, ...]
    covered: int
    stems: I32
    title_stems: I32

    @property
    def document_covered(self) -> int:
        """How many words of the document are in passages."""
        return sum(each.second_end - each.second_start for each in self.passages)

    def counts(self, size: int) -> F64:
        """How often the text and the title have each of ``size`` telling words."""
        return _counts(self.stems, size) + _counts(self.title_stems, size)

    def lead_counts(self, size: int) -> F64:
        """The same for the title and the beginning of the text."""
        return _counts(self.stems[:_LEAD_WORDS], size) + _counts(self.title_stems, size)


def compare(draft: Draft, document: int, row: DocumentRow, stems: StemFinder) -> ComparedDocument:
    """Compare a draft with a document, in time linear in both."""
    words = read_words(row.text)
    passages = shared_passages(draft.words, words)
    return ComparedDocument(
        document,
        row,
        words,
        passages,
        covered_words(passages, len(draft.words)),
        stems.find(words),
        stems.find(read_words(row.title)),
    )


def _counts(stems: I32, size: int) -> F64:
    return np.bincount(stems[(stems >= 0) & (stems < size)], minlength=size).astype(np.float64)
