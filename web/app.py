"""The Flask application: pages, API and the HTTP layers around them."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Final

from flask import Flask, Response, request

from search.engine import Engine
from search.limits import LIMITS
from web.api import copies as copies_api
from web.api import covered as covered_api
from web.api import feeds, handlers, routing, similar
from web.api.endpoints import CACHED, CACHED_FOR_A_DAY, TWINS
from web.api.running_exports import RunningExports
from web.document_ids import init_document_ids
from web.http.authorization import PUBLIC, Access, init_authorization, init_callers
from web.http.caching import init_caching
from web.http.compression import init_compression
from web.http.cors import init_cors
from web.http.hosts import LOCAL_HOSTS, ServedHosts, init_hosts
from web.http.metrics import init_metrics
from web.http.rate_limit import RateLimit, init_rate_limit
from web.http.request_guard import init_request_guard
from web.http.request_memory import init_request_memory
from web.http.request_timing import Observer, init_request_timing, timed
from web.http.security_headers import init_security_headers
from web.lazy_engine import LazyEngine
from web.limits import SERVER_LIMITS
from web.localization import init_language
from web.pages import (
    about,
    analyze,
    copies,
    covered,
    differences,
    document,
    explain,
    favicon,
    health,
    help_page,
    list_page,
    search,
    sign_in,
)
from web.pages.blueprint import pages
from web.pages.follow import follow_address
from web.pages.template_context import init_templates
from web.pages.templating import TranslatedEnvironment
from web.problems import init_problems

ROUTE_MODULES: Final = (
    *(search, covered, explain, copies, differences, document, analyze, list_page),
    *(help_page, about, health, favicon, sign_in),
    *(handlers, similar, copies_api, covered_api, feeds),
)
"""Modules that add routes to the blueprints of pages and API when they are imported."""

STATIC_SECONDS: Final = 365 * 24 * 3600


def create_app(
    open_engine: Callable[[], Engine],
    *,
    observers: Sequence[Observer] = (),
    hosts: ServedHosts = LOCAL_HOSTS,
    origins: frozenset[str] = frozenset(),
    exports: int = SERVER_LIMITS.exports,
    access: Access = PUBLIC,
    rate_limit: RateLimit | None = None,
) -> Flask:
    """Make the application.

    :param open_engine: opens the engine; called once, in the process that serves the request.
    :param observers: called with every request, beside the metrics.
    :param hosts: the hosts that it answers for.
    :param origins: the sites whose scripts may read the API, see :mod:`web.http.cors`.
    :param exports: how many exports are sent at the same time.
    :param access: who may read the archive.
    :param rate_limit: how many requests of an address or a key are answered.
    """
    app = Flask("web", root_path=str(Path(__file__).parent))
    app.config["SEND_FILE_MAX_AGE_DEFAULT"] = STATIC_SECONDS
    app.jinja_environment = TranslatedEnvironment
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    init_document_ids(app)
    init_request_memory(app)
    app.extensions["warraq.exports"] = RunningExports(exports)
    app.extensions["warraq"] = engine = LazyEngine(lambda: timed(open_engine()))
    init_request_timing(app, engine.generation, (*observers, init_metrics(app, engine.info)))
    init_hosts(app, hosts)
    init_callers(app, access)
    init_rate_limit(app, *(rate_limit or RateLimit(None)))
    init_authorization(app, access)
    _init_layers(app, origins)
    init_templates(app)
    for blueprint in (pages, routing.api, routing.feeds):
        app.register_blueprint(blueprint)
    app.jinja_env.globals.update(
        feed_address=feeds.feed_address,
        export_address=feeds.export_address,
        follow_address=follow_address,
        export_most=LIMITS.export_rows,
    )
    _init_static_files(app)
    return app


def _init_layers(app: Flask, origins: frozenset[str]) -> None:
    """Add the HTTP layers; a response passes them from the last to the first."""
    init_compression(app)
    init_cors(app, origins)
    init_caching(app, CACHED, CACHED_FOR_A_DAY)
    init_language(app)
    init_problems(app, {page: endpoint.flask_name for page, endpoint in TWINS.items()})
    init_security_headers(app)
    init_request_guard(app)

    @app.after_request
    def require_revalidation(response: Response) -> Response:
        if request.endpoint != "static":
            response.headers["Cache-Control"] = "no-cache"
        return response


def _init_static_files(app: Flask) -> None:
    """Give templates the addresses of static files, with a digest of their content."""
    digests = _digests(Path(app.root_path) / "static")

    def static_path(name: str) -> str:
        return f"{request.script_root}{app.static_url_path}/{name}"

    def static_url(name: str) -> str:
        return f"{static_path(name)}?v={digests[name]}"

    app.jinja_env.globals.update(static_path=static_path, static_url=static_url)


def _digests(folder: Path) -> dict[str, str]:
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()[:10]
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }
