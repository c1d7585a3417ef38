"""Keys of requests: who makes a request, whether it is answered, and who may store the answer."""

from __future__ import annotations

from typing import Final

import msgspec
from flask import Flask, Response, current_app, g, request

from corpus.messages import Language
from web.access.decisions import (
    HEALTH,
    METRICS,
    READINESS,
    STATIC,
    AccessRefusal,
    Caller,
    bearer_secret,
    decide,
    is_open,
    needed_right,
    seems_local,
)
from web.access.key_file import KeyFile
from web.access.keys import Key, find_by_id, find_by_secret
from web.access.sessions import Sessions
from web.access.sign_in_limit import SignInLimit
from web.paths import API_ROOT
from web.problems import answer_problem, problem_document
from web.sign_in_form import current_address, show_sign_in_form

COOKIE: Final = "warraq-session"

_ACCESS: Final = "warraq.access"
_PAGES: Final = "pages."
_FILE: Final = "filename"


class PrivateAccess(msgspec.Struct, frozen=True):
    """What a private archive needs for sign-ins."""

    sessions: Sessions
    sign_in_limit: SignInLimit


class Access(msgspec.Struct, frozen=True, kw_only=True):
    """Who may read an archive.

    ``keys`` is None where there is no file of keys. ``private`` is None for an archive that
    everyone may read. ``is_proxied`` says that clients connect through a proxy.
    """

    keys: KeyFile | None = None
    private: PrivateAccess | None = None
    is_proxied: bool = False

    def known_keys(self) -> tuple[Key, ...]:
        """Return the current keys.

        :raises web.access.private_files.PrivateFileError: they cannot be read.
        """
        return () if self.keys is None else self.keys.read()


PUBLIC: Final = Access()
"""An archive that everyone may read, and that has no keys."""

_NOBODY: Final = Caller()


def caller() -> Caller:
    """Return who makes the current request."""
    found: Caller = g.get("caller", _NOBODY)
    return found


def access() -> Access:
    """Return who may read the archive of the current application."""
    found: Access = current_app.extensions[_ACCESS]
    return found


def init_callers(app: Flask, who: Access) -> None:
    """Find out who makes each request to ``app``.

    Call it before the rate limit, which counts by key, and :func:`init_authorization` after it.
    """
    app.extensions[_ACCESS] = who

    @app.before_request
    def find_caller() -> None:
        if not _asks_for_no_key():
            g.caller = _find_caller(who)


def init_authorization(app: Flask, who: Access) -> None:
    """Refuse requests to ``app`` without the right that they need.

    Call it before every layer that answers a request. Answers that depend on a key are not stored
    by caches.
    """

    @app.before_request
    def check_right() -> Response | None:
        if _asks_for_no_key():
            return None
        right = needed_right(request.endpoint, is_private=who.private is not None)
        if request.endpoint == METRICS and _shows_metrics_without_key(who):
            right = None
        refusal = decide(caller(), right)
        return None if refusal is None else _refuse(refusal, who)

    @app.after_request
    def forbid_storing(response: Response) -> Response:
        is_private = who.private is not None and request.endpoint != HEALTH
        if request.endpoint == STATIC and response.status_code < 400:
            if is_private and not _asks_for_no_key():
                response.cache_control.public = False
                response.cache_control.private = True
        elif is_private or caller().sent != "nothing":
            response.headers["Cache-Control"] = "private, no-store"
            response.vary.update(("Authorization", "Cookie"))
        return response


def _asks_for_no_key() -> bool:
    return is_open(request.endpoint, str((request.view_args or {}).get(_FILE, "")))


def _find_caller(who: Access) -> Caller:
    address, names = request.remote_addr or "", set(request.headers.keys())
    is_local = not who.is_proxied and seems_local(address, names)
    secret = bearer_secret(request.headers.get("Authorization", ""))
    if secret is not None:
        key = find_by_secret(who.known_keys(), secret)
        return Caller(key=key, sent="header", is_local=is_local)
    token = request.cookies.get(COOKIE)
    if who.private is None or not token:
        return Caller(is_local=is_local)
    key_id = who.private.sessions.key_id(token)
    key = None if key_id is None else find_by_id(who.known_keys(), key_id)
    return Caller(key=key, sent="session", is_local=is_local)


def _shows_metrics_without_key(who: Access) -> bool:
    """Whether no key for metrics was ever made, and the request comes from the machine itself."""
    if who.private is not None or not caller().is_local:
        return False
    return not any("operate" in key.may for key in who.known_keys())


def _refuse(refusal: AccessRefusal, who: Access) -> Response:
    if not _is_page():
        language: Language = "ar" if request.args.get("lang") == "ar" else "en"
        response = problem_document(refusal.status, refusal.message, language=language)
    elif who.private is not None and refusal.status == 401 and request.method in ("GET", "HEAD"):
        response = show_sign_in_form(401, current_address())
    else:
        response = answer_problem(refusal.status, refusal.message)
    response.headers["WWW-Authenticate"] = refusal.challenge
    return response


def _is_page() -> bool:
    """Whether the request is for a page, or an unknown address outside of the API."""
    endpoint = request.endpoint
    if endpoint is None:
        return not request.path.startswith(API_ROOT)
    return endpoint.startswith(_PAGES) and endpoint != READINESS
