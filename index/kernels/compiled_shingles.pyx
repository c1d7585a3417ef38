# cython: language_level=3, boundscheck=False, wraparound=False, initializedcheck=False, cdivision=True, freethreading_compatible=True
"""The kernels over shingles, compiled; ``numpy_shingles`` has their numpy twins."""

import numpy as np

from libc.stdint cimport int64_t, uint8_t, uint32_t, uint64_t

cdef enum:
    SHINGLE_WORDS = 5
    WINDOW = 16

cdef uint64_t WORD = 0xC2B2AE3D27D4EB4FULL
cdef uint64_t FIRST_FACTOR = 0xFF51AFD7ED558CCDULL
cdef uint64_t SECOND_FACTOR = 0xC4CEB9FE1A85EC53ULL


cdef inline uint64_t mixed(uint64_t hashed) noexcept nogil:
    hashed = (hashed ^ (hashed >> 33)) * FIRST_FACTOR
    hashed = (hashed ^ (hashed >> 33)) * SECOND_FACTOR
    return hashed ^ (hashed >> 33)


cdef inline uint64_t shingle(const uint64_t* keys) noexcept nogil:
    cdef uint64_t hashed = keys[0]
    cdef Py_ssize_t place
    for place in range(1, SHINGLE_WORDS):
        hashed = hashed * WORD + keys[place]
    return mixed(hashed)


def shingle_hashes(const uint64_t[::1] keys, const int64_t[::1] lengths):
    """The hashes of the shingles of several texts in a row (see ``index.copies.shingles``);
    ``lengths`` of the word ``keys`` belong to each."""
    cdef Py_ssize_t text, place, first = 0, size = 0, at = 0
    if np.sum(lengths) != len(keys):
        raise ValueError("the lengths of texts are not those of their words")
    for text in range(lengths.shape[0]):
        size += max(0, lengths[text] - SHINGLE_WORDS + 1)
    hashes = np.empty(size, np.uint64)
    cdef uint64_t[::1] found = hashes
    with nogil:
        for text in range(lengths.shape[0]):
            for place in range(first, first + lengths[text] - SHINGLE_WORDS + 1):
                found[at] = shingle(&keys[place])
                at += 1
            first += lengths[text]
    return hashes


cdef inline Py_ssize_t choose(
    const uint64_t* hashes, Py_ssize_t size, uint8_t* chosen
) noexcept nogil:
    """Mark the shingles of one text that are the smallest of a window."""
    cdef Py_ssize_t place, last, begin, best = -1
    cdef Py_ssize_t width = min(size, WINDOW)
    for last in range(width - 1, size):
        begin = last - width + 1
        if best < begin:
            best = begin
            for place in range(begin + 1, last + 1):
                if <uint32_t>hashes[place] < <uint32_t>hashes[best]:
                    best = place
        elif <uint32_t>hashes[last] < <uint32_t>hashes[best]:
            best = last
        else:
            # Of equal ones, all are chosen.
            if <uint32_t>hashes[last] == <uint32_t>hashes[best]:
                chosen[last] = 1
            continue
        for place in range(best, last + 1):
            if <uint32_t>hashes[place] == <uint32_t>hashes[best]:
                chosen[place] = 1
    return 0


def choose_shingles(const uint64_t[::1] hashes, const int64_t[::1] counts):
    """Flags of the shingles that are the smallest of a window (see ``index.copies.shingles``);
    ``counts`` of the ``hashes`` belong to each text."""
    if np.sum(counts) != len(hashes):
        raise ValueError("the counts of shingles are not those of their texts")
    flags = np.zeros(len(hashes), np.uint8)
    cdef uint8_t[::1] chosen = flags
    cdef Py_ssize_t text, first = 0
    with nogil:
        for text in range(counts.shape[0]):
            if counts[text] > 0:
                choose(&hashes[first], counts[text], &chosen[first])
                first += counts[text]
    return flags.view(np.bool_)


def count_shared(
    const uint32_t[::1] values,
    const int64_t[::1] bounds,
    const int64_t[::1] first,
    const int64_t[::1] second,
):
    """How many values two sets share, for pairs of sets; set s has ``values`` from ``bounds[s]`` to
    ``bounds[s + 1]``, distinct and sorted."""
    counts = np.zeros(len(first), np.int64)
    cdef int64_t[::1] found = counts
    cdef Py_ssize_t pair, one, other, one_end, other_end, sets = bounds.shape[0] - 1
    cdef int64_t shared
    if len(first) != len(second) or bounds[0] < 0 or bounds[sets] > len(values):
        raise ValueError("pairs of sets without values")
    with nogil:
        for pair in range(first.shape[0]):
            if not (0 <= first[pair] < sets and 0 <= second[pair] < sets):
                with gil:
                    raise ValueError("a pair of unknown sets")
            one, one_end = bounds[first[pair]], bounds[first[pair] + 1]
            other, other_end = bounds[second[pair]], bounds[second[pair] + 1]
            shared = 0
            while one < one_end and other < other_end:
                if values[one] < values[other]:
                    one += 1
                elif values[one] > values[other]:
                    other += 1
                else:
                    shared += 1
                    one += 1
                    other += 1
            found[pair] = shared
    return counts
