"""What commands print beside their text lines: messages on standard error, and JSON."""

from __future__ import annotations

from typing import Any

import click
import msgspec

from corpus.messages import Message, render


def report(message: Message | str) -> None:
    """Print a line on standard error; a message is rendered in English."""
    text = message if isinstance(message, str) else render(message, "en")
    click.echo(text, err=True)


def print_json(value: Any) -> None:
    """Print a value as one line of JSON on standard output."""
    click.echo(msgspec.json.encode(value).decode())
