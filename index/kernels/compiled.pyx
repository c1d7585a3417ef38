# cython: language_level=3, boundscheck=False, wraparound=False, initializedcheck=False, cdivision=True, freethreading_compatible=True
"""The kernels over every posting and word, compiled.

``numpy_postings`` and ``numpy_words`` beside it have their numpy twins. ``index.kernels`` describes
the layout of an entry.
"""

import os

import numpy as np

from cpython.object cimport PyObject
from cpython.unicode cimport (
    PyUnicode_DATA,
    PyUnicode_GET_LENGTH,
    PyUnicode_KIND,
    PyUnicode_READ,
    PyUnicode_Substring,
)
from libc.stdint cimport int32_t, int64_t, uint8_t, uint16_t, uint32_t, uint64_t
from libc.string cimport memcmp, memcpy

from index.arrays import DamagedError

cdef extern from "Python.h":
    PyObject* PyList_GET_ITEM(object, Py_ssize_t)

cdef enum:
    _BLOCK = 128
    _AHEAD = 8
    _FEWER = 16
    _PADDING = 8

_EMPTY = np.zeros(0, np.uint32)
cdef const uint32_t[::1] _NOTHING = _EMPTY


cdef extern from "unpacking.h":
    void _prefetch "PREFETCH"(const void* address) noexcept nogil
    void _prepare_vectors "prepare_vectors"(int allowed) noexcept nogil
    void _unpack "unpack_integers"(const uint8_t* data, const uint8_t* limit, Py_ssize_t count,
                                   int width, uint32_t more, uint32_t* out) noexcept nogil
    uint64_t _unpack_gaps "unpack_gaps"(const uint8_t* data, const uint8_t* limit, Py_ssize_t count,
                                        int width, uint64_t last, uint32_t* out) noexcept nogil
    Py_ssize_t _ends_within "ends_within"(const uint8_t* data, Py_ssize_t size) noexcept nogil


def allow_vectors(bint allowed):
    """Whether vector instructions are used where the processor has them (for tests)."""
    _prepare_vectors(allowed)


allow_vectors(True)


cdef inline const uint8_t* _read(const uint8_t* at, const uint8_t* end, uint32_t* value) noexcept nogil:
    """Read a variable-length integer; NULL where it does not end before ``end``."""
    cdef uint32_t found = 0
    cdef int shift = 0
    cdef uint8_t byte
    while at < end:
        byte = at[0]
        at += 1
        if shift == 28 and byte > 15:
            return NULL
        found |= <uint32_t>(byte & 127) << shift
        if byte < 128:
            value[0] = found
            return at
        shift += 7
    return NULL


cdef inline const uint8_t* _skip(const uint8_t* at, const uint8_t* end, uint64_t count) noexcept nogil:
    """Skip variable-length integers; NULL where they do not end before ``end``."""
    cdef uint64_t eight
    cdef uint64_t ones = 0x0101010101010101ULL
    cdef Py_ssize_t size
    # At most one integer ends with each byte, so these are not too many.
    while count >= 64 and end - at >= 64:
        size = min(min(<Py_ssize_t>min(count, <uint64_t>8128), end - at) & ~63, 8128)
        count -= _ends_within(at, size)
        at += size
    while count >= 8 and end - at >= 8:
        memcpy(&eight, at, 8)
        # An integer ends at each byte whose highest bit is not set.
        count -= (((~eight >> 7) & ones) * ones) >> 56
        at += 8
    while count and at < end:
        count -= at[0] < 128
        at += 1
    if count:
        return NULL
    return at


cdef inline Py_ssize_t _length(uint32_t value) noexcept nogil:
    """The bytes of a variable-length integer."""
    if value < 1 << 7:
        return 1
    if value < 1 << 14:
        return 2
    if value < 1 << 21:
        return 3
    return 4 if value < 1 << 28 else 5


cdef inline int _width(uint32_t value) noexcept nogil:
    """The bits of an integer."""
    cdef int bits = 0
    while value:
        bits += 1
        value >>= 1
    return bits


cdef inline uint8_t* _write(uint8_t* at, uint32_t value) noexcept nogil:
    """Write a variable-length integer; returns the place after it."""
    while value >= 128:
        at[0] = <uint8_t>(value & 127) | 128
        at += 1
        value >>= 7
    at[0] = <uint8_t>value
    return at + 1


