"""Documents with the same text: stories that several papers print."""

from __future__ import annotations

from collections.abc import Iterator

from corpus.document import Document

_LETTERS = "ابتجدرسعفكلمنهوي"


def story(number: int, words: int = 60) -> str:
    """A text of distinct words, which no other number has."""
    first = 256 * number
    return " ".join(
        "ق" + "".join(_LETTERS[(place >> shift) & 15] for shift in (12, 8, 4, 0))
        for place in range(first, first + words)
    )


def printed(
    number: int, papers: int, *, first_day: int = 1, about: str = "ميناء"
) -> Iterator[Document]:
    """A story as several papers print it, one each day, with its word ``about``."""
    for paper in range(papers):
        yield Document(
            id=f"story{number}-{paper}",
            title=f"{about} {number} في الصحيفة {paper}",
            text=f"{about} {story(number)}",
            date=f"2015-08-{first_day + paper:02}",
            source=f"صحيفة {paper}",
        )
