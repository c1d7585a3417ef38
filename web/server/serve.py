"""Serving an archive with gunicorn: each worker opens its engine after the fork."""

from __future__ import annotations

import logging
import os
import shutil
import socket
from functools import partial
from pathlib import Path
from typing import Any, Final

import msgspec
from flask import Flask
from gunicorn.app.base import BaseApplication
from gunicorn.arbiter import Arbiter
from gunicorn.glogging import Logger

from arabic.lexicon import load_lexicon
from corpus.messages import Message, WarraqError, render
from search.engine import Engine, EngineError
from web.access.key_file import KeyFile
from web.access.sessions import Sessions, read_secret
from web.access.sign_in_limit import SignInLimit
from web.app import create_app
from web.http.authorization import Access, PrivateAccess
from web.http.cors import OriginError, read_origins
from web.http.hosts import served_hosts
from web.http.metrics import FOLDER_VARIABLE
from web.http.rate_limit import DEFAULT_RATE, RateLimit, count_in_store, read_rate
from web.http.request_log import JsonLines, LogContent, configure_logging, log_requests
from web.limits import SERVER_LIMITS, ServerLimits
from web.server.forwarded import trust_proxies
from web.server.gunicorn_worker import GunicornWorker
from web.server.worker_folder import make_worker_folder

GRACEFUL_SECONDS: Final = 10


class AddressError(WarraqError, ValueError):
    """The server cannot listen on an address."""


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


class _Logger(Logger):  # type: ignore[misc]
    """The log of gunicorn as JSON lines."""

    def setup(self, cfg: Any) -> None:
        super().setup(cfg)
        for handler in self.error_log.handlers:
            handler.setFormatter(JsonLines())


class _Arbiter(Arbiter):  # type: ignore[misc]
    """An arbiter that handles SIGINT (Ctrl-C) like SIGTERM."""

    def handle_int(self) -> None:
        self.handle_term()


class GunicornServer(BaseApplication):  # type: ignore[misc]
    """gunicorn with the settings of warraq instead of its command line."""

    def __init__(
        self,
        home: Path,
        settings: ServerSettings,
        access: Access,
        gunicorn_settings: dict[str, Any],
    ) -> None:
        self._home = home
        self._settings = settings
        self._access = access
        self._gunicorn_settings = gunicorn_settings
        self.limits = settings.limits
        super().__init__()

    def load_config(self) -> None:
        """Set the settings of gunicorn."""
        for name, value in self._gunicorn_settings.items():
            self.cfg.set(name, value)

    def run(self) -> None:
        """Serve until a signal ends it."""
        _Arbiter(self).run()

    def load(self) -> Flask:
        """Make the application in the worker, and open its engine before the first request."""
        settings = self._settings
        observers = (
            [] if settings.log == "none" else [log_requests(queries=settings.log == "queries")]
        )
        app = create_app(
            partial(Engine.open, self._home),
            observers=observers,
            hosts=served_hosts(settings.host, settings.host_names),
            origins=read_origins(settings.origins),
            exports=settings.limits.exports,
            access=self._access,
            rate_limit=RateLimit(read_rate(settings.rate), settings.store),
        )
        if settings.proxy:
            app.wsgi_app = trust_proxies(  # type: ignore[assignment, method-assign]
                app.wsgi_app, settings.proxy
            )
        try:
            app.extensions["warraq"].engine()
        except EngineError as error:
            app.logger.warning("%s", error)
        return app


def serve(home: Path, settings: ServerSettings) -> None:
    """Serve the archive in ``home`` until SIGTERM or SIGINT; does not return.

    Prints the address as one line when it listens. A request in progress when the signal comes is
    finished, for at most 10 seconds. Files are written in ``home`` and in memory only.

    :raises web.http.rate_limit.RateError: the rate cannot be read, or there is no such store.
    :raises AddressError: the address is in use, or does not belong to this machine.
    :raises web.http.hosts.HostError: a name cannot be that of a host.
    :raises web.http.cors.OriginError: an origin cannot be read, or the archive is private.
    :raises web.access.private_files.PrivateFileError: the keys or the secret cannot be used.
    """
    served_hosts(settings.host, settings.host_names)  # reports errors before the workers start
    if read_origins(settings.origins) and settings.private:
        raise OriginError("private_with_origins")
    _check_address(settings.host, settings.port)
    rate = read_rate(settings.rate)
    if rate and settings.store:
        count_in_store(rate, settings.store)
    KeyFile(home).read()
    folder = make_worker_folder(home)
    os.environ[FOLDER_VARIABLE] = str(folder)
    configure_logging()
    load_lexicon()  # once: the workers share its memory
    access = _access(home, settings, folder)
    GunicornServer(home, settings, access, _gunicorn_settings(settings, folder)).run()


def _access(home: Path, settings: ServerSettings, folder: Path) -> Access:
    """Who may read the archive; for a private one with a warning where no key may.

    :param folder: the folder that the worker processes share.
    """
    keys = KeyFile(home)
    private = None
    if settings.private:
        private = PrivateAccess(Sessions(read_secret(home)), SignInLimit(folder))
        if not any("read" in key.may for key in keys.read()):
            logging.getLogger(__name__).warning("%s", render(Message("no_key_may_read"), "en"))
    return Access(keys=keys, private=private, is_proxied=settings.proxy > 0)


def _gunicorn_settings(settings: ServerSettings, folder: Path) -> dict[str, Any]:
    """The settings of gunicorn.

    :param folder: the folder that the worker processes share.
    """

    def print_address(arbiter: Any) -> None:
        name, number = arbiter.LISTENERS[0].sock.getsockname()[:2]
        shown = f"[{name}]" if ":" in name else name
        print(f"http://{shown}:{number}/", flush=True)

    def close_engine(_arbiter: Any, worker: Any) -> None:
        app = worker.app.callable
        if app is not None:
            app.extensions["warraq"].close()

    host = settings.host
    return {
        "bind": [f"[{host}]:{settings.port}" if ":" in host else f"{host}:{settings.port}"],
        "workers": settings.workers,
        "worker_class": GunicornWorker,
        "worker_tmp_dir": str(folder),
        "timeout": settings.limits.work_seconds,
        "graceful_timeout": GRACEFUL_SECONDS,
        "limit_request_line": settings.limits.request_line_bytes,
        "limit_request_fields": settings.limits.head_lines,
        "limit_request_field_size": settings.limits.head_line_bytes,
        # Headers of proxies are read by `trust_proxies` alone; a client can send SCRIPT_NAME, too.
        "secure_scheme_headers": {},
        "forwarder_headers": "",
        "forwarded_allow_ips": "",
        "header_map": "drop",
        "accesslog": None,
        "loglevel": "warning",
        "logger_class": _Logger,
        "proc_name": "warraq",
        "control_socket_disable": True,
        "when_ready": print_address,
        "worker_exit": close_engine,
        "on_exit": lambda _arbiter: shutil.rmtree(folder, ignore_errors=True),
    }


def _check_address(host: str, port: int) -> None:
    """Raise AddressError early: gunicorn retries for five seconds, and reports to its log only."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        socket.create_server((host, port), family=family).close()
    except OSError as error:
        number = error.errno or 0
        reason = os.strerror(number) if number > 0 else error.strerror
        raise AddressError(
            "cannot_listen", host=host, port=str(port), reason=reason or type(error).__name__
        ) from None
