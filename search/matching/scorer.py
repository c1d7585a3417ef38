"""The scorer: the score of a document is the sum of its shares, one for each part of a query.

An explanation of a score lists the shares.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Literal, NamedTuple, TypeAlias, assert_never

from arabic.vocalization import is_vocalized
from index.array_types import F32, U32, Integers
from search.matching.posting_lists import ClassSequence, PostingLists
from search.matching.proximity import QueryWord, neighbour_pairs, word_runs
from search.matching.ranking_parameters import RANKED_LEVELS, RankingParameters
from search.matching.term_expansion import (
    ClassKey,
    WordClasses,
    class_key,
    marked_key,
)
from search.matching.title_boost import title_gains
from search.query.nodes import (
    Fuzzy,
    Node,
    Part,
    PatternKind,
    Phrase,
    Prefix,
    Related,
    Wildcard,
    Word,
    spellings_of,
    wanted_parts,
    words,
)
from search.query.query_words import phrase_terms, written_words
from search.query.syntax import TextField

ShareKind: TypeAlias = Literal["word", "related", "marks", "bigram", "title"] | PatternKind


class Share(NamedTuple):
    """The scores of documents for one part of a query: ``weight`` times their gains.

    ``documents[n]``, each once, has ``gains[n]``. ``text`` is what was typed. A ``word`` is scored
    at the levels of its ``classes``, except its stem if it is scored as ``related`` with synonyms.
    ``key`` is the class of a share that has only one; that of ``related`` is the stem of the word.
    """

    kind: ShareKind
    text: str
    field: TextField | None
    documents: U32
    gains: F32
    weight: float = 1.0
    classes: WordClasses | None = None
    key: ClassKey | None = None
    related: Related | None = None


class Scorer:
    """Scores trees with the posting lists of one opened index; ``title_lengths[N]`` count words."""

    def __init__(
        self, lists: PostingLists, title_lengths: Integers, parameters: RankingParameters
    ) -> None:
        self.lists = lists
        self.parameters = parameters
        self._title_lengths = title_lengths

    def shares(self, tree: Node) -> Iterator[Share]:
        """Every share of a query, computed one by one."""
        runs = word_runs(tree)
        marks = self.parameters.marked_spelling * _vocalized_share(runs)
        for part in wanted_parts(tree):
            yield from self._of_part(part, marks)
        if self.parameters.neighbour_boost:
            common = self._is_common(runs)
            for first, second in neighbour_pairs(runs):
                yield from self._of_bigram(first, second, common=common)
        if self.parameters.title_boost:
            yield self._of_titles([word for run in runs for word in run])

    def _of_part(self, part: Part, marks: float) -> Iterator[Share]:
        match part:
            case Prefix(text) | Wildcard(text) | Fuzzy(text):
                for key in self.lists.keys(part, "form"):
                    scored = self.lists.scored(key, part.field)
                    yield Share(part.kind, text, part.field, *scored, key=key)
            case Word(text):
                for word in written_words(text):
                    yield from self._of_word(word, part.field, marks)
            case Phrase():
                yield from self._of_phrase(part, marks)
            case Related(one_term=True):
                yield self._of_spellings(part)
            case Related(Word(text, field=field)) if len(single := written_words(text)) == 1:
                yield from self._of_word(single[0], field, marks, part)
            case Related(inner):
                for leaf in words(inner):
                    yield from self._of_part(leaf, marks)
                yield self.related(part)
            case _:
                assert_never(part)

    def _of_phrase(self, phrase: Phrase, marks: float) -> Iterator[Share]:
        for term in phrase_terms(phrase.text):
            if term.begun:
                yield from self._of_part(Prefix(term.word, phrase.field), marks)
            else:
                yield from self._of_word(term.word, phrase.field, marks)

    def _of_word(
        self, word: str, field: TextField | None, marks: float, related: Related | None = None
    ) -> Iterator[Share]:
        """The share of a written word over its levels, then that of its synonyms and that of the
        spellings whose diacritics agree with it."""
        lists = self.lists
        classes = lists.classes(word)
        found = lists.word(classes, field, stem=related is None)
        yield Share(
            "word", word, field, found.documents, found.gains, classes=classes, related=related
        )
        if related is not None:
            yield self.related(related, word, class_key(word, classes, "stem"))
        if marks and is_vocalized(word) and classes.form is not None:
            key = marked_key(word)
            yield Share("marks", word, field, *lists.scored(key, field), marks, key=key)

    def related(self, related: Related, word: str = "", beside: ClassKey | None = None) -> Share:
        """The share of the synonyms of a node, as one term with the class ``beside``."""
        field = related.others[0].field
        synonyms = [
            ClassSequence(tuple(self.lists.keys(other, "form"))) for other in related.others
        ]
        found = self.lists.synonyms(synonyms, related.weight, beside, field)
        weight = self.parameters.stem
        return Share("related", word, field, *found, weight, key=beside, related=related)

    def _of_spellings(self, related: Related) -> Share:
        """The share of the spellings of one word, as one term with the weight of all levels."""
        spellings = spellings_of(related)
        sequences = (ClassSequence(tuple(self.lists.keys(leaf, "stem"))) for leaf in spellings)
        # Two cases of a name may be of one stem.
        found = self.lists.synonyms(
            tuple(dict.fromkeys(sequences)), related.weight, None, spellings[0].field
        )
        weight = sum(map(self.parameters.level_weight, RANKED_LEVELS))
        text = spellings[0].text
        return Share("related", text, spellings[0].field, *found, weight, related=related)

    def _is_common(self, runs: Sequence[Sequence[QueryWord]]) -> bool:
        """Whether every word of a query is common, so that only their order can tell documents
        apart."""
        every = [(self.lists.classes(each.word), each.field) for run in runs for each in run]
        idfs = (self.lists.idf(classes, "form", field) for classes, field in every)
        return all(idf < self.parameters.common_idf for idf in idfs)

    def _of_bigram(self, first: QueryWord, second: QueryWord, *, common: bool) -> Iterator[Share]:
        one, other = self.lists.classes(first.word), self.lists.classes(second.word)
        if one.form is None or other.form is None:
            return
        field = first.field
        text = f"{first.word} {second.word}"
        if common:
            found = self.lists.bigram(one, other, field, None)
            yield Share("bigram", text, field, *found, self.parameters.common_boost)
            return
        idf = min(self.lists.idf(one, "form", field), self.lists.idf(other, "form", field))
        if idf >= self.parameters.neighbour_idf:
            found = self.lists.bigram(one, other, field, idf)
            yield Share("bigram", text, field, *found, self.parameters.neighbour_boost)

    def _of_titles(self, query_words: Sequence[QueryWord]) -> Share:
        classes = {
            found.stem: found
            for each in query_words
            if each.field != "body"
            for found in (self.lists.classes(each.word),)
        }
        titles = [self.lists.title_matches(found) for found in classes.values()]
        found = title_gains(titles, self._title_lengths)
        text = " ".join(dict.fromkeys(each.word for each in query_words))
        return Share("title", text, "title", *found, self.parameters.title_boost)


def _vocalized_share(runs: Sequence[Sequence[QueryWord]]) -> float:
    """The share of vocalized words in a query: the more of them have diacritics, the more these
    matter."""
    typed = [each.word for run in runs for each in run]
    return sum(map(is_vocalized, typed)) / max(1, len(typed))
