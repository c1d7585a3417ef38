"""``warraq covered``: check whether the archive has what a text tells."""

from __future__ import annotations

import sys
from contextlib import closing
from pathlib import Path

import click

from corpus.headings import heading_of
from search.coverage.answer_record import coverage_record
from search.engine import Engine
from search.limits import LIMITS
from warraq.coverage_lines import coverage_lines
from warraq.options import json_option
from warraq.output import print_json, print_lines
from warraq.reference_text import load_draft

NOT_COVERED = 1
NOT_KNOWN = 3
"""The exit code where it is not known; 2 is bad input."""


@click.command("covered")
@click.argument("path", required=False, type=click.Path(allow_dash=True), metavar="FILE")
@click.option("--id", "document_id", help="Check a document of the archive instead of a file.")
@click.option("--date", help="The day of the story (2016, 2016-12, 2016-12-01).")
@click.option(
    "--limit",
    default=LIMITS.covered_limit,
    show_default=True,
    help="The largest number of documents, of the same text and of the same story each.",
)
@json_option()
@click.pass_obj
def command(
    home: Path,
    /,
    path: str | None,
    document_id: str | None,
    date: str | None,
    limit: int,
    as_json: bool,
) -> None:
    """Check whether the text of FILE, or of standard input (-), is covered.

    Shows who has the same text and the same story, who was first, and what is new. The first
    document of a file is checked. Exits with 1 when it is not covered, with 3 when that is not
    known.
    """
    with closing(Engine.open(home)) as engine:
        draft = load_draft(engine, path, document_id)
        found = engine.covered(draft, date=date, limit=limit)
        listed = (*found.same_text, *found.same_story)
        untitled = [engine.document(each.id) for each in listed if not each.title.strip()]
    if as_json:
        print_json(coverage_record(found, "en"))
    else:
        headings = {each.id: heading_of(each.title, each.text) for each in untitled if each}
        print_lines(coverage_lines(found, draft.text, headings))
    if found.covered is not True:
        sys.exit(NOT_KNOWN if found.covered is None else NOT_COVERED)
