"""The sign-in form of a private archive, at its own address or in the place of a page."""

from __future__ import annotations

from typing import Any

from flask import Response, make_response, render_template, request

from corpus.messages import Message
from web.access.own_site import own_address
from web.message_html import message_html


def show_sign_in_form(
    status: int, next_address: str, failure: Message | None = None, **variables: Any
) -> Response:
    """Return the form as a page.

    :param next_address: where a sign-in leads, one of :func:`web.access.own_site.own_address`.
    :param failure: why the last sign-in failed.
    :param variables: further variables of the template.
    """
    page = render_template(
        "sign_in.html",
        next_address=next_address,
        failure="" if failure is None else message_html(failure),
        **variables,
    )
    return make_response(page, status)


def current_address() -> str:
    """Return the address of the current request below the root of the server."""
    raw: str = request.environ.get("RAW_URI", "")
    return own_address(raw.encode("latin-1", "replace").decode("utf-8", "replace"))
