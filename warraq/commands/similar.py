"""``warraq similar``: find documents similar to a text."""

from __future__ import annotations

import sys
from contextlib import closing
from pathlib import Path

import click

from search.engine import Engine
from search.limits import LIMITS
from warraq import rendering
from warraq.options import json_option
from warraq.output import print_json, print_lines
from warraq.reference_text import load_reference


@click.command("similar")
@click.argument("path", required=False, type=click.Path(allow_dash=True), metavar="FILE")
@click.option("--id", "document_id", help="Compare a document of the archive instead of a file.")
@click.option(
    "--limit",
    default=LIMITS.similar_limit,
    show_default=True,
    help="The largest number of documents.",
)
@json_option()
@click.pass_obj
def command(
    home: Path, /, path: str | None, document_id: str | None, limit: int, as_json: bool
) -> None:
    """Show documents similar to the text of FILE, or of standard input (-).

    The first document of a file is compared. Exits with 1 when nothing is similar to it.
    """
    with closing(Engine.open(home)) as engine:
        found = engine.similar(load_reference(engine, path, document_id), limit)
    if as_json:
        print_json(found)
    else:
        print_lines(rendering.similar_lines(found))
    if not found.hits and not found.copies:
        sys.exit(1)
