"""A server that answers searches all the time, as it does beside commands that write."""

from __future__ import annotations

import re
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final
from urllib.error import HTTPError
from urllib.parse import quote

from benchmarks.background import repeated
from benchmarks.faults.state import SHARED

_ADDRESS: Final = re.compile(r"http://127\.0\.0\.1:\d+")
_WAIT_SECONDS: Final = 120
_TRACEBACK_MOST: Final = 2_000
_PAUSE: Final = 0.05


class Serving:
    """A running server; ``answers`` counts its answers, ``faults`` the wrong ones."""

    def __init__(self, address: str) -> None:
        self.address = address
        self.answers = 0
        self.faults: list[str] = []

    def total(self, word: str) -> int:
        """How many documents a search for a word finds, as written."""
        with urllib.request.urlopen(
            f"{self.address}/api/v1/search?level=form&q={quote(word)}", timeout=_WAIT_SECONDS
        ) as answer:
            found = re.search(rb'"total":(\d+)', answer.read())
        return int(found[1]) if found else -1

    def ask(self) -> None:
        """Search once; a failure becomes a fault."""
        try:
            if self.total(SHARED) < 0:
                self.faults.append("the server gave an answer without a total")
        except HTTPError as error:
            self.faults.append(f"the server answered {error.code}")
        except OSError as error:
            self.faults.append(f"the server did not answer: {error}")
        self.answers += 1


@contextmanager
def served(home: Path, log: Path) -> Iterator[Serving]:
    """Serve a home, and search in it from a thread until the end."""
    command = [sys.executable, "-m", "warraq", "--home", str(home), "serve"]
    with (
        log.open("wb") as output,
        subprocess.Popen(
            [*command, "--port", "0", "--workers", "2", "--rate", "off"],
            stdout=output,
            stderr=output,
        ) as server,
    ):
        try:
            serving = Serving(_address(log))
            with repeated(serving.ask, _PAUSE):
                yield serving
        finally:
            server.terminate()
            server.wait(_WAIT_SECONDS)
    _, found, traceback = log.read_text("utf-8", errors="replace").partition("Traceback")
    if found:
        serving.faults.append(f"the server printed a traceback: {traceback[-_TRACEBACK_MOST:]}")


def _address(log: Path) -> str:
    end = time.monotonic() + _WAIT_SECONDS
    while time.monotonic() < end:
        found = _ADDRESS.search(log.read_text("utf-8", errors="replace"))
        if found:
            return found[0]
        time.sleep(_PAUSE)
    raise TimeoutError(f"The server does not listen: {log.read_text('utf-8')}")
