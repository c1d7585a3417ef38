"""The image of the Dockerfile is built and run: another user, a read-only root, signals, health.

Base images come from a registry that a test machine may not reach, so a small Debian with Python
takes its place. The container is made with namespaces: it needs no engine, and the first process in
it is that of the image.
"""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from benchmarks.memory import children
from tests.homes import ROOT, SAMPLE

TOOLS = ("buildah", "debootstrap", "unshare", "nsenter", "ip")
MISSING = [tool for tool in TOOLS if not shutil.which(tool)]
pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(bool(MISSING), reason=f"not installed: {', '.join(MISSING)}"),
    pytest.mark.skipif(os.geteuid() != 0, reason="building and running an image here needs root"),
]

BASE = "localhost/warraq-test-base"
PACKAGES = "python3,python3-venv,python3-dev,ca-certificates"
CERTIFICATES = Path("/etc/ssl/certs/ca-certificates.crt")

CONTAINER = """
set -e
mount --bind "$1" "$1"
mount --bind "$2" "$1/archive"
mount --bind "$3" "$1/mnt"
mount -t proc proc "$1/proc"
mount -t tmpfs tmpfs "$1/tmp"
mount --bind /dev "$1/dev"
mount -t tmpfs -o mode=1777 tmpfs "$1/dev/shm"
mount -o remount,bind,ro "$1/mnt"
mount -o remount,bind,ro "$1"
ip link set lo up
root=$1; shift 3
exec chroot "$root" "$@"
"""
"""Runs a command in a root folder. The archive is writable, the folder /mnt is not."""


class Image(NamedTuple):
    """A built image: its root file system and its configuration."""

    root: Path
    config: dict[str, Any]


def run(*words: str) -> str:
    done = subprocess.run(words, capture_output=True, text=True)
    assert done.returncode == 0, f"{words}\n{done.stdout[-3000:]}\n{done.stderr[-3000:]}"
    return done.stdout


@pytest.fixture(scope="module")
def image(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Image]:
    """Build the Dockerfile on a base of the packages of Debian."""
    folder = tmp_path_factory.mktemp("image")
    store = ("--root", str(folder / "store"), "--runroot", str(folder / "run"))
    buildah = ("buildah", *store, "--storage-driver", "vfs")
    base = folder / "base"
    run("debootstrap", "--variant=minbase", f"--include={PACKAGES}", "trixie", str(base))
    if CERTIFICATES.exists():  # those that this machine trusts for its package registries
        shutil.copy(CERTIFICATES, base / "etc/ssl/certs/ca-certificates.crt")
        (base / "etc/pip.conf").write_text(f"[global]\ncert = {CERTIFICATES}\n")
    empty = run(*buildah, "from", "scratch").strip()
    run(*buildah, "add", "--quiet", empty, str(base), "/")
    run(*buildah, "commit", "--quiet", "--rm", empty, BASE)
    shutil.rmtree(base)
    how = ("--isolation", "chroot", "--network", "host", "--format", "docker")
    run(
        *buildah, "build", *how, "--build-arg", f"PYTHON_IMAGE={BASE}", "--tag", "warraq", str(ROOT)
    )
    config = json.loads(run(*buildah, "inspect", "--type", "image", "warraq"))["Docker"]["config"]
    container = run(*buildah, "from", "--pull-never", "warraq").strip()
    yield Image(Path(run(*buildah, "mount", container).strip()), config)
    run(*buildah, "umount", container)
    shutil.rmtree(folder)


