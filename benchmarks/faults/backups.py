"""Backups of a busy archive at random moments, and kills of backup, restore and delete."""

from __future__ import annotations

import random
import shutil
import signal
import threading
import time
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Final, TypeAlias

from benchmarks.faults.command import Command, CommandResult, check_exit, run
from benchmarks.faults.finding import Finding
from benchmarks.faults.server import served
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
from corpus.ingest import BATCH_DOCUMENTS

_FIRST: Final = 900
_ADDED: Final = 1_300
_TRANSACTIONS: Final = 3  # of the archive, for so many documents
_DELETED_AT_ONCE: Final = 450
_WAIT: Final = "300"  # seconds, for the backup to end
_STOP_SECONDS: Final = 0.02
_DELETED: Final = 40
_KINDS: Final = ("backup", "restore", "delete")
_TRIES_PER_KILL: Final = 4


class _Deleting(threading.Thread):
    """A thread that deletes documents, one command after another.

    ``reported`` counts the documents of the commands that have ended.
    """

    def __init__(self, home: Path, names: Sequence[str]) -> None:
        super().__init__()
        self._home = home
        self._names = names
        self.reported = 0
        self.faults: list[str] = []

    def run(self) -> None:
        """Delete the documents in their order."""
        for first in range(0, len(self._names), _DELETED_AT_ONCE):
            chunk = self._names[first : first + _DELETED_AT_ONCE]
            deleted = run("--home", str(self._home), "delete", *chunk, "--wait", _WAIT)
            self.faults += check_exit(deleted, 0, "delete under a server")
            self.reported += len(chunk)


def busy_backups(folder: Path, count: int, *, seed: int = 1) -> Finding:
    """Back up at random moments of an archive that is added to, deleted from and served.

    Each turn adds new documents while those of the turn before are deleted and a server answers.
    The backup must have every document that was reported as added before it began, none that was
    reported as deleted, and otherwise whole transactions in their order.
    """
    pick = random.Random(seed)
    home, file = folder / "home", folder / "documents.jsonl"
    base = [f"first{number}" for number in range(_FIRST)]
    write_documents(file, base, 1)
    faults = check_exit(run("--home", str(home), "add", str(file)), 0, "add")
    old: list[str] = []
    measured = _STOP_SECONDS
    parts = 0
    with served(home, folder / "server.log") as serving:
        for turn in range(count):
            names = [f"turn{turn}-{number}" for number in range(_ADDED)]
            write_documents(file, names, turn + 2)
            started = time.monotonic()
            adding = Command("--home", str(home), "add", str(file))
            deleting = _Deleting(home, old)
            deleting.start()
            is_stopped = turn % 2 == 0
            adding.wait_for("add", pick.randint(1, _TRANSACTIONS))
            # A stopped add may be within a transaction, and stays there until the backup ends.
            time.sleep(pick.uniform(0.0, _STOP_SECONDS if is_stopped else measured))
            if is_stopped:
                adding.kill(signal.SIGSTOP)
            reported = (adding.reported(), deleting.reported)
            backup = folder / f"backup{turn}"
            wrong = check_exit(run("--home", str(home), "backup", str(backup)), 0, "backup")
            adding.kill(signal.SIGCONT)
            wrong += check_exit(adding.end(), 0, "add under a backup")
            deleting.join()
            measured = time.monotonic() - started
            found, more = _restored(folder / f"restored{turn}", backup)
            backup.unlink()
            added, kept = ([name for name in each if name in found] for each in (names, old))
            parts += 0 < len(added) < len(names) or 0 < len(kept) < len(old)
            wrong += [*more, *deleting.faults, *_words_left(home, turn + 1, is_deleted=bool(old))]
            wrong += _differences(reported, (names, added), (old, kept))
            versions = {**dict.fromkeys(base, 1), **dict.fromkeys(kept, turn + 1)}
            if found != {**versions, **dict.fromkeys(added, turn + 2)}:
                wrong.append("the backup has other documents or versions")
            faults += [f"turn {turn}: {each}" for each in wrong]
            old = names
    faults += [*serving.faults, *check_home(home)]
    return Finding(
        fault="backups of a busy archive",
        cases=count,
        seen=f"every backup has what was reported before it, {parts} of them a part of what was "
        "being added or deleted; each was restored, verified and answered; the server gave "
        f"{serving.answers:,} answers meanwhile",
        faults=tuple(faults),
    )


_Documents: TypeAlias = tuple[Sequence[str], Sequence[str]]
"""All documents of a command in their order, and those that a backup has."""


def _differences(reported: tuple[int, int], adding: _Documents, deleting: _Documents) -> list[str]:
    """How a backup differs from what was reported as added and as deleted before it began."""
    names, added = adding
    old, kept = deleting
    faults = []
    if added != names[: len(added)] or len(added) < reported[0]:
        faults.append(f"{len(added)} documents, {reported[0]} were reported")
    if kept != old[len(old) - len(kept) :] or len(old) - len(kept) < reported[1]:
        faults.append(f"{len(kept)} of {len(old)} documents, {reported[1]} were reported deleted")
    if len(added) % BATCH_DOCUMENTS and len(added) != len(names):
        faults.append(f"{len(added)} documents are no whole transactions")
    if len(old) - len(kept) != len(old) and (len(old) - len(kept)) % _DELETED_AT_ONCE:
        faults.append(f"{len(old) - len(kept)} deleted documents are no whole transactions")
    return faults


def _restored(home: Path, backup: Path) -> tuple[State, list[str]]:
    faults = check_exit(run("--home", str(home), "restore", str(backup)), 0, "restore")
    faults += check_home(home)
    found = archive_state(home)
    shutil.rmtree(home)
    return found, faults


def _words_left(home: Path, version: int, *, is_deleted: bool) -> list[str]:
    """Files that have the word of a version whose documents are all deleted, if there were any."""
    if not is_deleted:
        return []
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
