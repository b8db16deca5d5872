"""Decodes a stream as it comes, such as a pipe that never ends, and cuts it into lines.

The encoding is found by the rules for files (`annotations.corpus.encoding`), of what has come by then: while
all is ASCII it is left open, and the first other bytes decide. No more is kept than a line, and of a line no
more than `LONGEST`: what has no line end is cut.
"""

from __future__ import annotations

import codecs
import io
from collections.abc import Callable, Iterable, Iterator

from annotations.corpus.encoding import detect, if_utf16, too_many_nuls
from annotations.corpus.records import ArticleError
from annotations.text.folding import is_boundary

LONGEST = 1 << 15
"""Code points of a line that comes in one piece: six screens of 200 by 24, laid out in 0.1 s."""
FIRST = 1 << 16
"""Bytes that are waited for before the encoding is decided, if they come at once."""
_LEAST = LONGEST * 7 // 8
"""Where a blank is looked for at which a line is cut."""


class TextStream:
    """The text of a stream of bytes.

    Args:
        pieces: the bytes as they come; None stands for a pause, after which more may be long in coming.
        name: what the stream is called in a message.
        encoding: what the user says it is; else it is found out.
        warn: called with a line if some bytes are no text of that encoding; they are U+FFFD.
    """

    def __init__(
        self,
        pieces: Iterable[bytes | None],
        *,
        name: str,
        encoding: str | None = None,
        warn: Callable[[str], None],
    ) -> None:
        self._pieces = pieces
        self._name = name
        self._encoding = encoding
        self._warn = warn
        self._decoder: codecs.IncrementalDecoder | None = None
        self._warned = False

    def lines(self) -> Iterator[str | None]:
        r"""Yield the lines, each with its `\n`, and None for a pause.

        What doesn't end in `\n` goes on in the next one, or is the end.

        Raises:
            ArticleError: it is no text, or in none of the encodings that are recognised.
        """
        kept: list[str] = []
        size = 0
        for text in self._texts():
            if text is None:
                yield None
                continue
            first, *rest = text.split("\n")
            kept.append(first)
            size += len(first)
            for line in rest:
                whole = "".join(kept)
                yield from _cut(whole + "\n")
                kept, size = [line], len(line)
            if size > LONGEST:
                *whole_pieces, last = _cut("".join(kept))
                yield from whole_pieces
                kept, size = [last], len(last)
        if size:
            yield from _cut("".join(kept))

    def _texts(self) -> Iterator[str | None]:
        """Yield the text as it can be decoded, every line end a line feed."""
        newlines = io.IncrementalNewlineDecoder(None, translate=True)
        begun = b""
        fresh = True
        for piece in self._pieces:
            if piece is not None and self._decoder is None:
                begun += piece
                if len(begun) < FIRST and fresh:
                    continue
            if begun:
                text = newlines.decode(self._decoded(begun))
                yield text.removeprefix("\ufeff") if fresh else text
                begun, fresh = b"", False
            elif piece:
                yield newlines.decode(self._decoded(piece))
            if piece is None:
                yield None
        text = newlines.decode(self._decoded(begun, final=True), final=True)
        yield text.removeprefix("\ufeff") if fresh else text

    def _decoded(self, data: bytes, *, final: bool = False) -> str:
        if self._decoder is None:
            if data.isascii() and b"\0" not in data and self._encoding is None:
                return data.decode("ascii")
            self._decoder = self._decoder_for(data, final=final)
        before = self._decoder.getstate()
        try:
            return self._decoder.decode(data, final)
        except UnicodeDecodeError as error:
            if not self._warned:
                self._warned = True
                self._warn(f"{self._name}: some bytes are not {error.encoding}; each is shown as \ufffd")
            self._decoder.setstate(before)
            self._decoder.errors = "replace"
            try:
                return self._decoder.decode(data, final)
            finally:
                self._decoder.errors = "strict"

    def _decoder_for(self, data: bytes, *, final: bool) -> codecs.IncrementalDecoder:
        """Return the decoder of a stream of which this is the first part that isn't ASCII."""
        try:
            name = self._encoding or detect(data, complete=final)
            decoder = codecs.getincrementaldecoder(name)()
        except ArticleError as error:
            raise ArticleError(f"{self._name}: {error}") from None
        sample = codecs.getincrementaldecoder(name)("replace").decode(data)
        if too_many_nuls(sample):
            raise ArticleError(
                f"{self._name}: not text: more than 1 in 100 characters are NUL{if_utf16(data)}"
            )
        return decoder


def _cut(line: str) -> Iterator[str]:
    """Cut a line that is too long, behind a blank where there is one, else between two graphemes."""
    while len(line) > LONGEST + 1:
        at = line.rfind(" ", _LEAST, LONGEST) + 1
        if not at:
            at = next((at for at in range(LONGEST, _LEAST, -1) if is_boundary(line, at)), LONGEST)
        yield line[:at]
        line = line[at:]
    yield line
