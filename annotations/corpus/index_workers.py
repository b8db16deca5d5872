"""Has articles read, cut into sentences and folded by processes beside this one, as many as there are cores.

Each worker is a fresh Python that is handed work through a pipe of its own, so that:

- it ends when the pipe does, also where this process was killed: nothing is left behind;
- Ctrl-C, which goes to all processes of the terminal's foreground group, doesn't reach it;
- the program that uses this package is not imported again. `ProcessPoolExecutor` does that for processes that
  aren't forked, so that a script without `if __name__ == "__main__"` would run once more in each worker; and
  one with threads, as the reader has, can't be forked.

A worker that dies, since memory is short, costs nothing but time: its work is done here.
"""

from __future__ import annotations

import gc
import os
import pickle
import subprocess
import sys
import threading
from collections.abc import Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from typing import TYPE_CHECKING, BinaryIO, cast

if TYPE_CHECKING:
    from annotations.corpus.indexed_article import FileToIndex, Indexed, RecordToIndex
    from annotations.corpus.records import Options

_MOST = 8
"""Workers: what they bring is written by one process, which has enough to do with so many."""

_COLLECTED = 64
"""Pieces of work after which a worker looks for garbage all the same: a library for pages may leave some."""

_PROGRAM = """
import sys
sys.path[:] = sys.argv[1:]
from annotations.corpus.index_workers import serve
serve()
"""


def cores() -> int:
    """Return how many cores this process may use."""
    try:
        return len(os.sched_getaffinity(0))
    except AttributeError:  # macOS, Windows
        return os.cpu_count() or 1


class IndexWorkers:
    """Some processes that work out what the index keeps of articles.

    Args:
        options: the user's word about the files.
        count: how many processes.
    """

    def __init__(self, options: Options, count: int) -> None:
        self.count = min(count, _MOST)
        self._options = options
        self._threads = ThreadPoolExecutor(self.count, "index-worker")
        self._own = threading.local()
        self._processes: list[subprocess.Popen[bytes]] = []
        self._closed = False

    def submit(self, things: Sequence[RecordToIndex | FileToIndex]) -> Future[list[Indexed]]:
        """Have work done, see `annotations.corpus.indexed_article.indexed`."""
        return self._threads.submit(self._have_done, things)

    def close(self) -> None:
        """End the workers; what they haven't brought yet is lost."""
        self._closed = True
        self._threads.shutdown(wait=False, cancel_futures=True)
        for process in self._processes:
            process.kill()
        self._threads.shutdown()
        for process in self._processes:
            for pipe in (process.stdin, process.stdout):
                with suppress(OSError):  # what couldn't be written to a process that is gone
                    cast("BinaryIO", pipe).close()
            process.wait()

    def _have_done(self, things: Sequence[RecordToIndex | FileToIndex]) -> list[Indexed]:
        """Have the worker of this thread do it, or do it here if it is gone."""
        process: subprocess.Popen[bytes] | None = getattr(self._own, "process", None)
        try:
            if process is None:
                process = self._own.process = self._started()
            stdin, stdout = cast("BinaryIO", process.stdin), cast("BinaryIO", process.stdout)
            pickle.dump(things, stdin, pickle.HIGHEST_PROTOCOL)
            stdin.flush()
            answer: list[Indexed] | Exception = pickle.load(stdout)  # noqa: S301 - of our own process
        except (OSError, EOFError, pickle.UnpicklingError):
            if self._closed:
                return []
            from annotations.corpus.indexed_article import indexed  # here: as a rule workers do it

            return indexed(things, self._options)
        if isinstance(answer, Exception):
            raise answer
        return answer

    def _started(self) -> subprocess.Popen[bytes]:
        """Start a worker, out of reach of the terminal's Ctrl-C."""
        windows = os.name == "nt"
        process = subprocess.Popen(  # noqa: S603 - this Python, and a program of our own
            [sys.executable, "-c", _PROGRAM, *sys.path],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,  # the screen is the reader's
            bufsize=1 << 16,
            creationflags=getattr(subprocess, "CREATE_NEW_PROCESS_GROUP", 0) if windows else 0,
            process_group=None if windows else 0,
        )
        self._processes.append(process)
        pickle.dump(self._options, cast("BinaryIO", process.stdin), pickle.HIGHEST_PROTOCOL)
        return process


def serve() -> None:
    """Do what comes on standard input until it ends: the life of a worker."""
    incoming = sys.stdin.buffer
    outgoing = os.fdopen(os.dup(1), "wb", 1 << 16)
    os.dup2(2, 1)  # what a library prints is no answer
    from annotations.corpus.indexed_article import indexed

    gc.disable()  # nothing here goes in circles, and looking for some takes a tenth of the time
    with suppress(EOFError, BrokenPipeError):
        options: Options = pickle.load(incoming)  # noqa: S301 - of the process that started this one
        done = 0
        while True:
            things = pickle.load(incoming)  # noqa: S301 - as above
            try:
                answer: object = indexed(things, options)
            except Exception as error:  # raised again by who asked
                answer = error
            done += 1
            if done % _COLLECTED == 0:
                gc.collect()
            outgoing.write(pickle.dumps(answer, pickle.HIGHEST_PROTOCOL))
            outgoing.flush()
