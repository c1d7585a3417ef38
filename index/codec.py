"""A Whoosh codec that keeps each segment in one file of arrays.

Whoosh keeps the schema, the table of contents, the list of segments and the lock. Its own queries
run over the arrays through the readers here; ``index.reader`` reads the arrays themselves.

Whoosh pickles ``ArraySegment`` and ``ArrayCodec`` into the table of contents, so their names and
that of this module are part of the file format: version 0.1.0 opens an index by them.
"""

from __future__ import annotations

import sys
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from functools import cached_property
from itertools import pairwise
from pathlib import Path
from typing import Any, Final, NamedTuple

import numpy as np
from whoosh.codec import base
from whoosh.codec.whoosh3 import W3Segment, W3TermInfo
from whoosh.matching import ListMatcher

from index.array_types import U32
from index.arrays import ArrayFile, distinct, write_arrays
from index.generation import VOCABULARY
from index.segment import TEXT_FIELDS, Segment, read_segment, segment_arrays
from index.vocabulary import Vocabulary

EXTENSION: Final = ".arrays"


class ArraySegment(W3Segment):  # type: ignore[misc]
    """A Whoosh segment that is one file of arrays, never a compound of several."""

    def should_assemble(self) -> bool:
        return False


def load_segment(storage: Any, segment: ArraySegment) -> Segment:
    """The arrays of a segment; raises DamagedError where its file is damaged."""
    path = Path(storage.folder) / segment.make_filename(EXTENSION)
    return read_segment(ArrayFile(path))


def store_segment(storage: Any, segment: ArraySegment, data: Segment) -> None:
    """Write the arrays of a segment."""
    path = Path(storage.folder) / segment.make_filename(EXTENSION)
    with path.open("wb") as file:
        write_arrays(file, segment_arrays(data))


class ArrayCodec(base.Codec):  # type: ignore[misc]
    """The codec; its writers do nothing, as ``index.whoosh_writer`` writes whole segments."""

    length_stats = False

    def per_document_writer(self, storage: Any, segment: Any) -> _NoWriter:
        return _NoWriter()

    def field_writer(self, storage: Any, segment: Any) -> _NoWriter:
        return _NoWriter()

    def terms_reader(self, storage: Any, segment: Any) -> ArrayTermsReader:
        path = Path(storage.folder) / VOCABULARY
        return ArrayTermsReader(load_segment(storage, segment), path)

    def per_document_reader(self, storage: Any, segment: Any) -> ArrayPerDocumentReader:
        return ArrayPerDocumentReader(load_segment(storage, segment), segment)

    def new_segment(self, storage: Any, indexname: str) -> ArraySegment:
        return ArraySegment(self, indexname)


class _NoWriter:
    """A writer that writes nothing."""

    is_closed = True

    def close(self) -> None:
        """Nothing to close."""


class _Postings(ListMatcher):  # type: ignore[misc]
    """A list of postings that has an id past its end, since Whoosh's AND NOT asks for one."""

    def id(self) -> int:
        return self._ids[self._i] if self._i < len(self._ids) else sys.maxsize


class _TermPostings(NamedTuple):
    """The postings of one term: documents, frequencies and positions in a row."""

    documents: U32
    frequencies: U32
    positions: U32


