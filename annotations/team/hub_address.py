"""Finds what carries a team's feeds by its address, and loads only that."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import unquote

from annotations.extras import needs
from annotations.file_reading import read_text
from annotations.team.errors import HubError
from annotations.team.hubs import Hub

_LARGEST_SCRIPT = 64 << 10
_POSTGRESQL = ("postgresql", "postgres")


def open_hub(address: str, session: str) -> Hub:
    """Return what carries the feeds of a team.

    Args:
        address: the path of a folder that all share, or `postgresql://..`.
        session: names this run of the program.

    Raises:
        HubError: the address names no hub, holds a password, or psycopg is missing.
    """
    scheme, colon, _ = address.partition("://")
    if scheme in _POSTGRESQL and colon:
        return _postgresql(address)
    if colon:
        raise HubError(
            f"{scheme[:40]}://: not a hub that claimreader knows; name a folder that all share, or postgresql://.."
        )
    from annotations.team.hubs.folder import FolderHub

    return FolderHub(Path(address), session)


def _postgresql(address: str) -> Hub:
    beside = address.partition("://")[2].partition("?")
    if (":" in beside[0].rpartition("@")[0]) or "password" in unquote(beside[2]).lower():
        raise HubError(
            "postgresql://: an address is kept and seen by others, so it can't hold a password; put that "
            "into ~/.pgpass"
        )
    try:
        from annotations.team.hubs.postgresql import PostgresqlHub
    except ImportError:
        raise HubError(f"a team in PostgreSQL {needs('psycopg[binary]')}") from None
    return PostgresqlHub(address)


def postgresql_script() -> str:
    """Return the SQL that makes the tables, rights and policies of a team in PostgreSQL."""
    return read_text(Path(__file__).with_name("hubs") / "postgresql.sql", _LARGEST_SCRIPT)
