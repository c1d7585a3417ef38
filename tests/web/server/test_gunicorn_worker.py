"""What a worker does beside its connections."""

from __future__ import annotations

import time
from types import SimpleNamespace

import pytest

from web.server.gunicorn_worker import GunicornWorker


class _Engine:
    """Counts how often a MiB is read."""

    def __init__(self) -> None:
        self.read = 0

    def read_again(self) -> None:
        self.read += 1


def test_the_index_is_read_again_at_a_limited_rate(monkeypatch: pytest.MonkeyPatch) -> None:
    clock = SimpleNamespace(now=100.0)
    monkeypatch.setattr(time, "monotonic", lambda: clock.now)
    worker, engine = object.__new__(GunicornWorker), _Engine()
    worker.wsgi = SimpleNamespace(extensions={"warraq": engine})
    read = []
    for _ in range(6):
        worker._read_again()
        read.append(engine.read)
        clock.now += 0.5
    assert read == [4, 4, 8, 8, 12, 12]
