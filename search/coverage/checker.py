"""Checks whether an archive has what a draft tells: one check of one open index."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from typing import Any, Final, NamedTuple

import msgspec
import numpy as np

from corpus.archive import DocumentRow
from corpus.messages import Message
from index.array_types import F64, Mask
from search.answer import IndexInfo
from search.coverage import story_days
from search.coverage.answer import (
    CheckedDocument,
    Coverage,
    FoundQuotation,
    NewInDraft,
    SameStory,
    SameText,
    Searched,
    SharedPassage,
    TextSpan,
)
from search.coverage.candidates import best_documents, score_documents
from search.coverage.compared import ComparedDocument, compare
from search.coverage.draft import Draft
from search.coverage.folding import Folded, fold_copies
from search.coverage.new_in_draft import find_new
from search.coverage.same_story import SAME_STORY, StoryScore, story_score
from search.coverage.stem_forms import StemFinder, StemForms
from search.coverage.story_days import StoryDays
from search.coverage.telling_words import (
    DraftStems,
    StemRarity,
    find_telling_words,
    telling_written,
)
from search.coverage.verdict import Found, covered_verdict, not_covered_verdict
from search.limits import Limits
from search.matching.deadline import Deadline, OutOfTime
from search.matching.matcher import Matcher
from search.matching.term_expansion import ClassKey
from search.query.date_ranges import day_span
from search.request import BadRequest

Rows = Callable[[Sequence[int], int], Mapping[int, DocumentRow]]
"""Reads documents by their numbers, with the beginnings of their texts."""


FEWEST_WORDS: Final = 12
"""Words in passages that a document has in common with a draft at least, for the same text."""

QUOTED_SHARE: Final = 0.8
"""The share of a quotation that a document has at least."""


class Period(NamedTuple):
    """The period of an archive: its first and last date."""

    first: str | None
    last: str | None


class CoverageRequest(NamedTuple):
    """A check: the draft, the days of its story (None: not given), the archive number of the
    document that it is (None: it is a text), and how many documents are listed."""

    draft: Draft
    days: StoryDays | None
    own: int | None
    limit: int


class _Compared(NamedTuple):
    """The documents that were compared with a draft by their numbers in the index, the candidates
    of both kinds, the days of the story and the telling words."""

    documents: dict[int, ComparedDocument]
    text: list[int]
    story: list[int]
    days: StoryDays | None
    stems: DraftStems
    finder: StemFinder


class CoverageChecker:
    """Checks drafts against one open index."""

    def __init__(self, matcher: Matcher, *, clock: Callable[[], float] = time.monotonic) -> None:
        self._matcher = matcher
        self._clock = clock
        self._rarity = StemRarity(matcher.lists)
        self._forms = StemForms(matcher.index.vocabulary)
        self._days = story_days.day_numbers(matcher.index.dates)

    def check(
        self, request: CoverageRequest, rows: Rows, period: Period, info: IndexInfo
    ) -> Coverage:
        """Whether the archive has what a draft tells, as far as there is time.

        ``rows`` reads documents by their archive numbers, as many code points of their texts as are
        compared.
        """
        started = self._clock()
        deadline = Deadline(self._matcher.limits.covered_seconds, self._clock)
        compared = self._compare(request, rows, deadline)
        texts = self._same_texts(request, compared)
        stories = self._same_stories(request, compared)
        searched = self._searched(request, compared, period)
        first = _earliest([*texts, *stories])
        verdict, covered = self._verdict(request, compared, texts, stories, searched, deadline)
        return Coverage(
            covered=covered,
            verdict=verdict,
            same_text=tuple(texts),
            same_story=tuple(stories),
            first=first,
            quotations=_quotations(request.draft, compared, texts),
            new=self._new(request, compared, texts, stories),
            searched=searched,
            took_ms=round((self._clock() - started) * 1000, 3),
            timed_out=deadline.passed,
            index=info,
        )

    # Candidates

    def _compare(self, request: CoverageRequest, rows: Rows, deadline: Deadline) -> _Compared:
        limits, index = self._matcher.limits, self._matcher.index
        lists = self._matcher.lists
        stems = DraftStems((), ())
        with suppress(OutOfTime):
            stems = find_telling_words(request.draft, lists, self._rarity, deadline.check)
        telling = stems.telling[: limits.covered_terms]
        scores = score_documents(lists, telling, index.size, deadline)
        wanted = index.live.copy()
        if request.own is not None:
            wanted &= index.numbers != request.own
        most = limits.covered_candidates
        text = best_documents(scores, wanted, index.numbers, most)
        days = request.days or story_days.days_of_cluster(self._days[text], scores[text])
        near = scores if days is None else scores * self._decay(days)
        story = best_documents(near, wanted, index.numbers, most)
        finder = StemFinder(self._forms, [each.stem for each in stems.telling])
        compared = _Compared({}, text.tolist(), story.tolist(), days, stems, finder)
        together = list(dict.fromkeys((*compared.text, *compared.story)))
        numbers = index.numbers[together].tolist()
        found = rows(numbers, limits.covered_document_code_points)
        for document, number in zip(together, numbers, strict=True):
            if number not in found:
                continue
            try:
                deadline.check()
            except OutOfTime:
                break
            compared.documents[document] = compare(request.draft, document, found[number], finder)
        return compared

    def _decay(self, days: StoryDays) -> F64:
        """How much each document counts for a story, by its day."""
        return story_days.decay(self._days, days)

    # Same text

    def _same_texts(self, request: CoverageRequest, compared: _Compared) -> list[SameText]:
        found = [each for each in compared.documents.values() if is_same_text(each)]
        found.sort(key=lambda each: (-each.covered, each.row.date or "~", each.row.number))
        size = len(request.draft.words)
        most = self._matcher.limits.covered_passages
        return [
            SameText(
                **_heading(folded),
                share=round(folded.document.covered / max(1, size), 4),
                document_share=round(
                    folded.document.document_covered / max(1, len(folded.document.words)), 4
                ),
                passages=_passages(request.draft, folded.document)[:most],
            )
            for folded in fold_copies(found)[: request.limit]
        ]

    # Same story

    def _same_stories(self, request: CoverageRequest, compared: _Compared) -> list[SameStory]:
        telling = compared.stems.telling[: self._matcher.limits.covered_terms]
        scored: dict[int, StoryScore] = {}
        for document in compared.story:
            if document not in compared.documents:
                continue
            decay = (
                1.0
                if compared.days is None
                else float(story_days.decay(self._days[document : document + 1], compared.days)[0])
            )
            score = story_score(compared.documents[document], telling, decay)
            if score.score >= SAME_STORY:
                scored[document] = score
        order = sorted(scored, key=lambda each: (-scored[each].score, each))
        folded = fold_copies([compared.documents[each] for each in order])[: request.limit]
        listed = [
            SameStory(
                **_heading(each),
                score=round(scored[each.document.document].score, 4),
                words=scored[each.document.document].words,
            )
            for each in folded
        ]
        return sorted(listed, key=lambda each: each.date or "~")

    # Grounds

    def _searched(self, request: CoverageRequest, compared: _Compared, period: Period) -> Searched:
        most = self._matcher.limits.covered_terms
        live = self._matcher.index.live
        return Searched(
            documents=int(np.count_nonzero(live)),
            first_date=period.first,
            last_date=period.last,
            undated=int(np.count_nonzero(live & (self._matcher.index.dates == 0))),
            words=len(request.draft.words),
            telling_words=telling_written(compared.stems.telling, most),
            story_days=None if compared.days is None else story_days.iso_days(compared.days),
        )

    def _new(
        self,
        request: CoverageRequest,
        compared: _Compared,
        texts: Sequence[SameText],
        stories: Sequence[SameStory],
    ) -> NewInDraft:
        ids = {each.id for each in (*texts, *stories)}
        earlier = [each for each in compared.documents.values() if each.row.id in ids]
        in_time: Mask = self._matcher.index.live
        if compared.days is not None:
            in_time = in_time & (self._decay(compared.days) > 0)

        def has_name(stem: int) -> bool:
            mask = self._matcher.lists.mask(ClassKey("stem", stem), None)
            return bool((mask & in_time).any())

        return find_new(
            request.draft,
            compared.stems.telling,
            compared.finder,
            earlier,
            has_name,
            compared.stems.unknown,
            self._matcher.limits.covered_new,
        )

    def _verdict(
        self,
        request: CoverageRequest,
        compared: _Compared,
        texts: Sequence[SameText],
        stories: Sequence[SameStory],
        searched: Searched,
        deadline: Deadline,
    ) -> tuple[Message, bool | None]:
        sources = {each.row.id: each.row.source for each in compared.documents.values()}
        documents = {
            document: sources.get(document)
            for each in (*texts, *stories)
            for document in (each.id, *each.copies)
        }
        found = Found(
            documents=len(documents),
            sources=len(set(documents.values()) - {None}),
            first=_earliest([*texts, *stories]),
            text=texts[0] if texts else None,
            nearest=self._nearest(compared),
        )
        if documents:
            return covered_verdict(found), True
        if deadline.passed:
            return Message("coverage_out_of_time"), None
        least = self._matcher.limits.covered_words_min
        different = len(set(request.draft.words.keys.tolist()))
        if different < least:
            return Message.of("coverage_too_few_words", least=least, found=different), None
        if not searched.documents:
            return Message("coverage_archive_empty"), None
        if (
            compared.days is not None
            and not (self._decay(compared.days) > 0)[
                (self._matcher.index.dates > 0) & self._matcher.index.live
            ].any()
        ):
            first, last = searched.first_date or "", searched.last_date or ""
            return Message.of("coverage_outside_period", first=first, last=last), None
        return not_covered_verdict(found, searched), False

    def _nearest(self, compared: _Compared) -> CheckedDocument | None:
        for each in (*compared.story, *compared.text):
            if each in compared.documents:
                return CheckedDocument(**_heading(Folded(compared.documents[each], ())))
        return None


def is_same_text(document: ComparedDocument) -> bool:
    """Whether a document shares more with a draft than a formula."""
    return document.covered >= FEWEST_WORDS


def _passages(draft: Draft, document: ComparedDocument) -> tuple[SharedPassage, ...]:
    return tuple(
        SharedPassage(
            draft=draft.span((each.first_start, each.first_end)),
            document=TextSpan(*document.words.span(each.second_start, each.second_end)),
            words=each.equal,
        )
        for each in document.passages
    )


def _heading(folded: Folded) -> dict[str, Any]:
    row = folded.document.row
    return {
        "id": row.id,
        "title": row.title,
        "date": row.date,
        "source": row.source,
        "author": row.author,
        "url": row.url,
        "section": row.section,
        "copies": tuple(each.row.id for each in folded.copies),
    }


def _earliest(documents: Sequence[CheckedDocument]) -> CheckedDocument | None:
    dated = [each for each in documents if each.date is not None]
    if not dated:
        return None
    first = min(dated, key=lambda each: each.date or "")
    return msgspec.convert(
        {name: getattr(first, name) for name in CheckedDocument.__struct_fields__}, CheckedDocument
    )


def _quotations(
    draft: Draft, compared: _Compared, texts: Sequence[SameText]
) -> tuple[FoundQuotation, ...]:
    """The quotations of a draft that are in passages of the documents listed."""
    ids = {each.id for each in texts}
    documents = sorted(
        (each for each in compared.documents.values() if each.row.id in ids),
        key=lambda each: (each.row.date or "~", each.row.number),
    )
    found = []
    for first, last in draft.quotations:
        having = [each.row.id for each in documents if _has_most(each, first, last)]
        if having:
            found.append(FoundQuotation(draft=draft.span((first, last)), documents=tuple(having)))
    return tuple(found)


def _has_most(document: ComparedDocument, first: int, last: int) -> bool:
    shared = sum(
        max(0, min(last, each.first_end) - max(first, each.first_start))
        for each in document.passages
    )
    return shared >= QUOTED_SHARE * (last - first)


def check_draft(text: str, limit: int, limits: Limits) -> None:
    """Check the length of a draft and the number of documents; raises BadRequest."""
    most = limits.covered_code_points
    if len(text) > most:
        raise BadRequest("draft_too_long", parameter="text", most=most, found=len(text))
    if not 1 <= limit <= limits.covered_limit_max:
        raise BadRequest(
            "limit_out_of_range", parameter="limit", most=limits.covered_limit_max, given=limit
        )


def read_days(date: str | None) -> StoryDays | None:
    """The days of the story of a draft with a date; raises BadRequest for what is no date."""
    if date is None:
        return None
    span = day_span(date)
    if span is None:
        raise BadRequest("not_a_date", parameter="date", given=date)
    return story_days.days_of_date(span.first, span.last)
