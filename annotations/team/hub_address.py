"""Finds what carries a team's feeds by its address, and loads only that."""

from __future__ import annotations

from pathlib import Path

from annotations.team.errors import HubError
from annotations.team.hubs import Hub


def open_hub(address: str, session: str) -> Hub:
    """Return what carries the feeds of a team.

    Args:
        address: the path of a folder that all share.
        session: names this run of the program.

    Raises:
        HubError: the address names no hub.
    """
    scheme, colon, _ = address.partition("://")
    if colon:
        raise HubError(f"{scheme}://: not a hub that claimreader knows; name a folder that all share")
    from annotations.team.hubs.folder import FolderHub

    return FolderHub(Path(address), session)
