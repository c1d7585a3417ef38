"""The command line of warraq: one verb a command, thin over the packages."""

from __future__ import annotations

import os
import sys
from contextlib import closing
from functools import partial
from pathlib import Path
from typing import Any, Final, get_args

import click
import msgspec

from corpus.archive import Archive, Outcome
from corpus.document import Document, Refusal
from corpus.ingest import ingest
from corpus.readers import FORMATS, read
from corpus.schema import ArchiveError
from index.archive_match import lost_archive, open_archive
from index.build import BuildReport, update
from index.verify import verify as check
from search.answer import Answer, answer_record
from search.batch.runner import queries_of, run_batch
from search.engine import Engine, archive_path
from search.limits import LIMITS
from search.query.request_checks import FACETS
from search.query.syntax import repaired
from search.request import Request, Sort
from warraq import rendering
from warraq.batch_options import batch_options, run_of
from warraq.commands.explain import explain
from warraq.commands.timeline import timeline
from warraq.errors import Fault, Group, Interrupted, NotThere
from warraq.export_options import export_of, export_options, write_export
from warraq.progress import meter
from warraq.reference_text import compared
from warraq.request_options import AFTER, ANY, BEFORE, LEVEL, SOURCE

_PORT: Final = click.IntRange(0, 65_535)
_WORKERS: Final = click.IntRange(1, 256)
_LOGGED: Final = click.Choice(["none", "requests", "queries"])
_FACETS: Final = click.Choice(FACETS)
_SORTS: Final = click.Choice(get_args(Sort))


@click.group(cls=Group, context_settings={"help_option_names": ["-h", "--help"]})
@click.option(
    "--home",
    type=click.Path(path_type=Path, file_okay=False),
    envvar="WARRAQ_HOME",
    default=Path.home() / ".warraq",
    show_default="~/.warraq",
    help="Folder of the archive and its index (or WARRAQ_HOME).",
)
@click.version_option(package_name="warraq")
@click.pass_context
def main(context: click.Context, home: Path) -> None:
    """Full-text search over an archive of Arabic texts.

    Exit codes: 0 done, 1 nothing found or a check failed, 2 bad input.
    """
    context.obj = home


def _say(text: str) -> None:
    click.echo(text, err=True)


def _archive(home: Path, *, read_only: bool = False) -> Archive:
    """The archive that is there."""
    path = archive_path(home)
    lost = lost_archive(path, home)
    if lost is not None:
        raise ArchiveError(lost)
    if not path.exists():
        raise Fault(f"There is no archive in {home}; make one with `warraq add PATH`.")
    return Archive(path, read_only=True) if read_only else open_archive(path, home, _say)


def _documents(count: int) -> str:
    return f"{count:,} document{'' if count == 1 else 's'}"


def _print_json(value: Any) -> None:
    click.echo(msgspec.json.encode(value).decode())


def _bring_up(archive: Archive, home: Path, *, from_scratch: bool = False) -> BuildReport:
    """Bring the index up to the archive, showing progress."""
    try:
        with meter("indexed", archive.count() if from_scratch else None) as shown:
            return update(
                archive,
                home,
                from_scratch=from_scratch,
                progress=shown.show,
                on_wait=lambda holder: _say(f"Waiting for {holder}, which is writing the index."),
                on_rebuild=lambda why: _say(f"{why}; it is made anew from the archive."),
            )
    except OSError as error:
        raise Fault(
            f"The index cannot be written ({error.strerror or error}); the archive is whole and "
            "the index answers as before: make room or see to its folder, and run this again."
        ) from error


def _writable(refusal: Refusal) -> Refusal:
    """A refusal that can be kept and sent as UTF-8, whatever the bytes of a file's name."""
    return msgspec.structs.replace(
        refusal, path=repaired(refusal.path), reason=repaired(refusal.reason)
    )


def _refused(refusal: Refusal) -> str:
    line = "" if refusal.line is None else f":{refusal.line}"
    return f"{refusal.path}{line}: {refusal.reason}"


