"""The campaign: every query through the engine, and some through the web application."""

from __future__ import annotations

import random
import re
import time
import traceback
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from functools import partial
from pathlib import Path
from typing import Final, Literal, get_args
from urllib.parse import quote

import msgspec
from flask import Flask
from flask.testing import FlaskClient

from search.answer import Answer
from search.engine import Engine
from search.limits import LIMITS
from search.request import FACETS, BadRequest, Level, Request, Sort
from web.app import create_app

Kind = Literal["listed", "heavy", "generated", "mutated", "addresses"]
EntryPoint = Literal["engine", "API", "page"]

OVERHEAD_SECONDS: Final = 0.5
"""Time allowed beyond the search limit, for reading documents, snippets and JSON."""

_SEED: Final = 7
_EVERY: Final = 10
_QUOTED: Final = re.compile(r"“[^”]*”|'[^']*'|(?<=[;:] )\S+(?= has)|\d[\d,]*")

# Bad parameters besides the query, each with its expected status.
ADDRESSES: Final[tuple[tuple[str, int], ...]] = (
    *(("page=1000000000", 400), ("page=-1", 400), ("page=1e3", 400), ("page=%D9%A3", 200)),
    *(("limit=1000000", 400), ("limit=0", 400), ("limit=", 200), ("q=x", 400), ("offset=-5", 400)),
    *(("page=2&offset=20", 400), ("offset=9980", 200), ("offset=9999&limit=2", 400)),
    *(("&".join(f"source=s{number}" for number in range(300)), 400), ("source=%00", 200)),
    *(("&".join(f"source=s{number}" for number in range(64)), 200), ("after=9999-99-99", 400)),
    *(("after=2015-02-29", 400), ("after=2017&before=2016", 400), ("after=1200/1/1", 200)),
    *(("before=%D8%A3%D9%85%D8%B3", 400), ("level=lemma", 400), ("sort=random", 400)),
    *(("operator=xor", 400), ("lang=fr", 400), ("nosuch=1", 400), ("cursor=Zm9yZ2Vk", 400)),
    *(("%CA%CF%E3%D1=1", 400), ("source=%CA%CF%E3%D1", 400), ("source=%ED%A0%80", 400)),
    *(("level", 200), ("&&&", 200), ("=", 400), ("%", 400), ("q", 400), ("lang=ar", 200)),
)


class QueryOutcome(msgspec.Struct, frozen=True, kw_only=True):
    """The outcome of one query.

    ``refused`` is the message of a refusal after the parameter's name; ``fault`` is a failure: an
    exception, a status other than 200 and 400, or a malformed answer.
    """

    kind: Kind
    entry: EntryPoint
    query: str
    milliseconds: float
    options: str = ""
    total: int = 0
    timed_out: bool = False
    refused: str | None = None
    fault: str | None = None

    @property
    def late(self) -> bool:
        """Whether it exceeded the time limit."""
        return self.milliseconds > (LIMITS.search_seconds + OVERHEAD_SECONDS) * 1000


def sentence(error: str, parameter: str | None) -> str:
    """A refusal without the parts of the query that it quotes."""
    return f"{parameter}: {_QUOTED.sub('…', error)}"


def requests(queries: Sequence[str], sources: Sequence[str]) -> Iterator[Request]:
    """Combine each query with pseudo-random options."""
    pick = random.Random(_SEED)
    levels, sorts = get_args(Level), get_args(Sort)
    for query in queries:
        filtered = pick.random() < 0.15
        yield Request(
            query=query,
            limit=pick.choice((20, 20, 20, 100)),
            offset=pick.choice((0, 0, 0, 20, 1_000)),
            level=pick.choice(("stem", "stem", *levels)),
            sort=pick.choice(("relevance", "relevance", "relevance", *sorts)),
            operator=pick.choice(("all", "all", "any")),
            sources=tuple(pick.sample(sources, 1)) if filtered and sources else (),
            after="2014" if filtered and pick.random() < 0.5 else None,
            before="2016-08" if filtered and pick.random() < 0.5 else None,
            facets=FACETS if pick.random() < 0.25 else (),
            levels=pick.random() < 0.2,
        )


