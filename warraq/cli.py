"""The command line of warraq: the group of the commands in ``warraq.commands``."""

from __future__ import annotations

from pathlib import Path

import click

from warraq.command_group import CommandGroup


@click.group(cls=CommandGroup, context_settings={"help_option_names": ["-h", "--help"]})
@click.option(
    "--home",
    type=click.Path(path_type=Path, file_okay=False),
    envvar="WARRAQ_HOME",
    default=Path.home() / ".warraq",
    show_default="~/.warraq",
    help="Folder of the archive and its index (or WARRAQ_HOME).",
)
@click.version_option(package_name="warraq")
@click.pass_context
def main(context: click.Context, home: Path) -> None:
    """Full-text search over an archive of Arabic texts.

    Exit codes: 0 success, 1 nothing found or a check failed, 2 bad input.
    """
    context.obj = home


if __name__ == "__main__":
    main()
