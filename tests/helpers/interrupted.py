"""Runs a command again and again, told to end wherever it touches a file, in a process of its own.

Called as a program: `interrupted.py FOLDER SIGNAL MOST ARGUMENT ...`. Each run has a fresh copy of FOLDER as
its working directory and is sent the signal when it opens, renames or removes its n-th file under it; n goes
from 1 to MOST, or until a run is over before; the last run is told nothing. A line of JSON a run says its
exit code, what it wrote, and what is there afterwards: names with their contents' digests, and what the
annotations files hold.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any, NamedTuple

_TOUCHING = {"open", "os.rename", "os.remove", "os.truncate", "os.link", "os.mkdir", "os.rmdir"}


class Outcome(NamedTuple):
    """One run."""

    code: int
    stdout: str
    stderr: str
    files: dict[str, str]
    annotations: dict[str, list[str]]
    """By file, every annotation with its revision."""


def outcomes(folder: Path, number: int, most: int, *arguments: str, home: Path) -> list[Outcome]:
    """Return the runs that were told to end, and behind them the one that wasn't."""
    done = subprocess.run(
        [sys.executable, __file__, str(folder), str(int(number)), str(most), *arguments],
        env={**os.environ, "CLAIMREADER_HOME": str(home), "CLAIMREADER_ANNOTATOR": "me"},
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return [Outcome(**json.loads(line)) for line in done.stdout.splitlines()]


def _run(place: Path, number: int, at: int, arguments: list[str]) -> None:
    from tui.cli import main

    touched = 0

    def hook(event: str, values: tuple[Any, ...]) -> None:
        nonlocal touched
        if event not in _TOUCHING or not isinstance(values[0], str | bytes | os.PathLike):
            return
        if str(os.path.abspath(os.fsdecode(values[0]))).startswith(str(place)):  # noqa: PTH100
            touched += 1
            if touched == at:
                os.kill(os.getpid(), number)

    os.chdir(place)
    signal.signal(signal.SIGINT, signal.default_int_handler)
    for descriptor, name in ((1, "out"), (2, "err")):
        os.dup2(os.open(place.parent / name, os.O_CREAT | os.O_WRONLY | os.O_TRUNC), descriptor)
    sys.addaudithook(hook)
    code = main(arguments)
    sys.stdout.flush()
    sys.stderr.flush()
    (place.parent / "reached").write_text(str(int(touched >= at)))
    os._exit(code)


def _annotations(path: Path) -> list[str]:
    from annotations.store.tinydb_store import open_store

    with open_store(path, annotator="me", readonly=True) as store:
        return sorted(f"{annotation.uuid} {annotation.rev} {annotation.tags}" for annotation in store.list())


def _main() -> None:
    folder, number, most, *arguments = sys.argv[1:]
    import tui.cli

    tui.cli._module(tui.cli.split(arguments)[0] or "list")
    never = 1 << 30
    reached = True
    for at in [*range(1, int(most) + 1), never]:
        if not reached and at != never:
            continue
        place = Path(f"{folder}-{at}")
        shutil.copytree(folder, place / "here")
        pid = os.fork()
        if pid == 0:
            _run(place / "here", int(number), at, list(arguments))
        _, status = os.waitpid(pid, 0)
        files = {
            str(path.relative_to(place / "here")): hashlib.sha256(path.read_bytes()).hexdigest()
            for path in sorted((place / "here").rglob("*"))
            if path.is_file()
        }
        bases = [name for name in files if name.endswith("annotations.json") or name in ("a.json", "c.json")]
        outcome = Outcome(
            os.waitstatus_to_exitcode(status),
            (place / "out").read_text(),
            (place / "err").read_text(),
            files,
            {name: _annotations(place / "here" / name) for name in bases},
        )
        reached = not (place / "reached").exists() or (place / "reached").read_text() == "1"
        if reached or at == never:
            print(json.dumps(outcome._asdict()), flush=True)
        shutil.rmtree(place)


if __name__ == "__main__":
    _main()
