"""The spellings of each value of a keyword field: values with the same letters are one name."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from functools import cached_property
from itertools import chain, pairwise
from typing import Final, Self, TypeAlias

import numpy as np

from arabic.folding import INVISIBLE, fold, fold_text
from arabic.particle_spelling import SAME_LETTERS
from arabic.tokenizer import words
from index.array_types import I32, Integers
from search.matching.deadline import STEPS, CheckTime, checked, no_deadline

_ARTICLE: Final = "ال"
# Written onto a word: و or ف, then ب, ك or ل, and the article, which loses its alef after ل.
_PARTICLES: Final = "[وف]?(?:[بك]?ال|لل|[بكل])?"
_BETWEEN_LETTERS: Final = re.compile(r"(?<=\D) | (?=\D)")
_DIGIT: Final = re.compile(r"\d")
_BLANK: Final = INVISIBLE + " "
_SHORTEST_PART: Final = 2

CONTAINING: Final = "*"
"""The sign at the end of a value that asks for all names that contain its words."""

WordTest: TypeAlias = Callable[[str], bool]
"""Whether a folded word of a value is one of the words that are looked for."""


def folded_words(value: str) -> tuple[str, ...]:
    """The folded words of a value, without punctuation.

    A word that is spelled like a particle is a name there: «أحمد على» is «أحمد علي».
    """
    found = words(value)
    if len(found) == 1:  # most often: a piece between spaces
        form = fold(found[0])
        return (SAME_LETTERS.get(form, form),) if form else ()
    return tuple(SAME_LETTERS.get(form, form) for word in found if (form := fold(word)))


def spelling_key(value: str) -> str:
    """What all spellings of a value have in common: its folded letters and digits.

    Spaces count only between digits, so that «عبد الله» and «عبدالله» are one name; punctuation
    counts only in a value without letters and digits. Empty for a value of white space.
    """
    return _key(" ".join(folded_words(value)), value)


def _key(line: str, value: str) -> str:
    """The key of a value whose folded words are ``line``."""
    if not line:
        return " ".join(fold_text(value).split())
    return _BETWEEN_LETTERS.sub("", line) if _DIGIT.search(line) else line.replace(" ", "")


def shown_spelling(value: str) -> str:
    """A value without invisible characters and * around it, and with single spaces in it."""
    joined = " ".join(value.split()).strip(_BLANK)
    if CONTAINING not in joined:
        return joined
    without_sign = joined.strip(_BLANK + CONTAINING)
    return without_sign if folded_words(without_sign) else joined


def merge_spellings(counts: Iterable[tuple[str, int]]) -> list[tuple[str, int]]:
    """Sum the counts of values that are spellings of one name.

    Each name comes in its most frequent spelling (ties by string), the most frequent name first.
    """
    spellings: defaultdict[str, defaultdict[str, int]] = defaultdict(lambda: defaultdict(int))
    for value, count in counts:
        spellings[spelling_key(value)][shown_spelling(value)] += count
    merged = [(_commonest(each), sum(each.values())) for each in spellings.values()]
    return sorted(merged, key=lambda pair: (-pair[1], pair[0]))


def _commonest(spellings: dict[str, int]) -> str:
    if len(spellings) == 1:
        return next(iter(spellings))
    return min(spellings, key=lambda spelling: (-spellings[spelling], spelling))


class _ValueSplitter:
    """Folds values; the pieces between spaces are remembered, since most occur in many values."""

    def __init__(self) -> None:
        self._forms: dict[str, str] = {}

    def line(self, chunks: Sequence[str]) -> str:
        """The folded words of the pieces of a value, with spaces between them."""
        forms = []
        for chunk in chunks:
            form = self._forms.get(chunk)
            if form is None:
                form = self._forms[chunk] = " ".join(folded_words(chunk))
            forms.append(form)
        joined = " ".join(forms)
        return joined if "" not in forms else " ".join(joined.split())


class ValueSpellings:
    """The names of a column of values; names are numbered from 1.

    ``names[ordinal]`` is the number of the name that a value spells, 0 for no value and for one
    that no document has. ``values`` are the values of the column, ``counts[ordinal]`` their
    documents.
    """

    def __init__(self, values: Sequence[str], counts: Integers) -> None:
        for _ in self._read(values, counts):
            pass

    @classmethod
    def in_steps(cls, values: Sequence[str], counts: Integers) -> Generator[None, None, Self]:
        """The same in short steps, so that a caller can stop between two and go on later."""
        spellings = cls.__new__(cls)
        yield from spellings._read(values, counts)
        return spellings

    def _read(self, values: Sequence[str], counts: Integers) -> Iterator[None]:
        self._values = values
        self._counts = counts
        self.names: I32 = np.zeros(len(values), np.int32)
        self._numbers: dict[str, int] = {}
        self._lines: list[str] = []
        self._line_names: list[int] = []
        splitter = _ValueSplitter()
        (ordinals,) = np.nonzero(counts)
        for first in range(0, len(ordinals), STEPS):
            yield
            some = ordinals[first : first + STEPS]
            self.names[some] = [self._read_value(splitter, values[each]) for each in some.tolist()]
        yield
        size = len(self._numbers) + 1
        self._sizes = np.bincount(self.names[ordinals], minlength=size)
        weights = counts[ordinals]
        self._documents = np.bincount(self.names[ordinals], weights, size).astype(np.int64).tolist()
        # The values of each name side by side.
        self._ordinals = ordinals[np.argsort(self.names[ordinals], kind="stable")].tolist()
        self._ends = np.cumsum(self._sizes).tolist()
        self._labels: list[str | None] = ["", *[None] * (size - 1)]
        # The lines as one text without spaces, to find letters that a space may part.
        joined = [f"{line.replace(' ', '')}\n" for line in self._lines]
        self._joined = "".join(joined)
        self._line_starts = np.cumsum([0, *map(len, joined)]).tolist()

    def _read_value(self, splitter: _ValueSplitter, value: str) -> int:
        """Keep the folded words of a value, and return the name that it spells, 0 for none."""
        line = splitter.line(value.split())
        key = _key(line, value)
        if not key:
            return 0
        name = self._numbers.setdefault(key, len(self._numbers) + 1)
        self._lines.append(line)
        self._line_names.append(name)
        return name

    def label(self, name: int) -> str:
        """The most frequent spelling of a name in the archive, ties by string."""
        known = self._labels[name]
        if known is None:
            known = self._labels[name] = self._make_label(name)
        return known

    def _make_label(self, name: int) -> str:
        ordinals = self._ordinals[self._ends[name - 1] : self._ends[name]]
        if len(ordinals) == 1:
            return shown_spelling(self._values[ordinals[0]])
        spellings: dict[str, int] = {}
        for ordinal in ordinals:
            shown = shown_spelling(self._values[ordinal])
            spellings[shown] = spellings.get(shown, 0) + int(self._counts[ordinal])
        return _commonest(spellings)

    def find(self, value: str) -> int | None:
        """The name that a value spells, None if no document has it."""
        return self._numbers.get(spelling_key(value))

    def spellings(self, name: int, counts: Integers) -> tuple[str, ...]:
        """The values that spell a name, the most frequent first; empty if there is only one.

        ``counts[ordinal]`` are the documents of each value; values without one are left out.
        """
        if self._sizes[name] < 2:
            return ()
        (ordinals,) = np.nonzero((self.names == name) & (counts > 0))
        order = np.argsort(-counts[ordinals], kind="stable")
        found = tuple(self._values[ordinal] for ordinal in ordinals[order].tolist())
        return found if len(found) > 1 else ()

    def documents(self, names: Iterable[int]) -> int:
        """The number of documents of some names."""
        return sum(self._documents[name] for name in names)

    def containing(
        self, wanted: Sequence[str], *, begun: bool = False, check_time: CheckTime = no_deadline
    ) -> tuple[int, ...]:
        """The names that contain folded words, the most frequent first.

        Each word may have particles or the article, and further letters after the last one if it is
        only ``begun``. Names with the words side by side, as one word or as two (عبد الله,
        عبدالله), or if there are none, in this order with others between them.
        """
        if not wanted:
            return ()
        bare = [_without_article(word) for word in wanted]
        lines = self._lines_with(max(bare, key=len), check_time)
        patterns = [f"{_PARTICLES}{_with_spaces(word)}" for word in bare]
        patterns[-1] += "[^ ]*" * begun
        spaces = (_space_between(*pair) for pair in pairwise(bare))
        adjacent = "".join(chain.from_iterable(zip(patterns, [*spaces, ""], strict=True)))
        return self._by_frequency(self._names_of(lines, adjacent, patterns, check_time))

    def containing_like(
        self, tests: Sequence[WordTest], check_time: CheckTime = no_deadline
    ) -> tuple[int, ...]:
        """The same for words that pass tests; each is tested without its article."""
        known = self._words_without_article
        passing = [sorted(filter(test, checked(known, check_time))) for test in tests]
        if not tests or not all(passing):
            return ()
        lines = {line for word in passing[0] for line in self._lines_with(word, check_time)}
        any_of = ("|".join(map(re.escape, each)) for each in passing)
        patterns = [f"(?:{_ARTICLE})?(?:{each})" for each in any_of]
        return self._by_frequency(
            self._names_of(sorted(lines), " ".join(patterns), patterns, check_time)
        )

    @cached_property
    def _words_without_article(self) -> frozenset[str]:
        return frozenset(_without_article(form) for line in self._lines for form in line.split())

    def _names_of(
        self,
        lines: Sequence[tuple[int, str]],
        adjacent: str,
        patterns: Sequence[str],
        check_time: CheckTime,
    ) -> set[int]:
        """The names of lines with words that match ``adjacent``, or else ``patterns`` in order."""
        together = re.compile(f" {adjacent} ")
        found = {
            self._line_names[line]
            for line, text in checked(lines, check_time)
            if together.search(text)
        }
        if found or len(patterns) == 1:
            return found
        compiled = [re.compile(f" {pattern}(?= )") for pattern in patterns]
        return {
            self._line_names[line]
            for line, text in checked(lines, check_time)
            if _in_order(compiled, text)
        }

    def _lines_with(self, piece: str, check_time: CheckTime) -> list[tuple[int, str]]:
        """The lines that contain some letters, with or without spaces between them.

        Each has a space before its first word, and after its last one.
        """
        check_time()
        found: list[tuple[int, str]] = []
        at = self._joined.find(piece)
        while at >= 0:
            if not len(found) % STEPS:
                check_time()
            line = bisect_right(self._line_starts, at) - 1
            found.append((line, f" {self._lines[line]} "))
            at = self._joined.find(piece, self._line_starts[line + 1])
        return found

    def _by_frequency(self, names: Iterable[int]) -> tuple[int, ...]:
        return tuple(sorted(names, key=lambda name: (-self._documents[name], self.label(name))))


def _without_article(form: str) -> str:
    return form.removeprefix(_ARTICLE) or form


def _space_between(one: str, other: str) -> str:
    """A pattern of the space between two words or parts; it counts only between digits."""
    return " " if one[-1].isdigit() and other[0].isdigit() else " ?"


def _with_spaces(word: str) -> str:
    """A pattern of a word that may be written as two, each of two letters or more: «م حمد» has an
    initial and is not محمد."""
    pieces = [re.escape(word[:_SHORTEST_PART])]
    for place in range(_SHORTEST_PART, len(word)):
        before, letter = word[place - 1], word[place]
        is_number = before.isdigit() and letter.isdigit()
        may_part = place <= len(word) - _SHORTEST_PART and not is_number
        pieces.append(" ?" * may_part + re.escape(letter))
    return "".join(pieces)


def _in_order(patterns: Sequence[re.Pattern[str]], text: str) -> bool:
    place = 0
    for pattern in patterns:
        found = pattern.search(text, place)
        if found is None:
            return False
        place = found.end()
    return True
