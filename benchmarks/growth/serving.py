"""Memory of a serving worker."""

from __future__ import annotations

import subprocess
from collections.abc import Sequence
from pathlib import Path
from typing import Final
from urllib.parse import urlencode
from urllib.request import ProxyHandler, build_opener

from benchmarks.memory import Resident, children, resident
from benchmarks.processes import ROOT, module

_SECONDS: Final = 60


def served(home: Path, texts: Sequence[str]) -> Resident:
    """Measure the only worker of ``warraq serve`` after it has rendered a page for each text.

    ``texts`` must not be empty; any of their words may match.
    """
    arguments = ["--home", str(home), "serve", "--port", "0", "--workers", "1"]
    return _after(module("warraq", *arguments), texts)


def bare(texts: Sequence[str]) -> Resident:
    """Measure a worker of a bare Flask application after as many requests."""
    return _after(module("benchmarks.growth.bare"), texts)


def _after(command: Sequence[str], texts: Sequence[str]) -> Resident:
    opener = build_opener(ProxyHandler({}))
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as process:
        try:
            assert process.stdout is not None
            address = process.stdout.readline().strip()
            for text in texts:
                parameters = urlencode({"q": text, "operator": "any"})
                with opener.open(f"{address}?{parameters}", timeout=_SECONDS) as answer:
                    answer.read()
            (worker,) = children(process.pid)
            return resident(worker)
        finally:
            process.terminate()
