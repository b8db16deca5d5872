"""Exporting from the screen: a format, a path, how far it is, and what was written and what was left behind.

What goes out and where it may be written is `annotations.services.export`, and for reports
`annotations.services.report`, as for the commands. It runs in a thread; it is stopped where it takes the next
annotation, a report at the next article, and then leaves nothing behind, since files appear whole or not at
all (`annotations.exchange.files`).
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
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
from annotations.exchange.format import Format
from annotations.exchange.losses import ExportReport
from annotations.exchange.report.formats import ReportFormat
from annotations.services.export import ExportProgress, StoppedError, export
from annotations.store.base import StoreError
from annotations.team.errors import TeamError
from tui.i18n import _, language, plural
from tui.presenters.formats import format_about, format_summary, report_lines, whose_shown, written_lines
from tui.presenters.stored import with_signs
from tui.screens.dialogs.base import Dialog
from tui.screens.dialogs.picker import Picker
from tui.screens.messages import OpenDialog
from tui.session.export_choice import (
    MINE,
    OUTPUTS,
    WHOSE,
    ExportChoice,
    keep_choice,
    last_choice,
    proposed,
)
from tui.textual_ext.crash_handler import told
from tui.widgets.bars import KeyHints
from tui.widgets.bidi_input import BidiInput
from tui.widgets.lines import Lines
from tui.widgets.pick_list import PickList
from tui.widgets.pick_rows import Item, Rooms
from tui.widgets.prompt import PromptRow

if TYPE_CHECKING:
    from textual.worker import Worker

    from annotations.composition import Project
    from annotations.model.article import Article
    from annotations.services.report import ReportProgress, WrittenReport
    from tui.screens.context import SessionContext

_BAR = 20
_TELL = 0.1
"""Seconds between two messages about how far it is."""


async def ask_export(
    context: SessionContext, article: Article | None, listed: frozenset[str] | None = None
) -> None:
    """Ask for a format, then show the dialog.

    Args:
        context: whose annotations are to go out.
        article: the one that is read, if one is.
        listed: the uuids of what the board lists, if that isn't all.
    """
    choice = last_choice()

    async def then(name: str | None) -> None:
        if name is not None:
            dialog = ExportDialog(context, choice._replace(format=name), article, listed)
            await context.send(OpenDialog(dialog))

    names = list(OUTPUTS)
    pick = PickList(
        _("export as"),
        names,
        lambda name: Item(name, about=format_about(OUTPUTS[name])),
        Rooms(0, max(map(len, names))),
        placeholder=_("a format"),
        detail=lambda name: format_summary(OUTPUTS[name]),
        at=names.index(choice.format),
    )
    await context.send(OpenDialog(Picker(pick), then))


def apart(path: object) -> str:
    """Return a path in an isolate: within Arabic its first slash would go to the other end (UAX #9, X5a)."""
    return f"\u2066{with_signs(str(path))}\u2069"


class ExportDialog(Dialog[None]):
    """Asks for the path, writes, and says how it went.

    Args:
        context: whose annotations are to go out.
        choice: the format, and the folder to propose.
        article: the one that is read, if one is.
        listed: as `ask_export`.
    """

    key_place = "export"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("tab", "scope", show=False),  # reaches the screen when the line has no use for it
        Binding("shift+tab", "whose", show=False),
    ]

    class Progressed(Message):
        """Tells how far the export or the report is."""

        def __init__(self, progress: ExportProgress | ReportProgress) -> None:
            super().__init__()
            self.progress = progress

    class Ended(Message):
        """Tells that it has ended, with a report or a failure; `again`: a second Enter replaces."""

        def __init__(
            self, report: ExportReport | WrittenReport | None, failure: str = "", *, again: bool = False
        ) -> None:
            super().__init__()
            self.report = report
            self.failure = failure
            self.again = again

    def __init__(
        self,
        context: SessionContext,
        choice: ExportChoice,
        article: Article | None,
        listed: frozenset[str] | None = None,
    ) -> None:
        super().__init__()
        self.context = context
        self._choice = choice
        self._article = article
        self._listed = listed
        self._narrowed = article is not None or listed is not None
        """True if only the article, or only what is listed, goes out."""
        self._whose = MINE
        self._told: list[str] = []
        """The lines that have to be said of what others say, once it has been read."""
        self._replaceable = ""
        """The path that a second Enter replaces."""
        self._worker: Worker[None] | None = None
        self._scope, self._lines, self._prompt = Lines(), Lines(), PromptRow()
        self._scope.styles.height = 5

    def compose(self) -> ComposeResult:
        """Compose what goes out, where to, and what there is to say about it."""
        yield self._scope
        yield self._prompt
        yield self._lines
        yield KeyHints("export")

    def on_mount(self) -> None:
        """Propose a path."""
        self._ask(self._proposed)
        self._show_scope()

    @property
    def _format(self) -> Format | ReportFormat:
        return OUTPUTS[self._choice.format]

    @property
    def _article_id(self) -> str | None:
        return self._article.id if self._article and self._narrowed else None

    @property
    def _proposed(self) -> str:
        return proposed(self.context.session.project, self._choice, self._article_id, self._whose)

    @property
    def _has_team(self) -> bool:
        """True if others' annotations may go out; what the board lists is mine."""
        return self.context.session.project.place is not None and self._listed is None

    def _show_scope(self) -> None:
        """Show the format, what goes out, and what of it can't go out yet."""
        session = self.context.session
        unsaved = (
            [_("not saved yet, so not in it: {n:,}").format(n=len(session.annotations.unsaved))]
            if session.annotations.unsaved
            else []
        )
        said = _("export as {name}: {about}").format(
            name=self._choice.format, about=format_summary(self._format)
        )
        self._scope.show([said, *unsaved, *self._scope_lines()])

    def _scope_lines(self) -> list[str]:
        """Return which annotations go out."""
        session = self.context.session
        if self._whose:
            about = self._article if self._narrowed else None
            return [whose_shown(self._whose), *([apart(about.id), about.label[:70]] if about else [])]
        if self._article and self._narrowed:
            count = len(session.annotations.of(self._article))
            annotations = plural("{n:,} annotation", "{n:,} annotations", count)
            of = _("{annotations} of {id}").format(annotations=annotations, id=apart(self._article.id))
            return [of, self._article.label[:70]]
        if self._listed is not None and self._narrowed:
            listed = len(self._listed)
            return [plural("{n:,} annotation of the board", "{n:,} annotations of the board", listed)]
        # Their number is known once they have been read; until then only the export waits for that.
        count = len(session.annotations.store.article_ids()) if session.annotations.loaded else 0
        articles = plural("{n:,} article", "{n:,} articles", count)
        where = (
            _("all annotations of {articles} in {database}") if count else _("all annotations in {database}")
        )
        return [where.format(articles=articles, database=apart(session.database_label))]

    def refresh_data(self) -> None:
        """Take in that the annotations have been read."""
        if self._prompt.asking:
            self._show_scope()

    # ------------------------------------------------------------------ asking

    def _ask(self, value: str) -> None:
        self._prompt.ask(_("to"), value)
        scope = [("Tab", _("corpus or article"))] if self._article else []
        scope += [("Tab", _("all or what is listed"))] if self._listed is not None else []
        scope += [("Shift+Tab", _("mine, all, gold"))] if self._has_team else []
        self.query_one(KeyHints).show([("Enter", _("write")), *scope, ("Esc", _("leave"))])

    def action_scope(self) -> None:
        """Change between all articles and the one that is read, or all annotations and those listed."""
        if (self._article is None and self._listed is None) or not self._prompt.asking:
            return
        before = self._proposed
        self._narrowed = not self._narrowed
        self._propose_instead_of(before)

    def action_whose(self) -> None:
        """Change between what I say, what everybody in the team says, and gold."""
        if not self._has_team or not self._prompt.asking:
            return
        before = self._proposed
        self._whose = WHOSE[(WHOSE.index(self._whose) + 1) % len(WHOSE)]
        self._propose_instead_of(before)

    def _propose_instead_of(self, before: str) -> None:
        """Propose the path that fits now, unless the person has typed another one, and show what goes out."""
        if self._prompt.input.value == before:
            self._prompt.input.value = self._proposed
        self._show_scope()

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
            self._worker = self._write(value, self._article_id, force=value == self._replaceable)

    # ------------------------------------------------------------------ writing

    @work(thread=True, exit_on_error=False)
    def _write(self, value: str, article_id: str | None, *, force: bool) -> None:
        worker, told_at = get_current_worker(), time.monotonic()

        def tell(progress: ExportProgress | ReportProgress) -> None:
            nonlocal told_at
            if worker.is_cancelled:
                raise StoppedError
            now, all_read = time.monotonic(), progress[0] == progress[1]
            if now - told_at > _TELL or all_read:  # what comes behind all articles may take long
                told_at = now
                self.post_message(self.Progressed(progress))

        try:
            # a Path drops the slash at the end, which says that it is meant for a folder
            target = f"{Path(value).expanduser()}{'/' * value.endswith('/')}"
            wanted = Filter(
                articles=() if article_id is None else (article_id,),
                uuids=self._listed if self._narrowed else None,
            )
            report = self._output(target, wanted, force, tell)
        except StoppedError:
            self.post_message(self.Ended(None, _("stopped: nothing was written")))
        except ThereAlreadyError as error:
            there = str(error).partition("; ")[0]
            self.post_message(
                self.Ended(None, _("{there}; Enter once more replaces it").format(there=there), again=True)
            )
        except TeamError as error:
            self.post_message(self.Ended(None, str(error).removeprefix("--by ")))
        except (ExchangeError, StoreError, CorpusError, OSError, RuntimeError, ValueError) as error:
            self.post_message(self.Ended(None, str(error)))
        except Exception as error:  # whatever it is, the dialog can be left; it is told
            self.post_message(self.Ended(None, told(error)))
        else:
            keep_choice(self._choice._replace(folder=str(Path(target).absolute().parent)))
            self.post_message(self.Ended(report))

    def _output(
        self,
        target: str,
        wanted: Filter,
        force: bool,
        tell: Callable[[ExportProgress | ReportProgress], None],
    ) -> ExportReport | WrittenReport:
        """Write what was chosen."""
        project = self.context.session.project
        if not self._whose:
            return self._written(project, target, wanted, force, tell)
        from annotations.services.said_by import seen_by_people  # here: most people are in no team

        self._told = []
        with seen_by_people(project, [self._whose], tell=self._told.append) as seen:
            return self._written(seen, target, wanted, force, tell)

    def _written(
        self,
        project: Project,
        target: str,
        wanted: Filter,
        force: bool,
        tell: Callable[[ExportProgress | ReportProgress], None],
    ) -> ExportReport | WrittenReport:
        form = self._format
        if not isinstance(form, ReportFormat):
            return export(project, form.name, target, wanted=wanted, force=force, tell=tell)
        from annotations.services.report import write_report  # here: an export doesn't need it

        return write_report(
            project, target, name=form.name, language=language(), wanted=wanted, force=force, tell=tell
        )

    def on_export_dialog_progressed(self, event: Progressed) -> None:
        """Show how far it is."""
        if self._worker is None:
            return
        done, total, *counted = event.progress
        filled = done * _BAR // max(1, total)
        bar = "━" * filled + "─" * (_BAR - filled)
        if counted:
            said = _("{bar} {done:,} of {all:,} articles   {n:,} annotations   Esc stops")
            self._lines.show([said.format(bar=bar, done=done, all=total, n=counted[0])])
        elif done < total:
            self._lines.show(
                [_("{bar} {done:,} of {all:,} articles   Esc stops").format(bar=bar, done=done, all=total)]
            )
        else:
            self._lines.show([_("{bar} writing ...").format(bar=bar)])

    def on_export_dialog_ended(self, event: Ended) -> None:
        """Show the report; or what is wrong, and ask again."""
        self._worker = None
        if event.report is None:
            value = self._prompt.input.value
            self._ask(value)
            self._replaceable = value.strip() if event.again else ""
            self._lines.show([event.failure], error=True)
            return
        report = event.report
        self._scope.display = False  # the report needs its room, and says what it did
        target = apart(report.target)
        lines = [_("exported as {name} to {path}").format(name=self._choice.format, path=target)]
        told = [_(line) for line in self._told] if self._whose else []
        if not isinstance(report, ExportReport):
            self._finish([*lines, *written_lines(report), *told])
            return
        lines += [*report_lines(report), *told]
        if not self._whose and not self.context.session.annotations.store.article_ids():
            lines.append(_("there was no annotation to export: open an article and tag a sentence"))
        elif not report.losses:
            lines.append(_("nothing was left behind"))
        self._finish(lines)

    def _finish(self, lines: Sequence[str]) -> None:
        """Show what was done."""
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
