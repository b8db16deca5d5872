"""Every key of claimreader in one table.

The table is the single source: screens take their bindings from it, the line of hints, the help, the palette
and the README's key table are made from it, and each entry has an id by which a user can remap it. Keys are
Latin here; `tui.config.keyboard_layouts` makes them work under an Arabic keyboard layout.

Keys go by Textual's names: the character itself for a letter or a digit (`j`, `ت`, `٣`), else its Unicode
name (`left_square_bracket`), for a few signs a shorter one. `of_character` makes them here, since Textual's
own function for it is private, and parts of the program run without Textual.
"""

from __future__ import annotations

import unicodedata
from typing import NamedTuple

from tui.i18n import N_

_SHORTER = {
    "solidus": "slash",
    "reverse_solidus": "backslash",
    "commercial_at": "at",
    "hyphen_minus": "minus",
    "plus_sign": "plus",
    "low_line": "underscore",
}


def of_character(char: str) -> str:
    """Return the name of the key that types a printable character: `number_sign` for `#`."""
    if char.isalnum():
        return char
    name = unicodedata.name(char, char).lower().replace("-", "_").replace(" ", "_")
    return _SHORTER.get(name, name)


class Key(NamedTuple):
    """One action of one place."""

    id: str
    """`place.action`; the user's keymap names it."""
    keys: str
    """Comma-separated, in Textual's names; the first is the one shown."""
    action: str
    label: str
    hint: str = ""
    """Its name in the line of hints at the bottom; empty: it doesn't stand there."""

    @property
    def place(self) -> str:
        """The screen in which it works."""
        return self.id.partition(".")[0]


def _list(place: str, following: str, previous: str, first: str, last: str) -> tuple[Key, ...]:
    """Return the keys that walk a list of articles, annotations or the like."""
    return (
        Key(f"{place}.down", "j,down", "move(1)", following),
        Key(f"{place}.up", "k,up", "move(-1)", previous),
        Key(f"{place}.page-down", "space,pagedown", "page(1)", N_("a page on")),
        Key(f"{place}.page-up", "pageup", "page(-1)", N_("a page back")),
        Key(f"{place}.first", "home", "ends(-1)", first),
        Key(f"{place}.last", "end", "ends(1)", last),
    )


