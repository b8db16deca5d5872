"""All tags of a sentence at once: which there are, which are set, and each on or off with its own key.

They are those of this annotator's one annotation of the whole sentence, as with the tag keys of the reader;
each change is saved when it is made.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.app import ComposeResult
from textual.containers import Vertical

from annotations.services.tagging import press, whole_sentence
from tui.config.bindings import tag_keys
from tui.i18n import _, described, language
from tui.screens.dialogs.base import Dialog
from tui.widgets.bars import KeyHints
from tui.widgets.pick_rows import Item, PickRows, Rooms
from tui.widgets.sentence_row import SentenceRow

if TYPE_CHECKING:
    from annotations.model.article import Article
    from tui.screens.context import SessionContext


class TagPicker(Dialog[None]):
    """Sets and takes away the tags of a sentence.

    Args:
        context: whose annotations.
        article: the article that is read.
        sentence: which of its sentences, 0-based.
    """

    key_place = "tags"
    DEFAULT_CSS = """
    TagPicker { align: left bottom; }
    TagPicker Vertical { height: auto; background: $background; }
    TagPicker PickRows { height: auto; max-height: 60vh; }
    """

    def __init__(self, context: SessionContext, article: Article, sentence: int) -> None:
        super().__init__()
        self.context = context
        self._article = article
        self._sentence = sentence
        self._rows = PickRows(self._item, Rooms(key=1, name=16, right=22))

    def compose(self) -> ComposeResult:
        """Compose the sentence, its tags, and the keys."""
        unit = self._article.units[self._sentence]
        with Vertical():
            yield SentenceRow(self._article.text[unit.start : unit.end])
            yield self._rows
            yield KeyHints("tags")

    def on_mount(self) -> None:
        """Bind each tag's own key; the scheme sees to it that none has another use in the reader."""
        scheme = self.context.project.scheme
        self.own_keys = tag_keys("tags", scheme.tags, lambda tag: f"flip({tag.id!r})")
        self._tags = [tag.id for tag in scheme.tags]
        # Tags that the scheme has lost can be taken away, and come back at once if that was a slip.
        self._tags += [tag for tag in scheme.ordered(self._set) if tag not in scheme.by_id]
        self._rows.fill(self._tags)

    @property
    def _set(self) -> tuple[str, ...]:
        context = self.context
        annotation = whole_sentence(
            self._article, self._sentence, context.annotations(self._article), context.project.annotator
        )
        return annotation.tags if annotation else ()

    def _item(self, name: str) -> Item:
        tag = self.context.project.scheme.by_id.get(name)
        if tag is None:
            return Item(name, key="?", about=_("not in the scheme any more"), on=name in self._set)
        names = (tag.arabic, tag.label) if language() == "ar" else (tag.label, tag.arabic)
        return Item(*names, tag.key, described(tag), name in self._set)

    def refresh_data(self) -> None:
        """Draw what changed in the annotations."""
        self._rows.refresh()

    # ------------------------------------------------------------------ keys

    def action_move(self, step: int) -> None:
        """Move the cursor."""
        self._rows.move(step)

    def action_flip(self, name: str = "") -> None:
        """Set a tag or take it away; without a name that under the cursor."""
        name = name or self._rows.chosen
        self._rows.move(self._tags.index(name) - self._rows.cursor)
        project, article = self.context.project, self._article
        annotations = self.context.annotations(article)
        change = press(article, self._sentence, name, annotations, project.annotator, project.scheme)
        self.context.save(article, [change])

    def on_pick_rows_clicked(self, event: PickRows.Clicked) -> None:
        """Set the tag that was clicked, or take it away."""
        self.action_flip(self._tags[event.row])
