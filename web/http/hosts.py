"""The hosts that a server answers for; a request for any other is refused.

A site can let its name lead to 127.0.0.1 after its page was loaded (DNS rebinding). The browser
then takes a server on the reader's machine for that site, and lets its scripts read every answer.
The ``Host`` of such a request still has the name of the site; an IP address has no such risk.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from ipaddress import ip_address
from typing import Final

import msgspec
from flask import Flask, Response, request
from werkzeug.exceptions import BadRequest

from corpus.messages import Message, WarraqError
from web.problems import answer_problem

ANY: Final = "*"

_LOCAL: Final = frozenset({"localhost", "127.0.0.1", "[::1]"})
_PORT: Final = re.compile(r":[0-9]*\Z")
_NAME: Final = re.compile(r"(?=.{1,253}\Z)[a-z0-9_]([a-z0-9_-]*[a-z0-9_])?(\.[a-z0-9_-]+)*")
_SHOWN: Final = 80


class HostError(WarraqError, ValueError):
    """A name that no host can have."""


class ServedHosts(msgspec.Struct, frozen=True):
    """``names`` in their :func:`normal_host`; with ``addresses`` also every IP address."""

    names: frozenset[str] = _LOCAL
    addresses: bool = False

    def serves(self, host: str) -> bool:
        """Whether the value of a ``Host`` header, perhaps with a port, is among them."""
        found = normal_host(host)
        if ANY in self.names or found in self.names:
            return True
        address = _address(found) if self.addresses else None
        return address is not None and not ip_address(address).is_unspecified


LOCAL_HOSTS: Final = ServedHosts()


def served_hosts(bound: str, names: Iterable[str] = ()) -> ServedHosts:
    """Return the hosts of a server: those of this machine, where it listens, and further names.

    A server that listens on every network answers for every IP address.

    :param bound: the address or name at which it listens.
    :param names: names without scheme and port; ``*`` for any.
    :raises HostError: a name cannot be that of a host.
    """
    address = _address(bound)
    everywhere = bound == "" or (address is not None and ip_address(address).is_unspecified)
    own = {normal_host(f"[{address}]" if address and ":" in address else bound)}
    named = {name if name == ANY else _read_name(name) for name in names}
    return ServedHosts(_LOCAL | (set() if everywhere else own) | named, everywhere)


def normal_host(host: str) -> str:
    """Return a host in lower case, without port and final dot; IPv6 addresses in short form."""
    name = _PORT.sub("", host.strip().lower()).removesuffix(".")
    address = _address(name) if name.startswith("[") else None
    return name if address is None else f"[{address}]"


def _address(host: str) -> str | None:
    """The IP address that a host is, without brackets; None for a name."""
    inner = host[1:-1] if host.startswith("[") and host.endswith("]") else host
    try:
        return str(ip_address(inner))
    except ValueError:
        return None


def _read_name(given: str) -> str:
    address = _address(given)
    if address is not None:
        return f"[{address}]" if ":" in address else address
    try:
        name = given.encode("idna").decode("ascii").lower().removesuffix(".")
    except UnicodeError:
        name = ""
    if not _NAME.fullmatch(name):
        raise HostError("bad_host_name", given=given[:_SHOWN])
    return name


def init_hosts(app: Flask, hosts: ServedHosts) -> None:
    """Refuse requests to ``app`` with an invalid ``Host`` (400) or that of another server (421).

    Call it before every layer that answers a request.
    """

    @app.before_request
    def check_host() -> Response | None:
        if not request.host:  # empty if the Host header is invalid; addresses are made from it
            raise BadRequest
        if hosts.serves(request.host):
            return None
        return answer_problem(421, Message.of("unknown_host", host=request.host[:_SHOWN]))
