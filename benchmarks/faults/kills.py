"""``kill -9`` at random moments of add, replace, delete and rebuild."""

from __future__ import annotations

import random
import signal
import time
from collections import Counter
from collections.abc import Mapping
from pathlib import Path
from typing import Final, NamedTuple

from benchmarks.faults.command import Command, CommandResult, check_exit, run
from benchmarks.faults.finding import Finding
from benchmarks.faults.state import (
    archive_state,
    check_answers,
    check_home,
    generation_count,
    index_bytes,
    write_documents,
)

_KINDS: Final = ("add", "replace", "delete", "rebuild")
_ADDED: Final = 700  # two transactions of the archive
_REPLACED: Final = 600
_DELETED: Final = 300
_MOST: Final = 2_500
_GENERATIONS_ALLOWED: Final = 3  # the current one, one being removed, one being built
_TRIES_PER_KILL: Final = 4


class _Change(NamedTuple):
    """A command, the documents it changes in order, and their new version (None: deleted)."""

    kind: str
    arguments: tuple[str, ...]
    ids: tuple[str, ...]
    version: int | None


class _Campaign:
    def __init__(self, folder: Path, seed: int) -> None:
        self.home = folder / "home"
        self.file = folder / "documents.jsonl"
        self.pick = random.Random(seed)
        self.version = 0
        self.born = 0
        self.archived: dict[str, int] = {}
        self.indexed: Mapping[str, int] = {}
        self.faults: list[str] = []
        self.stages: Counter[str] = Counter()
        self.answered: Counter[str] = Counter()
        self.reported = 0
        self.folders = 0
        self.bytes = 0

    def step(self, kind: str) -> _Change:
        """The next command of a kind."""
        home = ("--home", str(self.home))
        if kind == "rebuild":
            return _Change(kind, (*home, "rebuild"), (), None)
        if kind == "delete":
            ids = tuple(self.pick.sample(sorted(self.archived), _DELETED))
            return _Change(kind, (*home, "delete", *ids), ids, None)
        self.version += 1
        if kind == "add":
            ids = tuple(f"d{self.born + number}" for number in range(_ADDED))
            self.born += _ADDED
        else:
            ids = tuple(self.pick.sample(sorted(self.archived), _REPLACED))
        write_documents(self.file, ids, self.version)
        return _Change(kind, (*home, "add", str(self.file)), ids, self.version)

    def kind(self) -> str:
        """Choose the next kind of command so that the archive keeps its size."""
        if len(self.archived) < _MOST // 2:
            return "add"
        kinds = [kind for kind in _KINDS if kind != "add" or len(self.archived) < _MOST]
        return self.pick.choice(kinds)

    def add_fault(self, step: _Change, ran: CommandResult, text: str) -> None:
        stage = ran.stages[-1][0] if ran.stages else "start"
        self.faults.append(f"{step.kind} killed in {stage}: {text}")

    def complete(self) -> CommandResult:
        """Add one document without a kill; the home must then be complete."""
        self.version += 1
        name = f"last{self.version}"
        write_documents(self.file, [name], self.version)
        ran = run("--home", str(self.home), "add", str(self.file))
        self.faults += check_exit(ran, 0, "the next add")
        if archive_state(self.home) != {**self.archived, name: self.version}:
            self.faults.append("the next add changed other documents of the archive")
        self.faults += [f"after the next add: {fault}" for fault in check_home(self.home)]
        self.archived = archive_state(self.home)
        self.indexed = self.archived
        return ran

    def check_archive(self, step: _Change, ran: CommandResult) -> None:
        """Check that reported documents are stored and others are stored or unchanged."""
        found = archive_state(self.home)
        touched = set(step.ids)
        for name in {*found, *self.archived} - touched:
            if found.get(name) != self.archived.get(name):
                self.add_fault(step, ran, f"{name} has changed but was not part of the command")
                break
        for number, name in enumerate(step.ids):
            allowed = (
                {step.version} if number < ran.reported else {step.version, self.archived.get(name)}
            )
            if found.get(name) not in allowed:
                self.add_fault(step, ran, f"{name} is {found.get(name)}, not one of {allowed}")
                break
        self.reported += ran.reported
        self.archived = found

    def check_index(self, step: _Change, ran: CommandResult) -> None:
        """Check that the index answers from the state before or after the command."""
        which, faults = check_answers(self.home, [self.archived, self.indexed])
        for fault in faults:
            self.add_fault(step, ran, fault)
        if which == 0:
            self.indexed = self.archived
        self.answered["new" if which == 0 else "old"] += 1
        self.folders = max(self.folders, generation_count(self.home))
        self.bytes = max(self.bytes, index_bytes(self.home))
        if generation_count(self.home) > _GENERATIONS_ALLOWED:
            self.add_fault(step, ran, f"{generation_count(self.home)} generations remain")


def _durations(ran: CommandResult) -> dict[str, float]:
    ends = [*(at for _, at in ran.stages[1:]), ran.seconds]
    return {stage: end - at for (stage, at), end in zip(ran.stages, ends, strict=True) if end > at}


def kills(folder: Path, count: int, *, seed: int = 1) -> list[Finding]:
    """Kill ``count`` commands, half at a random time, half within a random stage."""
    campaign = _Campaign(folder, seed)
    pick = campaign.pick
    measured: dict[str, CommandResult] = {}
    for kind in ("add", "add", *_KINDS):
        step = campaign.step(kind)
        measured[kind] = run(*step.arguments)
        campaign.faults += check_exit(measured[kind], 0, f"{kind}, not killed")
        campaign.archived = archive_state(campaign.home)
    campaign.complete()
    size = index_bytes(campaign.home)
    killed = 0
    for attempt in range(count * _TRIES_PER_KILL):
        if killed == count:
            break
        step = campaign.step(campaign.kind())
        spans = _durations(measured[step.kind])
        stage = pick.choice(sorted(spans)) if attempt % 2 else "start"
        longest = spans[stage] if attempt % 2 else measured[step.kind].seconds
        command = Command(*step.arguments)
        command.wait_for(stage, pick.choice((1, 2)) if stage == "sweep" else 1)
        time.sleep(pick.uniform(0.0, longest))
        command.kill()
        ran = command.end()
        if ran.code == -signal.SIGKILL:
            killed += 1
            campaign.stages[ran.stages[-1][0]] += 1
            if ran.left_behind:
                campaign.add_fault(step, ran, "a child process outlived it")
        else:
            campaign.faults += check_exit(ran, 0, f"{step.kind} that ended before its kill")
        campaign.check_archive(step, ran)
        campaign.check_index(step, ran)
        if pick.random() < 0.5:
            campaign.complete()
    campaign.complete()
    hit = ", ".join(f"{stage} {times}" for stage, times in sorted(campaign.stages.items()))
    seen = (
        f"killed in: {hit}; {campaign.reported:,} documents reported, all stored; answered from "
        f"the old state {campaign.answered['old']}, from the new {campaign.answered['new']}; at "
        f"most {campaign.folders} generations, index at most {campaign.bytes / size:.1f} times "
        "its initial size"
    )
    faults = tuple(campaign.faults)
    return [Finding(fault="`kill -9` of a writer", cases=killed, seen=seen, faults=faults)]
