"""Reads a list of paths, as `find` writes it: `find ... | claimreader list -`.

One path a line, or divided by NUL as `find -print0` does, if there is a NUL at all: a path can hold a line
end, and never a NUL. The bytes are the file system's own (PEP 383), whatever encoding the terminal has.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import BinaryIO

from annotations.corpus.records import CorpusError

LONGEST_LIST = 64 << 20
"""Bytes of a list: a million paths of 64 bytes. `claimreader list - < /dev/zero` fills no memory."""

EXPECTED_LIST = "a list of paths, one a line, as in: find articles -name '*.txt' | claimreader list -"

_BOM = b"\xef\xbb\xbf"
"""PowerShell puts it in front of what it pipes."""


def paths_from(stream: BinaryIO) -> list[Path]:
    """Read a list of paths, each once and in the list's order; blank lines are skipped.

    Raises:
        CorpusError: it holds no path, or is too long to be a list of paths.
    """
    data = stream.read(LONGEST_LIST + 1)
    if len(data) > LONGEST_LIST:
        raise CorpusError(
            f"-: more than {LONGEST_LIST >> 20} MB are no list of paths; expected {EXPECTED_LIST}"
        )
    if b"\0" in data:
        names = data.split(b"\0")
    else:
        names = [line.removesuffix(b"\r") for line in data.removeprefix(_BOM).split(b"\n")]
    paths = dict.fromkeys(Path(os.fsdecode(name)) for name in names if name.strip())
    if not paths:
        raise CorpusError(f"-: standard input held no path; expected {EXPECTED_LIST}")
    return list(paths)
