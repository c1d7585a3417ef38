"""The worker processes of a build: any number of them, and what happens when one ends."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

import index.build
from arabic.analyzer import classify
from arabic.attestation import Attestation
from arabic.roots import guess_root
from corpus.archive import Archive
from corpus.document import Document
from index import generation
from index.analysis_pool import MAX_WORKERS, AnalysisPool
from index.arrays import write_arrays
from index.build import update
from index.term_numbers import LocalTerms
from index.vocabulary import Vocabulary
from index.worker_process import WorkerError, cores
from search.engine import archive_path
from tests.commands import PYTHON
from tests.homes import ROOT, MakeHome
from tests.index.contents import contents
from tests.index.vocabularies import grown_arrays

pytestmark = pytest.mark.slow

_PICK = random.Random(2)
WORDS = ["".join(_PICK.choices("بتجحخدرزسشصطعفقكلمنه", k=4)) for _ in range(2_000)]


def random_document(number: int) -> Document:
    text = " ".join(random.Random(number).choices(WORDS, k=30))
    return Document(id=f"d{number}", title=f"خبر {number}", text=f"في {text}، وبالمكتبات")


def children(process: int | str = "self") -> set[int]:
    """The child processes of a process."""
    tasks = Path(f"/proc/{process}/task").glob("*/children")
    return {int(child) for task in tasks for child in task.read_text("ascii").split()}


def test_batches_come_back_in_their_order() -> None:
    batches = [[f"كلمة{number} مشتركة", "أخرى"] for number in range(20)]
    with AnalysisPool(2) as pool:
        found = list(pool.analyze(batches))
    own = [LocalTerms(), LocalTerms()]
    assert found == [own[place % 2].analyze(batch) for place, batch in enumerate(batches)]


def test_classes_of_many_batches(tmp_path: Path) -> None:
    """The workers read the attestations of the archive from a file."""
    counts = {("وعسجران", "وعسجران"): 4, ("عسجران", "عسجران"): 1, ("المكتبات", "المكتبات"): 2}
    arrays = grown_arrays(counts)
    arrays["forms.prepositional"] = np.array([3, 0, 0], np.uint8)
    arrays["forms.introduced"] = np.array([0, 0, 0], np.uint8)
    path = tmp_path / "attestations.arrays"
    with path.open("wb") as file:
        write_arrays(file, arrays)
    forms = [form for form, _ in counts]
    vocabulary = Vocabulary(arrays)
    with AnalysisPool(2) as pool:
        found = pool.classify(([form] for form in forms), path)
        again = pool.classify([forms], path)
    assert vocabulary.attested("وعسجران") == Attestation(4, 3)
    assert found == again == [classify(form, vocabulary.attested) for form in forms]


def test_roots_are_guessed_while_the_caller_goes_on() -> None:
    stems = WORDS[:30]
    with AnalysisPool(2) as pool:
        guessed = pool.guess_roots([stems[:20], stems[20:]])
        assert guessed() == {stem: guess_root(stem) for stem in stems}


def test_a_closed_pool_starts_again() -> None:
    before = children()
    with AnalysisPool(2) as pool:
        first = list(pool.analyze([["كتاب"], ["قلم"]]))
        pool.close()
        assert children() == before
        assert list(pool.analyze([["كتاب"], ["قلم"]])) == first


def test_few_batches_are_taken_ahead() -> None:
    """This bounds the memory of a build."""
    taken: list[int] = []

    def batches() -> Iterator[list[str]]:
        for number in range(40):
            taken.append(number)
            yield ["كلمة"]

    with AnalysisPool(2) as pool:
        for got, _ in enumerate(pool.analyze(batches())):
            assert len(taken) - got <= 7
    assert len(taken) == 40


def test_a_large_batch_does_not_block_its_pipes() -> None:
    """Both directions carry far more than the buffer of a pipe."""
    texts = [" ".join(WORDS * 100)] * 2
    with AnalysisPool(2) as pool:
        found = list(pool.analyze([texts] * 4))
    assert [analysed.lengths for analysed in found] == [[200_000, 200_000]] * 4


def test_no_process_is_left_running() -> None:
    before = children()
    with AnalysisPool(3) as pool:
        assert children() == before  # the first task starts them
        list(pool.analyze([["كتاب"]]))
        assert len(children() - before) == 3
    assert children() == before

    def fail_midway() -> None:
        with AnalysisPool(2) as pool:
            for _ in pool.analyze([["كتاب"]] * 50):
                raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail_midway()
    assert children() == before


def test_the_number_of_processes_is_bounded() -> None:
    assert AnalysisPool(1_000).count == MAX_WORKERS
    assert 1 <= cores() <= (os.cpu_count() or 1)


@pytest.fixture
def pooled(monkeypatch: pytest.MonkeyPatch) -> None:
    """Use worker processes for small archives, too."""
    monkeypatch.setattr(index.build, "_MANY_DOCUMENTS", 1)
    monkeypatch.setattr(index.build, "_MANY_FORMS", 1)
    monkeypatch.setattr(index.build, "_BATCH_DOCUMENTS", 16)
    monkeypatch.setattr(index.build, "_BATCH_FORMS", 100)


def test_the_index_is_the_same_for_any_number_of_workers(pooled: None, make_home: MakeHome) -> None:
    home = make_home([])
    with Archive(archive_path(home)) as archive:
        archive.add(random_document(number) for number in range(300))
        built = []
        for workers in (1, 2, 3):
            update(archive, home, from_scratch=True, workers=workers)
            built.append(contents(home))
    assert list(built[0]) == ["0", "1"]
    assert built[0] == built[1] == built[2]


def test_workers_analyze_added_documents(pooled: None, make_home: MakeHome) -> None:
    one, other = make_home([random_document(0)]), make_home([random_document(0)])
    for home, workers in ((one, 1), (other, 3)):
        for first in (1, 100):
            with Archive(archive_path(home)) as archive:
                archive.add(random_document(number) for number in range(first, first + 99))
                assert update(archive, home, workers=workers).indexed == 99
    assert contents(one) == contents(other)


def test_a_worker_that_ends_leaves_the_index_as_it_was(pooled: None, make_home: MakeHome) -> None:
    home = make_home([random_document(0)])
    before = generation.current(home)
    others = children()

    def kill_one(_: int) -> None:
        os.kill(min(children() - others), signal.SIGKILL)

    with Archive(archive_path(home)) as archive:
        archive.add(random_document(number) for number in range(1, 300))
        with pytest.raises(WorkerError, match=r"ended unexpectedly.*nothing is lost\.$"):
            update(archive, home, workers=2, progress=kill_one)
        assert children() == others
        assert generation.current(home) == before
        assert len(list(generation.folder_of(home).glob("generation-*"))) == 1
        assert update(archive, home, workers=2).indexed == 299


BUILD = """
import sys
from pathlib import Path
import index.build
from corpus.archive import Archive
from search.engine import archive_path
index.build._MANY_DOCUMENTS = 1
index.build._BATCH_DOCUMENTS = 16
home = Path(sys.argv[1])
with Archive(archive_path(home)) as archive:
    def wait(indexed: int) -> None:
        print(indexed, flush=True)
        sys.stdin.readline()
    try:
        index.build.update(archive, home, workers=2, progress=wait)
    except KeyboardInterrupt:
        print("stopped", flush=True)
