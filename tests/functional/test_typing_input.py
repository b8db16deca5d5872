"""The one-line input, typed into with the bytes that terminals send, read from the screen's own rows."""

from collections.abc import AsyncIterator
from typing import ClassVar
from unittest.mock import patch

import pytest
from rich.segment import Segment
from textual import constants
from textual.app import App, ComposeResult
from textual.binding import Binding, BindingType
from textual.pilot import Pilot

from tui.config.keyboard_layouts import twin
from tui.textual_ext.input_parser import InputParser
from tui.theme import textual_theme
from tui.widgets.bidi_input import BidiInput

WIDTH = 22
"""Room for 20 cells and one at each side."""


class Notes(App[None]):
    """An input with an owner that has bindings for what is typed."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("j,ت", "hit('letter')"),
        Binding("g", "hit('g')", priority=True),
        Binding("slash,space", "hit('sign')"),
        Binding("zero_width_non_joiner,arabic_fatha", "hit('mark')"),
        Binding("ctrl+s", "hit('ctrl')"),
        Binding("down", "hit('down')"),
    ]

    def __init__(self, field: BidiInput) -> None:
        super().__init__()
        self.field = field
        self.events: list[tuple[str, str]] = []
        self.hits: list[str] = []
        self._parser = InputParser()

    def compose(self) -> ComposeResult:
        yield self.field

    def on_mount(self) -> None:
        dark = textual_theme("dark")
        self.register_theme(dark)
        self.theme = dark.name
        self.field.focus()

    async def _check_bindings(self, key: str, priority: bool = False) -> bool:
        if await super()._check_bindings(key, priority):
            return True
        latin = twin(key, "pc")
        return latin is not None and await super()._check_bindings(latin, priority)

    def action_hit(self, what: str) -> None:
        self.hits.append(what)

    def on_bidi_input_changed(self, event: BidiInput.Changed) -> None:
        self.events.append(("changed", event.value))

    def on_bidi_input_submitted(self, event: BidiInput.Submitted) -> None:
        self.events.append(("submitted", event.value))

    def on_bidi_input_cancelled(self, event: BidiInput.Cancelled) -> None:
        self.events.append(("cancelled", event.value))

    def feed(self, *reads: str) -> None:
        for read in reads:
            with patch.object(constants, "ESCAPE_DELAY", 0):  # nothing more of a paste is waited for
                events = [*self._parser.feed(read), *self._parser.tick()]
            for event in events:
                self.post_message(event)

    @property
    def segments(self) -> list[Segment]:
        return list(self.field.render_line(0))

    @property
    def row(self) -> str:
        return "".join(segment.text for segment in self.segments)

    @property
    def caret(self) -> int:
        """The column of the reversed cell; there is just one."""
        columns, found = 0, []
        for segment in self.segments:
            if segment.style and segment.style.reverse:
                assert segment.cell_length == 1
                found.append(columns)
            columns += segment.cell_length
        assert columns == WIDTH
        [column] = found
        return column


@pytest.fixture
async def pilot(request: pytest.FixtureRequest) -> AsyncIterator[Pilot[None]]:
    field = getattr(request, "param", None) or {}
    app = Notes(BidiInput(**field))
    async with app.run_test(size=(WIDTH, 3)) as pilot:
        await pilot.pause()
        yield pilot


async def send(pilot: Pilot[None], *reads: str) -> Notes:
    app = pilot.app
    assert isinstance(app, Notes)
    app.feed(*reads)
    await pilot.pause()
    return app


async def test_arabic_with_harakat_is_shaped_at_the_right_edge(pilot: Pilot[None]) -> None:
    app = await send(pilot, *"مُحَمَّد")
    assert app.field.value == "مُحَمَّد"
    assert app.row == " " * 17 + "ﺪﻤَّﺤَﻣُ "
    assert app.caret == 16
    await send(pilot, "\x7f", "\x7f")  # the dal, then the last mark alone
    assert app.field.value == "مُحَمَّد"[:-2]
    assert app.row == " " * 18 + "ﻢَﺤَﻣُ "


async def test_lam_alef_of_one_key_is_two_letters(pilot: Pilot[None]) -> None:
    app = await send(pilot, "س", "لا", "م", " ", "ﻻ", "\x1b[65275;;1604:1575u")
    assert app.field.value == "سلام لالا"
    assert app.row == " " * 15 + "ﻻﻻ ﻡﻼﺳ "
    await send(pilot, "\x7f")
    assert app.field.value == "سلام لال"


async def test_a_typed_zwnj_is_kept_and_parts_the_letters(pilot: Pilot[None]) -> None:
    app = await send(pilot, "می", "\u200c", "خ", "\x1b[32;2;8204u")
    assert app.field.value == "می\u200cخ\u200c"
    assert "\u200c" not in app.row
    assert app.row == " " * 18 + "ﺥﯽﻣ "


async def test_arabic_latin_and_digits_stand_in_the_order_of_the_eye(pilot: Pilot[None]) -> None:
    app = await send(pilot, *"صاروخ KN-23 أطلق ٣٠")
    assert app.row == "  " + "٣٠ ﻖﻠﻃﺃ KN-23 ﺥﻭﺭﺎﺻ "
    assert app.caret == 4
    await send(pilot, "\x1b[D", "\x1b[Dق\x1b[Cل\x1b[Hب")  # also where several keys come in one read
    assert app.field.value == "بصاروخ KN-23 أطلق لق٣٠"


async def test_latin_stands_at_the_left(pilot: Pilot[None]) -> None:
    app = await send(pilot, *"abc")
    assert app.row == " abc" + " " * 18
    assert app.caret == 4


@pytest.mark.parametrize(
    ("pilot", "row", "caret"),
    [
        ({"placeholder": "ابحث", "direction": "rtl"}, " " * 16 + "ﺚﺤﺑﺍ  ", 20),
        ({"placeholder": "Find", "direction": "ltr"}, "  Find" + " " * 16, 1),
        ({"placeholder": "Find", "direction": "rtl"}, " " * 16 + "Find  ", 20),
        ({}, " " * 22, 20),
    ],
    indirect=["pilot"],
)
async def test_an_empty_one_shows_its_direction_and_placeholder(
    pilot: Pilot[None], row: str, caret: int
) -> None:
    app = await send(pilot)
    assert (app.row, app.caret) == (row, caret)


async def test_paste_of_mixed_text_is_one_line_and_one_step(pilot: Pilot[None]) -> None:
    app = await send(pilot, *"قبل ", "\x1b[200~سطر أول\r\nline\t2\x07 \u202eمی\u200cخ\x1b[201~", *" بعد")
    assert app.field.value == "قبل سطر أول line 2 می\u200cخ بعد"
    assert app.hits == []
    await send(pilot, "\x1a", "\x1a")
    assert app.field.value == "قبل "


@pytest.mark.parametrize("text", ["abcdefghij" * 4, "ابتثجحخدذر" * 4])
async def test_long_text_scrolls_with_the_caret(pilot: Pilot[None], text: str) -> None:
    app = await send(pilot, *text)
    rtl = text[0] == "ا"
    start, end = ("\x1b[C", "\x1b[D") if rtl else ("\x1b[D", "\x1b[C")
    assert app.caret == (0 if rtl else WIDTH - 1)
    assert app.row[-1 if rtl else 0] == "…"
    for _ in range(40):
        await send(pilot, start)
        assert 0 <= app.caret < WIDTH
    assert app.field.edited.caret == 0
    assert app.caret == (20 if rtl else 1)
    assert app.row[0 if rtl else -1] == "…"
    assert app.row[-1 if rtl else 0] == " "
    await send(pilot, end * 20)
    assert app.caret == (1 if rtl else 20)
    await send(pilot, "\x1b[F")
    assert app.caret == (0 if rtl else WIDTH - 1)


async def test_the_mouse_puts_the_caret_and_drags_a_selection(pilot: Pilot[None]) -> None:
    app = await send(pilot, *"سلم عليكم")
    await send(pilot, "\x1b[<0;21;1M", "\x1b[<0;21;1m")  # the rightmost letter
    assert (app.field.edited.caret, app.caret) == (0, 20)
    await send(pilot, "\x1b[<0;21;1M", "\x1b[<32;18;1M", "\x1b[<0;18;1m")
    assert app.field.edited.selected == "سلم"
    underlined = "".join(one.text for one in app.segments if one.style and one.style.underline)
    assert underlined == "ﻢﻠﺳ"
    await send(pilot, *"من")
    assert app.field.value == "من عليكم"
    await send(pilot, "\x1b[<0;2;1M", "\x1b[<0;2;1m")  # left of the text
    assert app.field.edited.caret == len(app.field.value)


async def test_keys_that_write_reach_no_binding_and_others_do(pilot: Pilot[None]) -> None:
    app = await send(pilot, *"jg/ تل", "\u200c", "َ", "\x1b[1578;;1578u", "\x1b[106;;106u", "\x1b[32;2;32u")
    assert app.field.value == "jg/ تل\u200cَتj "
    assert app.hits == []
    await send(pilot, "\x13", "\x1b[1587;5u", "\x1b[B")  # ctrl+s, the same under an Arabic layout, down
    assert app.hits == ["ctrl", "ctrl", "down"]
    assert app.field.value == "jg/ تل\u200cَتj "


async def test_shell_keys_work_under_an_arabic_layout(pilot: Pilot[None]) -> None:
    app = await send(pilot, *"واحد اثنان", "\x1b[1588;5u", "١", "\x1b[1579;5u", "٢")  # ctrl+a, ctrl+e
    assert app.field.value == "١واحد اثنان٢"
    await send(pilot, "\x1b[1589;5u")  # ctrl+w
    assert app.field.value == "١واحد "
    await send(pilot, "\x1b[1593;5u")  # ctrl+u
    assert app.field.value == ""
    await send(pilot, "\x1b[1574;5u")  # ctrl+z
    assert app.field.value == "١واحد "


async def test_undo_goes_word_by_word(pilot: Pilot[None]) -> None:
    app = await send(pilot, *"واحد اثنان", "\x17", *"ثلاثة")
    values = [app.field.value]
    for _ in range(5):
        await send(pilot, "\x1a")
        values.append(app.field.value)
    assert values == ["واحد ثلاثة", "واحد ", "واحد اثنان", "واحد", "", ""]


async def test_the_owner_is_told(pilot: Pilot[None]) -> None:
    app = await send(pilot, *"نص", "\r", "\x1b[27u", "\x1b[D")
    assert app.events == [("changed", "ن"), ("changed", "نص"), ("submitted", "نص"), ("cancelled", "نص")]
    app.field.value = "سطر\nآخر"
    assert app.field.value == "سطر آخر"
    await send(pilot, "\x1a", "\x7f")
    assert app.events[4:] == [("changed", "سطر آخ")]


async def test_copy_and_cut_give_logical_text(pilot: Pilot[None]) -> None:
    app = await send(pilot, *"سلام abc", "\x1b[1;2H", "\x03")
    assert app.clipboard == "سلام abc"
    await send(pilot, "\x18", "\x16", "\x16")
    assert app.field.value == "سلام abcسلام abc"


async def test_without_the_focus_there_is_no_caret(pilot: Pilot[None]) -> None:
    app = await send(pilot, *"نص")
    app.set_focus(None)
    await pilot.pause()
    assert not any(one.style and one.style.reverse for one in app.segments)
