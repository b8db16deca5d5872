"""The session and the app as screens see them: to read, to change, to speak, to open something else.

Every screen takes one `SessionContext` as its first argument and knows neither the app nor how a change is
shown elsewhere. Every change of annotations that a person makes on a screen goes through `save`, which says
what became of it; `undo` and `redo` belong to it. Toward the app a screen has two methods, see `DataScreen`.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Mapping, Sequence, Set
from typing import TYPE_CHECKING, Protocol, runtime_checkable

from annotations.store.errors import NotSavedError, StoreError
from tui.i18n import _, one_by_one
from tui.session.annotation_service import reason_first, without_path

if TYPE_CHECKING:
    from annotations.composition import Project
    from annotations.model.article import Article
    from annotations.model.outline import ArticleProgress
    from annotations.model.records import Annotation
    from annotations.model.side_records import AnyChange, Flag, PlacedRecord
    from annotations.services.reanchoring import Relocation
    from annotations.services.undo import UndoConflictError
    from annotations.store.base import Event, Store
    from annotations.team.colleagues import Said
    from tui.screens.messages import ScreenMessage
    from tui.session.annotation_service import AboutArticles
    from tui.session.session import Session
    from tui.terminal.detection import ProfileChoice


@runtime_checkable
class DataScreen(Protocol):
    """Stands for a screen that shows annotations and has a line for messages."""

    def refresh_data(self) -> None:
        """Draw what changed in the annotations."""

    def show_message(self, message: str, *, error: bool = False) -> None:
        """Show a message until the next key; an empty one takes it away."""


@runtime_checkable
class AnnotationScreen(Protocol):
    """Stands for a screen whose cursor can be put on an annotation."""

    def look_at(self, annotation: PlacedRecord) -> None:
        """Put the cursor on an annotation or a flag, if it is shown: what was undone should be seen."""


class Appearance(Protocol):
    """Stands for the colours that are worn, and the way in which this terminal is sent its text."""

    @property
    def choice(self) -> ProfileChoice:
        """Return the terminal's profile and why it was chosen."""

    @property
    def is_accessible(self) -> bool:
        """Return whether somebody has the screen read to them."""

    @property
    def theme_name(self) -> str:
        """Return the name of the theme that is worn."""

    def use_theme(self, name: str) -> None:
        """Wear another theme from now on, and keep it in the settings.

        Raises:
            SettingsError: it can't be kept; it is worn all the same.
        """

    def use_profile(self, name: str) -> None:
        """Send text by the profile of that name from now on (`auto`: the one that is found), and keep it.

        Raises:
            SettingsError: it can't be kept; it is used all the same.
        """


class Host(Appearance, Protocol):
    """Stands for the app, as far as its screens have it do something."""

    def show_message(self, message: str, *, error: bool = False) -> None:
        """Show a line until the next key, on the screen in sight."""

    def refresh_data(self) -> None:
        """Have every screen in sight draw what changed in the annotations."""

    def text_changed(self) -> None:
        """Say that the article being read isn't what stands in its file any more, and show what does."""

    async def receive(self, message: ScreenMessage) -> None:
        """Do what a screen asks, before the next key is looked up."""

    def leave(self, screens: int = 1) -> None:
        """Take screens away without waiting for it."""

    def copy_to_clipboard(self, text: str, about: str = "") -> None:
        """Copy a text without what would act where it is pasted, and say what became of it."""

    def look_at(self, annotation: PlacedRecord) -> None:
        """Have the screen in front put its cursor on an annotation or a flag, if it shows it."""


