"""A reference implementation of search: slow, simple, without the index.

It evaluates queries on the texts of documents, word by word. It shares only the tokenizer, the
parser, the synonyms and the classes of the vocabulary with the product.

A *key* is a form, or a spelling after ``=``; no form starts with ``=``.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cache
from itertools import pairwise, product
from typing import Final, NamedTuple, assert_never

import msgspec
from pyarabic import araby

from arabic.folding import fold, fold_exact, strip_marks
from arabic.particle_spelling import SAME_LETTERS
from arabic.tokenizer import words as split
from arabic.vocalization import is_vocalized
from corpus.document import Document
from index.vocabulary import Vocabulary
from search.limits import LIMITS, Limits
from search.matching.ranking_parameters import RANKING
from search.matching.term_expansion import classify
from search.query.nodes import (
    Addressed,
    And,
    DateRange,
    Everything,
    FieldIs,
    FieldMissing,
    Filter,
    Fuzzy,
    Leaf,
    Node,
    Not,
    Nothing,
    Or,
    Phrase,
    Prefix,
    Related,
    Wildcard,
    Word,
    wanted_parts,
    words,
)
from search.query.parser import parse, parse_plain
from search.query.query_words import phrase_terms
from search.query.synonyms import SYNONYM_SETTINGS, SynonymExpander, SynonymSettings
from search.request import Level, Request
from search.reranking.close_matches import BEGINNING_WORDS, CLOSE_SHARE
from tests.reference_second_stage import OTHER, ROOT, CloseWord, Match, second_stage

FIELDS = ("title", "body")
_CLASS_LEVELS: Final = ("particles", "stem", "root")


class Text(NamedTuple):
    """A document: number of words and positions of each key in each field."""

    number: int
    id: str
    day: int
    document: Document
    lengths: dict[str, int]
    places: dict[str, Mapping[str, list[int]]]


@cache
def read(text: str) -> tuple[int, Mapping[str, list[int]]]:
    """Count the words of a text and collect the positions of each key."""
    written = [word for word in split(text) if fold(word)]
    places: dict[str, list[int]] = {}
    for place, word in enumerate(written):
        for key in (fold(word), f"={fold_exact(word)}"):
            places.setdefault(key, []).append(place)
    return len(written), places


@cache
def distance(one: str, other: str, most: int) -> int:
    """Levenshtein distance, or a number above ``most`` if it is larger."""
    row = list(range(len(other) + 1))
    for i, letter in enumerate(one, 1):
        previous, row[0] = row[0], i
        for j, second in enumerate(other, 1):
            cost = min(row[j] + 1, row[j - 1] + 1, previous + (letter != second))
            previous, row[j] = row[j], cost
        if min(row) > most:
            return most + 1
    return row[-1]


def day(date: str | None) -> int:
    """A partial ISO date as yyyymmdd with zeros for unknown parts."""
    return int((date or "").replace("-", "").ljust(8, "0"))


class Reference:
    """An archive searched by definition.

    ``documents`` come with their archive numbers, ``vocabulary`` gives bare forms, stems and roots.
    """

    def __init__(
        self,
        documents: Iterable[tuple[int, Document]],
        vocabulary: Vocabulary,
        *,
        limits: Limits = LIMITS,
        synonyms: SynonymSettings = SYNONYM_SETTINGS,
    ) -> None:
        self.vocabulary = vocabulary
        self.limits = limits
        self.synonym_expander = SynonymExpander(vocabulary, self.count_pairs, synonyms)
        self.texts: dict[int, Text] = {}
        for number, document in documents:
            found = {"title": read(document.title), "body": read(document.text)}
            self.texts[number] = Text(
                number,
                document.id,
                day(document.date),
                document,
                {name: length for name, (length, _) in found.items()},
                {name: places for name, (_, places) in found.items()},
            )
        # Text number, field and count of each key.
        self.postings: dict[str, list[tuple[int, str, int]]] = defaultdict(list)
        for text in self.texts.values():
            for name in FIELDS:
                for key, places in text.places[name].items():
                    self.postings[key].append((text.number, name, len(places)))
        self.occurrences = {
            key: sum(times for *_, times in found)
            for key, found in self.postings.items()
            if key[0] != "="
        }
        self.spellings: dict[str, list[str]] = defaultdict(list)
        for key in self.postings:
            if key[0] == "=":
                self.spellings[strip_marks(key[1:])].append(key[1:])
        self.average = {
            name: sum(text.lengths[name] for text in self.texts.values()) / max(1, len(self.texts))
            for name in FIELDS
        }
        self.classes: dict[tuple[Level, int | None], list[str]] = defaultdict(list)
        for form in self.occurrences:
            found_classes = classify(vocabulary, form)
            for level in _CLASS_LEVELS:
                self.classes[level, found_classes.at(level)].append(form)
        # Many queries need the same class.
        self.members = cache(self._members)
        self.like = cache(self._like)
        self.close_to = cache(self._close_to)
        self.spellings_of = cache(self._spellings_of)
        self.frequencies = cache(self._frequencies)
        self.rows = cache(self._rows)

    def count_pairs(self, first: int, second: int) -> int:
        """How often a form, by number, directly follows another."""
        forms = [self.vocabulary.forms[number] for number in (first, second)]
        return sum(
            place + 1 in text.places[name].get(forms[1], ())
            for text in self.texts.values()
            for name in FIELDS
            for place in text.places[name].get(forms[0], ())
        )

    # Classes of words

    def _members(self, word: str, level: Level) -> frozenset[str]:
        """The keys of the class of a written word."""
        form = fold(word)
        if level == "exact":
            typed = fold_exact(word)
            alike = self.spellings[strip_marks(typed)]
            return frozenset(f"={other}" for other in alike if same_spelling(typed, other))
        if level == "form":
            return frozenset({form})
        wanted = classify(self.vocabulary, word).at(level)
        if wanted is None:
            return frozenset()
        return self._most_frequent(self.classes[level, wanted], self.limits.expansion_forms)

    def _scored(self, word: str, level: Level) -> frozenset[str]:
        """The keys that are scored at a level: of a stem the inflections of the word alone."""
        found = classify(self.vocabulary, word)
        whole = self.classes["stem", found.stem]
        is_cut = len(whole) > self.limits.expansion_forms
        if level != "stem" or found.inflection is None or is_cut:
            return self.members(word, level)
        return frozenset(
            self.vocabulary.forms[form]
            for form in self.vocabulary.inflections(found.inflection).tolist()
        )

    def _spellings_of(self, word: str) -> frozenset[str]:
        """The spellings whose marks agree with those of a vocalized word."""
        if not is_vocalized(word):
            return frozenset()
        return frozenset(
            key for key in self.members(word, "exact") if key[1:] != strip_marks(key[1:])
        )

    def _most_frequent(self, forms: Iterable[str], limit: int) -> frozenset[str]:
        return frozenset(sorted(forms, key=lambda form: (-self.occurrences[form], form))[:limit])

    def _like(self, node: Prefix | Wildcard) -> frozenset[str]:
        """The forms that match a pattern; ``?`` is any letter."""
        pattern = "?".join(map(fold, node.text.removesuffix("*").split("?")))
        open_end = isinstance(node, Prefix) or node.text.endswith("*")
        # علي begins with the letters of على, too.
        patterns = {pattern, SAME_LETTERS.get(pattern, pattern)} if open_end else {pattern}
        found = (
            form
            for form in self.occurrences
            if (len(form) == len(pattern) or (len(form) > len(pattern) and open_end))
            and any(
                all(one in ("?", other) for one, other in zip(each, form, strict=False))
                for each in patterns
            )
        )
        return self._most_frequent(found, self.limits.prefix_forms)

    def _close_to(self, word: str, most: int) -> frozenset[str]:
        """The forms within an edit distance of a word."""
        form = fold(word)
        found = (
            other
            for other in self.occurrences
            if abs(len(other) - len(form)) <= most and distance(other, form, most) <= most
        )
        return self._most_frequent(found, self.limits.fuzzy_forms)

    # Matching

    def matching(self, tree: Node, level: Level) -> set[int]:
        """The numbers of the documents that match a query tree."""
        match tree:
            case And(nodes):
                return set.intersection(*(self.matching(node, level) for node in nodes))
            case Or(nodes):
                return set.union(*(self.matching(node, level) for node in nodes))
            case Not(node):
                return set(self.texts) - self.matching(node, level)
            case Related(node, others):
                return self.matching(node, level).union(
                    *(self.matching(other, "form") for other in others)
                )
            case _:
                return self._matching_leaf(tree, level)

    def _of_filter(self, node: FieldMissing | DateRange | Addressed) -> set[int]:
        texts = self.texts
        match node:
            case FieldMissing(field):
                return {n for n, text in texts.items() if not _has_field(text, field)}
            case DateRange(first, last):
                return {
                    n for n, text in texts.items() if _falls_in(text.document.date, first, last)
                }
            case Addressed(_, numbers):
                return texts.keys() & numbers
            case _:
                assert_never(node)

    def _matching_leaf(self, leaf: Leaf | Filter | Everything | Nothing, level: Level) -> set[int]:
        found: set[int]
        match leaf:
            case Everything():
                found = set(self.texts)
            case Nothing():
                found = set()
            case FieldIs(field, value):
                found = self._with_value(field, value)
            case FieldMissing() | DateRange() | Addressed():
                found = self._of_filter(leaf)
            case Prefix() | Wildcard():
                found = set(self.frequencies(self.like(leaf), leaf.field))
            case Fuzzy(typed, most, field):
                found = set(self.frequencies(self.close_to(typed, most), field))
            case Word(_, own):
                found = self._with_row(leaf, own or level, 0)
            case Phrase(_, slop, own):
                found = self._with_row(leaf, own or ("exact" if level == "exact" else "form"), slop)
            case _:
                assert_never(leaf)
        return found

    def _with_value(self, field: str, value: str) -> set[int]:
        values = {text.number: getattr(text.document, field) for text in self.texts.values()}
        letters = {n: "".join(map(fold, split(mine or ""))) for n, mine in values.items()}
        wanted = "".join(map(fold, split(value)))
        return {number for number in values if wanted and letters[number] == wanted}

    def _with_row(self, leaf: Word | Phrase, level: Level, slop: int) -> set[int]:
        query_keys = tuple(
            self.like(Prefix(word)) if begun else self.members(word, level)
            for word, begun in _terms(leaf)
        )
        field = leaf.field
        if len(query_keys) == 1:
            return set(self.frequencies(query_keys[0], field))
        if not slop:
            return set(self.rows(query_keys, field))
        return {
            text.number
            for text in self.texts.values()
            for name in ((field,) if field else FIELDS)
            if query_keys and near([_places(text, name, keys) for keys in query_keys], slop)
        }

    def _rows(self, query_keys: tuple[frozenset[str], ...], field: str | None) -> dict[int, float]:
        """The documents with adjacent words, with the weighted number of occurrences."""
        found: dict[int, float] = {}
        for text in self.texts.values():
            for name in (field,) if field else FIELDS:
                places = [set(_places(text, name, keys)) for keys in query_keys]
                if not places or not all(places):
                    continue
                times = sum(
                    all(first + place in found for place, found in enumerate(places))
                    for first in places[0]
                )
                if times:
                    gained = self._normalised(text, name, times)
                    found[text.number] = found.get(text.number, 0.0) + gained
        return found

    # Scoring

    def score(self, tree: Node, level: Level) -> dict[int, float]:
        """BM25F over the classes of each query word at each level of the first stage.

        The spellings that agree with the marks of a vocalized word count beside, the more the
        larger the share of such words.
        """
        scores: dict[int, float] = defaultdict(float)

        def add(weight: float, frequencies: Mapping[int, float]) -> None:
            idf = self._idf(len(frequencies))
            for number, found in frequencies.items():
                saturated = found * (RANKING.k1 + 1) / (RANKING.k1 + found)
                scores[number] += weight * idf * saturated

        query_words = _query_words(tree, level)
        vocalized = sum(is_vocalized(each.word) for each in query_words)
        marks = RANKING.marked_spelling * vocalized / max(1, len(query_words))
        for each in query_words:
            if each.related is None or not each.related.one_term:
                self._add_word(each, marks, add)
        for weight, frequencies in self._patterns(tree):
            add(weight, frequencies)
        self._add_bigrams(tree, scores)
        return scores

    def _patterns(self, tree: Node) -> Iterator[tuple[float, Mapping[int, float]]]:
        """The weight and frequencies of each pattern, and of each relation of several words."""
        for part in wanted_parts(tree):
            if isinstance(part, Prefix | Wildcard):
                yield 1.0, self.frequencies(self.like(part), part.field)
            elif isinstance(part, Fuzzy):
                close = self.close_to(part.text, part.distance)
                yield 1.0, self.frequencies(close, part.field)
            elif isinstance(part, Phrase):
                for word in (word for word, begun in _terms(part) if begun):
                    yield 1.0, self.frequencies(self.like(Prefix(word)), part.field)
            elif isinstance(part, Related) and part.one_term:
                yield sum(weight for _, weight in _LEVELS), self._spellings_of_one(part)
            elif isinstance(part, Related) and _single(part) is None:
                yield RANKING.stem, self._instead(part, frozenset())

    def _add_word(
        self,
        query_word: _QueryWord,
        marks: float,
        add: Callable[[float, Mapping[int, float]], None],
    ) -> None:
        word, field, related, matched = query_word
        for level, weight in _LEVELS:
            if level == "root" and matched != "root":
                continue
            if related is None or level != "stem":
                add(weight, self.frequencies(self._scored(word, level), field))
            else:
                add(weight, self._instead(related, self.members(word, level)))
        add(marks, self.frequencies(self.spellings_of(word), field))

    def _idf(self, documents: int) -> float:
        return math.log(1 + (len(self.texts) - documents + 0.5) / (documents + 0.5))

    def _add_bigrams(self, tree: Node, scores: dict[int, float]) -> None:
        """Boost of adjacent query words that are adjacent in the text, each pair once."""
        query_words: list[_QueryWord | None] = []
        for leaf, related in _scored_leaves(tree):
            if isinstance(leaf, Word | Phrase):
                query_words += (
                    None if begun else _QueryWord(word, leaf.field, related, leaf.level or "stem")
                    for word, begun in _terms(leaf)
                )
            else:
                query_words.append(None)
        seen = set()
        common = all(
            self._idf(len(self.frequencies(self.members(each.word, "form"), each.field)))
            < RANKING.common_idf
            for each in query_words
            if each is not None
        )
        for one, other in pairwise(query_words):
            if one is None or other is None or one.field != other.field:
                continue
            if one.related is not None and one.related is other.related and one.related.one_term:
                continue
            if (one.word, other.word, one.field) in seen:
                continue
            seen.add((one.word, other.word, one.field))
            forms = [self.members(each.word, "form") for each in (one, other)]
            if not common or not all(forms):
                continue
            rows = self.rows(tuple(forms), one.field)
            weight = RANKING.bigram * self._idf(len(rows))
            for number, times in rows.items():
                saturated = times * (RANKING.k1 + 1) / (RANKING.k1 + times)
                scores[number] += weight * saturated

    def _spellings_of_one(self, related: Related) -> Mapping[int, float]:
        """The frequency of all spellings of one word as one term."""
        node = related.node
        assert isinstance(node, Word | Phrase)
        typed = msgspec.structs.replace(node, level=node.level or "stem")
        others = (typed, *related.others)
        return self._instead(msgspec.structs.replace(related, others=others), frozenset())

    def _instead(self, related: Related, beside: frozenset[str]) -> Mapping[int, float]:
        """The weighted frequency of a node's synonyms and a class as one term."""
        singles: set[str] = set()
        rows: list[tuple[frozenset[str], ...]] = []
        for other in related.others:
            found = [word for word in split(other.text) if fold(word)]
            if len(found) > 1:
                row = tuple(self.members(word, other.level or "form") for word in found)
                rows += [row] if row not in rows else []
            else:
                singles |= self.members(found[0], other.level or "form")
        field = related.others[0].field
        total = defaultdict(float, self.frequencies(beside, field))
        for frequencies in (
            self.frequencies(frozenset(singles - beside), field),
            *(self.rows(row, field) for row in rows),
        ):
            for number, found_there in frequencies.items():
                total[number] += related.weight * found_there
        return total

    def _frequencies(self, keys: frozenset[str], field: str | None) -> dict[int, float]:
        """The documents that contain any of the keys, with weighted frequencies."""
        times: Counter[tuple[int, str]] = Counter()
        for key in keys:
            for number, name, found in self.postings.get(key, ()):
                times[number, name] += found
        total: dict[int, float] = {}
        for number, text in self.texts.items():
            for name in (field,) if field else FIELDS:
                if found := times[number, name]:
                    total[number] = total.get(number, 0.0) + self._normalised(text, name, found)
        return total

    def _normalised(self, text: Text, name: str, times: int) -> float:
        weight, b = _WEIGHTS[name]
        norm = 1 - b + b * text.lengths[name] / max(1.0, self.average[name])
        return weight * times / norm

    # The second stage

    def _add_second_stage(
        self, tree: Node, level: Level, found: Sequence[tuple[Text, float]]
    ) -> list[tuple[Text, float]]:
        """The best documents, given in order, with the scores of both stages."""
        best = found[: RANKING.reranked]
        numbers = [text.number for text, _ in best]
        words, sequence, joined = self._close_words(tree)
        lengths = {text.number: text.lengths["body"] for text, _ in best}
        added = second_stage(numbers, lengths, words, sequence, joined)
        typed = _query_words(tree, level)
        return [
            (
                text,
                score
                + added[text.number]
                + self._by_root(text, typed)
                + self._by_title(text, typed),
            )
            for text, score in best
        ] + [*found[RANKING.reranked :]]

    def _by_root(self, text: Text, typed: Sequence[_QueryWord]) -> float:
        """The share of the roots of words that do not match by them."""
        score = 0.0
        for word, field, related, level in typed:
            if level == "root" or (related is not None and related.one_term):
                continue
            keys = self.members(word, "root")
            # A class that was cut need not contain the narrower ones.
            every = frozenset().union(*(self.members(word, each) for each, _ in _LEVELS))
            found = sum(
                self._normalised(text, name, len(list(_first_places(text, name, every))))
                for name in ((field,) if field else FIELDS)
            )
            idf = self._idf(len(self.frequencies(keys, field)))
            score += RANKING.root * idf * found * (RANKING.k1 + 1) / (RANKING.k1 + found)
        return score

    def _by_title(self, text: Text, typed: Sequence[_QueryWord]) -> float:
        """The share of the stems in a title, and the share of the title that they are."""
        stems = {
            self.members(each.word, "stem"): self.members(each.word, "form")
            for each in reversed(typed)
            if each.field != "body"
        }
        named = {
            stem: len(list(_first_places(text, "title", stem | form)))
            for stem, form in stems.items()
        }
        share = min(1.0, sum(named.values()) / max(1, text.lengths["title"]))
        worth = sum(self._idf(len(self.frequencies(stem, None))) for stem in stems if named[stem])
        return RANKING.title * worth * share**3

    def _close_words(
        self, tree: Node
    ) -> tuple[list[CloseWord], list[int | None], set[tuple[int, ...]]]:
        """The distinct words of a query, their numbers in its order, and those of each part of
        several words that has other spellings."""
        joined: set[tuple[int, ...]] = set()
        numbers: dict[object, int] = {}
        levels: list[tuple[str | None, list[frozenset[str]]]] = []
        others: dict[int, list[Related]] = defaultdict(list)
        sequence: list[int | None] = []
        for part in wanted_parts(tree):
            mine = []
            for leaf in words(part.node) if isinstance(part, Related) else (part,):
                for key, groups in self._close_terms(leaf):
                    if (key, leaf.field) not in numbers:
                        levels.append((leaf.field, groups))
                    number = numbers.setdefault((key, leaf.field), len(numbers))
                    mine.append(number)
                    sequence += [number] if len(groups) > 1 else [None, number, None]
            if isinstance(part, Related):
                for number in dict.fromkeys(mine):
                    others[number].append(part)
                if len(set(mine)) > 1:
                    joined.add(tuple(dict.fromkeys(mine)))
        found = [
            self._close_word(field, groups, others[number])
            for number, (field, groups) in enumerate(levels)
        ]
        return found, sequence, joined

    def _close_terms(self, leaf: Leaf) -> Iterator[tuple[object, list[frozenset[str]]]]:
        """What tells a word from others, and its keys from narrow to wide."""
        if isinstance(leaf, Prefix | Wildcard):
            yield ("like", fold(leaf.text), type(leaf)), [self.like(leaf)]
        elif isinstance(leaf, Fuzzy):
            yield (
                ("close", fold(leaf.text), leaf.distance),
                [self.close_to(leaf.text, leaf.distance)],
            )
        else:
            for word, begun in _terms(leaf):
                if begun:
                    yield ("like", fold(word), Prefix), [self.like(Prefix(word))]
                else:
                    keys = [self.members(word, level) for level, _ in _LEVELS]
                    yield classify(self.vocabulary, word), keys

    def _close_word(
        self, field: str | None, groups: list[frozenset[str]], others: Sequence[Related]
    ) -> CloseWord:
        counts = [len(self.frequencies(keys, field)) for keys in groups]
        worths = [self._idf(count) if count else 0.0 for count in counts]
        worths += [0.0] * (OTHER + 1 - len(worths))
        matches: dict[tuple[int, str], list[Match]] = defaultdict(list)
        for text in self.texts.values():
            for name in (field,) if field else FIELDS:
                seen: set[int] = set()
                for level, keys in enumerate(groups):
                    places = set(_first_places(text, name, keys)) - seen
                    seen |= places
                    matches[text.number, name] += ((place, level) for place in places)
        for related in others:
            count = len(self._instead(related, frozenset()))
            worth = related.weight * self._idf(count) if count else 0.0
            worths[OTHER] = max(worths[OTHER], worth)
            if related.one_term and len(self._words_of(related)) == 1:
                worths[:OTHER] = [min(own, worth) for own in worths[:OTHER]]
            for other in related.others:
                self._add_spelling(other, matches)
        return CloseWord(worths, matches)

    def _words_of(self, related: Related) -> set[object]:
        return {
            (key, leaf.field) for leaf in words(related.node) for key, _ in self._close_terms(leaf)
        }

    def _add_spelling(
        self, other: Word | Phrase, matches: dict[tuple[int, str], list[Match]]
    ) -> None:
        """The occurrences of another spelling, each at its last word."""
        row = [self.members(word, other.level or "form") for word, _ in _terms(other)]
        for text in self.texts.values():
            for name in (other.field,) if other.field else FIELDS:
                places = [set(_first_places(text, name, keys)) for keys in row]
                matches[text.number, name] += (
                    (start + len(row) - 1, OTHER)
                    for start in places[0]
                    if all(start + place in found for place, found in enumerate(places))
                )

    # Answers

    def answer(self, request: Request) -> list[tuple[Text, float]]:
        """All matching documents with their scores, sorted, without paging."""
        typed = (parse_plain if request.plain else parse)(request.query, operator=request.operator)
        tree = self.synonym_expander.expand(typed.tree, request.level, request.operator).tree
        scores = self.score(tree, request.level)
        sources = {
            number for source in request.sources for number in self._with_value("source", source)
        }
        first = request.after and request.after + "-01-01"[len(request.after) - 4 :]
        last = request.before and request.before + "-12-31"[len(request.before) - 4 :]
        found = [
            (self.texts[number], scores.get(number, 0.0))
            for number in self.matching(tree, request.level)
            if not request.sources or number in sources
            if (first, last) == (None, None)
            or _falls_in(self.texts[number].document.date, first, last)
        ]

        def place(pair: tuple[Text, float]) -> tuple[float, int, int]:
            text, score = pair
            if request.sort == "relevance":
                return -score, -text.day, text.number
            if request.sort == "newest":
                return 0.0, -text.day, text.number
            return not text.day, text.day, text.number

        found.sort(key=place)
        close = self._close(tree, found) if request.matches == "close" else set()
        if request.sort == "relevance":
            found = sorted(self._add_second_stage(tree, request.level, found), key=place)
        return [pair for pair in found if request.matches != "close" or pair[0].number in close]

    def _close(self, tree: Node, found: Sequence[tuple[Text, float]]) -> set[int]:
        """The close matches among documents with their scores of the first stage."""
        terms, _, _ = self._close_words(tree)
        if len(set(wanted_parts(tree))) < 2 or not terms:
            return {text.number for text, _ in found}
        least = CLOSE_SHARE * max((score for _, score in found), default=0.0)
        return {
            text.number
            for text, score in found
            if score >= least or all(_begins_with(each, text.number) for each in terms)
        }


