"""A byte for each letter of ASCII and of Arabic, and two to four for any other, in their order.

UTF-8 takes two bytes for an Arabic letter. Here code points below 128 are themselves, those of
basic Arabic (U+0600 to U+066F) one byte each, and any other is a leading byte with one to three
bytes of seven bits. Two encoded texts compare as their code points do, as in UTF-8.
"""

from __future__ import annotations

import codecs
from collections.abc import Iterator
from typing import Final

import numpy as np

from index.array_types import U8, Mask

_ASCII: Final = 0x80
_BEFORE: Final = 0x80
_BASIC, _ARABIC, _ARABIC_END = 0x8B, 0x600, 0x670
_TWO_MORE, _TWO_MORE_END = 0xFB, 0x670 + (1 << 14)
_THREE_MORE: Final = 0xFC
_LAST: Final = 0x10FFFF

_LETTERS: Final = "".join(
    [
        *map(chr, range(_ASCII)),
        *["\ufffe"] * (_BASIC - _ASCII),  # stands for no letter in a table of codecs
        *map(chr, range(_ARABIC, _ARABIC_END)),
        *["\ufffe"] * (0x100 - _TWO_MORE),
    ]
)
_BYTES: Final = codecs.charmap_build(_LETTERS)


def encode(text: str) -> bytes:
    """The bytes of a text, which may have lone surrogates."""
    try:
        return codecs.charmap_encode(text, "strict", _BYTES)[0]
    except UnicodeEncodeError:
        return b"".join(map(_encode_letter, text))


def decode(encoded: bytes) -> str:
    """The text of some bytes. Raises UnicodeDecodeError where they are not those of a text."""
    try:
        return codecs.charmap_decode(encoded, "strict", _LETTERS)[0]
    except UnicodeDecodeError:
        return "".join(map(chr, _code_points(encoded)))


def ends_of_letters(block: U8) -> Mask:
    """Which bytes of some encoded texts in a row are the last of a letter."""
    more = np.zeros(len(block) + 3, bool)
    more[: len(block)] = (block >= _BEFORE) & (block < _BASIC) | (block >= _TWO_MORE)
    more[1 : len(block) + 1] |= block >= _TWO_MORE
    more[2 : len(block) + 2] |= block >= _THREE_MORE
    return ~more[: len(block)]


def _encode_letter(letter: str) -> bytes:
    point = ord(letter)
    if point < _ASCII:
        return bytes((point,))
    if point < _ARABIC:
        high, low = divmod(point - _ASCII, 0x80)
        return bytes((_BEFORE + high, low))
    if point < _ARABIC_END:
        return bytes((_BASIC + point - _ARABIC,))
    if point < _TWO_MORE_END:
        return bytes((_TWO_MORE, *divmod(point - _ARABIC_END, 0x80)))
    high, low = divmod(point - _TWO_MORE_END, 0x80)
    return bytes((_THREE_MORE, *divmod(high, 0x80), low))


def _code_points(encoded: bytes) -> Iterator[int]:
    place = 0
    while place < len(encoded):
        first = encoded[place]
        point, more = _leading(first)
        following = encoded[place + 1 : place + 1 + more]
        if len(following) < more or any(byte >= 0x80 for byte in following):
            raise _no_text(encoded, place)
        value = 0
        for byte in following:
            value = value * 0x80 + byte
        if point + value > _LAST or first > _THREE_MORE:
            raise _no_text(encoded, place)
        yield point + value
        place += 1 + more


def _leading(byte: int) -> tuple[int, int]:
    """The first code point of a leading byte, and how many bytes follow it."""
    if byte < _ASCII:
        return byte, 0
    if byte < _BASIC:
        return _ASCII + (byte - _BEFORE) * 0x80, 1
    if byte < _TWO_MORE:
        return _ARABIC + byte - _BASIC, 0
    return (_ARABIC_END, 2) if byte == _TWO_MORE else (_TWO_MORE_END, 3)


def _no_text(encoded: bytes, place: int) -> UnicodeDecodeError:
    return UnicodeDecodeError("letter_bytes", encoded, place, place + 1, "no letter")
