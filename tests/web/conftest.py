"""A small archive with difficult documents, the application over it, a server and a browser."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from functools import partial
from pathlib import Path
from typing import TypeAlias

import pytest
from flask import Flask
from flask.testing import FlaskClient
from playwright.sync_api import Browser, sync_playwright

from corpus.archive import Archive
from corpus.document import Document
from index.build import update
from search.engine import Engine, archive_path
from web.app import create_app

CHROMIUM = Path("/usr/bin/chromium")
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--disable-background-networking",
]

SAMPLE = Path(__file__).parents[2] / "corpus" / "sample"

Command: TypeAlias = Callable[..., list[str]]
Serving: TypeAlias = Callable[..., AbstractContextManager[tuple[str, subprocess.Popen[str]]]]

DOCUMENTS = (
    Document(
        title="افتتاح المكتبة العامة في وادي السنديان",
        text="افتتحت البلدية المكتبة العامة بعد ثلاث سنوات.\n\nوقال أمين المكتبة إن الرفوف تضم"
        " عشرة آلاف كتاب، وإن الإعارة تبدأ صباح الأحد.\n\nوتفتح المكتبة أبوابها طوال الأسبوع.",
        date="2019-03-17",
        source="بريد المشرق",
        author="رنا الحوراني",
        section="محليات",
        url="https://example.org/library",
        original="افتتاح المكتبة العامة | بريد المشرق\nمارس 17, 2019\nافتتحت البلدية المكتبة…",
    ),
    Document(
        title="متطوعون يرسمون أطلال تدمر",
        text="جمع متطوعون صور تدمر في أرشيف واحد. وتقول المنسقة إن الصور تعود إلى ستين عامًا.",
        date="2016-12",
        source="بريد المشرق",
    ),
    Document(
        title='<script>alert("تدمر")</script> "><img src=x onerror=alert(1)>',
        text="تدمر <b>بخط عريض</b> & \u202eمقلوبة\u202c </p><script>alert(2)</script>",
        date="2016",
        source="<i>مصدر</i>",
        section="\u2067قسم",
        url="javascript:alert(document.domain)",
    ),
    Document(title="", text="نص بلا عنوان عن أسعار القمح.", source='وكالة "الحقل"'),
    *(
        Document(
            title=f"نشرة الطقس رقم {number}",
            text=f"تتوقع الأرصاد أمطارًا على الساحل في النشرة {number}.",
            date=f"2020-01-{number:02}",
            source="الأرصاد",
        )
        for number in range(1, 26)
    ),
)


@pytest.fixture(scope="session")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("home")
    with Archive(archive_path(folder)) as archive:
        archive.add(DOCUMENTS)
        update(archive, folder)
    return folder


@contextmanager
def application(home: Path) -> Iterator[Flask]:
    """An application over a home, closed afterwards."""
    app = create_app(partial(Engine.open, home))
    yield app
    app.extensions["warraq"].close()


@pytest.fixture(scope="module")
def app(home: Path) -> Iterator[Flask]:
    """The application over the ``home`` of a module; the default has :data:`DOCUMENTS`."""
    with application(home) as app:
        yield app


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    return app.test_client()


def page_at(client: FlaskClient, address: str, status: int = 200) -> str:
    """The HTML of an address; fails for another status or media type."""
    response = client.get(address)
    assert response.status_code == status, response.text
    assert response.mimetype == "text/html"
    return response.text


@pytest.fixture(scope="session")
def command() -> Command:
    """Make the command line that runs warraq on a home in a process."""

    def words(home: Path, *rest: str) -> list[str]:
        return [sys.executable, "-W", "ignore", "-m", "warraq", "--home", str(home), *rest]

    return words


@pytest.fixture(scope="session")
def serving(command: Command, tmp_path_factory: pytest.TempPathFactory) -> Serving:
    """Serve a home on a free port with one worker: yields the printed address and the process.

    Without a ``log`` file for standard error, the process must write nothing to it.
    """

    @contextmanager
    def serve(
        home: Path,
        *options: str,
        log: Path | None = None,
        environment: Mapping[str, str] | None = None,
    ) -> Iterator[tuple[str, subprocess.Popen[str]]]:
        quiet = log is None
        log = log or tmp_path_factory.mktemp("serve") / "log"
        with log.open("w") as errors:
            process = subprocess.Popen(
                command(home, "serve", "--port", "0", "--workers", "1", *options),
                stdout=subprocess.PIPE,
                stderr=errors,
                text=True,
                env={**os.environ, **(environment or {})},
            )
        assert process.stdout is not None
        try:
            address = process.stdout.readline().strip()
            assert address.startswith("http://127.0.0.1:"), log.read_text()
            yield address, process
        finally:
            if process.poll() is None:
                process.terminate()
            process.wait(20)
            process.stdout.close()
        assert not quiet or log.read_text() == ""

    return serve


@pytest.fixture(scope="session")
def address(
    command: Command, serving: Serving, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[str]:
    """The address of a server of the sample archive."""
    home = tmp_path_factory.mktemp("sample")
    subprocess.run(command(home, "add", str(SAMPLE)), check=True, capture_output=True)
    with serving(home) as (address, _):
        yield address


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=str(CHROMIUM), args=ARGUMENTS)
        yield browser
        browser.close()
