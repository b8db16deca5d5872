"""Cuts a line of text into clusters on the screen, over which a caret moves.

A cluster is a letter with its marks and joiners, an emoji sequence, any other character. Lam and alef are
two clusters in one cell; while a caret is between them they are shown in two cells, joined, so that the
caret can be seen there and either letter be taken away.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cached_property, lru_cache
from typing import NamedTuple

from tui.bidi import Line, Paragraph, layout
from tui.bidi.char_kinds import kind_of
from tui.presenters.stored import with_signs

_ZWNJ, _ZWJ = "\u200c", "\u200d"
_BREAK = re.compile("\r\n|[\n\r\t\v\f\x1c-\x1e\x85\u2028\u2029]")
_LIGATURE = re.compile("[\ufef5-\ufefc]")
_LAM = "\u0644"
_ALEFS = "\u0622\u0623\u0625\u0627"
_WIDEST = 4
"""Cells that a code point takes at most."""


def clean(text: str) -> str:
    """Return what of a text may stand in a line.

    Line breaks and tabs become spaces; controls, bidi controls, lone surrogates and what is no character are
    left out, joiners and variation selectors are kept. The ligatures of lam and alef, which X11 sends for
    the key that types both, become the two letters.
    """
    text = _LIGATURE.sub(lambda m: unicodedata.normalize("NFKC", m[0]), _BREAK.sub(" ", text))
    return "".join(filter(_may_stand, text))


def _may_stand(char: str) -> bool:
    kind = kind_of(char)
    hidden_format = kind == "h" and unicodedata.category(char) == "Cf" and char != _ZWNJ
    return kind not in "xbz" and not hidden_format


class Cluster(NamedTuple):
    """A cluster has code points, half-open, and cells, and it runs right to left or not."""

    start: int
    end: int
    column: int
    width: int
    rtl: bool


class Clusters:
    """Shows a line for a caret.

    Args:
        text: logical, without line breaks.
        caret: code points before the caret; it matters only between a lam and its alef.
        rtl: the direction of a text that has no letter of any direction.

    Attributes:
        line: what is shown.
        visual: its clusters, from left to right.
        joints: the places between the two letters of a lam-alef.
        stops: the places where a caret may stand, in the order of the text.
    """

    def __init__(self, text: str, caret: int, *, rtl: bool) -> None:
        self.line, self.visual = _show(text, rtl=rtl)
        self.joints = [
            place
            for cluster in self.visual
            for place in range(cluster.start + 1, cluster.end)
            if text[place] in _ALEFS and _LAM in text[cluster.start : place]
        ]
        self.stops = sorted({0, len(text), *self.joints, *(cluster.start for cluster in self.visual)})
        if caret in self.joints:
            self.line, apart = _show(f"{text[:caret]}{_ZWJ}{text[caret:]}", rtl=rtl)
            # The joiner is in no cluster of the text: what is behind it lies one code point before.
            self.visual = [
                cluster._replace(
                    start=cluster.start - (cluster.start > caret), end=cluster.end - (cluster.end > caret)
                )
                for cluster in apart
            ]

    @cached_property
    def by_start(self) -> dict[int, Cluster]:
        """The clusters by their first code point."""
        return {cluster.start: cluster for cluster in self.visual}

    @cached_property
    def by_end(self) -> dict[int, Cluster]:
        """The clusters by the code point behind them."""
        return {cluster.end: cluster for cluster in self.visual}

    def beside(self, edge: int, step: int) -> Cluster | None:
        """Return the cluster right (1) or left (-1) of an edge between columns, None at the line's end."""
        for cluster in self.visual:
            if edge == (cluster.column if step > 0 else cluster.column + cluster.width):
                return cluster
        return None

    def at(self, column: int) -> Cluster | None:
        """Return the cluster in a column, None outside the line."""
        return next(
            (cluster for cluster in self.visual if cluster.column <= column < cluster.column + cluster.width),
            None,
        )


@lru_cache(maxsize=8)  # a caret that moves through a long text doesn't change it
def _show(text: str, *, rtl: bool) -> tuple[Line, list[Cluster]]:
    text = with_signs(text)
    paragraph = Paragraph(text)
    if not any(letter in paragraph.classes for letter in "LRA"):
        paragraph = Paragraph(text, "rtl" if rtl else "ltr")
    line = layout(paragraph, _WIDEST * len(text) + 1)[0]
    levels = paragraph.resolved
    first = min((cell.start for cell in line.cells), default=0)
    return line, [
        Cluster(
            0 if cell.start == first else cell.start,  # what is hidden before the first one belongs to it
            cell.end, cell.column, cell.width, bool(levels[cell.start] & 1),
        )
        for cell in line.cells
    ]  # fmt: skip
