"""Each document is reported once for each query that it answers."""

from __future__ import annotations

import io
import shutil
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import msgspec
import pytest

from corpus.archive import Archive
from corpus.document import Document
from index.build import update
from search.alerts.formats import AlertLines
from search.alerts.runner import AlertOptions, AlertRun, read_start, run_alerts
from search.alerts.state_file import StateError
from search.alerts.stored_queries import StoredQuery
from search.engine import archive_path
from search.limits import LIMITS, Limits
from search.request import BadRequest, Request
from tests.homes import MakeHome, add_to, delete_from

WHEAT = StoredQuery("قمح", Request(query="قمح"))
MARKET = StoredQuery("سوق", Request(query="سوق"))
BAD = StoredQuery("bad", Request(query="ك" * 100))

Pairs = list[tuple[str, str]]


class Runs:
    """Runs over one home with one state file."""

    def __init__(self, home: Path, state: Path) -> None:
        self.home, self.state = home, state
        self.last: AlertRun | None = None
        self.output: Any = None

    def __call__(self, *queries: StoredQuery, limits: Limits = LIMITS, **options: Any) -> Pairs:
        """The pairs of query and document that a run reports."""
        self.output = io.BytesIO()
        self.last = run_alerts(
            *(self.home, queries, self.state, AlertLines(), self.output),
            AlertOptions(**options),
            limits,
        )
        rows = [msgspec.json.decode(line) for line in self.output.getvalue().splitlines()]
        return [(row["query"], row["document"]) for row in rows if "document" in row]

    def add(self, *documents: Document) -> None:
        add_to(self.home, documents)


@pytest.fixture
def runs(make_home: MakeHome, tmp_path: Path) -> Runs:
    """An archive of one document, and no state."""
    return Runs(make_home([Document(id="old", text="قمح في السوق")]), tmp_path / "state")


def wheat(name: str, **fields: Any) -> Document:
    return Document(id=name, **{"text": f"القمح رقم {name}", **fields})


def test_documents_are_reported_from_now_on(runs: Runs) -> None:
    assert runs(WHEAT, MARKET) == []
    runs.add(wheat("1"), Document(id="2", text="السوق والقمح"), Document(id="3", text="خبز"))
    assert runs(WHEAT, MARKET) == [("قمح", "1"), ("قمح", "2"), ("سوق", "2")]
    assert runs(WHEAT, MARKET) == []
    runs.add(wheat("4"))
    assert runs(WHEAT, MARKET) == [("قمح", "4")]


def test_since_a_sequence_or_a_day(runs: Runs, tmp_path: Path) -> None:
    runs.add(wheat("1"))
    assert runs(WHEAT, since="0") == [("قمح", "old"), ("قمح", "1")]
    assert runs(WHEAT, since="0") == []
    for since, expected in {
        "1": ["1"],
        "2": [],
        "2001-05": ["old", "1"],
        "2099-01": [],
    }.items():
        runs.state = tmp_path / f"state-{since}"
        assert runs(WHEAT, since=since) == [("قمح", name) for name in expected], since
        runs.add(wheat(f"after {since}"))
        assert runs(WHEAT) == [("قمح", f"after {since}")]
        delete_from(runs.home, [f"after {since}"])


def test_a_start_after_the_last_change_is_refused(runs: Runs) -> None:
    with pytest.raises(BadRequest) as caught:
        runs(WHEAT, since="999")
    assert caught.value.message.code == "start_ahead"
    assert not runs.state.exists()


def test_a_number_that_can_be_a_year_is_one() -> None:
    assert read_start("2026") == "2026-01-01"
    assert read_start("20260") == 20260


@pytest.mark.parametrize("given", ["", "-1", "yesterday", "2026-13", "9" * 5_000])
def test_a_start_that_is_neither_is_refused(given: str) -> None:
    with pytest.raises(BadRequest) as caught:
        read_start(given)
    assert caught.value.message.code == "not_a_start"


def test_dates_are_read_in_any_digits() -> None:
    assert read_start(" ٢٠٢٦-١١-٠٣ ") == "2026-11-03"
    assert read_start("2026-11") == "2026-11-01"
    assert read_start("١٢") == 12


# Each document once


def rebuild(runs: Runs) -> None:
    with Archive(archive_path(runs.home)) as archive:
        update(archive, runs.home, from_scratch=True)


def renew_fields(runs: Runs) -> None:
    runs.add(wheat("1", author="رنا"), Document(id="old", text="قمح في السوق", author="رنا"))


def add_again(runs: Runs) -> None:
    runs.add(wheat("1"))


def change_text(runs: Runs) -> None:
    runs.add(wheat("1", text="القمح والخبز"))


