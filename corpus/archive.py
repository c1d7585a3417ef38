"""The archive of documents: one SQLite file, from which every index can be rebuilt."""

from __future__ import annotations

import sqlite3
import time
import uuid
import zlib
from collections.abc import Callable, Generator, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path
from types import MappingProxyType, TracebackType
from typing import Any, Final, Literal, NamedTuple, Self

import msgspec

from corpus import fields, ingest_log, integrity
from corpus.addresses import AddressKey
from corpus.document import Document, Refusal
from corpus.fields import KeywordField
from corpus.headings import READ_CODE_POINTS, beginning_of
from corpus.identity import (
    CONTENT_HASH_BYTES,
    arrival_hash,
    content_hash,
    identify,
    same_address,
    with_given_id,
)
from corpus.ingest_log import Ingest
from corpus.messages import Message
from corpus.residue import overwrite_residue
from corpus.schema import (
    ArchiveError,
    as_archive_errors,
    connect,
    file_state,
    log_bytes,
    reported,
    stamp,
)
from corpus.schema.address_table import add_address, remove_address
from corpus.schema.transactions import empty_log, is_open, reported_transaction, transaction

__all__ = ["Archive", "ArchiveError", "DocumentRow", "Heading", "IdTakenError", "Ingest", "Outcome"]

CHECKPOINT_SECONDS: Final = 5.0
"""How long the end of a command waits for readers of the log."""

_ID_SHOWN: Final = 100
_CHUNK: Final = 500
_ADDRESSED_MOST: Final = 100
"""Documents with one address that are found."""
_SITE_DOCUMENTS: Final = 1_000
"""Documents of a site whose sources are counted."""
_COLUMNS: Final = "number, id, title, text, date, added_at, source, author, url, section"
_ROW_COLUMNS: Final = "number, id, title, text, date, added_at, url"
_KEYWORD_COLUMNS: Final = frozenset({"source", "author", "url", "section"})
_SPACES: Final = "char(9, 10, 11, 12, 13, 32, 160, 8203, 65279)"


class Outcome(msgspec.Struct, frozen=True):
    """The result of adding a document; ``id`` is its id in the archive."""

    id: str
    status: Literal["added", "replaced", "unchanged"]


class IdTakenError(ArchiveError):
    """Every id that a document may have belongs to a document of another source."""


class _WithKeywords:
    """The keyword fields of a record that has them in ``keywords``."""

    __slots__ = ()
    keywords: Mapping[str, str | None]

    def value(self, name: str) -> Any:
        """The value of a keyword field or, under any other name, of an attribute."""
        return self.keywords[name] if name in self.keywords else getattr(self, name)

    @property
    def source(self) -> str | None:
        """The keyword ``source``."""
        return self.keywords.get("source")

    @property
    def author(self) -> str | None:
        """The keyword ``author``."""
        return self.keywords.get("author")

    @property
    def section(self) -> str | None:
        """The keyword ``section``."""
        return self.keywords.get("section")


class DocumentRow(_WithKeywords, msgspec.Struct, frozen=True):
    """The parts of a document that the index and the snippets read.

    ``number`` is never reused and does not change when the document is replaced. ``keywords`` has
    the value of every keyword field (see ``corpus.fields``), None if the document has none.
    """

    number: int
    id: str
    title: str
    text: str
    date: str | None
    added_at: str | None
    url: str | None
    keywords: Mapping[str, str | None] = {}


class Heading(_WithKeywords, msgspec.Struct, frozen=True):
    """The parts of a document that are shown above its text.

    ``keywords`` has the value of every keyword field, None if the document has none. ``beginning``
    has the first words of the text of a document without a title.
    """

    title: str
    date: str | None
    url: str | None
    keywords: Mapping[str, str | None]
    beginning: str = ""


