"""Unpacks a web archive piece by piece, and knows where in the file each piece begins.

A `.warc.gz` is a row of gzip members, as a rule one for each record, so that any record can be read by
itself. Python's gzip hides where they begin, and warcio prints what is wrong with one, so they are unpacked
here. Some programs pack a whole archive as one member, or many records into each: then a record's place is
its member and how much of that stands before it. No more is kept than one piece, and what is unpacked is
counted.
"""

from __future__ import annotations

import zlib
from typing import BinaryIO

from annotations.corpus.file_content import UnpackedLimit

_PIECE = 1 << 16
_BLANK = b"\0\r\n \t"
_GZIP = b"\x1f\x8b\x08"


class DamagedError(Exception):
    """Something packed can't be unpacked here; `ArchiveStream.next_member` goes on behind it."""


class ArchiveStream:
    """The bytes of an archive, packed as gzip or plain, from where the file stands.

    Args:
        file: stands at the first byte.
        at: the place of that byte, as places are to be told.
        limit: says how large it may become.
        size: how many bytes of the file are the archive's; None for all.
    """

    def __init__(self, file: BinaryIO, at: int, limit: UnpackedLimit, size: int | None = None) -> None:
        self._file = file
        self._left = size
        self._limit = limit
        self._raw = b""
        self._raw_end = at
        """The place behind the last byte that was got of the file."""
        self._buffer = b""
        self._at = 0
        """The part of the buffer that has been read, in bytes."""
        self._unpacker: zlib._Decompress | None = None
        self.member_at = at
        """The place where the member begins that is being read; a plain archive is one."""
        self.offset = 0
        """Bytes that have been read of it."""
        self.total = 0
        """Bytes that have been unpacked."""
        self.is_broken = False
        """True if the rest of this member can't be unpacked."""
        self._get()
        self.packed = self._raw.startswith(_GZIP[:2])
        self._begun = False

    def next_member(self) -> bool:
        """Go on to the next member, also out of the midst of one; False if there is none."""
        self._buffer, self._at, self.offset, self.is_broken = b"", 0, 0, False
        if not self.packed:
            self._begun, first = True, not self._begun
            return first and bool(self._raw)
        if self._unpacker is not None and self._unpacker.eof:
            self._raw = self._unpacker.unused_data + self._raw
        self._unpacker = None
        while True:
            begin = self._raw.find(_GZIP)
            if begin >= 0:
                self._raw = self._raw[begin:]
                self.member_at = self._raw_end - len(self._raw)
                self._unpacker = zlib.decompressobj(16 + zlib.MAX_WBITS)
                return True
            self._raw = self._raw[-2:]
            if not self._get():
                return False

    def line(self, most: int) -> bytes:
        """Read a line, with its end, of no more than so many bytes; nothing at the end of the member."""
        pieces: list[bytes] = []
        size = 0
        while size < most and self._fill():
            end = self._buffer.find(b"\n", self._at)
            end = len(self._buffer) if end < 0 else end + 1
            piece = self._buffer[self._at : min(end, self._at + most - size)]
            self._moved(len(piece))
            pieces.append(piece)
            size += len(piece)
            if piece.endswith(b"\n"):
                break
        return b"".join(pieces)

    def take(self, count: int) -> bytes:
        """Read so many bytes; fewer if the member ends."""
        pieces: list[bytes] = []
        while count and self._fill():
            piece = self._buffer[self._at : self._at + count]
            self._moved(len(piece))
            pieces.append(piece)
            count -= len(piece)
        return b"".join(pieces)

    def skip(self, count: int) -> int:
        """Pass over so many bytes; returns how many there were."""
        left = count
        while left and self._fill():
            step = min(left, len(self._buffer) - self._at)
            self._moved(step)
            left -= step
        return count - left

    def skip_blank(self) -> bool:
        """Pass over line ends and what else stands between two records; False at the end of the member."""
        while self._fill():
            rest = self._buffer[self._at :].lstrip(_BLANK)
            self._moved(len(self._buffer) - self._at - len(rest))
            if rest:
                return True
        return False

    def is_at(self, mark: bytes) -> bool:
        """Say whether these bytes come next."""
        while len(self._buffer) - self._at < len(mark) and self._more():
            pass
        return self._buffer.startswith(mark, self._at)

    def skip_to_line(self, mark: bytes) -> None:
        """Pass over all before the next line that begins so; if there is none, over all of the member."""
        while True:
            place = self._buffer.find(b"\n" + mark, self._at)
            if place >= 0:
                self._moved(place + 1 - self._at)
                return
            self._moved(max(0, len(self._buffer) - self._at - len(mark)))
            if not self._more():
                self._moved(len(self._buffer) - self._at)
                return

    def _more(self) -> bool:
        """Get more into the buffer behind what is in it; False at the end of the member."""
        kept, self._at = self._buffer[self._at :], len(self._buffer)
        if not self._fill():
            self._buffer, self._at = kept, 0
            return False
        self._buffer = kept + self._buffer
        return True

    def _moved(self, step: int) -> None:
        self._at += step
        self.offset += step

    def _fill(self) -> bool:
        """Have something in the buffer; False at the end of the member.

        Raises:
            DamagedError: the file ends before the member does, or the member is damaged.
            ArticleError: it has become too large.
        """
        if self.is_broken:
            return False
        while self._at >= len(self._buffer):
            self._at = 0
            if self._unpacker is None:
                self._buffer, self._raw = self._raw, b""
                if not self._buffer:
                    if not self._get():
                        return False
                    self._buffer, self._raw = self._raw, b""
            else:
                self._buffer = b""
                if self._unpacker.eof:
                    return False
                if not self._unpack(self._unpacker):
                    self.is_broken = True
                    raise DamagedError("the file ends inside it; fetch it again")
            self.total += len(self._buffer)
            self._limit.check(self.total)
        return True

    def _unpack(self, unpacker: zlib._Decompress) -> bool:
        """Unpack a piece into the buffer, which may come to nothing; False if there is nothing left."""
        data = unpacker.unconsumed_tail
        if not data:
            if not self._raw and not self._get():
                return False
            data, self._raw = self._raw, b""
        try:
            self._buffer = unpacker.decompress(data, _PIECE)
        except zlib.error:
            self.is_broken = True
            self._raw = data[1:] + self._raw  # another member may begin in it
            raise DamagedError("it is damaged; fetch it again") from None
        return True

    def _get(self) -> bool:
        """Get more of the file."""
        wanted = _PIECE if self._left is None else min(_PIECE, self._left)
        piece = self._file.read(wanted) if wanted else b""
        if self._left is not None:
            self._left -= len(piece)
        self._raw += piece
        self._raw_end += len(piece)
        return bool(piece)
