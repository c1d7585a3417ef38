"""Pages of many layouts, one a line of ``layouts.jsonl``, with the facts that they state."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import msgspec
import pytest

from corpus.readers import html


class Layout(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A page with its truth; ``encoding`` is the Python codec that it is served in."""

    name: str
    encoding: str
    date: str | None
    author: str | None
    title: str
    source: str | None
    text: str
    markup: str


LAYOUTS: Final = [
    msgspec.json.decode(line, type=Layout)
    for line in (Path(__file__).parent / "layouts.jsonl").read_bytes().splitlines()
]


@pytest.mark.parametrize("layout", LAYOUTS, ids=lambda layout: layout.name)
def test_the_facts_and_the_text_of_a_layout_are_read(layout: Layout) -> None:
    document = html.read(layout.markup.encode(layout.encoding))
    assert (document.date, document.author) == (layout.date, layout.author)
    assert (document.title, document.source) == (layout.title, layout.source)
    assert document.text.split() == layout.text.split()
