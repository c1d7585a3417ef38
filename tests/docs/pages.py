"""Parse documentation pages: tables, limits, code blocks, commands, links."""

from __future__ import annotations

import ast
import html
import re
import shlex
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

import msgspec

from tests.homes import ROOT

DOCS = ROOT / "docs"
PAGES = (*sorted(ROOT.glob("*.md")), *sorted(DOCS.rglob("*.md")))

_CELL = re.compile(r"(?<!\\)\|")
_BLOCK = re.compile(r"^```(\w*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_QUERY = re.compile(r'<code dir="auto">(.*?)</code>')
_LINK = re.compile(r"(?<!\\)\[[^\]]*\]\(([^)\s]+)\)")
_HEADING = re.compile(r"^#+ (.+)$", re.MULTILINE)


class TableRow(NamedTuple):
    """A table row with its heading cells and its line number, counted from 1."""

    head: tuple[str, ...]
    cells: tuple[str, ...]
    line: int


def rows(page: Path) -> Iterator[TableRow]:
    """Iterate over the rows of all tables of a page."""
    head: tuple[str, ...] = ()
    for number, line in enumerate(page.read_text(encoding="utf-8").splitlines(), 1):
        if not line.startswith("|"):
            head = ()
            continue
        cells = tuple(cell.strip() for cell in _CELL.split(line)[1:-1])
        if not head:
            head = cells
        elif not all(set(cell) <= set("-:") for cell in cells):
            yield TableRow(head, cells, number)


def query_in(cell: str) -> str | None:
    """The query in the code of a cell, None if there is none."""
    found = _QUERY.fullmatch(cell)
    return None if found is None else html.unescape(found[1].replace("\\|", "|"))


def blocks(page: Path, language: str) -> list[str]:
    """The code blocks of a page in a language."""
    found = _BLOCK.finditer(page.read_text(encoding="utf-8"))
    return [block[2] for block in found if block[1] == language]


def shown(text: str, language: str) -> str:
    """The only code block of a text in a language."""
    (found,) = (block[2] for block in _BLOCK.finditer(text) if block[1] == language)
    return found


def commands(page: Path, program: str) -> Iterator[list[str]]:
    """The words after ``program`` of every command in the shell blocks of a page."""
    for block in blocks(page, "sh"):
        for line in block.replace("\\\n", " ").splitlines():
            lexer = shlex.shlex(line, posix=True, punctuation_chars=True)
            lexer.whitespace_split = True
            words: list[str] = []
            for word in (*lexer, ";"):
                if set(word) <= set("|;&<>()"):
                    if words[:1] == [program]:
                        yield words[1:]
                    words = []
                else:
                    words.append(word)


def links(page: Path) -> list[str]:
    """The link targets of a page within the project."""
    text = re.sub(_BLOCK, "", page.read_text(encoding="utf-8"))
    return [target for target in _LINK.findall(text) if "://" not in target]


def anchors(page: Path) -> set[str]:
    """The anchors of the headings of a page, as code hosts generate them."""
    headings = _HEADING.findall(re.sub(_BLOCK, "", page.read_text(encoding="utf-8")))
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


def limits(page: Path, head: str) -> dict[str, tuple[str, str]]:
    """The values and descriptions of a table of limits, by their names; ``head`` is its first
    heading."""
    return {
        row.cells[0].strip("`"): (row.cells[1], row.cells[2])
        for row in rows(page)
        if row.head[0] == head
    }


def declared_limits(module: Path, table: msgspec.Struct) -> dict[str, tuple[str, str]]:
    """The values of the fields of a table of limits with the texts after them, by their names.

    A text begins with a small letter and has no period, as the documentation has it.
    """
    (declared,) = (
        node for node in ast.parse(module.read_text("utf-8")).body if isinstance(node, ast.ClassDef)
    )
    found: dict[str, tuple[str, str]] = {}
    for field, text in pairwise(declared.body):
        match field, text:
            case (
                ast.AnnAssign(target=ast.Name(id=name)),
                ast.Expr(value=ast.Constant(value=str(said))),
            ):
                value = str(getattr(table, name))
                found[name] = (value, said[0].lower() + said[1:].removesuffix("."))
            case _:
                pass
    assert found.keys() == set(table.__struct_fields__)
    return found
