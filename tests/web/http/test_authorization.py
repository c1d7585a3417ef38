"""No address of a private archive answers without a key; keys, caching and rates on public ones."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import NamedTuple, get_args

import pytest
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st
from werkzeug.test import TestResponse

from corpus.messages import Language, Message, render
from search.engine import Engine
from web.access.decisions import OPEN_FILES
from web.access.key_file import KeyFile
from web.access.sessions import Sessions
from web.access.sign_in_limit import SignInLimit
from web.app import create_app
from web.http.authorization import COOKIE, Access, PrivateAccess
from web.http.rate_limit import Rate, RateLimit

METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "BREW")
SIGN_IN = ("/sign-in", "/sign-out")
READABLE = (
    *("/", "/?q=تدمر", "/about", "/static/warraq.js", "/opensearch.xml"),
    *("/api/v1/stats", "/api/v1/openapi.json", "/api/v1/export?q=تدمر"),
)
FAR = "203.0.113.7"


class Private(NamedTuple):
    """A private archive with a key to read it and one to operate it."""

    app: Flask
    keys: KeyFile
    sessions: Sessions
    read: str
    operate: str

    def client(self) -> FlaskClient:
        return self.app.test_client()


def bearer(secret: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {secret}"}


@pytest.fixture(scope="module")
def private(home: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Private]:
    folder = tmp_path_factory.mktemp("keys")
    keys, sessions = KeyFile(folder), Sessions(b"s" * 32)
    access = Access(keys=keys, private=PrivateAccess(sessions, SignInLimit(folder)))
    app = create_app(partial(Engine.open, home), access=access)
    read, operate = keys.add("reader", ["read"])[1], keys.add("operator", ["operate"])[1]
    yield Private(app, keys, sessions, read, operate)
    app.extensions["warraq"].close()


def addresses(app: Flask) -> list[str]:
    """An address for each rule of the application, and some without a rule."""
    values = {"document_id": "x", "path:filename": "warraq.js", "any(bib, ris):form": "bib"}
    paths = ["/nowhere", "/api/", "/api/v1/nowhere", "/static/", "/documents/", "/.git"]
    for rule in app.url_map.iter_rules():
        path = str(rule)
        for name, value in values.items():
            path = path.replace(f"<{name}>", value)
        assert "<" not in path
        paths.append(path)
    return paths


def assert_closed(answer: TestResponse) -> None:
    assert answer.status_code == 401
    assert answer.headers["WWW-Authenticate"].startswith("Bearer")
    assert answer.headers["Cache-Control"] == "private, no-store"
    assert {"Authorization", "Cookie"} <= set(answer.vary)
    assert "ETag" not in answer.headers


def test_no_rule_answers_without_a_key(private: Private) -> None:
    tried = 0
    for address in addresses(private.app):
        for method in METHODS:
            if address == "/healthz" or address in SIGN_IN:
                continue
            for headers in ({}, {"If-None-Match": "*"}, {"Origin": "https://evil.example"}):
                answer = private.client().open(address, method=method, headers=headers)
                assert_closed(answer)
                answer.close()
                tried += 1
    assert tried > 500


def test_the_open_addresses_have_nothing_of_the_archive(private: Private) -> None:
    client = private.client()
    assert client.get("/healthz").text == "ok\n"
    form = client.get("/sign-in")
    assert form.status_code == 200
    assert "المكتبة" not in form.text
    for name in OPEN_FILES:
        with client.get(f"/static/{name}") as answer:
            assert answer.status_code == 200
    assert client.post("/sign-out").status_code == 303


@given(
    st.text(max_size=80),
    st.sampled_from(["Authorization", "Cookie", "X-Api-Key", "X-Forwarded-For", "X-Original-URL"]),
    st.sampled_from(["", "Bearer ", "Bearer warraq_", f"{COOKIE}=", "Basic "]),
)
def test_no_header_opens_it(private: Private, text: str, name: str, start: str) -> None:
    value = (start + text).encode("utf-8").decode("latin-1")
    if not value.isprintable():
        return
    answer = private.client().get("/api/v1/stats", headers={name: value})
    assert answer.status_code == 401


@given(st.text(alphabet=st.sampled_from("/.%2fheltz?;#static\\sgnou-"), max_size=20))
def test_no_address_opens_it(private: Private, text: str) -> None:
    for path in (f"/{text}", f"/healthz/{text}", f"/static/../{text}", f"/sign-in/{text}"):
        answer = private.client().get(path, base_url="http://localhost/")  # `//name` is a path
        if answer.status_code not in (400, 401):
            assert answer.request.path in ("/healthz", *SIGN_IN)
        answer.close()


def test_a_key_opens_what_it_allows(private: Private) -> None:
    client = private.client()
    for path in (*READABLE, "/search.atom?q=تدمر"):
        with client.get(path, headers=bearer(private.read)) as answer:
            assert answer.status_code == 200, path
            assert "private" in answer.headers["Cache-Control"]
            assert "public" not in answer.headers["Cache-Control"]
        with client.get(path, headers=bearer(private.operate)) as answer:
            assert answer.status_code == 403, path
            assert 'scope="read"' in answer.headers["WWW-Authenticate"]
    for path in ("/metrics", "/readyz"):
        assert client.get(path, headers=bearer(private.operate)).status_code == 200
        assert client.get(path, headers=bearer(private.read)).status_code == 403


def test_a_refusal_names_the_missing_right(private: Private) -> None:
    for lang in get_args(Language):
        headers = bearer(private.operate)
        answer = private.client().get(f"/api/v1/stats?lang={lang}", headers=headers)
        problem = answer.get_json()
        assert (answer.status_code, problem["code"]) == (403, "right_missing")
        assert problem["right"] == "read"
        assert problem["detail"] == render(Message.of("right_missing", right="read"), lang)
    page = private.client().get("/metrics", headers=bearer(private.read))
    assert page.status_code == 403
    assert page.get_json()["detail"] == render(Message.of("right_missing", right="operate"), "en")


def test_a_revoked_key_opens_nothing_and_ends_its_sessions(private: Private) -> None:
    key, secret = private.keys.add("temporary", ["read"])
    client = private.client()
    client.set_cookie(COOKIE, private.sessions.sign(key))
    assert client.get("/api/v1/stats").status_code == 200
    assert private.client().get("/api/v1/stats", headers=bearer(secret)).status_code == 200
    private.keys.revoke("temporary")
    assert client.get("/api/v1/stats").status_code == 401
    refused = private.client().get("/api/v1/stats", headers=bearer(secret))
    assert refused.get_json()["code"] == "unknown_key"
    private.keys.add("temporary", ["read"])
    assert client.get("/api/v1/stats").status_code == 401
    private.keys.revoke("temporary")


def test_a_page_without_a_key_is_the_sign_in_form(private: Private) -> None:
    for path in ("/?q=تدمر", "/documents/x", "/nowhere"):
        answer = private.client().get(path)
        assert (answer.status_code, answer.mimetype) == (401, "text/html")
        assert 'name="key"' in answer.text
    for path in ("/api/v1/stats", "/api/v1/nowhere", "/search.atom", "/metrics", "/readyz"):
        answer = private.client().get(path)
        assert (answer.status_code, answer.mimetype) == (401, "application/problem+json")
        assert answer.get_json()["code"] == "key_needed"


def test_validators_are_checked_after_the_key_and_differ_by_key(private: Private) -> None:
    other = private.keys.add("second", ["read"])[1]
    client = private.client()
    first = client.get("/api/v1/stats", headers=bearer(private.read))
    tag = first.headers["ETag"]
    again = {"If-None-Match": tag}
    assert client.get("/api/v1/stats", headers=again).status_code == 401
    own, others = ({**again, **bearer(each)} for each in (private.read, other))
    assert client.get("/api/v1/stats", headers=own).status_code == 304
    assert client.get("/api/v1/stats", headers=others).status_code == 200
    private.keys.revoke("second")


def test_damaged_keys_open_nothing(home: Path, tmp_path: Path) -> None:
    keys = KeyFile(tmp_path)
    _, secret = keys.add("reader", ["read"])
    access = Access(keys=keys, private=PrivateAccess(Sessions(b"s" * 32), SignInLimit(tmp_path)))
    app = create_app(partial(Engine.open, home), access=access)
    (tmp_path / "keys.json").write_bytes(b"{}")
    client = app.test_client()
    refused = client.get("/api/v1/stats", headers=bearer(secret))
    assert refused.status_code == 503
    assert str(tmp_path) not in refused.text
    assert client.get("/api/v1/stats").status_code == 401
    assert client.get("/healthz").status_code == 200


# A public archive


@pytest.fixture
def public(home: Path, tmp_path: Path) -> Iterator[tuple[FlaskClient, KeyFile]]:
    keys = KeyFile(tmp_path)
    app = create_app(
        partial(Engine.open, home), access=Access(keys=keys), rate_limit=RateLimit(Rate(3, 3600))
    )
    yield app.test_client(), keys
    app.extensions["warraq"].close()


def test_metrics_of_a_public_archive(public: tuple[FlaskClient, KeyFile]) -> None:
    client, keys = public
    far = {"environ_base": {"REMOTE_ADDR": FAR}}
    assert client.get("/metrics").status_code == 200
    assert client.get("/metrics", **far).status_code == 401
    assert client.get("/metrics", headers={"X-Forwarded-For": FAR}).status_code == 401
    _, secret = keys.add("prometheus", ["operate"])
    assert client.get("/metrics").status_code == 401
    answer = client.get("/metrics", headers=bearer(secret), **far)
    assert answer.status_code == 200
    assert answer.headers["Cache-Control"] == "private, no-store"


def test_metrics_behind_a_proxy_need_a_key(home: Path, tmp_path: Path) -> None:
    access = Access(keys=KeyFile(tmp_path), is_proxied=True)
    client = create_app(partial(Engine.open, home), access=access).test_client()
    assert client.get("/metrics").status_code == 401


def test_a_public_archive_reads_without_a_key(public: tuple[FlaskClient, KeyFile]) -> None:
    client, keys = public
    answer = client.get("/api/v1/stats")
    assert answer.status_code == 200
    assert answer.headers["Cache-Control"] == "no-cache"
    assert client.get("/sign-in").status_code == 404
    assert client.post("/sign-in").status_code == 404
    _, secret = keys.add("operator", ["operate"])
    assert client.get("/api/v1/stats", headers=bearer(secret)).status_code == 200


def test_a_revoked_key_is_reported_on_a_public_archive(
    public: tuple[FlaskClient, KeyFile],
) -> None:
    client, keys = public
    _, secret = keys.add("old", ["read"])
    keys.revoke("old")
    assert client.get("/api/v1/stats", headers=bearer(secret)).status_code == 401
    token_of_proxy = {"Authorization": "Bearer eyJhbGciOi"}
    assert client.get("/api/v1/stats", headers=token_of_proxy).status_code == 200


def test_the_reason_of_a_failure_is_for_operators(tmp_path: Path) -> None:
    keys = KeyFile(tmp_path)
    _, secret = keys.add("operator", ["operate"])
    client = create_app(
        partial(Engine.open, tmp_path / "nowhere"), access=Access(keys=keys)
    ).test_client()
    assert client.get("/readyz").get_json()["code"] == "archive_unavailable"
    answer = client.get("/readyz", headers=bearer(secret))
    assert answer.status_code == 503
    assert str(tmp_path / "nowhere") in answer.get_json()["detail"]


# Rates


def test_requests_are_counted_by_key_or_by_address(public: tuple[FlaskClient, KeyFile]) -> None:
    client, keys = public
    one, other = (keys.add(name, ["read"])[1] for name in ("one", "other"))
    far = {"environ_base": {"REMOTE_ADDR": FAR}}

    def ask(secret: str = "") -> tuple[int, str]:
        headers = bearer(secret) if secret else {}
        answer = client.get("/api/v1/stats", headers=headers, **far)
        return answer.status_code, answer.headers["RateLimit"].partition(";t=")[0]

    assert [ask(one) for _ in range(4)] == [
        (200, '"key";r=2'),
        (200, '"key";r=1'),
        (200, '"key";r=0'),
        (429, '"key";r=0'),
    ]
    assert ask(other) == (200, '"key";r=2')
    assert ask() == (200, '"address";r=2')


def test_a_key_may_have_a_limit_of_its_own(public: tuple[FlaskClient, KeyFile]) -> None:
    client, keys = public
    _, many = keys.add("many", ["read"], 5)
    _, few = keys.add("few", ["read"], 1)
    statuses = [client.get("/api/v1/stats", headers=bearer(many)).status_code for _ in range(6)]
    assert statuses == [200] * 5 + [429]
    answer = client.get("/api/v1/stats", headers=bearer(few))
    assert answer.headers["RateLimit-Policy"] == '"key";q=1;w=60'
    refused = client.get("/api/v1/stats", headers=bearer(few))
    assert (refused.status_code, refused.get_json()["code"]) == (429, "too_many_requests_with_key")


def test_the_limit_of_a_key_counts_without_a_rate(home: Path, tmp_path: Path) -> None:
    keys = KeyFile(tmp_path)
    _, few = keys.add("few", ["read"], 1)
    client = create_app(partial(Engine.open, home), access=Access(keys=keys)).test_client()
    statuses = [client.get("/api/v1/stats", headers=bearer(few)).status_code for _ in range(2)]
    assert statuses == [200, 429]
    assert "RateLimit" not in client.get("/api/v1/stats").headers


def test_refused_requests_are_counted(home: Path, tmp_path: Path) -> None:
    access = Access(
        keys=KeyFile(tmp_path), private=PrivateAccess(Sessions(b"s" * 32), SignInLimit(tmp_path))
    )
    app = create_app(partial(Engine.open, home), access=access, rate_limit=RateLimit(Rate(2, 3600)))
    far = {"REMOTE_ADDR": FAR}
    asked = [app.test_client().get("/api/v1/stats", environ_base=far) for _ in range(3)]
    assert [each.status_code for each in asked] == [401, 401, 429]
