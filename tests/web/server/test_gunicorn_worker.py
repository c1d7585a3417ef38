"""What a worker does beside its connections."""

from __future__ import annotations

import time
from types import SimpleNamespace

import pytest

from web.server.gunicorn_worker import GunicornWorker


class _Disk:
    """Counts how often a MiB is read, which takes some seconds of its clock."""

    def __init__(self, seconds: float = 0.0, error: Exception | None = None) -> None:
        self.now = 100.0
        self.read = 0
        self._seconds = seconds
        self._error = error

    def read_again(self) -> None:
        self.read += 1
        self.now += self._seconds
        if self._error is not None:
            raise self._error


def reads(disk: _Disk, monkeypatch: pytest.MonkeyPatch, times: int) -> tuple[list[int], list[str]]:
    """The reads after each of some steps, an eighth of a second apart, and what was logged."""
    monkeypatch.setattr(time, "monotonic", lambda: disk.now)
    logged: list[str] = []
    worker = object.__new__(GunicornWorker)
    worker.wsgi = SimpleNamespace(extensions={"warraq": disk})
    worker.log = SimpleNamespace(exception=logged.append)
    found = []
    for _ in range(times):
        worker._read_again()
        found.append(disk.read)
        disk.now += 0.125
    return found, logged


def test_the_index_is_read_again_at_a_limited_rate(monkeypatch: pytest.MonkeyPatch) -> None:
    assert reads(_Disk(), monkeypatch, 6) == ([1, 1, 2, 2, 3, 3], [])


def test_a_slow_disk_is_read_less_often(monkeypatch: pytest.MonkeyPatch) -> None:
    found, _ = reads(_Disk(0.1), monkeypatch, 41)
    assert found == [1] * 40 + [2]


def test_an_error_is_logged_and_ends_no_worker(monkeypatch: pytest.MonkeyPatch) -> None:
    _, logged = reads(_Disk(error=MemoryError()), monkeypatch, 2)
    assert logged == ["the index cannot be read again"]
