"""Pruning: common words are scored last, and then only where they can still matter.

Of each part of a query the most that it can add to a score is known before its postings are read.
The parts are read from the largest bound to the smallest; once what is left cannot bring a document
among the best, it is read only for those that it can (MAXSCORE, Turtle and Flood 1995).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final, Generic, NamedTuple, TypeVar

_Part = TypeVar("_Part")

_WORTHWHILE: Final = 4
"""Documents are compared with the best ones where the parts that are left have more than a quarter
of all documents: comparing them costs as much as reading some postings."""

_SMALL: Final = 0.15
"""What is left of the bounds is compared once it is below this part of those that were read: before
that it rules out few documents."""


class Bounded(NamedTuple, Generic[_Part]):
    """A part of a query, the ``most`` that it adds to a score, and its number of documents."""

    part: _Part
    most: float
    documents: int


def ordered(
    parts: Sequence[Bounded[_Part]], documents: int
) -> Iterator[tuple[_Part, float | None]]:
    """The parts of a query in the order in which they are read.

    With a part comes the most that it and those after it can add to a score, if the documents that
    they are read for are to be narrowed before; ``documents`` is the number of all documents.
    """
    by_bound = sorted(parts, key=lambda each: -each.most)
    left = sum(each.most for each in parts)
    unread = sum(each.documents for each in parts)
    read, narrowed = 0.0, False
    for part, most, count in by_bound:
        narrows = not narrowed and left < _SMALL * read and _WORTHWHILE * unread > documents
        yield part, left if narrows else None
        narrowed = narrowed or narrows
        read, left, unread = read + most, left - most, unread - count
