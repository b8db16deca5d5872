"""Articles that changed since they were annotated, in the running program, in a real pty."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from sample_corpus import NAME, misplaced, samples_claimed, stored
from terminal import COMMAND, Terminal

from annotations.model.article import Article
from annotations.store.tinydb_store import open_store

CLAIMED = range(3, 9)
"""Sentences of article 002."""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return samples_claimed(tmp_path / "news", CLAIMED)


def edit(folder: Path, change: Callable[[str, Article], str]) -> None:
    path = folder / NAME
    text = path.read_text(encoding="utf-8")
    path.write_text(change(text, Article(NAME, text)), encoding="utf-8")


def corrected(text: str, article: Article) -> str:
    """A line put before, a word of sentence 6 changed, sentence 9 taken out."""
    fifth, eighth = (text[one.start : one.end] for one in (article.sentences[5], article.sentences[8]))
    words = fifth.split(" ")
    words[2] = "عامين"
    return "عاجل: خبر أُضيف.\n\n" + text.replace(fifth, " ".join(words)).replace(eighth, "")


def kinds(folder: Path) -> list[str]:
    with open_store(folder / "annotations.json", annotator="test", readonly=True) as store:
        return list({event.seq: event.kind for event in store.history()}.values())[len(CLAIMED) :]


@pytest.mark.parametrize(("columns", "rows"), [(80, 24), (120, 40)])
def test_what_is_certain_moves_and_the_rest_is_asked_about(
    folder: Path, home: dict[str, str], columns: int, rows: int
) -> None:
    edit(folder, corrected)
    with Terminal([COMMAND, str(folder)], env=home, columns=columns, rows=rows) as terminal:
        terminal.wait_for("4 annotations moved with the text, 2 to look at: v")
        terminal.wait_for("4/24")  # what doesn't fit counts nowhere
        terminal.type("v")
        terminal.wait_for("2 to look at")
        terminal.wait_for("وجاء التأكيد بعد أشهر من إرسال", logical=True)
        terminal.wait_for("وجاء التأكيد عامين أشهر من إرسال", logical=True)
        terminal.wait_for("not found")
        terminal.type("o")
        terminal.wait_for("Esc back")
        terminal.wait_for("decided 4/24")
        terminal.type("q")
        terminal.wait_for("2 to look at")
        terminal.type("y")
        terminal.wait_for("1 to look at")
        terminal.type("u")
        terminal.wait_for("2 to look at")
        terminal.type("\r")
        terminal.wait_for("1 to look at")
        terminal.type("\r")  # on the orphan
        terminal.wait_for("there is no place to move it to")
        terminal.type("x")
        terminal.wait_for("left as it is")
        terminal.type("q")
        terminal.wait_for("1 to look at (v)")
        terminal.wait_for("5/24")
        terminal.type("q")
        assert terminal.wait_for_end() == 0
    assert kinds(folder) == ["reanchor", "reanchor", "undo", "reanchor"]
    assert (len(stored(folder)), misplaced(folder)) == (6, 1)
    with Terminal([COMMAND, str(folder)], env=home, columns=columns, rows=rows) as again:
        again.wait_for("1 to look at: v")
        again.type("\x11")
        assert again.wait_for_end() == 0


def test_one_undo_puts_all_back_and_they_are_not_moved_again_without_asking(
    folder: Path, home: dict[str, str]
) -> None:
    edit(folder, lambda text, _: "مقدمة جديدة.\n" + text)
    with Terminal([COMMAND, str(folder)], env=home) as terminal:
        terminal.wait_for("6 annotations moved with the text")
        terminal.type("u")
        terminal.wait_for("undone")
        terminal.wait_for("0/25")
        terminal.type("q")
        assert terminal.wait_for_end() == 0
    assert misplaced(folder) == 6
    with Terminal([COMMAND, str(folder)], env=home) as again:
        again.wait_for("6 to look at: v")
        again.type("v")
        again.wait_for("was moved here once")
        again.type("\r" * 6)
        again.wait_for("0 to look at")
        again.type("q")
        again.wait_for("6/25")
        again.type("q")
        assert again.wait_for_end() == 0
    assert misplaced(folder) == 0


def test_a_renamed_file_keeps_its_annotations(folder: Path, home: dict[str, str]) -> None:
    (folder / NAME).rename(folder / "new-name.txt")
    with Terminal([COMMAND, str(folder)], env=home) as terminal:
        terminal.wait_for("6 annotations with a renamed file")
        terminal.wait_for("6/24")
        terminal.type("v")
        terminal.wait_for("renamed")
        terminal.wait_for("new-name.txt")
        terminal.type("\x11")
        assert terminal.wait_for_end() == 0
    assert kinds(folder) == ["rename"]
    assert {one["article"]["id"] for one in stored(folder)} == {"new-name.txt"}


def test_a_read_only_reader_moves_nothing_and_shows_no_annotation_in_a_wrong_place(
    folder: Path, home: dict[str, str], tmp_path: Path
) -> None:
    edit(folder, lambda text, _: "مقدمة جديدة.\n" + text)
    before = (folder / "annotations.json").read_bytes()
    with open_store(folder / "annotations.json", annotator="holder") as holder:
        assert not holder.info().readonly
        with Terminal([COMMAND, str(folder)], env=home, columns=150) as terminal:
            terminal.wait_for("6 annotations not moved with the text, since nothing can be saved: v")
            terminal.wait_for("0/25")
            terminal.type("v")
            terminal.wait_for("READ-ONLY")
            terminal.type("\r")
            terminal.wait_for("not moved: annotations.json is open in another claimreader")
            terminal.type("qjj\r")
            terminal.wait_for("decided 0/25")
            terminal.wait_for("of 30")
            terminal.type("\x11")
            assert terminal.wait_for_end() == 0
    assert (folder / "annotations.json").read_bytes() == before


def test_where_nothing_has_changed_the_list_says_so(folder: Path, home: dict[str, str]) -> None:
    with Terminal([COMMAND, str(folder)], env=home, columns=80, rows=24) as terminal:
        terminal.wait_for("6/24")
        terminal.type("v")
        terminal.wait_for("no article has changed since it was annotated")
        terminal.type("\ryxonp")
        terminal.wait_for("nothing open before this")
        terminal.type("q")
        terminal.wait_for("5 articles")
        terminal.type("w")
        terminal.wait_for("claimreader CORPUS --review FILE")
        terminal.type("q")
        assert terminal.wait_for_end() == 0
    assert kinds(folder) == []


STATED = "وصول قوات\n\nأعلنت كييف أن نحو 3000 جندي وصلوا إلى الحدود. ونفت موسكو ذلك في بيان أصدرته أمس.\n"


@pytest.mark.parametrize(("columns", "rows"), [(80, 24), (120, 40)])
def test_a_number_that_the_text_states_no_more_is_told_before_and_taken_off(
    tmp_path: Path, home: dict[str, str], columns: int, rows: int
) -> None:
    folder = tmp_path / "counted"
    folder.mkdir()
    (folder / "a.txt").write_text(STATED, encoding="utf-8")
    with Terminal([COMMAND, str(folder)], env=home, columns=columns, rows=rows) as terminal:
        terminal.wait_for("1 article")
        terminal.type("\rj2")
        terminal.wait_for("claims 1")
        terminal.type("kan")
        terminal.wait_for("1 number taken from the text")
        terminal.type("\x11")
        assert terminal.wait_for_end() == 0
    assert [item["value"] for item in stored(folder)[0]["attributes"]["numbers"]] == [3000]
    (folder / "a.txt").write_text(STATED.replace("3000", "4000"), encoding="utf-8")
    with Terminal([COMMAND, str(folder)], env=home, columns=columns, rows=rows) as terminal:
        terminal.wait_for("1 to look at: v")
        terminal.type("v")
        terminal.wait_for("number gone")
        terminal.wait_for("number ~3,000 ")
        terminal.wait_for("no longer stands in the text")
        terminal.type("\r")
        terminal.wait_for("moved; u takes it back; number ~3,000")
        terminal.type("qq")
        assert terminal.wait_for_end() == 0
    (one,) = stored(folder)
    assert "4000" in one["target"]["quote"]
    assert "numbers" not in one["attributes"]
