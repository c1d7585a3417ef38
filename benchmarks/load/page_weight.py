"""Page weight: bytes and requests of the first results page with its assets.

Run ``python -m benchmarks.load.page_weight``; it uses the sample archive.
"""

from __future__ import annotations

import gzip
import re
import tempfile
from functools import partial
from pathlib import Path
from typing import Final
from urllib.parse import quote, urljoin

import click
import msgspec
from flask.testing import FlaskClient

from benchmarks.processes import ROOT
from benchmarks.reporting import table
from corpus.archive import Archive
from corpus.ingest import ingest
from corpus.readers import read
from index.build import update
from search.engine import Engine, archive_path
from web.app import create_app

QUERY: Final = "المدينة"

_NEEDED: Final = re.compile(r'<(?:link|script|img|source)\b[^>]*?(?:href|src|srcset)="([^"]+)"')
_IN_STYLE: Final = re.compile(r"""url\(["']?([^"')]+)""")
_ALREADY_PACKED: Final = (".woff2", ".png")


class Weighed(msgspec.Struct, frozen=True, kw_only=True):
    """A file that a page loads: its size in bytes, uncompressed (``whole``) and ``packed``."""

    name: str
    whole: int
    packed: int


def weigh(client: FlaskClient, address: str) -> list[Weighed]:
    """Fetch a page and every file that it or its style sheets refer to, each once."""
    page = client.get(address).data
    files = [_weighed("page", page)]
    named = [name for name in _NEEDED.findall(page.decode()) if name.startswith("/static/")]
    seen: set[str] = set()
    while named:
        name = named.pop(0)
        path = name.partition("?")[0]
        if path in seen:
            continue
        seen.add(path)
        with client.get(name) as answer:
            data = answer.data
        files.append(_weighed(path.removeprefix("/static/"), data))
        if path.endswith(".css"):
            named += [urljoin(path, inner) for inner in _IN_STYLE.findall(data.decode())]
    return files


def _weighed(name: str, data: bytes) -> Weighed:
    packed = data if name.endswith(_ALREADY_PACKED) else gzip.compress(data, 6, mtime=0)
    return Weighed(name=name, whole=len(data), packed=len(packed))


@click.command(context_settings={"help_option_names": ["-h", "--help"]})
def main() -> None:
    """Measure the weight of the first results page."""
    with tempfile.TemporaryDirectory() as name:
        home = Path(name)
        with Archive(archive_path(home)) as archive:
            for _ in ingest(archive, read([ROOT / "corpus" / "sample"])):
                pass
            update(archive, home)
        app = create_app(partial(Engine.open, home))
        files = weigh(app.test_client(), f"/?q={quote(QUERY)}")
        app.extensions["warraq"].close()
    rows = [[one.name, f"{one.whole:,}", f"{one.packed:,}"] for one in files]
    whole, packed = sum(one.whole for one in files), sum(one.packed for one in files)
    rows.append([f"{len(files)} requests", f"{whole:,}", f"{packed:,}"])
    click.echo(table(["search page, first visit", "bytes", "packed"], rows))


if __name__ == "__main__":
    main()
