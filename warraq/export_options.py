"""The options of ``warraq export``, and what they ask for."""

from __future__ import annotations

from typing import Any, BinaryIO, Final, get_args

import click

from search.batch.export import EXPORT_FORMATS, Export, find, is_cut, lines
from search.engine import Engine
from search.limits import LIMITS
from search.request import Request, Sort
from warraq.request_options import AFTER, ANY, BEFORE, LEVEL, SOURCE, with_options

_OPTIONS: Final = (
    click.option(
        "--format",
        "format_",
        type=click.Choice(EXPORT_FORMATS),
        default="jsonl",
        show_default=True,
        help="How the rows are written.",
    ),
    click.option("--text", is_flag=True, help="Add the text of every document."),
    click.option("--no-bom", is_flag=True, help="Begin CSV without a byte order mark."),
    click.option("--limit", default=LIMITS.export_rows, show_default=True, help="How many rows."),
    LEVEL,
    click.option(
        "--sort", type=click.Choice(get_args(Sort)), default="relevance", show_default=True
    ),
    SOURCE,
    AFTER,
    BEFORE,
    ANY,
)


export_options: Final = with_options(_OPTIONS)
"""Gives a command the options of an export."""


def export_of(query: str, options: dict[str, Any]) -> Export:
    """The export that the options ask for."""
    kept = {name: options[name] for name in ("limit", "level", "sort", "sources")}
    return Export(
        request=Request(
            query=query,
            operator="any" if options["any_"] else "all",
            after=options["after"],
            before=options["before"],
            **kept,
        ),
        format=options["format_"],
        bom=not options["no_bom"],
        text=options["text"],
    )


def write_export(engine: Engine, export: Export, target: BinaryIO) -> tuple[int, str | None]:
    """Write an export as UTF-8; returns the number of rows, and a sentence where it was cut.

    :raises search.answer.BadRequest: the request cannot be answered.
    """
    found = find(engine, export)
    for piece in lines(engine, export, found):
        target.write(piece.encode())
    told = f"Cut after {len(found.ids):,} of {found.total:,} documents; narrow the query by date."
    return len(found.ids), told if is_cut(export, found) else None
