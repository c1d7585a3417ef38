# cython: language_level=3, boundscheck=False, wraparound=False, initializedcheck=False, cdivision=True, freethreading_compatible=True
"""The kernel that numbers the words of texts, compiled; ``numpy_words`` has its numpy twin."""

import os

import numpy as np

from cpython.unicode cimport (
    PyUnicode_DATA,
    PyUnicode_KIND,
    PyUnicode_READ,
    PyUnicode_Substring,
)
from libc.stdint cimport int32_t, uint8_t, uint32_t, uint64_t
from libc.stdlib cimport calloc, free, realloc
from libc.string cimport memcmp, memcpy

from index.letter_bytes import encode

cdef extern from *:
    """
    #if defined(__GNUC__)
    #define WARRAQ_PREFETCH(address) __builtin_prefetch(address)
    #else
    #define WARRAQ_PREFETCH(address) ((void)(address))
    #endif
    """
    void WARRAQ_PREFETCH(const void*) noexcept nogil

# The values of ``arabic.tokenizer.chunk_table``; those inside a chunk are odd.
cdef enum:
    INSIDE = 1
    SEPARATOR = 2
    DIGIT = 3

cdef enum:
    _AT_ONCE = 256  # chunks that are found before they are looked up, so that memory is read ahead
    _AHEAD = 8

cdef struct _Chunk:
    Py_ssize_t start
    Py_ssize_t end
    uint64_t hashed

cdef struct _Slot:
    uint64_t hashed
    uint32_t place  # in the store; 0 for an empty slot
    int32_t number  # of a chunk of one word, else -1