def _begins_with(word: CloseWord, number: int) -> bool:
    """Whether a document has a word, not only its root, in its title or at its beginning."""
    return any(
        level != ROOT and (field == "title" or place < BEGINNING_WORDS)
        for field in FIELDS
        for place, level in word.matches.get((number, field), ())
    )


def _has_field(text: Text, field: str) -> bool:
    if field in FIELDS:
        return text.lengths[field] > 0
    return bool(split(getattr(text.document, field) or ""))


def _terms(leaf: Word | Phrase) -> list[tuple[str, bool]]:
    """The words of a leaf, each with whether it is a prefix, which only phrases have."""
    found = [(word, False) for word in split(leaf.text) if fold(word)]
    return [*phrase_terms(leaf.text)] if isinstance(leaf, Phrase) else found


def _places(text: Text, name: str, keys: frozenset[str]) -> list[int]:
    known = text.places[name]
    return sorted(place for key in keys & known.keys() for place in known[key])


def _first_places(text: Text, name: str, keys: frozenset[str]) -> Iterator[int]:
    """The places that the second stage looks at."""
    known = text.places[name]
    for key in keys & known.keys():
        yield from known[key][: RANKING.read_occurrences]


_LEVELS: tuple[tuple[Level, float], ...] = (
    ("form", RANKING.form),
    ("stem", RANKING.stem),
    ("root", RANKING.root),
)
_WEIGHTS = {
    "title": (RANKING.title_weight, RANKING.title_b),
    "body": (RANKING.body_weight, RANKING.body_b),
}


