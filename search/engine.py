"""The engine: every search and lookup of the pages, the API and the command line.

It combines the archive, which has the texts, with the index of it.
"""

from __future__ import annotations

import math
import os
import time
from array import array
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from functools import lru_cache, partial, wraps
from itertools import groupby
from operator import itemgetter
from pathlib import Path
from typing import Concatenate, Final, NamedTuple, ParamSpec, Self, TypeVar

import msgspec
import numpy as np

from arabic.tokenizer import words
from arabic.version import FORMS_VERSION
from corpus.addresses import AddressKey, address_key, normal_address, plain_address
from corpus.archive import Archive, DocumentRow, Heading
from corpus.document import Document
from corpus.messages import Message, WarraqError
from corpus.schema import ArchiveError
from index import generation
from index import kernels as posting_kernels
from index.archive_match import archive_fault, lost_archive
from index.array_types import F32, Integers
from index.arrays import DamagedError
from index.generation import Manifest
from index.reader import IndexReader, NoIndexError
from index.verify import find_damage
from search.advice.adviser import Adviser, QueryAdvice
from search.advice.form_spelling import spell_word
from search.advice.most_words import PartialMatches
from search.advice.query_counter import AnsweredQuery
from search.advice.undated_documents import count_undated
from search.advice.wide_classes import WideClassFinder
from search.aggregations.facets import count_facets, year_counts
from search.aggregations.timeline import timeline_of
from search.answer import (
    Answer,
    Completions,
    CopiesAnswer,
    CopyGroup,
    Expansion,
    Facet,
    Hit,
    IndexInfo,
    IndexPosition,
    LevelCount,
    Marked,
    MatchedNumbers,
    MostWords,
    PartialHit,
    RankedIds,
    RankedNumbers,
    Relation,
    SourceCount,
    Stats,
    Undated,
)
from search.comparison.document_differences import DocumentDifferences, compare_documents
from search.completion.completer import Completer
from search.copies import CopyFinder, GroupMatches
from search.coverage.answer import Coverage
from search.coverage.checker import (
    CoverageChecker,
    CoverageRequest,
)
from search.coverage.draft import check_draft, read_days, read_draft
from search.coverage.listing import ArchiveReader
from search.explanation import ScoreExplanation
from search.free_memory import keep_free_memory
from search.limits import LIMITS, Limits
from search.matching import kernels as scoring_kernels
from search.matching import sorting
from search.matching.collapsing import count_texts, first_places
from search.matching.deadline import Deadline, OutOfTime
from search.matching.matcher import Matched, Matcher
from search.matching.score_explanation import explanation
from search.matching.value_spellings import merge_spellings
from search.query import query_words
from search.query.addresses import read_address, shortened_address
from search.query.long_text import is_long_text, shorten_text
from search.query.nodes import Addressed, And, DateRange, Node
from search.query.pair_counts import PairCounts
from search.query.parse_cache import read
from search.query.parser import Parsed, check, check_text
from search.query.request_checks import (
    check_copies,
    check_facets,
    check_limit,
    check_page,
    days,
    sendable,
)
from search.query.synonyms import SYNONYM_SETTINGS, SynonymExpander, SynonymSettings
from search.request import LEVELS, BadRequest, CopyOrder, Level, Request
from search.reranking import kernels as reranking_kernels
from search.reranking.close_evidence import with_close_evidence
from search.reranking.close_matches import CloseMatchFinder, Listed
from search.reranking.reranker import Reranker
from search.similar import Similar, SimilarityFinder
from search.snippets import text_spans
from search.snippets.highlighter import BEGINNING, Highlight, Highlighter
from search.word_analysis import WordAnalysis, word_analyses

_REFRESH_SECONDS: Final = 0.25
_READ_AGAIN_SECONDS: Final = 10.0
"""Time after which an index that was intact is read again for an unexpected error."""
_IDS_KEPT: Final = 50_000
_PROBED: Final = 200
"""Code points of a text from which ``check`` takes a word."""
_SPELLINGS_KEPT: Final = 8_192
_WORDS_AT_ONCE: Final = 200_000
"""Words of hits that are read from the archive together, about."""


class EngineError(WarraqError):
    """The archive or its index cannot be opened."""


def archive_path(home: Path) -> Path:
    """The path of the archive of a home."""
    return home / "archive.sqlite"


class Selection(NamedTuple):
    """Some documents of one state of the index, made by ``Engine.select``."""

    matcher: Matcher
    state: str


class _MatchedRequest(NamedTuple):
    """A request that was read and matched."""

    request: Request
    parsed: Parsed
    tree: Node
    expansions: tuple[Expansion, ...]
    matched: Matched
    listed: Listed


def _relation(matched: Matched) -> Relation:
    return "exact" if matched.complete else "at_least"


def _has_page(ranked: Matched, best: int, collapsed: Listed, wanted: int) -> bool:
    """Whether the first ``wanted`` texts are among the ``best`` documents, whose scores are whole;
    true for an answer that ran out of time, whose scores are not."""
    if best >= len(ranked.documents) or ranked.timed_out:
        return True
    scores = collapsed.matched.scores
    least = scoring_kernels.threshold(ranked.scores, best)
    return int(np.count_nonzero(scores >= least)) >= min(wanted, len(scores))


