"""Deletions from a large home while a server runs: no file may keep a word of the text."""

from __future__ import annotations

import random
import sqlite3
from collections.abc import Iterable
from contextlib import closing
from pathlib import Path
from typing import Final

import msgspec

from arabic.analyzer import classify
from arabic.folding import fold
from benchmarks.faults.command import check_exit, run
from benchmarks.faults.finding import Finding
from benchmarks.faults.server import served
from benchmarks.faults.state import SHARED, check_home, write_documents
from search.engine import archive_path

_ENCODINGS: Final = ("utf-8", "utf-16-le", "utf-32-le", "cp1256")
_LETTERS: Final = "بتثجحدرزسشصضطعغفقكلمن"
_PACKED_BYTES: Final = 24
_OTHERS: Final = 50
_REPLACED: Final = 3


def _secret_words(pick: random.Random) -> list[str]:
    """Five words that no other document has: with marks, with a particle, Latin, a number."""
    made = ["".join(pick.choices(_LETTERS, k=9)) for _ in range(3)]
    marked = "\u064e".join(made[0])
    latin = "".join(pick.choices("bcdfghkz", k=10)).title()
    return [marked, made[1], f"وال{made[2]}", latin, str(pick.randrange(10**11, 10**12))]


def _traces(words: Iterable[str]) -> set[bytes]:
    """The bytes by which a word could be found: as written, folded, its stem, in encodings."""
    found = set()
    for word in words:
        for form in (word, fold(word), classify(fold(word)).stem):
            found |= {form.encode(coding, "ignore") for coding in _ENCODINGS}
    return {trace for trace in found if len(trace) >= len("خبر") * 3}


def _packed_original(home: Path, name: str) -> bytes:
    """The beginning of a compressed original, as the archive file has it."""
    with closing(sqlite3.connect(f"{archive_path(home).as_uri()}?mode=ro", uri=True)) as connection:
        packed: tuple[bytes] = connection.execute(
            "SELECT original FROM originals JOIN documents USING (number) WHERE id = ?", (name,)
        ).fetchone()
    return packed[0][-_PACKED_BYTES:]


def _left_in(home: Path, traces: set[bytes]) -> list[str]:
    return [
        f"{path.relative_to(home)} has {trace!r}"
        for path in sorted(home.rglob("*"))
        if path.is_file()
        for data in (path.read_bytes(),)
        for trace in traces
        if trace in data
    ]


def deletions(folder: Path, documents: int, turns: int, *, seed: int = 3) -> Finding:
    """Delete a document with words of its own, after additions and replacements."""
    pick = random.Random(seed)
    home, file = folder / "home", folder / "documents.jsonl"
    write_documents(file, [f"d{number}" for number in range(documents)], 1)
    faults = check_exit(run("--home", str(home), "add", str(file)), 0, "add")
    seen = 0
    with served(home, folder / "server.log") as serving:
        for turn in range(turns):
            words = _secret_words(pick)
            traces = _traces(words)
            page = folder / f"secret{turn}.html"
            for version in range(_REPLACED):
                body = " ".join(pick.sample(words, 5))
                page.write_text(
                    f"<html><head><title>{words[0]} {version}</title>"
                    f'<meta name="author" content="{words[1]}"></head><body><article>'
                    f"<p>{SHARED} {body}. {SHARED} {body}</p></article></body></html>",
                    "utf-8",
                )
                record = {"id": f"s{turn}", "title": words[0], "text": f"{SHARED} {body}"}
                record |= {"author": words[1], "source": words[2], "note": words[3]}
                file.write_bytes(msgspec.json.encode(record) + b"\n")
                for given in (file, page):
                    added = run("--home", str(home), "add", str(given))
                    faults += check_exit(added, 0, f"turn {turn}: add")
                names = [f"t{turn}-{version}-{number}" for number in range(_OTHERS)]
                write_documents(file, names, 2)
                run("--home", str(home), "add", str(file))
            secret = _secret_ids(home, turn, words[0])
            traces |= {_packed_original(home, name) for name in secret if name != f"s{turn}"}
            seen += len({trace for trace in traces if _left_in(home, {trace})})
            deleted = run("--home", str(home), "delete", *secret, "--wait", "300")
            faults += check_exit(deleted, 0, f"turn {turn}: delete")
            faults += [f"turn {turn}: {left}" for left in _left_in(home, traces)]
    faults += [*serving.faults, *check_home(home)]
    return Finding(
        fault="all bytes of the home after `delete` under a server",
        cases=turns,
        seen=f"{documents:,} documents; {seen} traces of the words before (as written, folded, "
        f"stems, {', '.join(_ENCODINGS)}, compressed originals), none after; the server gave "
        f"{serving.answers:,} answers",
        faults=tuple(faults),
    )


def _secret_ids(home: Path, turn: int, title: str) -> list[str]:
    with closing(sqlite3.connect(f"{archive_path(home).as_uri()}?mode=ro", uri=True)) as connection:
        found = connection.execute(
            "SELECT id FROM documents WHERE id = ? OR title LIKE ?", (f"s{turn}", f"{title}%")
        )
        return [name for (name,) in found]
