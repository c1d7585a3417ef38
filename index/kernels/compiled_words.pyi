from collections.abc import Callable, Sequence

from index.array_types import I32, U8

class ChunkNumbers:
    def __init__(self, inside: U8, ask: Callable[[str], Sequence[int]]) -> None: ...
    def cut(self, text: str) -> I32: ...
