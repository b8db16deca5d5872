"""The whole way of a first use, with the installed command in a real pty.

Open, walk, tag, undo, quit, reopen, export.
"""

import json
import subprocess
from pathlib import Path

import pytest
from terminal import COMMAND, Terminal
from tinydb import TinyDB

import seeds


@pytest.fixture
def home(tmp_path: Path) -> dict[str, str]:
    return {"CLAIMREADER_HOME": str(tmp_path / "home"), "CLAIMREADER_ANNOTATOR": "analyst-1"}


def run(arguments: list[str], env: dict[str, str], **more: object) -> subprocess.CompletedProcess[str]:
    import os

    return subprocess.run(
        [COMMAND, *arguments], env={**os.environ, **env}, capture_output=True, text=True, check=False, **more
    )  # type: ignore[call-overload,no-any-return]


def test_tags_set_by_keys_are_there_after_a_restart_and_in_the_export(home: dict[str, str]) -> None:
    with Terminal([COMMAND], env=home) as terminal:
        terminal.wait_for("5 articles")
        terminal.wait_for("كوريا الشمالية تسلم روسيا 14 ألف جندي و100 صاروخ", logical=True)
        terminal.type("jj\r")
        terminal.wait_for("decided 0/24")
        terminal.wait_for("في حربها مع أوكرانيا", logical=True)
        terminal.type("2")  # the title, a number; goes on
        terminal.wait_for("decided 1/24")
        terminal.type("c")  # stays
        terminal.wait_for("decided 2/24")
        terminal.type("j0")
        terminal.wait_for("decided 3/24")
        terminal.type("1")
        terminal.wait_for("decided 4/24")
        terminal.type("u")
        terminal.wait_for("decided 3/24")
        terminal.wait_for("undone")
        terminal.type("q")
        terminal.wait_for("3/24")
        terminal.type("q")
        assert terminal.wait_for_end() == 0

    with Terminal([COMMAND], env=home) as again:
        again.wait_for("3/24")
        again.type("\r")  # the article that was read last
        again.wait_for("decided 3/24")
        again.wait_for("c2")
        again.type("\x11")  # ctrl+q from anywhere
        assert again.wait_for_end() == 0

    export = run(["export"], home)
    assert export.returncode == 0
    assert "3 annotations written" in export.stderr
    texts = {path.name: path.read_text(encoding="utf-8") for path in seeds.FOLDER.glob("*.txt")}
    records = [json.loads(line) for line in export.stdout.splitlines()]
    assert [record["tags"] for record in records] == [["claim", "quantity"], ["claim"], ["not_claim"]]
    for record in records:
        target = record["target"]
        text = texts[record["article"]["id"]]
        assert text[target["start"] : target["end"]] == target["quote"]
        assert record["annotator"] == "analyst-1"

    database = next(Path(home["CLAIMREADER_HOME"]).rglob("annotations.json"))
    with TinyDB(database) as plain_database:
        plain = plain_database.all()
    assert sorted(annotation["uuid"] for annotation in plain) == sorted(record["uuid"] for record in records)


@pytest.mark.parametrize(("columns", "rows"), [(80, 24), (120, 40)])
def test_the_reader_shows_arabic_as_a_newspaper_prints_it(
    home: dict[str, str], columns: int, rows: int
) -> None:
    with Terminal([COMMAND], env=home, columns=columns, rows=rows) as terminal:
        terminal.wait_for("5 articles")
        terminal.type("jjj\r")
        terminal.wait_for("Esc back")
        article = terminal.screen.display[1:]  # without the top bar, which has the title too
        row = next(row for row in article if "MSMT" in row)
        assert "(MSMT)" in row  # brackets open to the reader's side on both ends
        number = next(row for row in article if "14" in row and "100" in row)
        assert number.index("100") < number.index(
            "14"
        )  # read from the right: 14 thousand soldiers, 100 missiles
        assert number.rstrip(" ◂").endswith("\ufedb")  # the initial form of kaf, of كوريا, at the right edge


def test_every_key_works_under_an_arabic_layout(home: dict[str, str]) -> None:
    with Terminal([COMMAND], env=home) as terminal:
        terminal.wait_for("5 articles")
        terminal.type("تت\r")  # j j
        terminal.wait_for("decided 0/24")
        terminal.type("٢")
        terminal.wait_for("decided 1/24")
        terminal.type("ع")  # u
        terminal.wait_for("decided 0/24")
        terminal.type("C")  # Caps Lock
        terminal.wait_for("decided 1/24")
        terminal.type("ض")  # q
        terminal.wait_for("5 articles")
        terminal.type("ض")
        assert terminal.wait_for_end() == 0


def test_a_resize_keeps_the_place(home: dict[str, str]) -> None:
    with Terminal([COMMAND], env=home) as terminal:
        terminal.wait_for("5 articles")
        terminal.type("\r" + "j" * 30)
        beside = f"sentence{' ' * 9}42 of 84"
        terminal.wait_for(beside)
        terminal.resize(70, 20)
        terminal.wait_for("sentence 42 of 84")  # in the panel under the text
        terminal.wait_for("◂")
        terminal.resize(120, 40)
        terminal.wait_for(beside)
        terminal.wait_for("◂")
        terminal.type("qq")
        assert terminal.wait_for_end() == 0


def test_two_readers_never_write_over_each_other(home: dict[str, str]) -> None:
    with Terminal([COMMAND], env=home) as first:
        first.wait_for("5 articles")
        first.type("\r2")
        first.wait_for("decided 1/73")
        with Terminal([COMMAND], env=home) as second:
            second.wait_for("READ-ONLY")
            second.type("\r")
            second.wait_for("decided 1/73")
            second.type("2")
            second.wait_for("NOT SAVED")
            assert "decided 1/73" in second.text
