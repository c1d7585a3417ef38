"""JSON lines: each line is an object, and each object a document."""

from __future__ import annotations

import codecs
import json
import math
import re
from collections.abc import Iterator
from typing import IO, Any, Final, NoReturn

import msgspec

from corpus.decoding import LONE_SURROGATE, PIECES_LISTED, DecodingError, Encoding
from corpus.document import Document, Refusal
from corpus.limits import INPUT_LIMITS
from corpus.messages import Message
from corpus.readers.reader import Confidence, LineReader
from corpus.readers.record import FAULTS, LineDecoder, RecordError, to_document
from corpus.sources import read_lines

_DECODER: Final = msgspec.json.Decoder()
_START: Final = re.compile(r'\{\s*["}]|\[\s*\{\s*"')
_STRING: Final = re.compile(r'"(?:[^"\\]++|\\.)*+"?', re.DOTALL)
_BRACKET: Final = re.compile(r"[\[{]|[\]}]")
NESTING_LIMIT: Final = INPUT_LIMITS.extra_levels + 2
"""Brackets inside each other in a line: the record, and the value of an unknown key in it."""


def read(stream: IO[bytes], path: str, encoding: Encoding) -> Iterator[Document | Refusal]:
    """Read the documents of a stream whose character set has the line ends of ASCII.

    ``path`` names the stream in a Refusal. A lone surrogate (``\\ud800``) becomes U+FFFD, and
    ``removed`` and ``original`` keep it.
    """
    decoder = LineDecoder(encoding)
    for number, data in read_lines(stream):
        if data is None:
            message = Message.of("line_too_long", megabytes=INPUT_LIMITS.line_bytes // 1_000_000)
            yield Refusal(path=path, line=number, message=message)
            continue
        if data.startswith(codecs.BOM_UTF8):
            data = data[3:]
        if not data or data.isspace():
            continue
        if number == 1 and data.lstrip().startswith(b"["):
            yield Refusal(path=path, line=1, message=Message("json_array"))
            return
        if number == 1 and data.strip() == b"{":
            yield Refusal(path=path, line=1, message=Message("json_object_on_several_lines"))
            return
        try:
            yield _parse(data, decoder)
        except (RecordError, DecodingError) as error:
            yield Refusal(path=path, line=number, message=error.message)
        except FAULTS as error:
            message = Message.of("record_fault", problem=type(error).__name__)
            yield Refusal(path=path, line=number, message=message)


def _parse(data: bytes, decoder: LineDecoder) -> Document:
    try:
        record = _DECODER.decode(data)
    except (UnicodeDecodeError, msgspec.DecodeError):
        return _parse_leniently(data, decoder)
    except RecursionError:
        raise RecordError("json_nested_too_deep") from None
    return to_document(_as_object(record), encoding=decoder.encoding)


def _parse_leniently(data: bytes, decoder: LineDecoder) -> Document:
    """Parse JSON with control characters, lone surrogates or in another character set."""
    decoded = decoder.decode(data)
    if _is_nested_deeper(decoded.text, NESTING_LIMIT):
        raise RecordError("json_nested_too_deep")
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
        raise RecordError("json_nested_too_deep") from None
    except json.JSONDecodeError as error:
        raise RecordError("json_syntax", problem=error.msg, character=error.pos + 1) from None
    except ValueError as error:
        raise RecordError("json_value", problem=str(error)) from None
    surrogates: list[str] = []
    repaired = _replace_surrogates(record, surrogates)
    rest = len(surrogates) - PIECES_LISTED
    removed = (
        *decoded.removed,
        *surrogates[:PIECES_LISTED],
        *([f"and {rest} more"] if rest > 0 else []),
    )
    return to_document(
        repaired,
        encoding=decoded.encoding,
        removed=removed,
        original=decoded.text if surrogates else None,
    )


def _is_nested_deeper(text: str, limit: int) -> bool:
    """Whether more brackets than ``limit`` are open at once, those in strings left out.

    The recursion limit of Python differs by version, so it does not decide what is refused.
    """
    if text.count("[") + text.count("{") <= limit:
        return False
    depth = 0
    for bracket in _BRACKET.findall(_STRING.sub("", text)):
        depth += 1 if bracket in "[{" else -1
        if depth > limit:
            return True
    return False


def _as_object(value: object) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise RecordError("json_not_an_object")
    return value


def _replace_surrogates(value: Any, found: list[str]) -> Any:
    """Replace lone surrogates by U+FFFD, and append their escapes to ``found``."""
    match value:
        case str():
            found.extend(f"\\u{ord(surrogate):04x}" for surrogate in LONE_SURROGATE.findall(value))
            return LONE_SURROGATE.sub("\ufffd", value)
        case list():
            return [_replace_surrogates(item, found) for item in value]
        case dict():
            return {
                _replace_surrogates(key, found): _replace_surrogates(item, found)
                for key, item in value.items()
            }
        case _:
            return value


def _refuse_number(name: str) -> NoReturn:
    raise RecordError("json_not_a_number", value=name)


def _finite(digits: str) -> float:
    value = float(digits)
    if math.isinf(value):
        raise RecordError("json_number_too_large", digits=digits[:40])
    return value


def _sniff(start: str, named: bool) -> Confidence:
    if _START.match(start):
        return Confidence.CERTAIN
    return Confidence.LIKELY if named else Confidence.NONE


READER: Final = LineReader(
    name="jsonl", extensions=(".jsonl", ".ndjson", ".json"), sniff=_sniff, read=read
)
