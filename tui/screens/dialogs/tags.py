"""All tags of a sentence at once: which there are, which are set, and each on or off with its own key.

They are those of this annotator's one annotation of the whole sentence, as with the tag keys of the reader;
each change is saved when it is made.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from rich.segment import Segment
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.strip import Strip
from textual.widget import Widget

from annotations.services.tagging import press, whole_sentence
from tui.config.bindings import bind_tags, bindings
from tui.i18n import _, language
from tui.screens.dialogs.base import Dialog
from tui.theme import palette
from tui.widgets.bars import KeyHints
from tui.widgets.pick_rows import Item, PickRows, Rooms
from tui.widgets.strips import one_line

if TYPE_CHECKING:
    from annotations.model.article import Article
    from tui.app import ClaimReader


class Sentence(Widget):
    """The sentence that is tagged, in one row: the panel may stand before it."""

    DEFAULT_CSS = "Sentence { height: 1; }"

    def __init__(self, text: str) -> None:
        super().__init__()
        self._text = text

    def render_line(self, y: int) -> Strip:
        """Draw the row."""
        look, width = palette(self.app.current_theme), self.size.width
        edge = Segment(" ", look.bar)
        text = one_line(self._text, width - 2, look.bar, right=True, outside=True)
        return Strip([edge, *text, edge], width)


class TagPicker(Dialog[None]):
    """Sets and takes away the tags of a sentence.

    Args:
        article: the article that is read.
        sentence: which of its sentences, 0-based.
    """

    BINDINGS: ClassVar[list[BindingType]] = bindings("tags")
    DEFAULT_CSS = """
    TagPicker { background: transparent; align: left bottom; }
    TagPicker Vertical { height: auto; background: $background; }
    TagPicker PickRows { height: auto; max-height: 60vh; }
    """
    app: ClaimReader

    def __init__(self, article: Article, sentence: int) -> None:
        super().__init__()
        self._article = article
        self._sentence = sentence

    def compose(self) -> ComposeResult:
        """The sentence, its tags, and the keys."""
        unit = self._article.units[self._sentence]
        self._rows = PickRows(self._item, Rooms(key=1, name=16, right=22))
        with Vertical():
            yield Sentence(self._article.text[unit.start : unit.end])
            yield self._rows
            yield KeyHints("tags")

    def on_mount(self) -> None:
        """Bind each tag's own key; the scheme sees to it that none has another use in the reader."""
        scheme = self.app.session.project.scheme
        bind_tags(self._bindings, scheme.tags, lambda tag: f"flip({tag.id!r})")
        self._tags = [tag.id for tag in scheme.tags]
        # Tags that the scheme has lost can be taken away, and come back at once if that was a slip.
        self._tags += [tag for tag in scheme.ordered(self._set) if tag not in scheme.by_id]
        self._rows.fill(self._tags)

    @property
    def _set(self) -> tuple[str, ...]:
        session = self.app.session
        found = whole_sentence(
            self._article, self._sentence, session.annotations.of(self._article), session.project.annotator
        )
        return found.tags if found else ()

    def _item(self, name: str) -> Item:
        tag = self.app.session.project.scheme.by_id.get(name)
        if tag is None:
            return Item(name, key="?", about=_("not in the scheme any more"), on=name in self._set)
        names = (tag.arabic, tag.label) if language() == "ar" else (tag.label, tag.arabic)
        return Item(*names, tag.key, _(tag.description), name in self._set)

    def refresh_data(self) -> None:
        """Draw what changed in the annotations."""
        self._rows.refresh()

    # ------------------------------------------------------------------ keys

    def action_move(self, step: int) -> None:
        """Move the cursor."""
        self._rows.move(step)

    def action_flip(self, name: str = "") -> None:
        """Set a tag or take it away; without a name that under the cursor."""
        session, name = self.app.session, name or self._rows.chosen
        self._rows.move(self._tags.index(name) - self._rows.cursor)
        annotations = session.annotations.of(self._article)
        change = press(
            self._article,
            self._sentence,
            name,
            annotations,
            session.project.annotator,
            session.project.scheme,
        )
        self.app.save(self._article, [change])

    def on_pick_rows_clicked(self, event: PickRows.Clicked) -> None:
        """Set the tag that was clicked, or take it away."""
        self.action_flip(self._tags[event.row])
