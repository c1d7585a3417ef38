"""Query expansion: synonyms of the words of a query, and words that it may omit.

It applies to plain words only. Phrases, words with a level of their own, excluded words and
searches at a narrow level are not expanded, except for compounds (see
``search.query.compound_nodes``).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache, partial
from typing import Final, NamedTuple

import msgspec

from arabic.month_mentions import MonthMention, find_months, other_names
from corpus.messages import Message
from index.vocabulary import Vocabulary
from search.answer import Expansion
from search.query import class_names
from search.query.compound_nodes import CompoundExpander, Spell
from search.query.compounds import CompoundFinder, CountPairs
from search.query.letter_synonyms import letter_and_number, letter_phrases
from search.query.month_synonyms import leaves_of_name
from search.query.nodes import And, Group, Node, Not, Or, Phrase, Related, Word, disjunction
from search.query.optional_words import omit_question_words
from search.query.particle_nodes import ParticleExpander
from search.query.query_words import forms, written_words
from search.query.syntax import TextField
from search.request import Level, Operator

_WORDS_CACHED: Final = 8_192
_WIDE: Final[tuple[Level, ...]] = ("stem", "root")


class SynonymSettings(msgspec.Struct, frozen=True, kw_only=True):
    """Which expansions are made.

    ``compounds`` says whether names of one word or two match in every spelling, ``particles``
    whether particles typed like another word match, ``question_words`` whether question words are
    omitted. ``months`` and ``letters`` are the weights of an occurrence of another name of a month
    and of another name of a Latin letter before a number (0: no expansion).
    """

    compounds: bool = True
    particles: bool = True
    question_words: bool = True
    months: float = 0.7
    letters: float = 1.0


SYNONYM_SETTINGS: Final = SynonymSettings()
NO_SYNONYMS: Final = SynonymSettings(
    compounds=False, particles=False, question_words=False, months=0.0, letters=0.0
)


class ExpandedQuery(NamedTuple):
    """A tree to match, how it differs from the query, and warnings about what was excluded."""

    tree: Node
    expansions: tuple[Expansion, ...]
    warnings: tuple[Message, ...] = ()


class _RunWord(NamedTuple):
    """One word of a run, and the place of the leaf that it is part of."""

    word: str
    leaf: int


class SynonymExpander:
    """Expands queries with words of one vocabulary; ``count_pairs`` counts pairs of its forms.

    ``spell`` gives the spelling of a form that a reader sees; without it, forms are shown.
    """

    def __init__(
        self,
        vocabulary: Vocabulary,
        count_pairs: CountPairs,
        settings: SynonymSettings = SYNONYM_SETTINGS,
        spell: Spell = str,
    ) -> None:
        self._vocabulary = vocabulary
        self._settings = settings
        self._compounds = CompoundExpander(CompoundFinder(vocabulary, count_pairs), spell)
        self._particles = ParticleExpander(vocabulary, count_pairs)
        self._names = lru_cache(_WORDS_CACHED)(partial(class_names.other_names, vocabulary))

    def expand(self, tree: Node, level: Level, operator: Operator = "all") -> ExpandedQuery:
        """The tree to match for a query at a level; ``operator`` joined its plain words."""
        expansions: list[Expansion] = []
        warnings: tuple[Message, ...] = ()
        if self._settings.compounds:
            tree, warnings = self._compounds.expand(tree, level, operator, expansions)
        if self._settings.particles and level not in ("exact", "form"):
            tree = self._particles.expand(tree, expansions)
        if level not in _WIDE:
            return ExpandedQuery(tree, tuple(dict.fromkeys(expansions)), warnings)
        if self._settings.question_words:
            tree, omitted = omit_question_words(tree, alternatives=operator == "any")
            expansions += [
                Expansion(word=word, kind="omitted", terms=(), weight=0.0) for word in omitted
            ]
        tree = self._expanded(tree, expansions)
        return ExpandedQuery(tree, tuple(dict.fromkeys(expansions)), warnings)

    def compounds(self, tree: Node, level: Level) -> frozenset[str]:
        """The words of a query that are a compound, as one text for each."""
        expansions: list[Expansion] = []
        if self._settings.compounds:
            self._compounds.expand(tree, level, "all", expansions)
        return frozenset(each.word for each in expansions)

    def _expanded(self, tree: Node, expansions: list[Expansion]) -> Node:
        if isinstance(tree, Word) and tree.level is None:
            (expanded,) = self._run([tree], And, expansions)
            return expanded
        if isinstance(tree, Group):
            kind = type(tree)
            return kind(tuple(self._children(tree.nodes, kind, expansions)))
        if isinstance(tree, Not) and isinstance(tree.node, Word) and tree.node.level is None:
            _, spelled = self._letter([tree.node], 0, And, expansions)
            return tree if spelled is None else Not(spelled)
        return tree

    def _children(
        self, nodes: Sequence[Node], kind: type[And | Or], expansions: list[Expansion]
    ) -> Iterator[Node]:
        """The nodes expanded; plain words of one field side by side are expanded together."""
        run: list[Word] = []
        for node in nodes:
            plain = node if isinstance(node, Word) and node.level is None else None
            if run and (plain is None or plain.field != run[0].field):
                yield from self._run(run, kind, expansions)
                run = []
            if plain is not None:
                run.append(plain)
            else:
                yield node if isinstance(node, Word) else self._expanded(node, expansions)
        if run:
            yield from self._run(run, kind, expansions)

    def _run(
        self, run: Sequence[Word], kind: type[And | Or], expansions: list[Expansion]
    ) -> Iterator[Node]:
        words = [
            _RunWord(word, place)
            for place, leaf in enumerate(run)
            for word in written_words(leaf.text)
        ]
        months = self._months(run, words, expansions) if self._settings.months else {}
        place = 0
        while place < len(run):
            if place in months:
                end, mention, others = months[place]
                yield self._month(run[place:end], mention, others, kind)
                place = end
                continue
            count, node = self._letter(run, place, kind, expansions)
            if node is None:
                expansions += self._joined(run[place])
            yield node or run[place]
            place += count

    # Latin letters before a number

    def _letter(
        self, run: Sequence[Word], place: int, kind: type[And | Or], expansions: list[Expansion]
    ) -> tuple[int, Node | None]:
        """The number of leaves at a place that are a letter and its number with their synonyms, and
        the node for them; None where there are no synonyms."""
        weight = self._settings.letters
        count, names = letter_and_number(run, place) if weight else (0, ())
        others = letter_phrases(names, run[place], self._vocabulary.form)
        if not others:
            return 1, None
        leaves = tuple(run[place : place + count])
        expansions.append(
            Expansion(
                word=" ".join(leaf.text for leaf in leaves),
                kind="spelling",
                terms=tuple(phrase.text for phrase in others),
                weight=weight,
            )
        )
        node = leaves[0] if count == 1 else kind(leaves)
        return count, Related(node, others, weight)

    # Months

    def _months(
        self, run: Sequence[Word], words: Sequence[_RunWord], expansions: list[Expansion]
    ) -> dict[int, tuple[int, MonthMention, tuple[Word | Phrase, ...]]]:
        """The months of a run by the place of their first leaf: the place after the last one, the
        month, and its synonyms."""
        found = {}
        for mention in find_months([each.word for each in words]):
            first, last = words[mention.start].leaf, words[mention.end - 1].leaf
            inside = [each for each in words if first <= each.leaf <= last]
            others = {
                name: leaves
                for name in other_names(mention)
                if (leaves := self._attested_leaves(name, run[0].field, mention, words))
            }
            if len(inside) > mention.end - mention.start:
                continue  # part of a word such as covid-19
            if others:
                expansions.append(
                    Expansion(
                        word=" ".join(leaf.text for leaf in run[first : last + 1]),
                        kind="month",
                        terms=tuple(others),
                        weight=self._settings.months,
                    )
                )
            if others or len(mention.names) > 1:
                leaves = tuple(leaf for found in others.values() for leaf in found)
                found[first] = last + 1, mention, leaves
        return found

    def _attested_leaves(
        self, name: str, field: TextField | None, mention: MonthMention, words: Sequence[_RunWord]
    ) -> tuple[Word | Phrase, ...]:
        before = words[mention.start - 1].word if mention.start else ""
        after = words[mention.end].word if mention.end < len(words) else ""
        return tuple(
            leaf
            for leaf in leaves_of_name(name, field, before=before, after=after)
            if all(self._vocabulary.form(form) is not None for form in forms(leaf.text))
        )

    def _month(
        self,
        leaves: Sequence[Word],
        mention: MonthMention,
        others: tuple[Word | Phrase, ...],
        kind: type[And | Or],
    ) -> Node:
        node: Node
        if len(mention.names) > 1:
            node = disjunction(
                Phrase(name, field=leaves[0].field)
                if " " in name
                else Word(name, None, leaves[0].field)
                for name in dict.fromkeys(mention.names)
            )
        else:
            node = leaves[0] if len(leaves) == 1 else kind(tuple(leaves))
        return Related(node, others, self._settings.months) if others else node

    # Spellings and plurals

    def _joined(self, leaf: Word) -> Iterator[Expansion]:
        """The other names of the stem class of a word, which match like the word itself."""
        for word in written_words(leaf.text):
            for each in self._names(word):
                yield Expansion(word=word, kind=each.kind, terms=each.spellings, weight=1.0)
