# cython: language_level=3, boundscheck=False, wraparound=False, initializedcheck=False, cdivision=True, freethreading_compatible=True
"""The kernels over the matches of a few documents, compiled; ``numpy_matches`` beside it has their
numpy twins, which describe the arguments. Results are integers and equal to the last bit."""

import numpy as np

from libc.stdint cimport int32_t, int64_t, uint8_t, uint16_t

cdef enum:
    _NOWHERE = 0x7FFFFFFF


cdef int _check(const int64_t[::1] spots, const uint16_t[::1] words, int64_t end) except -1:
    """Raise ValueError unless the spots are sorted and below ``end`` and all have a word."""
    cdef Py_ssize_t i
    if words.shape[0] != spots.shape[0]:
        raise ValueError("a word is needed for every spot")
    for i in range(spots.shape[0]):
        if spots[i] < 0 or spots[i] >= end or (i and spots[i] < spots[i - 1]):
            raise ValueError("the spots are not sorted or out of range")
    return 0


def first_positions(const int64_t[::1] spots, const uint16_t[::1] words,
                    const uint8_t[::1] levels, int64_t span, Py_ssize_t documents,
                    Py_ssize_t size, Py_ssize_t depth):
    """The first position of each word at each level in title and body of each document."""
    cdef Py_ssize_t i, line
    cdef int32_t position
    _check(spots, words, 2 * documents * span)
    found_ = np.full((2 * documents, size, depth), _NOWHERE, np.int32)
    cdef int32_t[:, :, ::1] found = found_
    for i in range(spots.shape[0]):
        if words[i] >= size or levels[i] >= depth:
            raise ValueError("a word or level is out of range")
        line = spots[i] // span
        position = <int32_t>(spots[i] - line * span)
        if position < found[line, words[i], levels[i]]:
            found[line, words[i], levels[i]] = position
    return found_.reshape(documents, 2, size, depth)


def best_windows(const int64_t[::1] spots, const uint16_t[::1] words,
                 const uint8_t[::1] levels, const int64_t[:, :, ::1] worths, int64_t span,
                 int64_t length, Py_ssize_t documents):
    """The worth of the best window of each document."""
    cdef Py_ssize_t i, j = 0, level, size = worths.shape[0], depth = worths.shape[1]
    cdef int64_t value = 0, end, total, most = worths.shape[2] - 1
    cdef uint16_t word
    _check(spots, words, 2 * documents * span)
    if most < 0:
        raise ValueError("worths are needed")
    for i in range(spots.shape[0]):
        if words[i] >= size or levels[i] >= depth:
            raise ValueError("a word or level is out of range")
    best_ = np.zeros(documents, np.int64)
    cdef int64_t[::1] best = best_
    cdef int64_t[:, ::1] counts = np.zeros((size, depth), np.int64)
    cdef int64_t[::1] held = np.zeros(size, np.int64)
    for i in range(spots.shape[0]):
        end = min(spots[i] + length, (spots[i] // span + 1) * span)
        while j < spots.shape[0] and spots[j] < end:
            word = words[j]
            counts[word, levels[j]] += 1
            total = 0
            for level in range(depth):
                total += counts[word, level]
            value -= held[word]
            for level in range(depth):
                if counts[word, level]:
                    held[word] = worths[word, level, min(total, most)]
                    break
            value += held[word]
            j += 1
        if value > best[spots[i] // (2 * span)]:
            best[spots[i] // (2 * span)] = value
        word = words[i]
        counts[word, levels[i]] -= 1
        total = 0
        for level in range(depth):
            total += counts[word, level]
        value -= held[word]
        held[word] = 0
        for level in range(depth):
            if counts[word, level]:
                held[word] = worths[word, level, min(total, most)]
                break
        value += held[word]
    return best_


def run_lengths(const int64_t[::1] spots, const uint16_t[::1] words,
                const int32_t[::1] sequence, int64_t span, Py_ssize_t documents):
    """The longest run of the sequence that ends at each of its places, in each document."""
    cdef Py_ssize_t i, k, size = sequence.shape[0]
    cdef int32_t found
    _check(spots, words, 2 * documents * span)
    longest_ = np.zeros((documents, size), np.int32)
    cdef int32_t[:, ::1] longest = longest_
    cdef int64_t[::1] last = np.full(size, -2, np.int64)
    cdef int32_t[::1] reached = np.zeros(size, np.int32)
    for i in range(spots.shape[0]):
        for k in range(size):
            if sequence[k] != words[i]:
                continue
            found = 0
            if k and last[k - 1] == spots[i] - 1 and sequence[k - 1] != sequence[k]:
                found = reached[k - 1] + 1
            last[k] = spots[i]
            reached[k] = found
            if found > longest[spots[i] // (2 * span), k]:
                longest[spots[i] // (2 * span), k] = found
    return longest_
