"""Names of Latin letters in Arabic, as in إف 16 for F-16."""

from __future__ import annotations

from typing import Final

from arabic.folding import fold

# Without names that are frequent words before a number: ال, في, إن, أو, أي.
_NAMES: Final = {
    "a": ("إيه",),
    "b": ("بي",),
    "c": ("سي",),
    "d": ("دي",),
    "f": ("إف",),
    "g": ("جي",),
    "h": ("إتش",),
    "j": ("جيه", "جي"),
    "k": ("كيه", "كي"),
    "m": ("إم",),
    "p": ("بي",),
    "q": ("كيو",),
    "r": ("آر",),
    "s": ("إس",),
    "t": ("تي",),
    "u": ("يو",),
    "w": ("دبليو",),
    "x": ("إكس",),
    "y": ("واي",),
    "z": ("زد",),
}
_LETTERS: Final = {
    fold(name): tuple(letter for letter in _NAMES if name in _NAMES[letter])
    for names in _NAMES.values()
    for name in names
}


def other_letter_names(form: str) -> tuple[str, ...]:
    """The Arabic names of a Latin letter, or the Latin letters of an Arabic name, for its form."""
    return _NAMES.get(form) or _LETTERS.get(form, ())
