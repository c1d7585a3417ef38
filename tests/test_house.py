"""The house itself: one direction, small modules, plain names."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from tests.homes import ROOT

PACKAGES = ("corpus", "index", "search", "web")
MOST_LINES = 450
ROOMS = (
    *("language", "matching", "passages", "advice", "completion", "similar", "word_analysis"),
    *("engine", "runs", "commands"),
)
VAGUE = {"utils", "util", "helpers", "helper", "manager", "common", "misc"}

MODULES = sorted(
    path for name in (*PACKAGES, "tests", "benchmarks") for path in (ROOT / name).rglob("*.py")
)
OURS = [path for path in MODULES if path.relative_to(ROOT).parts[0] in PACKAGES]


def name(path: Path) -> str:
    return str(path.relative_to(ROOT))


def imported(path: Path) -> set[str]:
    """The modules that a module imports, wherever in it."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            found.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert not node.level, f"{name(path)} imports relatively"
            found.add(node.module or "")
    return found


@pytest.mark.parametrize("path", OURS, ids=name)
def test_packages_import_only_to_their_left(path: Path) -> None:
    own = PACKAGES.index(path.relative_to(ROOT).parts[0])
    outer = {*PACKAGES[own + 1 :], "warraq", "tests", "benchmarks"}
    assert {module.split(".")[0] for module in imported(path)} & outer == set()


@pytest.mark.parametrize("path", OURS, ids=name)
def test_only_the_index_knows_whoosh(path: Path) -> None:
    libraries = {module.split(".")[0] for module in imported(path)}
    package = path.relative_to(ROOT).parts[0]
    if package != "index":
        assert not libraries & {"whoosh", "tashaphyne", "arramooz"}
    if package != "web":
        assert not libraries & {"flask", "gunicorn", "flask_babel"}


SEARCH = [path for path in OURS if path.relative_to(ROOT).parts[0] == "search"]


@pytest.mark.parametrize("path", SEARCH, ids=name)
def test_rooms_of_the_search_import_only_to_their_left(path: Path) -> None:
    """``answer``, ``limits`` and ``notices`` beside them are the records that all rooms share."""
    own = path.relative_to(ROOT / "search").with_suffix("").parts[0]
    inner = ROOMS[ROOMS.index(own) + 1 :] if own in ROOMS else ROOMS
    reached = {module.split(".")[1] for module in imported(path) if module.startswith("search.")}
    assert not reached & set(inner)


PURE = [
    *(ROOT / "index" / "analysis").glob("*.py"),
    *(
        ROOT / "search" / f"{part}.py"
        for part in (
            *("language/query", "language/parse", "language/lexer", "matching/rank"),
            *("passages/snippet", "passages/stretches", "passages/sieve"),
        )
    ),
]


@pytest.mark.parametrize("path", PURE, ids=name)
def test_the_pure_core_touches_no_disk(path: Path) -> None:
    """But for the lexicon, which is read from its package once."""
    disk = {"os", "io", "pathlib", "shutil", "tempfile", "mmap", "sqlite3", "socket", "subprocess"}
    found = {module.split(".")[0] for module in imported(path)} & disk
    assert found == ({"sqlite3"} if path.name == "lexicon.py" else set())


@pytest.mark.parametrize("path", [*MODULES, ROOT / "warraq.py"], ids=name)
def test_modules_are_small(path: Path) -> None:
    """Tables of tests, and the command line with its many options, may be a little longer."""
    limit = MOST_LINES if path in OURS else MOST_LINES + 50
    assert len(path.read_text("utf-8").splitlines()) <= limit


@pytest.mark.parametrize("path", MODULES, ids=name)
def test_names_say_what_is_inside(path: Path) -> None:
    assert not VAGUE & {path.stem, *path.relative_to(ROOT).parts[:-1]}


@pytest.mark.parametrize("path", OURS, ids=name)
def test_every_module_says_what_it_is_for(path: Path) -> None:
    assert ast.get_docstring(ast.parse(path.read_text("utf-8")))


def test_there_is_something_to_look_at() -> None:
    assert len(OURS) > 50
    assert {path.relative_to(ROOT).parts[0] for path in OURS} == set(PACKAGES)
