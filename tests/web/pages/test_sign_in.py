"""Signing in to a private archive, and out."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import partial
from html import unescape
from http.cookies import SimpleCookie
from pathlib import Path
from typing import Any, get_args
from urllib.parse import quote, unquote

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from corpus.messages import Language, Message, render
from search.engine import Engine
from web.access.key_file import KeyFile
from web.access.limits import ACCESS_LIMITS
from web.access.sessions import Sessions
from web.access.sign_in_limit import SignInLimit
from web.app import create_app
from web.http.authorization import COOKIE, Access, PrivateAccess
from web.server.forwarded import trust_proxies

FAR = "203.0.113.7"


@pytest.fixture
def keys(tmp_path: Path) -> KeyFile:
    return KeyFile(tmp_path)


@pytest.fixture
def secret(keys: KeyFile) -> str:
    return keys.add("قارئ", ["read"])[1]


@pytest.fixture
def private(home: Path, tmp_path: Path, keys: KeyFile) -> Iterator[Flask]:
    access = Access(
        keys=keys,
        private=PrivateAccess(Sessions(b"s" * 32), SignInLimit(tmp_path)),
        is_proxied=True,
    )
    app = create_app(partial(Engine.open, home), access=access)
    app.wsgi_app = trust_proxies(app.wsgi_app, 1)  # type: ignore[assignment, method-assign]
    yield app
    app.extensions["warraq"].close()


@pytest.fixture
def client(private: Flask) -> FlaskClient:
    return private.test_client()


def send(client: FlaskClient, key: str, to: str = "/", **headers: Any) -> TestResponse:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return client.post("/sign-in", data={"key": key, "next": to}, headers=named)


def test_a_sign_in_leads_to_the_page_that_was_asked_for(client: FlaskClient, secret: str) -> None:
    asked = f"/?q={quote('المكتبة')}&lang=en"
    form = client.get(asked)
    assert form.status_code == 401
    assert f'name="next" value="{asked.replace("&", "&amp;")}"' in form.text
    answer = send(client, f"  {secret} ", asked)
    assert (answer.status_code, answer.headers["Location"]) == (303, asked)
    assert answer.headers["Cache-Control"] == "private, no-store"
    page = client.get(asked)
    assert page.status_code == 200
    assert "Signed in with the key" in page.text
    assert "قارئ" in page.text
    assert secret not in page.text
    assert client.get("/api/v1/stats").status_code == 200


def test_a_feed_reader_needs_a_key_of_its_own(client: FlaskClient, secret: str) -> None:
    send(client, secret)
    note = "the reader must send a key"
    assert note in client.get(f"/follow?q={quote('المكتبة')}&lang=en").text


def test_a_session_ends_with_a_sign_out(client: FlaskClient, secret: str) -> None:
    send(client, secret)
    assert client.get("/").status_code == 200
    answer = client.post("/sign-out?lang=en")
    assert (answer.status_code, answer.headers["Location"]) == (303, "/sign-in?lang=en")
    assert client.get("/").status_code == 401


def test_a_sign_out_by_get_does_nothing(client: FlaskClient, secret: str) -> None:
    send(client, secret)
    client.get("/sign-out")
    assert client.get("/").status_code == 200


def cookie(answer: TestResponse) -> Any:
    return SimpleCookie(answer.headers["Set-Cookie"])[COOKIE]


def test_the_cookie(client: FlaskClient, secret: str) -> None:
    set_here = cookie(send(client, secret))
    assert set_here["httponly"]
    assert set_here["samesite"] == "Lax"
    assert set_here["path"] == "/"
    assert not set_here["secure"]
    assert int(set_here["max-age"]) == ACCESS_LIMITS.session_seconds
    assert secret not in set_here.value


def test_the_cookie_behind_a_proxy(client: FlaskClient, secret: str) -> None:
    proxied = {"X_Forwarded_Proto": "https", "X_Forwarded_Prefix": "/news"}
    answer = send(client, secret, "/?q=x", **proxied)
    assert answer.headers["Location"] == "/news/?q=x"
    set_there = cookie(answer)
    assert (set_there["path"], set_there["secure"]) == ("/news", True)
    gone = cookie(client.post("/sign-out", headers={
        name.replace("_", "-"): value for name, value in proxied.items()}))  # fmt: skip
    assert (gone["path"], gone["secure"], gone["max-age"]) == ("/news", True, "0")


@pytest.mark.parametrize(
    "to",
    [
        "//evil.example",
        "/\\evil.example",
        "https://evil.example/",
        "/\t/evil.example",
        "javascript:alert(1)",
        "///evil.example",
        unquote("%2F%2Fevil.example"),
        "",
    ],
)
def test_a_sign_in_leads_to_no_other_site(client: FlaskClient, secret: str, to: str) -> None:
    assert send(client, secret, to).headers["Location"] == "/"
    shown = client.get("/sign-in", query_string={"next": to})
    assert 'name="next" value="/"' in shown.text


def test_an_absolute_request_line_leads_to_no_other_site(client: FlaskClient) -> None:
    refused = client.get("/", environ_overrides={"RAW_URI": "http://evil.example/"})
    assert refused.status_code == 400
    assert "evil" not in refused.text
    form = client.get("/", environ_overrides={"RAW_URI": "http://localhost/"})
    assert form.status_code == 401
    assert 'name="next" value="/"' in form.text


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
        {"Sec_Fetch_Site": "cross-site"},
        {"Sec_Fetch_Site": "same-site", "Origin": "http://localhost"},
    ],
)
def test_a_form_of_another_site_is_refused(
    client: FlaskClient, secret: str, headers: dict[str, str]
) -> None:
    answer = send(client, secret, **headers)
    assert answer.status_code == 403
    assert "Set-Cookie" not in answer.headers
    send(client, secret)
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    assert client.post("/sign-out", headers=named).status_code == 403
    assert client.get("/").status_code == 200


@pytest.mark.parametrize(
    "headers",
    [{"Origin": "http://localhost"}, {"Sec_Fetch_Site": "same-origin"}, {}],
)
def test_an_own_form_is_accepted(client: FlaskClient, secret: str, headers: dict[str, str]) -> None:
    assert send(client, secret, **headers).status_code == 303


@pytest.mark.parametrize("wrong", ["", "x", "warraq_" + "0" * 48, "a\x00b", "٣" * 300])
def test_a_wrong_key(client: FlaskClient, secret: str, wrong: str) -> None:
    answer = send(client, wrong, "/?q=x")
    assert answer.status_code == 401
    assert 'role="alert"' in answer.text
    assert 'aria-invalid="true"' in answer.text
    assert 'name="next" value="/?q=x"' in answer.text
    assert "Set-Cookie" not in answer.headers


def test_other_media_types_are_not_parsed(client: FlaskClient, secret: str) -> None:
    for kind in ("multipart/form-data; boundary=x", "application/json", "text/plain"):
        part = f'--x\r\nContent-Disposition: form-data; name="key"\r\n\r\n{secret}\r\n--x--\r\n'
        for body in (part, f"key={secret}"):
            answer = client.post("/sign-in", data=body, content_type=kind)
            assert answer.status_code == 401


def test_a_key_that_may_not_read_does_not_sign_in(client: FlaskClient, keys: KeyFile) -> None:
    _, secret = keys.add("operator", ["operate"])
    answer = send(client, secret)
    assert answer.status_code == 403
    assert "Set-Cookie" not in answer.headers


def test_failed_sign_ins_are_limited_by_address(client: FlaskClient, secret: str) -> None:
    for _ in range(ACCESS_LIMITS.failures_of_address):
        assert send(client, "x", X_Forwarded_For=FAR).status_code == 401
    refused = send(client, secret, X_Forwarded_For=FAR)
    assert refused.status_code == 429
    assert 1 <= int(refused.headers["Retry-After"]) <= ACCESS_LIMITS.window_seconds
    assert 'role="alert"' in refused.text
    assert "Set-Cookie" not in refused.headers
    assert send(client, secret, X_Forwarded_For="203.0.113.8").status_code == 303


@pytest.mark.parametrize("lang", ["ar", "en"])
def test_the_form_in_both_languages(client: FlaskClient, lang: str) -> None:
    page = client.get("/sign-in", query_string={"lang": lang, "next": "/?q=x"})
    assert page.status_code == 200
    assert f'<html lang="{lang}" dir="{"rtl" if lang == "ar" else "ltr"}">' in page.text
    assert {"ar": "تسجيل الدخول", "en": "Sign in"}[lang] in page.text
    assert "/static/warraq.js" not in page.text
    assert client.get("/sign-in?nosuch=1").status_code == 400


@pytest.mark.parametrize("lang", get_args(Language))
def test_each_refusal_says_why(
    client: FlaskClient, keys: KeyFile, secret: str, lang: Language
) -> None:
    def says(message: Message, key: str, **headers: str) -> bool:
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        page = client.post(f"/sign-in?lang={lang}", data={"key": key}, headers=named).text
        return render(message, lang) in unescape(re.sub(r"<[^>]+>", "", page))

    _, operator = keys.add("operator", ["operate"])
    failed = Message.of("sign_in_failed")
    late = [Message.of("too_many_sign_ins", minutes=minutes) for minutes in range(1, 16)]
    assert ACCESS_LIMITS.window_seconds == 15 * 60
    assert says(failed, "x")
    assert not says(failed, operator)
    assert says(Message.of("right_missing", right="read"), operator)
    assert says(Message.of("foreign_form"), secret, Origin="https://evil.example")
    for _ in range(ACCESS_LIMITS.failures_of_address):
        assert says(failed, "x", X_Forwarded_For=FAR)
    assert sum(says(message, secret, X_Forwarded_For=FAR) for message in late) == 1
