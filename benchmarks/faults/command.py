"""warraq commands in child processes that report their progress.

A child is forked from a server that has every module and the lexicon loaded, which takes most of
the time of a small command, and runs the command line. It reports each stage before it starts, and
after each archive transaction the number of documents made durable.
"""

from __future__ import annotations

import importlib
import multiprocessing
import os
import resource
import signal
import tempfile
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from functools import wraps
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any, Final, NamedTuple, TypeAlias

from warraq import cli

STAGES: Final = {
    "add": ("corpus.archive", "Archive.add"),
    "delete": ("corpus.archive", "Archive.delete"),
    "build": ("index.generation", "start"),
    "merge": ("index.whoosh_writer", "merge_segments"),
    "switch": ("index.generation", "finish"),
    "sweep": ("index.generation", "sweep"),
    "purge": ("corpus.archive", "Archive.purge"),
    "copy": ("corpus.backup", "copy_rows"),
    "check": ("corpus.backup", "find_faults"),
    "publish": ("corpus.backup", "_publish"),
    "prepare": ("corpus.restore", "_prepare"),
    "replace": ("corpus.restore", "remove_logs"),
}
"""The reported stages, and the function each starts with."""

_TRANSACTIONS: Final = ("add", "delete")
_TIMEOUT_SECONDS: Final = 120.0

Report: TypeAlias = tuple[str, float] | int
"""A stage with its start time in seconds, or a number of durable documents."""


def _context() -> Any:
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["benchmarks.faults.preloaded"])
    return context


def _reporting(stage: str, function: Callable[..., Any], pipe: Connection) -> Callable[..., Any]:
    @wraps(function)
    def wrapper(*given: Any, **named: Any) -> Any:
        pipe.send((stage, time.monotonic()))
        result = function(*given, **named)
        if stage in _TRANSACTIONS:
            pipe.send(len(result))
        return result

    return wrapper


def _patch_stages(pipe: Connection) -> None:
    for stage, (module, path) in STAGES.items():
        owner: Any = importlib.import_module(module)
        *outer, name = path.split(".")
        for each in outer:
            owner = getattr(owner, each)
        setattr(owner, name, _reporting(stage, getattr(owner, name), pipe))


def _child(arguments: Sequence[str], output: str, pipe: Connection, file_bytes: int | None) -> None:
    os.setsid()
    if file_bytes is not None:
        _, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
        resource.setrlimit(resource.RLIMIT_FSIZE, (file_bytes, hard))
    descriptor = os.open(output, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    os.dup2(descriptor, 1)
    os.dup2(descriptor, 2)
    pipe.send(("start", time.monotonic()))
    _patch_stages(pipe)
    cli.main.main(args=list(arguments), prog_name="warraq")


class CommandResult(NamedTuple):
    """How a command ended.

    ``code`` is the exit code (negative: a signal), ``stages`` are the stages reached with seconds
    from the start, ``reported`` counts durable documents, ``left_behind`` says whether a child
    process outlived it.
    """

    code: int
    output: str
    stages: tuple[tuple[str, float], ...]
    seconds: float
    reported: int
    left_behind: bool


class Command:
    """A running command; ``file_bytes`` limits the size of the files it writes."""

    def __init__(self, *arguments: str, file_bytes: int | None = None) -> None:
        context = _context()
        self._receiver, pipe = context.Pipe(duplex=False)
        descriptor, self._output = tempfile.mkstemp(prefix="warraq-output-")
        os.close(descriptor)
        self._process = context.Process(
            target=_child, args=(arguments, self._output, pipe, file_bytes)
        )
        self._process.start()
        pipe.close()
        self._reports: list[Report] = []

    @property
    def pid(self) -> int:
        """The process id."""
        found: int = self._process.pid
        return found

    def output(self) -> str:
        """Read what it has printed until now."""
        return Path(self._output).read_text("utf-8", errors="replace")

    def wait_for(self, stage: str, occurrence: int = 1) -> bool:
        """Wait until a stage starts; returns False if the command ends first."""
        while True:
            begun = [each for each in self._reports if not isinstance(each, int)]
            if sum(each[0] == stage for each in begun) >= occurrence:
                return True
            if not self._receive():
                return False

    def _receive(self) -> bool:
        with suppress(EOFError, OSError):
            if self._receiver.poll(_TIMEOUT_SECONDS):
                self._reports.append(self._receiver.recv())
                return True
            raise TimeoutError(f"The command reported nothing for {_TIMEOUT_SECONDS} seconds.")
        return False

    def reported(self) -> int:
        """How many durable documents it has reported until now."""
        while self._receiver.poll(0) and self._receive():
            pass
        return sum(each for each in self._reports if isinstance(each, int))

    def kill(self, number: int = signal.SIGKILL) -> None:
        """Send a signal to the process but not to its children."""
        with suppress(ProcessLookupError):
            os.kill(self.pid, number)

    def end(self) -> CommandResult:
        """Wait for the end, remove temporary files, and return the result."""
        while self._receive():
            pass
        self._process.join(_TIMEOUT_SECONDS)
        output = self.output()
        Path(self._output).unlink()
        self._receiver.close()
        begun = [each for each in self._reports if not isinstance(each, int)]
        first = begun[0][1] if begun else 0.0
        return CommandResult(
            code=self._process.exitcode,
            output=output,
            stages=tuple((stage, at - first) for stage, at in begun),
            seconds=time.monotonic() - first,
            reported=sum(each for each in self._reports if isinstance(each, int)),
            left_behind=_left_behind(self.pid),
        )


def _left_behind(group: int) -> bool:
    """Whether a process of a group survives five seconds; kills it then."""
    end = time.monotonic() + 5
    while time.monotonic() < end:
        try:
            os.killpg(group, 0)
        except ProcessLookupError:
            return False
        time.sleep(0.01)
    with suppress(ProcessLookupError):
        os.killpg(group, signal.SIGKILL)
    return True


def run(*arguments: str, file_bytes: int | None = None) -> CommandResult:
    """Run a command and wait for its end."""
    return Command(*arguments, file_bytes=file_bytes).end()


def check_exit(result: CommandResult, code: int, what: str) -> list[str]:
    """Compare an exit with the expected code; a refusal must print a sentence."""
    lines = [line for line in result.output.splitlines() if line.strip()]
    if result.code != code:
        return [f"{what} ended with {result.code}: {' / '.join(lines[-2:])}"]
    if "Traceback" in result.output:
        return [f"{what} printed a traceback"]
    if code == 2 and not (lines and lines[-1].endswith(".")):
        return [f"{what} printed no sentence: {' / '.join(lines)}"]
    return []
