"""Defines what carries feeds between the people of a team; each module here is one way to do it.

A hub carries bytes and decides nothing: whether a line is whole, whose it is, in which order lines hold and
what is missing is said once, above it, by `annotations.team.mirror` and `annotations.team.publishing`. So a
hub may bring lines twice, torn, in any order, or older than it did before.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Protocol

import msgspec


class FeedCard(msgspec.Struct, frozen=True):
    """The first thing that is said of a feed: whose it is. Written once, and never changed."""

    feed: str
    member: str
    """The name with which its annotations are signed."""
    team: str
    follows: str | None = None
    """The feed that it goes on from."""
    app: str = ""
    """The claimreader that began it."""


class Hub(Protocol):
    """A place that carries lines. Its methods may take long, and are called in a thread beside the keys."""

    @property
    def tells(self) -> bool:
        """True if `wait` ends as soon as something comes; else it only waits."""
        ...

    def cards(self) -> Sequence[FeedCard]:
        """Return the feeds that there are.

        Raises:
            HubError: the hub can't be reached.
        """
        ...

    def begin(self, card: FeedCard) -> None:
        """Make a feed known; the same card again changes nothing.

        Raises:
            HubError: it can't be written, or the feed is another one's.
        """
        ...

    def ends(self, feed: str) -> Sequence[bytes]:
        """Return the last line of a feed, or of each of its branches if it has several; none if it is empty.

        Lines that don't hang together with the first one aren't counted.

        Raises:
            HubError: the hub can't be reached.
        """
        ...

    def push(self, feed: str, lines: Sequence[bytes]) -> None:
        """Add lines to a feed, durably; lines that are there already change nothing.

        Raises:
            HubError: not all were taken; some may have been.
            TakenError: another line has the place of one of them, where a hub can tell.
        """
        ...

    def pull(self, have: Mapping[str, int]) -> Iterator[tuple[str, bytes]]:
        """Yield lines of some feeds with the feed that they lie in: at least those that came since last time.

        Args:
            have: the feeds, each with the number of the last line that is known.

        Raises:
            HubError: the hub can't be reached.
        """
        ...

    def passed_over(self) -> Sequence[str]:
        """Return what lies there and is more than is looked at, a line of each for a person; none as a rule.

        What is mine, and what was known before, is read all the same.
        """
        ...

    def state(self, feeds: Collection[str]) -> bytes:
        """Return how far these feeds were read, so that the next start goes on there; only for `resume`."""
        ...

    def resume(self, state: bytes) -> None:
        """Go on from where a start before came to; what isn't as it was is read from its beginning."""
        ...

    def wait(self, timeout: float) -> bool:
        """Wait up to so many seconds for a sign that something may be new; a hint, and no promise."""
        ...

    def team(self) -> bytes | None:
        """Return the lead's word on the team, as it was written; None if there is none yet.

        Raises:
            HubError: the hub can't be reached.
        """
        ...

    def write_team(self, data: bytes) -> None:
        """Put the lead's word on the team in the place of what there was.

        Raises:
            HubError: it can't be written.
        """
        ...

    def close(self) -> None:
        """Let go of it."""
        ...
