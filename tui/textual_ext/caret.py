"""Puts the terminal's own cursor where the person is: on the row or the word that keys act on.

Braille displays and screen readers follow that cursor, and show and say what stands there; Textual leaves it
where somebody typed last. It stays hidden where rows are lit, but it is there.

A widget says in which of its cells one is by a property `caret`. Where one types above a list in which the
arrows move, one is in the one or the other by turns: the line has the focus and says by `typed` when a letter
came last, the list by `moved` when its cursor moved (seconds of `time.perf_counter`). A screen on which one
may be elsewhere than in the focus says where by a property `caret_widget`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from textual.geometry import Offset

if TYPE_CHECKING:
    from textual.screen import Screen
    from textual.widget import Widget


def caret_of(screen: Screen[Any], *, announced: bool = False) -> Offset | None:
    """Return the cell of the screen in which the person is; None where nothing on it says so.

    Args:
        screen: the screen in front.
        announced: go to a message while there is one: a widget says so by a property `announces`.
    """
    widgets = screen.query("*") if announced else ()
    telling = next((widget for widget in widgets if getattr(widget, "announces", False)), None)
    if telling is not None:
        return telling.content_region.offset + Offset(1, 0)
    told: Widget | None = getattr(screen, "caret_widget", None)
    widget, cell = (told, _caret(told)) if told is not None else _used_last(screen)
    return None if cell is None or widget is None else widget.content_region.offset + cell


def _used_last(screen: Screen[Any]) -> tuple[Widget | None, Offset | None]:
    """Return the widget with the focus, or the list below it in which one has moved since one typed.

    Dialogs take their keys themselves and have no focus: there it is the first that says where one is. With
    it comes the cell in which one is there.
    """
    focused = screen.focused
    cell = _caret(focused)
    typed: float | None = getattr(focused, "typed", None)
    if cell is not None and typed is None:
        return focused, cell
    since = typed if cell is not None and typed is not None else -1.0
    others = (widget for widget in screen.query("*") if getattr(widget, "moved", 0.0) > since)
    telling = ((widget, at) for widget in others if (at := _caret(widget)) is not None)
    return next(telling, (focused, cell))


def _caret(widget: Widget | None) -> Offset | None:
    if widget is None or not widget.display:
        return None
    cell = getattr(widget, "caret", None)
    return cell if isinstance(cell, Offset) else None