cdef class FieldEntries:
    """The entries of one field of one segment.

    ``terms[T]`` are sorted numbers, empty where they are 0 … T - 1; ``starts[T + 1]`` bounds the
    entry of each in ``entries``, which ends in padding. Documents are counted from ``first`` and
    there are ``size`` of them. Every method raises DamagedError for an entry that is not whole.
    """

    cdef const uint32_t[::1] _terms
    cdef const uint32_t[::1] _starts
    cdef const uint8_t[::1] _entries
    cdef readonly uint32_t first
    cdef readonly uint32_t size
    cdef bint _dense
    cdef Py_ssize_t _count

    def __init__(self, terms, starts, entries, first, size):
        self._terms = terms
        self._starts = starts
        self._entries = entries
        self.first = first
        self.size = size
        self._count = len(starts) - 1
        self._dense = len(terms) == 0
        if self._count < 0 or not (self._dense or len(terms) == self._count):
            raise DamagedError("field_entries_differ")

    cdef Py_ssize_t _local(self, uint32_t term, Py_ssize_t low) noexcept nogil:
        """The first place from ``low`` on whose term is not less than ``term``."""
        cdef Py_ssize_t high = self._count, middle, step = 1
        if self._dense:
            return term if term < self._count else self._count
        # Terms are asked for in their order, so the next one is near.
        while low + step < high and self._terms[low + step] < term:
            low += step
            step *= 2
        high = min(high, low + step)
        while low < high:
            middle = (low + high) >> 1
            if self._terms[middle] < term:
                low = middle + 1
            else:
                high = middle
        return low

    cdef bint _has(self, uint32_t term, Py_ssize_t* low) noexcept nogil:
        """Whether a term has an entry; searches from the place ``low`` on and moves it."""
        low[0] = self._local(term, low[0])
        if low[0] >= self._count:
            return False
        if not self._dense and self._terms[low[0]] != term:
            return False
        return self._starts[low[0]] != self._starts[low[0] + 1]

    def _entry_places(self, const uint32_t[::1] terms):
        """The place of the entry of each of some terms, -1 where there is none."""
        cdef Py_ssize_t i, low = 0, size = terms.shape[0]
        places_ = np.empty(size, np.int64)
        cdef int64_t[::1] places = places_
        for i in range(size):
            if i and terms[i] < terms[i - 1]:
                low = 0
            places[i] = low if self._has(terms[i], &low) else -1
        return places_

    cdef void _prefetch_next(self, const int64_t[::1] places, Py_ssize_t i) noexcept nogil:
        """Have the memory of an entry read that is wanted soon after the one at ``places[i]``."""
        cdef Py_ssize_t begin
        i += _AHEAD
        if i < places.shape[0] and places[i] >= 0:
            begin = self._starts[places[i]]
            if begin < self._entries.shape[0]:
                _prefetch(&self._entries[begin])

    cdef const uint8_t* _open(self, Py_ssize_t place, const uint8_t** end, uint32_t* documents):
        """Where the entry of a term goes on after its document frequency, and where it ends."""
        cdef Py_ssize_t begin = self._starts[place], stop = self._starts[place + 1]
        cdef const uint8_t* at
        if stop + _PADDING > self._entries.shape[0] or begin >= stop:
            raise DamagedError("postings_cut_short")
        end[0] = &self._entries[0] + stop
        at = _read(&self._entries[0] + begin, end[0], documents)
        if at == NULL or documents[0] < 1 or documents[0] > self.size:
            raise DamagedError("postings_cut_short")
        # So that a wrong number of documents does not ask for much memory.
        if documents[0] > 1 and 2 * ((documents[0] + _BLOCK - 1) // _BLOCK) > end[0] - at:
            raise DamagedError("postings_cut_short")
        return at

    def decode(self, const uint32_t[::1] terms, bint with_positions):
        """The postings of sorted terms, one term after the other.

        Returns the document frequency of each term (int64), then the documents, frequencies and
        positions of all (uint32); no positions unless ``with_positions``.
        """
        cdef Py_ssize_t n = terms.shape[0], i, j, low = 0, postings = 0, capacity = 0, p = 0, q = 0
        cdef uint32_t documents, value, last, frequency
        cdef const uint8_t* at
        cdef const uint8_t* end
        counts_ = np.zeros(n, np.int64)
        cdef int64_t[::1] counts = counts_
        places_ = np.full(n, -1, np.int64)
        cdef int64_t[::1] places = places_
        for i in range(n):
            if i and terms[i] < terms[i - 1]:
                low = 0
            if self._has(terms[i], &low):
                self._open(low, &end, &documents)
                places[i] = low
                counts[i] = documents
                postings += documents
                capacity += self._starts[low + 1] - self._starts[low]
        documents_ = np.empty(postings, np.uint32)
        frequencies_ = np.empty(postings, np.uint32)
        positions_ = np.empty(capacity if with_positions else 0, np.uint32)
        cdef uint32_t[::1] out = documents_
        cdef uint32_t[::1] frequencies = frequencies_
        cdef uint32_t[::1] positions = positions_
        for i in range(n):
            if places[i] < 0:
                continue
            at = self._open(places[i], &end, &documents)
            # The file may change while it is read.
            if documents != counts[i]:
                raise DamagedError("postings_cut_short")
            at = _postings(at, end, documents, self.size, &out[p], &frequencies[p])
            if at == NULL:
                raise DamagedError("postings_cut_short")
            for j in range(documents):
                out[p + j] += self.first
            if with_positions:
                for j in range(documents):
                    last = 0
                    for frequency in range(frequencies[p + j]):
                        at = _read(at, end, &value)
                        if at == NULL or q == capacity:
                            raise DamagedError("postings_cut_short")
                        last += value
                        positions[q] = last
                        q += 1
                if at != end:
                    raise DamagedError("postings_cut_short")
            p += documents
        return counts_, documents_, frequencies_, positions_[:q]

    def mark(self, const uint32_t[::1] terms, const uint8_t[::1] live, uint8_t[::1] mask,
             const uint32_t[::1] skip=_NOTHING):
        """Set the flags of the documents of sorted terms that are ``live``; returns how many were
        not set before.

        ``live`` and ``mask`` have a flag for each document of the index. Terms of ``skip`` (sorted)
        are left out.
        """
        cdef Py_ssize_t i, passed = 0, count = 0
        cdef uint32_t documents, held[_BLOCK]
        cdef const uint8_t* at
        cdef const uint8_t* end
        cdef const uint8_t* kept
        cdef uint8_t* flags
        cdef uint8_t new
        cdef _Entry entry
        cdef int length, j
        if min(live.shape[0], mask.shape[0]) < <Py_ssize_t>self.first + self.size:
            raise ValueError("a flag is needed for every document")
        if self.size == 0:
            return 0
        kept = &live[self.first]
        flags = &mask[self.first]
        cdef int64_t[::1] places = self._entry_places(terms)
        for i in range(terms.shape[0]):
            self._prefetch_next(places, i)
            while passed < skip.shape[0] and skip[passed] < terms[i]:
                passed += 1
            if passed < skip.shape[0] and skip[passed] == terms[i]:
                continue
            if places[i] < 0:
                continue
            at = self._open(places[i], &end, &documents)
            if not _begin(&entry, at, end, documents, self.size):
                raise DamagedError("postings_cut_short")
            while entry.left:
                length = _next_documents(&entry, held)
                if length < 0:
                    raise DamagedError("postings_cut_short")
                for j in range(length):
                    new = kept[held[j]] & (flags[held[j]] ^ 1)
                    count += new
                    flags[held[j]] |= new
        return count

    def find_occurrences(self, const uint32_t[::1] terms, const uint8_t[::1] wanted):
        """Document and position of every occurrence of terms in some documents, unordered.

        ``wanted`` has one flag for each document of the field.
        """
        cdef Py_ssize_t i, j, low = 0, total, q
        cdef uint32_t documents, value, last, k
        cdef uint64_t skipped
        cdef const uint8_t* at
        cdef const uint8_t* end
        if wanted.shape[0] != self.size:
            raise ValueError("a flag is needed for every document")
        buffer_ = np.empty((2, self.size), np.uint32)
        cdef uint32_t[:, ::1] buffer = buffer_
        cdef uint32_t[::1] found
        cdef uint32_t[::1] positions
        parts = []
        for i in range(terms.shape[0]):
            if i and terms[i] < terms[i - 1]:
                low = 0
            if not self._has(terms[i], &low):
                continue
            at = self._open(low, &end, &documents)
            at = _postings(at, end, documents, self.size, &buffer[0, 0], &buffer[1, 0])
            if at == NULL:
                raise DamagedError("postings_cut_short")
            total = 0
            for j in range(documents):
                if wanted[buffer[0, j]]:
                    total += buffer[1, j]
            if total > end - at:
                raise DamagedError("postings_cut_short")
            found_ = np.empty(total, np.uint32)
            positions_ = np.empty(total, np.uint32)
            found = found_
            positions = positions_
            q = 0
            skipped = 0
            for j in range(documents):
                if not wanted[buffer[0, j]]:
                    skipped += buffer[1, j]
                    continue
                at = _skip(at, end, skipped)
                if at == NULL:
                    raise DamagedError("postings_cut_short")
                skipped = 0
                last = 0
                for k in range(buffer[1, j]):
                    at = _read(at, end, &value)
                    if at == NULL:
                        raise DamagedError("postings_cut_short")
                    last += value
                    found[q] = buffer[0, j] + self.first
                    positions[q] = last
                    q += 1
            if _skip(at, end, skipped) != end:
                raise DamagedError("postings_cut_short")
            parts.append((found_, positions_))
        if not parts:
            return _EMPTY, _EMPTY
        return tuple(np.concatenate(part) for part in zip(*parts))

    def count_occurrences(self, const uint8_t[::1] wanted):
        """How often each term occurs in the documents whose flag in ``wanted`` is set."""
        cdef Py_ssize_t place, j
        cdef uint32_t documents
        cdef int64_t total
        cdef const uint8_t* at
        cdef const uint8_t* end
        if wanted.shape[0] < self.size:
            raise ValueError("a flag is needed for every document")
        found_ = np.zeros(self._count, np.int64)
        cdef int64_t[::1] found = found_
        buffer_ = np.empty((2, self.size + 1), np.uint32)
        cdef uint32_t[:, ::1] buffer = buffer_
        for place in range(self._count):
            if self._starts[place] == self._starts[place + 1]:
                continue
            at = self._open(place, &end, &documents)
            at = _postings(at, end, documents, self.size, &buffer[0, 0], &buffer[1, 0])
            if at == NULL:
                raise DamagedError("postings_cut_short")
            total = 0
            for j in range(documents):
                if wanted[buffer[0, j]]:
                    total += buffer[1, j]
            found[place] = total
        return found_

    def list_words(self, const uint8_t[::1] wanted):
        """Document, position and term of every word of the documents whose flag in ``wanted`` is
        set, term by term."""
        cdef Py_ssize_t place, j, n = 0, total
        cdef uint32_t documents, value, last, k, term
        cdef const uint8_t* at
        cdef const uint8_t* end
        # An occurrence takes at least one byte.
        total = int(self.count_occurrences(wanted).sum())
        if total > self._entries.shape[0]:
            raise DamagedError("postings_cut_short")
        found_ = np.empty((3, total + 1), np.uint32)
        cdef uint32_t[:, ::1] found = found_
        buffer_ = np.empty((2, self.size + 1), np.uint32)
        cdef uint32_t[:, ::1] buffer = buffer_
        for place in range(self._count):
            if self._starts[place] == self._starts[place + 1]:
                continue
            at = self._open(place, &end, &documents)
            at = _postings(at, end, documents, self.size, &buffer[0, 0], &buffer[1, 0])
            if at == NULL:
                raise DamagedError("postings_cut_short")
            term = <uint32_t>place if self._dense else self._terms[place]
            for j in range(documents):
                last = 0
                for k in range(buffer[1, j]):
                    at = _read(at, end, &value)
                    if at == NULL:
                        raise DamagedError("postings_cut_short")
                    last += value
                    if wanted[buffer[0, j]]:
                        if n == total:
                            raise DamagedError("postings_cut_short")
                        found[0, n] = buffer[0, j]
                        found[1, n] = last
                        found[2, n] = term
                        n += 1
            if at != end:
                raise DamagedError("postings_cut_short")
        return found_[0, :total].copy(), found_[1, :total].copy(), found_[2, :total].copy()


cdef inline uint8_t* _pack(uint8_t* at, const uint32_t* values, Py_ssize_t count,
                           int width) noexcept nogil:
    """Pack integers into ``width`` bits each, padded to a whole byte; returns the place after."""
    cdef uint64_t window = 0
    cdef int held = 0
    cdef Py_ssize_t i
    for i in range(count):
        window |= <uint64_t>values[i] << held
        held += width
        while held >= 8:
            at[0] = <uint8_t>window
            at += 1
            window >>= 8
            held -= 8
    if held:
        at[0] = <uint8_t>window
        at += 1
    return at


cdef struct _Entry:
    # An entry that is read block by block: ``left`` documents follow that number ``last``.
    const uint8_t* at
    const uint8_t* end
    const uint8_t* widths
    const uint8_t* packed
    uint32_t left
    uint32_t size
    uint64_t last
    uint32_t single


cdef bint _begin(_Entry* entry, const uint8_t* at, const uint8_t* end, uint32_t count,
                 uint32_t size) noexcept nogil:
    """Begin to read an entry after its document frequency; False where it is cut short.

    Its documents must be below ``size``.
    """
    cdef uint32_t value = 0
    at = _read(at, end, &value)
    if at == NULL:
        return False
    entry.left = count
    entry.size = size
    entry.end = end
    entry.single = 0
    entry.last = value
    entry.widths = at
    if count == 1:
        entry.last = value >> 1
        entry.single = 1
        if value & 1:
            at = _read(at, end, &entry.single)
            if entry.single == 0:
                return False
    else:
        at += 2 * ((count + _BLOCK - 1) // _BLOCK)
    entry.at = at
    return at != NULL


cdef int _next_documents(_Entry* entry, uint32_t* documents) noexcept nogil:
    """Read the documents of the next block; returns their number, -1 where the entry is cut short
    or a document is not below its size."""
    cdef uint32_t length = min(<uint32_t>_BLOCK, entry.left)
    if length == 0:
        return 0
    entry.left -= length
    if entry.single:
        documents[0] = <uint32_t>entry.last
        return 1 if entry.last < entry.size else -1
    # A stored frequency of 32 bits plus 1 could overflow to 0.
    if entry.at > entry.end or entry.widths[0] > 32 or entry.widths[1] > 31:
        return -1
    entry.packed = entry.at + (length * entry.widths[0] + 7) // 8
    if entry.packed + (length * entry.widths[1] + 7) // 8 > entry.end:
        return -1
    entry.last = _unpack_gaps(
        entry.at, entry.end + _PADDING, length, entry.widths[0], entry.last, documents
    )
    entry.at = entry.packed + (length * entry.widths[1] + 7) // 8
    entry.widths += 2
    return <int>length if entry.last < entry.size else -1


cdef void _read_frequencies(_Entry* entry, int length, uint32_t* frequencies) noexcept nogil:
    """Read the frequencies of the block of ``length`` documents that was read last."""
    if entry.single:
        frequencies[0] = entry.single
        return
    _unpack(
        entry.packed, entry.end + _PADDING, length, (entry.widths - 2)[1], 1, frequencies
    )


cdef int _next_frequencies(_Entry* entry, uint32_t* frequencies) noexcept nogil:
    """Read the frequencies of the next block without its documents; returns their number, -1 where
    the entry is cut short."""
    cdef uint32_t length = min(<uint32_t>_BLOCK, entry.left)
    if length == 0:
        return 0
    entry.left -= length
    if entry.single:
        frequencies[0] = entry.single
        return 1
    if entry.at > entry.end or entry.widths[0] > 32 or entry.widths[1] > 31:
        return -1
    entry.packed = entry.at + (length * entry.widths[0] + 7) // 8
    entry.at = entry.packed + (length * entry.widths[1] + 7) // 8
    entry.widths += 2
    if entry.at > entry.end:
        return -1
    _read_frequencies(entry, <int>length, frequencies)
    return <int>length


cdef const uint8_t* _positions(_Entry entry) noexcept nogil:
    """Where the positions of an entry begin of which no block was read; NULL where it is cut
    short."""
    cdef uint32_t length
    if entry.single:
        return entry.at
    while entry.left:
        length = min(<uint32_t>_BLOCK, entry.left)
        if entry.at > entry.end or entry.widths[0] > 32 or entry.widths[1] > 31:
            return NULL
        entry.at += (length * entry.widths[0] + 7) // 8 + (length * entry.widths[1] + 7) // 8
        entry.widths += 2
        entry.left -= length
    return entry.at if entry.at <= entry.end else NULL


cdef inline uint64_t _sum(const uint32_t* values, int start, int end) noexcept nogil:
    """The sum of values from ``start`` to ``end``."""
    cdef uint64_t total = 0
    cdef int i
    for i in range(start, end):
        total += values[i]
    return total


cdef const uint8_t* _postings(const uint8_t* at, const uint8_t* end, uint32_t count, uint32_t size,
                              uint32_t* documents, uint32_t* frequencies) noexcept nogil:
    """Read the documents and frequencies of an entry after its document frequency.

    NULL where the entry is cut short, a document is not below ``size`` or a frequency is 0.
    """
    cdef _Entry entry
    cdef int length
    if not _begin(&entry, at, end, count, size):
        return NULL
    while entry.left:
        length = _next_documents(&entry, documents)
        if length < 0:
            return NULL
        _read_frequencies(&entry, length, frequencies)
        documents += length
        frequencies += length
    return entry.at


cdef uint8_t* _write_postings(uint8_t* at, const uint32_t* documents, const uint32_t* frequencies,
                              uint32_t count) noexcept nogil:
    """Write an entry up to its positions; returns the place after."""
    cdef uint32_t steps[_BLOCK]
    cdef uint32_t more[_BLOCK]
    cdef uint32_t i, j, length, last, widest, most
    cdef uint8_t* widths
    at = _write(at, count)
    if count == 1:
        at = _write(at, documents[0] << 1 | (frequencies[0] != 1))
        return at if frequencies[0] == 1 else _write(at, frequencies[0])
    last = documents[0]
    at = _write(at, last)
    widths = at
    at += 2 * ((count + _BLOCK - 1) // _BLOCK)
    for i from 0 <= i < count by _BLOCK:
        length = min(<uint32_t>_BLOCK, count - i)
        widest = most = 0
        for j in range(length):
            steps[j] = documents[i + j] - last
            last = documents[i + j]
            more[j] = frequencies[i + j] - 1
            widest |= steps[j]
            most |= more[j]
        widths[0] = _width(widest)
        widths[1] = _width(most)
        at = _pack(at, steps, length, widths[0])
        at = _pack(at, more, length, widths[1])
        widths += 2
    return at


cdef class Sums:
    """Sums of weighted term frequencies, one for each document.

    ``live`` has a boolean for each document; deleted documents get no sum. ``count`` documents have
    a sum above 0.
    """

    cdef object _values_array
    cdef object _documents_array
    cdef double[::1] _values
    cdef uint32_t[::1] _documents
    cdef object _live
    cdef const uint8_t[::1] _kept
    cdef bint _all_live
    cdef bint _all_kept
    cdef Py_ssize_t _size
    cdef readonly Py_ssize_t count

    def __init__(self, live):
        self._size = len(live)
        self._values_array = np.zeros(self._size)
        # One spare place: a document is written before it is known to be new.
        self._documents_array = np.empty(self._size + 1, np.uint32)
        self._values = self._values_array
        self._documents = self._documents_array
        self._live = np.ascontiguousarray(live, np.bool_).view(np.uint8)
        self._kept = self._live
        self._all_live = self._all_kept = bool(live.all())
        self.count = 0

    @property
    def values(self):
        """The sum of each document (float64)."""
        return self._values_array

    @property
    def documents(self):
        """The documents with a sum above 0 (uint32), unordered."""
        return self._documents_array[: self.count]

    def restrict(self, wanted):
        """Add sums only to some documents until ``clear``: those whose flag is set in ``wanted``,
        booleans that are False for deleted documents."""
        if len(wanted) != self._size:
            raise ValueError("a flag is needed for every document")
        self._kept = np.ascontiguousarray(wanted, np.bool_).view(np.uint8)
        self._all_kept = False

    def add(self, FieldEntries field, const uint32_t[::1] terms, const float[::1] factors,
            double weight=1.0, const uint32_t[::1] skip=_NOTHING):
        """Add ``weight · frequency · factors[document]`` for each posting of sorted terms.

        Terms of ``skip`` (sorted) are left out, and so are amounts that are not above 0.
        """
        cdef Py_ssize_t i, passed = 0
        cdef uint32_t documents
        cdef const uint8_t* at
        cdef const uint8_t* end
        if self._size < <Py_ssize_t>field.first + field.size or factors.shape[0] < self._size:
            raise ValueError("the field has more documents than sums")
        cdef int64_t[::1] places = field._entry_places(terms)
        for i in range(terms.shape[0]):
            field._prefetch_next(places, i)
            while passed < skip.shape[0] and skip[passed] < terms[i]:
                passed += 1
            if passed < skip.shape[0] and skip[passed] == terms[i]:
                continue
            if places[i] < 0:
                continue
            at = field._open(places[i], &end, &documents)
            if not self._add_entry(
                at, end, documents, field.size, field.first, &factors[0], weight
            ):
                raise DamagedError("postings_cut_short")

    cdef bint _add_entry(self, const uint8_t* at, const uint8_t* end, uint32_t documents,
                         uint32_t size, uint32_t first, const float* factors,
                         double weight) noexcept nogil:
        """Add the postings of an entry; False where it is cut short."""
        cdef uint32_t held[_BLOCK]
        cdef uint32_t frequencies[_BLOCK]
        cdef uint32_t* touched = &self._documents[0]
        cdef double* values = &self._values[0] + first
        cdef const uint8_t* kept = NULL
        cdef Py_ssize_t count = self.count
        cdef _Entry entry
        cdef int length, j
        cdef uint8_t any_kept
        cdef uint32_t document
        cdef double amount, before
        if not _begin(&entry, at, end, documents, size):
            return False
        if not self._all_kept:
            kept = &self._kept[0] + first
        factors += first
        while entry.left:
            length = _next_documents(&entry, held)
            if length < 0:
                return False
            if kept != NULL:
                any_kept = 0
                for j in range(length):
                    any_kept |= kept[held[j]]
                if not any_kept:
                    continue
            _read_frequencies(&entry, length, frequencies)
            for j in range(length):
                document = held[j]
                if kept != NULL and not kept[document]:
                    continue
                amount = weight * frequencies[j] * factors[document]
                # A sum of 0 would list its document twice.
                if not amount > 0.0:
                    continue
                before = values[document]
                touched[count] = document + first
                count += before == 0.0
                values[document] = before + amount
        self.count = count
        return True

    def add_counts(self, const uint32_t[::1] documents, const int64_t[::1] counts,
                   const float[::1] factors, double weight):
        """Add ``weight · counts[i] · factors[documents[i]]`` for counts that are not a term's."""
        cdef Py_ssize_t i
        cdef double amount
        if counts.shape[0] < documents.shape[0] or factors.shape[0] < self._size:
            raise ValueError("a count and a factor are needed for every document")
        for i in range(documents.shape[0]):
            if documents[i] >= self._values.shape[0]:
                raise ValueError("a document number is out of range")
            if not self._kept[documents[i]]:
                continue
            amount = weight * counts[i] * factors[documents[i]]
            if not amount > 0.0:
                continue
            if self._values[documents[i]] == 0.0:
                self._documents[self.count] = documents[i]
                self.count += 1
            self._values[documents[i]] += amount

    def clear(self):
        """Set every sum to 0, for any documents that are not deleted."""
        cdef Py_ssize_t i
        for i in range(self.count):
            self._values[self._documents[i]] = 0.0
        self.count = 0
        self._kept = self._live
        self._all_kept = self._all_live


def encode(const int64_t[::1] bounds, const uint32_t[::1] documents,
           const uint32_t[::1] frequencies, const uint32_t[::1] positions):
    """The entries of terms, and where each starts.

    Term t has the postings ``bounds[t]`` to ``bounds[t + 1]`` of ``documents`` and
    ``frequencies``; the positions of all postings follow each other. Returns ``starts[T + 1]`` and
    the bytes, without padding.
    """
    cdef Py_ssize_t terms = bounds.shape[0] - 1, i, p, q = 0, k
    cdef uint32_t last
    cdef uint64_t capacity = 0
    cdef uint8_t* at
    cdef const uint8_t* begin
    if terms < 0 or bounds[0] != 0 or not (np.diff(bounds) >= 0).all():
        raise ValueError("the bounds of terms do not rise from 0")
    if min(documents.shape[0], frequencies.shape[0]) < bounds[terms]:
        raise ValueError("there are fewer postings than bounds say")
    if positions.shape[0] < int(np.sum(frequencies[:bounds[terms]], dtype=np.int64)):
        raise ValueError("there are fewer positions than frequencies say")
    starts_ = np.zeros(terms + 1, np.int64)
    cdef int64_t[::1] starts = starts_
    for i in range(terms):
        # A posting takes at most two integers of five bytes and its share of a block's widths.
        capacity += 16 + 11 * (bounds[i + 1] - bounds[i])
    for p in range(bounds[terms]):
        last = 0
        for k in range(frequencies[p]):
            capacity += _length(positions[q] - last)
            last = positions[q]
            q += 1
    entries_ = np.empty(capacity + _PADDING, np.uint8)
    cdef uint8_t[::1] entries = entries_
    begin = at = &entries[0]
    q = 0
    for i in range(terms):
        starts[i] = at - begin
        if bounds[i + 1] == bounds[i]:
            continue
        at = _write_postings(at, &documents[bounds[i]], &frequencies[bounds[i]],
                             <uint32_t>(bounds[i + 1] - bounds[i]))
        for p in range(bounds[i], bounds[i + 1]):
            last = 0
            for k in range(frequencies[p]):
                at = _write(at, positions[q] - last)
                last = positions[q]
                q += 1
    starts[terms] = at - begin
    return starts_, entries_[: starts[terms]].copy()


def invert(const int32_t[::1] words, const int64_t[::1] lengths, Py_ssize_t terms):
    """Postings by term from the term of every word in the order of the texts.

    Document d has the next ``lengths[d]`` of ``words``, which are below ``terms``. Returns bounds,
    documents, frequencies and positions as ``encode`` takes them.
    """
    cdef Py_ssize_t n = words.shape[0], d, i, at, p
    cdef uint32_t position
    cdef int32_t term
    cdef int64_t total = 0, occurrences = 0, before
    bounds_ = np.zeros(terms + 1, np.int64)
    cdef int64_t[::1] bounds = bounds_
    next_position_ = np.zeros(terms + 1, np.int64)
    cdef int64_t[::1] next_position = next_position_
    last_ = np.full(terms, -1, np.int64)
    cdef int64_t[::1] last = last_
    for d in range(lengths.shape[0]):
        if lengths[d] < 0:
            raise ValueError("a length is negative")
        total += lengths[d]
    if total != n:
        raise ValueError("the lengths do not add up to the words")
    at = 0
    for d in range(lengths.shape[0]):
        for i in range(lengths[d]):
            term = words[at]
            at += 1
            if not 0 <= term < terms:
                raise ValueError("a term number is out of range")
            next_position[term] += 1
            if last[term] != d:
                last[term] = d
                bounds[term] += 1
    total = 0
    for i in range(terms + 1):
        before = bounds[i] if i < terms else 0
        bounds[i] = total
        total += before
        before = next_position[i]
        next_position[i] = occurrences
        occurrences += before
    documents_ = np.empty(bounds[terms], np.uint32)
    frequencies_ = np.empty(bounds[terms], np.uint32)
    positions_ = np.empty(n, np.uint32)
    cdef uint32_t[::1] documents = documents_
    cdef uint32_t[::1] frequencies = frequencies_
    cdef uint32_t[::1] positions = positions_
    next_posting_ = bounds_.copy()
    cdef int64_t[::1] next_posting = next_posting_
    last_[:] = -1
    at = 0
    for d in range(lengths.shape[0]):
        for position in range(<uint32_t>lengths[d]):
            term = words[at]
            at += 1
            positions[next_position[term]] = position
            next_position[term] += 1
            if last[term] != d:
                last[term] = d
                p = next_posting[term]
                next_posting[term] += 1
                documents[p] = <uint32_t>d
                frequencies[p] = 1
            else:
                frequencies[next_posting[term] - 1] += 1
    return bounds_, documents_, frequencies_, positions_


def merge(list fields, list renumbered, const uint32_t[::1] terms):
    """One entry for each term from the entries of several fields, in the order of the fields.

    ``renumbered[f]`` has the new number of each document of field f, 0xFFFFFFFF to leave it out.
    Returns ``starts[T + 1]`` and the bytes, without padding.
    """
    cdef Py_ssize_t n = terms.shape[0], parts = len(fields), i, s, j, k, used = 0, total
    cdef Py_ssize_t capacity = 0
    cdef uint32_t documents, value, frequency
    cdef const uint8_t* at
    cdef const uint8_t* end
    cdef const uint8_t* begin
    cdef uint8_t* out
    cdef FieldEntries field
    cdef const uint32_t[::1] numbers
    lows_ = np.zeros(parts, np.int64)
    cdef int64_t[::1] lows = lows_
    cdef Py_ssize_t low
    most = 0
    for s in range(parts):
        field = fields[s]
        if len(renumbered[s]) < field.size:
            raise ValueError("a number is needed for every document")
        most += field.size
        low = 0
        for i in range(n):
            if i and terms[i] < terms[i - 1]:
                low = 0
            if field._has(terms[i], &low):
                field._open(low, &end, &documents)
                capacity += field._starts[low + 1] - field._starts[low]
                capacity += 16 + 11 * <Py_ssize_t>documents
    new_ = np.empty(most + 1, np.uint32)
    cdef uint32_t[::1] new = new_
    counts_ = np.empty(most + 1, np.uint32)
    cdef uint32_t[::1] counts = counts_
    kept_ = np.empty((2, most + 1), np.uint32)
    cdef uint32_t[:, ::1] kept = kept_
    starts_ = np.zeros(n + 1, np.int64)
    cdef int64_t[::1] starts = starts_
    entries_ = np.empty(capacity + _PADDING, np.uint8)
    cdef uint8_t[::1] entries = entries_
    # For each field: start and end of the positions of the term, first and last of its postings.
    ends_ = np.zeros((parts, 4), np.int64)
    cdef int64_t[:, ::1] ends = ends_
    out = &entries[0]
    for i in range(n):
        starts[i] = out - &entries[0]
        total = 0
        used = 0
        for s in range(parts):
            field = fields[s]
            numbers = renumbered[s]
            low = 0 if i and terms[i] < terms[i - 1] else lows[s]
            ends[s, 0] = -1
            if not field._has(terms[i], &low):
                lows[s] = low
                continue
            lows[s] = low
            at = field._open(low, &end, &documents)
            at = _postings(at, end, documents, field.size, &new[total], &counts[total])
            if at == NULL:
                raise DamagedError("postings_cut_short")
            ends[s, 2] = total
            for j in range(total, total + documents):
                new[j] = numbers[new[j]]
                kept[0, used] = new[j]
                kept[1, used] = counts[j]
                used += new[j] != 0xFFFFFFFF
            total += documents
            ends[s, 0] = at - &field._entries[0]
            ends[s, 1] = end - &field._entries[0]
            ends[s, 3] = total
        if used == 0:
            continue
        out = _write_postings(out, &kept[0, 0], &kept[1, 0], <uint32_t>used)
        for s in range(parts):
            if ends[s, 0] < 0:
                continue
            field = fields[s]
            at = &field._entries[0] + ends[s, 0]
            end = &field._entries[0] + ends[s, 1]
            for j in range(ends[s, 2], ends[s, 3]):
                begin = at
                for frequency in range(counts[j]):
                    at = _read(at, end, &value)
                    if at == NULL:
                        raise DamagedError("postings_cut_short")
                if new[j] != 0xFFFFFFFF:
                    memcpy(out, begin, at - begin)
                    out += at - begin
            if at != end:
                raise DamagedError("postings_cut_short")
    starts[n] = out - &entries[0]
    return starts_, entries_[: starts[n]].copy()


def class_members(const uint32_t[::1] starts, const uint32_t[::1] members,
                  const uint32_t[::1] classes, Py_ssize_t size):
    """The members of classes, class by class (see ``index.vocabulary.Grouping``).

    Classes are distinct and have ``size`` members together at most, which are below it.
    """
    cdef Py_ssize_t n = 0, i, count = starts.shape[0] - 1
    cdef uint32_t at, member
    cdef bint consecutive = members.shape[0] == 0
    cdef Py_ssize_t last = size if consecutive else members.shape[0]
    for i in range(classes.shape[0]):
        if classes[i] >= count or starts[classes[i]] > starts[classes[i] + 1]:
            raise DamagedError("class_bounds_invalid")
        if starts[classes[i] + 1] > last:
            raise DamagedError("class_bounds_invalid")
        n += starts[classes[i] + 1] - starts[classes[i]]
    if n > size:
        raise DamagedError("class_bounds_invalid")
    found_ = np.empty(n, np.uint32)
    cdef uint32_t[::1] found = found_
    n = 0
    for i in range(classes.shape[0]):
        for at in range(starts[classes[i]], starts[classes[i] + 1]):
            # The file may change while it is read.
            if n == found.shape[0] or at >= last:
                raise DamagedError("class_bounds_invalid")
            member = at if consecutive else members[at]
            if member >= size:
                raise DamagedError("class_bounds_invalid")
            found[n] = member
            n += 1
    return found_[:n]


def terms_of_forms(const uint32_t[::1] forms, const uint32_t[::1] first,
                   const uint32_t[::1] ordered, const uint32_t[::1] further_forms,
                   const uint32_t[::1] further_terms, Py_ssize_t size):
    """The terms of distinct forms, sorted (see ``index.vocabulary.Vocabulary.terms_of_forms``).

    Terms are below ``size``.
    """
    cdef Py_ssize_t n = 0, i, low, high, middle, capacity = 0
    cdef uint32_t form, at, end
    cdef bint rising = True
    if ordered.shape[0] < 2 or ordered[0] > first.shape[0] or ordered[1] > size:
        raise DamagedError("form_terms_invalid")
    if further_terms.shape[0] < further_forms.shape[0]:
        raise DamagedError("form_terms_invalid")
    for i in range(forms.shape[0]):
        form = forms[i]
        if form >= first.shape[0]:
            raise DamagedError("form_number_unknown")
        if form >= ordered[0]:
            capacity += 1
        else:
            end = ordered[1] if form + 1 == ordered[0] else first[form + 1]
            if end < first[form] or end > ordered[1]:
                raise DamagedError("form_terms_invalid")
            capacity += end - first[form]
    if capacity > size + forms.shape[0]:
        raise DamagedError("form_terms_invalid")
    # Forms are distinct, so together they have at most all further terms.
    found_ = np.empty(capacity + further_forms.shape[0], np.uint32)
    cdef uint32_t[::1] found = found_
    for i in range(forms.shape[0]):
        form = forms[i]
        if form >= ordered[0]:
            end = first[form] + 1
        else:
            end = ordered[1] if form + 1 == ordered[0] else first[form + 1]
        if n + <Py_ssize_t>(end - first[form]) > found.shape[0]:
            raise DamagedError("form_terms_invalid")
        for at in range(first[form], end):
            if n == found.shape[0]:
                raise DamagedError("form_terms_invalid")
            rising = rising and (n == 0 or found[n - 1] < at)
            found[n] = at
            n += 1
        low = 0
        high = further_forms.shape[0]
        while low < high:
            middle = (low + high) >> 1
            if further_forms[middle] < form:
                low = middle + 1
            else:
                high = middle
        while low < further_forms.shape[0] and further_forms[low] == form and n < found.shape[0]:
            rising = rising and (n == 0 or found[n - 1] < further_terms[low])
            found[n] = further_terms[low]
            n += 1
            low += 1
    terms = found_[:n].copy()
    if not rising:
        terms.sort()
    if n and terms[n - 1] >= size:
        raise DamagedError("form_terms_invalid")
    return terms


cdef class StringBlock:
    """Strings in one block of bytes, by number and by their order.

    ``lengths[n]`` are in bytes, of 8 or 16 bits, ``starts`` has the offset of every string whose
    number is a multiple of ``step``, ``order`` the numbers in the order of the strings.
    """

    cdef const uint8_t[::1] _block
    cdef const uint8_t[::1] _short
    cdef const uint16_t[::1] _long
    cdef const uint32_t[::1] _starts
    cdef const uint32_t[::1] _order
    cdef Py_ssize_t _step, _count
    cdef bint _are_short

    def __init__(self, block, lengths, starts, order, step):
        self._block = block
        self._count = len(lengths)
        self._are_short = lengths.dtype == np.uint8
        if self._are_short:
            self._short = lengths
        else:
            self._long = lengths
        self._starts = starts
        self._order = order
        self._step = step
        if len(order) and int(order.max()) >= len(lengths):
            raise DamagedError("string_order_invalid")
        if step < 1 or len(starts) * step < len(lengths):
            raise DamagedError("string_starts_missing")

    cdef const uint8_t* _at(self, Py_ssize_t number, Py_ssize_t* length):
        cdef Py_ssize_t group = number // self._step, i, start
        # The file may have been changed after it was opened.
        if not 0 <= number < self._count or group >= self._starts.shape[0]:
            raise DamagedError("string_order_invalid")
        start = self._starts[group]
        if self._are_short:
            for i in range(group * self._step, number):
                start += self._short[i]
            length[0] = self._short[number]
        else:
            for i in range(group * self._step, number):
                start += self._long[i]
            length[0] = self._long[number]
        if start + length[0] > self._block.shape[0]:
            raise DamagedError("string_block_cut_short")
        return &self._block[0] + start if length[0] else NULL

    def get(self, Py_ssize_t number):
        """The bytes of a string."""
        cdef Py_ssize_t length
        if not 0 <= number < self._count:
            raise IndexError(number)
        cdef const uint8_t* at = self._at(number, &length)
        return at[:length] if length else b""

    def find(self, bytes text):
        """The number of a string, None where it is not among them."""
        cdef const uint8_t* wanted = text
        cdef Py_ssize_t size = len(text), place = self.position(text), number, length
        if place == self._order.shape[0]:
            return None
        number = self._order[place]
        cdef const uint8_t* at = self._at(number, &length)
        return number if length == size and not (size and memcmp(at, wanted, size)) else None

    cpdef Py_ssize_t position(self, bytes text) except -1:
        """How many strings sort before a text."""
        cdef const uint8_t* wanted = text
        cdef Py_ssize_t size = len(text), low = 0, high = self._order.shape[0], middle, length
        cdef const uint8_t* at
        cdef int difference
        while low < high:
            middle = (low + high) >> 1
            at = self._at(self._order[middle], &length)
            difference = memcmp(at, wanted, min(length, size)) if length and size else 0
            if difference < 0 or (difference == 0 and length < size):
                low = middle + 1
            else:
                high = middle
        return low


cdef struct _Hits:
    # Postings of one entry: of each the place of its document and its number in the entry.
    int count
    uint32_t places[256]
    uint32_t numbers[256]


cdef struct _Wanted:
    # ``documents``, rising, with a bit for each document that is set for these, and the number of
    # them before each 64 bits.
    Py_ssize_t size
    uint32_t documents[256]
    uint64_t* bits
    uint8_t* before


cdef inline uint32_t _count_before(_Wanted* wanted, uint32_t document) noexcept nogil:
    """How many of the wanted documents are below one."""
    cdef uint64_t bits = wanted.bits[document >> 6] & ((<uint64_t>1 << (document & 63)) - 1)
    bits -= (bits >> 1) & 0x5555555555555555ULL
    bits = (bits & 0x3333333333333333ULL) + ((bits >> 2) & 0x3333333333333333ULL)
    bits = (bits + (bits >> 4)) & 0x0F0F0F0F0F0F0F0FULL
    return wanted.before[document >> 6] + <uint32_t>((bits * 0x0101010101010101ULL) >> 56)


cdef inline bint _is_wanted(_Wanted* wanted, uint32_t document) noexcept nogil:
    return wanted.bits[document >> 6] >> (document & 63) & 1


cdef inline int _find(const uint32_t* values, int length, uint32_t wanted) noexcept nogil:
    """The first place of sorted values, one at least, whose value is not less, else the last."""
    cdef int low = 0, half
    while length > 1:
        half = length >> 1
        if values[low + half - 1] < wanted:
            low += half
        length -= half
    return low


cdef bint _find_hits(_Hits* hits, _Entry* entry, _Wanted* wanted) noexcept nogil:
    """Find the postings of an entry in wanted documents, as far as the last of them; False where it
    is cut short."""
    cdef uint32_t held[_BLOCK]
    cdef uint32_t number = 0, at, stop, final = wanted.documents[wanted.size - 1]
    cdef int length, j
    hits.count = 0
    while entry.left and entry.last <= final:
        at = _count_before(wanted, <uint32_t>entry.last)
        length = _next_documents(entry, held)
        if length < 0:
            return False
        stop = _count_before(wanted, <uint32_t>entry.last)
        stop += _is_wanted(wanted, <uint32_t>entry.last)
        if _FEWER * (stop - at) < <uint32_t>length:
            for at in range(at, stop):
                j = _find(held, length, wanted.documents[at])
                if held[j] == wanted.documents[at] and not _add_hit(hits, at, number + j):
                    return False
        else:
            for j in range(length):
                if not _is_wanted(wanted, held[j]):
                    continue
                if not _add_hit(hits, _count_before(wanted, held[j]), number + j):
                    return False
        number += length
    return True


cdef inline bint _add_hit(_Hits* hits, uint32_t place, uint32_t number) noexcept nogil:
    """Add a posting; False where there are more than documents, as in a damaged entry."""
    if hits.count == 256:
        return False
    hits.places[hits.count] = place
    hits.numbers[hits.count] = number
    hits.count += 1
    return True


def find_matches(FieldEntries field, const uint32_t[::1] terms, const uint32_t[::1] documents,
                 uint32_t most):
    """The first ``most`` occurrences of each term in each of a few documents: the place of its
    document among ``documents``, its position, and the place of its term among ``terms``.

    ``documents`` are numbers within the index, rising, at most 255; those of other segments are
    passed over. The occurrences of each term are in order. Entries are read as far as the last of
    the documents, so that damage behind it is not found.
    """
    cdef Py_ssize_t i, n = 0, capacity = 4096, asked = terms.shape[0]
    cdef uint32_t count, wanted, k, last, value, number
    cdef uint32_t frequencies[_BLOCK]
    cdef _Wanted inside
    cdef uint64_t skipped
    cdef const uint8_t* at
    cdef const uint8_t* end
    cdef _Entry entry
    cdef _Entry begun
    cdef _Hits hits
    cdef int length, j, h
    if documents.shape[0] > 255:
        raise ValueError("there are too many documents")
    found_ = np.empty((3, capacity), np.uint32)
    cdef uint32_t[:, ::1] found = found_
    cdef uint64_t[::1] bits = np.zeros((field.size >> 6) + 1, np.uint64)
    cdef uint8_t[::1] counts = np.zeros((field.size >> 6) + 1, np.uint8)
    cdef uint32_t before = 0
    inside.size = 0
    inside.bits = &bits[0]
    inside.before = &counts[0]
    for i in range(documents.shape[0]):
        if documents[i] < field.first:
            before += 1
        elif documents[i] < <uint64_t>field.first + field.size:
            number = documents[i] - field.first
            inside.documents[inside.size] = number
            inside.size += 1
            bits[number >> 6] |= <uint64_t>1 << (number & 63)
            counts[number >> 6] += 1
    if inside.size == 0:
        asked = 0
    number = 0
    for i in range(counts.shape[0]):
        number += counts[i]
        counts[i] = <uint8_t>(number - counts[i])
    cdef int64_t[::1] entries = field._entry_places(terms[:asked])
    for i in range(asked):
        field._prefetch_next(entries, i)
        if entries[i] < 0:
            continue
        at = field._open(entries[i], &end, &count)
        if not _begin(&entry, at, end, count, field.size):
            raise DamagedError("postings_cut_short")
        begun = entry
        if not _find_hits(&hits, &entry, &inside):
            raise DamagedError("postings_cut_short")
        if hits.count == 0:
            continue
        at = _positions(begun)
        if at == NULL:
            raise DamagedError("postings_cut_short")
        skipped = number = length = 0
        j = 0  # of the block of ``length`` postings from ``number`` on, those from ``j`` are unread
        for h in range(hits.count):
            while hits.numbers[h] >= number + length:
                skipped += _sum(frequencies, j, length)
                number += length
                length = _next_frequencies(&begun, frequencies)
                j = 0
                if length <= 0:
                    raise DamagedError("postings_cut_short")
            skipped += _sum(frequencies, j, hits.numbers[h] - number)
            j = hits.numbers[h] - number
            at = _skip(at, end, skipped)
            # An occurrence takes at least one byte.
            if at == NULL or frequencies[j] > end - at:
                raise DamagedError("postings_cut_short")
            wanted = min(frequencies[j], most)
            skipped = frequencies[j] - wanted
            j += 1
            if n + wanted > capacity:
                capacity = 2 * (n + wanted)
                grown_ = np.empty((3, capacity), np.uint32)
                grown_[:, :n] = found_[:, :n]
                found_ = grown_
                found = found_
            last = 0
            for k in range(wanted):
                at = _read(at, end, &value)
                if at == NULL:
                    raise DamagedError("postings_cut_short")
                last += value
                found[0, n] = before + hits.places[h]
                found[1, n] = last
                found[2, n] = <uint32_t>i
                n += 1
    return found_[0, :n], found_[1, :n], found_[2, :n]
