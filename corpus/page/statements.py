"""What a page states about itself in metadata, linked data and microdata, place by place."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import chain
from typing import Any, Final, Literal, NamedTuple, TypeAlias

from corpus.markup import resolve_entities
from corpus.page.tree import LONGEST_VALUE, Element, PageTree, ancestors, inner_text, squeeze

Fact: TypeAlias = Literal["published", "updated", "author", "title", "source", "url", "section"]

_MOST_STATEMENTS: Final = 400
_LINKED_DATA_LENGTH: Final = 500_000
_LINKED_DATA_DEPTH: Final = 12


class Statement(NamedTuple):
    """A value that a page states for one fact.

    ``place`` names where: the name of a ``<meta>`` element, ``json-ld author``, ``itemprop
    author``, ``time``.
    """

    fact: Fact
    place: str
    value: str


_META: Final[Mapping[str, Fact]] = {
    **dict.fromkeys(
        (
            "article:published_time", "og:article:published_time", "article:published",
            "og:pubdate",
            "og:published_time", "datepublished", "date", "dc.date", "dc.date.issued",
            "dc.date.created", "dc.date.published", "dcterms.date", "dcterms.created",
            "dcterms.issued", "dcterms.available", "pubdate", "publishdate", "publish-date",
            "publish_date", "publication_date", "publication-date", "published", "published_date",
            "publisheddate", "published_time", "parsely-pub-date", "sailthru.date",
            "article_date_original", "article.published", "article.created", "article_date",
            "citation_publication_date", "citation_date", "citation_online_date",
            "cxenseparse:recs:publishtime", "displaydate", "datecreated", "created", "newsdate",
            "release_date", "originalpublicationdate", "dc:date", "dc:created",
            "shareaholic:article_published_time", "bt:pubdate", "creation_date",
            "rnews:datepublished",
        ),
        "published",
    ),
    **dict.fromkeys(
        (
            "article:modified_time", "og:updated_time", "datemodified", "last-modified", "lastmod",
            "dc.date.modified", "dcterms.modified", "modified", "modificationdate", "updated_time",
            "article.updated", "revised", "dateupdated", "shareaholic:article_modified_time",
        ),
        "updated",
    ),
    **dict.fromkeys(
        (
            "author", "article:author", "og:article:author", "dc.creator", "dcterms.creator",
            "dc:creator", "parsely-author", "sailthru.author", "citation_author", "byl", "writer",
            "article:author_name", "shareaholic:article_author_name", "article.author",
            "cxenseparse:author", "creator", "rnews:author",
        ),
        "author",
    ),
    **dict.fromkeys(
        (
            "og:title", "twitter:title", "dc.title", "dcterms.title", "headline", "parsely-title",
            "sailthru.title", "citation_title", "title", "article:title", "rnews:headline",
        ),
        "title",
    ),
    **dict.fromkeys(
        (
            "og:site_name", "application-name", "dc.publisher", "dcterms.publisher", "publisher",
            "apple-mobile-web-app-title", "al:ios:app_name", "copyright-holder", "dc.source",
            "citation_publisher", "citation_journal_title",
        ),
        "source",
    ),
    **dict.fromkeys(("og:url", "twitter:url", "parsely-link"), "url"),
    **dict.fromkeys(("article:section", "og:article:section", "parsely-section"), "section"),
}  # fmt: skip
"""The names of ``<meta>`` elements that state a fact, in lower case."""

_LINKED_DATA: Final[Mapping[str, Fact]] = {
    "datepublished": "published",
    "datecreated": "published",
    "uploaddate": "published",
    "datemodified": "updated",
    "author": "author",
    "creator": "author",
    "headline": "title",
    "publisher": "source",
    "articlesection": "section",
}
_ARTICLE_TYPE: Final = re.compile(
    r"article|blogposting|posting|reportage|review|report|column|discussionforum|opinion|webpage",
    re.IGNORECASE,
)
_MICRODATA: Final[Mapping[str, Fact]] = {
    **{name: fact for name, fact in _LINKED_DATA.items() if fact != "title"},
    "name headline": "title",
    "headline": "title",
    "dc:date": "published",
    "dc:created": "published",
    "schema:datepublished": "published",
    "schema:datecreated": "published",
    "schema:author": "author",
    "pubdate": "published",
}


def read_statements(page: PageTree) -> list[Statement]:
    """The statements of linked data and metadata."""
    return _usable(chain(_linked_data(page.root), _metadata(page.root)))


def read_item_statements(page: PageTree, beside: Sequence[bool]) -> list[Statement]:
    """The statements of elements with ``itemprop`` or ``property``.

    ``beside`` says of each line whether it is beside the article; an element there is left out.
    """
    return _usable(_microdata(page, beside))


def _usable(statements: Iterator[Statement]) -> list[Statement]:
    found: list[Statement] = []
    for statement in statements:
        value = squeeze(resolve_entities(statement.value))
        if value and len(value) <= LONGEST_VALUE:
            found.append(statement._replace(value=value))
        if len(found) == _MOST_STATEMENTS:
            break
    return found


def _metadata(root: Element) -> Iterator[Statement]:
    for element in root.iter("meta"):
        if _in_item(element):
            continue
        name = element.get("property") or element.get("name") or element.get("itemprop")
        name = (name or element.get("http-equiv") or "").strip().lower()
        fact = _META.get(name)
        if fact is not None:
            yield Statement(fact, name, element.get("content") or "")
    yield from _labelled(root)
    for element in root.iter("link"):
        if (element.get("rel") or "").lower() == "canonical":
            yield Statement("url", "canonical", element.get("href") or "")


_AUTHOR_LABEL: Final = re.compile(
    r"\W*(?:كُ?تب|written by|author|écrit par|الكاتب|المؤلف)", re.IGNORECASE
)


def _labelled(root: Element) -> Iterator[Statement]:
    """The author in a pair of ``twitter:label1`` and ``twitter:data1``."""
    metas = {
        (each.get("name") or each.get("property") or "").lower(): each.get("content") or ""
        for each in root.iter("meta")
    }
    for number in ("1", "2"):
        if _AUTHOR_LABEL.match(metas.get(f"twitter:label{number}", "")):
            place = f"twitter:data{number}"
            yield Statement("author", place, metas.get(place, ""))


def _in_item(element: Element) -> bool:
    """Whether an element with ``itemprop`` belongs to an item of microdata."""
    return element.get("itemprop") is not None and any(
        each.get("itemscope") is not None for each in ancestors(element)
    )


def _linked_data(root: Element) -> Iterator[Statement]:
    for element in root.iter("script"):
        if "ld+json" not in (element.get("type") or "").lower():
            continue
        text = (element.text or "").strip().removeprefix("<!--").removesuffix("-->")
        text = text.replace("//<![CDATA[", "").replace("//]]>", "")
        if len(text) > _LINKED_DATA_LENGTH:
            continue
        try:
            data = json.loads(text, strict=False)
        except (ValueError, RecursionError):
            continue
        nodes = list(_nodes(data, 0))
        by_id = {node["@id"]: node for node in nodes if isinstance(node.get("@id"), str)}
        for node in sorted(nodes, key=lambda node: "webpage" in _type(node).lower()):
            if _ARTICLE_TYPE.search(_type(node)):
                yield from _article_statements(node, by_id)


def _type(node: Mapping[str, Any]) -> str:
    kind = node.get("@type")
    return " ".join(map(str, kind)) if isinstance(kind, list) else str(kind or "")


def _nodes(data: Any, depth: int) -> Iterator[dict[str, Any]]:
    """The objects of linked data, also those inside lists and graphs."""
    if depth > _LINKED_DATA_DEPTH:
        return
    if isinstance(data, list):
        for each in data:
            yield from _nodes(each, depth + 1)
    elif isinstance(data, dict):
        if len(data) > 1 and "itemListElement" not in data:
            yield data
        for name in ("@graph", "mainEntity", "mainEntityOfPage"):
            yield from _nodes(data.get(name), depth + 1)


def _article_statements(
    node: Mapping[str, Any], by_id: Mapping[str, Mapping[str, Any]]
) -> Iterator[Statement]:
    is_page = "webpage" in _type(node).lower()
    for key, value in node.items():
        fact = _LINKED_DATA.get(key.lower())
        if fact is None or (is_page and fact in ("title", "source")):
            continue
        values = [name for each in _as_list(value) for name in _names(each, by_id)]
        if fact == "author" and len(values) > 1:
            values = ["; ".join(values)]
        for each in values:
            yield Statement(fact, f"json-ld {key}", each)


def _names(value: Any, by_id: Mapping[str, Mapping[str, Any]]) -> list[str]:
    """The text of a value of linked data, or the name of the person or organization it is."""
    if isinstance(value, str):
        return [value]
    if not isinstance(value, dict):
        return []
    name = value.get("name") or value.get("@value")
    if name is None and isinstance(value.get("@id"), str):
        name = by_id.get(value["@id"], {}).get("name")
    return [each for each in _as_list(name) if isinstance(each, str)]


def _as_list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def _microdata(page: PageTree, beside: Sequence[bool]) -> Iterator[Statement]:
    for element in page.root.iter():
        if not isinstance(element.tag, str) or element.tag in ("html", "head", "body", "script"):
            continue
        names = (element.get("itemprop") or element.get("property") or "").lower().split()
        if not names or (element.tag == "meta" and not _in_item(element)):
            continue
        line = page.first_line(element)
        if line < len(beside) and beside[line]:
            continue
        for name in names:
            fact = _MICRODATA.get(name)
            if fact is not None and _is_own(element, fact):
                yield Statement(fact, f"itemprop {name}", _stated_value(element, fact))


_OTHER_ITEM: Final = re.compile("comment|breadcrumb|person|organi[sz]ation|imageobject|rating")


def _is_own(element: Element, fact: Fact) -> bool:
    """Whether an item property is the article's own, not that of a comment or a breadcrumb."""
    for each in ancestors(element):
        kind = (each.get("itemtype") or "").lower()
        if kind and each is not element:
            return _OTHER_ITEM.search(kind) is None
    return fact in ("published", "updated", "author")


def _stated_value(element: Element, fact: Fact) -> str:
    given: str | None = element.get("content") or element.get("datetime") or element.get("title")
    if given and (element.tag in ("meta", "time", "abbr") or element.get("content")):
        return given
    if fact in ("author", "source"):
        for inner in element.iter():
            if isinstance(inner.tag, str) and (inner.get("itemprop") or "").lower() == "name":
                return str(inner.get("content") or inner_text(inner))
    return inner_text(element)
