"""What is hidden in an article or in its name is seen where it is shown: no text reads as another."""

from __future__ import annotations

import json
import os
import subprocess
from pathlib import Path

import pytest
from library_pilot import library, shown
from reader_pilot import opened, panel
from sample_corpus import stored
from terminal import COMMAND, Terminal

from annotations.text.hidden_characters import SIGN
from tui.i18n import choose

NAME = "u\u202etxt.gpj.txt"


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    folder = tmp_path / "corpus"
    folder.mkdir()
    (folder / "c.txt").write_text(
        "خبر عن 5\u200b00 جندي\n\n"
        "ذكرت الوكالة أن القصف قتل \u202e21\u202c جنديا أمس. ووصل 7\u200b00 جندي إلى المدينة.\n",
        encoding="utf-8",
    )
    (folder / NAME).write_text("عنوان آخر تماما\n\nقال الوزير إن كل شيء واضح اليوم.\n", encoding="utf-8")
    return folder


async def test_the_details_say_what_is_hidden_in_the_sentence(corpus: Path) -> None:
    async with library(corpus) as (app, pilot):
        await opened(app, pilot)
        told = panel(app)
        assert f"hidden           {SIGN}21{SIGN} U+202E" in told
        assert "direction override, not applied" in told
        assert " 21 " in shown(app)
        assert " 12 " not in shown(app)
        await pilot.press("j")
        assert f"hidden           7{SIGN}00 U+200B" in panel(app)
        assert "zero width character" in panel(app)
        await pilot.press("a")
        assert f"hidden           7{SIGN}00 U+200B" in panel(app), "while one fills in a number, too"
        assert "700" not in panel(app)
        await pilot.press("escape", "2")
    (annotation,) = stored(corpus)
    assert "7\u200b00" in annotation["target"]["quote"], "what is stored is the text as it is"


async def test_it_is_said_in_arabic(corpus: Path) -> None:
    choose("ar")
    try:
        async with library(corpus) as (app, pilot):
            await opened(app, pilot)
            assert "مخفي" in shown(app)
            assert "فرض اتجاه" in shown(app)
            assert f"{SIGN}21{SIGN} U+202E" in panel(app)
    finally:
        choose("en")


async def test_names_and_titles_have_a_sign_where_something_is_hidden(corpus: Path) -> None:
    async with library(corpus) as (app, pilot):
        assert f"5{SIGN}00" in shown(app), "the title in the list and in the preview"
        assert " 500 " not in shown(app)
        await pilot.press("enter", "o")
        assert f"u{SIGN}txt.gpj.txt" in shown(app)
        assert "jpg" not in shown(app)


async def test_a_note_with_hidden_characters_is_shown_with_signs(corpus: Path) -> None:
    async with library(corpus) as (app, pilot):
        reader = await opened(app, pilot)
        await pilot.press("c")
        (annotation,) = app.session.annotations.of(reader.article)
        await pilot.press("m")
        app.screen.focused._change(app.screen.focused.edited.insert("عدد 5\u316400"))  # type: ignore[union-attr]
        await pilot.pause()
        assert f"5{SIGN}00" in shown(app), "while it is typed or pasted"
        await pilot.press("enter")
        await pilot.pause()
        assert f"5{SIGN}00" in panel(app)
        (now,) = app.session.annotations.of(reader.article)
        assert now.uuid == annotation.uuid
        assert now.note == "عدد 5\u316400"


def run(*arguments: object, home: Path) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "CLAIMREADER_HOME": str(home)}
    return subprocess.run(
        [COMMAND, *map(str, arguments)], env=environment, capture_output=True, text=True, check=False
    )


@pytest.mark.parametrize(
    ("arguments", "seen"),
    [
        (("list",), [f"5{SIGN}00", f"u{SIGN}txt.gpj.txt"]),
        (("search", "جندي"), [f"5{SIGN}00"]),
        (("sentences",), [f"5{SIGN}00", f"7{SIGN}00", f"21{SIGN}{SIGN}"]),
        (("show", "c"), [f"5{SIGN}00", f"7{SIGN}00", f"21{SIGN}{SIGN}"]),
    ],
)
def test_commands_on_a_terminal_show_a_sign(
    arguments: tuple[str, ...], seen: list[str], corpus: Path, home: Path
) -> None:
    where = ["--corpus", str(corpus)]
    with Terminal([COMMAND, *arguments, *where], env={"CLAIMREADER_HOME": str(home)}) as terminal:
        terminal.wait_for_end()
        for sign in seen:
            assert sign in terminal.text
        for false in ("500", "700", " 12 ", "jpg"):
            assert false not in terminal.text


def test_data_for_other_programs_is_as_stored(corpus: Path, home: Path) -> None:
    lines = run("sentences", "--json", corpus, home=home).stdout.splitlines()
    texts = [json.loads(line)["text"] for line in lines]
    assert any("\u202e21\u202c" in text for text in texts)
    assert any("7\u200b00" in text for text in texts)


async def test_verify_says_which_articles_have_some(corpus: Path, home: Path) -> None:
    async with library(corpus) as (app, pilot):
        await opened(app, pilot)
        await pilot.press("c")
    done = run("verify", corpus, home=home)
    assert done.returncode == 0, "worth knowing, and nothing wrong"
    assert "c.txt: 4 hidden characters that change what is seen" in done.stdout
