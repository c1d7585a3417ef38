"""A keyword field declared in ``corpus.fields`` alone can be searched, filtered and counted."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

from tests.homes import ROOT

DECLARE = """
from corpus import fields

fields.KEYWORD_FIELDS = (
    *fields.KEYWORD_FIELDS,
    fields.KeywordField(
        name="shelf", arabic_name="رفوف", english_label="shelf", arabic_label="الرف"
    ),
)
"""

SEARCH = """
import json
import sys
from contextlib import closing
from pathlib import Path

import numpy as np

from corpus.document import Document
from index.reader import IndexReader
from search.batch import export, results
from search.request import FACETS, Request
from search.engine import Engine
from search.query.nodes import unparse
from search.query.parser import parse
from search.query.syntax import FIELD_NAMES
from tests.homes import add_to

VALUES = ("رأي", "خبر", "خبر", None, "خبر عاجل")
stored = IndexReader.keyword


def keyword(reader, name):
    # The column of an index that does not keep one for the field.
    try:
        return stored(reader, name)
    except KeyError:
        values = sorted({value or "" for value in VALUES})
        ordinals = np.array([values.index(value or "") for value in VALUES], np.int32)
        return ordinals[reader.numbers.astype(np.int64) - 1], values


IndexReader.keyword = keyword
home = Path(sys.argv[1])
add_to(
    home,
    [
        Document(id=str(n), text="كتاب جديد", extra={"shelf": value} if value else {})
        for n, value in enumerate(VALUES)
    ],
)
found = {}
with closing(Engine.open(home)) as engine:
    for query in json.loads(sys.argv[2]):
        answer = engine.search(Request(query=query, facets=("shelf",)))
        found[query] = {
            "ids": sorted(hit.id for hit in answer.hits),
            "values": [[each.value, each.documents] for each in answer.facets[0].values],
            "missing": answer.facets[0].missing,
            "warnings": [[each.code, each.params.get("field")] for each in answer.warnings],
            "written": unparse(parse(query).tree),
        }
columns = {"export": export.COLUMNS, "batch": results.COLUMNS}
print(json.dumps({"found": found, "facets": FACETS, "fields": FIELD_NAMES, **columns}))
"""


def test_a_declared_field_can_be_queried_and_counted(tmp_path: Path) -> None:
    queries = ["كتاب", "shelf:خبر", "رفوف:(خبر OR رأي)", "كتاب -shelf:خبر", "shelf:قمح"]
    arguments = [str(tmp_path), json.dumps(queries)]
    run = subprocess.run(
        [sys.executable, "-c", DECLARE + SEARCH, *arguments],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 0, run.stderr
    answers = json.loads(run.stdout.splitlines()[-1])
    found = answers["found"]
    assert {query: each["ids"] for query, each in found.items()} == {
        "كتاب": ["0", "1", "2", "3", "4"],
        "shelf:خبر": ["1", "2"],
        "رفوف:(خبر OR رأي)": ["0", "1", "2"],
        "كتاب -shelf:خبر": ["0", "3", "4"],
        "shelf:قمح": [],
    }
    assert found["كتاب"]["values"] == [["خبر", 2], ["خبر عاجل", 1], ["رأي", 1]]
    assert found["كتاب"]["missing"] == 1
    assert found["shelf:قمح"]["warnings"][0] == ["value_not_found", "shelf"]
    assert found["رفوف:(خبر OR رأي)"]["written"] == 'shelf:"خبر" OR shelf:"رأي"'
    for each in ("facets", "fields", "export", "batch"):
        assert "shelf" in answers[each]
