"""The explanation of a score with what the second stage of ranking adds to it."""

from __future__ import annotations

import msgspec
import numpy as np

from search.explanation import Evidence, ScoreExplanation
from search.matching.deadline import CheckTime, OutOfTime
from search.matching.matcher import Matched
from search.query.nodes import Node
from search.reranking.reranker import Reranker

_DIGITS = 4


def with_close_evidence(
    found: ScoreExplanation,
    reranker: Reranker,
    tree: Node,
    matched: Matched,
    number: int,
    check_time: CheckTime,
) -> ScoreExplanation:
    """The explanation of the document number ``number`` of the archive, with the shares of the
    second stage if it is one of the best of those that match; ``matched`` has the scores of the
    first."""
    documents = reranker.best_documents(matched)
    own = np.flatnonzero(reranker.index.numbers[documents] == number)
    if matched.timed_out:
        return msgspec.structs.replace(found, timed_out=True)
    if not len(own):
        return found
    try:
        shares = reranker.shares(tree, found.level, documents, check_time)
    except OutOfTime:
        return msgspec.structs.replace(found, timed_out=True)
    text = " ".join(reranker.typed(tree))
    close = [
        Evidence(
            kind=share.kind,
            text=text,
            score=round(float(share.gains[own[0]]), _DIGITS),
            documents=int(np.count_nonzero(share.gains)),
        )
        for share in shares
    ]
    evidence = sorted(
        (*found.evidence, *(each for each in close if each.score)), key=lambda each: -each.score
    )
    score = round(sum(each.score for each in evidence), _DIGITS)
    return msgspec.structs.replace(found, evidence=tuple(evidence), score=score)
