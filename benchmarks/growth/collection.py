"""Collections of any size: articles of all corpora, and copies with shuffled sentences and some
words that only the copy has."""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache
from hashlib import blake2b
from pathlib import Path
from typing import Any, Final

import msgspec

from benchmarks.judged_sets import EvaluationDataError, lines

_NAMES: Final = ("saudinewsnet", "antcorpus", "sanad_khaleej")
_SENTENCE_END: Final = re.compile(r"(?<=[.!?؟؛\n])\s+")
_WORD: Final = re.compile(r"[ء-ي]{4,}")
_RENAMED: Final = 40
"""One of so many words is another word in each copy."""
_WORDS_KEPT: Final = 1_000_000
_RECORD: Final = msgspec.json.Decoder(dict[str, Any])


class Collection(msgspec.Struct, frozen=True, kw_only=True):
    """The number of written documents, and UTF-8 bytes of their titles and texts."""

    documents: int
    text_bytes: int


def corpora(shared: Path) -> tuple[Path, ...]:
    """The existing article files. Raises EvaluationDataError if there is none."""
    paths = [shared / "corpora" / f"{name}.jsonl.gz" for name in _NAMES]
    found = tuple(path for path in paths if path.is_file())
    if not found:
        raise EvaluationDataError(f"{shared / 'corpora'} has none of {', '.join(_NAMES)}.")
    return found


def write(sources: Sequence[Path], size: int, target: Path) -> Collection:
    """Write about ``size`` documents, spread evenly over the articles, as JSON lines.

    If there are fewer articles than ``size``, they are repeated a whole number of times; the first
    copy is unchanged, the others have shuffled sentences and words of their own.
    """
    total = sum(1 for _ in lines(sources))
    copies = max(1, round(size / total))
    wanted = min(size, copies * total)
    documents = text_bytes = 0
    with target.open("wb") as file:
        for copy in range(copies):
            rename = renaming(copy)
            for number, line in enumerate(lines(sources), copy * total):
                if (number + 1) * wanted // (copies * total) > number * wanted // (copies * total):
                    record = _RECORD.decode(line)
                    written = copied(record, copy, rename) if copy else record
                    file.write(msgspec.json.encode(written))
                    file.write(b"\n")
                    documents += 1
                    text_bytes += sum(len(text.encode()) for text in _texts(record))
    return Collection(documents=documents, text_bytes=text_bytes)


def _texts(record: dict[str, Any]) -> Iterator[str]:
    for key in ("title", "text"):
        yield record.get(key) or ""


def copied(record: dict[str, Any], copy: int, rename: Callable[[str], str]) -> dict[str, Any]:
    """Copy a document with another id, its sentences in a deterministic random order, and its
    words renamed."""
    name = f"{record['id']}.copy-{copy}"
    sentences = _SENTENCE_END.split(record.get("text") or "")
    random.Random(name).shuffle(sentences)
    title, text = (
        _WORD.sub(lambda found: rename(found[0]), each)
        for each in (record.get("title") or "", " ".join(sentences))
    )
    return {**record, "id": name, "title": title, "text": text}


def renaming(copy: int) -> Callable[[str], str]:
    """A function from a word to that of a copy: one of ``_RENAMED`` has its letters in another
    order, the same in every document of the copy, as names that only a part of an archive has."""

    @lru_cache(_WORDS_KEPT)
    def rename(word: str) -> str:
        digest = int.from_bytes(blake2b(f"{copy} {word}".encode(), digest_size=8).digest(), "big")
        if digest % _RENAMED:
            return word
        letters = list(word)
        random.Random(digest).shuffle(letters)
        return "".join(letters)

    return rename
