"""The palette, going to an article and the tag picker: in the running program, in a real pty of 80x24."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from sample_corpus import stored
from terminal import COMMAND, Terminal

from tui.config.actions import KEYS


@pytest.fixture
def library(home: dict[str, str]) -> Iterator[Terminal]:
    with Terminal([COMMAND], env=home, columns=80, rows=24) as terminal:
        terminal.wait_for("5 articles")
        yield terminal
        terminal.type("\x11")
        assert terminal.wait_for_end() == 0


@pytest.fixture
def reader(library: Terminal) -> Terminal:
    library.type("jj\r")
    library.wait_for("decided 0/24")
    return library


# ---------------------------------------------------------------------- palette


def test_an_action_is_done_by_its_name(reader: Terminal) -> None:
    reader.type("2")
    reader.wait_for("decided 1/24")
    reader.type("\x10")
    reader.wait_for("palette")
    reader.type("undo")
    reader.wait_for(" 1 of ")
    reader.type("\r")
    reader.wait_for("decided 0/24")


def test_every_action_of_the_place_is_there_with_its_key(reader: Terminal) -> None:
    reader.type("\x1bOQ")  # F2
    reader.wait_for("what to do")
    labels = [
        key.label for key in KEYS if key.place == "reader" and not key.action.startswith(("tag(", "app.pal"))
    ]
    assert len(labels) > 25
    for label in dict.fromkeys(labels):
        reader.type(label.replace("↓", "").replace("↑", "")[:30])
        reader.wait_for(label[:30])
        reader.type("\x15")  # Ctrl-u empties the line
        reader.wait_for("what to do")
    reader.type("عدد")  # a tag's Arabic name
    reader.wait_for("tag: quantity")
    reader.type("\x1b")
    reader.wait_for("decided 0/24")


def test_the_library_has_actions_of_its_own(library: Terminal) -> None:
    library.type("\x10")
    library.wait_for("what to do")
    assert "next undecided" not in library.text
    library.type("sort")
    library.wait_for("next sort order")
    library.type("\r")
    library.wait_for("sorted:")


def test_it_opens_while_one_types_and_closes_with_its_own_key(reader: Terminal) -> None:
    reader.type("/")
    reader.wait_for(" find ")
    reader.type("كوريا")
    reader.wait_for("1/")
    reader.type("\x10")
    reader.wait_for("what to do")
    reader.type("\x10")
    reader.wait_until_gone("what to do")
    reader.wait_for(" find ")
    reader.type("\x1b")
    reader.wait_until_gone(" find ")


def test_it_opens_under_an_arabic_layout(reader: Terminal) -> None:
    reader.type("\x1b[1581;5u")  # ctrl and the key of p, as terminals with the kitty protocol send it
    reader.wait_for("what to do")
    reader.type("\x1b[1581;5u")
    reader.wait_until_gone("what to do")


def test_nothing_that_matches_is_said_and_does_nothing(reader: Terminal) -> None:
    reader.type("\x10")
    reader.wait_for("what to do")
    reader.type("زرافة\r")
    reader.wait_for("nothing matches")
    reader.type("\x1b")
    reader.wait_for("decided 0/24")


def test_the_terminal_profile_is_changed_while_reading(home: dict[str, str], reader: Terminal) -> None:
    reader.wait_for_bytes(b"\x1b[8l")
    reader.type("\x10")
    reader.wait_for("what to do")
    reader.type("terminal profile")
    reader.wait_for("1 of")
    reader.type("\r")
    reader.wait_for("[x] auto")
    reader.type("plain\r")
    reader.wait_for_bytes(b"\x1b[8h")  # what the profile before had told the terminal is taken back
    reader.wait_for("terminal profile plain")
    settings = Path(home["CLAIMREADER_HOME"]) / "settings.toml"
    assert settings.read_text() == 'terminal = "plain"\n'
    reader.wait_for("decided 0/24")


# ---------------------------------------------------------------------- going to an article


def test_go_to_an_article_by_its_title_from_the_reader(reader: Terminal) -> None:
    reader.type("o")
    reader.wait_for("go to")
    reader.type("الناتو")
    reader.wait_for("1 of 5")
    reader.wait_for("كوريا الجنوبية", logical=True)
    reader.type("\r")
    reader.wait_for("decided 0/21")
    reader.wait_for(" 004 ")
    reader.type("]")
    reader.wait_for("this is the last article")  # it stands where it stands in the library
    reader.type("q")
    reader.wait_for("5 articles")


def test_go_to_an_article_by_id_or_source_from_the_library(library: Terminal) -> None:
    library.type("o")
    library.wait_for("go to")
    library.type("003_5")
    library.wait_for("1 of 5")
    library.type("\r")
    library.wait_for("decided 0/31")
    library.type("o")
    library.wait_for("part of an id")
    library.type("وكاله ستيب")  # the source, with another last letter
    library.wait_for("1 of 5")
    library.type("\r")
    library.wait_for("decided 0/24")


def test_going_nowhere_stays(reader: Terminal) -> None:
    reader.type("o")
    reader.wait_for("part of an id")
    reader.type("\x1b[B\x1b[B\x1b")
    reader.wait_for("decided 0/24")
    assert " 002 " in reader.text


def test_a_source_that_no_article_has_finds_nothing(library: Terminal) -> None:
    library.type("o")
    library.wait_for("part of an id")
    library.type("رويترز 002")
    library.wait_for("nothing matches")
    library.type("\x1b")
    library.wait_for("5 articles")


# ---------------------------------------------------------------------- tags


def test_several_tags_are_set_by_their_keys_and_saved_at_each(home: dict[str, str], reader: Terminal) -> None:
    reader.type("t")
    reader.wait_for("[ ] 2 quantity")
    reader.wait_for("تحميل مسؤولية", logical=True)
    reader.type("2")
    reader.wait_for("[x] 2 quantity")
    reader.wait_for("[x] c claim")  # a type is a claim
    reader.wait_for("saved")  # above the list the article goes on
    reader.type("٣")  # an Arabic layout's 3
    reader.wait_for("[x] 3 blame")
    reader.type("\r")
    reader.wait_until_gone("[x]")
    reader.wait_for("c+")  # more than the gutter has room for
    reader.wait_for("decided 1/24")
    reader.type("q")
    reader.wait_for("5 articles")
    reader.type("q")
    assert reader.wait_for_end() == 0
    assert [one["tags"] for one in stored(Path(home["CLAIMREADER_HOME"]))] == [["blame", "claim", "quantity"]]


def test_the_cursor_and_space_set_and_take_away_and_undo_works_there(reader: Terminal) -> None:
    reader.type("ف")  # t of an Arabic layout
    reader.wait_for("[ ] c claim")
    reader.type("ت")  # j
    reader.wait_for("▸ [ ] 1 event")
    reader.type(" ")
    reader.wait_for("▸ [x] 1 event")
    reader.type("0")  # excludes all others
    reader.wait_for("▸ [x] 0 not a claim")
    reader.wait_for("[ ] 1 event")
    reader.type("u")
    reader.wait_for("[x] 1 event")
    reader.type("1")
    reader.wait_for("▸ [ ] 1 event")
    reader.type("c")
    reader.wait_for("[ ] c claim")
    reader.type("\x1b")
    reader.wait_until_gone("[ ]")
    reader.wait_for("decided 0/24")
