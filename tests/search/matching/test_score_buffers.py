"""The buffers of ranking: an exception in one query does not change the scores of the next."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import closing
from typing import Any

import msgspec
import pytest

from corpus.document import Document
from index.arrays import DamagedError
from index.reader import IndexReader
from search.limits import LIMITS
from search.matching import kernels
from search.matching.matcher import Matcher
from search.query.nodes import Node
from search.query.pair_counts import PairCounts
from search.query.parser import parse
from search.query.synonyms import SynonymExpander
from tests.homes import add_to

QUERIES = ("كِتاب السوق", "تشرين الأول", "أكتوبر", "سو*", '"سوق الكتب"~2', "title:سوق قمح")


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Iterator[IndexReader]:
    home = tmp_path_factory.mktemp("buffers")
    documents = [
        Document(title="سوق الكتب", text="كِتاب جديد في السوق، وكتب قديمة في تشرين الأول"),
        Document(title="قمح", text="سوق القمح والخبز في أكتوبر، ثم في تشرين الأول"),
        Document(title="كتاب عن السوق", text="كتاب كتاب كاتب وسوق الكتب في أكتوبر"),
    ]
    filler = [Document(title="حشو", text=f"سطر {n} لا شأن له") for n in range(60)]
    add_to(home, [*documents, *filler])
    with closing(IndexReader.current(home)) as reader:
        yield reader


def matcher(index: IndexReader, *, cached: bool = True) -> Matcher:
    limits = LIMITS if cached else msgspec.structs.replace(LIMITS, class_cache_bytes=0)
    return Matcher(index, limits=limits)


def trees(index: IndexReader) -> list[Node]:
    expander = SynonymExpander(index.vocabulary, PairCounts(index).count)
    return [expander.expand(parse(query).tree, "stem").tree for query in QUERIES]


def scores(matcher: Matcher, tree: Node) -> tuple[list[int], list[float]]:
    found = matcher.match(tree, "stem", seconds=60)
    assert not found.timed_out
    return found.documents.tolist(), found.scores.tolist()


class Failure:
    """A function that raises an error at its n-th call, before or after its work."""

    def __init__(
        self, function: Callable[..., Any], at: int, error: BaseException, *, after: bool
    ) -> None:
        self.function = function
        self.left = at
        self.error = error
        self.after = after

    def __call__(self, *arguments: Any) -> Any:
        self.left -= 1
        if self.left == 0 and not self.after:
            raise self.error
        result = self.function(*arguments)
        if self.left == 0:
            raise self.error
        return result


@pytest.mark.parametrize("after", [False, True])
@pytest.mark.parametrize("error", [DamagedError("cut short"), KeyboardInterrupt()], ids=repr)
@pytest.mark.parametrize("name", ["index.add", "index.occurrences", "saturate", "take"])
def test_an_exception_leaves_the_next_scores_right(
    index: IndexReader,
    monkeypatch: pytest.MonkeyPatch,
    name: str,
    error: BaseException,
    after: bool,
) -> None:
    expected = [scores(matcher(index), tree) for tree in trees(index)]
    owner = index if name.startswith("index.") else kernels
    attribute = name.removeprefix("index.")
    failed = 0
    for tree in trees(index):
        for at in range(1, 12):
            interrupted = matcher(index)
            failure = Failure(getattr(owner, attribute), at, error, after=after)
            with monkeypatch.context() as patch:
                patch.setattr(owner, attribute, failure)
                try:
                    interrupted.match(tree, "stem")
                except type(error):
                    failed += 1
                else:
                    break
            assert [scores(interrupted, each) for each in trees(index)] == expected
    assert failed > len(QUERIES)


@pytest.mark.parametrize("query", QUERIES)
def test_scores_do_not_depend_on_the_cache(index: IndexReader, query: str) -> None:
    tree = (
        SynonymExpander(index.vocabulary, PairCounts(index).count)
        .expand(parse(query).tree, "stem")
        .tree
    )
    assert scores(matcher(index, cached=False), tree) == scores(matcher(index), tree)