def ask(engine: Engine, kind: Kind, request: Request) -> QueryOutcome:
    """Run one query in the engine and encode the answer as the API does."""
    usual = Request(query=request.query)
    options = " ".join(
        f"{name}={value if name != 'facets' else 'all'}"
        for name in ("limit", "offset", "level", "sort", "operator", "sources", "facets", "levels")
        if (value := getattr(request, name)) != getattr(usual, name)
    )
    outcome = partial(QueryOutcome, kind=kind, entry="engine", query=request.query, options=options)
    started = time.perf_counter()
    try:
        answer = engine.search(request)
        msgspec.json.encode(answer)
    except BadRequest as error:
        return outcome(milliseconds=_since(started), refused=sentence(str(error), error.parameter))
    except Exception:  # noqa: BLE001 - any exception is a finding
        return outcome(milliseconds=_since(started), fault=traceback.format_exc(limit=-3))
    return outcome(milliseconds=_since(started), total=answer.total, timed_out=answer.timed_out)


def fetch(
    client: FlaskClient, kind: Kind, entry: EntryPoint, query: str, rest: str = ""
) -> QueryOutcome:
    """Run one query through the API or the page."""
    path = "/api/v1/search" if entry == "API" else "/"
    written = quote(query.encode("utf-8", "surrogatepass"), safe="")
    address = f"{path}?q={written}{'&' if rest else ''}{rest}"
    outcome = partial(QueryOutcome, kind=kind, entry=entry, query=query, options=rest)
    started = time.perf_counter()
    try:
        response = client.get(address)
        milliseconds = _since(started)
        if response.status_code == 200:
            if entry == "page":
                return outcome(milliseconds=milliseconds)
            answer = msgspec.json.decode(response.data, type=Answer)
            return outcome(
                milliseconds=milliseconds, total=answer.total, timed_out=answer.timed_out
            )
        if response.status_code != 400:
            return outcome(milliseconds=milliseconds, fault=f"status {response.status_code}")
        if entry == "page":
            return outcome(milliseconds=milliseconds, refused="page: a sentence on the page")
        problem = response.get_json()
        refused = sentence(problem["detail"], problem.get("parameter"))
        return outcome(milliseconds=milliseconds, refused=refused)
    except Exception:  # noqa: BLE001 - any exception is a finding
        return outcome(milliseconds=_since(started), fault=traceback.format_exc(limit=-3))


def _since(started: float) -> float:
    return (time.perf_counter() - started) * 1000


def application(home: Path) -> Flask:
    """The web application in production mode, where an exception becomes status 500."""
    return create_app(partial(Engine.open, home))


def campaign(
    home: Path,
    queries: Sequence[tuple[Kind, Sequence[str]]],
    *,
    progress: Callable[[int], None] = lambda _: None,
) -> list[QueryOutcome]:
    """Run all queries in the engine and a tenth of them through the application."""
    outcomes: list[QueryOutcome] = []
    with closing(Engine.open(home)) as engine:
        sources = [count.source for count in engine.stats().sources if count.source][:50]
        for kind, texts in queries:
            for request in requests(texts, sources):
                outcomes.append(ask(engine, kind, request))
                progress(len(outcomes))
    app = application(home)
    client = app.test_client()
    for kind, texts in queries:
        every = 1 if kind in ("listed", "heavy") else _EVERY
        for query in texts[::every]:
            # A server refuses longer addresses before the application.
            if len(quote(query.encode("utf-8", "surrogatepass"))) < 64_000:
                outcomes += [fetch(client, kind, entry, query) for entry in ("API", "page")]
                progress(len(outcomes))
    for rest, status in ADDRESSES:
        for entry in ("API", "page"):
            one = fetch(client, "addresses", entry, "في", rest)
            wanted = (one.refused is None) == (status == 200)
            if one.fault is None and not wanted:
                one = msgspec.structs.replace(one, fault=f"expected status {status}: {one.refused}")
            outcomes.append(one)
    app.extensions["warraq"].close()
    return outcomes


def faults(outcomes: Sequence[QueryOutcome]) -> list[QueryOutcome]:
    """The outcomes that failed or exceeded the time limit."""
    return [one for one in outcomes if one.fault is not None or one.late]
