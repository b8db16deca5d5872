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


class KeyAction(NamedTuple):
    """An action of one place, with its keys and what is said of it."""

    id: str
    """`place.action`; the user's keymap names it."""
    keys: str
    """Comma-separated, in Textual's names; the first is the one shown."""
    action: str
    """Its name and arguments: `tag('c')` is `action_tag` of the screen, `app.quit` is the app's."""
    label: str
    """Words on it for help and palette; a message of the catalogue."""
    hint: str = ""
    """Its name in the line of hints at the bottom; empty: it doesn't stand there."""

    @property
    def place(self) -> str:
        """The place in which it works: a screen's `key_place`."""
        return self.id.partition(".")[0]


def _list(place: str, following: str, previous: str, first: str, last: str) -> tuple[KeyAction, ...]:
    """Return the keys that walk a list of articles, annotations or the like."""
    return (
        KeyAction(f"{place}.down", "j,down", "move(1)", following),
        KeyAction(f"{place}.up", "k,up", "move(-1)", previous),
        KeyAction(f"{place}.page-down", "space,pagedown", "page(1)", N_("a page on")),
        KeyAction(f"{place}.page-up", "pageup", "page(-1)", N_("a page back")),
        KeyAction(f"{place}.first", "home", "ends(-1)", first),
        KeyAction(f"{place}.last", "end", "ends(1)", last),
    )


