"""Warnings about words whose class is many times the word itself.

Such a class may be right, that of a rare inflection of a frequent word, or wrong, where two words
were taken for one. The warning has both counts and the query for the narrower one. The class of a
rare spelling of a frequent word is not reported: the answer names the other spellings already.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from itertools import islice
from typing import Final, Literal, NamedTuple, TypeAlias

import numpy as np

from corpus.messages import Message
from search.advice import query_rewriting
from search.advice.query_counter import AnsweredQuery
from search.matching.matcher import Matcher
from search.matching.posting_lists import PostingLists
from search.matching.term_expansion import ClassKey, WordClasses
from search.query.class_names import other_names
from search.query.nodes import Related, Word, wanted_parts
from search.query.query_words import written_words
from search.query.syntax import TextField
from search.request import Level

TIMES: Final = 20
MORE: Final = 200
"""A class is wide if it has at least ``TIMES`` the documents of the word at the level
``particles``, and at least ``MORE`` documents more."""

_WORDS_CACHED: Final = 8_192
_NARROWER: Final[Level] = "particles"

_WideLevel: TypeAlias = Literal["stem", "root"]


class WideClass(NamedTuple):
    """The documents of the class of a word, and those of the word at the level ``particles``."""

    documents: int
    narrower_documents: int


class WideClassFinder:
    """Finds wide classes in one open index; their counts are cached."""

    def __init__(self, matcher: Matcher) -> None:
        self._most = matcher.limits.wide_classes
        self._lists = lists = matcher.lists
        self._find = lru_cache(_WORDS_CACHED)(lambda *word: _wide_class(lists, *word))

    def warnings(self, answered: AnsweredQuery) -> tuple[Message, ...]:
        """The warnings for an answered query in its order, at most ``limits.wide_classes``.

        There is none for a query that is read as plain text, which cannot name a level.
        """
        if answered.request.plain:
            return ()
        return tuple(islice(self._warnings(answered), self._most))

    def _warnings(self, answered: AnsweredQuery) -> Iterator[Message]:
        request, typed, matched, _ = answered
        parts = (
            part.node if isinstance(part, Related) and not part.one_term else part
            for part in wanted_parts(matched)
        )
        for leaf in dict.fromkeys(part for part in parts if isinstance(part, Word)):
            level = leaf.level or request.level
            words = written_words(leaf.text)
            if len(words) != 1 or (level != "stem" and level != "root"):
                continue
            found = self._find(words[0], self._lists.classes(words[0]), level, leaf.field)
            query = (
                None if found is None else query_rewriting.at_level(request, typed, leaf, _NARROWER)
            )
            if found is not None and query is not None:
                yield Message.of(
                    "wide_class",
                    word=leaf.text,
                    level=level,
                    documents=found.documents,
                    narrower=_NARROWER,
                    narrower_documents=found.narrower_documents,
                    query=query,
                )


def _wide_class(
    lists: PostingLists,
    word: str,
    classes: WordClasses,
    level: _WideLevel,
    field: TextField | None,
) -> WideClass | None:
    if classes.bare is None:
        return None
    key, form = classes.key(level), classes.key("form")
    documents = 0 if key is None else lists.count(key, field)
    # The count of the form is known and no larger than that of the bare form.
    if not _is_wide(documents, 0 if form is None else lists.count(form, field)):
        return None
    narrower = lists.count(ClassKey(_NARROWER, classes.bare), field)
    if not _is_wide(documents, narrower):
        return None
    own = lists.mask(ClassKey(_NARROWER, classes.bare), field)
    for spelling in _other_spellings(lists, word):
        bare = lists.classes(spelling).bare
        if bare is not None:
            own |= lists.mask(ClassKey(_NARROWER, bare), field)
    spelled = int(np.count_nonzero(own))
    return WideClass(documents, narrower) if _is_wide(documents, spelled) else None


def _other_spellings(lists: PostingLists, word: str) -> Iterator[str]:
    """The other spellings of a word that its class was joined of, without its plurals."""
    for each in other_names(lists.vocabulary, word):
        if each.kind != "plural":
            yield from each.spellings


def _is_wide(documents: int, narrower: int) -> bool:
    return documents >= TIMES * narrower and documents >= narrower + MORE