@pytest.fixture(scope="module")
def volume(image: Image, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A volume, which has the owner and the mode of the folder of the image."""
    volume = tmp_path_factory.mktemp("volume") / "archive"
    volume.mkdir()
    declared = (image.root / "archive").stat()
    os.chown(volume, declared.st_uid, declared.st_gid)
    volume.chmod(declared.st_mode & 0o777)
    return volume


def restricted(image: Image) -> list[str]:
    """The words before a command that runs as the user and in the environment of the image."""
    user = image.config["User"].partition(":")[0]
    rights = ("--clear-groups", "--no-new-privs", "--bounding-set=-all", "--inh-caps=-all")
    return [
        *("setpriv", "--reuid", user, "--regid", user, *rights),
        *("env", "-i", f"--chdir={image.config['WorkingDir']}", *image.config["Env"]),
    ]


def contained(image: Image, volume: Path, *words: str) -> list[str]:
    """The command that runs words in a container of the image, as process 1."""
    return [
        *("unshare", "--mount", "--pid", "--net", "--ipc", "--uts", "--fork", "--kill-child"),
        *("sh", "-c", CONTAINER, "sh", str(image.root), str(volume), str(SAMPLE)),
        *restricted(image),
        *words,
    ]


def inside(image: Image, process: int, *words: str) -> subprocess.CompletedProcess[str]:
    """Run a command in the container of a process."""
    enter = ("nsenter", "--target", str(process), "--mount", "--pid", "--net", "--root", "--wd")
    return subprocess.run([*enter, *restricted(image), *words], capture_output=True, text=True)


def test_the_image_runs_as_another_user_and_has_no_compiler(image: Image) -> None:
    config = image.config
    assert config["User"] == "10001:10001"
    assert list(config["Volumes"]) == ["/archive"]
    assert config["StopSignal"] == "SIGTERM"
    assert list(config["ExposedPorts"]) == ["8000/tcp"]
    assert config["Labels"]["org.opencontainers.image.title"] == "warraq"
    packages = image.root / "opt/warraq/lib/python3.13/site-packages"
    assert list(packages.glob("index/kernels/compiled.*.so"))
    names = {path.name for path in packages.iterdir()}
    assert names.isdisjoint({"pip", "cython", "Cython", "setuptools"})
    assert not (image.root / "source").exists()
    assert not (image.root / "usr/bin/gcc-14").exists()


def test_a_command_says_that_there_is_no_archive_yet(image: Image, volume: Path) -> None:
    words = contained(image, volume, *image.config["Entrypoint"], *image.config["Cmd"])
    done = subprocess.run(words, capture_output=True, text=True)
    assert (done.returncode, done.stdout) == (2, "")
    assert "There is no archive" in done.stderr


def test_a_server_answers_from_what_was_added_and_ends_cleanly(image: Image, volume: Path) -> None:
    entry = image.config["Entrypoint"]
    refused = contained(image, volume, "sh", "-c", "touch /x /opt/warraq/x /mnt/x")
    done = subprocess.run(refused, capture_output=True, text=True)
    assert done.stderr.count("Read-only file system") == 3

    done = subprocess.run(
        contained(image, volume, *entry, "add", "/mnt", "--json"), capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["indexed"] > 0

    server = subprocess.Popen(
        contained(image, volume, *entry, *image.config["Cmd"]),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        assert server.stdout is not None
        assert server.stdout.readline() == "http://0.0.0.0:8000/\n"
        (first,) = children(server.pid)
        kind, *health = image.config["Healthcheck"]["Test"]
        assert kind == "CMD"
        checked = inside(image, first, *health)
        assert checked.returncode == 0, checked.stderr
        search = "http://127.0.0.1:8000/api/v1/stats"
        code = f"from urllib.request import urlopen; print(urlopen({search!r}).read().decode())"
        answer = inside(image, first, "python3", "-c", code)
        assert json.loads(answer.stdout)["documents"] > 0, answer.stderr
        os.kill(first, getattr(signal, image.config["StopSignal"]))
        output, errors = server.communicate(timeout=30)
        assert (server.returncode, output, errors) == (0, "", "")
    finally:
        server.kill()
        server.wait()
    assert not any(path.stat().st_size for path in volume.glob("archive.sqlite-wal"))


def test_a_backup_is_restored_in_an_empty_volume(
    image: Image, volume: Path, tmp_path: Path
) -> None:
    entry = image.config["Entrypoint"]
    for words in (("backup", "/archive/news.backup"), ("verify",)):
        done = subprocess.run(contained(image, volume, *entry, *words), capture_output=True)
        assert done.returncode == 0, done.stderr
    other = tmp_path / "archive"
    other.mkdir()
    shutil.move(volume / "news.backup", other)
    os.chown(other, *(int(each) for each in image.config["User"].split(":")))
    done = subprocess.run(
        contained(image, other, *entry, "restore", "/archive/news.backup"), capture_output=True
    )
    assert done.returncode == 0, done.stderr