class ArrayTermsReader(base.TermsReader):  # type: ignore[misc]
    """The terms of a segment as Whoosh looks them up: by the word as written, in UTF-8."""

    def __init__(self, data: Segment, vocabulary: Path) -> None:
        self._data = data
        self._path = vocabulary

    @cached_property
    def _ranked(self) -> list[tuple[bytes, int]]:
        vocabulary = Vocabulary(ArrayFile(self._path))
        terms = distinct(
            np.concatenate([postings.present() for postings in self._data.fields.values()])
        )
        return sorted((vocabulary.spelling(term).encode(), term) for term in terms.tolist())

    @cached_property
    def _words(self) -> list[bytes]:
        return [word for word, _ in self._ranked]

    @cached_property
    def _terms(self) -> list[int]:
        return [term for _, term in self._ranked]

    @cached_property
    def _present(self) -> dict[str, frozenset[int]]:
        return {
            name: frozenset(postings.present().tolist())
            for name, postings in self._data.fields.items()
        }

    def _postings(self, fieldname: str, text: bytes) -> _TermPostings:
        postings = self._data.fields.get(fieldname)
        place = bisect_left(self._words, text)
        if postings is None or place == len(self._words) or self._words[place] != text:
            raise KeyError((fieldname, text))
        term = np.array([self._terms[place]], np.uint32)
        _, *found = postings.field().decode(term, True)
        if not len(found[0]):
            raise KeyError((fieldname, text))
        return _TermPostings(*found)

    def __contains__(self, term: tuple[str, bytes]) -> bool:
        try:
            self._postings(*term)
        except KeyError:
            return False
        return True

    def indexed_field_names(self) -> Iterable[str]:
        return TEXT_FIELDS

    def terms(self) -> Iterator[tuple[str, bytes]]:
        for name in sorted(TEXT_FIELDS):
            yield from self.terms_from(name, b"", within=True)

    def terms_from(
        self, fieldname: str, prefix: bytes, *, within: bool = False
    ) -> Iterator[tuple[str, bytes]]:
        for name in sorted(TEXT_FIELDS):
            if name < fieldname or (within and name != fieldname):
                continue
            first = bisect_left(self._words, prefix) if name == fieldname else 0
            for word, term in zip(self._words[first:], self._terms[first:], strict=True):
                if term in self._present[name]:
                    yield name, word

    def items(self) -> Iterator[tuple[tuple[str, bytes], Any]]:
        return ((term, self.term_info(*term)) for term in self.terms())

    def items_from(self, fieldname: str, prefix: bytes) -> Iterator[tuple[tuple[str, bytes], Any]]:
        return ((term, self.term_info(*term)) for term in self.terms_from(fieldname, prefix))

    def term_info(self, fieldname: str, text: bytes) -> Any:
        documents, frequencies, _ = self._postings(fieldname, text)
        lengths = self._data.fields[fieldname].lengths[documents]
        return W3TermInfo(
            weight=float(frequencies.sum()),
            df=len(documents),
            minlength=int(lengths.min()),
            maxlength=int(lengths.max()),
            maxweight=float(frequencies.max()),
            minid=int(documents[0]),
            maxid=int(documents[-1]),
        )

    def frequency(self, fieldname: str, text: bytes) -> float:
        return float(self.term_info(fieldname, text).weight())

    def doc_frequency(self, fieldname: str, text: bytes) -> int:
        return int(self.term_info(fieldname, text).doc_frequency())

    def matcher(self, fieldname: str, text: bytes, format_: Any, scorer: Any = None) -> Any:
        documents, frequencies, positions = self._postings(fieldname, text)
        bounds = [0, *np.cumsum(frequencies).tolist()]
        values = [format_.encode(positions[start:end].tolist()) for start, end in pairwise(bounds)]
        return _Postings(
            documents.tolist(),
            [float(frequency) for frequency in frequencies.tolist()],
            values,
            format_,
            scorer=scorer,
            term=(fieldname, text),
            terminfo=self.term_info(fieldname, text),
        )

    def close(self) -> None:
        """The arrays are unmapped when nothing refers to them."""


class ArrayPerDocumentReader(base.PerDocumentReader):  # type: ignore[misc]
    """Lengths and deletions of a segment; documents are stored in the archive only."""

    def __init__(self, data: Segment, segment: ArraySegment) -> None:
        self._data = data
        self._segment = segment

    def doc_count(self) -> int:
        return int(self._segment.doc_count())

    def doc_count_all(self) -> int:
        return len(self._data.numbers)

    def has_deletions(self) -> bool:
        return bool(self._segment.has_deletions())

    def is_deleted(self, docnum: int) -> bool:
        return bool(self._segment.is_deleted(docnum))

    def deleted_docs(self) -> Iterable[int]:
        return self._segment.deleted_docs()  # type: ignore[no-any-return]

    def doc_field_length(self, docnum: int, fieldname: str, default: int = 0) -> int:
        postings = self._data.fields.get(fieldname)
        return default if postings is None else int(postings.lengths[docnum])

    def field_length(self, fieldname: str) -> int:
        postings = self._data.fields.get(fieldname)
        return 0 if postings is None else int(postings.lengths.sum())

    def min_field_length(self, fieldname: str) -> int:
        postings = self._data.fields.get(fieldname)
        return 0 if postings is None else int(postings.lengths.min())

    def max_field_length(self, fieldname: str) -> int:
        postings = self._data.fields.get(fieldname)
        return 0 if postings is None else int(postings.lengths.max())

    def stored_fields(self, docnum: int) -> dict[str, Any]:
        return {"number": int(self._data.numbers[docnum])}

    def close(self) -> None:
        """The arrays are unmapped when nothing refers to them."""
