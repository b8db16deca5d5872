"""How a project counts is found out by its selections, its names and its program together."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest
from exchange_samples import read

from annotations.exchange.articles import Articles
from annotations.exchange.import_plan import ImportPlan
from annotations.model.article import Article

GUID = "11111111-1111-4111-8111-1111111111{:02}"

EMOJI = "عاجل 🚨🚨 قتل خمسة.\nنفى الوزير 🇸🇾 ذلك.\nوقال: لا.\n"
# Code points: عاجل 0-4, 🚨 5 and 6, قتل 8-11, خمسة 12-16, line end 17; نفى 18-21, الوزير 22-28, 🇸 29, 🇾 30,
# ذلك 32-35, line end 36; وقال 37-41. In UTF-16 what follows 🚨🚨 is 2 further on, what follows 🇸🇾 is 4.
IN_CODE_POINTS = [(8, 16), (18, 28), (32, 35), (37, 41)]
IN_UTF_16 = [(10, 18), (20, 30), (36, 39), (41, 45)]
WORDS = ["قتل خمسة", "نفى الوزير", "ذلك", "وقال"]

LINES = "أعلن الجيش.\nنفى الوزير.\nوقال: لا.\nثم عاد."
# One for a line end: نفى 12-15, وقال 24-28, عاد 37-40. Two for each before: 13-16, 26-30, 40-43.
WITH_LF = [(12, 15), (24, 28), (37, 40)]
WITH_CRLF = [(13, 16), (26, 30), (40, 43)]
OF_LINES = ["نفى", "وقال", "عاد"]


def project(
    folder: Path, origin: str, text: str, spans: list[tuple[int, int]], names: list[str] | None = None
) -> Path:
    selections = "".join(
        f'<PlainTextSelection guid="{GUID.format(number)}" name="{name}" startPosition="{start}"'
        f' endPosition="{end}"/>'
        for number, ((start, end), name) in enumerate(zip(spans, names or [""] * len(spans), strict=True))
    )
    path = folder / "x.qdpx"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr(
            "project.qde",
            f'<Project xmlns="urn:QDA-XML:project:1.0" origin="{origin}"><Sources>'
            f'<TextSource guid="{GUID.format(99)}" name="t" plainTextPath="internal://a.txt">{selections}'
            "</TextSource></Sources></Project>",
        )
        archive.writestr("sources/a.txt", text.encode())
    return path


def imported(path: Path, text: str) -> ImportPlan:
    return read("refi-qda", path, Articles.of([Article("a.txt", text)]))


def quotes(plan: ImportPlan) -> list[str]:
    return [entry.annotation.target.quote for entry in plan.new]


@pytest.mark.parametrize("origin", ["NVivo 20", "NVivo 14 (Windows)", "Some Tool", "MAXQDA 2024"])
def test_utf_16_is_seen_by_the_ends_of_words_whoever_wrote_it(origin: str, tmp_path: Path) -> None:
    plan = imported(project(tmp_path, origin, EMOJI, IN_UTF_16), EMOJI)
    assert quotes(plan) == WORDS
    assert not plan.faults
    said = [str(remark) for remark in plan.remarks]
    assert len(said) == 1, "once a source"
    assert "its offsets count UTF-16 units: 4 of 4 selections begin and end at words that way" in said[0]


@pytest.mark.parametrize("origin", ["NVivo 20", "Some Tool", "ATLAS.ti 23"])
def test_code_points_are_seen_even_if_nvivo_says_to_have_written_it(origin: str, tmp_path: Path) -> None:
    plan = imported(project(tmp_path, origin, EMOJI, IN_CODE_POINTS), EMOJI)
    assert quotes(plan) == WORDS
    assert not plan.remarks


@pytest.mark.parametrize(("origin", "quote"), [("NVivo", "عاجل 🚨"), ("QualCoder", "عاجل 🚨🚨")])
def test_where_nothing_else_tells_them_apart_the_program_does(
    origin: str, quote: str, tmp_path: Path
) -> None:
    # 0-7 is عاجل and a space and one sign in UTF-16, and both signs in code points: no end cuts a word
    assert quotes(imported(project(tmp_path, origin, EMOJI, [(0, 7)]), EMOJI)) == [quote]


def test_names_tell_them_apart_where_ends_of_words_do_not(tmp_path: Path) -> None:
    text = "🚨 لا لا لا لا"
    # UTF-16: لا at 3, 6, 9; code points: at 2, 5, 8. The name of the second is that of nothing else.
    spans, names = [(0, 5), (3, 5)], ["🚨 لا", "لا"]
    plan = imported(project(tmp_path, "Some Tool", text, spans, names), text)
    assert [(entry.annotation.target.start, entry.annotation.target.end) for entry in plan.new] == [
        (0, 4),
        (2, 4),
    ]


@pytest.mark.parametrize("ends", ["\n", "\r\n"])
def test_nvivo_may_count_two_for_a_line_end_that_the_file_has_as_one(ends: str, tmp_path: Path) -> None:
    path = project(tmp_path, "NVivo 20", LINES.replace("\n", ends), WITH_CRLF)
    assert quotes(imported(path, LINES)) == OF_LINES


def test_atlas_ti_counts_one_for_a_line_end_that_the_file_has_as_two(tmp_path: Path) -> None:
    path = project(tmp_path, "ATLAS.ti 23", LINES.replace("\n", "\r\n"), WITH_LF)
    plan = imported(path, LINES)
    assert quotes(plan) == OF_LINES
    assert not plan.remarks


def test_plain_line_ends_are_plain(tmp_path: Path) -> None:
    plan = imported(project(tmp_path, "NVivo 20", LINES, WITH_LF), LINES)
    assert quotes(plan) == OF_LINES
    assert not plan.remarks


def test_both_may_come_together(tmp_path: Path) -> None:
    # UTF-16 with line ends as two: one more after the first line, two more after the second
    spans = [(10, 18), (21, 31), (37, 40), (43, 47)]
    plan = imported(project(tmp_path, "NVivo 20", EMOJI, spans), EMOJI)
    assert quotes(plan) == WORDS
    assert "UTF-16 units, a line end as two" in str(plan.remarks[0])


def test_one_selection_inside_of_a_word_moves_no_other(tmp_path: Path) -> None:
    spans = [*IN_UTF_16, (1, 3)]
    plan = imported(project(tmp_path, "NVivo 20", EMOJI, spans), EMOJI)
    assert quotes(plan) == [*WORDS, "اج"]


def test_what_fits_no_way_of_counting_is_said(tmp_path: Path) -> None:
    plan = imported(project(tmp_path, "NVivo 20", EMOJI, [(1, 3), (1, 2), (0, 2)]), EMOJI)
    assert "only 0 of 3 selections begin and end at words" in str(plan.remarks[0])
