"""``warraq verify``: check the archive and the index for damage."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from corpus.messages import WarraqError, render
from index.verify import verify
from warraq.errors import CommandError
from warraq.home import open_existing_archive
from warraq.options import json_option
from warraq.output import print_json, print_lines


@click.command("verify")
@json_option("Print a JSON array.")
@click.pass_obj
def command(home: Path, /, as_json: bool) -> None:
    """Check every file of the archive and the index, and that they agree.

    Exits with 1 for any fault.
    """
    try:
        with open_existing_archive(home, read_only=True) as archive:
            faults = [render(fault, "en") for fault in verify(archive, home)]
    except CommandError:
        raise
    except WarraqError as error:
        faults = [str(error)]
    if as_json:
        print_json(faults)
    else:
        print_lines(faults or ["The archive and the index are complete and agree."])
    if faults:
        sys.exit(1)
