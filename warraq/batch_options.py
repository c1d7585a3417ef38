"""The options of ``warraq batch``, and the run that they ask for."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Final, get_args

import click

from search.batch.formats import FORMATS, INPUT_FORMATS
from search.batch.results import COLUMNS, BatchOptions
from search.request import Operator, Request
from warraq.request_options import AFTER, BEFORE, LEVEL, SOURCE, with_options

_OPTIONS: Final = (
    click.option(
        "--input",
        "input_",
        type=click.Choice(INPUT_FORMATS),
        help="How the queries are written; else by the name of the file, or jsonl.",
    ),
    click.option("--limit", default=100, show_default=True, help="How many hits a query."),
    LEVEL,
    click.option(
        "--operator",
        type=click.Choice(get_args(Operator)),
        help="Whether all words must match or any; else any, and all with --syntax.",
    ),
    click.option("--syntax", is_flag=True, help="Read the texts as `warraq search` does."),
    SOURCE,
    AFTER,
    BEFORE,
    click.option("--counts", is_flag=True, help="Count the documents of a query, without hits."),
    click.option("--levels", is_flag=True, help="With --counts: at each level."),
    click.option(
        "--column",
        "columns",
        type=click.Choice(COLUMNS),
        multiple=True,
        help="Add this to every hit; may be repeated.",
    ),
    click.option(
        "--format",
        "format_",
        type=click.Choice(FORMATS),
        default="jsonl",
        show_default=True,
        help="How the answers are written.",
    ),
    click.option(
        "--output",
        type=click.Path(path_type=Path, dir_okay=False),
        help="Write to this file; what is interrupted goes on when run again.",
    ),
    click.option("--restart", is_flag=True, help="Write the file anew in any case."),
    click.option(
        "--workers", type=click.IntRange(1), help="Processes; one a core where there are many."
    ),
)


batch_options: Final = with_options(_OPTIONS)
"""Gives a command the options of a batch."""


def run_of(options: dict[str, Any]) -> BatchOptions:
    """The run that the options ask for."""
    syntax, counts = options["syntax"], options["counts"]
    return BatchOptions(
        request=Request(
            query="",
            limit=1 if counts else options["limit"],
            level=options["level"],
            operator=options["operator"] or ("all" if syntax else "any"),
            plain=not syntax,
            sources=options["sources"],
            after=options["after"],
            before=options["before"],
            levels=options["levels"],
        ),
        format=options["format_"],
        columns=tuple(dict.fromkeys(options["columns"])),
        counts=counts,
    )
