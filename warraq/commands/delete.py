"""``warraq delete``: delete documents from the archive and the index."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from corpus.messages import Message
from search.query.syntax import repaired
from warraq import rendering
from warraq.errors import CommandError
from warraq.home import emptied_log, open_existing_archive, update_index
from warraq.output import report


@click.command("delete")
@click.argument("ids", nargs=-1, metavar="ID...")
@click.option("--source", help="Delete every document of a source.")
@click.option("--yes", is_flag=True, help="Do not ask for confirmation.")
@click.pass_obj
def command(home: Path, /, ids: tuple[str, ...], source: str | None, yes: bool) -> None:
    """Delete documents from the archive and the index."""
    if not ids and source is None:
        raise CommandError("nothing_to_delete")
    with open_existing_archive(home) as archive, emptied_log(archive):
        wanted = [repaired(name) for name in ids]
        if source is not None:
            wanted += archive.ids(repaired(source))
        if source is not None and wanted and not yes:
            question = f"Delete {rendering.documents_text(len(wanted))}?"
            click.confirm(question, abort=True, err=True)
        deleted = archive.delete(wanted)
        if deleted:
            update_index(archive, home)
    missing = tuple(repaired(name) for name in ids if name not in set(deleted))
    click.echo(f"{len(deleted):,} deleted.")
    if missing:
        report(Message.of("unknown_documents", ids=missing))
    if not deleted:
        sys.exit(1)
