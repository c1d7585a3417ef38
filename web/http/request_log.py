"""A log of one JSON object a line, without what was searched unless that is asked for.

It is the logging of the standard library with a formatter: a line a request and a few warnings need
no library of their own.
"""

from __future__ import annotations

import logging
import sys
from datetime import UTC, datetime
from ipaddress import IPv6Address, ip_address, ip_network
from typing import Any, Final, Literal, TextIO

import msgspec

from web.http.request_timing import Observer, Seen

Logged = Literal["none", "requests", "queries"]

REQUESTS: Final = "warraq.requests"
_IPV4_NETWORK: Final = 24
_IPV6_NETWORK: Final = 48


class JsonLines(logging.Formatter):
    """Writes a record of the log as one line of JSON."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the line of a record; what its ``fields`` say stands in it beside its time."""
        moment = datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds")
        line: dict[str, Any] = {"time": moment.replace("+00:00", "Z")}
        fields = getattr(record, "fields", None)
        if fields is None:
            line |= {"level": record.levelname.lower(), "message": record.getMessage()}
            if record.exc_info:
                line["exception"] = self.formatException(record.exc_info)
        else:
            line |= fields
        return msgspec.json.encode(line).decode()


def start_log(stream: TextIO | None = None) -> None:
    """Write what any part of the program logs, warnings and worse, to ``stream``, by default the
    standard error."""
    handler = logging.StreamHandler(stream or sys.stderr)
    handler.setFormatter(JsonLines())
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(logging.WARNING)
    logging.getLogger(REQUESTS).setLevel(logging.INFO)


def log_requests(*, queries: bool = False) -> Observer:
    """What writes a line for each request that it observes.

    :param queries: with what was searched.
    """
    log = logging.getLogger(REQUESTS)

    def observe(seen: Seen) -> None:
        fields: dict[str, Any] = {
            "method": seen.method[:16],
            "route": seen.route,
            "status": seen.status,
            "ms": round(seen.seconds * 1000, 2),
            "engine_ms": round(seen.engine_seconds * 1000, 2),
            "generation": seen.generation,
            "network": network(seen.address),
        }
        if queries and seen.query:
            fields["query"] = seen.query
        log.info("request", extra={"fields": fields})

    return observe


def network(address: str) -> str:
    """The network that an address lies in, wide enough that it tells of no one person."""
    try:
        known = ip_address(address.partition("%")[0])
    except ValueError:
        return ""
    if isinstance(known, IPv6Address) and known.ipv4_mapped:
        known = known.ipv4_mapped
    bits = _IPV4_NETWORK if known.version == 4 else _IPV6_NETWORK
    return str(ip_network((known, bits), strict=False))
