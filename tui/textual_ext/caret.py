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
    widget = telling or getattr(screen, "caret_widget", None) or _used_last(screen)
    cell = Offset(1, 0) if telling is not None else _caret(widget)
    return None if cell is None or widget is None else widget.content_region.offset + cell


def _used_last(screen: Screen[Any]) -> Widget | None:
    """Return the widget with the focus, or the list below it in which one has moved since one typed.

    Dialogs take their keys themselves and have no focus: there it is the first that says where one is.
    """
    focused = screen.focused
    if _caret(focused) is None:
        return next((widget for widget in screen.query("*") if _caret(widget) is not None), None)
    typed = getattr(focused, "typed", None)
    if typed is None:
        return focused
    moved = (widget for widget in screen.query("*") if getattr(widget, "moved", 0.0) > typed)
    return next((widget for widget in moved if _caret(widget) is not None), focused)


def _caret(widget: Widget | None) -> Offset | None:
    if widget is None or not widget.display:
        return None
    cell = getattr(widget, "caret", None)
    return cell if isinstance(cell, Offset) else None
