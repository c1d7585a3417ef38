"""``warraq copies``: list groups of documents with the same text."""

from __future__ import annotations

import sys
from contextlib import closing
from pathlib import Path
from typing import Any, get_args

import click

from search.answer import answer_record
from search.engine import Engine
from search.query.request_checks import FEWEST_COPIES
from search.request import CopyOrder, Request
from warraq import rendering
from warraq.options import AFTER, ANY, BEFORE, LEVEL, SOURCE, json_option
from warraq.output import print_json, print_lines, report


@click.command("copies")
@click.argument("query", default="*")
@click.option(
    "--min",
    "least",
    default=FEWEST_COPIES,
    show_default=True,
    help="The smallest number of documents of a group.",
)
@click.option(
    "--order",
    type=click.Choice(get_args(CopyOrder)),
    default="first",
    show_default=True,
    help="first: by the earliest document of a group; size: the largest groups first.",
)
@click.option("--limit", default=20, show_default=True, help="The largest number of groups.")
@click.option("--offset", default=0, help="The number of groups to skip.")
@LEVEL
@SOURCE
@AFTER
@BEFORE
@ANY
@json_option()
@click.pass_obj
def command(home: Path, /, least: int, order: Any, as_json: bool, **options: Any) -> None:
    """List groups of documents with the same text or most of it, the earliest first.

    With QUERY only groups to which a document of the query belongs. Exits with 1 when there is
    none.
    """
    with closing(Engine.open(home)) as engine:
        found = engine.copies(Request(**options), least, order)
    if as_json:
        print_json(answer_record(found, "en"))
    else:
        for warning in found.warnings:
            report(warning)
        print_lines(rendering.copies_lines(found))
    if not found.total:
        sys.exit(1)
