"""Requests to the engine and the answers it gives: the records that pages, JSON and the
command line share."""

from __future__ import annotations

from typing import Annotated, Any, Final, Literal, TypeAlias, get_args

import msgspec

from corpus.fields import KEYWORD_FIELDS, names
from corpus.messages import Language, Message, ParameterValue, WarraqError, record

Level = Literal["exact", "form", "stem", "root"]
LEVELS: Final[tuple[Level, ...]] = get_args(Level)  # from narrow to wide
Sort = Literal["relevance", "newest", "oldest", "arrival"]
Operator = Literal["all", "any"]
DateFacet = Literal["year", "month"]
FACETS: Final[tuple[str, ...]] = (*names(KEYWORD_FIELDS), *get_args(DateFacet))
"""The names of all facets: the keyword fields, then those of the date."""
FacetName: TypeAlias = Annotated[str, msgspec.Meta(extra_json_schema={"enum": FACETS})]
TextOrKeywordField: TypeAlias = Annotated[
    str, msgspec.Meta(extra_json_schema={"enum": ["title", "body", *names(KEYWORD_FIELDS)]})
]
Unit = Literal["year", "month", "day"]
TimelineBy = Literal["auto", "year", "month", "day"]
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
]
Parameter = Literal["source", "after", "before"]


class Request(msgspec.Struct, frozen=True, kw_only=True):
    """One question to the engine.

    ``after`` and ``before`` are ISO dates, perhaps partial, and both inclusive. ``operator`` says
    whether plain words must all match or any. ``plain`` takes the text as words only, without
    query syntax. ``facets``, ``levels`` and ``timeline`` ask for counts beside the hits.
    ``sort`` goes by the date of the story, or by ``arrival`` in the archive, the last first.
    ``state`` is that of the index a walk through the whole answer began in (``IndexInfo.state``):
    it has no depth, and no other index answers it.
    """

    query: str
    limit: int = 20
    offset: int = 0
    level: Level = "stem"
    sort: Sort = "relevance"
    sources: tuple[str, ...] = ()
    after: str | None = None
    before: str | None = None
    operator: Operator = "all"
    plain: bool = False
    facets: tuple[FacetName, ...] = ()
    levels: bool = False
    timeline: TimelineBy | None = None
    state: str | None = None


class Mark(msgspec.Struct, frozen=True):
    """A marked stretch ``[start, end)`` in code points, relative to the text it is listed with."""

    start: int
    end: int


class Passage(msgspec.Struct, frozen=True, kw_only=True):
    """A slice of an original text with its marks.

    ``text`` equals ``original[start:start + len(text)]``; marks are relative to ``text``; ``html``
    is the escaped text with ``<mark>`` around the marks. ``cut_before`` and ``cut_after`` say
    whether a sentence is cut at either end of it.
    """

    text: str
    html: str
    start: int = 0
    marks: tuple[Mark, ...] = ()
    cut_before: bool = False
    cut_after: bool = False


class Hit(msgspec.Struct, frozen=True, kw_only=True):
    """One document of an answer; ``title`` is marked as a passage of its own."""

    id: str
    score: float
    title: Passage
    snippets: tuple[Passage, ...] = ()
    date: str | None = None
    added_at: str | None = None
    source: str | None = None
    author: str | None = None
    url: str | None = None
    section: str | None = None


class IndexInfo(msgspec.Struct, frozen=True, kw_only=True):
    """Which index gave an answer: enough to reproduce a count."""

    generation: int
    built_at: str
    analyzer: str
    documents: int

    @property
    def state(self) -> str:
        """What no other index of this archive has."""
        return f"{self.generation}.{self.built_at}"


class Expansion(msgspec.Struct, frozen=True, kw_only=True):
    """A word of a query that was taken for more, or for less, than itself.

    ``kind`` is ``month`` where the other names of a month match as well, ``spelling`` where other
    spellings of a foreign name do, ``omitted`` where a question word or a و need not match.
    ``terms`` are the names and spellings that joined it; an occurrence of one counts ``weight``.
    """

    word: str
    kind: Literal["month", "spelling", "omitted"]
    terms: tuple[str, ...]
    weight: float


