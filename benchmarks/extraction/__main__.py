"""``python -m benchmarks.extraction``: facts and texts of web pages against the truth."""

from benchmarks.extraction.report import main

main()
