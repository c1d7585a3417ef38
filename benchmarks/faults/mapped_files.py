"""Changes in mapped files of the index after they were opened, under queries of every kind."""

from __future__ import annotations

import mmap
import multiprocessing
import os
import random
import resource
import shutil
import signal
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, suppress
from functools import partial
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any, Final, NamedTuple, TypeAlias

from benchmarks.faults.finding import Finding
from corpus.archive import Archive
from corpus.document import Document
from corpus.messages import WarraqError
from index import generation
from index.arrays import ArrayFile, DamagedError
from index.build import update
from search.answer import Answer, Completions, Marked, RankedIds
from search.engine import Engine, archive_path
from search.explanation import ScoreExplanation
from search.request import Request
from search.similar import Similar

_AT_ONCE: Final = 250
"""Changes of one child process."""

_QUERIES_ASKED: Final = 3
"""Queries after each change."""

_SECONDS: Final = 2.5
"""The limit of a search and a quarter of it, in CPU time."""

_HANG_SECONDS: Final = 120
_MEMORY_BYTES: Final = 3_000_000_000
_WORDS: Final = (
    *("مكتبة", "مدينة", "قطار", "سفينة", "طالب", "حكومة", "كتاب", "وبالكتاب", "للمدينة", "السفن"),
    *("طلاب", "وصلت", "غادرت", "البحر", "الميناء", "جديدة", "قديمة", "كبيرة", "صغيرة", "أحمد"),
    *("احمد", "مُدَرِّس", "مدرس", "2016", "report"),
)

_MAPPED: Final = 0.5
"""Share of the changes that are written through a mapping, as by another program."""

Change: TypeAlias = tuple[str, int, bytes, str]
"""A file by its path within the index, a place, the bytes written there, and the kind."""


class Given(NamedTuple):
    """What an engine answers: ``content`` is compared, ``timed_out`` says it may be partial."""

    content: Any
    timed_out: bool = False


Ask: TypeAlias = Callable[[Engine], Given]


class _Outcome(NamedTuple):
    """What one query did after a change: ``right``, ``wrong``, ``partial``, ``detected`` or
    ``fault: …``."""

    change: str
    query: str
    outcome: str


