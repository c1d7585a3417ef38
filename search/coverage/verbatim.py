"""The documents that have passages of a draft word for word, by the rarest words of each passage.

Few fingerprints of a text are stored, and the telling words of a long draft are not those of each
of its sentences, so a sentence can be missed by both.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Final

import numpy as np

from arabic.folding import fold
from index.array_types import Mask
from search.comparison.shared_passages import CommonPassage
from search.coverage.draft import Draft
from search.matching.deadline import Deadline, OutOfTime
from search.matching.posting_lists import PostingLists
from search.matching.term_expansion import ClassKey

_PART_WORDS: Final = 10
"""Words of the longest part of a sentence that is looked for."""

_FEWEST_WORDS: Final = 5
"""Words of the shortest."""

_RAREST: Final = 4
"""Words of a part whose documents are intersected first; the others only where many are left."""

_FEW: Final = 8
"""Documents of a part that are compared with the draft."""

_LONGEST: Final = 64
"""Code points of the longest word that is looked for."""


def uncovered_parts(
    draft: Draft, passages: Iterable[Sequence[CommonPassage]]
) -> tuple[tuple[int, int], ...]:
    """The parts ``[first, last)`` of the sentences of a draft that have no word in ``passages``."""
    covered: Mask = np.zeros(len(draft.words) + 1, bool)
    for each in passages:
        for passage in each:
            covered[passage.first_start : passage.first_end] = True
    return tuple(
        (first, last) for first, last in _parts(draft.sentences) if not covered[first:last].any()
    )


def _parts(sentences: Iterable[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Sentences in parts of ``_PART_WORDS`` words; the last part of a sentence may overlap."""
    for first, last in sentences:
        if last - first < _FEWEST_WORDS:
            continue
        for start in range(first, last, _PART_WORDS):
            start = max(first, min(start, last - _PART_WORDS))
            yield start, min(start + _PART_WORDS, last)


def documents_with_parts(
    draft: Draft,
    parts: Iterable[tuple[int, int]],
    lists: PostingLists,
    wanted: Mask,
    most: int,
    deadline: Deadline,
) -> list[int]:
    """At most ``most`` documents of ``wanted[N]`` whose texts have all words of a part of a draft,
    as far as there is time."""
    found: dict[int, None] = {}
    try:
        for part in parts:
            deadline.check()
            found |= dict.fromkeys(_documents_with(draft, part, lists, wanted)[:_FEW])
            if len(found) >= most:
                break
    except OutOfTime:
        pass
    return list(found)[:most]


def _documents_with(
    draft: Draft, part: tuple[int, int], lists: PostingLists, wanted: Mask
) -> list[int]:
    """The documents that have all words of a part, those added first before others."""
    forms: set[int] = set()
    for word in map(draft.written, range(*part)):
        number = lists.vocabulary.form(fold(word)) if len(word) <= _LONGEST else None
        if number is None:
            return []
        forms.add(number)
    occurrences = lists.vocabulary.occurrences
    rarest_first = sorted(forms, key=lambda form: (int(occurrences[form]), form))
    left: Mask = wanted
    for place, form in enumerate(rarest_first):
        if place >= _RAREST and np.count_nonzero(left) <= _FEW:
            break
        left = left & lists.mask(ClassKey("form", form), "body")
        if not left.any():
            return []
    documents: list[int] = np.flatnonzero(left).tolist()
    return documents
