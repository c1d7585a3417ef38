"""Every limit of input: a document at the limit and one past it."""

from __future__ import annotations

import json
from pathlib import Path

import msgspec
import pytest

from corpus.document import Document, Refusal
from corpus.limits import FIELDS, INPUT_LIMITS
from corpus.readers import read
from corpus.readers.record import RecordError


def read_record(path: Path, **fields: object) -> Document | Refusal:
    path.write_text(json.dumps({"text": "نص", **fields}), "utf-8")
    (item,) = read([path])
    return item


@pytest.mark.parametrize("name", FIELDS)
def test_a_field_past_its_limit_is_refused_and_not_cut(tmp_path: Path, name: str) -> None:
    most = getattr(INPUT_LIMITS, name)
    path = tmp_path / "x.jsonl"
    kept = read_record(path, **{name: "ع" * most})
    assert isinstance(kept, Document)
    assert getattr(kept, name) == "ع" * most
    refused = read_record(path, **{name: "ع" * (most + 1)})
    assert isinstance(refused, Refusal)
    assert refused.message.code == "field_too_long"
    assert dict(refused.message.params) == {"key": name, "most": most, "found": most + 1}


def test_extra_bytes(tmp_path: Path) -> None:
    most = INPUT_LIMITS.extra_bytes
    around = len(msgspec.json.encode({"x": ""}))
    kept = read_record(tmp_path / "x.jsonl", x="a" * (most - around))
    assert isinstance(kept, Document)
    for extra in ({"x": "a" * (most - around + 1)}, {"x": ["a"] * most}, {"a" * most: 1}):
        refused = read_record(tmp_path / "x.jsonl", **extra)
        assert isinstance(refused, Refusal)
        assert refused.message.code == "extra_too_long"


@pytest.mark.parametrize(
    "page",
    [
        '<html><head><meta name="author" content="{long}"><title>خبر</title></head>',
        '<html><head><meta property="og:site_name" content="{long}"><title>خبر</title></head>',
        '<html><head><link rel="canonical" href="https://example.org/{long}"><title>خبر</title>',
        '<html><head><meta property="article:section" content="{long}"><title>خبر</title></head>',
    ],
)
def test_a_long_fact_of_a_page_is_never_kept(tmp_path: Path, page: str) -> None:
    """A page is refused for it, or is read without it."""
    path = tmp_path / "x.html"
    path.write_text(page.format(long="ع" * 100_000) + f"<body><p>{'نص طويل ' * 50}</p>", "utf-8")
    (item,) = read([path])
    if isinstance(item, Document):
        assert max(len(str(getattr(item, name) or "")) for name in FIELDS) <= INPUT_LIMITS.url


def test_a_source_option_past_the_limit_is_refused_at_once(tmp_path: Path) -> None:
    read([tmp_path], source="ع" * INPUT_LIMITS.source)
    with pytest.raises(RecordError, match="500"):
        read([tmp_path], source="ع" * (INPUT_LIMITS.source + 1))
