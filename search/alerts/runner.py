"""One run of stored queries: what arrived, which query it answers, and what is remembered."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, closing
from io import UnsupportedOperation
from pathlib import Path
from typing import IO, Final, NamedTuple, Protocol

import msgspec
import numpy as np

from corpus.archive import DocumentRow
from corpus.messages import Message
from index.array_types import I64
from search.alerts.folding import fold_copies
from search.alerts.state import AlertState, QueryState
from search.alerts.state_file import StateError, StateFile
from search.alerts.stored_queries import StoredQuery
from search.answer import IndexPosition, Passage
from search.engine import Engine, Selection
from search.limits import LIMITS, Limits
from search.query.date_ranges import day_span
from search.request import BadRequest

BEGINNING: Final = 300
"""Code points of the text of a reported document that are read."""

_ROWS_KEPT: Final = 2_000
_HITS_AT_ONCE: Final = 50
_MOST_DIGITS: Final = 15
_YEARS: Final = range(1900, 2101)


class Arrival(msgspec.Struct, frozen=True):
    """A document that is reported, its text cut, with its ``copies`` among the others of the query
    that arrived, if copies are folded, and passages with its words, if they are asked for."""

    row: DocumentRow
    copies: tuple[DocumentRow, ...] = ()
    snippets: tuple[Passage, ...] = ()


class Alert(msgspec.Struct, frozen=True, kw_only=True):
    """What is reported for one query.

    ``documents`` are in the order of their arrival. ``more`` documents are
    left to the next run. ``refused`` is why the query was not asked; ``timed_out`` says that the
    next run looks at the same documents again. ``warnings`` are those of a query that is asked for
    the first time.
    """

    query: StoredQuery
    documents: tuple[Arrival, ...] = ()
    more: int = 0
    refused: BadRequest | None = None
    timed_out: bool = False
    warnings: tuple[Message, ...] = ()


class AlertOptions(msgspec.Struct, frozen=True, kw_only=True):
    """How queries are answered.

    ``since`` is where those begin that the state does not know: a sequence, or a date of arrival;
    with None after the last run, and in the first run with the documents that arrive from now on.
    With ``collapse`` a text is reported once for a query, whichever of its copies arrives first;
    with ``snippets`` each document has passages with the words of the query.
    """

    since: str | None = None
    collapse: bool = False
    snippets: bool = False


class AlertRun(msgspec.Struct, frozen=True, kw_only=True):
    """The summary of a run.

    ``arrived`` documents were looked at, ``reported`` counts documents and queries that they
    answer in pairs. ``sequence`` is the last change that was looked at. ``new_queries`` were asked
    for the first time, ``refused`` were not asked. ``waiting`` says that the archive has changes
    that the index does not have.
    """

    queries: int
    arrived: int
    reported: int
    sequence: int
    new_queries: int
    refused: int
    waiting: bool


class AlertWriter(Protocol):
    """Writes alerts as text."""

    def begin(self, position: IndexPosition) -> str:
        """What comes before the first alert."""

    def write(self, alert: Alert) -> str:
        """An alert; one without documents may be nothing."""

    def end(self) -> str:
        """What comes after the last alert."""


class _Arrivals(NamedTuple):
    """The documents that any query has to look at: their archive numbers, rising, each with the
    sequence of its last change."""

    numbers: I64
    sequences: I64


def run_alerts(
    home: Path,
    queries: Sequence[StoredQuery],
    state_path: Path,
    writer: AlertWriter,
    output: IO[bytes],
    options: AlertOptions,
    limits: Limits = LIMITS,
) -> AlertRun:
    """Report the documents that arrived since the last run and answer a query, each once.

    The state is replaced after the whole output was written, so a run that is killed repeats what
    it reported, and loses nothing.

    Raises StateError, BadRequest for ``options.since``, EngineError, and OSError where output or
    state cannot be written.
    """
    with ExitStack() as stack:
        file = stack.enter_context(StateFile(state_path))
        engine = stack.enter_context(closing(Engine.open(home, limits=limits, follow=False)))
        if options.since is not None:
            _check_start(options.since, engine.position)
        before = _checked(file.read(), engine.position, file.path)
        run = _Run(engine, before, options, limits)
        output.write(writer.begin(engine.position).encode())
        for alert in run.alerts(queries):
            output.write(writer.write(alert).encode())
        output.write(writer.end().encode())
        _make_durable(output)
        file.replace(run.state)
        return run.summary


def read_start(since: str) -> int | str:
    """A sequence, or the first day of a date, ISO; raises BadRequest.

    A number that can be a year is one.
    """
    text = since.strip()
    if text.isdecimal() and len(text) <= _MOST_DIGITS and int(text) not in _YEARS:
        return int(text)
    span = day_span(text)
    if span is None:
        raise BadRequest("not_a_start", parameter="since", given=since)
    return span.first


def _check_start(since: str, position: IndexPosition) -> None:
    """Raise BadRequest for text that is no start, or a change that the archive does not have."""
    start = read_start(since)
    if isinstance(start, int) and start > position.sequence:
        raise BadRequest("start_ahead", parameter="since", given=since, last=position.sequence)


def _checked(state: AlertState | None, position: IndexPosition, path: Path) -> AlertState | None:
    """The state of an earlier run, if it can be continued with an index; raises StateError."""
    if state is None:
        return None
    if state.archive != position.archive:
        raise StateError("alert_state_of_other_archive", path=str(path))
    if state.sequence > position.sequence:
        raise StateError(
            "alert_state_ahead", path=str(path), found=state.sequence, expected=position.sequence
        )
    return state


class _Run:
    """One run over an engine, and the state after it."""

    def __init__(
        self,
        engine: Engine,
        before: AlertState | None,
        options: AlertOptions,
        limits: Limits,
    ) -> None:
        self._engine = engine
        self._limits = limits
        self._options = options
        self._groups: Mapping[int, int] = {}
        self._position = engine.position
        self._known = {} if before is None else before.queries
        self._new = _first_state(engine, before, options.since)
        self._rows: dict[int, DocumentRow] = {}
        self._states: dict[str, QueryState] = {}
        self._reported = self._refused = self._arrived = 0

    @property
    def state(self) -> AlertState:
        """The state after the run."""
        return AlertState(
            archive=self._position.archive,
            sequence=self._position.sequence,
            number=self._position.number,
            queries=self._states,
        )

    @property
    def summary(self) -> AlertRun:
        """The summary of the run."""
        return AlertRun(
            queries=len(self._states),
            arrived=self._arrived,
            reported=self._reported,
            sequence=self._position.sequence,
            new_queries=sum(name not in self._known for name in self._states),
            refused=self._refused,
            waiting=self._engine.is_outdated,
        )

    def alerts(self, queries: Sequence[StoredQuery]) -> Iterator[Alert]:
        """What is reported for each query, in order."""
        states = [self._known.get(query.id, self._new) for query in queries]
        arrivals = self._arrivals(states)
        selection = self._engine.select(arrivals.numbers.tolist())
        self._arrived = len(arrivals.numbers)
        if self._options.collapse:
            reported = (number for state in states for number in state.reported)
            self._groups = self._engine.copy_groups({*arrivals.numbers.tolist(), *reported})
        for query, state in zip(queries, states, strict=True):
            alert, self._states[query.id] = self._answer(query, state, arrivals, selection)
            self._reported += len(alert.documents)
            self._refused += alert.refused is not None
            yield alert

    def _arrivals(self, states: Sequence[QueryState]) -> _Arrivals:
        changed = self._engine.changed(min(state.sequence for state in states))
        pairs = np.array(changed, np.int64).reshape(-1, 2)
        pairs = pairs[pairs[:, 0] > min(state.number for state in states)]
        return _Arrivals(pairs[:, 0], pairs[:, 1])

    def _answer(
        self, query: StoredQuery, state: QueryState, arrivals: _Arrivals, selection: Selection
    ) -> tuple[Alert, QueryState]:
        """What is reported for a query, and its state after that."""
        try:
            found = self._engine.match_selected(query.request, selection)
        except BadRequest as error:
            return Alert(query=query, refused=error), state
        matched = np.array(found.numbers, np.int64)
        changed = arrivals.sequences[np.searchsorted(arrivals.numbers, matched)]
        numbers = state.unreported(matched, changed)
        reported = numbers[: self._limits.alert_documents]
        rows = self._read(reported)
        present = [number for number in reported if number in rows]
        texts = fold_copies(present, self._groups, state.reported)
        complete = found.complete and len(reported) == len(numbers)
        alert = Alert(
            query=query,
            documents=tuple(self._arrived_documents(query, texts, rows)),
            more=len(numbers) - len(reported),
            timed_out=not found.complete,
            warnings=() if query.id in self._known else found.warnings,
        )
        after = state.advanced(
            reported,
            self._position.sequence if complete else state.sequence,
            self._limits.alert_reported,
        )
        return alert, after

    def _arrived_documents(
        self, query: StoredQuery, texts: Sequence[Sequence[int]], rows: Mapping[int, DocumentRow]
    ) -> Iterator[Arrival]:
        for start in range(0, len(texts), _HITS_AT_ONCE):
            some = texts[start : start + _HITS_AT_ONCE]
            firsts = [first for first, *_ in some]
            hits = self._engine.hits(query.request, firsts) if self._options.snippets else {}
            for first, *copies in some:
                snippets = hits[first].snippets if first in hits else ()
                yield Arrival(rows[first], tuple(rows[copy] for copy in copies), snippets)

    def _read(self, numbers: Sequence[int]) -> dict[int, DocumentRow]:
        """The rows of documents; those of earlier queries are kept for a while."""
        known = {number: self._rows[number] for number in numbers if number in self._rows}
        missing = [number for number in numbers if number not in known]
        read = dict(self._engine.rows(missing, beginning=BEGINNING)) if missing else {}
        if len(self._rows) > _ROWS_KEPT:
            self._rows.clear()
        self._rows |= read
        return known | read


def _first_state(engine: Engine, before: AlertState | None, since: str | None) -> QueryState:
    """The state in which a query is asked for the first time."""
    position = engine.position
    start = None if since is None else read_start(since)
    if isinstance(start, str):
        return QueryState(0, engine.number_before(start))
    if start is not None:
        return QueryState(start, engine.number_before(start))
    if before is not None:
        return QueryState(before.sequence, before.number)
    return QueryState(position.sequence, position.number)


def _make_durable(output: IO[bytes]) -> None:
    """Write everything that is buffered, to the disk if the output is a file."""
    output.flush()
    try:
        descriptor = output.fileno()
    except (AttributeError, UnsupportedOperation):
        return  # a terminal, or a stream in memory
    if stat.S_ISREG(os.fstat(descriptor).st_mode):
        os.fsync(descriptor)
