"""Lets a person write a line of any direction: shaped, in the eye's order, and the caret is always seen.

Textual's `Input` stores Arabic well but shows it unshaped from the left, puts its cursor on lone marks, where
it is invisible, and refuses a typed ZWNJ. Its geometry is spread over a dozen private methods, so this is a
widget of its own over the line API: an `EditedLine` holds what is typed and where the caret stands, and
`tui.widgets.input_row` draws it.
"""

from __future__ import annotations

import time
import unicodedata
from collections.abc import Callable
from dataclasses import replace
from typing import ClassVar, Literal, NamedTuple

from textual import events
from textual.actions import SkipAction
from textual.binding import Binding, BindingType
from textual.geometry import Offset
from textual.message import Message
from textual.strip import Strip
from textual.widget import Widget

from tui.textual_ext.key_dispatch import run_binding
from tui.theme import palette
from tui.widgets.clusters import clean
from tui.widgets.edited_line import EditedLine
from tui.widgets.input_row import draw, draw_placeholder, first_column, scrolled

UNDO_STEPS = 200

_KEYS = {
    "left": "go('move', -1)",
    "right": "go('move', 1)",
    "ctrl+left,alt+left": "go('word', -1)",
    "ctrl+right,alt+right": "go('word', 1)",
    "home,ctrl+a": "go('home')",
    "end,ctrl+e": "go('end')",
    "shift+left": "select('move', -1)",
    "shift+right": "select('move', 1)",
    "ctrl+shift+left": "select('word', -1)",
    "ctrl+shift+right": "select('word', 1)",
    "shift+home": "select('home')",
    "shift+end": "select('end')",
    "backspace,shift+backspace": "edit('backspace')",
    "delete,ctrl+d": "edit('delete')",
    "ctrl+w,ctrl+backspace,alt+backspace": "edit('delete_word')",
    "ctrl+u": "edit('delete_before')",
    "ctrl+k": "edit('delete_behind')",
    "ctrl+z": "undo",
    "ctrl+c,super+c": "copy",
    "ctrl+x,super+x": "cut",
    "ctrl+v,super+v": "paste",
    "enter": "submit",
    "escape": "cancel",
}
"""Arrows, words, Home and End by the eye; the ctrl keys as in shells."""


def _types(key: str, character: str | None) -> bool:
    """Tell whether a key writes text: a character without ctrl or alt that isn't a control such as Enter."""
    return (
        character is not None
        and not key.startswith(("ctrl+", "alt+"))
        and unicodedata.category(character[0]) != "Cc"
        and clean(character) != ""
    )


class Completion(NamedTuple):
    """The end that a line which was begun may have."""

    whole: str
    """The whole line, perhaps in another spelling than what was typed of it."""
    rest: str
    """The part of it behind what was typed; shown dim there."""


