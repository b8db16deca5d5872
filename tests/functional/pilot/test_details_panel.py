"""The details in a pilot: whose they are, what they show, and what can't be done there."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from library_pilot import library, shown
from reader_pilot import made, opened, panel, type_
from sample_corpus import stored
from terminal import logical

from annotations.composition import Project
from annotations.model.records import Link, from_document
from annotations.store.tinydb_store import open_store
from tui.i18n import choose
from tui.screens.reader.screen import ReaderScreen
from tui.widgets.bars import KeyHints
from tui.widgets.details import Details
from tui.widgets.prompt import PromptRow

SCHEME = """
[[tags]]
id = "claim"
key = "c"

[[attributes]]
id = "dead"
kind = "number"
key = "d"

[[attributes]]
id = "words"
kind = "{kind}"
key = "{key}"
{more}
"""


async def test_another_s_annotation_is_never_written(corpus: Path) -> None:
    theirs = made(corpus, by="colleague", tags=("claim",), attributes={"claimant": "الوكالة"})
    async with library(corpus) as (app, pilot):
        await opened(app, pilot)
        assert "colleague" in panel(app)
        await pilot.press("a")
        assert "this one is colleague's: what you fill in is an annotation of your own" in shown(app)
        assert "الوكالة" not in shown(app).partition("side")[0], "its values are not the ones to fill in"
        await pilot.press("c", "1", "escape")
        await pilot.pause()
        assert "▸tags" in panel(app).replace("▸ tags", "▸tags")
    by_annotator = {annotation["annotator"]: annotation for annotation in stored(corpus)}
    assert from_document(by_annotator["colleague"]) == theirs
    assert by_annotator["analyst-1"]["attributes"] == {"certainty": "certain"}


async def test_of_several_of_one_s_own_tab_says_which(corpus: Path) -> None:
    made(corpus, tags=("claim",), attributes={"side": "A"})
    made(corpus, by="colleague", tags=("claim",))
    made(corpus, tags=("claim", "event"), attributes={"side": "B"})
    async with library(corpus) as (app, pilot):
        await opened(app, pilot)
        assert panel(app).count("▸") == 1
        await pilot.press("a", "b")
        assert "1 of 3" in panel(app)
        await pilot.press("tab")
        assert "3 of 3" in panel(app)
        assert "event" in panel(app)
        await pilot.press("0", "tab", "s", "3", "escape")
    mine = [
        annotation["attributes"] for annotation in stored(corpus) if annotation["annotator"] == "analyst-1"
    ]
    assert sorted(mine, key=len) == [{}, {"reported_as": "alleged", "side": "A"}]


async def test_a_read_only_database_says_so_at_every_change(corpus: Path) -> None:
    made(corpus, attributes={"side": "A", "numbers": [{"value": 3.0, "approx": False}]})
    database = corpus / "annotations.json"
    before = database.read_bytes()
    with open_store(database, annotator="other"):
        async with library(corpus) as (app, pilot):
            await opened(app, pilot)
            await pilot.press("a")
            for keys in ("s1", "b0", "n0", "nj0"):
                await pilot.press(*keys)
                assert "NOT SAVED" in app.screen.query_one(KeyHints).render_line(0).text
            await pilot.press("w")
            await type_(app, pilot, "موسكو\r")
            assert "موسكو" in shown(app), "what was typed is not lost"
            await pilot.press("escape", "escape")
    assert database.read_bytes() == before


async def test_an_annotation_left_with_nothing_goes_and_comes_back(corpus: Path) -> None:
    made(corpus, attributes={"side": "A"})
    async with library(corpus) as (app, pilot):
        reader = await opened(app, pilot)
        await pilot.press("a", "b", "backspace")
        assert not reader.view.group
        await pilot.press("u")
        assert reader.view.group
        assert reader.key_place == "details"
        assert "▸b side" in panel(app)
        assert "A" in panel(app)


async def test_a_long_list_is_chosen_from_by_typing(corpus: Path) -> None:
    values = ", ".join(f'"v{n}"' for n in range(12))
    (corpus / "claimreader.toml").write_text(
        SCHEME.format(kind="choice", key="w", more=f"values = [{values}]"), encoding="utf-8"
    )
    async with library(corpus) as (app, pilot):
        await opened(app, pilot)
        assert "▸w words" not in panel(app), "the key is that of the claimant"
        await pilot.press("a", "end", "enter")
        await type_(app, pilot, "v11\r")
        assert "v11" in panel(app)
        await pilot.press("d", "enter")
        await type_(app, pilot, "١٢٬٥٠٠\r")
        assert "12,500" in panel(app)
    assert stored(corpus)[0]["attributes"] == {"words": "v11", "dead": 12500.0}


@pytest.mark.parametrize(
    ("key", "named"), [("u", "undo"), ("1", "value with this number"), ("j", "next row")]
)
def test_a_scheme_cannot_take_a_key_of_the_details(corpus: Path, key: str, named: str) -> None:
    from annotations.scheme_file.loader import SchemeError
    from tui.config.bindings import reserved

    (corpus / "claimreader.toml").write_text(SCHEME.format(kind="text", key=key, more=""), encoding="utf-8")
    project = Project([corpus])
    project.reserved_keys = lambda: reserved("reader", "library")
    project.reserved_in_details = lambda: reserved("details")
    with pytest.raises(SchemeError, match=named):
        assert project.scheme


async def test_what_the_scheme_has_lost_is_shown_and_can_be_taken_away(corpus: Path) -> None:
    made(corpus, attributes={"old_thing": "value", "side": "A"})
    async with library(corpus) as (app, pilot):
        await opened(app, pilot)
        assert "old thing" in panel(app)
        await pilot.press("a", "end", "enter")
        assert "not in the scheme any more" in shown(app)
        await pilot.press("0")
        assert "old thing" not in panel(app)
    assert stored(corpus)[0]["attributes"] == {"side": "A"}


@pytest.mark.parametrize(
    "hostile",
    [
        {"claimant": "\x1b[2J\u202eabc\n[red]x[/red]" * 50},
        {"claimant": {"a": [1, {"b": None}]}, "reported_as": ["x"], "when": 7, "certainty": True},
        {"numbers": "many", "source_span": [1, 2], "cue_span": {"start": 9**9, "end": -1, "quote": 5}},
        {"numbers": [None, 5, "x", {"value": "a", "unit": 3}, {}, {"min": [1], "what": {}}]},
        {"source_span": {"start": 0, "end": 10**9, "quote": "x" * 5000}},
    ],
)
async def test_whatever_stands_in_the_database_is_shown_and_replaced(
    corpus: Path, hostile: Mapping[str, Any]
) -> None:
    made(corpus, attributes=dict(hostile))
    async with library(corpus) as (app, pilot):
        await opened(app, pilot)
        assert "\x1b" not in shown(app)
        await pilot.press("a", *["j"] * 20)
        for key in "sctwbfvndpiogh":
            await pilot.press(key, *(("escape",) if key == "w" else ()))
            assert "\x1b" not in panel(app)
        await pilot.press("n", "n", "0", "plus")
        await type_(app, pilot, "5 صواريخ\r")
        assert "5" in panel(app)
        await pilot.press("s", "1")
    values = stored(corpus)[0]["attributes"]
    assert values["reported_as"] == "asserted"
    assert values["numbers"][-1]["value"] == 5.0


async def test_links_note_and_who_are_in_the_panel(corpus: Path) -> None:
    other = made(corpus, by="colleague", tags=("event",))
    made(corpus, tags=("claim",), note="انظر", links=(Link("contradicts", other.uuid),))
    async with library(corpus) as (app, pilot):
        await opened(app, pilot)
        said = panel(app)
        for wanted in ("contradicts", "note", "analyst-1", "colleague", "2026-11-22 10:00", "sentence"):
            assert wanted in said


async def test_the_panel_in_arabic_is_read_from_the_right(corpus: Path) -> None:
    made(corpus, attributes={"certainty": "denied", "claimant": "موسكو"})
    choose("ar")
    try:
        async with library(corpus) as (app, pilot):
            await opened(app, pilot)
            await pilot.press("a", "w")
            row = next(row for row in shown(app).splitlines() if "◂" in row and "صاحب الادعاء" in row)
            assert row.index("صاحب الادعاء") < row.index("موسكو"), "in reading order"
    finally:
        choose("en")


async def test_help_and_palette_are_those_of_the_place(corpus: Path) -> None:
    async with library(corpus) as (app, pilot):
        await opened(app, pilot)
        await pilot.press("a", "question_mark")
        assert "DETAILS" in shown(app)
        assert "take the value away" in shown(app)
        await pilot.press("escape", "ctrl+p")
        await type_(app, pilot, "back to the text")
        await pilot.press("enter")
        await pilot.pause()
        assert isinstance(app.screen, ReaderScreen)
        assert app.screen.key_place != "details"


async def test_another_sentence_or_article_is_gone_to_with_what_is_typed_kept_to_its_own(
    corpus: Path,
) -> None:
    made(corpus, attributes={"side": "A"})
    async with library(corpus) as (app, pilot):
        reader = await opened(app, pilot)
        first = reader.view.cursor
        await pilot.press("a", "b", "left", "enter")
        assert reader.view.cursor == first + 1
        await type_(app, pilot, "B\r")
        assert "B" in panel(app)
        await pilot.press("right")
        assert "A" in panel(app)
        reader.visit(0, app.session.article(0))  # type: ignore[arg-type]
        assert reader.key_place != "details"
        await pilot.press("c")
        assert reader.view.group
    assert sorted(annotation["attributes"].get("side", "") for annotation in stored(corpus)) == ["", "A", "B"]


async def test_leaving_the_program_keeps_what_is_typed_as_a_draft(corpus: Path) -> None:
    async with library(corpus) as (app, pilot):
        await opened(app, pilot)
        await pilot.press("a", "w")
        await type_(app, pilot, "موسكو")
        await pilot.press("ctrl+q")
    assert not (corpus / "annotations.json").exists(), "nobody has said it"
    async with library(corpus) as (app, pilot):
        await opened(app, pilot)
        await pilot.press("a", "w", "enter")
    assert stored(corpus)[0]["attributes"] == {"claimant": "موسكو"}


async def test_what_is_typed_stays_with_the_article_that_is_left(corpus: Path) -> None:
    async with library(corpus) as (app, pilot):
        reader = await opened(app, pilot)
        await pilot.press("a", "w")
        await type_(app, pilot, "موسكو")
        await pilot.press("ctrl+p")
        await type_(app, pilot, "next article that is not there")
        await pilot.press("escape")
        reader.visit(0, app.session.article(0))  # type: ignore[arg-type]
        await pilot.press("enter", "enter")
        assert not (corpus / "annotations.json").exists()
        reader.visit(2, app.session.article(2))  # type: ignore[arg-type]
        await pilot.press("a", "w", "enter")
    (annotation,) = stored(corpus)
    assert (annotation["article"]["id"], annotation["attributes"]) == ("c.txt", {"claimant": "موسكو"})


async def test_a_selection_given_up_with_the_mouse_leaves_nothing_to_come_back(corpus: Path) -> None:
    async with library(corpus) as (app, pilot):
        reader = await opened(app, pilot)
        await pilot.press("a", "w")
        await type_(app, pilot, "موسكو\t")
        assert reader.key_place == "select"
        reader.transitions.leave_selection()
        await pilot.press("escape", "v", "escape")
        assert not reader.query_one(PromptRow).asking


LONG = "لم يتأكد الرقم بعد، " * 9


@pytest.mark.parametrize("size", [(80, 24), (120, 40), (200, 60)], ids=str)
async def test_a_note_a_claimant_and_a_link_are_read_whole(corpus: Path, size: tuple[int, int]) -> None:
    who = "المتحدث باسم هيئة الطوارئ في إقليم وادي الرمل"
    number = {"value": 1500.0, "min": None, "max": None, "unit": "جندي", "what": None, "approx": False}
    other = made(corpus, by="colleague", attributes={"claimant": "جهاز الرصد", "numbers": [number]})
    made(
        corpus,
        tags=("claim",),
        note=LONG,
        attributes={"claimant": who},
        links=(Link("contradicts", other.uuid),),
    )
    async with library(corpus) as (app, pilot):
        app.session.suggestions_on = False
        await pilot.resize_terminal(*size)
        await opened(app, pilot)
        await pilot.press("tab")
        said = panel(app)
        assert "…" not in said
        letters = "".join(logical(said).split())
        assert letters.count("يتأكد") == LONG.count("يتأكد")
        for word in (*who.split(), "جهاز", "الرصد", "1,500", "contradicts"):
            assert word in logical(said) or word in said
        assert other.target.quote.split()[1] not in logical(said).partition("contradicts")[2], (
            "who, not which words"
        )
        assert app.screen.query_one(Details).size.height <= max(4, size[1] // 2) or size[0] > 80


async def test_under_a_narrow_text_the_panel_has_half_of_the_screen_while_it_is_filled_in(
    corpus: Path,
) -> None:
    async with library(corpus) as (app, pilot):
        await pilot.resize_terminal(80, 24)
        await opened(app, pilot)
        details = app.screen.query_one(Details)
        assert details.size.height == 4
        await pilot.press("a")
        await pilot.pause()
        assert details.size.height == 12
        await pilot.press("escape")
        await pilot.pause()
        assert details.size.height == 4
        for columns, rows, height in ((120, 40, 38), (80, 24, 4), (120, 30, 28), (90, 20, 4)):
            await pilot.resize_terminal(columns, rows)
            await pilot.pause()
            assert details.size.height == height


async def test_before_anything_is_said_the_panel_shows_the_scheme(corpus: Path) -> None:
    async with library(corpus) as (app, pilot):
        await pilot.resize_terminal(120, 40)
        await opened(app, pilot)
        said = " ".join(panel(app).split())
        for wanted in ("c claim says that something is so", "2 quantity killed, wounded", "0 not a claim"):
            assert wanted in said
        await pilot.press("c")
        assert "2 quantity killed" not in " ".join(panel(app).split())


async def test_the_keys_of_the_scheme_are_named_as_far_as_there_is_room(corpus: Path) -> None:
    (corpus / "claimreader.toml").write_text(
        '[[tags]]\nid = "claim"\nkey = "c"\n'
        '[[tags]]\nid = "rumour"\nkey = "5"\n[[tags]]\nid = "leak"\nkey = "6"\n'
    )
    async with library(corpus) as (app, pilot):
        await opened(app, pilot)
        hints = app.screen.query_one(KeyHints)
        assert "5 rumour  6 leak" in hints.render_line(0).text
        await pilot.resize_terminal(60, 24)
        await pilot.pause()
        assert "5-6 type" in hints.render_line(0).text


async def test_a_key_that_the_details_need_is_theirs_and_the_clash_is_named(corpus: Path) -> None:
    from tui.config.bindings import clashes, reserved

    (corpus / "claimreader.toml").write_text(
        SCHEME.format(kind="text", key="w", more="")
        + '[[attributes]]\nid = "claimant"\nkind = "text"\nkey = "n"\n'
        + '[[attributes]]\nid = "numbers"\nkind = "numbers"\nkey = "x"\n'
    )
    project = Project([corpus])
    project.reserved_in_details = lambda: reserved("details")
    said = clashes(project.scheme)
    assert [("w" in line, "words" in line) for line in said] == [(True, True), (False, False)]
    assert "claimant" in said[1]
    async with library(corpus) as (app, pilot):
        reader = await opened(app, pilot)
        await pilot.press("a", "w")
        await type_(app, pilot, "الوزير\r")
        assert reader.view.group[0].attributes == {"claimant": "الوزير"}, "not the scheme's own row"


def test_the_default_scheme_clashes_with_nothing() -> None:
    from annotations.model.scheme import DEFAULT
    from tui.config.bindings import clashes

    assert clashes(DEFAULT) == ()


async def test_names_are_offered_while_a_claimant_is_typed(corpus: Path) -> None:
    made(corpus, "c.txt", attributes={"claimant": "وزارة الصحة"})
    async with library(corpus) as (app, pilot):
        reader = await opened(app, pilot)
        await pilot.press("j", "a", "w")
        line = reader.query_one(PromptRow).input
        assert "وزارة الصحة" in logical(panel(app)), "the article's names, before a letter is typed"
        await type_(app, pilot, "وزا")
        assert line.completed == "وزارة الصحة"
        assert line.value == "وزا", "nothing is written before it is taken"
        await pilot.press("backspace")
        assert (line.value, line.completed) == ("وزا", "وزا"), "the offer alone goes"
        await type_(app, pilot, "ر")
        assert line.completed == "وزارة الصحة"
        await pilot.press("left")
        assert line.value == "وزارة الصحة"
        await pilot.press("ctrl+u")
        await type_(app, pilot, "وز")
        await pilot.press("tab")
        assert line.value == "وزارة الصحة", "Tab takes it"
        await pilot.press("ctrl+u")
        await type_(app, pilot, "صح")
        assert line.completed == "صح", "it doesn't begin so"
        await pilot.press("down")
        assert line.value == "وزارة الصحة", "but can be chosen"
        await pilot.press("up", "enter")
        (annotation,) = reader.view.group
        assert annotation.attributes["claimant"] == "صح"
        assert "▸s reported as" in panel(app), "back where one was"


async def test_the_claimant_s_keys_are_letters_while_a_line_is_typed(corpus: Path) -> None:
    async with library(corpus) as (app, pilot):
        reader = await opened(app, pilot)
        await pilot.press("a", "w")
        await type_(app, pilot, "w=n.\r")
        assert reader.view.group[0].attributes == {"claimant": "w=n."}


async def test_right_behind_a_type_the_details_are_those_of_what_it_tagged(corpus: Path) -> None:
    async with library(corpus) as (app, pilot):
        reader = await opened(app, pilot)
        first = reader.view.cursor
        await pilot.press("2")
        assert reader.view.cursor == first + 1
        await pilot.press("a")
        assert reader.view.cursor == first
        await pilot.press("a", "1", "k", "j", "a")
        assert reader.view.cursor == first + 1, "behind a step those of the sentence under the cursor"
