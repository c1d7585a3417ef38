"""Addresses of web pages in a normal form, in which equal addresses are equal."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final
from urllib.parse import quote, unquote_to_bytes, urlsplit

_PORTS: Final = {"http": "80", "https": "443", "ftp": "21"}
_ESCAPE: Final = re.compile("(?:%[0-9a-fA-F]{2})+")
_UNRESERVED: Final = re.compile(rb"[A-Za-z0-9\-._~]|[\xc2-\xf4][\x80-\xbf]+")
_SAFE: Final = "!#$%&'()*+,/:;=?@[]~-._"
_STATE: Final = ("!", "/")
"""The beginnings of a fragment that names a page: ``#!/news/7``, ``#/news/7``."""


@lru_cache(maxsize=4096)
def normal_address(address: str) -> str:
    """An address in normal form (RFC 3986, section 6.2.2 and 6.2.3; RFC 3987, section 5.3.2).

    Scheme and host are in lower case, the host in letters; the port of the scheme, an empty query
    and a fragment that names no page are left out. Letters and their percent signs are the same,
    as are ``%d9`` and ``%D9``, and segments ``.`` and ``..`` are resolved. What is not an address
    is only stripped.
    """
    address = address.strip()
    try:
        parts = urlsplit(address)
        host = _normal_host(parts.hostname or "")
        port = "" if parts.port is None else str(parts.port)
    except ValueError:
        return address
    scheme = parts.scheme.lower()
    if not scheme or not host:
        return address
    user = f"{parts.netloc.rpartition('@')[0]}@" if "@" in parts.netloc else ""
    host = f"[{host}]" if ":" in host else host
    port = f":{port}" if port and port != _PORTS.get(scheme) else ""
    path = _without_dots(_escaped(parts.path)) or "/"
    query = f"?{_escaped(parts.query)}" if parts.query else ""
    fragment = f"#{_escaped(parts.fragment)}" if parts.fragment.startswith(_STATE) else ""
    return f"{scheme}://{user}{host}{port}{path}{query}{fragment}"


def _normal_host(host: str) -> str:
    """A host in lower case, with the letters of an encoded name (``xn--``)."""
    host = host.lower().rstrip(".")
    if "xn--" not in host:
        return host
    try:
        return host.encode("ascii").decode("idna")
    except UnicodeError:
        return host


def _escaped(part: str) -> str:
    """A part of an address with percent signs for letters and reserved characters alike."""
    plain = _ESCAPE.sub(_unescaped, part)
    return quote(plain, safe=_SAFE, errors="surrogatepass")


def _unescaped(match: re.Match[str]) -> str:
    """An escape with the characters that need none, and the rest in capitals."""
    data = unquote_to_bytes(match.group())
    try:
        data.decode()
    except UnicodeDecodeError:
        return match.group().upper()
    written, place = [], 0
    for found in _UNRESERVED.finditer(data):
        written += [f"%{byte:02X}" for byte in data[place : found.start()]]
        written.append(found.group().decode())
        place = found.end()
    return "".join([*written, *(f"%{byte:02X}" for byte in data[place:])])


def _without_dots(path: str) -> str:
    if "/." not in path:
        return path
    kept: list[str] = []
    segments = path.split("/")
    for segment in segments:
        if segment == "..":
            if len(kept) > 1:
                kept.pop()
        elif segment != ".":
            kept.append(segment)
    if segments[-1] in (".", ".."):
        kept.append("")
    return "/".join(kept)
