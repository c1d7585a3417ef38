"""Commands of the program in processes of their own, which tell how far they are.

A child is forked from a server that has everything imported, and runs the command line as it is.
Before each stage of the work it announces it, and after each transaction of the archive how many
documents that has made durable: these are the documents that count as reported.
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
}
"""What is announced when it begins, and the function it begins with."""

_TRANSACTIONS: Final = ("add", "delete")
_PATIENCE: Final = 120.0

Message: TypeAlias = tuple[str, float] | int


def _context() -> Any:
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["benchmarks.faults.command"])
    return context


def _announced(stage: str, function: Callable[..., Any], told: Connection) -> Callable[..., Any]:
    @wraps(function)
    def announcing(*given: Any, **named: Any) -> Any:
        told.send((stage, time.monotonic()))
        result = function(*given, **named)
        if stage in _TRANSACTIONS:
            told.send(len(result))
        return result

    return announcing


def _announce(told: Connection) -> None:
    for stage, (module, path) in STAGES.items():
        owner: Any = importlib.import_module(module)
        *outer, name = path.split(".")
        for each in outer:
            owner = getattr(owner, each)
        setattr(owner, name, _announced(stage, getattr(owner, name), told))


def _child(arguments: Sequence[str], output: str, told: Connection, file_bytes: int | None) -> None:
    os.setsid()
    if file_bytes is not None:
        _, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
        resource.setrlimit(resource.RLIMIT_FSIZE, (file_bytes, hard))
    descriptor = os.open(output, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    os.dup2(descriptor, 1)
    os.dup2(descriptor, 2)
    told.send(("start", time.monotonic()))
    _announce(told)
    cli.main.main(args=list(arguments), prog_name="warraq")


class Ran(NamedTuple):
    """How a command ended: exit code (negative: the signal), what it said, the stages it came to
    with the seconds from its start to each, its last, how many documents it reported, and whether
    a process of its own outlived it."""

    code: int
    said: str
    stages: tuple[tuple[str, float], ...]
    seconds: float
    reported: int
    left_behind: bool


class Command:
    """A command that runs until it ends or is killed.

    ``file_bytes`` is the most that it may write into one file.
    """

    def __init__(self, *arguments: str, file_bytes: int | None = None) -> None:
        context = _context()
        self._hear, told = context.Pipe(duplex=False)
        descriptor, self._output = tempfile.mkstemp(prefix="warraq-said-")
        os.close(descriptor)
        self._process = context.Process(
            target=_child, args=(arguments, self._output, told, file_bytes)
        )
        self._process.start()
        told.close()
        self._messages: list[Message] = []

    @property
    def pid(self) -> int:
        """The process."""
        found: int = self._process.pid
        return found

    def said(self) -> str:
        """What it has printed so far."""
        return Path(self._output).read_text("utf-8", errors="replace")

    def wait_for(self, stage: str, occurrence: int = 1) -> bool:
        """Wait until a stage begins; false where the command ends before."""
        while True:
            begun = [each for each in self._messages if not isinstance(each, int)]
            if sum(each[0] == stage for each in begun) >= occurrence:
                return True
            if not self._receive():
                return False

    def _receive(self) -> bool:
        with suppress(EOFError, OSError):
            if self._hear.poll(_PATIENCE):
                self._messages.append(self._hear.recv())
                return True
            raise TimeoutError(f"The command says nothing for {_PATIENCE} seconds.")
        return False

    def kill(self, number: int = signal.SIGKILL) -> None:
        """Send a signal to the process, and to none of those it has started."""
        with suppress(ProcessLookupError):
            os.kill(self.pid, number)

    def end(self) -> Ran:
        """Wait until it has ended, and remove what it left."""
        while self._receive():
            pass
        self._process.join(_PATIENCE)
        said = self.said()
        Path(self._output).unlink()
        self._hear.close()
        begun = [each for each in self._messages if not isinstance(each, int)]
        first = begun[0][1] if begun else 0.0
        return Ran(
            code=self._process.exitcode,
            said=said,
            stages=tuple((stage, at - first) for stage, at in begun),
            seconds=time.monotonic() - first,
            reported=sum(each for each in self._messages if isinstance(each, int)),
            left_behind=_left_behind(self.pid),
        )


def _left_behind(group: int) -> bool:
    """Whether a process of a group is still there after five seconds; it is ended then."""
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


def run(*arguments: str, file_bytes: int | None = None) -> Ran:
    """Run a command to its end."""
    return Command(*arguments, file_bytes=file_bytes).end()


def faults_of(ran: Ran, code: int, what: str) -> list[str]:
    """What is wrong with how a command ended; one that refuses has to say why in a sentence."""
    lines = [line for line in ran.said.splitlines() if line.strip()]
    if ran.code != code:
        return [f"{what} ended with {ran.code}: {' / '.join(lines[-2:])}"]
    if "Traceback" in ran.said:
        return [f"{what} printed a traceback"]
    if code == 2 and not (lines and lines[-1].endswith(".")):
        return [f"{what} gave no sentence: {' / '.join(lines)}"]
    return []
