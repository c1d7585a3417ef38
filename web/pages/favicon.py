"""The icon at the address that browsers request by default."""

from __future__ import annotations

from flask import Response, current_app

from web.pages.blueprint import pages


@pages.get("/favicon.ico")
def favicon() -> Response:
    """Answer with the SVG icon."""
    return current_app.send_static_file("favicon.svg")
