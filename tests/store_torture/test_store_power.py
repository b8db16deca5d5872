"""Power cuts on a real file system: what the disk holds at that moment is mounted again and recovered.

An ext4 in a file is mounted through a loop device, with a commit interval of 300 s so that nothing reaches
the disk that wasn't asked to. While a process saves, it is killed and the backing file is copied at once: the
copy is the disk at the power cut, without what the kernel still held. Needs root and loop devices, and fails,
saying so, without.

`CLAIMREADER_TORTURE=100` runs a hundred cuts instead of 10.
"""

from __future__ import annotations

import gc
import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from killed_writer import lost, run_and_kill, saved_in
from store_tools import plain

from annotations.store import storage

CUTS = int(os.environ.get("CLAIMREADER_TORTURE", "10"))


@contextmanager
def mounted(image: Path, folder: Path) -> Iterator[Path]:
    """Mount a file system image for a while."""
    folder.mkdir(exist_ok=True)
    subprocess.run(["mount", "-o", "loop,commit=300", image, folder], check=True)
    try:
        yield folder
    finally:
        gc.collect()  # a cache is open as long as somebody may ask the store
        subprocess.run(["umount", folder], check=True)  # lazily, the next one would see this disk again


@pytest.fixture(scope="module")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An image with an empty ext4 in it."""
    if os.geteuid() != 0:
        pytest.fail("power cuts need root, to mount a file system; run as root, or leave this folder out")
    image = tmp_path_factory.mktemp("power") / "empty.img"
    with image.open("wb") as file:
        file.truncate(32 << 20)
    subprocess.run(["mkfs.ext4", "-q", "-F", image], check=True)
    return image


def cut_power(empty: Path, work: Path, seed: int, mode: str, *, large: bool = False) -> list[str]:
    """Save, cut the power, come back; return what is lost of what was acknowledged."""
    folder, home = "أخبار", pytest.MonkeyPatch()  # both disks are mounted at one place: the cache is of it
    image, copy = work / "disk.img", work / "cut.img"
    shutil.copy(empty, image)
    with mounted(image, work / "disk") as disk:
        home.setenv("CLAIMREADER_HOME", str(disk / "home"))
        saved = run_and_kill(disk / folder / "annotations.json", seed, mode, large=large)
        home.undo()
        subprocess.run(["cp", "--sparse=always", image, copy], check=True)
    with mounted(copy, work / "disk") as disk:
        path = disk / folder / "annotations.json"
        if path.exists():
            plain(path)
        home.setenv("CLAIMREADER_HOME", str(disk / "home"))
        try:
            return lost(saved_in(path), saved)
        finally:
            home.undo()


def test_power_cuts_lose_nothing(empty: Path, tmp_path: Path) -> None:
    missing = {seed: gone for seed in range(CUTS) if (gone := cut_power(empty, tmp_path, seed, "sound"))}
    assert missing == {}


def test_power_cuts_lose_nothing_where_the_file_and_its_cache_are_on_one_disk(
    empty: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(storage, "LARGE", 1)
    cuts = {seed: cut_power(empty, tmp_path, seed, "sound", large=True) for seed in range(CUTS)}
    assert {seed: gone for seed, gone in cuts.items() if gone} == {}


def test_a_store_that_flushes_nothing_is_found_out(empty: Path, tmp_path: Path) -> None:
    """The control: without flushes the same cuts must lose something."""
    assert any(cut_power(empty, tmp_path, seed, "flushes nothing") for seed in range(10))
