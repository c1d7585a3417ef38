"""Compounds in the tree of a query: names of one word or two match in every spelling."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import islice, product, takewhile
from typing import Final, NamedTuple

import msgspec

from arabic.compounds import (
    LONGEST_EXPRESSION,
    PARTICLES,
    is_son,
    joined_form,
    may_end_expression,
)
from corpus.messages import Message
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

_PHRASES: Final = 24
"""Spellings of one phrase, as typed included."""


class _Found(NamedTuple):
    """A compound that the words from one place of a run to ``end`` are; None for a word and its
    number."""

    end: int
    compound: Compound | None

    @property
    def required(self) -> bool:
        """Whether the words are this one name and nothing else."""
        return self.compound is None or self.compound.required


class CompoundExpander:
    """Rewrites the compounds of trees for matching; ``spell`` spells a form as a reader sees it."""

    def __init__(self, finder: CompoundFinder, spell: Spell) -> None:
        self._finder = finder
        self._spell = spell

    def expand(
        self, tree: Node, level: Level, operator: Operator, expansions: list[Expansion]
    ) -> tuple[Node, tuple[Message, ...]]:
        """The tree with its compounds as one term each, and warnings about those excluded; adds to
        ``expansions`` what they match.

        Words side by side that are a compound must match side by side at every level, unless an
        explicit OR joined them; they match in other spellings at the levels that are wider than
        ``form``.
        """
        rewriting = _Rewriting(self._finder, self._spell, level, operator, expansions)
        return rewriting.rewrite(tree), tuple(rewriting.warnings)


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
        self.warnings: list[Message] = []

    def rewrite(self, node: Node) -> Node:
        match node:
            case Word():
                return next(self._run([node], And))
            case Phrase() if _is_wide(node.level or self._level):
                return self._phrase(node)
            case Not(inner):
                return Not(self.rewrite(inner))
            case And(nodes):
                return conjunction(self._children(nodes, And))
            case Or(nodes):
                return disjunction(self._children(nodes, Or))
        return node

    def _children(self, nodes: Sequence[Node], kind: type[Group]) -> Iterator[Node]:
        """The nodes rewritten; words of one field and level side by side are read together."""
        run: list[Word] = []
        place = 0
        while place < len(nodes):
            node = nodes[place]
            word = node if isinstance(node, Word) else None
            if run and (word is None or not _are_beside(run[0], word)):
                yield from self._run(run, kind)
                run = []
            count = 1
            if word is not None:
                run.append(word)
            elif isinstance(node, Not) and (excluded := _excluded_run(nodes[place:])):
                count, inner = self._excluded(excluded)
                yield Not(inner)
            else:
                yield self.rewrite(node)
            place += count
        if run:
            yield from self._run(run, kind)

    def _excluded(self, run: Sequence[Word]) -> tuple[int, Node]:
        """How many words from the first one are excluded with it, and the node of them.

        A minus sign before the first word of a compound excludes the whole of it.
        """
        found = self._at(_forms(run), 0, beside=True, level=run[0].level or self._level)
        count = 1 if found is None or not found.required else found.end
        if count > 1:
            first, *rest = (word.text for word in run[:count])
            others = " ".join(rest)
            self.warnings.append(
                Message.of(
                    "compound_excluded",
                    words=f"{first} {others}",
                    others=others,
                    query=f"{others} -{first}",
                )
            )
        return count, next(self._run(run[:count], And))

    # Words

    def _run(self, run: Sequence[Word], kind: type[Group]) -> Iterator[Node]:
        level = run[0].level or self._level
        forms = _forms(run)
        beside = kind is And or self._operator == "any"
        place = 0
        while place < len(run):
            found = self._at(forms, place, beside=beside, level=level)
            if found is None:
                yield run[place]
                place += 1
                continue
            leaves = run[place : found.end]
            if found.compound is None:
                yield self._designation(leaves)
            else:
                yield self._node(leaves, found.compound, kind, level)
            place = found.end

    def _at(self, forms: Sequence[str], place: int, *, beside: bool, level: Level) -> _Found | None:
        """The compound that begins at a place; only one word unless they are read together."""
        if not forms[place]:
            return None
        if beside:
            found = self._of_several(forms, place)
            if found is not None:
                return found
        single = self._finder.of_word(forms[place]) if _is_wide(level) else None
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
        if is_son(forms[place]) and (son := self._of_son(forms, place)) is not None:
            return son
        following = forms[place + 2] if place + 2 < len(forms) else ""
        if self._finder.is_designation(forms[place], forms[place + 1], following):
            return _Found(place + 2, None)
        pair = self._finder.of_pair(forms[place], forms[place + 1])
        return None if pair is None else _Found(place + 2, pair)

    def _of_son(self, forms: Sequence[str], place: int) -> _Found | None:
        """The name that begins with ابن at a place; the name after it may be a compound."""
        end = place + 2
        rest = None
        if end < len(forms) and forms[end]:
            rest = self._finder.of_pair(*forms[place + 1 : end + 1])
        if rest is not None and rest.required:
            end += 1
        else:
            rest = self._finder.of_word(forms[place + 1])
        found = self._finder.of_son(forms[place:end], rest)
        return None if found is None else _Found(end, found)

    def _designation(self, run: Sequence[Word]) -> Word:
        """One leaf of a word and its number, as if a hyphen joined them."""
        self._report(" ".join(word.text for word in run), ())
        return msgspec.structs.replace(run[0], text="-".join(word.text for word in run))

    def _node(
        self, run: Sequence[Word], compound: Compound, kind: type[Group], run_level: Level
    ) -> Node:
        """The node of the words of a run at a level that are a compound."""
        typed = [written_words(word.text)[0] for word in run]
        text, field = " ".join(typed), run[0].field
        as_typed: Node = run[0] if len(run) == 1 else kind(tuple(run))
        if not _is_wide(run_level):
            if not compound.required:
                return as_typed
            self._report(text, ())
            return Phrase(text, level=run[0].level, field=field)
        others = tuple(_other_spellings(compound, typed, self._spell))
        self._report(text, others)
        if not compound.required:
            return Related(as_typed, tuple(Word(each, "form", field) for each in others), 1.0)
        widest = _NAME_LEVEL if compound.name else _LEVEL
        level = min(widest, run_level, key=LEVELS.index)
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
            found = self._at(forms, place, beside=True, level=phrase.level or self._level)
            end = place + 1 if found is None else found.end
            text = " ".join(typed[place:end])
            others: tuple[str, ...] = ()
            if found is not None and found.compound is not None:
                others = tuple(_in_phrase(found.compound, typed[place:end], self._spell))
            if others:
                self._report(text, others)
            choices.append((text, *others))
            place = end
        spellings = islice(product(*choices), 1, _PHRASES)
        phrases = tuple(
            msgspec.structs.replace(phrase, text=" ".join(spelling)) for spelling in spellings
        )
        return Related(phrase, phrases, 1.0) if phrases else phrase


def _is_wide(level: Level) -> bool:
    """Whether words match in other spellings at a level."""
    return level not in ("exact", "form")


def _are_beside(one: Word, other: Word) -> bool:
    return (one.field, one.level) == (other.field, other.level)


def _forms(run: Sequence[Word]) -> list[str]:
    """The form of each leaf of a run; empty for a leaf of several words, such as covid-19, which
    is no part of a compound."""
    written = [written_words(word.text) for word in run]
    return [form(words[0]) if len(words) == 1 else "" for words in written]


def _excluded_run(nodes: Sequence[Node]) -> list[Word]:
    """The word that a minus sign excludes and the words right after it, of its field and level;
    none if it does not exclude a word."""
    first = nodes[0].node if isinstance(nodes[0], Not) else None
    if not isinstance(first, Word):
        return []
    beside = takewhile(lambda node: isinstance(node, Word) and _are_beside(first, node), nodes[1:])
    return [first, *(node for node in beside if isinstance(node, Word))]


def _in_phrase(compound: Compound, typed: Sequence[str], spell: Spell) -> Iterator[str]:
    """The other spellings of a compound within a phrase: those with the letters of the typed one,
    and those of a name in another case (أبو بكر, أبي بكر)."""
    same = _same_letters(compound, typed)
    yield from same
    if compound.name:
        letters = {spelling.replace(" ", "") for spelling in (*same, "".join(typed))}
        for other in _other_spellings(compound, typed, spell):
            if other.replace(" ", "") not in letters:
                yield other


def _other_spellings(compound: Compound, typed: Sequence[str], spell: Spell) -> Iterator[str]:
    """The spellings of a compound that the class of the typed one does not have, with the letters
    as typed where they are the same."""
    own, letters = " ".join(map(form, typed)), joined_form(*map(form, typed))
    as_typed = {form(word): word for word in typed}
    for spelling in compound.spellings:
        if own.endswith(spelling) and own.removesuffix(spelling) in ("", *PARTICLES):
            continue  # the typed spelling
        same = joined_form(*spelling.split()) == letters
        recut = _recut("".join(typed), spelling) if same else spelling
        if recut == spelling:
            recut = " ".join(as_typed.get(word) or spell(word) for word in spelling.split())
        yield recut


def _same_letters(compound: Compound, typed: Sequence[str]) -> tuple[str, ...]:
    """The other spellings of a compound with the letters of the typed one, particles included."""
    own, letters = " ".join(map(form, typed)), joined_form(*map(form, typed))
    found = []
    for spelling in compound.spellings:
        rest = joined_form(*spelling.split())
        particles = letters.removesuffix(rest)
        whole = particles + spelling
        if letters.endswith(rest) and particles in ("", *PARTICLES) and whole != own:
            found.append(_recut("".join(typed), whole))
    return tuple(found)


def _recut(letters: str, spelling: str) -> str:
    """Typed letters with spaces where a spelling has them; the spelling where marks or
    compatibility characters make the lengths differ."""
    if len(letters) != len(spelling.replace(" ", "")):
        return spelling
    rest = iter(letters)
    return "".join(" " if letter == " " else next(rest) for letter in spelling)
