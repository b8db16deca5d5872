"""Annotations follow their articles: what of them has changed is found out, and what is certain is moved.

It begins once the annotations have been read and the index is up to date, and again each time that the corpus
has been listed anew; both the looking and the moving are done by workers. What was moved is said in one line,
and the library goes on saying how much there is for a person to look at.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from textual.worker import get_current_worker

from annotations.store.errors import StoreError
from tui.i18n import _, enumerated, plural
from tui.textual_ext.crash_handler import told

if TYPE_CHECKING:
    from textual.app import App

    from annotations.services.reanchoring import DisplacedAnnotations
    from tui.screens.context import SessionContext


class TextFollower:
    """Keeps the annotations with the words that they are about.

    Args:
        context: the session, and who says what was done.
        app: the workers belong to it.
        refresh: draws what has changed.
        key_refused: says whether the latest key was not saved, since its article had changed: that is said
            until the next key.
    """

    def __init__(
        self,
        context: SessionContext,
        app: App[Any],
        refresh: Callable[[], None],
        key_refused: Callable[[], bool],
    ) -> None:
        self._context = context
        self._session = context.session
        self._app = app
        self._refresh = refresh
        self._key_refused = key_refused

    def begin(self) -> None:
        """Look at the articles, if the annotations have been read and nothing is known of them yet."""
        annotations = self._session.annotations
        if annotations.loaded and annotations.displaced.findings is None:
            self._app.run_worker(self._find, thread=True, exclusive=True, group="texts", exit_on_error=False)

    def begin_anew(self) -> None:
        """Look at the articles once more, since the corpus has been listed anew."""
        self._session.annotations.displaced.findings = None
        self.begin()

    def _find(self) -> None:
        """Look, in a thread."""
        worker = get_current_worker()
        try:
            findings = self._session.reanchoring.find()
        except Exception as error:  # whatever it is, one can read without this; it is told
            self._app.call_later(self._context.notify, told(error), error=True)
            return
        if not worker.is_cancelled:  # else another one looks with a newer index
            self._app.call_later(self._take, findings)

    def _take(self, findings: DisplacedAnnotations) -> None:
        """Begin to move what is certain, or say what there is to look at."""
        session = self._session
        session.take_findings(findings)
        try:
            if (
                findings.moved or findings.renamed or findings.followers
            ) and not session.annotations.readonly:
                session.reanchoring.prepare()
                self._app.run_worker(
                    lambda: self._move(findings),
                    thread=True,
                    exclusive=True,
                    group="texts",
                    exit_on_error=False,
                )
            else:
                self._report([])
        except StoreError as error:
            self._context.notify(str(error), error=True)
        self._refresh()

    def _move(self, findings: DisplacedAnnotations) -> None:
        """Move, in a thread beside the keys: 10,000 annotations take a second."""
        moved, renamed, failure = 0, 0, ""
        try:
            reanchoring = self._session.reanchoring
            moved = reanchoring.carry(findings.moved, findings.going("moved"))
            renamed = reanchoring.carry(findings.renamed, findings.going("renamed"))
        except Exception as error:
            failure = told(error)
        self._app.call_later(self._show, findings, moved, renamed, failure)

    def _show(self, findings: DisplacedAnnotations, moved: int, renamed: int, failure: str) -> None:
        """Show what has been moved, or a part of it before something failed, and say so."""
        said = []
        if moved or findings.going("moved"):
            self._session.reanchoring.show(findings.moved, findings.going("moved"))
        if moved:
            said.append(
                plural("{n:,} annotation moved with the text", "{n:,} annotations moved with the text", moved)
            )
        if renamed or findings.going("renamed"):
            self._session.reanchoring.show(findings.renamed, findings.going("renamed"))
        if renamed:
            said.append(
                plural(
                    "{n:,} annotation with a renamed file", "{n:,} annotations with a renamed file", renamed
                )
            )
        if failure:
            self._context.notify(failure, error=True)
        else:
            self._report(said)
        self._refresh()

    def _report(self, said: list[str]) -> None:
        """Say what was done, and how much there is to look at."""
        annotations = self._session.annotations
        findings = annotations.displaced.findings
        left = len(list(findings.displaced)) if findings is not None and annotations.readonly else 0
        if left:
            said.append(
                plural(
                    "{n:,} annotation not moved with the text, since nothing can be saved: v",
                    "{n:,} annotations not moved with the text, since nothing can be saved: v",
                    left,
                )
            )
        elif annotations.displaced.waiting:
            said.append(_("{n:,} to look at: v").format(n=annotations.displaced.waiting))
        if said:
            if refused := self._key_refused():
                said.insert(0, _("not saved: the article has changed"))
            self._context.notify(enumerated(said), error=refused)
