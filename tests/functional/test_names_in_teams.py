"""Who has joined a team is in it at the next start, whether or not a name is said."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from sample_corpus import samples
from terminal import COMMAND, Terminal

Say = Callable[..., "subprocess.CompletedProcess[str]"]


@pytest.fixture
def home(tmp_path: Path) -> dict[str, str]:
    (tmp_path / "home").mkdir()
    (tmp_path / "home" / "offered.json").write_text('{"never": true}')
    return {"CLAIMREADER_HOME": str(tmp_path / "home"), "LC_ALL": "C.UTF-8", "CLAIMREADER_ANNOTATOR": ""}


@pytest.fixture
def event(tmp_path: Path) -> Path:
    return samples(tmp_path / "event")


@pytest.fixture
def say(home: dict[str, str], event: Path, tmp_path: Path) -> Say:
    def said(*words: object) -> subprocess.CompletedProcess[str]:
        environment = {**os.environ, **home}
        command = [COMMAND, *map(str, words)]
        return subprocess.run(command, env=environment, capture_output=True, text=True, check=False)

    assert said("team", "init", tmp_path / "shared", event, "--annotator", "noor").returncode == 0
    return said


def test_who_says_no_name_is_in_the_team(say: Say, event: Path) -> None:
    done = say("team", "done", "000", "--corpus", event)
    assert (done.returncode, done.stderr) == (0, "claimreader: 000_0caa50b3dad6e4be.txt: done\n")
    assert "noor\tactive\t5\t1\t1" in say("team", "status", event).stdout
    assert not (event / "annotations.json").exists()


def test_of_several_it_is_said_who_it_is(say: Say, event: Path, home: dict[str, str]) -> None:
    said = "claimreader: as suad, who joined latest; noor has joined here, too: --annotator NAME chooses\n"
    assert say("team", "join", event, "--annotator", "suad").returncode == 0
    assert say("list", event).stderr == said
    assert say("--quiet", "list", event).stderr == ""
    assert say("list", event, "--annotator", "noor").stderr == ""
    Path(home["CLAIMREADER_HOME"], "settings.toml").write_text('annotator = "noor"\n')
    told = say("--verbose", "list", event).stderr
    assert "(as noor)" in told
    assert "joined latest" not in told


def test_who_joins_without_a_name_joins_as_oneself(say: Say, event: Path, home: dict[str, str]) -> None:
    Path(home["CLAIMREADER_HOME"], "settings.toml").write_text('annotator = "layla"\n')
    joined = say("team", "join", event)
    assert joined.returncode == 0
    assert joined.stderr.startswith("claimreader: layla is in event; ")


def test_the_reader_says_in_whose_name_it_is(say: Say, event: Path, home: dict[str, str]) -> None:
    assert say("team", "join", event, "--annotator", "suad").returncode == 0
    with Terminal([COMMAND, str(event)], env=home, columns=100, rows=24) as terminal:
        terminal.wait_for("as suad, who joined latest; others here: noor (--annotator NAME)")
        terminal.type("\r")
        terminal.wait_for("claims 0")
        terminal.type("1")
        terminal.wait_for("claims 1")
        terminal.type("\x11")
        assert terminal.wait_for_end() == 0
    assert not (event / "annotations.json").exists()
    assert '"annotator": "suad"' in say("export", event).stdout.replace('":"', '": "')
