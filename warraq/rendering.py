"""Answers as lines of plain text for a terminal."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Final, TypeAlias

from corpus.messages import render
from search.answer import (
    Answer,
    Completion,
    Expansion,
    Hit,
    Passage,
    Relation,
    Suggestion,
    TermCount,
    Timeline,
)
from search.batch.checkpoint import QueryProblem
from search.explanation import Evidence, ScoreExplanation, WordOccurrences
from search.similar import Similar
from search.word_analysis import WordAnalysis

_BAR: Final = 40
"""Columns of the longest bar of a timeline."""

Style: TypeAlias = Callable[[str], str]
"""What is done to a marked word."""


def passage_line(passage: Passage, style: Style) -> str:
    """A passage on one line, its marked words styled; … stands where a sentence is cut."""
    pieces, last = ["… "] if passage.cut_before else [], 0
    for found in passage.marks:
        pieces += [passage.text[last : found.start], style(passage.text[found.start : found.end])]
        last = found.end
    pieces += [passage.text[last:], " …" if passage.cut_after else ""]
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
            return f"{expansion.word} need not match."


def documents_text(count: int, relation: Relation = "exact") -> str:
    """A number of documents."""
    found = "1 document" if count == 1 else f"{count:,} documents"
    return found if relation == "exact" else f"at least {found}"


def suggestion_line(suggestion: Suggestion) -> str:
    """Another question that may have been meant or that finds more, and how it is asked."""
    query = suggestion.query
    found = documents_text(suggestion.documents, suggestion.relation)
    without = [f"--{parameter}" for parameter in suggestion.without]
    match suggestion.kind:
        case "layout" | "spelling" | "split":
            asked = [*(["with --any"] if suggestion.operator == "any" else [])]
            asked += [f"without {' and '.join(without)}"] if without else []
            told = f", {' and '.join(asked)}" if asked else ""
            return f"Did you mean {query}{told}? It finds {found}."
        case "sources" | "dates" | "filters":
            left_out = {"sources": "sources", "dates": "dates", "filters": "sources and dates"}
            return f"Without its {left_out[suggestion.kind]} it finds {found}: {query}"
        case "quotes":
            return f"With the words of its phrases anywhere it finds {found}: {query}"
        case "level":
            return f"At --level {suggestion.level} it finds {found}: {query}"
        case "omit":
            return f"Without {suggestion.word} it finds {found}: {query}"
        case "any":
            return f"With any of the words (--any) it finds {found}."


def terms_line(terms: Sequence[TermCount]) -> str:
    """In how many documents each part of a query stands."""
    told = "، ".join(map(_term, terms))
    return f"Part by part: {told}."


def _term(term: TermCount) -> str:
    field = f"{term.field}:" if term.field else ""
    text = f'"{term.text}"' if term.kind == "phrase" else term.text
    where = f"in {documents_text(term.documents, term.relation)}" if term.documents else "nowhere"
    return f"{field}{text} {where}"


def completion_line(completion: Completion) -> str:
    """What may be typed, after the number of its documents; of a phrase these are titles."""
    where = "titles" if completion.kind == "phrase" else "documents"
    return f"{completion.documents:>9,} {where:<9}  {completion.text}"


def similar_lines(found: Similar) -> Iterator[str]:
    """What is like a text, a document a line, copies first; then the words it was sought by."""
    for sign, documents in (("=", found.copies), ("~", found.hits)):
        for each in documents:
            about = (each.title or "—", each.source, each.date)
            told = " · ".join(" ".join(part.split()) for part in about if part)
            yield f"{sign} {each.overlap:>4.0%}  {each.id}  {told}"
    if found.words:
        yield "sought by: " + "، ".join(found.words)


def remark_lines(answer: Answer) -> Iterator[str]:
    """What is to be said of an answer before its hits."""
    yield from (render(message, "en") for message in answer.warnings)
    yield from map(expansion_line, answer.expansions)
    yield from map(suggestion_line, answer.suggestions)
    if len(answer.terms) > 1:
        yield terms_line(answer.terms)
    if answer.timed_out and answer.total:
        yield "Time ran out before the whole archive was searched; this is part of the answer."
    elif not answer.total:
        said = "Time ran out before anything was" if answer.timed_out else "Nothing"
        among = documents_text(answer.index.documents)
        yield f"{said} found for {answer.query} among {among}."


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


def timeline_lines(timeline: Timeline) -> Iterator[str]:
    """One line a period, with a bar as long as its share of the largest."""
    largest = max((each.documents for each in timeline.bins), default=0)
    for each in timeline.bins:
        bar = "█" * -(-each.documents * _BAR // largest) if largest else ""
        yield f"{each.value:<10} {each.documents:>9,}  {bar}".rstrip()
    told = [(f"{each.value}, not known closer", each.documents) for each in timeline.coarser]
    told += [("without a date", timeline.undated)] if timeline.undated else []
    for name, documents in told:
        yield _counted(name, documents, timeline.relation)


def hit_lines(rank: int, hit: Hit, style: Style) -> Iterator[str]:
    """A hit: its rank and title, what is known of it, its snippets."""
    yield f"{rank}. {passage_line(hit.title, style) or hit.id}"
    about = (hit.source, hit.date, hit.author, hit.id)
    yield "   " + " · ".join(part for part in about if part)
    for snippet in hit.snippets:
        yield "   " + passage_line(snippet, style)


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


def batch_lines(queries: int, problems: Sequence[QueryProblem]) -> Iterator[str]:
    """What became of the queries of a run, last the sum."""
    refused = late = 0
    for problem in problems:
        if problem.refused is None:
            late += 1
            yield f"{problem.query}: There was no time for all of it; the answer is in part."
        else:
            refused += 1
            yield f"{problem.query}: {problem.refused}"
    told = [f"{queries - refused:,} {'query' if queries - refused == 1 else 'queries'} answered"]
    if late:
        told.append(f"{late:,} of them in part")
    if refused:
        told.append(f"{refused:,} refused")
    yield f"{', '.join(told)}."


_LEVEL_IN_WORDS: Final = {
    "exact": "as it is written",
    "form": "with the same letters",
    "stem": "with particles and endings",
    "root": "by its root",
}


def explanation_lines(explanation: ScoreExplanation) -> Iterator[str]:
    """Why a document answers a query: one line a share of its score."""
    if not explanation.matched:
        yield f"{explanation.id} is not among the answers."
    if explanation.absent:
        absent = "، ".join(explanation.absent)
        yield f"It lacks {absent} ({_LEVEL_IN_WORDS[explanation.level]})."
    if explanation.evidence:
        yield f"score {explanation.score:.2f}"
    for each in explanation.evidence:
        yield f"{each.score:8.2f}  {evidence_line(each)}"


def evidence_line(evidence: Evidence) -> str:
    """What a document was scored for, in words."""
    match evidence.kind:
        case "word":
            told = f"{evidence.text} {_LEVEL_IN_WORDS[evidence.level or 'stem']}"
        case "related":
            told = f"{evidence.text} or what stands for it ({'، '.join(evidence.others)})"
        case "marks":
            told = f"{evidence.text} with the same vowel signs"
        case "prefix":
            told = f"words that begin with {evidence.text}"
        case "wildcard":
            told = f"words of the shape {evidence.text}"
        case "fuzzy":
            told = f"words like {evidence.text}"
        case "bigram":
            told = f"{evidence.text} side by side"
        case "title":
            told = f"a title that names {evidence.text}"
    if evidence.words:
        told += ": " + "، ".join(map(_standing, evidence.words))
    return f"{told} (in {documents_text(evidence.documents)})"


def _standing(found: WordOccurrences) -> str:
    places = [f"{found.title} in the title"] if found.title else []
    places += [f"{found.body} in the text"] if found.body else []
    return f"{found.word} ({', '.join(places)})"
