"""``warraq timeline``: count the documents that a query finds by year, month or day."""

from __future__ import annotations

import sys
from contextlib import closing
from pathlib import Path
from typing import Any, get_args

import click

from search.engine import Engine
from search.request import Request, TimelineBy
from warraq import rendering
from warraq.options import AFTER, ANY, BEFORE, COLLAPSE, LEVEL, SOURCE, json_option
from warraq.output import print_json, print_lines, report


@click.command("timeline")
@click.argument("query")
@click.option(
    "--by",
    type=click.Choice(get_args(TimelineBy)),
    default="auto",
    show_default=True,
    help="The unit of time.",
)
@LEVEL
@COLLAPSE
@SOURCE
@AFTER
@BEFORE
@ANY
@json_option()
@click.pass_obj
def command(home: Path, /, by: Any, as_json: bool, **options: Any) -> None:
    """Count the documents that a query finds by year, month or day.

    Exits with 1 when nothing is found.
    """
    request = Request(limit=1, timeline=by, **options)
    with closing(Engine.open(home)) as engine:
        answer = engine.search(request)
    assert answer.timeline is not None
    if as_json:
        print_json(answer.timeline)
    else:
        for line in rendering.remark_lines(answer):
            report(line)
        for line in rendering.timeline_lines(answer.timeline):
            print_lines([line])
    if not answer.total:
        sys.exit(1)