cdef class ChunkNumbers:
    """The numbers of the words of texts, read chunk by chunk (see ``arabic.tokenizer.chunks``).

    ``inside`` has a byte for each code point (see ``arabic.tokenizer.chunk_table``); ``ask`` gives
    the numbers of the words of a chunk and is called once for each distinct one.

    The store has for each chunk the number of its code points, the code points, and for one that is
    not one word the number of its words and their numbers.
    """

    cdef const uint8_t[::1] _inside
    cdef object _ask
    cdef _Slot* _slots
    cdef uint64_t _mask
    cdef Py_ssize_t _known
    cdef uint32_t* _store
    cdef Py_ssize_t _stored
    cdef Py_ssize_t _store_size
    cdef int32_t* _words
    cdef Py_ssize_t _words_size
    cdef uint64_t _seed

    def __cinit__(self, inside, ask):
        if len(inside) < 0x110000:
            raise ValueError("a byte is needed for every code point")
        self._inside = inside
        self._ask = ask
        # A secret seed: nobody can choose words that collide.
        self._seed = int.from_bytes(os.urandom(8), "little")
        self._stored = 1
        self._mask = (1 << 12) - 1
        self._slots = <_Slot*>calloc(self._mask + 1, sizeof(_Slot))
        if self._slots == NULL:
            raise MemoryError

    def __dealloc__(self):
        free(self._slots)
        free(self._store)
        free(self._words)

    cdef int _grow(self) except -1:
        """Double the slots."""
        cdef uint64_t mask = 2 * self._mask + 1, at, i
        cdef _Slot* slots = <_Slot*>calloc(mask + 1, sizeof(_Slot))
        if slots == NULL:
            raise MemoryError
        for i in range(self._mask + 1):
            if self._slots[i].place:
                at = self._slots[i].hashed & mask
                while slots[at].place:
                    at = (at + 1) & mask
                slots[at] = self._slots[i]
        free(self._slots)
        self._slots = slots
        self._mask = mask
        return 0

    cdef int _reserve(self, Py_ssize_t more) except -1:
        """Make room for ``more`` integers in the store."""
        cdef Py_ssize_t size = self._stored + more
        cdef uint32_t* store
        if size > 0x7FFFFFFF:
            raise MemoryError
        if size > self._store_size:
            size += size // 2
            store = <uint32_t*>realloc(self._store, size * sizeof(uint32_t))
            if store == NULL:
                raise MemoryError
            self._store, self._store_size = store, size
        return 0

    cdef int _reserve_words(self, Py_ssize_t size) except -1:
        """Make room for so many words of a text."""
        cdef int32_t* words
        if size > self._words_size:
            size += size // 2
            words = <int32_t*>realloc(self._words, size * sizeof(int32_t))
            if words == NULL:
                raise MemoryError
            self._words, self._words_size = words, size
        return 0

    cdef _Slot _add(self, str text, const _Chunk* chunk) except *:
        """Ask for the numbers of a chunk and keep them."""
        cdef tuple numbers = tuple(self._ask(PyUnicode_Substring(text, chunk.start, chunk.end)))
        cdef Py_ssize_t length = chunk.end - chunk.start, i, count = len(numbers)
        cdef int kind = PyUnicode_KIND(text)
        cdef const void* data = PyUnicode_DATA(text)
        cdef _Slot slot
        cdef uint64_t at
        self._reserve(length + count + 2)
        slot.hashed, slot.place = chunk.hashed, <uint32_t>self._stored
        slot.number = numbers[0] if count == 1 else -1
        self._store[self._stored] = <uint32_t>length
        self._stored += 1
        for i in range(length):
            self._store[self._stored + i] = <uint32_t>PyUnicode_READ(kind, data, chunk.start + i)
        self._stored += length
        if count != 1:
            self._store[self._stored] = <uint32_t>count
            for i in range(count):
                self._store[self._stored + 1 + i] = <uint32_t><int32_t>numbers[i]
            self._stored += count + 1
        at = chunk.hashed & self._mask
        while self._slots[at].place:
            at = (at + 1) & self._mask
        self._slots[at] = slot
        self._known += 1
        if 2 * self._known > <Py_ssize_t>self._mask:
            self._grow()
        return slot

    cdef Py_ssize_t _look_up(self, str text, const _Chunk* chunk, Py_ssize_t used) except -1:
        """Write the numbers of a chunk after ``used`` others; returns how many there are then."""
        cdef uint64_t at = chunk.hashed & self._mask
        cdef Py_ssize_t length = chunk.end - chunk.start, i
        cdef int kind = PyUnicode_KIND(text)
        cdef const void* data = PyUnicode_DATA(text)
        cdef const uint32_t* stored
        cdef _Slot slot
        while True:
            slot = self._slots[at]
            if slot.place == 0:
                slot = self._add(text, chunk)
                break
            if slot.hashed == chunk.hashed and self._store[slot.place] == <uint32_t>length:
                stored = &self._store[slot.place + 1]
                i = 0
                while i < length and stored[i] == <uint32_t>PyUnicode_READ(
                    kind, data, chunk.start + i
                ):
                    i += 1
                if i == length:
                    break
            at = (at + 1) & self._mask
        if slot.number >= 0:
            self._reserve_words(used + 1)
            self._words[used] = slot.number
            return used + 1
        stored = &self._store[slot.place + 1 + length]
        length = stored[0]
        self._reserve_words(used + length)
        for i in range(length):
            self._words[used + i] = <int32_t>stored[1 + i]
        return used + length

    def cut(self, str text):
        """The numbers of the words of a text in order (int32)."""
        cdef Py_ssize_t length = len(text), at = 0, used = 0, found = 1, i
        cdef int kind = PyUnicode_KIND(text)
        cdef const void* data = PyUnicode_DATA(text)
        cdef _Chunk[_AT_ONCE] chunks
        cdef uint64_t ahead
        while found:
            found = 0
            while found < _AT_ONCE and at < length:
                at = self._next(kind, data, at, length, &chunks[found])
                if chunks[found].end:
                    WARRAQ_PREFETCH(&self._slots[chunks[found].hashed & self._mask])
                    found += 1
            for i in range(found):
                if i + _AHEAD < found:
                    ahead = chunks[i + _AHEAD].hashed & self._mask
                    WARRAQ_PREFETCH(&self._store[self._slots[ahead].place])
                used = self._look_up(text, &chunks[i], used)
        numbers_ = np.empty(used, np.int32)
        cdef int32_t[::1] numbers = numbers_
        if used:
            memcpy(&numbers[0], self._words, used * sizeof(int32_t))
        return numbers_

    cdef Py_ssize_t _next(self, int kind, const void* data, Py_ssize_t at, Py_ssize_t length,
                          _Chunk* chunk) noexcept:
        """Find the next chunk, whose end is 0 where there is none; returns where it ends."""
        cdef const uint8_t* inside = &self._inside[0]
        cdef uint64_t hashed = self._seed
        cdef uint32_t letter, before
        chunk.end = 0
        while at < length and not inside[<uint32_t>PyUnicode_READ(kind, data, at)] & INSIDE:
            at += 1
        if at == length:
            return at
        chunk.start = at
        letter = <uint32_t>PyUnicode_READ(kind, data, at)
        while True:
            hashed = (hashed ^ letter) * <uint64_t>0x9E3779B97F4A7C15
            hashed ^= hashed >> 29
            before = letter
            at += 1
            if at == length:
                break
            letter = <uint32_t>PyUnicode_READ(kind, data, at)
            if inside[letter] & INSIDE:
                continue
            if inside[letter] != SEPARATOR or inside[before] != DIGIT or at + 1 == length:
                break
            if inside[<uint32_t>PyUnicode_READ(kind, data, at + 1)] != DIGIT:
                break
        chunk.end = at
        chunk.hashed = hashed
        return at


