"""The command that counts what a search finds by year, month or day."""

from __future__ import annotations

import sys
from contextlib import closing
from pathlib import Path
from typing import Any, Final, get_args

import click
import msgspec

from search.engine import Engine
from search.request import Request, TimelineBy
from warraq import rendering
from warraq.request_options import AFTER, ANY, BEFORE, LEVEL, SOURCE

_UNITS: Final = click.Choice(get_args(TimelineBy))


@click.command()
@click.argument("query")
@click.option("--by", type=_UNITS, default="auto", show_default=True, help="The unit.")
@LEVEL
@SOURCE
@AFTER
@BEFORE
@ANY
@click.option("--json", "as_json", is_flag=True, help="Print a JSON object.")
@click.pass_obj
def timeline(home: Path, /, query: str, by: Any, any_: bool, as_json: bool, **options: Any) -> None:
    """Count what a search finds by year, month or day.

    Exits with 1 when nothing is found.
    """
    operator: Any = "any" if any_ else "all"
    request = Request(query=query, operator=operator, limit=1, timeline=by, **options)
    with closing(Engine.open(home)) as engine:
        answer = engine.search(request)
    assert answer.timeline is not None
    if as_json:
        click.echo(msgspec.json.encode(answer.timeline).decode())
    else:
        for line in rendering.remark_lines(answer):
            click.echo(line, err=True)
        for line in rendering.timeline_lines(answer.timeline):
            click.echo(line)
    if not answer.total:
        sys.exit(1)
