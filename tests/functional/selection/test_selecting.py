"""Selecting words with keys, and what becomes of a selection, in a real pty."""

import base64
from pathlib import Path

import pytest
from lit_cells import DOWN, FIRST, LEFT, RIGHT, TEXT, lit_cells, wait_lit
from sample_corpus import stored
from terminal import Terminal


def end(reader: Terminal) -> None:
    reader.type("\x1b\x11")
    assert reader.wait_for_end() == 0


def test_the_free_end_goes_the_way_the_eye_expects(reader: Terminal) -> None:
    reader.type("v")
    wait_lit(reader, "قال")
    reader.type(LEFT)
    wait_lit(reader, "قال الوزير")
    y, x, _ = lit_cells(reader)[0]
    assert y == 1
    assert x + len("قال الوزير") == 80 - 4  # from the right edge of the text on
    reader.type(LEFT)
    wait_lit(reader, "قال الوزير (MSMT")
    reader.type(RIGHT + RIGHT)
    wait_lit(reader, "قال")
    reader.type("o")
    reader.type(LEFT)
    wait_lit(reader, "الوزير")


def test_a_step_costs_little_and_repaints_its_own_cells(reader: Terminal) -> None:
    reader.type("v")
    wait_lit(reader, "قال")
    reader.wait_for("suggested; s takes all")  # what comes last, and is no part of a step
    for wanted in ("قال الوزير", "قال الوزير (MSMT", "قال الوزير (MSMT) أمس"):
        before = reader.settle()
        reader.type(LEFT)
        wait_lit(reader, wanted)
        assert reader.settle() - before <= 600


