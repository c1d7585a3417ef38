"""A private archive, served by several workers."""

from __future__ import annotations

import json
import subprocess
from concurrent.futures import ThreadPoolExecutor
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import urlencode, urlsplit

import pytest

from tests.commands import process as run
from tests.web.conftest import Command, Serving
from web.access.limits import ACCESS_LIMITS


class Reply:
    """The answer to a request with a connection of its own."""

    def __init__(
        self, address: str, method: str, path: str, body: str = "", **headers: str
    ) -> None:
        connection = HTTPConnection(urlsplit(address).netloc, timeout=20)
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        connection.request(method, path, body or None, named)
        answer = connection.getresponse()
        self.status, self.headers, self.text = answer.status, answer.headers, answer.read().decode()
        connection.close()


def get(address: str, path: str, **headers: str) -> Reply:
    return Reply(address, "GET", path, **headers)


def sign_in(address: str, key: str, **headers: str) -> Reply:
    kind = "application/x-www-form-urlencoded"
    return Reply(address, "POST", "/sign-in", urlencode({"key": key}), Content_Type=kind, **headers)


@pytest.fixture
def private_home(command: Command, tmp_path: Path) -> Path:
    text = tmp_path / "text.txt"
    text.write_text("خبر عن الميناء القديم.", encoding="utf-8")
    home = tmp_path / "home"
    subprocess.run(command(home, "add", str(text)), check=True, capture_output=True)
    return home


def add_key(home: Path, name: str, *options: str) -> str:
    done = run("--home", str(home), "keys", "add", name, *options)
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


def test_every_worker_notices_new_and_revoked_keys(private_home: Path, serving: Serving) -> None:
    first = add_key(private_home, "first")
    with serving(private_home, "--private", "--workers", "2") as (address, _):
        session = sign_in(address, first).headers["Set-Cookie"].partition(";")[0]
        later = add_key(private_home, "later")
        for _ in range(10):
            assert get(address, "/api/v1/stats").status == 401
            assert get(address, "/healthz").status == 200
            for secret in (first, later):
                bearer = f"Bearer {secret}"
                assert get(address, "/api/v1/stats", Authorization=bearer).status == 200
            assert get(address, "/", Cookie=session).status == 200
        assert run("--home", str(private_home), "keys", "revoke", "first").returncode == 0
        for _ in range(10):
            assert get(address, "/", Cookie=session).status == 401
            assert get(address, "/", Authorization=f"Bearer {first}").status == 401
            assert get(address, "/", Authorization=f"Bearer {later}").status == 200


def test_a_session_outlives_the_server(private_home: Path, serving: Serving) -> None:
    secret = add_key(private_home, "reader")
    with serving(private_home, "--private") as (address, _):
        session = sign_in(address, secret).headers["Set-Cookie"].partition(";")[0]
    with serving(private_home, "--private") as (address, _):
        assert get(address, "/", Cookie=session).status == 200
    assert (private_home / "session-secret").stat().st_mode & 0o777 == 0o600


def test_failed_sign_ins_are_counted_by_all_workers(private_home: Path, serving: Serving) -> None:
    secret = add_key(private_home, "reader")
    with serving(private_home, "--private", "--proxy", "--workers", "3", "--rate", "off") as (
        address,
        _,
    ):

        def attempt(_: int) -> int:
            return sign_in(address, "wrong", X_Forwarded_For="203.0.113.7").status

        with ThreadPoolExecutor(6) as threads:
            statuses = list(threads.map(attempt, range(40)))
        most = ACCESS_LIMITS.failures_of_address
        assert (statuses.count(401), statuses.count(429)) == (most, 40 - most)
        assert sign_in(address, secret, X_Forwarded_For="203.0.113.7").status == 429
        proxied = {"X_Forwarded_Proto": "https", "X_Forwarded_Prefix": "/news"}
        signed = sign_in(address, secret, X_Forwarded_For="203.0.113.8", **proxied)
        assert (signed.status, signed.headers["Location"]) == (303, "/news/")
        cookie = signed.headers["Set-Cookie"]
        assert "Secure" in cookie
        assert "Path=/news" in cookie
        assert "HttpOnly" in cookie


def test_metrics_and_readiness_are_for_operators(private_home: Path, serving: Serving) -> None:
    reader = add_key(private_home, "reader")
    operator = add_key(private_home, "prometheus", "--may", "operate")
    with serving(private_home, "--private") as (address, _):
        for path in ("/metrics", "/readyz"):
            assert get(address, path).status == 401
            assert get(address, path, Authorization=f"Bearer {reader}").status == 403
            assert get(address, path, Authorization=f"Bearer {operator}").status == 200
        assert get(address, "/", Authorization=f"Bearer {operator}").status == 403


def test_a_private_archive_without_keys_is_reported(
    private_home: Path, serving: Serving, tmp_path: Path
) -> None:
    log = tmp_path / "log"
    with serving(private_home, "--private", log=log) as (address, _):
        assert get(address, "/").status == 401
    (line,) = log.read_text().splitlines()
    assert "warraq keys add" in json.loads(line)["message"]


@pytest.mark.parametrize("origin", ["*", "https://example.org"])
def test_a_private_archive_has_no_cors(private_home: Path, origin: str) -> None:
    done = run("--home", str(private_home), "serve", "--private", "--cors", origin, "--port", "0")
    assert done.returncode == 2
    assert "--cors" in done.stderr


def test_keys_that_others_may_change_are_not_used(private_home: Path) -> None:
    add_key(private_home, "reader")
    (private_home / "keys.json").chmod(0o666)
    done = run("--home", str(private_home), "serve", "--private", "--port", "0")
    assert done.returncode == 2
    assert "chmod 600" in done.stderr


def test_refused_requests_leave_no_files(private_home: Path, serving: Serving) -> None:
    secret = add_key(private_home, "reader")
    with serving(private_home, "--private", "--rate", "off") as (address, _):
        get(address, "/", Authorization=f"Bearer {secret}")
        before = {path.name for path in private_home.iterdir()}
        for number in range(60):
            assert get(address, f"/{number}", Authorization=f"Bearer warraq_{number}").status == 401
            assert get(address, "/", Cookie=f"warraq-session={number}").status == 401
            sign_in(address, str(number))
        assert {path.name for path in private_home.iterdir()} == before
