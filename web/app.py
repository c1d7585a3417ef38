"""The Flask application: pages, API, headers."""

from __future__ import annotations

import hashlib
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Final

from flask import Flask, Response, request, url_for
from werkzeug.exceptions import RequestEntityTooLarge

from search.answer import Stats
from search.engine import Engine
from search.limits import LIMITS
from web import about_page, document_page, explain_page, help_page, search_page, similar
from web.api import api
from web.delivery import init_delivery
from web.feeds import export_address, feed_address, feeds
from web.language import init_language
from web.pages import init_pages, pages
from web.problems import init_problems

PAGES: Final = (search_page, explain_page, document_page, help_page, about_page, similar)
"""Modules that give the blueprints of pages and API their routes when they are imported."""

HEADERS: Final = {
    "Content-Security-Policy": (
        "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; "
        "font-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; "
        "frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}
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
                self._engine = self._open()
            return self._engine

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


def create_app(open_engine: Callable[[], Engine]) -> Flask:
    """Make the application.

    :param open_engine: opens the engine; called once, in the process that serves the request.
    """
    app = Flask("web", root_path=str(Path(__file__).parent))
    app.config["SEND_FILE_MAX_AGE_DEFAULT"] = STATIC_SECONDS
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.extensions["warraq"] = EngineDoor(open_engine)
    init_delivery(app)
    init_language(app)
    init_problems(app)
    init_pages(app)
    app.register_blueprint(pages)
    app.register_blueprint(api)
    app.register_blueprint(feeds)
    app.jinja_env.globals.update(
        feed_address=feed_address, export_address=export_address, export_most=LIMITS.export_rows
    )

    versions = _versions(Path(app.root_path) / "static")

    def static_url(name: str) -> str:
        return url_for("static", filename=name, v=versions[name])

    app.jinja_env.globals["static_url"] = static_url

    @app.before_request
    def bound_body() -> None:
        if (request.content_length or 0) > LIMITS.request_body_bytes:
            raise RequestEntityTooLarge

    @app.after_request
    def add_headers(response: Response) -> Response:
        for name, value in HEADERS.items():
            response.headers[name] = value
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
