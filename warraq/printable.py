"""Text that a terminal shows and does not obey: control characters become visible.

So do those of the bidirectional algorithm (UAX 9): embeddings, overrides and isolates reorder what
stands after them, and marks are invisible in an id or a file name. The marks stay in texts.
"""

from __future__ import annotations

import io
import re
from typing import IO, Final

_REORDERING: Final = "\u202a-\u202e\u2066-\u2069\ufeff"
_MARKS: Final = "\u200e\u200f\u061c"
_CONTROL: Final = re.compile(f"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f{_REORDERING}]|\r(?!\n)")
_LINE_CONTROL: Final = re.compile(f"[\x00-\x1f\x7f-\x9f\u2028\u2029{_REORDERING}{_MARKS}]")
_LINE_SPACE: Final = re.compile("\r?\n|\t")


def visible(text: str) -> str:
    """A text of several lines without control characters but line ends, tabs and direction marks.

    Those of ASCII become their pictures in Unicode (``␛``), others an escape (``\\u009b``), which
    is also one in JSON.
    """
    return _CONTROL.sub(_picture, text)


def visible_line(text: str) -> str:
    """A text without any control character, so that it is printed as one line."""
    return _LINE_CONTROL.sub(_picture, text)


def joined_lines(text: str) -> str:
    """A text of several lines as one, without any control character."""
    return visible_line(_LINE_SPACE.sub(" ", text))


def _picture(found: re.Match[str]) -> str:
    code = ord(found[0])
    return chr(0x2400 + code) if code < 0x20 else f"\\u{code:04x}"


class VisibleStream(io.RawIOBase):
    """A stream of UTF-8 to a terminal; every write is whole characters."""

    def __init__(self, stream: IO[bytes]) -> None:
        self._stream = stream

    def writable(self) -> bool:
        """Yes."""
        return True

    def write(self, data: bytes) -> int:  # type: ignore[override]
        """Write data with its control characters made visible."""
        self._stream.write(visible(bytes(data).decode(errors="replace")).encode())
        return len(data)

    def flush(self) -> None:
        """Flush the terminal."""
        self._stream.flush()
