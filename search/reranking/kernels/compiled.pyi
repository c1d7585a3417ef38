from index.array_types import I32, I64, U8, U16

def first_positions(
    spots: I64, words: U16, levels: U8, span: int, documents: int, size: int, depth: int
) -> I32: ...
def best_windows(
    spots: I64,
    words: U16,
    levels: U8,
    worths: I64,
    span: int,
    length: int,
    documents: int,
) -> I64: ...
def run_lengths(spots: I64, words: U16, sequence: I32, span: int, documents: int) -> I32: ...
