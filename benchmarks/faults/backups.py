"""Backups of a busy archive at random moments, and kills of backup, restore and delete."""

from __future__ import annotations

import random
import shutil
import signal
import time
from collections import Counter
from pathlib import Path
from typing import Final

from benchmarks.faults.command import Command, CommandResult, check_exit, run
from benchmarks.faults.finding import Finding
from benchmarks.faults.state import (
    State,
    archive_state,
    check_answers,
    check_home,
    version_word,
    write_documents,
)
from corpus.archive import ArchiveError
from corpus.backup import PARTIAL

_FIRST: Final = 900
_ADDED: Final = 1_900
_TRANSACTIONS: Final = 4  # of the archive, for so many documents
_STOP_SECONDS: Final = 0.02
_DELETED: Final = 40
_KINDS: Final = ("backup", "restore", "delete")
_TRIES_PER_KILL: Final = 4


def busy_backups(folder: Path, count: int, *, seed: int = 1) -> Finding:
    """Back up at a random moment of a running ``add``, and restore each backup.

    The backup must have every document that was reported before it began, and nothing but whole
    transactions of the one that ran.
    """
    pick = random.Random(seed)
    home, file = folder / "home", folder / "documents.jsonl"
    write_documents(file, [f"first{number}" for number in range(_FIRST)], 1)
    faults = check_exit(run("--home", str(home), "add", str(file)), 0, "add")
    measured = 0.0
    partial = 0
    for turn in range(count):
        before = archive_state(home)
        names = [f"turn{turn}-{number}" for number in range(_ADDED)]
        write_documents(file, names, turn + 2)
        started = time.monotonic()
        adding = Command("--home", str(home), "add", str(file))
        adding.wait_for("add", pick.randint(1, _TRANSACTIONS))
        is_stopped = turn % 2 == 0
        # A stopped add may be within a transaction, and stays there until the backup is complete.
        time.sleep(pick.uniform(0.0, _STOP_SECONDS if is_stopped else measured or _STOP_SECONDS))
        if is_stopped:
            adding.kill(signal.SIGSTOP)
        reported = adding.reported()
        backup = folder / f"backup{turn}"
        faults += check_exit(run("--home", str(home), "backup", str(backup)), 0, "backup")
        adding.kill(signal.SIGCONT)
        faults += check_exit(adding.end(), 0, "add under a backup")
        measured = time.monotonic() - started
        found, wrong = _restored(folder / f"restored{turn}", backup)
        faults += [f"turn {turn}: {each}" for each in wrong]
        added = [name for name in names if name in found]
        partial += 0 < len(added) < len(names)
        if {name: found[name] for name in before if name in found} != before:
            faults.append(f"turn {turn}: the backup lacks documents reported before it")
        if added != names[: len(added)] or len(added) < reported:
            faults.append(f"turn {turn}: {len(added)} documents, {reported} were reported")
        if set(found) != {*before, *added}:
            faults.append(f"turn {turn}: the backup has foreign documents")
        # The next turn starts from the same documents.
        deleted = run("--home", str(home), "delete", *names)
        faults += check_exit(deleted, 0, "delete") + _words_left(home, turn + 2)
        backup.unlink()
    return Finding(
        fault="backups of a busy archive",
        cases=count,
        seen=f"every backup has what was reported before it, {partial} of them a part of the "
        "documents that were being added; each was restored, verified and answered",
        faults=tuple(faults),
    )


def _restored(home: Path, backup: Path) -> tuple[State, list[str]]:
    faults = check_exit(run("--home", str(home), "restore", str(backup)), 0, "restore")
    faults += check_home(home)
    found = archive_state(home)
    shutil.rmtree(home)
    return found, faults


def _words_left(home: Path, version: int) -> list[str]:
    """Files that have the word of a version whose documents are all deleted."""
    word = version_word(version)
    # A number may be the beginning of another one.
    needles = [f"{word}{end}".encode() for end in (" ", "\0")]
    return [
        f"{path.name} has {word} after its documents were deleted"
        for path in home.rglob("*")
        if path.is_file() and any(needle in path.read_bytes() for needle in needles)
    ]


