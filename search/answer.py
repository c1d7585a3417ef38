"""Answers of the engine: the records that pages, JSON and the command line share."""

from __future__ import annotations

from array import array
from typing import Annotated, Any, Final, Literal, TypeAlias

import msgspec

from arabic.spelling_variants import VariantKind
from corpus.fields import KEYWORD_FIELDS, names
from corpus.messages import Language, Message, record
from search.request import FacetName, Level, Operator

TextOrKeywordField: TypeAlias = Annotated[
    str, msgspec.Meta(extra_json_schema={"enum": ["title", "body", *names(KEYWORD_FIELDS)]})
]
Unit = Literal["year", "month", "day"]
Relation = Literal["exact", "at_least"]
Kind = Literal[
    "layout",
    "spelling",
    "split",
    "sources",
    "dates",
    "filters",
    "quotes",
    "level",
    "omit",
    "any",
    "words",
    "site",
]
Parameter = Literal["source", "after", "before"]


ADDRESS_REMARKS: Final = frozenset({"address_found", "address_not_found"})
"""Codes of the warnings about a query that is a web address."""


class Mark(msgspec.Struct, frozen=True):
    """A mark ``[start, end)`` in code points of its passage."""

    start: int
    end: int


class Passage(msgspec.Struct, frozen=True, kw_only=True):
    """A slice of a text with marked words.

    ``text`` is ``original[start:start + len(text)]``; ``html`` is the escaped text with ``<mark>``
    around the marks. ``cut_before`` and ``cut_after`` say whether it cuts a sentence at its
    beginning and at its end.
    """

    text: str
    html: str
    start: int = 0
    marks: tuple[Mark, ...] = ()
    cut_before: bool = False
    cut_after: bool = False


class FirstCopy(msgspec.Struct, frozen=True, kw_only=True):
    """The earliest of some copies, by the date of the story, then by arrival; undated ones last."""

    id: str
    title: str
    date: str | None = None
    source: str | None = None


class HitCopies(msgspec.Struct, frozen=True, kw_only=True):
    """The copies of a text in the whole archive, the document itself included.

    ``matching`` of these ``documents`` match the query (None: there is none); ``sources`` counts
    the sources that have one; ``last_date`` is the latest known date.
    """

    documents: int
    matching: int | None = None
    sources: int
    first: FirstCopy
    last_date: str | None = None


class Copy(FirstCopy, frozen=True, kw_only=True):
    """A document with the same text as another or most of it.

    ``overlap`` is the share of word sequences that they have in common, from 0 to 1; None if there
    was no time to compare them.
    """

    url: str | None = None
    overlap: float | None = None


class CopyGroup(HitCopies, frozen=True, kw_only=True):
    """A group of copies, of which some are listed, the earliest first."""

    copies: tuple[Copy, ...]


class Hit(msgspec.Struct, frozen=True, kw_only=True):
    """One document of an answer, with its marked title and snippets.

    ``beginning`` has the first words of the text of a document without a title
    (``corpus.headings``).
    ``copies`` is there where copies are collapsed and the text has some.
    """

    id: str
    score: float
    title: Passage
    beginning: str = ""
    snippets: tuple[Passage, ...] = ()
    date: str | None = None
    added_at: str | None = None
    source: str | None = None
    author: str | None = None
    url: str | None = None
    section: str | None = None
    copies: HitCopies | None = None


class PartialHit(Hit, frozen=True, kw_only=True):
    """A document with most of the words of a query; ``missing`` are those that it lacks, as
    typed."""

    missing: tuple[str, ...]


class MostWords(msgspec.Struct, frozen=True, kw_only=True):
    """Documents with most of the words of a query, but not all; none of them is in the answer.

    ``total`` counts them all; ``hits`` are the best.
    """

    total: int
    hits: tuple[PartialHit, ...]


class IndexInfo(msgspec.Struct, frozen=True, kw_only=True):
    """The index that gave an answer, so that a count can be reproduced."""

    generation: int
    built_at: str
    analyzer: str
    documents: int

    @property
    def state(self) -> str:
        """An identifier of this state of the index, unique within the archive."""
        return f"{self.generation}.{self.built_at}"


class Expansion(msgspec.Struct, frozen=True, kw_only=True):
    """A word of a query that matches more than itself, or need not match.

    ``kind`` is ``month`` for other names of a month; ``spelling`` for other spellings, ``hundred``
    for those of a hundred, ``extraction`` for spellings that a faulty extraction left, ``plural``
    for singular and broken plural; ``compound`` for a name or expression of one word or several
    (its words must match side by side); ``omitted`` for a question word or a single و, which need
    not match. ``terms`` are the added names and spellings; an occurrence of one counts ``weight``.
    """

    word: str
    kind: Literal["month", "compound", "omitted"] | VariantKind
    terms: tuple[str, ...]
    weight: float


