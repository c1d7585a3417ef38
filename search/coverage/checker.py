"""Checks whether an archive has what a draft tells: one check of one open index."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Final, NamedTuple

import numpy as np

from index.array_types import F64, I64, Mask
from search.answer import IndexInfo
from search.coverage import story_days
from search.coverage.answer import Coverage, NewInDraft, SameText, Searched
from search.coverage.candidates import best_documents, score_documents
from search.coverage.compared import (
    Comparison,
    FoundDocuments,
    StoryScore,
    compare,
    story_candidates,
)
from search.coverage.draft import Draft
from search.coverage.folding import CopyFolder
from search.coverage.listing import ArchiveReader, Listing
from search.coverage.new_in_draft import find_new
from search.coverage.same_story import SAME_STORY, SURELY_SAME_STORY, story_scores
from search.coverage.shared_text import find_shingles, has_same_text, is_covered_by
from search.coverage.stem_forms import StemFinder, StemForms
from search.coverage.story_days import StoryDays
from search.coverage.telling_words import (
    StemReader,
    TellingWord,
    find_telling_words,
    telling_written,
)
from search.coverage.verbatim import documents_with_parts, uncovered_parts
from search.coverage.verdict import Grounds, verdict_of
from search.matching.deadline import Deadline, OutOfTime
from search.matching.matcher import Matcher
from search.matching.term_expansion import ClassKey

_BY_WORDS: Final = 20
"""Documents with the telling words of a draft that are compared with it for the same text, beside
those that share fingerprints with it."""

_WORDS: Final = 8
"""Telling words that are listed of a document of the same story."""


class CoverageRequest(NamedTuple):
    """A check: the draft, the days of its story (None: not given), the archive number of the
    document that it is (None: it is a text), and how many documents are listed."""

    draft: Draft
    days: StoryDays | None
    own: int | None
    limit: int


class _Candidates(NamedTuple):
    """Documents by their numbers in the index: to compare for the same text, for the same story,
    and the days of the story."""

    text: list[int]
    story: list[int]
    days: StoryDays | None


class CoverageChecker:
    """Checks drafts against one open index."""

    def __init__(self, matcher: Matcher, *, clock: Callable[[], float] = time.monotonic) -> None:
        self._matcher = matcher
        self._index = matcher.index
        self._limits = matcher.limits
        self._clock = clock
        self._reader = StemReader(matcher.lists)
        self._forms = StemForms(matcher.index.vocabulary)
        self._days = story_days.day_numbers(matcher.index.dates)
        self._folder = CopyFolder(matcher.index)
        live = np.flatnonzero(matcher.index.live)
        order = live[np.argsort(matcher.index.numbers[live], kind="stable")]
        self._by_number = order, matcher.index.numbers[order]

    def check(self, request: CoverageRequest, archive: ArchiveReader, info: IndexInfo) -> Coverage:
        """Whether the archive has what a draft tells, as far as there is time."""
        started = self._clock()
        deadline = Deadline(self._limits.covered_seconds, self._clock)
        comparison = self._compare(request, archive, deadline)
        found = self._find(request, comparison)
        listing = Listing(self._index, self._folder, comparison, archive, self._limits)
        texts = listing.texts(request.draft, found, request.limit)
        new = self._new(request, comparison, found, deadline)
        searched = self._searched(request, comparison, archive)
        grounds = self._grounds(request, comparison, found, listing, texts)
        verdict, covered = verdict_of(grounds._replace(timed_out=deadline.passed), searched)
        return Coverage(
            covered=covered,
            verdict=verdict,
            same_text=texts,
            same_story=listing.stories(found, request.limit),
            first=listing.first((*found.texts, *found.stories, *comparison.own)),
            own=listing.own(),
            quotations=listing.quotations(request.draft, found),
            new=new,
            searched=searched,
            took_ms=round((self._clock() - started) * 1000, 3),
            timed_out=deadline.passed,
            index=info,
        )

    # Candidates

    def _compare(
        self, request: CoverageRequest, archive: ArchiveReader, deadline: Deadline
    ) -> Comparison:
        shingles = find_shingles(
            request.draft,
            self._index.fingerprints,
            lambda numbers: self._days[self._documents_of(numbers)],
        )
        stems = find_telling_words(
            request.draft, self._reader, self._limits.covered_terms, deadline.check
        )
        own = self._own(request.own)
        candidates = self._candidates(request, stems, shingles.documents, own, deadline)
        finder = StemFinder(self._forms, stems)
        comparison = Comparison({}, candidates.story, candidates.days, stems, finder, own)
        for_text = set(candidates.text)
        only_story = [each for each in candidates.story if each not in for_text]
        whole = self._limits.covered_document_code_points

        def add(documents: list[int], code_points: int) -> None:
            numbers = self._index.numbers[documents].tolist()
            rows = archive.rows(numbers, code_points)
            for document, number in zip(documents, numbers, strict=True):
                if number in rows and not _is_over(deadline):
                    comparison.documents[document] = compare(
                        request.draft, rows[number], shingles, finder
                    )

        add(candidates.text, whole)
        add(only_story, self._limits.covered_story_code_points)
        add(self._with_missed_parts(request, comparison, deadline), whole)
        return comparison

    def _with_missed_parts(
        self, request: CoverageRequest, comparison: Comparison, deadline: Deadline
    ) -> list[int]:
        """The documents that have parts of the draft which no compared document has."""
        wanted = self._index.live.copy()
        wanted[comparison.own] = False
        parts = uncovered_parts(
            request.draft, (each.passages for each in comparison.documents.values())
        )
        return documents_with_parts(
            *(request.draft, parts, self._matcher.lists, wanted),
            most=self._limits.covered_candidates,
            deadline=deadline,
        )

    def _own(self, number: int | None) -> list[int]:
        """The document of the index with an archive number first, then its copies."""
        if number is None:
            return []
        found = np.flatnonzero((self._index.numbers == number) & self._index.live).tolist()
        return [
            *found,
            *(each for own in found for each in self._folder.copies(own) if each != own),
        ]

    def _candidates(
        self,
        request: CoverageRequest,
        stems: tuple[TellingWord, ...],
        by_text: I64,
        own: list[int],
        deadline: Deadline,
    ) -> _Candidates:
        index, most = self._index, self._limits.covered_candidates
        wanted = index.live.copy()
        wanted[own] = False
        telling = stems[: self._limits.covered_terms]
        scores = score_documents(self._matcher.lists, telling, index.size, deadline)
        by_words = best_documents(scores, wanted, index.numbers, most)
        shared = self._documents_of(by_text)
        shared = shared[wanted[shared]][:most]
        days = request.days or story_days.days_of_cluster(self._days[by_words], scores[by_words])
        near = scores if days is None else scores * self._decay(days)
        story = best_documents(near, wanted, index.numbers, most)
        text = dict.fromkeys((*shared.tolist(), *by_words[:_BY_WORDS].tolist()))
        return _Candidates(list(text), story.tolist(), days)

    def _documents_of(self, numbers: I64) -> I64:
        """The numbers in the index of the live documents with archive numbers, in their order."""
        order, known = self._by_number
        at = np.searchsorted(known, numbers)
        at, numbers = at[at < len(known)], numbers[at < len(known)]
        found: I64 = order[at[known[at] == numbers]]
        return found

    def _decay(self, days: StoryDays) -> F64:
        """How much each document counts for a story, by its day."""
        return story_days.decay(self._days, days)

    # Findings

    def _find(self, request: CoverageRequest, comparison: Comparison) -> FoundDocuments:
        documents, size = comparison.documents, len(request.draft.words)
        texts = [each for each, found in documents.items() if has_same_text(found.covered, size)]
        texts.sort(key=lambda each: (-documents[each].covered, self._folder.arrival(each)))
        return FoundDocuments(texts, self._same_story(comparison))

    def _same_story(self, comparison: Comparison) -> dict[int, StoryScore]:
        """The documents of the same story with their scores, the most similar first."""
        compared = [each for each in comparison.story if each in comparison.documents]
        if not compared or len(comparison.stems) < self._limits.covered_words_min:
            return {}
        telling = comparison.stems[: self._limits.covered_terms]
        candidates = story_candidates(
            [comparison.documents[each] for each in compared],
            telling,
            story_days.distances(self._days[compared], comparison.days).tolist(),
            [self._folder.group(each) for each in compared],
        )
        scores = story_scores(candidates)
        order = np.argsort(-scores, kind="stable").tolist()
        if scores[order[0]] < SURELY_SAME_STORY:
            return {}
        return {
            compared[place]: StoryScore(
                float(scores[place]),
                tuple(
                    telling[word].word
                    for word in np.flatnonzero(candidates.present[place])[:_WORDS]
                ),
            )
            for place in order
            if scores[place] >= SAME_STORY
        }

    def _new(
        self,
        request: CoverageRequest,
        comparison: Comparison,
        found: FoundDocuments,
        deadline: Deadline,
    ) -> NewInDraft:
        """What no earlier document has; without names where time ran out."""
        earlier = dict.fromkeys((*found.texts, *found.stories))
        in_time = self._in_time(comparison)

        def is_new_name(word: TellingWord) -> bool:
            if _is_over(deadline) or not self._reader.is_name(word.word):
                return False
            if word.stem is None:
                return True
            mask = self._matcher.lists.mask(ClassKey("stem", word.stem), None)
            return not (mask & in_time).any()

        return find_new(
            request.draft,
            comparison.stems,
            comparison.finder,
            [comparison.documents[each] for each in earlier],
            is_new_name,
            self._limits.covered_new,
        )

    def _in_time(self, comparison: Comparison) -> Mask:
        """The documents of the days of the story, undated ones too."""
        if comparison.days is None:
            return self._index.live
        near: Mask = self._decay(comparison.days) > 0
        return near & self._index.live

    # Grounds

    def _searched(
        self, request: CoverageRequest, comparison: Comparison, archive: ArchiveReader
    ) -> Searched:
        live, days = self._index.live, comparison.days
        return Searched(
            documents=int(np.count_nonzero(live)),
            first_date=archive.first,
            last_date=archive.last,
            undated=int(np.count_nonzero(live & (self._index.dates == 0))),
            words=len(request.draft.words),
            telling_words=telling_written(comparison.stems, self._limits.covered_terms),
            story_days=None if days is None else story_days.iso_days(days),
        )

    def _grounds(
        self,
        request: CoverageRequest,
        comparison: Comparison,
        found: FoundDocuments,
        listing: Listing,
        texts: tuple[SameText, ...],
    ) -> Grounds:
        size = len(request.draft.words)
        covering = [
            each for each in found.texts if is_covered_by(comparison.documents[each].covered, size)
        ]
        copies = comparison.own[1:]
        documents = self._folder.with_copies((*covering, *found.stories)) + copies
        sources, _ = self._index.keyword("source")
        dated = (self._index.dates > 0) & self._in_time(comparison)
        return Grounds(
            documents=len(documents),
            sources=len(set(sources[documents].tolist()) - {0}),
            first=listing.first((*documents, *comparison.own)),
            text=texts[0] if texts else None,
            nearest=None if documents else listing.nearest(found),
            copies=len(copies),
            different=len(set(request.draft.words.keys.tolist())),
            least=self._limits.covered_words_min,
            in_time=comparison.days is None or bool(dated.any()),
            timed_out=False,
        )


def _is_over(deadline: Deadline) -> bool:
    """Whether the time of a check is over."""
    try:
        deadline.check()
    except OutOfTime:
        return True
    return False
