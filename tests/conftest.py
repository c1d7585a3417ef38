"""Fixtures for homes, hypothesis profiles, and the rule that marks slow tests."""

from __future__ import annotations

import inspect
import os
import signal
from collections.abc import Callable, Iterable, Iterator
from functools import cache
from itertools import count
from pathlib import Path
from types import CodeType, FunctionType
from typing import Any

import msgspec
import pytest
from hypothesis import settings

from corpus.archive import Archive
from corpus.document import Document
from corpus.ingest import ingest
from corpus.readers import read
from index.build import update
from search.engine import Engine, archive_path
from search.limits import LIMITS
from tests.homes import SAMPLE, MakeHome, add_to
from web.lazy_engine import LazyEngine

# No deadline: the first call of the analyzer loads its lexicon, and the machine may be busy.
settings.register_profile("warraq", deadline=None, max_examples=60)
settings.register_profile("thorough", deadline=None, max_examples=2_000)
settings.register_profile("fast", deadline=None, max_examples=3, database=None)
settings.load_profile("warraq")

# A shell makes background jobs ignore Ctrl-C; processes that tests start would inherit that.
signal.signal(signal.SIGINT, signal.default_int_handler)


SLOW_CALLS = frozenset(
    {"Popen", "assert_linear", "fork", "multiprocessing", "process", "subprocess"}
)
"""Names whose use makes a test slow: they start processes or measure time."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark tests as slow if they, their fixtures or functions beside them use SLOW_CALLS."""
    uses_slow_calls = cache(_uses_slow_calls)
    for item in items:
        if isinstance(item, pytest.Function):
            fixtures = item._fixtureinfo.name2fixturedefs.values()
            functions = [item.function, *(each.func for found in fixtures for each in found)]
            if any(uses_slow_calls(inspect.unwrap(function)) for function in functions):
                item.add_marker("slow")


def _uses_slow_calls(function: Any) -> bool:
    seen: set[str] = set()
    pending = [function.__code__]
    while pending:
        code = pending.pop()
        for name in {*code.co_names, *code.co_freevars} - seen:
            seen.add(name)
            found = function.__globals__.get(name)
            if getattr(found, "__module__", "") == function.__module__:
                pending += [found.__code__] if isinstance(found, FunctionType) else []
        pending += [constant for constant in code.co_consts if isinstance(constant, CodeType)]
    return not SLOW_CALLS.isdisjoint(seen)


def pytest_sessionfinish(session: pytest.Session) -> None:
    """Count skipped tests as failures if WARRAQ_STRICT is set."""
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    if os.environ.get("WARRAQ_STRICT") and reporter is not None:
        for report in reporter.stats.get("skipped", []):
            reporter.write_line(f"skipped although WARRAQ_STRICT is set: {report.nodeid}")
            session.exitstatus = pytest.ExitCode.TESTS_FAILED


@pytest.fixture(autouse=True)
def close_applications(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Close the engine of each application that a test makes itself."""
    made: list[LazyEngine] = []
    make = LazyEngine.__init__

    def make_and_note(self: LazyEngine, open_engine: Callable[[], Engine]) -> None:
        make(self, open_engine)
        made.append(self)

    monkeypatch.setattr(LazyEngine, "__init__", make_and_note)
    yield
    for each in made:
        each.close()


@pytest.fixture(scope="session")
def sample_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home with the indexed sample archive; tests must not change it."""
    home = tmp_path_factory.mktemp("sample")
    with Archive(archive_path(home)) as archive:
        for batch in ingest(archive, read([str(SAMPLE)])):
            assert not batch.refusals
        update(archive, home)
    return home


@pytest.fixture(scope="session")
def sample_documents(sample_home: Path) -> list[Document]:
    """The documents of the sample archive in archive order."""
    with Archive(archive_path(sample_home), read_only=True) as archive:
        found = [archive.get(name) for name in archive.ids()]
    return [document for document in found if document is not None]


@pytest.fixture(scope="session")
def sample_engine(sample_home: Path) -> Iterator[Engine]:
    """An engine over the sample archive; a busy machine does not change its answers."""
    patient = msgspec.structs.replace(
        LIMITS, search_seconds=60.0, advice_seconds=60.0, suggest_seconds=60.0
    )
    engine = Engine.open(sample_home, limits=patient)
    yield engine
    engine.close()


@pytest.fixture
def make_home(tmp_path: Path) -> MakeHome:
    """A function that builds a home; each list of documents is added and indexed separately."""
    numbers = count(1)

    def make(*steps: Iterable[Document]) -> Path:
        home = tmp_path / f"home-{next(numbers)}"
        for documents in steps:
            add_to(home, documents)
        return home

    return make
