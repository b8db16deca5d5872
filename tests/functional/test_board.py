"""The claims board and links in the running program, in a real pty."""

from __future__ import annotations

import json
import re
from itertools import takewhile
from pathlib import Path

import pytest
from msgspec.structs import replace
from sample_claims import ME, claims, corpus_with_claims, save
from sample_corpus import samples, stored
from terminal import COMMAND, Terminal

ARABIC = str.maketrans("gju1r0a", "لتع١ق٠ش")
"""What these keys type under the Arabic layout of PCs."""
NUMBER = re.compile(r"[~<>≤≥]*\d+,\d{3}\b")
ORDER = ["1,500", "~3,000", "~10,000", ">11,000", "≤12,000", "14,000"]
SIZES = pytest.mark.parametrize(("columns", "rows"), [(80, 24), (120, 40)])


@pytest.fixture
def home(tmp_path: Path) -> dict[str, str]:
    return {"CLAIMREADER_HOME": str(tmp_path / "home"), "CLAIMREADER_ANNOTATOR": ME}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "news"


def opened(terminal: Terminal, key: str = "g") -> Terminal:
    """Open the board once the annotations have been read, which the list of articles shows."""
    terminal.wait_for("2/73")
    terminal.type(key)
    terminal.wait_for("claims board")
    return terminal


def numbers(terminal: Terminal, wanted: list[str]) -> None:
    """Wait until the rows that show numbers have these, from the top."""

    def shown() -> list[str]:
        rows = takewhile(lambda row: not row.startswith("──"), terminal.screen.display)
        return [found[0] for row in rows if (found := NUMBER.findall(row[:40]))]

    terminal.wait_until(lambda: shown() == wanted)


def links(folder: Path) -> set[tuple[int, str, int]]:
    """Links as (holder's sentence, type, other end's sentence), sentences from 1."""
    found = stored(folder / "annotations.json")
    numbers = {one["uuid"]: one["target"]["sentence"] + 1 for one in found}
    return {
        (numbers[one["uuid"]], link["type"], numbers[link["to"]]) for one in found for link in one["links"]
    }


def tags(folder: Path) -> list[str]:
    found = sorted(
        stored(folder / "annotations.json"), key=lambda one: (one["article"]["id"], one["target"]["start"])
    )
    return ["+".join(one["tags"]) for one in found]


@SIZES
def test_find_jump_to_the_sentence_and_come_back_to_the_row(
    home: dict[str, str], folder: Path, columns: int, rows: int
) -> None:
    corpus_with_claims(folder)
    with Terminal([COMMAND, str(folder)], env=home, columns=columns, rows=rows) as terminal:
        opened(terminal)
        terminal.wait_for(">11,000")
        terminal.wait_for("وفي نتائج جديدة", logical=True)
        terminal.type("/")
        terminal.wait_for("filter")
        terminal.type("ألف certainty:certain")
        terminal.wait_until_gone("~3,000")
        terminal.wait_for("2 of 6")
        terminal.type("\r")
        terminal.type("j\r")  # the second of what was found
        terminal.wait_for("decided 2/")
        terminal.wait_for("ملايين", logical=True)
        terminal.type("\x1b")
        terminal.wait_for(">11,000")
        terminal.wait_for("q back")
        row = next(row for row in terminal.screen.display if ">11,000" in row)
        assert row.rstrip().endswith("◂")  # the same row, with the cursor
        terminal.type("\x1b")
        terminal.wait_for("~3,000")  # the filter is gone
        terminal.type("s")
        terminal.wait_for("sorted: by number")
        numbers(terminal, ORDER)
        terminal.type("q")
        terminal.wait_for("5 articles")
        terminal.type("q")
        assert terminal.wait_for_end() == 0


@pytest.mark.parametrize("typed", [{}, ARABIC], ids=["latin", "arabic"])
def test_one_tag_on_marked_rows_of_several_articles_is_one_step(
    home: dict[str, str], folder: Path, typed: dict[int, int]
) -> None:
    def keys(latin: str) -> str:
        return latin.translate(typed)

    corpus_with_claims(folder)
    with Terminal([COMMAND, str(folder)], env=home, columns=80, rows=24) as terminal:
        opened(terminal, keys("g"))
        terminal.type(keys("  j"))  # the first two, both of one article, ...
        terminal.type(keys(" "))  # ... and one of another
        terminal.wait_for("marked 3")
        terminal.type(keys("1"))
        terminal.wait_for("event set on 3; u takes it back")
        terminal.wait_for("c12")
        terminal.type(keys("u"))
        terminal.wait_for("undone")
        terminal.wait_until_gone("c12")
        terminal.type(keys("r"))
        terminal.wait_for("done again")
        terminal.type("\x1b")
        terminal.wait_until_gone("marked 3")
        terminal.type(keys("a0"))
        terminal.wait_for("not a claim set on 6")
        terminal.type(keys("0"))
        terminal.wait_for("6 deleted with their last tag")
        terminal.wait_for("deleted; u brings it back")
        terminal.type(keys("uu"))
        terminal.wait_for("c12")
        terminal.type("\x11")
        assert terminal.wait_for_end() == 0
    assert tags(folder) == [
        "claim+event+quantity",
        "claim+event+quantity",
        "claim+quantity",
        "claim+event+quantity",
        "claim+quantity",
        "claim+quantity",
    ]


