"""The attestations of all forms of an archive, in little memory."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import numpy as np

from arabic.attestation import Attestation
from index.array_types import I64, Array
from index.kernels import StringTable

_COUNTS: Final = tuple(f"forms.{name}" for name in Attestation._fields)
_STRINGS: Final = ("forms.letters", "forms.lengths")
_NOT_ATTESTED: Final = Attestation(0, 0)

ATTESTATION_ARRAYS: Final = (*_STRINGS, *_COUNTS)
"""The arrays of a vocabulary from which a table is made."""


class AttestationTable:
    """How often each form occurs, from ``ATTESTATION_ARRAYS``.

    Most forms are rare, so that few different attestations are kept.
    """

    def __init__(self, arrays: Mapping[str, Array]) -> None:
        key: I64 = np.zeros(len(arrays[_COUNTS[0]]), np.int64)
        for name in _COUNTS:
            ranked, rank = np.unique(arrays[name], return_inverse=True)
            key = key * len(ranked) + rank
        _, first, kinds = np.unique(key, return_index=True, return_inverse=True)
        counts = zip(*(arrays[name][first].tolist() for name in _COUNTS), strict=True)
        values = [Attestation(*each) for each in counts]
        letters, lengths = (arrays[name] for name in _STRINGS)
        self._table = StringTable(letters, lengths, kinds.astype(np.uint32), values)

    def __call__(self, form: str) -> Attestation:
        return self._table.get(form, _NOT_ATTESTED)
