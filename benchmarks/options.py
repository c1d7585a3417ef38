"""The options that the commands of the benchmarks share, and what they do with bad input."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

import click

from benchmarks.homes import DEFAULT_WORK
from benchmarks.judged import shared_folder
from benchmarks.report import Section

Function = Callable[..., None]

_HELP: Final = {"help_option_names": ["-h", "--help"]}


def benchmark(
    *, section: str | None = None, as_json: bool = False, data: bool = True
) -> Callable[[Function], click.Command]:
    """Make a command of a benchmark.

    It is called with ``shared``, the folder of the evaluation data (unless it needs no ``data``),
    and ``work``, where things are kept between runs; with a ``section`` of a document to write into
    also with ``into``, that Section or None; where it can print JSON also with ``as_json``.
    Evaluation data or a section that is not there is told in one sentence, with exit code 2.
    """
    options: list[Callable[[Function], Function]] = [*([_SHARED] if data else []), _WORK]
    if as_json:
        options.append(click.option("--json", "as_json", is_flag=True, help="Print JSON."))
    if section is not None:
        options.append(_into(section))

    def decorate(function: Function) -> click.Command:
        for option in reversed(options):
            function = option(function)
        return click.command(context_settings=_HELP)(function)

    return decorate


def say(text: str) -> None:
    """Tell of progress, beside what the command prints."""
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
    help="Where homes and figures are kept between runs.",
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
