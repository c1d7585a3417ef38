"""Memory of processes and process trees."""

from __future__ import annotations

import os
import subprocess
import sys
import time

from benchmarks.memory import children, peak_bytes, resident, watch_peak

MEGABYTE = 1_000_000
HOLDS = "import sys; held = b'x' * 60_000_000; print(len(held), flush=True); sys.stdin.read()"
STARTS = f"import subprocess, sys; subprocess.run([sys.executable, '-c', {HOLDS!r}])"


def test_the_memory_of_this_process() -> None:
    held = resident(os.getpid())
    assert held.anonymous < held.rss
    assert 0 < held.pss <= held.rss <= peak_bytes()


def test_the_peak_memory_of_a_process_tree() -> None:
    with subprocess.Popen(
        [sys.executable, "-c", STARTS], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        process.stdout.readline()
        (child,) = children(process.pid)
        assert resident(child).anonymous > 60 * MEGABYTE
        with watch_peak(process.pid) as peak:
            while not peak.bytes:
                time.sleep(0.01)
        process.stdin.close()
    assert 60 * MEGABYTE < peak.bytes < 200 * MEGABYTE


def test_a_process_without_children_is_not_sampled() -> None:
    with (
        subprocess.Popen([sys.executable, "-c", HOLDS], stdin=subprocess.PIPE) as process,
        watch_peak(process.pid) as peak,
    ):
        assert process.stdin is not None
        time.sleep(0.3)
        process.stdin.close()
    assert peak.bytes == 0
