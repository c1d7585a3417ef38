"""Why a word has the levels it has: its steps, and the readings that were weighed."""

from __future__ import annotations

from typing import Final, NamedTuple

from arabic.analyzer import Analysis, analyze, read
from arabic.attestation import Attestation, Attested, is_bare, takes_article, unseen
from arabic.folding import HEH, TEH_MARBUTA, fold, fold_light, strip_marks
from arabic.stemmer import Reading, attested_splits, readings

_SHOWN: Final = 5


class Step(NamedTuple):
    """What a word had become after a step: ``shown``, ``bare`` of marks, ``light``ly folded,
    ``form``."""

    name: str
    word: str


class Explanation(NamedTuple):
    """An analysis with its reasons.

    ``readings`` begins with the chosen one; the runners-up follow, cheapest first. ``findings``
    names what the archive had to say: ``follows_prepositions``, ``takes_article``,
    ``rest_is_commoner``.
    """

    analysis: Analysis
    steps: tuple[Step, ...]
    readings: tuple[Reading, ...]
    attestation: Attestation
    findings: tuple[str, ...]


def explain(word: str, attested: Attested = unseen) -> Explanation:
    """A written word at every level, and why. Pure; never raises."""
    analysis = analyze(word, attested)
    letters = strip_marks(analysis.exact)
    light = fold_light(word)
    steps = (
        Step("shown", analysis.exact),
        Step("bare", letters),
        Step("light", light),
        Step("form", analysis.form),
    )
    chosen = read(letters, attested)
    if chosen is None:
        return Explanation(analysis, steps, (), attested(analysis.form), ())
    # Where a clitic was taken off first, the cost chosen by is that of the rest alone.
    weighed = {reading[1:6]: reading for reading in sorted(_weighed(light, attested), reverse=True)}
    chosen = weighed.pop(chosen[1:6], chosen)
    rest = sorted(weighed.values())
    findings = [
        name
        for name, holds in (
            ("follows_prepositions", is_bare(analysis.form, attested)),
            ("takes_article", takes_article(analysis.form, attested)),
            ("rest_is_commoner", _rest_is_commoner(analysis.form, chosen, rest, attested)),
        )
        if holds
    ]
    return Explanation(
        analysis,
        steps,
        (chosen, *rest[: _SHOWN - 1]),
        attested(fold(word)),
        tuple(findings),
    )


def _rest_is_commoner(form: str, chosen: Reading, rest: list[Reading], attested: Attested) -> bool:
    """Whether a prefix was taken off for the sake of what it leaves, against the costs."""
    if not any(reading.cost < chosen.cost and not reading.prefix for reading in rest):
        return False
    left = attested(form[len(chosen.prefix) :]).occurrences
    return bool(chosen.prefix) and left > attested(form).occurrences


def _weighed(light: str, attested: Attested) -> list[Reading]:
    found = readings(light)
    if light.endswith(HEH):
        found += readings(light[:-1] + TEH_MARBUTA)
    return found or list(attested_splits(light, attested, bare=False, hamza=-1))
