"""The structure of the project: import order, names, docstrings."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from tests.homes import ROOT

PACKAGES = ("arabic", "corpus", "index", "search", "web", "warraq")
"""The packages in their import order: each may import those before it and none after it."""

SEARCH_ROOMS = (
    *("query", "matching", "aggregations", "snippets", "advice", "completion"),
    *("similar", "word_analysis", "engine", "batch"),
)
"""The parts of ``search`` in their import order; the modules beside them are shared records."""

WEB_ROOMS = ("http", "api", "pages", "app", "server")
"""The parts of ``web`` in their import order; the modules beside them are shared by all."""

VAGUE = {"utils", "util", "helpers", "helper", "manager", "common", "misc"}

MODULES = sorted(
    path for name in (*PACKAGES, "tests", "benchmarks") for path in (ROOT / name).rglob("*.py")
)
OURS = [path for path in MODULES if path.relative_to(ROOT).parts[0] in PACKAGES]


def name(path: Path) -> str:
    return str(path.relative_to(ROOT))


def package(path: Path) -> str:
    return path.relative_to(ROOT).parts[0]


def imported(path: Path) -> set[str]:
    """The modules that a module imports, wherever in it."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            found.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert not node.level, f"{name(path)} imports relatively"
            found.add(node.module or "")
            found.update(f"{node.module}.{alias.name}" for alias in node.names)
    return found


@pytest.mark.parametrize("path", OURS, ids=name)
def test_packages_import_only_those_before_them(path: Path) -> None:
    later = {*PACKAGES[PACKAGES.index(package(path)) + 1 :], "tests", "benchmarks"}
    assert {module.split(".")[0] for module in imported(path)} & later == set()


@pytest.mark.parametrize("path", OURS, ids=name)
def test_each_library_has_one_package_that_imports_it(path: Path) -> None:
    libraries = {module.split(".")[0] for module in imported(path)}
    if package(path) != "index":
        assert "whoosh" not in libraries
    if package(path) != "arabic":
        assert not libraries & {"tashaphyne", "arramooz", "pyarabic", "hijridate"}
    if package(path) != "web":
        assert not libraries & {"flask", "gunicorn", "flask_babel"}
    if package(path) != "warraq":
        assert not libraries & {"click", "rich"}


def room(path: Path, inside: str) -> str:
    return path.relative_to(ROOT / inside).with_suffix("").parts[0]


def later_rooms(path: Path, inside: str, rooms: tuple[str, ...]) -> set[str]:
    """The parts of a package that a module must not import but does."""
    own = room(path, inside)
    later = rooms[rooms.index(own) + 1 :] if own in rooms else rooms
    parts = (module.split(".") for module in imported(path))
    return {each[1] for each in parts if each[0] == inside and len(each) > 1} & set(later)


@pytest.mark.parametrize("path", [path for path in OURS if package(path) == "search"], ids=name)
def test_rooms_of_search_import_only_those_before_them(path: Path) -> None:
    assert later_rooms(path, "search", SEARCH_ROOMS) == set()


@pytest.mark.parametrize("path", [path for path in OURS if package(path) == "web"], ids=name)
def test_rooms_of_web_import_only_those_before_them(path: Path) -> None:
    assert later_rooms(path, "web", WEB_ROOMS) == set()


PURE = [
    *(ROOT / "arabic").rglob("*.py"),
    *(
        ROOT / "search" / f"{part}.py"
        for part in (
            *("query/nodes", "query/parser", "query/lexer", "matching/bm25f"),
            *("snippets/snippet", "snippets/text_spans"),
        )
    ),
]


@pytest.mark.parametrize("path", PURE, ids=name)
def test_the_pure_core_touches_no_disk(path: Path) -> None:
    """But for the lexicon, which is read from its package once."""
    disk = {"os", "io", "pathlib", "shutil", "tempfile", "mmap", "sqlite3", "socket", "subprocess"}
    found = {module.split(".")[0] for module in imported(path)} & disk
    assert found == ({"sqlite3"} if path.name == "lexicon.py" else set())


@pytest.mark.parametrize("path", MODULES, ids=name)
def test_names_say_what_is_inside(path: Path) -> None:
    assert not VAGUE & {path.stem, *path.relative_to(ROOT).parts[:-1]}


@pytest.mark.parametrize("path", OURS, ids=name)
def test_every_module_has_a_docstring(path: Path) -> None:
    assert ast.get_docstring(ast.parse(path.read_text("utf-8")))


def test_every_package_is_looked_at() -> None:
    assert len(OURS) > 50
    assert {package(path) for path in OURS} == set(PACKAGES)
