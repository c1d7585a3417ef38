"""Versions of the analyzer, which every index stores.

Each has the SHA-256 of the output of the current version for the texts of
``tests/arabic/test_version.py``, which fails if the output changes. Raise the version together with
its digest: words of old documents and of queries match only if both were analyzed alike.
"""

from __future__ import annotations

from typing import Final

ANALYZER_VERSION: Final = "5"
"""Raised when a word may get another stem or root, or its readings another cost: the next build
then reassigns the classes of the vocabulary."""

ANALYZER_DIGEST: Final = "6e3270bb548db0c492bfb0ce522bda94e3609d560fc550c4d5a400540e05a588"

FORMS_VERSION: Final = "4"
"""Raised when the tokenizer or the folding changes: the next build then makes new postings."""

FORMS_DIGEST: Final = "7e44ded61f64e623f21ab78a01071e9cbf51b64ad604e9f47dc0c7ff848dfb92"
