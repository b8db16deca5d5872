"""Says how to install a library that claimreader needs for some formats only, in the same words everywhere.

Such libraries are extras in `pyproject.toml`, loaded when used. claimreader is on no package index, so an
extra is installed from a clone; `all` brings every one, and nobody has to know which library reads what.
"""

from __future__ import annotations

from importlib.util import find_spec

REMEDY = 'pipx install --force ".[all]" in the clone of claimreader'
"""For pipx, which needs to be told to install again; with pip it is `pip install ".[all]"`."""


def is_installed(module: str) -> bool:
    """Say whether a library is there, by the name under which it is imported, without importing it."""
    return find_spec(module) is not None


def needs(library: str) -> str:
    """Say that a library is missing, by the name under which it is installed, with the remedy."""
    return f"needs {library}: {REMEDY}"
