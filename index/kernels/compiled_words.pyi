from collections.abc import Callable, Sequence
from typing import Generic, TypeVar, overload

from index.array_types import I32, U8, U16, U32

Value = TypeVar("Value")

class ChunkNumbers:
    def __init__(self, inside: U8, ask: Callable[[str], Sequence[int]]) -> None: ...
    def cut(self, text: str) -> I32: ...

class StringTable(Generic[Value]):
    def __init__(
        self, block: U8, lengths: U8 | U16, kinds: U32, values: Sequence[Value]
    ) -> None: ...
    @overload
    def get(self, text: str) -> Value | None: ...
    @overload
    def get(self, text: str, otherwise: Value) -> Value: ...
