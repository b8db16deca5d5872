"""Finding in an article, notes, the rest of an article, deleting.

Each in the running program, in a real pty.
"""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from sample_corpus import stored
from terminal import COMMAND, Terminal


@pytest.fixture
def reader(home: dict[str, str]) -> Iterator[Terminal]:
    with Terminal([COMMAND], env=home) as terminal:
        terminal.wait_for("5 articles")
        terminal.type("jj\r")
        terminal.wait_for("decided 0/24")
        terminal.wait_for("2 of 29")
        yield terminal
        terminal.type("\x11")
        assert terminal.wait_for_end() == 0


def test_find_goes_from_hit_to_hit_and_stays_at_the_last(reader: Terminal) -> None:
    reader.type("/")
    reader.wait_for(" find ")
    reader.type("اوكرانيا")  # without hamza: finds أوكرانيا
    reader.wait_for(" 1/")
    reader.type("\x1b[B")
    reader.wait_for(" 2/")
    reader.type("\x1b[B")
    reader.wait_for(" 3/")
    reader.type("\x1b[A")
    reader.wait_for(" 2/")
    reader.type("\x1b")
    reader.wait_until_gone(" find ")
    assert "decided 0/24" in reader.text  # no letter of the query was taken for a key
    reader.wait_for("3 of 29")


def test_enter_goes_to_the_text_at_the_hit_so_that_the_next_key_tags_it(reader: Terminal) -> None:
    reader.type("/اوكرانيا\r2")
    reader.wait_for("decided 1/24")
    reader.wait_until_gone(" find ")


def test_enter_says_which_hit_it_is_and_asked_again_goes_to_the_next_sentence(reader: Terminal) -> None:
    reader.type("/اوكرانيا\r")
    reader.wait_for("hit 1 of ")
    reader.wait_for(". goes to the next")
    reader.wait_for("2 of 29")
    reader.type("/\r")
    reader.wait_for("hit 2 of ")
    reader.wait_for("3 of 29")
    reader.type("/\r0")  # tags the sentence of the hit
    reader.wait_for("decided 1/24")


def test_asked_again_elsewhere_enter_stays_at_the_first_hit_from_there(reader: Terminal) -> None:
    reader.type("/اوكرانيا\r\x1b[H")
    reader.wait_for("1 of 29")
    reader.type("/\r")
    reader.wait_for("hit 1 of ")
    reader.wait_for("2 of 29")


def test_behind_the_last_hit_comes_the_first(reader: Terminal) -> None:
    reader.type("/اوكرانيا\x1b[A\r")
    reader.wait_until(lambda: re.search(r"hit \d+ of", reader.text))
    last = re.search(r"hit (\d+) of (\d+)", reader.text)
    assert last is not None
    assert last[1] == last[2]
    reader.type("/\r")
    reader.wait_for("hit 1 of ")


def test_enter_with_nothing_typed_leaves_and_with_nothing_found_lets_one_type_on(reader: Terminal) -> None:
    reader.type("/زرافة\r")
    reader.wait_for("nothing found")
    reader.wait_for(" find ")
    reader.type("\x15\r")
    reader.wait_until_gone(" find ")
    assert "decided 0/24" in reader.text


def test_a_slip_while_typing_skips_no_hit(reader: Terminal) -> None:
    reader.type("/اوكرانيا")
    reader.wait_for(" 1/")
    reader.type("\x1b")
    reader.wait_until_gone(" find ")
    reader.type("\x1b[H")
    reader.wait_for("1 of 29")
    reader.type("/\x15روسيا\x15اوكرانيا")
    reader.wait_for(" 1/")


def test_find_says_when_there_is_nothing(reader: Terminal) -> None:
    reader.type("/")
    reader.wait_for(" find ")
    reader.type("زرافة")
    reader.wait_for("nothing found")
    reader.type("\x1b")
    reader.wait_until_gone("nothing found")


def test_a_note_with_harakat_and_numbers_is_kept_as_typed(home: dict[str, str], reader: Terminal) -> None:
    reader.type("m")
    reader.wait_for(" note ")
    reader.type("قارِن بـ 3000 في KN-23\r")
    reader.wait_for("note saved")
    reader.type("m")
    reader.wait_until_gone("note saved")
    reader.type("!\r")
    reader.wait_for("note saved")
    reader.type("q")
    reader.wait_for("5 articles")
    reader.type("q")
    assert reader.wait_for_end() == 0
    assert [annotation["note"] for annotation in stored(Path(home["CLAIMREADER_HOME"]))] == [
        "قارِن بـ 3000 في KN-23!"
    ]


