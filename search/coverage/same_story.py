"""How much a document is about the same event as a draft."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, NamedTuple

import numpy as np

from index.array_types import F64
from search.coverage.compared import ComparedDocument
from search.coverage.telling_words import TellingWord

SAME_STORY: Final = 0.3
"""The least score of a document about the same event."""

_SHARED_WORDS: Final = 8
"""Telling words that are listed of a document."""

_FEWEST: Final = 3
"""Telling words that a document has at least."""


class StoryScore(NamedTuple):
    """The score of a document, from 0 to 1, and the telling words that it shares, the most telling
    first."""

    score: float
    words: tuple[str, ...]


def story_score(
    document: ComparedDocument, words: Sequence[TellingWord], decay: float
) -> StoryScore:
    """The score of a document for the telling words of a draft; ``decay`` is from 0 to 1, the less
    the farther its day is from that of the story."""
    weights: F64 = np.array([each.weight for each in words])
    size = len(words)
    everywhere, lead = document.counts(size) > 0, document.lead_counts(size) > 0
    shared = np.flatnonzero(everywhere)
    if not size or len(shared) < min(_FEWEST, size):
        return StoryScore(0.0, ())
    total = float(weights.sum())
    score = 0.5 * float(weights[everywhere].sum()) / total
    score += 0.5 * float(weights[lead].sum()) / total
    telling = tuple(words[place].word for place in shared[:_SHARED_WORDS].tolist())
    return StoryScore(min(1.0, score * decay), telling)
