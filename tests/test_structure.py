"""The structure of the project: import order, names, docstrings."""

from __future__ import annotations

import ast
from collections import defaultdict
from functools import cache
from pathlib import Path

import pytest

from tests.homes import ROOT

PACKAGES = ("arabic", "corpus", "index", "search", "web", "warraq")
"""The packages in import order: each may import only those before it."""

SEARCH_PARTS = (
    *("query", "matching", "reranking", "aggregations", "snippets", "advice", "completion"),
    *("comparison", "similar", "copies", "word_analysis", "coverage", "engine", "batch", "alerts"),
)
"""The parts of ``search`` in import order; the other modules are records that all may import."""

WEB_PARTS = ("http", "api", "pages", "app", "server")
"""The parts of ``web`` in import order; all of them may import the other modules."""

VAGUE = {"utils", "util", "helpers", "helper", "manager", "common", "misc"}

MODULES = sorted(
    path for name in (*PACKAGES, "tests", "benchmarks") for path in (ROOT / name).rglob("*.py")
)
PRODUCT = [path for path in MODULES if path.relative_to(ROOT).parts[0] in PACKAGES]


def name(path: Path) -> str:
    return str(path.relative_to(ROOT))


def package(path: Path) -> str:
    return path.relative_to(ROOT).parts[0]


@cache
def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text("utf-8"))


@cache
def imported(path: Path) -> frozenset[str]:
    """The modules and names that a module imports, also inside functions."""
    found: set[str] = set()
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Import):
            found.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert not node.level, f"{name(path)} has a relative import"
            found.add(node.module or "")
            found.update(f"{node.module}.{alias.name}" for alias in node.names)
    return frozenset(found)


def test_packages_import_only_those_before_them() -> None:
    wrong = {}
    for path in PRODUCT:
        later = {*PACKAGES[PACKAGES.index(package(path)) + 1 :], "tests", "benchmarks"}
        if found := {module.split(".")[0] for module in imported(path)} & later:
            wrong[name(path)] = found
    assert wrong == {}


LIBRARIES = {
    "arabic": {"tashaphyne", "arramooz", "pyarabic", "hijridate"},
    "index": {"whoosh"},
    "web": {"flask", "gunicorn", "flask_babel"},
    "warraq": {"click", "rich"},
}
"""Libraries that only one package imports."""


def test_each_library_is_imported_by_one_package() -> None:
    wrong = {}
    for path in PRODUCT:
        others = (found for owner, found in LIBRARIES.items() if owner != package(path))
        libraries = {module.split(".")[0] for module in imported(path)}
        if found := libraries & set[str]().union(*others):
            wrong[name(path)] = found
    assert wrong.pop("search/batch/progress.py", {"rich"}) <= {"click", "rich"}
    assert wrong == {}


def later_imports(path: Path, inside: str, parts: tuple[str, ...]) -> set[str]:
    """The parts of a package that a module imports although they come after its own part."""
    own = path.relative_to(ROOT / inside).with_suffix("").parts[0]
    later = parts[parts.index(own) + 1 :] if own in parts else parts
    modules = (module.split(".") for module in imported(path))
    return {each[1] for each in modules if each[0] == inside and len(each) > 1} & set(later)


@pytest.mark.parametrize(("inside", "parts"), [("search", SEARCH_PARTS), ("web", WEB_PARTS)])
def test_parts_import_only_those_before_them(inside: str, parts: tuple[str, ...]) -> None:
    found = {
        name(path): later_imports(path, inside, parts)
        for path in PRODUCT
        if package(path) == inside
    }
    assert {path: later for path, later in found.items() if later} == {}


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
def test_pure_modules_do_not_use_the_file_system(path: Path) -> None:
    """The lexicon is an exception: it reads its database once."""
    disk = {"os", "io", "pathlib", "shutil", "tempfile", "mmap", "sqlite3", "socket", "subprocess"}
    found = {module.split(".")[0] for module in imported(path)} & disk
    assert found == ({"sqlite3"} if path.name == "lexicon.py" else set())


def test_module_names_are_specific() -> None:
    vague = [path for path in MODULES if VAGUE & {path.stem, *path.relative_to(ROOT).parts[:-1]}]
    assert vague == []


def test_every_module_has_a_docstring() -> None:
    assert [name(path) for path in PRODUCT if not ast.get_docstring(tree(path))] == []


def test_public_class_names_are_unique() -> None:
    modules: dict[str, list[str]] = defaultdict(list)
    for path in PRODUCT:
        for node in tree(path).body:
            if isinstance(node, ast.ClassDef) and not node.name.startswith("_"):
                modules[node.name].append(name(path))
    assert {each: found for each, found in modules.items() if len(found) > 1} == {}


def test_every_package_is_checked() -> None:
    assert {package(path) for path in PRODUCT} == set(PACKAGES)
