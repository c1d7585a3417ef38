"""Rate limits by key or client address: a fixed window, reported in the headers of every answer."""

from __future__ import annotations

import re
import threading
import time
from collections import Counter
from collections.abc import Callable
from ipaddress import IPv6Address, ip_address, ip_network
from typing import Final, Literal, NamedTuple

from flask import Flask, Response, g, request

from corpus.messages import Message, WarraqError
from web.access.keys import Key
from web.http.authorization import caller
from web.problems import answer_problem, status_message

DEFAULT_RATE: Final = "600/minute"

_UNIT_SECONDS: Final = {"second": 1, "minute": 60, "hour": 3600, "day": 86_400}
_RATE: Final = re.compile(r"(\d{1,9})\s*(?:/|per)\s*(second|minute|hour|day)")
_UNCOUNTED: Final = frozenset({"static", "pages.healthz", "pages.readyz", "metrics"})
_IPV6_NETWORK_BITS: Final = 64  # what one customer of a provider has
_KEY_SECONDS: Final = 60
_KEYS_MOST: Final = 100_000


class RateError(WarraqError, ValueError):
    """A rate that cannot be read, or a store that cannot be used."""


class Rate(NamedTuple):
    """Requests that one address may make in a window of some seconds."""

    requests: int
    seconds: int


class RateLimit(NamedTuple):
    """The rate of every address without a key, None for no limit, and the store that counts its
    requests, None for the memory of this process."""

    rate: Rate | None
    store: str | None = None


class RateStatus(NamedTuple):
    """Requests made in the current window, this one included, and the seconds until its end."""

    requests: int
    seconds: int


Counting = Callable[[str], RateStatus]
"""Counts a request under a key; raises ConnectionError if it cannot."""


def read_rate(text: str) -> Rate | None:
    """Read a rate, ``600/minute`` or ``5 per second``; None for ``off``.

    :raises RateError: it is not a rate.
    """
    written = text.strip().lower()
    if written == "off":
        return None
    found = _RATE.fullmatch(written)
    if not found or not int(found[1]):
        raise RateError("bad_rate", given=text, example=DEFAULT_RATE)
    return Rate(int(found[1]), _UNIT_SECONDS[found[2]])


def rate_key(address: str) -> str | None:
    """Return the key under which requests of an address are counted, None if they are not.

    It is the address, or its /64 network for IPv6. Loopback addresses are not counted.

    :param address: IPv4 or IPv6, with or without a zone; any other text is its own key.
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
        return str(ip_network((known, _IPV6_NETWORK_BITS), strict=False))
    return str(known)


def count_in_process(rate: Rate, clock: Callable[[], float] = time.monotonic) -> Counting:
    """Return a count in the memory of this process, for all its threads.

    It takes a few microseconds a request; the memory store of the library ``limits`` takes a
    thousand, because it starts a thread that removes old keys.
    """
    window = -1
    made: Counter[str] = Counter()
    lock = threading.Lock()

    def count(key: str) -> RateStatus:
        nonlocal window
        with lock:
            now, elapsed = divmod(clock(), rate.seconds)
            if now != window or len(made) > _KEYS_MOST:
                window = int(now)
                made.clear()
            made[key] += 1
            return RateStatus(made[key], max(1, round(rate.seconds - elapsed)))

    return count


def count_in_store(rate: Rate, store: str) -> Counting:
    """Return a count in a store that several processes share.

    :param store: an address of the library ``limits``, as ``redis://localhost:6379``.
    :raises RateError: the library is missing, or has no such store.
    """
    try:
        from limits import RateLimitItemPerSecond
        from limits.errors import ConfigurationError, StorageError
        from limits.storage import Storage, storage_from_string
    except ImportError:
        raise RateError("rate_store_package") from None
    try:
        storage = storage_from_string(store, wrap_exceptions=True)
    except (ConfigurationError, ValueError) as error:
        raise RateError("rate_store_unusable", store=store, reason=str(error)) from None
    if not isinstance(storage, Storage):
        raise RateError("rate_store_asynchronous", store=store)
    item = RateLimitItemPerSecond(rate.requests, rate.seconds, namespace="warraq")

    def count(key: str) -> RateStatus:
        name = item.key_for(key)
        try:
            made, until = storage.incr(name, rate.seconds), storage.get_expiry(name)
        except StorageError as error:
            raise ConnectionError(f"{store}: {error.storage_error}") from error
        return RateStatus(made, max(1, round(until - time.time())))

    return count


class Quota(NamedTuple):
    """What the requests of a caller are counted under, and how many are allowed.

    ``by`` is ``address`` or ``key``, as the headers name it.
    """

    by: Literal["address", "key"]
    counted: str
    rate: Rate
    counting: Counting


def init_rate_limit(app: Flask, rate: Rate | None, store: str | None = None) -> None:
    """Limit the requests of one address, or of one key, to ``app``; above it the answer is 429.

    The headers are those of draft-ietf-httpapi-ratelimit-headers-09.

    :param rate: None sets no limit but those of keys that have their own.
    :param store: None counts in this process alone. If a store cannot be reached, requests are
        answered uncounted.
    :raises RateError: there is no such store.
    """
    find_quota = _quotas(rate, store)

    @app.before_request
    def limit_rate() -> Response | None:
        quota = None if request.endpoint in _UNCOUNTED else find_quota(caller().key)
        if quota is None:
            return None
        try:
            status = quota.counting(quota.counted)
        except ConnectionError as error:
            app.logger.warning("A request was not counted: %s", error)
            return None
        g.rate_status = quota, status
        if status.requests <= quota.rate.requests:
            return None
        by_key = Message.of("too_many_requests_with_key")
        response = answer_problem(429, by_key if quota.by == "key" else status_message(429))
        response.headers["Retry-After"] = str(status.seconds)
        return response

    @app.after_request
    def add_rate_headers(response: Response) -> Response:
        counted: tuple[Quota, RateStatus] | None = g.get("rate_status")
        if counted is not None:
            (by, _, rate, _), status = counted
            left = max(0, rate.requests - status.requests)
            response.headers["RateLimit-Policy"] = f'"{by}";q={rate.requests};w={rate.seconds}'
            response.headers["RateLimit"] = f'"{by}";r={left};t={status.seconds}'
        return response


def _quotas(rate: Rate | None, store: str | None) -> Callable[[Key | None], Quota | None]:
    """Return a function from the key of a request to its quota, None if it is not counted."""

    def counting(per: Rate) -> Counting:
        return count_in_store(per, store) if store else count_in_process(per)

    own_count = counting(Rate(1, _KEY_SECONDS))
    count = None if rate is None else counting(rate)

    def find_quota(key: Key | None) -> Quota | None:
        if key is not None and key.limit is not None:
            return Quota("key", f"key {key.id}", Rate(key.limit, _KEY_SECONDS), own_count)
        if rate is None or count is None:
            return None
        if key is not None:
            return Quota("key", f"key {key.id}", rate, count)
        address = rate_key(request.remote_addr or "")
        return None if address is None else Quota("address", address, rate, count)

    return find_quota
