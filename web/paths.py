"""Paths of endpoints, which a page needs by the dozen: each is built once."""

from __future__ import annotations

from functools import lru_cache

from flask import request, url_for


def path(endpoint: str) -> str:
    """The path of an endpoint that takes no values, below the root of the server."""
    return _built(endpoint, request.script_root)


@lru_cache
def _built(endpoint: str, _root: str) -> str:
    return url_for(endpoint)
