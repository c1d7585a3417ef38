"""``warraq restore``: put a backup in the place of the archive, and index it."""

from __future__ import annotations

from pathlib import Path

import click

from corpus.messages import Message
from corpus.restore import restore
from search.engine import archive_path
from warraq import rendering
from warraq.home import emptied_log, open_existing_archive, update_index
from warraq.options import json_option
from warraq.output import print_json, report


@click.command("restore")
@click.argument("file", type=click.Path(path_type=Path), metavar="FILE")
@click.option("--replace", is_flag=True, help="Replace an archive that has documents.")
@json_option()
@click.pass_obj
def command(home: Path, /, file: Path, replace: bool, as_json: bool) -> None:
    """Put the backup FILE in the place of the archive of the home, then build its index.

    FILE is compared with its manifest first. An archive that a server or another command has open
    is not replaced.
    """
    restored = restore(file, archive_path(home), replace=replace)
    if restored.manifest is None:
        report(Message.of("backup_without_manifest", path=str(file)))
    with open_existing_archive(home) as archive, emptied_log(archive):
        build = update_index(archive, home, from_scratch=True)
    if as_json:
        print_json({"restored": restored, "index": build.manifest})
    else:
        documents = rendering.documents_text(restored.documents)
        click.echo(f"{documents} restored and indexed.")
