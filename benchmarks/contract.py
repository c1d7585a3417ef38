"""Whether the API keeps to its description, asked by schemathesis.

Run it as ``python -m benchmarks.contract``.
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
from benchmarks.options import benchmark, say
from benchmarks.report import Section, machine, table
from corpus.archive import Archive
from corpus.ingest import ingest
from corpus.readers import read
from index.build import update
from search.engine import Engine, archive_path
from web.app import create_app

DESCRIPTION: Final = "/api/v1/openapi.json"
SAMPLE: Final = Path(__file__).parents[1] / "corpus" / "sample"
CHECKS: Final = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
]
_SEED: Final = 6
_TEXTS: Final = ("q", "text")


class Kept(NamedTuple):
    """What came of the cases of one address: how many, their statuses, and what broke."""

    address: str
    cases: int
    statuses: Counter[int]
    broken: tuple[str, ...]


def cases(app: Flask, count: int, ids: list[str]) -> list[Kept]:
    """Ask every address of the description its share of ``count`` cases, the same at every run.

    Half of the cases keep to the description and half break it somewhere. Of either half some ask
    a query over the signs of the grammar, with an id that there is, and follow a cursor.
    """
    operations = [found.ok() for found in _schema(app).get_all_operations()]
    share, rest = divmod(count, len(operations))
    return [
        _asked(app, operation, share + (place < rest), ids)
        for place, operation in enumerate(operations)
    ]


def _schema(app: Flask) -> Any:
    return schemathesis.openapi.from_wsgi(DESCRIPTION, app)


def _sendable(text: str) -> str:
    """A text as an address can hold it: without lone surrogates."""
    return text.encode("utf-8", "replace").decode()


def _asked(app: Flask, operation: Any, count: int, ids: list[str]) -> Kept:
    statuses: Counter[int] = Counter()
    broken: list[str] = []
    known = st.sampled_from(("*", "تدمر", "مكتبة", "سوق OR بحر"))
    texts = st.one_of(known, hostile_queries().map(_sendable))
    fitting = st.fixed_dictionaries(
        {"text": st.none() | texts, "id": st.none() | st.sampled_from(ids), "walk": st.booleans()}
    )

    def ask(case: Case[Any], real: dict[str, Any]) -> None:
        if real["text"] is not None:
            for name in _TEXTS:
                if name in case.query:
                    case.query[name] = real["text"]
        if real["id"] is not None:
            for given in (case.path_parameters, case.query):
                if "id" in given:
                    given["id"] = real["id"]
        if real["walk"] and "cursor" in case.query:
            first = {name: value for name, value in case.query.items() if name != "cursor"}
            found = app.test_client().get(case.path, query_string=first | {"limit": 1})
            following = (found.get_json() or {}).get("links", {}).get("next", "")
            case.query["cursor"] = following.partition("cursor=")[2]
        # The transport in one process does not unpack what it asks for packed.
        response = case.call(headers={"Accept-Encoding": "identity"})
        statuses[response.status_code] += 1
        try:
            case.validate_response(response, checks=CHECKS)
        except (Failure, FailureGroup) as failure:
            broken.append(f"{case.as_curl_command()}: {failure}")

    modes = (GenerationMode.POSITIVE, GenerationMode.NEGATIVE)
    for mode, part in zip(modes, (count - count // 2, count // 2), strict=True):
        repeated = seed(_SEED)(given(operation.as_strategy(generation_mode=mode), fitting)(ask))
        settings(
            max_examples=max(1, part),
            database=None,
            deadline=None,
            phases=[Phase.generate],
            suppress_health_check=list(HealthCheck),
        )(repeated)()
    return Kept(operation.path, sum(statuses.values()), statuses, tuple(broken))


def report(where: str, kept: list[Kept], seconds: float) -> str:
    """The table of what was answered."""
    statuses = sorted({status for each in kept for status in each.statuses})
    rows = [
        (
            f"`{each.address}`",
            f"{each.cases:,}",
            *(f"{each.statuses[status]:,}" for status in statuses),
            f"{len(each.broken)}",
        )
        for each in kept
    ]
    total = (
        "all",
        f"{sum(each.cases for each in kept):,}",
        *(f"{sum(each.statuses[status] for each in kept):,}" for status in statuses),
        f"{sum(len(each.broken) for each in kept)}",
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
    help="How many cases.",
)
def main(count: int, work: Path, into: Section | None) -> None:  # noqa: ARG001
    """Ask the API over the sample archive whatever its description allows, and what it does not.

    Exits with 1 where an answer breaks the description.
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
        kept = cases(app, count, ids)
        app.extensions["warraq"].close()
    text = report(where, kept, time.monotonic() - started)
    click.echo(text)
    broken = [told for each in kept for told in each.broken]
    for told in broken:
        say(told)
    if into is not None:
        into.replace(text)
    if broken:
        raise SystemExit(1)


if __name__ == "__main__":
    main()