class SessionContext:
    """Gives a screen the session and the app, as narrow as it needs them.

    Args:
        session: what is known of articles and annotations, and what several screens share.
        host: the app.
    """

    def __init__(self, session: Session, host: Host) -> None:
        self.session = session
        self._host = host

    # ------------------------------------------------------------------ to read

    @property
    def is_accessible(self) -> bool:
        """Return whether somebody has the screen read to them, and learns at the cursor what a key did."""
        return self._host.is_accessible

    @property
    def project(self) -> Project:
        """Return the corpus, its annotations file, its scheme and who annotates."""
        return self.session.project

    def annotations(self, article: Article) -> Sequence[Annotation]:
        """Return an article's annotations, oldest first, unsaved ones too."""
        return self.session.annotations.of(article)

    def colleagues(self, article: Article) -> Mapping[int, Sequence[Said]]:
        """Return what colleagues of my team say of an article by sentence, as far as I may see it."""
        return self.session.colleagues_of(article)

    def flags(self, article: Article) -> Sequence[Flag]:
        """Return this annotator's flags of an article; none before the annotations were read."""
        annotations = self.session.annotations
        return annotations.flags.of(article) if annotations.loaded else ()

    def flagged(self, article: Article) -> Set[int]:
        """Return the sentences of an article that this annotator wants to come back to."""
        flags = self.flags(article)
        if not flags:
            return frozenset()
        from annotations.services.later import sentence_of

        return frozenset(sentence_of(article, flag) for flag in flags)

    def progress(self, article: Article) -> ArticleProgress:
        """Return how many of an article's sentences are decided, and how many claims it has."""
        return self.session.annotations.progress(article)

    @property
    def appearance(self) -> Appearance:
        """Return the theme and the terminal's profile, to show and to change."""
        return self._host

    # ------------------------------------------------------------------ to speak

    def notify(self, message: str, *, error: bool = False) -> None:
        """Show a line until the next key."""
        self._host.show_message(message, error=error)

    def copy(self, text: str, about: str = "") -> None:
        """Copy a text as logical text to the clipboard; what became of it is said, behind `about`."""
        self._host.copy_to_clipboard(text, about)

    # ------------------------------------------------------------------ to open and close

    async def send(self, message: ScreenMessage) -> None:
        """Have the app open or close something; it is there when this returns."""
        await self._host.receive(message)

    def leave(self, screens: int = 1) -> None:
        """Close this screen, or several, and show below what was changed meanwhile.

        Nothing is waited for: a screen that leaves because of a message of its own would wait for itself.
        Where a key is acted upon, send `CloseScreen`.
        """
        self._host.leave(screens)

    # ------------------------------------------------------------------ to change

    def can_write(self, article: Article) -> bool:
        """Return whether an article's annotations can be changed.

        If not it is said why, before a person types in vain; one that has changed is shown as it is now.
        """
        with contextlib.suppress(StoreError):
            self.session.annotations.try_to_hold()
        if self.session.annotations.readonly:
            self.notify(self.session.annotations.alarm, error=True)
            return False
        if self.session.articles.has_changed(article):
            self._host.text_changed()
            return False
        return True

    def save(self, article: AboutArticles, changes: Sequence[AnyChange], *, kind: str = "edit") -> bool:
        """Make changes durable and show them; see `AnnotationService.save`.

        Returns:
            Whether they are in sight: saved, or waiting for the disk, which the alarm says.
        """
        from annotations.corpus.watching import TextChangedError
        from annotations.model.article import Article

        lost = self.session.articles.lost(article) if isinstance(article, Article) else ""
        try:
            self.session.annotations.save(article, changes, kind=kind)
        except TextChangedError:
            self._host.text_changed()
            return False
        except StoreError as error:
            self._host.refresh_data()
            self.notify(reason_first(error), error=True)
            return isinstance(error, NotSavedError) and error.again
        self._host.refresh_data()
        clashed = self.tell_clashes()
        if isinstance(article, Article) and not (lost or clashed) and self.session.articles.lost(article):
            self.notify(
                _("saved; the article's file can't be read any more, its text is in memory only"), error=True
            )
        return True

    def accept(self, step: Relocation) -> bool:
        """Move one annotation to the place that was proposed for it; returns whether it was moved."""
        try:
            moved = self.session.reanchoring.move([step])
        except StoreError as error:
            self._host.refresh_data()
            self.notify(_("not moved: {reason}").format(reason=without_path(str(error))), error=True)
            return False
        self._host.refresh_data()
        return bool(moved)

    def undo(self) -> None:
        """Take back this annotator's last change; what it was is said."""
        from annotations.services.undo import undo

        self._turn_back(undo, _("nothing to undo"))

    def redo(self) -> None:
        """Make the change again that was taken back last; what it was is said."""
        from annotations.services.undo import redo

        self._turn_back(redo, _("nothing to redo"), again=True)

    def _turn_back(
        self, turn: Callable[[Store, str], Sequence[Event]], nothing: str, *, again: bool = False
    ) -> None:
        from annotations.model.side_records import PlacedRecord
        from annotations.services.undo import UndoConflictError
        from tui.presenters.changes import turned_back

        try:
            touched = self.session.annotations.turn_back(turn)
        except StoreError as error:
            self._host.refresh_data()
            self.notify(reason_first(error), error=True)
            return
        except UndoConflictError as conflict:
            self._host.refresh_data()
            self.notify(self._changed_since(conflict), error=True)
            return
        self._host.refresh_data()
        if not touched:
            self.notify(nothing)
            return
        is_there = self.session.annotations.pending.get(touched[0].uuid) is not None
        self.notify(turned_back(touched, self.project.scheme, is_there=is_there, again=again))
        if isinstance(touched[0], PlacedRecord):
            self._host.look_at(touched[0])

    def _changed_since(self, conflict: UndoConflictError) -> str:
        """Say why a step stays as it is: whose change of what came after it, and whose undo goes first."""
        from annotations.model.side_records import PlacedRecord, subject
        from tui.presenters.links import place_of

        uuid = conflict.uuid
        record = next(
            end
            for event in conflict.step
            for end in (self.session.annotations.pending.find(event.table, uuid), event.after, event.before)
            if end and end.uuid == uuid
        )
        place = place_of(record) if isinstance(record, PlacedRecord) else subject(record)
        said = _("not done: {by} has changed {place} since, and only {by} can undo that")
        return said.format(by=f"\u2068{conflict.by}\u2069", place=f"\u2066{place}\u2069")

    def tell_clashes(self) -> bool:
        """Say what of the changes that waited could not be saved as it was; returns whether there was any."""
        lines = self.session.annotations.take_clashes()
        if lines:
            self.notify(one_by_one(lines), error=True)
        return bool(lines)
