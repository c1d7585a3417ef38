"""nginx as docs/deployment.md configures it, before a server: addresses, clients, limits."""

from __future__ import annotations

import http.client
import json
import os
import re
import shutil
import socket
import ssl
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager
from pathlib import Path
from typing import Any, TypeAlias
from urllib.parse import urlsplit

import pytest

from corpus.document import Document
from tests.docs.pages import DOCS, blocks
from tests.homes import add_to

NGINX = shutil.which("nginx", path="/usr/sbin:/usr/bin:/usr/local/sbin:/usr/local/bin")
pytestmark = pytest.mark.skipif(
    not NGINX or not shutil.which("openssl"), reason="nginx or openssl is not installed"
)

NAME = "archive.example.org"
SITE = f"https://{NAME}/news"
OPTIONS = ("--proxy", "--host-name", NAME)
CLIENT = "Test-Client-Address"

# The address of a client would be 127.0.0.1 here, which is not counted: a header says another.
MAIN = """
daemon off;
pid {folder}/pid;
error_log {folder}/error.log;
{user}
events {{}}
http {{
    access_log off;
    client_body_temp_path {folder}/body;
    proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi;
    scgi_temp_path {folder}/scgi;
    set_real_ip_from 127.0.0.1;
    real_ip_header {client};
    {extra}
    include {folder}/warraq.conf;
}}
"""

_BODY = "client_max_body_size        1000000;"

Serving: TypeAlias = Callable[..., AbstractContextManager[tuple[str, subprocess.Popen[str]]]]


class Site:
    """The addresses of nginx; a request connects to it under the name of the site."""

    def __init__(self, plain: int, secure: int, certificate: Path) -> None:
        self.plain = plain
        self._secure = secure
        self._context = ssl.create_default_context(cafile=str(certificate))

    def connect(self) -> ssl.SSLSocket:
        plain = socket.create_connection(("127.0.0.1", self._secure), timeout=30)
        return self._context.wrap_socket(plain, server_hostname=NAME)

    def ask(
        self, path: str, method: str = "GET", body: bytes | None = None, **headers: str
    ) -> tuple[int, dict[str, str], str]:
        """Status, headers by their names in lower case, and text of an answer."""
        connection = http.client.HTTPSConnection(NAME, timeout=30)
        connection.sock = self.connect()
        try:
            named = {name.replace("_", "-"): value for name, value in headers.items()}
            connection.request(method, path, body, {"Host": NAME, **named})
            answer = connection.getresponse()
            fields = {name.lower(): value for name, value in answer.getheaders()}
            return answer.status, fields, answer.read().decode()
        finally:
            connection.close()


def free_ports(count: int) -> list[int]:
    """Different ports on which nothing listens."""
    with ExitStack() as held:
        servers = [held.enter_context(socket.create_server(("127.0.0.1", 0))) for _ in range(count)]
        return [int(server.getsockname()[1]) for server in servers]


def documented(**changes: str) -> str:
    """The documented configuration with other ports and files."""
    (text,) = blocks(DOCS / "deployment.md", "nginx")
    for old, new in changes.items():
        assert text.count(old) == 1, old
        text = text.replace(old, new)
    return text


@pytest.fixture(scope="session")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A self-signed certificate; its key is beside it."""
    folder = tmp_path_factory.mktemp("certificate")
    subprocess.run(
        [
            *("openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2"),
            *("-subj", f"/CN={NAME}", "-addext", f"subjectAltName=DNS:{NAME}"),
            *("-keyout", str(folder / "key.pem"), "-out", str(folder / "certificate.pem")),
        ],
        check=True,
        capture_output=True,
    )
    return folder / "certificate.pem"


@contextmanager
def proxying(
    address: str, certificate: Path, folder: Path, extra: str = "", body: str = _BODY
) -> Iterator[Site]:
    """Run nginx before the server at an address.

    ``extra`` are settings outside the documented, ``body`` is the one for the size of bodies.
    """
    plain, secure = free_ports(2)
    changes = {
        "listen 80;": f"listen 127.0.0.1:{plain};",
        "listen 443 ssl;": f"listen 127.0.0.1:{secure} ssl;",
        "server 127.0.0.1:8000;": f"server {urlsplit(address).netloc};",
        _BODY: body,
        f"/etc/letsencrypt/live/{NAME}/fullchain.pem": str(certificate),
        f"/etc/letsencrypt/live/{NAME}/privkey.pem": str(certificate.with_name("key.pem")),
    }
    folder.mkdir()
    (folder / "warraq.conf").write_text(documented(**changes))
    user = "user root;" if os.geteuid() == 0 else ""
    (folder / "nginx.conf").write_text(
        MAIN.format(folder=folder, client=CLIENT, extra=extra, user=user)
    )
    command = [str(NGINX), "-p", str(folder), "-c", str(folder / "nginx.conf")]
    tested = subprocess.run([*command, "-t"], capture_output=True, text=True)
    assert tested.returncode == 0, tested.stderr
    process = subprocess.Popen(command, stderr=subprocess.DEVNULL)
    try:
        deadline = time.monotonic() + 30
        while time.monotonic() < deadline:
            try:
                socket.create_connection(("127.0.0.1", secure), timeout=1).close()
                break
            except OSError:
                time.sleep(0.05)
        yield Site(plain, secure, certificate)
    finally:
        process.terminate()
        process.wait(20)


@pytest.fixture(scope="module")
def large_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home whose export has 5 MB, more than the buffers of nginx and of the sockets."""
    home = tmp_path_factory.mktemp("large") / "home"
    text = "تتوقع الأرصاد أمطارًا على الساحل. " * 60
    add_to(home, [Document(title=f"نشرة الطقس {n}", text=f"{text}{n}") for n in range(1_500)])
    return home


