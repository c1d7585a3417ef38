"""The parameters of ranking: every weight of the score, in one record."""

from __future__ import annotations

from typing import Final, Literal, assert_never, get_args

import msgspec

RankedLevel = Literal["form", "stem", "root"]
RANKED_LEVELS: Final[tuple[RankedLevel, ...]] = get_args(RankedLevel)
"""The levels that are scored, from narrow to wide."""


class RankingParameters(msgspec.Struct, frozen=True, kw_only=True):
    """The parameters of ranking.

    ``k1`` saturates frequencies. Each field has a weight and a length normalisation ``b``
    (``search.matching.bm25f``); each level has a weight. ``marked_spelling`` is the weight of
    spellings whose diacritics agree with those of the query. ``bigram`` is the weight of
    neighbouring query words (``search.matching.proximity``) where every word of the query has an
    inverse document frequency below ``common_idf``.

    The second stage (``search.reranking``) looks at the best ``reranked`` documents, at most
    255 (``index.reader``), which alone are scored at the ``root`` level. ``title``, ``coverage``,
    ``window``, ``passage``, ``early`` and ``run`` are the weights of its shares; ``window_words``
    and ``passage_words`` are lengths in words; a share for a passage counts half in a document of
    ``passage_length`` words; ``early_halving`` is the position at which an occurrence counts half.
    Of each form the first ``read_occurrences`` in a document are looked at.
    """

    k1: float = 0.9
    title_weight: float = 1.5
    title_b: float = 0.4
    body_weight: float = 1.0
    body_b: float = 0.6
    form: float = 0.4
    stem: float = 1.0
    root: float = 0.4
    marked_spelling: float = 2.0
    bigram: float = 1.0
    common_idf: float = 4.0
    reranked: int = 200
    read_occurrences: int = 1_000
    title: float = 0.8
    coverage: float = 0.3
    window: float = 0.6
    window_words: int = 20
    passage: float = 0.3
    passage_words: int = 150
    passage_length: int = 3_000
    early: float = 1.2
    early_halving: int = 20
    run: float = 2.0

    def level_weight(self, level: RankedLevel) -> float:
        """The weight of a level."""
        match level:
            case "form":
                return self.form
            case "stem":
                return self.stem
            case "root":
                return self.root
            case _:
                assert_never(level)


RANKING: Final = RankingParameters()
