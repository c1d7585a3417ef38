"""docs/limits.md repeats every table of limits: names, values, and the text after each field."""

from __future__ import annotations

import msgspec
import pytest

from corpus.limits import INPUT_LIMITS
from index.copies.limits import COPY_LIMITS
from search.limits import LIMITS
from tests.docs.pages import DOCS, declared_limits, limits
from tests.homes import ROOT
from web.access.limits import ACCESS_LIMITS
from web.limits import SERVER_LIMITS


@pytest.mark.parametrize(
    ("head", "module", "table"),
    [
        ("limit", "search/limits.py", LIMITS),
        ("limit of input", "corpus/limits.py", INPUT_LIMITS),
        ("limit of copies", "index/copies/limits.py", COPY_LIMITS),
        ("limit of the server", "web/limits.py", SERVER_LIMITS),
        ("limit of keys", "web/access/limits.py", ACCESS_LIMITS),
    ],
)
def test_the_documentation_has_every_limit(head: str, module: str, table: msgspec.Struct) -> None:
    assert limits(DOCS / "limits.md", head) == declared_limits(ROOT / module, table)