class Suggestion(msgspec.Struct, frozen=True, kw_only=True):
    """Another question that may have been meant, or that finds more; nothing has asked it.

    It asks ``query`` at ``level`` with ``operator``, all else as it was, but without the parameters
    that ``without`` names; ``documents`` is how many it finds. ``kind`` says what is otherwise:

    - ``layout``: the keyboard stood on Latin letters;
    - ``spelling``: ``instead`` is written for ``word``; ``split``: the same, with spaces put in;
    - ``sources``: no sources, authors and sections; ``dates``: no dates; ``filters``: neither;
    - ``quotes``: the words of phrases wherever they stand;
    - ``level``: a wider level;
    - ``omit``: without ``word``;
    - ``any``: any of the words will do.
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
    """In how many documents of the whole archive a part of a query stands, taken by itself.

    ``text`` is the part as it was typed, without its field. ``level`` is what it was taken at, None
    where levels do not matter; ``field`` is the one it was sought in, None for title and body.
    """

    text: str
    kind: Literal["word", "phrase", "prefix", "wildcard", "fuzzy", "filter", "date"]
    documents: int
    relation: Relation = "exact"
    level: Level | None = None
    field: TextOrKeywordField | None = None


class FacetValue(msgspec.Struct, frozen=True):
    """How many documents of an answer have a value."""

    value: str
    documents: int


class Facet(msgspec.Struct, frozen=True, kw_only=True):
    """The documents of an answer by one of their fields; each is counted once.

    ``values`` are the largest, ties by value; ``others`` counts the documents of values that are
    not listed, ``missing`` those without one. ``relation`` is that of the answer's total.
    """

    name: FacetName
    values: tuple[FacetValue, ...]
    others: int
    missing: int
    relation: Relation


class LevelCount(msgspec.Struct, frozen=True):
    """How many documents the query finds when its words are taken at a level."""

    level: Level
    documents: int
    relation: Relation


class Timeline(msgspec.Struct, frozen=True, kw_only=True):
    """The documents of an answer by date, each once: ``bins`` are all periods ``by`` a unit, zeros
    too; ``coarser`` those known by a wider unit alone; ``relation`` is that of the total."""

    by: Unit
    bins: tuple[FacetValue, ...]
    coarser: tuple[FacetValue, ...]
    undated: int
    relation: Relation


class Counts(msgspec.Struct, frozen=True, kw_only=True):
    """What the engine says to a request, but for the hits; ``warnings`` are sentences for the
    reader, ``notices`` those of them that are about a place in the query.

    ``expansions`` tell what else was sought, or was not; ``suggestions`` what was not done but
    might have been meant, the most useful first. ``terms`` tell of each part of the query in how
    many documents it stands; they are there where few documents or none were found.
    ``facets``, ``levels``, from narrow to wide, and ``timeline`` are there if asked for.
    """

    query: str
    total: int
    total_relation: Relation
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
    index: IndexInfo


class Answer(Counts, frozen=True, kw_only=True):
    """What the engine says to a request: its counts, and the hits of one page."""

    hits: tuple[Hit, ...]


def answer_record(answer: Answer, language: Language) -> dict[str, Any]:
    """The fields of an answer with its messages rendered in a language, for JSON."""
    fields = msgspec.structs.asdict(answer)
    for name in ("warnings", "notices"):
        fields[name] = tuple(record(message, language) for message in fields[name])
    return fields


class RankedIds(msgspec.Struct, frozen=True, kw_only=True):
    """The ids, archive numbers and scores of the best hits, without their texts.

    ``ids``, ``numbers`` and ``scores`` have one entry for each hit, the best first.
    """

    ids: tuple[str, ...]
    numbers: tuple[int, ...]
    scores: tuple[float, ...]
    total: int
    relation: Relation
    levels: tuple[LevelCount, ...]
    timed_out: bool


class Completion(msgspec.Struct, frozen=True, kw_only=True):
    """A query that begins with what was typed.

    ``kind`` is ``word`` where the word being typed was completed, ``phrase`` where words follow
    that stand so in titles. ``documents`` counts, for a word that stands alone, the documents that
    have its form (of a particle and a word that do not stand so, those of the word); for a word
    after others, what the query finds; for a phrase, the documents of the words before it whose
    title has it.
    """

    text: str
    kind: Literal["word", "phrase"]
    documents: int


class Completions(msgspec.Struct, frozen=True, kw_only=True):
    """What may be going to be typed, the most frequent of each kind first.

    ``timed_out`` says that there was no time to look at everything.
    """

    query: str
    completions: tuple[Completion, ...]
    took_ms: float
    timed_out: bool
    index: IndexInfo


class BadRequest(WarraqError, ValueError):
    """A request that cannot be answered.

    ``parameter`` names the parameter that was wrong (``query``, ``after``, ``limit`` …). Where the
    message is about a part of the query it has its span.
    """

    def __init__(
        self, message: Message | str, /, *, parameter: str, **params: ParameterValue
    ) -> None:
        super().__init__(message, **params)
        self.parameter = parameter


class Stale(BadRequest):
    """A walk through an answer that began in another state of the index."""


class ClassMember(msgspec.Struct, frozen=True):
    """A form of a class with the number of documents it stands in."""

    form: str
    documents: int


class WordStep(msgspec.Struct, frozen=True):
    """What a word had become after a step of the analysis."""

    name: str
    word: str


class WordReading(msgspec.Struct, frozen=True, kw_only=True):
    """One way to split a word: ``entry`` is the word it was taken for, ``source`` what vouches for
    it, ``cost`` what it was weighed by (the lower the better, within one source)."""

    prefix: str
    base: str
    suffix: str
    entry: str
    source: str
    cost: float


class WordAnalysis(msgspec.Struct, frozen=True, kw_only=True):
    """One word of a text at each level, why, and who else is in its classes here.

    ``start`` and ``end`` are offsets into the text. ``prefix``, ``base`` and ``suffix`` are the
    split chosen; ``source`` says what vouched for it (``noun`` or ``verb`` of the lexicon,
    ``corpus``, ``light``, ``other``). ``steps`` are what it went through; ``readings`` the splits
    that were weighed, the chosen one first; ``findings`` what the archive had to say
    (``follows_prepositions``: no particle is written onto it; ``takes_article``: it is no verb;
    ``rest_is_commoner``: its first letters are a particle).
    ``stem_members`` and ``root_members`` are the most frequent forms of the classes in this
    archive, most frequent first; the counts are documents.
    """

    word: str
    start: int
    end: int
    exact: str
    form: str
    stem: str
    root: str
    prefix: str
    base: str
    suffix: str
    source: str
    documents: int
    steps: tuple[WordStep, ...] = ()
    readings: tuple[WordReading, ...] = ()
    findings: tuple[str, ...] = ()
    stem_members: tuple[ClassMember, ...] = ()
    root_members: tuple[ClassMember, ...] = ()


EvidenceKind = Literal["word", "related", "marks", "prefix", "wildcard", "fuzzy", "bigram", "title"]


class Standing(msgspec.Struct, frozen=True):
    """A word as it is written in a document, and how often in its title and in its text."""

    word: str
    title: int
    body: int


class Evidence(msgspec.Struct, frozen=True, kw_only=True):
    """One thing that a document was scored for.

    ``kind`` is ``word`` for a word of the query (``text``) at one ``level``; ``related`` for its
    stem together with other names of a month or spellings of a name (``others``); ``marks`` for the
    same vowel signs; ``prefix``, ``wildcard`` and ``fuzzy``; ``bigram`` for two neighbours of the
    query side by side; ``title`` for a title that the words of the query name. ``words`` are those
    of the document that count here, without those that a narrower level has told already.
    ``documents`` is how many of the archive have it; ``score`` is its part of the document's.
    """

    kind: EvidenceKind
    text: str
    score: float
    documents: int
    field: Literal["title", "body"] | None = None
    level: Level | None = None
    others: tuple[str, ...] = ()
    words: tuple[Standing, ...] = ()


class Explanation(msgspec.Struct, frozen=True, kw_only=True):
    """Why a document answers a query, or does not: ``matched`` says which.

    The scores of ``evidence``, the largest first, add up to ``score``, which is that of the hit.
    ``absent`` are the words of the query that do not stand in the document at their level.
    """

    query: str
    id: str
    level: Level
    matched: bool
    score: float
    evidence: tuple[Evidence, ...]
    absent: tuple[str, ...]
    index: IndexInfo


class Marked(msgspec.Struct, frozen=True, kw_only=True):
    """A whole document with the words of a query marked."""

    title: Passage
    text: Passage


class SourceCount(msgspec.Struct, frozen=True):
    """How many documents come from a source (None: not known)."""

    source: str | None
    documents: int


class YearCount(msgspec.Struct, frozen=True):
    """How many documents are dated in a year, ``2016`` (None: not known)."""

    year: str | None
    documents: int


class Stats(msgspec.Struct, frozen=True, kw_only=True):
    """The size of an archive and its index; dates are ISO, sizes are bytes.

    ``compiled`` says whether the loops over postings were compiled when warraq was installed;
    else numpy does them, more slowly.
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
