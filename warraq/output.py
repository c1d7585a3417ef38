"""What commands print: lines, messages on standard error, JSON, and rows.

All text of documents, files and arguments passes through ``warraq.printable`` here.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable
from typing import IO, Any, cast

import click
import msgspec

from corpus.messages import Message, render
from warraq.printable import VisibleStream, visible, visible_line


def print_lines(lines: Iterable[str]) -> None:
    """Print lines on standard output."""
    for line in lines:
        click.echo(visible_line(line))


def print_text(text: str) -> None:
    """Print a text of several lines on standard output."""
    click.echo(visible(text))


def report(message: Message | str) -> None:
    """Print a line on standard error; a message is rendered in English."""
    text = message if isinstance(message, str) else render(message, "en")
    click.echo(visible_line(text), err=True)


def print_json(value: Any) -> None:
    """Print a value as one line of JSON on standard output."""
    click.echo(visible(msgspec.json.encode(value).decode()))


def standard_output() -> IO[bytes]:
    """Standard output for rows: unchanged in a file or pipe, visible on a terminal."""
    stream = sys.stdout.buffer
    return cast("IO[bytes]", VisibleStream(stream)) if sys.stdout.isatty() else stream
