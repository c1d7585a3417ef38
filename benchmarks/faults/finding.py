"""What was tried, how often, and what did not go as promised."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from benchmarks.report import machine, table


class Finding(msgspec.Struct, frozen=True, kw_only=True):
    """One kind of fault: how many ``cases``, what was ``seen`` and what went wrong."""

    fault: str
    cases: int
    seen: str
    faults: tuple[str, ...] = ()


class Skipped(Exception):
    """This machine does not let a fault be made; the message says why."""


def report(findings: Sequence[Finding]) -> str:
    """The findings as a table, what went wrong below it."""
    rows = [(each.fault, f"{each.cases:,}", f"{len(each.faults):,}") for each in findings]
    seen = [f"- {each.fault}: {each.seen}." for each in findings]
    wrong = [f"- {each.fault}: {fault}" for each in findings for fault in each.faults]
    parts = [machine(), table(("fault", "cases", "not as promised"), rows), "\n".join(seen)]
    if wrong:
        parts += ["Not as promised:", "\n".join(wrong)]
    return "\n\n".join(parts)
