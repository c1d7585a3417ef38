"""``warraq add``: read documents into the archive and index them."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click

from corpus.archive import Archive
from corpus.document import Document, Refusal, RefusalRecord
from corpus.ingest import ingest
from corpus.limits import INPUT_LIMITS
from corpus.messages import Message, WarraqError
from corpus.readers import FORMATS, read
from index.archive_match import open_archive
from index.build import BuildReport
from search.engine import archive_path
from search.query.syntax import repaired
from warraq import rendering
from warraq.errors import CommandError, InterruptedCommandError
from warraq.home import emptied_log, update_index
from warraq.options import json_option
from warraq.output import print_json, report
from warraq.progress import meter
from warraq.refusals import RefusalList


@click.command("add")
@click.argument("paths", nargs=-1, required=True, metavar="PATH...")
@click.option("--source", help="Set the source of every document.")
@click.option("--date", help="Set the date of every document (2016, 2016-12, 2016-12-01).")
@click.option("--format", "format_", type=click.Choice(FORMATS), help="Do not guess the format.")
@json_option("Print a JSON object at the end.")
@click.pass_obj
def command(
    home: Path,
    /,
    paths: tuple[str, ...],
    source: str | None,
    date: str | None,
    format_: Any,
    as_json: bool,
) -> None:
    """Read documents into the archive, then index them.

    PATH is a file, a folder, or - for standard input; txt, HTML, JSON lines and CSV, plain or
    gzip. Documents that are already in the archive are left unchanged, so after an interruption
    run the same command again. Exits with 1 when some documents were refused, with 2 when all
    were.
    """
    source = None if source is None else repaired(source)
    items = read(paths, format=format_, source=source, date=date)
    home.mkdir(mode=0o700, parents=True, exist_ok=True)
    result = _Result()
    with (
        open_archive(archive_path(home), home, report, create=True) as archive,
        emptied_log(archive),
    ):
        try:
            _read_into(archive, items, result)
            archive.note(
                [repaired(path) for path in paths],
                result.counts,
                result.refusals.listed,
                result.refusals.total,
            )
            build = update_index(archive, home)
        except KeyboardInterrupt:
            raise InterruptedCommandError("add_interrupted", documents=result.total) from None
        except CommandError:
            raise
        except WarraqError as error:
            if not result.total:
                raise
            report(error.message)
            raise CommandError("earlier_documents_kept", documents=result.total) from error
    if as_json:
        print_json(result.record(build))
    else:
        click.echo(result.summary(build))
    if result.refusals.total:
        sys.exit(1 if result.total else CommandError.exit_code)


class _Result:
    """The counts of one ``add``, and its first refusals."""

    def __init__(self) -> None:
        self.refusals = RefusalList(INPUT_LIMITS)
        self.counts: Counter[str] = Counter(added=0, replaced=0, unchanged=0)

    @property
    def total(self) -> int:
        """How many documents were read and are in the archive."""
        return self.counts.total()

    def record(self, build: BuildReport) -> dict[str, Any]:
        """The counts, refusals and state of the index, for JSON."""
        unlisted, of_files = self.refusals.unlisted, self.refusals.unlisted_of_files()
        return {
            **self.counts,
            "refused": [RefusalRecord.of(refusal) for refusal in self.refusals.listed],
            **({"refused_not_listed": unlisted} if unlisted else {}),
            **({"refused_not_listed_of": of_files} if of_files else {}),
            "indexed": build.indexed,
            "documents": build.manifest.documents,
            "generation": build.manifest.generation,
        }

    def summary(self, build: BuildReport) -> str:
        """The counts in one sentence."""
        return (
            f"{self.counts['added']:,} added, {self.counts['replaced']:,} replaced, "
            f"{self.counts['unchanged']:,} unchanged, {self.refusals.total:,} refused; "
            f"the archive has {rendering.documents_text(build.manifest.documents)}."
        )


def _read_into(archive: Archive, items: Iterator[Document | Refusal], result: _Result) -> None:
    """Add documents to the archive, reporting replaced and refused ones."""
    refusals = result.refusals
    with meter("read") as shown:
        for batch in ingest(archive, items):
            was_cut = refusals.is_cut
            result.counts.update(outcome.status for outcome in batch.outcomes)
            listed = refusals.add(batch.refusals)
            for outcome in batch.outcomes:
                if outcome.status == "replaced":
                    report(Message.of("document_replaced", id=outcome.id))
            for refusal in listed:
                report(_refusal_line(refusal))
            if refusals.is_cut and not was_cut:
                report(Message.of("refusals_not_listed", listed=len(refusals.listed)))
            shown.show(result.total)
    for path, count in refusals.unlisted_of_files().items():
        report(Message.of("refusals_of_file_not_listed", path=path, count=count))


def _refusal_line(refusal: Refusal) -> str:
    if not refusal.path:
        return refusal.reason
    line = "" if refusal.line is None else f":{refusal.line}"
    return f"{refusal.path}{line}: {refusal.reason}"
