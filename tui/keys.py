"""Every key of claimreader in one table.

The table is the single source: screens take their bindings from it, the line of hints, the help and the
README's key table are made from it, and each entry has an id by which a user can remap it. Keys are Latin
here; `tui.layouts` makes them work under an Arabic keyboard layout.
"""

from __future__ import annotations

from typing import NamedTuple

from textual.binding import Binding, BindingType


class Key(NamedTuple):
    """One action of one place."""

    id: str
    """`place.action`; the user's keymap names it."""
    keys: str
    """Comma-separated, in Textual's names; the first is the one shown."""
    action: str
    label: str
    hint: str = ""
    """What the line of hints at the bottom says; nothing: it doesn't stand there."""

    @property
    def place(self) -> str:
        """The screen in which it works."""
        return self.id.partition(".")[0]


KEYS: tuple[Key, ...] = (
    Key("library.down", "j,down", "move(1)", "next article"),
    Key("library.up", "k,up", "move(-1)", "previous article"),
    Key("library.page-down", "space,pagedown", "page(1)", "a page on"),
    Key("library.page-up", "pageup", "page(-1)", "a page back"),
    Key("library.first", "home", "ends(-1)", "first article"),
    Key("library.last", "end", "ends(1)", "last article"),
    Key("library.open", "enter", "open", "open", hint="open"),
    Key("library.filter", "slash", "filter", "filter by words", hint="filter"),
    Key("library.sort", "s", "sort", "next sort order", hint="sort"),
    Key("library.changed", "v", "app.changed", "annotations whose article has changed"),
    Key("library.review", "w", "app.review", "disagreements with a colleague (claimreader --review FILE)"),
    Key("library.escape", "escape", "escape", "show all articles again; else stop indexing"),
    Key("library.help", "question_mark,f1", "app.help", "all keys", hint="all keys"),
    Key("library.palette", "ctrl+p,f2", "app.palette", "palette: every action by its name"),
    Key("library.go", "o", "app.go_to", "go to an article by typing"),
    Key("library.export", "e", "app.export", "export"),
    Key("library.undo", "u", "app.undo", "undo", hint="undo"),
    Key("library.redo", "r", "app.redo", "redo"),
    Key("library.suspend", "ctrl+z", "app.suspend_process", "back to the shell; fg comes back here"),
    Key("library.quit", "q,ctrl+q", "app.quit", "quit", hint="quit"),
    Key("reader.next", "j,down,left", "step(1)", "next sentence"),
    Key("reader.previous", "k,up,right", "step(-1)", "previous sentence"),
    Key("reader.page-down", "space,pagedown", "page(1)", "a page on"),
    Key("reader.page-up", "pageup", "page(-1)", "a page back"),
    Key("reader.first", "home", "ends(-1)", "first sentence"),
    Key("reader.last", "end", "ends(1)", "last sentence"),
    Key("reader.claim", "c", "tag('c')", "claim", hint="claim"),
    *(Key(f"reader.tag-{digit}", digit, f"tag('{digit}')", f"tag {digit}") for digit in "123456789"),
    Key("reader.not-claim", "0", "tag('0')", "not a claim", hint="none"),
    Key("reader.tags", "t", "tags", "all tags, several at once"),
    Key("reader.rest", "x", "rest", "the undecided rest of the article is not a claim"),
    Key("reader.next-annotation", "tab", "next_annotation", "next annotation of this sentence"),
    Key("reader.note", "m", "note", "write a note"),
    Key("reader.delete", "d", "delete", "delete this annotation"),
    Key("reader.undo", "u", "app.undo", "undo", hint="undo"),
    Key("reader.redo", "r", "app.redo", "redo"),
    Key("reader.next-undecided", "n", "undecided(1)", "next undecided", hint="next"),
    Key("reader.previous-undecided", "p", "undecided(-1)", "previous undecided"),
    Key("reader.next-article", "right_square_bracket", "article(1)", "next article"),
    Key("reader.previous-article", "left_square_bracket", "article(-1)", "previous article"),
    Key("reader.go", "o", "app.go_to", "go to an article by typing"),
    Key("reader.find", "slash", "find", "find in the article: Enter and ↓ next, ↑ previous, Esc ends there"),
    Key("reader.boilerplate", "f", "boilerplate", "show or hide boilerplate"),
    Key("reader.harakat", "h", "harakat", "show or hide harakat"),
    Key("reader.copy", "y", "copy", "copy the sentence"),
    Key("reader.export", "e", "app.export", "export"),
    Key("reader.help", "question_mark,f1", "app.help", "all keys", hint="keys"),
    Key("reader.palette", "ctrl+p,f2", "app.palette", "palette: every action by its name"),
    Key("reader.back", "escape,q", "back", "back", hint="back"),
    Key("reader.quit", "ctrl+q", "app.quit", "quit"),
    Key("reader.suspend", "ctrl+z", "app.suspend_process", "back to the shell; fg comes back here"),
    Key("tags.down", "j,down", "move(1)", "next tag"),
    Key("tags.up", "k,up", "move(-1)", "previous tag"),
    Key("tags.toggle", "space", "flip", "set or take away; a tag's own key does it, too", hint="on/off"),
    Key("tags.undo", "u", "app.undo", "undo", hint="undo"),
    Key("tags.redo", "r", "app.redo", "redo"),
    Key("tags.back", "enter,escape,q,t", "leave", "back to the text", hint="done"),
    Key("tags.quit", "ctrl+q", "app.quit", "quit"),
    Key("export.down", "j,down", "scroll(1)", "down in the report"),
    Key("export.up", "k,up", "scroll(-1)", "up in the report"),
    Key(
        "export.back", "enter,escape,q", "leave", "stop the export, nothing is written then; close the report"
    ),
    Key("export.quit", "ctrl+q", "app.quit", "quit"),
    Key("picker.leave", "ctrl+p,f2", "leave", "leave a list to choose from, as Esc does"),
    Key("picker.quit", "ctrl+q", "app.quit", "quit"),
    Key("review.down", "j,down", "move(1)", "next disagreement"),
    Key("review.up", "k,up", "move(-1)", "previous disagreement"),
    Key("review.page-down", "space,pagedown", "page(1)", "a page on"),
    Key("review.page-up", "pageup", "page(-1)", "a page back"),
    Key("review.first", "home", "ends(-1)", "first disagreement"),
    Key("review.last", "end", "ends(1)", "last disagreement"),
    Key("review.mine", "1", "take('mine')", "take mine", hint="mine"),
    Key("review.theirs", "2", "take('theirs')", "take theirs", hint="theirs"),
    Key("review.both", "3", "take('both')", "take both", hint="both"),
    Key("review.next-open", "n", "open_case(1)", "next one that isn't settled", hint="next"),
    Key("review.previous-open", "p", "open_case(-1)", "previous one that isn't settled"),
    Key("review.open", "enter,o", "open", "open the sentence in the reader", hint="open"),
    Key("review.undo", "u", "undo", "undo", hint="undo"),
    Key("review.redo", "r", "redo", "redo"),
    Key("review.help", "question_mark,f1", "app.help", "all keys", hint="keys"),
    Key("review.palette", "ctrl+p,f2", "app.palette", "palette: every action by its name"),
    Key("review.back", "escape,q", "back", "back", hint="back"),
    Key("review.quit", "ctrl+q", "app.quit", "quit"),
    Key("changed.down", "j,down", "move(1)", "next annotation"),
    Key("changed.up", "k,up", "move(-1)", "previous annotation"),
    Key("changed.page-down", "space,pagedown", "page(1)", "a page on"),
    Key("changed.page-up", "pageup", "page(-1)", "a page back"),
    Key("changed.first", "home", "ends(-1)", "first annotation"),
    Key("changed.last", "end", "ends(1)", "last annotation"),
    Key("changed.accept", "enter,y", "accept", "move it to the place that is proposed", hint="move"),
    Key("changed.leave", "x", "leave", "leave it as it is", hint="leave"),
    Key("changed.next-open", "n", "open_case(1)", "next one to look at", hint="next"),
    Key("changed.previous-open", "p", "open_case(-1)", "previous one to look at"),
    Key("changed.open", "o", "open", "open the article there", hint="open"),
    Key("changed.undo", "u", "app.undo", "undo", hint="undo"),
    Key("changed.redo", "r", "app.redo", "redo"),
    Key("changed.help", "question_mark,f1", "app.help", "all keys", hint="keys"),
    Key("changed.palette", "ctrl+p,f2", "app.palette", "palette: every action by its name"),
    Key("changed.back", "escape,q", "back", "back", hint="back"),
    Key("changed.quit", "ctrl+q", "app.quit", "quit"),
    Key("help.down", "j,down", "scroll(1)", "down"),
    Key("help.up", "k,up", "scroll(-1)", "up"),
    Key("help.page-down", "space,pagedown", "scroll(15)", "a page on"),
    Key("help.page-up", "pageup", "scroll(-15)", "a page back"),
    Key("help.back", "escape,q,question_mark,f1", "leave", "back", hint="back"),
    Key("help.quit", "ctrl+q", "app.quit", "quit"),
)
"""All keys, in the order in which help shows them."""


