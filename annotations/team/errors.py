"""Defines what can go wrong in a team, apart from what else is there: to name an error loads nothing."""

from __future__ import annotations


class TeamError(Exception):
    """Something can't be done in a team; the message is one line with the remedy."""


class HubError(TeamError):
    """The hub can't be reached, or doesn't take what it is given."""


class UnwritableError(HubError):
    """The hub is there and doesn't take anything: it is full, or may only be read."""


class TakenError(HubError):
    """Another line has the place of one that was to be added: two places write one feed."""


class TeamFileError(TeamError):
    """The hub has no team, or one of the future."""
