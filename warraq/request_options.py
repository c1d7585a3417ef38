"""Options that several commands share, and what they say of a search."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, Final, TypeAlias, TypeVar

import click

from search.request import LEVELS

_Function = TypeVar("_Function", bound=Callable[..., Any])
Option: TypeAlias = Callable[[Callable[..., Any]], Callable[..., Any]]

LEVEL: Final = click.option(
    "--level",
    type=click.Choice(LEVELS),
    default="stem",
    show_default=True,
    help="How words match.",
)
SOURCE: Final = click.option(
    "--source", "sources", multiple=True, help="Only this source; may be repeated."
)
AFTER: Final = click.option("--after", metavar="DATE", help="Only from this day, month or year on.")
BEFORE: Final = click.option("--before", metavar="DATE", help="Only up to this day, month or year.")
ANY: Final = click.option(
    "--any", "any_", is_flag=True, help="Any of the words may match, not all."
)


def with_options(options: Sequence[Option]) -> Callable[[_Function], _Function]:
    """Make what gives a command some options, in their order."""

    def given(command: _Function) -> _Function:
        for option in reversed(options):
            option(command)
        return command

    return given
