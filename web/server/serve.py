"""Serving the pages with gunicorn: sync workers, the engine opened after the fork."""

from __future__ import annotations

import fcntl
import os
import shutil
import socket
import tempfile
from functools import partial
from pathlib import Path
from typing import Any, Final

import msgspec
from flask import Flask
from gunicorn.app.base import BaseApplication
from gunicorn.arbiter import Arbiter
from gunicorn.glogging import Logger
from werkzeug.middleware.proxy_fix import ProxyFix

from arabic.lexicon import load_lexicon
from search.engine import Engine, EngineError
from web.app import create_app
from web.http.metrics import FOLDER
from web.http.rate_limit import USUAL_RATE, count_together, init_rate, read_rate
from web.http.request_log import JsonLines, Logged, log_requests, start_log
from web.server.gunicorn_worker import ANSWER_SECONDS, Worker

REQUEST_LINE_BYTES: Final = 8190
"""The longest request line; a query of 1,000 Arabic letters needs 6,000."""

WORK_SECONDS: Final = 30
"""Time that a worker may spend on an answer without sending any of it."""

GRACEFUL_SECONDS: Final = 10

_MEMORY: Final = Path("/dev/shm")
_PREFIX: Final = "warraq-serving-"


class AddressError(ValueError):
    """An address that cannot be listened on; the message is one sentence."""


class Serving(msgspec.Struct, frozen=True, kw_only=True):
    """How an archive is served.

    ``port`` 0 takes a free one. ``workers`` are processes, each with an engine of its own. ``rate``
    bounds what one address may ask, ``off`` sets no bound; it is counted by each worker, or by all
    together in a ``store``. Behind a ``proxy`` the address of a client is what its last header
    ``X-Forwarded-For`` says. ``log`` says what is written of each request. A worker that spends
    ``work_seconds`` without sending anything is replaced; a client that has not taken the whole of
    an answer after ``answer_seconds`` is left.
    """

    host: str = "127.0.0.1"
    port: int = 8000
    workers: int = 2
    rate: str = USUAL_RATE
    store: str | None = None
    proxy: bool = False
    log: Logged = "none"
    work_seconds: int = WORK_SECONDS
    answer_seconds: float = ANSWER_SECONDS


class _Logger(Logger):  # type: ignore[misc]
    """The log of gunicorn, in lines of JSON as the others."""

    def setup(self, cfg: Any) -> None:
        super().setup(cfg)
        for handler in self.error_log.handlers:
            handler.setFormatter(JsonLines())


class _Arbiter(Arbiter):  # type: ignore[misc]
    """The arbiter of gunicorn, to which Ctrl-C is the wish to stop that SIGTERM is."""

    def handle_int(self) -> None:
        self.handle_term()


class Server(BaseApplication):  # type: ignore[misc]
    """gunicorn with the settings of warraq in place of its command line."""

    def __init__(self, home: Path, serving: Serving, settings: dict[str, Any]) -> None:
        self._home = home
        self._serving = serving
        self._settings = settings
        self.answer_seconds = serving.answer_seconds
        super().__init__()

    def load_config(self) -> None:
        """Hand the settings to gunicorn."""
        for name, value in self._settings.items():
            self.cfg.set(name, value)

    def run(self) -> None:
        """Serve until a signal ends it."""
        _Arbiter(self).run()

    def load(self) -> Flask:
        """Make the application in the worker, and open its engine before the first request."""
        serving = self._serving
        observers = (
            [] if serving.log == "none" else [log_requests(queries=serving.log == "queries")]
        )
        app = create_app(partial(Engine.open, self._home), observers=observers)
        init_rate(app, read_rate(serving.rate), serving.store)
        if serving.proxy:
            app.wsgi_app = ProxyFix(app.wsgi_app, x_host=1)  # type: ignore[method-assign]
        try:
            app.extensions["warraq"].engine()
        except EngineError as error:
            app.logger.warning("%s", error)
        return app


def serve(home: Path, serving: Serving) -> None:
    """Serve the archive in ``home`` until SIGTERM or SIGINT; does not return.

    Prints the address as one line when it listens. A request under way when the signal comes is
    finished, for at most 10 seconds. Nothing is written but in ``home`` and in memory.

    :raises web.rate.RateError: the rate cannot be read, or there is no such store.
    :raises AddressError: the address is taken, or not one of this machine.
    """
    _check_address(serving.host, serving.port)
    rate = read_rate(serving.rate)
    if rate and serving.store:
        count_together(rate, serving.store)  # what is wrong with it is said here

    def listening(arbiter: Any) -> None:
        name, number = arbiter.LISTENERS[0].sock.getsockname()[:2]
        shown = f"[{name}]" if ":" in name else name
        print(f"http://{shown}:{number}/", flush=True)

    def leave(_arbiter: Any, worker: Any) -> None:
        app = worker.app.callable
        if app is not None:
            app.extensions["warraq"].close()

    host = serving.host
    folder = _own_folder(_MEMORY if os.access(_MEMORY, os.W_OK) else home)
    os.environ[FOLDER] = str(folder)
    settings: dict[str, Any] = {
        "bind": [f"[{host}]:{serving.port}" if ":" in host else f"{host}:{serving.port}"],
        "workers": serving.workers,
        "worker_class": Worker,
        "worker_tmp_dir": str(folder),
        "timeout": serving.work_seconds,
        "sendfile": False,  # which waits for its client without end
        "graceful_timeout": GRACEFUL_SECONDS,
        "limit_request_line": REQUEST_LINE_BYTES,
        "secure_scheme_headers": {},  # believed from nobody but with --proxy
        "accesslog": None,
        "loglevel": "warning",
        "logger_class": _Logger,
        "proc_name": "warraq",
        "control_socket_disable": True,
        "when_ready": listening,
        "worker_exit": leave,
        "on_exit": lambda _arbiter: shutil.rmtree(folder, ignore_errors=True),
    }
    start_log()
    load_lexicon()  # once, for all the workers to share
    Server(home, serving, settings).run()


def _check_address(host: str, port: int) -> None:
    """Listen for a moment: gunicorn would try for five seconds, and tell its log alone."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        socket.create_server((host, port), family=family).close()
    except OSError as error:
        number = error.errno or 0
        reason = os.strerror(number) if number > 0 else error.strerror
        raise AddressError(
            f"Nothing can be served at {host}, port {port} ({reason}); "
            "take another --host or --port."
        ) from None


def _own_folder(parent: Path) -> Path:
    """Make the folder where the processes of this server note that they are alive and what they
    count; those of servers that were killed go."""
    for old in parent.glob(f"{_PREFIX}*"):
        held = os.open(old, os.O_RDONLY)
        try:
            fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            continue
        else:
            shutil.rmtree(old, ignore_errors=True)
        finally:
            os.close(held)
    folder = Path(tempfile.mkdtemp(prefix=_PREFIX, dir=parent))
    fcntl.flock(os.open(folder, os.O_RDONLY), fcntl.LOCK_EX)  # held until the last process ends
    return folder
