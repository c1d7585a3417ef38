"""The benchmark of the order of dates."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

import pytest
from click.testing import CliRunner

from benchmarks.quality.date_order import FIRST, LEAST_ABOUT, DateOrderFigures, is_about, main
from benchmarks.quality.date_order import measure as measure_order
from benchmarks.quality.date_order_events import EVENTS, Event
from corpus.document import Document
from search.engine import Engine
from tests.homes import MakeHome

FAR = "سطر في أمر آخر لا شأن له بما يطلب " * 40
EVENT = Event("حريق المكتبة", "2015-08-02", ("حريق|نار", "مكتبه"))
ABOUT, WEAK = 9, 12


@pytest.fixture
def home(make_home: MakeHome) -> Path:
    about = [
        Document(id=f"a{day}", text="أتى حريق على المكتبة.", date=f"2015-08-{day + 2:02}")
        for day in range(ABOUT)
    ]
    weak = [
        Document(id=f"w{day}", text=f"{FAR} حريق {FAR} المكتبة", date=f"2015-08-{day + 2:02}")
        for day in range(WEAK)
    ]
    return make_home([*about, *weak])


@pytest.mark.parametrize(
    ("document", "expected"),
    [
        (Document(text="أتى حريق على المكتبة.", date="2015-08-03"), True),
        (Document(text="أتى حريق على المكتبة."), True),
        (Document(title="نار", text=f"المكتبة {FAR}"), True),
        (Document(text="أتى حريق على المكتبة.", date="2015-08-01"), False),
        (Document(text=f"{FAR} حريق المكتبة"), False),
        (Document(text=FAR + "حريق المكتبة " * 3), True),
    ],
)
def test_documents_about_an_event(make_home: MakeHome, document: Document, expected: bool) -> None:
    with closing(Engine.open(make_home([document]))) as engine:
        (row,) = engine.rows([1]).values()
    assert is_about(EVENT, row) is expected


def test_the_first_documents_are_counted(home: Path) -> None:
    other = Event("زمهرير", "2015", ("زمهرير",))
    with closing(Engine.open(home)) as engine:
        every, close = measure_order(engine, [EVENT, other])
    assert every == DateOrderFigures("all", 1, 0.5, 0.4, 1.0, 1.0)
    assert close == DateOrderFigures("close", 1, 1.0, 1.0, ABOUT / (ABOUT + WEAK), 1.0)


def test_the_events_are_distinct_and_named() -> None:
    assert len({event.query for event in EVENTS}) == len(EVENTS) >= 20
    assert all(name for event in EVENTS for names in event.names for name in names.split("|"))
    assert FIRST >= LEAST_ABOUT


def test_the_command_prints_figures_or_says_what_is_missing(home: Path, tmp_path: Path) -> None:
    result = CliRunner().invoke(main, ["--home", str(home), "--work", str(tmp_path), "--json"])
    assert (result.exit_code, result.stdout) == (2, "")
    assert "too few documents" in result.stderr
