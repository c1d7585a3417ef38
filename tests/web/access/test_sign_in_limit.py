"""Failed sign-ins are counted by address and in total, by all workers together."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from web.access.limits import AccessLimits
from web.access.sign_in_limit import NAME, SignInLimit

LIMITS = AccessLimits(window_seconds=100, failures_of_address=3, failures=8)


def test_an_address_waits_after_its_failures(tmp_path: Path) -> None:
    now = 1_000.0
    limit = SignInLimit(tmp_path, LIMITS, lambda: now)
    assert [limit.begin("a") for _ in range(4)] == [0, 0, 0, 100]
    assert limit.begin("b") == 0
    now = 1_070.0
    assert limit.begin("a") == 30
    now = 1_100.0
    assert limit.begin("a") == 0


def test_sign_ins_that_succeed_are_not_counted(tmp_path: Path) -> None:
    limit = SignInLimit(tmp_path, LIMITS, lambda: 0.0)
    for _ in range(20):
        assert limit.begin("a") == 0
        limit.succeed("a")


def test_the_total_bounds_addresses_and_the_file(tmp_path: Path) -> None:
    limit = SignInLimit(tmp_path, LIMITS, lambda: 0.0)
    answers = [limit.begin(f"address {number}") for number in range(2_000)]
    assert answers.count(0) == 8
    assert (tmp_path / NAME).stat().st_size < 400


def test_workers_count_together(tmp_path: Path) -> None:
    limits = AccessLimits(window_seconds=100, failures_of_address=50, failures=1_000)
    workers = [SignInLimit(tmp_path, limits, lambda: 0.0) for _ in range(4)]
    with ThreadPoolExecutor(16) as threads:
        answers = list(threads.map(lambda n: workers[n % 4].begin("a"), range(120)))
    assert answers.count(0) == 50


def test_a_file_cut_short_counts_from_zero(tmp_path: Path) -> None:
    (tmp_path / NAME).write_bytes(b'{"window":0,"total":9')
    assert SignInLimit(tmp_path, LIMITS, lambda: 0.0).begin("a") == 0
