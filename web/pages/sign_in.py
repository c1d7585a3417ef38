"""Signing in to a private archive with a key, and signing out.

The session is a cookie that scripts cannot read and that other sites cannot send with a form. It
names the key, so that a revoked key ends its sessions.
"""

from __future__ import annotations

from typing import Final

from flask import Response, abort, redirect, request
from flask.typing import ResponseReturnValue

from corpus.messages import Message
from web import localization
from web.access.decisions import REALM
from web.access.keys import Key, find_by_secret
from web.access.limits import ACCESS_LIMITS
from web.access.own_site import own_address
from web.http.authorization import COOKIE, PrivateAccess, access
from web.http.rate_limit import rate_key
from web.pages.blueprint import pages
from web.pages.links import link, with_language
from web.pages.own_form import is_own_form
from web.parameters import page_address, read_language, read_pairs
from web.paths import path
from web.problems import answer_problem
from web.sign_in_form import show_sign_in_form

_FORM: Final = "application/x-www-form-urlencoded"
_NEXT: Final = "next"


@pages.get("/sign-in")
def sign_in_page() -> Response:
    """Show the sign-in form."""
    _private()
    pairs = read_pairs(request.query_string, (_NEXT, "lang"))
    read_language(pairs)
    return _form(200, own_address(dict(pairs).get(_NEXT, "")))


@pages.post("/sign-in")
def sign_in() -> ResponseReturnValue:
    """Begin a session with the key of the form, and lead to the page that was asked for."""
    private = _private()
    if not is_own_form():
        return answer_problem(403, Message.of("foreign_form"))
    # Other media types are not parsed: large parts of them would be written to a temporary file.
    fields = request.form if request.mimetype == _FORM else {}
    to = own_address(fields.get(_NEXT, ""))
    address = rate_key(request.remote_addr or "") or "loopback"
    seconds = private.sign_in_limit.begin(address)
    if seconds:
        response = _form(429, to, Message.of("too_many_sign_ins", minutes=-(-seconds // 60)))
        response.headers["Retry-After"] = str(seconds)
        return response
    key = find_by_secret(access().known_keys(), fields.get("key", "").strip())
    if key is None:
        response = _form(401, to, Message.of("sign_in_failed"))
        response.headers["WWW-Authenticate"] = REALM
        return response
    private.sign_in_limit.succeed(address)
    if "read" not in key.may:
        return _form(403, to, Message.of("right_missing", right="read"))
    return _begin_session(private, key, to)


@pages.post("/sign-out")
def sign_out() -> ResponseReturnValue:
    """End the session of this browser."""
    _private()
    if not is_own_form():
        return answer_problem(403, Message.of("foreign_form"))
    response = redirect(link("pages.sign_in_page"), 303)
    response.delete_cookie(
        COOKIE, _cookie_path(), secure=request.is_secure, httponly=True, samesite="Lax"
    )
    return response


def _private() -> PrivateAccess:
    """What a private archive has; 404 for an archive that everyone may read."""
    private = access().private
    if private is None:
        abort(404)
    return private


def _form(status: int, to: str, failure: Message | None = None) -> Response:
    other = "en" if localization.current_language() == "ar" else "ar"
    switched = page_address(path("pages.sign_in_page"), with_language([(_NEXT, to)], other))
    return show_sign_in_form(status, to, failure, other_language_address=switched)


def _begin_session(private: PrivateAccess, key: Key, to: str) -> ResponseReturnValue:
    response = redirect(request.script_root + to, 303)
    response.set_cookie(
        COOKIE,
        private.sessions.sign(key),
        max_age=ACCESS_LIMITS.session_seconds,
        path=_cookie_path(),
        secure=request.is_secure,
        httponly=True,
        samesite="Lax",
    )
    return response


def _cookie_path() -> str:
    return request.script_root or "/"
