"""The data of an article that a page of a JavaScript framework has in a script, as JSON."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any, Final

from corpus.page.statements import Fact, Statement
from corpus.page.tree import Element, squeeze

_LONGEST: Final = 2_000_000
_DEPTH: Final = 16
_MOST_NODES: Final = 20_000
_TITLES: Final = ("title", "headline", "name")
_FACTS: Final[Mapping[str, Fact]] = {
    **dict.fromkeys(
        (
            "publishedat", "publishdate", "published_at", "publish_date", "datepublished",
            "publicationdate", "publisheddate", "published", "createdat", "created_at", "date",
        ),
        "published",
    ),
    **dict.fromkeys(("updatedat", "updated_at", "modified", "datemodified"), "updated"),
    **dict.fromkeys(("author", "authors", "writer", "writers", "byline"), "author"),
}  # fmt: skip
"""The keys of an article, in lower case."""


def read_page_data(root: Element, title: str) -> list[Statement]:
    """The statements of the first object with the title of the page, in scripts of JSON.

    Only ``<script type="application/json">`` is read, as ``__NEXT_DATA__`` of Next.js.
    """
    for script in root.iter("script"):
        text = script.text or ""
        kind = (script.get("type") or "").lower()
        if kind != "application/json" or not title or len(text) > _LONGEST:
            continue
        try:
            data = json.loads(text, strict=False)
        except (ValueError, RecursionError):
            continue
        for number, node in enumerate(_objects(data, 0)):
            if number == _MOST_NODES:
                break
            if _is_titled(node, title) and (found := list(_statements(node))):
                return found
    return []


def _objects(data: Any, depth: int) -> Iterator[Mapping[str, Any]]:
    if depth > _DEPTH:
        return
    if isinstance(data, dict):
        yield data
    values = data.values() if isinstance(data, dict) else data if isinstance(data, list) else ()
    for each in values:
        if isinstance(each, (dict, list)):
            yield from _objects(each, depth + 1)


def _is_titled(node: Mapping[str, Any], title: str) -> bool:
    values = (node.get(key) for key in _TITLES)
    return any(isinstance(value, str) and squeeze(value) == title for value in values)


def _statements(node: Mapping[str, Any]) -> Iterator[Statement]:
    for key in sorted(node, key=_rank):
        fact = _FACTS.get(key.lower())
        if fact is None:
            continue
        value = node[key]
        if fact == "author":
            names = [
                name
                for each in (value if isinstance(value, list) else [value])
                if (name := _name(each))
            ]
            value = "; ".join(names)
        if isinstance(value, str) and value:
            yield Statement(fact, f"page data {key}", value)


def _rank(key: str) -> int:
    """The place of a key in the order above, as ``publishedAt`` counts before ``createdAt``."""
    keys = list(_FACTS)
    return keys.index(key.lower()) if key.lower() in _FACTS else len(keys)


def _name(value: Any) -> str | None:
    if isinstance(value, dict):
        value = value.get("name")
    return value if isinstance(value, str) else None
