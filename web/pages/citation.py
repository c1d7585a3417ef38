"""Citations of a document: as plain text, for BibTeX and for reference managers (RIS)."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from typing import Final
from urllib.parse import quote

import msgspec

_SPACES: Final = re.compile(r"\s+")
# A joiner or its contrary is part of a word, in Persian and Urdu above all.
_JOINERS: Final = "\u200c\u200d"
_ENDS: Final = ".؟!?"
_NOT_FOR_KEYS: Final = re.compile(r"[^A-Za-z0-9]+")
_DATE: Final = re.compile(r"(\d{4})(?:-(\d{2}))?(?:-(\d{2}))?")
_TEX: Final = {
    "\\": r"\textbackslash{}",
    "{": r"\textbraceleft{}",
    "}": r"\textbraceright{}",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
    **{sign: f"\\{sign}" for sign in "&%$#_"},
}
# What an address may hold as it is; braces and backslashes would end a field of BibTeX.
_IN_ADDRESS: Final = "%:/?#[]@!$&'()*+,;=~"
_KEY_MOST: Final = 24


class Cited(msgspec.Struct, frozen=True, kw_only=True):
    """What a citation tells of a document; what is empty is left out.

    ``date`` and ``accessed`` are ISO dates, the first perhaps partial; ``language`` is that of the
    text (``ar``).
    """

    id: str
    title: str = ""
    author: str = ""
    source: str = ""
    date: str = ""
    url: str = ""
    accessed: str = ""
    language: str = ""


def plain(
    cited: Cited, *, date: str, accessed: str, language: str, value: Callable[[str], str] = str
) -> str:
    """The citation as a sentence: author, title, source and date, address, day of access.

    :param date: the date in words, as ``accessed`` the day of access.
    :param language: ``ar`` or ``en``: what the sentence is written in.
    :param value: writes what is cited, apart from the sentence that it is set into.
    """
    arabic = language == "ar"
    opening, closing, comma = ("«", "»", "، ") if arabic else ("“", "”", ", ")
    author, title, source, url = map(_line, (cited.author, cited.title, cited.source, cited.url))
    told = []
    if author:
        told.append(value(author) + ("" if author[-1] in _ENDS else "."))
    if title:
        told.append(f"{opening}{value(title)}{closing}.")
    if source or date:
        where = comma.join(part for part in (source and value(source), date) if part)
        told.append(where + ("" if (date or source)[-1] in _ENDS else "."))
    if url:
        seen = f" (اطُّلع عليه في {accessed})" if arabic else f" (accessed {accessed})"
        told.append(value(url) + (f"{seen if accessed else ''}."))
    return " ".join(told)


def bibtex(cited: Cited) -> str:
    """An entry of BibTeX or BibLaTeX, UTF-8; names stand in braces, so that none is taken apart."""
    year, month, _ = _date(cited.date)
    rows = [
        ("author", f"{{{_tex(cited.author)}}}" if cited.author.strip() else ""),
        ("title", f"{{{_tex(cited.title)}}}" if cited.title.strip() else ""),
        ("journal" if cited.source.strip() else "", _tex(cited.source)),
        ("year", year),
        ("month", month),
        ("date", "-".join(part for part in _date(cited.date) if part)),
        ("url", _address(cited.url)),
        ("urldate", cited.accessed),
        ("langid", "arabic" if cited.language == "ar" else ""),
    ]
    lines = [f"  {name} = {{{value}}},\n" for name, value in rows if name and value]
    return f"@{'article' if cited.source.strip() else 'misc'}{{{key(cited)},\n{''.join(lines)}}}\n"


def ris(cited: Cited) -> str:
    """A record of RIS, UTF-8: a newspaper article, or what has no source a web page."""
    year, month, day = _date(cited.date)
    rows = [
        ("TY", "NEWS" if cited.source.strip() else "ELEC"),
        ("AU", _line(cited.author)),
        ("TI", _line(cited.title)),
        ("T2", _line(cited.source)),
        ("PY", year),
        ("DA", f"{year}/{month}/{day}/" if year else ""),
        ("UR", _address(cited.url)),
        ("Y2", cited.accessed.replace("-", "/")),
        ("LA", cited.language),
        ("ID", key(cited)),
    ]
    lines = [f"{name}  - {value}\r\n" for name, value in rows if value]
    return "".join(lines) + "ER  - \r\n"


def key(cited: Cited) -> str:
    """A name for the entry in letters that every program takes: the year and what of the
    identifier is ASCII."""
    year, _, _ = _date(cited.date)
    told = _NOT_FOR_KEYS.sub("", cited.id)[:_KEY_MOST]
    return "-".join(part for part in ("warraq", year, told) if part)


def _date(date: str) -> tuple[str, str, str]:
    found = _DATE.match(date)
    return (found[1] or "", found[2] or "", found[3] or "") if found else ("", "", "")


def _line(text: str) -> str:
    """A text on one line, without what is not shown: a new line would begin a field of its own."""
    return _SPACES.sub(" ", "".join(map(_shown, text))).strip()


def _shown(letter: str) -> str:
    if letter.isprintable() or letter in _JOINERS:
        return letter
    return "" if unicodedata.category(letter) == "Cf" else " "


def _tex(text: str) -> str:
    return "".join(_TEX.get(letter, letter) for letter in _line(text))


def _address(url: str) -> str:
    return quote(_line(url), safe=_IN_ADDRESS)
