"""Lists the documents of a check as records, with their copies folded."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from corpus.archive import DocumentRow
from corpus.headings import heading_of
from index.reader import IndexReader
from search.coverage.answer import (
    CheckedDocument,
    FoundQuotation,
    SameStory,
    SameText,
    SharedPassage,
    TextSpan,
)
from search.coverage.compared import ComparedDocument, Comparison, FoundDocuments
from search.coverage.draft import Draft
from search.coverage.folding import CopyFolder
from search.coverage.shared_text import has_quotation
from search.limits import Limits


class ArchiveReader(NamedTuple):
    """Reads an archive by the numbers of documents: ``rows`` with the beginnings of their texts,
    ``ids``; ``first`` and ``last`` are its first and last date."""

    rows: Callable[[Sequence[int], int], Mapping[int, DocumentRow]]
    ids: Callable[[Sequence[int]], Mapping[int, str]]
    first: str | None
    last: str | None


class Listing:
    """Makes the records of one check; ``limits`` bound their parts."""

    def __init__(
        self,
        index: IndexReader,
        folder: CopyFolder,
        comparison: Comparison,
        archive: ArchiveReader,
        limits: Limits,
    ) -> None:
        self._index = index
        self._folder = folder
        self._comparison = comparison
        self._archive = archive
        self._limits = limits
        self._rows = {number: each.row for number, each in comparison.documents.items()}

    def texts(self, draft: Draft, found: FoundDocuments, most: int) -> tuple[SameText, ...]:
        """The documents with the same text; of copies the one with most of it."""
        listed = self._folder.first_of_each(found.texts)[:most]
        ids = self._copy_ids(listed)
        return tuple(
            SameText(
                **self._heading(each, ids),
                share=round(document.covered / max(1, len(draft.words)), 4),
                document_share=round(document.document_share, 4),
                passages=_passages(draft, document)[: self._limits.covered_passages],
            )
            for each in listed
            for document in (self._comparison.documents[each],)
        )

    def stories(self, found: FoundDocuments, most: int) -> tuple[SameStory, ...]:
        """The documents of the same story in order of time; of copies the earliest."""
        best = self._folder.first_of_each(found.stories)[:most]
        scores = {self._folder.copies(each)[0]: found.stories[each] for each in best}
        self._read_rows(scores)
        listed = sorted((each for each in scores if each in self._rows), key=self._folder.arrival)
        ids = self._copy_ids(listed)
        return tuple(
            SameStory(
                **self._heading(each, ids),
                score=round(scores[each].score, 4),
                words=scores[each].words,
            )
            for each in listed
        )

    def first(self, documents: Iterable[int]) -> CheckedDocument | None:
        """The earliest of some documents and of their copies that has a date."""
        dated = (
            each
            for each in self._folder.with_copies(documents)
            if self._index.dates[each] and self._index.live[each]
        )
        return self._document(next(dated, None))

    def own(self) -> CheckedDocument | None:
        """The document that the draft is, with its copies."""
        own = self._comparison.own
        return self._document(own[0] if own else None)

    def nearest(self, found: FoundDocuments) -> str | None:
        """The heading of the most similar document that is not found."""
        others = (
            each
            for each in (*self._comparison.story, *self._comparison.documents)
            if each in self._comparison.documents and each not in found.stories
        )
        nearest = next(others, None)
        if nearest is None:
            return None
        row = self._comparison.documents[nearest].row
        return heading_of(row.title, row.text) or row.id

    def quotations(self, draft: Draft, found: FoundDocuments) -> tuple[FoundQuotation, ...]:
        """The quotations of a draft that documents with the same text have."""
        documents = [
            self._comparison.documents[each]
            for each in sorted(found.texts, key=self._folder.arrival)
        ]
        quoted = []
        for first, last in draft.quotations:
            ids = tuple(
                each.row.id for each in documents if has_quotation(each.passages, first, last)
            )
            if ids:
                quoted.append(FoundQuotation(draft=draft.span((first, last)), documents=ids))
        return tuple(quoted)

    def _document(self, document: int | None) -> CheckedDocument | None:
        if document is None:
            return None
        self._read_rows([document])
        if document not in self._rows:
            return None
        return CheckedDocument(**self._heading(document, self._copy_ids([document])))

    def _read_rows(self, documents: Iterable[int]) -> None:
        """Read the headings of documents that were not compared."""
        missing = [each for each in documents if each not in self._rows]
        numbers = self._index.numbers[missing].tolist()
        rows = self._archive.rows(numbers, 0) if missing else {}
        for document, number in zip(missing, numbers, strict=True):
            if number in rows:
                self._rows[document] = rows[number]

    def _copy_ids(self, documents: Sequence[int]) -> Mapping[int, str]:
        """The ids of the copies of some documents, by archive number."""
        most = self._limits.covered_copies
        copies = [copy for each in documents for copy in self._folder.copies(each)[: most + 1]]
        return self._archive.ids(self._index.numbers[copies].tolist()) if copies else {}

    def _heading(self, document: int, ids: Mapping[int, str]) -> dict[str, Any]:
        row = self._rows[document]
        others = [each for each in self._folder.copies(document) if each != document]
        numbers = self._index.numbers[others[: self._limits.covered_copies]].tolist()
        return {
            "id": row.id,
            "title": row.title,
            "date": row.date,
            "source": row.source,
            "author": row.author,
            "url": row.url,
            "section": row.section,
            "copies": tuple(ids[number] for number in numbers if number in ids),
        }


def _passages(draft: Draft, document: ComparedDocument) -> tuple[SharedPassage, ...]:
    return tuple(
        SharedPassage(
            draft=draft.span((each.first_start, each.first_end)),
            document=TextSpan(*document.words.span(each.second_start, each.second_end)),
            words=each.equal,
        )
        for each in document.passages
    )
