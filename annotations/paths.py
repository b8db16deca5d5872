"""The places where things are kept: the database of a corpus, settings, positions, the index.

platformdirs knows the folders of each system; `CLAIMREADER_HOME` puts all of them in one folder. Nothing is
created here: a person who only reads leaves no file behind.
"""

from __future__ import annotations

import getpass
import os
from collections.abc import Iterable, Sequence
from functools import lru_cache
from pathlib import Path

DATABASE_NAME = "annotations.json"
SCHEME_NAME = "claimreader.toml"

OWN_FILES = (
    *("settings.toml", "positions.json", "terminals.json", "export.json", "recent.json", "offered.json"),
    *("welcomed", "crash.txt", "settled-*.json", "drafts", "*.sqlite", "*.sqlite-*"),
)
"""Names, as patterns of fnmatch, of the files and folders that claimreader keeps in its own folders; nothing
else is written under them there."""

GUIDELINES_SUFFIXES = (".md", ".markdown", ".txt")
"""Endings of a file of guidelines that a scheme names; anything else is the guidelines' text."""

LARGEST_SCHEME = 256 * 1024
"""Bytes of a scheme, a page or two; the limit keeps a wrong file from being searched for lines."""

LARGEST_STATE = 64 << 20
"""Bytes of a file in the state folder: the positions of 5,000 articles in each of 100 databases."""


def names_guidelines_file(guidelines: str) -> bool:
    """Say whether the guidelines of a scheme are the name of a file, and not the text itself."""
    return "\n" not in guidelines and guidelines.endswith(GUIDELINES_SUFFIXES)


def _folder(kind: str) -> Path:
    home = os.environ.get("CLAIMREADER_HOME")
    if home:
        return Path(home)
    import platformdirs  # here: 8 ms of import that a start with --db and CLAIMREADER_HOME doesn't need

    return Path(getattr(platformdirs, f"user_{kind}_dir")("claimreader", appauthor=False))


def data_folder() -> Path:
    """Return the folder for databases of corpora that can't hold their own."""
    return _folder("data")


def teams_file() -> Path:
    """Return the file that says which teams somebody here has joined, see `annotations.team.joined`."""
    return data_folder() / "teams.json"


def config_folder() -> Path:
    """Return the folder of `settings.toml`."""
    return _folder("config")


def state_folder() -> Path:
    """Return the folder for positions and first-run state."""
    return _folder("state")


def cache_folder() -> Path:
    """Return the folder of the index, which can be made anew at any time."""
    return _folder("cache")


@lru_cache(256)
def _real_folder(folder: Path) -> Path:
    return folder.resolve()


def outputs_folder() -> Path | None:
    """Return the only folder to write exports and reports into, if there is one: `CLAIMREADER_OUTPUTS`.

    Those who read in a browser by a name are the same user to the system, so nothing else would keep one from
    writing over what another has.
    """
    folder = os.environ.get("CLAIMREADER_OUTPUTS")
    return Path(folder) if folder else None


def real_path(path: Path) -> Path:
    """Return what `Path.resolve` returns; of 100,000 files in a few folders at a third of its price."""
    if path.name in ("", "..") or path.is_symlink():
        return path.resolve()
    return _real_folder(path.parent.absolute()) / path.name


def own_folders() -> list[Path]:
    """Return the folders of settings, state and index, each once, whether or not they are there yet."""
    return list(dict.fromkeys((config_folder(), state_folder(), cache_folder())))


def beside(roots: Iterable[Path], name: str) -> list[Path]:
    """Return what has that name beside a corpus, each once: in a folder, or in the folder of a file.

    Whether it is a file at all says who reads it: a link to nothing that is passed over would be silent.
    """
    folders = dict.fromkeys(root if root.is_dir() else root.parent for root in roots)
    places = (folder / name for folder in folders)
    return list(dict.fromkeys(Path(os.path.realpath(path)) for path in places if os.path.lexists(path)))


def named_database(option: str | None = None) -> tuple[str, str] | None:
    """Return the annotations file that somebody named, and by what: `--db` or `CLAIMREADER_DB`."""
    if option:
        return option, "--db"
    variable = os.environ.get("CLAIMREADER_DB")
    return (variable, "CLAIMREADER_DB") if variable else None


def database_path(
    roots: Sequence[Path], *, option: str | None = None, shipped: Path | None = None, listed: bool = False
) -> Path:
    """Say where the annotations of a corpus are kept.

    Args:
        roots: the folders and files of the corpus, as given.
        option: the `--db` option; wins over everything.
        shipped: the folder of the sample articles, whose annotations never go into the installed package.
        listed: some roots come from a list, as `find` makes it: then no folder is the corpus' own.
    """
    named = named_database(option)
    if named:
        return Path(named[0])
    folder = corpus_folder(roots, shipped=shipped, listed=listed)
    if folder is not None and (os.access(folder, os.W_OK) or (folder / DATABASE_NAME).exists()):
        return folder / DATABASE_NAME
    return data_database_path(roots)


def corpus_folder(roots: Sequence[Path], *, shipped: Path | None = None, listed: bool = False) -> Path | None:
    """Return the one folder that is a corpus' own, or that of its file; None if it has none.

    For the arguments see `database_path`.
    """
    if len(roots) != 1 or roots[0] == shipped or listed:
        return None
    return roots[0] if roots[0].is_dir() else roots[0].parent


def data_database_path(roots: Sequence[Path]) -> Path:
    """Return the path of the annotations of a corpus, named by its real paths, in the data folder."""
    import hashlib  # here: the reader chooses first from where it comes, see tui/textual_ext/slim_import.py

    real = sorted(str(real_path(root)) for root in roots)
    digest = hashlib.sha256("\n".join(real).encode("utf-8", "surrogateescape")).hexdigest()[:12]
    name = roots[0].resolve().name if len(roots) == 1 else "corpus"
    return data_folder() / f"{name}-{digest}" / DATABASE_NAME


def database_corpus_folder(address: str) -> Path:
    """Return the folder of what is said of a corpus that a database has, in the data folder.

    Args:
        address: of the database, see `annotations.database_address`: whoever goes there in another way, or as
            somebody else, finds the same folder.
    """
    import hashlib  # here: the reader chooses first from where it comes, see tui/textual_ext/slim_import.py

    from annotations.database_address import database_of

    named = database_of(address)
    digest = hashlib.sha256(named.encode("utf-8", "surrogateescape")).hexdigest()[:12]
    return data_folder() / f"postgresql-{digest}"


def likely_file(missing: Path) -> str:
    """Return `; perhaps notes.json` for a file that isn't there, by what lies beside it; else nothing."""
    from annotations.text.similar import perhaps

    folder = missing.parent
    try:
        names = [
            path.name for path in folder.iterdir() if path.suffix == missing.suffix or not missing.suffix
        ]
    except OSError:
        return f"; there is no folder {folder}" if not folder.is_dir() else ""
    return perhaps(missing.name, names)


def said_annotator(option: str | None = None) -> str | None:
    """Return the name that somebody has said for this session: the option, else `CLAIMREADER_ANNOTATOR`."""
    return os.environ.get("CLAIMREADER_ANNOTATOR") or None if option is None else option


def annotator_name(option: str | None = None, setting: str | None = None) -> str:
    """Say who annotates: the option, else `CLAIMREADER_ANNOTATOR`, else the settings, else the OS user."""
    name = said_annotator(option) or setting
    if name:
        return name
    try:
        return getpass.getuser()
    except (KeyError, OSError):  # a user id without a name, as in some containers
        return f"user-{os.getuid()}" if hasattr(os, "getuid") else "user"
