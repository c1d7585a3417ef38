"""A log of one JSON object a line, without queries by default.

It is the logging of the standard library with a formatter: a line a request and a few warnings need
no other library.
"""

from __future__ import annotations

import logging
import sys
from datetime import UTC, datetime
from ipaddress import IPv6Address, ip_address, ip_network
from typing import Any, Final, Literal, TextIO

import msgspec

from web.http.request_timing import AnsweredRequest, Observer

LogContent = Literal["none", "requests", "queries"]
"""What the log has of requests: nothing, a line each, or a line each with the query."""

REQUEST_LOGGER: Final = "warraq.requests"
_IPV4_NETWORK_BITS: Final = 24
_IPV6_NETWORK_BITS: Final = 48


class JsonLines(logging.Formatter):
    """Writes a log record as one line of JSON."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the line of a record; its ``fields``, if it has them, replace its message."""
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


def configure_logging(stream: TextIO | None = None) -> None:
    """Write warnings and errors of the program as JSON lines.

    :param stream: standard error if None.
    """
    handler = logging.StreamHandler(stream or sys.stderr)
    handler.setFormatter(JsonLines())
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(logging.WARNING)
    logging.getLogger(REQUEST_LOGGER).setLevel(logging.INFO)


def log_requests(*, queries: bool = False) -> Observer:
    """Return an observer that writes a line for each request.

    :param queries: whether the line has the query.
    """
    log = logging.getLogger(REQUEST_LOGGER)

    def observe(answered: AnsweredRequest) -> None:
        fields: dict[str, Any] = {
            "method": answered.method[:16],
            "route": answered.route,
            "status": answered.status,
            "ms": round(answered.seconds * 1000, 2),
            "engine_ms": round(answered.engine_seconds * 1000, 2),
            "generation": answered.generation,
            "network": client_network(answered.address),
        }
        if queries and answered.query:
            fields["query"] = answered.query
        log.info("request", extra={"fields": fields})

    return observe


def client_network(address: str) -> str:
    """Return the network of an IP address, wide enough not to identify a person.

    It is the /24 of IPv4 and the /48 of IPv6; empty for what is not an IP address.
    """
    try:
        known = ip_address(address.partition("%")[0])
    except ValueError:
        return ""
    if isinstance(known, IPv6Address) and known.ipv4_mapped:
        known = known.ipv4_mapped
    bits = _IPV4_NETWORK_BITS if known.version == 4 else _IPV6_NETWORK_BITS
    return str(ip_network((known, bits), strict=False))
