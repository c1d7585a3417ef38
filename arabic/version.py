"""Versions of the analyzer, which every index stores.

``tests/arabic/test_version.py`` fails if the output changes without its version.
"""

from __future__ import annotations

from typing import Final

ANALYZER_VERSION: Final = "3"
"""Raised when a word may get another stem or root, or its readings another cost: the next build
then reassigns the classes of the vocabulary."""

FORMS_VERSION: Final = "3"
"""Raised when the tokenizer or the folding changes: the next build then makes new postings."""