class BidiInput(Widget, can_focus=True):
    """Lets a person write one line.

    Enter posts `Submitted`, Esc `Cancelled`, every change by the user `Changed`, and Delete at the end
    of the line `NothingToDelete`; what they mean is the
    owner's. Up, down and Tab are left to the owner. While it has the focus no key that writes text reaches a
    binding.

    With a `completer` what is typed at the end of the line is completed: the rest is shown dim behind the
    caret. An arrow takes it into the line, and so may the owner (`complete`); Backspace and Delete do without
    it until the next letter.

    Args:
        value: the text at first, see `value`.
        placeholder: shown while there is none.
        direction: of a line without letters; one with letters goes by the first of them (UAX #9, P2 and P3).
    """

    DEFAULT_CSS = "BidiInput { height: 1; width: 1fr; }"
    BINDINGS: ClassVar[list[BindingType]] = [Binding(keys, do, show=False) for keys, do in _KEYS.items()]
    ALLOW_SELECT = False

    class Event(Message):
        """An event of `input`, with the text that it had then."""

        def __init__(self, sender: BidiInput) -> None:
            super().__init__()
            self.input = sender
            self.value = sender.value

        @property
        def control(self) -> BidiInput:
            """The input, for `@on(BidiInput.Changed, "#find")`."""
            return self.input

    class Changed(Event):
        """The user changed the text."""

    class Submitted(Event):
        """The user pressed Enter."""

    class NothingToDelete(Event):
        """The user pressed Delete where nothing is selected or stands behind the caret."""

    class Cancelled(Event):
        """The user pressed Esc."""

    def __init__(
        self,
        value: str = "",
        *,
        placeholder: str = "",
        direction: Literal["ltr", "rtl"] = "rtl",
        id: str | None = None,  # noqa: A002 - Textual's name for it
        classes: str | None = None,
    ) -> None:
        super().__init__(id=id, classes=classes)
        self.placeholder = placeholder
        self._edited = EditedLine(rtl=direction == "rtl").insert(value)
        self._past: list[EditedLine] = []
        self._typing = False
        """True if the next letter belongs to the same step of undo as the last one."""
        self.typed = 0.0
        """When something was typed last, see `tui.textual_ext.caret`."""
        self._skipped = 0
        """Columns at the line's beginning that are out of sight."""
        self.completer: Callable[[str], Completion | None] | None = None
        """Completes what is typed."""
        self.completion: Completion | None = None
        """The end that is offered, as it is shown; None: none is."""

    @property
    def value(self) -> str:
        """The text, logical and one line long.

        Setting it cleans it, puts the caret behind it, forgets what could be undone and posts nothing.
        """
        return self._edited.text

    @value.setter
    def value(self, value: str) -> None:
        self._past.clear()
        self._show(EditedLine(rtl=self._edited.rtl).insert(value))

    def offer(self) -> None:
        """Show what completes the line as it is, before anything is typed."""
        self.completion = self.completer(self.value) if self.completer is not None else None
        self.refresh()

    @property
    def completed(self) -> str:
        """The text with what completes it, as it is shown."""
        return self.completion.whole if self.completion is not None else self.value

    @property
    def edited(self) -> EditedLine:
        """The text with its caret and selection."""
        return self._edited

    # ------------------------------------------------------------------ the row

    def render_line(self, y: int) -> Strip:
        """Draw the row."""
        look = palette(self.app.current_theme)
        width = self.size.width
        if y or width < 3:
            return Strip.blank(width, look.bar)
        if self.completion is not None and self.has_focus:
            typed = self._edited
            whole = EditedLine(typed.text + self.completion.rest, typed.caret, typed.anchor, rtl=typed.rtl)
            return draw(whole, width, self._skipped, look, focused=True, dim_from=typed.caret)
        if not self.value:
            rtl = self._edited.rtl
            return draw_placeholder(self.placeholder, width, look, rtl=rtl, focused=self.has_focus)
        return draw(self._edited, width, self._skipped, look, focused=self.has_focus)

    @property
    def _room(self) -> int:
        return max(1, self.size.width - 2)

    @property
    def caret(self) -> Offset:
        """The cell of the line in which the next letter will stand, see `tui.textual_ext.caret`."""
        return Offset(1 + self._edited.cell[0] - first_column(self._edited, self._room, self._skipped), 0)

    @property
    def cursor_screen_offset(self) -> Offset:
        """The cell of the screen where an input method shall show what is being composed."""
        return self.content_region.offset + self.caret

    def _show(self, edited: EditedLine) -> None:
        self._edited = edited
        self.typed = time.perf_counter()
        self._typing = False
        self.completion = None
        self._scroll()

    def _scroll(self) -> None:
        self._skipped = scrolled(self._edited, self._room, self._skipped)
        self.refresh()
        if self.has_focus:
            self.app.cursor_position = self.cursor_screen_offset

    def on_resize(self) -> None:
        """Keep the caret in sight."""
        self._scroll()

    def on_focus(self) -> None:
        """Show the caret."""
        self.typed = time.perf_counter()
        self._scroll()

    def on_blur(self) -> None:
        """Hide the caret."""
        self.refresh()

    # ------------------------------------------------------------------ keys

    def check_consume_key(self, key: str, character: str | None) -> bool:
        """Tell Textual that a key that writes text fires no binding while this has the focus."""
        return _types(key, character)

    async def on_key(self, event: events.Key) -> None:
        """Write what a key types, else do what it is bound to.

        That is done now, not when the key has bubbled up to the app, see `run_binding`.
        """
        if event.character is not None and _types(event.key, event.character):
            in_word = self._typing and not event.character.isspace()  # a word is one step of undo
            self._change(self._edited.insert(event.character), step=not in_word)
            self._typing = True
            if self.completer is not None and self._edited.caret == len(self.value):
                self.completion = self.completer(self.value)
        elif not await run_binding(self, event.key):
            return
        event.stop()
        event.prevent_default()

    def on_paste(self, event: events.Paste) -> None:
        """Put what is pasted in place of the selection."""
        event.stop()
        event.prevent_default()
        self._change(self._edited.insert(event.text))

    def action_go(self, how: str, *step: int) -> None:
        """Move the caret, see `EditedLine`; where a completion is shown, take it."""
        if not self.complete():
            self._show(getattr(self._edited, how)(*step))

    def action_select(self, how: str, *step: int) -> None:
        """Move the caret and keep the selection's other end."""
        self._show(getattr(self._edited, how)(*step, select=True))

    def action_edit(self, how: str) -> None:
        """Take something away, see `EditedLine`; of a line that is completed the completion alone."""
        if self.completion is not None and how in ("backspace", "delete"):
            self._show(self._edited)
            return
        before = self._edited.text
        self._change(getattr(self._edited, how)())
        if how == "delete" and self._edited.text == before:
            self.post_message(self.NothingToDelete(self))

    def complete(self) -> bool:
        """Take the completion into the line; returns whether there is one."""
        if self.completion is None:
            return False
        self._change(EditedLine(rtl=self._edited.rtl).insert(self.completion.whole))
        return True

    def action_undo(self) -> None:
        """Take back the last word typed, or the last other change."""
        if self._past:
            self._show(self._past.pop())
            self.post_message(self.Changed(self))

    def action_copy(self) -> None:
        """Copy the selection; without one the key is the screen's."""
        if not self._edited.selected:
            raise SkipAction
        self.app.copy_to_clipboard(self._edited.selected)

    def action_cut(self) -> None:
        """Copy the selection and take it away."""
        self.action_copy()
        self.action_edit("delete")

    def action_paste(self) -> None:
        """Put what was copied in here in place of the selection."""
        self._change(self._edited.insert(self.app.clipboard))

    def action_submit(self) -> None:
        """Tell the owner that the text is finished."""
        self.post_message(self.Submitted(self))

    def action_cancel(self) -> None:
        """Tell the owner that the user wants to leave."""
        self.post_message(self.Cancelled(self))

    def _change(self, edited: EditedLine, *, step: bool = True) -> None:
        before = self._edited
        self._show(edited)
        if edited.text != before.text:
            if step:
                # A copy, since a line keeps what it has set: 150 bytes a letter.
                self._past = [*self._past[1 - UNDO_STEPS :], replace(before)]
            self.post_message(self.Changed(self))

    # ------------------------------------------------------------------ mouse

    def on_mouse_down(self, event: events.MouseDown) -> None:
        """Put the caret where the mouse is; with shift select up to there."""
        self.capture_mouse()
        self._point(event, select=event.shift)

    def on_mouse_move(self, event: events.MouseMove) -> None:
        """Select up to where the mouse is dragged."""
        if self.app.mouse_captured is self:
            self._point(event, select=True)

    def on_mouse_up(self) -> None:
        """End a drag."""
        self.release_mouse()

    def _point(self, event: events.MouseEvent, *, select: bool) -> None:
        event.stop()
        column = event.x - self.gutter.left - 1 + first_column(self._edited, self._room, self._skipped)
        self._show(self._edited.point(column, select=select))