def test_anothers_annotations_stay_as_they_are(home: dict[str, str], folder: Path) -> None:
    mine = corpus_with_claims(folder)
    save(folder, [one for one in claims(folder, annotator="سارة") if one.target.sentence == 12])
    assert len(mine) == 6
    with Terminal([COMMAND, str(folder)], env=home, columns=120, rows=40) as terminal:
        opened(terminal)
        terminal.type("a1")
        terminal.wait_for("event set on 6; 1 is another's: it stays")
        terminal.type("\x1b")
        terminal.wait_until_gone("marked 7")
        terminal.type("/by:سارة")
        terminal.wait_for("1 of 7")
        terminal.type("\r1")
        terminal.wait_for("1 is another's: it stays")
        terminal.type("\x11")
        assert terminal.wait_for_end() == 0
    assert sorted(tags(folder)) == ["claim+event+quantity"] * 6 + ["claim+quantity"]


@pytest.mark.parametrize("key", ["\x1b[3~", "\x04"])
def test_a_claim_that_is_not_on_the_same_matter_is_never_offered_as_such_again(
    home: dict[str, str], folder: Path, key: str
) -> None:
    corpus_with_claims(folder)
    for related in (5, 4):
        with Terminal([COMMAND, str(folder)], env=home, columns=80, rows=24) as terminal:
            opened(terminal)
            terminal.type("l")
            terminal.wait_for("5 reports on")
            terminal.type("1")
            terminal.wait_for(f"5 of 5, {related} on the same matter")
            terminal.wait_for("not this one")
            terminal.type(key)
            terminal.wait_for(f"5 of 5, {related - 1} on the same matter")
            terminal.wait_for("not on the same matter")
            if related == 4:  # one step takes it back
                terminal.type("\x1b")
                terminal.wait_for("claims board")
                terminal.type("u")
                terminal.wait_for("undone")
                terminal.type("l")
                terminal.wait_for("5 reports on")
                terminal.type("1")
                terminal.wait_for("5 of 5, 4 on the same matter")
                terminal.type("003" + "\x1b[D" + key)  # something stands behind the caret: it is deleted
                terminal.wait_for("00")
                terminal.wait_for("4 on the same matter")
            terminal.type("\x11")
            assert terminal.wait_for_end() == 0


@SIZES
def test_link_claims_by_typing_and_take_a_link_away_again(
    home: dict[str, str], folder: Path, columns: int, rows: int
) -> None:
    corpus_with_claims(folder)
    with Terminal([COMMAND, str(folder)], env=home, columns=columns, rows=rows) as terminal:
        opened(terminal)
        terminal.type("l")
        terminal.wait_for("5 reports on")
        terminal.type("1article:003 كشف")  # the type and what to look for, typed ahead
        terminal.wait_for("1 of 5")
        terminal.type("\r")
        terminal.wait_for("contradicts 003:2: ")
        terminal.wait_for("l1")  # it stays open for the next link
        terminal.type("\x7f" * 3)
        terminal.wait_for("2 of 5")
        terminal.type("\x1b")
        terminal.wait_for("claims board")
        terminal.type("\r")  # to the sentence
        terminal.wait_for("decided 2/73")
        terminal.type("l")
        terminal.wait_for("contradicts 003:2 ")
        terminal.type("3")
        terminal.wait_for("5 of 5, 5 on the same matter")  # never the claim itself
        terminal.wait_for("same noun: ")
        listed = [row for row in terminal.screen.display if re.match(r" [l≠≈ ] \d{3}:", row)]
        assert [row[1] for row in listed] == [*"≠≠≠≠l"], "what is linked already comes last"
        terminal.type("10 آلاف\r")
        terminal.wait_for("repeats 000:23")
        terminal.type("\x1b")
        terminal.wait_for("decided 2/73")
        terminal.type("q")
        terminal.wait_for("claims board")
        terminal.wait_for("l2")
        terminal.type("jl")
        terminal.wait_for("repeated by 000:13")
        terminal.type("kd")
        terminal.wait_for("link taken away; u brings it back")
        terminal.wait_until_gone("repeated by")
        terminal.type("u")
        terminal.wait_for("repeated by 000:13")
        terminal.type("\x1b")
        terminal.wait_until_gone("5 reports on")
        terminal.type("\x11")
        assert terminal.wait_for_end() == 0
    assert links(folder) == {(13, "contradicts", 2), (13, "repeats", 23)}


