# cython: language_level=3, boundscheck=False, wraparound=False, initializedcheck=False, cdivision=True, freethreading_compatible=True
"""The kernels of scoring, compiled; ``numpy_scoring`` beside it has their numpy twins."""

import numpy as np

from cython cimport floating
from libc.stdint cimport int64_t, uint8_t, uint32_t

cdef enum:
    _STEP = 16



def saturate(double[::1] gains, const double[::1] frequencies, const uint32_t[::1] documents,
             double k1, double weight):
    """Add ``weight · f (k1 + 1) / (k1 + f)`` to the gains of documents."""
    cdef Py_ssize_t i, size = min(gains.shape[0], frequencies.shape[0])
    cdef double top = weight * (k1 + 1.0), frequency
    for i in range(documents.shape[0]):
        if documents[i] >= size:
            raise ValueError("a document number is out of range")
        frequency = frequencies[documents[i]]
        gains[documents[i]] += top * frequency / (k1 + frequency)


def take(double[::1] gains, const uint32_t[::1] documents):
    """The gains of documents, which are then set to 0."""
    cdef Py_ssize_t i
    taken_ = np.empty(documents.shape[0], np.float32)
    cdef float[::1] taken = taken_
    for i in range(documents.shape[0]):
        if documents[i] >= gains.shape[0]:
            raise ValueError("a document number is out of range")
        taken[i] = <float>gains[documents[i]]
        gains[documents[i]] = 0.0
    return taken_


def add(double[::1] scores, const uint32_t[::1] documents, const float[::1] gains, double weight):
    """Add ``weight`` times the gains of documents, each listed once, to the scores of all."""
    cdef Py_ssize_t i, size = scores.shape[0]
    if gains.shape[0] < documents.shape[0]:
        raise ValueError("a gain is needed for every document")
    for i in range(documents.shape[0]):
        if documents[i] >= size:
            raise ValueError("a document number is out of range")
        scores[documents[i]] += weight * gains[i]


def mark(uint8_t[::1] mask, const uint32_t[::1] documents):
    """Set the flags of documents to 1."""
    cdef Py_ssize_t i, size = mask.shape[0]
    for i in range(documents.shape[0]):
        if documents[i] >= size:
            raise ValueError("a document number is out of range")
        mask[documents[i]] = 1


cdef void _replace_least(floating[::1] heap, floating value) noexcept nogil:
    """Put a value in place of the least one of a heap."""
    cdef Py_ssize_t at = 0, child = 1, count = heap.shape[0]
    while child < count:
        if child + 1 < count and heap[child + 1] < heap[child]:
            child += 1
        if heap[child] >= value:
            break
        heap[at] = heap[child]
        at = child
        child = 2 * at + 1
    heap[at] = value


def threshold(const float[::1] scores, Py_ssize_t count):
    """The lowest of the ``count`` best scores; there must be more than ``count`` scores."""
    cdef Py_ssize_t i, size = scores.shape[0]
    if not 0 < count < size:
        raise ValueError("there must be more scores than count")
    heap_ = np.sort(scores[:count])  # a sorted array is a heap
    cdef float[::1] heap = heap_
    for i in range(count, size):
        if scores[i] > heap[0]:
            _replace_least(heap, scores[i])
    return float(heap[0])


cdef inline bint _any_from(const double* values, double least) noexcept nogil:
    """Whether any of some values is not below one; so that most values are passed over quickly."""
    cdef int64_t found = 0
    cdef int k
    for k in range(_STEP):
        found |= values[k] >= least
    return found != 0


cdef double _least_of_best(const double[::1] scores, const uint8_t[::1] wanted, Py_ssize_t count):
    """The lowest of the ``count`` best scores of wanted documents; minus infinity where there are
    fewer."""
    cdef Py_ssize_t i, j, size = scores.shape[0]
    cdef double[::1] heap = np.full(count, -np.inf)
    for i from 0 <= i < size by _STEP:
        if i + _STEP <= size and not _any_from(&scores[i], heap[0]):
            continue
        for j in range(i, min(i + _STEP, size)):
            if scores[j] > heap[0] and wanted[j]:
                _replace_least(heap, scores[j])
    return heap[0]


def within_reach(const double[::1] scores, const uint8_t[::1] wanted, Py_ssize_t count,
                 double more):
    """The documents of ``wanted`` that may be among the ``count`` best if scores grow by ``more``
    at most: one flag for each."""
    cdef Py_ssize_t i, j, size = scores.shape[0]
    cdef double least
    if count < 1 or wanted.shape[0] != size:
        raise ValueError("at least one document must be wanted, and a flag is needed for each")
    if np.count_nonzero(np.asarray(wanted).view(bool)) <= count:
        return np.array(wanted)
    least = _least_of_best(scores, wanted, count) - more
    found_ = np.zeros(size, np.uint8)
    cdef uint8_t[::1] found = found_
    for i from 0 <= i < size by _STEP:
        if i + _STEP <= size and not _any_from(&scores[i], least):
            continue
        for j in range(i, min(i + _STEP, size)):
            found[j] = wanted[j] & (scores[j] >= least)
    return found_


def leading(const double[::1] scores, const uint8_t[::1] wanted, Py_ssize_t count):
    """The documents of ``wanted`` with the ``count`` best scores, compared with 32 bits."""
    cdef Py_ssize_t i, j, n = 0, capacity = count + _STEP, size = scores.shape[0]
    cdef double least, below
    if count < 1 or wanted.shape[0] != size:
        raise ValueError("at least one document must be wanted, and a flag is needed for each")
    if np.count_nonzero(np.asarray(wanted).view(bool)) <= count:
        return np.flatnonzero(np.asarray(wanted).view(bool))
    least = <double><float>_least_of_best(scores, wanted, count)
    # Rounding to 32 bits may have raised a score by less than this.
    below = least - 1e-6 * abs(least)
    found_ = np.empty(capacity, np.int64)
    cdef int64_t[::1] found = found_
    for i from 0 <= i < size by _STEP:
        if i + _STEP <= size and not _any_from(&scores[i], below):
            continue
        if n + _STEP > capacity:
            capacity *= 2
            found_ = np.concatenate((found_[:n], np.empty(capacity - n, np.int64)))
            found = found_
        for j in range(i, min(i + _STEP, size)):
            if wanted[j] and <float>scores[j] >= least:
                found[n] = j
                n += 1
    return found_[:n]


def side_by_side(const int64_t[::1] first, const int64_t[::1] second, int64_t span):
    """The documents where an occurrence of ``second`` directly follows one of ``first``, and how
    often it does.

    Occurrences are sorted, each ``document * span + position``.
    """
    cdef Py_ssize_t i, j = 0, n = 0, size = min(first.shape[0], second.shape[0])
    cdef int64_t document, last = -1
    documents_ = np.empty(size, np.uint32)
    times_ = np.empty(size, np.int64)
    cdef uint32_t[::1] documents = documents_
    cdef int64_t[::1] times = times_
    for i in range(first.shape[0]):
        while j < second.shape[0] and second[j] <= first[i]:
            j += 1
        if j == second.shape[0]:
            break
        if second[j] != first[i] + 1:
            continue
        document = first[i] // span
        if document != last:
            if n == size:
                raise ValueError("the occurrences are not sorted")
            documents[n] = <uint32_t>document
            times[n] = 0
            last = document
            n += 1
        times[n - 1] += 1
    return documents_[:n], times_[:n]
