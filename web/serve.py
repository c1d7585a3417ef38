"""Serving the pages with gunicorn: sync workers, the engine opened after the fork."""

from __future__ import annotations

import os
from functools import partial
from pathlib import Path
from typing import Any, Final

from flask import Flask
from gunicorn.app.base import BaseApplication

from index.analysis import lexicon
from search.engine import Engine, EngineError
from web.app import create_app
from web.worker import Worker

REQUEST_LINE_BYTES: Final = 8190
"""The longest request line; a query of 1,000 Arabic letters needs 6,000."""

REQUEST_SECONDS: Final = 30
GRACEFUL_SECONDS: Final = 10


class Server(BaseApplication):  # type: ignore[misc]
    """gunicorn with the settings of warraq in place of its command line."""

    def __init__(self, home: Path, settings: dict[str, Any]) -> None:
        self._home = home
        self._settings = settings
        super().__init__()

    def load_config(self) -> None:
        """Hand the settings to gunicorn."""
        for name, value in self._settings.items():
            self.cfg.set(name, value)

    def load(self) -> Flask:
        """Make the application in the worker, and open its engine before the first request."""
        app = create_app(partial(Engine.open, self._home))
        try:
            app.extensions["warraq"].engine()
        except EngineError as error:
            app.logger.warning("%s", error)
        return app


def serve(home: Path, host: str = "127.0.0.1", port: int = 8000, workers: int = 2) -> None:
    """Serve the archive in ``home`` until SIGTERM or SIGINT; does not return.

    Prints the address as one line when it listens. A request under way when the signal comes is
    finished, for at most 10 seconds.

    :param port: 0 takes a free one.
    :param workers: processes, each with an engine of its own.
    """

    def listening(arbiter: Any) -> None:
        name, number = arbiter.LISTENERS[0].sock.getsockname()[:2]
        shown = f"[{name}]" if ":" in name else name
        print(f"http://{shown}:{number}/", flush=True)

    def leave(_arbiter: Any, worker: Any) -> None:
        app = worker.app.callable
        if app is not None:
            app.extensions["warraq"].close()

    bind = f"[{host}]:{port}" if ":" in host else f"{host}:{port}"
    settings: dict[str, Any] = {
        "bind": [bind],
        "workers": workers,
        "worker_class": Worker,
        "worker_tmp_dir": "/dev/shm" if os.access("/dev/shm", os.W_OK) else None,
        "timeout": REQUEST_SECONDS,
        "graceful_timeout": GRACEFUL_SECONDS,
        "limit_request_line": REQUEST_LINE_BYTES,
        "accesslog": None,
        "loglevel": "warning",
        "proc_name": "warraq",
        "control_socket_disable": True,
        "when_ready": listening,
        "worker_exit": leave,
    }
    lexicon.load()  # once, for all the workers to share
    Server(home, settings).run()
