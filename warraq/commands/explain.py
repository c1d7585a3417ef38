"""``warraq explain``: show why a document matches a query."""

from __future__ import annotations

import sys
from contextlib import closing
from pathlib import Path
from typing import Any

import click

from search.engine import Engine
from search.query.syntax import repaired
from search.request import Request
from warraq import rendering
from warraq.errors import NotFoundError
from warraq.options import ANY, LEVEL, json_option
from warraq.output import print_json, print_lines


@click.command("explain")
@click.argument("query")
@click.argument("document_id", metavar="ID")
@LEVEL
@ANY
@json_option()
@click.pass_obj
def command(home: Path, /, document_id: str, as_json: bool, **options: Any) -> None:
    """Show why a document matches a query: which words, at which level, with which score.

    Exits with 1 when the document does not match.
    """
    with closing(Engine.open(home)) as engine:
        explanation = engine.explain(Request(**options), repaired(document_id))
    if explanation is None:
        raise NotFoundError("unknown_document", id=repaired(document_id))
    if as_json:
        print_json(explanation)
    else:
        print_lines(rendering.explanation_lines(explanation))
    if not explanation.matched:
        sys.exit(1)
