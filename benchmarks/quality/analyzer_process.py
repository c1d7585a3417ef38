"""One measurement of the analyzer in its own process (own caches, memory, hash seed).

Started by ``benchmarks.quality.analyzer``; prints one line of JSON. The first argument is
``cold ARTICLES WORDS`` (time the analysis of a build; write the words with their counts),
``offsets ARTICLES`` (time highlighting and ``analyze``), ``memory WORDS`` (fill the caches) or
``digest WORDS THREADS`` (analyse a sample of the words in threads).
"""

from __future__ import annotations

import json
import re
import sys
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

# warraq is imported inside functions, because memory is measured before the import.

_BATCH = 256  # as in a build
_SAMPLE_WORDS = 20_000
_EVERY = 5  # titles and bodies alternate
_OFFSET_WORDS = 1_000_000
_ANALYZED_WORDS = 100_000


def _status(name: str) -> int:
    """Read a field of /proc/self/status in bytes."""
    found = re.search(rf"^{name}:\s+(\d+) kB$", Path("/proc/self/status").read_text("ascii"), re.M)
    if found is None:
        raise RuntimeError(f"/proc/self/status has no {name}")
    return int(found[1]) * 1024


def _timed(work: Callable[[], object]) -> tuple[float, float]:
    """Run ``work``; returns wall-clock and CPU seconds."""
    wall, cpu = time.perf_counter(), time.process_time()
    work()
    return time.perf_counter() - wall, time.process_time() - cpu


def _texts(path: Path) -> list[str]:
    from benchmarks.judged_sets import lines

    records = (json.loads(line) for line in lines([path]))
    return [
        text for one in records for text in (one.get("title") or "", one.get("text") or "") if text
    ]


def cold(articles: Path, words: Path) -> dict[str, float]:
    """Time the analysis of a build: terms of all texts, then classes of all forms."""
    import numpy as np

    from arabic.analyzer import classify
    from arabic.attestation import INTRODUCERS, PREPOSITIONS
    from arabic.lexicon import load_lexicon
    from index.attestation_table import AttestationTable
    from index.string_arrays import Strings
    from index.term_numbers import LocalTerms
    from index.vocabulary import Vocabulary
    from index.vocabulary_growth import (
        TermCounts,
        empty_vocabulary,
        spellings,
        with_bare_forms,
        with_classes,
        with_counts,
        with_inflections,
        with_terms,
    )
    from index.vocabulary_joins import NewForms, join_forms

    texts = _texts(articles)
    load, load_cpu = _timed(load_lexicon)
    local = LocalTerms()
    terms: list[tuple[str, str]] = []
    batches: list[bytes] = []

    def all_terms() -> None:
        for start in range(0, len(texts), _BATCH):
            analysed = local.analyze(texts[start : start + _BATCH])
            terms.extend(analysed.fresh)
            batches.append(analysed.words)

    invert, invert_cpu = _timed(all_terms)
    # Counting is part of the inverter and is not timed.
    found = np.frombuffer(b"".join(batches), np.int32)
    occurrences = np.bincount(found, minlength=len(terms))
    after = [
        np.bincount(found[1:][before[found[:-1]]], minlength=len(terms))
        for members in (PREPOSITIONS, INTRODUCERS)
        for before in (np.fromiter((exact in members for _, exact in terms), bool),)
    ]
    nobody = Vocabulary(empty_vocabulary())
    arrays = with_terms(nobody, terms)
    arrays |= with_counts(nobody, arrays, TermCounts(occurrences, *after))

    def all_classes() -> None:
        forms = list(Strings.read(arrays, "forms"))
        spelled, attested = spellings(arrays, occurrences, forms=forms), AttestationTable(arrays)
        classified = [classify(each, attested) for each in spelled]
        counts = arrays["forms.occurrences"]
        new = NewForms(forms, spelled, classified, counts.tolist())
        joined = join_forms(new, nobody, attested)
        arrays.update(with_classes(nobody, joined.classes, counts, aliases=joined.aliases))
        arrays.update(with_bare_forms(nobody, arrays, [each.bare for each in classified]))
        arrays.update(with_inflections(nobody, arrays, joined.inflections))

    classify_wall, classify_cpu = _timed(all_classes)
    with words.open("w", encoding="utf-8", errors="surrogatepass") as file:
        for (_, exact), *counts in sorted(
            zip(terms, occurrences.tolist(), *(each.tolist() for each in after), strict=True)
        ):
            file.write("\t".join((exact, *map(str, counts))) + "\n")
    return {
        "words": len(found),
        "terms": len(terms),
        "forms": len(arrays["forms.stem"]),
        "lexicon_seconds": load,
        "terms_seconds": invert,
        "classes_seconds": classify_wall,
        "seconds": load + invert + classify_wall,
        "cpu_seconds": load_cpu + invert_cpu + classify_cpu,
    }


