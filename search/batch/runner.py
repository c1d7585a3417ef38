"""Many queries in a row, answered here or in several processes, to standard output or a file."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import ExitStack, closing
from itertools import islice
from pathlib import Path
from typing import IO, Final, Protocol

import msgspec

from corpus.sources import SourceError, open_stream
from index.worker_process import WorkerProcess, ask_in_turn, cores
from search.answer import IndexInfo
from search.batch.checkpoint import Journal, Remark, identity, remarks_of
from search.batch.formats import InputFormat, Query, RunError, input_format, read_queries
from search.batch.progress import meter
from search.batch.query_worker import Ask, Open, Opened, Replies
from search.batch.replies import Reply, Run, answer, check_run, head
from search.engine import Engine, EngineError

MOST_WORKERS: Final = 32

# Starting a process takes as long as some hundreds of queries.
_MANY: Final = 500
_CHUNK: Final = 16
_LINE_EVERY: Final = 1_000


class Stopped(Exception):
    """A run was interrupted; the message is one sentence that says how to go on."""


class Output(Protocol):
    """Where the lines of a run go, with what there is to say of its queries."""

    remarks: list[Remark]

    @property
    def done(self) -> int:
        """How many queries are in it."""

    def write(self, text: bytes, replies: Sequence[Reply] = ()) -> None:
        """Add the lines of some queries."""

    def finish(self) -> None:
        """There is no more to come."""

    def close(self) -> None:
        """Let go of what is held."""


class Stream:
    """A stream as an output, such as standard output: it cannot be taken up again."""

    def __init__(self, stream: IO[bytes]) -> None:
        self.done = 0
        self.remarks: list[Remark] = []
        self._stream = stream

    def write(self, text: bytes, replies: Sequence[Reply] = ()) -> None:
        """Add the lines of some queries."""
        self._stream.write(text)
        self._stream.flush()
        self.done += len(replies)
        self.remarks += remarks_of(replies)

    def finish(self) -> None:
        """All is written already."""

    def close(self) -> None:
        """The stream is another's."""


def queries_of(path: str, written: InputFormat | None) -> list[Query]:
    """The queries of a file, or of standard input for ``-``, plain or gzip; written as its name
    says where that is not told. Raises RunError."""
    name = "standard input" if path == "-" else path
    try:
        with open_stream(path) as stream:
            data = stream.read()
    except SourceError as error:
        raise RunError(f"{name}: {error}") from error
    return read_queries(data, name, written or input_format(path))


def run_batch(
    home: Path,
    run: Run,
    queries: Sequence[Query],
    output: Path | IO[bytes],
    *,
    restart: bool = False,
    workers: int | None = None,
) -> list[Remark]:
    """Answer all queries of a run from one state of the index; what there is to say of some.

    A run into a file goes on where the same run stopped, unless it is to ``restart``. ``workers``
    processes answer; where None is said, one a core if there are many queries. The lines are the
    same whatever their number.

    Raises RunError, BadRequest, EngineError, WorkerError or JournalError where it cannot be done,
    Stopped where it is interrupted.
    """
    check_run(run, queries)
    with ExitStack() as stack:
        engine = stack.enter_context(closing(Engine.open(home, follow=False)))
        held: Output
        if isinstance(output, Path):
            held = Journal(output, identity(run, queries, engine.info), restart=restart)
        else:
            held = Stream(output)
        stack.callback(held.close)
        try:
            _answer_all(engine, run, queries, held, workers)
        except KeyboardInterrupt:
            raise Stopped(_sentence(output, held.done, len(queries))) from None
        return held.remarks


def _answer_all(
    engine: Engine, run: Run, queries: Sequence[Query], held: Output, workers: int | None
) -> None:
    left = queries[held.done :]
    if not held.done:
        held.write(head(run).encode())
    with meter("answered", len(queries), "queries", _LINE_EVERY, first=held.done) as shown:
        for replies in replies_to(left, engine, run, workers_for(len(left), workers)):
            held.write("".join(reply.lines for reply in replies).encode(), replies)
            shown.show(held.done)
    held.finish()


def _sentence(output: Path | IO[bytes], done: int, queries: int) -> str:
    """What is to be said of a run that was interrupted."""
    came = f"Interrupted: {done:,} of {queries:,} queries were answered"
    if isinstance(output, Path):
        return f"{came} and are kept beside {output}; run the same command again to go on."
    return f"{came}; with --output FILE a run can be gone on with."


def workers_for(queries: int, wanted: int | None) -> int:
    """How many processes answer so many queries: as many as are ``wanted``, else one a core where
    there are many; 1 means this one."""
    if wanted is None:
        wanted = cores() if queries >= _MANY else 1
    return max(1, min(wanted, MOST_WORKERS, -(-queries // _CHUNK)))


def replies_to(
    queries: Sequence[Query], engine: Engine, run: Run, workers: int
) -> Iterator[Replies]:
    """The answers to all queries, in their order, some at a time.

    They come of the ``engine``, which does not follow its index, or of so many processes over the
    same state. Raises EngineError where that is no longer current, WorkerError where a process
    ends.
    """
    rest = iter(queries)
    chunks = iter(lambda: list(islice(rest, _CHUNK)), [])
    if workers == 1:
        for chunk in chunks:
            yield [answer(engine, run, query) for query in chunk]
        return
    with ExitStack() as stack:
        started = [
            stack.enter_context(
                closing(WorkerProcess("search.batch.query_worker", "query_process_ended"))
            )
            for _ in range(workers)
        ]
        opening = msgspec.msgpack.encode(Open(str(engine.home.absolute()), run))
        for message in ask_in_turn(started, [opening] * workers):
            _agree(msgspec.msgpack.decode(message, type=Opened), engine.info)
        for message in ask_in_turn(
            started, (msgspec.msgpack.encode(Ask(chunk)) for chunk in chunks)
        ):
            yield msgspec.msgpack.decode(message, type=Replies)


def _agree(opened: Opened, index: IndexInfo) -> None:
    if opened.index is None:
        raise EngineError("as_given", sentence=opened.failed)
    if opened.index != index:
        raise EngineError("index_renewed")