KEYS: tuple[Key, ...] = (
    *_list("library", N_("next article"), N_("previous article"), N_("first article"), N_("last article")),
    Key("library.open", "enter", "open", N_("open"), hint=N_("open")),
    Key("library.filter", "slash", "filter", N_("filter by words"), hint=N_("filter")),
    Key("library.sort", "s", "sort", N_("next sort order"), hint=N_("sort")),
    Key("library.changed", "v", "app.changed", N_("annotations whose article has changed")),
    Key(
        "library.review", "w", "app.review", N_("disagreements with a colleague (claimreader --review FILE)")
    ),
    Key("library.escape", "escape", "escape", N_("show all articles again; else stop indexing")),
    Key("library.help", "question_mark,f1", "app.help", N_("all keys"), hint=N_("all keys")),
    Key("library.palette", "ctrl+p,f2", "app.palette", N_("palette: every action by its name")),
    Key("library.go", "o", "app.go_to", N_("go to an article by typing")),
    Key("library.board", "g", "app.board", N_("claims board: all annotations"), hint=N_("board")),
    Key("library.draft", "", "app.draft", N_("next draft: what was begun to be typed and left")),
    Key("library.export", "e", "app.export", N_("export")),
    Key("library.undo", "u", "app.undo", N_("undo"), hint=N_("undo")),
    Key("library.redo", "r", "app.redo", N_("redo")),
    Key("library.suspend", "ctrl+z", "app.suspend_process", N_("back to the shell; fg comes back here")),
    Key("library.quit", "q,ctrl+q", "app.quit", N_("quit"), hint=N_("quit")),
    Key("reader.next", "j,down,left", "step(1)", N_("next sentence")),
    Key("reader.previous", "k,up,right", "step(-1)", N_("previous sentence")),
    Key("reader.page-down", "space,pagedown", "page(1)", N_("a page on")),
    Key("reader.page-up", "pageup", "page(-1)", N_("a page back")),
    Key("reader.first", "home", "ends(-1)", N_("first sentence")),
    Key("reader.last", "end", "ends(1)", N_("last sentence")),
    Key("reader.claim", "c", "tag('c')", N_("claim"), hint=N_("claim")),
    *(Key(f"reader.tag-{digit}", digit, f"tag('{digit}')", N_("tag")) for digit in "123456789"),
    Key("reader.not-claim", "0", "tag('0')", N_("not a claim"), hint=N_("none")),
    Key("reader.select", "v", "select", N_("select words; on an annotation of a part: its span")),
    Key("reader.tags", "t", "tags", N_("all tags, several at once")),
    Key("reader.rest", "x", "rest", N_("the undecided rest of the article is not a claim")),
    Key("reader.next-annotation", "tab", "next_annotation", N_("next annotation of this sentence")),
    Key("reader.note", "m", "note", N_("write a note")),
    Key("reader.draft", "", "app.draft", N_("next draft: what was begun to be typed and left")),
    Key("reader.delete", "d", "delete", N_("delete this annotation")),
    Key("reader.link", "l", "link", N_("links of this annotation: contradicts, supports, ...")),
    Key("reader.details", "enter", "details", N_("show or hide the details")),
    Key(
        "reader.attributes", "a", "attributes", N_("into the details: fill in attributes"), hint=N_("details")
    ),
    Key("reader.undo", "u", "app.undo", N_("undo"), hint=N_("undo")),
    Key("reader.redo", "r", "app.redo", N_("redo")),
    Key("reader.next-undecided", "n", "undecided(1)", N_("next undecided"), hint=N_("next")),
    Key("reader.previous-undecided", "p", "undecided(-1)", N_("previous undecided")),
    Key("reader.next-article", "right_square_bracket", "article(1)", N_("next article")),
    Key("reader.previous-article", "left_square_bracket", "article(-1)", N_("previous article")),
    Key("reader.go", "o", "app.go_to", N_("go to an article by typing")),
    Key(
        "reader.find",
        "slash",
        "find",
        N_("find in the article: Enter the hit in sight, then the next; ↓ next, ↑ previous, Esc ends there"),
    ),
    Key("reader.boilerplate", "f", "boilerplate", N_("show or hide boilerplate")),
    Key("reader.harakat", "h", "harakat", N_("show or hide harakat")),
    Key("reader.guidelines", "i", "guidelines", N_("guidelines: when to set which tag")),
    Key("reader.copy", "y", "copy", N_("copy the sentence")),
    Key("reader.board", "g", "app.board", N_("claims board: all annotations")),
    Key("reader.export", "e", "app.export", N_("export")),
    Key("reader.help", "question_mark,f1", "app.help", N_("all keys"), hint=N_("keys")),
    Key("reader.palette", "ctrl+p,f2", "app.palette", N_("palette: every action by its name")),
    Key("reader.back", "escape,q", "back", N_("back"), hint=N_("back")),
    Key("reader.quit", "ctrl+q", "app.quit", N_("quit")),
    Key("reader.suspend", "ctrl+z", "app.suspend_process", N_("back to the shell; fg comes back here")),
    Key("select.left", "left", "grow(-1)", N_("the free end to the left: on in Arabic text")),
    Key("select.right", "right", "grow(1)", N_("the free end to the right: back in Arabic text")),
    Key("select.down", "j,down", "row(1)", N_("the free end a row down")),
    Key("select.up", "k,up", "row(-1)", N_("the free end a row up")),
    Key("select.letter-left", "ctrl+left", "grow(-1, 'letter')", N_("a letter to the left")),
    Key("select.letter-right", "ctrl+right", "grow(1, 'letter')", N_("a letter to the right")),
    Key("select.first", "home", "paragraph(-1)", N_("to the paragraph's start")),
    Key("select.last", "end", "paragraph(1)", N_("to the paragraph's end")),
    Key("select.step", "w", "next_step", N_("words, letters, phrases, sentences"), hint=N_("step")),
    Key("select.claim", "c", "tag('c')", N_("claim"), hint=N_("claim")),
    *(Key(f"select.tag-{digit}", digit, f"tag('{digit}')", N_("tag")) for digit in "1234567890"),
    Key("select.use", "enter", "use", N_("a claim; store an edited span; take words"), hint=N_("use")),
    Key("select.turn", "o", "turn", N_("free the other end"), hint=N_("other end")),
    Key("select.begin", "space", "begin_here", N_("begin at the free end"), hint=N_("begin here")),
    Key("select.edit", "v", "edit", N_("edit the span of the current annotation, or select anew")),
    Key("select.note", "m", "note_selection", N_("write a note on the selection")),
    Key("select.copy", "y", "copy_selection", N_("copy the selection"), hint=N_("copy")),
    Key("select.help", "question_mark,f1", "app.help", N_("all keys"), hint=N_("keys")),
    Key("select.palette", "ctrl+p,f2", "app.palette", N_("palette: every action by its name")),
    Key("select.back", "escape,q", "leave_selection", N_("back to the sentences"), hint=N_("back")),
    Key("select.quit", "ctrl+q", "app.quit", N_("quit")),
    Key("select.suspend", "ctrl+z", "app.suspend_process", N_("back to the shell; fg comes back here")),
    Key("details.down", "j,down", "field(1)", N_("next row; a row's own key goes to it")),
    Key("details.up", "k,up", "field(-1)", N_("previous row")),
    Key("details.first", "home", "field_end(-1)", N_("first row")),
    Key("details.last", "end", "field_end(1)", N_("last row")),
    Key(
        "details.change", "enter", "change", N_("type, choose or pick it; take the offer"), hint=N_("change")
    ),
    *(Key(f"details.value-{n}", n, f"value({n})", N_("the value with this number")) for n in "123456789"),
    Key("details.unset", "0,backspace,delete", "unset", N_("take the value away"), hint=N_("take away")),
    Key("details.add", "plus", "add_number", N_("type one more number")),
    Key("details.next-annotation", "tab", "next_mine", N_("your next annotation of this sentence")),
    Key("details.next", "left", "step(1)", N_("next sentence")),
    Key("details.previous", "right", "step(-1)", N_("previous sentence")),
    Key("details.undo", "u", "app.undo", N_("undo"), hint=N_("undo")),
    Key("details.redo", "r", "app.redo", N_("redo")),
    Key("details.help", "question_mark,f1", "app.help", N_("all keys"), hint=N_("keys")),
    Key("details.palette", "ctrl+p,f2", "app.palette", N_("palette: every action by its name")),
    Key("details.back", "escape,q,a", "leave_details", N_("back to the text"), hint=N_("back")),
    Key("details.quit", "ctrl+q", "app.quit", N_("quit")),
    Key("details.suspend", "ctrl+z", "app.suspend_process", N_("back to the shell; fg comes back here")),
    Key("board.down", "j,down", "move(1)", N_("next annotation")),
    Key("board.up", "k,up", "move(-1)", N_("previous annotation")),
    Key("board.page-down", "pagedown", "page(1)", N_("a page on")),
    Key("board.page-up", "pageup", "page(-1)", N_("a page back")),
    Key("board.first", "home", "ends(-1)", N_("first annotation")),
    Key("board.last", "end", "ends(1)", N_("last annotation")),
    Key("board.open", "enter,o", "open", N_("go to the sentence; Esc comes back here"), hint=N_("open")),
    Key(
        "board.filter",
        "slash",
        "filter",
        N_("filter: words, tag:quantity, by:name, article:00, certainty:possible, source: ..."),
        hint=N_("filter"),
    ),
    Key("board.sort", "s", "sort", N_("next sort order"), hint=N_("sort")),
    Key("board.groups", "t", "groups", N_("what contradicts what, or the list again"), hint=N_("groups")),
    Key("board.mark", "space", "mark", N_("mark it or not, and go on"), hint=N_("mark")),
    Key("board.mark-all", "a", "mark_all", N_("mark all that are listed, or none")),
    Key("board.claim", "c", "tag('c')", N_("claim")),
    *(Key(f"board.tag-{digit}", digit, f"tag('{digit}')", N_("tag")) for digit in "123456789"),
    Key("board.not-claim", "0", "tag('0')", N_("not a claim")),
    Key("board.link", "l", "link", N_("links; the marked ones to the one under the cursor"), hint=N_("link")),
    Key("board.undo", "u", "app.undo", N_("undo")),
    Key("board.redo", "r", "app.redo", N_("redo")),
    Key("board.export", "e", "export", N_("export")),
    Key("board.help", "question_mark,f1", "app.help", N_("all keys"), hint=N_("keys")),
    Key("board.palette", "ctrl+p,f2", "app.palette", N_("palette: every action by its name")),
    Key("board.escape", "escape", "escape", N_("take the marks away, then the filter; else back")),
    Key("board.back", "q", "back", N_("back"), hint=N_("back")),
    Key("board.quit", "ctrl+q", "app.quit", N_("quit")),
    Key("board.suspend", "ctrl+z", "app.suspend_process", N_("back to the shell; fg comes back here")),
    Key("link.down", "j,down", "move(1)", N_("next row")),
    Key("link.up", "k,up", "move(-1)", N_("previous row")),
    *(
        Key(f"link.{name}", digit, f"link('{name}')", label)
        for digit, name, label in (
            ("1", "contradicts", N_("contradicts ...")),
            ("2", "supports", N_("supports ...")),
            ("3", "repeats", N_("repeats ...")),
            ("4", "updates", N_("updates ...")),
            ("5", "reports-on", N_("reports on ...")),
        )
    ),
    Key("link.take", "enter", "take", N_("what the row says"), hint=N_("link")),
    Key("link.remove", "d", "remove", N_("take this link away"), hint=N_("take away")),
    Key("link.undo", "u", "app.undo", N_("undo"), hint=N_("undo")),
    Key("link.redo", "r", "app.redo", N_("redo")),
    Key("link.back", "escape,q,l", "leave", N_("back"), hint=N_("back")),
    Key("link.quit", "ctrl+q", "app.quit", N_("quit")),
    Key("tags.down", "j,down", "move(1)", N_("next tag")),
    Key("tags.up", "k,up", "move(-1)", N_("previous tag")),
    Key(
        "tags.toggle",
        "space",
        "flip",
        N_("set or take away; a tag's own key does it, too"),
        hint=N_("on/off"),
    ),
    Key("tags.undo", "u", "app.undo", N_("undo"), hint=N_("undo")),
    Key("tags.redo", "r", "app.redo", N_("redo")),
    Key("tags.back", "enter,escape,q,t", "leave", N_("back to the text"), hint=N_("done")),
    Key("tags.quit", "ctrl+q", "app.quit", N_("quit")),
    Key("export.down", "j,down", "scroll(1)", N_("down in the report")),
    Key("export.up", "k,up", "scroll(-1)", N_("up in the report")),
    Key(
        "export.back",
        "enter,escape,q",
        "leave",
        N_("stop the export, nothing is written then; close the report"),
    ),
    Key("export.quit", "ctrl+q", "app.quit", N_("quit")),
    Key("picker.leave", "ctrl+p,f2", "leave", N_("leave a list to choose from, as Esc does")),
    Key("picker.quit", "ctrl+q", "app.quit", N_("quit")),
    *_list(
        "review",
        N_("next disagreement"),
        N_("previous disagreement"),
        N_("first disagreement"),
        N_("last disagreement"),
    ),
    Key("review.mine", "1", "take('mine')", N_("take mine"), hint=N_("mine")),
    Key("review.theirs", "2", "take('theirs')", N_("take theirs"), hint=N_("theirs")),
    Key("review.both", "3", "take('both')", N_("take both"), hint=N_("both")),
    Key("review.next-open", "n", "open_case(1)", N_("next one that isn't settled"), hint=N_("next")),
    Key("review.previous-open", "p", "open_case(-1)", N_("previous one that isn't settled")),
    Key("review.open", "enter,o", "open", N_("open the sentence in the reader"), hint=N_("open")),
    Key("review.undo", "u", "undo", N_("undo"), hint=N_("undo")),
    Key("review.redo", "r", "redo", N_("redo")),
    Key("review.help", "question_mark,f1", "app.help", N_("all keys"), hint=N_("keys")),
    Key("review.palette", "ctrl+p,f2", "app.palette", N_("palette: every action by its name")),
    Key("review.back", "escape,q", "back", N_("back"), hint=N_("back")),
    Key("review.quit", "ctrl+q", "app.quit", N_("quit")),
    *_list(
        "changed",
        N_("next annotation"),
        N_("previous annotation"),
        N_("first annotation"),
        N_("last annotation"),
    ),
    Key("changed.accept", "enter,y", "accept", N_("move it to the place that is proposed"), hint=N_("move")),
    Key("changed.leave", "x", "leave", N_("leave it as it is"), hint=N_("leave")),
    Key("changed.next-open", "n", "open_case(1)", N_("next one to look at"), hint=N_("next")),
    Key("changed.previous-open", "p", "open_case(-1)", N_("previous one to look at")),
    Key("changed.open", "o", "open", N_("open the article there"), hint=N_("open")),
    Key("changed.undo", "u", "app.undo", N_("undo"), hint=N_("undo")),
    Key("changed.redo", "r", "app.redo", N_("redo")),
    Key("changed.help", "question_mark,f1", "app.help", N_("all keys"), hint=N_("keys")),
    Key("changed.palette", "ctrl+p,f2", "app.palette", N_("palette: every action by its name")),
    Key("changed.back", "escape,q", "back", N_("back"), hint=N_("back")),
    Key("changed.quit", "ctrl+q", "app.quit", N_("quit")),
    Key("guidelines.down", "j,down", "scroll(1)", N_("down")),
    Key("guidelines.up", "k,up", "scroll(-1)", N_("up")),
    Key("guidelines.page-down", "space,pagedown", "page(1)", N_("a page on")),
    Key("guidelines.page-up", "pageup", "page(-1)", N_("a page back")),
    Key("guidelines.first", "home", "ends(-1)", N_("to the beginning")),
    Key("guidelines.last", "end", "ends(1)", N_("to the end")),
    Key("guidelines.back", "escape,q,i,enter", "leave", N_("back"), hint=N_("back")),
    Key("guidelines.quit", "ctrl+q", "app.quit", N_("quit")),
    Key("help.down", "j,down", "scroll(1)", N_("down")),
    Key("help.up", "k,up", "scroll(-1)", N_("up")),
    Key("help.page-down", "space,pagedown", "page(1)", N_("a page on")),
    Key("help.page-up", "pageup", "page(-1)", N_("a page back")),
    Key("help.back", "escape,q,question_mark,f1", "leave", N_("back"), hint=N_("back")),
    Key("help.quit", "ctrl+q", "app.quit", N_("quit")),
)
"""All keys, in the order in which help shows them."""
