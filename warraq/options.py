"""Options that several commands share."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, Final, TypeAlias, TypeVar, get_args

import click

from search.request import LEVELS, Collapse, Matches, Sort

_Function = TypeVar("_Function", bound=Callable[..., Any])
Option: TypeAlias = Callable[[Callable[..., Any]], Callable[..., Any]]

LEVEL: Final = click.option(
    "--level",
    type=click.Choice(LEVELS),
    default="stem",
    show_default=True,
    help="The level at which words match.",
)
SORT: Final = click.option(
    "--sort", type=click.Choice(get_args(Sort)), default="relevance", show_default=True
)
MATCHES: Final = click.option(
    "--matches",
    type=click.Choice(get_args(Matches)),
    default="all",
    show_default=True,
    help="Whether all matches are listed, or close ones alone.",
)
COLLAPSE: Final = click.option(
    "--collapse",
    type=click.Choice(get_args(Collapse)),
    help="copies: list one document of each text, and count texts.",
)
SOURCE: Final = click.option(
    "--source", "sources", multiple=True, help="Only this source; may be repeated."
)
AFTER: Final = click.option(
    "--after", metavar="DATE", help="Only from this day, month or year onwards."
)
BEFORE: Final = click.option(
    "--before", metavar="DATE", help="Only up to this day, month or year, inclusive."
)
ANY: Final = click.option(
    "--any",
    "operator",
    flag_value="any",
    default="all",
    help="Match documents with any of the words, not all.",
)


def add_options(options: Sequence[Option]) -> Callable[[_Function], _Function]:
    """Make a decorator that adds options to a command, in their order."""

    def decorate(command: _Function) -> _Function:
        for option in reversed(options):
            option(command)
        return command

    return decorate


def json_option(help_text: str = "Print a JSON object.") -> Option:
    """The option ``--json``, passed on as ``as_json``."""
    return click.option("--json", "as_json", is_flag=True, help=help_text)
