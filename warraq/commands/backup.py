"""``warraq backup``: write a checked copy of the archive to a file."""

from __future__ import annotations

from pathlib import Path

import click

from corpus.backup import write_backup
from warraq import rendering
from warraq.home import open_existing_archive
from warraq.options import json_option
from warraq.output import print_json, print_lines
from warraq.progress import meter


@click.command("backup")
@click.argument("file", type=click.Path(path_type=Path), metavar="FILE")
@click.option("--overwrite", is_flag=True, help="Replace FILE if it exists.")
@json_option()
@click.pass_obj
def command(home: Path, /, file: Path, overwrite: bool, as_json: bool) -> None:
    """Write a checked copy of the archive to FILE, also while documents are added or served.

    The copy has one state of the archive, and a manifest inside: counts, the time, and a hash of
    every row, which `warraq restore` compares.
    """
    with (
        open_existing_archive(home, read_only=True) as archive,
        meter("copied", None, unit="pages", every=100_000) as shown,
    ):
        written = write_backup(archive, file, overwrite=overwrite, progress=shown.show)
    if as_json:
        print_json(written)
    else:
        documents = rendering.documents_text(written.manifest.documents)
        print_lines([f"{documents} in {written.path}: {written.bytes:,} bytes, checked."])
        click.echo(f"SHA-256: {written.sha256}")
