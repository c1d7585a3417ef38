"""``python -m benchmarks.speed``: the comparison of engines."""

from benchmarks.speed.comparison import main

main()
