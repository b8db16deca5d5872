"""The concordance in the running program: rows read from the right, at two sizes, in both languages."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from sample_corpus import stored
from terminal import COMMAND, Terminal, logical

NASTY = "\x1b]52;c;ZXZpbA==\x07\x1b[31m\x9b2J\u202e\u2066\u200b\u3164\U000e0041"
RECORDS = [
    (
        "wadi-1",
        "الساحل",
        "قالت الوزارة إن السد انهار بعد 12 يوما من المطر (بحسب CNN) في الوادي كله ونفت ذلك.",
    ),
    ("wadi-2", f"صوت{NASTY}", f"تحدث الخبراء عن بناء السد مع 3000\u202e 12\u202c جندي{NASTY} وغادروا."),
    (f"wadi-3{NASTY}", "الجبل", "امتلأ الوادي.\nوأحاط الماء بالسد"),
]


@pytest.fixture
def news(tmp_path: Path) -> Path:
    folder = tmp_path / "news"
    folder.mkdir()
    lines = (json.dumps({"id": id_, "source": source, "text": text}) for id_, source, text in RECORDS)
    (folder / "wadi.jsonl").write_text("\n".join(lines))
    return folder


@pytest.fixture(params=[(80, 24), (120, 40)], ids=lambda size: f"{size[0]}x{size[1]}")
def reader(request: pytest.FixtureRequest, news: Path, home: dict[str, str]) -> Iterator[Terminal]:
    columns, rows = request.param
    with Terminal([COMMAND, str(news)], env=home, columns=columns, rows=rows) as terminal:
        terminal.wait_for("3 articles")
        yield terminal
        terminal.type("\x11")
        assert terminal.wait_for_end() == 0


def hit_rows(terminal: Terminal) -> list[str]:
    return [row for row in terminal.screen.display[2:14] if "wadi" in row[:14]]


def test_the_hits_of_the_filter_stand_below_each_other_joined_and_in_order(reader: Terminal) -> None:
    reader.type("/السد")
    reader.wait_for("3 hits")
    reader.type("\rh")
    reader.wait_until(lambda: len(hit_rows(reader)) == 3)
    first, second, third = hit_rows(reader)
    found = [(first, "ﺪﺴﻟﺍ"), (second, "ﺪﺴﻟﺍ"), (third, "ﺪﺴﻟﺎﺑ")]
    assert len({row.index(word) + len(word) for row, word in found}) == 1, "each begins in the same column"
    assert first.index("ﺪﺴﻟﺍ ﻥﺇ ") > first.index("ﺭﺎﻬﻧﺍ"), "what follows is at the left"
    assert "قالت الوزارة إن السد انهار بعد 12 يوما" in logical(first)
    assert third.rstrip().endswith("ﻁﺎﺣﺃﻭ"), "the line before is another paragraph"


def test_nothing_hostile_of_an_article_acts_on_the_screen(reader: Terminal) -> None:
    reader.type("h")
    reader.wait_for("what to look for")
    reader.type("الخبراء\r")
    reader.wait_until(lambda: len(hit_rows(reader)) == 1)
    (row,) = hit_rows(reader)
    assert "ﺀﺍﺮﺒﺨﻟﺍ" in row
    assert "12 3000" in row, "an override turns nothing round"
    assert "]52;c" not in "".join(reader.screen.title)
    reader.type("\r")
    reader.wait_for("hit 1 of 1")
    reader.type("q")
    reader.wait_for("what stands before")


def test_typed_ahead_every_key_acts_where_the_one_before_has_led(news: Path, home: dict[str, str]) -> None:
    with Terminal([COMMAND, str(news)], env=home, columns=80, rows=24) as terminal:
        terminal.wait_for("3 articles")
        terminal.type("hالسد\rj2s")
        terminal.wait_for("by what stands before")
        terminal.wait_until(lambda: any("c2" in row for row in hit_rows(terminal)))
        terminal.type("\x11")
        assert terminal.wait_for_end() == 0
    (saved,) = stored(news)
    assert saved["target"]["quote"].startswith("تحدث الخبراء عن بناء السد")
    assert saved["tags"] == ["claim", "quantity"]


def test_in_arabic_it_is_read_from_the_right(news: Path, home: dict[str, str]) -> None:
    with Terminal([COMMAND, str(news), "--lang", "ar"], env=home, columns=80, rows=24) as terminal:
        terminal.wait_for("3 مقالات", logical=True)
        terminal.type("h")
        terminal.wait_for("اكتب في السطر أدناه", logical=True)
        terminal.type("السد\r")
        terminal.wait_for("3 نتائج · 3 مقالات", logical=True)
        terminal.wait_for("ما قبلها", logical=True)
        terminal.type("s")
        terminal.wait_for("بحسب ما قبلها", logical=True)
        terminal.type("\x11")
        assert terminal.wait_for_end() == 0