class _QueryWord(NamedTuple):
    """A query word with its synonyms in ``related`` and the level at which it matches."""

    word: str
    field: str | None
    related: Related | None
    level: Level


def _query_words(tree: Node, level: Level) -> list[_QueryWord]:
    return [
        _QueryWord(word, leaf.field, related, leaf.level or level)
        for leaf, related in _scored_leaves(tree)
        if isinstance(leaf, Word | Phrase)
        for word, begun in _terms(leaf)
        if not begun
    ]


def _scored_leaves(tree: Node) -> Iterator[tuple[Leaf, Related | None]]:
    """The typed leaves, each with its own synonyms."""
    for part in wanted_parts(tree):
        if isinstance(part, Related):
            for leaf in words(part.node):
                yield leaf, part if part.one_term or leaf is _single(part) else None
        else:
            yield part, None


def _single(related: Related) -> Word | None:
    """The node of a relation if it is a single word."""
    node = related.node
    if isinstance(node, Word) and sum(bool(fold(word)) for word in split(node.text)) == 1:
        return node
    return None


def near(places: Sequence[Sequence[int]], slop: int) -> bool:
    """Whether the words have distinct positions with at most ``slop`` other words between."""
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
    """Whether letters are equal, and marks where the typed word has them."""
    if strip_marks(typed) != strip_marks(written):
        return False
    return typed == strip_marks(typed) or bool(araby.vocalizedlike(written, typed))


def _falls_in(date: str | None, first: str | None, last: str | None) -> bool:
    """Whether any day of a partial date lies in the range."""
    if date is None:
        return False
    earliest = date + "-01-01"[len(date) - 4 :]
    latest = date + "-12-31"[len(date) - 4 :]
    return (first is None or latest >= first) and (last is None or earliest <= last)
