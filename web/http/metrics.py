"""Prometheus metrics of all workers together, at ``/metrics``."""

from __future__ import annotations

import fcntl
import itertools
import os
import time
from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from pathlib import Path
from typing import Final, TextIO

from flask import Flask, Response

from search.answer import IndexInfo
from web.http.request_timing import AnsweredRequest, Observer

FOLDER_VARIABLE: Final = "PROMETHEUS_MULTIPROC_DIR"
"""The environment variable that names the folder where workers share their metrics."""

_BUCKETS: Final = (0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1.0, 2.0, 5.0)
_METHODS: Final = frozenset({"GET", "HEAD", "OPTIONS", "POST"})


def init_metrics(app: Flask, info: Callable[[], IndexInfo | None]) -> Observer:
    """Add the page ``/metrics`` to ``app``; return the observer that counts its requests.

    It has no text of a query. If :data:`FOLDER_VARIABLE` is set, the metrics are those of every
    process that shares the folder.

    :param info: returns the open index, None without one.
    """
    # The library reads the environment variable when it is imported; the server sets it first.
    if FOLDER_VARIABLE in os.environ:
        app.extensions["warraq.metrics_file"] = _share_metrics(Path(os.environ[FOLDER_VARIABLE]))
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
        "warraq_requests", "Requests answered.", ("method", "route", "status"), registry=own
    )
    seconds = Histogram(
        "warraq_request_seconds",
        "Time to answer a request.",
        ("route",),
        buckets=_BUCKETS,
        registry=own,
    )
    engine = Histogram(
        "warraq_engine_seconds",
        "Time of it that the engine took.",
        ("route",),
        buckets=_BUCKETS,
        registry=own,
    )
    timed_out = Counter(
        "warraq_timed_out", "Answers that are partial, because time ran out.", registry=own
    )

    class IndexCollector(Collector):
        """The open index, read whenever metrics are requested."""

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
        if FOLDER_VARIABLE in os.environ:
            registry = CollectorRegistry()
            multiprocess.MultiProcessCollector(registry)  # type: ignore[no-untyped-call]
        index = CollectorRegistry()
        index.register(IndexCollector())
        body = generate_latest(registry) + generate_latest(index)
        return Response(body, content_type=CONTENT_TYPE_LATEST)

    def observe(answered: AnsweredRequest) -> None:
        method = answered.method if answered.method in _METHODS else "other"
        requests.labels(method, answered.route, answered.status).inc()
        seconds.labels(answered.route).observe(answered.seconds)
        if answered.engine_seconds:
            engine.labels(answered.route).observe(answered.engine_seconds)
        if answered.timed_out:
            timed_out.inc()

    app.add_url_rule("/metrics", "metrics", metrics)
    return observe


def _share_metrics(folder: Path) -> TextIO:
    """Keep the metrics of this process in files of ``folder``, and return the lock of the files.

    They are named by a number, the first that no living process has locked. A worker continues the
    files of a dead one, so that there are never more of them than workers.
    """
    from prometheus_client import values

    for number in itertools.count():
        lock = (folder / f"worker-{number}.lock").open("w")
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            lock.close()
            continue
        break
    values.ValueClass = values.MultiProcessValue(lambda: number)  # type: ignore[no-untyped-call]
    return lock
