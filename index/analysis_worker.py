"""A worker process that analyzes for a build: frames on standard input, answers on standard
output.

Started as ``python -m index.analysis_worker``.
"""

from __future__ import annotations

import gc
import sys
from pathlib import Path
from typing import TypeAlias, assert_never

import msgspec

from arabic.analyzer import WordClass, classify
from arabic.attestation import Attested, unseen
from index.arrays import ArrayFile
from index.attestation_table import AttestationTable
from index.term_numbers import Analyzed, LocalTerms
from index.vocabulary_growth import guess_roots
from index.worker_process import read_frame, write_frame


class Analyze(msgspec.Struct, frozen=True, tag="analyze"):
    """Texts to be split into words."""

    texts: list[str]


class Classify(msgspec.Struct, frozen=True, tag="classify"):
    """Words to be classified, each the most frequent spelling of a form; ``attestations`` is the
    file with the frequency of each form in the archive."""

    spellings: list[str]
    attestations: str


class Guess(msgspec.Struct, frozen=True, tag="guess"):
    """Stems whose roots are to be guessed."""

    stems: list[str]


Task: TypeAlias = Analyze | Classify | Guess


class Classified(msgspec.Struct, frozen=True):
    """The classes of each word."""

    classes: list[WordClass]


class Guessed(msgspec.Struct, frozen=True):
    """The root of each stem."""

    roots: list[str]


def main() -> None:
    """Answer frames until the input ends."""
    # Words and classes make no reference cycles, and the search for some takes a tenth of the time.
    gc.disable()
    terms = LocalTerms()
    attested: Attested = unseen
    attested_by = ""
    while (message := read_frame(sys.stdin.buffer)) is not None:
        task = msgspec.msgpack.decode(message, type=Task)
        answer: Analyzed | Classified | Guessed
        match task:
            case Analyze(texts):
                answer = terms.analyze(texts)
            case Classify(spellings, path):
                terms = LocalTerms()  # all texts are read: the terms of this process are let go
                if path != attested_by:
                    attested, attested_by = AttestationTable(ArrayFile(Path(path))), path
                answer = Classified([classify(each, attested) for each in spellings])
            case Guess(stems):
                attested = unseen  # all forms are classified
                answer = Guessed(guess_roots(stems))
            case _:
                assert_never(task)
        write_frame(sys.stdout.buffer, msgspec.msgpack.encode(answer))


if __name__ == "__main__":
    main()
