"""Command-line options that all benchmarks share."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from pathlib import Path
from typing import Any, Final, NamedTuple

import click
import msgspec

from benchmarks.judged_homes import DEFAULT_WORK
from benchmarks.judged_sets import shared_folder
from benchmarks.reporting import Section

Function = Callable[..., None]

_HELP: Final = {"help_option_names": ["-h", "--help"]}


def benchmark(
    *, section: str | None = None, as_json: bool = False, data: bool = True
) -> Callable[[Function], click.Command]:
    """Make a command of a benchmark.

    The function receives ``shared``, the folder of the evaluation data (if ``data``), and ``work``,
    the folder kept between runs. With a ``section`` name it also receives ``output``, which writes
    the report; ``as_json`` adds the option ``--json``. Missing evaluation data or a missing section
    is reported in one sentence with exit code 2.
    """
    options: list[Callable[[Function], Function]] = [*([_SHARED] if data else []), _WORK]
    if as_json:
        options.append(click.option("--json", "as_json", is_flag=True, help="Print JSON."))
    if section is not None:
        options.append(_into(section))

    def decorate(function: Function) -> click.Command:
        @wraps(function)
        def with_output(**given: Any) -> None:
            if section is not None:
                given["output"] = Output(given.pop("into"), given.pop("as_json", False))
            function(**given)

        command: Function = with_output
        for option in reversed(options):
            command = option(command)
        return click.command(context_settings=_HELP)(command)

    return decorate


class Output(NamedTuple):
    """Where a report goes: standard output, as JSON or text, and a section of a document."""

    into: Section | None
    as_json: bool

    def write(self, text: str, *figures: object) -> None:
        """Write a report; ``--json`` prints ``figures`` instead, one JSON line each."""
        if self.as_json:
            for each in figures:
                click.echo(msgspec.json.encode(each).decode())
        else:
            click.echo(text)
        if self.into is not None:
            self.into.replace(text)


def print_progress(text: str) -> None:
    """Print a progress message to standard error."""
    click.echo(text, err=True)


_SHARED: Final = click.option(
    "--shared",
    type=click.Path(path_type=Path, file_okay=False),
    callback=lambda _context, _option, given: shared_folder(given),
    help="Folder of the evaluation data (default: WARRAQ_SHARED, else ../shared).",
)
_WORK: Final = click.option(
    "--work",
    type=click.Path(path_type=Path, file_okay=False),
    default=DEFAULT_WORK,
    show_default=True,
    callback=lambda _context, _option, given: given.expanduser(),
    help="Folder for homes and figures kept between runs.",
)


def _into(name: str) -> Callable[[Function], Function]:
    def section(_context: click.Context, _option: Any, path: Path | None) -> Section | None:
        return None if path is None else Section.of(path, name)

    return click.option(
        "--into",
        type=click.Path(path_type=Path, dir_okay=False, exists=True),
        callback=section,
        help=f"Also put the tables into the section `{name}` of this document.",
    )
