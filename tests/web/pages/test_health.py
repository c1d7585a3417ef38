"""Health checks, and engines that cannot be opened or fail."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from corpus.document import Document
from search.engine import Engine, EngineError, archive_path
from tests.homes import add_to
from web.app import create_app


def test_a_healthy_server_is_ready(client: FlaskClient) -> None:
    assert client.get("/healthz").text == "ok\n"
    assert client.get("/readyz").text == "ready\n"


def test_an_archive_that_cannot_be_opened_is_reported_and_retried(home: Path) -> None:
    codes = ("no_archive", "index_missing")
    faults = [EngineError(code, home="/secret") for code in codes]

    def open_engine() -> Engine:
        if faults:
            raise faults.pop(0)
        return Engine.open(home)

    app = create_app(open_engine)
    client = app.test_client()
    assert client.get("/healthz").status_code == 200
    first = client.get("/readyz")
    assert first.status_code == 503
    assert first.content_type == "application/problem+json"
    assert first.get_json()["code"] == "archive_unavailable"
    assert "/secret" not in first.text
    assert first.headers["Retry-After"] == "5"
    assert client.get("/api/v1/stats").status_code == 503
    assert client.get("/readyz").status_code == 200
    app.extensions["warraq"].close()


def test_an_archive_damaged_while_open_is_reported(tmp_path: Path) -> None:
    home = tmp_path / "home"
    add_to(home, [Document(text=f"خبر {number} " * 400) for number in range(40)])
    app = create_app(partial(Engine.open, home))
    client = app.test_client()
    assert client.get("/readyz").status_code == 200
    path = archive_path(home)
    with path.open("r+b") as file:
        file.seek(4096)
        file.write(bytes(path.stat().st_size - 4096))
    found = client.get("/api/v1/search?q=خبر")
    assert (found.status_code, found.headers["Retry-After"]) == (503, "5")
    assert str(home) not in found.text
    app.extensions["warraq"].close()


def test_an_internal_error_page_has_no_details() -> None:
    def open_engine() -> Engine:
        raise RuntimeError("secret path")

    broken = create_app(open_engine)
    response = broken.test_client().get("/?q=x")
    assert response.status_code == 500
    assert "secret path" not in response.text
    assert "حدث خطأ في الخادم" in response.text
    document = broken.test_client().get("/api/v1/stats")
    assert document.status_code == 500
    assert document.get_json()["status"] == 500


def test_the_engine_is_not_opened_before_the_first_request() -> None:
    def open_engine() -> Engine:
        raise AssertionError("opened too early")

    assert create_app(open_engine).test_client().get("/healthz").status_code == 200


def changed(home: Path) -> None:
    """Change the archive so that no text can be read from it."""
    path = archive_path(home)
    with path.open("r+b") as file:
        file.seek(4096)
        file.write(bytes(path.stat().st_size - 4096))


def removed(home: Path) -> None:
    archive_path(home).unlink()


def emptied(home: Path) -> None:
    archive_path(home).write_bytes(b"")


@pytest.mark.parametrize("damage", [changed, removed, emptied])
def test_a_server_is_not_ready_while_its_archive_is_damaged(
    tmp_path: Path, damage: Callable[[Path], None]
) -> None:
    home = tmp_path / "home"
    add_to(home, [Document(text=f"خبر {number} " * 400) for number in range(40)])
    app = create_app(partial(Engine.open, home))
    client = app.test_client()
    assert client.get("/readyz").status_code == 200
    damage(home)
    found = client.get("/readyz")
    assert (found.status_code, found.headers["Retry-After"]) == (503, "5")
    assert str(home) not in found.text
    assert client.get("/healthz").status_code == 200
    assert found.get_json()["status"] == 503
    if damage is not changed:
        stats = client.get("/api/v1/stats")
        assert (stats.status_code, stats.get_json()["code"]) == (503, "archive_unavailable")
    app.extensions["warraq"].close()


def test_an_empty_archive_is_ready(tmp_path: Path) -> None:
    add_to(tmp_path, [])
    app = create_app(partial(Engine.open, tmp_path))
    assert app.test_client().get("/readyz").status_code == 200
    app.extensions["warraq"].close()
