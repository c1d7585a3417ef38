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
        name="category", arabic_name="تصنيف", english_label="category", arabic_label="التصنيف"
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
        Document(id=str(n), text="كتاب جديد", extra={"category": value} if value else {})
        for n, value in enumerate(VALUES)
    ],
)
found = {}
with closing(Engine.open(home)) as engine:
    for query in json.loads(sys.argv[2]):
        answer = engine.search(Request(query=query, facets=("category",)))
        found[query] = {
            "ids": sorted(hit.id for hit in answer.hits),
            "values": [[each.value, each.documents] for each in answer.facets[0].values],
            "missing": answer.facets[0].missing,
            "warnings": [[each.code, each.params.get("field")] for each in answer.warnings],
            "written": unparse(parse(query).tree),
        }
print(json.dumps({"found": found, "facets": FACETS, "fields": FIELD_NAMES}))
"""


def test_a_declared_field_can_be_queried_and_counted(tmp_path: Path) -> None:
    queries = ["كتاب", "category:خبر", "تصنيف:(خبر OR رأي)", "كتاب -category:خبر", "category:قمح"]
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
        "category:خبر": ["1", "2"],
        "تصنيف:(خبر OR رأي)": ["0", "1", "2"],
        "كتاب -category:خبر": ["0", "3", "4"],
        "category:قمح": [],
    }
    assert found["كتاب"]["values"] == [["خبر", 2], ["خبر عاجل", 1], ["رأي", 1]]
    assert found["كتاب"]["missing"] == 1
    assert found["category:قمح"]["warnings"][0] == ["value_not_found", "category"]
    assert found["تصنيف:(خبر OR رأي)"]["written"] == 'category:"خبر" OR category:"رأي"'
    assert "category" in answers["facets"]
    assert "category" in answers["fields"]
