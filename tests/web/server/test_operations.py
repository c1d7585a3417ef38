"""Operating a server: logs, metrics, rate limits, proxies, signals and files."""

from __future__ import annotations

import json
import os
import re
import signal
import socket
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from pathlib import Path
from typing import TypeAlias
from urllib.error import HTTPError
from urllib.parse import quote, urlsplit
from urllib.request import Request, urlopen

import pytest

from benchmarks.memory import children

Serving: TypeAlias = Callable[..., AbstractContextManager[tuple[str, subprocess.Popen[str]]]]

QUERY = "المكتبة"


def get(address: str, **headers: str) -> tuple[int, str]:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    try:
        with urlopen(Request(address, headers=named), timeout=20) as answer:
            return answer.status, answer.read().decode()
    except HTTPError as error:
        with error:
            return error.code, error.read().decode()


def wait_until(condition: Callable[[], bool], process: subprocess.Popen[str]) -> None:
    """Wait until a condition holds; the process must keep running."""
    deadline = time.monotonic() + 30
    while not condition():
        assert process.poll() is None
        assert time.monotonic() < deadline
        time.sleep(0.01)


def test_metrics_are_those_of_all_workers(home: Path, serving: Serving) -> None:
    with serving(home, "--workers", "2") as (address, process):
        wait_until(lambda: len(children(process.pid)) == 2, process)
        wait_until(lambda: get(address + "readyz")[0] == 200, process)
        for _ in range(40):
            assert get(f"{address}?q={quote(QUERY)}")[0] == 200
        counted = 'warraq_requests_total{method="GET",route="/",status="200"} 40.0'
        for _ in range(10):
            assert counted in get(address + "metrics")[1].splitlines()


def test_metrics_survive_the_death_of_a_worker(home: Path, serving: Serving) -> None:
    with serving(home) as (address, process):
        assert get(f"{address}?q=x")[0] == 200
        (worker,) = children(process.pid)
        os.kill(worker, signal.SIGTERM)
        wait_until(lambda: children(process.pid) not in ([worker], []), process)
        assert get(f"{address}?q=x")[0] == 200
        assert 'route="/",status="200"} 2.0' in get(address + "metrics")[1]


def test_workers_continue_the_metrics_files_of_dead_ones(
    home: Path, serving: Serving, tmp_path: Path
) -> None:
    left = set(Path("/dev/shm").glob("warraq-serving-*"))
    with serving(home, log=tmp_path / "log") as (address, process):
        (folder,) = set(Path("/dev/shm").glob("warraq-serving-*")) - left
        get(f"{address}?q=x")
        files = sorted(folder.glob("*.db"))
        assert files
        for number in (signal.SIGTERM, signal.SIGKILL, signal.SIGQUIT):
            (worker,) = children(process.pid)
            os.kill(worker, number)
            wait_until(lambda old=[worker]: children(process.pid) not in (old, []), process)  # type: ignore[misc]
            assert get(f"{address}?q=x")[0] == 200
        assert sorted(folder.glob("*.db")) == files
        assert 'route="/",status="200"} 4.0' in get(address + "metrics")[1]


@pytest.mark.parametrize("content", ["none", "requests", "queries"])
def test_the_log_has_the_requested_content(
    home: Path, serving: Serving, tmp_path: Path, content: str
) -> None:
    log = tmp_path / "log"
    with serving(home, "--log", content, log=log) as (address, _):
        get(f"{address}?q={quote(QUERY)}")
        get(f"{address}api/v1/search?q={quote(QUERY)}&nosuch=1")
        get(f"{address}{quote(QUERY)}")
        get(f"{address}documents/{quote(QUERY)}?q={quote(QUERY)}")
    text = log.read_text("utf-8")
    assert (QUERY in text) == (content == "queries")
    assert quote(QUERY) not in text
    lines = [json.loads(line) for line in text.splitlines()]
    seen = [(line["route"], line["status"]) for line in lines]
    routes = ["/", "/api/v1/search", "none", "/documents/{document_id}"]
    assert seen == (
        [] if content == "none" else list(zip(routes, [200, 400, 404, 404], strict=True))
    )


