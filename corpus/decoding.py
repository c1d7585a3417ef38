"""Bytes to text: which of the character sets of Arabic files it is, by content alone."""

from __future__ import annotations

import codecs
import math
import re
from typing import Final, Literal

import msgspec

Encoding = Literal[
    "utf-8", "utf-8-sig", "utf-16-le", "utf-16-be", "utf-32", "windows-1256", "iso-8859-6"
]

SAMPLE: Final = 65_536
"""Bytes that are looked at to tell character sets apart."""

PIECES: Final = 20
"""Undecodable pieces that are listed one by one."""


class DecodingError(ValueError):
    """The bytes are no text of a known character set; the message is one sentence."""


class Decoded(msgspec.Struct, frozen=True):
    """Text with the character set it was decoded from.

    ``removed`` spells the bytes that were no text (``\\xd8``), each replaced by U+FFFD.
    """

    text: str
    encoding: str
    removed: tuple[str, ...] = ()


def decode(data: bytes) -> Decoded:
    """Decode the whole of a file.

    Byte order marks decide first, then the shape of UTF-16, then strict UTF-8, then how well the
    letters read as Arabic in Windows-1256 and in ISO-8859-6. UTF-8 with a few broken bytes stays
    UTF-8. A byte order mark at the start is not part of the text; one further on is.

    Raises DecodingError for what is not text.
    """
    encoding = detect(data)
    if encoding == "utf-8-sig":
        return decode_utf8(data.removeprefix(codecs.BOM_UTF8), encoding)
    if encoding == "utf-8":
        return decode_utf8(data, encoding)
    if encoding in ("utf-16-le", "utf-16-be", "utf-32"):
        text = data.decode(encoding, errors="replace")
        _refuse_controls(text)
        return Decoded(text.removeprefix("\ufeff"), encoding)
    return Decoded(decode_legacy(data, encoding), encoding)


def detect(data: bytes, *, whole: bool = True) -> Encoding:
    """Name the character set of ``data``, of which ``whole`` says that nothing follows.

    Raises DecodingError for what is not text.
    """
    sample = data[:SAMPLE]
    marked = _by_mark(sample)
    if marked is not None:
        return marked
    for magic, name in _MAGIC:
        if sample.startswith(magic):
            raise DecodingError(f"It is {name}, not text; give the text itself.")
    wide = _by_shape(sample)
    if wide is not None:
        return wide
    if is_utf8(data, whole):
        _refuse_controls(sample.decode("utf-8", errors="ignore"))
        return "utf-8"
    if _controls(sample) * 100 > len(sample) or b"\0" in sample:
        raise DecodingError("It is binary data, not text; give the text itself.")
    return detect_legacy(data)


def detect_legacy(data: bytes) -> Encoding:
    """Tell Windows-1256 from ISO-8859-6 by how well the letters read as Arabic.

    Raises DecodingError where neither reads as Arabic.
    """
    high = _HIGH.findall(data[: 4 * SAMPLE])
    run = b" ".join(high)[:SAMPLE]
    best: Encoding = "windows-1256"
    score = plausibility(run.decode("cp1256"))
    try:
        other = plausibility(run.decode("iso8859-6"))
    except UnicodeDecodeError:
        other = -math.inf
    # Lone high letters are French, which Windows-1256 keeps where Windows-1252 has it.
    if other > score and any(len(word) > 1 for word in high):
        best, score = "iso-8859-6", other
    if score < _IMPLAUSIBLE and sum(map(len, high)) >= 8:
        raise DecodingError(
            "Its characters read as Arabic in none of UTF-8, UTF-16, Windows-1256 and ISO-8859-6; "
            "convert it to UTF-8."
        )
    return best


def decode_legacy(data: bytes, encoding: str) -> str:
    """Decode ``windows-1256`` or ``iso-8859-6``; bytes that it leaves undefined become U+FFFD."""
    return data.decode("cp1256" if encoding == "windows-1256" else "iso8859-6", errors="replace")


def plausibility(text: str) -> float:
    """Mean log frequency of the characters of ``text`` as Arabic print; higher reads better."""
    if not text:
        return 0.0
    return sum(_LOG.get(letter, _RARE) for letter in text) / len(text)


