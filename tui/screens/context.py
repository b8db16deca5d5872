"""What a screen is given of the session and of the app: to read, to change, to speak, to open.

Every screen takes one `SessionContext` and knows neither the app nor how a change is shown elsewhere. Every
change of annotations that a person makes on a screen goes through `save`, which says what became of it.
"""

from __future__ import annotations

import contextlib
from collections.abc import Sequence
from typing import TYPE_CHECKING, Protocol

from annotations.corpus.watching import TextChangedError
from annotations.store.errors import NotSavedError, StoreError
from tui.i18n import _
from tui.session.annotation_service import reason_first

if TYPE_CHECKING:
    from annotations.model.article import Article
    from annotations.model.records import Annotation
    from annotations.project import Project
    from annotations.store.base import Change
    from tui.screens.messages import ScreenMessage
    from tui.session.annotation_service import Record
    from tui.session.session import Session


class Host(Protocol):
    """What the app does for its screens."""

    def show_message(self, message: str, *, error: bool = False) -> None:
        """Show a line until the next key, on the screen in sight."""

    def refresh_data(self) -> None:
        """Have every screen in sight draw what changed in the annotations."""

    def text_changed(self) -> None:
        """Say that the article being read isn't what stands in its file any more, and show what does."""

    def is_outdated(self) -> bool:
        """Say whether the article on screen isn't what stands in its file any more."""

    async def receive(self, message: ScreenMessage) -> None:
        """Do what a screen asks, before the next key is looked up."""


class SessionContext:
    """The session and the app, as narrow as screens need them.

    Args:
        session: what is known of articles and annotations.
        host: the app.
    """

    def __init__(self, session: Session, host: Host) -> None:
        self.session = session
        self.details_shown = True
        """Whether the reader's details are wanted where there is room for them."""
        self._host = host

    @property
    def project(self) -> Project:
        """The corpus, its annotations file, its scheme and who annotates."""
        return self.session.project

    def annotations(self, article: Article) -> Sequence[Annotation]:
        """Return an article's annotations, oldest first, unsaved ones too."""
        return self.session.annotations(article)

    def notify(self, message: str, *, error: bool = False) -> None:
        """Show a line until the next key."""
        self._host.show_message(message, error=error)

    async def send(self, message: ScreenMessage) -> None:
        """Have the app open or close something; it is there when this returns."""
        await self._host.receive(message)

    def can_write(self) -> bool:
        """Return whether annotations can be changed; if not it is said why, before a person types in vain."""
        with contextlib.suppress(StoreError):
            self.session.try_to_hold()
        if self.session.readonly:
            self.notify(self.session.alarm, error=True)
            return False
        if self._host.is_outdated():
            self._host.text_changed()
            return False
        return True

    def save(
        self, article: Article | Record | None, changes: Sequence[Change], *, kind: str = "edit"
    ) -> bool:
        """Make changes durable and show them; see `AnnotationService.save`.

        Returns:
            Whether they are in sight: saved, or waiting for the disk, which the alarm says.
        """
        from annotations.model.article import Article

        lost = self.session.lost(article) if isinstance(article, Article) else ""
        try:
            self.session.save(article, changes, kind=kind)
        except TextChangedError:
            self._host.text_changed()
            return False
        except StoreError as error:
            self._host.refresh_data()
            self.notify(reason_first(error), error=True)
            return isinstance(error, NotSavedError) and error.again
        self._host.refresh_data()
        clashed = self.tell_clashes()
        if isinstance(article, Article) and not (lost or clashed) and self.session.lost(article):
            self.notify(
                _("saved; the article's file can't be read any more, its text is in memory only"), error=True
            )
        return True

    def tell_clashes(self) -> bool:
        """Say what of the changes that waited could not be saved as it was; returns whether there was any."""
        lines = self.session.take_clashes()
        if lines:
            self.notify("; ".join(lines), error=True)
        return bool(lines)
