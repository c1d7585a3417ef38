"""Parts of reports: Markdown tables, the machine, stored figures, sections of documents."""

from __future__ import annotations

import os
import platform
import sqlite3
import time
from collections.abc import Sequence
from importlib.metadata import version
from pathlib import Path
from typing import IO, Any, NamedTuple, Self, TypeVar

import click
import msgspec

_Figures = TypeVar("_Figures", bound=msgspec.Struct)


def table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """Render a Markdown table: first column aligned left, the others right."""
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
    """The 95th percentile by the nearest-rank method."""
    ordered = sorted(values)
    return ordered[-(-len(ordered) * 95 // 100) - 1]


def times(ratio: float) -> str:
    """Format a ratio with two significant figures."""
    if ratio < 1:
        return f"{ratio:#.2g}"
    return f"{ratio:.1f}" if ratio < 10 else f"{ratio:,.0f}"


def machine() -> str:
    """Describe date, machine, versions and load average in one sentence."""
    packages = f"numpy {version('numpy')}, SQLite {sqlite3.sqlite_version}"
    return (
        f"{time.strftime('%Y-%m-%d')}: {os.cpu_count()} cores, {platform.system()} "
        f"{platform.machine()}, Python {platform.python_version()}, {packages}; "
        f"load average {os.getloadavg()[0]:.1f}."
    )


def save_figures(work: Path, name: str, figures: msgspec.Struct) -> None:
    """Store figures as ``NAME.json`` in the work folder."""
    work.mkdir(parents=True, exist_ok=True)
    (work / f"{name}.json").write_bytes(msgspec.json.encode(figures))


def load_figures(work: Path, name: str, record: type[_Figures]) -> _Figures | None:
    """Load stored figures; None if they are missing or have another form."""
    try:
        return msgspec.json.decode((work / f"{name}.json").read_bytes(), type=record)
    except (FileNotFoundError, msgspec.DecodeError):
        return None


class BadInput(click.ClickException):
    """A benchmark lacks an input; the command prints the message and exits with code 2."""

    exit_code = 2

    def show(self, file: IO[Any] | None = None) -> None:
        """Print the message without click's prefix."""
        click.echo(self.format_message(), file=file, err=file is None)


class SectionError(BadInput):
    """The document lacks the section to write into."""


class Section(NamedTuple):
    """The part of a document between ``<!-- NAME -->`` and ``<!-- /NAME -->``."""

    path: Path
    name: str

    @classmethod
    def of(cls, path: Path, name: str) -> Self:
        """Find a section. Raises SectionError if the document lacks it."""
        section = cls(path, name)
        section._split()
        return section

    def replace(self, text: str) -> None:
        """Replace the text of the section."""
        before, after = self._split()
        self.path.write_text(f"{before}\n\n{text.strip()}\n\n{after}", "utf-8")

    def _split(self) -> tuple[str, str]:
        start, end = f"<!-- {self.name} -->", f"<!-- /{self.name} -->"
        before, found_start, rest = self.path.read_text("utf-8").partition(start)
        _, found_end, after = rest.partition(end)
        if not found_start or not found_end:
            raise SectionError(f"{self.path} has no section between {start} and {end}.")
        return before + start, end + after
