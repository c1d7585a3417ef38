"""The limits of keys and sign-ins are documented; each is tested beside what it bounds."""

from __future__ import annotations

import ast
from itertools import pairwise

from tests.docs.pages import DOCS, rows
from tests.homes import ROOT
from web.access.limits import ACCESS_LIMITS


def test_the_documentation_has_every_limit() -> None:
    (table,) = (
        node
        for node in ast.parse((ROOT / "web/access/limits.py").read_text("utf-8")).body
        if isinstance(node, ast.ClassDef)
    )
    described = {}
    for field, text in pairwise(table.body):
        if isinstance(field, ast.AnnAssign) and isinstance(field.target, ast.Name):
            assert isinstance(text, ast.Expr)
            assert isinstance(text.value, ast.Constant)
            said = str(text.value.value).removesuffix(".")
            name = field.target.id
            described[name] = (getattr(ACCESS_LIMITS, name), said[0].lower() + said[1:])
    assert described.keys() == set(ACCESS_LIMITS.__struct_fields__)
    assert described == {
        row.cells[0].strip("`"): (int(row.cells[1]), row.cells[2])
        for row in rows(DOCS / "limits.md")
        if row.head[0] == "limit of keys"
    }
