"""``warraq search``: print the hits of a query."""

from __future__ import annotations

import sys
from contextlib import closing
from functools import partial
from pathlib import Path
from typing import Any

import click

from search.answer import Answer, answer_record
from search.engine import Engine
from search.limits import COMMAND_LIMITS
from search.request import FACETS, Request
from warraq import rendering
from warraq.options import AFTER, ANY, BEFORE, COLLAPSE, LEVEL, MATCHES, SORT, SOURCE, json_option
from warraq.output import print_json, print_lines, report


@click.command("search")
@click.argument("query")
@click.option("--limit", default=10, show_default=True, help="The largest number of hits.")
@click.option("--offset", default=0, help="The number of hits to skip.")
@LEVEL
@SORT
@MATCHES
@COLLAPSE
@SOURCE
@AFTER
@BEFORE
@ANY
@click.option(
    "--facet",
    "facets",
    type=click.Choice(FACETS),
    multiple=True,
    help="Count documents by this field.",
)
@click.option("--levels", is_flag=True, help="Count the documents found at each level.")
@json_option("Print the answer as a JSON object.")
@click.pass_obj
def command(home: Path, /, as_json: bool, **options: Any) -> None:
    """Search the archive.

    Exits with 1 when nothing is found.
    """
    request = Request(**options)
    with closing(Engine.open(home, limits=COMMAND_LIMITS)) as engine:
        answer: Answer = engine.search(request)
    if as_json:
        print_json(answer_record(answer, "en"))
    else:
        _print_answer(answer, request.offset)
    if not answer.total:
        sys.exit(1)


def _print_answer(answer: Answer, offset: int) -> None:
    on_terminal = sys.stdout.isatty()
    for line in rendering.remark_lines(answer):
        report(line)
    documents = rendering.listed_text(answer)
    if answer.total and on_terminal:
        click.secho(f"{documents} ({answer.took_ms:.0f} ms)", dim=True)
    elif answer.total:
        click.echo(documents)
    print_lines(rendering.count_lines(answer))
    # The lines of hits have the styles of marked words, so their texts are visible already.
    style: rendering.Style = partial(click.style, bold=True) if on_terminal else str
    for rank, hit in enumerate(answer.hits, offset + 1):
        click.echo("\n".join(rendering.hit_lines(rank, hit, style)))
    if answer.most_words is not None:
        for line in rendering.most_words_lines(answer.most_words, style):
            click.echo(line)
