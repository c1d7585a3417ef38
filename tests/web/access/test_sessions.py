"""Sessions: signed by the secret of a home, ended by time."""

from __future__ import annotations

import stat
import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from web.access.keys import make_key
from web.access.limits import ACCESS_LIMITS
from web.access.private_files import PrivateFileError
from web.access.sessions import Sessions, read_secret

KEY, SECRET = make_key("reader", ["read"])


def test_a_token_has_the_id_of_its_key_and_no_secret() -> None:
    sessions = Sessions(b"s" * 32)
    token = sessions.sign(KEY)
    assert sessions.key_id(token) == KEY.id
    assert SECRET not in token
    assert KEY.digest[:8] not in token


def test_a_token_of_another_home_is_worth_nothing() -> None:
    assert Sessions(b"a" * 32).key_id(Sessions(b"b" * 32).sign(KEY)) is None


@given(st.text(max_size=200))
def test_no_text_is_a_token(text: str) -> None:
    assert Sessions(b"s" * 32).key_id(text) is None


@given(st.integers(min_value=0), st.characters())
def test_a_changed_token_is_never_that_of_another_key(place: int, character: str) -> None:
    sessions = Sessions(b"s" * 32)
    token = sessions.sign(KEY)
    place %= len(token)
    changed = token[:place] + character + token[place + 1 :]
    assert sessions.key_id(changed) in (None, KEY.id)  # base64 has several spellings of a byte


def test_a_session_ends(monkeypatch: pytest.MonkeyPatch) -> None:
    sessions, now = Sessions(b"s" * 32), time.time()
    token = sessions.sign(KEY)
    for seconds, valid in (
        (0, True),
        (ACCESS_LIMITS.session_seconds - 5, True),
        (ACCESS_LIMITS.session_seconds + 5, False),
        (-3600, False),
    ):
        monkeypatch.setattr(time, "time", lambda later=now + seconds: later)
        assert (sessions.key_id(token) is not None) == valid, seconds


def test_the_secret_is_made_once_and_private(tmp_path: Path) -> None:
    secret = read_secret(tmp_path)
    assert len(secret) == 32
    assert read_secret(tmp_path) == secret
    (path,) = tmp_path.iterdir()
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    path.chmod(0o640)
    with pytest.raises(PrivateFileError, match="chmod 600"):
        read_secret(tmp_path)
    path.chmod(0o600)
    path.write_bytes(b"short")
    with pytest.raises(PrivateFileError, match="damaged"):
        read_secret(tmp_path)
