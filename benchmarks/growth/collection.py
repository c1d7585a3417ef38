"""Collections of any size: articles of all corpora and copies with shuffled sentences."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, Final

import msgspec

from benchmarks.judged_sets import EvaluationDataError, lines

_NAMES: Final = ("saudinewsnet", "antcorpus", "sanad_khaleej")
_SENTENCE_END: Final = re.compile(r"(?<=[.!?؟؛\n])\s+")
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
    copy is unchanged, the others have shuffled sentences.
    """
    total = sum(1 for _ in lines(sources))
    copies = max(1, round(size / total))
    wanted = min(size, copies * total)
    documents = text_bytes = 0
    with target.open("wb") as file:
        for copy in range(copies):
            for number, line in enumerate(lines(sources), copy * total):
                if (number + 1) * wanted // (copies * total) > number * wanted // (copies * total):
                    record = _RECORD.decode(line)
                    file.write(msgspec.json.encode(shuffled(record, copy) if copy else record))
                    file.write(b"\n")
                    documents += 1
                    text_bytes += sum(len(text.encode()) for text in _texts(record))
    return Collection(documents=documents, text_bytes=text_bytes)


def _texts(record: dict[str, Any]) -> Iterator[str]:
    for key in ("title", "text"):
        yield record.get(key) or ""


def shuffled(record: dict[str, Any], copy: int) -> dict[str, Any]:
    """Copy a document with another id and its sentences in a deterministic random order."""
    name = f"{record['id']}.copy-{copy}"
    sentences = _SENTENCE_END.split(record.get("text") or "")
    random.Random(name).shuffle(sentences)
    return {**record, "id": name, "text": " ".join(sentences)}
