"""The types of arrays by dtype, for signatures that the type checker can hold."""

from __future__ import annotations

from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt

U8: TypeAlias = npt.NDArray[np.uint8]
U16: TypeAlias = npt.NDArray[np.uint16]
U32: TypeAlias = npt.NDArray[np.uint32]
U64: TypeAlias = npt.NDArray[np.uint64]
I32: TypeAlias = npt.NDArray[np.int32]
I64: TypeAlias = npt.NDArray[np.int64]
F32: TypeAlias = npt.NDArray[np.float32]
F64: TypeAlias = npt.NDArray[np.float64]
Mask: TypeAlias = npt.NDArray[np.bool_]

Unsigned: TypeAlias = npt.NDArray[np.unsignedinteger[Any]]
"""Unsigned integers in the narrowest type that holds them."""

Integers: TypeAlias = npt.NDArray[np.integer[Any]]
"""Integers of any width."""

Array: TypeAlias = npt.NDArray[Any]
"""An array of any dtype: for code that stores or copies arrays without computing with them."""
