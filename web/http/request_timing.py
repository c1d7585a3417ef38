"""Time of each request, and the part of it that the engine took, for observers."""

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
"""The route of an address that no rule matches."""

_RULE_TO_PATH: Final = str.maketrans("<>", "{}")


class EngineTime(msgspec.Struct):
    """Seconds that the engine has spent on a request, and whether it ran out of time."""

    seconds: float = 0.0
    timed_out: bool = False


class AnsweredRequest(msgspec.Struct, frozen=True, kw_only=True):
    """A request that was answered: times in seconds; ``generation`` 0 without an open index."""

    method: str
    route: str
    status: int
    seconds: float
    engine_seconds: float
    generation: int
    timed_out: bool
    address: str
    query: str


Observer = Callable[[AnsweredRequest], None]
"""Called with every request when its answer is complete."""

_engine_time: ContextVar[EngineTime | None] = ContextVar("engine_time", default=None)


class _TimedEngine:
    """An engine whose calls add their time to the current request."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def __getattr__(self, name: str) -> Any:
        attribute = getattr(self._engine, name)
        if not callable(attribute):
            return attribute
        return partial(_call, attribute)


def _call(method: Callable[..., Any], *arguments: Any, **options: Any) -> Any:
    engine_time = _engine_time.get()
    if engine_time is None:
        return method(*arguments, **options)
    started = time.perf_counter()
    try:
        answer = method(*arguments, **options)
    finally:
        engine_time.seconds += time.perf_counter() - started
    engine_time.timed_out = engine_time.timed_out or getattr(answer, "timed_out", False)
    return answer


def timed(engine: Engine) -> Engine:
    """Return an engine that answers as ``engine`` does, and whose calls are timed."""
    return cast(Engine, _TimedEngine(engine))


def init_request_timing(
    app: Flask, generation: Callable[[], int], observers: Sequence[Observer]
) -> None:
    """Call ``observers`` with every request to ``app``, when its answer is complete.

    :param generation: returns the generation of the open index, 0 without one.
    """

    @app.before_request
    def start_timing() -> None:
        g.started = time.perf_counter()
        g.engine_time = EngineTime()
        _engine_time.set(g.engine_time)

    @app.after_request
    def stop_timing(response: Response) -> Response:
        engine_time: EngineTime | None = g.get("engine_time")
        if engine_time is None:
            return response
        started: float = g.started
        rule = request.url_rule
        method, address = request.method, request.remote_addr or ""
        route = NO_ROUTE if rule is None else rule.rule.translate(_RULE_TO_PATH)
        query = request.args.get("q", "")

        def notify_observers() -> None:
            answered = AnsweredRequest(
                method=method,
                route=route,
                status=response.status_code,
                seconds=time.perf_counter() - started,
                engine_seconds=engine_time.seconds,
                generation=generation(),
                timed_out=engine_time.timed_out,
                address=address,
                query=query,
            )
            for observer in observers:
                observer(answered)

        if response.is_streamed and request.endpoint != "static":
            response.call_on_close(notify_observers)
        else:
            notify_observers()
        return response
