"""Versions of the analyzer, which every index stores.

Each has the SHA-256 of the output of the current version for the texts of
``tests/arabic/test_version.py``, which fails if the output changes. Raise the version together with
its digest: words of old documents and of queries match only if both were analyzed alike.
"""

from __future__ import annotations

from typing import Final

ANALYZER_VERSION: Final = "3"
"""Raised when a word may get another stem or root, or its readings another cost: the next build
then reassigns the classes of the vocabulary."""

ANALYZER_DIGEST: Final = "2e24f3a79a51299f9b6af7f024f7209772dc8585ab148a0482ea9759b60b2052"

FORMS_VERSION: Final = "3"
"""Raised when the tokenizer or the folding changes: the next build then makes new postings."""

FORMS_DIGEST: Final = "176629b88323f8efbe29919adcccba71bb6a3483f7696adafe0b5b3d81bd4175"
