"""Folds copies: of documents that are copies of one text, one is listed with the others."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from index.array_types import I32, I64
from index.copies.groups import NO_GROUP
from index.reader import IndexReader

_UNDATED: Final = 99_999_999


class CopyFolder:
    """Folds the copies among the documents of one open index, by their numbers in it."""

    def __init__(self, index: IndexReader) -> None:
        self._groups = index.copies
        self._dates: I32 = index.dates
        self._numbers: I64 = index.numbers

    def first_of_each(self, documents: Iterable[int]) -> list[int]:
        """The documents without those that are copies of an earlier one in their order."""
        found: dict[int, int] = {}
        for document in documents:
            found.setdefault(self.group(document), document)
        return list(found.values())

    def group(self, document: int) -> int:
        """A number that a document and its copies have alone."""
        group = int(self._groups.group[document])
        return -2 - document if group == NO_GROUP else group

    def copies(self, document: int) -> list[int]:
        """A document and its copies, the earliest first; undated ones last."""
        group = int(self._groups.group[document])
        if group == NO_GROUP:
            return [document]
        members: list[int] = self._groups.members(group).tolist()
        return members

    def with_copies(self, documents: Iterable[int]) -> list[int]:
        """Some documents with all of their copies, each once, the earliest first."""
        found = {each for document in documents for each in self.copies(document)}
        return sorted(found, key=self.arrival)

    def arrival(self, document: int) -> tuple[int, int]:
        """A key that sorts documents by their date, undated ones last, then by their arrival."""
        return int(self._dates[document]) or _UNDATED, int(self._numbers[document])