def test_the_rate_counts_the_address_that_a_proxy_reports(home: Path, serving: Serving) -> None:
    with serving(home, "--rate", "2/hour", "--proxy") as (address, _):
        stats = address + "api/v1/stats"
        far, other = "203.0.113.7", "203.0.113.8"
        statuses = [get(stats, X_Forwarded_For=far)[0] for _ in range(3)]
        assert statuses == [200, 200, 429]
        assert (
            get(stats, X_Forwarded_For=f"{other}, {far}")[0] == 429
        )  # a client can write all but the last
        assert get(stats, X_Forwarded_For=other)[0] == 200
        assert get(stats)[0] == 200


@pytest.mark.parametrize(
    ("proxy", "far"),
    [
        (("--proxy",), ["203.0.113.7:1", "203.0.113.7:2", "203.0.113.7"]),
        (("--proxy",), ["[2001:db8::1]:1", "[2001:db8::2]:2", "2001:db8::3"]),
        (("--proxy", "2"), ["203.0.113.7:1, 10.0.0.1", "203.0.113.7, 10.0.0.2", "203.0.113.7"]),
    ],
)
def test_the_rate_does_not_count_by_port(
    home: Path, serving: Serving, proxy: tuple[str, ...], far: list[str]
) -> None:
    with serving(home, "--rate", "2/hour", *proxy) as (address, _):
        stats = address + "api/v1/stats"
        assert [get(stats, X_Forwarded_For=each)[0] for each in far] == [200, 200, 429]


def raw(address: str, *lines: str, path: str = "/api/v1/search?q=x") -> tuple[int, str]:
    """Send header lines unchanged; return status and the whole answer."""
    parts = urlsplit(address)
    place = (str(parts.hostname), parts.port or 80)
    with socket.create_connection(place, timeout=20) as connection:
        head = "\r\n".join((f"GET {path} HTTP/1.1", *lines, "Connection: close", "", ""))
        connection.sendall(head.encode())
        answer = b""
        while piece := connection.recv(65536):
            answer += piece
    return int(answer.split()[1]), answer.decode()


FORGED = [
    "SCRIPT_NAME: //evil.example",
    "SCRIPT_NAME: /api",
    "Script_Name: /evil",
    "PATH_INFO: /api/v1/nosuch",
    "REMOTE_ADDR: 203.0.113.7",
    "X_Forwarded_Prefix: /evil",
    "HTTP_HOST: evil.example",
]


@pytest.mark.parametrize("options", [(), ("--proxy",)], ids=["alone", "proxy"])
def test_headers_with_underscores_change_nothing(
    home: Path, serving: Serving, options: tuple[str, ...]
) -> None:
    with serving(home, *options) as (address, _):
        for path in ("/api/v1/search?q=x", "/?q=x", "/opensearch.xml"):
            plain = raw(address, "Host: localhost", path=path)[1].partition("\r\n\r\n")[2]
            for line in FORGED:
                status, answer = raw(address, "Host: localhost", line, path=path)
                assert status == 200, line
                assert "evil" not in answer
                if path == "/opensearch.xml":  # the others have the time that they took
                    assert answer.partition("\r\n\r\n")[2] == plain, line


def test_the_root_of_a_trusted_proxy_is_in_every_link(home: Path, serving: Serving) -> None:
    prefix = "X-Forwarded-Prefix: /news"
    with serving(home, "--proxy") as (address, _):
        for path in ("/api/v1/search?q=x", "/?q=x", "/opensearch.xml", "/documents/nosuch"):
            answer = raw(address, "Host: localhost", prefix, path=path)[1]
            assert "/news/" in answer
            local = re.findall(
                r"""(?:href|src|action)="(/[^"]*)|"(?:self|instance)":"([^"]*)""", answer
            )
            assert all("".join(each).startswith("/news/") for each in local), local
        tags = {
            re.search(r"ETag: (.*)\r", raw(address, *lines)[1])[1]  # type: ignore[index]
            for lines in (
                ("Host: localhost",),
                ("Host: localhost", prefix),
                ("Host: 127.0.0.1",),
                ("Host: localhost", "X-Forwarded-Proto: https"),
            )
        }
        assert len(tags) == 4
    with serving(home) as (address, _):
        for path in ("/?q=x", "/opensearch.xml"):
            assert "/news" not in raw(address, "Host: localhost", prefix, path=path)[1]


