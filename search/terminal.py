"""Answers as lines of plain text for a terminal."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Final, TypeAlias

from search.answer import (
    Answer,
    Completion,
    Expansion,
    Hit,
    Passage,
    Relation,
    Suggestion,
    WordAnalysis,
)

Style: TypeAlias = Callable[[str], str]
"""What is done to a marked word."""


def passage_line(passage: Passage, style: Style) -> str:
    """A passage on one line, its marked words styled."""
    pieces, last = [], 0
    for found in passage.marks:
        pieces += [passage.text[last : found.start], style(passage.text[found.start : found.end])]
        last = found.end
    pieces.append(passage.text[last:])
    return " ".join("".join(pieces).split())


def expansion_line(expansion: Expansion) -> str:
    """What a word of the query was taken for beside itself."""
    also = "، ".join(expansion.terms)
    match expansion.kind:
        case "month":
            return f"{expansion.word} was taken for the month: {also} as well."
        case "spelling":
            return f"{expansion.word} was sought in other spellings as well: {also}."
        case "omitted":
            return f"{expansion.word} asks, so it need not match."


def suggestion_line(suggestion: Suggestion) -> str:
    """A query that may have been meant."""
    found = "1 document" if suggestion.documents == 1 else f"{suggestion.documents:,} documents"
    return f"Did you mean {suggestion.query}? It finds {found}."


def completion_line(completion: Completion) -> str:
    """What may be typed, after the number of its documents; of a phrase these are titles."""
    where = "titles" if completion.kind == "phrase" else "documents"
    return f"{completion.documents:>9,} {where:<9}  {completion.text}"


def remark_lines(answer: Answer) -> Iterator[str]:
    """What is to be said of an answer before its hits."""
    yield from answer.warnings
    yield from map(expansion_line, answer.expansions)
    yield from map(suggestion_line, answer.suggestions)


def count_lines(answer: Answer) -> Iterator[str]:
    """What was counted beside the hits: the query at each level, and each facet."""
    levels = [_counted(each.level, each.documents, each.relation) for each in answer.levels]
    if levels:
        yield "levels: " + "، ".join(levels)
    for facet in answer.facets:
        counts = [(each.value, each.documents) for each in facet.values]
        counts += [("other values", facet.others), ("none", facet.missing)]
        told = [_counted(name, found, facet.relation) for name, found in counts if found]
        if told:
            yield f"{facet.name}: " + "، ".join(told)


def _counted(name: str, documents: int, relation: Relation) -> str:
    return f"{name} {'at least ' if relation == 'at_least' else ''}{documents:,}"


def hit_lines(rank: int, hit: Hit, style: Style) -> Iterator[str]:
    """A hit: its rank and title, what is known of it, its snippets."""
    yield f"{rank}. {passage_line(hit.title, style) or hit.id}"
    about = (hit.source, hit.date, hit.author, hit.id)
    yield "   " + " · ".join(part for part in about if part)
    for snippet in hit.snippets:
        yield "   … " + passage_line(snippet, style)


_FINDINGS: Final = {
    "follows_prepositions": "it follows prepositions in this archive, so no particle is split off",
    "takes_article": "it takes the article in this archive, so it is no verb",
    "rest_is_commoner": "it is commoner in this archive without its first letters than with them",
}


def analysis_lines(word: WordAnalysis) -> Iterator[str]:
    """A word at every level, its split, and the words of the archive that go with it."""
    yield word.word
    yield f"  exact {word.exact}   form {word.form}   stem {word.stem}   root {word.root}"
    split = " + ".join(part for part in (word.prefix, word.base, word.suffix) if part)
    yield f"  split {split} ({word.source}); {word.documents:,} documents have the form"
    for place, reading in enumerate(word.readings):
        parts = " + ".join(part for part in (reading.prefix, reading.base, reading.suffix) if part)
        role = "chosen" if place == 0 else "weighed"
        yield f"  {role} {parts} → {reading.entry} ({reading.source}, cost {reading.cost:.2f})"
    for finding in word.findings:
        yield f"  {_FINDINGS[finding]}"
    for name, members in (("stem", word.stem_members), ("root", word.root_members)):
        if members:
            shown = "، ".join(f"{member.form} {member.documents:,}" for member in members)
            yield f"  same {name}: {shown}"
