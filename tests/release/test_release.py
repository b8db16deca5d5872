"""What is released: the wheel runs on every Python of this machine, the source archive gives the same wheel.

`make test-dist` builds both first. Pythons are looked for on the PATH, where pyenv keeps them, and by uv; the
last line of the run says which versions that are promised were not to be had, and so not tried.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tarfile
import zipfile
from email import message_from_bytes
from pathlib import Path

import pytest
from terminal import Terminal

import seeds
from annotations.version import VERSION

ROOT = Path(__file__).parents[2]
PROMISED = ("3.11", "3.12", "3.13", "3.14")
UV = Path(sys.executable).with_name("uv")


def python(version: str) -> Path | None:
    """Return a Python of that version, if this machine has one; nothing is downloaded."""
    done = subprocess.run(
        [UV, "python", "find", "--no-python-downloads", "--no-project", "--system", version],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    if done.returncode == 0:
        return Path(done.stdout.strip())
    kept = sorted((Path.home() / ".pyenv" / "versions").glob(f"{version}.*/bin/python"))
    return kept[-1] if kept else None


PYTHONS = {version: python(version) for version in PROMISED}


@pytest.fixture(scope="session", params=PROMISED)
def installed(request: pytest.FixtureRequest, wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The command of the wheel, installed into an empty environment."""
    if (interpreter := PYTHONS[request.param]) is None:
        pytest.skip(f"Python {request.param} is not on this machine: not tried")
    folder = tmp_path_factory.mktemp(f"python{request.param}")
    subprocess.run([UV, "venv", "--quiet", "--python", interpreter, folder / "env"], check=True)
    into = ["--python", folder / "env" / "bin" / "python"]
    subprocess.run([UV, "pip", "install", "--quiet", *into, wheel], check=True)
    return folder / "env" / "bin" / "claimreader"


def environment(home: Path) -> dict[str, str]:
    """Return an environment in which nothing of this machine's Python or settings is seen."""
    return {"CLAIMREADER_HOME": str(home), "PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8", "HOME": str(home)}


def test_it_says_its_version_and_lists_the_samples(installed: Path, tmp_path: Path) -> None:
    def run(*arguments: str) -> str:
        return subprocess.run(
            [installed, *arguments], env=environment(tmp_path), cwd=tmp_path, capture_output=True, text=True,
            check=True, encoding="utf-8",
        ).stdout  # fmt: skip

    assert run("--version") == f"claimreader {VERSION}\n"
    assert len(run("list").splitlines()) == 5
    assert "battle" in run("scheme", "show", "--scheme", "conflict")
    assert run("help", "keys").strip()


def test_the_reader_opens_tags_and_saves(installed: Path, tmp_path: Path) -> None:
    corpus = tmp_path / "news"
    corpus.mkdir()
    for path in seeds.FOLDER.glob("*.txt"):
        shutil.copy(path, corpus)
    with Terminal(
        [str(installed), str(corpus)], env=environment(tmp_path / "home"), columns=100, rows=30, cwd=tmp_path
    ) as terminal:
        terminal.wait_for("5 articles")
        terminal.type("\r")
        terminal.wait_for("Esc")
        terminal.type("c")
        terminal.wait_for("saved")
        terminal.type("\x11")
        assert terminal.wait_for_end() == 0
    assert '"claim"' in (corpus / "annotations.json").read_text()


def test_the_source_archive_gives_the_same_wheel(wheel: Path, source: Path, tmp_path: Path) -> None:
    with tarfile.open(source) as archive:
        archive.extractall(tmp_path, filter="data")
    [folder] = tmp_path.iterdir()
    build = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(tmp_path / "again")]
    subprocess.run([*build, str(folder)], check=True, capture_output=True)
    [again] = (tmp_path / "again").glob("*.whl")
    subprocess.run([*build[:-1], str(tmp_path / "tree"), str(ROOT)], check=True, capture_output=True)
    [of_tree] = (tmp_path / "tree").glob("*.whl")
    assert contents(again) == contents(wheel) == contents(of_tree)


def contents(wheel: Path) -> dict[str, bytes]:
    """Return the files of a wheel."""
    with zipfile.ZipFile(wheel) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def test_what_is_said_of_the_package_is_so(wheel: Path) -> None:
    files = contents(wheel)
    [metadata] = [data for name, data in files.items() if name.endswith(".dist-info/METADATA")]
    said = message_from_bytes(metadata)
    assert (said["Name"], said["Version"], said["Requires-Python"]) == ("claimreader", VERSION, ">=3.11")
    assert said["Description-Content-Type"] == "text/markdown"
    changes = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    assert re.search(rf"^## {re.escape(VERSION)} \(\d{{4}}-\d\d-\d\d\)$", changes, re.MULTILINE)


def test_the_checks_of_package_indexes_pass(wheel: Path, source: Path) -> None:
    tools = Path(sys.executable).parent
    for command in (
        [tools / "twine", "check", "--strict", wheel, source],
        [tools / "check-wheel-contents", wheel],
    ):
        done = subprocess.run(
            command,
            cwd=ROOT,
            env={**os.environ, "NO_COLOR": "1"},
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stdout + done.stderr