def test_a_foreign_host_and_site_are_refused(home: Path, serving: Serving) -> None:
    with serving(home, "--host-name", "archive.example", "--cors", "https://a.example") as (
        address,
        _,
    ):
        for host, status in (
            ("evil.example", 421),
            ("127.0.0.1.evil.example:80", 421),
            ("203.0.113.7", 421),
            ("a/b", 400),
            ("localhost", 200),
            ("archive.example:8000", 200),
        ):
            answered, answer = raw(address, f"Host: {host}")
            assert answered == status
            assert "application/problem+json" in answer or status == 200
        for origin in ("https://a.example", "https://b.example"):
            _, answer = raw(address, "Host: localhost", f"Origin: {origin}")
            assert (f"Access-Control-Allow-Origin: {origin}\r\n" in answer) == ("//a." in origin)
    with serving(home, "--proxy", "--host-name", "archive.example") as (address, _):
        for host, status in (("evil.example", 421), ("archive.example", 200)):
            lines = ("Host: localhost", f"X-Forwarded-Host: {host}")
            assert raw(address, *lines)[0] == status


def test_a_request_has_one_host_and_no_coding(home: Path, serving: Serving) -> None:
    with serving(home) as (address, _):
        path = "/api/v1/stats"
        for lines, status in (
            (("Host: localhost",), 200),
            ((), 400),
            (("Host: localhost", "Host: localhost"), 400),
            (("Host: localhost:80:80",), 400),
            (("Host: a@localhost",), 400),
            (("Host: localhost", "Transfer-Encoding: gzip, chunked"), 501),
            (("Host: localhost\n",), 400),
        ):
            answered, answer = raw(address, *lines, path=path)
            assert answered == status, lines
            assert answer.count("HTTP/1.1 ") == 1
            assert "application/problem+json" in answer or status == 200
        for target, status in (("http://localhost", 200), ("http://evil.example", 400)):
            assert raw(address, "Host: localhost", path=target + path)[0] == status


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        (("--host-name", "https://x.example"), "“https://x.example” is not the name of a host"),
        (("--cors", "x.example"), "“x.example” is not the origin of a site"),
        (("--cors", "null"), "“null” is not the origin of a site"),
        (("--proxy", "0"), "0 is not in the range 1<=x<=9."),
    ],
)
def test_an_invalid_name_or_site_is_reported(
    home: Path, command: Callable[..., list[str]], options: tuple[str, ...], sentence: str
) -> None:
    done = subprocess.run(
        command(home, "serve", "--port", "0", *options), capture_output=True, text=True, timeout=60
    )
    assert (done.returncode, done.stdout) == (2, "")
    assert sentence in done.stderr


def test_a_fifo_in_memory_does_not_stop_the_server(home: Path, serving: Serving) -> None:
    foreign = Path(f"/dev/shm/warraq-serving-test-{os.getpid()}")
    os.mkfifo(foreign)
    try:
        with serving(home) as (address, _):
            assert get(address + "healthz")[0] == 200
        assert foreign.exists()
    finally:
        foreign.unlink()


def test_forwarded_headers_of_a_client_are_ignored(home: Path, serving: Serving) -> None:
    with serving(home, "--rate", "1/hour") as (address, _):
        for number in range(3):
            address_given = f"203.0.113.{number}"
            assert (
                get(
                    address + "api/v1/stats", X_Forwarded_For=address_given, Forwarded=address_given
                )[0]
                == 200
            )
        suggested = get(
            address + "api/v1/suggest?q=x&format=opensearch",
            X_Forwarded_Proto="https",
            X_Forwarded_Host="evil.example",
        )[1]
        assert "evil.example" not in suggested
        assert "https://" not in suggested


@pytest.mark.parametrize(
    ("rate", "store", "sentence"),
    [
        ("many", "", "“many” is not a rate; write it like 600/minute, or off."),
        ("1/minute", "nosuch://x", "Requests cannot be counted in “nosuch://x”"),
    ],
)
def test_an_invalid_rate_or_store_is_reported(
    home: Path, command: Callable[..., list[str]], rate: str, store: str, sentence: str
) -> None:
    done = subprocess.run(
        command(home, "serve", "--port", "0", "--rate", rate),
        capture_output=True,
        text=True,
        timeout=60,
        env={**os.environ, "WARRAQ_RATE_STORE": store},
    )
    assert done.returncode == 2
    assert sentence in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        (("--port", "{taken}"), "(Address already in use); use another --host or --port."),
        (("--host", "nosuch.invalid"), "Nothing can be served at nosuch.invalid, port 8000 ("),
        (("--host", "203.0.113.1"), "(Cannot assign requested address)"),
        (("--workers", "0"), "0 is not in the range 1<=x<=256."),
        (("--port", "65536"), "65536 is not in the range 0<=x<=65535."),
    ],
)
def test_an_invalid_address_is_reported(
    home: Path, command: Callable[..., list[str]], options: tuple[str, ...], sentence: str
) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        taken = other.getsockname()[1]
        given = [each.format(taken=taken) for each in options]
        done = subprocess.run(
            command(home, "serve", *given), capture_output=True, text=True, timeout=60
        )
    assert (done.returncode, done.stdout) == (2, "")
    assert sentence in done.stderr
    assert '"level"' not in done.stderr


