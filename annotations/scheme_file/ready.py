"""The ready schemes that ship with the program, made after published codebooks that each of them names.

They are ordinary schemes in `schemes/`, read by the loader like anybody's, so whoever wants another tag takes
the file and changes it. The names are a constant, since `--scheme` and its completion ask for them at a start
that reads no scheme.
"""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

from annotations.file_reading import read_text
from annotations.paths import LARGEST_SCHEME
from annotations.scheme_file.loader import SchemeError, load
from annotations.text.similar import perhaps

FOLDER = Path(__file__).with_name("schemes")
NAMES = ("factcheck", "conflict", "media-bias")
"""In the order in which they are offered."""


class ReadyScheme(NamedTuple):
    """One of them, as a person is offered it."""

    name: str
    about: str
    """One sentence on what it is for, in English."""
    arabic_about: str
    """The same in Arabic."""


def ready_schemes() -> list[ReadyScheme]:
    """Return the ready schemes in the order in which they are offered; reads the files, 3 ms each."""
    schemes = [(name, load(FOLDER / f"{name}.toml")) for name in NAMES]
    return [ReadyScheme(name, scheme.about, scheme.arabic_about) for name, scheme in schemes]


def ready_file(name: str) -> Path | None:
    """Return the file of a ready scheme; None if none has this name."""
    return FOLDER / f"{name}.toml" if name in NAMES else None


def ready_text(name: str) -> str:
    """Return a ready scheme as the text of its file, comments and all.

    Raises:
        SchemeError: none has this name.
    """
    if (path := ready_file(name)) is None:
        raise SchemeError(f"{name}: no ready scheme{perhaps(name, NAMES)}; there are {', '.join(NAMES)}")
    return read_text(path, LARGEST_SCHEME)
