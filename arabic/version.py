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

ANALYZER_DIGEST: Final = "1bec2efe78c9957b7cc032ebf9930490d1701414b65644a83522098ab8dc7089"

FORMS_VERSION: Final = "3"
"""Raised when the tokenizer or the folding changes: the next build then makes new postings."""

FORMS_DIGEST: Final = "176629b88323f8efbe29919adcccba71bb6a3483f7696adafe0b5b3d81bd4175"
