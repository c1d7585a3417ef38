"""A process that answers queries of a run: frames in on standard input, frames out on standard
output.

Started as ``python -m search.batch.query_worker``.
"""

from __future__ import annotations

import sys
from contextlib import suppress
from pathlib import Path
from typing import TypeAlias

import msgspec

from index.worker_process import read_frame, write_frame
from search.answer import IndexInfo
from search.batch.formats import Query
from search.batch.replies import Reply, Run, answer
from search.engine import Engine, EngineError


class Open(msgspec.Struct, frozen=True, tag="open"):
    """The home to answer from, and what will be asked."""

    home: str
    run: Run


class Ask(msgspec.Struct, frozen=True, tag="ask"):
    """Queries to be answered in their order."""

    queries: list[Query]


class Opened(msgspec.Struct, frozen=True):
    """The index that answers, or why there is none."""

    index: IndexInfo | None
    failed: str = ""


Task: TypeAlias = Open | Ask
Replies: TypeAlias = list[Reply]


def main() -> None:
    """Answer frames until there are no more."""
    door: tuple[Engine, Run] | None = None
    while (message := read_frame(sys.stdin.buffer)) is not None:
        task = msgspec.msgpack.decode(message, type=Task)
        told: Opened | Replies
        match task:
            case Open(home, run):
                try:
                    engine = Engine.open(Path(home), follow=False)
                    door, told = (engine, run), Opened(engine.info)
                except EngineError as error:
                    told = Opened(None, str(error))
            case Ask(queries):
                assert door is not None, "Open comes first."
                told = [answer(*door, query) for query in queries]
        write_frame(sys.stdout.buffer, msgspec.msgpack.encode(told))


if __name__ == "__main__":
    # The one who asks may be gone: nobody is left to be told.
    with suppress(BrokenPipeError):
        main()