class Suggestion(msgspec.Struct, frozen=True, kw_only=True):
    """Another request that may be intended, or that finds more.

    It is the same request with ``query``, ``level`` and ``operator``, and without the parameters in
    ``without``; ``documents`` is how many it finds. ``kind`` is the difference:

    - ``layout``: typed on another keyboard layout;
    - ``spelling``: ``instead`` replaces ``word``; ``split``: the same by adding spaces;
    - ``sources``: no filters by field; ``dates``: no dates; ``filters``: neither;
    - ``quotes``: phrases as separate words;
    - ``level``: a wider level;
    - ``omit``: without ``word``;
    - ``any``: any of the words instead of all;
    - ``words``: the words in an address, instead of the address;
    - ``site``: the source of other documents of its site; ``word`` is the site.
    """

    kind: Kind
    query: str
    documents: int
    relation: Relation = "exact"
    level: Level = "stem"
    operator: Operator = "all"
    without: tuple[Parameter, ...] = ()
    word: str = ""
    instead: str = ""


class TermCount(msgspec.Struct, frozen=True, kw_only=True):
    """How many documents of the whole archive match one part of a query.

    ``text`` is the part as typed, without its field. ``level`` is None where levels do not apply;
    ``field`` is None for title and body.
    """

    text: str
    kind: Literal["word", "phrase", "prefix", "wildcard", "fuzzy", "filter", "date"]
    documents: int
    relation: Relation = "exact"
    level: Level | None = None
    field: TextOrKeywordField | None = None


class FacetValue(msgspec.Struct, frozen=True, omit_defaults=True):
    """How many documents of an answer have a value.

    ``spellings`` are the values that were counted together under it, the most frequent first, if
    there are several (see ``Limits.facet_spellings``).
    """

    value: str
    documents: int
    spellings: tuple[str, ...] = ()


class Facet(msgspec.Struct, frozen=True, kw_only=True):
    """The documents of an answer by the values of a field; each is counted once.

    ``values`` are the most frequent, ties by value; ``others`` counts the documents of all other
    values, ``missing`` those without a value. ``relation`` is that of the total.
    """

    name: FacetName
    values: tuple[FacetValue, ...]
    others: int
    missing: int
    relation: Relation


class LevelCount(msgspec.Struct, frozen=True):
    """How many documents the query finds at a level."""

    level: Level
    documents: int
    relation: Relation


class Timeline(msgspec.Struct, frozen=True, kw_only=True):
    """The documents of an answer by date, each counted once.

    ``bins`` are all periods of the unit ``by``, empty ones included; ``coarser`` counts documents
    whose date is known only to a wider unit; ``relation`` is that of the total.
    """

    by: Unit
    bins: tuple[FacetValue, ...]
    coarser: tuple[FacetValue, ...]
    undated: int
    relation: Relation


class Undated(msgspec.Struct, frozen=True, kw_only=True):
    """Documents without a date, beside an answer that dates cut, order or count.

    ``left_out`` says that they match but for the dates of the request; otherwise they are in the
    answer, last in an order by date and in no period. ``query`` finds them, without the parameters
    ``after`` and ``before``.
    """

    documents: int
    left_out: bool
    query: str
    relation: Relation = "exact"


class Counts(msgspec.Struct, frozen=True, kw_only=True):
    """An answer without its hits.

    ``total`` counts documents; where copies are collapsed, ``texts`` counts the texts of these, and
    the counts of ``facets``, ``levels`` and ``timeline`` are of texts.
    ``warnings`` are messages to the user; ``notices`` are those about a part of the query.
    ``expansions`` are the words that match more, or need not match. ``suggestions`` are other
    requests, the most useful first; ``terms`` has the count of each part of the query if there are
    few results or none. ``facets``, ``levels`` (from narrow to wide) and ``timeline`` are present
    on request, ``undated`` where dates cut, order or count the answer. ``operator`` says
    which words a document must have: ``any`` if it was asked for, or if no document has all words
    of a long text.
    """

    query: str
    operator: Operator = "all"
    total: int
    total_relation: Relation
    texts: int | None = None
    took_ms: float
    timed_out: bool
    warnings: tuple[Message, ...]
    notices: tuple[Message, ...] = ()
    expansions: tuple[Expansion, ...] = ()
    suggestions: tuple[Suggestion, ...] = ()
    terms: tuple[TermCount, ...] = ()
    facets: tuple[Facet, ...] = ()
    levels: tuple[LevelCount, ...] = ()
    timeline: Timeline | None = None
    undated: Undated | None = None
    index: IndexInfo

    @property
    def is_of_address(self) -> bool:
        """Whether the query was read as a web address, which a warning says."""
        return any(each.code in ADDRESS_REMARKS for each in self.warnings)

    @property
    def is_of_unknown_address(self) -> bool:
        """Whether the query is an address of no document of the archive."""
        return any(each.code == "address_not_found" for each in self.warnings)


