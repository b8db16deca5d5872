"""Reads `.mbox`, mail messages one after the other, as Thunderbird, Gmail and mailing lists give them.

A message begins at a line `From somebody Tue Nov  5 10:00:00 2024` after an empty line. A line of a text that
begins so had a `>` put before it, which is taken away. A `From ` that is followed by no date begins nothing:
programs that write no `>` are as common. A message's place is its bytes, so that it is read again without
reading what stands before it; one that can't be read costs itself only.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from annotations.corpus.file_content import LIMIT, opened, refuse_binary, too_large
from annotations.corpus.formats import mail_message
from annotations.corpus.records import ArticleError, Entry, Fault, Options, Record

_BEGINS = re.compile(rb"From [^\r\n]{1,300}\d\d:\d\d(?::\d\d)?\b[^\r\n]{0,40}\b\d{4}\b[^\r\n]{0,20}\r?\n?\Z")
_ESCAPED = re.compile(rb"^>(>*From )", re.MULTILINE)
_LINE = 1 << 20
"""Bytes that are read at once; a longer line comes in pieces, none of which begins a message."""


def records(path: Path, options: Options) -> Iterator[Record | Fault]:
    """Yield the article of every message."""
    with opened(path, options.max_size) as file:
        number, start, at = 0, 0, 0
        pieces: list[bytes] = []
        size = 0
        after_empty, whole_line = True, True
        while line := file.readline(_LINE):
            if at == 0:
                refuse_binary(line)
            begins = after_empty and whole_line and _BEGINS.match(line.removeprefix(b"\xef\xbb\xbf"))
            if begins:
                if number:
                    yield _message(pieces, size, options, start, at, number)
                number, start, pieces, size = number + 1, at, [], 0
            elif not number and line.strip():
                raise ArticleError("no mailbox: it doesn't begin with a line such as From a@b Tue Nov  5 ...")
            at += len(line)
            size += len(line)
            if size <= LIMIT:
                pieces.append(line)
            after_empty = whole_line and line in {b"\n", b"\r\n"}
            whole_line = line.endswith(b"\n")
        if number:
            yield _message(pieces, size, options, start, at, number)


def read(path: Path, entry: Entry, options: Options) -> Record:
    """Read one message again."""
    end = entry.end if entry.end is not None else entry.start
    with opened(path, options.max_size) as file:
        file.seek(entry.start)
        data = file.read(min(end - entry.start, LIMIT + 1))
    made = _message([data], end - entry.start, options, entry.start, end, entry.number)
    if isinstance(made, Fault):
        raise ArticleError(made.message)
    return made


def _message(
    pieces: list[bytes], size: int, options: Options, start: int, end: int, number: int
) -> Record | Fault:
    if size > LIMIT:
        return Fault("record", number, number, too_large())
    _, _, data = b"".join(pieces).partition(b"\n")
    try:
        record = mail_message.article(mail_message.parse(_ESCAPED.sub(rb"\1", data)), options)
    except ArticleError as error:
        return Fault("record", number, number, str(error))
    except Exception as error:  # what the standard library stumbles over costs the message only
        return Fault("record", number, number, f"a damaged message: {type(error).__name__}")
    return record._replace(start=start, end=end, number=number)
