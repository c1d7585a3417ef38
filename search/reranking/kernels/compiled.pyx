# cython: language_level=3, boundscheck=False, wraparound=False, initializedcheck=False, cdivision=True, freethreading_compatible=True
"""The kernels over the matches of a few documents, compiled; ``numpy_matches`` beside it has their
numpy twins, which describe the arguments. Results are integers and equal to the last bit."""

import numpy as np

from libc.math cimport log
from libc.stdint cimport int32_t, int64_t, uint8_t, uint16_t

cdef enum:
    _NOWHERE = 0x7FFFFFFF
    _TITLE = 0
    _BODY = 1


cdef int _check(const int64_t[::1] spots, const uint16_t[::1] words, int64_t end) except -1:
    """Raise ValueError unless the spots are sorted and below ``end`` and all have a word."""
    cdef Py_ssize_t i
    if words.shape[0] != spots.shape[0]:
        raise ValueError("a word is needed for every spot")
    for i in range(spots.shape[0]):
        if spots[i] < 0 or spots[i] >= end or (i and spots[i] < spots[i - 1]):
            raise ValueError("the spots are not sorted or out of range")
    return 0


def occurrences(const int64_t[::1] spots, const uint16_t[::1] words, const uint8_t[::1] levels,
                int64_t span, Py_ssize_t documents, Py_ssize_t size, Py_ssize_t depth):
    """The first position of each word at each level in title and body of each document, and how
    often it occurs there."""
    cdef Py_ssize_t i, line = 0
    cdef int32_t position
    _check(spots, words, 2 * documents * span)
    found_ = np.full((2 * documents, size, depth), _NOWHERE, np.int32)
    counts_ = np.zeros((2 * documents, size, depth), np.int64)
    cdef int32_t[:, :, ::1] found = found_
    cdef int64_t[:, :, ::1] counts = counts_
    for i in range(spots.shape[0]):
        if words[i] >= size or levels[i] >= depth:
            raise ValueError("a word or level is out of range")
        if spots[i] >= (line + 1) * span:
            line = spots[i] // span
        position = <int32_t>(spots[i] - line * span)
        if position < found[line, words[i], levels[i]]:
            found[line, words[i], levels[i]] = position
        counts[line, words[i], levels[i]] += 1
    shape = (documents, 2, size, depth)
    return found_.reshape(shape), counts_.reshape(shape)


def covered(const int32_t[:, :, :, ::1] first, const int64_t[:, ::1] worths):
    """The sum of the worths of the words of each document at their narrowest levels."""
    cdef Py_ssize_t d, w, level
    if first.shape[1] != 2 or first.shape[2] != worths.shape[0] or first.shape[3] != worths.shape[1]:
        raise ValueError("a worth is needed for each word and level")
    found_ = np.zeros(first.shape[0], np.int64)
    cdef int64_t[::1] found = found_
    for d in range(first.shape[0]):
        for w in range(worths.shape[0]):
            for level in range(worths.shape[1]):
                if min(first[d, _TITLE, w, level], first[d, _BODY, w, level]) < _NOWHERE:
                    found[d] += worths[w, level]
                    break
    return found_


def early(const int32_t[:, :, :, ::1] first, const double[:, ::1] worths, double halving):
    """The sum of the worths of the words of each body by their first positions."""
    cdef Py_ssize_t d, w, level
    cdef double best, worth
    if first.shape[1] != 2 or first.shape[2] != worths.shape[0] or first.shape[3] != worths.shape[1]:
        raise ValueError("a worth is needed for each word and level")
    found_ = np.zeros(first.shape[0])
    cdef double[::1] found = found_
    for d in range(first.shape[0]):
        for w in range(worths.shape[0]):
            best = 0.0
            for level in range(worths.shape[1]):
                if first[d, _BODY, w, level] < _NOWHERE:
                    worth = worths[w, level] / (1.0 + first[d, _BODY, w, level] / halving)
                    best = max(best, worth)
            found[d] += best
    return found_


def saturated(const int64_t[:, :, :, ::1] counts, Py_ssize_t depth, const float[:, ::1] factors,
              const double[::1] idfs, double k1):
    """The gain of each document for the occurrences of words at the first ``depth`` levels."""
    cdef Py_ssize_t d, w, level, field
    cdef double frequency
    cdef int64_t count
    if counts.shape[2] != idfs.shape[0] or counts.shape[3] < depth:
        raise ValueError("a weight is needed for every word")
    if factors.shape[0] != counts.shape[0] or factors.shape[1] != counts.shape[1]:
        raise ValueError("a factor is needed for every field of every document")
    found_ = np.zeros(counts.shape[0])
    cdef double[::1] found = found_
    for d in range(counts.shape[0]):
        for w in range(counts.shape[2]):
            frequency = 0.0
            for field in range(counts.shape[1]):
                count = 0
                for level in range(depth):
                    count += counts[d, field, w, level]
                frequency += <double>factors[d, field] * count
            found[d] += frequency * (k1 + 1.0) / (k1 + frequency) * idfs[w]
    return found_


def in_titles(const int64_t[:, :, :, ::1] counts, Py_ssize_t depth, const double[::1] lengths,
              const int64_t[::1] words, const double[::1] idfs):
    """The gain of each document for words in its title at the first ``depth`` levels."""
    cdef Py_ssize_t d, k, level, n = words.shape[0]
    cdef int64_t count, total
    cdef double worth, share
    if counts.shape[1] != 2 or counts.shape[3] < depth or idfs.shape[0] != n:
        raise ValueError("a weight is needed for every word")
    if lengths.shape[0] != counts.shape[0]:
        raise ValueError("a length is needed for every document")
    found_ = np.zeros(counts.shape[0])
    cdef double[::1] found = found_
    for k in range(n):
        if not 0 <= words[k] < counts.shape[2]:
            raise ValueError("a word is out of range")
    for d in range(counts.shape[0]):
        total = 0
        worth = 0.0
        for k in range(n):
            count = 0
            for level in range(depth):
                count += counts[d, _TITLE, words[k], level]
            total += count
            if count:
                worth += idfs[k]
        share = min(1.0, total / max(lengths[d], 1.0))
        found[d] = worth * share * share * share
    return found_