def test_by_letters_to_punctuation_and_by_sentences(reader: Terminal) -> None:
    reader.type("v\x1b[1;5D")
    wait_lit(reader, "قال ا")
    reader.type("\x1b[1;5C\x1b[1;5C")
    wait_lit(reader, "قا")
    reader.type("w")
    reader.wait_for("by letters")
    reader.type(RIGHT)
    wait_lit(reader, "ق")
    reader.type("w")
    reader.wait_for("to punctuation")
    reader.type(LEFT)
    wait_lit(reader, "قال الوزير")
    reader.type("w")
    reader.wait_for("by sentences")
    reader.type(LEFT)
    reader.wait_until(lambda: sum(len(text) for _, _, text in lit_cells(reader)) > len(FIRST) // 2)
    assert lit_cells(reader)[-1][2].endswith("موسكو.")


def test_rows_keep_the_column(reader: Terminal) -> None:
    reader.type("v" + LEFT)
    wait_lit(reader, "قال الوزير")
    _, x, _ = lit_cells(reader)[0]
    reader.type(DOWN)
    reader.wait_until(lambda: len(lit_cells(reader)) == 2)
    y, below, _ = lit_cells(reader)[1]
    assert y == 2
    assert below <= x < below + 8  # within the word under the one above
    reader.type("k")
    wait_lit(reader, "قال الوزير")


def test_it_goes_over_sentences_and_paragraphs(reader: Terminal, corpus: Path) -> None:
    reader.type("vwww" + LEFT * 3 + "c")
    reader.wait_for("decided 1/3")
    end(reader)
    assert [annotation["target"]["quote"] for annotation in stored(corpus)] == [TEXT]


def test_home_and_end_take_the_paragraph(reader: Terminal) -> None:
    reader.type("jv\x1b[Fy")
    reader.wait_for_bytes(b"\x1b]52;c;" + base64.b64encode("وأضاف المصدر أن KN-23 هناك.".encode()))
    reader.type("v\x1b[Hy")
    reader.wait_for_bytes(b"\x1b]52;c;" + base64.b64encode(FIRST.encode()))


def test_a_burst_of_keys_makes_an_annotation_of_the_words(reader: Terminal, corpus: Path) -> None:
    reader.type("v" + LEFT * 2 + RIGHT + "2")
    reader.wait_for("decided 1/3")
    reader.wait_for("claim, quantity: ")
    wait_lit(reader)
    end(reader)
    (made,) = stored(corpus)
    assert (made["target"]["quote"], made["tags"]) == ("قال الوزير", ["claim", "quantity"])
    assert TEXT[made["target"]["start"] : made["target"]["end"]] == "قال الوزير"


@pytest.mark.parametrize(("key", "tags"), [("c", ["claim"]), ("\r", ["claim"]), ("0", ["not_claim"])])
def test_claim_enter_and_none_use_it_too(reader: Terminal, corpus: Path, key: str, tags: list[str]) -> None:
    reader.type("v" + LEFT + key)
    reader.wait_for("decided 1/3")
    end(reader)
    assert [(annotation["target"]["quote"], annotation["tags"]) for annotation in stored(corpus)] == [
        ("قال الوزير", tags)
    ]


def test_every_key_works_under_an_arabic_layout(reader: Terminal, corpus: Path) -> None:
    reader.type("ر" + LEFT + "خ" + LEFT + "٢")  # v, o, 2
    reader.wait_for("decided 1/3")
    end(reader)
    assert [annotation["target"]["quote"] for annotation in stored(corpus)] == ["الوزير"]


def test_a_second_part_is_an_annotation_of_its_own_and_leaves_the_first_as_it_is(
    reader: Terminal, corpus: Path
) -> None:
    reader.type("v" + LEFT + "2")
    reader.wait_for("decided 1/3")
    reader.type("v")
    wait_lit(reader, "MSMT")  # the word behind the first part
    reader.wait_for("a new selection; v:")
    reader.type("3")
    reader.wait_for("claim, blame")
    end(reader)
    first, second = stored(corpus)
    assert (first["target"]["quote"], first["rev"]) == ("قال الوزير", 1)
    assert (second["target"]["quote"], second["rev"]) == ("MSMT", 1)


def test_v_twice_on_an_annotation_of_a_part_edits_its_span(reader: Terminal, corpus: Path) -> None:
    reader.type("v" + LEFT + "2")
    reader.wait_for("decided 1/3")
    reader.type("vv")
    wait_lit(reader, "قال الوزير")
    reader.wait_for("Enter stores it")
    reader.type(RIGHT + "\r")
    wait_lit(reader)
    reader.type("vv")
    wait_lit(reader, "قال")
    reader.type("v")
    reader.wait_for("a new selection")
    reader.type(" " + LEFT * 2 + "o" + LEFT * 2 + "3")  # another one, from the third word on
    reader.wait_for("claim, blame")
    end(reader)
    first, second = stored(corpus)
    assert (first["target"]["quote"], first["rev"], first["tags"]) == ("قال", 2, ["claim", "quantity"])
    assert (second["target"]["quote"], second["rev"]) == ("MSMT", 1)


def test_the_span_of_the_whole_sentence_is_edited_only_if_asked_for(reader: Terminal, corpus: Path) -> None:
    reader.type("2k")
    reader.wait_for("decided 1/3")
    reader.type("v")
    reader.wait_for("a new selection; v:")
    wait_lit(reader, "قال")
    reader.type("v")
    reader.wait_for("Enter stores it")
    reader.type(RIGHT * 2 + "\r")
    wait_lit(reader)
    end(reader)
    (made,) = stored(corpus)
    assert made["rev"] == 2
    assert made["target"]["quote"].startswith("قال الوزير (MSMT)")
    assert made["target"]["quote"].endswith("جُنديٍّ، ونفت")


@pytest.mark.parametrize("key", ["\x1b", "q"])
def test_leaving_changes_nothing_and_gives_the_keys_back(reader: Terminal, key: str) -> None:
    reader.type("v" + LEFT)
    wait_lit(reader, "قال الوزير")
    reader.type(key)
    wait_lit(reader)
    reader.wait_for("1-7 type")
    assert "decided 0/3" in reader.text
    reader.type("j2")
    reader.wait_for("decided 1/3")


def test_other_keys_of_the_reader_do_nothing_meanwhile(reader: Terminal) -> None:
    reader.type("v")
    wait_lit(reader, "قال")
    reader.type("xdnpfhb]" + LEFT)
    wait_lit(reader, "قال الوزير")
    assert "decided 0/3" in reader.text


def test_a_resize_keeps_the_selection_in_view(reader: Terminal) -> None:
    reader.type("v" + LEFT)
    wait_lit(reader, "قال الوزير")
    reader.resize(30, 8)
    wait_lit(reader, "قال الوزير")
    reader.resize(110, 30)
    wait_lit(reader, "قال الوزير")
    reader.type(RIGHT)
    wait_lit(reader, "قال")


def test_help_shows_its_keys(reader: Terminal) -> None:
    reader.type("v?")
    reader.wait_for("SELECT")
    reader.wait_for("to the paragraph's end")
    reader.type("q")
    wait_lit(reader, "قال")
