"""Guards standard output and standard error of the commands: nothing that acts passes to a terminal.

`guarded` puts an `Outlet` in place of both, for the time that a command runs, so that whatever writes there,
an error of argparse or a line about a file, goes through the one sanitiser:

- on a terminal text, line feeds and tabs pass; all that would act is escaped (`annotations.text.sanitising`);
- what a program reads, standard output into a pipe or a file, passes as it is, as `ls` and `git` have it;
- standard error is sanitised wherever it leads: a log is looked at on a terminal, too.

Our own sequences (the order of cells, colours, a line of progress) are given to `Outlet.send`, nothing else.

Into a pipe or a file everything is UTF-8, whatever the locale says: Arabic is in no Latin encoding, and
exports and JSON are UTF-8 there in any case. `PYTHONIOENCODING`, set to something else, gets a line of its
own. A terminal that takes no UTF-8 would show mojibake, so what isn't ASCII is refused there.
"""

from __future__ import annotations

import codecs
import contextlib
import errno
import io
import os
import sys
from collections.abc import Callable
from typing import Any, BinaryIO, TextIO

from annotations.text.sanitising import escaped_lines

NOT_SAVED = 3
"""The exit code where what was asked for could not be written."""


class OutputError(Exception):
    """Standard output takes nothing (any more): it is closed, or its disk is full."""


class NotUtf8Error(Exception):
    """The terminal takes no UTF-8; the message says why that is so and what to set."""


class Outlet(io.TextIOBase):
    """A standard stream through which text passes harmless.

    Args:
        stream: where it leads; None if it is closed.
        name: what it is called in a message.
        harmless: whether text is sanitised; else it passes as it is.
        strict: whether a failure is an error; else it is passed over, since there is nobody to tell.
    """

    def __init__(self, stream: TextIO | None, name: str, *, harmless: bool, strict: bool) -> None:
        super().__init__()
        self._stream = stream
        self._name = name
        self._harmless = harmless
        self._strict = strict
        self._utf8 = True
        self._held: list[str] | None = None
        if stream is None:
            return
        if self.isatty():
            self._utf8 = is_utf8(stream.encoding)
        elif isinstance(stream, io.TextIOWrapper):
            # Lone surrogates are what a file name of other bytes becomes: those bytes again.
            stream.reconfigure(encoding="utf-8", errors="surrogateescape" if strict else "backslashreplace")

    def write(self, text: str, /) -> int:
        """Write text, harmless."""
        self._write(escaped_lines(text) if self._harmless else text)
        return len(text)

    def send(self, sequence: str) -> None:
        """Write a sequence of our own, or a row that a profile has arranged: it passes as it is."""
        self._write(sequence)

    def hold(self) -> None:
        """Keep what is written until `release`: a pager has the screen. It is no terminal meanwhile."""
        if self._held is None:
            self._held = []

    def release(self) -> None:
        """Write what was held."""
        held, self._held = self._held, None
        if held:
            self._write("".join(held))
            self.flush()

    def _write(self, text: str) -> None:
        if self._held is not None:
            self._held.append(text)
            return
        if self._stream is None:
            if self._strict:
                raise OutputError(f"{self._name} is closed: nothing could be written")
            return
        if self._strict and not self._utf8 and not text.isascii():
            raise NotUtf8Error(not_utf8(self._stream.encoding))
        stream = self._stream
        self._doing(lambda: stream.write(text))

    def flush(self) -> None:
        """Send what was written."""
        if self._stream is not None:
            self._doing(self._stream.flush)

    def _doing(self, write: Callable[[], Any]) -> None:
        try:
            write()
        except BrokenPipeError:
            if self._strict:
                raise
        except (OSError, ValueError) as error:  # ValueError: closed meanwhile
            if self._strict:
                raise OutputError(f"{self._name}: {_reason(error)}; not all was written") from None

    def isatty(self) -> bool:
        """Tell whether it leads to a terminal that one can write to now."""
        try:
            return self._stream is not None and self._held is None and self._stream.isatty()
        except ValueError:
            return False

    def fileno(self) -> int:
        """Return the file descriptor.

        Raises:
            OSError: it is closed.
        """
        if self._stream is None:
            raise OSError(errno.EBADF, os.strerror(errno.EBADF))
        return self._stream.fileno()

    def writable(self) -> bool:
        """Tell that this can be written to."""
        return True

    @property
    def encoding(self) -> str:  # type: ignore[override]  # typeshed has an attribute that can be set
        """The encoding that the text is written in."""
        return getattr(self._stream, "encoding", None) or "utf-8"

    @property
    def buffer(self) -> BinaryIO:
        """The stream for bytes (UTF-8), with the same failures; on a terminal they are sanitised, too."""
        return _Bytes(self)

    def write_bytes(self, data: bytes) -> None:
        """Write bytes as they are, into a pipe or a file."""
        if self._stream is None:
            self._write("")
            return
        stream = self._stream
        stream.flush()
        self._doing(lambda: stream.buffer.write(data))

    def close(self) -> None:
        """Do nothing: the stream is Python's, which closes it at exit."""

    def discard(self) -> None:
        """Drop what is not written yet: else Python tries once more at exit, and complains."""
        stream = self._stream
        if stream is None:
            return
        with contextlib.suppress(OSError, ValueError):
            null = os.open(os.devnull, os.O_WRONLY)
            os.dup2(null, stream.fileno())
            os.close(null)
        with contextlib.suppress(OSError, ValueError):
            stream.flush()


