"""gunicorn with the settings of warraq: each worker makes the application, and opens its engine."""

from __future__ import annotations

import shutil
from functools import partial
from pathlib import Path
from typing import Any, Final

from flask import Flask
from gunicorn.app.base import BaseApplication
from gunicorn.arbiter import Arbiter
from gunicorn.glogging import Logger

from search.engine import Engine, EngineError
from web.app import create_app
from web.http.authorization import Access
from web.http.cors import read_origins
from web.http.hosts import served_hosts
from web.http.rate_limit import RateLimit, read_rate
from web.http.request_log import JsonLines, log_requests
from web.server.forwarded import trust_proxies
from web.server.gunicorn_worker import GunicornWorker
from web.server.settings import ServerSettings

GRACEFUL_SECONDS: Final = 10


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
    """gunicorn with the settings of warraq instead of its command line.

    :param folder: the folder that the worker processes share.
    """

    def __init__(
        self,
        home: Path,
        settings: ServerSettings,
        access: Access,
        folder: Path,
    ) -> None:
        self._home = home
        self._settings = settings
        self._access = access
        self._folder = folder
        self.limits = settings.limits
        super().__init__()

    def load_config(self) -> None:
        """Set the settings of gunicorn."""
        for name, value in _gunicorn_settings(self._settings, self._folder).items():
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
