"""The elements of a page, and a check that it has no active content."""

from __future__ import annotations

import re
from html.parser import HTMLParser


class Elements(HTMLParser):
    """Collects the elements of a page with their attributes."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))


def assert_harmless(page: str) -> None:
    """The page has no active element, attribute or address of its own documents."""
    for tag, attributes in Elements(page).found:
        assert tag not in {"style", "iframe", "object", "embed", "base", "img"} or (
            tag == "img" and str(attributes["src"]).startswith("/static/")
        ), (tag, attributes)
        assert not [name for name in attributes if name.startswith("on") or name == "style"]
        if tag == "script" and attributes.get("type") != "application/ld+json":
            assert str(attributes["src"]).startswith("/static/")
        for name in ("href", "src", "action", "formaction"):
            address = attributes.get(name)
            if address is not None:
                assert re.match(r"/(?!/)|https?://|#", address), address
