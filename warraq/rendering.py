"""Answers as lines of plain English text for a terminal."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Final, TypeAlias, assert_never

from arabic.spelling_variants import VariantKind
from corpus.headings import bracketed
from corpus.messages import Message, render
from search.alerts.formats import first_words
from search.alerts.runner import Alert, AlertRun
from search.answer import (
    Answer,
    Completion,
    CopiesAnswer,
    Expansion,
    Hit,
    HitCopies,
    MostWords,
    Passage,
    Relation,
    Stats,
    Suggestion,
    TermCount,
    Timeline,
    Undated,
)
from search.batch.checkpoint import QueryProblem
from search.explanation import CloseKind, Evidence, ScoreExplanation, WordOccurrences
from search.request import LEVELS, Level
from search.similar import Similar
from search.word_analysis import WordAnalysis
from warraq.printable import joined_lines, visible_line
from web.access.keys import Key

_BAR: Final = 40
"""Width of the longest bar of a timeline, in columns."""

Style: TypeAlias = Callable[[str], str]
"""Styles a marked word."""


def passage_line(passage: Passage, style: Style) -> str:
    """A passage on one line, its marked words styled; … shows where a sentence is cut."""
    pieces, last = ["… "] if passage.cut_before else [], 0
    for mark in passage.marks:
        marked = joined_lines(passage.text[mark.start : mark.end])
        pieces += [joined_lines(passage.text[last : mark.start]), style(marked)]
        last = mark.end
    pieces += [joined_lines(passage.text[last:]), " …" if passage.cut_after else ""]
    return " ".join("".join(pieces).split())


def expansion_line(expansion: Expansion) -> str:
    """What was searched for beside a word of the query."""
    terms = "، ".join(expansion.terms)
    match expansion.kind:
        case "month":
            return f"{expansion.word} was read as a month; also searched for: {terms}."
        case "spelling":
            return f"{expansion.word} has other spellings; also searched for: {terms}."
        case "compound" if not expansion.terms:
            return f"The words of {expansion.word} were searched for side by side."
        case "compound":
            return f"{expansion.word} is written in one word or more; also searched for: {terms}."
        case "hundred":
            return (
                f"{expansion.word} is a hundred with other spellings; also searched for: {terms}."
            )
        case "extraction":
            return f"{expansion.word} occurs with ال and لا exchanged; also searched for: {terms}."
        case "plural":
            return f"{expansion.word} was searched for with its singular or plural: {terms}."
        case "omitted":
            return f"{expansion.word} is optional."
        case _:
            assert_never(expansion.kind)


def _counted(count: int, noun: str) -> str:
    return f"{count:,} {noun}" if count == 1 else f"{count:,} {noun}s"


def documents_text(count: int, relation: Relation = "exact") -> str:
    """A count of documents, such as "at least 1,000 documents"."""
    documents = _counted(count, "document")
    return documents if relation == "exact" else f"at least {documents}"


def listed_text(answer: Answer) -> str:
    """The count of an answer, with those of its close matches and of its texts where only these
    are listed."""
    documents = _with_texts(documents_text(answer.total), answer.texts)
    if answer.close_total is None:
        return documents
    matches = "match" if answer.close_total == 1 else "matches"
    close = _with_texts(f"{answer.close_total:,} close {matches}", answer.close_texts)
    return f"{close}, of {documents}" if answer.texts is not None else f"{close} of {documents}"


def _with_texts(documents: str, texts: int | None) -> str:
    return documents if texts is None else f"{documents}, {_counted(texts, 'text')}"


def copies_line(copies: HitCopies) -> str:
    """How many documents of how many sources have a text, and which is the earliest."""
    text = documents_text(copies.documents)
    if copies.sources:
        text += f" in {_counted(copies.sources, 'source')}"
    if copies.matching is not None and copies.matching < copies.documents:
        text += f", {copies.matching:,} of them found"
    first = (copies.first.source, copies.first.date, copies.first.id)
    return f"{text}; first: {' · '.join(part for part in first if part)}"


def copies_lines(found: CopiesAnswer) -> Iterator[str]:
    """Groups of copies: a line for each group, then one for each copy that is listed."""
    for group in found.groups:
        yield copies_line(group)
        for copy in group.copies:
            shared = "" if copy.overlap is None else f"{copy.overlap:.0%}"
            about = (copy.title or "—", copy.source, copy.date, copy.id)
            yield f"  {shared:>4}  {' · '.join(' '.join(part.split()) for part in about if part)}"
        if len(group.copies) < group.documents:
            yield f"        and {group.documents - len(group.copies):,} more"
    groups = _counted(found.total, "group")
    documents = documents_text(found.documents, found.total_relation)
    yield f"{groups} of copies, {documents} found in them"


def suggestion_line(suggestion: Suggestion) -> str:
    """Another query that may be the intended one or finds more, and how to run it."""
    query = suggestion.query
    documents = documents_text(suggestion.documents, suggestion.relation)
    match suggestion.kind:
        case "layout" | "spelling" | "split":
            return f"Did you mean {query}{_changed_options(suggestion)}? It finds {documents}."
        case "sources":
            return f"Without its sources it finds {documents}: {query}"
        case "dates":
            return f"Without its dates it finds {documents}: {query}"
        case "filters":
            return f"Without its sources and dates it finds {documents}: {query}"
        case "quotes":
            return f"With the words of its phrases anywhere it finds {documents}: {query}"
        case "level":
            return f"At --level {suggestion.level} it finds {documents}: {query}"
        case "omit":
            return f"Without {suggestion.word} it finds {documents}: {query}"
        case "any":
            return f"With any of the words (--any) it finds {documents}."
        case "words" | "site":
            return _instead_of_address(suggestion, documents)
        case _:
            assert_never(suggestion.kind)


def _instead_of_address(suggestion: Suggestion, documents: str) -> str:
    if suggestion.kind == "site":
        return f"For other documents of {suggestion.word}: {suggestion.query} finds {documents}."
    return f"The words in it{_changed_options(suggestion)} find {documents}: {suggestion.query}"


def _changed_options(suggestion: Suggestion) -> str:
    options = ["with --any"] if suggestion.operator == "any" else []
    if suggestion.without:
        names = " and ".join(f"--{parameter}" for parameter in suggestion.without)
        options.append(f"without {names}")
    return f", {' and '.join(options)}" if options else ""


def terms_line(terms: Sequence[TermCount]) -> str:
    """How many documents each part of a query occurs in."""
    return f"Part by part: {'، '.join(map(_term_text, terms))}."


def _term_text(term: TermCount) -> str:
    field = f"{term.field}:" if term.field else ""
    text = f'"{term.text}"' if term.kind == "phrase" else term.text
    where = f"in {documents_text(term.documents, term.relation)}" if term.documents else "nowhere"
    return f"{field}{text} {where}"


def completion_line(completion: Completion) -> str:
    """A completion after its number of documents, or of titles for a phrase."""
    count = completion.documents
    where = ("title" if completion.kind == "phrase" else "document") + ("" if count == 1 else "s")
    return f"{count:>9,} {where:<9}  {completion.text}"


def similar_lines(found: Similar) -> Iterator[str]:
    """The documents similar to a text, one per line, copies first; then the words searched for."""
    for sign, documents in (("=", found.copies), ("~", found.hits)):
        for document in documents:
            heading = document.title or bracketed(document.beginning) or "—"
            about = (heading, document.source, document.date)
            text = " · ".join(" ".join(part.split()) for part in about if part)
            yield f"{sign} {document.overlap:>4.0%}  {document.id}  {text}"
    if found.words:
        yield "searched for: " + "، ".join(found.words)


def remark_lines(answer: Answer) -> Iterator[str]:
    """Warnings, expansions and suggestions of an answer, and why it is empty or partial."""
    yield from (render(message, "en") for message in answer.warnings)
    yield from map(expansion_line, answer.expansions)
    yield from map(suggestion_line, answer.suggestions)
    if len(answer.terms) > 1:
        yield terms_line(answer.terms)
    if answer.undated is not None:
        yield from undated_lines(answer.undated, answer.total)
    if answer.timed_out and answer.total:
        yield "Time ran out before the whole archive was searched; this answer is partial."
    elif not answer.total and not answer.is_of_unknown_address:
        result = "Time ran out before anything was" if answer.timed_out else "Nothing"
        documents = documents_text(answer.index.documents)
        yield f"{result} found for {answer.query} among {documents}."


def undated_lines(undated: Undated, total: int) -> Iterator[str]:
    """How many documents without a date an answer leaves out, or lists last, and their query."""
    documents = documents_text(undated.documents, undated.relation)
    one = undated.documents == 1
    if undated.left_out:
        yield f"{documents} without a date {'is' if one else 'are'} left out: {undated.query}"
    elif undated.documents < total:
        yield f"{documents} of them {'has' if one else 'have'} no date: {undated.query}"


def count_lines(answer: Answer) -> Iterator[str]:
    """The counts of the query at each level, and of each facet."""
    levels = [_count_text(each.level, each.documents, each.relation) for each in answer.levels]
    if levels:
        yield "levels: " + "، ".join(levels)
    for facet in answer.facets:
        counts = [(each.value, each.documents) for each in facet.values]
        counts += [("other values", facet.others), ("none", facet.missing)]
        texts = [_count_text(name, count, facet.relation) for name, count in counts if count]
        if texts:
            yield f"{facet.name}: " + "، ".join(texts)


def _count_text(name: str, documents: int, relation: Relation) -> str:
    return f"{name} {'at least ' if relation == 'at_least' else ''}{documents:,}"


def timeline_lines(timeline: Timeline) -> Iterator[str]:
    """One line per period, with a bar proportional to its number of documents."""
    largest = max((each.documents for each in timeline.bins), default=0)
    for each in timeline.bins:
        bar = "█" * -(-each.documents * _BAR // largest) if largest else ""
        yield f"{each.value:<10} {each.documents:>9,}  {bar}".rstrip()
    others = [(f"{each.value}, no closer date", each.documents) for each in timeline.coarser]
    others += [("without a date", timeline.undated)] if timeline.undated else []
    for name, documents in others:
        yield _count_text(name, documents, timeline.relation)


def hit_lines(rank: int, hit: Hit, style: Style) -> Iterator[str]:
    """A hit: its rank and title, its fields, its snippets; no text has a control character."""
    yield f"{rank}. {_hit_heading(hit, style)}"
    about = (hit.source, hit.date, hit.author, hit.id)
    yield "   " + visible_line(" · ".join(part for part in about if part))
    for snippet in hit.snippets:
        yield "   " + passage_line(snippet, style)
    if hit.copies is not None:
        yield "   " + visible_line(copies_line(hit.copies))


def _hit_heading(hit: Hit, style: Style) -> str:
    """The title of a hit, else the first words of its text in brackets, else its id."""
    beginning = visible_line(bracketed(hit.beginning))
    return passage_line(hit.title, style) or beginning or visible_line(hit.id)


def most_words_lines(found: MostWords, style: Style) -> Iterator[str]:
    """Documents that lack some of the words of a query, and which: a list beside the answer.

    No text has a control character.
    """
    listed = f"; the best {len(found.hits)}" if len(found.hits) < found.total else ""
    have = "has" if found.total == 1 else "have"
    yield f"{documents_text(found.total)} {have} most of the words{listed}:"
    for hit in found.hits:
        missing = f"without {'، '.join(hit.missing)}"
        about = (missing, hit.source, hit.date, hit.author, hit.id)
        yield f"- {_hit_heading(hit, style)}"
        yield "  " + visible_line(" · ".join(part for part in about if part))


_FINDINGS: Final = {
    "follows_prepositions": "it follows prepositions in this archive, so no particle is split off",
    "takes_article": "it takes the article in this archive, so it is not a verb",
    "rest_is_commoner": "it is more frequent in this archive without its first letters",
}


_ALIASES: Final[Mapping[VariantKind, str]] = {
    "spelling": "other spellings",
    "hundred": "other spellings of the hundred",
    "extraction": "with ال and لا exchanged",
    "plural": "singular or plural",
}


def analysis_lines(word: WordAnalysis) -> Iterator[str]:
    """A word at every level, its split, and the words of the archive with its stem or root."""
    yield word.word
    yield "  " + "   ".join(f"{level} {word.at(level)}" for level in LEVELS)
    split = " + ".join(part for part in (word.prefix, word.base, word.suffix) if part)
    have = "has" if word.documents == 1 else "have"
    yield f"  split {split} ({word.source}); {documents_text(word.documents)} {have} the form"
    for rank, reading in enumerate(word.readings):
        parts = " + ".join(part for part in (reading.prefix, reading.base, reading.suffix) if part)
        role = "rejected" if rank else "chosen"
        yield f"  {role} {parts} → {reading.entry} ({reading.source}, cost {reading.cost:.2f})"
    for finding in word.findings:
        yield f"  {_FINDINGS[finding]}"
    for name, members in (
        ("same but for particles", word.bare_members),
        ("same stem", word.stem_members),
        ("same root", word.root_members),
    ):
        if members:
            shown = "، ".join(f"{member.form} {member.documents:,}" for member in members)
            yield f"  {name}: {shown}"
    for kind, name in _ALIASES.items():
        words = "، ".join(alias.word for alias in word.aliases if alias.kind == kind)
        if words:
            yield f"  {name}: {words}"


def stats_lines(stats: Stats) -> Iterator[str]:
    """The size of the archive and its index, then the documents of each source."""
    words = _counted(stats.words, "word")
    yield f"{documents_text(stats.documents)}, {stats.indexed:,} indexed, {words}"
    classes = ((stats.forms, "form"), (stats.stems, "stem"), (stats.roots, "root"))
    yield ", ".join(_counted(count, noun) for count, noun in classes)
    yield f"dates {stats.first_date or '—'} to {stats.last_date or '—'}"
    yield f"archive {stats.archive_bytes:,} bytes, index {stats.index_bytes:,} bytes"
    if not stats.compiled:
        yield "the kernels are not compiled, so searching is slower: see README.md on the compiler"
    index = stats.index
    yield f"generation {index.generation}, built {index.built_at}, analyzer {index.analyzer}"
    for source in stats.sources:
        yield f"{source.documents:>9,}  {source.source or '—'}"


def batch_lines(queries: int, problems: Sequence[QueryProblem]) -> Iterator[str]:
    """The refused and partly answered queries of a batch, then a summary."""
    refused = partial = 0
    for problem in problems:
        if problem.refused is None:
            partial += 1
            yield f"{problem.query}: Time ran out; the answer is partial."
        else:
            refused += 1
            yield f"{problem.query}: {problem.refused}"
    answered = queries - refused
    summary = [f"{answered:,} {'query' if answered == 1 else 'queries'} answered"]
    if partial:
        summary.append(f"{partial:,} of them in part")
    if refused:
        summary.append(f"{refused:,} refused")
    yield f"{', '.join(summary)}."


_TITLE: Final = 120
"""Code points of a text that are shown in place of a title."""


def alert_lines(alert: Alert) -> Iterator[str]:
    """The documents that are reported for a query, the query before them."""
    if not alert.documents:
        return
    count = _counted(len(alert.documents), "new document")
    yield f"{alert.query.id}: {count} for {alert.query.request.query}"
    for arrival in alert.documents:
        row = arrival.row
        title = first_words(row)
        yield f"  {title if row.title else title[:_TITLE]}"
        about = [row.source, row.date, row.url or row.id]
        if arrival.copies:
            sources = dict.fromkeys(copy.source or copy.id for copy in arrival.copies)
            about.append(f"copies: {'، '.join(sources)}")
        yield "    " + " · ".join(part for part in about if part)
        yield from (f"    {passage_line(snippet, str)}" for snippet in arrival.snippets)


def alert_remarks(alert: Alert) -> Iterator[str]:
    """What is to be known about the answer to a stored query."""
    name = alert.query.id
    if alert.refused is not None:
        yield f"{name}: {alert.refused}"
    yield from (f"{name}: {render(warning, 'en')}" for warning in alert.warnings)
    if alert.timed_out:
        yield f"{name}: Time ran out; the next run looks at the same documents again."
    if alert.more:
        yield f"{name}: The next run reports {_counted(alert.more, 'more document')}."


def alert_summary(run: AlertRun) -> str:
    """The summary of a run of stored queries."""
    queries = f"{run.queries:,} {'query' if run.queries == 1 else 'queries'}"
    new = f", {run.new_queries:,} of them new," if run.new_queries else ""
    arrived = f"{_counted(run.arrived, 'document')} that arrived up to change {run.sequence}"
    refused = f"; {run.refused:,} refused" if run.refused else ""
    return f"{queries}{new} asked of {arrived}; {_counted(run.reported, 'alert')}{refused}."


def _level_text(level: Level) -> str:
    match level:
        case "exact":
            return "exactly as written"
        case "form":
            return "with the same letters"
        case "particles":
            return "with or without particles"
        case "stem":
            return "with particles and endings"
        case "root":
            return "by its root"
        case _:
            assert_never(level)


_LEAST_SHOWN: Final = 0.005
"""The score of a part that is not printed as 0."""


def explanation_lines(explanation: ScoreExplanation) -> Iterator[str]:
    """Why a document matches a query: one line for each part of its score."""
    if not explanation.matched:
        yield f"{explanation.id} does not match."
    if explanation.absent:
        absent = "، ".join(explanation.absent)
        yield f"It lacks {absent} ({_level_text(explanation.level)})."
    if explanation.operator == "any":
        yield "Any of the words may match."
    if explanation.evidence:
        would = "" if explanation.matched else "would have "
        yield f"{would}score {explanation.score:.2f}"
    yield from map(expansion_line, explanation.expansions)
    for evidence in explanation.evidence:
        if evidence.score < _LEAST_SHOWN:
            continue
        yield f"{evidence.score:8.2f}  {_evidence_line(evidence)}"
    if explanation.timed_out:
        yield render(Message("explanation_out_of_time"), "en")


def _evidence_line(evidence: Evidence) -> str:
    line = _evidence_text(evidence)
    if evidence.words:
        line += ": " + "، ".join(map(_occurrence_text, evidence.words))
    return f"{line} (in {documents_text(evidence.documents)})"


def _evidence_text(evidence: Evidence) -> str:
    text = evidence.text
    match evidence.kind:
        case "word":
            return f"{text} {_level_text(evidence.level or 'stem')}"
        case "related":
            return f"{text} or a synonym ({'، '.join(evidence.others)})"
        case "marks":
            return f"{text} with the same vowel signs"
        case "prefix":
            return f"words that begin with {text}"
        case "wildcard":
            return f"words that match {text}"
        case "fuzzy":
            return f"words spelled like {text}"
        case "bigram":
            return f"{text} side by side"
        case "root" | "title" | "coverage" | "window" | "passage" | "early" | "run":
            return _close_text(evidence.kind, text)
        case _:
            assert_never(evidence.kind)


def _close_text(kind: CloseKind, text: str) -> str:
    match kind:
        case "root":
            return f"words of the roots of {text}"
        case "title":
            return f"a title that contains {text}"
        case "coverage":
            return f"how many of the words it has: {text}"
        case "window":
            return f"{text} close together"
        case "passage":
            return f"a passage about {text}"
        case "early":
            return f"{text} near the beginning"
        case "run":
            return f"{text} in this order, side by side"
        case _:
            assert_never(kind)


def _occurrence_text(word: WordOccurrences) -> str:
    counts = [f"{word.title} in the title"] if word.title else []
    counts += [f"{word.body} in the text"] if word.body else []
    return f"{word.word} ({', '.join(counts)})"


def key_lines(keys: Sequence[Key]) -> Iterator[str]:
    """A line for each key: its name, rights, limit and day."""
    width = max((len(key.name) for key in keys), default=0)
    for key in keys:
        limit = "" if key.limit is None else f", {_counted(key.limit, 'request')} a minute"
        yield f"{key.name:<{width}}  {', '.join(key.may)}{limit}, since {key.added_at[:10]}"