def best_windows(const int64_t[::1] spots, const uint16_t[::1] words,
                 const uint8_t[::1] levels, const int64_t[:, :, ::1] worths, int64_t span,
                 int64_t length, Py_ssize_t documents):
    """The worth of the best window of each document."""
    cdef Py_ssize_t i, j = 0, level, size = worths.shape[0], depth = worths.shape[1]
    cdef Py_ssize_t n = spots.shape[0], document = 0
    cdef int64_t value = 0, end, line_end = span, document_end = 2 * span, best_value = 0
    cdef int64_t most = worths.shape[2] - 1
    cdef uint16_t word
    _check(spots, words, 2 * documents * span)
    if most < 0:
        raise ValueError("worths are needed")
    for i in range(n):
        if words[i] >= size or levels[i] >= depth:
            raise ValueError("a word or level is out of range")
    best_ = np.zeros(documents, np.int64)
    cdef int64_t[::1] best = best_
    cdef int64_t[:, ::1] counts = np.zeros((size, depth), np.int64)
    # Of each word in the window: its occurrences, their narrowest level, and its part of the value.
    cdef int64_t[::1] totals = np.zeros(size, np.int64)
    cdef int64_t[::1] narrowest = np.full(size, depth, np.int64)
    cdef int64_t[::1] held = np.zeros(size, np.int64)
    for i in range(n):
        if spots[i] >= line_end:
            line_end = (spots[i] // span + 1) * span
        end = min(spots[i] + length, line_end)
        while j < n and spots[j] < end:
            word = words[j]
            counts[word, levels[j]] += 1
            totals[word] += 1
            if levels[j] < narrowest[word]:
                narrowest[word] = levels[j]
            value -= held[word]
            held[word] = worths[word, narrowest[word], min(totals[word], most)]
            value += held[word]
            j += 1
        if spots[i] >= document_end:
            document = spots[i] // (2 * span)
            document_end = (document + 1) * 2 * span
        if value > best[document]:
            best[document] = value
        word = words[i]
        level = levels[i]
        counts[word, level] -= 1
        totals[word] -= 1
        value -= held[word]
        if totals[word] == 0:
            narrowest[word] = depth
            held[word] = 0
            continue
        if level == narrowest[word]:
            while counts[word, level] == 0:
                level += 1
            narrowest[word] = level
        held[word] = worths[word, narrowest[word], min(totals[word], most)]
        value += held[word]
    return best_


def run_lengths(const int64_t[::1] spots, const uint16_t[::1] words, const uint8_t[::1] levels,
                const int32_t[::1] sequence, int64_t span, Py_ssize_t documents):
    """The longest run of the sequence that ends at each of its places, in each document."""
    cdef Py_ssize_t i, k, size = sequence.shape[0]
    cdef int32_t found
    _check(spots, words, 2 * documents * span)
    if levels.shape[0] != spots.shape[0]:
        raise ValueError("a level is needed for every spot")
    longest_ = np.zeros((documents, size), np.int32)
    cdef int32_t[:, ::1] longest = longest_
    cdef int64_t[::1] last = np.full(size, -2, np.int64)
    cdef int32_t[::1] reached = np.zeros(size, np.int32)
    for i in range(spots.shape[0]):
        if levels[i]:
            continue
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


def run_worths(const int32_t[:, ::1] lengths, const int32_t[:, :, :, ::1] first,
               const int32_t[::1] sequence, const double[::1] forms, double share, double pairs):
    """The worth of the best run of each document from the lengths of its runs."""
    cdef Py_ssize_t d, k, one, other, size = sequence.shape[0], documents = lengths.shape[0]
    cdef int32_t length
    cdef double worth, part
    cdef int64_t both, beside
    if lengths.shape[1] != size or first.shape[0] != documents or first.shape[1] != 2:
        raise ValueError("the runs are not those of the sequence")
    if first.shape[2] != forms.shape[0] or not first.shape[3]:
        raise ValueError("a worth is needed for every word")
    found_ = np.zeros(documents)
    cdef double[::1] found = found_
    # The worths of the pairs that end before each place, added up.
    cdef double[::1] sums = np.zeros(size + 1)
    for k in range(size):
        sums[k + 1] = sums[k]
        if k == 0 or sequence[k] < 0 or sequence[k - 1] < 0:
            continue
        one = sequence[k - 1]
        other = sequence[k]
        if max(one, other) >= forms.shape[0]:
            raise ValueError("a word is out of range")
        both = beside = 0
        for d in range(documents):
            if lengths[d, k]:
                beside += 1
                both += 1
            elif (
                min(first[d, _TITLE, one, 0], first[d, _BODY, one, 0]) < _NOWHERE
                and min(first[d, _TITLE, other, 0], first[d, _BODY, other, 0]) < _NOWHERE
            ):
                both += 1
        if beside:
            sums[k + 1] += share * min(forms[one], forms[other])
            sums[k + 1] += log((both + 0.5) / (beside + 0.5))
    for d in range(documents):
        for k in range(size):
            length = lengths[d, k]
            if not 0 < length <= k:
                continue
            part = length / pairs
            worth = (sums[k + 1] - sums[k + 1 - length]) * part * part * part * part
            if worth > found[d]:
                found[d] = worth
    return found_
