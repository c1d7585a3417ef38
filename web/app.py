"""The Flask application: pages, API, headers."""

from __future__ import annotations

import hashlib
import threading
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Final

from flask import Flask, Response, request

from search.answer import IndexInfo, Stats
from search.engine import Engine
from search.limits import LIMITS
from web.api import similar_documents
from web.api.feeds import export_address, feed_address, feeds
from web.api.handlers import api
from web.http.delivery import init_delivery
from web.http.metrics import init_metrics
from web.http.request_guard import init_door
from web.http.request_timing import Observer, init_measure, timed
from web.http.security_headers import init_security
from web.localization import init_language
from web.pages import about, analyze, document, explain, favicon, health, help_page, search
from web.pages.blueprint import pages
from web.pages.template_context import init_templates
from web.pages.templating import TranslatedEnvironment
from web.problems import init_problems

PAGES: Final = (
    *(search, explain, document, analyze, help_page, about, health, favicon),
    similar_documents,
)
"""Modules that give the blueprints of pages and API their routes when they are imported."""

STATIC_SECONDS: Final = 365 * 24 * 3600


class EngineDoor:
    """One engine a process, opened at the first call that needs it.

    Nothing is opened when the application is made, so that it may be made before a fork. An
    engine that cannot be opened is tried again at the next call.
    """

    def __init__(self, open_engine: Callable[[], Engine]) -> None:
        self._open = open_engine
        self._engine: Engine | None = None
        self._stats: Stats | None = None
        self._lock = threading.Lock()

    def engine(self) -> Engine:
        """Return the opened engine.

        :raises search.engine.EngineError: it cannot be opened; the message says why.
        """
        with self._lock:
            if self._engine is None:
                self._engine = timed(self._open())
            return self._engine

    def info(self) -> IndexInfo | None:
        """Return which index is open, None without one."""
        return None if self._engine is None else self._engine.info

    def generation(self) -> int:
        """Return the generation of the index that is open, 0 without one."""
        known = self.info()
        return 0 if known is None else known.generation

    def stats(self, generation: int) -> Stats:
        """Return the size of the archive, counted once for a generation of the index."""
        if self._stats is None or self._stats.index.generation != generation:
            self._stats = self.engine().stats()
        return self._stats

    def close(self) -> None:
        """Close the engine, if it was opened."""
        with self._lock:
            if self._engine is not None:
                self._engine.close()
                self._engine = None


def create_app(open_engine: Callable[[], Engine], *, observers: Sequence[Observer] = ()) -> Flask:
    """Make the application.

    :param open_engine: opens the engine; called once, in the process that serves the request.
    :param observers: told of every request, beside the figures of ``/metrics``.
    """
    app = Flask("web", root_path=str(Path(__file__).parent))
    app.config["SEND_FILE_MAX_AGE_DEFAULT"] = STATIC_SECONDS
    app.jinja_environment = TranslatedEnvironment
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.extensions["warraq"] = door = EngineDoor(open_engine)
    init_measure(app, door.generation, (*observers, init_metrics(app, door.info)))
    init_delivery(app)
    init_language(app)
    init_problems(app)
    init_security(app)
    init_door(app)
    init_templates(app)
    app.register_blueprint(pages)
    app.register_blueprint(api)
    app.register_blueprint(feeds)
    app.jinja_env.globals.update(
        feed_address=feed_address, export_address=export_address, export_most=LIMITS.export_rows
    )

    versions = _versions(Path(app.root_path) / "static")

    def static_path(name: str) -> str:
        return f"{request.script_root}{app.static_url_path}/{name}"

    def static_url(name: str) -> str:
        return f"{static_path(name)}?v={versions[name]}"

    app.jinja_env.globals.update(static_path=static_path, static_url=static_url)

    @app.after_request
    def keep_fresh(response: Response) -> Response:
        if request.endpoint != "static":
            response.headers["Cache-Control"] = "no-cache"
        return response

    return app


def _versions(folder: Path) -> dict[str, str]:
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()[:10]
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }
