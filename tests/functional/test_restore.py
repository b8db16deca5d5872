"""The way back, as a user takes it: list, look, do, undo; two files that don't belong together, settled."""

import json
import os
import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
from terminal import COMMAND, Terminal
from tinydb import TinyDB

ARTICLE = "قال المتحدث إن القوات تقدمت. وسيطرت على ثلاثة أحياء. ولم يعلق الجيش. وقتل خمسة مدنيين.\n"


class Session:
    """A folder with one article of four sentences, and its annotations."""

    def __init__(self, folder: Path) -> None:
        self.corpus = folder / "news"
        self.database = self.corpus / "annotations.json"
        self.env = {**os.environ, "CLAIMREADER_HOME": str(folder / "home"), "CLAIMREADER_DB": ""}
        self.corpus.mkdir(parents=True)
        (self.corpus / "a.txt").write_text(ARTICLE, encoding="utf-8")

    def run(self, *words: str, code: int = 0) -> subprocess.CompletedProcess[str]:
        command = [COMMAND, words[0], "--corpus", str(self.corpus), *words[1:]]
        done = subprocess.run(command, env=self.env, capture_output=True, text=True, check=False)
        assert done.returncode == code, done
        assert "Traceback" not in done.stderr
        return done

    def read(self, keys: str, *shown: str) -> str:
        """Open the reader, type, and leave; returns what was on the screen in between."""
        with Terminal([COMMAND, str(self.corpus)], env=self.env) as reader:
            reader.wait_for("1 article")
            reader.type("\r")
            reader.wait_for("decided ")
            for key, text in zip(keys, shown, strict=True):
                reader.type(key)
                reader.wait_for(text)
            text = reader.text
            reader.type("qq")
            assert reader.wait_for_end() == 0
            return text

    def file(self) -> dict[str, Any]:
        with TinyDB(self.database, access_mode="r") as database:
            return {it["uuid"]: it for it in database.all()}

    def states(self) -> dict[str, dict[str, Any]]:
        lines = self.run("restore", "--json", code=1 if self.apart() else 0).stdout.splitlines()
        return {state["name"]: state for state in map(json.loads, lines)}

    def apart(self) -> bool:
        checked = subprocess.run(
            [COMMAND, "verify", str(self.corpus)], env=self.env, capture_output=True, text=True, check=False
        )
        return "don't belong together" in checked.stdout


@pytest.fixture
def session(tmp_path: Path) -> Session:
    """One session of work behind it, in which three of the four sentences were decided."""
    session = Session(tmp_path)
    session.read("222", "decided 1/4", "decided 2/4", "decided 3/4")
    return session


def test_back_to_an_earlier_state_and_forth_again(session: Session) -> None:
    first = session.file()
    session.read("2", "decided 4/4")
    states = session.states()
    assert [state["total"] for state in states.values()] == [4, 3, 3, 4, 3]
    assert list(states)[:2] == ["file", "bak"]
    assert list(states)[3:] == ["@4", "@3"]
    before = session.file()
    looked = session.run("restore", "@3")
    assert "0 come back, 1 go, 0 change" in looked.stdout
    assert "nothing was changed" in looked.stderr
    assert session.file() == before
    session.run("restore", "@3", "--apply")
    assert session.file() == first
    assert "restore" in session.run("history").stdout.splitlines()[-1]
    session.read("u", "decided 4/4")  # the same key as for any other change
    assert session.file().keys() == before.keys()
    assert session.run("verify").returncode == 0


def test_a_backup_and_a_copy_elsewhere(session: Session, tmp_path: Path) -> None:
    copy = tmp_path / "stick" / "annotations.json"
    copy.parent.mkdir()
    shutil.copy(session.database, copy)
    first = session.file()
    session.read("2", "decided 4/4")
    for words in (("bak",), ("--from", str(copy))):
        done = session.run("restore", *words, "--json")
        said = [json.loads(line) for line in done.stdout.splitlines()]
        assert [difference["what"] for difference in said if difference["table"] == "_default"] == ["go"]
    session.run("restore", "--from", str(copy), "--apply")
    assert session.file() == first
    assert session.run("restore", "@2", "--apply").returncode == 0
    assert len(session.file()) == 2
    back = session.run("restore", "--from", str(copy))
    assert "1 come back, 0 go, 0 change" in back.stdout


def put_in_place(session: Session) -> tuple[dict[str, Any], dict[str, Any]]:
    """Put a backup in place by hand; returns what it has, and what the journal has."""
    kept = session.corpus.parent / "kept.json"
    shutil.copy(session.database, kept)
    first = session.file()
    session.read("2", "decided 4/4")
    latest = session.file()
    shutil.copy(kept, session.database)
    return first, latest


@pytest.mark.parametrize("side", ["file", "journal"])
def test_two_that_do_not_belong_together_are_settled(session: Session, side: str) -> None:
    first, latest = put_in_place(session)
    checked = session.run("verify", code=1).stdout
    assert "annotations.json: 3 annotations" in checked
    assert "annotations.json.journal: 4 annotations" in checked
    states = session.states()
    assert (states["file"]["total"], states["journal"]["total"]) == (3, 4)
    assert "say first which of the two holds" in session.run("restore", "bak", code=2).stderr
    assert session.run("restore", "file").stdout.count("goes") == 1
    assert session.run("restore", "journal").stdout.count("comes back") == 1
    for words in (("list",), ("export",), ("report", "-o", str(session.corpus.parent / "report.html"))):
        assert "don't belong together" in session.run(*words).stderr, "what they write is the file's alone"
    assert session.apart(), "looking settles nothing"
    session.run("restore", side, "--apply")
    assert not session.apart()
    assert session.file().keys() == (first if side == "file" else latest).keys()
    (kept,) = session.corpus.glob("annotations.json.replaced-*")
    with TinyDB(kept, access_mode="r") as database:
        assert {it["uuid"] for it in database.all()} == first.keys()
    if side == "file":
        session.read("u", "decided 4/4")
        assert session.file().keys() == latest.keys()
    checked = session.run("verify").stdout
    assert "don't belong" not in checked
    assert f"{kept}: kept by restore" in checked


