"""Searching by the definitions: slow, plain, and without the index.

Everything is worked out from the texts of documents, word by word. Only the tokenizer, the parser
and the vocabulary's word on which words belong together are the program's own.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from itertools import product
from typing import NamedTuple

from pyarabic import araby

from corpus.document import Document
from index.analysis.fold import fold, fold_exact, strip_marks
from index.analysis.tokenizer import words as split
from index.vocabulary import Vocabulary
from search.answer import Level
from search.expand import classify, is_vocalized
from search.limits import LIMITS
from search.query import (
    And,
    DateRange,
    Everything,
    FieldIs,
    Fuzzy,
    Leaf,
    Node,
    Not,
    Nothing,
    Or,
    Phrase,
    Prefix,
    Related,
    Word,
    wanted_parts,
    words,
)
from search.rank import PARAMETERS

FIELDS = ("title", "body")


class Text(NamedTuple):
    """A document as the reference sees it: its words, as written and folded, by field."""

    number: int
    id: str
    day: int
    document: Document
    written: dict[str, list[str]]
    forms: dict[str, list[str]]


def distance(one: str, other: str) -> int:
    """Levenshtein's edit distance."""
    row = list(range(len(other) + 1))
    for i, letter in enumerate(one, 1):
        previous, row[0] = row[0], i
        for j, second in enumerate(other, 1):
            cost = min(row[j] + 1, row[j - 1] + 1, previous + (letter != second))
            previous, row[j] = row[j], cost
    return row[-1]


def day(date: str | None) -> int:
    """A partial ISO date as yyyymmdd, zeros for what is not known."""
    return int((date or "").replace("-", "").ljust(8, "0"))


