"""``warraq keys``: add, list and revoke the keys of an archive."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click
import msgspec

from corpus.messages import Message
from search.query.syntax import repaired
from warraq import rendering
from warraq.options import json_option
from warraq.output import print_json, print_lines, report
from web.access.key_file import KeyFile
from web.access.keys import Key, read_rights
from web.access.limits import ACCESS_LIMITS


@click.group("keys")
def command() -> None:
    """Add, list and revoke keys, which readers of a private archive need.

    A running server notices every change.
    """


@command.command("add")
@click.argument("name", metavar="NAME")
@click.option(
    "--may",
    "given_rights",
    default="read",
    show_default=True,
    metavar="RIGHTS",
    help="read, operate, or both with a comma.",
)
@click.option(
    "--limit",
    type=click.IntRange(1, ACCESS_LIMITS.key_rate),
    help="Requests a minute, instead of the --rate of the server.",
)
@json_option()
@click.pass_obj
def add(home: Path, /, name: str, given_rights: str, limit: int | None, as_json: bool) -> None:
    """Make a key and print it, the only time that it is shown."""
    rights = read_rights(repaired(given_rights))
    home.mkdir(parents=True, exist_ok=True)
    key, secret = KeyFile(home).add(repaired(name), rights, limit)
    if as_json:
        print_json({**_record(key), "key": secret})
    else:
        click.echo(secret)
        report(Message.of("key_shown_once"))


@command.command("list")
@json_option("Print a JSON list.")
@click.pass_obj
def list_keys(home: Path, /, as_json: bool) -> None:
    """List the keys, without what is secret."""
    keys = KeyFile(home).read()
    if as_json:
        print_json([_record(key) for key in keys])
    else:
        print_lines(rendering.key_lines(keys))


@command.command("revoke")
@click.argument("name", metavar="NAME")
@json_option()
@click.pass_obj
def revoke(home: Path, /, name: str, as_json: bool) -> None:
    """Revoke a key; sessions that began with it end at once."""
    key = KeyFile(home).revoke(repaired(name))
    if as_json:
        print_json(_record(key))
    else:
        print_lines([f"{key.name}: revoked."])


def _record(key: Key) -> dict[str, Any]:
    """What is shown of a key."""
    shown = ("name", "may", "limit", "added_at")
    return {name: msgspec.to_builtins(getattr(key, name)) for name in shown}