class Answer(Counts, frozen=True, kw_only=True):
    """The answer to a request: its counts, and the hits of one page.

    ``close_total`` counts the close matches where only these are listed, ``close_texts`` their
    texts where copies are collapsed. ``most_words`` is present where few documents have all words
    and others have most.
    """

    close_total: int | None = None
    close_texts: int | None = None
    hits: tuple[Hit, ...]
    most_words: MostWords | None = None

    @property
    def listed_total(self) -> int:
        """How many documents the pages of the answer list."""
        if self.close_total is None:
            return self.total if self.texts is None else self.texts
        return self.close_total if self.close_texts is None else self.close_texts


class CopiesAnswer(msgspec.Struct, frozen=True, kw_only=True):
    """The groups of copies to which the documents of a query belong.

    ``total`` counts the groups, ``documents`` the documents of the query in them.
    """

    query: str
    total: int
    total_relation: Relation
    documents: int
    groups: tuple[CopyGroup, ...]
    took_ms: float
    timed_out: bool
    warnings: tuple[Message, ...] = ()
    notices: tuple[Message, ...] = ()
    index: IndexInfo


def answer_record(answer: Answer | CopiesAnswer, language: Language) -> dict[str, Any]:
    """The fields of an answer for JSON, with its messages rendered in a language."""
    fields = msgspec.structs.asdict(answer)
    for name in ("warnings", "notices"):
        fields[name] = tuple(record(message, language) for message in fields[name])
    return fields


class RankedIds(msgspec.Struct, frozen=True, kw_only=True):
    """The ids, archive numbers and scores of the best hits, without their texts.

    ``ids``, ``numbers``, ``scores`` and ``places`` have one entry for each hit, the best first.
    ``places`` are counted from 1 in the whole answer; those of documents that were deleted since
    are left out. ``total`` counts the documents that the request lists.
    """

    ids: tuple[str, ...]
    numbers: tuple[int, ...]
    places: tuple[int, ...]
    scores: tuple[float, ...]
    total: int
    relation: Relation
    levels: tuple[LevelCount, ...]
    timed_out: bool


class RankedNumbers(msgspec.Struct, frozen=True, kw_only=True):
    """The archive numbers and scores of the best hits; some documents may be deleted since.

    ``numbers`` (``q``) and ``scores`` (``d``) have one entry for each hit, the best first;
    ``total`` counts the documents that the request lists.
    ``archive`` says which archive file they are of, see ``Engine.rows``; ``warnings`` are those
    about what is listed.
    """

    numbers: array[int]
    scores: array[float]
    total: int
    timed_out: bool
    archive: int
    warnings: tuple[Message, ...] = ()


class IndexPosition(msgspec.Struct, frozen=True, kw_only=True):
    """How far an index goes: the ``archive`` that it is of, by its identity, the ``sequence`` of
    the last change that it has, and the largest ``number`` of a document."""

    archive: str
    sequence: int
    number: int


class MatchedNumbers(msgspec.Struct, frozen=True, kw_only=True):
    """The archive numbers of documents that match, rising; unless ``complete``, there may be
    more."""

    numbers: tuple[int, ...]
    complete: bool
    warnings: tuple[Message, ...] = ()


class Completion(msgspec.Struct, frozen=True, kw_only=True):
    """A query that begins with the typed text.

    ``kind`` is ``word`` where the last word was completed, ``phrase`` where words of titles follow.
    ``documents`` counts for a single word the documents with its form (or the form without its
    clitic, if only that occurs); for a word after others what the query finds; for a phrase the
    documents that match the words before it and have it in their title.
    """

    text: str
    kind: Literal["word", "phrase"]
    documents: int


class Completions(msgspec.Struct, frozen=True, kw_only=True):
    """Completions of a typed text, the most frequent of each kind first.

    ``timed_out`` says that some may be missing.
    """

    query: str
    completions: tuple[Completion, ...]
    took_ms: float
    timed_out: bool
    index: IndexInfo


class Marked(msgspec.Struct, frozen=True, kw_only=True):
    """A whole document with the words of a query marked.

    ``complete`` is False where only the first are: there are ``Limits.marks`` or more of them, or
    time ran out (``timed_out``).
    """

    title: Passage
    text: Passage
    complete: bool = True
    timed_out: bool = False


class SourceCount(msgspec.Struct, frozen=True):
    """How many documents come from a source (None: unknown)."""

    source: str | None
    documents: int


class YearCount(msgspec.Struct, frozen=True):
    """How many documents are of a year, ``2016`` (None: unknown)."""

    year: str | None
    documents: int


class Stats(msgspec.Struct, frozen=True, kw_only=True):
    """The size of an archive and its index; dates are ISO, sizes are bytes.

    ``compiled`` says whether the kernels were compiled at installation; numpy replaces them
    otherwise, which is slower.
    """

    documents: int
    indexed: int
    words: int
    forms: int
    stems: int
    roots: int
    first_date: str | None
    last_date: str | None
    archive_bytes: int
    index_bytes: int
    compiled: bool
    sources: tuple[SourceCount, ...]
    years: tuple[YearCount, ...]
    index: IndexInfo
