"""Exporting from the screen: a format, a path, how far it is, and what was written and what was left behind.

The export itself runs in a thread; it is stopped where it takes the next annotation, and then leaves nothing
behind, since files appear whole or not at all (`annotations.exchange.files`).
"""

from __future__ import annotations

import time
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from textual import on, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.message import Message
from textual.worker import get_current_worker

from annotations.corpus import CorpusError
from annotations.exchange import ExchangeError, ThereAlreadyError
from annotations.exchange.filters import Filter
from annotations.exchange.registry import FORMATS, Format
from annotations.services.export import Progress, StoppedError, export
from annotations.store.base import StoreError
from tui.config.bindings import bindings
from tui.i18n import _, plural
from tui.presenters.stored import with_signs
from tui.screens.dialogs.base import Dialog
from tui.screens.dialogs.picker import Picker
from tui.session.export_choice import Choice, keep_choice, last_choice, proposed
from tui.widgets.bars import KeyHints
from tui.widgets.bidi_input import BidiInput
from tui.widgets.lines import Lines
from tui.widgets.pick_list import PickList
from tui.widgets.pick_rows import Item, Rooms
from tui.widgets.prompt import Prompt

if TYPE_CHECKING:
    from textual.worker import Worker

    from annotations.exchange.losses import Report
    from annotations.model.article import Article
    from tui.app import ClaimReader

_BAR = 20
_TELL = 0.1
"""Seconds between two messages about how far it is."""


async def ask_export(app: ClaimReader, article: Article | None, listed: frozenset[str] | None = None) -> None:
    """Ask for a format, then show the dialog.

    Args:
        app: whose annotations are to go out.
        article: the one that is read, if one is.
        listed: the uuids of what a filter of the board lists, if there is one.
    """
    choice = last_choice()

    async def then(name: str | None) -> None:
        if name is not None:
            await app.push_screen(ExportDialog(choice._replace(format=name), article, listed))

    names = list(FORMATS)
    await app.push_screen(
        Picker(
            PickList(
                _("export as"),
                names,
                lambda name: Item(name, about=FORMATS[name].description),
                Rooms(0, max(map(len, names))),
                placeholder=_("a format"),
                detail=lambda name: FORMATS[name].summary(),
                at=names.index(choice.format),
            )
        ),
        then,
    )


def apart(path: object) -> str:
    """Return a path in an isolate: within Arabic its first slash would go to the other end (UAX #9, X5a)."""
    return f"\u2066{with_signs(str(path))}\u2069"