class _Bytes(io.BytesIO):
    r"""Bytes for an outlet. On a terminal line feeds and tabs act, all else that would is escaped.

    There a byte order mark at the beginning is dropped, and the `\r\n` of CSV (RFC 4180) becomes `\n`.
    """

    def __init__(self, outlet: Outlet) -> None:
        super().__init__()
        self._outlet = outlet
        self._on_terminal = outlet.isatty()
        self._decoder = codecs.getincrementaldecoder("utf-8-sig")("replace")

    def write(self, data: Any, /) -> int:
        r"""Write bytes that may end inside a character, but not between `\r` and `\n`."""
        if self._on_terminal:
            from annotations.text.sanitising import escaped_in_json

            rows = self._decoder.decode(bytes(data)).replace("\r\n", "\n").split("\n")
            self._outlet.write("\n".join("\t".join(map(escaped_in_json, row.split("\t"))) for row in rows))
        else:
            self._outlet.write_bytes(bytes(data))
        return len(data)

    def flush(self) -> None:
        """Send what was written."""
        self._outlet.flush()


Write = Callable[[str], None]
"""Writes a line, or a row of cells, and its end."""


def write_line(line: str) -> None:
    """Write a line to standard output."""
    sys.stdout.write(f"{line}\n")


def send(stream: Any, sequence: str) -> None:
    """Write a sequence of our own to a standard stream, guarded or not."""
    if isinstance(stream, Outlet):
        stream.send(sequence)
    elif stream is not None:
        stream.write(sequence)


def is_utf8(encoding: str | None) -> bool:
    """Tell whether a stream's encoding is UTF-8, by whatever name."""
    try:
        return codecs.lookup(encoding or "ascii").name in ("utf-8", "utf-8-sig")
    except LookupError:
        return False


def asked_encoding() -> str:
    """Return the encoding that `PYTHONIOENCODING` asks for, empty if it asks for none or for UTF-8."""
    name = os.environ.get("PYTHONIOENCODING", "").partition(":")[0]
    return "" if sys.flags.ignore_environment or is_utf8(name or "utf-8") else name


def not_utf8(encoding: str | None) -> str:
    """Say that a terminal takes no UTF-8, why, and what to set."""
    if asked := asked_encoding():
        return f"PYTHONIOENCODING={asked} keeps Arabic from this terminal; unset it, or set it to utf-8"
    variable = next((name for name in ("LC_ALL", "LC_CTYPE", "LANG") if os.environ.get(name)), "LC_ALL")
    here = f"{variable}={os.environ[variable]}" if os.environ.get(variable) else "no locale is set"
    return (
        f"this terminal is said to take {encoding}, not UTF-8, which Arabic needs ({here}); "
        f"set LC_ALL=C.UTF-8, or a UTF-8 locale of yours (locale -a lists them)"
    )


def guarded(run: Callable[[], int]) -> int:
    """Run a command with both standard streams behind outlets; returns its exit code.

    A closed pipe ends it in silence with 0, any other failure of standard output with one line and exit
    code 3, and nothing is tried again when Python exits.
    """
    _fill_closed_descriptors()
    before = sys.stdout, sys.stderr
    on_terminal = before[0] is not None and before[0].isatty()
    stdout = Outlet(before[0], "standard output", harmless=on_terminal, strict=True)
    stderr = Outlet(before[1], "standard error", harmless=True, strict=False)
    sys.stdout, sys.stderr = stdout, stderr
    if (asked := asked_encoding()) and not on_terminal and before[0] is not None:
        stderr.write(f"claimreader: PYTHONIOENCODING={asked} is not followed: output is UTF-8\n")
    try:
        code = run()
        stdout.flush()
    except BrokenPipeError:  # whoever read our output has left
        stdout.discard()
        code = 0
    except OutputError as error:
        stdout.discard()
        stderr.write(f"claimreader: {error}\n")
        code = NOT_SAVED
    finally:
        stderr.flush()
        sys.stdout, sys.stderr = before
    return code


def _fill_closed_descriptors() -> None:
    """Open the null device where a standard stream is closed, else the next file opened would be it.

    With `2>&-` that was the annotations' journal or the index, into which a C library's message would go.
    """
    if os.name != "posix":
        return
    for number in range(3):
        try:
            os.fstat(number)
        except OSError:
            with contextlib.suppress(OSError):
                os.open(os.devnull, os.O_RDWR)
    # Textual takes these two for granted; the streams that we write to say themselves that they are closed.
    system: Any = sys  # for type checkers `__stdin__` never changes
    if sys.__stdin__ is None:
        system.stdin = system.__stdin__ = os.fdopen(0, encoding="utf-8", closefd=False)
    if sys.__stderr__ is None:
        system.__stderr__ = os.fdopen(2, "w", encoding="utf-8", closefd=False)


def _reason(error: Exception) -> str:
    return getattr(error, "strerror", None) or str(error)
