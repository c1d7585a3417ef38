"""``python -m benchmarks.words``: the classes of words over three corpora."""

from benchmarks.words.report import main

main()
