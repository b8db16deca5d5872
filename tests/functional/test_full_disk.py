"""A disk that takes nothing: the screen says so, nothing is lost, and all is saved once there is room."""

import contextlib
import json
import os
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from terminal import COMMAND, Terminal


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    folder = tmp_path / "small"
    folder.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", str(folder)]
    if os.getuid() != 0 or subprocess.run(mount, check=False, capture_output=True).returncode != 0:
        pytest.skip("a disk of 64 KB can be mounted by root only")
    try:
        yield folder
    finally:
        subprocess.run(["umount", "--lazy", str(folder)], check=True)


def fill(path: Path) -> None:
    """Write until the disk is full."""
    with contextlib.suppress(OSError), path.open("wb", buffering=0) as file:
        while True:
            file.write(b"x" * 512)


def test_what_could_not_be_saved_waits_and_is_saved_when_there_is_room(
    small_disk: Path, tmp_path: Path
) -> None:
    database = small_disk / "annotations.json"
    with Terminal(
        [COMMAND, "--db", str(database)], env={"CLAIMREADER_HOME": str(tmp_path / "home")}
    ) as terminal:
        terminal.wait_for("5 articles")
        terminal.type("jj\r2")
        terminal.wait_for("decided 1/24")
        filler = small_disk / "filler"
        fill(filler)
        terminal.type("1" * 9)  # the journal's last page of memory still takes some
        terminal.wait_for("NOT SAVED")
        terminal.wait_for("decided 10/24")  # in sight, so that nothing is done twice, and marked
        terminal.wait_for("!c1")
        terminal.type("k")  # a key takes the last one's answer away; the alarm stays
        terminal.wait_until(lambda: terminal.text.count("save again") == 1)
        terminal.type("u")  # what waits goes first
        terminal.wait_until(lambda: terminal.text.count("save again") == 2)
        assert "NOT SAVED: NOT SAVED" not in terminal.text
        filler.unlink()
        terminal.wait_until_gone("NOT SAVED")  # tried again by itself
        terminal.wait_until_gone("!c1")
        terminal.type("qq")
        assert terminal.wait_for_end() == 0
    stored = json.loads(database.read_text(encoding="utf-8"))["_default"].values()
    assert [one["tags"] for one in stored] == [["claim", "quantity"]] + [["claim", "event"]] * 9


def test_leaving_with_unsaved_changes_takes_a_second_key_and_is_exit_code_3(
    small_disk: Path, tmp_path: Path
) -> None:
    (small_disk / "filler").write_bytes(b"")
    with Terminal(
        [COMMAND, "--db", str(small_disk / "annotations.json")],
        env={"CLAIMREADER_HOME": str(tmp_path / "home")},
    ) as terminal:
        terminal.wait_for("5 articles")
        terminal.type("\r2")
        terminal.wait_for("decided 1/73")
        fill(small_disk / "filler")
        terminal.type("1" * 9)
        terminal.wait_for("NOT SAVED")
        terminal.wait_for("decided 10/73")
        terminal.type("\x11")
        terminal.wait_for("once more leaves without saving")
        terminal.type("\x11")
        assert terminal.wait_for_end() == 3
        assert "not saved" in terminal.text
