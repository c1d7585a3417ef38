"""The judged sets (documents, queries, relevance grades) and the ranking measures."""

from __future__ import annotations

import gzip
import os
from collections.abc import Iterator, Mapping, Sequence
from hashlib import blake2b
from pathlib import Path
from typing import Final, Literal

import ir_measures
import msgspec
from ir_measures import RR, R, nDCG

from benchmarks.reporting import BadInput

SHARED_VARIABLE: Final = "WARRAQ_SHARED"

SetName = Literal["wiki_passages", "headlines", "keywords"]
SET_NAMES: Final[tuple[SetName, ...]] = ("wiki_passages", "headlines", "keywords")

Half = Literal["a", "b", "all"]
HALVES: Final[tuple[Half, ...]] = ("a", "b", "all")

Qrels = Mapping[str, Mapping[str, int]]
Scores = Mapping[str, Mapping[str, float]]


class EvaluationDataError(BadInput):
    """The evaluation data is missing or malformed."""


class JudgedQuery(msgspec.Struct, frozen=True):
    """A query of a judged set."""

    id: str
    text: str


class Measures(msgspec.Struct, frozen=True):
    """Means over the queries of a set, each from 0 to 1.

    nDCG at 10 (Järvelin and Kekäläinen 2002, linear gain), reciprocal rank within 10, recall at 10
    and at 100.
    """

    ndcg_10: float
    rr_10: float
    r_10: float
    r_100: float


class JudgedSet(msgspec.Struct, frozen=True, kw_only=True):
    """Queries with their relevant documents.

    ``qrels[query][document]`` is the grade. ``documents`` are the files to search; their titles are
    not indexed if ``without_title``. Sets of the same ``collection`` share their documents.
    """

    name: SetName
    collection: str
    documents: tuple[Path, ...]
    without_title: bool
    queries: tuple[JudgedQuery, ...]
    qrels: Qrels

    def part(self, half: Half) -> JudgedSet:
        """The same set restricted to the queries of one half."""
        if half == "all":
            return self
        return msgspec.structs.replace(
            self,
            queries=tuple(query for query in self.queries if half_of(query.id) == half),
            qrels={id_: grades for id_, grades in self.qrels.items() if half_of(id_) == half},
        )


LUCENE: Final[Mapping[SetName, Measures]] = {
    "wiki_passages": Measures(0.6461, 0.6106, 0.7568, 0.8833),
    "headlines": Measures(0.7579, 0.7484, 0.8837, 0.9825),
    "keywords": Measures(0.5519, 0.5372, 0.6869, 0.8838),
}
"""Lucene 9.9, ArabicAnalyzer, BM25 with k1 .9 and b .4, OR of the words, 100 results, over all
queries of each set; the better of one joined field and two fields (title, text)."""

_NDCG_10: Final = nDCG @ 10
_RR_10: Final = RR @ 10
_R_10: Final = R @ 10
_R_100: Final = R @ 100


def half_of(query: str) -> Literal["a", "b"]:
    """The half of a query by a hash of its id: ``a`` for tuning, ``b`` for reporting."""
    return "b" if blake2b(query.encode(), digest_size=1).digest()[0] & 1 else "a"


def shared_folder(given: Path | None = None) -> Path:
    """Find the folder of the evaluation data: ``given``, else WARRAQ_SHARED, else ``../shared``.

    Raises EvaluationDataError if it has no judged sets.
    """
    named = os.environ.get(SHARED_VARIABLE)
    folder = given or (Path(named) if named else Path(__file__).parents[2] / "shared")
    if not (folder / "judged").is_dir():
        raise EvaluationDataError(
            f"There are no judged sets in {folder}; name their folder with --shared DIR or "
            f"{SHARED_VARIABLE}."
        )
    return folder


def articles(shared: Path) -> tuple[Path, ...]:
    """The article files of the headlines. Raises EvaluationDataError if one is missing."""
    corpora = shared / "corpora"
    return _present((corpora / "saudinewsnet.jsonl.gz", corpora / "antcorpus.jsonl.gz"))


def _present(paths: tuple[Path, ...]) -> tuple[Path, ...]:
    for path in paths:
        if not path.is_file():
            raise EvaluationDataError(f"{path} is missing.")
    return paths


def load(shared: Path, name: SetName) -> JudgedSet:
    """Read a judged set without the queries that have no relevant document.

    Raises EvaluationDataError for a missing or unreadable file.
    """
    collection = "wiki_passages" if name == "wiki_passages" else "headlines"
    folder = shared / "judged" / collection
    documents = (
        articles(shared) if collection == "headlines" else _present((folder / "docs.jsonl.gz",))
    )
    qrels = read_qrels(folder / "qrels.tsv")
    texts = "keywords.jsonl" if name == "keywords" else "queries.jsonl"
    queries = tuple(query for query in read_queries(folder / texts) if query.id in qrels)
    query_ids = {query.id for query in queries}
    return JudgedSet(
        name=name,
        collection=collection,
        documents=documents,
        without_title=collection == "headlines",
        queries=queries,
        qrels={id_: grades for id_, grades in qrels.items() if id_ in query_ids},
    )


def lines(sources: Sequence[Path]) -> Iterator[bytes]:
    """Iterate over the lines of files, gzip or plain."""
    for source in sources:
        with gzip.open(source) if source.suffix == ".gz" else source.open("rb") as file:
            yield from file


def read_queries(path: Path) -> tuple[JudgedQuery, ...]:
    """Read queries from JSON lines ``{"id", "text"}``. Raises EvaluationDataError."""
    found = []
    for number, line in enumerate(_lines(path), 1):
        try:
            found.append(msgspec.json.decode(line, type=JudgedQuery))
        except msgspec.DecodeError as error:
            raise EvaluationDataError(
                f'{path}:{number}: not a line {{"id", "text"}}: {error}.'
            ) from error
    return tuple(found)


def read_qrels(path: Path) -> Qrels:
    """Read tab-separated query, document and grade. Raises EvaluationDataError."""
    qrels: dict[str, dict[str, int]] = {}
    for number, line in enumerate(_lines(path), 1):
        try:
            query, document, grade = line.split("\t")
            qrels.setdefault(query, {})[document] = int(grade)
        except ValueError as error:
            raise EvaluationDataError(
                f"{path}:{number}: not a query, a document and a grade with tabs between."
            ) from error
    return qrels


def _lines(path: Path) -> list[str]:
    try:
        text = path.read_text("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise EvaluationDataError(f"{path} cannot be read: {error}.") from error
    return [line for line in text.split("\n") if line.strip()]


def measure(qrels: Qrels, scores: Scores) -> Measures:
    """Compute the mean measures with ir-measures; an unanswered query counts as 0.

    ``scores[query][document]`` ranks the documents of a query, highest first.
    """
    if not qrels:
        raise ValueError("There is no query to measure.")
    found = ir_measures.calc_aggregate([_NDCG_10, _RR_10, _R_10, _R_100], qrels, scores)
    return Measures(*(float(found[each]) for each in (_NDCG_10, _RR_10, _R_10, _R_100)))


def ndcg_10_by_query(qrels: Qrels, scores: Scores) -> dict[str, float]:
    """Compute nDCG at 10 for each query (see ``measure``)."""
    found = {one.query_id: one.value for one in ir_measures.iter_calc([_NDCG_10], qrels, scores)}
    return {query: float(found.get(query, 0.0)) for query in qrels}