class Archive:
    """An open archive, for one thread of one process.

    Several processes may read and write one file at once: a writer waits up to 60 seconds for
    another, a reader never waits. A writer creates a missing file and its folder if ``create``,
    and migrates an archive of an older version. ``keyword_fields`` are the keyword fields to read,
    by default those of ``corpus.fields``. Raises ArchiveError for a file that is missing, damaged,
    foreign or of a newer version, and for a reader if it is of an older one; every method raises it
    for a fault of the file or the disk, and then changes nothing.
    """

    def __init__(
        self,
        path: Path,
        *,
        read_only: bool = False,
        create: bool = True,
        keyword_fields: Sequence[KeywordField] | None = None,
    ) -> None:
        self.path = path
        self.read_only = read_only
        self._keyword_fields = (
            fields.KEYWORD_FIELDS if keyword_fields is None else tuple(keyword_fields)
        )
        self._keyword_names = fields.names(self._keyword_fields)
        self._keyword_columns = "".join(
            f", {_keyword_column(each)}" for each in self._keyword_fields
        )
        self._connection, self._unshared = connect(path, read_only=read_only, create=create)
        try:
            self.identity: str = self._value("SELECT value FROM state WHERE name = 'identity'")
        except BaseException:
            self.close()
            raise

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close the file; closing twice is allowed.

        A writer moves its changes into the file, if no other process needs the log at the moment.
        """
        if not self.read_only:
            with suppress(sqlite3.Error, OSError):
                empty_log(self._connection, self.path, 0.0)
        self._connection.close()

    @property
    def sequence(self) -> int:
        """The number of the last change: each added, replaced or deleted document has its own."""
        found: int = self._value("SELECT value FROM state WHERE name = 'sequence'")
        return found

    def add(
        self, documents: Iterable[Document], refused: list[Message] | None = None
    ) -> list[Outcome]:
        """Add documents in one transaction, durable when this returns.

        ``corpus.identity.identify`` finds the document that one replaces; it keeps its number, id
        and ``added_at``. A document with the same content is not changed. One whose possible ids
        all belong to other documents is left out, with the reason in ``refused``; without that list
        it raises IdTakenError, and nothing is added. Raises ArchiveError, and ValueError for text
        with a lone surrogate.
        """
        now = _now()
        outcomes = []
        with self._writing() as sequence:
            for document in documents:
                try:
                    outcomes.append(self._add(document, now, sequence))
                except IdTakenError as error:
                    if refused is None:
                        raise
                    refused.append(error.message)
        return outcomes

    def get(self, id: str) -> Document | None:  # noqa: A002
        """A document with its original, None if the archive does not have it."""
        row = self._one(
            f"SELECT {_COLUMNS}, extra, encoding, removed, original"
            " FROM documents LEFT JOIN originals USING (number) WHERE id = ?",
            (id,),
        )
        if row is None:
            return None
        extra, encoding, removed, original = row[10:]
        return Document(
            id=row[1],
            title=row[2],
            text=row[3],
            date=row[4],
            added_at=row[5],
            source=row[6],
            author=row[7],
            url=row[8],
            section=row[9],
            extra={} if extra is None else msgspec.json.decode(extra),
            encoding=encoding,
            removed=() if removed is None else msgspec.json.decode(removed, type=tuple[str, ...]),
            original=None if original is None else zlib.decompress(original).decode(),
        )

    def rows(self, numbers: Sequence[int], beginning: int | None = None) -> dict[int, DocumentRow]:
        """The rows of the given documents, by number; unknown numbers are left out.

        With ``beginning``, their texts are cut after so many code points.
        """
        wanted = msgspec.json.encode([int(number) for number in numbers]).decode()
        select, given = self._select_rows(), (wanted,)
        if beginning is not None:
            select = select.replace(", text,", f", substr(text, 1, {int(beginning)}),")
        found = self._all(f"{select} WHERE number IN (SELECT value FROM json_each(?))", given)
        return {row[0]: self._row(row) for row in found}

    def ids_of(self, numbers: Sequence[int]) -> dict[int, str]:
        """The ids of the given documents, by number; unknown numbers are left out."""
        wanted = msgspec.json.encode([int(number) for number in numbers]).decode()
        return dict(
            self._all(
                "SELECT number, id FROM documents WHERE number IN (SELECT value FROM json_each(?))",
                (wanted,),
            )
        )

    def headings(self, ids: Sequence[str]) -> dict[str, Heading]:
        """The headings of the given documents, by id; unknown ids are left out."""
        found = self._all(
            "SELECT id, title, date, url, CASE WHEN length(trim(title)) < 5"
            f" THEN substr(text, 1, {READ_CODE_POINTS + 1}) ELSE '' END{self._keyword_columns}"
            " FROM documents"
            " WHERE id IN (SELECT value FROM json_each(?))",
            (msgspec.json.encode(ids).decode(),),
        )
        return {
            id_: Heading(title, date, url, self._keywords(values), beginning_of(title, text))
            for id_, title, date, url, text, *values in found
        }

    def numbers(self) -> list[tuple[int, int]]:
        """Number and sequence of every document, in the order of their numbers."""
        return self._all("SELECT number, sequence FROM documents ORDER BY number")

    def number(self, id: str) -> int | None:  # noqa: A002
        """The number of a document, None if the archive does not have it."""
        row = self._one("SELECT number FROM documents WHERE id = ?", (id,))
        return None if row is None else row[0]

    def addressed(self, key: AddressKey) -> dict[int, str]:
        """The numbers and addresses of the documents whose address has a key, first added first."""
        return dict(
            self._all(
                "SELECT number, url FROM addresses JOIN documents USING (number)"
                " WHERE site = ? AND page = ? ORDER BY number LIMIT ?",
                (*key, _ADDRESSED_MOST),
            )
        )

    def sources_of_site(self, site: int) -> list[tuple[str, int]]:
        """The sources of the documents of a site, the most frequent first; of the first thousand
        documents."""
        return self._all(
            "SELECT source, count(*) FROM (SELECT source FROM addresses JOIN documents"
            " USING (number) WHERE site = ? LIMIT ?) WHERE source IS NOT NULL"
            " GROUP BY source ORDER BY 2 DESC, 1",
            (site, _SITE_DOCUMENTS),
        )

    def changes(self, since: int) -> Generator[DocumentRow, None, None]:
        """Iterate over the rows added or replaced after ``since``, in the order of their sequence.

        All rows are of the state at the first one. To add documents meanwhile, iterate over a
        ``snapshot``.
        """
        with as_archive_errors(self.path):
            cursor = self._execute(
                f"{self._select_rows()} WHERE sequence > ? ORDER BY sequence", (since,)
            )
            try:
                for row in cursor:
                    yield self._row(row)
            finally:
                cursor.close()

    def changed(self, since: int) -> list[int]:
        """Numbers of the documents added or replaced after sequence ``since``."""
        found = self._all("SELECT number FROM documents WHERE sequence > ?", (since,))
        return [row[0] for row in found]

    def changed_between(self, since: int, until: int) -> list[tuple[int, int]]:
        """Number and sequence of every document added or replaced after sequence ``since`` and not
        after ``until``, in the order of their numbers."""
        return self._all(
            "SELECT number, sequence FROM documents WHERE sequence > ? AND sequence <= ?"
            " ORDER BY number",
            (since, until),
        )

    def last_number(self, sequence: int) -> int:
        """The largest number of a document that was not changed after a sequence, 0 without one."""
        found = self._one("SELECT max(number) FROM documents WHERE sequence <= ?", (sequence,))
        return found[0] or 0

    def first_number_of(self, day: str) -> int | None:
        """The smallest number of a document that was added on a day, ISO, or later."""
        found = self._one("SELECT min(number) FROM documents WHERE added_at >= ?", (day,))
        number: int | None = found[0]
        return number

    def count_changed(self, since: int) -> int:
        """The number of documents added or replaced after sequence ``since``."""
        found: int = self._one("SELECT count(*) FROM documents WHERE sequence > ?", (since,))[0]
        return found

    def deleted(self, since: int) -> list[int]:
        """Numbers of the documents deleted after sequence ``since``, in the order of deletion."""
        found = self._all(
            "SELECT number FROM deletions WHERE sequence > ? ORDER BY sequence", (since,)
        )
        return [row[0] for row in found]

    def deleted_ids(self) -> set[str]:
        """The ids of all documents that were ever deleted."""
        return {row[0] for row in self._all("SELECT id FROM deletions")}

    @contextmanager
    def snapshot(self) -> Iterator[Archive]:
        """Open the archive a second time, read-only, at a state that later writes do not change."""
        view = Archive(self.path, read_only=True, keyword_fields=self._keyword_fields)
        with view:
            with as_archive_errors(self.path):
                view._connection.execute("BEGIN")
                # A deferred transaction begins at the first read.
                view._connection.execute("SELECT 1 FROM state").fetchone()
            yield view

    def delete(self, ids: Iterable[str]) -> list[str]:
        """Delete documents in one transaction, and return the ids that existed."""
        deleted = []
        with self._writing() as sequence:
            for name in ids:
                row = self._connection.execute(
                    "SELECT number, url FROM documents WHERE id = ?", (name,)
                ).fetchone()
                if row is None:
                    continue
                number, url = row
                self._connection.execute("DELETE FROM documents WHERE number = ?", (number,))
                self._connection.execute("DELETE FROM originals WHERE number = ?", (number,))
                remove_address(self._connection, number, url)
                self._connection.execute(
                    "INSERT INTO deletions (sequence, number, id) VALUES (?, ?, ?)",
                    (sequence.next(), number, name),
                )
                deleted.append(name)
        return deleted

    def ids(self, source: str | None = None) -> Iterator[str]:
        """Iterate over the ids, of one source if given; they may be deleted meanwhile."""
        last = 0
        condition = "" if source is None else "AND source = :source"
        while True:
            found = self._all(
                f"SELECT number, id FROM documents WHERE number > :last {condition}"
                " ORDER BY number LIMIT :chunk",
                {"last": last, "source": source, "chunk": _CHUNK},
            )
            if not found:
                return
            yield from (row[1] for row in found)
            last = found[-1][0]

    def count(self) -> int:
        """The number of documents."""
        found: int = self._value("SELECT count(*) FROM documents")
        return found

    def source_counts(self) -> list[tuple[str | None, int]]:
        """Every source with its number of documents, the most frequent first."""
        return self._all(
            "SELECT source, count(*) FROM documents GROUP BY source ORDER BY 2 DESC, 1"
        )

    def date_span(self) -> tuple[str | None, str | None]:
        """The first and the last date, ISO and perhaps partial; None if no document has a date."""
        ends = (
            f"(SELECT {end}(date) FROM documents WHERE date IS NOT NULL)" for end in ("min", "max")
        )
        first, last = self._one(f"SELECT {', '.join(ends)}")
        return first, last

    def renew_identity(self) -> None:
        """Give the archive a new identity, so that no index made from it matches any more."""
        identity = str(uuid.uuid4())
        with self._writing():
            self._connection.execute(
                "UPDATE state SET value = ? WHERE name = 'identity'", (identity,)
            )
        self.identity = identity

    def checkpoint(self, seconds: float = CHECKPOINT_SECONDS) -> int:
        """Move the changes of the log into the file and empty the log, so that the file alone is
        the whole archive.

        Waits for processes that still read from the log. Returns the bytes that remain in it.
        """
        with as_archive_errors(self.path):
            return empty_log(self._connection, self.path, seconds)

    def copy_to(
        self,
        target: sqlite3.Connection,
        *,
        pages: int,
        progress: Callable[[int, int, int], None],
    ) -> None:
        """Copy all pages to another file, ``pages`` at once; of a ``snapshot``, one state of them.

        ``progress`` is called with a status, and the pages that remain and that there are. Raises
        sqlite3.OperationalError for the disk of the target, ArchiveError for a damaged file.
        """
        try:
            self._connection.backup(target, pages=pages, progress=progress)
        except sqlite3.OperationalError:
            raise
        except sqlite3.Error as error:
            raise ArchiveError("archive_damaged", path=str(self.path)) from error

    def is_purged(self) -> bool:
        """Whether nothing of deleted documents is left in the file, its log apart."""
        last = self._one("SELECT max(sequence) FROM deletions")[0]
        purged = self._one("SELECT value FROM state WHERE name = 'purged'")
        return last is None or (purged is not None and last <= purged[0])

    def purge(self, seconds: float = CHECKPOINT_SECONDS) -> int:
        """Take what deleted documents left out of the file and its log, durable when this returns.

        Waits as ``checkpoint`` does. Returns the bytes that remain in the log; unless they are 0,
        nothing is purged.
        """
        end = time.monotonic() + seconds
        while True:
            remaining = self.checkpoint(max(0.0, end - time.monotonic()))
            # Another process may write to the log before this one has the lock.
            remaining = remaining or self._overwrite_residue()
            if not remaining or time.monotonic() >= end:
                break
        # Pages that this connection keeps in memory may have what was overwritten.
        self._connection.close()
        self._connection, self._unshared = connect(self.path, read_only=False, create=False)
        return remaining or self.checkpoint(max(0.0, end - time.monotonic()))

    def _overwrite_residue(self) -> int:
        """Overwrite what belongs to no row, if the log is empty; returns the bytes in it."""
        with as_archive_errors(self.path), transaction(self._connection):
            remaining = log_bytes(self.path)
            if remaining:
                return remaining
            overwrite_residue(self.path)
            stamp.renew(self._connection)
            self._connection.execute(
                "INSERT OR REPLACE INTO state SELECT 'purged', value FROM state"
                " WHERE name = 'sequence'"
            )
        reported.write(self.path, self._connection)
        return 0

    def lacking(self) -> int:
        """How many changes were reported that the archive does not have."""
        last = reported.read(self.path)
        if last is None or last.identity != self.identity:
            return 0
        return max(0, last.sequence - self.sequence)

    def is_cut(self) -> bool:
        """Whether the file was copied without its log while it was written, so that the last
        changes may be missing."""
        last = reported.read(self.path)
        is_own = last is not None and last.identity == self.identity
        return not is_own and not log_bytes(self.path) and is_open(self._connection)

    def verify(self) -> list[Message]:
        """Find the faults of the file; empty if it is sound.

        SQLite checks its structure; every document is compared with the hash of its content, and
        every original with the checksum of its compression.
        """
        try:
            found = self._all("PRAGMA integrity_check(20)")
            faults = [
                Message.of("sqlite_fault", file=self.path.name, problem=row[0])
                for row in found
                if row[0] != "ok"
            ]
            if faults:
                return faults
            with as_archive_errors(self.path):
                return [*self._copy_faults(), *integrity.find_faults(self._connection)]
        except ArchiveError as error:
            return [error.message]

    def _copy_faults(self) -> Iterator[Message]:
        """Whether changes that were reported are missing."""
        lacking = self.lacking()
        if lacking:
            yield Message.of("archive_lacks_reported", path=str(self.path), changes=lacking)
        if self.is_cut():
            yield Message.of("archive_copied_without_log", path=str(self.path))
        if not self.is_purged():
            yield Message.of("deletions_unfinished", path=str(self.path))

    def note(
        self,
        paths: Sequence[str],
        counts: Mapping[str, int] = MappingProxyType({}),
        refusals: Sequence[Refusal] = (),
        refused: int | None = None,
    ) -> Ingest:
        """Write an ingest to the log: the paths read, the number of each status, and the refusals.

        ``refused`` is the number of all refusals if ``refusals`` are only the first of them.
        """
        entry = Ingest(
            at=_now(),
            paths=tuple(paths),
            added=counts.get("added", 0),
            replaced=counts.get("replaced", 0),
            unchanged=counts.get("unchanged", 0),
            refused=len(refusals) if refused is None else refused,
            refusals=tuple(refusals),
        )
        with self._writing():
            ingest_log.write(self._connection, entry)
        return entry

    def ingests(self, limit: int = 20) -> list[Ingest]:
        """The last entries of the ingest log, the newest first."""
        with as_archive_errors(self.path):
            return ingest_log.read(self._connection, limit)

    def _add(self, given: Document, now: str, sequence: _Sequence) -> Outcome:
        document = with_given_id(given)
        extra = msgspec.json.encode(document.extra, order="deterministic")
        name, stored = self._find(document)
        if stored is not None and same_address(stored.url, document.url):
            document = msgspec.structs.replace(document, url=stored.url)
        digest = content_hash(document, extra)
        if stored is not None and stored.digest == digest:
            return Outcome(name, "unchanged")
        removed = msgspec.json.encode(document.removed) if document.removed else None
        added_at = now if stored is None else stored.added_at
        values = (
            sequence.next(),
            digest + arrival_hash(added_at, document.encoding, removed),
            document.title,
            document.date,
            document.source,
            document.author,
            document.url,
            document.section,
            extra if document.extra else None,
            document.encoding,
            removed,
            document.text,
        )
        execute = self._connection.execute
        if stored is None:
            number = execute(
                "INSERT INTO documents (sequence, hash, title, date, source, author, url, section,"
                " extra, encoding, removed, text, id, added_at)"
                " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                (*values, name, added_at),
            ).lastrowid
        else:
            number = stored.number
            execute(
                "UPDATE documents SET sequence = ?, hash = ?, title = ?, date = ?, source = ?,"
                " author = ?, url = ?, section = ?, extra = ?, encoding = ?, removed = ?, text = ?"
                " WHERE number = ?",
                (*values, number),
            )
            execute("DELETE FROM originals WHERE number = ?", (number,))
            remove_address(self._connection, number, stored.url)
        assert number is not None
        add_address(self._connection, number, document.url)
        if document.original is not None:
            packed = zlib.compress(document.original.encode(), 6)
            execute("INSERT INTO originals (number, original) VALUES (?, ?)", (number, packed))
        return Outcome(name, "added" if stored is None else "replaced")

    def _find(self, document: Document) -> tuple[str, _Stored | None]:
        """The id for a document, and the stored document that it replaces, if any."""
        unused = ""
        for name in identify(document):
            row = self._connection.execute(
                "SELECT number, hash, source, added_at, url FROM documents WHERE id = ?", (name,)
            ).fetchone()
            if row is None:
                unused = unused or name
            elif (row[2] or "") == (document.source or ""):
                return name, _Stored(row[0], row[1][:CONTENT_HASH_BYTES], row[3], row[4])
        if not unused:
            raise IdTakenError("id_taken", id=document.id[:_ID_SHOWN])
        return unused, None

    @contextmanager
    def _writing(self) -> Iterator[_Sequence]:
        """Run a transaction that has the write lock from its start, so that no update is lost."""
        with (
            as_archive_errors(self.path),
            reported_transaction(self._connection, self.path),
        ):
            sequence = _Sequence(self.sequence)
            yield sequence
            self._connection.execute(
                "UPDATE state SET value = ? WHERE name = 'sequence'", (sequence.last,)
            )

    def _select_rows(self) -> str:
        return f"SELECT {_ROW_COLUMNS}{self._keyword_columns} FROM documents"

    def _row(self, columns: Sequence[Any]) -> DocumentRow:
        number, id_, title, text, date, added_at, url, *values = columns
        return DocumentRow(number, id_, title, text, date, added_at, url, self._keywords(values))

    def _keywords(self, values: Sequence[Any]) -> dict[str, str | None]:
        return dict(zip(self._keyword_names, values, strict=True))

    def _execute(self, sql: str, values: Sequence[Any] | dict[str, Any] = ()) -> sqlite3.Cursor:
        # Without shared memory, SQLite does not see that a writer has changed the file.
        if self._unshared is not None and file_state(self.path) != self._unshared:
            self._connection.close()
            self._connection, self._unshared = connect(self.path, read_only=True)
        return self._connection.execute(sql, values)

    def _all(self, sql: str, values: Sequence[Any] | dict[str, Any] = ()) -> list[Any]:
        with as_archive_errors(self.path):
            return self._execute(sql, values).fetchall()

    def _one(self, sql: str, values: Sequence[Any] = ()) -> Any:
        with as_archive_errors(self.path):
            return self._execute(sql, values).fetchone()

    def _value(self, sql: str) -> Any:
        row = self._one(sql)
        if row is None:
            raise ArchiveError("archive_without_state", path=str(self.path))
        return row[0]


def _keyword_column(field: KeywordField) -> str:
    """The SQL of the value of a keyword field: a column, or a string under its key of ``extra``."""
    if field.name in _KEYWORD_COLUMNS:
        return field.name
    extra, key = "CAST(extra AS TEXT)", f"'$.\"{field.name}\"'"
    value = f"nullif(trim(json_extract({extra}, {key}), {_SPACES}), '')"
    return f"CASE json_type({extra}, {key}) WHEN 'text' THEN {value} END"


class _Stored(NamedTuple):
    """Number, content hash, date of arrival and address of a stored document."""

    number: int
    digest: bytes
    added_at: str | None
    url: str | None


class _Sequence:
    """The sequence numbers of one transaction."""

    def __init__(self, last: int) -> None:
        self.last = last

    def next(self) -> int:
        self.last += 1
        return self.last


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