class _Killing:
    """Kills over one home; ``state`` is that of its archive, ``stored`` that of the backup."""

    def __init__(self, folder: Path, seed: int) -> None:
        self.home = folder / "home"
        self.backup = folder / "good.backup"
        self.target = folder / "target.backup"
        self.restored = folder / "restored"
        self.file = folder / "documents.jsonl"
        self.pick = random.Random(seed)
        self.faults: list[str] = []
        self.stages: Counter[str] = Counter()
        self.ends: Counter[str] = Counter()
        write_documents(self.file, [f"d{number}" for number in range(_FIRST)], 1)
        self.must("add", str(self.file))
        self.must("backup", str(self.backup))
        self.stored: State = archive_state(self.home)
        write_documents(self.file, [f"e{number}" for number in range(_FIRST)], 2)
        self.must("add", str(self.file))
        self.state: State = archive_state(self.home)
        self.copied: State = {}  # that of the last backup that was complete

    def must(self, *arguments: str) -> CommandResult:
        """Run a command that must succeed."""
        ran = run("--home", str(self.home), *arguments)
        self.faults += check_exit(ran, 0, arguments[0])
        return ran

    def arguments(self, kind: str) -> tuple[str, ...]:
        """The arguments of the next command of a kind."""
        match kind:
            case "backup":
                return (kind, str(self.target), "--overwrite")
            case "restore":
                return (kind, str(self.backup), "--replace")
            case _:
                ids = self.pick.sample(sorted(self.state), min(_DELETED, len(self.state)))
                return ("delete", *ids)

    def check(self, kind: str, arguments: tuple[str, ...], killed: CommandResult) -> None:
        """Check what a killed command left, and that the same command again completes it."""
        faults: list[str] = []
        after = {name: each for name, each in self.state.items() if name not in arguments[1:]}
        allowed = {"backup": [self.state], "restore": [self.stored, self.state]}.get(
            kind, [after, self.state]
        )
        try:
            found = archive_state(self.home)
        except ArchiveError as error:
            faults.append(f"the archive cannot be opened: {error}")
            found = {}
        if found not in allowed:
            faults.append("the archive is neither that before the command nor that after it")
        self.ends["after" if found == allowed[0] and found != self.state else "before"] += 1
        if kind == "backup":
            if self.target.exists():
                faults += self.check_backup(self.target)
        elif found == self.state:
            faults += check_answers(self.home, [found])[1]
        again = run("--home", str(self.home), *arguments)
        # A delete that was complete finds nothing more to do.
        faults += check_exit(again, 1 if again.code == 1 and kind == "delete" else 0, "again")
        self.state = archive_state(self.home)
        if self.state != allowed[0]:
            faults.append("the same command again did not complete it")
        faults += check_home(self.home)
        faults += [f"{each.name} remains" for each in self.home.glob(f"*{PARTIAL}*")]
        stage = killed.stages[-1][0] if killed.stages else "start"
        self.faults += [f"{kind} killed in {stage}: {fault}" for fault in faults]
        if kind == "backup":
            self.copied = self.state

    def check_backup(self, path: Path) -> list[str]:
        """Restore a backup elsewhere; it must be whole."""
        found, faults = _restored(self.restored, path)
        if found not in (self.copied, self.state):
            faults.append("a backup has another state than its archive or the backup before")
        return faults


def copy_kills(folder: Path, count: int, *, seed: int = 2) -> Finding:
    """Kill backup, restore and delete at random times, half within a random stage."""
    killing = _Killing(folder, seed)
    pick = killing.pick
    killing.copied = killing.state
    measured = {kind: killing.must(*killing.arguments(kind)) for kind in ("backup", "delete")}
    killing.state = archive_state(killing.home)
    measured["restore"] = killing.must(*killing.arguments("restore"))
    killing.state = archive_state(killing.home)
    killed = 0
    for attempt in range(count * _TRIES_PER_KILL):
        if killed == count:
            break
        kind = _KINDS[attempt % len(_KINDS)]
        if kind == "restore" or len(killing.state) < _DELETED * 4:
            write_documents(killing.file, [f"more{attempt}-{n}" for n in range(200)], attempt + 3)
            killing.must("add", str(killing.file))
            killing.state = archive_state(killing.home)
        arguments = killing.arguments(kind)
        command = Command("--home", str(killing.home), *arguments)
        stages = measured[kind].stages
        stage, at = pick.choice(stages) if attempt % 2 else stages[0]
        command.wait_for(stage)
        time.sleep(pick.uniform(0.0, measured[kind].seconds - at))
        command.kill()
        ran = command.end()
        if ran.code == -signal.SIGKILL:
            killed += 1
            killing.stages[f"{kind} {ran.stages[-1][0]}"] += 1
        else:
            killing.faults += check_exit(ran, 0, f"{kind} that ended before its kill")
        killing.check(kind, arguments, ran)
    hit = ", ".join(f"{stage} {times}" for stage, times in sorted(killing.stages.items()))
    ends = ", ".join(f"{end} it {times}" for end, times in sorted(killing.ends.items()))
    return Finding(
        fault="`kill -9` of backup, restore and delete",
        cases=killed,
        seen=f"killed in: {hit}; the archive was that of {ends}; no backup was half; each command "
        "again completed",
        faults=tuple(killing.faults),
    )
