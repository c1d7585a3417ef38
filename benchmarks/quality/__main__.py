"""``python -m benchmarks.quality``: the quality of the ranking."""

from benchmarks.quality.ranking import main

main()