@pytest.mark.parametrize("change", [rebuild, renew_fields, add_again, change_text])
def test_a_document_is_not_reported_again(runs: Runs, change: Callable[[Runs], None]) -> None:
    runs(WHEAT)
    runs.add(wheat("1"))
    assert runs(WHEAT) == [("قمح", "1")]
    change(runs)
    assert runs(WHEAT) == []


def test_a_change_is_reported_for_the_queries_that_it_answers_first(runs: Runs) -> None:
    """News that grows: the first version has one of the words, the second both."""
    runs(WHEAT, MARKET)
    runs.add(wheat("1"))
    assert runs(WHEAT, MARKET) == [("قمح", "1")]
    runs.add(wheat("1", text="القمح في السوق"))
    assert runs(WHEAT, MARKET) == [("سوق", "1")]


def test_a_change_of_an_older_document_is_none_of_its_arrival(runs: Runs) -> None:
    runs(WHEAT)
    runs.add(Document(id="old", text="القمح مرة أخرى"))
    assert runs(WHEAT) == []


def test_a_document_that_was_deleted_and_added_again_is_new(runs: Runs) -> None:
    runs(WHEAT)
    runs.add(wheat("1"))
    assert runs(WHEAT) == [("قمح", "1")]
    delete_from(runs.home, ["1"])
    runs.add(wheat("1"))
    assert runs(WHEAT) == [("قمح", "1")]


def test_what_the_index_does_not_have_is_reported_later(runs: Runs) -> None:
    runs(WHEAT)
    with Archive(archive_path(runs.home)) as archive:
        archive.add([wheat("1")])
    assert runs(WHEAT) == []
    assert runs.last is not None
    assert runs.last.waiting
    with Archive(archive_path(runs.home)) as archive:
        update(archive, runs.home)
    assert runs(WHEAT) == [("قمح", "1")]


# Queries that come and change


def test_a_new_query_begins_after_the_last_run(runs: Runs) -> None:
    runs(WHEAT)
    runs.add(Document(id="1", text="سوق القمح"))
    assert runs(WHEAT, MARKET) == [("قمح", "1"), ("سوق", "1")]
    assert runs(WHEAT, StoredQuery("new", Request(query="سوق"))) == []


def test_since_is_for_the_queries_that_are_new(runs: Runs) -> None:
    runs(WHEAT)
    assert runs(WHEAT, MARKET, since="0") == [("سوق", "old")]


def test_a_changed_query_goes_on_where_its_id_stood(runs: Runs) -> None:
    runs(WHEAT)
    runs.add(Document(id="1", text="سوق القمح"))
    assert runs(WHEAT) == [("قمح", "1")]
    runs.add(Document(id="2", text="سوق"))
    changed = StoredQuery("قمح", Request(query="سوق"))
    assert runs(changed) == [("قمح", "2")]


def test_a_refused_query_loses_nothing(runs: Runs) -> None:
    runs(WHEAT, BAD)
    runs.add(wheat("1"))
    assert runs(WHEAT, BAD) == [("قمح", "1")]
    assert runs.last is not None
    assert runs.last.refused == 1
    assert b'"query":"bad","error":"A word of a query' in runs.output.getvalue()
    runs.add(wheat("2"))
    mended = StoredQuery("bad", Request(query="القمح"))
    assert runs(WHEAT, mended) == [("قمح", "2"), ("bad", "1"), ("bad", "2")]


def test_a_query_that_runs_out_of_time_is_asked_again(runs: Runs) -> None:
    runs(WHEAT)
    runs.add(wheat("1"))
    late = msgspec.structs.replace(LIMITS, search_seconds=-1.0)
    assert runs(WHEAT, limits=late) == []
    assert runs(WHEAT) == [("قمح", "1")]


def test_alert_documents(runs: Runs) -> None:
    two = msgspec.structs.replace(LIMITS, alert_documents=2)
    runs(WHEAT, MARKET)
    runs.add(*(wheat(name) for name in "12345"), Document(id="6", text="سوق"))
    parts = [runs(WHEAT, MARKET, limits=two) for _ in range(4)]
    assert parts == [
        [("قمح", "1"), ("قمح", "2"), ("سوق", "6")],
        [("قمح", "3"), ("قمح", "4")],
        [("قمح", "5")],
        [],
    ]


def test_alert_reported(runs: Runs) -> None:
    """Only the last documents are remembered one by one; none is reported twice even so."""
    two = msgspec.structs.replace(LIMITS, alert_reported=2)
    runs(WHEAT, limits=two)
    runs.add(*(wheat(name) for name in "12345"))
    assert len(runs(WHEAT, limits=two)) == 5
    runs.add(*(wheat(name, author="رنا") for name in "12345"))
    assert runs(WHEAT, limits=two) == []


