"""What a form sends is in memory alone, however large it is."""

from __future__ import annotations

import tempfile
from io import BytesIO
from typing import Any

import pytest
from flask.testing import FlaskClient
from werkzeug import formparser
from werkzeug.datastructures import FileStorage
from werkzeug.test import TestResponse, encode_multipart

from search.limits import LIMITS


def send(client: FlaskClient, **fields: Any) -> TestResponse:
    """Send a form of fields and files, encoded in memory."""
    boundary, body = encode_multipart(fields)
    return client.post(
        "/covered", data=body, content_type=f"multipart/form-data; boundary={boundary}"
    )


@pytest.mark.parametrize("size", [1, 14])
def test_a_file_is_never_written_to_disk(
    client: FlaskClient, monkeypatch: pytest.MonkeyPatch, size: int
) -> None:
    def refuse(*_given: object, **_named: object) -> object:
        raise AssertionError("a temporary file was opened")

    monkeypatch.setattr(formparser, "default_stream_factory", refuse)
    monkeypatch.setattr(tempfile, "_TemporaryFileWrapper", refuse)
    monkeypatch.setattr(tempfile, "TemporaryFile", refuse)
    monkeypatch.setattr(tempfile, "SpooledTemporaryFile", refuse)
    text = ("افتتحت البلدية المكتبة العامة. " * 1_000).encode() * size
    response = send(client, file=FileStorage(BytesIO(text), "draft.txt"))
    assert response.status_code == (200 if size == 1 else 400)


def test_a_text_of_a_form_may_be_as_large_as_a_body(client: FlaskClient) -> None:
    text = "ك" * (LIMITS.request_body_bytes // 2 - 1_000)
    response = send(client, text=text)
    assert response.status_code == 400
    assert f"{LIMITS.covered_code_points:,}" in response.text
    assert send(client, text=text * 2).status_code == 413


def test_a_form_of_many_parts_is_refused(client: FlaskClient) -> None:
    assert send(client, **{f"field{number}": "x" for number in range(40)}).status_code == 413
