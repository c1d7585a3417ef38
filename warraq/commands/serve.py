"""``warraq serve``: serve the pages and the API."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import click

from search.engine import Engine


@click.command("serve")
@click.option("--host", default="127.0.0.1", show_default=True)
@click.option(
    "--port",
    type=click.IntRange(0, 65_535),
    default=8000,
    show_default=True,
    help="0 takes a free one.",
)
@click.option(
    "--workers",
    type=click.IntRange(1, 256),
    default=os.cpu_count() or 1,
    help="Number of processes; one per core by default.",
)
@click.option(
    "--rate", default="600/minute", show_default=True, help="Requests per address or key; or off."
)
@click.option(
    "--proxy",
    type=click.IntRange(1, 9),
    is_flag=False,
    flag_value=1,
    metavar="[HOPS]",
    help="Trust the X-Forwarded headers of a proxy, or of several in a row.",
)
@click.option(
    "--host-name",
    "host_names",
    multiple=True,
    metavar="NAME",
    help="A name of the server beside localhost; repeatable, * for any.",
)
@click.option(
    "--cors",
    "origins",
    multiple=True,
    metavar="ORIGIN",
    help="A site whose scripts may read the API; repeatable, * for every site.",
)
@click.option("--private", is_flag=True, help="Answer only readers with a key; see warraq keys.")
@click.option(
    "--log",
    type=click.Choice(["none", "requests", "queries"]),
    default="none",
    show_default=True,
    help="What is logged of each request.",
)
@click.pass_obj
def command(home: Path, /, **options: Any) -> None:
    """Serve the pages and the API with gunicorn.

    Each worker counts the --rate separately, unless WARRAQ_RATE_STORE names a shared store.
    """
    # Only this command needs Flask and gunicorn; `warraq --help` imports this module too.
    from web.server.serve import serve
    from web.server.settings import ServerSettings

    Engine.open(home).close()  # reports a bad home here, not in the log of a worker
    options["proxy"] = options["proxy"] or 0
    serve(home, ServerSettings(store=os.environ.get("WARRAQ_RATE_STORE") or None, **options))
