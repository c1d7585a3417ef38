"""``warraq batch``: answer many queries."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any, Final, get_args

import click

from search.batch.formats import FORMATS, INPUT_FORMATS
from search.batch.results import COLUMNS, BatchOptions
from search.batch.runner import BatchInterrupted, queries_of, run_batch
from search.request import Operator, Request
from warraq import rendering
from warraq.errors import CommandError, InterruptedCommandError
from warraq.options import AFTER, BEFORE, COLLAPSE, LEVEL, SOURCE, add_options
from warraq.output import report, standard_output
from warraq.progress import meter

_BATCH_OPTIONS: Final = (
    click.option("--limit", default=100, show_default=True, help="The largest number of hits."),
    LEVEL,
    click.option(
        "--operator",
        type=click.Choice(get_args(Operator)),
        help="Whether all words must match or any; any by default, all with --syntax.",
    ),
    click.option("--syntax", is_flag=True, help="Parse the texts as `warraq search` does."),
    COLLAPSE,
    SOURCE,
    AFTER,
    BEFORE,
    click.option("--counts", is_flag=True, help="Write the document count of a query, no hits."),
    click.option("--levels", is_flag=True, help="With --counts: count at each level."),
    click.option(
        "--column",
        "columns",
        type=click.Choice(COLUMNS),
        multiple=True,
        help="Add this field to every hit; may be repeated.",
    ),
    click.option(
        "--format",
        "format_",
        type=click.Choice(FORMATS),
        default="jsonl",
        show_default=True,
        help="The output format.",
    ),
)


@click.command("batch")
@click.argument("queries", type=click.Path(exists=True, dir_okay=False, allow_dash=True))
@click.option(
    "--input",
    "input_format",
    type=click.Choice(INPUT_FORMATS),
    help="The input format; by default the file name decides, else jsonl.",
)
@add_options(_BATCH_OPTIONS)
@click.option(
    "--output",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Write to this file; an interrupted run continues when it is run again.",
)
@click.option("--restart", is_flag=True, help="Overwrite the file and start from the first query.")
@click.option(
    "--workers",
    type=click.IntRange(1),
    help="Number of processes; by default one per core for many queries.",
)
@click.pass_obj
def command(
    home: Path,
    /,
    queries: str,
    input_format: Any,
    output: Path | None,
    restart: bool,
    workers: int | None,
    **options: Any,
) -> None:
    """Answer many queries: lines of {"id", "text"}, or a txt or CSV file of them.

    The texts are plain words of which any may match, unless options say otherwise. Exits with 1
    when some queries were refused, with 2 when all were.
    """
    batch = queries_of(queries, input_format)
    target = output or standard_output()
    settings = _batch_options(**options)
    try:
        with meter("answered", len(batch), "queries", 1_000) as progress:
            problems = run_batch(
                home, settings, batch, target, restart=restart, workers=workers, progress=progress
            )
    except BatchInterrupted as interrupted:
        raise InterruptedCommandError(interrupted.message) from interrupted
    for line in rendering.batch_lines(len(batch), problems):
        report(line)
    refused = sum(problem.refused is not None for problem in problems)
    if refused:
        sys.exit(CommandError.exit_code if refused == len(batch) else 1)


def _batch_options(
    *,
    syntax: bool,
    counts: bool,
    limit: int,
    operator: Any,
    format_: Any,
    columns: Any,
    **fields: Any,
) -> BatchOptions:
    request = Request(
        query="",
        limit=1 if counts else limit,
        operator=operator or ("all" if syntax else "any"),
        plain=not syntax,
        **fields,
    )
    columns = tuple(dict.fromkeys(columns))
    return BatchOptions(request=request, format=format_, columns=columns, counts=counts)
