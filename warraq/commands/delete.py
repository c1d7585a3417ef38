"""``warraq delete``: delete documents from the archive and the index."""

from __future__ import annotations

import sys
import time
from pathlib import Path

import click

from corpus.archive import CHECKPOINT_SECONDS, Archive
from corpus.messages import Message
from search.query.syntax import repaired
from warraq import rendering
from warraq.errors import CommandError
from warraq.home import finish_deletions, open_existing_archive
from warraq.output import report


@click.command("delete")
@click.argument("ids", nargs=-1, metavar="ID...")
@click.option("--source", help="Delete every document of a source.")
@click.option("--yes", is_flag=True, help="Do not ask for confirmation.")
@click.option(
    "--purge", is_flag=True, help="Remove what earlier deletions left, and say how long it took."
)
@click.option(
    "--wait",
    "seconds",
    type=click.FloatRange(0, 86_400),
    default=CHECKPOINT_SECONDS,
    show_default=True,
    help="Seconds to wait for processes that read the archive.",
)
@click.pass_obj
def command(
    home: Path,
    /,
    ids: tuple[str, ...],
    source: str | None,
    yes: bool,
    purge: bool,
    seconds: float,
) -> None:
    """Delete documents from the archive and the index.

    Their text is then in no file of the home: not in the archive or its log, and in no generation
    of the index. Exits with 1 if a process that reads the archive prevents that; --purge finishes.
    """
    if not ids and source is None and not purge:
        raise CommandError("nothing_to_delete")
    started = time.monotonic()
    with open_existing_archive(home) as archive:
        wanted = [repaired(name) for name in ids]
        if source is not None:
            wanted += archive.ids(repaired(source))
        if source is not None and wanted and not yes:
            question = f"Delete {rendering.documents_text(len(wanted))}?"
            click.confirm(question, abort=True, err=True)
        deleted = archive.delete(wanted)
        is_unfinished = not archive.is_purged()
        left = finish_deletions(archive, home, seconds)
        missing = _missing(archive, wanted, deleted, is_unfinished)
    click.echo(f"{len(deleted):,} deleted.")
    for message in left:
        report(message)
    if missing:
        report(Message.of("unknown_documents", ids=missing))
    if purge and not left:
        report(Message.of("deletions_finished", seconds=round(time.monotonic() - started, 1)))
    if left or not (deleted or purge or (wanted and not missing)):
        sys.exit(1)


def _missing(
    archive: Archive, wanted: list[str], deleted: list[str], is_unfinished: bool
) -> tuple[str, ...]:
    """The ids that the archive neither had nor lost in a deletion that was still to be finished."""
    gone = set(deleted)
    if is_unfinished:
        gone |= archive.deleted_ids()
    return tuple(name for name in wanted if name not in gone)
