"""Compounds in the tree of a query: names of one word or two match in every spelling."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import islice, product
from typing import Final, NamedTuple

import msgspec

from arabic.compounds import LONGEST_EXPRESSION, may_end_expression
from search.answer import Expansion
from search.query.compounds import Compound, CompoundFinder
from search.query.nodes import (
    And,
    Group,
    Node,
    Not,
    Or,
    Phrase,
    Related,
    Word,
    conjunction,
    disjunction,
)
from search.query.query_words import form, written_words
from search.request import LEVELS, Level, Operator

# Only particles come off a name; the widest levels at which other spellings match.
_NAME_LEVEL: Final[Level] = "particles"
_LEVEL: Final[Level] = "stem"
Spell = Callable[[str], str]
"""The spelling of a form that is shown to a reader."""

_PHRASES: Final = 8
"""Spellings of one phrase, as typed included."""


class _Found(NamedTuple):
    """A compound that the words from one place of a run to ``end`` are."""

    end: int
    compound: Compound


class CompoundExpander:
    """Rewrites the compounds of trees for matching; ``spell`` spells a form as a reader sees it."""

    def __init__(self, finder: CompoundFinder, spell: Spell) -> None:
        self._finder = finder
        self._spell = spell

    def expand(
        self, tree: Node, level: Level, operator: Operator, expansions: list[Expansion]
    ) -> Node:
        """The tree with its compounds as one term each; adds to ``expansions`` what they match.

        Words side by side that are a compound must match side by side at every level, unless an
        explicit OR joined them; they match in other spellings at the levels that are wider than
        ``form``.
        """
        return _Rewriting(self._finder, self._spell, level, operator, expansions).rewrite(tree)


class _Rewriting:
    """The rewriting of one query."""

    def __init__(
        self,
        finder: CompoundFinder,
        spell: Spell,
        level: Level,
        operator: Operator,
        expansions: list[Expansion],
    ) -> None:
        self._finder = finder
        self._spell = spell
        self._level = level
        self._operator = operator
        self._expansions = expansions
        self._is_wide = level not in ("exact", "form")

    def rewrite(self, node: Node) -> Node:
        match node:
            case Word(level=None):
                return next(self._run([node], And))
            case Phrase(level=None) if self._is_wide:
                return self._phrase(node)
            case Not(inner):
                return Not(self.rewrite(inner))
            case And(nodes):
                return conjunction(self._children(nodes, And))
            case Or(nodes):
                return disjunction(self._children(nodes, Or))
        return node

    def _children(self, nodes: Sequence[Node], kind: type[Group]) -> Iterator[Node]:
        """The nodes rewritten; plain words of one field side by side are read together."""
        run: list[Word] = []
        for node in nodes:
            plain = node if isinstance(node, Word) and node.level is None else None
            if run and (plain is None or plain.field != run[0].field):
                yield from self._run(run, kind)
                run = []
            if plain is not None:
                run.append(plain)
            else:
                yield self.rewrite(node)
        if run:
            yield from self._run(run, kind)

    # Words

    def _run(self, run: Sequence[Word], kind: type[Group]) -> Iterator[Node]:
        written = [written_words(word.text) for word in run]
        # A leaf of several words, such as covid-19, is no part of a compound.
        forms = [form(words[0]) if len(words) == 1 else "" for words in written]
        beside = kind is And or self._operator == "any"
        place = 0
        while place < len(run):
            found = self._at(forms, place, beside=beside)
            if found is None:
                yield run[place]
                place += 1
                continue
            typed = [written[each][0] for each in range(place, found.end)]
            yield self._node(run[place : found.end], typed, found.compound, kind)
            place = found.end

    def _at(self, forms: Sequence[str], place: int, *, beside: bool) -> _Found | None:
        """The compound that begins at a place; only one word unless they are read together."""
        if not forms[place]:
            return None
        if beside:
            found = self._of_several(forms, place)
            if found is not None:
                return found
        single = self._finder.of_word(forms[place]) if self._is_wide else None
        return None if single is None else _Found(place + 1, single)

    def _of_several(self, forms: Sequence[str], place: int) -> _Found | None:
        for end in range(min(len(forms), place + LONGEST_EXPRESSION), place + 1, -1):
            if not may_end_expression(forms[end - 1]):
                continue
            words = forms[place:end]
            if all(words) and (found := self._finder.of_expression(words)) is not None:
                return _Found(end, found)
        if place + 1 == len(forms) or not forms[place + 1]:
            return None
        pair = self._finder.of_pair(forms[place], forms[place + 1])
        return None if pair is None else _Found(place + 2, pair)

    def _node(
        self, run: Sequence[Word], typed: Sequence[str], compound: Compound, kind: type[Group]
    ) -> Node:
        """The node of the words of a run that are a compound."""
        text, field = " ".join(typed), run[0].field
        as_typed: Node = run[0] if len(run) == 1 else kind(tuple(run))
        if not self._is_wide:
            if not compound.required:
                return as_typed
            self._report(text, ())
            return Phrase(text, field=field)
        others = tuple(_other_spellings(compound, typed, self._spell))
        self._report(text, others)
        if not compound.required:
            return Related(as_typed, tuple(Word(each, "form", field) for each in others), 1.0)
        widest = _NAME_LEVEL if compound.name else _LEVEL
        level = min(widest, self._level, key=LEVELS.index)
        if len(run) > 1:
            as_typed = Phrase(text, level=level, field=field)
        leaves = [
            Phrase(each, level=level, field=field) if " " in each else Word(each, level, field)
            for each in others
        ]
        leaves += [Word(each, "form", field) for each in compound.with_particles]
        return Related(as_typed, tuple(leaves), 1.0, one_term=True)

    def _report(self, text: str, others: tuple[str, ...]) -> None:
        self._expansions.append(Expansion(word=text, kind="compound", terms=others, weight=1.0))

    # Phrases

    def _phrase(self, phrase: Phrase) -> Node:
        """A phrase with its compounds in the other spellings of the same letters."""
        typed = written_words(phrase.text)
        forms = [form(word) for word in typed]
        choices: list[tuple[str, ...]] = []
        place = 0
        while place < len(typed):
            found = self._at(forms, place, beside=True)
            end = place + 1 if found is None else found.end
            text = " ".join(typed[place:end])
            others: tuple[str, ...] = ()
            if found is not None:
                others = _same_letters(found.compound, typed[place:end])
            if others:
                self._report(text, others)
            choices.append((text, *others))
            place = end
        spellings = islice(product(*choices), 1, _PHRASES)
        phrases = tuple(
            msgspec.structs.replace(phrase, text=" ".join(spelling)) for spelling in spellings
        )
        return Related(phrase, phrases, 1.0) if phrases else phrase


def _other_spellings(compound: Compound, typed: Sequence[str], spell: Spell) -> Iterator[str]:
    """The spellings of a compound that the class of the typed one does not have, with the letters
    as typed where they are the same."""
    own, letters = " ".join(map(form, typed)), "".join(map(form, typed))
    for spelling in compound.spellings:
        if own.endswith(spelling):
            continue  # the typed spelling, perhaps behind particles
        same = spelling.replace(" ", "") == letters
        recut = _recut("".join(typed), spelling) if same else spelling
        yield " ".join(map(spell, spelling.split())) if recut == spelling else recut


def _same_letters(compound: Compound, typed: Sequence[str]) -> tuple[str, ...]:
    """The other spellings of a compound with the letters of the typed one, particles included."""
    own, letters = " ".join(map(form, typed)), "".join(map(form, typed))
    found = []
    for spelling in compound.spellings:
        rest = spelling.replace(" ", "")
        whole = letters.removesuffix(rest) + spelling
        if letters.endswith(rest) and whole != own:
            found.append(_recut("".join(typed), whole))
    return tuple(found)


def _recut(letters: str, spelling: str) -> str:
    """Typed letters with spaces where a spelling has them; the spelling where marks or
    compatibility characters make the lengths differ."""
    if len(letters) != len(spelling.replace(" ", "")):
        return spelling
    rest = iter(letters)
    return "".join(" " if letter == " " else next(rest) for letter in spelling)
