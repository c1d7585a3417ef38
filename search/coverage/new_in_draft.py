"""What is new in a draft: sentences, names and numbers that no earlier document has."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final

import numpy as np

from index.array_types import F64, Integers, Mask
from search.coverage.answer import NewInDraft, TextSpan
from search.coverage.compared import ComparedDocument
from search.coverage.draft import Draft
from search.coverage.stem_forms import StemFinder
from search.coverage.telling_words import TellingWord

_KNOWN_SHARE: Final = 0.5
"""The share of the words of a sentence in shared passages from which it is known."""

_KNOWN_WORDS: Final = 0.7
"""The share of its telling words, by rarity, that one document has, from which it is known."""

IsNewName = Callable[[TellingWord], bool]
"""Whether a word is a name that no document of the time of the story has."""


def find_new(
    draft: Draft,
    stems: Sequence[TellingWord],
    finder: StemFinder,
    earlier: Sequence[ComparedDocument],
    is_new_name: IsNewName,
    most: int,
) -> NewInDraft:
    """The new sentences of a draft in its order, and its new names and numbers.

    ``stems`` are all of the draft, which ``finder`` finds; ``earlier`` are the documents found.
    """
    present = _present(earlier, len(stems))
    anywhere: Mask = np.any(present, axis=0)
    places = finder.find(draft.words)
    shared = np.zeros(len(draft.words), bool)
    for document in earlier:
        for passage in document.passages:
            shared[passage.first_start : passage.first_end] = True
    rarity: F64 = np.array([each.idf for each in stems])
    sentences: list[TextSpan] = []
    for first, last in draft.sentences:
        own = np.unique(places[first:last])
        own = own[own >= 0]
        if _is_known(shared[first:last], own, present, rarity):
            continue
        sentences.append(draft.span((first, last)))
        if len(sentences) == most:
            break
    new = (each for place, each in enumerate(stems) if not anywhere[place])
    names = [each.word for each in new if each.is_number or is_new_name(each)]
    return NewInDraft(sentences=tuple(sentences), names=tuple(names[:most]))


def _present(documents: Sequence[ComparedDocument], size: int) -> Mask:
    present: Mask = np.zeros((len(documents), size), bool)
    for place, document in enumerate(documents):
        present[place] = document.has(size)
    return present


def _is_known(shared: Mask, own: Integers, present: Mask, rarity: F64) -> bool:
    if shared.mean() >= _KNOWN_SHARE:
        return True
    total = float(rarity[own].sum())
    if not total:
        return True
    found = present[:, own] @ rarity[own] if len(present) else np.zeros(1)
    return bool(found.max() >= _KNOWN_WORDS * total)
