"""The differences of two documents as text for a terminal, in the signs of wdiff."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Final, TypeAlias, assert_never

import click

from corpus.headings import bracketed
from search.comparison.differences import ComparedPart, TextPart, WordCounts
from search.comparison.document_differences import DifferingDocument, DocumentDifferences
from warraq.printable import visible

Paint: TypeAlias = Callable[[str, str], str]
"""Gives a text a colour, by its name."""

_LONG_WORDS: Final = 60
_SHOWN_WORDS: Final = 15


def plain(text: str, _colour: str) -> str:
    """The text without a colour."""
    return text


def painted(text: str, colour: str) -> str:
    """The text in a colour of the terminal."""
    return click.style(text, fg=colour)


def heading_lines(found: DocumentDifferences) -> Iterator[str]:
    """The two documents, and how much of their texts they have in common."""
    yield _document_line("-", found.first)
    yield _document_line("+", found.second)
    yield f"first: {_counts_text(found.text.first)}"
    yield f"second: {_counts_text(found.text.second)}"


def _document_line(sign: str, document: DifferingDocument) -> str:
    heading = document.title or bracketed(document.beginning) or "—"
    about = (heading, document.source, document.date, document.id)
    return f"{sign} " + " · ".join(" ".join(part.split()) for part in about if part)


def _counts_text(counts: WordCounts) -> str:
    words = f"{counts.words:,} word" + ("" if counts.words == 1 else "s")
    parts = (
        (counts.spelling, "spelled otherwise"),
        (counts.moved, "moved"),
        (counts.other, "not in the other"),
    )
    named = [f"{count:,} {name}" for count, name in parts if count]
    return ", ".join([f"{words}, {counts.shared:.0%} of them in the other", *named])


def differences_text(
    parts: Iterable[ComparedPart], first: str, second: str, paint: Paint = plain
) -> str:
    """The differences of two texts as one: ``[-…-]`` for what the first alone has, ``{+…+}`` for
    what the second alone has, ``[~…→…~]`` for another spelling, ``[<1 …]`` and ``{>1 …}`` for a
    moved passage; the middle of long equal parts is counted."""
    return "".join(_part_text(part, first, second, paint) for part in parts).rstrip()


def _part_text(part: ComparedPart, first: str, second: str, paint: Paint) -> str:
    old, old_space = _split(first, part.first)
    new, new_space = _split(second, part.second)
    match part.kind:
        case "equal":
            return _shortened(new) + new_space
        case "deleted":
            return paint(f"[-{old}-]", "red") + old_space
        case "inserted":
            return paint(f"{{+{new}+}}", "green") + new_space
        case "replaced":
            return f"{paint(f'[-{old}-]', 'red')} {paint(f'{{+{new}+}}', 'green')}{new_space}"
        case "spelling":
            return paint(f"[~{old}→{new}~]", "yellow") + new_space
        case "moved_from":
            return paint(f"[<{part.moved} {old}]", "blue") + old_space
        case "moved_to":
            inside = differences_text(part.parts, first, second, paint).rstrip()
            return f"{paint(f'{{>{part.moved}', 'blue')} {inside}{paint('}', 'blue')}{new_space}"
        case _:
            assert_never(part.kind)


def _split(text: str, part: TextPart | None) -> tuple[str, str]:
    """A part of a text, and the white space after it."""
    if part is None:
        return "", ""
    # Other parts may come after the last one of a text.
    whole = text[part.start : part.end] + " " * (part.end == len(text))
    written = whole.rstrip()
    return visible(written), visible(whole[len(written) :])


def _shortened(text: str) -> str:
    words = text.split()
    if len(words) <= _LONG_WORDS:
        return text
    count = len(words) - 2 * _SHOWN_WORDS
    before, after = " ".join(words[:_SHOWN_WORDS]), " ".join(words[-_SHOWN_WORDS:])
    return f"{before}\n  … {count:,} unchanged words …\n{after}"