WHILE_TYPING = frozenset({"ctrl+q", "ctrl+p", "f2"})
"""Keys of this table that work while one types; no others are looked up then."""


def bindings(place: str) -> list[BindingType]:
    """Return the bindings of one screen, with ids for the user's keymap.

    All have priority: Textual runs those before it reads the next key. The others travel from widget to
    widget meanwhile, and of keys that come in one burst, as over a slow line, some would meet the wrong
    widget.
    """
    return [
        Binding(key.keys, key.action, key.label, show=False, id=key.id, tooltip=key.label, priority=True)
        for key in KEYS
        if key.place == place
    ]


_SYMBOLS = {
    "left_square_bracket": "[",
    "right_square_bracket": "]",
    "escape": "Esc",
    "question_mark": "?",
    "slash": "/",
    "tab": "Tab",
    "f1": "F1",
    "enter": "Enter",
    "pagedown": "PgDn",
    "pageup": "PgUp",
    "home": "Home",
    "end": "End",
    "up": "↑",
    "down": "↓",
    "left": "←",
    "right": "→",
}


def shown(keys: str) -> list[str]:
    """Return keys as a person reads them: `["j", "↓"]` for `"j,down"`."""
    return [_SYMBOLS.get(key, key.replace("ctrl+", "Ctrl-")) for key in keys.split(",")]


def reserved(*places: str) -> dict[str, str]:
    """Return the keys that these places need themselves, with what they do; tags' keys are the scheme's."""
    return {
        shown(name)[0]: key.label
        for key in KEYS
        if key.place in places and not key.action.startswith("tag(")
        for name in key.keys.split(",")
    }


def hints(place: str) -> list[tuple[str, str]]:
    """Return (key, label) pairs for the line of hints of a place."""
    return [(shown(key.keys)[0], key.hint) for key in KEYS if key.place == place and key.hint]
