"""An index that is damaged while a server has it open."""

from __future__ import annotations

import os
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from corpus.document import Document
from index import file_watch, generation
from index.arrays import DamagedError
from search import engine
from search.engine import Engine
from tests.commands import ok, run
from tests.homes import add_to
from web.app import create_app

QUERIES = ("خبر", '"قطار المدينة"', "قطا*", "خبر -سفن", "title:عنوان", "سفن~", "كتاب OR سفينة")
ADDRESSES = (
    *(f"/api/v1/search?q={query}&levels=1" for query in QUERIES),
    *(f"/?q={query}" for query in QUERIES),
    *("/api/v1/facets?q=خبر", "/api/v1/timeline?q=خبر", "/api/v1/suggest?q=قط"),
    *("/api/v1/analyze?text=القطار", "/search.atom?q=خبر", "/api/v1/stats", "/readyz"),
    *("/api/v1/documents/d1?q=خبر", "/api/v1/documents/d1/explain?q=خبر", "/about"),
)


def documents() -> list[Document]:
    return [
        Document(
            id=f"d{number}",
            title=f"عنوان الخبر {number}",
            text=f"خبر {number} عن قطار المدينة وسفن الميناء وكتاب الرحلة رقم {number}",
            source=f"صحيفة {number % 7}",
            date=f"20{number % 20:02}-01-02",
        )
        for number in range(60)
    ]


@pytest.fixture
def damaged_home(tmp_path: Path) -> Path:
    home = tmp_path / "home"
    add_to(home, documents())
    return home


def overwrite(path: Path, fill: Callable[[bytes], bytes], first: int = 0) -> None:
    """Change the bytes of a file in place, and keep its time."""
    before = path.stat()
    with path.open("r+b") as file:
        file.seek(first)
        content = file.read()
        file.seek(first)
        file.write(fill(content))
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))


def inverted(content: bytes) -> bytes:
    return bytes(byte ^ 255 for byte in content)


def zeros(content: bytes) -> bytes:
    return bytes(len(content))


def ones(content: bytes) -> bytes:
    return b"\xff" * len(content)


def reversed_bytes(content: bytes) -> bytes:
    return content[::-1]


def shifted(content: bytes) -> bytes:
    return content[1:] + content[:1]


def data_files(home: Path) -> list[Path]:
    folder = generation.current(home)
    assert folder is not None
    return [path for path in sorted(folder.iterdir()) if path.stat().st_size > 2_000]


@pytest.mark.parametrize("fill", [inverted, zeros, ones, reversed_bytes, shifted])
def test_a_damaged_index_is_503_and_never_500(
    damaged_home: Path, fill: Callable[[bytes], bytes]
) -> None:
    app = create_app(partial(Engine.open, damaged_home))
    client = app.test_client()
    assert client.get("/api/v1/search?q=خبر").get_json()["total"] == 60
    for path in data_files(damaged_home):
        overwrite(path, fill, first=512)
    found = [(address, client.get(address).status_code) for address in ADDRESSES]
    assert {status for _, status in found} <= {200, 503}, found
    assert 503 in {status for _, status in found}
    first = [status for _, status in found].index(503)
    after = {status for address, status in found[first:]}
    assert after == {503}, "nothing is answered after the damage was found"
    app.extensions["warraq"].close()


def failing(client: FlaskClient, monkeypatch: pytest.MonkeyPatch, error: Exception) -> int:
    def fail(*_: object, **__: object) -> None:
        raise error

    with monkeypatch.context() as patch:
        patch.setattr(Engine, "search", fail)
        return client.get("/api/v1/search?q=خبر").status_code


@pytest.mark.parametrize(
    "error",
    [IndexError("out of bounds"), ValueError("x"), OverflowError(), KeyError("term"),
     UnicodeDecodeError("utf-8", b"x", 0, 1, "x"), AssertionError(), MemoryError()],
    ids=lambda each: type(each).__name__,
)  # fmt: skip
def test_any_error_of_a_damaged_index_is_503(
    damaged_home: Path, monkeypatch: pytest.MonkeyPatch, error: Exception,
    caplog: pytest.LogCaptureFixture,
) -> None:  # fmt: skip
    app = create_app(partial(Engine.open, damaged_home))
    client = app.test_client()
    assert failing(client, monkeypatch, error) == 500  # the index is intact: an error of warraq
    assert "Traceback" in caplog.text
    caplog.clear()
    monkeypatch.setattr(engine, "_READ_AGAIN_SECONDS", 0)
    overwrite(data_files(damaged_home)[0], inverted, first=1_000)
    assert failing(client, monkeypatch, error) == 503
    assert "Traceback" not in caplog.text
    assert "cannot be used" in caplog.text
    app.extensions["warraq"].close()


def test_a_damaged_index_is_set_aside_until_it_is_built_again(
    damaged_home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(engine, "_REFRESH_SECONDS", 0)
    app = create_app(partial(Engine.open, damaged_home))
    client = app.test_client()
    tag = client.get("/api/v1/stats").headers["ETag"]
    assert failing(client, monkeypatch, DamagedError("postings_cut_short")) == 503
    for address in ADDRESSES:
        answer = client.get(address, headers={"If-None-Match": tag})
        assert (answer.status_code, answer.headers["Retry-After"]) == (503, "5")
        assert str(damaged_home) not in answer.text
    assert client.get("/healthz").status_code == 200
    ok(run(damaged_home, "rebuild"))
    assert client.get("/api/v1/search?q=خبر").get_json()["total"] == 60
    assert client.get("/readyz").status_code == 200
    app.extensions["warraq"].close()


def test_damage_that_reading_again_finds_is_503(
    damaged_home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = create_app(partial(Engine.open, damaged_home))
    client, opened = app.test_client(), app.extensions["warraq"]
    opened.read_again()  # nothing is open yet
    # A change that the disk makes by itself has no time.
    same = file_watch._State(0, 0, 0, 0)
    monkeypatch.setattr(file_watch._State, "of", lambda _: same)
    assert client.get("/api/v1/stats").status_code == 200
    for path in data_files(damaged_home):
        overwrite(path, inverted, first=path.stat().st_size - 10)
    for _ in range(3 * len(data_files(damaged_home))):
        opened.read_again()
    assert client.get("/api/v1/stats").status_code == 503
    opened.read_again()  # the index is set aside
    opened.close()


def test_an_intact_index_is_not_read_for_every_error(
    damaged_home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    reads: list[Path] = []
    monkeypatch.setattr(engine, "find_damage", reads.append)
    app = create_app(partial(Engine.open, damaged_home))
    client = app.test_client()
    client.get("/api/v1/stats")
    for _ in range(5):
        assert failing(client, monkeypatch, IndexError()) == 500
    assert len(reads) == 1
    assert client.get("/api/v1/stats").status_code == 200
    app.extensions["warraq"].close()
