"""Explanation of a word's levels: the steps of folding, and the readings that were compared."""

from __future__ import annotations

from typing import Final, NamedTuple

from arabic.analyzer import Analysis, analyze, choose_reading
from arabic.attestation import Attestation, Attested, has_no_proclitic, takes_article, unseen
from arabic.folding import HEH, TEH_MARBUTA, fold, fold_light, strip_marks
from arabic.readings import Reading, find_readings
from arabic.stemmer import find_attested_readings

_READINGS_SHOWN: Final = 5


class Step(NamedTuple):
    """A word after a step of folding.

    ``name`` is ``shown`` (the level exact), ``bare`` (without marks), ``light`` (folded with ة
    kept) or ``form``.
    """

    name: str
    word: str


class Explanation(NamedTuple):
    """An analysis with its reasons.

    ``readings`` are the chosen reading and the others of lowest cost, in the order of their costs.
    ``findings`` are the evidence of the archive: ``follows_prepositions``, ``takes_article``,
    ``rest_is_commoner``.
    """

    analysis: Analysis
    steps: tuple[Step, ...]
    readings: tuple[Reading, ...]
    attestation: Attestation
    findings: tuple[str, ...]


def explain(word: str, attested: Attested = unseen) -> Explanation:
    """Analyze a written word and explain the result. Never raises."""
    analysis = analyze(word, attested)
    letters = strip_marks(analysis.exact)
    light = fold_light(word)
    steps = (
        Step("shown", analysis.exact),
        Step("bare", letters),
        Step("light", light),
        Step("form", analysis.form),
    )
    chosen = choose_reading(letters, attested)
    if chosen is None:
        return Explanation(analysis, steps, (), attested(analysis.form), ())
    # If a clitic was removed first, the cost of the chosen reading is that of the rest alone.
    candidates = {
        reading[1:6]: reading for reading in sorted(_candidates(light, attested), reverse=True)
    }
    chosen = candidates.pop(chosen[1:6], chosen)
    rest = sorted(candidates.values())
    findings = [
        name
        for name, is_finding in (
            ("follows_prepositions", has_no_proclitic(analysis.form, attested)),
            ("takes_article", takes_article(analysis.form, attested)),
            ("rest_is_commoner", _rest_is_commoner(analysis.form, chosen, rest, attested)),
        )
        if is_finding
    ]
    return Explanation(
        analysis,
        steps,
        (chosen, *rest[: _READINGS_SHOWN - 1]),
        attested(fold(word)),
        tuple(findings),
    )


def _rest_is_commoner(form: str, chosen: Reading, rest: list[Reading], attested: Attested) -> bool:
    """Whether a prefix was removed, against the costs, because the rest is more frequent."""
    if not any(reading.cost < chosen.cost and not reading.prefix for reading in rest):
        return False
    occurrences = attested(form[len(chosen.prefix) :]).occurrences
    return bool(chosen.prefix) and occurrences > attested(form).occurrences


def _candidates(light: str, attested: Attested) -> list[Reading]:
    found = find_readings(light)
    if light.endswith(HEH):
        found += find_readings(light[:-1] + TEH_MARBUTA)
    return found or list(find_attested_readings(light, attested, no_proclitic=False, hamza=-1))
