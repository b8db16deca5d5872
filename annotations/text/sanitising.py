r"""The one rule for text that goes where something would act on it: a terminal, a message, a clipboard.

Whatever comes from outside (an article, a file's name, an id, a note, a colleague's file, an argument) may
hold what a terminal obeys (C0 and C1 controls: ECMA-48), what turns the order of the row round or hides in it
(bidi controls, tags, fillers: Unicode's Default_Ignorable_Code_Point) or what no encoding can write
(surrogates). All of it is made visible, in one form each:

- in a line: escaped, as JSON writes it, `\u001b`, and `\U000e0041` beyond the BMP (`escaped`);
- in a row of cells: one cell for one code point, a control picture or U+FFFD (`in_cells`);
- in JSON: as JSON's own escapes, which are the same value (`escaped_in_json`);
- on the clipboard: taken out, since nobody sees there what will be pasted (`for_clipboard`).

What a word needs stays: the joiners ZWNJ and ZWJ behind a letter of a script that joins or a pictograph,
the spaces of Unicode (a number's NBSP), the number signs of Arabic (U+0600), which are seen though they are
format characters. Text of those alone comes back as it is.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Callable

_JOINERS = "\u200c\u200d"
_JOINING = frozenset({"Lo", "Lm", "Mn", "Mc", "So", "Sk"})
"""Categories behind which a joiner does something: letters without case, their marks, pictographs."""

_NUMBER_SIGNS = frozenset(
    "\u0600\u0601\u0602\u0603\u0604\u0605\u06dd\u070f\u0890\u0891\u08e2\U000110bd\U000110cd"
)
"""Prepended_Concatenation_Mark: format characters with a glyph."""

_BLANK = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u180b\u180c\u180d\u180f\u2800\u3164\uffa0")
"""Letters, marks and a symbol that show nothing and that Python calls printable."""

_NAMED = {"\n": r"\n", "\r": r"\r", "\t": r"\t", "\b": r"\b", "\f": r"\f"}
"""The short escapes of JSON (RFC 8259, section 7)."""


def acts(char: str) -> bool:
    """Tell whether a code point is never shown as itself; the joiners aren't among them, see `escaped`.

    Line ends and tabs are, since a line of a message and a row of cells have neither.
    """
    if char in _BLANK:
        return True
    if char.isprintable() or char in _JOINERS or char in _NUMBER_SIGNS:
        return False
    return unicodedata.category(char) != "Zs"


class _Table(dict[int, str]):
    """For `str.translate`: what is written for each code point; fills itself, up to a bound."""

    def __init__(self, *, cells: bool) -> None:
        super().__init__()
        self.cells = cells

    def __missing__(self, code: int) -> str:
        char = chr(code)
        written = char
        if acts(char):
            written = _picture(code) if self.cells else _escape(char)
        if len(self) < 1 << 12:
            self[code] = written
        return written


def _escape(char: str) -> str:
    code = ord(char)
    return _NAMED.get(char) or (f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}")


def _picture(code: int) -> str:
    if code < 0x20:
        return chr(0x2400 + code)
    return "\u2421" if code == 0x7F else "\ufffd"


_LINE, _CELLS = _Table(cells=False), _Table(cells=True)
_IDLE_JOINER = re.compile(f"[{_JOINERS}]")
_BLANKS = re.compile(f"[{''.join(_BLANK)}]")
_SPACES = re.compile(r"[\t\n\v\f\r\x1c-\x1f\x85\u2028\u2029]+")


def is_plain(text: str) -> bool:
    """Tell whether a text is shown as it is."""
    return (text.isprintable() and not _BLANKS.search(text)) or escaped(text) == text


LONGEST_NAME = 200
"""Code points of a name with which annotations are signed."""


def is_name(text: str) -> bool:
    """Say whether annotations can be signed with a name."""
    return len(text.strip()) > 0 and len(text) <= LONGEST_NAME and is_plain(text)


def is_utf8(text: str) -> bool:
    """Say whether UTF-8 can write a text: it hasn't half a surrogate, as broken JSON may bring."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


def escaped(text: str) -> str:
    r"""Return a text as it stands in one line of a message: what acts or hides is written `\u202e`."""
    if text.isascii() and text.isprintable():
        return text
    return _without_idle_joiners(text, _escape).translate(_LINE)


def escaped_lines(text: str) -> str:
    r"""Return a text of several lines, its line feeds and tabs kept and all else as `escaped`."""
    if text.isascii() and text.isprintable():
        return text
    kept = re.split("([\n\t])", text)
    return "".join(part if part in ("\n", "\t") else escaped(part) for part in kept)


def one_line(text: object, most: int = 120) -> str:
    """Return what somebody wrote for a message: one line, escaped, at most so many code points."""
    line = escaped(_SPACES.sub(" ", str(text)[: 4 * most]))
    return line if len(line) <= most else line[: most - 1] + "…"


def in_cells(text: str) -> str:
    """Return a text for a row of cells: what acts or hides is one visible cell for one code point."""
    if text.isascii() and text.isprintable():
        return text
    return _without_idle_joiners(text, lambda _: "\ufffd").translate(_CELLS)


def escaped_in_json(text: str) -> str:
    """Return JSON (RFC 8259) with escapes for all that acts or hides; it is the same value."""
    if text.isascii() and text.isprintable():
        return text
    seen = _without_idle_joiners(text, _json_escape)
    return "".join(_json_escape(char) if acts(char) else char for char in seen)


def _json_escape(char: str) -> str:
    return json.dumps(char)[1:-1]


def _without_idle_joiners(text: str, write: Callable[[str], str]) -> str:
    """Write those joiners that stand behind nothing that joins, and so are hidden."""
    if "\u200c" not in text and "\u200d" not in text:
        return text

    def kept(match: re.Match[str]) -> str:
        before = text[match.start() - 1] if match.start() else " "
        return match[0] if unicodedata.category(before) in _JOINING else write(match[0])

    return _IDLE_JOINER.sub(kept, text)


_NEVER_PASTED = (
    "[\0-\x1f\x7f-\x9f"  # controls: ESC[201~ ends a bracketed paste, ^U and ^H change a shell's line
    "\u202a-\u202e\u2066-\u2069"  # embeddings, overrides, isolates: they would turn round what stands beside
    "\u2060-\u2065\u206a-\u206f\ufeff\ufff9-\ufffb\U000e0000-\U000e0fff"  # invisible, and no part of a word
    "\u034f\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0"  # fillers
    "\ud800-\udfff]"  # no encoding has them
)
"""A pattern, compiled by `re` when something is copied: 1 ms, which no start has to wait for."""


def for_clipboard(text: str) -> str:
    """Return a text as it may be pasted anywhere, into a shell too: one line that holds no control.

    Line ends and tabs are one space, since a pasted line end runs what stands before it. Controls, the
    embeddings, overrides and isolates of UAX #9 and invisible characters are taken out; the marks LRM, RLM
    and ALM and the joiners stay, which only ever matter where they stand.
    """
    return re.sub(_NEVER_PASTED, "", _SPACES.sub(" ", text)).strip(" ")
