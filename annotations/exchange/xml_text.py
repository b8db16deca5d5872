"""Writes XML of any texts by the standard library: what can't stand there is replaced, all else comes back.

`xml.sax.saxutils.XMLGenerator` escapes what is markup. What XML can't hold at all becomes U+FFFD here, and a
carriage return in a text a character reference, since a bare one would come back as a line feed (XML 1.0,
2.11).
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from contextlib import contextmanager
from xml.sax.saxutils import XMLGenerator

UNSAFE = re.compile("[\0-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
"""Matches what XML 1.0 (2.2) can't hold, not even escaped."""

_LINE_END = "\n"
_RETURN = re.compile("(\r)")
_RETURN_REFERENCE = "&#13;"


def is_safe(text: str) -> bool:
    """Say whether XML can hold a text whole."""
    return UNSAFE.search(text) is None


class XmlText:
    """A piece of XML that is written element by element, and kept as text until `take`.

    Attributes may be texts or numbers; one of None isn't written.
    """

    def __init__(self) -> None:
        self._out = io.StringIO()
        self._generator = XMLGenerator(self._out, "UTF-8", short_empty_elements=True)

    def declare(self) -> None:
        """Write the XML declaration, for UTF-8."""
        self._generator.startDocument()

    @contextmanager
    def element(self, name: str, /, **attributes: object) -> Iterator[None]:
        """Write an element around what is written inside of the block."""
        self.start(name, **attributes)
        yield
        self._generator.endElement(name)

    def start(self, name: str, /, **attributes: object) -> None:
        """Write the beginning of an element, whose end comes with `end`."""
        given = {key: _replaced(str(value)) for key, value in attributes.items() if value is not None}
        self._generator.startElement(name, given)  # type: ignore[arg-type] # it asks for its items only

    def end(self, name: str) -> None:
        """Write the end of an element."""
        self._generator.endElement(name)

    def empty(self, name: str, /, **attributes: object) -> None:
        """Write an element without content."""
        self.start(name, **attributes)
        self._generator.endElement(name)

    def text(self, text: str) -> None:
        """Write a text."""
        for part in _RETURN.split(_replaced(text)):
            if part == "\r":
                self._generator.ignorableWhitespace(_RETURN_REFERENCE)  # which is written as it is
            elif part:
                self._generator.characters(part)

    def leaf(self, name: str, text: str, /, **attributes: object) -> None:
        """Write an element with a text, which may be empty."""
        with self.element(name, **attributes):
            self.text(text)

    def break_line(self, indent: int = 0) -> None:
        """Begin a new line: white space between elements, that a person can read the file."""
        self._generator.ignorableWhitespace(_LINE_END + " " * indent)

    def take(self) -> str:
        """Return what has been written since the last time; an element just begun gets its `>` later."""
        written = self._out.getvalue()
        self._out.seek(0)
        self._out.truncate()
        return written


def _replaced(text: str) -> str:
    return UNSAFE.sub("\N{REPLACEMENT CHARACTER}", text)
