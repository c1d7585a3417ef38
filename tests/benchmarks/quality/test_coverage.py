"""The benchmark of coverage: drafts, judged events, and what it counts."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path
from random import Random

import pytest

from benchmarks.quality.coverage import (
    CopyIds,
    measure_absent,
    measure_drafts,
    measure_stories,
    measure_times,
    report,
)
from benchmarks.quality.coverage_drafts import excerpt, is_source, rewrite, sentences_of
from benchmarks.quality.coverage_events import STORY_EVENTS
from benchmarks.reporting import BadInput
from corpus.document import Document
from search.engine import Engine
from tests.homes import MakeHome
from tests.index.copies.test_copies import words

TEXT = ". ".join(words(12 * number, 12) for number in range(10)) + "."


@pytest.fixture
def home(make_home: MakeHome) -> Path:
    others = (Document(id=f"o{each}", text=words(500 + 40 * each, 40)) for each in range(5))
    return make_home([Document(id="source", text=TEXT), *others])


def test_drafts_are_made_of_sentences_of_their_source() -> None:
    assert is_source(TEXT)
    assert not is_source(words(0, 100))
    draft = rewrite(TEXT, ["جديد"], Random("1"))
    assert draft.startswith("جديد جديد")
    kept = draft.split("\n")[1:]
    assert len(kept) == 7
    assert kept != [each for each in sentences_of(TEXT) if each in kept]
    replaced = sum(line.split().count("جديد") for line in kept)
    assert 0 < replaced < 20
    assert len(sentences_of(excerpt(TEXT, Random("1")))) == 2


def test_figures_of_drafts(home: Path) -> None:
    with closing(Engine.open(home)) as engine:
        source = engine.document("source")
        assert source is not None
        drafts = measure_drafts(engine, [source], Random("1"))
        drafts.append(measure_absent(engine, ["سفينة لم تصل بعد إلى الميناء القديم"]))
        times = measure_times(engine, [source] * 20)
    assert [(each.first, each.covered) for each in drafts[:2]] == [(1, 1), (1, 1)]
    assert (drafts[2].first, drafts[2].not_covered) == (None, 1)
    assert times.checks >= 1
    assert "100.0%" in report("", drafts, [], [times])


def test_events_need_the_judged_articles(home: Path, make_home: MakeHome) -> None:
    event = next(each for each in STORY_EVENTS if each.half == "b")
    with closing(Engine.open(home)) as engine, pytest.raises(BadInput, match="judged articles"):
        measure_stories(engine, CopyIds(home), "b")
    home = make_home([Document(id=event.drafts[0], text=TEXT)])
    with closing(Engine.open(home)) as engine:
        figures = measure_stories(engine, CopyIds(home), "b")
    assert (figures.drafts, figures.recall, figures.precision) == (1, 0, 1)


def test_the_events_are_judged_in_two_halves_of_twelve() -> None:
    for half in ("a", "b"):
        events = [each for each in STORY_EVENTS if each.half == half]
        assert len(events) == 12
        assert all(set(each.drafts) <= each.ids() for each in events)
