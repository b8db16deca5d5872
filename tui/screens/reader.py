"""The reader: one article, a sentence cursor, and single keys that say what a sentence is."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal

from annotations.article import Article
from annotations.records import CLAIM
from annotations.store.base import Change
from annotations.tagging import by_sentence, press, rest, sentence_at
from tui.keys import bindings
from tui.screens.asking import Asking
from tui.widgets.article_view import ArticleView
from tui.widgets.bars import KeyHints, TopBar
from tui.widgets.details import Details
from tui.widgets.prompt import Prompt

if TYPE_CHECKING:
    from annotations.records import Annotation
    from tui.app import ClaimReader

WIDE = 110
"""Columns from which the details stand beside the text."""


class Reader(Asking):
    """Shows the article at one place of the corpus.

    Args:
        place: which article of the corpus.
        article: that article.
    """

    BINDINGS: ClassVar[list[BindingType]] = bindings("reader")
    app: ClaimReader

    def __init__(self, place: int, article: Article) -> None:
        super().__init__()
        self.place = place
        self.article = article
        self._chosen = 0
        """Which annotation of the sentence is the current one."""

    def compose(self) -> ComposeResult:
        """Details at the left where there is room, the article at the right."""
        scheme = self.app.desk.project.scheme
        yield TopBar()
        with Horizontal():
            details = Details(scheme)
            details.display = self.app.size.width >= WIDE
            yield details
            yield ArticleView(scheme)
        yield Prompt()
        yield KeyHints("reader", (("j k", "move"), ("1-7", "type")))

    def on_mount(self) -> None:
        """Open at the place where the article was left, else at its first undecided sentence."""
        self.view = self.query_one(ArticleView)
        for tag in self.app.desk.project.scheme.tags:
            if tag.key not in self._bindings.key_to_bindings:  # a key of the project's own scheme
                self._bindings.bind(tag.key, f"tag({tag.key!r})", tag.label, show=False, priority=True)
        self._open(self.place, self.article)

    def on_resize(self) -> None:
        """Show the details beside the text only where there is room for both."""
        self.query_one(Details).display = self.size.width >= WIDE

    def look_at(self, annotation: Annotation) -> None:
        """Put the cursor on the sentence of an annotation, if it is of this article.

        What was undone should be seen.
        """
        if annotation.article.id == self.article.id:
            self.go(sentence_at(self.article, annotation.target.start))

    def refresh_desk(self) -> None:
        """Draw what changed in the annotations."""
        self.view.update_annotations(self.app.desk.annotations(self.article), self.app.desk.unsaved)
        self._tell()

    def say(self, message: str, *, error: bool = False) -> None:
        """Show a message until the next key."""
        self.query_one(KeyHints).say(message, error=error)

    def visit(self, place: int, article: Article) -> None:
        """Read another article in place of this one."""
        self._open(place, article)

    def _open(self, place: int, article: Article) -> None:
        desk = self.app.desk
        self.place, self.article = place, article
        self._chosen = 0
        cursor = desk.positions.get(article.id)
        if cursor is None or cursor >= len(article.sentences):
            cursor = self._search(-1, 1)
            if cursor is None:
                cursor = self._first_body()
        self.view.show(article, desk.annotations(article), cursor, desk.unsaved)
        self._tell()

    def _first_body(self) -> int:
        return next((index for index, one in enumerate(self.article.sentences) if not one.boilerplate), 0)

    def _tell(self) -> None:
        desk = self.app.desk
        progress = desk.progress(self.article)
        facts = (
            f"decided {progress.decided}/{progress.total}",
            f"claims {progress.claims}",
            "" if desk.alarm else desk.saved_label,
        )
        shown = tuple(fact for fact in facts if fact)
        self.query_one(TopBar).tell(self.article.label, shown, desk.alarm, name=self.article.short_id)
        group = self.view.group
        self.query_one(Details).show(self.article, self.view.cursor, group, self._chosen % max(1, len(group)))

    @property
    def current(self) -> Annotation | None:
        """The annotation that `m` and `d` mean: the one chosen with Tab, else the first of the sentence."""
        group = self.view.group
        return group[self._chosen % len(group)] if group else None

    def go(self, sentence: int) -> None:
        """Put the cursor on a sentence."""
        if sentence != self.view.cursor:
            self._chosen = 0
        self.view.move_to(sentence)
        self.app.desk.positions[self.article.id] = self.view.cursor
        self._tell()

    # ------------------------------------------------------------------ keys

    def _visible(self, sentence: int, step: int) -> int | None:
        """Return the sentence, or the next in that direction, that isn't hidden boilerplate.

        None if there is none.
        """
        units = self.article.sentences
        while 0 <= sentence < len(units):
            if self.view.boilerplate or not units[sentence].boilerplate:
                return sentence
            sentence += step
        return None

    def _go_visible(self, sentence: int, step: int) -> None:
        found = self._visible(sentence, step)
        if found is not None:
            self.go(found)

    def action_step(self, step: int) -> None:
        """The next or previous sentence; boilerplate is passed over where it is hidden."""
        self._go_visible(self.view.cursor + step, step)

    def action_page(self, direction: int) -> None:
        """A page on or back."""
        self._go_visible(self.view.page(direction), direction)

    def action_ends(self, direction: int) -> None:
        """The first or the last sentence."""
        self._go_visible(0 if direction < 0 else len(self.article.sentences) - 1, -direction)
        self.view.end(direction)

    def action_tag(self, key: str) -> None:
        """Set or take away the tag of a key; after setting a type the cursor goes on."""
        desk = self.app.desk
        tag = desk.project.scheme.by_key.get(key)
        if tag is None:
            self.say(f"no tag is on key {key}; it is free for your own scheme")
            return
        if not self.article.sentences:
            self.say("this article has no sentence to tag")
            return
        annotations = desk.annotations(self.article)
        change = press(
            self.article, self.view.cursor, tag.id, annotations, desk.project.annotator, desk.project.scheme
        )
        if not self.app.save(self.article, [change]):
            return
        is_set = change.annotation is not None and tag.id in change.annotation.tags
        if is_set and tag.id != CLAIM:
            following = self._search(self.view.cursor, 1, undecided=False)
            if following is not None:
                self.go(following)

    async def action_tags(self) -> None:
        """Show all tags of the sentence, to set several."""
        from tui.screens.tag_picker import TagPicker

        if self.article.sentences:
            await self.app.push_screen(TagPicker(self.article, self.view.cursor))

    def action_rest(self) -> None:
        """Say of every undecided sentence from here on that it is no claim; one undo takes it back."""
        desk = self.app.desk
        changes = rest(self.article, self.view.cursor, desk.annotations(self.article), desk.project.annotator)
        if not changes:
            self.say("nothing undecided from here on")
        elif self.app.save(self.article, changes):
            self.say(f"{len(changes)} sentences are no claim; u takes all of it back")

    def action_next_annotation(self) -> None:
        """Make the sentence's next annotation the current one."""
        if len(self.view.group) > 1:
            self._chosen += 1
            self._tell()

    def action_delete(self) -> None:
        """Delete the current annotation; undo brings it back whole."""
        current = self.current
        if current is None:
            self.say("no annotation here")
        elif current.annotator != self.app.desk.project.annotator:
            self.say(f"this one is {current.annotator}'s: it stays")
        elif self.app.save(self.article, [Change(current.uuid, current.rev, None)]):
            self.say("deleted; u brings it back")

    def action_undecided(self, direction: int) -> None:
        """The next or previous undecided sentence, over the article's end into another that has one."""
        found = self._search(self.view.cursor, direction)
        if found is not None:
            self.go(found)
            return
        desk = self.app.desk
        place = desk.undecided_place(self.place, direction)
        article = desk.article(place) if place is not None else ""
        if place is not None and not isinstance(article, str):
            self.article = article
            target = self._search(-1 if direction > 0 else len(article.sentences), direction)
            desk.positions[article.id] = target if target is not None else 0
            self._open(place, article)
            return
        self.say("every sentence is decided" if direction > 0 else "nothing undecided before this")

    def action_article(self, direction: int) -> None:
        """The next or previous article."""
        desk = self.app.desk
        for place in desk.places_after(self.place, direction):
            article = desk.article(place)
            if not isinstance(article, str):
                self._open(place, article)
                return
        self.say("this is the last article" if direction > 0 else "this is the first article")

    def action_boilerplate(self) -> None:
        """Show or hide boilerplate."""
        view = self.view
        if view.boilerplate and all(unit.boilerplate for unit in self.article.sentences):
            self.say("all of this article is boilerplate: it stays in sight")
            return
        view.set_display(harakat=view.harakat, boilerplate=not view.boilerplate)
        cursor = view.cursor
        found = self._visible(cursor, 1)
        self._go_visible(cursor if found is None else found, -1)
        self.say(f"boilerplate {'shown' if view.boilerplate else 'hidden'}")

    def action_harakat(self) -> None:
        """Show or hide harakat; the text itself is not touched."""
        view = self.view
        view.set_display(harakat=not view.harakat, boilerplate=view.boilerplate)
        self.say(f"harakat {'shown' if view.harakat else 'hidden'}")

    def action_copy(self) -> None:
        """Copy the sentence as logical text."""
        if self.article.sentences:
            unit = self.article.sentences[self.view.cursor]
            self.app.copy_to_clipboard(self.article.text[unit.start : unit.end])
            self.say("copied")

    async def action_back(self) -> None:
        """Back to the library."""
        await self.app.close_article(self.place)

    @on(ArticleView.Clicked)
    def _clicked(self, event: ArticleView.Clicked) -> None:
        if self.query_one(Prompt).asking:
            self.set_focus(self.query_one(Prompt).input, scroll_visible=False)  # what is typed stays a note
        else:
            self.go(event.sentence)

    def _search(self, start: int, direction: int, *, undecided: bool = True) -> int | None:
        """Find the next sentence that isn't boilerplate (and is undecided), or None."""
        units = self.article.sentences
        decided = by_sentence(self.article, self.app.desk.annotations(self.article)) if undecided else {}
        stop = len(units) if direction > 0 else -1
        for index in range(start + direction, stop, direction):
            if not units[index].boilerplate and index not in decided:
                return index
        return None
