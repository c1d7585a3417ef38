"""A soak: clients send requests to a real server until their number or the time is reached."""

from __future__ import annotations

import subprocess
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from random import Random
from typing import Final
from urllib.parse import urlsplit

import msgspec

from arabic.tokenizer import words
from benchmarks.processes import ROOT, module
from benchmarks.soak.asked import Asked, draw_requests
from benchmarks.soak.clients import READER, WEIGHTS, ClientKind, SoakOutcome, ask
from benchmarks.soak.held import Held, read_held
from corpus.archive import Archive
from search.engine import archive_path

_DOCUMENTS: Final = 300
"""Documents whose ids and titles the requests are made of."""

_SAMPLES: Final = 10
_SETTLE_SECONDS: Final = 7.0
"""Time after which a server has ended every connection whose client left."""


class SoakPlan(msgspec.Struct, frozen=True, kw_only=True):
    """What a soak does.

    ``requests`` counts those of all ``clients``; after ``seconds`` no further one is sent.
    ``options`` are those of ``warraq serve``. Each request is sent as one of ``kinds``; the first
    one asks alone before, and every whole answer of the status 200 must equal what it got.
    ``distinct`` is the number of different requests.
    """

    requests: int
    clients: int
    seconds: float
    options: tuple[str, ...] = ()
    kinds: tuple[ClientKind, ...] = (READER,)
    distinct: int = 1_500
    seed: int = 0


class Soak(msgspec.Struct, frozen=True, kw_only=True):
    """The outcomes of a soak, and what the server held before, within and after it."""

    documents: int
    clients: int
    seconds: float
    outcomes: list[SoakOutcome]
    held: list[Held]
    differing: list[str]
    log: str


Progress = Callable[[str], None]


@contextmanager
def served(home: Path, log: Path, options: Sequence[str]) -> Iterator[tuple[tuple[str, int], int]]:
    """Serve a home; yields address and process id."""
    command = module("warraq", "--home", str(home), "serve", "--port", "0", *options)
    with (
        log.open("w") as errors,
        subprocess.Popen(
            command, cwd=ROOT, stdout=subprocess.PIPE, stderr=errors, text=True
        ) as process,
    ):
        try:
            assert process.stdout is not None
            parts = urlsplit(process.stdout.readline().strip())
            yield (str(parts.hostname), parts.port or 80), process.pid
        finally:
            process.terminate()


def run(home: Path, work: Path, plan: SoakPlan, progress: Progress) -> Soak:
    """Run a soak of a home; the log of the server is kept in ``work``."""
    with Archive(archive_path(home), read_only=True) as archive:
        count, known = archive.count(), _sample(archive, plan.seed)
        titles = [heading.title for heading in archive.headings(known).values()]
    vocabulary = sorted({word for title in titles for word in words(title) if len(word) > 3})
    pool = draw_requests(vocabulary, known, plan.distinct, plan.seed)
    with served(home, work / "soak.log", plan.options) as (address, server):
        progress(f"asking {len(pool):,} requests alone …")
        alone = _ask_alone(address, plan.kinds[0], pool)
        held = [read_held(server, home, 0)]
        progress(f"{plan.clients} clients …")
        started = time.monotonic()
        run_ = _Run(address, plan, pool, started + plan.seconds)
        threads = [
            threading.Thread(target=run_.work, args=(number,)) for number in range(plan.clients)
        ]
        for thread in threads:
            thread.start()
        for part in range(1, _SAMPLES):
            while len(run_.outcomes) < plan.requests * part // _SAMPLES and run_.running(threads):
                time.sleep(0.1)
            held.append(read_held(server, home, len(run_.outcomes)))
            progress(f"{len(run_.outcomes):,} requests after {time.monotonic() - started:.0f} s")
        for thread in threads:
            thread.join()
        took = time.monotonic() - started
        time.sleep(_SETTLE_SECONDS)
        held.append(read_held(server, home, len(run_.outcomes)))
    return Soak(
        documents=count,
        clients=plan.clients,
        seconds=took,
        outcomes=run_.outcomes,
        held=held,
        differing=_differing(run_.outcomes, alone),
        log=(work / "soak.log").read_text("utf-8"),
    )


class _Run:
    """What the threads of a soak share."""

    def __init__(
        self, address: tuple[str, int], plan: SoakPlan, pool: Sequence[Asked], until: float
    ) -> None:
        self.outcomes: list[SoakOutcome] = []
        self._address = address
        self._plan = plan
        self._pool = pool
        self._left = plan.requests
        self._until = until
        self._lock = threading.Lock()

    def work(self, number: int) -> None:
        """Send requests as the client of a number."""
        random = Random(f"{self._plan.seed}.{number}")
        while self._take():
            kind = random.choice(self._plan.kinds)
            (behaviour,) = random.choices([*WEIGHTS], [*WEIGHTS.values()])
            outcome = ask(self._address, kind, behaviour, random.choice(self._pool))
            self.outcomes.append(outcome)

    def running(self, threads: Sequence[threading.Thread]) -> bool:
        """Whether a client still sends."""
        return any(thread.is_alive() for thread in threads)

    def _take(self) -> bool:
        with self._lock:
            self._left -= 1
            return self._left >= 0 and time.monotonic() < self._until


def _ask_alone(
    address: tuple[str, int], kind: ClientKind, pool: Sequence[Asked]
) -> dict[Asked, bytes]:
    """The digest of each answer; one that differs between two askings is left out."""
    found = {}
    for asked in dict.fromkeys(each for each in pool if each.compared):
        first, second = (ask(address, kind, "reads", asked) for _ in range(2))
        if first.status == 200 and first.digest and first.digest == second.digest:
            found[asked] = first.digest
    return found


def _sample(archive: Archive, seed: int) -> list[str]:
    ids = sorted(archive.ids())
    return Random(seed).sample(ids, min(_DOCUMENTS, len(ids)))


def _differing(outcomes: Sequence[SoakOutcome], alone: dict[Asked, bytes]) -> list[str]:
    return [
        each.asked.target
        for each in outcomes
        if each.status == 200 and each.digest and alone.get(each.asked, each.digest) != each.digest
    ]
