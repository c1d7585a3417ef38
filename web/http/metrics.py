"""Figures for Prometheus at ``/metrics``, of all the workers together."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from typing import Final

from flask import Flask, Response

from search.answer import IndexInfo
from web.http.request_timing import Observer, Seen

FOLDER: Final = "PROMETHEUS_MULTIPROC_DIR"
"""The variable that names the folder where workers put their figures together."""

_SECONDS: Final = (0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1.0, 2.0, 5.0)
_METHODS: Final = frozenset({"GET", "HEAD", "OPTIONS", "POST"})


def init_metrics(app: Flask, info: Callable[[], IndexInfo | None]) -> Observer:
    """Give ``app`` the page ``/metrics``; gives what is to observe its requests.

    No text of a query is in it. Where the variable :data:`FOLDER` is set, the figures are of every
    process that shares it.

    :param info: tells which index is open, None without one.
    """
    # At its import the library looks whether there is a folder, which the server makes.
    from prometheus_client import (
        CONTENT_TYPE_LATEST,
        CollectorRegistry,
        Counter,
        Histogram,
        generate_latest,
        multiprocess,
    )
    from prometheus_client.core import GaugeMetricFamily
    from prometheus_client.registry import Collector

    own = CollectorRegistry()
    requests = Counter(
        "warraq_requests",
        "Requests answered.",
        ("method", "route", "status"),
        registry=own,
    )
    seconds = Histogram(
        "warraq_request_seconds",
        "Time to answer a request.",
        ("route",),
        buckets=_SECONDS,
        registry=own,
    )
    engine = Histogram(
        "warraq_engine_seconds",
        "Time of it that the engine took.",
        ("route",),
        buckets=_SECONDS,
        registry=own,
    )
    timed_out = Counter(
        "warraq_timed_out",
        "Answers that are partial, because time ran out.",
        registry=own,
    )

    class Index(Collector):
        """The index that is open, looked at when it is asked for."""

        def collect(self) -> Iterable[GaugeMetricFamily]:
            known = info()
            if known is None:
                return
            built = datetime.fromisoformat(known.built_at).astimezone(UTC).timestamp()
            for name, about, value in (
                ("warraq_documents", "Documents in the index.", known.documents),
                ("warraq_generation", "Generation of the index.", known.generation),
                ("warraq_index_age_seconds", "Time since it was built.", time.time() - built),
            ):
                yield GaugeMetricFamily(name, about, value)

    def metrics() -> Response:
        registry = own
        if FOLDER in os.environ:
            registry = CollectorRegistry()
            multiprocess.MultiProcessCollector(registry)  # type: ignore[no-untyped-call]
        state = CollectorRegistry()
        state.register(Index())
        body = generate_latest(registry) + generate_latest(state)
        return Response(body, content_type=CONTENT_TYPE_LATEST)

    def observe(seen: Seen) -> None:
        method = seen.method if seen.method in _METHODS else "other"
        requests.labels(method, seen.route, seen.status).inc()
        seconds.labels(seen.route).observe(seen.seconds)
        if seen.engine_seconds:
            engine.labels(seen.route).observe(seen.engine_seconds)
        if seen.timed_out:
            timed_out.inc()

    app.add_url_rule("/metrics", "metrics", metrics)
    return observe
