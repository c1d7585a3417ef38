"""Bad documents, each added beside a good one.

A bad document is added or refused with a message; the good one is found and its page is rendered.
"""

from __future__ import annotations

import csv
import io
import json
import os
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest
from click.testing import CliRunner
from flask.testing import FlaskClient

from corpus.limits import INPUT_LIMITS
from search.engine import Engine
from tests.web.elements import assert_harmless
from warraq.cli import main
from web.app import create_app

GOOD = "عادت القافلة إلى المدينة بعد رحلة طويلة على طريق الصحراء"
WORD = "القافلة"
TEXT = "وصلت القافلة إلى السوق ومعها بضائع كثيرة من بلاد بعيدة"


def record(**fields: str) -> bytes:
    return json.dumps({"text": TEXT, **fields}).encode() + b"\n"


def table(*cells: str) -> bytes:
    written = io.StringIO()
    csv.writer(written).writerows([("title", "text", "author"), cells])
    return written.getvalue().encode()


def chain(key: str, times: int) -> bytes:
    return b'{"text": "x", "x": ' + f'{{"{key}":'.encode() * times + b"1" + b"}" * times + b"}\n"


SCRIPT, IMAGE = "<script>alert(1)</script>", '"><img src=x onerror=alert(1)>'
FIVE = record(id="1") + record(id="2") + record(id="3") + record(id="4")

# File name, contents, number of documents added, and a part of the refusal message or "".
FILES = [
    pytest.param("x.jsonl", record(title=SCRIPT), 1, "", id="a script in a title"),
    pytest.param("x.jsonl", record(title=IMAGE), 1, "", id="an image with a script in a title"),
    pytest.param("x.txt", f"{SCRIPT}\n\n{TEXT}\n".encode(), 1, "", id="a script in a text"),
    pytest.param("x.jsonl", record(url="javascript:alert(1)"), 1, "", id="a script link"),
    pytest.param("x.csv", table("=1+1", TEXT, "@SUM(A1)"), 1, "", id="cells that are formulas"),
    pytest.param(
        "x.txt", TEXT.replace(" ", "\ufeff ", 1).encode(), 1, "", id="a BOM in the middle"
    ),
    pytest.param("x.txt", b"", 0, "empty", id="an empty file"),
    pytest.param("x.jsonl", b"x" * 20_000_001, 0, "longer", id="a line that is too long"),
    pytest.param("x.txt", b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 8, 0, "PNG", id="a picture"),
    pytest.param("x.txt", TEXT.encode("utf-16"), 1, "", id="UTF-16"),
    pytest.param("x.txt", TEXT.encode("windows-1256"), 1, "", id="Windows-1256"),
    pytest.param("x.txt", TEXT.encode("iso-8859-6"), 1, "", id="ISO-8859-6"),
    pytest.param("x.txt", TEXT.replace(" ", "\0 ", 1).encode(), 1, "", id="NUL"),
    pytest.param("x.jsonl", FIVE + b'{"text"\n' + record(id="6"), 5, "JSON", id="a broken line"),
    pytest.param("x.jsonl", record(id="1") + record(id="1"), 1, "", id="the same id twice"),
    pytest.param("x.jsonl", b'{"id": "x"}\n', 0, "no text", id="no text"),
    pytest.param("x.jsonl", chain("a", 1_000), 0, "nested", id="a thousand levels"),
    pytest.param("x..\\..\\x.txt", TEXT.encode(), 1, "", id="a path in a file name"),
    pytest.param("x.jsonl", record(id="../../etc/passwd"), 1, "", id="a path in an id"),
]


def add(home: Path, *paths: Path) -> tuple[int, list[dict[str, str]]]:
    """Add files; returns the number of archived documents and the refusals."""
    run = CliRunner().invoke(main, ["--home", str(home), "add", *map(str, paths), "--json"])
    report = json.loads(run.stdout)
    assert run.exit_code == (1 if report["refused"] else 0), run.output
    assert report["documents"] == report["indexed"]
    return report["documents"], report["refused"]


def check_pages(home: Path, check: Callable[[FlaskClient], None]) -> None:
    """Run a check with a client of a home's pages."""
    app = create_app(partial(Engine.open, home))
    try:
        check(app.test_client())
    finally:
        app.extensions["warraq"].close()


def assert_rendered(client: FlaskClient, documents: int) -> None:
    hits = client.get("/api/v1/search", query_string={"q": WORD}).get_json()["hits"]
    assert len(hits) == documents
    for address in ("/", "/search.atom", *(f"/documents/{hit['id']}" for hit in hits)):
        answer = client.get(address, query_string={"q": WORD})
        assert answer.status_code == 200
        if answer.mimetype == "text/html":
            assert_harmless(answer.text)
    rows = client.get("/api/v1/export", query_string={"q": WORD, "format": "csv", "text": "1"})
    for row in csv.reader(io.StringIO(rows.data.decode("utf-8-sig"), newline="")):
        assert not [cell for cell in row if cell.startswith(("=", "+", "-", "@", "\t", "\r"))]


@pytest.mark.slow
@pytest.mark.parametrize(("name", "data", "taken", "reason"), FILES)
def test_a_bad_document_beside_a_good_one(
    tmp_path: Path, name: str, data: bytes, taken: int, reason: str
) -> None:
    folder, home = tmp_path / "in", tmp_path / "home"
    folder.mkdir()
    (folder / name).write_bytes(data)
    (folder / "good.txt").write_text(GOOD, "utf-8")
    documents, refused = add(home, folder)
    assert documents == taken + 1
    assert bool(refused) == bool(reason)
    for refusal in refused:
        assert reason in refusal["reason"]
        assert refusal["reason"].endswith(".")
    check_pages(home, partial(assert_rendered, documents=documents))


def loop(folder: Path) -> None:
    (folder / "again").symlink_to(folder)
    (folder / "self").symlink_to("self")


def unreadable(folder: Path) -> None:
    (folder / "x.txt").write_text(TEXT, "utf-8")
    (folder / "x.txt").chmod(0)


def nowhere(folder: Path) -> None:
    (folder / "link.txt").symlink_to("../nowhere/../../x.txt")


@pytest.mark.parametrize("make", [loop, unreadable, nowhere])
def test_a_bad_folder_with_a_good_document(tmp_path: Path, make: Callable[[Path], None]) -> None:
    folder, home = tmp_path / "in", tmp_path / "home"
    folder.mkdir()
    (folder / "good.txt").write_text(GOOD, "utf-8")
    make(folder)
    documents, refused = add(home, folder / ".." / "in")
    seen = make is unreadable and os.access(folder / "x.txt", os.R_OK)  # root can read it
    assert documents == 1 + seen
    assert all(refusal["reason"].endswith(".") for refusal in refused)
    check_pages(home, partial(assert_rendered, documents=documents))


@pytest.mark.slow
def test_a_folder_of_100_000_files(tmp_path: Path) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    for number in range(100_000):
        (folder / f"{number}.txt").touch()
    (folder / "good.txt").write_text(GOOD, "utf-8")
    command = ["--home", str(tmp_path / "home"), "add", str(folder), "--json"]
    report = json.loads(CliRunner().invoke(main, command).stdout)
    assert (report["documents"], len(report["refused"])) == (1, INPUT_LIMITS.refusals_listed)
    assert report["refused_not_listed"] == 100_000 - INPUT_LIMITS.refusals_listed