class Reference:
    """An archive to search by definition.

    ``documents`` come with their archive numbers, ``vocabulary`` gives stems and roots.
    """

    def __init__(self, documents: Iterable[tuple[int, Document]], vocabulary: Vocabulary) -> None:
        self.vocabulary = vocabulary
        self.texts: list[Text] = []
        for number, document in documents:
            written = {
                name: [word for word in split(text) if fold(word)]
                for name, text in (("title", document.title), ("body", document.text))
            }
            forms = {name: [fold(word) for word in found] for name, found in written.items()}
            self.texts.append(
                Text(number, document.id, day(document.date), document, written, forms)
            )
        self.occurrences = Counter(
            form for text in self.texts for found in text.forms.values() for form in found
        )
        # Forms as they are, spellings behind a sign that no form has.
        self.counts = {
            (text.number, name): Counter(
                [*text.forms[name], *(f"={fold_exact(word)}" for word in text.written[name])]
            )
            for text in self.texts
            for name in FIELDS
        }
        self.average = {
            name: sum(len(text.forms[name]) for text in self.texts) / max(1, len(self.texts))
            for name in FIELDS
        }
        self.classes = {form: classify(vocabulary, form) for form in self.occurrences}
        # The same question comes once a document.
        self.members = cache(self._members)
        self.beginning = cache(self._beginning)
        self.close_to = cache(self._close_to)
        self.spellings_of = cache(self._spellings_of)
        self._matching = cache(self._count)
        self._matching_instead = cache(self._count_instead)

    # Which words belong together

    def _members(self, word: str, level: Level) -> frozenset[str]:
        """The forms of the class of a written word."""
        form = fold(word)
        if level in ("exact", "form"):
            return frozenset({form})
        place = 1 if level == "stem" else 2
        wanted = classify(self.vocabulary, word)[place]
        return frozenset(
            other
            for other, found in self.classes.items()
            if wanted is not None and found[place] == wanted
        )

    def _spellings_of(self, word: str) -> frozenset[str]:
        """The spellings with marks that agree with those of a vocalized word."""
        exact = fold_exact(word)
        if not is_vocalized(word):
            return frozenset()
        spellings = {
            fold_exact(other)
            for text in self.texts
            for name in FIELDS
            for other in text.written[name]
        }
        return frozenset(
            f"={other}"
            for other in spellings
            if other != strip_marks(other) and same_spelling(exact, other)
        )

    def _most_frequent(self, forms: Iterable[str], limit: int) -> frozenset[str]:
        return frozenset(sorted(forms, key=lambda form: (-self.occurrences[form], form))[:limit])

    def _beginning(self, prefix: str) -> frozenset[str]:
        """The forms that begin with a prefix."""
        found = (form for form in self.occurrences if form.startswith(fold(prefix)))
        return self._most_frequent(found, LIMITS.prefix_forms)

    def _close_to(self, word: str, most: int) -> frozenset[str]:
        """The forms within an edit distance of a word."""
        form = fold(word)
        found = (
            other
            for other in self.occurrences
            if abs(len(other) - len(form)) <= most and distance(other, form) <= most
        )
        return self._most_frequent(found, LIMITS.fuzzy_forms)

    # Which documents match

    def matches(self, tree: Node, text: Text, level: Level) -> bool:
        """Whether a document answers a tree."""
        match tree:
            case And(nodes):
                return all(self.matches(node, text, level) for node in nodes)
            case Or(nodes):
                return any(self.matches(node, text, level) for node in nodes)
            case Not(node):
                return not self.matches(node, text, level)
            case Related(node, others):
                return any(
                    self.matches(one, text, at)
                    for one, at in ((node, level), *((other, "form") for other in others))
                )
            case Everything():
                return True
            case Nothing():
                return False
            case FieldIs(field, value):
                return self._has_value(text, field, value)
            case DateRange(first, last):
                return _falls_in(text.document.date, first, last)
            case Related():
                raise NotImplementedError("a query that was typed has none")
            case Prefix(typed, field):
                return self._has_form(text, self.beginning(typed), field)
            case Fuzzy(typed, most, field):
                return self._has_form(text, self.close_to(typed, most), field)
            case Word(typed, own, field):
                return self._has_row(text, typed, own or level, 0, field)
            case Phrase(typed, slop, own, field):
                at = own or ("exact" if level == "exact" else "form")
                return self._has_row(text, typed, at, slop, field)

    def _has_value(self, text: Text, field: str, value: str) -> bool:
        known = {getattr(other.document, field) for other in self.texts}
        mine = getattr(text.document, field)
        if value in known:
            return bool(mine == value)
        folded = [fold(word) for word in split(value)]
        return bool(folded) and [fold(word) for word in split(mine or "")] == folded

    def _has_form(self, text: Text, forms: frozenset[str], field: str | None) -> bool:
        return any(
            form in forms for name in ((field,) if field else FIELDS) for form in text.forms[name]
        )

    def _has_row(self, text: Text, typed: str, level: Level, slop: int, field: str | None) -> bool:
        sought = [word for word in split(typed) if fold(word)]
        if not sought:
            return False
        for name in (field,) if field else FIELDS:
            places = [self._places(text, name, word, level) for word in sought]
            if slop:
                if near(places, slop):
                    return True
            elif any(
                all(first + place in found for place, found in enumerate(places))
                for first in places[0]
            ):
                return True
        return False

    def _places(self, text: Text, name: str, word: str, level: Level) -> list[int]:
        if level != "exact":
            forms = self.members(word, level)
            return [place for place, form in enumerate(text.forms[name]) if form in forms]
        return [
            place
            for place, written in enumerate(text.written[name])
            if same_spelling(fold_exact(word), fold_exact(written))
        ]

    # How well

    def score(self, tree: Node, text: Text) -> float:
        """BM25F over the classes of each word that is asked for, at each ranked level.

        The spellings that agree with the marks of a vocalized word count beside, the more the
        larger the share of such words.
        """
        asked = [
            _Asked(word, leaf.field, related)
            for leaf, related in _asked_leaves(tree)
            if isinstance(leaf, Word | Phrase)
            for word in split(leaf.text)
            if fold(word)
        ]
        vocalized = sum(is_vocalized(each.word) for each in asked)
        marks = PARAMETERS.marks * vocalized / max(1, len(asked))
        total = 0.0
        for word, field, related in asked:
            for level, weight in _LEVELS:
                members = self.members(word, level)
                if related is None or level != "stem":
                    total += weight * self._class_score(text, members, field)
                else:
                    total += weight * self._instead_score(text, related, members)
            total += marks * self._class_score(text, self.spellings_of(word), field)
        for part in wanted_parts(tree):
            if isinstance(part, Prefix):
                total += self._class_score(text, self.beginning(part.text), part.field)
            elif isinstance(part, Fuzzy):
                close = self.close_to(part.text, part.distance)
                total += self._class_score(text, close, part.field)
            elif isinstance(part, Related) and _single(part) is None:
                total += PARAMETERS.stem * self._instead_score(text, part, frozenset())
        return total

    def _instead_score(self, text: Text, related: Related, beside: frozenset[str]) -> float:
        """What stands for a node, counted together with a class as one term."""
        frequency = self._instead_frequency(text, related, beside)
        if not frequency:
            return 0.0
        return self._saturated(frequency, self._matching_instead(related, beside))

    def _count_instead(self, related: Related, beside: frozenset[str]) -> int:
        return sum(self._instead_frequency(text, related, beside) > 0 for text in self.texts)

    def _instead_frequency(self, text: Text, related: Related, beside: frozenset[str]) -> float:
        singles: set[str] = set()
        rows: list[list[str]] = []
        for other in related.others:
            found = [word for word in split(other.text) if fold(word)]
            if len(found) > 1:
                rows.append(found)
            elif other.level == "exact":
                singles |= {
                    key
                    for each in self.texts
                    for name in FIELDS
                    for key in self.counts[each.number, name]
                    if key[0] == "=" and same_spelling(fold_exact(found[0]), key[1:])
                }
            else:
                singles |= self.members(found[0], other.level or "form")
        field = related.others[0].field
        total = self._frequency(text, beside, field)
        total += related.weight * self._frequency(text, frozenset(singles - beside), field)
        for row in rows:
            for name in (field,) if field else FIELDS:
                places = [self._places(text, name, word, "form") for word in row]
                times = sum(
                    all(first + place in found for place, found in enumerate(places))
                    for first in places[0]
                )
                total += related.weight * self._normalised(text, name, times)
        return total

    def _frequency(self, text: Text, forms: frozenset[str], field: str | None) -> float:
        total = 0.0
        for name in (field,) if field else FIELDS:
            counts = self.counts[text.number, name]
            found = sum(counts[form] for form in forms & counts.keys())
            total += self._normalised(text, name, found)
        return total

    def _normalised(self, text: Text, name: str, times: int) -> float:
        weight, b = _WEIGHTS[name]
        norm = 1 - b + b * len(text.forms[name]) / max(1.0, self.average[name])
        return weight * times / norm

    def _count(self, forms: frozenset[str], field: str | None) -> int:
        return sum(self._frequency(text, forms, field) > 0 for text in self.texts)

    def _class_score(self, text: Text, forms: frozenset[str], field: str | None) -> float:
        frequency = self._frequency(text, forms, field)
        if not frequency:
            return 0.0
        return self._saturated(frequency, self._matching(forms, field))

    def _saturated(self, frequency: float, matching: int) -> float:
        idf = math.log(1 + (len(self.texts) - matching + 0.5) / (matching + 0.5))
        return idf * frequency * (PARAMETERS.k1 + 1) / (PARAMETERS.k1 + frequency)

    def search(self, tree: Node, level: Level) -> dict[str, float]:
        """Id and score of each document that answers a tree."""
        return {
            text.id: self.score(tree, text)
            for text in self.texts
            if self.matches(tree, text, level)
        }


