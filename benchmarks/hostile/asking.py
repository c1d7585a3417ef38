"""Asking: every query through the engine as the API asks it, and some through the application."""

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
from search.query.request_checks import FACETS
from search.request import BadRequest, Level, Request, Sort
from web.app import create_app

Kind = Literal["listed", "heavy", "generated", "mutated", "addresses"]
Door = Literal["engine", "API", "page"]

OVERHEAD_SECONDS: Final = 0.5
"""What an answer may take beyond the time of one search, for reading, passages and JSON."""

_SEED: Final = 7
_EVERY: Final = 10
_QUOTED: Final = re.compile(r"“[^”]*”|'[^']*'|(?<=[;:] )\S+(?= has)|\d[\d,]*")

# What is wrong beside the query: each with the status that it is to get.
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


class Asked(msgspec.Struct, frozen=True, kw_only=True):
    """One query and what became of it.

    ``refused`` is the sentence, with the parameter before it; ``fault`` is what must not be: an
    exception, a status that is neither 200 nor 400, an answer that is none.
    """

    kind: Kind
    door: Door
    query: str
    milliseconds: float
    options: str = ""
    total: int = 0
    timed_out: bool = False
    refused: str | None = None
    fault: str | None = None

    @property
    def late(self) -> bool:
        """Whether it took longer than it may."""
        return self.milliseconds > (LIMITS.search_seconds + OVERHEAD_SECONDS) * 1000


def sentence(error: str, parameter: str | None) -> str:
    """A refusal without what it quotes of the query."""
    return f"{parameter}: {_QUOTED.sub('…', error)}"


def requests(queries: Sequence[str], sources: Sequence[str]) -> Iterator[Request]:
    """Each query with options that change from one to the next."""
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


def ask(engine: Engine, kind: Kind, request: Request) -> Asked:
    """One query through the engine, its answer encoded as the API does."""
    usual = Request(query=request.query)
    options = " ".join(
        f"{name}={value if name != 'facets' else 'all'}"
        for name in ("limit", "offset", "level", "sort", "operator", "sources", "facets", "levels")
        if (value := getattr(request, name)) != getattr(usual, name)
    )
    told = partial(Asked, kind=kind, door="engine", query=request.query, options=options)
    started = time.perf_counter()
    try:
        answer = engine.search(request)
        msgspec.json.encode(answer)
    except BadRequest as error:
        return told(milliseconds=_since(started), refused=sentence(str(error), error.parameter))
    except Exception:  # noqa: BLE001 - it is what the campaign looks for
        return told(milliseconds=_since(started), fault=traceback.format_exc(limit=-3))
    return told(milliseconds=_since(started), total=answer.total, timed_out=answer.timed_out)


def fetch(client: FlaskClient, kind: Kind, door: Door, query: str, rest: str = "") -> Asked:
    """One query through the application: the API or the page."""
    path = "/api/v1/search" if door == "API" else "/"
    written = quote(query.encode("utf-8", "surrogatepass"), safe="")
    address = f"{path}?q={written}{'&' if rest else ''}{rest}"
    told = partial(Asked, kind=kind, door=door, query=query, options=rest)
    started = time.perf_counter()
    try:
        response = client.get(address)
        milliseconds = _since(started)
        if response.status_code == 200:
            if door == "page":
                return told(milliseconds=milliseconds)
            answer = msgspec.json.decode(response.data, type=Answer)
            return told(milliseconds=milliseconds, total=answer.total, timed_out=answer.timed_out)
        if response.status_code != 400:
            return told(milliseconds=milliseconds, fault=f"status {response.status_code}")
        if door == "page":
            return told(milliseconds=milliseconds, refused="page: a sentence on the page")
        problem = response.get_json()
        refused = sentence(problem["detail"], problem.get("parameter"))
        return told(milliseconds=milliseconds, refused=refused)
    except Exception:  # noqa: BLE001 - it is what the campaign looks for
        return told(milliseconds=_since(started), fault=traceback.format_exc(limit=-3))


def _since(started: float) -> float:
    return (time.perf_counter() - started) * 1000


def application(home: Path) -> Flask:
    """The application as it is served, in which nothing is raised: an exception is a 500."""
    return create_app(partial(Engine.open, home))


def campaign(
    home: Path,
    queries: Sequence[tuple[Kind, Sequence[str]]],
    *,
    progress: Callable[[int], None] = lambda _: None,
) -> list[Asked]:
    """Ask all of them through the engine, and a tenth of them through the application too."""
    asked: list[Asked] = []
    with closing(Engine.open(home)) as engine:
        sources = [count.source for count in engine.stats().sources if count.source][:50]
        for kind, texts in queries:
            for request in requests(texts, sources):
                asked.append(ask(engine, kind, request))
                progress(len(asked))
    app = application(home)
    client = app.test_client()
    for kind, texts in queries:
        every = 1 if kind in ("listed", "heavy") else _EVERY
        for query in texts[::every]:
            # An address longer than a server takes reaches no application.
            if len(quote(query.encode("utf-8", "surrogatepass"))) < 64_000:
                asked += [fetch(client, kind, door, query) for door in ("API", "page")]
                progress(len(asked))
    for rest, status in ADDRESSES:
        for door in ("API", "page"):
            one = fetch(client, "addresses", door, "في", rest)
            wanted = (one.refused is None) == (status == 200)
            if one.fault is None and not wanted:
                one = msgspec.structs.replace(one, fault=f"not the status {status}: {one.refused}")
            asked.append(one)
    app.extensions["warraq"].close()
    return asked


def faults(asked: Sequence[Asked]) -> list[Asked]:
    """Those that were neither answered nor refused, or not in time."""
    return [one for one in asked if one.fault is not None or one.late]
