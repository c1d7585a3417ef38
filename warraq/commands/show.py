"""``warraq show``: print a document."""

from __future__ import annotations

from pathlib import Path

import click

from corpus.document import Document
from corpus.fields import KEYWORD_FIELDS, names
from corpus.headings import heading_of
from search.query.syntax import repaired
from warraq.errors import NotFoundError
from warraq.home import open_existing_archive
from warraq.options import json_option
from warraq.output import print_json, print_lines, print_text, standard_output


@click.command("show")
@click.argument("document_id", metavar="ID")
@click.option("--raw", is_flag=True, help="Print the original as it was read.")
@json_option("Print the document as a JSON object.")
@click.pass_obj
def command(home: Path, /, document_id: str, raw: bool, as_json: bool) -> None:
    """Print a document of the archive."""
    with open_existing_archive(home, read_only=True) as archive:
        document: Document | None = archive.get(repaired(document_id))
    if document is None:
        raise NotFoundError("unknown_document", id=repaired(document_id))
    if as_json:
        print_json(document)
    elif raw:
        original = document.text if document.original is None else document.original
        standard_output().write(f"{original}\n".encode())
    else:
        print_lines([heading_of(document.title, document.text)])
        keywords = map(document.keyword, names(KEYWORD_FIELDS))
        about = (*keywords, document.date, document.url)
        print_lines([" · ".join(part for part in about if part)])
        print_text(f"\n{document.text}")
