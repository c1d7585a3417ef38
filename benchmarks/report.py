"""Reports: tables in Markdown, the machine, and the section of a document they replace."""

from __future__ import annotations

import os
import platform
import sqlite3
import time
from collections.abc import Sequence
from importlib.metadata import version
from pathlib import Path


def table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """A Markdown table, its first column set left and the others right."""
    widths = [max(len(row[column]) for row in (head, *rows)) for column in range(len(head))]

    def line(cells: Sequence[str]) -> str:
        padded = (
            cell.rjust(width) if column else cell.ljust(width)
            for column, (cell, width) in enumerate(zip(cells, widths, strict=True))
        )
        return f"| {' | '.join(padded)} |"

    rule = "|".join(
        f"{'-' * (width + 1)}:" if column else "-" * (width + 2)
        for column, width in enumerate(widths)
    )
    return "\n".join([line(head), f"|{rule}|", *(line(row) for row in rows)])


def percentile_95(values: Sequence[float]) -> float:
    """The value that at least 95 % do not exceed (nearest rank)."""
    ordered = sorted(values)
    return ordered[-(-len(ordered) * 95 // 100) - 1]


def machine() -> str:
    """Where and when this runs, one sentence."""
    packages = f"numpy {version('numpy')}, SQLite {sqlite3.sqlite_version}"
    return (
        f"{time.strftime('%Y-%m-%d')}: {os.cpu_count()} cores, {platform.system()} "
        f"{platform.machine()}, Python {platform.python_version()}, {packages}; "
        f"load average {os.getloadavg()[0]:.1f}."
    )


class SectionError(Exception):
    """A document lacks the section to write into; the message is one sentence."""


def around_section(path: Path, name: str) -> tuple[str, str]:
    """A document up to ``<!-- NAME -->`` and from ``<!-- /NAME -->`` on, both included.

    Raises SectionError where it does not have them.
    """
    start, end = f"<!-- {name} -->", f"<!-- /{name} -->"
    before, found_start, rest = path.read_text("utf-8").partition(start)
    _, found_end, after = rest.partition(end)
    if not found_start or not found_end:
        raise SectionError(f"{path} has no section between {start} and {end}.")
    return before + start, end + after


def replace_section(path: Path, name: str, text: str) -> None:
    """Put a text into a section of a document (see ``around_section``)."""
    before, after = around_section(path, name)
    path.write_text(f"{before}\n\n{text.strip()}\n\n{after}", "utf-8")
