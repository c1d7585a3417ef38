"""Citations of a document: as a sentence, as BibTeX and as RIS."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable
from typing import Final
from urllib.parse import quote

import msgspec

from corpus.headings import bracketed

_SPACES: Final = re.compile(r"\s+")
# Zero-width joiners and non-joiners are part of words, mostly in Persian and Urdu.
_JOINERS: Final = "\u200c\u200d"
_SENTENCE_ENDS: Final = ".؟!?"
_NOT_IN_KEYS: Final = re.compile(r"[^A-Za-z0-9]+")
_DATE: Final = re.compile(r"(\d{4})(?:-(\d{2}))?(?:-(\d{2}))?")
_TEX: Final = {
    "\\": r"\textbackslash{}",
    "{": r"\textbraceleft{}",
    "}": r"\textbraceright{}",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
    **{sign: f"\\{sign}" for sign in "&%$#_"},
}
# Characters kept in an address; braces and backslashes would end a BibTeX field.
_SAFE_IN_ADDRESS: Final = "%:/?#[]@!$&'()*+,;=~"
_KEY_LENGTH: Final = 24
"""The most characters of the identifier in the key of an entry."""


class CitedDocument(msgspec.Struct, frozen=True, kw_only=True):
    """The fields of a document that a citation has; empty ones are left out.

    ``beginning`` has the first words of a document without a title, which is cited by them in
    brackets.
    ``date`` and ``accessed`` are ISO dates, the first perhaps partial. ``language`` is that of the
    text: ``ar`` or empty. ``snippet`` is a passage of the text, ``note`` what the reader wrote.
    """

    id: str
    title: str = ""
    beginning: str = ""
    author: str = ""
    source: str = ""
    date: str = ""
    url: str = ""
    accessed: str = ""
    language: str = ""
    snippet: str = ""
    note: str = ""


def sentence(
    cited: CitedDocument,
    *,
    date: str,
    accessed: str,
    language: str,
    write_value: Callable[[str], str] = str,
) -> str:
    """The citation as a sentence: author, title, source and date, address, day of access.

    :param date: the date of the document in words.
    :param accessed: the day of access in words.
    :param language: the language of the sentence, ``ar`` or ``en``.
    :param write_value: renders a field of the document, for instance isolated as HTML.
    """
    arabic = language == "ar"
    opening, closing, comma = ("«", "»", "، ") if arabic else ("“", "”", ", ")
    author, title, source, url = map(
        _one_line, (cited.author, cited.title, cited.source, cited.url)
    )
    pieces: list[str] = []
    if author:
        pieces.append(write_value(author) + ("" if author[-1] in _SENTENCE_ENDS else "."))
    if title:
        pieces.append(f"{opening}{write_value(title)}{closing}.")
    elif cited.beginning:
        pieces.append(f"{write_value(bracketed(_one_line(cited.beginning)))}.")
    if source or date:
        where = comma.join(part for part in (source and write_value(source), date) if part)
        pieces.append(where + ("" if (date or source)[-1] in _SENTENCE_ENDS else "."))
    if url:
        access = f" (اطُّلع عليه في {accessed})" if arabic else f" (accessed {accessed})"
        pieces.append(write_value(url) + (f"{access if accessed else ''}."))
    return " ".join(pieces)


def bibliography(cited: Iterable[CitedDocument]) -> str:
    """The entries of documents, with keys that differ."""
    used: set[str] = set()
    entries: list[str] = []
    for each in cited:
        first = key = entry_key(each)
        number = 1
        while key in used:
            number += 1
            key = f"{first}-{number}"
        used.add(key)
        entries.append(bibtex(each, key))
    return "\n".join(entries)


def bibtex(cited: CitedDocument, key: str = "") -> str:
    """A BibTeX or BibLaTeX entry, UTF-8; names are in braces, so that they are not split.

    :param key: that of the entry; :func:`entry_key` if empty.
    """
    year, month, _ = _date_parts(cited.date)
    rows = [
        ("author", " and ".join(f"{{{_tex(name)}}}" for name in authors(cited))),
        ("title", f"{{{_tex(_heading(cited))}}}" if _heading(cited) else ""),
        ("journal" if cited.source.strip() else "", _tex(cited.source)),
        ("year", year),
        ("month", month),
        ("date", "-".join(part for part in _date_parts(cited.date) if part)),
        ("url", _address(cited.url)),
        ("urldate", cited.accessed),
        ("langid", "arabic" if cited.language == "ar" else ""),
        ("abstract", _tex(cited.snippet)),
        # Not "note", which styles print in the bibliography.
        ("annote", _tex(cited.note)),
    ]
    lines = [f"  {name} = {{{value}}},\n" for name, value in rows if name and value]
    kind = "article" if cited.source.strip() else "misc"
    return f"@{kind}{{{key or entry_key(cited)},\n{''.join(lines)}}}\n"


def ris(cited: CitedDocument) -> str:
    """A RIS record, UTF-8: a newspaper article, or a web page if there is no source."""
    year, month, day = _date_parts(cited.date)
    rows = [
        ("TY", "NEWS" if cited.source.strip() else "ELEC"),
        *(("AU", name) for name in authors(cited)),
        ("TI", _heading(cited)),
        ("T2", _one_line(cited.source)),
        ("PY", year),
        ("DA", f"{year}/{month}/{day}/" if year else ""),
        ("UR", _address(cited.url)),
        ("Y2", cited.accessed.replace("-", "/")),
        ("LA", cited.language),
        ("AB", _one_line(cited.snippet)),
        ("N1", _one_line(cited.note)),
        ("ID", entry_key(cited)),
    ]
    lines = [f"{name}  - {value}\r\n" for name, value in rows if value]
    return "".join(lines) + "ER  - \r\n"


def _heading(cited: CitedDocument) -> str:
    """The title, else the beginning in brackets."""
    return _one_line(cited.title) or bracketed(_one_line(cited.beginning))


def authors(cited: CitedDocument) -> tuple[str, ...]:
    """The names of the authors, which the archive has in one field with ``; `` between them."""
    return tuple(name for part in cited.author.split("; ") if (name := _one_line(part)))


def entry_key(cited: CitedDocument) -> str:
    """The key of an entry in ASCII: the year, and the ASCII letters and digits of the id."""
    year, _, _ = _date_parts(cited.date)
    plain_id = _NOT_IN_KEYS.sub("", cited.id)[:_KEY_LENGTH]
    return "-".join(part for part in ("warraq", year, plain_id) if part)


def _date_parts(date: str) -> tuple[str, str, str]:
    found = _DATE.match(date)
    return (found[1] or "", found[2] or "", found[3] or "") if found else ("", "", "")


def _one_line(text: str) -> str:
    """A text on one line without control characters: a line break would begin another field."""
    return _SPACES.sub(" ", "".join(map(_printable, text))).strip()


def _printable(letter: str) -> str:
    if letter.isprintable() or letter in _JOINERS:
        return letter
    return "" if unicodedata.category(letter) == "Cf" else " "


def _tex(text: str) -> str:
    return "".join(_TEX.get(letter, letter) for letter in _one_line(text))


def _address(url: str) -> str:
    return quote(_one_line(url), safe=_SAFE_IN_ADDRESS)
