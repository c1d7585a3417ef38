"""Whether an address leads to this server, and whether a form was sent from it."""

from __future__ import annotations

import re
from typing import Final
from urllib.parse import quote, urlsplit

from web.access.limits import ACCESS_LIMITS

ROOT: Final = "/"

_SAFE: Final = "%/?&=+!$'()*,:;@~-._"
# A second slash or a backslash would begin a host; browsers remove tabs and line breaks first.
_OWN: Final = re.compile(r"/(?:[^/\\\x00-\x20\x7f][^\\\x00-\x20\x7f]*)?")


def own_address(given: str) -> str:
    """Return a path with its query below the root of the server; ``/`` for anything else.

    :param given: as a client sent it.
    """
    if not _OWN.fullmatch(given):
        return ROOT
    encoded = quote(given, safe=_SAFE, errors="replace")
    return encoded if len(encoded) <= ACCESS_LIMITS.next_characters else ROOT


def is_own_post(site: str | None, origin: str | None, host: str) -> bool:
    """Whether a form was sent by a page of this server, or by no browser.

    Scripts cannot set the headers that are read, see the Fetch standard.

    :param site: the header ``Sec-Fetch-Site``, which browsers send over https and to localhost.
    :param origin: the header ``Origin``.
    :param host: the host of the request, with its port if it is not that of the scheme.
    """
    if site is not None:
        return site in ("same-origin", "none")
    return origin is None or urlsplit(origin).netloc == host
