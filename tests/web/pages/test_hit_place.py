"""The place of a document among the hits of its search, and the links to the hits beside it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from html import unescape
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from corpus.archive import Archive
from corpus.document import Document
from search.answer import RankedIds
from search.engine import archive_path
from search.request import Request
from tests.homes import add_to
from tests.web.conftest import application, page_at
from web.pages.hit_place import SPANS, HitPlace, PlacedHit, find_place, page_with
from web.parameters import write_pairs

SORTS = ("relevance", "newest", "oldest", "arrival")


class FakeAnswer:
    """Answers with the ids of a list; None are hits that were deleted since."""

    def __init__(self, ids: Sequence[str | None]) -> None:
        self.ids = ids
        self.asked: list[Request] = []

    def rank(self, request: Request) -> RankedIds:
        self.asked.append(request)
        window = self.ids[request.offset : request.offset + request.limit]
        hits = [(id_, at) for at, id_ in enumerate(window, request.offset + 1) if id_ is not None]
        return RankedIds(
            ids=tuple(id_ for id_, _ in hits),
            numbers=tuple(range(len(hits))),
            scores=(1.0,) * len(hits),
            places=tuple(place for _, place in hits),
            total=len(self.ids),
            relation="exact",
            levels=(),
            timed_out=False,
        )


REQUEST = Request(query="خبر")
THOUSAND = [f"d{number}" for number in range(1, 1_001)]


def test_the_hits_beside_a_document_are_found_with_one_ranking() -> None:
    answer = FakeAnswer(THOUSAND)
    found = find_place(answer.rank, REQUEST, "d40", 40)
    assert found == HitPlace(
        total=1_000, place=40, previous=PlacedHit("d39", 39), next=PlacedHit("d41", 41)
    )
    assert [(each.offset, each.limit) for each in answer.asked] == [(29, 21)]


@pytest.mark.parametrize(("place", "sides"), [(1, (None, "d2")), (1_000, ("d999", None))])
def test_the_ends_of_an_answer_have_one_neighbour(
    place: int, sides: tuple[str | None, str | None]
) -> None:
    found = find_place(FakeAnswer(THOUSAND).rank, REQUEST, f"d{place}", place)
    assert tuple(each and each.id for each in (found.previous, found.next)) == sides


@pytest.mark.parametrize("moved", [-SPANS[0], SPANS[0], -SPANS[1], SPANS[1]])
def test_a_document_that_has_moved_is_found_at_its_new_place(moved: int) -> None:
    found = find_place(FakeAnswer(THOUSAND).rank, REQUEST, "d500", 500 + moved)
    assert (found.place, found.next) == (500, PlacedHit("d501", 501))


def test_a_document_that_is_far_from_its_place_is_not_found() -> None:
    answer = FakeAnswer(THOUSAND)
    assert find_place(answer.rank, REQUEST, "d500", 500 - SPANS[1] - 1).place == 0
    assert len(answer.asked) == len(SPANS)


def test_deleted_hits_are_passed_over_and_places_stay() -> None:
    ids = [*THOUSAND[:40], *[None] * 50, *THOUSAND[90:]]
    answer = FakeAnswer(ids)
    assert find_place(answer.rank, REQUEST, "d40", 40).next == PlacedHit("d91", 91)
    assert find_place(answer.rank, REQUEST, "d91", 91).previous == PlacedHit("d40", 40)


@pytest.mark.parametrize(("place", "page"), [(1, None), (20, None), (21, "2"), (61, "4")])
def test_the_page_of_a_hit(place: int, page: str | None) -> None:
    assert dict(write_pairs(page_with(REQUEST, place))).get("page") == page


# Pages


COPY = "قافلة تجارية وصلت إلى الميناء القديم صباح الأحد بعد رحلة استمرت عشرين يومًا عبر الصحراء"


def text_of(number: int) -> str:
    """A text of words of its own; every tenth is a copy of one text."""
    if number % 10 == 0:
        return f"{COPY}، وكان في استقبالها أهل المدينة وتجارها وعمال الميناء."
    return "قافلة " * (number % 7 + 1) + " ".join(f"{word}{number}" for word in "أبتثجحخدذر")


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    """45 articles about one word, of different days and lengths, some of them copies."""
    folder = tmp_path_factory.mktemp("places")
    add_to(
        folder,
        [
            Document(
                id=f"n/{number}",
                title=f"خبر {number}",
                text=text_of(number),
                date=f"20{number % 23:02}-01-01" if number % 9 else None,
            )
            for number in range(45)
        ],
    )
    with application(folder) as app:
        yield app


def hits(page: str) -> list[str]:
    return [unescape(each) for each in re.findall(r'<h2 id="hit-\d+"[^>]*><a href="(.*?)"', page)]


def link(page: str, rel: str) -> str:
    found = re.search(rf'<a rel="{rel}" href="([^"]+)" aria-keyshortcuts', page)
    return unescape(found[1]) if found else ""


def all_hits(client: FlaskClient, query: str) -> list[str]:
    """The addresses of the hits of all pages of a search."""
    found: list[str] = []
    for number in range(1, 10):
        found += hits(page_at(client, f"/?{query}&page={number}"))
    return found


@pytest.mark.parametrize("sort", SORTS)
def test_links_lead_through_all_pages_of_an_answer_and_back(client: FlaskClient, sort: str) -> None:
    listed = all_hits(client, f"q=قافلة&sort={sort}&matches=all&limit=10")
    assert len(listed) > 40
    walked = [listed[0]]
    while address := link(page_at(client, walked[-1]), "next"):
        walked.append(address)
    assert walked == listed
    while address := link(page_at(client, walked[-1]), "prev"):
        assert address == walked[-2]
        walked.pop()
    assert len(walked) == 1


@pytest.mark.parametrize("lang", ["ar", "en"])
def test_a_document_names_its_place_and_leads_back_to_its_page(
    client: FlaskClient, lang: str
) -> None:
    total = len(all_hits(client, "q=قافلة"))
    named = "النتيجة {} من أصل {}" if lang == "ar" else "Result {} of {}"
    results = page_at(client, f"/?q=قافلة&page=2&lang={lang}")
    page = page_at(client, hits(results)[-1])
    assert named.format(40, total) in page
    following = page_at(client, link(page, "next"))
    assert named.format(41, total) in following
    back = unescape(re.findall(r'class="back-links"[^>]*>\s*<a href="([^"]+)"', following)[0])
    assert "page=3" in back
    assert len(hits(page_at(client, back))) == total - 40
    switch = unescape(re.findall(r'class="language-switch" href="([^"]+)"', following)[0])
    assert "hit=41" in switch


def test_close_matches_by_date_are_the_hits_that_the_page_lists(client: FlaskClient) -> None:
    listed = hits(page_at(client, "/?q=قافلة خبر&sort=newest"))
    page = page_at(client, listed[1])
    assert link(page, "prev") == listed[0]
    assert f"من أصل {len(listed)}" in page or len(listed) == 20


@pytest.mark.parametrize("address", ["/documents/n%2F1?q=قافلة", "/documents/n%2F1?hit=3"])
def test_without_a_place_or_a_query_there_are_no_neighbours(
    client: FlaskClient, address: str
) -> None:
    assert "hit-turns" not in page_at(client, address)


@pytest.mark.parametrize("hit", ["0", "-1", "10001", "x", "1e3"])
def test_a_place_out_of_range_is_refused(client: FlaskClient, hit: str) -> None:
    page_at(client, f"/documents/n%2F1?q=قافلة&hit={hit}", 400)


def test_a_document_that_the_search_does_not_find_is_reported(client: FlaskClient) -> None:
    page = page_at(client, "/documents/n%2F1?q=nosuchword&hit=3")
    assert "تغيّرت النتائج" in page
    assert "عودة إلى النتائج" in page


def test_the_twin_of_a_missing_document_has_no_place(client: FlaskClient) -> None:
    page = page_at(client, "/documents/gone?q=قافلة&hit=3", 404)
    twin = unescape(re.findall(r'type="application/json" href="([^"]+)"', page)[0])
    assert client.get(twin).status_code == 404


def test_documents_deleted_meanwhile_are_passed_over(tmp_path: Path) -> None:
    add_to(
        tmp_path,
        [
            Document(id=f"n{number}", title=f"خبر {number}", text="قافلة سارت")
            for number in range(4)
        ],
    )
    with application(tmp_path) as app:
        client = app.test_client()
        listed = hits(page_at(client, "/?q=قافلة"))
        with Archive(archive_path(tmp_path)) as archive:
            archive.delete([re.findall(r"n\d", listed[1])[0]])
        assert link(page_at(client, listed[0]), "next") == listed[2]
        assert link(page_at(client, listed[2]), "prev") == listed[0]


@pytest.mark.parametrize("name", ["list.bib", "list.ris", "a/original"])
def test_an_id_that_ends_like_a_file_has_a_place_too(tmp_path: Path, name: str) -> None:
    add_to(tmp_path, [Document(id=name, title="خبر", text="قافلة"), Document(text="قافلة سارت")])
    with application(tmp_path) as app:
        client = app.test_client()
        listed = hits(page_at(client, "/?q=قافلة"))
        assert all("من أصل 2" in page_at(client, address) for address in listed)
