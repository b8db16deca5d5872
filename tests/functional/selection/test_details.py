"""Filling in the details of an annotation, as a person does it in a terminal."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from lit_cells import FIRST, LEFT, TEXT, wait_lit
from sample_corpus import stored
from terminal import COMMAND, Terminal

Open = Callable[..., Terminal]
SIZES = [(120, 40), (80, 24)]


@pytest.fixture
def start(corpus: Path, tmp_path: Path) -> Iterator[Open]:
    opened: list[Terminal] = []

    def begin(columns: int = 120, rows: int = 40, **env: str) -> Terminal:
        home = {"CLAIMREADER_HOME": str(tmp_path / "home"), "CLAIMREADER_ANNOTATOR": "me", **env}
        terminal = Terminal([COMMAND, str(corpus)], env=home, columns=columns, rows=rows)
        opened.append(terminal)
        terminal.wait_for("/3")
        terminal.type("\r")
        terminal.wait_for("j k move")
        return terminal

    yield begin
    for terminal in opened:
        terminal.kill()
        terminal.close_window()


def attributes(terminal: Terminal, corpus: Path) -> dict[str, Any]:
    """End, and return what the first annotation says."""
    terminal.type("\x11")
    assert terminal.wait_for_end() == 0
    values: dict[str, Any] = stored(corpus)[0]["attributes"]
    return values


def row_of(terminal: Terminal, name: str) -> str:
    """Return what the panel says in the row of a name."""
    rows = (row[:38] if terminal.screen.columns > 80 else row for row in terminal.screen.display)
    return next((row.rstrip() for row in rows if name in row), "")


@pytest.mark.parametrize(("columns", "rows"), SIZES)
@pytest.mark.parametrize(
    "keys",
    [
        {"a": "a", "s": "s", "2": "2", "w": "w", "d": "d", "n": "n"},
        {"a": "ش", "s": "س", "2": "٢", "w": "ص", "d": "ي", "n": "ى"},
    ],
    ids=["latin", "arabic"],
)
def test_every_kind_is_filled_in_by_keys(
    start: Open, corpus: Path, keys: dict[str, str], columns: int, rows: int
) -> None:
    reader = start(columns, rows)
    reader.type(keys["a"])
    reader.wait_for("▸s reported as")
    reader.type(keys["s"] + keys["2"])
    reader.wait_until(lambda: row_of(reader, "reported as").endswith("denied"))
    reader.wait_for("▸c certainty")
    reader.type(keys["w"] + "وزارة الدفاع\r")
    reader.wait_for("وزارة الدفاع", logical=True)
    reader.wait_for("▸c certainty")
    reader.type(keys["d"] + "\r٢٣ أكتوبر ٢٠٢٤\r")
    reader.wait_for("2024-10-23")
    reader.type(keys["n"])
    reader.wait_for("1 number taken from the text")
    reader.type(keys["n"])
    reader.wait_for("▸n numbers")
    values = attributes(reader, corpus)
    assert values == {
        "reported_as": "denied",
        "claimant": "وزارة الدفاع",
        "when": "2024-10-23",
        "numbers": [
            {
                "value": 3000.0,
                "min": None,
                "max": None,
                "unit": "جُنديٍّ",
                "what": None,
                "approx": False,
                "quote": "3,000 جُنديٍّ",
            }
        ],
    }


def test_all_of_it_in_one_burst(start: Open, corpus: Path) -> None:
    reader = start()
    reader.type("as2wموسكو\rd\r2024-10-23\rc1qj1k")
    reader.wait_for("decided 2/3")
    values = attributes(reader, corpus)
    assert values == {
        "reported_as": "denied",
        "claimant": "موسكو",
        "when": "2024-10-23",
        "certainty": "certain",
    }


def test_its_keys_live_only_there_and_the_readers_only_in_the_text(start: Open, corpus: Path) -> None:
    reader = start()
    reader.type("a")
    reader.wait_for("▸s reported as")
    reader.type("c")  # certainty, not a claim
    reader.wait_for("▸c certainty")
    reader.type("x")  # not the rest of the article
    reader.type("\x1b")
    reader.wait_for("j k move  1 event")
    assert "decided 0/3" in reader.text
    reader.type("b2")  # no attribute any more: a type of claim
    reader.wait_for("claims 1")
    reader.type("\x11")
    assert reader.wait_for_end() == 0
    assert [(annotation["tags"], annotation["attributes"]) for annotation in stored(corpus)] == [
        (["claim", "quantity"], {})
    ]


def test_leaving_with_a_line_that_cannot_be_read_leaves_it_as_a_draft(start: Open, corpus: Path) -> None:
    reader = start(80, 24)
    reader.type("ad\r2024-02-30\x11")
    assert reader.wait_for_end() == 0
    assert not (corpus / "annotations.json").exists()
    again = start(80, 24)
    again.type("ad\r")
    again.wait_for("2024-02-30")
    again.type("\x7f\x7f28\r")
    again.wait_until_gone(" draft ")
    again.wait_for("2024-02-28")
    assert attributes(again, corpus) == {"when": "2024-02-28"}


@pytest.mark.parametrize(("columns", "rows"), SIZES)
def test_what_cannot_be_read_stays_to_be_mended(start: Open, corpus: Path, columns: int, rows: int) -> None:
    reader = start(columns, rows)
    reader.type("ad\r2024-02-30\r")
    reader.wait_for("no such day")
    assert "2024-02-30" in reader.text
    reader.type("\x7f\x7f28\r")
    reader.wait_until_gone("2024-02-30")
    reader.wait_for("2024-02-28")
    reader.type("n")
    reader.wait_for("1 number taken from the text")
    reader.type("n+1.500 جندي\r")
    reader.wait_for("no amount")
    reader.type("\x1b")
    reader.wait_for("kept as a draft")
    reader.type("d\r\x15أمس\r")
    reader.wait_for("kept as it is written")
    assert attributes(reader, corpus)["when"] == "أمس"


@pytest.mark.parametrize(("columns", "rows"), SIZES)
def test_the_source_is_picked_and_its_words_are_the_claimant(
    start: Open, corpus: Path, columns: int, rows: int
) -> None:
    reader = start(columns, rows)
    reader.type("af\x7f\r")  # not the source that is suggested
    reader.wait_for("Enter source in the text")
    reader.type(LEFT + "o" + LEFT)  # only the second word
    reader.wait_for("Enter source in the text")
    reader.type("\r")
    reader.wait_for("its words are the claimant, too")
    reader.wait_for("▸v cue in the text")
    reader.type("u")
    reader.wait_for("undone")
    reader.type("r")
    reader.wait_for("done again")
    values = attributes(reader, corpus)
    assert values["claimant"] == values["source_span"]["quote"] == "الوزير"
    span = values["source_span"]
    assert TEXT[span["start"] : span["end"]] == span["quote"]


def test_one_undo_takes_source_and_claimant_back(start: Open, corpus: Path) -> None:
    reader = start()
    reader.type("af\x7f\r")  # not the source that is suggested
    reader.wait_for("Enter source in the text")
    reader.type("\r")
    reader.wait_for("its words are the claimant, too")
    reader.type("u")
    reader.wait_for("decided 0/3")
    reader.type("\x11")
    assert reader.wait_for_end() == 0
    assert stored(corpus) == []


def test_a_claimant_may_be_taken_from_the_text_and_typing_goes_on_if_it_is_not(
    start: Open, corpus: Path
) -> None:
    reader = start()
    reader.type("awالناطق")
    reader.wait_for("Tab: from the text")
    reader.type("\t")
    wait_lit(reader, "قال")
    reader.type("\x1b")
    reader.wait_for("Tab: from the text")
    reader.wait_for("الناطق", logical=True)
    reader.type(" باسم\t")
    reader.wait_for("Enter claimant")
    reader.type("\r")
    reader.wait_for("▸s reported as")
    assert attributes(reader, corpus) == {"claimant": "قال"}


@pytest.mark.parametrize(("columns", "rows"), SIZES)
def test_numbers_are_added_changed_and_taken_away(start: Open, corpus: Path, columns: int, rows: int) -> None:
    reader = start(columns, rows)
    reader.type("an")
    reader.wait_for("1 number taken from the text")
    reader.type("n0+~12,000 جندي\r")
    reader.wait_for("~12,000")
    reader.type("+≥ 40 صاروخا\r")
    reader.wait_until(lambda: row_of(reader, "numbers").endswith("2"))
    reader.type("j")
    reader.wait_for("0: take it away")
    reader.type("\r\x15نحو 14,000 جندي\r")
    reader.wait_for("14,000")
    reader.type("j0")
    reader.wait_until(lambda: row_of(reader, "numbers").endswith("1"))
    (number,) = attributes(reader, corpus)["numbers"]
    assert (number["value"], number["unit"], number["approx"]) == (14000.0, "جندي", True)


def test_the_row_under_the_cursor_is_seen_without_colours(start: Open) -> None:
    reader = start(NO_COLOR="1")
    reader.type("ac")
    reader.wait_for("▸c certainty")
    screen = reader.screen
    y = next(y for y, row in enumerate(screen.display) if "▸c" in row)
    assert all(screen.buffer[y][x].reverse for x in range(30))
    assert screen.buffer[y][1].fg == "default"


@pytest.mark.parametrize(("columns", "rows"), SIZES)
def test_the_panel_is_hidden_shown_and_gone_into(start: Open, columns: int, rows: int) -> None:
    reader = start(columns, rows)
    reader.wait_for("1 of 3")
    reader.type("\r")
    reader.wait_until_gone("1 of 3")
    reader.type("a")
    reader.wait_for("▸s reported as")
    reader.type("\x1b")
    reader.wait_until_gone("reported as")
    assert "1 of 3" not in reader.text, "it was hidden before"
    reader.type("q\r")
    reader.wait_for("j k move")
    reader.type("j")
    assert "of 3" not in reader.text, "for as long as the session lasts"
    reader.type("\r")
    reader.wait_for("2 of 3")


def bytes_of(reader: Terminal, key: str) -> int:
    """Press a key that changes what is shown, and return how many bytes that took."""
    before, shown = reader.settle(), reader.text
    reader.type(key)
    reader.wait_until(lambda: reader.text != shown)
    return reader.settle() - before


def test_a_row_costs_little_and_the_text_stays_where_it_is(start: Open) -> None:
    for columns, rows in SIZES:
        reader = start(columns, rows)
        reader.type("a")
        reader.wait_for("▸s reported as")
        reader.wait_for("take what is suggested")  # it comes last, and is no part of a step
        text = [row[50:] for row in reader.screen.display[:8]]
        for key in "jjjjd":
            assert bytes_of(reader, key) <= 2048
        assert [row[50:] for row in reader.screen.display[:8]] == text
        assert FIRST.split()[0] in reader.logical
        reader.type("\x11")
        assert reader.wait_for_end() == 0
