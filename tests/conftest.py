"""Homes over real archives: the sample archive, and tiny ones made in a test."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterable, Iterator
from itertools import count
from pathlib import Path

import pytest
from hypothesis import settings

from corpus.archive import Archive
from corpus.document import Document
from corpus.ingest import ingest
from corpus.readers import read
from index.build import update
from search.engine import Engine, archive_path
from tests.homes import SAMPLE, MakeHome, add_to

# The first call of the analyzer loads its lexicon, and the machine may be busy.
settings.register_profile("warraq", deadline=None, max_examples=60)
settings.register_profile("thorough", deadline=None, max_examples=2_000)
settings.load_profile("warraq")

# A shell has what it starts in the background ignore Ctrl-C, and with it all that tests start.
signal.signal(signal.SIGINT, signal.default_int_handler)


def pytest_sessionfinish(session: pytest.Session) -> None:
    """Where everything is meant to be there (WARRAQ_STRICT), what was skipped has failed."""
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    if os.environ.get("WARRAQ_STRICT") and reporter is not None:
        for report in reporter.stats.get("skipped", []):
            reporter.write_line(f"skipped, which is a failure here: {report.nodeid}")
            session.exitstatus = pytest.ExitCode.TESTS_FAILED


@pytest.fixture(scope="session")
def sample_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample archive, indexed in one go; tests only read it."""
    home = tmp_path_factory.mktemp("sample")
    with Archive(archive_path(home)) as archive:
        for batch in ingest(archive, read([str(SAMPLE)])):
            assert not batch.refusals
        update(archive, home)
    return home


@pytest.fixture(scope="session")
def sample_documents(sample_home: Path) -> list[Document]:
    """The documents of the sample archive in the order of their numbers."""
    with Archive(archive_path(sample_home), read_only=True) as archive:
        found = [archive.get(name) for name in archive.ids()]
    return [document for document in found if document is not None]


@pytest.fixture(scope="session")
def sample_engine(sample_home: Path) -> Iterator[Engine]:
    """An engine over the sample archive, for tests that only ask."""
    engine = Engine.open(sample_home)
    yield engine
    engine.close()


@pytest.fixture
def make_home(tmp_path: Path) -> MakeHome:
    """A function that makes a home of lists of documents, each list indexed on its own."""
    numbers = count(1)

    def make(*steps: Iterable[Document]) -> Path:
        home = tmp_path / f"home-{next(numbers)}"
        for documents in steps:
            add_to(home, documents)
        return home

    return make
