"""The output of the analyzer is pinned to its version.

An index stores the versions it was made with. If the output changes and the version does not, words
of old documents and words of queries no longer match, and nothing reports it.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable
from functools import cache
from itertools import pairwise
from pathlib import Path

from arabic.analyzer import analyze, classify
from arabic.attestation import INTRODUCERS, PREPOSITIONS, Attestation
from arabic.folding import fold, fold_exact, strip_marks
from arabic.spelling_variants import key_sum
from arabic.tokenizer import words
from arabic.version import ANALYZER_DIGEST, ANALYZER_VERSION, FORMS_DIGEST, FORMS_VERSION
from arabic.word_explanation import explain
from tests.homes import ROOT

FOLDER = Path(__file__).parent
MESSAGE = """
The output of {what} has changed.
If the change is intended, replace these in arabic/version.py:
  {name}_VERSION, now "{version}", so that indexes are brought up to date;
  {name}_DIGEST, by "{digest}".
If it is not intended, undo it. Only if everyday_words.txt or corpus/sample changed instead, replace
the digest alone, in a commit that changes nothing else.
"""


@cache
def texts() -> tuple[str, ...]:
    """The everyday words, and the files of the sample archive."""
    files = sorted(path for path in (ROOT / "corpus/sample").rglob("*") if path.is_file())
    return tuple(
        path.read_bytes().decode("utf-8", errors="replace")
        for path in (FOLDER / "everyday_words.txt", *files)
    )


@cache
def attestations() -> dict[str, Attestation]:
    """How often each form occurs in the texts, after a preposition, and after an introducer."""
    occurrences: Counter[str] = Counter()
    prepositional: Counter[str] = Counter()
    introduced: Counter[str] = Counter()
    for text in texts():
        found = words(text)
        occurrences.update(map(fold, found))
        prepositional.update(fold(word) for last, word in pairwise(found) if last in PREPOSITIONS)
        introduced.update(fold(word) for last, word in pairwise(found) if last in INTRODUCERS)
    return {
        form: Attestation(n, prepositional[form], introduced[form])
        for form, n in occurrences.items()
    }


def attested(form: str) -> Attestation:
    return attestations().get(form, Attestation(0, 0))


def digest(records: Iterable[object]) -> str:
    sha = hashlib.sha256()
    for record in records:
        sha.update(repr(record).encode())
    return sha.hexdigest()


def forms_records() -> Iterable[object]:
    for text in texts():
        for word in words(text):
            yield word, fold(word), fold_exact(word)


def analysis_records() -> Iterable[object]:
    for word in sorted({word for text in texts() for word in words(text)}):
        spelling = strip_marks(fold_exact(word))
        yield tuple(analyze(word)), tuple(analyze(word, attested))
        yield classify(spelling), classify(spelling, attested)
        yield [tuple(reading) for reading in explain(word).readings]
        yield [tuple(reading) for reading in explain(word, attested).readings]
        yield key_sum(analyze(word, attested).stem)


def test_the_everyday_words_are_many() -> None:
    assert len(set(words(texts()[0]))) >= 400


def test_forms_change_only_with_their_version() -> None:
    found = digest(forms_records())
    assert found == FORMS_DIGEST, MESSAGE.format(
        what="the tokenizer or the folding", name="FORMS", version=FORMS_VERSION, digest=found
    )


def test_levels_and_readings_change_only_with_their_version() -> None:
    found = digest(analysis_records())
    assert found == ANALYZER_DIGEST, MESSAGE.format(
        what="the stemmer, the roots or the names",
        name="ANALYZER",
        version=ANALYZER_VERSION,
        digest=found,
    )
