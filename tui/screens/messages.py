"""A screen asks the app to open something else, to lay a dialog over itself, to run an action, to close.

A screen neither pushes another one nor knows the app; it sends one of these through its `SessionContext`, and
the app's one handler acts on it. They are records that are awaited, not messages of Textual's queue: a key
that was typed ahead stands in the app's queue already, and would be looked up before the screen that the key
before it opens is there.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pathlib import Path

    from textual.screen import Screen

    from annotations.model.records import Annotation


@dataclass(frozen=True, slots=True)
class OpenArticle:
    """Asks to read the article at a place of the listing."""

    place: int
    find: str = ""
    """A query: the article opens at its first hit, and finding is on."""


@dataclass(frozen=True, slots=True)
class OpenAnnotation:
    """Asks to read the article of an annotation, with the cursor on its sentence."""

    annotation: Annotation
    noting: bool = False
    """True if a note on the sentence is to be typed there at once."""


@dataclass(frozen=True, slots=True)
class OpenPlace:
    """Asks to read an article, with the cursor on the sentence of a code point."""

    article_id: str
    offset: int
    find: str = ""
    """A query that has a hit there: finding is on, at that hit."""


@dataclass(frozen=True, slots=True)
class OpenDialog:
    """Asks to lay a dialog over the screen; what it is dismissed with goes to `then`."""

    dialog: Screen[Any]
    then: Callable[[Any], Any] | None = None


@dataclass(frozen=True, slots=True)
class RunAction:
    """Asks to run an action of a screen, as its key would; a half-typed line is left there as a draft."""

    action: str
    """The action as the table of keys names it."""
    screen: Screen[Any]


@dataclass(frozen=True, slots=True)
class OpenCorpus:
    """Asks to leave this corpus for another one; not done while something can't be saved."""

    roots: tuple[Path, ...]
    said: str = ""
    """The line to show there at first."""


@dataclass(frozen=True, slots=True)
class StartTour:
    """Asks to leave this corpus for the tour on the samples, and to come back; as with `OpenCorpus`."""


@dataclass(frozen=True, slots=True)
class OpenGold:
    """Asks to leave the own annotations for the team's gold, and to come back; as with `OpenCorpus`."""


Onward = OpenCorpus | StartTour | OpenGold
"""The ways to go on when the reader of this corpus has ended."""


@dataclass(frozen=True, slots=True)
class CloseScreen:
    """Asks to take the screen away; the library's cursor goes to the article at `place`, if one is named."""

    place: int | None = None


ScreenMessage = (
    OpenArticle | OpenAnnotation | OpenPlace | OpenDialog | RunAction | OpenCorpus | StartTour | CloseScreen
)
