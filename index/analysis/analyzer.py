"""The analyzer: what a word is at every level."""

from __future__ import annotations

from typing import Final, NamedTuple

from index.analysis.attestation import Attested, unseen
from index.analysis.fold import HEH, TEH_MARBUTA, fold, fold_exact, fold_light, strip_marks
from index.analysis.root import guess_root
from index.analysis.stem import best

# Raised whenever the same word may come out otherwise; the vocabulary stores it.
ANALYZER_VERSION: Final = "1"

# Raised whenever the tokenizer or the folding changes, which asks for new postings.
FORMS_VERSION: Final = "2"

_ARABIC_LETTERS: Final = frozenset("ءابةتثجحخدذرزسشصضطظعغفقكلمنهويؤئ")


class Analysis(NamedTuple):
    """A written word at the four levels, and the split that its stem was taken from.

    ``source`` says what vouched for the split: ``noun`` or ``verb`` of the lexicon, ``corpus`` for
    what stands alone in the archive, ``light`` for the light10 stem, ``other`` for words that are
    not Arabic.
    """

    exact: str
    form: str
    stem: str
    root: str
    prefix: str
    base: str
    suffix: str
    source: str


def analyze(word: str, attested: Attested = unseen) -> Analysis:
    """A written word at the levels exact, form, stem and root. Pure; never raises.

    ``attested`` tells what an archive knows of a form.

    The stem of a form does not depend on how its ة was written, so that مكتبه meets مكتبة.
    """
    exact, form, light = fold_exact(word), fold(word), fold_light(word)
    letters = strip_marks(exact)
    if not form or not _ARABIC_LETTERS.issuperset(light):
        return Analysis(exact, form, form, form, "", form, "", "other")
    hamza = min((letters.find(seat) for seat in "أإآ" if seat in letters), default=-1)
    reading = best(light, attested, hamza=hamza)
    if light.endswith(HEH) and len(light) > 2:
        # A final ه may be a ة written in haste: the cheaper reading of the two wins.
        other = best(light[:-1] + TEH_MARBUTA, attested, hamza=hamza)
        known = other.source in ("noun", "verb")
        if known and (reading.source in ("light", "corpus") or other.cost < reading.cost):
            reading = other
    stem = reading.entry.replace(TEH_MARBUTA, HEH)
    root = reading.root or guess_root(reading.entry) or stem
    return Analysis(
        exact, form, stem, root, reading.prefix, reading.base, reading.suffix, reading.source
    )


def classes(spelling: str, attested: Attested = unseen) -> tuple[str, str]:
    """The stem and root of a form, given its commonest spelling."""
    analysis = analyze(spelling, attested)
    return analysis.stem, analysis.root
