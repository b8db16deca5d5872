"""Ctrl-C, `kill` and a closed terminal wherever a command touches a file: nothing is half done."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from interrupted import Outcome, outcomes
from terminal import COMMAND
from test_readme_runs import annotate

import seeds

PLACES = 24
"""The first files that a command touches, of which each is tried."""
SIGNALS = {signal.SIGINT: 130, signal.SIGTERM: 143, signal.SIGHUP: 129}


@pytest.fixture(scope="module")
def event(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("interrupted") / "event"
    folder.mkdir()
    for path in seeds.FOLDER.glob("*.txt"):
        shutil.copy(path, folder)
    annotate(folder / "annotations.json", "me", ("claim",), 40)
    annotate(folder / "a.json", "me", ("claim", "event"), 50)
    annotate(folder / "b.json", "you", ("not_claim",), 60)
    return folder


def whole(runs: list[Outcome], code: int, event: Path) -> None:
    """Check that each run that was told to end ended in order, with all as before it or as after it."""
    *told, last = runs
    assert told
    assert last.code in (0, 1), last
    before = {path.name for path in event.iterdir()}
    made = {name: digest for name, digest in last.files.items() if name not in before}
    for run in told:
        assert run.code in (code, last.code), run
        assert "Traceback" not in run.stderr
        left = {name: digest for name, digest in run.files.items() if name not in before}
        # What the store has beside its file is its own, from which it goes on.
        strange = {name for name in left if name not in made and ".json." not in name}
        assert not strange
    assert any(run.code == code for run in told)


@pytest.mark.parametrize("number", SIGNALS)
@pytest.mark.parametrize(
    "arguments",
    [["export", ".", "-o", "out.jsonl"], ["report", ".", "-o", "page.html"]],
    ids=lambda arguments: "-".join(arguments[:1] + arguments[-1:]),
)  # fmt: skip
def test_an_export_leaves_all_of_its_file_or_none(
    arguments: list[str], number: signal.Signals, event: Path, tmp_path: Path
) -> None:
    if number != signal.SIGINT and arguments[-1] != "out.jsonl":
        pytest.skip("one format is enough for the other signals")
    runs = outcomes(event, number, PLACES, *arguments, home=tmp_path)
    whole(runs, SIGNALS[number], event)
    out = next(name for name in runs[-1].files if name.startswith(("out.", "page.")))
    whole_file = runs[-1].files[out]
    assert {run.files.get(out) for run in runs} <= {None, whole_file}
    assert runs[0].files.get(out) is None


@pytest.mark.parametrize(
    "arguments",
    [["import", "FILE", "--apply", "--corpus", "."], ["restore", "@1", ".", "--apply"],
     ["verify", ".", "--repair"], ["merge", "a.json", "b.json", "-o", "c.json"],
     ["merge", "a.json", "b.json", "-o", "a.json"]],
    ids=lambda arguments: "-".join(arguments[:1] + arguments[-1:]),
)  # fmt: skip
def test_a_change_is_made_wholly_or_not_at_all(arguments: list[str], event: Path, tmp_path: Path) -> None:
    here = tmp_path / "event"
    shutil.copytree(event, here)
    if "FILE" in arguments:
        exported = subprocess.run(
            [COMMAND, "export", here, "--db", here / "b.json"], capture_output=True, check=True
        )
        (here / "FILE").write_bytes(exported.stdout)
    runs = outcomes(here, signal.SIGINT, PLACES, *arguments, home=tmp_path / "home")
    whole(runs, 130, here)
    unchanged = outcomes(here, signal.SIGINT, 0, "history", "--corpus", ".", home=tmp_path / "home")
    before, after = unchanged[-1].annotations, runs[-1].annotations
    for run in runs:
        for name, held in run.annotations.items():
            assert held in (before.get(name, []), after[name]), (run.code, name)


def test_indexing_goes_on_where_it_was_ended(event: Path, tmp_path: Path) -> None:
    folder = tmp_path / "many"
    folder.mkdir()
    for number in range(400):
        (folder / f"{number:04}.txt").write_text(
            f"خبر {number}\nقال الوزير إن العدد {number} جندي.\n" * 40, "utf-8"
        )
    environment = {**os.environ, "CLAIMREADER_HOME": str(tmp_path / "home")}
    cache = tmp_path / "home"
    indexing = subprocess.Popen([COMMAND, "index", folder], env=environment, stderr=subprocess.PIPE)
    while not any(path.stat().st_size > 20_000 for path in cache.glob("*.sqlite-wal")):
        assert indexing.poll() is None, "it was done before it could be told"
    indexing.send_signal(signal.SIGINT)
    _, said = indexing.communicate(timeout=60)
    assert b"Traceback" not in said
    assert indexing.returncode == 130
    done = subprocess.run([COMMAND, "list", folder], env=environment, capture_output=True, check=True)
    assert len(done.stdout.splitlines()) == 400


def test_ctrl_c_before_anything_is_loaded_is_silent(tmp_path: Path) -> None:
    code = (
        "import os, signal, sys\n"
        "sys.addaudithook(lambda event, values: os.kill(os.getpid(), signal.SIGINT)"
        " if event == 'import' and values[0] == 'tui.commands.opening' else None)\n"
        "from tui.start import main\nmain()"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=False)
    assert (done.returncode, done.stderr) == (-signal.SIGINT, b"")


def test_what_is_to_be_passed_over_is(event: Path, tmp_path: Path) -> None:
    """As `nohup` and a shell's `&` have it."""
    code = (
        "import os, signal\nsignal.signal(signal.SIGHUP, signal.SIG_IGN)\n"
        "from tui.commands.interruption import ends_in_order\n"
        "with ends_in_order():\n    os.kill(os.getpid(), signal.SIGHUP)\nprint('on')"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "on\n"
