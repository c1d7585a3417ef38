"""Folding rules that look at neighbouring letters, for words whose letters are folded one by one.

Each rule joins spellings of one word: the seat of a hamza, آ written ءا, the alef of مائة, letters
repeated for emphasis, and the letters of لا and الله that extraction from PDF swaps.
"""

from __future__ import annotations

import re
from typing import Final

_LETTER: Final = "ء-ي"
_OTHERS: Final = "بةتثجحخدذرزسشصضطظعغفقكلمنهوي"
# Written for speed, since every word of a build is matched.
has_no_context: Final = re.compile(f"[{_OTHERS}]*+(?:[اء](?!ا)[{_OTHERS}]*+)*+").fullmatch
repeats: Final = re.compile(r"(.)\1\1").search

_REPEATED: Final = re.compile(rf"([{_LETTER}])\1\1+")
_LONG_VOWELS: Final = frozenset("اوي")
_OPENS_ARTICLE: Final = re.compile("(?:يا|[وفب]?ا|[وف])?")

_HUNDRED: Final = re.compile(
    "^([وف]?[بلك]?(?:ال|ل)?(?:ثلاث|اربع|خمس|ست|سبع|ثمان|ثماني|تسع)?م)ا(?=ئ(?:[هة]$|ت[اي]?ن?$))"
)
_VERB_PLURAL: Final = re.compile("(?<=[^اوي])ؤوا$")
_PRESENT_PLURAL: Final = re.compile("^([وف]?س?[يت].+[^اوي])ؤون$")
_LAST_SEAT: Final = re.compile("(?<!ا)ي?ئ$")
_SEAT: Final = re.compile("(?<=ا)[ؤئ]|[ؤئ](?!ا.)")
_HAMZA_ALEF: Final = re.compile(
    "(?:^|(?<=^[وف])|(?<=[^اوي]))ءا(?=.)(?!ن$)|(?:(?<=قر)|(?<=ظم)|^)ءا(?=ن$)"
)
_LIGATURE: Final = re.compile("اال(?=لهم?$)")
_LAM_ALEF: Final = re.compile("^([وف]?[بك]?)اال(?=[^ا])")
_ALLAH: Final = re.compile("اهلل$|(?:^|(?<=^[وفب])|(?<=..[^تمي]))هللا$")


def apply_context(word: str) -> str:
    """The form of a word of folded letters."""
    while True:
        changed = _apply_rules(word)
        if changed == word or (has_no_context(changed) and not repeats(changed)):
            return changed
        word = changed


def _apply_rules(word: str) -> str:
    if repeats(word):
        word = _REPEATED.sub(_shorten, word)
    if "ئ" in word or "ؤ" in word:
        word = _without_seats(word)
    if "ءا" in word:
        word = _HAMZA_ALEF.sub("ا", word)
    if "اا" in word or "هلل" in word:
        word = _order_of_lam_alef(word)
    return word


def join_final_hamza(folded: str, letters: str) -> str:
    """The form of هيأة as that of هيئة; ``letters`` are those that were written."""
    if folded[-3:-1] == "يا" and folded[-1] in "هة" and letters[-2:-1] == "أ":
        return apply_context(folded[:-2] + "ئ" + folded[-1])
    return folded


def _without_seats(word: str) -> str:
    """ؤ and ئ as ء.

    مائة is مئة, شاطئ is شاطيء, قرؤوا is قرأوا and يقرؤون is يقرأون, but not after a long vowel.
    Before ا, ئ and ؤ are ئ: مئات would become مءات, which is مآت.
    """
    if "مائ" in word:
        word = _HUNDRED.sub(r"\1", word)
    if word.endswith("ؤوا"):
        word = _VERB_PLURAL.sub("اوا", word)
    elif word.endswith("ؤون"):
        word = _PRESENT_PLURAL.sub(r"\1اون", word)
    elif word.endswith("ئ"):
        word = _LAST_SEAT.sub("يء", word)
    if "ئا" in word or "ؤا" in word:
        word = _SEAT.sub("ء", word)
        return word.replace("ؤ", "ئ")
    return word.replace("ئ", "ء").replace("ؤ", "ء")


def _order_of_lam_alef(word: str) -> str:
    """The letters of لا and الله as extraction from PDF swaps them: األمم, اإلسلام, اهلل, عطاهللا.

    مهللا and تهللا are words. The ligature ﷲ has an alef of its own, which اﷲ has once more.
    """
    if "هلل" in word:
        word = _ALLAH.sub("الله", word)
    word = _LIGATURE.sub("ال", word)
    return _LAM_ALEF.sub(r"\1الا", word)


def _shorten(found: re.Match[str]) -> str:
    """A letter written three times or more, as often as spelling allows.

    ت is written three times in تتتبع and شتتت, و at the beginning of وووزع; three consonants inside
    a word are a double one written once more (مؤسسسة), and so is ي in the plural اساسييين. A word
    of one letter alone stays: ههههه is laughter.
    """
    letter, length, start, word = found[1], len(found[0]), found.start(), found.string
    last = found.end() == len(word)
    if length == len(word):
        return found[0]
    if length == 3 and (letter == "ت" or (letter == "و" and start == 0)):
        return found[0]
    if length == 3 and letter == "ي" and word[found.end() :] == "ن":
        return "يي"
    if letter == "ل" and (word.startswith("ه", found.end()) or _opens(word[:start])):
        return "لل"
    return letter if length > 3 or last or letter in _LONG_VOWELS else letter * 2


def _opens(before: str) -> bool:
    """Whether ل after these letters may begin the article, or a noun after it."""
    return _OPENS_ARTICLE.fullmatch(before) is not None
