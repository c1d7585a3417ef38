"""Many queries answered in this process or in several, to a stream or a file."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import ExitStack, closing
from itertools import islice
from pathlib import Path
from typing import IO, Final, Protocol

import msgspec

from corpus.messages import Message, WarraqError
from corpus.sources import SourceError, open_stream
from index.worker_process import WorkerProcess, ask_in_turn, cores
from search.answer import IndexInfo
from search.batch.checkpoint import Checkpoint, QueryProblem, identity, problems_of
from search.batch.formats import BatchError, InputFormat, Query, input_format, read_queries
from search.batch.query_worker import Ask, Open, Opened, QueryResults
from search.batch.results import (
    BatchOptions,
    QueryResult,
    answer_query,
    check_options,
    header,
)
from search.engine import Engine, EngineError

MOST_WORKERS: Final = 32

# Starting a process takes as long as some hundreds of queries.
_MANY_QUERIES: Final = 500
_CHUNK: Final = 16


class BatchInterrupted(WarraqError):
    """A batch was interrupted; the message says how to continue."""


class Progress(Protocol):
    """Shows the progress of a batch."""

    def start(self, done: int) -> None:
        """``done`` queries were answered by an earlier run."""

    def show(self, done: int) -> None:
        """``done`` queries are answered, those of an earlier run included."""


class Output(Protocol):
    """Where results go; ``problems`` are the queries that were refused or ran out of time."""

    problems: list[QueryProblem]

    @property
    def done(self) -> int:
        """How many queries have their results in it."""

    def write(self, text: bytes, results: Sequence[QueryResult] = ()) -> None:
        """Append the lines of some queries."""

    def finish(self) -> None:
        """Complete the output."""

    def close(self) -> None:
        """Release files and locks."""


class StreamOutput:
    """Writes results to a stream, such as standard output; it cannot be continued later."""

    def __init__(self, stream: IO[bytes]) -> None:
        self.done = 0
        self.problems: list[QueryProblem] = []
        self._stream = stream

    def write(self, text: bytes, results: Sequence[QueryResult] = ()) -> None:
        """Append the lines of some queries."""
        self._stream.write(text)
        self._stream.flush()
        self.done += len(results)
        self.problems += problems_of(results)

    def finish(self) -> None:
        """Nothing is left to write."""

    def close(self) -> None:
        """The stream belongs to the caller."""


def queries_of(path: str, written: InputFormat | None) -> list[Query]:
    """The queries of a file, plain or gzip, or of standard input for ``-``.

    Without ``written`` the name of the file decides the format. Raises BatchError.
    """
    data, name = read_query_file(path)
    return read_queries(data, name, written or input_format(path))


def read_query_file(path: str) -> tuple[bytes, str]:
    """The content of a file of queries, plain or gzip, or of standard input for ``-``, and its name
    in messages; raises BatchError."""
    name = "standard input" if path == "-" else path
    try:
        with open_stream(path) as stream:
            return stream.read(), name
    except SourceError as error:
        raise BatchError("queries_unreadable", name=name, cause=error.message) from error


def run_batch(
    home: Path,
    options: BatchOptions,
    queries: Sequence[Query],
    output: Path | IO[bytes],
    *,
    restart: bool = False,
    workers: int | None = None,
    progress: Progress | None = None,
) -> list[QueryProblem]:
    """Answer all queries from one state of the index; returns those with a problem.

    A batch written to a file continues where an interrupted run of the same batch stopped, unless
    ``restart``. ``workers`` processes answer, or with None one for each core if there are many
    queries. The lines are the same for any number of workers.

    Raises BatchError, BadRequest, EngineError, WorkerError or CheckpointError where it cannot be
    done, BatchInterrupted on KeyboardInterrupt.
    """
    check_options(options, queries)
    with ExitStack() as stack:
        engine = stack.enter_context(closing(Engine.open(home, follow=False)))
        target: Output
        if isinstance(output, Path):
            target = Checkpoint(output, identity(options, queries, engine.info), restart=restart)
        else:
            target = StreamOutput(output)
        stack.callback(target.close)
        try:
            _answer_all(engine, options, queries, target, workers, progress)
        except KeyboardInterrupt:
            raise BatchInterrupted(_interruption(output, target.done, len(queries))) from None
        return target.problems


def _answer_all(
    engine: Engine,
    options: BatchOptions,
    queries: Sequence[Query],
    target: Output,
    workers: int | None,
    progress: Progress | None,
) -> None:
    rest = queries[target.done :]
    if not target.done:
        target.write(header(options).encode())
    if progress is not None:
        progress.start(target.done)
    for results in results_of(rest, engine, options, workers_for(len(rest), workers)):
        target.write("".join(result.lines for result in results).encode(), results)
        if progress is not None:
            progress.show(target.done)
    target.finish()


def _interruption(output: Path | IO[bytes], done: int, queries: int) -> Message:
    if isinstance(output, Path):
        return Message.of("batch_to_file_interrupted", done=done, queries=queries, path=str(output))
    return Message.of("batch_to_stream_interrupted", done=done, queries=queries)


def workers_for(queries: int, wanted: int | None) -> int:
    """How many processes answer so many queries: as many as ``wanted``, else one for each core if
    there are many queries; 1 is this process."""
    if wanted is None:
        wanted = cores() if queries >= _MANY_QUERIES else 1
    return max(1, min(wanted, MOST_WORKERS, -(-queries // _CHUNK)))


def results_of(
    queries: Sequence[Query], engine: Engine, options: BatchOptions, workers: int
) -> Iterator[QueryResults]:
    """The results of all queries in their order, in chunks.

    ``engine`` must not follow its index; several ``workers`` are processes of their own, which open
    the same state of it. Raises EngineError where that is no longer current, WorkerError where a
    process ends.
    """
    rest = iter(queries)
    chunks = iter(lambda: list(islice(rest, _CHUNK)), [])
    if workers == 1:
        for chunk in chunks:
            yield [answer_query(engine, options, query) for query in chunk]
        return
    # Pipes: 2,000 queries over 20,000 documents take 3.7 s, with ProcessPoolExecutor 6.0 s.
    with ExitStack() as stack:
        started = [
            stack.enter_context(
                closing(WorkerProcess("search.batch.query_worker", "query_process_ended"))
            )
            for _ in range(workers)
        ]
        opening = msgspec.msgpack.encode(Open(str(engine.home.absolute()), options))
        for message in ask_in_turn(started, [opening] * workers):
            _check_index(msgspec.msgpack.decode(message, type=Opened), engine.info)
        for message in ask_in_turn(
            started, (msgspec.msgpack.encode(Ask(chunk)) for chunk in chunks)
        ):
            yield msgspec.msgpack.decode(message, type=QueryResults)


def _check_index(opened: Opened, index: IndexInfo) -> None:
    if opened.error is not None:
        raise EngineError(opened.error)
    if opened.index != index:
        raise EngineError("index_renewed")
