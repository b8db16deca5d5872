"""Puts the terminal's own cursor where the person is: on the row or the word that keys act on.

Braille displays and screen readers follow that cursor, and show and say what stands there; Textual leaves it
where somebody typed last. It stays hidden where rows are lit, but it is there.

A widget says in which of its cells one is by a property `caret`, and by `touched` when a key changed that
last: where one types above a list and the arrows move in it, one is in the one or the other by turns. A
screen on which one may be elsewhere than in the focus says where by a property `caret_widget`.
"""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING, Any

from textual.geometry import Offset

if TYPE_CHECKING:
    from textual.screen import Screen
    from textual.widget import Widget

_touches = itertools.count(1)


def touch() -> int:
    """Return the number of this touch, greater than any before: what `touched` becomes."""
    return next(_touches)


def caret_of(screen: Screen[Any]) -> Offset | None:
    """Return the cell of the screen in which the person is; None where nothing on it says so."""
    widget = getattr(screen, "caret_widget", None) or _touched_last(screen)
    cell = _caret(widget)
    return None if cell is None or widget is None else widget.content_region.offset + cell


def _touched_last(screen: Screen[Any]) -> Widget | None:
    """Return the widget with the focus, or one that was touched since; without a focus the first there is.

    Dialogs take their keys themselves, and have no focus.
    """
    focused = screen.focused
    if _caret(focused) is None:
        return next((widget for widget in screen.query("*") if _caret(widget) is not None), None)
    since = getattr(focused, "touched", None)
    if since is None:
        return focused
    others = [widget for widget in screen.query("*") if getattr(widget, "touched", 0) > since]
    return max(
        (one for one in others if _caret(one)), key=lambda one: getattr(one, "touched", 0), default=focused
    )


def _caret(widget: Widget | None) -> Offset | None:
    if widget is None or not widget.display:
        return None
    cell = getattr(widget, "caret", None)
    return cell if isinstance(cell, Offset) else None
