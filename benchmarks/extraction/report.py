"""The table of all readers, and of warraq by kind of page."""

from __future__ import annotations

from collections.abc import Mapping
from importlib.metadata import version

import msgspec

from benchmarks.extraction.measures import FACTS, TARGET, Shares, measure
from benchmarks.extraction.pages import KINDS, build_pages
from benchmarks.extraction.readers import READERS, read_with_trafilatura, read_with_warraq
from benchmarks.options import Output, benchmark
from benchmarks.reporting import table


class Figures(msgspec.Struct, frozen=True):
    """The shares of each reader over all pages, and of two readers by kind."""

    pages: int
    readers: Mapping[str, Shares]
    warraq_by_kind: Mapping[str, Shares]
    trafilatura_by_kind: Mapping[str, Shares]


def measure_all() -> Figures:
    """Measure every reader on every page."""
    pages = build_pages()
    by_kind = {kind: [page for page in pages if page.kind == kind] for kind in KINDS}
    return Figures(
        pages=len(pages),
        readers={name: measure(pages, read) for name, read in READERS.items()},
        warraq_by_kind={k: measure(group, read_with_warraq) for k, group in by_kind.items()},
        trafilatura_by_kind={
            k: measure(group, read_with_trafilatura) for k, group in by_kind.items()
        },
    )


def render(figures: Figures) -> str:
    """Render the figures as Markdown."""
    versions = ", ".join(f"{name} {version(name)}" for name in ("trafilatura", "htmldate"))
    rows = [[name, *_cells(shares)] for name, shares in figures.readers.items()]
    kinds = [
        [kind, *_cells(shares), *_cells(figures.trafilatura_by_kind[kind])]
        for kind, shares in figures.warraq_by_kind.items()
    ]
    head = [*FACTS, "text exact"]
    return "\n\n".join(
        (
            f"{figures.pages} pages of {len(kinds)} kinds, percent right ({versions}); of texts the"
            f" mean F1 of words. The target of warraq is {TARGET:.0%} of each.",
            table(["reader", *head], rows),
            "By kind, warraq and then trafilatura:",
            table(["kind", *head, *(f"{fact} (t)" for fact in head)], kinds),
        )
    )


def _cells(shares: Shares) -> list[str]:
    values = [*(getattr(shares, fact) for fact in FACTS), shares.exact_text]
    return ["" if value is None else f"{100 * value:.0f}" for value in values]


@benchmark(section="extraction", as_json=True, data=False)
def main(work: object, output: Output) -> None:  # noqa: ARG001
    """Compare how warraq, trafilatura and htmldate read facts and text of web pages."""
    figures = measure_all()
    output.write(render(figures), figures)
