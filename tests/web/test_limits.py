"""Every limit of a server is documented; those of requests at the limit and one past it."""

from __future__ import annotations

import ast
from itertools import pairwise

from tests.docs.pages import DOCS, rows
from tests.homes import ROOT
from web.limits import SERVER_LIMITS


def test_the_documentation_says_what_each_limit_bounds() -> None:
    """The text after each field, without its capital and period, is in docs/limits.md."""
    (table,) = (
        node
        for node in ast.parse((ROOT / "web/limits.py").read_text("utf-8")).body
        if isinstance(node, ast.ClassDef)
    )
    described: dict[str, tuple[str, str]] = {}
    for field, text in pairwise(table.body):
        if isinstance(field, ast.AnnAssign) and isinstance(field.target, ast.Name):
            assert isinstance(text, ast.Expr)
            assert isinstance(text.value, ast.Constant)
            said = str(text.value.value).removesuffix(".")
            value = str(getattr(SERVER_LIMITS, field.target.id))
            described[field.target.id] = (value, said[0].lower() + said[1:])
    assert described.keys() == set(SERVER_LIMITS.__struct_fields__)
    assert described == {
        row.cells[0].strip("`"): (row.cells[1], row.cells[2])
        for row in rows(DOCS / "limits.md")
        if row.head[0] == "limit of the server"
    }
