"""Every limit of the server in one table; docs/limits.md repeats it."""

from __future__ import annotations

from typing import Final

import msgspec


class ServerLimits(msgspec.Struct, frozen=True, kw_only=True):
    """The numbers that bound what a client may cost a worker; the text says what each bounds.

    Each is tested at the limit and past it. Seconds are wall-clock time.
    """

    request_line_bytes: int = 8_190
    """Length of a request line; a query of 1,000 Arabic letters needs 6,000."""

    head_lines: int = 100
    """Header lines of a request."""

    head_line_bytes: int = 8_190
    """Length of a header line, its end included."""

    head_bytes: int = 65_536
    """Length of request line and header lines together."""

    request_seconds: float = 5.0
    """Time for a whole request to arrive, from the connection to the end of its body."""

    work_seconds: int = 30
    """Time to compute the next part of an answer."""

    piece_bytes: int = 65_536
    """Part of an answer that a client has to take within the time for it."""

    piece_seconds: float = 10.0
    """Time for a client to take the next part of an answer."""

    answer_seconds: float = 600.0
    """Time for a client to take a whole answer, exports included."""

    surplus_bytes: int = 16_000_000
    """Bytes of a refused request that are read and dropped after the answer."""

    surplus_seconds: float = 2.0
    """Time for these bytes to arrive."""

    exports: int = 16
    """Exports that a worker sends at the same time."""

    form_parts: int = 32
    """Fields and files of a form."""

    file_documents: int = 1_000
    """Number of the document of a file that a check of coverage can choose."""

    connections: int = 500
    """Connections that a worker has open at the same time."""

    list_documents: int = 300
    """Documents of a working list."""

    note_code_points: int = 2_000
    """Length of a note in a working list."""

    held_bytes: int = 64_000_000
    """Requests that are arriving, and answers not yet sent, in the memory of a worker."""


SERVER_LIMITS: Final = ServerLimits()
