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


def machine() -> str:
    """Where and when this runs, one sentence."""
    packages = f"numpy {version('numpy')}, SQLite {sqlite3.sqlite_version}"
    return (
        f"{time.strftime('%Y-%m-%d')}: {os.cpu_count()} cores, {platform.system()} "
        f"{platform.machine()}, Python {platform.python_version()}, {packages}; "
        f"load average {os.getloadavg()[0]:.1f}."
    )


def replace_section(path: Path, name: str, text: str) -> None:
    """Put a text between the two comments ``<!-- NAME -->`` and ``<!-- /NAME -->`` of a document.

    Raises ValueError where the document does not have them.
    """
    document = path.read_text("utf-8")
    start, end = f"<!-- {name} -->", f"<!-- /{name} -->"
    before, found_start, rest = document.partition(start)
    _, found_end, after = rest.partition(end)
    if not found_start or not found_end:
        raise ValueError(f"{path} has no section between {start} and {end}.")
    path.write_text(f"{before}{start}\n{text.strip()}\n{end}{after}", "utf-8")
