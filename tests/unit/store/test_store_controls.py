"""The faults of these tests are real: each of them harms, or stops, TinyDB as it is.

A fault that does nothing would let every store pass. Where the store has a control of its own, broken on
purpose, that stands beside its test; here are those whose control is TinyDB's own storage.
"""

from __future__ import annotations

import contextlib
import json
import subprocess
import sys
from pathlib import Path

import store_tools
from store_tools import beside, changes, make, opened, put
from test_store_faults import tiny
from test_store_processes import as_nobody, shared
from tinydb import TinyDB

from annotations.model.records import to_document
from annotations.store import journal

__all__ = ["shared", "tiny"]  # fixtures


def fill(path: Path) -> int:
    """Save with TinyDB itself until the disk refuses; return how many it called saved."""
    count = 0
    database = TinyDB(path)
    with contextlib.suppress(OSError, ValueError):  # ValueError: what it left behind is no JSON any more
        while True:
            database.insert(to_document(make(count)))
            count += 1
    with contextlib.suppress(OSError):
        database.close()
    return count


def readable(path: Path) -> int:
    """Return how many documents TinyDB finds; -1 where it can't read the file."""
    try:
        with TinyDB(path, access_mode="r") as database:
            return len(database.all())
    except ValueError:
        return -1


def test_a_full_disk_leaves_tinydb_unreadable(tiny: Path) -> None:
    path = tiny / "annotations.json"
    (tiny / "ballast").write_bytes(bytes(700_000))
    saved = fill(path)
    assert saved > 20
    assert readable(path) < saved


def test_a_limit_on_the_size_of_files_leaves_tinydb_unreadable(tmp_path: Path) -> None:
    path = tmp_path / "annotations.json"
    script = """
import resource, signal, sys
from pathlib import Path
sys.path[:0] = sys.argv[2:]
from test_store_controls import fill
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (20000, 20000))
print(fill(Path(sys.argv[1])))
"""
    run = subprocess.run(
        [sys.executable, "-c", script, path, Path(__file__).parent, Path(store_tools.__file__).parent],
        capture_output=True,
        text=True,
        check=True,
    )
    assert int(run.stdout) > 5
    assert readable(path) < int(run.stdout)


def test_no_cut_of_the_file_is_read_by_tinydb(tmp_path: Path) -> None:
    path = tmp_path / "annotations.json"
    with TinyDB(path) as database:
        database.insert(to_document(make(1)))
    data = path.read_bytes()
    for length in range(1, len(data)):
        path.write_bytes(data[:length])
        assert readable(path) == -1


def test_flips_go_through_where_there_is_no_checksum(path: Path) -> None:
    """A journal whose lines are only parsed takes a change that nobody made for one that was saved."""
    with opened(path) as store:
        put(store, make(1))
        (data,) = changes(beside(path, ".journal").read_bytes())
    right = journal.decode(data.rstrip(b"\n"))
    wrong = 0
    for offset in range(len(data) - 1):
        flipped = bytearray(data.rstrip(b"\n"))
        flipped[offset] ^= 1
        try:
            wrong += json.loads(flipped) != json.loads(data)
        except ValueError:
            continue
        assert journal.decode(bytes(flipped)) in (None, right)
    assert wrong > 100


def test_another_user_is_refused_by_the_system(shared: Path) -> None:
    def work() -> str:
        TinyDB(shared)
        return "opened for writing"

    assert str(as_nobody(work)).startswith("PermissionError")
    assert shared.exists()