def test_a_board_of_no_annotations_says_what_to_do(home: dict[str, str], folder: Path) -> None:
    samples(folder)
    with Terminal([COMMAND, str(folder)], env=home, columns=80, rows=24) as terminal:
        terminal.wait_for("5 articles")
        while "claims board" not in terminal.text:  # until the annotations have been read
            terminal.type("g")
            terminal.settle(0.1)
        terminal.wait_for("no annotations yet: open an article and tag a sentence")
        terminal.type("t")
        terminal.wait_for("no claims are linked as contradicting")
        terminal.type("mqtt=lc1 u\rs?")
        terminal.wait_for("BOARD")
        terminal.type("\x1b")
        terminal.wait_until_gone("BOARD")
        terminal.type("q")
        terminal.wait_for("5 articles")
        terminal.type("\x11")
        assert terminal.wait_for_end() == 0


@SIZES
def test_the_samples_contradictions_by_sides(
    home: dict[str, str], folder: Path, columns: int, rows: int
) -> None:
    corpus_with_claims(folder)
    with Terminal([COMMAND, str(folder)], env=home, columns=columns, rows=rows) as terminal:
        opened(terminal)
        terminal.type("a")
        terminal.wait_for("marked 6")
        terminal.type("l")
        terminal.wait_for("1 contradicts")
        terminal.type("1")
        terminal.wait_for("contradicts 000:13")
        terminal.type("t")
        terminal.wait_for("6 sides · 6 claims · 4 sources")
        numbers(terminal, ORDER)
        sides = [row.split()[0] for row in terminal.screen.display if re.match(r"   [a-f] ", row)]
        assert sides == [*"abcdef"]
        terminal.type("jjj")  # the third figure
        terminal.wait_for("000:23")
        terminal.type("\r")
        terminal.wait_for("decided 2/73")
        terminal.wait_for("وزعم الرئيس", logical=True)
        terminal.type("\x1b")
        terminal.wait_for("6 sides")
        row = next(row for row in terminal.screen.display if row.startswith("   c "))
        assert row.rstrip().endswith("◂")  # the same claim
        terminal.type("m")
        terminal.wait_for("which source carries which side")
        row = next(row for row in terminal.screen.display if row.rstrip().endswith("◂"))
        assert sorted("".join(row.split()[:4])) == [*"abcdef"], "each figure at the source that has it"
        terminal.type("\r")
        terminal.wait_for("6 sides · 6 claims")
        terminal.type("u")
        terminal.wait_for("undone")
        terminal.wait_for("no claims are linked as contradicting")  # one step linked all
        terminal.type("r")
        terminal.wait_for("6 sides · 6 claims")
        terminal.type("q")
        terminal.wait_for("marked 6")
        terminal.type("\x1b/article:004\rt")  # of what the filter finds
        terminal.wait_for("no claims that the filter finds are linked")
        terminal.type("q/\x7f3\rt")
        terminal.wait_for("6 sides · 6 claims")
        terminal.type("\x11")
        assert terminal.wait_for_end() == 0


@pytest.mark.parametrize("typed", [{}, ARABIC], ids=["latin", "arabic"])
def test_two_spellings_become_one_person_whom_the_filter_finds_by_either(
    home: dict[str, str], folder: Path, typed: dict[int, int]
) -> None:
    samples_with(folder, ["جهاز المخابرات", "زيلينسكي", "المخابرات الكورية"])
    with Terminal([COMMAND, str(folder)], env=home, columns=120, rows=40) as terminal:
        opened(terminal, "g".translate(typed))
        terminal.type(" j =")  # the first and the third
        terminal.wait_for("which spelling stands for all")
        terminal.wait_for("المخابرات الكورية", logical=True)
        terminal.type("j\r")
        terminal.wait_for("2 spellings are one person")
        terminal.type("\x1b/claimant:جهاز")
        terminal.wait_for("2 of 3")
        terminal.type("\r=")
        terminal.wait_for("stands for all")
        terminal.type("d".translate(typed))
        terminal.wait_for("parted; u takes it back")
        terminal.type("u".translate(typed))
        terminal.wait_for("undone")
        terminal.type("\x1b")
        terminal.wait_for("2 of 3")
        terminal.type("\x11")
        assert terminal.wait_for_end() == 0
    table = json.loads((folder / "annotations.json").read_text())["people"]
    (record,) = table.values()
    assert record["names"] == ["المخابرات الكورية", "جهاز المخابرات"]
    names = [one["attributes"]["claimant"] for one in stored(folder / "annotations.json")]
    assert sorted(names) == ["المخابرات الكورية", "جهاز المخابرات", "زيلينسكي"], "each as it was written"


def samples_with(folder: Path, claimants: list[str]) -> None:
    """Make a corpus whose first claims have these claimants."""
    samples(folder)
    named = [
        replace(one, attributes={**one.attributes, "claimant": claimant})
        for one, claimant in zip(claims(folder), claimants, strict=False)
    ]
    save(folder, named)
