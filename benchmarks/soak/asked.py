"""The requests of a soak, and the statuses that may answer each."""

from __future__ import annotations

from collections.abc import Sequence
from random import Random
from typing import Final
from urllib.parse import quote

import msgspec

_OK: Final = frozenset({200})
_REFUSED: Final = frozenset({400, 404, 405, 413, 414, 421})


class Asked(msgspec.Struct, frozen=True, kw_only=True):
    """A request, and the statuses that may answer it.

    ``compared`` is whether the answer is the same whenever it is complete, ``is_open`` whether it
    asks for no key, also in a private archive.
    """

    kind: str
    target: str
    method: str = "GET"
    body: bytes = b""
    statuses: frozenset[int] = _OK
    compared: bool = True
    is_open: bool = False


_WEIGHTS: Final = {
    "search": 30,
    "page": 20,
    "suggest": 15,
    "facets": 5,
    "document": 8,
    "export": 4,
    "feed": 3,
    "similar": 2,
    "bad": 9,
    "unchanging": 4,
}
_BAD: Final = (
    "/api/v1/search?q=%CA%CF",
    "/api/v1/search?q=x&nosuch=1",
    "/api/v1/search?q=x&limit=-1",
    "/api/v1/search?q=%22x+y%22~101",
    "/api/v1/search?q=" + quote("كلمة " * 300),
    "/api/v1/export?q=x&format=exe",
    "/api/v1/suggest?limit=999&q=x",
    "/api/v1/documents/nosuch",
    "/?q=x&page=99999",
    "/nosuch/../../etc/passwd",
    "/documents/%00",
    "/api/v1/search?cursor=AAAA",
    "/?q=" + "x" * 9_000,
)
_UNCHANGING: Final = ("/healthz", "/opensearch.xml", "/api/v1/openapi.json", "/help", "/readyz")


def draw_requests(words: Sequence[str], ids: Sequence[str], count: int, seed: int) -> list[Asked]:
    """Draw requests of all kinds; the same seed draws the same ones.

    :param words: words of the archive, at least two.
    :param ids: ids of documents.
    """
    random = Random(seed)
    kinds = random.choices([*_WEIGHTS], [*_WEIGHTS.values()], k=count)
    return [_draw(random, kind, words, ids) for kind in kinds]


def _draw(random: Random, kind: str, words: Sequence[str], ids: Sequence[str]) -> Asked:
    query = quote(" ".join(random.sample(words, random.choice((1, 1, 2)))))
    match kind:
        case "search":
            sort = random.choice(("", "&sort=newest", "&level=root", "&operator=any", "&page=2"))
            target = f"/api/v1/search?q={query}{sort}"
        case "page":
            target = f"/?q={query}&lang={random.choice(('ar', 'en'))}"
        case "suggest":
            target = f"/api/v1/suggest?q={quote(random.choice(words)[:3])}"
        case "facets":
            target = random.choice(("/api/v1/facets?q=", "/api/v1/timeline?q=")) + query
        case "document":
            page = random.choice(("/documents/{}?q=", "/api/v1/documents/{}?q="))
            target = page.format(quote(random.choice(ids), safe="")) + query
        case "export":
            rows = random.choice((20, 500, 2_000))
            form = random.choice(("csv", "jsonl"))
            target = f"/api/v1/export?q={query}&limit={rows}&format={form}&text=1"
            return Asked(kind=kind, target=target, statuses=frozenset({200, 503}))
        case "feed":
            target = f"/search.atom?q={query}"
        case "similar":
            text = " ".join(random.sample(words, min(20, len(words)))).encode()
            return Asked(kind=kind, target="/api/v1/similar", method="POST", body=text)
        case "bad":
            return Asked(kind=kind, target=random.choice(_BAD), statuses=_REFUSED)
        case _:
            target = random.choice(_UNCHANGING)
            return Asked(kind=kind, target=target, is_open=target == "/healthz")
    return Asked(kind=kind, target=target)
