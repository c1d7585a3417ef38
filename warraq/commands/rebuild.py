"""``warraq rebuild``: build the index from scratch."""

from __future__ import annotations

from pathlib import Path

import click

from warraq import rendering
from warraq.home import emptied_log, open_existing_archive, update_index
from warraq.options import json_option
from warraq.output import print_json


@click.command("rebuild")
@json_option()
@click.pass_obj
def command(home: Path, /, as_json: bool) -> None:
    """Build the index from scratch, from the archive."""
    with open_existing_archive(home) as archive, emptied_log(archive):
        build = update_index(archive, home, from_scratch=True)
    if as_json:
        print_json(build.manifest)
    else:
        click.echo(f"{rendering.documents_text(build.manifest.documents)} indexed.")
