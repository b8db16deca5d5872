"""A `.json` that was copied without its journal or history: what is missing is said, and the remedy."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from store_tools import beside, make, opened, put
from tinydb import TinyDB

from annotations.services.annotation_files import without_history, without_journal
from annotations.store import journal
from annotations.store.tinydb_store import open_store
from tui.cli import main


def saved(path: Path, count: int = 5) -> None:
    with opened(path) as store:
        for number in range(count):
            put(store, make(number))
        store.checkpoint()


def last(path: Path) -> int:
    with open_store(path, annotator="me", readonly=True) as store:
        return store.info().seq


def test_a_file_with_all_that_belongs_to_it_lacks_nothing(tmp_path: Path) -> None:
    path = tmp_path / "a.json"
    saved(path)
    shutil.copy(path, tmp_path / "b.json")
    shutil.copy(beside(path, ".journal"), tmp_path / "b.json.journal")
    for copy in (path, tmp_path / "b.json"):
        assert without_journal(copy, last(copy)) == ""
        assert without_history(copy, last(copy)) == ""


def test_a_file_that_was_never_saved_to_by_us_lacks_nothing(tmp_path: Path) -> None:
    path = tmp_path / "a.json"
    with TinyDB(path) as database:
        database.drop_tables()
    assert without_journal(path, last(path)) == without_history(path, last(path)) == ""


def test_a_file_copied_alone_lacks_its_journal_and_all_changes(tmp_path: Path) -> None:
    saved(tmp_path / "a.json")
    bare = tmp_path / "bare.json"
    shutil.copy(tmp_path / "a.json", bare)
    assert "bare.json.journal is not beside it: what was saved last may be missing" in without_journal(
        bare, last(bare)
    )
    assert "of its 5 changes, 1-5 are in no bare.json.journal or bare.json.history" in without_history(
        bare, last(bare)
    )
    with opened(bare) as store:  # who works on from there has a journal, of the changes since
        put(store, make(7))
    assert without_journal(bare, last(bare)) == ""
    assert "of its 6 changes, 1-5 are in no" in without_history(bare, last(bare))


def test_merge_and_compare_say_what_was_not_copied(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CLAIMREADER_HOME", str(tmp_path / "home"))
    monkeypatch.chdir(tmp_path)
    saved(tmp_path / "a.json")
    shutil.copy(tmp_path / "a.json", tmp_path / "bare.json")
    assert main(["compare", "a.json", "bare.json"]) == 0
    said = capsys.readouterr().err.splitlines()
    assert len(said) == 1
    assert said[0].startswith("claimreader: bare.json: bare.json.journal is not beside it")
    assert main(["merge", "a.json", "bare.json", "-o", "c.json"]) == 0
    said = capsys.readouterr().err.splitlines()
    assert [line.split(": ")[1] for line in said] == ["bare.json", "bare.json"]


def test_merge_and_compare_say_what_they_count(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CLAIMREADER_HOME", str(tmp_path / "home"))
    monkeypatch.chdir(tmp_path)
    saved(tmp_path / "a.json", 5)
    for ending in ("", ".journal"):
        shutil.copy(tmp_path / f"a.json{ending}", tmp_path / f"b.json{ending}")
    with opened(tmp_path / "b.json") as store:
        put(store, make(30))
        put(store, make(45))
    assert main(["merge", "a.json", "b.json", "-o", "c.json"]) == 0
    assert capsys.readouterr().out == (
        "7 annotations now (a.json has 5, b.json has 7, 5 in both); "
        "left out: 0 that one side has deleted; to look at: 0\n"
    )
    assert main(["compare", "a.json", "b.json"]) == 1
    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == "A  a.json: 5 annotations by analyst-1 in 1 article"
    assert lines[1] == "B  b.json: 7 annotations by analyst-1 in 1 article"
    assert any(line.startswith("sentences: that both have annotated; A, B:") for line in lines)
    assert "2 sentences seen differently:" in lines
    assert main(["compare", "a.json", "a.json"]) == 0
    assert capsys.readouterr().out.splitlines()[-1] == "no sentence is seen differently"
    assert main(["merge", "a.json", "d.json", "-o", "e.json"]) == 2
    assert "d.json: no such annotations file; perhaps " in capsys.readouterr().err


def test_a_journal_that_is_just_being_exchanged_is_beside_its_file(tmp_path: Path) -> None:
    path = tmp_path / "a.json"
    saved(path)
    journal.move_away(beside(path, ".journal"))
    assert without_journal(path, last(path)) == without_history(path, last(path)) == ""
