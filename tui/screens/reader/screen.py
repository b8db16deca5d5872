"""The reader's screen puts its parts together, and shows the mode that one is in.

It hands each key, click and letter to the part that it concerns, and decides nothing itself. Its `state` says
what is going on; the parts are:

    navigation  moving, other articles, what is in sight        finding  words in the article
    tagging     tags, and the annotations of a sentence         prompts  the line that is typed, and notes
    selection   words selected by keys or with the mouse        drafts   what was typed and not said
    form        attributes filled in                            details  what the panel shows
    names       names offered while a claimant is typed         suggesting  what is suggested
    status      the bar above, and when all this is told
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Mapping
from contextlib import suppress
from typing import TYPE_CHECKING

from textual import events, on, work
from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.screen import Screen
from textual.widget import Widget

from annotations.model.article import sentence_at
from annotations.model.spans import Step
from annotations.services.attributes import CLAIMANT
from tui.config.actions import of_character
from tui.config.bindings import attribute_key, hints, tag_hints, tag_keys
from tui.i18n import _
from tui.screens.messages import CloseScreen
from tui.screens.reader.attribute_form import AttributeForm
from tui.screens.reader.claimant_line import ClaimantLine
from tui.screens.reader.details import DetailsController
from tui.screens.reader.drafts import ArticleDrafts
from tui.screens.reader.finding import Finding
from tui.screens.reader.navigation import Navigation
from tui.screens.reader.prompts import Prompts
from tui.screens.reader.selection import WordSelection
from tui.screens.reader.state import (
    EditAttributes,
    Mode,
    Prompt,
    ReaderState,
    Select,
    Transitions,
    resting,
)
from tui.screens.reader.status import Status
from tui.screens.reader.suggesting import Suggesting
from tui.screens.reader.tagging import Tagging
from tui.session.drafts import Question
from tui.textual_ext.key_dispatch import LONGEST
from tui.widgets.article.view import ArticleView
from tui.widgets.bars import KeyHints, TopBar
from tui.widgets.bidi_input import BidiInput
from tui.widgets.details import Details
from tui.widgets.prompt import PromptRow

if TYPE_CHECKING:
    from annotations.model.article import Article
    from annotations.model.records import Annotation
    from annotations.model.scheme import Scheme
    from annotations.model.side_records import PlacedRecord
    from tui.screens.context import SessionContext

REST = 0.3
"""Seconds that the cursor stays on a sentence before it is looked for what is related to it, and what comes
next is made ready: a key that goes there finds it wrapped and drawn, and costs what a step back costs."""
_AHEAD = 3
"""Paragraphs below the view that are laid out in one pause, of 1 ms each; a page has some twelve."""
_BREATH = 0.1
"""Seconds until a large article is cut into sentences, so that it takes nothing from its first frame."""


class ReaderScreen(Screen[None], inherit_bindings=False):  # Tab is the table's, and would move the focus
    """Shows an article of the corpus.

    Args:
        context: the session and the app.
        place: the article's place in the listing; -1: it has none.
        article: that article.
    """

    def __init__(self, context: SessionContext, place: int, article: Article) -> None:
        super().__init__()
        self.context = context
        self.view = ArticleView(context.project.scheme)
        self.state = state = ReaderState(place, article, self.view)
        self._bar = TopBar()
        self._panel = Details()
        self._row = PromptRow()
        types = tag_hints("reader", context.project.scheme.tags)
        self._hints = KeyHints("reader", (("j k", _("move")),), types, _("type"))

        self._reckoned = asyncio.Event()
        """Set while all is known that is suggested of the article."""
        self._visited_at = 0.0
        """The time at which the article was opened."""
        self._pausing = False
        self._prepared: set[int] = set()
        """The sentences of this article behind which it is ready what is shown next."""
        self._own_keys: dict[str, Mapping[str, str]] = {}
        drafts = self._drafts = ArticleDrafts(context, state, self.view)
        self.transitions = Transitions(state, drafts, lambda: self._row.input.value, self._show_mode)
        self.suggesting = Suggesting(context, state)
        self.details = DetailsController(context, state, self._panel, drafts, self.suggesting)
        self.status = Status(
            context, state, self.view, self._bar, self.details, self.suggesting, self._use_pause
        )
        self.navigation = Navigation(context, state, self.view, self.status, self.visit)
        self.tagging = Tagging(context, state, self.navigation, self.status, self.suggesting)
        self.prompts = Prompts(context, state, self._row, self.transitions, drafts)
        self.finding = Finding(state, self.view, self.prompts, self.navigation)
        self.selection = WordSelection(
            context, state, self.view, self.transitions, self.navigation, self.tagging, self.prompts
        )
        self.names = ClaimantLine(context, state, self.details, self.prompts, self.suggesting)
        self.form = AttributeForm(
            context,
            state,
            self.details,
            self.transitions,
            self.prompts,
            self.selection,
            drafts,
            self.names,
            self.navigation,
            self.tagging,
            self.suggesting,
        )

    def compose(self) -> ComposeResult:
        """Details at the left or below, the article at the right."""
        yield self._bar
        with Horizontal():
            yield self._panel
            yield self.view
        yield self._row
        yield self._hints

    def on_mount(self) -> None:
        """Open at the place where the article was left, else at its first undecided sentence."""
        self.details.fit()
        self.visit(self.state.place, self.state.article)

    def on_resize(self) -> None:
        """Show the details where there is room for them."""
        self.details.fit()
        self.details.update()

    # ------------------------------------------------------------------ what the app asks of it

    @property
    def caret_widget(self) -> Widget | None:
        """Where one is, see `tui.textual_ext.caret`: in the details while they are filled in by keys."""
        return self._panel if self.state.in_details and self.focused is self.view else None

    @property
    def place(self) -> int:
        """The article's place in the listing; -1: it has none."""
        return self.state.place

    @property
    def article(self) -> Article:
        """The article that is read."""
        return self.state.article

    @property
    def sentence_start(self) -> int:
        """The code point at which the sentence under the cursor begins."""
        units = self.article.units
        return units[self.state.cursor].start if units else 0

    @property
    def is_typing(self) -> bool:
        """True while something is being typed here."""
        return isinstance(self.state.mode, Prompt)

    def visit(self, place: int, article: Article) -> None:
        """Read another article in place of this one; what was being typed stays a draft of that one."""
        left, session, state = self.prompts.leave(), self.context.session, self.state
        self.transitions.leave_attributes()
        state.place, state.article, state.chosen, state.tagged = place, article, 0, None
        self._drafts.follow()
        self.finding.forget()
        cursor = self.navigation.opening(article)
        flagged = self.context.flagged(article)
        self.view.show(
            article,
            self.context.annotations(article),
            cursor,
            session.annotations.unsaved,
            flagged,
            self.context.colleagues(article) if session.team is not None else None,
        )
        session.positions.be_at(article.id, self.view.cursor)
        self._prepared = {self.view.cursor}
        self._visited_at = time.monotonic()
        if not article.segmented:
            self.set_timer(_BREATH, lambda: self._segment(article))
        self.status.update()
        self._read_along()
        if left:
            self.context.notify(left)

    def _read_along(self) -> None:
        """Have it reckoned what is suggested of the article, if that isn't done."""
        session, article = self.context.session, self.article
        self._reckoned.set()
        along = session.reading_along
        if session.suggestions_on and along.of(article) is None and not along.is_current(article):
            self._reckoned.clear()
            self._reckon(article)

    @work(exclusive=True, group="along", exit_on_error=False)
    async def _reckon(self, article: Article) -> None:
        await asyncio.sleep(_BREATH)  # the frame with the article is sent first
        try:
            await asyncio.to_thread(self.context.session.reading_along.reckon, article)
        except Exception:
            self._reckoned.set()  # nothing will come, and keys wait for it
            raise
        if article is self.article:
            self._take_reckoned()
            self._reckoned.set()

    def _take_reckoned(self) -> None:
        self.suggesting.reckoned_anew()
        self.status.update()
        self._use_pause()

    def _use_pause(self) -> None:
        """Have done what takes longer than a key may, once the cursor rests on a sentence."""
        if not self._pausing and self._has_work:
            self._pausing = True
            self._work_in_pause()

    @property
    def _has_work(self) -> bool:
        return self._to_prepare or self._to_trust or self._to_relate is not None

    @property
    def _to_prepare(self) -> bool:
        """Say whether what is shown next isn't ready yet; none is made so before somebody has moved on."""
        return self._reckoned.is_set() and self.state.cursor not in self._prepared

    @property
    def _to_trust(self) -> bool:
        """Say whether there are decisions that tell more of the rules than is known of them here."""
        session, article = self.context.session, self.article
        along = session.reading_along
        return session.suggestions_on and along.of(article) is not None and not along.is_current(article)

    @property
    def _to_relate(self) -> tuple[Article, int, int] | None:
        shown = self._panel.display and not self._panel.below
        return self.suggesting.passage_to_relate if shown else None

    @work(group="related", exit_on_error=False)
    async def _work_in_pause(self) -> None:
        try:
            while self._has_work:
                place = self.article, self.state.cursor
                await asyncio.sleep(REST)
                if place != (self.article, self.state.cursor):
                    continue
                along = self.context.session.reading_along
                if self._to_trust:
                    await asyncio.to_thread(along.reckon, place[0])
                    self._prepared.clear()
                    self._take_reckoned()
                self._prepared.add(self.state.cursor)
                self.details.prepare(self.state.cursor + 1)
                self.view.viewport.prepare(_AHEAD)
                passage = self._to_relate
                if passage is not None:
                    await asyncio.to_thread(along.look_for_related, *passage)
                    if passage[0] is self.article:
                        self.details.update()
        finally:
            self._pausing = False

    @work(exclusive=True, group="segment", exit_on_error=False)
    async def _segment(self, article: Article) -> None:
        """Cut a large article into sentences beside the keys, which need no more than their bounds.

        What needs all of them is the kind of each, and the title that is remembered with an annotation.
        """
        await asyncio.to_thread(lambda: article.sentences)
        if article is self.article:
            self.status.update()

    def find(self, query: str, hit: int) -> None:
        """Light what a query finds; the cursor goes to the hit at a code point."""
        self.finding.arrive(query, hit)

    def look_at(self, annotation: PlacedRecord) -> None:
        """Put the cursor on the sentence of an annotation, if it is of this article.

        What was undone should be seen.
        """
        if annotation.article.id == self.article.id:
            self.navigation.go(sentence_at(self.article, annotation.target.start))

    def choose(self, annotation: Annotation) -> None:
        """Make an annotation of this sentence the current one."""
        self.tagging.choose(annotation)

    def refresh_data(self) -> None:
        """Draw what changed in the annotations; and the text, if it was repaired or is no more."""
        session = self.context.session
        if session.articles.is_repaired_otherwise(self.article) and not self.is_typing:
            article = session.article_again(self.article.id)
            if article is not None and article.sha256 != self.article.sha256:
                self.visit(self.place, article)
                return
        unsaved = self.context.session.annotations.unsaved
        if self.view.update_kinds():
            self.navigation.stay_visible()
        self.view.update_annotations(self.context.annotations(self.article), unsaved)
        self.view.update_colleagues(self.context.colleagues(self.article))
        self.view.flag(self.context.flagged(self.article))
        self.status.update()
        self._read_along()

    def show_message(self, message: str, *, error: bool = False) -> None:
        """Show a message until the next key; an empty one takes it away."""
        self._hints.show_message(message, error=error)

    def leave_prompt(self) -> str:
        """Type no more: what was typed stays as a draft of its place; returns what to say about that."""
        return self.prompts.leave()

    def keep_now(self) -> bool:
        """Have what is being typed on the disk; returns whether it is, or there is nothing."""
        return self.prompts.keep_now()

    # ------------------------------------------------------------------ modes

    @property
    def key_place(self) -> str:
        """The place of the table of keys in which one is."""
        return self.state.key_place

    @property
    def own_keys(self) -> Mapping[str, str]:
        """The keys that the project's scheme has here beside those of the table, with the action of each."""
        place = self.key_place
        if place not in self._own_keys:
            self._own_keys[place] = _own_keys(place, self.context.project.scheme)
        return self._own_keys[place]

    def _show_mode(self, before: Mode, mode: Mode) -> None:
        """Show what a mode looks like: what is selected, the line that is typed, the keys, the details."""
        if isinstance(before, Prompt):
            self._row.close()
            self.view.show_hits(self.finding.lit)
            self.set_focus(self.view, scroll_visible=False)
        self.view.select(self.selection.span)
        if isinstance(mode, Select):
            start, end = mode.selection
            self.view.bring_in(end - 1 if end > start else end)
        if not (isinstance(before, Select) and isinstance(mode, Select) and before.told == mode.told):
            self._hints.show(self._hints_of(mode))
        if isinstance(resting(before), EditAttributes) != self.state.in_details:
            self.details.fit()
            self.status.update()
        elif isinstance(before, Prompt) or isinstance(mode, Prompt):
            self.details.update()  # a draft is not shown there while it is in the line

    def _hints_of(self, mode: Mode) -> list[tuple[str, str]] | None:
        """Return the keys that are shown in a mode; None: the reader's own."""
        match mode:
            case Select():
                return list(self.selection.hints(mode))
            case Prompt():
                return self.prompts.hints(mode)
            case EditAttributes():
                return [("j k", _("move")), ("1-9", _("value")), *hints("details")]
            case _:
                return None

    # ------------------------------------------------------------------ what is typed, clicked and dragged

    @on(BidiInput.Changed)
    def _changed(self, event: BidiInput.Changed) -> None:
        match self.state.mode:
            case Prompt(target=Question() as question):
                self.prompts.changed(question, event.value)
                if question.field == CLAIMANT:
                    self.names.changed(event.value, completed=self._row.input.completion is not None)
            case Prompt():
                self.finding.changed()

    @on(BidiInput.Submitted)
    def _submitted(self) -> None:
        match self.state.mode:
            case Prompt(target=Question() as question) as prompt:
                self.prompts.submitted(prompt, question, self.prompts.completed)
            case Prompt():
                self.finding.submitted()

    @on(BidiInput.Cancelled)
    def _cancelled(self) -> None:
        if left := self.prompts.leave():
            self.context.notify(left)

    def on_key(self, event: events.Key) -> None:
        """While a line is typed, go to other hits or names; complete it, or take words of the text."""
        question, step = self.state.question, {"up": -1, "down": 1}.get(event.key, 0)
        if step and self.finding.is_on:
            event.stop()
            self.finding.step(step)
        elif step and question is not None and question.field == CLAIMANT:
            event.stop()
            self.names.choose(step)
        elif (
            event.key == "tab"
            and question is not None
            and (self._row.input.complete() or self.form.pick_instead(question))
        ):
            event.stop()

    @on(ArticleView.Clicked)
    def _clicked(self, event: ArticleView.Clicked) -> None:
        if self.is_typing:
            self.set_focus(self._row.input, scroll_visible=False)  # what is typed stays in its line
        elif not self.selection.take_word(event.offset):
            self.transitions.leave_selection()
            self.navigation.go(event.sentence)

    @on(ArticleView.Wheeled)
    def _wheeled(self) -> None:
        self.navigation.follow_view()

    @on(ArticleView.Dragged)
    def _dragged(self, event: ArticleView.Dragged) -> None:
        self.selection.drag(event.first, event.last)

    # ------------------------------------------------------------------ keys: places reader and details

    def action_step(self, step: int) -> None:
        """Go to the next or the previous sentence."""
        self.navigation.step(step)

    def action_page(self, direction: int) -> None:
        """Go a page on or back."""
        self.navigation.page(direction)

    def action_ends(self, direction: int) -> None:
        """Go to the first or the last sentence."""
        self.navigation.ends(direction)

    def action_undecided(self, direction: int) -> None:
        """Go to the next or the previous undecided sentence."""
        self.navigation.undecided(direction)

    def action_article(self, direction: int) -> None:
        """Read the next or the previous article."""
        self.navigation.article(direction)

    def action_boilerplate(self) -> None:
        """Show or hide boilerplate."""
        self.navigation.toggle_boilerplate()

    def action_harakat(self) -> None:
        """Show or hide harakat."""
        self.navigation.toggle_harakat()

    def action_find(self) -> None:
        """Ask what to find in the article."""
        self.finding.begin()

    def action_hit(self, direction: int) -> None:
        """Go to the next or the previous sentence that has what was looked for."""
        self.finding.walk(direction)

    async def action_tag(self, key: str) -> None:
        """Set or take away the tag of a key: on what is selected, else on the sentence."""
        if isinstance(self.state.mode, Select):
            self.selection.tag(key)
        else:
            await self._suggestions_known()
            self.tagging.tag(key)

    async def action_tags(self) -> None:
        """Show all tags of the sentence."""
        await self.tagging.pick_tags()

    def action_rest(self) -> None:
        """Say of the undecided rest of the article that it is no claim."""
        self.tagging.rest()

    def action_done(self) -> None:
        """Say that one is done with the article, or that one isn't."""
        from tui.screens.done import flip_done

        flip_done(self.context, self.article)

    def action_later(self) -> None:
        """Flag the sentence to come back to, or take the flag away."""
        self.tagging.flag()

    async def action_line_kind(self) -> None:
        """Say what the line under the cursor is: text or furniture."""
        await self.tagging.say_kind()

    def action_next_annotation(self) -> None:
        """Make the sentence's next annotation the current one."""
        self.tagging.next_annotation()

    def action_delete(self) -> None:
        """Delete the current annotation."""
        self.tagging.delete()

    async def action_link(self) -> None:
        """Show the links of the current annotation."""
        await self.tagging.show_links()

    async def action_colleagues(self) -> None:
        """Show what colleagues say of the sentence, to take it over or to link to it."""
        from tui.screens.reader.colleagues import show_colleagues

        if self.article.units:
            await show_colleagues(self.context, self.article, self.state.cursor, self.choose)

    async def action_guidelines(self) -> None:
        """Show when to set which tag."""
        await self.tagging.show_guidelines()

    async def action_take_suggested(self) -> None:
        """Take all that is suggested of the sentence, once it is known what that is."""
        await self._read_along_for(LONGEST)
        self.suggesting.take_all()

    async def _suggestions_known(self) -> None:
        """Wait until a key can tell what is suggested, while the article has just been opened.

        What such a key does depends on it: a type that agrees with what is suggested says so of its rule, and
        Enter takes it in the details.
        """
        await self._read_along_for(self._visited_at + LONGEST - time.monotonic())

    async def _read_along_for(self, seconds: float) -> None:
        if not self._reckoned.is_set():
            with suppress(TimeoutError):
                async with asyncio.timeout(seconds):
                    await self._reckoned.wait()

    def action_note(self) -> None:
        """Ask for the note of the annotation, or of the sentence."""
        self.prompts.ask_note_here()

    def action_copy(self) -> None:
        """Copy the sentence as logical text."""
        if self.article.units:
            unit = self.article.units[self.state.cursor]
            self.context.copy(self.article.text[unit.start : unit.end])

    def action_details(self) -> None:
        """Show the details, or hide them."""
        self.details.toggle()

    def action_attributes(self) -> None:
        """Go into the details."""
        self.form.enter()
        self._read_names()

    @work(exclusive=True, group="names", exit_on_error=False)
    async def _read_names(self) -> None:
        """Read the names of the corpus, beside the keys."""
        steps = self.names.read_names()
        while await asyncio.to_thread(next, steps, None) is not None:
            pass

    async def action_article_facts(self) -> None:
        """Show what is known of the article, to correct it or to set it aside."""
        from tui.screens.dialogs.article import correct_article

        await correct_article(self.context, self.article)

    def action_address(self) -> None:
        """Open the article's address in the browser."""
        from tui.screens.web_address import open_address

        open_address(self.context, self, self.article)

    async def action_export(self) -> None:
        """Ask for a format and a path, and write the annotations of the article there, or all."""
        from tui.screens.dialogs.export import ask_export

        await ask_export(self.context, self.article)

    async def action_back(self) -> None:
        """Go back to where one came from."""
        await self.context.send(CloseScreen(self.place))

    # ------------------------------------------------------------------ keys: place select

    def action_select(self) -> None:
        """Begin to select words."""
        self.selection.begin()

    def action_edit(self) -> None:
        """Edit the span of the current annotation, or select anew."""
        self.selection.toggle_editing()

    def action_grow(self, side: int, size: Step | None = None) -> None:
        """Move the free end to the left (-1) or the right (1)."""
        self.selection.grow(side, size)

    def action_row(self, rows: int) -> None:
        """Move the free end down or up."""
        self.selection.move_row(rows)

    def action_paragraph(self, direction: int) -> None:
        """Move the free end to the paragraph's start or end."""
        self.selection.move_in_paragraph(direction)

    def action_turn(self) -> None:
        """Make the other end the free one."""
        self.selection.turn()

    def action_begin_here(self) -> None:
        """Begin the selection at the free end."""
        self.selection.begin_here()

    def action_next_step(self) -> None:
        """Step by words, letters, phrases, sentences."""
        self.selection.next_size()

    def action_use(self) -> None:
        """Use what is selected."""
        self.selection.use()

    def action_note_selection(self) -> None:
        """Ask for a note on what is selected."""
        self.selection.ask_note()

    def action_copy_selection(self) -> None:
        """Copy what is selected as logical text, and leave the selection."""
        self.context.copy(self.selection.take_text())

    def action_leave_selection(self) -> None:
        """Select nothing any more."""
        self.selection.leave()

    # ------------------------------------------------------------------ keys: place details

    def action_field(self, step: int) -> None:
        """Go to the next or the previous row."""
        self.form.move(step)

    def action_field_end(self, direction: int) -> None:
        """Go to the first or the last row."""
        self.form.move_to_end(direction)

    def action_to_field(self, name: str) -> None:
        """Go to the row of an attribute."""
        self.form.move_to(name)

    async def action_change(self) -> None:
        """Change the value under the cursor, in the way of its kind."""
        await self._suggestions_known()
        await self.form.change()

    async def action_value(self, number: int) -> None:
        """Set the value with a number."""
        await self._suggestions_known()
        self.form.set_value(number)

    async def action_claimant(self) -> None:
        """Type the claimant at once."""
        await self._suggestions_known()
        await self.form.type_claimant()

    async def action_same_claimant(self) -> None:
        """Write the claimant of the claim before."""
        await self._suggestions_known()
        self.form.same_claimant()

    async def action_numbers(self) -> None:
        """Take the numbers that the text states."""
        await self._suggestions_known()
        self.form.take_numbers()

    def action_next_claim(self) -> None:
        """Go to the next claim of the article."""
        self.form.next_claim()

    async def action_unset(self) -> None:
        """Take the value under the cursor away."""
        await self._suggestions_known()
        self.form.unset()

    def action_add_number(self) -> None:
        """Type one more number."""
        self.form.add_number()

    def action_next_mine(self) -> None:
        """Make this annotator's next annotation of the sentence the current one."""
        self.tagging.next_own()

    def action_leave_details(self) -> None:
        """Go back to the text."""
        self.transitions.leave_attributes()


def _own_keys(place: str, scheme: Scheme) -> Mapping[str, str]:
    """Return the actions of a scheme's attributes in the details, else of its tags, by their keys."""
    if place != "details":
        return tag_keys(place, scheme.tags, lambda tag: f"tag({tag.key!r})")
    keyed = [attribute for attribute in reversed(scheme.attributes) if attribute_key(attribute)]
    return {
        of_character(attribute.key): f"to_field({attribute.id!r})" for attribute in keyed
    }  # the first wins
