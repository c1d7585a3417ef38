"""Words of a query whose form occurs nowhere: which other words of their class were found."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from typing import Final

from corpus.messages import Message
from search.advice.doubtful_words import DoubtfulWord, differs_by_particles
from search.advice.form_spelling import spell_form
from search.advice.rewordings import Count
from search.matching.matcher import Matcher
from search.matching.term_expansion import class_key

_NAMED: Final = 3


def missing_form_messages(
    rare: Iterable[DoubtfulWord],
    doubtful: Collection[DoubtfulWord],
    matcher: Matcher,
    count: Count,
) -> Iterator[Message]:
    """A message for each word that was found only by other forms of its class; it names the most
    frequent of these. ``count`` gives the documents that match a node.

    A word that occurs with other particles is reported only if it is ``doubtful``.
    """
    vocabulary = matcher.index.vocabulary
    for each in rare:
        word, level = each.node.text, each.node.level
        if each.occurrences or level is None or not count(each.node):
            continue
        if each not in doubtful and differs_by_particles(each, matcher):
            continue
        found = matcher.lists.members(class_key(word, matcher.lists.classes(word), level))
        commonest = vocabulary.most_frequent(found.forms, _NAMED)
        words = tuple(spell_form(matcher.index, form) for form in commonest.tolist())
        yield Message.of("form_not_found", word=word, words=words)
