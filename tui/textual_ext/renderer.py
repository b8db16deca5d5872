"""Sends the screen in the way that this terminal shows right, and finds out which way that is.

Textual repaints parts of rows. Most profiles leave that as it is and cost nothing. A profile that has to see
a whole row to order it gets each row with a change in it whole, from the compositor, right before it is
written: all strips of the row are joined, and each cell keeps its style wherever it is sent.
"""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from rich.color import Color
from rich.segment import Segment
from rich.style import Style
from textual._compositor import ChopsUpdate, CompositorUpdate, LayoutUpdate
from textual.app import App
from textual.geometry import Region
from textual.screen import Screen
from textual.strip import Strip

from annotations.text.sanitising import for_clipboard
from tui.i18n import _
from tui.terminal import detection
from tui.terminal.profiles import PROFILES, Profile, clusters
from tui.textual_ext.answer_parser import TerminalAnswer
from tui.textual_ext.compositor import ChangedRows
from tui.textual_ext.driver import keeping_order
from tui.textual_ext.input_parser import reading_keys
from tui.textual_ext.posix_driver import on_its_terminal
from tui.textual_ext.screen_buffer import News, Sent, pieces

if TYPE_CHECKING:
    from collections.abc import Callable

    from rich.console import Console
    from textual._compositor import Compositor
    from textual.dom import DOMNode
    from textual.driver import Driver
    from textual.timer import Timer
    from textual.widget import Widget

TMUX_SECONDS = 3.0
"""How often tmux is asked whether another terminal is attached now; once takes 3 ms of a process."""

SETTLING_SECONDS = 0.1
"""How long a size has to stay before the screen is painted anew."""


class WholeRows(CompositorUpdate):
    """An update of whole rows, each sent as a profile wants it.

    Args:
        rows: rows of the screen with all that is in them.
        profile: how to send them.
        sent: where it is kept that they were.
    """

    def __init__(self, rows: Sequence[tuple[int, Strip]], profile: Profile, sent: Sent | None = None) -> None:
        self.rows = rows
        self.profile = profile
        self.sent = sent

    def render_segments(self, console: Console) -> str:
        """Return what is written to the terminal."""
        if self.sent is not None:
            for y, strip in self.rows:
                self.sent.keep(y, 0, strip)
        return "".join(
            f"\x1b[{y + 1}H{arranged(tuple(strip), self.profile).render(console)}" for y, strip in self.rows
        )


def whole_rows(compositor: Compositor, update: CompositorUpdate, profile: Profile) -> WholeRows:
    """Return an update of the same rows, whole."""
    if isinstance(update, LayoutUpdate):
        chops = [list(strips) for strips in update.strips]
        numbers: Sequence[int] = range(update.region.y, update.region.y + len(chops))
        rows = zip(numbers, chops, strict=True)
    else:
        assert isinstance(update, ChopsUpdate)
        numbers = sorted({y for y, _, _ in update.spans})
        crop = Region(0, numbers[0], compositor.size.width, numbers[-1] - numbers[0] + 1)
        rendered = compositor._render_chops(crop, set(numbers).__contains__)
        rows = zip(numbers, [list(rendered[y].values()) for y in numbers], strict=True)
    return WholeRows(
        [(y, Strip.join([strip for strip in strips if strip is not None])) for y, strips in rows], profile
    )


@lru_cache(maxsize=512)
def arranged(segments: tuple[Segment, ...], profile: Profile) -> Strip:
    """Return a row as it is sent, cells of one style that follow each other in one segment."""
    cells: list[str] = []
    styles: list[Style] = []
    for text, style, control in segments:
        if not control:
            places = clusters(text)
            cells += places
            styles += [style or Style.null()] * len(places)
    faces = [2 * bool(style.bold) + bool(style.italic) for style in styles]
    parts: list[tuple[list[str], Style]] = []
    for sent in profile.arrange(cells, faces):
        style = styles[sent.cell]
        if sent.drawn == "hidden":
            style += Style(color=style.bgcolor, conceal=True)
        elif sent.drawn == "apart":
            style = _apart(style)
        if parts and parts[-1][1] is style:
            parts[-1][0].append(sent.text)
        else:
            parts.append(([sent.text], style))
    return Strip([Segment("".join(texts), style) for texts, style in parts])


@lru_cache(maxsize=256)
def _apart(style: Style) -> Style:
    """Return the style in a colour that is another one for the terminal, though not for the eye."""
    color = style.color
    if color is None or color.is_default:
        return style
    red, green, blue = color.get_truecolor()
    return style + Style(color=Color.from_rgb(red, green, blue + 1 if blue < 255 else blue - 1))


