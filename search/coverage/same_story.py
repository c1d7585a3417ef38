"""How much a document is about the same event as a draft."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, NamedTuple

import numpy as np

from index.array_types import F64
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


def story_score(counts: F64, lead: F64, words: Sequence[TellingWord], decay: float) -> StoryScore:
    """The score of a document for the telling words of a draft.

    ``counts[n]`` is how often it has word n, ``lead[n]`` how often in its title and beginning;
    ``decay`` is from 0 to 1, the less the farther its day is from that of the story.
    """
    weights: F64 = np.array([each.weight for each in words])
    everywhere, beginning = counts > 0, lead > 0
    shared = np.flatnonzero(everywhere)
    if not len(words) or len(shared) < min(_FEWEST, len(words)):
        return StoryScore(0.0, ())
    total = float(weights.sum())
    score = 0.5 * float(weights[everywhere].sum() + weights[beginning].sum()) / total
    telling = tuple(words[place].word for place in shared[:_SHARED_WORDS].tolist())
    return StoryScore(min(1.0, score * decay), telling)
