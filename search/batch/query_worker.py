"""A process that answers queries of a batch: frames in on standard input, frames out on standard
output.

Started as ``python -m search.batch.query_worker``.
"""

from __future__ import annotations

import sys
from contextlib import suppress
from pathlib import Path
from typing import TypeAlias, assert_never

import msgspec

from corpus.messages import Message
from index.worker_process import read_frame, write_frame
from search.answer import IndexInfo
from search.batch.formats import Query
from search.batch.results import BatchOptions, QueryResult, answer_query
from search.engine import Engine, EngineError


class Open(msgspec.Struct, frozen=True, tag="open"):
    """The home to open, and the options of the batch."""

    home: str
    options: BatchOptions


class Ask(msgspec.Struct, frozen=True, tag="ask"):
    """Queries to answer in their order."""

    queries: list[Query]


class Opened(msgspec.Struct, frozen=True):
    """The index that was opened, or why none could be."""

    index: IndexInfo | None
    error: Message | None = None


Task: TypeAlias = Open | Ask
QueryResults: TypeAlias = list[QueryResult]


def main() -> None:
    """Answer frames until standard input ends; the first is ``Open``."""
    opened: tuple[Engine, BatchOptions] | None = None
    while (message := read_frame(sys.stdin.buffer)) is not None:
        task: Task = msgspec.msgpack.decode(message, type=Task)
        answer: Opened | QueryResults
        match task:
            case Open(home, options):
                try:
                    engine = Engine.open(Path(home), follow=False)
                    opened, answer = (engine, options), Opened(engine.info)
                except EngineError as error:
                    answer = Opened(None, error.message)
            case Ask(queries):
                assert opened is not None, "Open comes first."
                answer = [answer_query(*opened, query) for query in queries]
            case _:
                assert_never(task)
        write_frame(sys.stdout.buffer, msgspec.msgpack.encode(answer))


if __name__ == "__main__":
    # The process that asked may have ended.
    with suppress(BrokenPipeError):
        main()
