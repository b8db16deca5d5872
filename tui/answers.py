"""What a terminal answers when it is asked what it is, taken out of what it sends as keys.

The answer to XTVERSION is a device control string, which Textual's parser doesn't know: it would act on its
letters one by one, and a `q` among them would quit.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from textual._xterm_parser import XTermParser
from textual.message import Message

_ANSWER = re.compile(r"\x1bP>\|([^\x1b\x07\x9c]{0,256})(?:\x1b\\|\x07|\x9c)|\x1b\[>([\d;]{1,32})c")
_BEGUN = re.compile(r"\x1b(?:P(?:>(?:\|[^\x1b\x07\x9c]{0,256}\x1b?)?)?|\[>[\d;]{0,32})\Z")


class TerminalAnswer(Message):
    """The terminal said what it is.

    Attributes:
        version: its name and version (XTVERSION), or nothing.
        attributes: its secondary device attributes, such as `65;7006;1`, or nothing.
    """

    def __init__(self, version: str = "", attributes: str = "") -> None:
        super().__init__()
        self.version = version
        self.attributes = attributes


class AnswerParser(XTermParser):
    """Textual's parser, which makes messages of such answers."""

    _held = ""

    def feed(self, data: str) -> Iterable[Message]:
        """Yield the answers in what was read, and the events of the rest."""
        if not data:  # the end
            yield from super().feed(data)
            return
        data, self._held = self._held + data, ""
        begun = _BEGUN.search(data)
        if begun is not None:
            data, self._held = data[: begun.start()], data[begun.start() :]
        for answer in _ANSWER.finditer(data):
            yield TerminalAnswer(answer[1] or "", answer[2] or "")
        rest = _ANSWER.sub("", data)
        if rest:
            yield from super().feed(rest)

    def tick(self) -> Iterable[Message]:
        """Give up on an answer that didn't go on: it was alt+P, or an answer to somebody else."""
        held, self._held = self._held, ""
        if held:
            yield from super().feed(held)
        yield from super().tick()
