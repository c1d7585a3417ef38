"""Tags with so many attributes that a parser, which compares each with all, takes minutes."""

from __future__ import annotations

import re
from typing import Final

ATTRIBUTES: Final = 100
"""Attributes of a tag; one with more is read without them."""

_ATTRIBUTE: Final = r"""[^\s>/=]++(?:\s*+=\s*+(?:"[^"]*+"|'[^']*+'|[^\s>]*+))?|=\S?"""
_EACH_ATTRIBUTE: Final = re.compile(_ATTRIBUTE)
# As for the parser, a tag ends at ">" outside of quotes, or with the page.
_OPENING: Final = re.compile(rf"<!--|<([a-zA-Z][\w:-]*+)(?:[\s/]++|{_ATTRIBUTE})*+>?")
_ENDS: Final = {
    "<!--": re.compile("-->"),
    "script": re.compile("</script", re.IGNORECASE),
    "style": re.compile("</style", re.IGNORECASE),
}


def without_long_tags(markup: str) -> str:
    """A page in which no tag has more than ATTRIBUTES attributes; comments and scripts are kept."""
    kept: list[str] = []
    copied = position = 0
    endless: set[str] = set()
    while found := _OPENING.search(markup, position):
        position = found.end()
        name = (found[1] or found[0]).lower()
        if found[1] and _is_long(found):
            kept += (markup[copied : found.start()], f"<{found[1]}>")
            copied = position
        if name in _ENDS and name not in endless:
            end = _ENDS[name].search(markup, position)
            if end is None:
                endless.add(name)
            else:
                position = end.start()
    return "".join((*kept, markup[copied:]))


def _is_long(tag: re.Match[str]) -> bool:
    written = tag[0]
    if len(written) <= 2 * ATTRIBUTES:
        return False
    attributes = _EACH_ATTRIBUTE.finditer(written, tag.end(1) - tag.start())
    return sum(1 for _ in attributes) > ATTRIBUTES
