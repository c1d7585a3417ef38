"""Relations: what else of the archive stands for the words of a query, and what need not match.

They hold for plain words only: a phrase, a word at a level of its own, a word that is excluded and
a search at a narrow level mean what they say.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import Final, NamedTuple

import msgspec

from arabic.month_mentions import MonthMention, find_months, other_names
from index.vocabulary import Vocabulary
from search.answer import Expansion, Level, Operator
from search.query.month_synonyms import leaves_of_name
from search.query.name_variants import Names
from search.query.nodes import And, Node, Not, Or, Phrase, Related, Word, disjunction
from search.query.optional_words import omit_question_words
from search.query.query_words import forms, written_words
from search.query.syntax import TextField

_WORDS_KEPT: Final = 8_192
_WIDE: Final[tuple[Level, ...]] = ("stem", "root")


class Relations(msgspec.Struct, frozen=True, kw_only=True):
    """Which relations hold: whether question words are left out, and what an occurrence of another
    name of a month and of another spelling of a foreign name is worth (0: not sought)."""

    question_words: bool = True
    months: float = 0.7
    spellings: float = 0.4


RELATIONS: Final = Relations()
NO_RELATIONS: Final = Relations(question_words=False, months=0.0, spellings=0.0)


class Plan(NamedTuple):
    """A tree to match, and what was made otherwise than the query has it."""

    tree: Node
    expansions: tuple[Expansion, ...]


class _Typed(NamedTuple):
    """One word of a run: the leaf (by its place) that it is typed in."""

    word: str
    leaf: int


class Relater:
    """Relates the words of queries to those of one vocabulary."""

    def __init__(self, vocabulary: Vocabulary, relations: Relations = RELATIONS) -> None:
        self._vocabulary = vocabulary
        self._relations = relations
        self._spellings = lru_cache(_WORDS_KEPT)(Names(vocabulary).spellings)

    def relate(self, tree: Node, level: Level, operator: Operator = "all") -> Plan:
        """The tree to match for a query at a level; ``operator`` joined its plain words."""
        if level not in _WIDE:
            return Plan(tree, ())
        told: list[Expansion] = []
        if self._relations.question_words:
            tree, omitted = omit_question_words(tree, alternatives=operator == "any")
            told += [Expansion(word=word, kind="omitted", terms=(), weight=0.0) for word in omitted]
        tree = self._related(tree, told)
        return Plan(tree, tuple(dict.fromkeys(told)))

    def _related(self, tree: Node, told: list[Expansion]) -> Node:
        match tree:
            case Word(level=None):
                (related,) = self._run([tree], And, told)
                return related
            case And(nodes) | Or(nodes):
                kind = type(tree)
                return kind(tuple(self._children(nodes, kind, told)))
        return tree

    def _children(
        self, nodes: Sequence[Node], kind: type[And | Or], told: list[Expansion]
    ) -> Iterator[Node]:
        """The nodes, runs of plain words of one field taken together."""
        run: list[Word] = []
        for node in nodes:
            plain = node if isinstance(node, Word) and node.level is None else None
            if run and (plain is None or plain.field != run[0].field):
                yield from self._run(run, kind, told)
                run = []
            if plain is not None:
                run.append(plain)
            else:
                yield node if isinstance(node, Word | Not) else self._related(node, told)
        if run:
            yield from self._run(run, kind, told)

    def _run(
        self, run: Sequence[Word], kind: type[And | Or], told: list[Expansion]
    ) -> Iterator[Node]:
        typed = [
            _Typed(word, place)
            for place, leaf in enumerate(run)
            for word in written_words(leaf.text)
        ]
        months = self._months(run, typed, told) if self._relations.months else {}
        place = 0
        while place < len(run):
            if place in months:
                end, mention, others = months[place]
                yield self._month(run[place:end], mention, others, kind)
                place = end
            else:
                yield self._name(run[place], told)
                place += 1

    # Months

    def _months(
        self, run: Sequence[Word], typed: Sequence[_Typed], told: list[Expansion]
    ) -> dict[int, tuple[int, MonthMention, tuple[Word | Phrase, ...]]]:
        """By the place of its first leaf: where a month ends, the month, and what stands for it."""
        found = {}
        for mention in find_months([each.word for each in typed]):
            first, last = typed[mention.start].leaf, typed[mention.end - 1].leaf
            inside = [each for each in typed if first <= each.leaf <= last]
            others = {
                name: leaves
                for name in other_names(mention)
                if (leaves := self._attested_leaves(name, run[0].field, mention, typed))
            }
            if len(inside) > mention.end - mention.start:
                continue  # part of a word such as covid-19
            if others:
                told.append(
                    Expansion(
                        word=" ".join(leaf.text for leaf in run[first : last + 1]),
                        kind="month",
                        terms=tuple(others),
                        weight=self._relations.months,
                    )
                )
            if others or len(mention.names) > 1:
                leaves = tuple(leaf for found in others.values() for leaf in found)
                found[first] = last + 1, mention, leaves
        return found

    def _attested_leaves(
        self, name: str, field: TextField | None, mention: MonthMention, typed: Sequence[_Typed]
    ) -> tuple[Word | Phrase, ...]:
        before = typed[mention.start - 1].word if mention.start else ""
        after = typed[mention.end].word if mention.end < len(typed) else ""
        return tuple(
            leaf
            for leaf in leaves_of_name(name, field, before=before, after=after)
            if all(self._vocabulary.form(form) is not None for form in forms(leaf.text))
        )

    def _month(
        self,
        typed: Sequence[Word],
        mention: MonthMention,
        others: tuple[Word | Phrase, ...],
        kind: type[And | Or],
    ) -> Node:
        node: Node
        if len(mention.names) > 1:
            node = disjunction(
                Phrase(name, field=typed[0].field)
                if " " in name
                else Word(name, None, typed[0].field)
                for name in dict.fromkeys(mention.names)
            )
        else:
            node = typed[0] if len(typed) == 1 else kind(tuple(typed))
        return Related(node, others, self._relations.months) if others else node

    # Foreign names

    def _name(self, leaf: Word, told: list[Expansion]) -> Node:
        found = written_words(leaf.text)
        if not self._relations.spellings or len(found) != 1:
            return leaf
        stems = self._spellings(found[0])
        if not stems:
            return leaf
        commonest = [
            self._vocabulary.forms[int(self._vocabulary.forms_of_stem(stem)[0])] for stem in stems
        ]
        told.append(
            Expansion(
                word=leaf.text,
                kind="spelling",
                terms=tuple(self._vocabulary.stems[stem] for stem in stems),
                weight=self._relations.spellings,
            )
        )
        others = tuple(Word(form, "stem", leaf.field) for form in commonest)
        return Related(leaf, others, self._relations.spellings)
