"""The numbers that decide what copies are, and that bound the work of finding them, in one table;
docs/limits.md repeats it."""

from __future__ import annotations

from typing import Final

import msgspec


class CopyLimits(msgspec.Struct, frozen=True, kw_only=True):
    """The numbers of copies; the text after each says what."""

    shared_shingles: int = 16
    """Runs of five words that two copies share at least."""

    containment_percent: int = 50
    """Share of the runs of the shorter text that the longer has, for two copies."""

    earlier_documents: int = 64
    """Documents with a fingerprint that a new one is compared with."""

    counted_members: int = 64
    """Documents of a group that are counted when it is merged with another."""

    common_documents: int = 256
    """Documents with a fingerprint above which it is common."""

    formula_periods: int = 3
    """Periods with documents from which on a fingerprint is a formula."""

    pause_days: int = 3
    """Days after a document until the next one begins another period."""


COPY_LIMITS: Final = CopyLimits()
