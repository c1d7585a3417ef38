"""``warraq keys``: the life of a key on the command line."""

from __future__ import annotations

from pathlib import Path

import pytest

from corpus.messages import Message, render
from tests.commands import json_of, ok, process, run
from web.access.key_file import KeyFile
from web.access.keys import find_by_secret
from web.access.limits import ACCESS_LIMITS


def test_a_key_is_printed_once(tmp_path: Path) -> None:
    home = tmp_path / "new" / "home"
    made = run(home, "keys", "add", "فريق التحرير", "--may", "read,operate", "--limit", "90")
    secret = ok(made).strip()
    assert made.stderr == f"{render(Message.of('key_shown_once'), 'en')}\n"
    found = find_by_secret(KeyFile(home).read(), secret)
    assert found is not None
    assert (found.name, found.may, found.limit) == ("فريق التحرير", ("read", "operate"), 90)
    listed = ok(run(home, "keys", "list"))
    assert (
        listed
        == f"فريق التحرير  read, operate, 90 requests a minute, since {found.added_at[:10]}\n"
    )
    assert found.digest not in listed


def test_keys_as_json(tmp_path: Path) -> None:
    made = json_of(run(tmp_path, "keys", "add", "reader", "--json"))
    secret = made.pop("key")
    assert made.keys() == {"name", "may", "limit", "added_at"}
    assert json_of(run(tmp_path, "keys", "list", "--json")) == [made]
    assert json_of(run(tmp_path, "keys", "revoke", "reader", "--json")) == made
    assert json_of(run(tmp_path, "keys", "list", "--json")) == []
    assert find_by_secret(KeyFile(tmp_path).read(), secret) is None


def test_no_keys(tmp_path: Path) -> None:
    assert ok(run(tmp_path / "nowhere", "keys", "list")) == ""


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("add", "reader"), "already"),
        (("add", "x" * 65), "64 visible"),
        (("add", "a\x1b[2J"), "visible characters"),
        (("add", "new", "--may", "write"), "write"),
        (("add", "new", "--limit", "0"), "--limit"),
        (("revoke", "nobody"), "nobody"),
    ],
)
def test_bad_input(tmp_path: Path, arguments: tuple[str, ...], sentence: str) -> None:
    run(tmp_path, "keys", "add", "reader")
    before = (tmp_path / "keys.json").read_bytes()
    result = run(tmp_path, "keys", *arguments)
    assert result.exit_code == 2
    assert result.stdout == ""
    assert sentence in result.stderr
    assert "\x1b" not in result.stderr
    assert (tmp_path / "keys.json").read_bytes() == before


def test_a_damaged_file_is_reported(tmp_path: Path) -> None:
    run(tmp_path, "keys", "add", "reader")
    (tmp_path / "keys.json").write_text("{")
    for arguments in (("list",), ("add", "x"), ("revoke", "reader")):
        result = run(tmp_path, "keys", *arguments)
        assert (result.exit_code, result.stdout) == (2, "")
        assert "damaged" in result.stderr


KEY_COMMANDS = (("list",), ("add", "x"), ("revoke", "reader"))


def assert_refused(home: Path, message: Message) -> None:
    """Commands on keys, and a server, end with the message and change nothing."""
    before = (home / "keys.json").read_bytes()
    sentence = f"{render(message, 'en')}\n"
    for arguments in KEY_COMMANDS:
        result = run(home, "keys", *arguments)
        assert (result.exit_code, result.stdout, result.stderr) == (2, "", sentence)
    served = process("--home", str(home), "serve", "--port", "0")
    assert (served.returncode, served.stdout, served.stderr) == (2, "", sentence)
    assert (home / "keys.json").read_bytes() == before


@pytest.mark.parametrize("mode", [0o644, 0o620, 0o604])
def test_keys_that_others_may_read_or_change_are_not_used(home: Path, mode: int) -> None:
    run(home, "keys", "add", "reader")
    path = home / "keys.json"
    path.chmod(mode)
    assert_refused(home, Message.of("private_file_open", path=str(path)))
    path.chmod(0o600)
    assert ok(run(home, "keys", "list")).startswith("reader")


def test_a_file_of_keys_that_is_too_large_is_not_read(home: Path) -> None:
    run(home, "keys", "add", "reader")
    path, most = home / "keys.json", ACCESS_LIMITS.key_file_bytes
    with path.open("ab") as file:
        file.truncate(most + 1)
    assert_refused(home, Message.of("private_file_too_large", path=str(path), most=most))
