"""The list of quantities: the amounts of one counted noun, who claims them, and which differ."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual import events, on
from textual.app import ComposeResult
from textual.cache import LRUCache

from annotations.services.figure_index import ORDERS, FigureList
from tui.config.bindings import first, undoable
from tui.i18n import N_, _, one_by_one, plural
from tui.presenters.figure_plot import BY_SIZE, OVER_TIME, has_days
from tui.presenters.figures import (
    MARK,
    FigureColumn,
    FigureRow,
    counts_of_list,
    figure_columns,
    figure_row,
    noun_name,
)
from tui.screens.figures.finder import FigureFinder
from tui.screens.list_screen import ListScreen
from tui.screens.messages import OpenAnnotation, OpenDialog, OpenPlace
from tui.widgets.bars import KeyHints, TopBar
from tui.widgets.bidi_input import BidiInput
from tui.widgets.cursor_list import ColumnHead, ColumnName, CursorList
from tui.widgets.figure_plot import FigurePlot
from tui.widgets.figure_rows import FigureDrawer
from tui.widgets.prompt import PromptRow

if TYPE_CHECKING:
    from annotations.model.article import Article
    from annotations.model.records import Annotation
    from annotations.services.figures import FoundFigure
    from tui.screens.context import SessionContext

ORDER_NAMES = {
    "as of": N_("by day"),
    "number": N_("by number"),
    "claimant": N_("by claimant"),
    "source": N_("by source"),
    "article": N_("in article order"),
}
"""The names of the orders on the screen."""
_KEPT = 512
"""Rows whose words are kept: more than a screen has."""


class FigureScreen(ListScreen):
    """Lists the amounts of a noun, and draws them.

    Args:
        context: whose amounts.
        opened: the id of the article that is open in the reader; empty if none is.
    """

    key_place = "figures"

    def __init__(self, context: SessionContext, opened: str = "") -> None:
        self._drawer = FigureDrawer(self._row)
        super().__init__(context, CursorList(self._drawer.draw, lambda: None))
        self.head = ColumnHead((), N_("quote"))
        self.plot = FigurePlot()
        self.result = FigureList("")
        """The amounts that are listed."""
        self.marked: set[int] = set()
        """Rows of the figure index."""
        self.finder = FigureFinder(context, self.rows, opened, self._take, self.update_status)
        self.finder.order = ORDERS[0]
        self.answered = self.finder.answered
        """Set while what is listed is what was asked for; see `tui.textual_ext.key_dispatch`."""
        self._columns: tuple[FigureColumn, ...] = ()
        self._shown: LRUCache[tuple[int, int], FigureRow] = LRUCache(_KEPT)
        self._visited: list[str] = []
        """The nouns that were listed, in the order in which they were."""
        self._kind = ""
        """How the plot is drawn, if a person has said so."""

    def compose(self) -> ComposeResult:
        """Compose the list above, the plot below, and the line to type in."""
        yield TopBar()
        yield self.head
        yield self.rows
        yield self.plot
        yield PromptRow()
        yield KeyHints("figures")

    def on_mount(self) -> None:
        """Show what can be read at once."""
        self.finder.begin()
        self.finder.take_in(always=True)
        self.update_status()

    def on_resize(self, event: events.Resize) -> None:
        """Show the columns for which there is room."""
        self.plot.lay_out(event.size.width, event.size.height)
        self._lay_out()

    def on_key(self, event: events.Key) -> None:
        """Have articles wait that are only read while no key comes; move in the list while one types, too."""
        import time

        self.finder.typed_at = time.monotonic()
        if not self.query_one(PromptRow).asking:
            return
        page = max(1, self.rows.size.height - 1)
        steps = {"up": -1, "down": 1, "pageup": -page, "pagedown": page}
        if event.key in steps:
            self.rows.move_to(self.rows.cursor + steps[event.key])
            event.stop()

    # ------------------------------------------------------------------ what is shown

    def _lay_out(self) -> None:
        self._columns = tuple(figure_columns(self.size.width, self.result))
        self._shown.clear()
        self.head.show([ColumnName(column.name, column.room) for column in self._columns])
        self._drawer.lay_out(self._columns)
        self.rows.refresh()

    def _take(self, result: FigureList) -> None:
        """Show another list; the cursor stays on its amount, and goes to the first one of another noun.

        As long as keys wait for the list, it stays on the first one, unless a click has moved it.
        """
        before, at = self.result, self.rows.cursor
        row = before.rows[at] if at < len(before.rows) else None
        same = (before.noun, before.text) == (result.noun, result.text)
        if self.finder.waits:
            self._visited.clear()
            same = same and at > 0
        self.result = result
        if result.noun and result.noun not in self._visited:
            self._visited.append(result.noun)
        self._lay_out()
        place = self._place_of(row) if same and row is not None else None
        self.rows.fill(
            len(result.rows),
            at=0 if not same else place if place is not None else at,
            nothing=self._nothing(),
        )
        self.plot.show(result.series, self.kind)
        self.update_status()

    @property
    def kind(self) -> str:
        """Whether the plot is over time or by size: as was asked for, else over time if there are days."""
        return self._kind or (OVER_TIME if has_days(self.result.series) else BY_SIZE)

    def _place_of(self, row: int) -> int | None:
        try:
            return self.result.rows.index(row)
        except ValueError:
            return None

    def _nothing(self) -> str:
        if self.result.text:
            return _("no amount matches; Esc shows all again")
        if self.finder.reading:
            return _("reading the articles: amounts come up here as they are read")
        return _("no amounts in these articles; Esc goes back")

    def _row(self, place: int, cells: int) -> FigureRow:
        row = self.result.rows[place]
        shown = self._shown.get((row, cells))
        if shown is None:
            shown = self._shown[row, cells] = self._row_of(place, row, cells)
        return shown._replace(mark=MARK) if row in self.marked else shown

    def _row_of(self, place: int, row: int, cells: int) -> FigureRow:
        entry = self.finder.index.figure(row)
        if entry is None:
            gone = undoable(_("deleted; {undo} brings it back"), "figures")
            return FigureRow("", ("",) * len(self._columns), gone, tagged=False)
        return figure_row(entry, self._columns, cells, differs=bool(self.result.differs[place]))

    def update_status(self) -> None:
        """Show which noun is listed, how many amounts it has, and how many articles have been read."""
        if not self.is_mounted:
            return
        result, finder, index = self.result, self.finder, self.finder.index
        nouns = [noun for noun, _count in index.noun_counts()]
        reading = ""
        if finder.reading:
            known = f"{max(finder.articles, index.articles):,}" if finder.articles else "…"
            reading = _("read {n} of {all} articles").format(n=f"{index.articles:,}", all=known)
        aside = self.context.session.aside
        facts = (
            self.context.session.annotations.saved_label,
            plural("{n:,} article set aside", "{n:,} articles set aside", aside) if aside else "",
            _("marked {n}").format(n=len(self.marked)) if self.marked else "",
            _(ORDER_NAMES[finder.order]) if finder.order != ORDERS[0] else "",
            counts_of_list(result) if result.rows else "",
            reading,
        )
        number = nouns.index(result.noun) + 1 if result.noun in nouns else 0
        name = f"{number}/{len(nouns)}" if number else _("quantities")
        place = noun_name(result.noun, result.spellings) if number else ""
        place = f"{place}  “{result.text}”" if result.text else place
        alarm = self.context.session.annotations.alarm
        self.query_one(TopBar).show(place, tuple(filter(None, facts)), alarm, name=name)
        self.query_one(PromptRow).fact.show(f" {plural('{n} amount', '{n} amounts', len(result.rows))} ")

    def refresh_data(self) -> None:
        """Draw what changed in the annotations."""
        if not self.is_mounted:
            return
        if (
            self.context.session.annotations.figure_index is not self.finder.index
        ):  # the store was opened anew
            self.marked.clear()
            self.finder.begin()
        self.finder.index.update()
        self.finder.take_in(always=True)

    def look_at(self, annotation: Annotation) -> None:
        """Put the cursor on an annotation's amount: what was undone should be seen."""
        for place, row in enumerate(self.result.rows[:_KEPT]):
            entry = self.finder.index.figure(row)
            if entry is not None and entry.figure.annotation == annotation.uuid:
                self.rows.move_to(place)
                return

    # ------------------------------------------------------------------ getting round

    def at_cursor(self) -> FoundFigure | None:
        """Return the amount under the cursor; None for one that is gone, and in an empty list."""
        place = self.rows.cursor
        if place >= len(self.result.rows):
            return None
        return self.finder.index.figure(self.result.rows[place])

    async def action_open(self) -> None:
        """Go to the sentence in its article."""
        entry = self.at_cursor()
        if entry is None:
            return
        figure = entry.figure
        annotation = self.context.session.annotations.pending.get(figure.annotation or "")
        if annotation is not None:
            await self.context.send(OpenAnnotation(annotation))
        else:
            await self.context.send(OpenPlace(figure.article, figure.start))

    def action_noun(self, step: int) -> None:
        """List the next noun: the one with most amounts that wasn't listed yet, in a round."""
        nouns = [noun for noun, _count in self.finder.index.noun_counts()]
        if not nouns:
            return
        now = self.finder.noun or ""
        if step > 0:
            fresh = [noun for noun in nouns if noun not in self._visited]
            if not fresh:
                self._visited = [now]
                fresh = [noun for noun in nouns if noun != now] or nouns
            self._list(fresh[0])
        elif now in self._visited and (at := self._visited.index(now)) > 0:
            self._list(self._visited[at - 1])
        else:
            self._list(nouns[nouns.index(now) - 1] if now in nouns else nouns[0])

    def _list(self, noun: str) -> None:
        self.finder.ask(noun, text="")

    def action_sort(self) -> None:
        """List in the next order."""
        order = ORDERS[(ORDERS.index(self.finder.order) + 1) % len(ORDERS)]
        self.finder.ask(order=order)
        self.context.notify(_("sorted: {how}").format(how=_(ORDER_NAMES[order])))

    def action_plot(self) -> None:
        """Draw the plot by size, or over time again."""
        self._kind = BY_SIZE if self.kind == OVER_TIME else OVER_TIME
        self.plot.show(self.result.series, self.kind)
        self.context.notify(_("plot by size") if self._kind == BY_SIZE else _("plot over time"))

    def action_filter(self) -> None:
        """Write what to look for among the amounts of this noun."""
        self.query_one(PromptRow).ask(_("filter"), self.finder.text)
        keys = [("↑ ↓", _("move")), ("Enter", _("to the list"))]
        keys += [(first("figures.palette"), _("every action")), ("Esc", _("show all"))]
        self.query_one(KeyHints).show(keys)
        self.update_status()

    @on(BidiInput.Changed)
    def _changed(self, event: BidiInput.Changed) -> None:
        self.finder.ask(text=event.value.strip())

    @on(BidiInput.Submitted)
    def _submitted(self) -> None:
        self._close_prompt()

    @on(BidiInput.Cancelled)
    def _cancelled(self) -> None:
        self._close_prompt()
        self.finder.ask(text="")

    def _close_prompt(self) -> None:
        self.query_one(PromptRow).close()
        self.query_one(KeyHints).show()
        self.set_focus(self.rows, scroll_visible=False)

    async def action_escape(self) -> None:
        """Take the marks away, then the filter; with neither go back."""
        if self.marked:
            self.marked.clear()
            self.rows.refresh()
            self.update_status()
        elif self.finder.text:
            self.finder.ask(text="")
        else:
            await self.action_back()

    # ------------------------------------------------------------------ marks and links

    def action_mark(self) -> None:
        """Mark the amount or not, and go on to the next."""
        place = self.rows.cursor
        if self.at_cursor() is None:
            return
        self.marked ^= {self.result.rows[place]}
        self.rows.update(place)
        self.rows.move_to(place + 1)
        self.update_status()

    async def action_link(self) -> None:
        """Link the marked amounts with the one under the cursor, or two that are marked with each other."""
        from annotations.model.links import TYPES
        from tui.presenters.links import link_label
        from tui.screens.dialogs.picker import Picker
        from tui.widgets.pick_list import PickList
        from tui.widgets.pick_rows import Item, Rooms

        chosen = self._chosen()
        if len(chosen) < 2:
            self.context.notify(_("mark two amounts with space, then link them"))
            return
        pick = PickList(
            _("link"),
            TYPES,
            lambda kind: Item(link_label(kind), self._ends_shown(chosen)),
            Rooms(key=0, name=20),
            placeholder=_("what the link says"),
        )
        await self.context.send(OpenDialog(Picker(pick), lambda kind: self._link(chosen, kind)))

    def _chosen(self) -> list[FoundFigure]:
        """Return the marked amounts, last the one that the others are linked with."""
        place = self.rows.cursor
        here = self.result.rows[place] if place < len(self.result.rows) else None
        rows = sorted(self.marked)
        if here is not None and (here in self.marked or len(rows) != 2):
            rows = [row for row in rows if row != here] + [here]
        return [entry for row in rows if (entry := self.finder.index.figure(row)) is not None]

    def _ends_shown(self, chosen: list[FoundFigure]) -> str:
        from tui.presenters.figures import figure_shown

        return " ← ".join(figure_shown(entry.figure) for entry in reversed(chosen[:3]))

    def _link(self, chosen: list[FoundFigure], kind: str | None) -> None:
        from annotations.corpus import CorpusError
        from annotations.insight.trust import Trust
        from annotations.model.side_records import TRUST
        from annotations.services.figure_links import SameClaimError, link_figures
        from tui.presenters.links import link_label

        if kind is None:
            return
        context, store = self.context, self.context.session.annotations.pending
        try:
            links = link_figures(
                [entry.figure for entry in chosen],
                kind,
                article=self._article,
                annotations=store.list,
                annotator=context.project.annotator,
                scheme=context.project.scheme,
                trust=Trust(store.records(TRUST)),
            )
        except SameClaimError:
            context.notify(_("these amounts stand in one sentence; mark two of different ones"))
            return
        except CorpusError as error:
            context.notify(str(error), error=True)
            return
        left = plural(
            "{n} is another's: link from your own", "{n} are others': link from your own", links.left
        )
        there = plural("{n} link was there already", "{n} links were there already", links.there)
        said = [there] * bool(links.there) + [left] * bool(links.left)
        if links.changes:
            if not context.save(tuple(links.articles) or None, links.changes):
                return
            self.marked.clear()
            made = plural("{n} sentence made a claim", "{n} sentences made claims", links.made)
            said = [link_label(kind), *([made] if links.made else []), *said]
            said.append(undoable(_("{undo} takes it back"), "figures"))
        context.notify(one_by_one(said) or _("nothing to link"))
        self.refresh_data()

    def _article(self, article_id: str) -> Article:
        from annotations.corpus import CorpusError

        _place, article = self.context.session.find_article(article_id)
        if article is None:
            raise CorpusError(_("this article isn't in the corpus any more: {id}").format(id=article_id))
        if isinstance(article, str):
            raise CorpusError(article)
        return article
