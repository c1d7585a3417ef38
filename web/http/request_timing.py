"""What each request took, of it the engine, told to whoever observes."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from contextvars import ContextVar
from functools import partial
from typing import Any, Final, cast

import msgspec
from flask import Flask, Response, g, request

from search.engine import Engine

NO_ROUTE: Final = "none"
"""The route of an address that there is no page for."""


class Spent(msgspec.Struct):
    """What the engine has spent on a request so far."""

    seconds: float = 0.0
    timed_out: bool = False


class Seen(msgspec.Struct, frozen=True, kw_only=True):
    """A request that was answered: times in seconds; ``generation`` 0 where no index was asked."""

    method: str
    route: str
    status: int
    seconds: float
    engine_seconds: float
    generation: int
    timed_out: bool
    address: str
    query: str


Observer = Callable[[Seen], None]

_spent: ContextVar[Spent | None] = ContextVar("spent", default=None)


class _Timed:
    """An engine that notes the time of what it is asked, in the context of the request."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def __getattr__(self, name: str) -> Any:
        found = getattr(self._engine, name)
        if not callable(found):
            return found
        return partial(_ask, found)


def _ask(found: Callable[..., Any], *arguments: Any, **options: Any) -> Any:
    spent = _spent.get()
    if spent is None:
        return found(*arguments, **options)
    started = time.perf_counter()
    try:
        answer = found(*arguments, **options)
    finally:
        spent.seconds += time.perf_counter() - started
    spent.timed_out = spent.timed_out or getattr(answer, "timed_out", False)
    return answer


def timed(engine: Engine) -> Engine:
    """Return an engine that answers as ``engine`` does, its time being noted."""
    return cast(Engine, _Timed(engine))


def init_measure(app: Flask, generation: Callable[[], int], observers: Sequence[Observer]) -> None:
    """Tell ``observers`` of every request to ``app``, when its answer is whole.

    :param generation: tells that of the open index, 0 without one.
    """

    @app.before_request
    def begin() -> None:
        g.started = time.perf_counter()
        g.spent = Spent()
        _spent.set(g.spent)

    @app.after_request
    def end(response: Response) -> Response:
        spent: Spent | None = g.get("spent")
        if spent is None:
            return response
        started: float = g.started
        rule = request.url_rule
        method, address = request.method, request.remote_addr or ""
        route = NO_ROUTE if rule is None else rule.rule.translate(_BRACES)
        query = request.args.get("q", "")

        def tell() -> None:
            seen = Seen(
                method=method,
                route=route,
                status=response.status_code,
                seconds=time.perf_counter() - started,
                engine_seconds=spent.seconds,
                generation=generation(),
                timed_out=spent.timed_out,
                address=address,
                query=query,
            )
            for observer in observers:
                observer(seen)

        if response.is_streamed and request.endpoint != "static":
            response.call_on_close(tell)
        else:
            tell()
        return response


_BRACES: Final = str.maketrans("<>", "{}")
