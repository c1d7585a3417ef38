"""``warraq export``: write every document that a query finds."""

from __future__ import annotations

import sys
from contextlib import closing
from pathlib import Path
from typing import Any

import click

from corpus.messages import Message
from search.batch.export import EXPORT_FORMATS, Export, find, is_cut, lines
from search.engine import Engine
from search.limits import LIMITS
from search.query.long_text import is_long_text
from search.query.parser import parse
from search.request import Request
from warraq.options import AFTER, ANY, BEFORE, COLLAPSE, LEVEL, MATCHES, SORT, SOURCE
from warraq.output import report, standard_output


@click.command("export")
@click.argument("query")
@click.option(
    "--format",
    "format_",
    type=click.Choice(EXPORT_FORMATS),
    default="jsonl",
    show_default=True,
    help="The output format.",
)
@click.option("--text", is_flag=True, help="Add the text of every document.")
@click.option("--no-bom", is_flag=True, help="Write CSV without a byte order mark.")
@click.option(
    "--limit", default=LIMITS.export_rows, show_default=True, help="The largest number of rows."
)
@LEVEL
@SORT
@MATCHES
@COLLAPSE
@SOURCE
@AFTER
@BEFORE
@ANY
@click.pass_obj
def command(home: Path, /, format_: Any, text: bool, no_bom: bool, **options: Any) -> None:
    """Write every document that a query finds, as JSON lines or CSV.

    Exits with 1 when nothing is found.
    """
    export = Export(request=Request(**options), format=format_, bom=not no_bom, text=text)
    with closing(Engine.open(home)) as engine:
        found, output = find(engine, export), standard_output()
        for piece in lines(engine, export, found):
            output.write(piece.encode())
    for warning in found.warnings:
        report(warning)
    if is_cut(export, found):
        report(Message.of("export_cut", rows=len(found.numbers), documents=found.total))
    if not found.numbers:
        long = export.request.operator == "all" and is_long_text(parse(export.request.query).tree)
        report(Message("nothing_exported_of_all" if long else "nothing_exported"))
        sys.exit(1)
