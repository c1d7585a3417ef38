"""Whether a request is answered: who asks, what it needs, and why it is refused."""

from __future__ import annotations

import re
from collections.abc import Collection
from ipaddress import ip_address
from typing import Final, Literal

import msgspec

from corpus.messages import Message
from web.access.keys import PREFIX, Key, Right

HEALTH: Final = "pages.healthz"
STATIC: Final = "static"
METRICS: Final = "metrics"
READINESS: Final = "pages.readyz"

OPEN: Final = frozenset({HEALTH, "pages.sign_in_page", "pages.sign_in", "pages.sign_out"})
"""Endpoints that ask for no key, also in a private archive."""

OPEN_FILES: Final = frozenset(
    {
        *("warraq.css", "favicon.svg", "wordmark.svg", "wordmark-dark.svg"),
        *("fonts/naskh-arabic.woff2", "fonts/naskh-latin.woff2"),
    }
)
"""Static files that the sign-in page needs."""

REALM: Final = 'Bearer realm="warraq"'
"""The challenge of an answer to a request without a key."""

_BEARER: Final = re.compile(rf"bearer +({PREFIX}\S.*)", re.IGNORECASE)
_OF_PROXIES: Final = ("Forwarded", "Via", "X-Forwarded-For", "X-Real-IP")


class Caller(msgspec.Struct, frozen=True, kw_only=True):
    """Who makes a request.

    ``key`` is None without a valid one. ``sent`` says where a key or session was, valid or not.
    ``is_local`` says that the request comes from this machine, as far as can be seen.
    """

    key: Key | None = None
    sent: Literal["nothing", "header", "session"] = "nothing"
    is_local: bool = False

    def may(self, right: Right) -> bool:
        """Whether its key has a right."""
        return self.key is not None and right in self.key.may


class AccessRefusal(msgspec.Struct, frozen=True, kw_only=True):
    """Why a request is refused: a status, a message and a challenge (RFC 6750)."""

    status: Literal[401, 403]
    message: Message
    challenge: str


def bearer_secret(header: str) -> str | None:
    """Return the secret in a header ``Authorization``.

    None without one: tokens without the prefix of warraq are those of a proxy.
    """
    found = _BEARER.fullmatch(header.strip())
    return None if found is None else found[1]


def seems_local(address: str, headers: Collection[str]) -> bool:
    """Whether a request comes from this machine and shows no sign of a proxy.

    :param address: that of the client.
    :param headers: the names of the headers.
    """
    try:
        known = ip_address(address.partition("%")[0])
    except ValueError:
        return False
    known = getattr(known, "ipv4_mapped", None) or known
    return known.is_loopback and not any(name in headers for name in _OF_PROXIES)


def is_open(endpoint: str | None, file: str) -> bool:
    """Whether an endpoint asks for no key, also in a private archive.

    :param endpoint: None for an unknown address.
    :param file: the name of a static file.
    """
    return endpoint in OPEN or (endpoint == STATIC and file in OPEN_FILES)


def needed_right(endpoint: str | None, *, is_private: bool) -> Right | None:
    """Return the right that an endpoint which is not open needs, None if it answers everyone.

    :param endpoint: None for an unknown address.
    """
    if endpoint == METRICS:
        return "operate"
    if not is_private:
        return None
    return "operate" if endpoint == READINESS else "read"


def decide(caller: Caller, right: Right | None) -> AccessRefusal | None:
    """Return why a request is refused, None if it is answered.

    A key that does not exist is refused even where none is needed: its owner has to notice that it
    was revoked.

    :param right: what the endpoint needs.
    """
    if caller.sent == "header" and caller.key is None:
        message = Message.of("unknown_key")
        return AccessRefusal(
            status=401, message=message, challenge=f'{REALM}, error="invalid_token"'
        )
    if right is None or caller.may(right):
        return None
    if caller.key is None:
        message = Message.of("key_needed", right=right)
        return AccessRefusal(status=401, message=message, challenge=REALM)
    message = Message.of("right_missing", right=right)
    challenge = f'{REALM}, error="insufficient_scope", scope="{right}"'
    return AccessRefusal(status=403, message=message, challenge=challenge)