def test_the_screen_says_which_two_were_found(session: Session) -> None:
    put_in_place(session)
    with Terminal([COMMAND, str(session.corpus)], env=session.env, columns=80, rows=24) as reader:
        reader.wait_for("annotations.json and its journal don't belong together")
        for words in ("annotations.json: 3 annotations", "annotations.json.journal: 4 annotations"):
            reader.wait_for(words)
        reader.wait_for("claimreader restore")
        reader.type("q")
        reader.wait_for("READ-ONLY: run claimreader restore")
        reader.type("\r")
        reader.wait_for("decided 3/4")  # the file alone
        reader.type("2")
        reader.wait_for("decided 3/4")
        reader.type("qq")
        assert reader.wait_for_end() == 0
    assert session.apart()


def test_another_projects_journal_is_kept_under_another_name(session: Session, tmp_path: Path) -> None:
    first = session.file()
    other = Session(tmp_path / "other")
    other.read("2", "decided 1/4")
    theirs = other.database.with_name("annotations.json.journal").read_bytes()
    lines = theirs.splitlines(keepends=True)
    # Not whole: its first change is in a history that stayed where it was.
    damaged = b"".join(line for line in lines if not line.startswith(b'{"seq":1,'))
    session.database.with_name("annotations.json.journal").write_bytes(damaged)
    assert session.apart()
    session.run("restore", "file", "--apply")
    assert session.file() == first
    session.read("2", "decided 4/4")
    assert not session.apart()
    (kept,) = session.corpus.glob("annotations.json.journal.replaced-*")
    assert kept.read_bytes() == damaged


def test_what_is_not_there_is_one_line(session: Session, tmp_path: Path) -> None:
    assert "no 2001-01-01" in session.run("restore", "2001-01-01", code=2).stderr
    assert re.search(r"there are \d changes, no change 99", session.run("restore", "@99", code=2).stderr)
    assert "which state" in session.run("restore", "--apply", code=2).stderr
    assert "one state at a time" in session.run("restore", "bak", "file", code=2).stderr
    assert "nothing to settle" in session.run("restore", "journal", code=2).stderr
    assert "nothing to go back to" in Session(tmp_path / "fresh").run("restore", code=2).stderr


@pytest.mark.parametrize("kind", ["pipe", "empty", "folder", "link"])
def test_what_is_no_annotations_file_is_no_state_without_annotations(
    session: Session, tmp_path: Path, kind: str
) -> None:
    """Neither a backup nor a copy: each would have taken all annotations away."""
    before = session.file()
    backup, copy = session.corpus / "annotations.json.bak", tmp_path / "copy.json"
    backup.unlink(missing_ok=True)
    for path in (backup, copy):
        if kind == "pipe":
            os.mkfifo(path)
        elif kind == "folder":
            path.mkdir()
        elif kind == "link":
            path.symlink_to("/dev/null")
        else:
            path.touch()
    assert session.states()["bak"]["total"] is None
    for words in (("bak",), ("--from", str(copy))):
        done = session.run("restore", *words, "--apply", code=2)
        assert len(done.stderr.splitlines()) == 1, done
        assert (words[-1] if words[0] == "--from" else str(backup)) in done.stderr
    assert session.file() == before


def test_what_was_restored_is_undone_by_who_did_it_and_the_screen_says_who_that_is(session: Session) -> None:
    done = session.run("restore", "@1", "--apply", "--annotator", "sam")
    assert "as sam" in done.stderr
    with Terminal([COMMAND, str(session.corpus), "--annotator", "kim"], env=session.env) as reader:
        reader.wait_for("1 article")
        reader.type("u")
        reader.wait_for("nothing to undo")
        reader.type("q")
        assert reader.wait_for_end() == 0
    session.env["CLAIMREADER_ANNOTATOR"] = "sam"
    with Terminal([COMMAND, str(session.corpus)], env=session.env) as reader:
        reader.wait_for("1 article")
        reader.type("u")
        reader.wait_for("and 1 more")
        reader.type("q")
        assert reader.wait_for_end() == 0
    assert len(session.file()) == 3


def test_an_undo_that_can_not_be_says_who_has_changed_what_since(session: Session) -> None:
    session.env["CLAIMREADER_ANNOTATOR"] = "kim"
    session.read("2", "decided 4/4")
    session.run("restore", "@3", "--apply", "--annotator", "sam")
    with Terminal([COMMAND, str(session.corpus)], env=session.env) as reader:
        reader.wait_for("1 article")
        reader.type("u")
        reader.wait_for("not done: sam has changed a:4 since, and only sam can undo that")
        reader.type("q")
        assert reader.wait_for_end() == 0
    assert len(session.file()) == 3


def test_history_given_a_folder_says_how_it_takes_one(session: Session) -> None:
    done = session.run("history", str(session.corpus), code=2)
    assert f"history --corpus {session.corpus}" in done.stderr


def test_nothing_is_restored_while_somebody_works(session: Session) -> None:
    session.read("2", "decided 4/4")
    with Terminal([COMMAND, str(session.corpus)], env=session.env) as reader:
        reader.wait_for("1 article")
        reader.wait_for("4/4")  # the annotations have been read, and so are held
        done = session.run("restore", "@1", "--apply", code=3)
        assert f"pid {reader.pid}" in done.stderr
        reader.type("q")
        assert reader.wait_for_end() == 0
    assert len(session.file()) == 4
