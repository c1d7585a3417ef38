"""Addresses of web pages: a normal form, in which equal addresses are equal, and a key, which the
spellings of an address have in common that lead to one page."""

from __future__ import annotations

import re
import unicodedata
from contextlib import suppress
from functools import lru_cache
from hashlib import blake2b
from html import unescape
from typing import Final, NamedTuple
from urllib.parse import quote, unquote_to_bytes, urlsplit

from arabic.folding import INVISIBLE

_PORTS: Final = {"http": "80", "https": "443", "ftp": "21"}
_ESCAPE: Final = re.compile("(?:%[0-9a-fA-F]{2})+")
_UNRESERVED: Final = re.compile(rb"[A-Za-z0-9\-._~]|[\xc2-\xf4][\x80-\xbf]+")
_SAFE: Final = "!#$%&'()*+,/:;=?@[]~-._"
_STATE: Final = ("!", "/")
"""The beginnings of a fragment that names a page: ``#!/news/7``, ``#/news/7``."""

_WEB_SCHEMES: Final = frozenset({"http", "https"})
_SCHEME: Final = re.compile(r"(?i)\s*https?:")
_AROUND: Final = " \t\r\n\f\v\xa0<>\"'“”„‟«»‹›`()[]" + INVISIBLE
"""What surrounds an address that was copied out of a text."""
_AFTER: Final = _AROUND + ".,،؛;:!؟…"
_UNSEEN: Final = dict.fromkeys(map(ord, INVISIBLE))
_VARIANT_HOSTS: Final = re.compile(r"\A(?:(?:www\d?|m|mobile|amp)\.)+(?=[^.]+\.[^.])")
"""Names in front of a host that lead to the same pages: ``www.``, and those for telephones."""
_SESSION: Final = re.compile(r"(?i);(?:jsessionid|phpsessid)=[^/?]*")
_TRACKING: Final = re.compile(
    r"(?i)(?:utm|hsa|mtm|pk|piwik|at|ns|_hs|_x_tr|vero|oly)_\w+|fbclid|[gdty]clid|gclsrc|[gw]braid"
    r"|msclkid|twclid|ttclid|li_fat_id|igshid|igsh|mc_[ce]id|_g[al]|mkt_tok|ref_src|ref_url|xtor"
    r"|wt_mc|cmpid|ocid|smid|spm|s_kwcid|__twitter_impression|amp|outputtype|share|feature"
)
"""Parameters that say where a reader came from, and not which page is read."""


class AddressKey(NamedTuple):
    """What the spellings of an address of one page have in common, as 64-bit hashes.

    ``site`` is that of the host, ``page`` that of the rest.
    """

    site: int
    page: int


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


@lru_cache(maxsize=4096)
def address_key(address: str) -> AddressKey | None:
    """The key of an address of the web, None for any other text.

    Beside what is equal in normal form, the key is the same with http and https, a host with
    ``www.`` or ``m.`` and without, a slash at the end or none, any fragment that names no page, any
    tracking parameters, any order of parameters, composed and decomposed letters, and with
    quotation marks or angle brackets around the address. Two pages can have one key: compare
    ``normal_address`` where there are several.
    """
    plain = plain_address(address)
    try:
        parts = urlsplit(plain)
        host = site_of(plain)
        port = "" if parts.port in (None, 80, 443) else f":{parts.port}"
    except ValueError:
        return None
    if parts.scheme.lower() not in _WEB_SCHEMES or not _is_host(host, address):
        return None
    path = re.sub("/{2,}", "/", _without_dots(_decoded(_SESSION.sub("", parts.path)))).rstrip("/")
    fragment = f"#{_decoded(parts.fragment)}" if parts.fragment.startswith(_STATE) else ""
    page = f"{port}{path}?{'&'.join(_parameters(parts.query))}{fragment.rstrip('/')}"
    return AddressKey(_hash(host), _hash(page))


def _is_host(host: str, address: str) -> bool:
    """Whether a host may be one; a name without a dot only after a scheme."""
    has_dot = "." in host.strip(".")
    return (has_dot or (bool(host) and "://" in address)) and not any(map(str.isspace, host))


def plain_address(text: str) -> str:
    """A text without what surrounds an address in it, with the scheme that it lacks."""
    plain = text.strip(_AROUND).rstrip(_AFTER)
    if "&amp;" in plain:
        plain = unescape(plain)
    if plain.startswith("//"):
        plain = f"http:{plain}"
    return plain if _SCHEME.match(plain) or ":" in plain.split("/", 1)[0] else f"http://{plain}"


def site_of(address: str) -> str:
    """The host of an address in lower case and in letters, without ``www.`` or ``m.``; empty if it
    has none. Raises ValueError for what is not an address."""
    host = _composed(urlsplit(address).hostname or "").casefold()
    # IDNA 2003 maps letters as browsers do; a name that it refuses is compared unchanged.
    with suppress(UnicodeError):
        host = host.encode("idna").decode("ascii")
    return _VARIANT_HOSTS.sub("", _normal_host(host)) if "." in host else host


def _parameters(query: str) -> list[str]:
    """The parameters of a query that name a page, in one order."""
    found = (part.partition("=") for part in query.replace("+", "%20").split("&"))
    kept = (
        f"{_decoded(name)}={_decoded(value)}"
        for name, _, value in found
        if value and not _TRACKING.fullmatch(name)
    )
    named = [name for name in query.split("&") if name and "=" not in name]
    return sorted([*kept, *map(_decoded, named)])


def _decoded(part: str) -> str:
    """A part of an address with one spelling of its letters, and no zero-width characters."""
    return _composed(unquote_escapes(_escaped(part)).translate(_UNSEEN))


def unquote_escapes(part: str) -> str:
    """A part of an address with letters for their percent signs, where these are UTF-8."""
    return unquote_to_bytes(part).decode("utf-8", "surrogateescape")


def _composed(text: str) -> str:
    return unicodedata.normalize("NFC", text)


def _hash(text: str) -> int:
    digest = blake2b(text.encode("utf-8", "surrogatepass"), digest_size=8).digest()
    return int.from_bytes(digest, "big", signed=True)


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
