"""The compared engines find documents; tables and sections of reports."""

from __future__ import annotations

import shutil
from pathlib import Path

import msgspec
import pytest

from benchmarks.reporting import Section, SectionError, percentile_95, table
from benchmarks.speed import java
from benchmarks.speed.comparison import select_documents
from benchmarks.speed.engines import CONTESTANTS, WAYS, module_of

ARTICLES = [
    {"id": "d-1", "title": "افتتاح الجسر", "text": "عبرت السيارات النهر صباح اليوم."},
    {"id": "d-2", "title": "موسم الزيتون", "text": "قطف المزارعون ثمار الزيتون مبكرا."},
    {"id": "d-3", "title": "معرض الكتاب", "text": "زار الطلاب المعرض صباح السبت."},
]


@pytest.fixture
def documents(tmp_path: Path) -> Path:
    path = tmp_path / "documents.jsonl"
    path.write_bytes(b"".join(msgspec.json.encode(article) + b"\n" for article in ARTICLES))
    return path


@pytest.mark.slow
@pytest.mark.parametrize("contestant", CONTESTANTS)
def test_every_engine_finds_the_words(contestant: str, documents: Path, tmp_path: Path) -> None:
    if why := CONTESTANTS[contestant].why_absent():
        pytest.skip(f"{CONTESTANTS[contestant].label} cannot run here: {why}")
    home = tmp_path / "home"
    home.mkdir()
    steps = module_of(contestant).build(documents, home)
    assert all(seconds > 0 for seconds in steps.values())
    modes = [mode for mode in WAYS.values() if mode.contestant == contestant]
    assert modes
    for mode in modes:
        with module_of(contestant).WAYS[mode.name](home) as engine:
            search = engine.search
            assert search("الزيتون") == ["d-2"]
            expected = {"d-1", "d-3"} if mode.operator == "any" else {"d-1"}
            assert set(search("صباح الجسر")) == expected
            engine.clear_caches()
            assert search("صباح الجسر")[0] == "d-1"
            assert search("غيمة") == []
            assert engine.milliseconds is None or engine.milliseconds() > 0
            assert engine.peak_bytes() > 1_000_000


def test_an_old_java_is_none(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "bin").mkdir()
    (tmp_path / "bin" / "javac").touch()
    monkeypatch.setattr(java, "_homes", lambda: iter([tmp_path]))
    for version, why in (('"17.0.15"', "no JDK 21 or newer"), ('"21.0.1"', None)):
        java.newest_java.cache_clear()
        (tmp_path / "release").write_text(f"IMPLEMENTOR=x\nJAVA_VERSION={version}\n", "utf-8")
        monkeypatch.setattr(shutil, "which", lambda _: "/usr/bin/mvn")
        assert java.why_no_lucene() == why
    monkeypatch.setattr(shutil, "which", lambda _: None)
    assert java.why_no_lucene() == "no Maven, which fetches Lucene"
    java.newest_java.cache_clear()


def test_a_sample_is_spread_evenly(documents: Path, tmp_path: Path) -> None:
    target = tmp_path / "sample.jsonl"
    assert select_documents([documents], 2, target).ids == {"d-2", "d-3"}
    assert target.read_bytes().splitlines() == documents.read_bytes().splitlines()[1:]
    assert select_documents([documents], None, target).ids == {"d-1", "d-2", "d-3"}
    assert target.read_bytes() == documents.read_bytes()
    assert len(select_documents([documents], 9, target).ids) == 3


@pytest.mark.parametrize(
    ("values", "expected"),
    [([5.0], 5.0), ([2.0, 1.0], 2.0), (range(1, 21), 19), (range(1, 101), 95)],
)
def test_95_percent(values: list[float], expected: float) -> None:
    assert percentile_95(values) == expected


def test_a_table_is_markdown() -> None:
    assert table(("engine", "ms"), [("one", "12.5"), ("another", "3")]) == (
        "| engine  |   ms |\n|---------|-----:|\n| one     | 12.5 |\n| another |    3 |"
    )


def test_a_section_of_a_document_is_replaced(tmp_path: Path) -> None:
    path = tmp_path / "document.md"
    path.write_text("before\n<!-- speed -->\nold\n<!-- /speed -->\nafter\n", "utf-8")
    Section.of(path, "speed").replace("new\n")
    assert path.read_text("utf-8") == "before\n<!-- speed -->\n\nnew\n\n<!-- /speed -->\nafter\n"
    with pytest.raises(SectionError, match="no section between"):
        Section.of(path, "quality")
