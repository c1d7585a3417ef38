"""Paths of endpoints, each built once: a page needs dozens of them."""

from __future__ import annotations

from functools import lru_cache
from typing import Final

from flask import request, url_for

API_ROOT: Final = "/api/"
"""Where every version of the API begins."""

API_V1: Final = "/api/v1"
"""Where version 1 of the API begins."""


def path(endpoint: str) -> str:
    """The path of an endpoint that takes no values, below the root of the server."""
    return _built(endpoint, request.script_root)


@lru_cache
def _built(endpoint: str, _root: str) -> str:
    return url_for(endpoint)
