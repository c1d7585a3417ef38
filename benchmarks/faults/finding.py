"""Findings: the faults that were injected and the promises that were broken."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from benchmarks.reporting import machine, table


class Finding(msgspec.Struct, frozen=True, kw_only=True):
    """One kind of fault: number of ``cases``, what was ``seen``, and broken promises."""

    fault: str
    cases: int
    seen: str
    faults: tuple[str, ...] = ()


class Skipped(Exception):
    """The fault cannot be injected on this machine; the message says why."""


def report(findings: Sequence[Finding]) -> str:
    """Render the findings as a table, followed by the broken promises."""
    rows = [(each.fault, f"{each.cases:,}", f"{len(each.faults):,}") for each in findings]
    seen = [f"- {each.fault}: {each.seen}." for each in findings]
    wrong = [f"- {each.fault}: {fault}" for each in findings for fault in each.faults]
    parts = [machine(), table(("fault", "cases", "broken promises"), rows), "\n".join(seen)]
    if wrong:
        parts += ["Broken promises:", "\n".join(wrong)]
    return "\n\n".join(parts)
