"""Gives the bounds of sentences, which every key needs, without cutting the article into sentences again.

Where each sentence starts and whether it counts is kept by the index (`annotations.model.outline`). Where one
ends follows from where the next one starts, as only what is unseen lies between two in a line; so a unit
costs its own length, where segmenting a megabyte and saying what each unit is takes 0.2 s.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING, Protocol, overload

import msgspec

from annotations.text.sentences import BREAKS, UNSEEN

if TYPE_CHECKING:
    from annotations.model.outline import Outline

_BREAK = re.compile(rf"[{BREAKS}]")


class Unit(Protocol):
    """One sentence as far as its bounds go (code points, half-open); a `Sentence` knows its kind too."""

    @property
    def start(self) -> int:
        """Its first code point."""

    @property
    def end(self) -> int:
        """The code point after its last one."""

    @property
    def boilerplate(self) -> bool:
        """True if it belongs to the page and not to the article."""


class _Bounds(msgspec.Struct, frozen=True):
    start: int
    end: int
    boilerplate: bool


class Outlined(Sequence[Unit]):
    """The sentences of a text whose outline is known, each worked out when it is first asked for.

    Args:
        text: the very text that the outline was made of.
        outline: of all its sentences.
    """

    def __init__(self, text: str, outline: Outline) -> None:
        self._text = text
        self._outline = outline
        self._known: dict[int, _Bounds] = {}

    def __len__(self) -> int:
        return len(self._outline)

    @overload
    def __getitem__(self, index: int) -> Unit: ...
    @overload
    def __getitem__(self, index: slice) -> Sequence[Unit]: ...
    def __getitem__(self, index: int | slice) -> Unit | Sequence[Unit]:
        """Return a sentence, or several."""
        if isinstance(index, slice):
            return [self[place] for place in range(*index.indices(len(self)))]
        bounds = self._known.get(index)
        if bounds is None:
            bounds = self._known[index] = self._bounds(index)
        return bounds

    def _bounds(self, index: int) -> _Bounds:
        text, outline = self._text, self._outline
        index = range(len(outline))[index]  # as of any sequence: negative from the end, IndexError beyond
        start = outline[index] >> 1
        limit = outline[index + 1] >> 1 if index + 1 < len(outline) else len(text)
        line = _BREAK.search(text, start, limit)
        shown = text[start : line.start() if line else limit].rstrip(UNSEEN)
        return _Bounds(start, start + len(shown), bool(outline[index] & 1))
