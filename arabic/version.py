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

ANALYZER_DIGEST: Final = "c788e60715af16e6bd654c2e47f0a594c7f16ccd020fe3ab73d24e7ea0b1e121"

FORMS_VERSION: Final = "5"
"""Raised when the tokenizer or the folding changes: the next build then makes new postings."""

FORMS_DIGEST: Final = "f7ef73f0dd52505423c2ed2f198e9fdd15f67c7ee4e480d743cc32981360282b"
