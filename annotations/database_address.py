"""Tells the address of a database from a path, and refuses one that holds a password.

An address is typed on a command line, which others on the machine can see, and kept in files: a password has
no place in it. libpq finds it elsewhere (`~/.pgpass`, a service file). What stands in an address that is
refused is repeated nowhere.
"""

from __future__ import annotations

from urllib.parse import parse_qs, unquote

_SCHEMES = ("postgresql", "postgres")

REFUSED = (
    "postgresql://: an address is kept and seen by others, so it can't hold a password; put that into "
    "~/.pgpass"
)
"""The answer to an address that holds one."""

_PLACE = ("service", "host", "hostaddr", "port", "dbname")
"""Settings of libpq that say which database it is; the others say how one gets there, and as whom."""


def is_database(text: str) -> bool:
    """Say whether a text is the address of a database, and no path."""
    scheme, colon, _ = text.partition("://")
    return bool(colon) and scheme.casefold() in _SCHEMES


def holds_password(address: str) -> bool:
    """Say whether an address of a database holds a password, or may do so."""
    place, _, settings = address.partition("://")[2].partition("?")
    return ":" in place.rpartition("@")[0] or "password" in unquote(settings).casefold()


def database_of(address: str) -> str:
    """Return what names a database, for a person and for files: where it is, not as whom one goes there."""
    place, _, settings = address.partition("://")[2].partition("?")
    hosts, _, name = place.rpartition("@")[2].partition("/")
    given = parse_qs(settings, errors="replace")
    beside = "&".join(f"{key}={value}" for key in _PLACE for value in given.get(key, ())[:1])
    return f"postgresql://{unquote(hosts)}/{unquote(name)}{'?' * bool(beside)}{beside}"
