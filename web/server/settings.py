"""How an archive is served."""

from __future__ import annotations

import msgspec

from web.http.rate_limit import DEFAULT_RATE
from web.http.request_log import LogContent
from web.limits import SERVER_LIMITS, ServerLimits


class ServerSettings(msgspec.Struct, frozen=True, kw_only=True):
    """How an archive is served.

    ``port`` 0 takes a free one. ``workers`` is the number of processes, each with its own engine.
    ``rate`` limits the requests of one client address, ``off`` sets no limit; each worker counts
    alone, or all count in a shared ``store``. ``proxy`` is the number of trusted proxies before it,
    see :mod:`web.server.forwarded`. ``host_names`` are names of the server beside those of this
    machine, see :mod:`web.http.hosts`. ``origins`` are the sites whose scripts may read the API.
    A ``private`` archive is read with keys alone, see :mod:`web.http.authorization`. ``log`` is
    what is written of each request. ``limits`` bound what a client may cost a worker.
    """

    host: str = "127.0.0.1"
    port: int = 8000
    workers: int = 2
    rate: str = DEFAULT_RATE
    store: str | None = None
    proxy: int = 0
    host_names: tuple[str, ...] = ()
    origins: tuple[str, ...] = ()
    private: bool = False
    log: LogContent = "none"
    limits: ServerLimits = SERVER_LIMITS
