"""Paths of endpoints, cached: a page needs dozens of them."""

from __future__ import annotations

from functools import lru_cache
from typing import Final

from flask import request, url_for

API_ROOT: Final = "/api/"
"""The prefix of every version of the API."""

API_V1: Final = "/api/v1"
"""The prefix of version 1 of the API."""


def path(endpoint: str) -> str:
    """Return the path of an endpoint without path values, below the root of the server."""
    return _build(endpoint, request.script_root)


def current_path() -> str:
    """Return the path of the current request, with the root of the server."""
    return request.script_root + request.path


@lru_cache
def _build(endpoint: str, _root: str) -> str:
    return url_for(endpoint)