def make_home(home: Path, documents: int = 300) -> Path:
    """Make a home of short documents in three segments, one with deleted documents."""
    pick = random.Random(3)
    with Archive(archive_path(home)) as archive:
        for first in range(0, documents, documents // 3):
            last = first + documents // 3
            archive.add([_document(number, pick) for number in range(first, last)])
            update(archive, home)
        archive.delete(["d1", "d7"])
        update(archive, home)
    return home


def _document(number: int, pick: random.Random) -> Document:
    text = " ".join(pick.choices(_WORDS, k=pick.randrange(20, 200)))
    return Document(
        id=f"d{number}",
        title=" ".join(pick.choices(_WORDS, k=4)),
        text=f"{text} n{number}",
        source=f"صحيفة {pick.choice(_WORDS)}",
        author=f"كاتب {number % 7}",
        date=f"20{10 + number % 9}-0{1 + number % 8}-1{number % 10}",
    )


def _ask() -> dict[str, Ask]:
    """Queries of every kind by their names."""
    requests = {
        "word": Request(query="مكتبة"),
        "root": Request(query="كتاب المدينة", level="root"),
        "exact": Request(query="مُدَرِّس", level="exact"),
        "particles": Request(query="الكتاب", level="particles"),
        "phrase": Request(query='"قطار سفينة"'),
        "near": Request(query='"كتاب طالب"~6'),
        "prefix": Request(query="سف*"),
        "wildcard": Request(query="ك?اب"),
        "fuzzy": Request(query="مدينه~"),
        "not": Request(query="حكومة -كتاب OR 2016"),
        "missing": Request(query="مكتبت زلنطح"),
        "filter": Request(query="البحر", sources=("صحيفة كتاب",)),
        "field": Request(query='title:مدينة author:"كاتب 3"'),
        "facets": Request(
            query="طلاب", facets=("source", "author", "year"), levels=True, timeline="month"
        ),
        "date": Request(query="سفينة", after="2012", before="2016", sort="newest"),
    }
    asked: dict[str, Ask] = {
        name: partial(lambda engine, request: _hits_of(engine.search(request)), request=request)
        for name, request in requests.items()
    }
    asked["explain"] = lambda engine: _whole(engine.explain(Request(query="كتاب مدينة"), "d5"))
    asked["similar"] = lambda engine: _ids_of(engine.similar(engine.document("d9") or ""))
    asked["suggest"] = lambda engine: _completions_of(engine.suggest("كت"))
    asked["next word"] = lambda engine: _completions_of(engine.suggest("مدينة ق"))
    asked["mark"] = lambda engine: _marks_of(
        engine.mark(engine.document("d4") or Document(), "كتاب")
    )
    asked["analyze"] = lambda engine: Given(engine.analyze("وبالكتاب"))
    asked["rank"] = lambda engine: _whole(engine.rank(Request(query="مدينة")))
    asked["stats"] = lambda engine: Given(engine.stats().stems)
    return asked


def _hits_of(answer: Answer) -> Given:
    hits = [(hit.id, round(hit.score, 4), hit.snippets) for hit in answer.hits]
    content = (hits, answer.total, answer.facets, answer.levels, answer.timeline)
    return Given(content, answer.timed_out)


def _ids_of(found: Similar) -> Given:
    return Given([hit.id for hit in found.hits], found.timed_out)


def _completions_of(found: Completions) -> Given:
    return Given(found.completions, found.timed_out)


def _marks_of(marked: Marked) -> Given:
    return Given(marked.text.marks, marked.timed_out)


def _whole(found: ScoreExplanation | RankedIds | None) -> Given:
    return Given(found, found is not None and found.timed_out)


def changes(index: Path, count: int, pick: random.Random) -> Iterator[Change]:
    """Random changes of the mapped files of a generation."""
    folder = index / (index / "CURRENT").read_text("utf-8").split()[0]
    files = [path for path in sorted(folder.iterdir()) if path.suffix == ".arrays"]
    names = [str(path.relative_to(index)) for path in files]
    contents = dict(zip(names, (path.read_bytes() for path in files), strict=True))
    for _ in range(count):
        name = pick.choice(names)
        content = contents[name]
        at = pick.randrange(len(content))
        yield (name, *_change(content, at, pick))


def _change(content: bytes, at: int, pick: random.Random) -> tuple[int, bytes, str]:
    kind = pick.choice(("bit", "byte", "run", "word", "word", "word", "end", "copy"))
    match kind:
        case "bit":
            return at, bytes([content[at] ^ 1 << pick.randrange(8)]), kind
        case "byte":
            return at, pick.randbytes(1), kind
        case "run":
            return at, pick.randbytes(min(pick.randrange(2, 400), len(content) - at)), kind
        case "word":
            size = pick.choice((1, 2, 4, 8))
            at -= at % size
            word = pick.choice((b"\0", b"\xff", b"\x7f", b"\x80")) * size
            return at, word[: len(content) - at], kind
        case "end":
            # A mapped file that is cut within its last page ends in zeros.
            at = max(at, len(content) - 1 - (len(content) - 1) % mmap.PAGESIZE)
            return at, b"\0" * (len(content) - at), kind
        case _:
            other = pick.randrange(len(content))
            return at, content[other : other + pick.randrange(1, 200)][: len(content) - at], kind


def _child(home: Path, count: int, seed: int, pipe: Connection) -> None:
    resource.setrlimit(resource.RLIMIT_AS, (_MEMORY_BYTES, _MEMORY_BYTES))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    pick = random.Random(seed)
    asked = _ask()
    index = generation.folder_of(home)
    with closing(Engine.open(home, follow=False)) as engine:
        right = {name: ask(engine).content for name, ask in asked.items()}
    files: dict[str, _ChangedFile] = {}
    for name, at, written, kind in changes(index, count, pick):
        file = files.get(name) or files.setdefault(name, _ChangedFile(index / name))
        write = file.write_mapped if pick.random() < _MAPPED else file.write
        what = (
            f"{name}, {file.array_at(at)} at {at}: {kind} of {len(written)} ({written[:8].hex()})"
        )
        # One for each change: an engine that has found damage answers nothing more.
        with closing(Engine.open(home, follow=False)) as engine:
            before = write(at, written)
            for query in pick.sample(sorted(asked), _QUERIES_ASKED):
                pipe.send((what, query, ""))
                signal.alarm(_HANG_SECONDS)
                outcome = outcome_of(engine, asked[query], right[query])
                signal.alarm(0)
                pipe.send(_Outcome(what, query, outcome))
            write(at, before)
    pipe.close()


class _ChangedFile:
    """A file that is changed by calls of the system, and through a mapping that stays."""

    def __init__(self, path: Path) -> None:
        self._path = path
        with path.open("r+b") as file:
            self._mapping = mmap.mmap(file.fileno(), 0)
        self._spans = ArrayFile(path).spans

    def array_at(self, at: int) -> str:
        """The array that has a byte."""
        return next((name for name, span in self._spans.items() if at in span), "no array")

    def write(self, at: int, written: bytes) -> bytes:
        """Write bytes without a new time of modification; returns those that were there."""
        stat = self._path.stat()
        descriptor = os.open(self._path, os.O_RDWR)
        try:
            before = os.pread(descriptor, len(written), at)
            os.pwrite(descriptor, written, at)
            os.utime(descriptor, ns=(stat.st_atime_ns, stat.st_mtime_ns))
        finally:
            os.close(descriptor)
        return before

    def write_mapped(self, at: int, written: bytes) -> bytes:
        """Write bytes into the mapping, which the system writes to the disk when it likes."""
        before = self._mapping[at : at + len(written)]
        self._mapping[at : at + len(written)] = written
        return before


def outcome_of(engine: Engine, ask: Ask, right: Any) -> str:
    """What became of a query whose right answer has the content ``right``."""
    started = time.process_time()
    try:
        found = ask(engine)
    except DamagedError:
        outcome = "detected"
    except WarraqError as error:
        outcome = f"refused: {type(error).__name__} {error.message.code}"
    except Exception as error:  # noqa: BLE001
        outcome = f"fault: {type(error).__name__}: {error}"
    else:
        outcome = "right" if found.content == right else _other_outcome(found, engine, ask, right)
    seconds = time.process_time() - started
    return f"fault: {seconds:.1f} s, {outcome}" if seconds > _SECONDS else outcome


def _other_outcome(found: Given, engine: Engine, ask: Ask, right: Any) -> str:
    """What an answer was that is not the right one: partial if it said so, and the same query is
    answered rightly when it is asked again."""
    with suppress(DamagedError):
        if found.timed_out and ask(engine).content == right:
            return "partial"
    return "wrong"


def _run(home: Path, count: int, seed: int) -> tuple[list[_Outcome], list[str]]:
    """The outcomes of one child process, and how it ended where that is a fault."""
    copy = home.with_name(f"{home.name}-{seed}")
    shutil.copytree(home, copy)
    context = multiprocessing.get_context("fork")
    receiver, pipe = context.Pipe(duplex=False)
    child = context.Process(target=_child, args=(copy, count, seed, pipe))
    child.start()
    pipe.close()
    outcomes: list[_Outcome] = []
    begun = ("opening", "", "")
    with suppress(EOFError):
        while True:
            found = receiver.recv()
            if isinstance(found, _Outcome):
                outcomes.append(found)
            else:
                begun = found
    child.join()
    shutil.rmtree(copy)
    if child.exitcode:
        return outcomes, [f"{begun[0]}, {begun[1]}: the process ended with {child.exitcode}"]
    return outcomes, []


def mapped_files(folder: Path, count: int, *, seed: int = 1) -> list[Finding]:
    """Change mapped files after opening; every query must answer, or report the damage."""
    home = make_home(folder / "mapped")
    counted: Counter[str] = Counter()
    faults: list[str] = []
    done = 0
    for number, first in enumerate(range(0, count, _AT_ONCE)):
        some = min(_AT_ONCE, count - first)
        outcomes, ended = _run(home, some, seed * 100_000 + number)
        done += some
        faults += ended
        for each in outcomes:
            counted[each.outcome.partition(":")[0]] += 1
            if each.outcome == "wrong" or each.outcome.startswith("fault"):
                faults.append(f"{each.change}, {each.query}: {each.outcome}")
    seen = ", ".join(f"{outcome} {times:,}" for outcome, times in sorted(counted.items()))
    return [
        Finding(
            fault="a mapped file changed after opening",
            cases=done,
            seen=f"{sum(counted.values()):,} answers: {seen}",
            faults=tuple(_shown(faults)),
        )
    ]


def _shown(faults: Sequence[str]) -> Sequence[str]:
    return [*faults[:100], *([f"{len(faults) - 100} more"] if len(faults) > 100 else [])]