def test_the_rest_is_no_claim_and_one_undo_takes_it_back(reader: Terminal) -> None:
    reader.type("2")
    reader.wait_for("decided 1/24")
    reader.type("x")
    reader.wait_for("decided 24/24")
    reader.type("u")
    reader.wait_for("decided 1/24")
    reader.type("r")
    reader.wait_for("decided 24/24")


def test_delete_and_bring_back_with_its_note(home: dict[str, str], reader: Terminal) -> None:
    reader.type("c")
    reader.wait_for("claims 1")
    reader.type("mانظر\r")
    reader.wait_for("note saved")
    reader.type("d")
    reader.wait_for("claims 0")
    reader.type("u")
    reader.wait_for("claims 1")
    reader.type("qq")
    assert reader.wait_for_end() == 0
    assert [
        (annotation["tags"], annotation["note"]) for annotation in stored(Path(home["CLAIMREADER_HOME"]))
    ] == [(["claim"], "انظر")]


def test_help_names_every_key_of_the_place(reader: Terminal) -> None:
    reader.type("?")
    reader.wait_for("next undecided")
    reader.wait_for("tag: quantity")
    reader.type("q")
    reader.wait_for("Esc back")
    reader.wait_for("decided 0/24")


def test_who_comes_from_a_filter_reads_and_tags_at_once_and_the_next_hit_is_a_key_away(
    home: dict[str, str],
) -> None:
    with Terminal([COMMAND], env=home) as terminal:
        terminal.wait_for("5 articles")
        terminal.type("/اوكرانيا")
        terminal.wait_for("5 hits")
        terminal.type("\r\r")
        terminal.wait_for("hit 1 of ")
        terminal.wait_for("12 of 84")
        assert " find " not in terminal.text
        terminal.type("2")
        terminal.wait_for("decided 1/73")
        terminal.type(".")
        terminal.wait_for("hit 3 of ")  # the first of the next sentence that has one
        terminal.type(",")
        terminal.wait_for("hit 1 of ")
        terminal.wait_for("12 of 84")
        terminal.type("\x1b\r")
        terminal.wait_for("hit 1 of ")
        terminal.type("\x11")
        assert terminal.wait_for_end() == 0


def test_a_types_key_that_goes_to_a_sentence_with_a_hit_has_not_passed_it_over(
    home: dict[str, str], tmp_path: Path
) -> None:
    (tmp_path / "a.txt").write_text(
        "انهار السد أمس.\nامتلأ السد بالماء.\nلا شيء هنا.\nعاد السد.\n", encoding="utf-8"
    )
    with Terminal([COMMAND, str(tmp_path)], env=home) as terminal:
        terminal.wait_for("1 article")
        terminal.type("\r.")
        terminal.wait_for("/ finds words")
        terminal.type("/السد\r")
        terminal.wait_for("hit 1 of 3")
        terminal.type("2.")
        terminal.wait_for("hit 2 of 3")
        terminal.wait_for("2 of 4")
        terminal.type(".")
        terminal.wait_for("hit 3 of 3")
        terminal.type("ز")  # the same key under an Arabic layout; behind the last comes the first
        terminal.wait_for("hit 1 of 3")
        terminal.type("و")
        terminal.wait_for("hit 3 of 3")
        terminal.type("\x11")
        assert terminal.wait_for_end() == 0


def test_every_word_of_the_filter_is_found_and_a_title_alone_opens_as_ever(
    home: dict[str, str], tmp_path: Path
) -> None:
    folder = tmp_path / "news"
    folder.mkdir()
    (folder / "a.txt").write_text("---\ntitle: خبر عن السد\n---\nجملة أولى.\nجملة ثانية.\n", encoding="utf-8")
    (folder / "b.txt").write_text("جملة.\nانهار السد أمس.\nامتلأ بالماء السد.\n", encoding="utf-8")
    with Terminal([COMMAND, str(folder)], env=home) as terminal:
        terminal.wait_for("2 articles")
        terminal.type("/الماء السد")
        terminal.wait_for("1 hit")
        terminal.type("\r\r")
        terminal.wait_for("hit 1 of 3")
        terminal.wait_for("2 of 3")
        terminal.type("\x1b")
        terminal.wait_for("1 hit")
        terminal.type("\x1b")
        terminal.wait_for("2 articles")
        terminal.type("/السد")
        terminal.wait_for("2 hits")
        terminal.type("\r\x1b[F\r")  # the best match comes first
        terminal.wait_for("1 of 2")
        assert "hit 1 of" not in terminal.text
        terminal.type("\x11")
        assert terminal.wait_for_end() == 0