@pytest.fixture(scope="module")
def site(
    large_home: Path,
    serving: Serving,
    certificate: Path,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Site]:
    with (
        serving(large_home, *OPTIONS) as (address, _),
        proxying(address, certificate, tmp_path_factory.mktemp("nginx") / "run") as site,
    ):
        yield site


def test_every_link_begins_with_the_prefix(site: Site) -> None:
    for path in ("/", "/?q=الساحل", "/help", "/documents/nosuch"):
        _, _, page = site.ask("/news" + path.replace("الساحل", "%D8%A7"))
        local = re.findall(r'(?:href|src|action)="(/[^"]*)', page)
        assert local
        assert all(each.startswith("/news/") for each in local), path
    status, _, _ = site.ask(next(each for each in local if ".css" in each))
    assert status == 200


def test_whole_addresses_have_scheme_name_and_prefix(site: Site) -> None:
    for path in ("/search.atom?q=x", "/opensearch.xml"):
        status, _, feed = site.ask("/news" + path)
        assert status == 200
        own = [each for each in re.findall(r'https?://[^"<\s]+', feed) if NAME in each]
        assert own
        assert all(each.startswith(SITE + "/") for each in own)
        assert "127.0.0.1" not in feed
        assert "localhost" not in feed


def test_cursors_lead_through_a_whole_answer(site: Site) -> None:
    path, seen = "/news/api/v1/search?q=%D8%A7%D9%84%D8%B3%D8%A7%D8%AD%D9%84&limit=100", 0
    while path:
        status, _, text = site.ask(path)
        assert status == 200
        answer = json.loads(text)
        seen += len(answer["hits"])
        path = answer["links"].get("next", "")
        assert path.startswith("/news/api/v1/search?") or not path
    assert seen == answer["total"] == 1_500


def test_addresses_without_tls_and_without_the_last_slash_are_redirected(site: Site) -> None:
    with socket.create_connection(("127.0.0.1", site.plain), timeout=30) as connection:
        connection.sendall(f"GET /news/?q=x HTTP/1.0\r\nHost: {NAME}\r\n\r\n".encode())
        answer = b"".join(iter(lambda: connection.recv(65_536), b"")).decode()
    assert answer.split()[1] == "301"
    assert f"Location: {SITE}/?q=x\r\n" in answer
    status, headers, _ = site.ask("/news")
    assert status == 301
    assert headers["location"].endswith("/news/")


def test_only_the_health_is_public(site: Site) -> None:
    paths = ("/news/healthz", "/news/metrics", "/news/readyz")
    assert [site.ask(path)[0] for path in paths] == [200, 404, 404]


def test_tls_is_asked_for_next_time(site: Site) -> None:
    for path in ("/news/", "/news/nosuch"):
        assert site.ask(path)[1]["strict-transport-security"] == "max-age=31536000"


def test_another_name_is_refused(site: Site) -> None:
    status, headers, _ = site.ask("/news/api/v1/stats", Host="evil.example")
    assert (status, headers["content-type"]) == (421, "application/problem+json")


FORGED = {
    "X_Forwarded_Host": "evil.example",
    "X_Forwarded_Prefix": "/evil",
    "X_Forwarded_Proto": "gopher",
    "Forwarded": "host=evil.example;proto=http",
}


@pytest.mark.parametrize("name", FORGED)
def test_what_a_client_says_of_proxies_is_ignored(site: Site, name: str) -> None:
    plain = site.ask("/news/opensearch.xml")
    forged = site.ask("/news/opensearch.xml", "GET", None, **{name: FORGED[name]})
    assert (forged[0], forged[2]) == (200, plain[2])


@pytest.mark.parametrize("extra", ["", "underscores_in_headers on;"], ids=["off", "on"])
def test_headers_with_underscores_are_not_believed(
    home: Path, serving: Serving, certificate: Path, tmp_path: Path, extra: str
) -> None:
    with (
        serving(home, *OPTIONS) as (address, _),
        proxying(address, certificate, tmp_path / "nginx", extra) as site,
    ):
        plain = site.ask("/news/opensearch.xml")[2]
        for line in ("SCRIPT_NAME: //evil.example", "X_Forwarded_Prefix: /evil", "Host_: evil"):
            with site.connect() as connection:
                head = f"GET /news/opensearch.xml HTTP/1.0\r\nHost: {NAME}\r\n{line}\r\n\r\n"
                connection.sendall(head.encode())
                answer = b"".join(iter(lambda: connection.recv(65_536), b"")).decode()
            assert answer.split()[1] == "200"
            assert answer.partition("\r\n\r\n")[2] == plain