def _merged_sources(counts: Sequence[tuple[str | None, int]]) -> tuple[SourceCount, ...]:
    """The sources of an archive, the spellings of one together, the most frequent first."""
    named = merge_spellings((source, count) for source, count in counts if source)
    unknown = sum(count for source, count in counts if not source)
    found = [SourceCount(source or None, count) for source, count in named]
    found += [SourceCount(None, unknown)] if unknown else []
    return tuple(sorted(found, key=lambda each: (-each.documents, each.source or "")))


def _index_of(archive: Archive, home: Path) -> IndexReader:
    """The current index of a home; raises DamagedError if it is not that of the archive."""
    index = IndexReader.current(home)
    fault = archive_fault(archive, index.manifest)
    if fault is not None:
        index.close()
        raise DamagedError(fault)
    return index


_Answer = TypeVar("_Answer")
_Given = ParamSpec("_Given")


def _sound(
    answer: Callable[Concatenate[Engine, _Given], _Answer],
) -> Callable[Concatenate[Engine, _Given], _Answer]:
    """A method that answers from a sound index only, and raises DamagedError otherwise.

    Large files of the index are trusted when they are opened. What was changed in them since shows
    in the check before an answer or in that after it; what was changed before that, by an
    unexpected error.
    """

    @wraps(answer)
    def sound(engine: Engine, /, *given: _Given.args, **named: _Given.kwargs) -> _Answer:
        engine.check_files()
        try:
            found = answer(engine, *given, **named)
        except OSError:
            raise
        except WarraqError:
            # A query may be refused for what a changed file made of it.
            engine.check_answered_files()
            raise
        except Exception as error:
            engine.check_answered_files()
            cause = engine.find_damage()
            if cause is None:
                raise
            raise DamagedError(cause) from error
        engine.check_answered_files()
        return found

    return sound