cdef enum:
    _BASIC_ARABIC = 0x600  # letters that take one byte (see ``index.letter_bytes``)
    _BASIC_ARABIC_END = 0x670
    _BASIC_ARABIC_BYTE = 0x8B
    _SHORT = 64


cdef class StringTable:
    """The values of distinct strings, found by their hash: a string costs eight bytes beside its
    own.

    ``block`` and ``lengths`` have the strings (see ``index.string_arrays``); string n has the value
    ``values[kinds[n]]``.
    """

    cdef const uint8_t[::1] _block
    cdef const uint32_t[::1] _starts
    cdef const uint32_t[::1] _kinds
    cdef list _values
    cdef uint32_t* _slots
    cdef uint64_t _mask
    cdef uint64_t _seed

    def __cinit__(self, block, lengths, kinds, values):
        cdef uint64_t at
        cdef Py_ssize_t number, count = len(lengths)
        starts = np.zeros(count + 1, np.uint32)
        np.cumsum(lengths, out=starts[1:])
        if int(starts[count]) > len(block) or len(kinds) != count:
            raise ValueError("strings and kinds of other lengths")
        if count and int(kinds.max()) >= len(values):
            raise ValueError("a kind without a value")
        self._block, self._starts = block, starts
        self._kinds, self._values = kinds, list(values)
        self._seed = int.from_bytes(os.urandom(8), "little")
        self._mask = 15
        while self._mask < <uint64_t>(2 * count):
            self._mask = 2 * self._mask + 1
        self._slots = <uint32_t*>calloc(self._mask + 1, sizeof(uint32_t))
        if self._slots == NULL:
            raise MemoryError
        for number in range(count):
            at = self._hash(number) & self._mask
            while self._slots[at]:
                at = (at + 1) & self._mask
            self._slots[at] = <uint32_t>(number + 1)

    def __dealloc__(self):
        free(self._slots)

    cdef uint64_t _hash(self, Py_ssize_t number) noexcept:
        cdef uint32_t start = self._starts[number], end = self._starts[number + 1]
        return _hash_bytes(&self._block[0] + start if end > start else NULL, end - start, self._seed)

    def get(self, str text, otherwise=None):
        """The value of a string, ``otherwise`` where it is not among them."""
        cdef uint8_t[_SHORT] short
        cdef Py_ssize_t length = len(text), i
        cdef int kind = PyUnicode_KIND(text)
        cdef const void* data = PyUnicode_DATA(text)
        cdef uint32_t letter
        cdef bytes encoded
        if length <= _SHORT:
            for i in range(length):
                letter = <uint32_t>PyUnicode_READ(kind, data, i)
                if letter < 0x80:
                    short[i] = <uint8_t>letter
                elif _BASIC_ARABIC <= letter < _BASIC_ARABIC_END:
                    short[i] = <uint8_t>(_BASIC_ARABIC_BYTE + letter - _BASIC_ARABIC)
                else:
                    break
            else:
                return self._find(short, length, otherwise)
        encoded = encode(text)
        return self._find(<const uint8_t*>encoded, len(encoded), otherwise)

    cdef object _find(self, const uint8_t* text, Py_ssize_t length, object otherwise):
        cdef uint64_t at = _hash_bytes(text, length, self._seed) & self._mask
        cdef uint32_t slot, start
        while True:
            slot = self._slots[at]
            if slot == 0:
                return otherwise
            start = self._starts[slot - 1]
            if self._starts[slot] - start == <uint32_t>length and (
                length == 0 or memcmp(&self._block[0] + start, text, length) == 0
            ):
                return self._values[self._kinds[slot - 1]]
            at = (at + 1) & self._mask


cdef inline uint64_t _hash_bytes(const uint8_t* text, Py_ssize_t length, uint64_t seed) noexcept:
    cdef uint64_t hashed = seed
    cdef Py_ssize_t i
    for i in range(length):
        hashed = (hashed ^ text[i]) * <uint64_t>0x9E3779B97F4A7C15
        hashed ^= hashed >> 29
    return hashed
