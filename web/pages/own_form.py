"""Whether the form of a request was sent by a page of this server."""

from __future__ import annotations

from flask import request

from web.access.own_site import is_own_post


def is_own_form() -> bool:
    """Whether the current form was sent by a page of this server, or by no browser."""
    headers = request.headers
    return is_own_post(headers.get("Sec-Fetch-Site"), headers.get("Origin"), request.host)
