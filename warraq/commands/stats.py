"""``warraq stats``: show the size of the archive and its index."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

import click

from search.engine import Engine
from warraq import rendering
from warraq.options import json_option
from warraq.output import print_json, print_lines


@click.command("stats")
@json_option()
@click.pass_obj
def command(home: Path, /, as_json: bool) -> None:
    """Show the size of the archive and its index."""
    with closing(Engine.open(home)) as engine:
        stats = engine.stats()
    if as_json:
        print_json(stats)
    else:
        print_lines(rendering.stats_lines(stats))
