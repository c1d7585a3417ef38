"""``warraq differences``: show the differences of two documents."""

from __future__ import annotations

import sys
from contextlib import closing
from pathlib import Path
from typing import Any

import click
import msgspec

from corpus.document import Document
from corpus.messages import record
from search.comparison.document_differences import DocumentDifferences
from search.engine import Engine
from search.query.syntax import repaired
from warraq import difference_text
from warraq.errors import NotFoundError
from warraq.options import json_option
from warraq.output import print_json, print_lines, report


@click.command("differences")
@click.argument("document_id", metavar="ID")
@click.argument("other_id", metavar="OTHER")
@json_option("Print the differences as a JSON object.")
@click.pass_obj
def command(home: Path, /, document_id: str, other_id: str, as_json: bool) -> None:
    """Show the differences of two documents, word by word.

    Exits with 1 when they have no word in common.
    """
    with closing(Engine.open(home)) as engine:
        first, second = _document(engine, document_id), _document(engine, other_id)
        found = engine.differences(first, second)
    if as_json:
        print_json(_fields(found))
    else:
        _print(found, first, second)
    if not found.have_words_in_common:
        sys.exit(1)


def _document(engine: Engine, document_id: str) -> Document:
    found = engine.document(repaired(document_id))
    if found is None:
        raise NotFoundError("unknown_document", id=repaired(document_id))
    return found


def _fields(found: DocumentDifferences) -> dict[str, Any]:
    fields = msgspec.to_builtins(msgspec.structs.replace(found, warnings=()))
    return {**fields, "warnings": [record(each, "en") for each in found.warnings]}


def _print(found: DocumentDifferences, first: Document, second: Document) -> None:
    for warning in found.warnings:
        report(warning)
    print_lines(difference_text.heading_lines(found))
    paint = difference_text.painted if sys.stdout.isatty() else difference_text.plain
    for parts, one, other in (
        (found.title.parts, first.title, second.title),
        (found.text.parts, first.text, second.text),
    ):
        if parts:
            click.echo()
            click.echo(difference_text.differences_text(parts, one, other, paint))
