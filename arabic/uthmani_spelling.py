"""Letters that Quranic (Uthmani) spelling writes as marks, written out as in usual spelling.

A dagger alef is ا in most words (ٱلۡكِتَٰبُ, الكتاب), replaces the و or ى below it (ٱلصَّلَوٰةَ, الصلاة;
هُدَىٰهُمۡ, هداهم), and is not written in a closed set of words (الرحمٰن, هٰذا). A hamza above a tatweel
is a letter (مَسۡـُٔولٗا, مسؤولا), and so is a small high ي between letters.
"""

from __future__ import annotations

import re
from typing import Final

_MARK: Final = "\u064b-\u065f\u0670\u06d6-\u06dc\u06df-\u06e4\u06e7\u06e8\u06ea-\u06ed\u0898-\u08ff"
_DAGGER: Final = "\u0670"
_HAMZA_ABOVE: Final = "\u0654"
_SHADDA: Final = "\u0651"
_FATHA, _DAMMA, _KASRA = "\u064e\u064b\u08f0", "\u064f\u064c\u08f1", "\u0650\u064d\u08f2"
_ALEFS: Final = "اأإآٱ"
_YEHS: Final = "يىی"

LETTER_MARKS: Final = _DAGGER + _HAMZA_ABOVE + "\u06e5\u06e6\u06e7"
"""The marks that may stand for a letter."""

_MARKS: Final = re.compile(f"[{_MARK}]+")
_HAMZA: Final = re.compile(
    f"(?P<before>[^{_MARK}ـ]?)(?P<vowels>[{_MARK}]*?)ـ?(?P<own>[{_MARK}]*?)"
    f"{_HAMZA_ABOVE}(?P<later>[{_MARK}]*)(?P<alef>ا(?![{_MARK}]*{_DAGGER}))?"
)
_SMALL: Final = re.compile(f"(?P<before>[^{_MARK}]?)(?P<marks>[{_MARK}]*)(?P<small>[\u06e5\u06e6])")
_ALEF_ABOVE: Final = re.compile(
    f"(?P<base>[^{_MARK}])(?P<marks>[{_MARK.replace(_DAGGER, '')}]*){_DAGGER}"
)
_AFTER_SILENT_WAW: Final = ("", "ة", "ۃ", "ه", "ا")
_ONE_ALEF: Final = str.maketrans(dict.fromkeys(_ALEFS, "ا"))

# Words whose usual spelling has no letter for the long a, with clitics and pronouns.
_WITHOUT_ALEF: Final = re.compile(
    r"[اوف]?[وف]?[بلك]?(?:"
    r"هذ[اهيى]|هذان|هذين|هكذا|هؤلاء|ذلك(?:م|ما|ن)?|اولئك(?:م)?|طه|يس"
    r"|لكن(?:ن?[اي]|ني|ها?|هما?|هن|كم?|كما|كن)?"
    r"|(?:ال|ل)?اله(?:ي|ين|نا|ها?|هما?|هن|كم?|كما|كن|ا)?"
    r"|(?:ال|ل)?رحمن|لله"
    r")|\w*(?:الله|اللهم|الرحمن)"
)


def write_out(word: str) -> str:
    """The word with the letters that its ``LETTER_MARKS`` stand for.

    ``word`` is in NFKC, without tatweel but that below a hamza.
    """
    word = _HAMZA.sub(_hamza, word) if _HAMZA_ABOVE in word else word
    word = _SMALL.sub(_small_letter, word.replace("\u06e7", "ي"))
    if _DAGGER not in word:
        return word
    if _WITHOUT_ALEF.fullmatch(_MARKS.sub("", word).translate(_ONE_ALEF)):
        return word.replace(_DAGGER, "")
    return _ALEF_ABOVE.sub(_alef_above, word).replace(_DAGGER, "")


def _hamza(found: re.Match[str]) -> str:
    """The letter of a hamza above a tatweel, by the vowels around it."""
    before, vowels = found["before"], found["vowels"]
    own = found["own"] + found["later"]
    start = before + vowels
    if found["alef"]:
        return start + ("ئا" if before in _YEHS and before else "ءا" if before == "ا" else "آ")
    return start + _seat(before, vowels, own) + own


def _seat(before: str, vowels: str, own: str) -> str:
    around = set(vowels + own)
    if not around.isdisjoint(_KASRA) or (before and before in _YEHS):
        return "ئ"
    if not around.isdisjoint(_DAMMA):
        return "ؤ"
    if around.isdisjoint(_FATHA) or before == "ا":
        return "ء"
    return "أ"


def _small_letter(found: re.Match[str]) -> str:
    """A small و or ي: a letter after its like and after a hamza, the long vowel of ه otherwise."""
    before, after = found["before"], found.string[found.end() : found.end() + 1]
    letter = ""
    if found["small"] == "\u06e5":
        letter = "و" if before == "ء" or (before in ("و", "ؤ") and after != "د") else ""
    elif before in ("ي", "ى", "إ", "ئ"):
        letter = "ي"
    return before + found["marks"] + letter


def _alef_above(found: re.Match[str]) -> str:
    """A letter with a dagger alef in usual spelling."""
    base, marks = found["base"], found["marks"]
    rest = _MARKS.sub("", found.string[found.end() :])
    letter = "ا"
    if base in _ALEFS or (base != "و" and rest[:1] in ("ا", "آ")):
        letter = ""
    elif base in "ىی" and not marks:
        base, letter = ("ا", "") if rest else (base, "")
    elif base == "و" and not marks and rest in _AFTER_SILENT_WAW:
        base, letter = ("" if rest == "ا" else "ا"), ""
    elif base == "ل" and _SHADDA in marks and found.string.endswith("ٱ", 0, found.start()):
        base = "لل"
    return base + marks + letter