class SendsRight(App[None]):
    """An app whose screen reads right in this terminal."""

    if TYPE_CHECKING:
        say: Callable[..., None]

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.choice = detection.recall()
        """The profile in use and why."""
        self._sent = Sent()
        self._sent_for: tuple[object, object] = (None, None)
        """The screen whose cells those are, and its size."""
        self._resized: Timer | None = None
        self._lasting = False
        """Whether the first screen is there, which is painted after all sizes that are told at the start."""
        self._answer = ""
        self._client = ""
        self._client_timer: Timer | None = None

    def _register(self, parent: DOMNode, *widgets: Widget, **options: Any) -> list[Widget]:
        """Take widgets in, screens with a compositor of ours (Textual makes one in each)."""
        for widget in widgets:
            if isinstance(widget, Screen):
                widget._compositor = ChangedRows()
        return super()._register(parent, *widgets, **options)

    def get_driver_class(self) -> type[Driver]:
        """Return Textual's driver, which sends the profile's codes and tells Arabic keys apart."""
        base = on_its_terminal(reading_keys(super().get_driver_class()))
        return keeping_order(base, self._tell_profile)

    def copy_to_clipboard(self, text: str) -> None:
        """Copy a text without what would act where it is pasted, and say what became of it.

        Textual's own sends a sequence that many terminals drop, and says nothing.
        """
        self._clipboard = cleaned = for_clipboard(text)
        self.run_worker(self._copy(cleaned, changed=cleaned.strip() != text.strip()), group="clipboard")

    async def _copy(self, text: str, *, changed: bool) -> None:
        from tui.terminal import clipboard

        driver = self._driver
        if driver is None:
            return
        said = await clipboard.copy(text, self.choice, driver.write)
        left_out = _("; line ends, control characters and hidden ones were left out") if changed else ""
        self.say(f"{said}{left_out}")

    def hurry(self) -> None:
        """Wait no longer for the terminal than a moment, and for keys typed ahead not at all: it is the end.

        May be called in a signal's handler: keys that keep coming keep the loop from ever looking at signals.
        """
        self._exit = True  # Textual's own, set by `exit`, which is called when the loop comes to it
        hurry = getattr(self._driver, "hurry", None)
        if hurry is not None:
            hurry()

    def _tell_profile(self) -> Profile:
        """Return the profile to a driver that has just taken the screen, or that changes how it sends."""
        self._sent.forget()
        return self.choice.profile

    def on_resize(self) -> None:
        """Send everything anew: what becomes of the rows when the size changes is the terminal's affair.

        Textual paints nothing if the size is the old one again when it comes to it, as after a quick shrink
        and growth, though the rows are gone; so all is painted once more when the last change is over.
        """
        self._sent.forget()
        if not self._lasting:  # the sizes of the start
            return
        if self._resized is not None:
            self._resized.stop()
        self._resized = self.set_timer(SETTLING_SECONDS, self._paint_anew)

    def _paint_anew(self) -> None:
        self._sent.forget()
        self.refresh(layout=True)

    def _display(self, screen: Screen[Any], renderable: Any) -> None:
        """Write of an update (Textual's one place for it) what isn't there, as the profile needs it."""
        if isinstance(renderable, LayoutUpdate | ChopsUpdate):
            if self._sent_for != (screen, self.size):
                self._sent_for = (screen, self.size)
                self._sent.forget()
            renderable = self._unsent(screen._compositor, renderable)
        super()._display(screen, renderable)

    def _unsent(self, compositor: Compositor, update: LayoutUpdate | ChopsUpdate) -> CompositorUpdate | None:
        """Return what of an update has to be written; None for nothing, not even the cursor."""
        profile = self.choice.profile
        news: CompositorUpdate
        if profile.whole_rows:
            whole = ((y, 0, strip) for y, strip in whole_rows(compositor, update, profile).rows)
            unsent = self._sent.unsent(whole)
            news = WholeRows([(y, strip) for y, _, strip in unsent], profile, self._sent)
        else:
            unsent = self._sent.unsent(pieces(update))
            news = News(unsent, self._sent, into_lines=isinstance(update, LayoutUpdate))
        at = self.screen.outer_size.clamp_offset(self.cursor_position)
        return news if unsent or at != self._previous_cursor_position else None

    def on_mount(self) -> None:
        """Look after the terminal around tmux, of which there may be another one after a while."""
        self.call_after_refresh(setattr, self, "_lasting", True)
        if self.choice.nested == "tmux":
            self._watch_tmux()

    async def on_terminal_answer(self, answer: TerminalAnswer) -> None:
        """Take what the terminal says; XTVERSION is asked first, and says more."""
        if answer.version:
            self._answer = detection.clean(answer.version)
        elif not self._answer:
            self._answer = detection.by_attributes(answer.attributes)
        if detection.multiplexer(self._answer, {}) == "tmux":
            self._watch_tmux()
        else:
            if self._answer:
                detection.remember(self._answer)
            self._choose()

    def use_profile(self, name: str) -> None:
        """Send by the profile of that name from now on, `auto`: by the one that is found; and keep it.

        Raises:
            SettingsError: it can't be kept; it is used all the same.
        """
        from tui.config import settings

        if name in PROFILES:
            self._use(detection.Choice(PROFILES[name], self.choice.terminal, "settings", self.choice.nested))
        try:
            settings.put(detection.SETTING, name)
        finally:
            if name == "auto":
                self._choose()

    def _choose(self) -> None:
        self._use(detection.choose(self._answer, client=self._client))

    def _use(self, choice: detection.Choice) -> None:
        before, self.choice = self.choice, choice
        if choice.profile != before.profile:
            use = getattr(self._driver, "use_profile", None)
            if use is not None:
                use()
            self.screen.refresh()

    def _watch_tmux(self) -> None:
        if self._client_timer is None:
            self._client_timer = self.set_interval(TMUX_SECONDS, self._ask_tmux)
            self.call_later(self._ask_tmux)

    async def _ask_tmux(self) -> None:
        client = await asyncio.to_thread(detection.ask_tmux)
        if client and client != self._client:
            self._client = client
            detection.remember(client)
            self._choose()
