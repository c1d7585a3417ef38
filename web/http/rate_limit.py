"""How many requests one address may make: a fixed window, told in every answer."""

from __future__ import annotations

import re
import time
from collections import Counter
from collections.abc import Callable
from ipaddress import IPv6Address, ip_address, ip_network
from typing import Final, NamedTuple

from flask import Flask, Response, g, request
from flask_babel import gettext

from web.problems import SENTENCES, answer_problem

USUAL_RATE: Final = "600/minute"

_UNITS: Final = {"second": 1, "minute": 60, "hour": 3600, "day": 86_400}
_RATE: Final = re.compile(r"(\d{1,9})\s*(?:/|per)\s*(second|minute|hour|day)")
_UNCOUNTED: Final = frozenset({"static", "pages.healthz", "pages.readyz", "metrics"})
_IPV6_NETWORK: Final = 64  # what one customer of a provider has
_KEYS_MOST: Final = 100_000


class RateError(ValueError):
    """A rate that cannot be read, or a store that cannot be used; the message is one sentence."""


class Rate(NamedTuple):
    """Requests an address may make in a window of some seconds."""

    amount: int
    seconds: int


class Standing(NamedTuple):
    """How many requests of a window were made, this one among them, and the seconds until its
    end."""

    made: int
    seconds: int


Count = Callable[[str], Standing]
"""Counts a request under a key; raises ConnectionError where it cannot."""


def read_rate(text: str) -> Rate | None:
    """Read a rate, ``600/minute`` or ``5 per second``; None for ``off``.

    :raises RateError: it is none.
    """
    written = text.strip().lower()
    if written == "off":
        return None
    found = _RATE.fullmatch(written)
    if not found or not int(found[1]):
        raise RateError(f"{text!r} is not a rate; write one as {USUAL_RATE}, or off.")
    return Rate(int(found[1]), _UNITS[found[2]])


def counted_as(address: str) -> str | None:
    """The key under which requests of an address are counted: itself, or its /64 network; None for
    this machine's own, which is not counted.

    :param address: IPv4 or IPv6, with a zone or not; what is neither counts as it is.
    """
    try:
        known = ip_address(address.partition("%")[0])
    except ValueError:
        return address
    if isinstance(known, IPv6Address) and known.ipv4_mapped:
        known = known.ipv4_mapped
    if known.is_loopback:
        return None
    if known.version == 6:
        return str(ip_network((known, _IPV6_NETWORK), strict=False))
    return str(known)


def count_here(rate: Rate, clock: Callable[[], float] = time.monotonic) -> Count:
    """Count in the memory of this process: a few microseconds a request, where the memory store of
    the library ``limits`` takes a thousand (it starts a thread to forget by)."""
    window = -1
    made: Counter[str] = Counter()

    def count(key: str) -> Standing:
        nonlocal window
        now, inside = divmod(clock(), rate.seconds)
        if now != window or len(made) > _KEYS_MOST:
            window = int(now)
            made.clear()
        made[key] += 1
        return Standing(made[key], max(1, round(rate.seconds - inside)))

    return count


def count_together(rate: Rate, store: str) -> Count:
    """Count in a store that every process which names it counts in.

    :param store: an address of the library ``limits``, as ``redis://localhost:6379``.
    :raises RateError: the library is missing, or knows no such store.
    """
    try:
        from limits import RateLimitItemPerSecond
        from limits.errors import ConfigurationError, StorageError
        from limits.storage import Storage, storage_from_string
    except ImportError:
        raise RateError("A shared store needs a package: pip install 'limits[redis]'.") from None
    try:
        kept = storage_from_string(store, wrap_exceptions=True)
    except (ConfigurationError, ValueError) as error:
        raise RateError(f"Requests cannot be counted in {store!r}: {error}.") from None
    if not isinstance(kept, Storage):
        raise RateError(f"Requests cannot be counted in {store!r}: it is for other programs.")
    item = RateLimitItemPerSecond(rate.amount, rate.seconds, namespace="warraq")

    def count(key: str) -> Standing:
        name = item.key_for(key)
        try:
            made, until = kept.incr(name, rate.seconds), kept.get_expiry(name)
        except StorageError as error:
            raise ConnectionError(f"{store}: {error.storage_error}") from error
        return Standing(made, max(1, round(until - time.time())))

    return count


def init_rate(app: Flask, rate: Rate | None, store: str | None = None) -> None:
    """Bound the requests of one address to ``app``; past the bound comes 429.

    The headers are those of draft-ietf-httpapi-ratelimit-headers-09.

    :param rate: None sets no bound.
    :param store: None counts in this process alone. Where a store cannot be reached, requests are
        answered uncounted.
    :raises RateError: there is no such store.
    """
    if rate is None:
        return
    count = count_together(rate, store) if store else count_here(rate)
    policy = f'"address";q={rate.amount};w={rate.seconds}'

    @app.before_request
    def bound() -> Response | None:
        key = None if request.endpoint in _UNCOUNTED else counted_as(request.remote_addr or "")
        if key is None:
            return None
        try:
            g.standing = standing = count(key)
        except ConnectionError as error:
            app.logger.warning("A request was not counted: %s", error)
            return None
        if standing.made <= rate.amount:
            return None
        response = answer_problem(429, gettext(SENTENCES[429]))
        response.headers["Retry-After"] = str(standing.seconds)
        return response

    @app.after_request
    def tell(response: Response) -> Response:
        standing: Standing | None = g.get("standing")
        if standing is not None:
            left = max(0, rate.amount - standing.made)
            response.headers["RateLimit-Policy"] = policy
            response.headers["RateLimit"] = f'"address";r={left};t={standing.seconds}'
        return response