_LEVELS: tuple[tuple[Level, float], ...] = (
    ("form", PARAMETERS.form),
    ("stem", PARAMETERS.stem),
    ("root", PARAMETERS.root),
)
_WEIGHTS = {
    "title": (PARAMETERS.title_weight, PARAMETERS.title_b),
    "body": (PARAMETERS.body_weight, PARAMETERS.body_b),
}


class _Asked(NamedTuple):
    """A word that is asked for; ``related`` is what stands for it and for nothing else."""

    word: str
    field: str | None
    related: Related | None


def _asked_leaves(tree: Node) -> Iterator[tuple[Leaf, Related | None]]:
    """The leaves as typed, each with what stands for it alone."""
    for part in wanted_parts(tree):
        if isinstance(part, Related):
            for leaf in words(part.node):
                yield leaf, part if leaf is _single(part) else None
        else:
            yield part, None


def _single(related: Related) -> Word | None:
    """The node of a relation if it is one word."""
    node = related.node
    if isinstance(node, Word) and sum(bool(fold(word)) for word in split(node.text)) == 1:
        return node
    return None


def near(places: Sequence[Sequence[int]], slop: int) -> bool:
    """Whether each word has a place of its own with at most ``slop`` other words among them."""
    if any(not found for found in places):
        return False
    rarest = min(places, key=len)
    reach = len(places) + slop
    for middle in rarest:
        close = [[place for place in found if abs(place - middle) < reach] for found in places]
        for chosen in product(*close):
            distinct = len(set(chosen)) == len(chosen)
            if distinct and max(chosen) - min(chosen) + 1 - len(chosen) <= slop:
                return True
    return False


def same_spelling(typed: str, written: str) -> bool:
    """Whether the letters are the same, and the marks as far as the typed word has any."""
    if strip_marks(typed) != strip_marks(written):
        return False
    return typed == strip_marks(typed) or bool(araby.vocalizedlike(written, typed))


def _falls_in(date: str | None, first: str | None, last: str | None) -> bool:
    """Whether any day that the date may be lies in the range."""
    if date is None:
        return False
    earliest = date + "-01-01"[len(date) - 4 :]
    latest = date + "-12-31"[len(date) - 4 :]
    return (first is None or latest >= first) and (last is None or earliest <= last)
