"""The file of keys: private, whole at every moment, read again when it changes."""

from __future__ import annotations

import json
import os
import stat
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import msgspec
import pytest

from tests.commands import process
from web.access import key_file
from web.access.key_file import KeyFile
from web.access.keys import InvalidKeyError, digest_of
from web.access.limits import ACCESS_LIMITS
from web.access.private_files import PrivateFileError


def test_a_home_without_the_file_has_no_keys(tmp_path: Path) -> None:
    assert KeyFile(tmp_path).read() == ()
    assert list(tmp_path.iterdir()) == []


def test_another_process_sees_a_key_at_once_and_its_end(tmp_path: Path) -> None:
    server, command = KeyFile(tmp_path), KeyFile(tmp_path)
    assert server.read() == ()
    for number in range(20):
        key, secret = command.add(f"key {number}", ["read"])
        assert server.read()[-1] == key
        assert secret not in (tmp_path / "keys.json").read_text()
    command.revoke("key 7")
    assert [each.name for each in server.read()] == [f"key {n}" for n in range(20) if n != 7]
    (tmp_path / "keys.json").unlink()
    assert server.read() == ()


def test_the_file_is_private_and_nothing_else_is_left(tmp_path: Path) -> None:
    old = os.umask(0)
    try:
        KeyFile(tmp_path).add("reader", ["read"])
    finally:
        os.umask(old)
    (path,) = tmp_path.iterdir()
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_a_name_is_used_once_until_it_is_revoked(tmp_path: Path) -> None:
    keys = KeyFile(tmp_path)
    first, _ = keys.add("reader", ["read"])
    with pytest.raises(InvalidKeyError, match="already"):
        keys.add("reader", ["operate"])
    keys.revoke("reader")
    with pytest.raises(InvalidKeyError, match="reader"):
        keys.revoke("reader")
    second, _ = keys.add("reader", ["read"])
    assert second.id != first.id


def test_the_number_of_keys_is_limited(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    small = msgspec.structs.replace(ACCESS_LIMITS, keys=3)
    monkeypatch.setattr(key_file, "ACCESS_LIMITS", small)
    keys = KeyFile(tmp_path)
    for number in range(3):
        keys.add(str(number), ["read"])
    with pytest.raises(InvalidKeyError, match="3 keys"):
        keys.add("one more", ["read"])
    assert len(keys.read()) == 3


@pytest.mark.parametrize("mode", [0o644, 0o660, 0o606, 0o700 | 0o001])
def test_a_file_that_others_may_read_or_change_is_refused(tmp_path: Path, mode: int) -> None:
    keys = KeyFile(tmp_path)
    keys.add("reader", ["read"])
    (tmp_path / "keys.json").chmod(mode)
    for use in (keys.read, KeyFile(tmp_path).read, lambda: keys.add("x", ["read"])):
        with pytest.raises(PrivateFileError, match="chmod 600"):
            use()


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"{}",
        b"[]",
        b"\xff",
        b'{"version":1,"keys":[{"name":"x"}]}',
        b'{"version":2,"keys":[]}',
        b'{"version":1,"keys":[],"more":1}',
        b'{"version":1,"keys":[{"name":"x","id":"a","digest":"b","may":["all"],"limit":null,'
        b'"added_at":""}]}',
    ],
)
def test_a_damaged_file_is_no_empty_one(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "keys.json"
    path.write_bytes(content)
    path.chmod(0o600)
    keys = KeyFile(tmp_path)
    for use in (keys.read, lambda: keys.add("x", ["read"]), lambda: keys.revoke("x")):
        with pytest.raises(PrivateFileError, match="damaged"):
            use()
    assert path.read_bytes() == content


def test_a_large_file_is_not_read(tmp_path: Path) -> None:
    path = tmp_path / "keys.json"
    path.write_bytes(b" " * (ACCESS_LIMITS.key_file_bytes + 1))
    path.chmod(0o600)
    with pytest.raises(PrivateFileError, match="larger"):
        KeyFile(tmp_path).read()


@pytest.mark.parametrize("kind", ["link", "folder", "fifo"])
def test_only_a_regular_file_is_read(tmp_path: Path, kind: str) -> None:
    path = tmp_path / "keys.json"
    if kind == "link":
        other = tmp_path / "other"
        KeyFile(tmp_path).add("reader", ["read"])
        path.rename(other)
        path.symlink_to(other)
    elif kind == "folder":
        path.mkdir()
    else:
        os.mkfifo(path, 0o600)
    with pytest.raises(PrivateFileError):
        KeyFile(tmp_path).read()


def test_a_failed_write_keeps_the_keys(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    keys = KeyFile(tmp_path)
    kept, _ = keys.add("kept", ["read"])

    def fail(descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", fail)
    with pytest.raises(PrivateFileError, match="No space"):
        keys.add("lost", ["read"])
    assert KeyFile(tmp_path).read() == (kept,)
    assert [each.name for each in tmp_path.iterdir()] == ["keys.json"]


def test_the_remains_of_a_killed_command_do_not_matter(tmp_path: Path) -> None:
    (tmp_path / "keys.json.new").symlink_to("/etc/nowhere")
    key, _ = KeyFile(tmp_path).add("reader", ["read"])
    assert KeyFile(tmp_path).read() == (key,)


def test_no_change_of_several_at_once_is_lost(tmp_path: Path) -> None:
    with ThreadPoolExecutor(8) as threads:
        made = list(threads.map(lambda n: KeyFile(tmp_path).add(f"t{n}", ["read"]), range(40)))
    assert {each.id for each in KeyFile(tmp_path).read()} == {key.id for key, _ in made}


def test_processes_wait_for_each_other(tmp_path: Path) -> None:
    def add(number: int) -> str:
        done = process("--home", str(tmp_path), "keys", "add", f"p{number}", "--json")
        return str(json.loads(done.stdout)["key"])

    with ThreadPoolExecutor(4) as threads:
        secrets = list(threads.map(add, range(8)))
    kept = {each.digest for each in KeyFile(tmp_path).read()}
    assert kept == {digest_of(secret) for secret in secrets}
