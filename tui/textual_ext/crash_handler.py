"""Says of an error which nobody foresaw one line, and puts the rest in a file.

Textual would print pages of traceback with the values of variables over the shell's screen: article text,
unreadable there. Here it is one line, for a key that fails in the library instead of 16. `TerminalApp` hands
an unhandled error over (`App._fatal_error`, `App._exception`, `MessagePump._close_messages_no_wait`). Worth
offering to Textual: a public hook for it. All that the screen called saved is on the disk whatever happens.
"""

from __future__ import annotations

import traceback
from pathlib import Path

from annotations.file_reading import replace_file
from annotations.paths import state_folder


def told(error: Exception) -> str:
    """Return the line for a person: the error's own if we raised it, else that it was not foreseen."""
    from annotations.corpus.records import CorpusError
    from annotations.store.errors import StoreError

    if isinstance(error, CorpusError | StoreError):
        return str(error)
    return f"this should not have happened: {error!r}; {_kept(error)}"


def _kept(error: Exception) -> str:
    """Write where the error happened to a file and say which."""
    file: Path = state_folder() / "crash.txt"
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        replace_file(file, "".join(traceback.format_exception(error)))
    except OSError:
        return "CLAIMREADER_DEBUG=1 shows where, please report it"
    return f"what was saved is safe; please report it with {file}"