"""


def test_ctrl_c_stops_a_build_and_its_workers(make_home: MakeHome) -> None:
    """The terminal sends the signal to the process group of the build."""
    home = make_home([random_document(0)])
    before = generation.current(home)
    with Archive(archive_path(home)) as archive:
        archive.add(random_document(number) for number in range(1, 400))
    with subprocess.Popen(
        [sys.executable, "-W", "ignore::SyntaxWarning", "-c", BUILD, str(home)],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    ) as builder:
        assert builder.stdout is not None
        assert builder.stdout.readline() == "16\n"
        os.killpg(builder.pid, signal.SIGINT)
        # The error stream ends when the last process that holds it has ended.
        out, errors = builder.communicate(timeout=60)
    assert (builder.returncode, out, errors) == (0, "stopped\n", "")
    assert generation.current(home) == before
    assert len(list(generation.folder_of(home).glob("generation-*"))) == 1


@pytest.mark.skipif(cores() == 1, reason="with one processor no workers are started")
def test_the_command_line_reports_a_worker_that_ended(make_home: MakeHome) -> None:
    home = make_home([random_document(0)])
    with Archive(archive_path(home)) as archive:
        archive.add(Document(id=f"d{number}", text="كتاب") for number in range(2_100))
    with subprocess.Popen(
        [*PYTHON, "--home", str(home), "rebuild"], cwd=ROOT, stderr=subprocess.PIPE, text=True
    ) as builder:
        started: set[int] = set()
        while not started and builder.poll() is None:
            started = children(builder.pid)
        for worker in started:
            os.kill(worker, signal.SIGKILL)
        _, errors = builder.communicate(timeout=60)
    assert builder.returncode == 2
    assert errors.splitlines()[-1].endswith(
        "A process that analyzes documents ended unexpectedly; run the command again, "
        "nothing is lost."
    )
    assert "Traceback" not in errors
