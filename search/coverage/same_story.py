"""How likely documents are about the same event as a draft.

Two logistic models, one after the other. The first weighs the telling words of the draft that a
document has: anywhere, in its beginning, in its title. The second adds how many of the documents
that the first finds likely have the same words: words that only the draft has, such as those of an
opinion on the event, then weigh less (a form of pseudo-relevance feedback: Rocchio 1971). The
weights were fitted to judged events, see ``docs/decisions/0025-coverage.md``.
"""

from __future__ import annotations

from typing import Final, NamedTuple

import numpy as np

from index.array_types import F64, I64, Mask

SAME_STORY: Final = 0.4
"""The least score of a document about the same event."""

SURELY_SAME_STORY: Final = 0.5
"""The least score of the best of them: without it, none is about the same event."""

FIRST_WORDS: Final = 10
"""The most telling words, which are weighed apart."""

_EXAMPLES: Final = 10
"""Likely documents, copies folded, whose words are compared."""

_FAR: Final = 15
"""Days from the day of the story from which a document is far."""

_FEW: Final = 0.5
_USUAL: Final = 0.3
"""How much likely documents weigh less where they are few: as if a half of one more had 30 % of the
words."""


class _Weights(NamedTuple):
    """The weights of a logistic model; shares are from 0 to 1."""

    constant: float
    everywhere: float
    beginning: float
    title: float
    first_words: float
    known_title: float
    length: float
    distance: float
    undated: float
    background: float
    agreed: float = 0.0
    agreed_beginning: float = 0.0
    examples: float = 0.0


_FIRST: Final = _Weights(-4.52, 6.35, 5.69, 6.26, 4.24, 2.77, -0.283, -2.05, -1.61, -3.45)
_SECOND: Final = _Weights(
    -5.30, 4.26, 4.00, 6.68, 2.58, 2.10, -0.321, -1.97, -1.53, -6.45, 2.43, 2.27, 2.09
)


class StoryCandidates(NamedTuple):
    """D candidates and the W most telling words of a draft with their ``weights[W]``.

    ``present[D, W]`` says which words a document has, ``beginning`` and ``title`` which it has
    there; ``known_titles[D]`` is the share of the words of its title that the draft has,
    ``lengths[D]`` are in words. ``distances[D]`` are days from the day of the story, -1 for
    documents without a date. Copies of one text are of the same ``group``.
    """

    weights: F64
    present: Mask
    beginning: Mask
    title: Mask
    known_titles: F64
    lengths: I64
    distances: I64
    groups: I64


def story_scores(candidates: StoryCandidates) -> F64:
    """The score of each candidate, from 0 to 1."""
    if not len(candidates.groups) or not len(candidates.weights):
        return np.zeros(len(candidates.groups))
    shares = _shares(candidates)
    likely = _logistic(shares @ np.array(_FIRST[1 : 1 + shares.shape[1]]) + _FIRST.constant)
    agreed = _agreements(candidates, likely)
    every = np.hstack((shares, agreed))
    return _logistic(every @ np.array(_SECOND[1:]) + _SECOND.constant)


def _shares(candidates: StoryCandidates) -> F64:
    """The shares that both models weigh, a row for each candidate."""
    weights, beginning = candidates.weights, candidates.beginning
    first = weights[:FIRST_WORDS]
    everywhere = _share(candidates.present, weights)
    begun = _share(beginning, weights)
    # What unrelated documents share with the draft raises what related ones must share.
    background = np.percentile((everywhere + begun) / 2, 25)
    return np.column_stack(
        (
            everywhere,
            begun,
            _share(candidates.title, weights),
            _share(beginning[:, :FIRST_WORDS], first),
            candidates.known_titles,
            np.log1p(candidates.lengths),
            np.clip(candidates.distances, 0, _FAR) / _FAR,
            candidates.distances < 0,
            np.full(len(everywhere), background),
        )
    )


def _agreements(candidates: StoryCandidates, likely: F64) -> F64:
    """Which share of the words that likely documents agree on each candidate has, anywhere and in
    its beginning, and how many likely documents there are: a row for each candidate.

    A candidate and its copies are no examples for itself.
    """
    examples = _examples(candidates.groups, likely)
    weights = likely[examples]
    others = candidates.groups[:, None] != candidates.groups[examples][None, :]
    counted = others * weights
    totals = counted.sum(axis=1)
    having = counted @ candidates.present[examples].astype(np.float64)
    agreement = (having + _FEW * _USUAL) / (totals + _FEW)[:, None] * candidates.weights
    whole = agreement.sum(axis=1)
    return np.column_stack(
        (
            (agreement * candidates.present).sum(axis=1) / whole,
            (agreement * candidates.beginning).sum(axis=1) / whole,
            totals / _EXAMPLES,
        )
    )


def _examples(groups: I64, likely: F64) -> I64:
    """The most likely candidates, one of each group."""
    order = np.argsort(-likely, kind="stable")
    _, first = np.unique(groups[order], return_index=True)
    return order[np.sort(first)][:_EXAMPLES]


def _share(present: Mask, weights: F64) -> F64:
    found: F64 = present @ weights / weights.sum()
    return found


def _logistic(values: F64) -> F64:
    found: F64 = 1.0 / (1.0 + np.exp(-values))
    return found
