"""JSON lines: one object a line, one document an object."""

from __future__ import annotations

import codecs
import json
import math
import re
from collections.abc import Iterator
from typing import IO, Any, Final, NoReturn

import msgspec

from corpus.decoding import PIECES, DecodingError, Encoding
from corpus.document import Document, Refusal
from corpus.readers.record import LineDecoder, RecordError, to_document
from corpus.sources import LINE_LIMIT, lines

_DECODER: Final = msgspec.json.Decoder()
_SURROGATE: Final = re.compile("[\ud800-\udfff]")


def read(stream: IO[bytes], path: str, encoding: Encoding) -> Iterator[Document | Refusal]:
    """Read the documents of a stream whose character set is like UTF-8 in its line ends.

    ``path`` names the stream in a Refusal. A half of a surrogate pair (``\\ud800``) becomes
    U+FFFD, and ``removed`` and ``original`` keep it.
    """
    decoder = LineDecoder(encoding)
    for number, data in lines(stream):
        if data is None:
            reason = f"The line is longer than {LINE_LIMIT // 1_000_000} MB."
            yield Refusal(path=path, line=number, reason=reason)
            continue
        if data.startswith(codecs.BOM_UTF8):
            data = data[3:]
        if not data or data.isspace():
            continue
        if number == 1 and data.lstrip().startswith(b"["):
            yield Refusal(path=path, line=1, reason=_ARRAY)
            return
        if number == 1 and data.strip() == b"{":
            yield Refusal(path=path, line=1, reason=_SPREAD)
            return
        try:
            yield _parse(data, decoder)
        except (RecordError, DecodingError) as error:
            yield Refusal(path=path, line=number, reason=str(error))


_ARRAY: Final = "It is a JSON array; write its objects one a line, without brackets or commas."
_SPREAD: Final = "A JSON object is spread over several lines; write one object a line."


def _parse(data: bytes, decoder: LineDecoder) -> Document:
    try:
        record = _DECODER.decode(data)
    except (UnicodeDecodeError, msgspec.DecodeError):
        return _parse_odd(data, decoder)
    except RecursionError:
        raise RecordError("It is nested too deep.") from None
    return to_document(_as_object(record), encoding=decoder.encoding)


def _parse_odd(data: bytes, decoder: LineDecoder) -> Document:
    """A line that is no strict JSON in UTF-8 may be one in another set or with odd characters."""
    decoded = decoder.decode(data)
    try:
        record = _as_object(
            json.loads(
                decoded.text.strip("\ufeff\r\n\t "),
                strict=False,
                parse_constant=_refuse_number,
                parse_float=_finite,
            )
        )
    except RecursionError:
        raise RecordError("It is nested too deep.") from None
    except json.JSONDecodeError as error:
        reason = f"It is no valid JSON: {error.msg} (character {error.pos + 1})."
        raise RecordError(reason) from None
    except RecordError:
        raise
    except ValueError as error:
        raise RecordError(f"It is no valid JSON: {error}.") from None
    halves: list[str] = []
    mended = _mend(record, halves, 0)
    rest = len(halves) - PIECES
    removed = (*decoded.removed, *halves[:PIECES], *([f"and {rest} more"] if rest > 0 else []))
    return to_document(
        mended,
        encoding=decoded.encoding,
        removed=removed,
        original=decoded.text if halves else None,
    )


def _as_object(value: object) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise RecordError('The line is no JSON object such as {"title": ..., "text": ...}.')
    return value


def _mend(value: Any, halves: list[str], depth: int) -> Any:
    """Replace halves of surrogate pairs by U+FFFD, and list them in ``halves``."""
    if isinstance(value, str):
        if not _SURROGATE.search(value):
            return value
        halves.extend(f"\\u{ord(half):04x}" for half in _SURROGATE.findall(value))
        return _SURROGATE.sub("\ufffd", value)
    if isinstance(value, list):
        return [_mend(item, halves, depth + 1) for item in value]
    if isinstance(value, dict):
        return {
            _mend(key, halves, depth + 1): _mend(item, halves, depth + 1)
            for key, item in value.items()
        }
    return value


def _refuse_number(name: str) -> NoReturn:
    raise RecordError(f"It is no valid JSON: {name} is no number of JSON.")


def _finite(digits: str) -> float:
    value = float(digits)
    if math.isinf(value):
        raise RecordError(f"It is no valid JSON: the number {digits[:40]} is too large.")
    return value