KEYS: tuple[KeyAction, ...] = (
    *_list("library", N_("next article"), N_("previous article"), N_("first article"), N_("last article")),
    KeyAction("library.open", "enter", "open", N_("open"), hint=N_("open")),
    KeyAction("library.filter", "slash", "filter", N_("filter by words"), hint=N_("filter")),
    KeyAction("library.sort", "s", "sort", N_("next sort order"), hint=N_("sort")),
    KeyAction("library.new", "n", "new", N_("list what has come since (claimreader FOLDER --watch)")),
    KeyAction("library.changed", "v", "app.changed", N_("annotations whose article has changed")),
    KeyAction(
        "library.review", "w", "app.review", N_("gold of the team that I lead; disagreements (--review FILE)")
    ),
    KeyAction("library.escape", "escape", "escape", N_("show all articles again; else stop indexing")),
    KeyAction("library.annotators", "p", "app.annotators", N_("who has decided how many sentences")),
    KeyAction("library.suggestions", "f4", "app.suggestions", N_("suggestions on or off")),
    KeyAction("library.help", "question_mark,f1", "app.help", N_("all keys"), hint=N_("all keys")),
    KeyAction("library.palette", "ctrl+p,f2", "app.palette", N_("palette: every action by its name")),
    KeyAction(
        "library.folder",
        "f",
        "app.open_corpus",
        N_("open another folder: its path, or one of the last"),
        hint=N_("folder"),
    ),
    KeyAction("library.tour", "", "app.tour", N_("tour: seven keys on samples, of which nothing is kept")),
    KeyAction("library.forget", "", "app.forget_corpora", N_("forget which folders were opened")),
    KeyAction("library.go", "o", "app.go_to", N_("go to an article by typing")),
    KeyAction("library.board", "g", "app.board", N_("claims board: all annotations"), hint=N_("board")),
    KeyAction(
        "library.concordance",
        "h",
        "concordance",
        N_("concordance: every hit of the filter's words, a row each"),
        hint=N_("concordance"),
    ),
    KeyAction("library.article", "i", "article", N_("this article: correct it, set it aside")),
    KeyAction("library.address", "f6", "address", N_("the article's address in the browser, or copied")),
    KeyAction("library.done", "f8", "done", N_("done with this article, or no more (in a team)")),
    KeyAction("library.figures", "", "app.figures", N_("quantities: every amount by what is counted")),
    KeyAction("library.draft", "", "app.draft", N_("next draft: what was begun to be typed and left")),
    KeyAction("library.next-later", "", "app.later", N_("next sentence to come back to")),
    KeyAction("library.export", "e", "export", N_("export, or the report for people")),
    KeyAction("library.undo", "u", "app.undo", N_("undo"), hint=N_("undo")),
    KeyAction("library.redo", "r", "app.redo", N_("redo")),
    KeyAction(
        "library.suspend", "ctrl+z", "app.suspend_process", N_("back to the shell; fg comes back here")
    ),
    KeyAction("library.quit", "q,ctrl+q", "app.quit", N_("quit"), hint=N_("quit")),
    KeyAction("reader.next", "j,down,left", "step(1)", N_("next sentence")),
    KeyAction("reader.previous", "k,up,right", "step(-1)", N_("previous sentence")),
    KeyAction("reader.page-down", "space,pagedown", "page(1)", N_("a page on")),
    KeyAction("reader.page-up", "pageup", "page(-1)", N_("a page back")),
    KeyAction("reader.first", "home", "ends(-1)", N_("first sentence")),
    KeyAction("reader.last", "end", "ends(1)", N_("last sentence")),
    KeyAction("reader.claim", "c", "tag('c')", N_("claim"), hint=N_("claim")),
    *(KeyAction(f"reader.tag-{digit}", digit, f"tag('{digit}')", N_("tag")) for digit in "123456789"),
    KeyAction("reader.not-claim", "0", "tag('0')", N_("not a claim"), hint=N_("none")),
    KeyAction("reader.select", "v", "select", N_("select words; v once more: the span of the annotation")),
    KeyAction("reader.tags", "t", "tags", N_("all tags, several at once")),
    KeyAction("reader.later", "w", "later", N_("come back to this sentence later, or no more")),
    KeyAction("reader.next-later", "", "app.later", N_("next sentence to come back to")),
    KeyAction("reader.rest", "x", "rest", N_("the undecided rest of the article is not a claim")),
    KeyAction("reader.next-annotation", "tab", "next_annotation", N_("next annotation of this sentence")),
    KeyAction("reader.note", "m", "note", N_("write a note")),
    KeyAction("reader.draft", "", "app.draft", N_("next draft: what was begun to be typed and left")),
    KeyAction("reader.delete", "d", "delete", N_("delete this annotation")),
    KeyAction("reader.link", "l", "link", N_("links of this annotation: contradicts, supports, ...")),
    KeyAction(
        "reader.colleagues", "f7", "colleagues", N_("what colleagues say of this sentence (in a team)")
    ),
    KeyAction("reader.details", "enter", "details", N_("show or hide the details")),
    KeyAction(
        "reader.attributes", "a", "attributes", N_("into the details: fill in attributes"), hint=N_("details")
    ),
    KeyAction("reader.undo", "u", "app.undo", N_("undo"), hint=N_("undo")),
    KeyAction("reader.redo", "r", "app.redo", N_("redo")),
    KeyAction("reader.next-undecided", "n", "undecided(1)", N_("next undecided"), hint=N_("next")),
    KeyAction("reader.previous-undecided", "p", "undecided(-1)", N_("previous undecided")),
    KeyAction("reader.next-article", "right_square_bracket", "article(1)", N_("next article")),
    KeyAction("reader.previous-article", "left_square_bracket", "article(-1)", N_("previous article")),
    KeyAction(
        "reader.folder", "", "app.open_corpus", N_("open another folder: its path, or one of the last")
    ),
    KeyAction("reader.go", "o", "app.go_to", N_("go to an article by typing")),
    KeyAction(
        "reader.find",
        "slash",
        "find",
        N_("find in the article: ↓ next hit, ↑ previous, Enter to the text there"),
    ),
    KeyAction("reader.next-hit", "full_stop", "hit(1)", N_("next sentence with what was looked for")),
    KeyAction("reader.previous-hit", "comma", "hit(-1)", N_("previous sentence with what was looked for")),
    KeyAction("reader.boilerplate", "f", "boilerplate", N_("show or hide boilerplate")),
    KeyAction("reader.line", "z", "line_kind", N_("what this line is: text or furniture")),
    KeyAction("reader.harakat", "h", "harakat", N_("show or hide harakat")),
    KeyAction("reader.guidelines", "i", "guidelines", N_("guidelines: when to set which tag")),
    KeyAction(
        "reader.article",
        "f3",
        "article_facts",
        N_("this article: correct it, set it aside"),
    ),
    KeyAction("reader.address", "f6", "address", N_("the article's address in the browser, or copied")),
    KeyAction("reader.done", "f8", "done", N_("done with this article, or no more (in a team)")),
    KeyAction("reader.copy", "y", "copy", N_("copy the sentence")),
    KeyAction("reader.board", "g", "app.board", N_("claims board: all annotations")),
    KeyAction("reader.figures", "", "app.figures", N_("quantities: every amount by what is counted")),
    KeyAction("reader.export", "e", "export", N_("export, or the report for people")),
    KeyAction(
        "reader.take-suggested", "s", "take_suggested", N_("take all that is suggested"), hint=N_("accept")
    ),
    KeyAction("reader.suggestions", "f4", "app.suggestions", N_("suggestions on or off")),
    KeyAction("reader.help", "question_mark,f1", "app.help", N_("all keys"), hint=N_("keys")),
    KeyAction("reader.palette", "ctrl+p,f2", "app.palette", N_("palette: every action by its name")),
    KeyAction("reader.back", "escape,q", "back", N_("back"), hint=N_("back")),
    KeyAction("reader.quit", "ctrl+q", "app.quit", N_("quit")),
    KeyAction("reader.suspend", "ctrl+z", "app.suspend_process", N_("back to the shell; fg comes back here")),
    KeyAction("select.left", "left", "grow(-1)", N_("the free end to the left: on in Arabic text")),
    KeyAction("select.right", "right", "grow(1)", N_("the free end to the right: back in Arabic text")),
    KeyAction("select.down", "j,down", "row(1)", N_("the free end a row down")),
    KeyAction("select.up", "k,up", "row(-1)", N_("the free end a row up")),
    KeyAction("select.letter-left", "ctrl+left", "grow(-1, 'letter')", N_("a letter to the left")),
    KeyAction("select.letter-right", "ctrl+right", "grow(1, 'letter')", N_("a letter to the right")),
    KeyAction("select.first", "home", "paragraph(-1)", N_("to the paragraph's start")),
    KeyAction("select.last", "end", "paragraph(1)", N_("to the paragraph's end")),
    KeyAction("select.step", "w", "next_step", N_("words, letters, phrases, sentences"), hint=N_("step")),
    KeyAction("select.claim", "c", "tag('c')", N_("claim"), hint=N_("claim")),
    *(KeyAction(f"select.tag-{digit}", digit, f"tag('{digit}')", N_("tag")) for digit in "1234567890"),
    KeyAction("select.use", "enter", "use", N_("a claim; store an edited span; take words"), hint=N_("use")),
    KeyAction("select.turn", "o", "turn", N_("free the other end"), hint=N_("other end")),
    KeyAction("select.begin", "space", "begin_here", N_("begin at the free end"), hint=N_("begin here")),
    KeyAction("select.edit", "v", "edit", N_("edit the span of the current annotation, or select anew")),
    KeyAction("select.note", "m", "note_selection", N_("write a note on the selection")),
    KeyAction("select.copy", "y", "copy_selection", N_("copy the selection"), hint=N_("copy")),
    KeyAction("select.help", "question_mark,f1", "app.help", N_("all keys"), hint=N_("keys")),
    KeyAction("select.palette", "ctrl+p,f2", "app.palette", N_("palette: every action by its name")),
    KeyAction("select.back", "escape,q", "leave_selection", N_("back to the sentences"), hint=N_("back")),
    KeyAction("select.quit", "ctrl+q", "app.quit", N_("quit")),
    KeyAction("select.suspend", "ctrl+z", "app.suspend_process", N_("back to the shell; fg comes back here")),
    KeyAction("details.down", "j,down", "field(1)", N_("next row; a row's own key goes to it")),
    KeyAction("details.up", "k,up", "field(-1)", N_("previous row")),
    KeyAction("details.first", "home", "field_end(-1)", N_("first row")),
    KeyAction("details.last", "end", "field_end(1)", N_("last row")),
    KeyAction(
        "details.change", "enter", "change", N_("type, choose or pick it; take the offer"), hint=N_("change")
    ),
    *(
        KeyAction(f"details.value-{n}", n, f"value({n})", N_("the value with this number"))
        for n in "123456789"
    ),
    KeyAction("details.claimant", "w", "claimant", N_("type the claimant at once"), hint=N_("claimant")),
    KeyAction("details.same", "equals_sign", "same_claimant", N_("the claimant of the claim before")),
    KeyAction(
        "details.numbers", "n", "numbers", N_("take the numbers that the text states"), hint=N_("number")
    ),
    KeyAction("details.next-claim", "full_stop", "next_claim", N_("the next claim"), hint=N_("next claim")),
    KeyAction(
        "details.unset",
        "0,backspace,delete",
        "unset",
        N_("take the value away; refuse what is suggested"),
        hint=N_("take away"),
    ),
    KeyAction("details.add", "plus", "add_number", N_("type one more number")),
    KeyAction("details.next-annotation", "tab", "next_mine", N_("your next annotation of this sentence")),
    KeyAction("details.next", "left", "step(1)", N_("next sentence")),
    KeyAction("details.previous", "right", "step(-1)", N_("previous sentence")),
    KeyAction("details.undo", "u", "app.undo", N_("undo"), hint=N_("undo")),
    KeyAction("details.redo", "r", "app.redo", N_("redo")),
    KeyAction("details.suggestions", "f4", "app.suggestions", N_("suggestions on or off")),
    KeyAction("details.help", "question_mark,f1", "app.help", N_("all keys"), hint=N_("keys")),
    KeyAction("details.palette", "ctrl+p,f2", "app.palette", N_("palette: every action by its name")),
    KeyAction("details.back", "escape,q,a", "leave_details", N_("back to the text"), hint=N_("back")),
    KeyAction("details.quit", "ctrl+q", "app.quit", N_("quit")),
    KeyAction(
        "details.suspend", "ctrl+z", "app.suspend_process", N_("back to the shell; fg comes back here")
    ),
    KeyAction("board.down", "j,down", "move(1)", N_("next annotation")),
    KeyAction("board.up", "k,up", "move(-1)", N_("previous annotation")),
    KeyAction("board.page-down", "pagedown", "page(1)", N_("a page on")),
    KeyAction("board.page-up", "pageup", "page(-1)", N_("a page back")),
    KeyAction("board.first", "home", "ends(-1)", N_("first annotation")),
    KeyAction("board.last", "end", "ends(1)", N_("last annotation")),
    KeyAction(
        "board.open", "enter,o", "open", N_("go to the sentence; Esc comes back here"), hint=N_("open")
    ),
    KeyAction(
        "board.filter",
        "slash",
        "filter",
        N_("filter: words, tag:quantity, by:name, article:00, certainty:possible, source: ..."),
        hint=N_("filter"),
    ),
    KeyAction("board.sort", "s", "sort", N_("next sort order"), hint=N_("sort")),
    KeyAction(
        "board.figures",
        "f",
        "app.figures",
        N_("quantities: every amount by what is counted"),
        hint=N_("quantities"),
    ),
    KeyAction("board.sides", "t", "sides", N_("what contradicts what, by sides"), hint=N_("sides")),
    KeyAction("board.agreement", "w", "agreement", N_("how far people agree")),
    KeyAction("board.mark", "space", "mark", N_("mark it or not, and go on"), hint=N_("mark")),
    KeyAction("board.mark-all", "a", "mark_all", N_("mark all that are listed, or none")),
    KeyAction("board.claim", "c", "tag('c')", N_("claim")),
    *(KeyAction(f"board.tag-{digit}", digit, f"tag('{digit}')", N_("tag")) for digit in "123456789"),
    KeyAction("board.not-claim", "0", "tag('0')", N_("not a claim")),
    KeyAction(
        "board.link", "l", "link", N_("links; the marked ones to the one under the cursor"), hint=N_("link")
    ),
    KeyAction(
        "board.same",
        "equals_sign",
        "same",
        N_("these claimants are one person: which spelling stands for all"),
    ),
    KeyAction("board.undo", "u", "app.undo", N_("undo")),
    KeyAction("board.redo", "r", "app.redo", N_("redo")),
    KeyAction("board.export", "e", "export", N_("export, or the report for people")),
    KeyAction("board.help", "question_mark,f1", "app.help", N_("all keys"), hint=N_("keys")),
    KeyAction("board.palette", "ctrl+p,f2", "app.palette", N_("palette: every action by its name")),
    KeyAction("board.escape", "escape", "escape", N_("take the marks away, then the filter; else back")),
    KeyAction("board.back", "q", "back", N_("back"), hint=N_("back")),
    KeyAction("board.quit", "ctrl+q", "app.quit", N_("quit")),
    KeyAction("board.suspend", "ctrl+z", "app.suspend_process", N_("back to the shell; fg comes back here")),
    KeyAction("figures.down", "j,down", "move(1)", N_("next amount")),
    KeyAction("figures.up", "k,up", "move(-1)", N_("previous amount")),
    KeyAction("figures.page-down", "pagedown", "page(1)", N_("a page on")),
    KeyAction("figures.page-up", "pageup", "page(-1)", N_("a page back")),
    KeyAction("figures.first", "home", "ends(-1)", N_("first amount")),
    KeyAction("figures.last", "end", "ends(1)", N_("last amount")),
    KeyAction(
        "figures.open", "enter,o", "open", N_("go to the sentence; Esc comes back here"), hint=N_("open")
    ),
    KeyAction("figures.mark", "space", "mark", N_("mark it or not, and go on"), hint=N_("mark")),
    KeyAction(
        "figures.link", "l", "link", N_("link the marked ones: contradicts, updates, ..."), hint=N_("link")
    ),
    KeyAction("figures.next-noun", "n", "noun(1)", N_("next noun"), hint=N_("next noun")),
    KeyAction("figures.previous-noun", "p", "noun(-1)", N_("previous noun")),
    KeyAction("figures.filter", "slash", "filter", N_("filter by words"), hint=N_("filter")),
    KeyAction("figures.sort", "s", "sort", N_("next sort order"), hint=N_("sort")),
    KeyAction("figures.plot", "v", "plot", N_("plot by size, or over time"), hint=N_("plot")),
    KeyAction("figures.undo", "u", "app.undo", N_("undo")),
    KeyAction("figures.redo", "r", "app.redo", N_("redo")),
    KeyAction("figures.board", "g,f", "app.board", N_("claims board: all annotations")),
    KeyAction("figures.help", "question_mark,f1", "app.help", N_("all keys"), hint=N_("keys")),
    KeyAction("figures.palette", "ctrl+p,f2", "app.palette", N_("palette: every action by its name")),
    KeyAction("figures.escape", "escape", "escape", N_("take the marks away, then the filter; else back")),
    KeyAction("figures.back", "q", "back", N_("back"), hint=N_("back")),
    KeyAction("figures.quit", "ctrl+q", "app.quit", N_("quit")),
    KeyAction(
        "figures.suspend", "ctrl+z", "app.suspend_process", N_("back to the shell; fg comes back here")
    ),
    KeyAction("concordance.down", "j,down", "move(1)", N_("next hit")),
    KeyAction("concordance.up", "k,up", "move(-1)", N_("previous hit")),
    KeyAction("concordance.page-down", "pagedown", "page(1)", N_("a page on")),
    KeyAction("concordance.page-up", "pageup", "page(-1)", N_("a page back")),
    KeyAction("concordance.first", "home", "ends(-1)", N_("first hit")),
    KeyAction("concordance.last", "end", "ends(1)", N_("last hit")),
    KeyAction(
        "concordance.open", "enter,o", "open", N_("go to the hit; Esc comes back here"), hint=N_("open")
    ),
    KeyAction(
        "concordance.filter",
        "slash",
        "filter",
        N_('words, a "phrase", source:name, from:2025-05, to:2025-05-09, article:00'),
        hint=N_("words"),
    ),
    KeyAction(
        "concordance.sort",
        "s",
        "sort",
        N_("next order: what stands before, what follows, date, source"),
        hint=N_("sort"),
    ),
    KeyAction(
        "concordance.boilerplate",
        "f",
        "boilerplate",
        N_("show or hide hits in boilerplate"),
        hint=N_("boilerplate"),
    ),
    KeyAction("concordance.mark", "space", "mark", N_("mark it or not, and go on"), hint=N_("mark")),
    KeyAction("concordance.claim", "c", "tag('c')", N_("claim"), hint=N_("claim")),
    *(KeyAction(f"concordance.tag-{digit}", digit, f"tag('{digit}')", N_("tag")) for digit in "123456789"),
    KeyAction("concordance.not-claim", "0", "tag('0')", N_("not a claim"), hint=N_("none")),
    KeyAction("concordance.undo", "u", "app.undo", N_("undo"), hint=N_("undo")),
    KeyAction("concordance.redo", "r", "app.redo", N_("redo")),
    KeyAction("concordance.board", "g", "app.board", N_("claims board: all annotations")),
    KeyAction("concordance.help", "question_mark,f1", "app.help", N_("all keys"), hint=N_("keys")),
    KeyAction("concordance.palette", "ctrl+p,f2", "app.palette", N_("palette: every action by its name")),
    KeyAction("concordance.escape", "escape", "escape", N_("take the marks away; else back")),
    KeyAction("concordance.back", "q", "back", N_("back"), hint=N_("back")),
    KeyAction("concordance.quit", "ctrl+q", "app.quit", N_("quit")),
    KeyAction(
        "concordance.suspend", "ctrl+z", "app.suspend_process", N_("back to the shell; fg comes back here")
    ),
    *_list("sides", N_("next row"), N_("previous row"), N_("first row"), N_("last row")),
    KeyAction(
        "sides.open", "enter,o", "open", N_("go to the sentence; Esc comes back here"), hint=N_("open")
    ),
    KeyAction("sides.next-question", "n", "question(1)", N_("next question"), hint=N_("next")),
    KeyAction("sides.previous-question", "p", "question(-1)", N_("previous question")),
    KeyAction(
        "sides.matrix", "m", "matrix", N_("matrix: which source carries which side"), hint=N_("matrix")
    ),
    KeyAction("sides.export", "e", "export", N_("export, or the report for people"), hint=N_("export")),
    KeyAction("sides.undo", "u", "app.undo", N_("undo")),
    KeyAction("sides.redo", "r", "app.redo", N_("redo")),
    KeyAction("sides.help", "question_mark,f1", "app.help", N_("all keys"), hint=N_("keys")),
    KeyAction("sides.palette", "ctrl+p,f2", "app.palette", N_("palette: every action by its name")),
    KeyAction("sides.back", "escape,q,t", "back", N_("back to the board"), hint=N_("back")),
    KeyAction("sides.quit", "ctrl+q", "app.quit", N_("quit")),
    KeyAction("sides.suspend", "ctrl+z", "app.suspend_process", N_("back to the shell; fg comes back here")),
    *_list("matrix", N_("next question"), N_("previous question"), N_("first question"), N_("last question")),
    KeyAction("matrix.right", "right,l", "sources(1)", N_("sources further right"), hint=N_("more sources")),
    KeyAction("matrix.left", "left,h", "sources(-1)", N_("sources further left")),
    KeyAction("matrix.open", "enter,o", "open", N_("the sides of this question"), hint=N_("sides")),
    KeyAction("matrix.help", "question_mark,f1", "app.help", N_("all keys"), hint=N_("keys")),
    KeyAction("matrix.palette", "ctrl+p,f2", "app.palette", N_("palette: every action by its name")),
    KeyAction("matrix.back", "escape,q,m", "back", N_("back to the sides"), hint=N_("back")),
    KeyAction("matrix.quit", "ctrl+q", "app.quit", N_("quit")),
    KeyAction("matrix.suspend", "ctrl+z", "app.suspend_process", N_("back to the shell; fg comes back here")),
    *_list("agreement", N_("next row"), N_("previous row"), N_("first row"), N_("last row")),
    KeyAction(
        "agreement.open",
        "enter,o",
        "open",
        N_("the sentences that pull this figure down most"),
        hint=N_("costliest"),
    ),
    KeyAction("agreement.matrix", "m", "matrix", N_("matrix: kappa of each two people"), hint=N_("matrix")),
    KeyAction("agreement.next-section", "n", "section(1)", N_("next section"), hint=N_("next")),
    KeyAction("agreement.previous-section", "p", "section(-1)", N_("previous section")),
    KeyAction(
        "agreement.renew", "f5", "renew", N_("reckon again with what has come since"), hint=N_("again")
    ),
    KeyAction("agreement.help", "question_mark,f1", "app.help", N_("all keys"), hint=N_("keys")),
    KeyAction("agreement.palette", "ctrl+p,f2", "app.palette", N_("palette: every action by its name")),
    KeyAction("agreement.back", "escape,q,w", "back", N_("back to the board"), hint=N_("back")),
    KeyAction("agreement.quit", "ctrl+q", "app.quit", N_("quit")),
    KeyAction(
        "agreement.suspend", "ctrl+z", "app.suspend_process", N_("back to the shell; fg comes back here")
    ),
    *_list(
        "kappa", N_("next annotator"), N_("previous annotator"), N_("first annotator"), N_("last annotator")
    ),
    KeyAction("kappa.right", "right,l", "people(1)", N_("people further right"), hint=N_("further right")),
    KeyAction("kappa.left", "left,h", "people(-1)", N_("people further left"), hint=N_("further left")),
    KeyAction(
        "kappa.open",
        "enter,o",
        "open",
        N_("the sentences that this person sees otherwise than others"),
        hint=N_("costliest"),
    ),
    KeyAction("kappa.help", "question_mark,f1", "app.help", N_("all keys"), hint=N_("keys")),
    KeyAction("kappa.palette", "ctrl+p,f2", "app.palette", N_("palette: every action by its name")),
    KeyAction("kappa.back", "escape,q,m", "back", N_("back to the figures"), hint=N_("back")),
    KeyAction("kappa.quit", "ctrl+q", "app.quit", N_("quit")),
    KeyAction("kappa.suspend", "ctrl+z", "app.suspend_process", N_("back to the shell; fg comes back here")),
    *_list(
        "costliest", N_("next sentence"), N_("previous sentence"), N_("first sentence"), N_("last sentence")
    ),
    KeyAction(
        "costliest.open", "enter,o", "open", N_("go to the sentence; Esc comes back here"), hint=N_("open")
    ),
    KeyAction("costliest.help", "question_mark,f1", "app.help", N_("all keys"), hint=N_("keys")),
    KeyAction("costliest.palette", "ctrl+p,f2", "app.palette", N_("palette: every action by its name")),
    KeyAction("costliest.back", "escape,q", "back", N_("back to the figures"), hint=N_("back")),
    KeyAction("costliest.quit", "ctrl+q", "app.quit", N_("quit")),
    KeyAction(
        "costliest.suspend", "ctrl+z", "app.suspend_process", N_("back to the shell; fg comes back here")
    ),
    KeyAction("link.down", "j,down", "move(1)", N_("next row")),
    KeyAction("link.up", "k,up", "move(-1)", N_("previous row")),
    *(
        KeyAction(f"link.{name}", digit, f"link('{name}')", label)
        for digit, name, label in (
            ("1", "contradicts", N_("contradicts ...")),
            ("2", "supports", N_("supports ...")),
            ("3", "repeats", N_("repeats ...")),
            ("4", "updates", N_("updates ...")),
            ("5", "reports-on", N_("reports on ...")),
        )
    ),
    KeyAction("link.take", "enter", "take", N_("what the row says"), hint=N_("link")),
    KeyAction("link.remove", "d", "remove", N_("take this link away"), hint=N_("take away")),
    KeyAction("link.undo", "u", "app.undo", N_("undo"), hint=N_("undo")),
    KeyAction("link.redo", "r", "app.redo", N_("redo")),
    KeyAction("link.back", "escape,q,l", "leave", N_("back"), hint=N_("back")),
    KeyAction("link.quit", "ctrl+q", "app.quit", N_("quit")),
    KeyAction("colleagues.down", "j,down", "move(1)", N_("next annotation")),
    KeyAction("colleagues.up", "k,up", "move(-1)", N_("previous annotation")),
    KeyAction("colleagues.take", "enter", "take", N_("take it over as one's own"), hint=N_("take over")),
    *(
        KeyAction(f"colleagues.take-{n}", n, f"take({n})", N_("take over the one with this number"))
        for n in "123456789"
    ),
    KeyAction("colleagues.link", "l", "link", N_("link an annotation of one's own to it"), hint=N_("link")),
    KeyAction("colleagues.undo", "u", "app.undo", N_("undo"), hint=N_("undo")),
    KeyAction("colleagues.redo", "r", "app.redo", N_("redo")),
    KeyAction("colleagues.back", "escape,q,f7", "leave", N_("back to the text"), hint=N_("back")),
    KeyAction("colleagues.quit", "ctrl+q", "app.quit", N_("quit")),
    KeyAction("people.down", "j,down", "move(1)", N_("next spelling")),
    KeyAction("people.up", "k,up", "move(-1)", N_("previous spelling")),
    KeyAction("people.take", "enter", "take", N_("this spelling stands for all"), hint=N_("stands for all")),
    KeyAction("people.part", "d", "part", N_("this name is another person's"), hint=N_("part")),
    KeyAction("people.undo", "u", "app.undo", N_("undo"), hint=N_("undo")),
    KeyAction("people.redo", "r", "app.redo", N_("redo")),
    KeyAction("people.back", "escape,q,equals_sign", "leave", N_("back"), hint=N_("back")),
    KeyAction("people.quit", "ctrl+q", "app.quit", N_("quit")),
    KeyAction("tags.down", "j,down", "move(1)", N_("next tag")),
    KeyAction("tags.up", "k,up", "move(-1)", N_("previous tag")),
    KeyAction(
        "tags.toggle",
        "space",
        "flip",
        N_("set or take away; a tag's own key does it, too"),
        hint=N_("on/off"),
    ),
    KeyAction("tags.undo", "u", "app.undo", N_("undo"), hint=N_("undo")),
    KeyAction("tags.redo", "r", "app.redo", N_("redo")),
    KeyAction("tags.back", "enter,escape,q,t", "leave", N_("back to the text"), hint=N_("done")),
    KeyAction("tags.quit", "ctrl+q", "app.quit", N_("quit")),
    KeyAction("line.down", "j,down", "move(1)", N_("next row")),
    KeyAction("line.up", "k,up", "move(-1)", N_("previous row")),
    KeyAction("line.text-here", "1", "take('text-here')", N_("text, in this article")),
    KeyAction("line.furniture-here", "2", "take('furniture-here')", N_("furniture, in this article")),
    KeyAction("line.text-source", "3", "take('text-source')", N_("text, on every page of the source")),
    KeyAction(
        "line.furniture-source", "4", "take('furniture-source')", N_("furniture, on every page of the source")
    ),
    KeyAction("line.found", "0,backspace,delete", "take('found')", N_("as the program finds it")),
    KeyAction("line.take", "enter", "take", N_("what the row says"), hint=N_("say so")),
    KeyAction("line.undo", "u", "app.undo", N_("undo"), hint=N_("undo")),
    KeyAction("line.redo", "r", "app.redo", N_("redo")),
    KeyAction("line.back", "escape,q,z", "leave", N_("back to the text"), hint=N_("back")),
    KeyAction("line.quit", "ctrl+q", "app.quit", N_("quit")),
    KeyAction("article.down", "j,down", "move(1)", N_("next row")),
    KeyAction("article.up", "k,up", "move(-1)", N_("previous row")),
    KeyAction("article.change", "enter", "change", N_("type it; set aside, or no more"), hint=N_("change")),
    KeyAction(
        "article.unset", "0,backspace,delete", "unset", N_("as the file has it"), hint=N_("as the file")
    ),
    KeyAction("article.irrelevant", "x", "irrelevant", N_("irrelevant, or no more"), hint=N_("irrelevant")),
    KeyAction("article.duplicate", "d", "duplicate", N_("duplicate of ..."), hint=N_("duplicate")),
    KeyAction("article.repair", "t", "repair", N_("repair the damaged text; as the file has it")),
    KeyAction(
        "article.address",
        "o,f6",
        "address",
        N_("the article's address in the browser, or copied"),
        hint=N_("browser"),
    ),
    KeyAction("article.undo", "u", "app.undo", N_("undo"), hint=N_("undo")),
    KeyAction("article.redo", "r", "app.redo", N_("redo")),
    KeyAction("article.back", "escape,q,i,f3", "leave", N_("back"), hint=N_("back")),
    KeyAction("article.quit", "ctrl+q", "app.quit", N_("quit")),
    KeyAction("export.down", "j,down", "scroll(1)", N_("down in the report")),
    KeyAction("export.up", "k,up", "scroll(-1)", N_("up in the report")),
    KeyAction(
        "export.back",
        "enter,escape,q",
        "leave",
        N_("stop the export, nothing is written then; close the report"),
    ),
    KeyAction("export.quit", "ctrl+q", "app.quit", N_("quit")),
    KeyAction("picker.leave", "ctrl+p,f2", "leave", N_("leave a list to choose from, as Esc does")),
    KeyAction("picker.quit", "ctrl+q", "app.quit", N_("quit")),
    *_list(
        "review",
        N_("next disagreement"),
        N_("previous disagreement"),
        N_("first disagreement"),
        N_("last disagreement"),
    ),
    KeyAction("review.mine", "1", "take(1)", N_("take mine; in gold, that of the first"), hint=N_("mine")),
    KeyAction("review.theirs", "2", "take(2)", N_("take theirs; in gold, that of the second")),
    *(
        KeyAction(f"review.side-{number}", str(number), f"take({number})", said)
        for number, said in enumerate(
            (
                N_("in gold: take that of the third"),
                N_("in gold: take that of the fourth"),
                N_("in gold: take that of the fifth"),
                N_("in gold: take that of the sixth"),
                N_("in gold: take that of the seventh"),
                N_("in gold: take that of the eighth"),
                N_("in gold: take that of the ninth"),
            ),
            3,
        )
    ),
    KeyAction("review.union", "plus", "take('all')", N_("take all spans"), hint=N_("all")),
    KeyAction("review.keep", "equals_sign", "take('keep')", N_("keep it as it is: gold, or mine")),
    KeyAction("review.agreed", "a", "take_agreed", N_("in gold: take all on which everybody agrees")),
    KeyAction("review.comment", "c", "comment", N_("note on the sentence; in gold, for those who annotate")),
    KeyAction("review.publish", "f9", "publish", N_("in gold: show it to everybody")),
    KeyAction("review.renew", "f5", "renew", N_("compare anew, with what was said since")),
    KeyAction("review.next-open", "n", "open_case(1)", N_("next one that isn't settled"), hint=N_("next")),
    KeyAction("review.previous-open", "p", "open_case(-1)", N_("previous one that isn't settled")),
    KeyAction("review.open", "enter,o", "open", N_("open the sentence in the reader"), hint=N_("open")),
    KeyAction("review.undo", "u", "undo", N_("undo"), hint=N_("undo")),
    KeyAction("review.redo", "r", "redo", N_("redo")),
    KeyAction("review.help", "question_mark,f1", "app.help", N_("all keys"), hint=N_("keys")),
    KeyAction("review.palette", "ctrl+p,f2", "app.palette", N_("palette: every action by its name")),
    KeyAction("review.back", "escape,q", "back", N_("back"), hint=N_("back")),
    KeyAction("review.quit", "ctrl+q", "app.quit", N_("quit")),
    *_list(
        "changed",
        N_("next annotation"),
        N_("previous annotation"),
        N_("first annotation"),
        N_("last annotation"),
    ),
    KeyAction(
        "changed.accept", "enter,y", "accept", N_("move it to the place that is proposed"), hint=N_("move")
    ),
    KeyAction("changed.leave", "x", "leave", N_("leave it as it is"), hint=N_("leave")),
    KeyAction("changed.next-open", "n", "open_case(1)", N_("next one to look at"), hint=N_("next")),
    KeyAction("changed.previous-open", "p", "open_case(-1)", N_("previous one to look at")),
    KeyAction("changed.open", "o", "open", N_("open the article there"), hint=N_("open")),
    KeyAction("changed.undo", "u", "app.undo", N_("undo"), hint=N_("undo")),
    KeyAction("changed.redo", "r", "app.redo", N_("redo")),
    KeyAction("changed.help", "question_mark,f1", "app.help", N_("all keys"), hint=N_("keys")),
    KeyAction("changed.palette", "ctrl+p,f2", "app.palette", N_("palette: every action by its name")),
    KeyAction("changed.back", "escape,q", "back", N_("back"), hint=N_("back")),
    KeyAction("changed.quit", "ctrl+q", "app.quit", N_("quit")),
    KeyAction("guidelines.down", "j,down", "scroll(1)", N_("down")),
    KeyAction("guidelines.up", "k,up", "scroll(-1)", N_("up")),
    KeyAction("guidelines.page-down", "space,pagedown", "page(1)", N_("a page on")),
    KeyAction("guidelines.page-up", "pageup", "page(-1)", N_("a page back")),
    KeyAction("guidelines.first", "home", "ends(-1)", N_("to the beginning")),
    KeyAction("guidelines.last", "end", "ends(1)", N_("to the end")),
    KeyAction("guidelines.back", "escape,q,i,enter", "leave", N_("back"), hint=N_("back")),
    KeyAction("guidelines.quit", "ctrl+q", "app.quit", N_("quit")),
    KeyAction("help.down", "j,down", "scroll(1)", N_("down")),
    KeyAction("help.up", "k,up", "scroll(-1)", N_("up")),
    KeyAction("help.page-down", "space,pagedown", "page(1)", N_("a page on")),
    KeyAction("help.page-up", "pageup", "page(-1)", N_("a page back")),
    KeyAction("help.first", "home", "ends(-1)", N_("to the beginning")),
    KeyAction("help.last", "end", "ends(1)", N_("to the end")),
    KeyAction("help.topics", "enter", "topics", N_("read about a topic"), hint=N_("topics")),
    KeyAction("help.back", "escape,q,question_mark,f1", "leave", N_("back"), hint=N_("back")),
    KeyAction("help.quit", "ctrl+q", "app.quit", N_("quit")),
)
"""All keys, in the order in which help shows them."""

FIRST = frozenset({"details.claimant", "details.same", "details.numbers", "details.next-claim"})
"""Actions whose keys win over those that a project's scheme gives to its attributes; others refuse these."""