@main.command()
@click.argument("paths", nargs=-1, required=True, metavar="PATH...")
@click.option("--source", help="Set the source of every document.")
@click.option("--date", help="Set the date of every document (2016, 2016-12, 2016-12-01).")
@click.option("--format", "format_", type=click.Choice(FORMATS), help="Do not guess the format.")
@click.option("--json", "as_json", is_flag=True, help="Print a JSON object at the end.")
@click.pass_obj
def add(
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
    gzip. What was added already is left alone, so an interrupted command is simply run again.
    """
    source = None if source is None else repaired(source)
    try:
        items = read(paths, format=format_, source=source, date=date)
    except ValueError as error:
        raise Fault(str(error)) from error
    home.mkdir(parents=True, exist_ok=True)
    counts = {"added": 0, "replaced": 0, "unchanged": 0}
    refusals: list[Refusal] = []
    with open_archive(archive_path(home), home, _say, create=True) as archive:
        outcomes: list[Outcome] = []
        try:
            with meter("read") as shown:
                for batch in ingest(archive, items):
                    outcomes += batch.outcomes
                    refused = [_writable(refusal) for refusal in batch.refusals]
                    refusals += refused
                    for outcome in batch.outcomes:
                        counts[outcome.status] += 1
                        if outcome.status == "replaced":
                            _say(f"{outcome.id}: replaced, its content has changed")
                    for refusal in refused:
                        _say(_refused(refusal))
                    shown.show(sum(counts.values()))
            archive.note([repaired(path) for path in paths], outcomes, refusals)
            report = _bring_up(archive, home)
        except KeyboardInterrupt:
            raise Interrupted(
                f"Interrupted: {sum(counts.values()):,} documents are safe in the archive; "
                "run the same command again to finish."
            ) from None
        except ArchiveError as error:
            raise Fault(
                f"{error} {sum(counts.values()):,} documents that came before are safe in the "
                "archive; run the same command again to go on."
            ) from error
    if as_json:
        _print_json(
            {
                **counts,
                "refused": refusals,
                "indexed": report.indexed,
                "documents": report.manifest.documents,
                "generation": report.manifest.generation,
            }
        )
    else:
        click.echo(
            f"{counts['added']:,} added, {counts['replaced']:,} replaced, "
            f"{counts['unchanged']:,} unchanged, {len(refusals):,} refused; "
            f"the archive has {_documents(report.manifest.documents)}."
        )
    if refusals and not sum(counts.values()):
        sys.exit(2)


@main.command()
@click.argument("query")
@click.option("--limit", default=10, show_default=True, help="How many hits.")
@click.option("--offset", default=0, help="How many hits to pass over first.")
@LEVEL
@click.option("--sort", type=_SORTS, default="relevance", show_default=True)
@SOURCE
@AFTER
@BEFORE
@ANY
@click.option("--facet", "facets", type=_FACETS, multiple=True, help="Count documents by this.")
@click.option("--levels", is_flag=True, help="Count the query at each level.")
@click.option("--json", "as_json", is_flag=True, help="Print the answer as a JSON object.")
@click.pass_obj
def search(home: Path, /, query: str, any_: bool, as_json: bool, **options: Any) -> None:
    """Search the archive.

    Exits with 1 when nothing is found.
    """
    request = Request(query=query, operator="any" if any_ else "all", **options)
    with closing(Engine.open(home)) as engine:
        answer: Answer = engine.search(request)
    if as_json:
        _print_json(answer_record(answer, "en"))
    else:
        for line in rendering.remark_lines(answer):
            _say(line)
        if answer.total and sys.stdout.isatty():
            click.secho(f"{_documents(answer.total)} ({answer.took_ms:.0f} ms)", dim=True)
        elif answer.total:
            click.echo(_documents(answer.total))
        for line in rendering.count_lines(answer):
            click.echo(line)
        for rank, hit in enumerate(answer.hits, request.offset + 1):
            click.echo("\n".join(rendering.hit_lines(rank, hit, _mark_style())))
    if not answer.total:
        sys.exit(1)


def _mark_style() -> rendering.Style:
    return partial(click.style, bold=True) if sys.stdout.isatty() else str


@main.command()
@click.argument("queries", type=click.Path(exists=True, dir_okay=False, allow_dash=True))
@batch_options
@click.pass_obj
def batch(
    home: Path,
    /,
    queries: str,
    input_: Any,
    output: Path | None,
    restart: bool,
    workers: int | None,
    **options: Any,
) -> None:
    """Answer many queries: lines of {"id", "text"}, or a txt or CSV file of them.

    The texts are taken as plain words of which any may match, unless options say otherwise. Exits
    with 1 when some queries were refused, with 2 when all were.
    """
    asked = queries_of(queries, input_)
    target = output or sys.stdout.buffer
    with meter("answered", len(asked), "queries", 1_000) as shown:
        problems = run_batch(
            home,
            run_of(options),
            asked,
            target,
            restart=restart,
            workers=workers,
            progress=shown,
        )
    for line in rendering.batch_lines(len(asked), problems):
        _say(line)
    refused = sum(problem.refused is not None for problem in problems)
    if refused:
        sys.exit(2 if refused == len(asked) else 1)


@main.command()
@click.argument("query")
@export_options
@click.pass_obj
def export(home: Path, /, query: str, **options: Any) -> None:
    """Write every document of an answer as JSON lines or CSV.

    Exits with 1 when nothing is found.
    """
    with closing(Engine.open(home)) as engine:
        rows, cut = write_export(engine, export_of(query, options), sys.stdout.buffer)
    if cut:
        _say(cut)
    if not rows:
        sys.exit(1)


@main.command()
@click.argument("document_id", metavar="ID")
@click.option("--raw", is_flag=True, help="Print the original as it was read.")
@click.option("--json", "as_json", is_flag=True, help="Print the document as a JSON object.")
@click.pass_obj
def show(home: Path, /, document_id: str, raw: bool, as_json: bool) -> None:
    """Print a document of the archive."""
    with _archive(home, read_only=True) as archive:
        document: Document | None = archive.get(repaired(document_id))
    if document is None:
        raise NotThere(f"There is no document {document_id} in the archive.")
    if as_json:
        _print_json(document)
    elif raw:
        click.echo(document.text if document.original is None else document.original)
    else:
        click.echo(document.title)
        about = (document.source, document.author, document.section, document.date, document.url)
        click.echo(" · ".join(part for part in about if part))
        click.echo(f"\n{document.text}")


@main.command()
@click.argument("ids", nargs=-1, metavar="ID...")
@click.option("--source", help="Delete every document of a source.")
@click.option("--yes", is_flag=True, help="Do not ask.")
@click.pass_obj
def delete(home: Path, /, ids: tuple[str, ...], source: str | None, yes: bool) -> None:
    """Delete documents from the archive and the index."""
    if not ids and source is None:
        raise Fault("Name the ids to delete, or a --source.")
    with _archive(home) as archive:
        wanted = [repaired(name) for name in ids]
        if source is not None:
            wanted += archive.ids(repaired(source))
        if source is not None and wanted and not yes:
            click.confirm(f"Delete {len(wanted):,} documents?", abort=True, err=True)
        gone = archive.delete(wanted)
        if gone:
            _bring_up(archive, home)
    missing = [name for name in ids if name not in set(gone)]
    click.echo(f"{len(gone):,} deleted.")
    if missing:
        _say(f"Not in the archive: {', '.join(missing)}.")
    if not gone:
        sys.exit(1)


@main.command()
@click.argument("text")
@click.option("--json", "as_json", is_flag=True, help="Print a JSON array.")
@click.pass_obj
def analyze(home: Path, /, text: str, as_json: bool) -> None:
    """Show each word of TEXT at every level, why, and which words of the archive go with it."""
    with closing(Engine.open(home)) as engine:
        words = engine.analyze(text)
    if as_json:
        _print_json(words)
    else:
        for word in words:
            click.echo("\n".join(rendering.analysis_lines(word)))
    if not words:
        _say("There is no word in that text.")
        sys.exit(1)


@main.command()
@click.argument("text")
@click.option("--limit", default=LIMITS.suggest_limit, show_default=True, help="How many.")
@click.option("--json", "as_json", is_flag=True, help="Print a JSON object.")
@click.pass_obj
def suggest(home: Path, /, text: str, limit: int, as_json: bool) -> None:
    """Show what TEXT, a query that is being typed, may become.

    Exits with 1 when nothing begins so.
    """
    with closing(Engine.open(home)) as engine:
        found = engine.suggest(text, limit)
    if as_json:
        _print_json(found)
    else:
        for each in found.completions:
            click.echo(rendering.completion_line(each))
    if not found.completions:
        sys.exit(1)


@main.command()
@click.argument("path", required=False, type=click.Path(allow_dash=True), metavar="FILE")
@click.option("--id", "document_id", help="Take a document of the archive instead of a file.")
@click.option("--limit", default=LIMITS.similar_limit, show_default=True, help="How many.")
@click.option("--json", "as_json", is_flag=True, help="Print a JSON object.")
@click.pass_obj
def similar(
    home: Path, /, path: str | None, document_id: str | None, limit: int, as_json: bool
) -> None:
    """Show documents like the text of FILE, or of standard input (-).

    Of a file with many documents the first is taken. Exits with 1 when nothing is like it.
    """
    with closing(Engine.open(home)) as engine:
        found = engine.similar(compared(engine, path, document_id), limit)
    if as_json:
        _print_json(found)
    else:
        click.echo("".join(f"{line}\n" for line in rendering.similar_lines(found)), nl=False)
    if not found.hits and not found.copies:
        sys.exit(1)


@main.command()
@click.option("--json", "as_json", is_flag=True, help="Print a JSON object.")
@click.pass_obj
def stats(home: Path, /, as_json: bool) -> None:
    """Show the size of the archive and its index."""
    with closing(Engine.open(home)) as engine:
        found = engine.stats()
    if as_json:
        _print_json(found)
        return
    click.echo(f"{found.documents:,} documents, {found.indexed:,} indexed, {found.words:,} words")
    click.echo(f"{found.forms:,} forms, {found.stems:,} stems, {found.roots:,} roots")
    click.echo(f"dates {found.first_date or '—'} to {found.last_date or '—'}")
    click.echo(f"archive {found.archive_bytes:,} bytes, index {found.index_bytes:,} bytes")
    if not found.compiled:
        click.echo("searching is not compiled, so it is slower: see README.md on the compiler")
    click.echo(
        f"generation {found.index.generation}, built {found.index.built_at}, "
        f"analyzer {found.index.analyzer}"
    )
    for source in found.sources:
        click.echo(f"{source.documents:>9,}  {source.source or '—'}")


@main.command()
@click.option("--json", "as_json", is_flag=True, help="Print a JSON array.")
@click.pass_obj
def verify(home: Path, /, as_json: bool) -> None:
    """Check archive and index against each other, and every file; exits with 1 for any fault."""
    try:
        with _archive(home, read_only=True) as archive:
            faults = check(archive, home)
    except ArchiveError as error:
        faults = [str(error)]
    if as_json:
        _print_json(faults)
    else:
        click.echo("\n".join(faults) or "Archive and index are whole and agree.")
    if faults:
        sys.exit(1)


@main.command()
@click.option("--json", "as_json", is_flag=True, help="Print a JSON object.")
@click.pass_obj
def rebuild(home: Path, /, as_json: bool) -> None:
    """Make the index anew from the archive."""
    with _archive(home) as archive:
        report = _bring_up(archive, home, from_scratch=True)
    if as_json:
        _print_json(report.manifest)
    else:
        click.echo(f"{report.manifest.documents:,} documents indexed.")


@main.command()
@click.option("--host", default="127.0.0.1", show_default=True)
@click.option("--port", type=_PORT, default=8000, show_default=True, help="0 takes a free one.")
@click.option(
    "--workers", type=_WORKERS, default=os.cpu_count() or 1, help="Processes; one a core."
)
@click.option("--rate", default="600/minute", show_default=True, help="For one address; or off.")
@click.option("--proxy", is_flag=True, help="Believe the X-Forwarded-For of a proxy in front.")
@click.option("--log", type=_LOGGED, default="none", show_default=True, help="What is written.")
@click.pass_obj
def serve(home: Path, /, **options: Any) -> None:
    """Serve the pages and the API with gunicorn.

    Every worker counts the --rate by itself, unless WARRAQ_RATE_STORE names where all do.
    """
    from web.http.rate_limit import RateError  # the other commands do without Flask
    from web.server.serve import AddressError, Serving
    from web.server.serve import serve as run

    Engine.open(home).close()  # what is wrong is said here, not in a worker's log
    try:
        run(home, Serving(store=os.environ.get("WARRAQ_RATE_STORE") or None, **options))
    except (RateError, AddressError) as error:
        raise Fault(str(error)) from error


main.add_command(explain)
main.add_command(timeline)


if __name__ == "__main__":
    main()
