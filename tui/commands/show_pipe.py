"""`claimreader show -`: any text that comes through a pipe, right in this terminal, as it comes.

What comes at once is laid out together, up to the end of a block, and of a long answer the pager gets what
the screen has no room for. Where the input pauses, what has come is shown and nothing waits any more: a log
that is followed is no long text.
"""

from __future__ import annotations

import argparse
import os
import select
import sys
from collections.abc import Iterator

from annotations.corpus import ArticleError, CorpusError
from annotations.corpus.stream_text import TextStream
from tui.commands.opening import complain, on_terminal
from tui.commands.output import json_line
from tui.terminal.streams import write_line

NAME = "standard input"
PAUSE = 0.2
"""Seconds after which what has come is shown: no longer than a person takes for an answer of the machine."""
_PIECE = 1 << 16


def show_pipe(options: argparse.Namespace, *, width: int, as_stored: bool) -> int:
    """Print what comes through standard input.

    Args:
        options: of the command.
        width: cells of a row.
        as_stored: print text and no rows.

    Raises:
        CorpusError: it can't be read, or it is no text.
    """
    if sys.stdin is None or sys.stdin.closed:
        raise CorpusError(f"-: {NAME} is closed; expected text: some_command | claimreader show -")
    if sys.stdin.isatty():
        complain("what you type is shown at the end of each line; Ctrl-D ends it")
    stream = TextStream(
        _pieces(sys.stdin.fileno()), name=NAME, encoding=_encoding(options.encoding), warn=complain
    )
    try:
        if options.json:
            text = "".join(line for line in stream.lines() if line is not None)
            write_line(json_line({"text": text}))
        elif as_stored:
            _write_as_it_is(stream)
        else:
            _write_rows(stream, width, options.layout or "auto")
    except ArticleError as error:
        raise CorpusError(str(error)) from None
    except OSError as error:
        if isinstance(error, BrokenPipeError):
            raise
        raise CorpusError(f"{NAME} can't be read: {error.strerror}") from None
    return 0


def _encoding(name: str | None) -> str | None:
    from annotations.corpus.encoding import known_encoding

    try:
        return None if name is None else known_encoding(name)
    except LookupError:
        raise CorpusError(f"--encoding {name}: no such encoding; try utf-8, cp1256 or iso-8859-6") from None


def _pieces(descriptor: int) -> Iterator[bytes | None]:
    """Yield bytes as they come, and None once where none come for a moment."""
    waits = os.name != "nt"  # where only sockets can be waited for
    while True:
        if waits and not select.select([descriptor], [], [], PAUSE)[0]:
            yield None
            select.select([descriptor], [], [])
        piece = os.read(descriptor, _PIECE)
        if not piece:
            return
        yield piece


def _write_as_it_is(stream: TextStream) -> None:
    last = "\n"
    for line in stream.lines():
        if line is None:
            sys.stdout.flush()
        elif line:
            sys.stdout.write(line)
            last = line
    if not last.endswith("\n"):
        sys.stdout.write("\n")


def _write_rows(stream: TextStream, width: int, how: str) -> None:
    from tui.commands.rows import printed_rows
    from tui.presenters.piped_text import piped_rows

    rows = piped_rows(stream.lines(), width, how)
    if not on_terminal():
        for row in rows:
            if row is None:
                sys.stdout.flush()
            else:
                write_line(row)
        return
    with printed_rows(by_tty=True) as printed:
        for row in rows:
            if row is None:
                printed.flush()
            else:
                printed.write(row)
