"""The hosts that a server answers for; a request for any other is refused.

A site can let its name lead to 127.0.0.1 after its page was loaded (DNS rebinding). The browser
then takes a server on the reader's machine for that site, and lets its scripts read every answer.
The ``Host`` of such a request still has the name of the site; an IP address has no such risk.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from ipaddress import ip_address
from typing import Any, Final
from urllib.parse import urlsplit

import msgspec
from flask import Flask, Response, request
from werkzeug.sansio.utils import host_is_trusted

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


def names_host(environ: Mapping[str, Any]) -> bool:
    """Whether a request names its host once, and well (RFC 9112, 3.2).

    A request of HTTP/1.0 may have no ``Host``. If the address has a host too, both are the same.

    :param environ: the WSGI environment; without ``RAW_URI`` the address has no host.
    """
    host = environ.get("HTTP_HOST")
    target = str(environ.get("RAW_URI", "/"))
    if host is None:
        return environ.get("SERVER_PROTOCOL") == "HTTP/1.0" and target.startswith("/")
    if not host_is_trusted(host):  # of no list: whether it can be a host with a port
        return False
    return target.startswith(("/", "*")) or _host_of(target) == host.lower()


def _host_of(target: str) -> str:
    """The host and port of a whole address, empty if it is not one of HTTP."""
    scheme, host, *_ = urlsplit(target.lower())
    return host if scheme in ("http", "https") else ""


def init_hosts(app: Flask, hosts: ServedHosts) -> None:
    """Refuse requests to ``app`` with an invalid ``Host`` (400) or that of another server (421).

    Call it before every layer that answers a request.
    """

    @app.before_request
    def check_host() -> Response | None:
        # Addresses are made from the host, which is empty if it is invalid.
        if not request.host or not names_host(request.environ):
            return answer_problem(400, Message("bad_host_header"))
        if hosts.serves(request.host):
            return None
        return answer_problem(421, Message.of("unknown_host", host=request.host[:_SHOWN]))
