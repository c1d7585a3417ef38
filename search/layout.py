"""Keyboard slips: Arabic typed while the keyboard stood on Latin letters (hgsghl is السلام)."""

from __future__ import annotations

from typing import Final

_ARABIC: Final = "ذ1234567890-=ضصثقفغعهخحجدشسيبلاتنمكطئءؤر ىةوزظ"
_QWERTY: Final = "`1234567890-=qwertyuiop[]asdfghjkl;'zxcvbnm,./"
_AZERTY: Final = "²&é\"'(-è_çà)=azertyuiop^$qsdfghjklmùwxcvbn,;:!"
_SHIFTED: Final = {"H": "أ", "Y": "إ", "N": "آ", "G": "لأ", "T": "لإ", "B": "لآ", "J": "ـ"}


def _table(keys: str) -> dict[int, str]:
    letters = {
        key: letter
        for key, letter in zip(keys, _ARABIC, strict=True)
        if "\u0621" <= letter <= "\u064a"
    }
    letters["b"] = "لا"
    capitals = {key.upper(): letter for key, letter in letters.items() if key.isalpha()}
    return {ord(key): letter for key, letter in {**capitals, **letters, **_SHIFTED}.items()}


_TABLES: Final = (_table(_QWERTY), _table(_AZERTY))


def readings(chunk: str) -> tuple[str, ...]:
    """What a run of signs without a space would be on an Arabic keyboard: by the keys of QWERTY and
    by those of AZERTY, each once; only where every sign is a key of a letter.

    Capitals alone may come from the key that locks them, and are read as small letters too. A sign
    at the end that also closes a word, such as a comma, is read both ways.
    """
    if not any("a" <= sign.lower() <= "z" for sign in chunk):
        return ()
    found = [
        chunk.translate(table) for table in _TABLES if all(ord(sign) in table for sign in chunk)
    ]
    if chunk.isupper():
        found += readings(chunk.lower())
    ends = len(chunk.rstrip(",;.:!"))
    if ends < len(chunk):
        found += [reading + chunk[ends:] for reading in readings(chunk[:ends])]
    return tuple(dict.fromkeys(found))
