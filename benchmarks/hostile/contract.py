"""Conformance of the API to its OpenAPI description, tested with schemathesis.

Run ``python -m benchmarks.hostile.contract``.
"""

from __future__ import annotations

import tempfile
import time
from collections import Counter
from functools import partial
from pathlib import Path
from typing import Any, Final, NamedTuple

import click
import schemathesis
from flask import Flask
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st
from schemathesis import Case, GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.core.failures import Failure, FailureGroup
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from benchmarks.hostile.queries import strategy as hostile_queries
from benchmarks.options import Output, benchmark, print_progress
from benchmarks.reporting import machine, table
from corpus.archive import Archive
from corpus.ingest import ingest
from corpus.readers import read
from index.build import update
from search.engine import Engine, archive_path
from web.app import create_app

DESCRIPTION: Final = "/api/v1/openapi.json"
SAMPLE: Final = Path(__file__).parents[2] / "corpus" / "sample"
CHECKS: Final = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
]
_SEED: Final = 6
_TEXTS: Final = ("q", "text")


class OperationResult(NamedTuple):
    """The cases of one operation: their number, statuses and breaches of the description."""

    address: str
    cases: int
    statuses: Counter[int]
    broken: tuple[str, ...]


def cases(app: Flask, count: int, ids: list[str]) -> list[OperationResult]:
    """Test every operation with its share of ``count`` deterministic cases.

    Half of the cases are valid, half are invalid. Some of either half use a hostile query, an
    existing id or a real cursor.
    """
    operations = [found.ok() for found in _schema(app).get_all_operations()]
    share, rest = divmod(count, len(operations))
    return [
        _run_cases(app, operation, share + (place < rest), ids)
        for place, operation in enumerate(operations)
    ]


def _schema(app: Flask) -> Any:
    return schemathesis.openapi.from_wsgi(DESCRIPTION, app)


def _sendable(text: str) -> str:
    """Replace lone surrogates, which a URL cannot hold."""
    return text.encode("utf-8", "replace").decode()


def _insert_real_values(app: Flask, case: Case[Any], real: dict[str, Any]) -> None:
    """Replace generated query texts, ids and cursors by real ones."""
    if real["text"] is not None:
        case.query.update({name: real["text"] for name in _TEXTS if name in case.query})
    if real["id"] is not None:
        for given in (case.path_parameters, case.query):
            if "id" in given:
                given["id"] = real["id"]
    if real["paging"] and "cursor" in case.query:
        first = {name: value for name, value in case.query.items() if name != "cursor"}
        found = app.test_client().get(case.path, query_string=first | {"limit": 1})
        next_link = (found.get_json() or {}).get("links", {}).get("next", "")
        case.query["cursor"] = next_link.partition("cursor=")[2]


def _run_cases(app: Flask, operation: Any, count: int, ids: list[str]) -> OperationResult:
    statuses: Counter[int] = Counter()
    broken: list[str] = []
    known = st.sampled_from(("*", "تدمر", "مكتبة", "سوق OR بحر"))
    texts = st.one_of(known, hostile_queries().map(_sendable))
    replacements = st.fixed_dictionaries(
        {"text": st.none() | texts, "id": st.none() | st.sampled_from(ids), "paging": st.booleans()}
    )

    def run_case(case: Case[Any], real: dict[str, Any]) -> None:
        _insert_real_values(app, case, real)
        # The in-process transport does not decompress answers.
        response = case.call(headers={"Accept-Encoding": "identity"})
        statuses[response.status_code] += 1
        try:
            case.validate_response(response, checks=CHECKS)
        except (Failure, FailureGroup) as failure:
            broken.append(f"{case.as_curl_command()}: {failure}")

    modes = (GenerationMode.POSITIVE, GenerationMode.NEGATIVE)
    for mode, part in zip(modes, (count - count // 2, count // 2), strict=True):
        repeated = seed(_SEED)(
            given(operation.as_strategy(generation_mode=mode), replacements)(run_case)
        )
        settings(
            max_examples=max(1, part),
            database=None,
            deadline=None,
            phases=[Phase.generate],
            suppress_health_check=list(HealthCheck),
        )(repeated)()
    return OperationResult(operation.path, sum(statuses.values()), statuses, tuple(broken))


def report(where: str, results: list[OperationResult], seconds: float) -> str:
    """Render a table of statuses and breaches."""
    statuses = sorted({status for each in results for status in each.statuses})
    rows = [
        (
            f"`{each.address}`",
            f"{each.cases:,}",
            *(f"{each.statuses[status]:,}" for status in statuses),
            f"{len(each.broken)}",
        )
        for each in results
    ]
    total = (
        "all",
        f"{sum(each.cases for each in results):,}",
        *(f"{sum(each.statuses[status] for each in results):,}" for status in statuses),
        f"{sum(len(each.broken) for each in results)}",
    )
    head = ("address", "cases", *map(str, statuses), "breaches")
    return f"{where} {seconds:.0f} seconds.\n\n{table(head, [*rows, total])}"


@benchmark(section="contract", data=False)
@click.option(
    "--cases",
    "count",
    type=click.IntRange(min=20),
    default=2_000,
    show_default=True,
    help="Number of cases.",
)
def main(count: int, work: Path, output: Output) -> None:  # noqa: ARG001
    """Test the API over the sample archive with valid and invalid requests.

    Exits with 1 if an answer does not conform to the description.
    """
    where, started = machine(), time.monotonic()
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        with Archive(archive_path(home)) as archive:
            for _ in ingest(archive, read([str(SAMPLE)])):
                pass
            update(archive, home)
            ids = list(archive.ids())
        app = create_app(partial(Engine.open, home))
        results = cases(app, count, ids)
        app.extensions["warraq"].close()
    text = report(where, results, time.monotonic() - started)
    output.write(text)
    broken = [text for each in results for text in each.broken]
    for text_of_breach in broken:
        print_progress(text_of_breach)
    if broken:
        raise SystemExit(1)


if __name__ == "__main__":
    main()
