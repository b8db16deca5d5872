"""Puts a widget on a screen that stands, unless the person is leaving.

From the moment at which `App.exit` is called Textual refuses every widget with a MountError
(`MessagePump.is_attached`), also what was under way before: a greeting, a step of the tour. Nobody waits for
it any more, so that leaving is no fault.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from textual.widget import Widget


async def mount(widget: Widget, parent: Widget, *, before: Widget | None = None) -> bool:
    """Put a widget on another one.

    Args:
        widget: the new one.
        parent: what it is put on, a screen as a rule.
        before: the child of it before which it comes; None: after all.

    Returns:
        True when it is there; False if the person is leaving.
    """
    if not parent.is_attached:
        return False
    await parent.mount(widget, before=before)
    return True
