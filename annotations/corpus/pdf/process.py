"""Has PDFs read by a process beside this one, which a file that breaks PDFium takes down alone.

PDFium is C++ and is fed with whatever lies in a folder. What goes wrong in it ends the process that it is
in: in the reader that would be the screen with all that isn't saved, in a worker of the index it would be the
worker, whose work the reader's own process then does (`annotations.corpus.index_workers`) and dies of. So
each of them has a helper that holds PDFium and nothing else. It gets bytes and answers with JSON, which can't
act, not with a pickle. A helper that dies, takes longer than `SECONDS`, or wants more memory than `_MEMORY`,
costs the file that it was reading; the next file gets a new one. To start one takes 0.15 s, and it reads on
until this process ends.
"""

from __future__ import annotations

import atexit
import json
import os
import struct
import subprocess
import sys
import threading
from contextlib import suppress
from typing import TYPE_CHECKING, BinaryIO, cast

from annotations.corpus.records import ArticleError

if TYPE_CHECKING:
    from annotations.corpus.pdf.reading import PdfContent

SECONDS = 120
"""How long one file may take: a book of 2,000 pages takes half of it."""
_MEMORY = 4 << 30
"""Bytes of address space."""
_FILES = 500
"""Files after which a helper is replaced, whatever PDFium may have kept of them."""
_PROGRAM = """
import sys
sys.path[:] = sys.argv[1:]
from annotations.corpus.pdf.process import serve
serve()
"""
_LENGTH = struct.Struct("<Q")


class PdfHelper:
    """A process that reads one PDF after the other; safe to be used by several threads."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._process: subprocess.Popen[bytes] | None = None
        self._files = 0

    def content_of(self, data: bytes, *, seconds: float = SECONDS) -> PdfContent:
        """Read a PDF, see `annotations.corpus.pdf.reading.content_of`.

        Raises:
            ArticleError: it can't be read, or has taken down the helper.
        """
        import msgspec

        from annotations.corpus.pdf.reading import PdfContent

        with self._lock:
            answer = self._asked(data, seconds)
        if "error" in answer:
            raise ArticleError(str(answer["error"]))
        try:
            return msgspec.convert(answer.get("content"), PdfContent)
        except msgspec.ValidationError:
            raise ArticleError("PDFium broke off over it: damaged, or made to do harm") from None

    def close(self) -> None:
        """End the process."""
        process, self._process, self._files = self._process, None, 0
        if process is not None:
            process.kill()
            for pipe in (process.stdin, process.stdout):
                with suppress(OSError):
                    cast("BinaryIO", pipe).close()
            process.wait()

    def _asked(self, data: bytes, seconds: float) -> dict[str, object]:
        if self._process is None or self._process.poll() is not None or self._files >= _FILES:
            self.close()
            self._process = _started()
        self._files += 1
        stdin, stdout = cast("BinaryIO", self._process.stdin), cast("BinaryIO", self._process.stdout)
        late = threading.Event()
        process = self._process

        def give_up() -> None:
            late.set()
            process.kill()

        timer = threading.Timer(seconds, give_up)
        timer.daemon = True
        timer.start()
        try:
            stdin.write(_LENGTH.pack(len(data)) + data)
            stdin.flush()
            answer = stdout.read(_LENGTH.unpack(stdout.read(_LENGTH.size))[0])
            read: object = json.loads(answer)
            if not isinstance(read, dict):
                raise ValueError("no answer")
        except (OSError, struct.error, ValueError):
            self.close()
            if late.is_set():
                raise ArticleError(f"PDFium took more than {seconds:g} s over it: not read") from None
            raise ArticleError(
                "PDFium broke off over it: damaged, or made to do harm; fetch it again"
            ) from None
        finally:
            timer.cancel()
        return read


def _started() -> subprocess.Popen[bytes]:
    """Start a helper, out of reach of the terminal's Ctrl-C."""
    windows = os.name == "nt"
    return subprocess.Popen(  # noqa: S603 - this Python, and a program of our own
        [sys.executable, "-c", _PROGRAM, *sys.path],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,  # the screen is the reader's
        creationflags=getattr(subprocess, "CREATE_NEW_PROCESS_GROUP", 0) if windows else 0,
        process_group=None if windows else 0,
    )


HELPER = PdfHelper()
"""This process's."""
atexit.register(HELPER.close)


def serve() -> None:
    """Do what comes on standard input until it ends: the life of a helper."""
    incoming = sys.stdin.buffer
    outgoing = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # what a library prints is no answer
    _limit_memory()
    while len(head := incoming.read(_LENGTH.size)) == _LENGTH.size:
        answer = json.dumps(_answer(incoming.read(_LENGTH.unpack(head)[0]))).encode()
        try:
            outgoing.write(_LENGTH.pack(len(answer)) + answer)
            outgoing.flush()
        except BrokenPipeError:
            return


def _answer(data: bytes) -> dict[str, object]:
    from annotations.corpus.pdf.reading import content_of

    try:
        return {"content": content_of(data)}
    except ArticleError as error:
        return {"error": str(error)}
    except MemoryError:
        return {"error": f"needs more than {_MEMORY >> 30} GB of memory: not read"}
    except Exception as error:  # told as of any format's library
        reason = " ".join(str(error).split())[:200]
        return {"error": f"damaged, or not what its name says: {type(error).__name__}: {reason}"}


def _limit_memory() -> None:
    try:
        import resource
    except ImportError:  # Windows
        return
    with suppress(OSError, ValueError):
        resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, resource.getrlimit(resource.RLIMIT_AS)[1]))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
