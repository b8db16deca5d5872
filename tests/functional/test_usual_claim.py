"""How many keys a usual claim takes, counted as a person types them, with a known claimant and an offer."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from sample_corpus import stored
from terminal import COMMAND, Terminal

import seeds

SIZES = [(80, 24), (120, 40)]

OWN = """\
سد وادي الرمل
قالت وزارة الري إن البوابات فتحت عند الفجر.
وقال رئيس بلدية وادي الرمل إن 40 شخصا قتلوا في الفيضان.
وأضاف أن نحو 300 منزل تضررت.
وأكدت وزارة الصحة أن 120 مصابا نقلوا إلى المستشفى.
"""


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    folder = tmp_path / "corpus"
    folder.mkdir()
    (folder / "a.txt").write_text(OWN, encoding="utf-8")
    return folder


@pytest.fixture
def begin(tmp_path: Path) -> Iterator[Any]:
    opened: list[Terminal] = []

    def reader(folder: Path, size: tuple[int, int] = (120, 40), **more: Any) -> Terminal:
        environment = {"CLAIMREADER_HOME": str(tmp_path / "home"), "CLAIMREADER_ANNOTATOR": "me"}
        terminal = Terminal([COMMAND, str(folder)], env=environment, columns=size[0], rows=size[1], **more)
        opened.append(terminal)
        terminal.wait_for("1 article")
        terminal.type("\r")
        terminal.wait_for("j k move")
        return terminal

    yield reader
    for terminal in opened:
        terminal.kill()


def counted(keys: str, letters: str) -> tuple[int, int]:
    """Return how many keys and how many letters of a name there are; each stands for one press."""
    return len(keys) - len(letters), len(letters)


def end(terminal: Terminal, corpus: Path) -> list[dict[str, Any]]:
    terminal.type("\x11")
    assert terminal.wait_for_end() == 0
    return sorted(stored(corpus), key=lambda annotation: annotation["target"]["start"])


@pytest.mark.parametrize("size", SIZES, ids=str)
def test_a_usual_claim_takes_six_keys_and_four_letters(
    corpus: Path, begin: Any, size: tuple[int, int]
) -> None:
    reader = begin(corpus, size)
    reader.type("j2")  # the ministry: its name is typed once
    reader.wait_for("decided 1/5")
    reader.type("awوزارة الصحة\rajjj2")
    reader.wait_for("decided 2/5")
    keys, letters = "awوز\r12n", "وز"
    assert counted(keys, letters) == (6, 2)
    reader.type(keys)
    reader.wait_for("1 number taken from the text")
    _, claim = end(reader, corpus)
    assert claim["tags"] == ["claim", "quantity"]
    assert claim["attributes"]["claimant"] == "وزارة الصحة"
    assert claim["attributes"]["reported_as"] == "asserted"
    assert claim["attributes"]["certainty"] == "probable"
    assert [item["value"] for item in claim["attributes"]["numbers"]] == [120.0]


def test_the_same_claimant_takes_one_key_and_the_next_claim_another(corpus: Path, begin: Any) -> None:
    reader = begin(corpus)
    reader.type("jj2")
    reader.wait_for("decided 1/5")
    reader.type("2")
    reader.wait_for("decided 2/5")
    reader.type("kk")
    reader.wait_for("sentence         3 of 5")
    reader.type("awرئ\r12n")
    reader.wait_for("1 number taken from the text")
    reader.type(".=11n")
    reader.wait_for("sentence         4 of 5")
    reader.wait_until(lambda: "1 number taken from the text" in reader.text)
    reader.type(".")
    reader.wait_for("no further claim of yours in this article")
    first, second = end(reader, corpus)
    assert first["attributes"]["claimant"] == second["attributes"]["claimant"] == "رئيس بلدية وادي الرمل"
    assert second["attributes"]["certainty"] == "certain"
    assert second["attributes"]["numbers"][0]["value"] == 300.0


def test_the_same_keys_on_a_sample_article(tmp_path: Path, begin: Any) -> None:
    folder = tmp_path / "seeds"
    folder.mkdir()
    shutil.copy(next(seeds.FOLDER.glob("002*.txt")), folder)
    reader = begin(folder)
    reader.type("2")
    reader.wait_for("decided 1/24")
    reader.type("awوك\rajj2")
    reader.wait_for("decided 2/24")
    keys, letters = "awوك\r12n", "وك"
    assert counted(keys, letters) <= (6, 4)
    reader.type(keys)
    reader.wait_until(lambda: "taken from the text" in reader.text or "▸n" in reader.text)
    first, second = end(reader, folder)
    assert first["attributes"]["claimant"] == second["attributes"]["claimant"]
    assert (second["attributes"]["reported_as"], second["attributes"]["certainty"]) == (
        "asserted",
        "probable",
    )
