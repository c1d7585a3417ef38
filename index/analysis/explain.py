"""Why a word has the levels it has: its steps, and the readings that were weighed."""

from __future__ import annotations

from typing import Final, NamedTuple

from index.analysis.analyzer import Analysis, analyze, read
from index.analysis.attestation import Attestation, Attested, is_bare, takes_article, unseen
from index.analysis.fold import HEH, TEH_MARBUTA, fold, fold_light, strip_marks
from index.analysis.stem import Reading, attested_splits, readings

_SHOWN: Final = 5


class Step(NamedTuple):
    """What a word had become after a step: ``shown``, ``bare`` of marks, ``light``ly folded,
    ``form``."""

    name: str
    word: str


class Explanation(NamedTuple):
    """An analysis with its reasons.

    ``readings`` begins with the chosen one; the runners-up follow, cheapest first. ``findings``
    names what the archive had to say: ``follows_prepositions``, ``takes_article``.
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
    weighed = {reading._replace(root="") for reading in _weighed(light, attested)}
    rest = sorted(weighed - {chosen._replace(root="")})
    findings = [
        name
        for name, holds in (
            ("follows_prepositions", is_bare(analysis.form, attested)),
            ("takes_article", takes_article(analysis.form, attested)),
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


def _weighed(light: str, attested: Attested) -> list[Reading]:
    found = readings(light)
    if light.endswith(HEH):
        found += readings(light[:-1] + TEH_MARBUTA)
    return found or list(attested_splits(light, attested, bare=False, hamza=-1))