# Rounded shares of letters in Arabic print, in thousandths; only their order matters here.
_SHARES: Final = {
    "ا": 130, "ل": 120, "ي": 70, "م": 60, "ن": 58, "و": 56, "ر": 46, "ت": 44, "ب": 32, "ة": 32,
    "ع": 32, "د": 30, "س": 27, "ف": 27, "ه": 26, "ك": 22, "ق": 22, "أ": 20, "ح": 20, "ج": 14,
    "ش": 13, "ص": 11, "ى": 11, "إ": 9, "ط": 11, "خ": 10, "ز": 8, "ض": 8, "ث": 7, "ذ": 6, "غ": 6,
    "ئ": 5, "ء": 4, "ظ": 3, "ؤ": 3, "آ": 3, "،": 8, "؛": 1, "؟": 2, "ـ": 2, " ": 150, "«": 2,
    "»": 2, "“": 2, "”": 2, "…": 1, "–": 1, "\N{NO-BREAK SPACE}": 1,
    "َ": 1, "ُ": 1, "ِ": 1, "ّ": 2, "ً": 2, "ْ": 1, "ٌ": 1, "ٍ": 1,
}  # fmt: skip
_LOG: Final = {letter: math.log(share / 1000) for letter, share in _SHARES.items()}
_RARE: Final = math.log(0.0002)
_IMPLAUSIBLE: Final = -4.6

_HIGH: Final = re.compile(rb"[\x80-\xff]+")
_CONTROL: Final = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]")
_CONTROL_TEXT: Final = re.compile("[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]")

_MAGIC: Final = (
    (b"\x89PNG", "a PNG picture"),
    (b"\xff\xd8\xff", "a JPEG picture"),
    (b"GIF87a", "a GIF picture"),
    (b"GIF89a", "a GIF picture"),
    (b"%PDF-", "a PDF document"),
    (b"PK\x03\x04", "a ZIP or office document"),
    (b"\xd0\xcf\x11\xe0", "an old office document"),
    (b"{\\rtf", "an RTF document"),
    (b"SQLite format 3\0", "an SQLite database"),
    (b"BZh", "a bzip2 file"),
    (b"\xfd7zXZ\0", "an xz file"),
    (b"\x28\xb5\x2f\xfd", "a zstd file"),
)


def _by_mark(data: bytes) -> Encoding | None:
    if data.startswith(codecs.BOM_UTF8):
        return "utf-8-sig"
    if data.startswith((codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE)) and len(data) % 4 == 0:
        return "utf-32"
    if data.startswith(codecs.BOM_UTF16_LE):
        return "utf-16-le"
    if data.startswith(codecs.BOM_UTF16_BE):
        return "utf-16-be"
    return None


def _by_shape(data: bytes) -> Encoding | None:
    """UTF-16 without a mark: one byte of each pair is 0 (Latin, blanks) or 6 (Arabic)."""
    even, odd = data[0::2], data[1::2]
    if len(odd) < 2:
        return None

    def share(half: bytes) -> float:
        return (half.count(0) + half.count(6)) / len(half)

    if share(odd) >= 0.7 and share(even) <= 0.2:
        return "utf-16-le"
    if share(even) >= 0.7 and share(odd) <= 0.2:
        return "utf-16-be"
    return None


def is_utf8(data: bytes, whole: bool = True) -> bool:
    """UTF-8, perhaps with broken bytes: at most one in a hundred of its many-byte characters."""
    try:
        codecs.getincrementaldecoder("utf-8")().decode(data, final=whole)
    except UnicodeDecodeError:
        text = data[: 16 * SAMPLE].decode("utf-8", errors="replace")
        broken = text.count("\ufffd")
        good = sum(letter > "\x7f" for letter in text) - broken
        return broken * 100 <= good
    return True


def decode_utf8(data: bytes, encoding: str) -> Decoded:
    try:
        text = data.decode()
        removed: tuple[str, ...] = ()
    except UnicodeDecodeError:
        text, removed = data.decode(errors="replace"), _broken_pieces(data)
    _refuse_controls(text)
    return Decoded(text, encoding, removed)


def _broken_pieces(data: bytes) -> tuple[str, ...]:
    marked = data.decode(errors="surrogateescape")
    pieces = [
        "".join(f"\\x{ord(letter) - 0xDC00:02x}" for letter in piece)
        for piece in re.findall("[\udc80-\udcff]+", marked)
    ]
    rest = len(pieces) - PIECES
    return tuple(pieces[:PIECES]) + ((f"and {rest} more",) if rest > 0 else ())


def _controls(data: bytes) -> int:
    return len(_CONTROL.findall(data))


def _refuse_controls(text: str) -> None:
    """Refuse what decodes but is mostly control characters; a stray NUL is kept."""
    head = text[:SAMPLE]
    controls = len(_CONTROL_TEXT.findall(head))
    if controls > 3 and controls * 10 > 3 * len(head):
        raise DecodingError("It is binary data, not text; give the text itself.")
