"""``warraq alerts``: report new documents that answer stored queries."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any, assert_never

import click

from corpus.messages import Message
from search.alerts.formats import ALERT_FORMATS, AlertFormat, AlertLines, AtomFeed
from search.alerts.runner import Alert, AlertOptions, AlertWriter, run_alerts
from search.alerts.stored_queries import read_stored_queries
from search.answer import IndexPosition
from search.batch.runner import read_query_file
from warraq import rendering
from warraq.errors import CommandError, InterruptedCommandError
from warraq.options import json_option
from warraq.output import report, standard_output
from warraq.printable import visible_line


class _Text:
    """Alerts as lines of plain English text."""

    def begin(self, _position: IndexPosition) -> str:
        """Nothing comes before the first alert."""
        return ""

    def write(self, alert: Alert) -> str:
        """The lines of a query."""
        return "".join(f"{visible_line(line)}\n" for line in rendering.alert_lines(alert))

    def end(self) -> str:
        """Nothing comes after the last alert."""
        return ""


class _Reporting:
    """Alerts of another writer, with what is to be known about them on standard error."""

    def __init__(self, writer: AlertWriter) -> None:
        self._writer = writer
        self.begin, self.end = writer.begin, writer.end

    def write(self, alert: Alert) -> str:
        """The lines of a query."""
        for line in rendering.alert_remarks(alert):
            report(line)
        return self._writer.write(alert)


@click.command("alerts")
@click.argument("queries", type=click.Path(exists=True, dir_okay=False, allow_dash=True))
@click.option(
    "--state",
    type=click.Path(path_type=Path, dir_okay=False),
    help="The file that remembers what was reported; by default QUERIES.state.",
)
@click.option(
    "--since",
    metavar="DATE|CHANGE",
    help="Where queries begin that are asked for the first time; by default after the last run, "
    "in the first run from now on.",
)
@click.option(
    "--format",
    "format_",
    type=click.Choice(ALERT_FORMATS),
    default="text",
    show_default=True,
    help="The output format.",
)
@click.option(
    "--collapse",
    is_flag=True,
    help="Report a text once for a query, whichever of its copies arrives first.",
)
@click.option("--snippets", is_flag=True, help="Add passages with the words of the query.")
@json_option("The same as --format jsonl.")
@click.pass_obj
def command(
    home: Path,
    /,
    queries: str,
    state: Path | None,
    format_: Any,
    as_json: bool,
    **options: Any,
) -> None:
    """Report the documents that arrived since the last run and answer a stored query.

    QUERIES has a line of JSON for each query: {"id", "query"} and the filters of a search. Exits
    with 0 when something is reported, 1 when nothing is, 2 when nothing is and a query was refused.
    """
    if state is None and queries == "-":
        raise CommandError("alert_state_unnamed")
    stored = read_stored_queries(*read_query_file(queries))
    writer = _Reporting(_writer("jsonl" if as_json else format_))
    state_path = Path(f"{queries}.state") if state is None else state
    try:
        run = run_alerts(
            home, stored, state_path, writer, standard_output(), AlertOptions(**options)
        )
    except KeyboardInterrupt:
        raise InterruptedCommandError("alerts_interrupted") from None
    if run.new_queries or sys.stderr.isatty():
        report(rendering.alert_summary(run))
    if run.waiting:
        report(Message("index_outdated"))
    if not run.reported:
        sys.exit(CommandError.exit_code if run.refused else 1)


def _writer(format_: AlertFormat) -> AlertWriter:
    match format_:
        case "jsonl":
            return AlertLines()
        case "atom":
            return AtomFeed()
        case "text":
            return _Text()
        case _:
            assert_never(format_)
