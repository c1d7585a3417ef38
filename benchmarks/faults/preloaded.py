"""What the server of forked commands loads once: every command, and the data of the analyzer."""

from __future__ import annotations

import pkgutil
import tempfile
from contextlib import closing
from importlib import import_module
from pathlib import Path

import benchmarks.faults
import warraq.commands
from corpus.archive import Archive
from corpus.document import Document
from index.build import update
from search.engine import Engine, archive_path
from search.request import Request

for package in (warraq.commands, benchmarks.faults):
    for module in pkgutil.iter_modules(package.__path__):
        if module.name not in ("__main__", "preloaded"):
            import_module(f"{package.__name__}.{module.name}")

# Some modules and all data are loaded at their first use.
with tempfile.TemporaryDirectory() as folder:
    home = Path(folder)
    with Archive(archive_path(home)) as archive:
        archive.add([Document(text="وبالمدينة")])
        update(archive, home)
    with closing(Engine.open(home)) as engine:
        engine.search(Request(query="المدينة"))
