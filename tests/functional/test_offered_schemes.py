"""A folder that nobody has begun is offered the ready schemes, once, and never in the way of reading."""

from collections.abc import Callable
from pathlib import Path

import pytest
from terminal import COMMAND, Terminal

OFFER = "or take those of a published codebook"


@pytest.fixture
def start(tmp_path: Path) -> Callable[[], Terminal]:
    """Return what starts the reader in a folder of one article, for somebody who has seen the first lines."""
    home, folder = tmp_path / "home", tmp_path / "news"
    home.mkdir()
    (home / "welcomed").touch()
    folder.mkdir()
    (folder / "a.txt").write_text("انهار السد أمس.\n", encoding="utf-8")
    env = {"CLAIMREADER_HOME": str(home), "LC_ALL": "C.UTF-8"}
    return lambda: Terminal([COMMAND, "."], env=env, cwd=folder, columns=80, rows=24, first_time=True)


def test_the_first_key_reads_on_with_the_usual_tags_and_nobody_is_asked_twice(
    start: Callable[[], Terminal], tmp_path: Path
) -> None:
    with start() as terminal:
        terminal.wait_for(OFFER)
        terminal.wait_for("1 factcheck: ")
        terminal.type("\r2")
        terminal.wait_for("decided 1/1")
        terminal.type("u\x11")
        assert terminal.wait_for_end() == 0
    assert not (tmp_path / "news" / "claimreader.toml").exists()
    (tmp_path / "news" / "annotations.json").unlink()
    with start() as terminal:
        terminal.wait_for("1 article")
        terminal.type("?")
        terminal.wait_for("LIBRARY")
        terminal.type("qq")
        assert terminal.wait_for_end() == 0
    assert OFFER.encode() not in terminal.sent


def test_a_number_gives_the_folder_that_scheme_and_its_keys_work_at_once(
    start: Callable[[], Terminal], tmp_path: Path
) -> None:
    with start() as terminal:
        terminal.wait_for(OFFER)
        terminal.type("1")
        taken = b"\x1b[?1049h"  # the screen, by the program that begins anew
        terminal.wait_until(
            lambda: terminal.sent.count(taken) == 2 and b"1 article" in terminal.sent.rpartition(taken)[2]
        )
        terminal.wait_for("factcheck: written to news/claimreader.toml")
        terminal.type("\r")
        terminal.wait_for("1 event or property")
        terminal.type("\x11")
        assert terminal.wait_for_end() == 0
    assert "factcheck" in (tmp_path / "news" / "claimreader.toml").read_text(encoding="utf-8")


def test_who_wants_to_be_asked_no_more_says_so_once(start: Callable[[], Terminal], tmp_path: Path) -> None:
    with start() as terminal:
        terminal.wait_for(OFFER)
        terminal.type("0")
        terminal.wait_for("no scheme is offered any more")
        terminal.type("q")
        assert terminal.wait_for_end() == 0
    (tmp_path / "news").rename(tmp_path / "old")
    (tmp_path / "news").mkdir()
    (tmp_path / "news" / "a.txt").write_text("جملة.", encoding="utf-8")
    with start() as terminal:
        terminal.wait_for("1 article")
        terminal.type("?")
        terminal.wait_for("LIBRARY")
        terminal.type("qq")
        assert terminal.wait_for_end() == 0
    assert OFFER.encode() not in terminal.sent


def test_a_digit_from_before_the_question_chooses_nothing(
    start: Callable[[], Terminal], tmp_path: Path
) -> None:
    with start() as terminal:
        terminal.type("1")
        terminal.wait_for(OFFER)
        terminal.type("q")
        assert terminal.wait_for_end() == 0
    assert not (tmp_path / "news" / "claimreader.toml").exists()
    assert not (tmp_path / "home" / "crash.txt").exists()


def test_whoever_is_new_sees_one_thing_after_the_other_and_none_is_lost(tmp_path: Path) -> None:
    home, folder = tmp_path / "home", tmp_path / "news"
    home.mkdir()
    folder.mkdir()
    (folder / "a.txt").write_text("انهار السد أمس.\n", encoding="utf-8")
    env = {"CLAIMREADER_HOME": str(home), "LC_ALL": "C.UTF-8", "TERM": "screen.xterm-256color", "STY": "1.x"}
    seen = ["which line reads right?", OFFER, "takes anything back"]
    with Terminal([COMMAND, "."], env=env, cwd=folder, columns=80, rows=24, first_time=True) as terminal:
        for _ in range(3):
            terminal.wait_until(lambda: any(each in terminal.text for each in seen))
            shown = [each for each in seen if each in terminal.text]
            assert len(shown) == 1
            seen.remove(shown[0])
            if shown == [OFFER]:
                assert "schemes" not in (home / "offered.json").read_text("utf-8")
            terminal.type("j")
            terminal.wait_until_gone(shown[0])
        terminal.type("q")
        assert terminal.wait_for_end() == 0
    assert seen == []
    assert "schemes" in (home / "offered.json").read_text("utf-8")
