"""The wheel contains all packages, their data and the compiled kernels."""

from __future__ import annotations

import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

from tests.homes import ROOT
from tests.test_structure import PACKAGES, PRODUCT

DATA = ("corpus/sample", "web/templates", "web/static", "web/translations")
BUILT = ("__pycache__", "*.so", "*.c", "*.egg-info")


def test_a_wheel_is_complete(tmp_path: Path) -> None:
    source, target = tmp_path / "source", tmp_path / "target"
    for package in PACKAGES:
        shutil.copytree(ROOT / package, source / package, ignore=shutil.ignore_patterns(*BUILT))
    for name in ("pyproject.toml", "setup.py", "README.md", "LICENSE"):
        shutil.copy2(ROOT / name, source)
    subprocess.run(
        [
            *(sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps"),
            *("--no-build-isolation", "--wheel-dir", str(target), str(source)),
        ],
        check=True,
    )
    (wheel,) = target.glob("warraq-*.whl")
    with zipfile.ZipFile(wheel) as archive:
        names = set(archive.namelist())
    data = {path for folder in DATA for path in (ROOT / folder).rglob("*") if path.is_file()}
    assert {str(path.relative_to(ROOT)) for path in (*PRODUCT, *data)} <= names
    top_level = {name.split("/")[0] for name in names if not name.startswith("warraq-")}
    assert top_level == set(PACKAGES)
    for kernels in ("index/kernels", "search/matching/kernels", "search/reranking/kernels"):
        if any((ROOT / kernels).glob("compiled*.so")):
            assert any(name.startswith(f"{kernels}/compiled.cpython") for name in names)
