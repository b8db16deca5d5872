"""Finds what carries a team's feeds by its address, and loads only that."""

from __future__ import annotations

from pathlib import Path

from annotations.database_address import REFUSED, holds_password, is_database
from annotations.extras import needs
from annotations.file_reading import read_text
from annotations.team.errors import HubError
from annotations.team.hubs import Hub

_LARGEST_SCRIPT = 64 << 10


def open_hub(address: str, session: str) -> Hub:
    """Return what carries the feeds of a team.

    Args:
        address: the path of a folder that all share, or `postgresql://..`.
        session: names this run of the program.

    Raises:
        HubError: the address names no hub, holds a password, or psycopg is missing.
    """
    if is_database(address):
        return _postgresql(address)
    scheme, colon, _ = address.partition("://")
    if colon:
        raise HubError(
            f"{scheme[:40]}://: not a hub that claimreader knows; name a folder that all share, or postgresql://.."
        )
    from annotations.team.hubs.folder import FolderHub

    return FolderHub(Path(address), session)


def _postgresql(address: str) -> Hub:
    if holds_password(address):
        raise HubError(REFUSED)
    try:
        from annotations.team.hubs.postgresql import PostgresqlHub
    except ImportError:
        raise HubError(f"a team in PostgreSQL {needs('psycopg[binary]')}") from None
    return PostgresqlHub(address)


def postgresql_script() -> str:
    """Return the SQL that makes the tables, rights and policies of a team in PostgreSQL."""
    return read_text(Path(__file__).with_name("hubs") / "postgresql.sql", _LARGEST_SCRIPT)
