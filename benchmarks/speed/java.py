"""A Java that runs Lucene 10, and Lucene itself, from the package registry of Maven."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from functools import cache
from hashlib import blake2b
from pathlib import Path
from typing import Final

_SOURCES: Final = Path(__file__).with_name("lucene")
_MAIN: Final = "LuceneContestant"
_LEAST_RELEASE: Final = 21
"""The release of Java that Lucene 10 needs."""
_FOLDERS: Final = (Path("/usr/lib/jvm"), Path("/Library/Java/JavaVirtualMachines"))
_OPTIONS: Final = (
    "--add-modules=jdk.incubator.vector",
    "--enable-native-access=ALL-UNNAMED",
    "-Xmx1g",
)


def _homes() -> Iterator[Path]:
    if set_home := os.environ.get("JAVA_HOME"):
        yield Path(set_home)
    if program := shutil.which("javac"):
        yield Path(program).resolve().parents[1]
    for folder in _FOLDERS:
        if folder.is_dir():
            yield from sorted(folder.iterdir(), reverse=True)


def _release(home: Path) -> int:
    """The release of the development kit of a folder, 0 if there is none."""
    try:
        text = (home / "release").read_text("utf-8")
    except OSError:
        return 0
    found = re.search(r'^JAVA_VERSION="(\d+)', text, re.MULTILINE)
    return int(found[1]) if found and (home / "bin" / "javac").exists() else 0


@cache
def newest_java() -> Path | None:
    """The first development kit that is new enough."""
    return next((home for home in _homes() if _release(home) >= _LEAST_RELEASE), None)


def why_no_lucene() -> str | None:
    """Why Lucene cannot run on this machine; None if it can."""
    if newest_java() is None:
        return f"no JDK {_LEAST_RELEASE} or newer"
    if not shutil.which("mvn"):
        return "no Maven, which fetches Lucene"
    return None


def command(work: Path) -> list[str]:
    """The command line of the program; in ``work`` it is compiled once, with its libraries.

    Raises CalledProcessError if Maven or the compiler fails.
    """
    home = newest_java()
    assert home is not None, why_no_lucene()
    files = sorted(path for path in _SOURCES.iterdir() if path.is_file())
    stamp = blake2b(b"".join(path.read_bytes() for path in files), digest_size=8).hexdigest()
    built = work / f"lucene-{stamp}"
    if not built.exists():
        making = work / f"lucene-{stamp}.{os.getpid()}"
        _compile(home, making)
        try:
            making.rename(built)
        except OSError:  # another process was faster
            shutil.rmtree(making)
    path = os.pathsep.join([str(built / "classes"), str(built / "libraries" / "*")])
    return [str(home / "bin" / "java"), *_OPTIONS, "-cp", path, _MAIN]


def _compile(home: Path, target: Path) -> None:
    libraries = target / "libraries"
    libraries.mkdir(parents=True)
    fetch = ["mvn", "-q", "-f", str(_SOURCES / "pom.xml"), "dependency:copy-dependencies"]
    _run([*fetch, f"-DoutputDirectory={libraries}"])
    compiler = [str(home / "bin" / "javac"), "-cp", str(libraries / "*")]
    _run([*compiler, "-d", str(target / "classes"), str(_SOURCES / f"{_MAIN}.java")])


def _run(words: list[str]) -> None:
    subprocess.run(words, check=True, stdout=subprocess.DEVNULL)
