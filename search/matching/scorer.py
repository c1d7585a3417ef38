"""Scoring: what each thing that a query asks for is worth in which documents.

The score of a document is the sum of its shares, and an explanation lists them.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final, Literal, NamedTuple

from arabic.vocalization import is_vocalized
from index.arrays import Array
from search.matching.bm25f import Parameters
from search.matching.boosts import Asked, neighbours, runs, title_gains
from search.matching.posting_lists import Lists, Row
from search.matching.term_expansion import (
    ClassKey,
    WordClasses,
    class_key,
    marked_key,
)
from search.query.nodes import (
    Fuzzy,
    Leaf,
    Node,
    Phrase,
    Prefix,
    Related,
    Wildcard,
    Word,
    wanted_parts,
    words,
)
from search.query.query_words import written_words
from search.query.syntax import TextField

ShareKind = Literal["word", "related", "marks", "prefix", "wildcard", "fuzzy", "bigram", "title"]


_KINDS: Final[dict[type, ShareKind]] = {
    Prefix: "prefix",
    Wildcard: "wildcard",
    Fuzzy: "fuzzy",
}


class Share(NamedTuple):
    """What documents get for one thing that a query asks for: ``weight`` times their gains.

    ``documents[n]``, each once, has ``gains[n]``. ``text`` is what was typed. A ``word`` is scored
    over the levels of its ``classes``, but for its stem where ``related`` tells what stands for it;
    ``key`` is the class of one that is scored by itself, or beside what is related.
    """

    kind: ShareKind
    text: str
    field: TextField | None
    documents: Array
    gains: Array
    weight: float = 1.0
    classes: WordClasses | None = None
    key: ClassKey | None = None
    related: Related | None = None


class Scorer:
    """Scores trees over the lists of one opened index; ``title_lengths[N]`` count words."""

    def __init__(self, lists: Lists, title_lengths: Array, parameters: Parameters) -> None:
        self.lists = lists
        self.parameters = parameters
        self._title_lengths = title_lengths

    def shares(self, tree: Node) -> Iterator[Share]:
        """Every share of the words that a query asks for, each made when it comes to it."""
        marks = self.parameters.marks * _vocalized_share(tree)
        for part in wanted_parts(tree):
            yield from self._of_part(part, marks)
        found = runs(tree)
        if self.parameters.bigrams:
            for one, other in neighbours(found):
                yield from self._of_bigram(one, other)
        if self.parameters.titles:
            yield self._of_titles([asked for run in found for asked in run])

    def _of_part(self, part: Leaf | Related, marks: float) -> Iterator[Share]:
        match part:
            case Prefix(text) | Wildcard(text) | Fuzzy(text):
                kind = _KINDS[type(part)]
                for key in self.lists.keys(part, "form"):
                    yield Share(
                        kind, text, part.field, *self.lists.scored(key, part.field), key=key
                    )
            case Word(text) | Phrase(text):
                for word in written_words(text):
                    yield from self._of_word(word, part.field, marks)
            case Related(Word(text, field=field)) if len(single := written_words(text)) == 1:
                yield from self._of_word(single[0], field, marks, part)
            case Related(inner):
                for leaf in words(inner):
                    yield from self._of_part(leaf, marks)
                yield self.related(part)

    def _of_word(
        self, word: str, field: TextField | None, marks: float, related: Related | None = None
    ) -> Iterator[Share]:
        """A written word over its levels; the spellings that carry marks and agree with its own
        count beside."""
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
        """What stands for a node, together with the class ``beside`` as one term."""
        field = related.others[0].field
        rows = [Row(tuple(self.lists.keys(other, "form"))) for other in related.others]
        found = self.lists.instead(rows, related.weight, beside, field)
        weight = self.parameters.stem
        return Share("related", word, field, *found, weight, key=beside, related=related)

    def _of_bigram(self, first: Asked, second: Asked) -> Iterator[Share]:
        one, other = self.lists.classes(first.word), self.lists.classes(second.word)
        if one.form is None or other.form is None:
            return
        field = first.field
        idf = min(self.lists.idf(one, "form", field), self.lists.idf(other, "form", field))
        if idf >= self.parameters.bigram_idf:
            found = self.lists.bigram(one, other, field, idf)
            text = f"{first.word} {second.word}"
            yield Share("bigram", text, field, *found, self.parameters.bigrams)

    def _of_titles(self, asked: Sequence[Asked]) -> Share:
        classes = {
            found.stem: found
            for each in asked
            if each.field != "body"
            for found in (self.lists.classes(each.word),)
        }
        titles = [self.lists.titles(found) for found in classes.values()]
        found = title_gains(titles, self._title_lengths)
        text = " ".join(dict.fromkeys(each.word for each in asked))
        return Share("title", text, "title", *found, self.parameters.titles)


def _vocalized_share(tree: Node) -> float:
    """The share of vocalized words among those that a query asks for: a mark or two are habit, a
    query full of them means them."""
    typed = [asked.word for run in runs(tree) for asked in run]
    return sum(map(is_vocalized, typed)) / max(1, len(typed))
