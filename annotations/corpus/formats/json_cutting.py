"""Cuts the objects that are articles out of a stream of JSON by its brackets, wherever in it they lie.

So a file of any size costs little memory, and an object that is broken, or a file that ends early, costs no
other object.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from typing import BinaryIO

from annotations.corpus.file_content import LIMIT, too_large
from annotations.corpus.record_path import Step
from annotations.corpus.records import ArticleError

_TOKEN = re.compile(rb'"[^"\\]*+(?:\\.[^"\\]*+)*+(?P<open>\\?\Z)?"?|[\[\]{}]', re.DOTALL)
_CHUNK = 1 << 20

_DEEPEST = 1000
"""Brackets in brackets: as many as Python's own parser takes, and more than anybody writes."""

_STRING, _OBJECT = b'"'[0], b"{"[0]
_OPENING = frozenset(b"[{")


def split_objects(
    stream: BinaryIO, path: Sequence[Step] | None = None, codec: str = "utf-8"
) -> Iterator[tuple[int, bytes]]:
    """Yield each object that lies at a path: where it begins, and its bytes.

    Args:
        stream: stands where the JSON begins; what has no brackets before that is passed over.
        path: from each value at the top; None for the values at the top and the elements of arrays there.
            A value of an object, which `None` in a path leads to, is cut with its key: `"a1": {...}`.
        codec: that keys are decoded with.

    Raises:
        ArticleError: the file ends inside something, or an object is larger than `LIMIT`.
    """
    base = stream.tell()
    buffer = b""
    at = 0  # how far the buffer has been looked at
    brackets = _Brackets(path, codec)
    while chunk := stream.read(
        max(_CHUNK, len(buffer))
    ):  # at least doubled, so a long object is not scanned again and again
        buffer += chunk
        for token in _TOKEN.finditer(buffer, at):
            if token["open"] is not None:
                break  # a string that goes on in the next chunk
            at = token.end()
            kind = token[0]
            first = kind[0]
            if first == _STRING:
                if brackets.start is None:
                    brackets.key, brackets.key_at = kind, token.start()
            elif first in _OPENING:
                brackets.enter(first, token.start())
            elif (start := brackets.leave(kind)) is not None:
                yield base + start, buffer[start:at]
        else:
            at = len(buffer)
        done = brackets.needed_from(at)
        base, buffer, at = base + done, buffer[done:], at - done
        brackets.move(done)
        if len(buffer) > LIMIT:
            raise ArticleError(f"record {brackets.count + 1}: {too_large()}")
    if brackets.depth or buffer[at:].strip():
        raise ArticleError(
            f"ends early, in or after record {brackets.count + 1}; what comes before it is read"
        )


class _Brackets:
    """The brackets that are open, as they come one after the other."""

    def __init__(self, path: Sequence[Step] | None, codec: str) -> None:
        self._codec = codec
        self.depth = 0
        self.count = 0
        """Objects that have ended."""
        self.start: int | None = None
        """The place in the buffer at which the object begins that is being read."""
        self.key = b""
        """The string that came last, with its quotes, outside of the objects that count."""
        self.key_at = 0
        """Its place in the buffer."""
        self._by_value = path is None
        """Whether it depends on each value at the top what its path is."""
        self._path = tuple(path or ())
        self._on: list[int] = []
        """The kinds of the brackets on the path that are open, from the outermost."""

    def needed_from(self, at: int) -> int:
        """Return from where on the buffer is still needed, if all before a place has been looked at."""
        if self.start is not None:
            return self.start
        return self.key_at if self.key else at

    def move(self, by: int) -> None:
        """Take it that the buffer has lost so many bytes at its beginning."""
        if self.start is not None:
            self.start -= by
        self.key_at -= by

    def enter(self, bracket: int, at: int) -> None:
        """Take an opening bracket.

        Raises:
            ArticleError: it is deeper in others than any article is.
        """
        if self.start is None:
            if len(self._on) == self.depth and self._is_on_path(bracket):
                if self.depth == len(self._path) and bracket == _OBJECT:
                    keyed = self.depth and self._path[-1] is None and self._on[-1] == _OBJECT and self.key
                    self.start = self.key_at if keyed else at
                self._on.append(bracket)
            self.key = b""
        self.depth += 1
        if self.depth > _DEEPEST:
            raise ArticleError(f"not JSON of articles: nested {_DEEPEST} deep, after record {self.count}")

    def leave(self, bracket: bytes) -> int | None:
        """Take a closing bracket; return where the object began that ends with it, None if none does.

        Raises:
            ArticleError: none is open.
        """
        self.depth -= 1
        if self.depth < 0:
            raise ArticleError(
                f"not JSON: a bracket is closed that was not opened, after record {self.count}"
            )
        self.key = b""
        del self._on[self.depth :]
        if bracket != b"}" or self.start is None or self.depth != len(self._path):
            return None
        self.count += 1
        start, self.start = self.start, None
        return start

    def _is_on_path(self, bracket: int) -> bool:
        """Say whether a bracket in brackets that are all on the path is on it, too."""
        if not self.depth:
            if self._by_value:
                self._path = () if bracket == _OBJECT else (None,)
            return True
        if self.depth > len(self._path):
            return False
        step = self._path[self.depth - 1]
        if step is None:
            return True
        return self._on[-1] == _OBJECT and bool(self.key) and _text(self.key, self._codec) in step


def _text(key: bytes, codec: str) -> str:
    """Return what a key in quotes says."""
    text = key[1:-1].decode(codec, "replace")
    if "\\" in text:
        try:
            return str(json.loads(f'"{text}"', strict=False))
        except ValueError:
            return text
    return text