class Engine:
    """An archive with the current generation of its index, for one thread of one process.

    If it is to ``follow`` the index, each request opens a new generation if there is one. Open it
    after a fork. Raises BadRequest for requests that cannot be answered.
    """

    def __init__(
        self,
        home: Path,
        archive: Archive,
        index: IndexReader,
        limits: Limits,
        synonyms: SynonymSettings = SYNONYM_SETTINGS,
        follow: bool = True,
    ) -> None:
        self.home = home
        self._follow = follow
        self._archive = archive
        self._limits = limits
        self._synonym_settings = synonyms
        self._checked = time.monotonic()
        self._intact_at = -math.inf
        self._unreadable = False
        self._archives = 0
        self._archive_file = archive_path(home).stat()
        self._use(index)

    @classmethod
    def open(
        cls,
        home: Path,
        *,
        limits: Limits = LIMITS,
        synonyms: SynonymSettings = SYNONYM_SETTINGS,
        follow: bool = True,
    ) -> Self:
        """Open a home read-only; raises EngineError where archive or index cannot be read."""
        keep_free_memory()
        lost = lost_archive(archive_path(home), home)
        if lost is not None:
            raise EngineError(lost)
        if not archive_path(home).exists():
            raise EngineError("no_archive", home=str(home))
        try:
            archive = Archive(archive_path(home), read_only=True)
        except ArchiveError as error:
            raise EngineError(error.message) from error
        try:
            return cls(home, archive, _index_of(archive, home), limits, synonyms, follow)
        except DamagedError as error:
            archive.close()
            raise EngineError("home_index_unusable", home=str(home), cause=error.message) from error
        except (NoIndexError, ArchiveError) as error:
            archive.close()
            raise EngineError(error.message) from error

    def check_files(self) -> None:
        """Raise DamagedError where a file of the open index was changed after it was opened.

        Opens the current index first, if there is a new one.
        """
        self._refresh()
        self._index.check_files()

    def check_answered_files(self) -> None:
        """Raise DamagedError where a file of the index of the last answer was changed."""
        self._index.check_files()

    def read_again(self) -> Iterator[None]:
        """Read every byte of the open index again, a MiB at each step; ``check_files`` raises what
        it finds."""
        return self._index.read_again()

    def find_damage(self) -> Message | None:
        """Why the current index is not what was written, as a clause; None if it is intact.

        It reads every byte of the index, and after an intact one not again for some seconds.
        """
        if time.monotonic() - self._intact_at < _READ_AGAIN_SECONDS:
            return None
        try:
            cause = find_damage(self.home)
        except OSError as error:
            cause = Message.of("disk_failed", problem=error.strerror or str(error))
        if cause is None:
            self._intact_at = time.monotonic()
        return cause

    def close(self) -> None:
        """Close the archive and the index."""
        self._archive.close()
        self._index.close()

    def _use(self, index: IndexReader) -> None:
        self._index = index
        # The open index keeps its folder, so that its inode is not reused.
        self._folder = index.folder.stat()
        self.clear_caches()

    def clear_caches(self) -> None:
        """Drop everything that is cached between requests, as if just opened."""
        query_words.clear_cache()
        text_spans.clear_caches()
        self._matcher = Matcher(self._index, limits=self._limits)
        self._reranker = Reranker(self._matcher)
        self._close_matches = CloseMatchFinder(self._matcher)
        self._highlighter = Highlighter(self._matcher)
        self._adviser = Adviser(self._matcher)
        self._wide_classes = WideClassFinder(self._matcher)
        self._synonyms = SynonymExpander(
            self._index.vocabulary,
            PairCounts(self._index).count,
            self._synonym_settings,
            lru_cache(_SPELLINGS_KEPT)(partial(spell_word, self._index)),
        )
        self._completer = Completer(self._matcher, self._synonyms, self._limits)
        self._similarity = SimilarityFinder(self._matcher)
        self._coverage: CoverageChecker | None = None
        self._copies = CopyFinder(self._matcher, self._read_rows)
        self._ids: dict[int, str] = {}
        self._ids_at = -1

    def _refresh(self) -> None:
        now = time.monotonic()
        if not self._follow or now - self._checked < _REFRESH_SECONDS:
            return
        self._checked = now
        try:
            folder = generation.current(self.home)
            if folder is not None and os.path.samestat(folder.stat(), self._folder):
                self._unreadable = not self._index.is_in_place()
                return
            self._reopen()
        except (DamagedError, NoIndexError, ArchiveError, OSError):
            # The open generation stays valid; `warraq verify` reports the fault.
            self._unreadable = True

    def _reopen(self) -> None:
        """Open the new generation together with the current archive file."""
        archive = Archive(archive_path(self.home), read_only=True)
        try:
            index = _index_of(archive, self.home)
        except BaseException:
            archive.close()
            raise
        self._archive.close()
        self._index.close()
        self._archive, self._unreadable = archive, False
        before, self._archive_file = self._archive_file, archive_path(self.home).stat()
        self._archives += not os.path.samestat(before, self._archive_file)
        self._ids, self._ids_at = {}, -1
        self._use(index)

    @property
    def info(self) -> IndexInfo:
        """The index that answers."""
        manifest: Manifest = self._index.manifest
        return IndexInfo(
            generation=manifest.generation,
            built_at=manifest.built_at,
            analyzer=f"{manifest.forms_version}.{manifest.classes_version}",
            documents=manifest.documents,
        )

    @property
    def state(self) -> str:
        """The state of index and archive: while it is the same, so are the answers."""
        self._refresh()
        return f"{self.info.state}.{self._archive.sequence}.{self._unreadable}"

    # Searching

    @_sound
    def search(self, request: Request) -> Answer:
        """The answer to a request; raises BadRequest."""
        started = time.monotonic()
        request = sendable(request)
        self._refresh()
        check_page(request, self._limits, self.info)
        check_facets(request)
        found_request = self._match_text(request, started)
        request, parsed, tree, expansions, matched, (listed, close_total, cut) = found_request
        groups = self._groups(request, matched)
        places = sorting.page(self._index, listed, request)
        shown = listed.documents[places]
        highlight = self._highlighter.highlight(tree, request.level)
        rows = self._scored_rows(shown, listed.scores[places], started)
        found = ((row, score) for _, row, score in rows)
        hits, unmarked = self._highlighter.hits(found, highlight, started)
        hits = hits if groups is None else self._with_copies(hits, shown, groups)
        facets, uncounted = self._facets(request, matched, started)
        levels, unlevelled = self._levels(request, matched, started)
        left = self._limits.search_seconds - (time.monotonic() - started)
        answered = AnsweredQuery(request, parsed.tree, tree, matched)
        advice = self._advise(answered, left)
        return Answer(
            query=request.query,
            operator=request.operator,
            total=len(matched.documents),
            total_relation=_relation(matched),
            texts=None if groups is None else count_texts(groups),
            close_total=close_total,
            close_texts=None if close_total is None or groups is None else len(listed.documents),
            took_ms=round((time.monotonic() - started) * 1000, 3),
            timed_out=listed.timed_out or unmarked or bool(uncounted),
            notices=parsed.notices,
            warnings=(
                *parsed.warnings,
                *matched.warnings,
                *cut,
                *self._wide_classes.warnings(answered),
                *((Message("marks_out_of_time"),) if unmarked else ()),
                *uncounted,
                *unlevelled,
                *advice.warnings,
                *self._index_warnings(),
            ),
            expansions=expansions,
            suggestions=advice.suggestions,
            terms=advice.terms,
            facets=facets,
            levels=levels,
            undated=self._undated(answered, started),
            timeline=timeline_of(
                request,
                self._index.dates[matched.documents],
                most=self._limits.timeline_periods,
                relation=_relation(matched),
                groups=groups,
            ),
            index=self.info,
            hits=hits,
            most_words=self._most_words(
                self._other_texts(advice.most_words, shown, request), highlight, started
            ),
        )

    def _groups(self, request: Request, matched: Matched) -> Integers | None:
        """The group of each document that matches where copies are collapsed, else None."""
        if request.collapse != "copies":
            return None
        return self._copies.groups_of(matched.documents)

    def _with_copies(
        self, hits: Sequence[Hit], documents: Integers, groups: Integers
    ) -> tuple[Hit, ...]:
        """The hits with their copies; ``groups`` are those of all documents that match."""
        found = self._copies.of_hits(documents, groups)
        if not found:
            return tuple(hits)
        numbers = self._index.numbers[list(found)].tolist()
        ids = self._archive.ids_of(numbers)
        by_id = {
            ids.get(number): copies for number, copies in zip(numbers, found.values(), strict=True)
        }
        return tuple(msgspec.structs.replace(hit, copies=by_id.get(hit.id)) for hit in hits)

    def _other_texts(
        self, found: PartialMatches | None, shown: Integers, request: Request
    ) -> PartialMatches | None:
        """The documents with most of the words, without copies of each other and of the hits where
        copies are collapsed."""
        if found is None or request.collapse != "copies":
            return found
        groups = self._copies.groups_of(found.documents)
        places = first_places(groups, np.arange(len(groups)))
        listed = self._copies.groups_of(shown)
        places = places[(groups[places] < 0) | ~np.isin(groups[places], listed)]
        return found._replace(
            documents=found.documents[places],
            scores=found.scores[places],
            missing=tuple(found.missing[place] for place in places.tolist()),
        )

    def _advise(self, answered: AnsweredQuery, seconds: float) -> QueryAdvice:
        if not isinstance(answered.typed, Addressed):
            return self._adviser.advise(answered, self._match, seconds)
        address = read_address(answered.request.query, self._limits)
        if address is None or len(answered.found.documents):
            return QueryAdvice()
        sources = self._archive.sources_of_site(address.key.site)
        source = sources[0][0] if sources else None
        return self._adviser.advise_on_address(answered, address, source, self._match, seconds)

    def _undated(self, answered: AnsweredQuery, started: float) -> Undated | None:
        """The documents without a date, where dates cut, order or count the answer."""
        request, typed, tree, matched = answered

        def match(other: Node) -> Matched:
            left = self._limits.search_seconds - (time.monotonic() - started)
            return self._matcher.match(
                other, request.level, sources=request.sources, seconds=max(left, 0.0), scored=False
            )

        return count_undated(request, typed, tree, matched, self._index.dates, match)

    def _match_text(self, request: Request, started: float) -> _MatchedRequest:
        """The documents of a request, or, where none has all words of a long text, those with any
        of its words; raises BadRequest."""
        asked = self._match_request(request, started)
        whole = asked.matched.complete and request.operator == "all"
        if len(asked.matched.documents) or not whole or not is_long_text(asked.parsed.tree):
            return asked
        by_any = self._match_request(msgspec.structs.replace(request, operator="any"), started)
        if not len(by_any.matched.documents):
            return asked
        remarks = (Message("any_word_answer"), *by_any.parsed.remarks)
        return by_any._replace(parsed=msgspec.structs.replace(by_any.parsed, remarks=remarks))

    def _answered_request(self, request: Request, started: float) -> Request:
        """The request that a search answers in place of another: that for any of the words of a
        long text where none has all of them."""
        parsed, _, _ = self._parse(request)
        long = request.operator == "all" and is_long_text(parsed.tree)
        return self._match_text(request, started).request if long else request

    def _match_request(self, request: Request, started: float) -> _MatchedRequest:
        parsed, tree, expansions = self._parse(request)
        matched, listed = self._ranked(tree, request, started)
        return _MatchedRequest(request, parsed, tree, expansions, matched, listed)

    def _facets(
        self, request: Request, matched: Matched, started: float
    ) -> tuple[tuple[Facet, ...], tuple[Message, ...]]:
        """The facets of a request, and a warning that names those that there was no time for."""
        counted: list[Facet] = []
        late: list[str] = []
        left = self._limits.search_seconds - (time.monotonic() - started)
        check_time = Deadline(left).check
        for name in dict.fromkeys(request.facets):
            try:
                check_time()
                counted += count_facets(
                    self._matcher,
                    matched.documents,
                    (name,),
                    relation=_relation(matched),
                    groups=self._groups(request, matched),
                    check_time=check_time,
                )
            except OutOfTime:
                late.append(name)
        if not late:
            return tuple(counted), ()
        return tuple(counted), (Message.of("facets_out_of_time", fields=tuple(late)),)

    def _scored_rows(
        self, documents: Integers, scores: F32, started: float
    ) -> Iterator[tuple[int, DocumentRow, float]]:
        """The documents, by their numbers within the index, that are still in the archive, each
        with its score, in their order.

        Few words are read at once, and after the time of the search only beginnings of texts.
        """
        numbers = self._index.numbers[documents].tolist()
        words_before = np.cumsum(self._index.lengths["body"][documents], dtype=np.int64)
        parts = (words_before // _WORDS_AT_ONCE).tolist()
        end = self._highlighter.end_of(started)
        each = zip(parts, documents.tolist(), numbers, scores.tolist(), strict=True)
        for _, part in groupby(each, key=itemgetter(0)):
            together = list(part)
            beginning = BEGINNING if time.monotonic() > end else None
            rows = self._archive.rows([number for _, _, number, _ in together], beginning)
            for _, document, number, score in together:
                if number in rows:
                    yield document, rows[number], score

    def _most_words(
        self, found: PartialMatches | None, highlight: Highlight, started: float
    ) -> MostWords | None:
        """The documents with most of the words as hits."""
        if found is None:
            return None
        rows = list(self._scored_rows(found.documents, found.scores, started))
        scored = ((row, score) for _, row, score in rows)
        hits = self._highlighter.headings(scored, highlight, started)
        missing = dict(zip(found.documents.tolist(), found.missing, strict=True))
        partial = [
            PartialHit(**msgspec.structs.asdict(hit), missing=missing[document])
            for (document, _, _), hit in zip(rows, hits, strict=True)
        ]
        return MostWords(total=found.total, hits=tuple(partial))

    def _levels(
        self, request: Request, matched: Matched, started: float
    ) -> tuple[tuple[LevelCount, ...], tuple[Message, ...]]:
        """The counts of the query at each level if requested, and a warning if time ran out."""
        counted: list[LevelCount] = []
        late: list[str] = []
        for level in LEVELS if request.levels else ():
            at = matched
            if level != request.level:
                left = self._limits.search_seconds - (time.monotonic() - started)
                if left <= 0:
                    late.append(level)
                    continue
                _, tree, _ = self._parse(msgspec.structs.replace(request, level=level))
                at = self._matcher.match(
                    tree, level, sources=request.sources, seconds=left, scored=False
                )
            groups = self._groups(request, at)
            count = len(at.documents) if groups is None else count_texts(groups)
            counted.append(LevelCount(level, count, _relation(at)))
        if not late:
            return tuple(counted), ()
        return tuple(counted), (Message.of("levels_out_of_time", levels=tuple(late)),)

    def _index_warnings(self) -> tuple[Message, ...]:
        if self._unreadable:
            return (Message("index_unreadable"),)
        manifest = self._index.manifest
        found = [Message("index_outdated")] if self.is_outdated else []
        if manifest.forms_version != FORMS_VERSION:
            found.append(Message("index_forms_outdated"))
        return tuple(found)

    @_sound
    def rank(self, request: Request, most: int | None = None) -> RankedIds:
        """The ids and scores of the best hits, without titles and snippets.

        ``request.limit`` may be up to ``most`` (None: ``limits.batch_limit_max``). Raises
        BadRequest.
        """
        started = time.monotonic()
        self._refresh()
        check_limit(request, most or self._limits.batch_limit_max)
        _, tree, _ = self._parse(request)
        matched, (listed, _, _) = self._ranked(tree, request, started)
        places = sorting.page(self._index, listed, request)
        numbers = self._index.numbers[listed.documents[places]].tolist()
        ids = self._ids_of(numbers)
        scored = zip(numbers, listed.scores[places].tolist(), strict=True)
        hits = [
            (number, score, place)
            for place, (number, score) in enumerate(scored, request.offset + 1)
            if number in ids
        ]
        return RankedIds(
            ids=tuple(ids[number] for number, _, _ in hits),
            numbers=tuple(number for number, _, _ in hits),
            places=tuple(place for _, _, place in hits),
            scores=tuple(score for _, score, _ in hits),
            total=len(listed.documents),
            relation=_relation(listed),
            levels=self._levels(request, matched, started)[0],
            timed_out=listed.timed_out,
        )

    @_sound
    def rank_numbers(self, request: Request, most: int) -> RankedNumbers:
        """The archive numbers and scores of the best hits; raises BadRequest.

        ``request.limit`` may be up to ``most``.
        """
        started = time.monotonic()
        self._refresh()
        check_limit(request, most)
        _, tree, _ = self._parse(request)
        _, (listed, _, cut) = self._ranked(tree, request, started)
        places = sorting.page(self._index, listed, request)
        numbers = self._index.numbers[listed.documents[places]]
        return RankedNumbers(
            numbers=array("q", numbers.astype(np.int64).tobytes()),
            scores=array("d", listed.scores[places].astype(np.float64).tobytes()),
            total=len(listed.documents),
            timed_out=listed.timed_out,
            archive=self._archives,
            warnings=cut,
        )

    def headings(self, ids: Sequence[str]) -> Mapping[str, Heading]:
        """The fields of documents without their texts, by id."""
        return self._archive.headings(ids)

    def rows(
        self, numbers: Sequence[int], archive: int | None = None, beginning: int | None = None
    ) -> Mapping[int, DocumentRow]:
        """The documents that are still in the archive, by archive number; with ``beginning``, their
        texts are cut after so many code points.

        With ``archive`` it raises EngineError if the file was exchanged since ``rank_numbers``.
        """
        if archive is not None and archive != self._archives:
            raise EngineError("archive_exchanged")
        return self._archive.rows(numbers, beginning)

    # Documents that arrived

    @property
    def position(self) -> IndexPosition:
        """How far the open index goes."""
        manifest = self._index.manifest
        number = int(self._index.numbers.max(initial=0))
        return IndexPosition(archive=manifest.archive, sequence=manifest.sequence, number=number)

    @property
    def is_outdated(self) -> bool:
        """Whether the archive has changes that the open index does not have."""
        return self._archive.sequence != self._index.manifest.sequence

    def changed(self, since: int) -> list[tuple[int, int]]:
        """Archive number and sequence of every document that was added or replaced after sequence
        ``since``, in the order of their numbers, as far as the index has the changes.

        A document that was replaced again since the index was built is left out until that is.
        """
        return self._archive.changed_between(since, self._index.manifest.sequence)

    def number_before(self, start: int | str) -> int:
        """The archive number below which no document arrived after a sequence, or since a day
        (ISO)."""
        if isinstance(start, int):
            return self._archive.last_number(start)
        first = self._archive.first_number_of(start)
        return self.position.number if first is None else first - 1

    @_sound
    def copy_groups(self, numbers: Collection[int]) -> Mapping[int, int]:
        """The group of copies of each of some documents, by archive number; documents without
        copies are left out."""
        self._refresh()
        places = np.flatnonzero(np.isin(self._index.numbers, np.array([*numbers], np.int64)))
        groups = self._index.copies.group[places]
        known, places = groups[groups >= 0], places[groups >= 0]
        return dict(zip(self._index.numbers[places].tolist(), known.tolist(), strict=True))

    @_sound
    def select(self, numbers: Sequence[int]) -> Selection:
        """Documents by archive number, to match many requests among them alone."""
        self._refresh()
        wanted = np.isin(self._index.numbers, np.array(numbers, np.int64))
        return Selection(self._matcher.among(wanted), self.info.state)

    @_sound
    def match_selected(self, request: Request, selection: Selection) -> MatchedNumbers:
        """The documents of a selection that match a request, of those that ``rank`` counts.

        Raises BadRequest, and EngineError if the index was renewed since ``select``.
        """
        self._refresh()
        if selection.state != self.info.state:
            raise EngineError("index_renewed")
        _, tree, _ = self._parse(sendable(request))
        matched = selection.matcher.match(
            tree, request.level, sources=request.sources, scored=False
        )
        numbers = self._index.numbers[matched.documents]
        return MatchedNumbers(
            numbers=tuple(np.sort(numbers).tolist()),
            complete=matched.complete,
            warnings=matched.warnings,
        )

    def _read_rows(self, numbers: Sequence[int], beginning: int) -> Mapping[int, DocumentRow]:
        return self._archive.rows(numbers, beginning)

    def _ids_of(self, numbers: Sequence[int]) -> Mapping[int, str]:
        """The ids of documents that are still in the archive, by archive number; cached."""
        sequence = self._archive.sequence
        if sequence != self._ids_at or len(self._ids) > _IDS_KEPT:
            self._ids, self._ids_at = {}, sequence
        missing = [number for number in numbers if number not in self._ids]
        if missing:
            self._ids.update(self._archive.ids_of(missing))
        return self._ids

    def _ranked(self, tree: Node, request: Request, started: float) -> tuple[Matched, Listed]:
        """The documents that match a tree, with the scores that order the answer, and those of them
        that the answer lists."""
        # Every score is shown or compared, unless the best alone are listed.
        only_best = request.sort == "relevance" and request.matches != "close"
        wanted = request.offset + request.limit
        best = max(self._reranker.count, wanted) if only_best else None
        ranked, listed = self._rank_best(tree, request, best, started)
        if request.collapse != "copies":
            return ranked, listed
        collapsed = self._collapsed(listed, request)
        if best is not None and not _has_page(ranked, best, collapsed, wanted):
            # The best documents have fewer texts than are listed: every score is compared.
            ranked, listed = self._rank_best(tree, request, None, started)
            collapsed = self._collapsed(listed, request)
        return ranked, collapsed

    def _collapsed(self, listed: Listed, request: Request) -> Listed:
        groups = self._copies.groups_of(listed.matched.documents)
        matched = sorting.collapse(self._index, listed.matched, request.sort, groups)
        return listed._replace(matched=matched)

    def _rank_best(
        self, tree: Node, request: Request, best: int | None, started: float
    ) -> tuple[Matched, Listed]:
        """The same before copies are collapsed, with the whole scores of the ``best`` documents."""
        left = self._limits.search_seconds - (time.monotonic() - started)
        matched = self._matcher.match(
            tree, request.level, sources=request.sources, seconds=left, best=best
        )
        ranked = matched
        if request.sort == "relevance":
            left = self._limits.search_seconds - (time.monotonic() - started)
            ranked = self._reranker.rerank(tree, request.level, matched, left)
        if request.matches != "close":
            return ranked, Listed(ranked)
        left = self._limits.search_seconds - (time.monotonic() - started)
        return ranked, self._close_matches.list_close(tree, matched, ranked, Deadline(left).check)

    def _match(self, request: Request, seconds: float) -> Matched:
        """Match a request without scores, in at most ``seconds``; raises BadRequest."""
        _, tree, _ = self._parse(request)
        return self._matcher.match(
            tree, request.level, sources=request.sources, seconds=seconds, scored=False
        )

    def _parse(self, request: Request) -> tuple[Parsed, Node, tuple[Expansion, ...]]:
        """A parsed request, the tree to match for it, and its expansions; raises BadRequest."""
        parsed = self._parse_address(request)
        first, last = days(request)
        if parsed is not None:
            tree = parsed.tree
            dated = And((tree, DateRange(first, last))) if first or last else tree
            return parsed, dated, ()
        check_text(request.query, self._limits)
        parsed = shorten_text(read(request), self._limits.query_terms)
        if parsed.refused is not None:
            raise BadRequest(parsed.refused, parameter="query")
        check(request.query, parsed.tree, self._limits)
        tree, expansions, warnings = self._synonyms.expand(
            parsed.tree, request.level, request.operator
        )
        if warnings:
            parsed = msgspec.structs.replace(parsed, notices=(*parsed.notices, *warnings))
        if first is not None or last is not None:
            tree = And((tree, DateRange(first, last)))
        return parsed, tree, expansions

    def _parse_address(self, request: Request) -> Parsed | None:
        """The documents of a query that is an address; None for any other query."""
        address = None if request.plain else read_address(request.query, self._limits)
        if address is None:
            return None
        numbers = tuple(self._addressed(address.text, address.key))
        if not numbers and not address.is_certain:
            return None
        shown = shortened_address(address.text)
        remark = (
            Message.of("address_found", address=shown, documents=len(numbers))
            if numbers
            else Message.of("address_not_found", address=shown)
        )
        return Parsed(tree=Addressed(address.text, numbers), remarks=(remark,))

    def _addressed(self, address: str, key: AddressKey) -> Sequence[int]:
        """The numbers of the documents with an address: those with its normal form, else those with
        its key."""
        found = self._archive.addressed(key)
        normal = normal_address(address)
        exact = [number for number, url in found.items() if normal_address(url) == normal]
        return exact or list(found)

    @_sound
    def hits(self, request: Request, numbers: Sequence[int]) -> Mapping[int, Hit]:
        """Documents by archive number as the hits of a request, without scores; those that are no
        longer in the archive are left out.

        Raises BadRequest.
        """
        started = time.monotonic()
        self._refresh()
        _, tree, _ = self._parse(sendable(request))
        rows = self._archive.rows(numbers)
        present = [number for number in numbers if number in rows]
        highlight = self._highlighter.highlight(tree, request.level)
        found, _ = self._highlighter.hits(
            ((rows[each], 0.0) for each in present), highlight, started
        )
        return dict(zip(present, found, strict=True))

    # Copies

    @_sound
    def copies(self, request: Request, least: int = 2, order: CopyOrder = "first") -> CopiesAnswer:
        """The groups of at least ``least`` copies to which the documents of a request belong.

        ``request.limit`` and ``request.offset`` count groups, each with its earliest copies, see
        ``Limits.copies_listed``. Raises BadRequest.
        """
        started = time.monotonic()
        request = sendable(request)
        self._refresh()
        check_page(request, self._limits, self.info)
        check_copies(least)
        parsed, tree, _ = self._parse(request)
        matched = self._matcher.match(tree, request.level, sources=request.sources, scored=False)
        found = self._copies.groups_with(matched.documents, least, order)
        page = slice(request.offset, request.offset + request.limit)
        shown = GroupMatches(found.groups[page], found.matching[page])
        deadline = started + self._limits.search_seconds
        groups = self._copies.describe(shown, self._limits.copies_listed, deadline)
        late = time.monotonic() > deadline
        return CopiesAnswer(
            query=request.query,
            total=len(found.groups),
            total_relation=_relation(matched),
            documents=int(found.matching.sum()),
            groups=groups,
            took_ms=round((time.monotonic() - started) * 1000, 3),
            timed_out=matched.timed_out or late,
            warnings=(
                *parsed.warnings,
                *matched.warnings,
                *((Message("copies_out_of_time"),) if late else ()),
                *self._index_warnings(),
            ),
            notices=parsed.notices,
            index=self.info,
        )

    @_sound
    def copies_of(self, ids: Sequence[str], count: int, start: int = 0) -> Mapping[str, CopyGroup]:
        """Documents by id with their copies: ``count`` of each group after the first ``start``,
        compared with the document as far as there is time. One without a copy is a group of
        one."""
        self._refresh()
        numbers = {number: id_ for id_ in ids if (number := self._archive.number(id_)) is not None}
        deadline = time.monotonic() + self._limits.search_seconds
        found = self._copies.of_documents(tuple(numbers), count, start=start, deadline=deadline)
        return {numbers[number]: group for number, group in found.items()}

    # Single documents

    @_sound
    def mark(self, document: Document, query: str, level: Level = "stem") -> Marked:
        """A whole document with the words of a query marked; raises BadRequest."""
        started = time.monotonic()
        self._refresh()
        _, tree, _ = self._parse(Request(query=query, level=level))
        highlight = self._highlighter.highlight(tree, level)
        return self._highlighter.mark_document(document, highlight, started)

    @_sound
    def explain(self, request: Request, id: str) -> ScoreExplanation | None:  # noqa: A002
        """Why a document matches a request, or does not; None if it is not in the archive.

        Raises BadRequest.
        """
        started = time.monotonic()
        request = sendable(request)
        self._refresh()
        request = self._answered_request(request, started)
        _, tree, expansions = self._parse(request)
        document, number = self._archive.get(id), self._archive.number(id)
        if document is None or number is None:
            return None
        found = explanation(self._matcher, request, tree, document, number, self.info)
        if found.matched and request.sort == "relevance":
            left = self._limits.search_seconds - (time.monotonic() - started)
            deadline = Deadline(left)
            matched = self._matcher.match(
                tree, request.level, sources=request.sources, seconds=left
            )
            found = with_close_evidence(
                found, self._reranker, tree, matched, number, deadline.check
            )
        return msgspec.structs.replace(found, expansions=expansions)

    def document(self, id: str) -> Document | None:  # noqa: A002
        """The document with an id; None if it is not in the archive."""
        return self._archive.get(id)

    def ids_at(self, address: str) -> tuple[str, ...]:
        """The ids of the documents with a web address, however it is written, first added first.

        Raises BadRequest for a text that is no address of the web.
        """
        key = address_key(address) if len(address) <= self._limits.address_code_points else None
        if key is None:
            raise BadRequest("not_an_address", parameter="url")
        numbers = self._addressed(plain_address(address), key)
        ids = self._archive.ids_of(numbers)
        return tuple(ids[number] for number in numbers if number in ids)

    def differences(self, first: Document, second: Document) -> DocumentDifferences:
        """The differences of two documents of the archive, word by word."""
        self._refresh()
        return compare_documents(first, second, self._limits, self.info)

    # Lookups

    @_sound
    def analyze(self, text: str) -> tuple[WordAnalysis, ...]:
        """The analysis of each word of a text, with its classes in this archive.

        Raises BadRequest for a text that is longer than a query may be.
        """
        self._refresh()
        check_text(text, self._limits)
        return word_analyses(text, self._matcher)

    @_sound
    def suggest(self, text: str, limit: int | None = None) -> Completions:
        """Completions of a text that is being typed; raises BadRequest."""
        self._refresh()
        return self._completer.suggest(text, limit, self.info)

    @_sound
    def similar(self, like: Document | str, limit: int | None = None) -> Similar:
        """The documents similar to a document of the archive, or to a text; raises BadRequest."""
        self._refresh()
        if isinstance(like, str):
            return self._similarity.find("", like, self._archive.rows, self.info, limit=limit)
        text, own = like.text[: self._limits.similar_code_points], self._archive.number(like.id)
        return self._similarity.find(
            like.title, text, self._archive.rows, self.info, limit=limit, without=own
        )

    @_sound
    def covered(
        self, draft: Document | str, *, date: str | None = None, limit: int | None = None
    ) -> Coverage:
        """Whether the archive has what a draft tells: the same text, the same story, who first.

        ``date`` is that of the story, as in a query; of a document its own unless given. ``limit``
        bounds the documents of each list (None: ``limits.covered_limit``). A document of the
        archive and its copies are apart from the others. Raises BadRequest.
        """
        self._refresh()
        limits = self._limits
        listed = limits.covered_limit if limit is None else limit
        own = None
        if isinstance(draft, str):
            check_draft(draft, listed, limits)
            read = read_draft("", draft)
        else:
            text = draft.text[: limits.covered_code_points]
            check_draft(text, listed, limits)
            read = read_draft(draft.title, text)
            own = self._archive.number(draft.id) if draft.id else None
            date = draft.date if date is None else date
        request = CoverageRequest(read, read_days(date), own, listed)
        archive = ArchiveReader(
            self._archive.rows, self._archive.ids_of, *self._archive.date_span()
        )
        if self._coverage is None:
            self._coverage = CoverageChecker(self._matcher)
        found = self._coverage.check(request, archive, self.info)
        return msgspec.structs.replace(found, warnings=(*found.warnings, *self._index_warnings()))

    def check(self) -> None:
        """Raise EngineError, ArchiveError or what a search raises, unless queries are answered."""
        lost = lost_archive(archive_path(self.home), self.home)
        if lost is not None:
            raise EngineError(lost)
        self._refresh()
        live = np.flatnonzero(self._index.live)[:1]
        # The open connection may have in memory what the file no longer has.
        with Archive(archive_path(self.home), read_only=True) as archive:
            rows = archive.rows(self._index.numbers[live].tolist())
        for row in rows.values():
            for word in words(f"{row.title} {row.text[:_PROBED]}")[:1]:
                self.search(Request(query=f'"{word}"', limit=1))

    @_sound
    def stats(self) -> Stats:
        """The size of the archive and of its index."""
        self._refresh()
        try:
            archive_bytes = archive_path(self.home).stat().st_size
        except OSError as error:
            raise EngineError("no_archive", home=str(self.home)) from error
        sizes = self._index.vocabulary.sizes()
        first, last = self._archive.date_span()
        return Stats(
            documents=self._archive.count(),
            indexed=self._index.manifest.documents,
            words=self._index.manifest.words,
            forms=sizes.forms,
            stems=sizes.stems,
            roots=sizes.roots,
            first_date=first,
            last_date=last,
            archive_bytes=archive_bytes,
            index_bytes=sum(check.size for check in self._index.manifest.files.values()),
            compiled=posting_kernels.COMPILED
            and scoring_kernels.COMPILED
            and reranking_kernels.COMPILED,
            sources=_merged_sources(self._archive.source_counts()),
            years=year_counts(self._index),
            index=self.info,
        )
