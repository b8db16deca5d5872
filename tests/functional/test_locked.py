"""Nothing else writes to annotations that a reader has open: refused, the holder named, exit code 3."""

import json
import os
import subprocess
from pathlib import Path

import pytest
from terminal import COMMAND, Terminal


def run(env: dict[str, str], *arguments: object) -> subprocess.CompletedProcess[str]:
    command = [COMMAND, *map(str, arguments)]
    return subprocess.run(command, env={**os.environ, **env}, capture_output=True, text=True, check=False)


def changes(journal: Path) -> list[bytes]:
    """Return the lines of a journal but for its holder's marks, one of which each checkpoint adds."""
    return [line for line in journal.read_bytes().splitlines() if not line.startswith(b'{"mark"')]


@pytest.fixture
def env(tmp_path: Path) -> dict[str, str]:
    return {"CLAIMREADER_HOME": str(tmp_path / "home"), "CLAIMREADER_DB": str(tmp_path / "annotations.json")}


def test_what_would_write_is_refused_and_what_only_reads_works(env: dict[str, str], tmp_path: Path) -> None:
    database = tmp_path / "annotations.json"
    with Terminal([COMMAND], env=env) as reader:
        reader.wait_for("5 articles")
        reader.type("\r2")
        reader.wait_for("decided 1/73")
        exported = tmp_path / "one.jsonl"
        assert run(env, "export", "-o", exported).returncode == 0
        other = tmp_path / "other.json"
        assert run({**env, "CLAIMREADER_DB": str(other)}, "import", exported, "--apply").returncode == 0
        reader.type("1")
        reader.wait_for("decided 2/73")
        more = tmp_path / "two.jsonl"
        assert run(env, "export", "-o", more).returncode == 0
        changed = more.read_text(encoding="utf-8").replace('"note":""', '"note":"x"')
        more.write_text(changed, encoding="utf-8")
        before = changes(tmp_path / "annotations.json.journal")
        for arguments in (
            ("import", more, "--apply", "--theirs"),
            ("merge", database, other, "-o", database),
            ("verify", "--repair"),
        ):
            done = run(env, *arguments)
            assert done.returncode == 3, (arguments, done)
            assert f"pid {reader.pid}" in done.stderr
            assert len(done.stderr.splitlines()) == 1
        assert changes(tmp_path / "annotations.json.journal") == before
        for arguments in (("list",), ("export",), ("history",), ("import", more)):
            assert run(env, *arguments).returncode == 0
        reader.type("qq")
        assert reader.wait_for_end() == 0
    assert run(env, "verify", "--repair").returncode == 0
    assert run(env, "import", more, "--apply", "--theirs").returncode == 0


def test_the_second_reader_follows_and_takes_over_when_the_first_has_left(env: dict[str, str]) -> None:
    with Terminal([COMMAND], env=env) as first:
        first.wait_for("5 articles")
        first.type("\r2")
        first.wait_for("decided 1/73")
        with Terminal([COMMAND], env=env) as second:
            second.wait_for("READ-ONLY")
            second.type("\r")
            second.wait_for("decided 1/73")
            first.type("1")
            second.wait_for("decided 2/73")  # what the first one saves appears by itself
            second.type("3")
            second.wait_for("NOT SAVED")
            first.type("qq")
            assert first.wait_for_end() == 0
            second.type("3")  # the same key again, now that nobody has it
            second.wait_for("c+")  # claim, event, blame
            second.wait_until_gone("READ-ONLY")
            second.type("qq")
            assert second.wait_for_end() == 0


def test_the_second_reader_is_told_before_anything_was_saved_and_neither_leaves_a_file(
    env: dict[str, str], tmp_path: Path
) -> None:
    corpus = tmp_path / "corpus"
    corpus.mkdir()
    (corpus / "1.txt").write_text("قال الوزير إن القوات وصلت.", encoding="utf-8")
    del env["CLAIMREADER_DB"]
    command = [COMMAND, str(corpus)]
    with Terminal(command, env=env) as first:
        first.wait_for("1 article")
        while not (corpus / "annotations.json.lock").exists():
            first.read(0.05)
        with Terminal(command, env=env) as second:
            second.wait_for("READ-ONLY")
            second.type("q")
            assert second.wait_for_end() == 0
        first.type("q")
        assert first.wait_for_end() == 0
    assert [path.name for path in corpus.iterdir()] == ["1.txt"]


def test_a_lock_file_that_is_tidied_away_loses_nothing(env: dict[str, str], tmp_path: Path) -> None:
    """Two readers hold a lock then: the first one says at its next key that it only reads, and why."""
    database = tmp_path / "annotations.json"
    with Terminal([COMMAND], env=env) as first:
        first.wait_for("5 articles")
        first.type("\r2")
        first.wait_for("decided 1/73")
        first.wait_until(database.exists)  # it has nothing to do now, and so doesn't look at its lock
        (tmp_path / "annotations.json.lock").unlink()
        with Terminal([COMMAND], env=env) as second:
            second.wait_for("5 articles")
            second.type("\r")
            second.wait_for("decided 1/73")
            second.type("n1")
            second.wait_for("decided 2/73")
            first.type("1")
            first.wait_for("READ-ONLY: its lock file was taken")
            first.wait_for("decided 2/73")  # what the second one has saved, and not what it couldn't save
            second.type("1")
            second.wait_for("decided 3/73")
            first.wait_for("decided 3/73")
            second.type("qq")
            assert second.wait_for_end() == 0
        first.type("n1")  # the lock is free again
        first.wait_for("decided 4/73")
        first.wait_until_gone("READ-ONLY")
        first.type("qq")
        assert first.wait_for_end() == 0
    assert len(json.loads(database.read_text(encoding="utf-8"))["_default"]) == 4
    assert run(env, "verify").returncode == 0
