"""Compounds: names and expressions that are written as one word or as several.

عبدالله is عبد الله, أبوظبي is أبو ظبي, فيسبوك is فيس بوك. A few patterns of Arabic names are known
to be compounds; for all other pairs the counts of an archive decide. Words are forms here (see
``arabic.folding.fold``).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Final, Literal, NamedTuple, cast

from arabic.analyzer import analyze
from arabic.folding import fold
from arabic.function_words import is_function_word
from arabic.latin_letters import other_letter_names

NamePattern = Literal["name", "kunya", "likely"]
"""The pattern of a pair of words.

A ``name`` (عبد الرحمن, or سبع مئة) is a compound whatever the counts. The أبو of a ``kunya`` is
followed by a name, but not every word that begins with its letters is one (أبواب). A ``likely``
name (نور الدين, ابن خلدون) is one where its second word often follows the first.
"""

_UNITS: Final = "ثلاث|اربع|خمس|ست|سبع|ثمان|ثماني|تسع"
_HUNDREDS: Final = tuple(fold(word) for word in ("مئة", "مية"))
"""The forms of a hundred; مائة has the form of مئة."""
_MY_FATHER: Final = "ابي"
KUNYA_CASES: Final = ("ابو", _MY_FATHER, "ابا")
"""The forms of أبو, of which أبي is also "my father"."""
_DIVINE: Final = ("الله", "الدين")

# A conjunction and a preposition can precede the first word: وعبد الله, لأبو ظبي.
_NAME: Final = "[وف]?[بلك]?عبد{0}(?:ال..+|ربه)|[وفبلك]{{0,2}}(?:{1}){0}(?:{2})"
_KUNYA: Final = "(?:[وف]?[بل]?ابو|[وف]?ابا){0}(?!عبد$)..+"
_APART: Final = re.compile(
    f"(?P<name>{_NAME.format(' ', _UNITS, '|'.join(_HUNDREDS))})"
    f"|(?P<kunya>{_KUNYA.format(' ')})"
    f"|(?P<likely>..+ (?:{'|'.join(_DIVINE)})|[وف]?[بل]?(?:ابي|ابن|بنت|ام) ..+)"
)
_FIRST_OF_NAME: Final = re.compile(
    f"([وف]?[بلك]?عبد)(?:ال..+|ربه)|([وفبلك]{{0,2}}(?:{_UNITS}))(?:{'|'.join(_HUNDREDS)})"
    "|([وف]?[بل]?ابو|[وف]?ابا)..+"
)
SONS: Final = ("ابن", "بن")
"""The spellings of ابن within names."""
# لبن and كبن are words of their own.
_PARTICLES_AND_SON: Final = re.compile("[وف]?(?:[بلك]?ابن|بن)")
_PARTICLES_AND_FIRST: Final = re.compile(f"[وف]?[بلك]?(عبد|{'|'.join(KUNYA_CASES)}|{_UNITS})")
PARTICLES: Final = ("و", "ف", "ب", "ل", "ك", "وب", "ول", "فب", "فل")
"""The particles that can precede a name."""

_OPENERS: Final = frozenset(("لا", "ما", "اي", "بن", "ام"))
"""The frequent words that begin compounds: negations, the i- of products (آي فون), names."""

_ENDINGS: Final = frozenset(("ات", "ان", "ين", "ون", "يه", "يا", "ها", "هم", "كم", "نا", "وا"))
"""What looks like a second word but inflects the first."""

_SHORTEST_PART: Final = 2
_LEAST_LETTERS: Final = 6
"""A shorter joined spelling may as well be an inflected word."""
_ATTESTED: Final = 3
"""Occurrences of a joined spelling that are no accident."""
_CLOSE: Final = 0.5
"""The association of a word that occurs mostly in one pair."""
_PAIR_SHARE: Final = 0.01
"""A pair that is rarer than this beside its joined spelling comes from spaces too many."""
_KUNYA_SHARE: Final = 0.002
_MY_FATHER_SHARE, _RARE_SHARE = 0.01, 0.1
"""The shares of a word that follow أبي, from which it is a name there; the latter for a pair that
is rare."""
_JOINED_SHARE: Final = 0.03
"""A joined spelling that is rarer than this beside its pair comes from lost spaces."""
_SON_SHARE: Final = 0.03
"""The share of a word that follows ابن or بن, from which it is a name there."""
_LIKE_LETTER_NAMES: Final = frozenset(map(fold, ("آية", "أم")))
_DESIGNATION_SHARE: Final = 0.05
"""The share of an unknown word that one number follows, from which both are one name."""
_LONGEST_NUMBER: Final = 5
_YEARS: Final = range(1_300, 2_101)
_FREQUENT_SHARE: Final = 1 / 3_000
_FREQUENT_LEAST: Final = 50


class SpellingCounts(NamedTuple):
    """How often two words, the pair of them side by side, and their joined spelling occur.

    ``letters`` is the length of the stem of the joined spelling: where it is short, the joined
    spelling is an inflected word of its own, such as المتر beside ألم تر.
    """

    first: int
    second: int
    pair: int
    joined: int
    letters: int

    @property
    def share(self) -> float:
        """The share of the joined spelling among both spellings."""
        return self.joined / max(1, self.joined + self.pair)

    @property
    def association(self) -> float:
        """The share of the occurrences of the rarer word that are in the pair."""
        return self.pair / max(1, min(self.first, self.second))


def frequent_from(words: int) -> int:
    """The occurrences from which a word of an archive of so many words is a function word, or
    nearly one: it occurs beside all kinds of words."""
    return max(_FREQUENT_LEAST, int(words * _FREQUENT_SHARE))


# Patterns


def pattern_of(first: str, second: str) -> NamePattern | None:
    """The pattern of names that two words side by side have."""
    found = _APART.fullmatch(f"{first} {second}")
    return None if found is None else cast(NamePattern, found.lastgroup)


def name_in(word: str) -> tuple[str, str] | None:
    """The two words of a joined spelling that has the pattern of a name or a kunya."""
    found = _FIRST_OF_NAME.fullmatch(word)
    if found is None or found.lastindex is None:
        return None
    end = found.end(found.lastindex)
    return word[:end], word[end:]


def joined_form(*parts: str) -> str:
    """The form of words in one word; عطا الله loses an alef (see ``arabic.letter_context``)."""
    return fold("".join(parts))


def same_names(first: str, second: str) -> Iterator[tuple[str, str]]:
    """A name of two words without its particles, then in other cases (أبو بكر, أبي بكر) or other
    spellings of its hundred (سبع مئة, سبع مية)."""
    found = _PARTICLES_AND_FIRST.fullmatch(first)
    first = first if found is None else found[1]
    yield first, second
    if first in KUNYA_CASES:
        yield from ((case, second) for case in KUNYA_CASES if case != first)
    elif second in _HUNDREDS:
        yield from ((first, hundred) for hundred in _HUNDREDS if hundred != second)


def is_kunya(first: str) -> bool:
    """Whether a word is أبو in any case, perhaps with particles."""
    found = _PARTICLES_AND_FIRST.fullmatch(first)
    return found is not None and found[1] in KUNYA_CASES


def may_be_my_father(first: str) -> bool:
    """Whether the case of a kunya is أبي, "my father" as well, perhaps with particles."""
    return first.endswith(_MY_FATHER)


def is_kunya_in_use(
    pairs: Mapping[str, int], joined: Mapping[str, int], second: str, occurrences: int
) -> bool | None:
    """Whether an archive has a kunya with a second word in any case, so that it is one in every
    case; None if it has none of them.

    ``pairs`` has how often the word follows each of ``KUNYA_CASES``, ``joined`` how often each case
    and the word are one word, ``occurrences`` how often the word occurs. أبو and أبا begin nothing
    else; after أبي, "my father", the word must occur more often than by chance, as a function word
    must after any (أبو أمامة).
    """
    is_function = is_function_word(second)
    found = sum(
        pairs[case] + (0 if _is_known(case + second) else joined[case])
        for case in KUNYA_CASES
        if case != _MY_FATHER
    )
    if found and not (is_function and found < _KUNYA_SHARE * occurrences):
        return True
    if is_function:
        return False
    pair = pairs[_MY_FATHER]
    if not pair:
        return None
    share = _MY_FATHER_SHARE if pair >= _ATTESTED else _RARE_SHARE
    return pair >= share * occurrences


def is_son(word: str) -> bool:
    """Whether a word is ابن or بن, perhaps with particles."""
    return _PARTICLES_AND_SON.fullmatch(word) is not None


def son_spellings(rests: Sequence[str]) -> Iterator[str]:
    """A name that begins with ابن in both its spellings, for each spelling of the name after it."""
    return (f"{son} {rest}" for son in SONS for rest in rests)


def is_name_of_son(pairs: Mapping[str, int], second: int) -> bool:
    """Whether ابن and a word after it are a name (ابن خلدون), and not the son of someone or a part
    of an expression (ابن البلد).

    ``pairs`` has how often the word follows each spelling of ابن, ``second`` how often it occurs.
    Within names بن is far more frequent than ابن, and it occurs nowhere else.
    """
    whole, short = (pairs[son] for son in SONS)
    if short > whole and short >= _ATTESTED:
        return True
    return whole + short >= max(1.0, _SON_SHARE * second)


def is_designation(word: str, number: str, counts: SpellingCounts, frequent: int) -> bool:
    """Whether a word and the number after it are one name, as in إف 16 and كوفيد 19.

    The name of a letter and a number always are, unless it is spelled like a frequent word. A word
    that the lexicon lacks must have this number often; a word of the lexicon is counted or numbered
    (بنتيجة 2, رقم 1). A number of four digits may be a year, which says when something was.
    """
    if len(number) > _LONGEST_NUMBER:
        return False
    if other_letter_names(word):
        return word not in _LIKE_LETTER_NAMES
    if counts.first > frequent or int(number) in _YEARS:
        return False
    often = counts.pair >= max(1.0, _DESIGNATION_SHARE * counts.first)
    return often and not _is_known(word)


def _spellings_by_letters() -> dict[str, tuple[str, ...]]:
    spellings: dict[str, tuple[str, ...]] = {}
    for first in ("ان", "ما"):
        rests = (" شاء الله", "شاء الله", " شاءالله", "شاءالله", " شالله", "شالله")
        written = tuple(first + rest for rest in rests)
        spellings |= {spelling.replace(" ", ""): written for spelling in written}
    return spellings


_EXPRESSIONS: Final = _spellings_by_letters()

LONGEST_EXPRESSION: Final = 3
"""The number of words of the longest expression."""


def may_end_expression(word: str) -> bool:
    """Whether a word has the last letters of the fixed expressions."""
    return word.endswith(_DIVINE[0])


def expression_spellings(words: Sequence[str]) -> tuple[str, ...]:
    """The spellings of a fixed expression (إن شاء الله, ما شاء الله), none for other words; its
    letters may be parted anywhere."""
    if not may_end_expression(words[-1]):
        return ()
    return _EXPRESSIONS.get("".join(words), ())


# SpellingCounts


def may_be_one_word(first: int, second: int, joined: int, letters: int) -> bool:
    """Whether the counts of two words without a pattern (see ``SpellingCounts``) leave any number
    of pairs for which they are a compound; cheaper to know than the number of pairs."""
    if letters < _LEAST_LETTERS - 1:
        return False
    return min(first, second) <= (90 * joined if joined >= _ATTESTED else 8 * joined)


def are_one_word(first: str, second: str, counts: SpellingCounts, frequent: int) -> bool:
    """Whether two words side by side are the one word of their joined spelling.

    A space that was lost in a text gives a joined spelling that is rare beside the pair
    (كتابجديد), a space too many a pair that is rare beside the joined spelling. Neither makes two
    words one. Words with more than ``frequent`` occurrences occur beside all kinds of words; they
    are part of a compound only where the other word occurs mostly there (لا سيما). The thresholds
    were chosen by reading the decisions for the most frequent pairs of 85,618 articles.
    """
    if pattern_of(first, second) == "likely" and _follows(second, counts, frequent):
        return True
    commoner = counts.first if second in _DIVINE else max(counts.first, counts.second)
    if commoner > frequent and counts.association < _CLOSE:
        return False
    if counts.joined < _ATTESTED:
        in_use = counts.association >= _CLOSE and counts.share >= 0.2
        long = counts.letters >= _LEAST_LETTERS
        return in_use and long and not (_is_known(first) and _is_known(second))
    return _are_both_in_use(counts)


def _follows(second: str, counts: SpellingCounts, frequent: int) -> bool:
    """Whether the second word of a likely name follows the first often enough."""
    if second in _DIVINE:
        needed = 0.0 if counts.joined else max(1.0, 0.03 * counts.first)
        return counts.first <= frequent and counts.pair >= needed
    return counts.second <= frequent and counts.association >= 0.1


def _are_both_in_use(counts: SpellingCounts) -> bool:
    share, association = counts.share, counts.association
    if counts.letters < _LEAST_LETTERS:
        close = association >= _CLOSE and share >= _JOINED_SHARE
        return close and counts.letters == _LEAST_LETTERS - 1
    if association >= 0.1 and share >= (0.1 if association < _CLOSE else _JOINED_SHARE):
        return True
    if counts.joined < 10:
        return False
    if association >= 0.03 and share >= 0.3 and counts.pair > 1:
        return True
    return share >= 0.8 and counts.joined >= 0.25 * min(counts.first, counts.second)


def _is_known(word: str) -> bool:
    """Whether the lexicon has a word."""
    return analyze(word).source in ("noun", "verb")


def may_have_lost_space(counts: SpellingCounts, frequent: int) -> bool:
    """Whether a joined spelling, although the words are not one, is worth finding as well."""
    if max(counts.first, counts.second) > frequent or counts.letters < _LEAST_LETTERS:
        return False
    return counts.pair > 0 and counts.share >= _JOINED_SHARE


# One word


def splits(word: str) -> Iterator[tuple[str, str]]:
    """The ways to part a word in two words of two letters or more, in the order of its letters.

    A word of five letters is parted only after the first words that make such compounds (ما زال).
    Last comes الله after a word that ends with the same alef (عطا الله, see ``joined_form``).
    """
    if len(word) >= _LEAST_LETTERS:
        for place in range(_SHORTEST_PART, len(word) - _SHORTEST_PART + 1):
            if word[place:] not in _ENDINGS:
                yield word[:place], word[place:]
        if word.endswith(_DIVINE[0]):
            yield word.removesuffix(_DIVINE[0]) + _DIVINE[0][0], _DIVINE[0]
    elif len(word) == _LEAST_LETTERS - 1 and word[:_SHORTEST_PART] in _OPENERS:
        yield word[:_SHORTEST_PART], word[_SHORTEST_PART:]


def may_be_parts(
    first: tuple[str, int], second: tuple[str, int], joined: int, frequent: int
) -> bool:
    """Whether two words, each with its occurrences, can be the parts of a joined spelling; cheaper
    to know than the number of pairs."""
    rarer = min(first[1], second[1])
    if rarer < max(1.0, _PAIR_SHARE * joined):
        return False
    if max(first[1], second[1]) <= frequent:
        return True
    # Beside a frequent word, most occurrences of the other must be in the pair.
    known = first[0] in _OPENERS or second[0] in _DIVINE
    return known and 2 * rarer >= joined


def is_parted(first: str, second: str, counts: SpellingCounts, frequent: int) -> bool:
    """Whether one word is also written as these two.

    The pairs must be more than accidents beside the joined spelling. A word that is rarer than the
    pair is read as two words that belong together.
    """
    if pattern_of(first, second) == "kunya":
        return counts.pair >= max(1.0, _KUNYA_SHARE * counts.joined)
    if counts.pair < max(1.0, _PAIR_SHARE * counts.joined):
        return False
    if second in _DIVINE and not counts.joined:
        return True
    if counts.pair == 1 and counts.joined >= 10 and counts.association < _CLOSE:
        return False
    together = counts.joined <= counts.pair and counts.association >= 0.3
    if together and counts.letters >= _LEAST_LETTERS:
        return True
    return are_one_word(first, second, counts, frequent)
