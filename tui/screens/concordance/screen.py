"""The concordance on the screen: the hits of a query below each other, to be sorted, looked up and tagged."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from textual import events, on
from textual.app import ComposeResult

from annotations.services.concordance import MOST, ORDERS, Hit
from tui.config.bindings import first, tag_keys, undoable
from tui.i18n import _, named, one_by_one, plural
from tui.presenters.annotation import tag_names
from tui.presenters.cases import Passage
from tui.presenters.concordance import (
    MARK,
    ORDER_NAMES,
    HitColumn,
    HitRow,
    counts,
    hit_cells,
    hit_columns,
    passages_about,
    tags_of,
)
from tui.screens.concordance.finder import HitFinder
from tui.screens.list_screen import ListScreen
from tui.screens.messages import OpenPlace
from tui.session.lru_cache import LRUCache
from tui.widgets.bars import KeyHints, TopBar
from tui.widgets.bidi_input import BidiInput
from tui.widgets.burst import AfterBurst
from tui.widgets.cursor_list import CursorList
from tui.widgets.hit_rows import HitDrawer, HitHead
from tui.widgets.passages import Passages
from tui.widgets.prompt import PromptRow

if TYPE_CHECKING:
    from annotations.model.article import Article
    from annotations.model.records import Annotation
    from annotations.model.side_records import PlacedRecord
    from annotations.services.concordance import HitArticle
    from tui.screens.context import SessionContext

_WIDE = 100
"""Cells from which there is room for the screen's name beside what is looked for."""
_ARTICLES = 16
"""Articles that are kept for the panel."""
_PANEL = 7
"""Rows of the panel, its rule among them."""


