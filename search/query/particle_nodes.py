"""Particles in the tree of a query that writers spell like another word: على is often typed علي.

The two are different forms, so the words around them decide which one is searched for.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import chain, islice, product
from typing import Final, NamedTuple

import msgspec

from arabic.particle_spelling import SAME_LETTERS
from index.vocabulary import Vocabulary
from search.answer import Expansion
from search.query.compounds import CountPairs
from search.query.nodes import And, Node, Not, Or, Phrase, Related, Word
from search.query.query_words import form, written_words

_PARTICLE_OF: Final = {folded: particle for particle, folded in SAME_LETTERS.items()}
_LEAST_WORDS: Final = 2
_FAR_MORE: Final = 50
"""How many times more often the particle must occur beside the words to be what was typed."""

_PHRASES: Final = 4
"""Spellings of one phrase, as typed included."""


class _Pair(NamedTuple):
    """A particle and the word beside it, how often they occur side by side, and how often the word
    of the same letters does."""

    text: str
    words: int
    particles: int


class ParticleExpander:
    """Adds the other spelling of particles to trees; ``count_pairs`` counts pairs of forms."""

    def __init__(self, vocabulary: Vocabulary, count_pairs: CountPairs) -> None:
        self._vocabulary = vocabulary
        self._count_pairs = count_pairs

    def expand(self, node: Node, expansions: list[Expansion]) -> Node:
        """The tree with both spellings; adds to ``expansions`` what they match.

        The words beside a particle decide. In a phrase, على is also matched as علي where that is
        more frequent beside them, and علي as على where that occurs, but not more often. A word
        outside of phrases that is no particle matches as the particle beside those words, and
        anywhere if the particle is far more frequent beside them.
        """
        match node:
            case Phrase(level=None):
                others = self._phrases(node, expansions)
                return Related(node, others, 1.0) if others else node
            case Related(Phrase(level=None) as phrase, others):
                phrases = (phrase, *(each for each in others if isinstance(each, Phrase)))
                further = (self._phrases(each, expansions) for each in phrases)
                return msgspec.structs.replace(node, others=(*others, *chain(*further)))
            case Not(inner):
                return Not(self.expand(inner, expansions))
            case And(nodes) | Or(nodes):
                return type(node)(tuple(self._children(nodes, expansions)))
        return node

    def _phrases(self, phrase: Phrase, expansions: list[Expansion]) -> tuple[Phrase, ...]:
        """The phrase in its other spellings; a word alone in quotation marks is as typed."""
        typed = written_words(phrase.text)
        if len(typed) < _LEAST_WORDS:
            return ()
        forms = [form(word) for word in typed]
        choices = []
        for place, word in enumerate(typed):
            other = self._other_in_phrase(forms, place)
            choices.append((word, other) if other else (word,))
            if other:
                expansions.append(_expansion(word, other))
        spellings = islice(product(*choices), 1, _PHRASES)
        return tuple(msgspec.structs.replace(phrase, text=" ".join(each)) for each in spellings)

    def _other_in_phrase(self, forms: Sequence[str], place: int) -> str:
        """The other spelling of a word of a phrase, empty where it is not to be matched."""
        own = forms[place]
        other = self._attested(SAME_LETTERS.get(own) or _PARTICLE_OF.get(own, ""))
        if not other:
            return ""
        before, after = forms[max(place - 1, 0) : place], forms[place + 1 : place + 2]
        as_typed, as_other = (
            sum(self._count(left, each) for left in before)
            + sum(self._count(each, right) for right in after)
            for each in (own, other)
        )
        if own in SAME_LETTERS:
            return other if as_other > as_typed else ""
        return other if as_other and (as_other <= as_typed or not as_typed) else ""

    def _children(self, nodes: Sequence[Node], expansions: list[Expansion]) -> Iterator[Node]:
        for place, node in enumerate(nodes):
            if isinstance(node, Word):
                before = nodes[place - 1] if place else None
                after = nodes[place + 1] if place + 1 < len(nodes) else None
                yield self._word(node, before, after, expansions)
            else:
                yield self.expand(node, expansions)

    def _word(
        self, word: Word, before: Node | None, after: Node | None, expansions: list[Expansion]
    ) -> Node:
        """A word with the particle that it may be, by the words before and after it."""
        own = form(word.text)
        particle = self._attested(_PARTICLE_OF.get(own, ""))
        if not particle or word.level is not None:
            return word
        pairs = [
            _Pair(f"{left} {particle}", self._count(left, own), self._count(left, particle))
            for left in _form_beside(before, word)
        ]
        pairs += [
            _Pair(f"{particle} {right}", self._count(own, right), self._count(particle, right))
            for right in _form_beside(after, word)
        ]
        as_word, as_particle = (
            sum(pair.words for pair in pairs),
            sum(pair.particles for pair in pairs),
        )
        others: tuple[Word | Phrase, ...]
        if as_particle and as_particle >= _FAR_MORE * as_word:
            others = (Word(particle, field=word.field),)
        elif as_particle > as_word:
            others = tuple(Phrase(pair.text, field=word.field) for pair in pairs if pair.particles)
        else:
            others = tuple(
                Phrase(pair.text, level="form", field=word.field)
                for pair in pairs
                if 0 < pair.particles <= pair.words
            )
        if not others:
            return word
        expansions.append(_expansion(word.text, *(each.text for each in others)))
        return Related(word, others, 1.0)

    def _attested(self, form: str) -> str:
        return form if form and self._vocabulary.form(form) is not None else ""

    def _count(self, first: str, second: str) -> int:
        """How often one form directly follows another."""
        one, other = self._vocabulary.form(first), self._vocabulary.form(second)
        return 0 if one is None or other is None else self._count_pairs(one, other)


def _form_beside(node: Node | None, word: Word) -> tuple[str, ...]:
    """The form of another plain word beside a word, if there is one."""
    if isinstance(node, Word) and node.level is None and node.field == word.field:
        beside = form(node.text)
        return () if beside == form(word.text) else (beside,)
    return ()


def _expansion(word: str, *others: str) -> Expansion:
    return Expansion(word=word, kind="spelling", terms=others, weight=1.0)