def offsets(articles: Path) -> dict[str, float]:
    """Time highlighting of whole texts and the analysis of single words with offsets."""
    from arabic.analyzer import analyze
    from arabic.tokenizer import tokenize
    from search.snippets.snippet import mark

    texts = _texts(articles)[::_EVERY]
    marked: list[str] = []
    words = analyzed_words = 0
    analyzed: list[str] = []
    for text in texts:
        if words >= _OFFSET_WORDS:
            break
        count = sum(1 for _ in tokenize(text))
        marked.append(text)
        words += count
        if analyzed_words < _ANALYZED_WORDS:
            analyzed.append(text)
            analyzed_words += count

    def mark_all() -> None:
        for text in marked:
            mark(text, {})

    def analyze_all() -> None:
        for text in analyzed:
            for start, end in tokenize(text):
                analyze(text[start:end])

    mark_all()
    analyze_all()
    marking, marking_cpu = _timed(mark_all)
    analyzing, analyzing_cpu = _timed(analyze_all)
    return {
        "words": words,
        "seconds": marking,
        "cpu_seconds": marking_cpu,
        "analyzed_words": analyzed_words,
        "analyzed_seconds": analyzing,
        "analyzed_cpu_seconds": analyzing_cpu,
    }


def _counted(words: Path) -> Iterator[tuple[str, int, int, int]]:
    with words.open(encoding="utf-8", errors="surrogatepass") as file:
        for line in file:
            word, occurrences, prepositional, introduced = line.rstrip("\n").split("\t")
            yield word, int(occurrences), int(prepositional), int(introduced)


def memory(words: Path) -> dict[str, float]:
    """Measure memory above the bare interpreter after analysing and highlighting every word."""
    bare = _status("VmRSS")

    from arabic.analyzer import analyze

    analyzed = 0
    for word, *_ in _counted(words):
        analyze(word)
        analyzed += 1
    analyzer = _status("VmRSS")

    from search.snippets.snippet import mark

    for word, *_ in _counted(words):
        mark(word, {})
    return {
        "words": analyzed,
        "analyzer_bytes": analyzer - bare,
        "resident_bytes": _status("VmRSS") - bare,
        "peak_bytes": _status("VmHWM") - bare,
    }


def digest(words: Path, threads: int) -> dict[str, object]:
    """Digest the analysis of a sample, with and without corpus counts, once per thread."""
    from hashlib import blake2b

    from arabic.analyzer import analyze
    from arabic.attestation import Attestation
    from arabic.folding import fold

    occurrences: Counter[str] = Counter()
    prepositional: Counter[str] = Counter()
    introduced: Counter[str] = Counter()
    written = []
    for word, count, after_preposition, after_introducer in _counted(words):
        form = fold(word)
        occurrences[form] += count
        prepositional[form] += after_preposition
        introduced[form] += after_introducer
        written.append(word)
    sample = written[:: max(1, len(written) // _SAMPLE_WORDS)][:_SAMPLE_WORDS]

    def attested(form: str) -> Attestation:
        return Attestation(occurrences[form], prepositional[form], introduced[form])

    digests = [""] * threads

    def work(thread: int) -> None:
        # Each thread starts at another word, so that threads never share a word.
        first = len(sample) * thread // threads
        found = {
            word: (analyze(word), analyze(word, attested))
            for word in sample[first:] + sample[:first]
        }
        lines = "\n".join(repr(tuple(map(tuple, found[word]))) for word in sample)
        digests[thread] = blake2b(
            lines.encode("utf-8", "surrogatepass"), digest_size=16
        ).hexdigest()

    sys.setswitchinterval(1e-4)
    workers = [threading.Thread(target=work, args=(number,)) for number in range(threads)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    return {"words": len(sample), "digests": digests}


def _main(command: str, *arguments: str) -> None:
    found: object
    if command == "cold":
        found = cold(Path(arguments[0]), Path(arguments[1]))
    elif command == "offsets":
        found = offsets(Path(arguments[0]))
    elif command == "memory":
        found = memory(Path(arguments[0]))
    elif command == "digest":
        found = digest(Path(arguments[0]), int(arguments[1]))
    else:
        raise SystemExit(f"There is no measurement {command!r}.")
    sys.stdout.write(json.dumps(found) + "\n")


if __name__ == "__main__":
    _main(*sys.argv[1:])