def test_each_client_has_its_own_rate(
    home: Path, serving: Serving, certificate: Path, tmp_path: Path
) -> None:
    path = "/news/api/v1/stats"
    with (
        serving(home, *OPTIONS, "--rate", "3/hour") as (address, _),
        proxying(address, certificate, tmp_path / "nginx") as site,
    ):
        first = [
            site.ask(path, Test_Client_Address="203.0.113.7", X_Forwarded_For=f"198.51.100.{n}")[0]
            for n in range(5)
        ]
        assert first == [200, 200, 200, 429, 429]
        assert site.ask(path, Test_Client_Address="203.0.113.8")[0] == 200
        _, headers, _ = site.ask(path, Test_Client_Address="203.0.113.7")
        assert int(headers["retry-after"]) > 0


def test_an_export_comes_whole_and_a_slow_client_holds_no_worker(site: Site) -> None:
    path = "/news/api/v1/export?q=%D8%A7%D9%84%D8%B3%D8%A7%D8%AD%D9%84&format=jsonl&text=1"
    with site.connect() as slow:
        slow.sendall(f"GET {path} HTTP/1.1\r\nHost: {NAME}\r\nConnection: close\r\n\r\n".encode())
        begun = slow.recv(1_000)
        assert begun.startswith(b"HTTP/1.1 200")
        for _ in range(5):
            assert site.ask("/news/api/v1/stats")[0] == 200  # the only worker answers
        rest = begun + b"".join(iter(lambda: slow.recv(65_536), b""))
    status, _, text = site.ask(path)
    assert status == 200
    assert len(text.splitlines()) == 1_500
    assert len(rest) > 5_000_000


@pytest.mark.parametrize(
    ("request_of", "status", "media_type"),
    [
        ({"method": "POST", "body": b"x" * 900_000}, 413, "application/problem+json"),
        ({"method": "POST", "body": b"x" * 1_000_001}, 413, "text/html"),
        ({"Cookie": "x" * 9_000}, 431, "application/problem+json"),
        ({"Cookie": "x" * 20_000}, 400, "text/html"),
    ],
    ids=["body", "larger body", "header", "larger header"],
)
def test_requests_that_are_too_large_are_refused(
    site: Site, request_of: dict[str, Any], status: int, media_type: str
) -> None:
    answered, headers, _ = site.ask("/news/api/v1/similar", **request_of)
    assert (answered, headers["content-type"].partition(";")[0]) == (status, media_type)


@pytest.mark.parametrize(
    ("setting", "sizes"),
    [
        ("", (1_000_001, 1_048_576)),
        ("client_max_body_size 12m;", (1_000_001, 3_000_000, 12_000_000)),
    ],
    ids=["default", "larger"],
)
def test_a_proxy_that_passes_larger_bodies_gets_the_refusal(
    home: Path,
    serving: Serving,
    certificate: Path,
    tmp_path: Path,
    setting: str,
    sizes: tuple[int, ...],
) -> None:
    with (
        serving(home, *OPTIONS) as (address, _),
        proxying(address, certificate, tmp_path / "nginx", body=setting) as site,
    ):
        for size in sizes * 3:
            status, headers, text = site.ask("/news/api/v1/similar", "POST", b"x" * size)
            assert (status, headers["content-type"]) == (413, "application/problem+json"), size
            assert json.loads(text)["code"] == "request_too_large"


def test_an_address_that_is_too_long_is_refused(site: Site) -> None:
    for length in (9_000, 20_000):
        assert site.ask("/news/api/v1/search?q=" + "x" * length)[0] == 414


def test_a_request_that_stalls_is_given_up(site: Site) -> None:
    """nginx waits ten seconds for the next part of a body; no worker waits with it."""
    with site.connect() as stalled:
        head = f"POST /news/api/v1/similar HTTP/1.1\r\nHost: {NAME}\r\nContent-Length: 100\r\n\r\nx"
        stalled.sendall(head.encode())
        assert site.ask("/news/api/v1/stats")[0] == 200
        answer = b"".join(iter(lambda: stalled.recv(65_536), b""))
    assert answer == b"" or answer.split()[1] == b"408"


def test_a_server_that_is_down_is_no_empty_answer(certificate: Path, tmp_path: Path) -> None:
    (port,) = free_ports(1)
    nobody = f"http://127.0.0.1:{port}/"
    with proxying(nobody, certificate, tmp_path / "nginx") as site:
        assert site.ask("/news/api/v1/stats")[0] == 502