class ExportDialog(Dialog[None]):
    """Asks for the path, writes, and says how it went.

    Args:
        choice: the format, and the folder to propose.
        article: the one that is read, if one is.
        listed: as `ask_export`.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        *bindings("export"),
        Binding("tab", "scope", show=False),  # reaches the screen when the line has no use for it
    ]
    DEFAULT_CSS = "ExportDialog { background: $background; }"
    app: ClaimReader

    class Told(Message):
        """The export is so far."""

        def __init__(self, progress: Progress) -> None:
            super().__init__()
            self.progress = progress

    class Ended(Message):
        """The export has ended: with a report, or with what is wrong; `again`: a second Enter replaces."""

        def __init__(self, report: Report | None, failure: str = "", *, again: bool = False) -> None:
            super().__init__()
            self.report = report
            self.failure = failure
            self.again = again

    def __init__(self, choice: Choice, article: Article | None, listed: frozenset[str] | None = None) -> None:
        super().__init__()
        self._choice = choice
        self._article = article
        self._listed = listed
        self._only = article is not None or listed is not None
        self._replace = ""
        """The path that a second Enter replaces."""
        self._worker: Worker[None] | None = None

    def compose(self) -> ComposeResult:
        """What goes out, where to, and what there is to say about it."""
        self._what, self._lines, self._prompt = Lines(), Lines(), Prompt()
        self._what.styles.height = 5
        yield self._what
        yield self._prompt
        yield self._lines
        yield KeyHints("export")

    def on_mount(self) -> None:
        """Propose a path."""
        self._ask(self._proposed)
        self._tell_what()

    @property
    def _format(self) -> Format:
        return FORMATS[self._choice.format]

    @property
    def _article_id(self) -> str | None:
        return self._article.id if self._article and self._only else None

    @property
    def _proposed(self) -> str:
        return proposed(self.app.session.project, self._choice, self._article_id)

    def _tell_what(self) -> None:
        session = self.app.session
        if self._article and self._only:
            count = len(session.annotations.of(self._article))
            annotations = plural("{n:,} annotation", "{n:,} annotations", count)
            of = _("{annotations} of {id}").format(annotations=annotations, id=self._article.id)
            what = [of, self._article.label[:70]]
        elif self._listed is not None and self._only:
            what = [
                plural("{n:,} annotation of the board", "{n:,} annotations of the board", len(self._listed))
            ]
        else:
            # Their number is known once they have been read; until then only the export waits for that.
            count = len(session.annotations.store.article_ids()) if session.annotations.loaded else 0
            articles = plural("{n:,} article", "{n:,} articles", count)
            where = (
                _("all annotations of {articles} in {database}")
                if count
                else _("all annotations in {database}")
            )
            what = [where.format(articles=articles, database=apart(session.database_label))]
        late = (
            [_("not saved yet, so not in it: {n:,}").format(n=len(session.annotations.unsaved))]
            if session.annotations.unsaved
            else []
        )
        said = _("export as {name}: {about}").format(name=self._format.name, about=self._format.summary())
        self._what.show([said, *late, *what])

    def refresh_data(self) -> None:
        """Take in that the annotations have been read."""
        if self._prompt.asking:
            self._tell_what()

    # ------------------------------------------------------------------ asking

    def _ask(self, value: str) -> None:
        self._prompt.ask(_("to"), value)
        scope = [("Tab", _("corpus or article"))] if self._article else []
        scope += [("Tab", _("all or what is listed"))] if self._listed is not None else []
        self.query_one(KeyHints).show([("Enter", _("write")), *scope, ("Esc", _("leave"))])

    def action_scope(self) -> None:
        """All articles, or the one that is read; all annotations, or what the board lists."""
        if (self._article is None and self._listed is None) or not self._prompt.asking:
            return
        before = self._proposed
        self._only = not self._only
        if self._prompt.input.value == before:
            self._prompt.input.value = self._proposed
        self._tell_what()

    @on(BidiInput.Changed)
    def _changed(self) -> None:
        self._lines.show([])

    @on(BidiInput.Cancelled)
    def _cancelled(self) -> None:
        self.action_leave()

    @on(BidiInput.Submitted)
    def _submitted(self, event: BidiInput.Submitted) -> None:
        value = event.value.strip()
        if not value:
            self._lines.show([_("where to? A path of a file or folder")], error=True)
        elif self._worker is None:
            self._lines.show([_("beginning ...")])
            self._prompt.close()
            self.set_focus(None)
            self.query_one(KeyHints).show([("Esc", _("stop"))])
            self._worker = self._write(value, self._article_id, force=value == self._replace)

    # ------------------------------------------------------------------ writing

    @work(thread=True, exit_on_error=False)
    def _write(self, value: str, article_id: str | None, *, force: bool) -> None:
        worker, told = get_current_worker(), time.monotonic()

        def tell(progress: Progress) -> None:
            nonlocal told
            if worker.is_cancelled:
                raise StoppedError
            now = time.monotonic()
            if now - told > _TELL:
                told = now
                self.post_message(self.Told(progress))

        try:
            # a Path drops the slash at the end, which says that it is meant for a folder
            target = f"{Path(value).expanduser()}{'/' * value.endswith('/')}"
            wanted = Filter(
                articles=() if article_id is None else (article_id,),
                uuids=self._listed if self._only else None,
            )
            project = self.app.session.project
            report = export(project, self._format.name, target, wanted=wanted, force=force, tell=tell)
        except StoppedError:
            self.post_message(self.Ended(None, _("stopped: nothing was written")))
        except ThereAlreadyError as error:
            there = str(error).partition("; ")[0]
            self.post_message(
                self.Ended(None, _("{there}; Enter once more replaces it").format(there=there), again=True)
            )
        except (ExchangeError, StoreError, CorpusError, OSError, RuntimeError, ValueError) as error:
            self.post_message(self.Ended(None, str(error)))
        else:
            keep_choice(self._choice._replace(folder=str(Path(target).absolute().parent)))
            self.post_message(self.Ended(report))

    def on_export_dialog_told(self, event: Told) -> None:
        """Show how far it is."""
        if self._worker is None:
            return
        done, total, count = event.progress
        filled = done * _BAR // max(1, total)
        bar = "━" * filled + "─" * (_BAR - filled)
        said = _("{bar} {done:,} of {all:,} articles   {n:,} annotations   Esc stops")
        self._lines.show([said.format(bar=bar, done=done, all=total, n=count)])

    def on_export_dialog_ended(self, event: Ended) -> None:
        """Show the report; or what is wrong, and ask again."""
        self._worker = None
        if event.report is None:
            value = self._prompt.input.value
            self._ask(value)
            self._replace = value.strip() if event.again else ""
            self._lines.show([event.failure], error=True)
            return
        report = event.report
        self._what.display = False  # the report needs its room, and says what it did
        lines = [_("exported as {name} to {path}").format(name=report.format, path=apart(report.target))]
        lines += report.lines()
        if not self.app.session.annotations.store.article_ids():
            lines.append(_("there was no annotation to export: open an article and tag a sentence"))
        elif not report.losses:
            lines.append(_("nothing was left behind"))
        self._lines.show(lines)
        self.query_one(KeyHints).show([("j k", _("scroll")), ("Enter", _("close"))])

    # ------------------------------------------------------------------ keys, but for those of the line

    def action_scroll(self, rows: int) -> None:
        """Scroll the report."""
        self._lines.jump(self._lines.top + rows)

    def action_leave(self) -> None:
        """Stop the export; when it has ended, leave."""
        if self._worker is not None:
            self._worker.cancel()
            self._lines.show([_("stopping ...")])
        else:
            super().action_leave()