STORY = (
    "أعلنت البلدية صباح أمس أن مطحنة القمح القديمة في حي الميناء تفتح أبوابها للزوار بعد ترميم دام"
    " ثلاث سنوات، وأن الدخول إليها يبقى مجانيًا حتى نهاية الشهر المقبل لجميع سكان المدينة وضواحيها"
)


def test_copies_are_folded(runs: Runs) -> None:
    """A wire story in three papers, the last of which brings it a day later."""
    runs(WHEAT, collapse=True)
    runs.add(
        *(Document(id=name, text=STORY, source=name) for name in ("ا", "ب")),
        Document(id="ج", text="القمح في السوق"),
    )
    assert runs(WHEAT, collapse=True) == [("قمح", "ا"), ("قمح", "ج")]
    assert msgspec.json.decode(runs.output.getvalue().splitlines()[0])["copies"] == ["ب"]
    runs.add(Document(id="د", text=f"{STORY}.", source="د"), wheat("هـ"))
    assert runs(WHEAT, collapse=True) == [("قمح", "هـ")]
    # What was folded is not reported later, also without folding.
    assert runs(WHEAT) == []


def test_copies_are_reported_one_by_one_otherwise(runs: Runs) -> None:
    runs(WHEAT)
    runs.add(*(Document(id=name, text=STORY, source=name) for name in ("ا", "ب")))
    assert runs(WHEAT) == [("قمح", "ا"), ("قمح", "ب")]


# The state


def test_a_state_of_another_archive_is_refused(
    runs: Runs, make_home: MakeHome, tmp_path: Path
) -> None:
    runs(WHEAT)
    other = Runs(make_home([wheat("1")]), runs.state)
    before = runs.state.read_bytes()
    with pytest.raises(StateError, match="another archive"):
        other(WHEAT)
    assert runs.state.read_bytes() == before


def test_a_state_that_is_ahead_is_refused(runs: Runs, tmp_path: Path) -> None:
    shutil.copytree(runs.home, tmp_path / "copy")
    runs.add(wheat("1"))
    runs(WHEAT)
    with pytest.raises(StateError, match="earlier copy"):
        Runs(tmp_path / "copy", runs.state)(WHEAT)


class Broken(io.BytesIO):
    """A stream that fails at its end, such as a full disk."""

    def flush(self) -> None:
        raise OSError(28, "No space left on device")


def test_the_state_stays_where_the_output_is_not_written(runs: Runs) -> None:
    runs(WHEAT)
    runs.add(wheat("1"))
    before = runs.state.read_bytes()
    with pytest.raises(OSError, match="No space"):
        run_alerts(*(runs.home, [WHEAT], runs.state, AlertLines(), Broken()), AlertOptions())
    assert runs.state.read_bytes() == before
    assert runs(WHEAT) == [("قمح", "1")]


def test_a_run_that_ends_before_its_state_is_written_is_repeated(
    runs: Runs, monkeypatch: pytest.MonkeyPatch
) -> None:
    runs(WHEAT)
    runs.add(wheat("1"))

    def killed(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr("search.alerts.state_file.StateFile.replace", killed)
        with pytest.raises(KeyboardInterrupt):
            runs(WHEAT)
    assert b'"document":"1"' in runs.output.getvalue()
    assert runs(WHEAT) == [("قمح", "1")]


def names(pairs: Sequence[tuple[str, str]]) -> list[str]:
    return [name for _, name in pairs]


def test_filters_of_a_query(runs: Runs) -> None:
    queries = {
        "all": Request(query="*"),
        "source": Request(query="قمح", sources=("أسواق",)),
        "date": Request(query="قمح", after="2016", before="2016-12"),
        "not": Request(query="قمح -خبز"),
        "phrase": Request(query='"خبز القمح"'),
        "exact": Request(query="القمح", level="exact"),
        "any": Request(query="خبز زيت", operator="any"),
        "prefix": Request(query="خب*"),
    }
    stored = [StoredQuery(name, request) for name, request in queries.items()]
    runs(*stored)
    runs.add(
        Document(id="1", text="قمح", source="أسواق", date="2016-05-01"),
        Document(id="2", text="خبز القمح", date="2017"),
        Document(id="3", text="القمح خبز", source="بريد"),
    )
    found = runs(*stored)
    assert {name: names([pair for pair in found if pair[0] == name]) for name in queries} == {
        "all": ["1", "2", "3"],
        "source": ["1"],
        "date": ["1"],
        "not": ["1"],
        "phrase": ["2"],
        "exact": ["2", "3"],
        "any": ["2", "3"],
        "prefix": ["2", "3"],
    }
