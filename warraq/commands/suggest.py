"""``warraq suggest``: complete a query."""

from __future__ import annotations

import sys
from contextlib import closing
from pathlib import Path

import click

from search.engine import Engine
from search.limits import LIMITS
from warraq import rendering
from warraq.options import json_option
from warraq.output import print_json, print_lines


@click.command("suggest")
@click.argument("text")
@click.option(
    "--limit",
    default=LIMITS.suggest_limit,
    show_default=True,
    help="The largest number of completions.",
)
@json_option()
@click.pass_obj
def command(home: Path, /, text: str, limit: int, as_json: bool) -> None:
    """Show completions of TEXT, the beginning of a query.

    Exits with 1 when there is none.
    """
    with closing(Engine.open(home)) as engine:
        found = engine.suggest(text, limit)
    if as_json:
        print_json(found)
    else:
        for completion in found.completions:
            print_lines([rendering.completion_line(completion)])
    if not found.completions:
        sys.exit(1)
