r"""What commands write for other programs, and a terminal may get instead.

Into a pipe or a file every byte goes as it is. JSON leaves DEL, the C1 controls and the bidi controls
unescaped (RFC 8259, 7), and CSV leaves everything; an article's text would then act on the terminal, so there
they stand as `\uXXXX`. That is the same value in JSON, and elsewhere a sign that one can see.
"""

from __future__ import annotations

import codecs
import io
import json
import sys
from typing import Any, BinaryIO

import msgspec

from tui.commands.opening import acts, on_terminal


def json_line(value: Any) -> str:
    """Return a value as one line of JSON, without its end, for where standard output leads."""
    text = msgspec.json.encode(value).decode()
    return escaped(text) if on_terminal() else text


def escaped(text: str) -> str:
    r"""Write what a terminal would act on, line ends and tabs too, as JSON does: `\u202e`."""
    if text.isprintable():
        return text
    return "".join(json.dumps(char)[1:-1] if acts(char) else char for char in text)


def standard_output() -> BinaryIO:
    """Return where an export writes its bytes: standard output, behind a `Screen` if it is a terminal."""
    return Screen(sys.stdout.buffer) if on_terminal() else sys.stdout.buffer


class Screen(io.BytesIO):
    r"""Passes UTF-8 on to a terminal; line feeds and tabs act, all else that would is escaped.

    A byte order mark at the beginning is dropped, and the `\r\n` of CSV (RFC 4180) becomes `\n`.
    """

    def __init__(self, terminal: BinaryIO) -> None:
        super().__init__()
        self._terminal = terminal
        self._decoder = codecs.getincrementaldecoder("utf-8-sig")("replace")

    def write(self, data: Any, /) -> int:
        r"""Write bytes that may end inside a character, but not between `\r` and `\n`."""
        rows = self._decoder.decode(bytes(data)).replace("\r\n", "\n").split("\n")
        shown = ("\t".join(map(escaped, row.split("\t"))) for row in rows)
        self._terminal.write("\n".join(shown).encode())
        return len(data)

    def flush(self) -> None:
        """Send what was written."""
        self._terminal.flush()
