"""The state of stored queries: what is remembered, and how the file is kept whole."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from search.alerts.state import AlertState, QueryState
from search.alerts.state_file import StateError, StateFile

STATE = AlertState(
    archive="a",
    sequence=9,
    number=7,
    queries={"س": QueryState(9, 3, (4, 6)), "q": QueryState(9, 7)},
)


def write(path: Path, state: AlertState = STATE) -> bytes:
    with StateFile(path) as file:
        file.replace(state)
    return path.read_bytes()


def refusal(path: Path) -> str:
    with StateFile(path) as file, pytest.raises(StateError) as caught:
        file.read()
    assert str(path) in str(caught.value)
    return caught.value.message.code


def test_a_state_is_read_back(tmp_path: Path) -> None:
    path = tmp_path / "q.state"
    with StateFile(path) as file:
        assert file.read() is None
    write(path)
    with StateFile(path) as file:
        assert file.read() == STATE
    assert {each.name for each in tmp_path.iterdir()} == {"q.state", "q.state.lock"}


def test_any_changed_or_missing_byte_is_noticed(tmp_path: Path) -> None:
    path = tmp_path / "q.state"
    content = write(path)
    for place in range(len(content)):
        path.write_bytes(content[:place] + bytes([content[place] ^ 1]) + content[place + 1 :])
        assert refusal(path).startswith("alert_state_"), place
        path.write_bytes(content[:place])
        assert refusal(path) == "alert_state_damaged", place


def test_another_version_is_named(tmp_path: Path) -> None:
    path = tmp_path / "q.state"
    path.write_bytes(write(path).replace(b'"format":1', b'"format":2'))
    assert refusal(path) == "alert_state_of_other_version"


def test_one_run_at_a_time(tmp_path: Path) -> None:
    path, alias = tmp_path / "q.state", tmp_path / "alias"
    write(path)
    alias.symlink_to(path)
    with StateFile(path) as file:
        with pytest.raises(StateError, match="Another run"), StateFile(alias):
            pass
        file.replace(STATE)
    write(alias)
    assert alias.is_symlink()


def test_a_failed_replacement_keeps_the_old_state(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "q.state"
    before = write(path)

    def full(_descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="No space"):
        write(path, AlertState(archive="a", sequence=10, number=8, queries={}))
    assert path.read_bytes() == before