class ConcordanceScreen(ListScreen):
    """Lists the hits of a query.

    Args:
        context: whose articles, and whose annotations.
        typed: the query; where it has no words the screen begins by asking for some.
        indexing: says whether the corpus is still being indexed, so that more hits may come.
    """

    key_place = "concordance"
    DEFAULT_CSS = f"ConcordanceScreen Passages {{ height: {_PANEL}; min-height: {_PANEL}; }}"

    def __init__(
        self, context: SessionContext, typed: str = "", indexing: Callable[[], bool] = lambda: False
    ) -> None:
        self._drawer = HitDrawer(self._row)
        super().__init__(context, CursorList(self._drawer.draw, self._moved))
        self.head = HitHead()
        self.panel = Passages()
        self.finder = HitFinder(context, self.rows, self._take, indexing)
        self.answered = self.finder.answered
        """Set while what is listed is what was asked for; see `tui.textual_ext.key_dispatch`."""
        self._shown: Sequence[Hit] = ()
        """The hits that are listed."""
        self._held: Hit | None = None
        """The hit on which the cursor has stayed when they were sorted last."""
        self._sought: tuple[str, int] | None = None
        """The hit to which the cursor goes back when it has been found again."""
        self._layers = 0
        """The state of what is known of lines (`annotations.model.line_layers`) when hits were found."""
        self.marked: set[tuple[str, int]] = set()
        """The marked hits: the id of the article, and where in its text each starts."""
        self._begin_with = typed
        self._columns: Sequence[HitColumn] = ()
        self._read: LRUCache[HitArticle, Article | str] = LRUCache(_ARTICLES)
        """The articles that the panel has shown, or why they can't be read."""
        self._letters: dict[tuple[str, int], str] = {}
        """The letters of the tags of sentences that were seen, until annotations change."""
        self._before_asking = ""
        """The query that was listed when another one was begun to be typed."""
        self._after_keys = AfterBurst(self.rows, self._show_panel)

    def compose(self) -> ComposeResult:
        """Compose the list above, the sentence of the hit under the cursor below, and the line to type in."""
        yield TopBar()
        yield self.head
        yield self.rows
        yield self.panel
        yield PromptRow()
        yield KeyHints("concordance")

    def on_mount(self) -> None:
        """Find what was asked for, or ask; bind the keys of a project's own tags, too."""
        tags = self.context.project.scheme.tags
        self.own_keys = tag_keys("concordance", tags, lambda tag: f"tag({tag.key!r})")
        self._layers = self._layers_now
        self.finder.ask(self._begin_with, at_once=True)
        if not self.finder.asked:
            self.action_filter()

    def on_unmount(self) -> None:
        """Read no more articles."""
        self.finder.stop()

    def on_resize(self, event: events.Resize) -> None:
        """Show the columns for which there is room."""
        self._columns = hit_columns(event.size.width)
        self._drawer.lay_out(self._columns)
        self.head.show(self._columns, self.finder.order)
        self.rows.refresh()

    # ------------------------------------------------------------------ what is shown

    def _take(self, more: bool) -> None:
        """Show other hits, or more of the same.

        The cursor stays on its hit. On the first one it stays on the first one, whichever that is now: nobody
        has gone there, unless an order has brought it there with the hit on which it is.
        """
        hits, at = self.finder.hits, self.rows.cursor
        if more and at:
            self._sought = None  # somebody has gone on meanwhile
        sought = self._place_of(self._sought, hits)
        if sought is not None:
            at, self._sought, self._held = sought, None, hits[sought]
        elif not more:
            here = self.at_cursor()
            held = here if at or here is self._held else None
            at = next((place for place, hit in enumerate(hits) if hit is held), 0)
            self._held = held
        self._shown = hits
        self.rows.fill(len(hits), at=at, nothing=self._nothing())
        self.update_status()

    def _place_of(self, key: tuple[str, int] | None, hits: Sequence[Hit]) -> int | None:
        if key is None:
            return None
        return next((place for place, hit in enumerate(hits) if self._key(hit) == key), None)

    def _nothing(self) -> str:
        finder = self.finder
        if not finder.asked:
            return _("what to look for goes into the line below: words, or a “phrase”")
        if finder.reading:
            return _("reading the articles: hits come up here as they are read")
        if finder.left_out:
            return _("only in boilerplate: {key} shows these hits").format(
                key=first("concordance.boilerplate")
            )
        if finder.terms:
            from tui.presenters.team import why_none  # here: few queries say anything of a team

            if why := why_none(self.context.session.team_filter, finder.typed):
                return why
        return _("no article has these words; {key} looks for others").format(key=first("concordance.filter"))

    def _row(self, place: int) -> HitRow:
        hit = self._shown[place]
        mark = MARK if self._key(hit) in self.marked else ""
        return HitRow(mark, self._letters_of(hit), hit_cells(hit, self._columns), hit)

    @staticmethod
    def _key(hit: Hit) -> tuple[str, int]:
        return hit.article.id, hit.start

    def _letters_of(self, hit: Hit) -> str:
        sentence = hit.article.id, hit.sentence
        letters = self._letters.get(sentence)
        if letters is None:
            letters = self._letters[sentence] = tags_of(self._said_of(hit), self.context.project.scheme)
        return letters

    def _said_of(self, hit: Hit) -> Sequence[Annotation]:
        """Return the annotations of a hit's sentence; none before the annotations were read."""
        annotations = self.context.session.annotations
        if not annotations.loaded:
            return ()
        about = annotations.about(hit.article.id)
        return [each for each in about if _sentence_at(hit.article, each.target.start) == hit.sentence]

    def update_status(self) -> None:
        """Show what is looked for, and how many hits there are by now."""
        if not self.is_mounted:
            return
        finder, annotations = self.finder, self.context.session.annotations
        progress = finder.progress
        reading = ""
        if finder.reading and progress.looked_at < progress.articles:
            reading = _("read {n} of {all} articles").format(
                n=f"{progress.looked_at:,}", all=f"{progress.articles:,}"
            )
        elif finder.reading:
            reading = _("reading …")
        boilerplate = ""
        if finder.left_out:
            said = _("{n:,} in boilerplate") if finder.boilerplate else _("without {n:,} in boilerplate")
            boilerplate = said.format(n=finder.left_out)
        aside = progress.aside
        facts = (
            annotations.saved_label,
            plural("{n:,} article set aside", "{n:,} articles set aside", aside) if aside else "",
            _("marked {n}").format(n=len(self.marked)) if self.marked else "",
            boilerplate,
            _(ORDER_NAMES[finder.order]) if finder.order != ORDERS[0] else "",
            _("only the first {n:,} hits").format(n=MOST) if progress.capped else "",
            counts(len(finder.hits), finder.articles) if finder.asked else "",
            reading,
        )
        self.query_one(TopBar).show(
            finder.typed or _("concordance"),
            tuple(filter(None, facts)),
            annotations.alarm,
            name=_("concordance") if finder.typed and self.size.width >= _WIDE else "",
        )
        self.head.show(self._columns, finder.order)
        prompt = self.query_one(PromptRow)
        if prompt.asking:
            prompt.fact.show(f" {self._fact()} ")

    def _fact(self) -> str:
        """Return what is said behind the line that is typed."""
        finder = self.finder
        if finder.asked.problem:
            return _("{term} is no date").format(term=finder.asked.problem)
        return counts(len(finder.hits), finder.articles) if finder.asked else ""

    def _moved(self) -> None:
        """Show what is under the cursor; of keys in a burst only the last one's panel is laid out."""
        self._after_keys.call()

    def _show_panel(self) -> None:
        if self.panel.is_mounted:
            self.panel.show(self._about_cursor())

    def _about_cursor(self) -> Sequence[Passage]:
        hit = self.at_cursor()
        if hit is None:
            return ()
        article = self._read.get(hit.article)
        if article is None:
            article = self._article_to_show(hit)
            self._read.put(hit.article, article)
        if isinstance(article, str):
            return [Passage((), article)]
        said = self._said_of(hit)
        tags = dict.fromkeys(tag for annotation in said for tag in annotation.tags)
        names = tag_names(self.context.project.scheme, list(tags)) if said else ""
        return passages_about(hit, article, names)

    def _article_to_show(self, hit: Hit) -> Article | str:
        """Read the article of a hit as it was found: no key that moves looks it up among all articles."""
        from annotations.corpus import ArticleError

        about = hit.article
        try:
            article = self.context.session.articles.corpus.read(about.entry)
        except ArticleError as error:
            return str(error)
        if article.sha256 != about.sha256:
            return self._changed_since
        article.recall(None, about.outline)
        return article

    @property
    def _changed_since(self) -> str:
        said = _("this article has changed since it was read: {key} Enter finds the words anew")
        return said.format(key=first("concordance.filter"))

    def _article(self, hit: Hit) -> Article | str:
        """Return the article of a hit, or why it can't be said where in it the hit is."""
        from annotations.corpus import CorpusError

        try:
            _place, article = self.context.session.find_article(hit.article.id)
        except CorpusError as error:
            return str(error)
        if article is None:
            return _("this article isn't in the corpus any more: {id}").format(id=hit.article.id)
        if not isinstance(article, str) and article.sha256 != hit.article.sha256:
            return self._changed_since
        return article

    def on_screen_resume(self) -> None:
        """Draw what may have changed in the reader; find anew if somebody said there what lines are."""
        super().on_screen_resume()
        if self.is_mounted and self._layers != self._layers_now and self.finder.asked:
            hit = self.at_cursor()
            self._sought = None if hit is None else self._key(hit)
            self._find_again()

    @property
    def _layers_now(self) -> int:
        return self.context.session.articles.corpus.layers.changes

    def _find_again(self) -> None:
        self._layers = self._layers_now
        self._read = LRUCache(_ARTICLES)
        self.finder.find_again(at_once=True)

    def refresh_data(self) -> None:
        """Draw what changed in the annotations."""
        if self.is_mounted:
            team = self.context.session.team_filter
            if self.finder.waits_for_team and not team.is_waited_for(self.finder.typed):
                self.finder.find_again()
            self._letters.clear()
            self.rows.refresh()
            self._show_panel()
            self.update_status()

    def look_at(self, annotation: PlacedRecord) -> None:
        """Put the cursor on a hit in the sentence of an annotation: what was undone should be seen."""
        article_id, start = annotation.article.id, annotation.target.start
        here = self.at_cursor()
        near = ([here] if here is not None else []) + list(self._shown)
        for hit in near:
            if hit.article.id == article_id and _sentence_at(hit.article, start) == hit.sentence:
                if hit is not here:
                    self.rows.move_to(next(place for place, each in enumerate(self._shown) if each is hit))
                return

    # ------------------------------------------------------------------ getting round

    def at_cursor(self) -> Hit | None:
        """Return the hit under the cursor; None in an empty list."""
        place = self.rows.cursor
        return self._shown[place] if place < len(self._shown) else None

    async def action_open(self) -> None:
        """Go to the hit in its article."""
        hit = self.at_cursor()
        if hit is not None:
            await self.context.send(OpenPlace(hit.article.id, hit.start, self.finder.asked.words))

    def action_sort(self) -> None:
        """List in the next order."""
        order = ORDERS[(ORDERS.index(self.finder.order) + 1) % len(ORDERS)]
        self.finder.sort(order)
        said = _("sorted: {how}") if self.finder.sorted else _("sorted when all are read: {how}")
        self.context.notify(said.format(how=_(ORDER_NAMES[order])))

    def action_boilerplate(self) -> None:
        """List the hits in boilerplate, too, or no more."""
        self.finder.show_boilerplate(not self.finder.boilerplate)
        shown = self.finder.boilerplate
        self.context.notify(_("boilerplate shown") if shown else _("boilerplate hidden"))

    def action_filter(self) -> None:
        """Write what to look for, or go on writing it."""
        self._before_asking = self.finder.typed
        self.query_one(PromptRow).ask(_("words"), self.finder.typed)
        self.query_one(KeyHints).show(
            [
                ("↑ ↓", _("move")),
                ("Enter", _("to the list")),
                (first("concordance.palette"), _("every action")),
                ("Esc", _("as before")),
            ]
        )
        self.update_status()

    @on(BidiInput.Changed)
    def _changed(self, event: BidiInput.Changed) -> None:
        self.finder.ask(event.value.strip())
        self.update_status()

    @on(BidiInput.Submitted)
    def _submitted(self) -> None:
        stale = self._stale()
        self._close_prompt()
        if stale:
            self._find_again()

    def _stale(self) -> bool:
        """Say whether the article under the cursor isn't as it was when its hit was found."""
        hit = self.at_cursor()
        return hit is not None and isinstance(self._article(hit), str)

    @on(BidiInput.Cancelled)
    def _cancelled(self) -> None:
        if not self._before_asking:
            self.context.leave()
            return
        self._close_prompt()
        self.finder.ask(self._before_asking)

    def _close_prompt(self) -> None:
        self.query_one(PromptRow).close()
        self.query_one(KeyHints).show()
        self.set_focus(self.rows, scroll_visible=False)

    def on_key(self, event: events.Key) -> None:
        """Move in the list while one types, too."""
        page = max(1, self.rows.size.height - 1)
        steps = {"up": -1, "down": 1, "pageup": -page, "pagedown": page}
        if self.query_one(PromptRow).asking and event.key in steps:
            self.rows.move_to(self.rows.cursor + steps[event.key])
            event.stop()

    async def action_escape(self) -> None:
        """Take the marks away; without any go back."""
        if self.marked:
            self.marked.clear()
            self.rows.refresh()
            self.update_status()
        else:
            await self.action_back()

    # ------------------------------------------------------------------ marks and tags

    def action_mark(self) -> None:
        """Mark the hit or not, and go on to the next."""
        hit = self.at_cursor()
        if hit is not None:
            self.marked ^= {self._key(hit)}
            self.rows.update(self.rows.cursor)
            self.rows.move_to(self.rows.cursor + 1)
            self.update_status()

    def _chosen(self) -> Sequence[Hit]:
        """Return the hits that a key means: the marked ones, else the one under the cursor."""
        if self.marked:
            return [hit for hit in self._shown if self._key(hit) in self.marked]
        hit = self.at_cursor()
        return [] if hit is None else [hit]

    def action_tag(self, key: str) -> None:
        """Set the tag of a key on the sentences of the chosen hits, or take it away where all have it."""
        from annotations.services.bulk_tagging import press_on_sentences

        context, notify = self.context, self.context.notify
        project = context.project
        tag = project.scheme.by_key.get(key)
        if tag is None:
            notify(_("no tag is on key {key}; it is free for your own scheme").format(key=key))
            return
        if not context.session.annotations.loaded:
            notify(_("the annotations are still being read"))
            return
        sentences: dict[tuple[str, int], tuple[Article, int]] = {}
        articles: dict[str, Article] = {}
        for hit in self._chosen():
            article = articles.get(hit.article.id) or self._article(hit)
            if isinstance(article, str):
                notify(article, error=True)
                return
            articles[article.id] = article
            sentences[article.id, hit.sentence] = article, hit.sentence
        if not sentences:
            notify(_("nothing to tag"))
            return
        bulk = press_on_sentences(
            list(sentences.values()), tag.id, context.annotations, project.annotator, project.scheme
        )
        about = next(iter(articles.values())) if len(articles) == 1 else tuple(articles.values())
        if context.save(about, bulk.changes):
            how = _("{tag} set on {n}") if bulk.on else _("{tag} taken from {n}")
            gone = plural("{n} deleted with its last tag", "{n} deleted with their last tag", bulk.deleted)
            said = [how.format(tag=named(tag), n=len(bulk.changes)), *([gone] if bulk.deleted else [])]
            notify(one_by_one([*said, undoable(_("{undo} takes it back"), "concordance")]))


def _sentence_at(article: HitArticle, offset: int) -> int:
    """Return the number of the sentence in which a code point lies, or of the last one before it."""
    return max(0, bisect_right(article.outline, offset << 1 | 1) - 1)
