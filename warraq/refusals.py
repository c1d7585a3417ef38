"""Refusals of documents, in a form that can be printed and stored, and a bounded list of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

import msgspec

from corpus.document import Refusal
from corpus.limits import InputLimits
from corpus.messages import Message
from search.query.syntax import repaired


def as_unicode(refusal: Refusal) -> Refusal:
    """A refusal that can be encoded as UTF-8, whatever the bytes of a file name."""
    params = {
        name: repaired(value) if isinstance(value, str) else value
        for name, value in refusal.message.params.items()
    }
    message = Message(refusal.message.code, params)
    return msgspec.structs.replace(refusal, path=repaired(refusal.path), message=message)


class RefusalList:
    """The first refusals of a run, and of each file in it; the others are counted.

    Further refusals are counted by file for the files that have a listed one, so the counts are
    bounded, too. ``is_cut`` says that some were not listed because the whole list was full.
    """

    def __init__(self, limits: InputLimits) -> None:
        self.listed: list[Refusal] = []
        self.total = 0
        self.is_cut = False
        self._limits = limits
        self._listed_of: Counter[str] = Counter()
        self._unlisted_of: Counter[str] = Counter()

    @property
    def unlisted(self) -> int:
        """How many are not in the list."""
        return self.total - len(self.listed)

    def unlisted_of_files(self) -> dict[str, int]:
        """How many are not in the list, by file."""
        return {path: count for path, count in self._unlisted_of.items() if path}

    def add(self, refusals: Iterable[Refusal]) -> list[Refusal]:
        """Count refusals; return those that were put into the list."""
        before = len(self.listed)
        for refusal in refusals:
            self.total += 1
            self._list(refusal)
        return self.listed[before:]

    def _list(self, refusal: Refusal) -> None:
        path = repaired(refusal.path)
        listed = self._listed_of.get(path, 0)
        is_full = len(self.listed) >= self._limits.refusals_listed
        if listed < self._limits.refusals_listed_of_file and not is_full:
            self._listed_of[path] = listed + 1
            self.listed.append(as_unicode(refusal))
            return
        self.is_cut |= is_full
        if listed:
            self._unlisted_of[path] += 1
