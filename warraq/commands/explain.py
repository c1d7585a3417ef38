"""The command that tells why a document answers a query."""

from __future__ import annotations

import sys
from contextlib import closing
from pathlib import Path
from typing import Any

import click
import msgspec

from search.engine import Engine
from search.query.syntax import repaired
from search.request import Request
from warraq import rendering
from warraq.errors import NotThere
from warraq.request_options import ANY, LEVEL


@click.command()
@click.argument("query")
@click.argument("document_id", metavar="ID")
@LEVEL
@ANY
@click.option("--json", "as_json", is_flag=True, help="Print a JSON object.")
@click.pass_obj
def explain(
    home: Path, /, query: str, document_id: str, level: Any, any_: bool, as_json: bool
) -> None:
    """Show why a document answers a query: which words matched, at which level, for how much.

    Exits with 1 when the document is not among the answers.
    """
    request = Request(query=query, level=level, operator="any" if any_ else "all")
    with closing(Engine.open(home)) as engine:
        found = engine.explain(request, repaired(document_id))
    if found is None:
        raise NotThere(f"There is no document {document_id} in the archive.")
    if as_json:
        click.echo(msgspec.json.encode(found).decode())
    else:
        click.echo("\n".join(rendering.explanation_lines(found)))
    if not found.matched:
        sys.exit(1)
