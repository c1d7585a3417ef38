"""A small soak of a real server."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import msgspec
import pytest

from benchmarks.soak.__main__ import OPTIONS, faults, report
from benchmarks.soak.asked import Asked, draw_requests
from benchmarks.soak.campaign import Soak, SoakPlan, run, served
from benchmarks.soak.clients import READER, WEIGHTS, ClientKind, ask, comparable, encode
from benchmarks.soak.kinds import SHARES, make_kinds
from corpus.document import Document
from tests.homes import add_to

WORDS = [f"سفر{letter}ن" for letter in "ابتثجحخدذرزسشصضطظعغفقكلمنهوي"]
NAMED = ClientKind(name="named", headers=(("X-Name", "reader"),))
LOCKED_OUT = ClientKind(name="locked out", headers=(), statuses=frozenset({401}))
SEARCH = Asked(kind="search", target="/api/v1/search?q=x")


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = tmp_path_factory.mktemp("soaked")
    add_to(
        home,
        [
            Document(id=f"d{number}", title=" ".join(WORDS[number:][:4]), text=" ".join(WORDS))
            for number in range(20)
        ],
    )
    return home


@pytest.fixture(scope="module")
def soak(home: Path, tmp_path_factory: pytest.TempPathFactory) -> Soak:
    plan = SoakPlan(
        requests=200,
        clients=6,
        seconds=120,
        options=OPTIONS,
        kinds=make_kinds(home),
        distinct=60,
    )
    return run(home, tmp_path_factory.mktemp("work"), plan, lambda _text: None)


@pytest.mark.slow
def test_no_answer_fails_and_nothing_grows(soak: Soak) -> None:
    assert faults(soak) == []
    assert len(soak.outcomes) == 200
    assert {each.client for each in soak.outcomes} == {*SHARES}
    counted = Counter((each.client, each.status) for each in soak.outcomes)
    assert counted["reader", 200] > 50
    assert counted["no key", 401] > 0
    assert "0 faults." in report(soak)


@pytest.mark.slow
def test_what_must_not_be_is_a_fault(soak: Soak) -> None:
    wrong = msgspec.structs.replace(soak.outcomes[0], status=500, fault="status 500")
    grown = msgspec.structs.replace(soak.held[-1], serving_files=10_000)
    for changed in (
        msgspec.structs.replace(soak, outcomes=[*soak.outcomes, wrong]),
        msgspec.structs.replace(soak, differing=["/"]),
        msgspec.structs.replace(soak, log="a warning"),
        msgspec.structs.replace(soak, held=[*soak.held, grown]),
    ):
        assert len(faults(changed)) == 1


@pytest.mark.slow
def test_every_behaviour_gets_the_answer_that_it_waits_for(home: Path, tmp_path: Path) -> None:
    with served(home, tmp_path / "log", ("--workers", "1")) as (address, _):
        outcomes = [ask(address, READER, behaviour, SEARCH) for behaviour in WEIGHTS]
        assert [each.fault for each in outcomes] == [""] * len(WEIGHTS)
        assert Counter(each.status for each in outcomes) == {200: 3, 408: 1, 0: 3}
        assert ask(address, LOCKED_OUT, "reads", SEARCH).fault == "status 200"


def test_requests_of_a_client_have_its_headers() -> None:
    assert encode(NAMED, SEARCH).decode().splitlines() == [
        "GET /api/v1/search?q=x HTTP/1.1",
        "Host: localhost",
        "X-Name: reader",
        "",
    ]


def test_the_time_that_an_answer_took_is_not_compared() -> None:
    one, other = (comparable(b'{"total":3,"took_ms":%d.5}' % number) for number in (1, 22))
    assert one == other != comparable(b'{"total":4,"took_ms":1.5}')
    assert comparable(b'{"total":3,"timed_out":true}') == b""


def test_the_same_requests_are_drawn_again() -> None:
    first, second, other = (draw_requests(WORDS, ["d1"], 300, seed) for seed in (1, 1, 2))
    assert first == second != other
    assert len({each.kind for each in first}) == 10
