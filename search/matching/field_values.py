"""Values of keyword fields: which values of an archive a filter of a query matches."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Generator, Sequence
from typing import Final, NamedTuple

import numpy as np

from arabic.spelling_variants import may_vary, same_foreign_word
from corpus.messages import Message
from index.array_types import Mask
from index.reader import IndexReader
from search.matching.deadline import CheckTime, no_deadline
from search.matching.value_spellings import CONTAINING, ValueSpellings, WordTest, folded_words

_ARTICLE: Final = "ال"
_VALUES_SHOWN: Final = 5
_FOUND_KEPT: Final = 256


class FieldValues(NamedTuple):
    """The names (see ``ValueSpellings``) that a filter matches.

    ``partial`` are these names, the most frequent first, if they match only in part. ``others`` are
    names that contain the whole name that was found and have more documents than it.
    """

    names: tuple[int, ...]
    partial: tuple[str, ...] = ()
    others: tuple[str, ...] = ()


class FieldValueFinder:
    """Finds the values of an index's keyword fields by their words.

    The spellings of a field are compared when it is first used.
    """

    def __init__(self, index: IndexReader) -> None:
        self._index = index
        self._spellings: dict[str, ValueSpellings] = {}
        self._begun: dict[str, Generator[None, None, ValueSpellings]] = {}
        self._found: OrderedDict[tuple[str, str], FieldValues] = OrderedDict()

    def spellings(self, field: str, check_time: CheckTime = no_deadline) -> ValueSpellings:
        """The names of a field and their spellings; cached.

        Raises what ``check_time`` does; the next call goes on from there.
        """
        known = self._spellings.get(field)
        if known is None:
            begun = self._begun.get(field)
            if begun is None:
                ordinals, values = self._index.keyword(field)
                counts = np.bincount(ordinals[self._index.live], minlength=len(values))
                begun = self._begun[field] = ValueSpellings.in_steps(values, counts)
            known = self._spellings[field] = _finished(begun, check_time)
            del self._begun[field]
        return known

    def find(self, field: str, value: str, check_time: CheckTime = no_deadline) -> FieldValues:
        """The names that a value of a field asks for; cached.

        Raises what ``check_time`` does.
        """
        known = self._found.pop((field, value), None)
        if known is None:
            known = self._find(field, value, check_time)
        self._found[field, value] = known
        if len(self._found) > _FOUND_KEPT:
            self._found.popitem(last=False)
        return known

    def _find(self, field: str, value: str, check_time: CheckTime) -> FieldValues:
        """The first that exist of: the name in any spelling; names that contain its words side by
        side, with or without particles and article; names that contain them in this order; names
        that contain them with foreign words in other spellings. A * at the end of the value asks
        for all names that contain its words."""
        spellings = self.spellings(field, check_time)
        wanted, begun = folded_words(value), value.rstrip().endswith(CONTAINING)
        partial = spellings.containing(wanted, begun=begun, check_time=check_time)
        if begun and wanted:
            return FieldValues(partial)
        whole = spellings.find(value)
        if whole is not None:
            others = tuple(name for name in partial if name != whole)
            more = spellings.documents(others) > spellings.documents((whole,))
            return FieldValues((whole,), others=_labels(spellings, others) if more else ())
        if not partial and (tests := _spelling_tests(wanted)):
            partial = spellings.containing_like(tests, check_time)
        return FieldValues(partial, _labels(spellings, partial))

    def documents(
        self, field: str, names: Sequence[int], check_time: CheckTime = no_deadline
    ) -> Mask:
        """The documents whose value spells one of some names."""
        spellings = self.spellings(field, check_time)
        found: Mask = np.isin(spellings.names, names)[self._index.keyword(field)[0]]
        return found


def _finished(
    begun: Generator[None, None, ValueSpellings], check_time: CheckTime
) -> ValueSpellings:
    while True:
        check_time()
        try:
            next(begun)
        except StopIteration as end:
            found: ValueSpellings = end.value
            return found


def _labels(spellings: ValueSpellings, names: Sequence[int]) -> tuple[str, ...]:
    return tuple(map(spellings.label, names))


def _spelling_tests(wanted: Sequence[str]) -> list[WordTest]:
    """A test for each folded word: the word itself or, if it may be foreign, another spelling of
    it; empty if no word may be foreign."""
    bare = [form.removeprefix(_ARTICLE) or form for form in wanted]
    if not any(map(may_vary, bare)):
        return []
    return [_spelling_test(word) for word in bare]


def _spelling_test(word: str) -> WordTest:
    foreign = may_vary(word)
    return lambda other: word == other or (foreign and same_foreign_word(word, other) is not None)


def value_message(field: str, value: str, found: FieldValues) -> Message | None:
    """The message about what a filter matches, None if it is a whole name that says enough."""
    if not found.names:
        return Message.of("value_not_found", field=field, value=value)
    names = found.partial or found.others
    if not names:
        return None
    shown, more = names[:_VALUES_SHOWN], len(names) - _VALUES_SHOWN
    if found.others:
        return Message.of(
            "value_in_other_names", field=field, value=value, found=len(names), names=shown
        )
    if more <= 0:
        return Message.of(
            "value_partly_named", field=field, value=value, found=len(names), names=shown
        )
    return Message.of(
        "value_partly_named_by_many",
        field=field,
        value=value,
        found=len(names),
        names=shown,
        more=more,
    )
