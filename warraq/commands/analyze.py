"""``warraq analyze``: show the analysis of each word of a text."""

from __future__ import annotations

import sys
from contextlib import closing
from pathlib import Path

import click

from corpus.messages import Message
from search.engine import Engine
from warraq import rendering
from warraq.options import json_option
from warraq.output import print_json, print_lines, report


@click.command("analyze")
@click.argument("text")
@json_option("Print a JSON array.")
@click.pass_obj
def command(home: Path, /, text: str, as_json: bool) -> None:
    """Show each word of TEXT at every level, why, and which words of the archive match it.

    Exits with 1 when the text has no word.
    """
    with closing(Engine.open(home)) as engine:
        words = engine.analyze(text)
    if as_json:
        print_json(words)
    else:
        for word in words:
            print_lines(rendering.analysis_lines(word))
    if not words:
        report(Message.of("text_without_words"))
        sys.exit(1)
