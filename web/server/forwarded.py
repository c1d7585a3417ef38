"""What trusted proxies report of a request: client address, scheme, host and root path.

A proxy appends the address of its client to ``X-Forwarded-For``; entries left of those of trusted
proxies were written by the client. The other headers are those of the nearest proxy, which
has to set or remove each. Without a trusted proxy nothing of it is read.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from ipaddress import ip_address
from typing import Any, Final, TypeAlias

Environ: TypeAlias = dict[str, Any]
WSGI: TypeAlias = Callable[[Environ, Callable[..., Any]], Iterable[bytes]]

_SCHEMES: Final = ("http", "https")
_HOST: Final = re.compile(
    r"[A-Za-z0-9_.-]{1,253}(:[0-9]{1,5})?|\[[0-9A-Fa-f:.]{2,45}\](:[0-9]{1,5})?"
)
_ROOT: Final = re.compile(r"(/[A-Za-z0-9_~-][A-Za-z0-9._~-]*)+")
_ROOT_MOST: Final = 200
_ADDRESS: Final = re.compile(
    r'"?(?:\[(?P<bracketed>[^\]]*)\](?::\d*)?|(?P<dotted>[\d.]+)(?::\d*)|(?P<bare>[^"]*))"?'
)


def client_address(entry: str) -> str:
    """Return the address in an entry of ``X-Forwarded-For``, without port and brackets.

    An IPv4 address within IPv6 is that IPv4 address.

    :param entry: ``203.0.113.7``, ``203.0.113.7:41``, ``2001:db8::1``, ``[2001:db8::1]:41``; any
        other text is returned unchanged.
    """
    found = _ADDRESS.fullmatch(entry.strip())
    if found is None:
        return entry.strip()
    address = next((each for each in found.groups() if each is not None), "")
    try:
        known = ip_address(address)
    except ValueError:
        return entry.strip()
    return str(getattr(known, "ipv4_mapped", None) or known)


def forwarded_environ(environ: Mapping[str, Any], hops: int) -> Environ:
    """Return the variables of a WSGI environment that trusted proxies change.

    :param hops: the number of trusted proxies, at least 1. If ``X-Forwarded-For`` has fewer entries
        the first one counts. A header that is missing or malformed changes nothing.
    """
    changed: Environ = {}
    entries = _entries(environ, "HTTP_X_FORWARDED_FOR")
    if entries:
        changed["REMOTE_ADDR"] = client_address(entries[-min(hops, len(entries))])
    scheme = _last(environ, "HTTP_X_FORWARDED_PROTO").lower()
    if scheme in _SCHEMES:
        changed["wsgi.url_scheme"] = scheme
    host = _last(environ, "HTTP_X_FORWARDED_HOST")
    if _HOST.fullmatch(host):
        changed["HTTP_HOST"] = host
    root = _last(environ, "HTTP_X_FORWARDED_PREFIX").rstrip("/")
    if len(root) <= _ROOT_MOST and _ROOT.fullmatch(root):
        changed["SCRIPT_NAME"] = root
    return changed


def trust_proxies(application: WSGI, hops: int) -> WSGI:
    """Return an application that believes the headers of ``hops`` proxies before it."""

    def trusting(environ: Environ, start_response: Callable[..., Any]) -> Iterable[bytes]:
        environ.update(forwarded_environ(environ, hops))
        return application(environ, start_response)

    return trusting


def _entries(environ: Mapping[str, Any], name: str) -> list[str]:
    parts = [part.strip() for part in str(environ.get(name, "")).split(",")]
    return [part for part in parts if part]


def _last(environ: Mapping[str, Any], name: str) -> str:
    return (_entries(environ, name) or [""])[-1]
