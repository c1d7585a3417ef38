"""Drafts made from articles, as one might be written from another: sentences are left out and
moved, words are replaced, a new sentence leads."""

from __future__ import annotations

import re
from collections.abc import Sequence
from random import Random
from typing import Final

_SENTENCE: Final = re.compile(r"[^.!?؟؛\n]+(?:[.!?؟؛]+|\n|$)")
_LEAST_WORDS: Final = 4
_LEAD_WORDS: Final = 14

SENTENCES_LEFT_OUT: Final = 0.3
WORDS_REPLACED: Final = 0.1
LEAST_SENTENCES: Final = 5
LEAST_WORDS: Final = 60


def sentences_of(text: str) -> list[str]:
    """The sentences of several words."""
    found = (match[0].strip() for match in _SENTENCE.finditer(text))
    return [each for each in found if len(each.split()) >= _LEAST_WORDS]


def is_source(text: str) -> bool:
    """Whether a text is long enough to make a draft from it."""
    return len(sentences_of(text)) >= LEAST_SENTENCES and len(text.split()) >= LEAST_WORDS


def rewrite(text: str, words: Sequence[str], random: Random) -> str:
    """A draft with 30 % of the sentences left out and the others in another order, a tenth of the
    words replaced by some of ``words``, and a lead sentence of ``words``."""
    sentences = sentences_of(text)
    kept = random.sample(sentences, max(1, round(len(sentences) * (1 - SENTENCES_LEFT_OUT))))
    lead = " ".join(random.choices(words, k=_LEAD_WORDS)) + "."
    rest = [
        " ".join(
            random.choice(words) if random.random() < WORDS_REPLACED else word
            for word in sentence.split()
        )
        for sentence in kept
    ]
    return "\n".join((lead, *rest))


def excerpt(text: str, random: Random) -> str:
    """A draft of two of the sentences."""
    return " ".join(random.sample(sentences_of(text), 2))
