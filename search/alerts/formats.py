"""Alerts as JSON lines and as an Atom feed."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any, Final, Literal, get_args
from uuid import UUID, uuid5
from xml.sax.saxutils import escape, quoteattr

from corpus.archive import DocumentRow
from corpus.fields import KEYWORD_FIELDS, names
from corpus.xml_text import writable
from search.alerts.runner import Alert, Arrival
from search.answer import IndexPosition
from search.batch.formats import object_line
from search.batch.results import refusal_line

AlertFormat = Literal["text", "jsonl", "atom"]
ALERT_FORMATS: Final[tuple[AlertFormat, ...]] = get_args(AlertFormat)
"""The formats of alerts."""

COLUMNS: Final = ("title", "date", *names(KEYWORD_FIELDS), "url", "added_at")
"""The fields of a document in a line, after the ids of its query and its own."""

_WEB: Final = ("http://", "https://")


def first_words(row: DocumentRow) -> str:
    """The title of a document, or the beginning of its text if it has none."""
    return " ".join(row.title.split()) or " ".join(row.text.split())


class AlertLines:
    """A line for each query and document, with the ids of copies, and for each refused query."""

    def begin(self, _position: IndexPosition) -> str:
        """Nothing comes before the first line."""
        return ""

    def write(self, alert: Alert) -> str:
        """The lines of a query."""
        if alert.refused is not None:
            return refusal_line(alert.query.id, alert.refused)
        return "".join(self._line(alert, each) for each in alert.documents)

    def _line(self, alert: Alert, arrival: Arrival) -> str:
        row = arrival.row
        fields: dict[str, Any] = {"query": alert.query.id, "document": row.id}
        fields |= {column: row.value(column) for column in COLUMNS}
        if arrival.snippets:
            fields["snippets"] = [passage.text for passage in arrival.snippets]
        if arrival.copies:
            fields["copies"] = [copy.id for copy in arrival.copies]
        return object_line(fields)

    def end(self) -> str:
        """Nothing comes after the last line."""
        return ""


class AtomFeed:
    """A feed (RFC 4287) with an entry for each query and document."""

    def __init__(self, clock: Callable[[], datetime] = lambda: datetime.now(UTC)) -> None:
        self._updated = clock().isoformat(timespec="seconds").replace("+00:00", "Z")
        self._archive = UUID(int=0)

    def begin(self, position: IndexPosition) -> str:
        """The feed up to its first entry."""
        self._archive = UUID(position.archive)
        return (
            '<?xml version="1.0" encoding="utf-8"?>\n<feed xmlns="http://www.w3.org/2005/Atom">\n'
            f"<id>{self._archive.urn}</id>\n<title>warraq alerts</title>\n"
            f"<updated>{self._updated}</updated>\n"
            "<author><name>warraq</name></author>\n<generator>warraq</generator>\n"
        )

    def write(self, alert: Alert) -> str:
        """The entries of a query."""
        return "".join(self._entry(alert, each) for each in alert.documents)

    def _entry(self, alert: Alert, arrival: Arrival) -> str:
        row = arrival.row
        name = uuid5(self._archive, f"{row.number} {alert.query.id}")
        about, label = alert.query.id, alert.query.request.query
        lines = [
            f"<id>{name.urn}</id>",
            f"<title>{_text(first_words(row) or row.id)}</title>",
            f"<updated>{row.added_at or self._updated}</updated>",
            f"<category term={_attribute(about)} label={_attribute(label)}/>",
        ]
        if row.date is not None and len(row.date) == len("2016-12-03"):
            lines.append(f"<published>{row.date}T00:00:00Z</published>")
        if row.url is not None and row.url.lower().startswith(_WEB):
            lines.append(f'<link rel="alternate" href={_attribute(row.url)}/>')
        author = row.author or row.source
        if author:
            lines.append(f"<author><name>{_text(author)}</name></author>")
        lines.append(f"<content>{_text(_passages(arrival))}</content>")
        return "<entry>" + "".join(lines) + "</entry>\n"

    def end(self) -> str:
        """The end of the feed."""
        return "</feed>\n"


def _passages(arrival: Arrival) -> str:
    """The snippets of a document, or the beginning of its text."""
    texts = [passage.text for passage in arrival.snippets] or [arrival.row.text]
    return " … ".join(" ".join(text.split()) for text in texts)


def _text(text: str) -> str:
    return escape(writable(text))


def _attribute(text: str) -> str:
    return quoteattr(writable(text))
