"""Draws what colleagues say of a sentence in a gutter of its own, outermost: by initial, dim.

There is one only in a team. A sign behind the initials says that somebody has given other tags to the
sentence than I have (one who has given none has only a note); who and which, the details say.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from rich.segment import Segment

from annotations.team.joined import GOLD
from tui.theme import Palette
from tui.widgets.strips import cells, natural_width, pad

if TYPE_CHECKING:
    from annotations.model.records import Annotation
    from annotations.team.colleagues import Said

WIDTH = 4
"""Cells: a blank, two initials, and the sign."""

_INITIALS = 2
_MORE = "+"
GOLD_SIGN = "★"
OTHERWISE = "≠"
"""Says that somebody says otherwise."""

BySentence = Mapping[int, Sequence["Said"]]
"""The colleagues' annotations by the sentence (0-based) in which they start."""


def gutter(said: Sequence[Said], mine: Sequence[Annotation], look: Palette) -> list[Segment]:
    """Return the cells beside the row in which a sentence starts.

    Args:
        said: what colleagues say of it.
        mine: what I say of it.
        look: the styles of the theme.
    """
    tags: dict[str, set[str]] = {}
    for each in said:
        tags.setdefault(each.member, set()).update(each.annotation.tags)
    names = sorted(tags, key=lambda name: (name != GOLD, name))
    shown = [initial(name) for name in names]
    if len(shown) > _INITIALS:
        shown = [shown[0], _MORE]
    decided = [theirs for theirs in tags.values() if theirs]
    ours = (
        {tag for annotation in mine for tag in annotation.tags} if mine else decided[0] if decided else None
    )
    sign = OTHERWISE if any(theirs != ours for theirs in decided) else " "
    marks = [segment for mark in shown for segment in natural_width(mark, 1, look.dim, outside=True)]
    return [*pad(WIDTH - 1 - cells(marks), look.text), *marks, Segment(sign, look.dim)]


def initial(name: str) -> str:
    """Return the first letter of a name, else its first sign; gold has a sign of its own."""
    if name == GOLD:
        return GOLD_SIGN
    return next((char for char in name if char.isalpha()), name[:1])