def connected(pid: int) -> int:
    """The number of open sockets of a process."""
    links = (path.readlink() for path in Path(f"/proc/{pid}/fd").iterdir() if path.is_symlink())
    return sum(str(connection).startswith("socket:") for connection in links)


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_request_in_progress_is_finished_after_a_signal(
    home: Path, serving: Serving, number: signal.Signals
) -> None:
    """Ctrl-C on a terminal sends the signal to every process of the server."""
    with serving(home) as (address, process):
        assert get(address + "readyz")[0] == 200
        (worker,) = children(process.pid)
        wait_until(lambda: connected(worker) == 1, process)  # the listening socket
        parts = urlsplit(address)
        with socket.create_connection(
            (str(parts.hostname), parts.port or 80), timeout=20
        ) as connection:
            connection.sendall(f"GET /?q={quote(QUERY)} HTTP/1.1\r\nHost: localhost\r\n".encode())
            wait_until(lambda: connected(worker) == 2, process)
            process.send_signal(number)
            if number is signal.SIGINT:
                os.kill(worker, number)
            time.sleep(0.3)  # the signal must arrive first
            connection.sendall(b"\r\n")
            answer = b""
            while piece := connection.recv(65536):
                answer += piece
        assert answer.startswith(b"HTTP/1.1 200 ")
        assert answer.rstrip().endswith(b"</html>")
        assert process.wait(20) == 0


def written_files(pid: int) -> Iterator[str]:
    """The files that a process has open for writing, or mapped as shared and writable."""
    for path in Path(f"/proc/{pid}/fd").iterdir():
        try:
            lines = Path(f"/proc/{pid}/fdinfo/{path.name}").read_text().splitlines()
            target = str(path.readlink())
        except FileNotFoundError:  # the connection of a client, closed since
            continue
        flags = next(line.split()[1] for line in lines if line.startswith("flags:"))
        if int(flags, 8) & os.O_ACCMODE != os.O_RDONLY and target.startswith("/"):
            yield target
    for line in Path(f"/proc/{pid}/maps").read_text().splitlines():
        _, mode, _, _, _, *name = line.split(maxsplit=5)
        if mode[1] == "w" and mode[3] == "s" and name:
            yield name[0]


def test_files_are_written_in_home_and_memory_only(
    home: Path, serving: Serving, tmp_path: Path
) -> None:
    elsewhere = tmp_path / "tmp"
    elsewhere.mkdir(mode=0o500)
    log = tmp_path / "log"
    before = set(Path("/dev/shm").iterdir())
    away = {"TMPDIR": str(elsewhere), "HOME": str(elsewhere)}
    with serving(home, log=log, environment=away) as (address, process):
        assert get(f"{address}?q={quote(QUERY)}")[0] == 200
        assert get(address + "metrics")[0] == 200
        (worker,) = children(process.pid)
        for pid in (process.pid, worker):
            for name in written_files(pid):
                assert name.startswith(("/dev/shm/", "/dev/null", f"{home}/", str(log))), name
        assert list(elsewhere.iterdir()) == []
    assert log.read_text() == ""
    assert set(Path("/dev/shm").iterdir()) <= before


def test_the_folder_of_a_killed_server_is_deleted_by_the_next(home: Path, serving: Serving) -> None:
    left = set(Path("/dev/shm").glob("warraq-serving-*"))
    with serving(home) as (_, process):
        (own,) = set(Path("/dev/shm").glob("warraq-serving-*")) - left
        wait_until(lambda: len(children(process.pid)) == 1, process)
        worker = Path(f"/proc/{children(process.pid)[0]}")
        process.kill()
        process.wait(20)
        assert own.exists()
        while worker.exists():  # until it notices that its parent is gone
            time.sleep(0.05)
    with serving(home):
        assert not own.exists()
