"""Takes part in a team from one database: sends what is new here, and brings what is new there.

Each `exchange` is one turn of that, in a thread beside the keys. A save never waits for it: what can't be
sent is counted, and sent when the hub is back.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import chain, islice
from typing import NamedTuple

import msgspec

from annotations.model.records import new_uuid, timestamp
from annotations.model.side_records import DONE, FEEDS, AnyChange, AnyRecord, Feed
from annotations.store.base import AnnotationReader
from annotations.team.errors import TakenError
from annotations.team.hubs import FeedCard, Hub
from annotations.team.mirror import Mirror
from annotations.team.publishing import Entries, NotOursError, Publisher, is_shared, last_entry
from annotations.version import APP

_AT_ONCE = 200
"""Lines that are given to a hub together."""


class Exchanged(NamedTuple):
    """The outcome of one turn."""

    sent: int
    """Lines that the hub has taken."""
    news: frozenset[str]
    """The texts (their sha256) about which colleagues have said something new."""
    begun: str
    """The reason why a new feed was begun, for the person; empty as a rule."""


class OwnTexts(NamedTuple):
    """Texts, by their sha256, about which a member has spoken himself."""

    begun: frozenset[str]
    done: frozenset[str]


class Membership:
    """One person's part in a team, from one database.

    Args:
        store: the person's own annotations.
        entries: its journal's changes.
        save: makes changes of the store, durably, and raises if it can't.
        hub: what carries the lines.
        mirror: what is known of the colleagues.
        team: the uuid of the team.
        member: the name with which the person signs.
    """

    def __init__(
        self,
        store: AnnotationReader,
        entries: Entries,
        save: Callable[[Sequence[AnyChange]], object],
        hub: Hub,
        mirror: Mirror,
        team: str,
        member: str,
    ) -> None:
        self._store = store
        self._entries = entries
        self._save = save
        self._hub = hub
        self._mirror = mirror
        self._team = team
        self._member = member
        self._announced = ""

    def exchange(self) -> Exchanged:
        """Send what the hub doesn't have, then take what it has.

        Raises:
            HubError: the hub can't be reached, or not be written.
            NotSavedError: a new feed had to be begun, and that can't be saved.
        """
        sent, begun = self._send()
        return Exchanged(sent, self.receive(), begun)

    def receive(self) -> frozenset[str]:
        """Take in what colleagues have sent; returns the texts about which there is news.

        Raises:
            HubError: the hub can't be reached.
        """
        own = {feed.uuid for feed in self._store.records(FEEDS)}
        self._mirror.know(
            card for card in self._hub.cards() if card.team == self._team and card.feed not in own
        )
        return frozenset(self._mirror.take(self._hub.pull(self._mirror.have())))

    def unsent(self) -> int:
        """Return how many changes the hub doesn't have.

        Raises:
            HubError: the hub can't be reached.
        """
        feed = self.feed()
        if feed is None:
            return 0
        try:
            return self._publisher(feed).unsent(self._hub.ends(feed.uuid), self._store.info().seq)
        except NotOursError:
            return 0

    def to_send(self, after: int) -> int:
        """Return how many changes after one have something for colleagues; the hub isn't asked."""
        return sum(is_shared(entry.ops, self._member) for entry in self._entries(after))

    def published(self) -> int:
        """Return the number of the last change that the hub has; 0 if it has none.

        Raises:
            HubError: the hub can't be reached.
        """
        feed = self.feed()
        ends = () if feed is None else self._hub.ends(feed.uuid)
        return last_entry(ends)

    def members(self) -> dict[str, bool]:
        """Return who is in the team, I too, as every other machine says it: True if he has left."""
        return self._mirror.members(self._feeds())

    def say_left(self, *, left: bool) -> bool:
        """Say whether I have left the team, if that isn't what I have said last; return whether it was not.

        Raises:
            NotSavedError: it can't be saved.
        """
        feed = self.feed()
        if feed is None or feed.left == left == self.members().get(self._member):
            return False
        self._save([FEEDS.put(msgspec.structs.replace(feed, left=left, updated=timestamp()), feed.rev)])
        return True

    def _feeds(self) -> list[Feed]:
        return [
            feed
            for feed in self._store.records(FEEDS)
            if feed.team == self._team and feed.annotator == self._member
        ]

    def feed(self) -> Feed | None:
        """Return the feed under which this database publishes; None before the first one."""
        feeds = self._feeds()
        followed = {feed.follows for feed in feeds}
        return next((feed for feed in reversed(feeds) if feed.uuid not in followed), None)

    def own_texts(self) -> OwnTexts:
        """Return the texts of which I have said something, and those that I am done with."""
        me = self._member
        return OwnTexts(
            frozenset(each.article.sha256 for each in self._store.list() if each.annotator == me),
            frozenset(each.article.sha256 for each in self._store.records(DONE) if each.annotator == me),
        )

    def _send(self) -> tuple[int, str]:
        feed = self.feed() or self._begin(None)
        try:
            return self._push(feed), ""
        except (NotOursError, TakenError) as error:
            begun = f"this database and the team's hub have gone different ways ({error}): a new feed begins"
        return self._push(self._begin(feed.uuid)), begun

    def _push(self, feed: Feed) -> int:
        lines = self._begun_lines(feed)
        sent = 0
        while batch := list(islice(lines, _AT_ONCE)):
            self._hub.push(feed.uuid, batch)
            sent += len(batch)
        return sent

    def _begun_lines(self, feed: Feed) -> Iterator[bytes]:
        """Return the lines that a hub doesn't have, once it is known that they go on from what it has."""
        if self._announced != feed.uuid:
            self._hub.begin(FeedCard(feed.uuid, feed.annotator, feed.team, feed.follows, APP))
            self._announced = feed.uuid
        lines = self._publisher(feed).missing(self._hub.ends(feed.uuid), self._store.info().seq)
        first = list(islice(lines, 1))
        return chain(first, lines)

    def _begin(self, follows: str | None) -> Feed:
        now = timestamp()
        feed = Feed(
            uuid=new_uuid(),
            annotator=self._member,
            created=now,
            updated=now,
            team=self._team,
            base=self._store.info().seq,
            follows=follows,
        )
        self._save([FEEDS.put(feed)])
        return feed

    def _publisher(self, feed: Feed) -> Publisher:
        return Publisher(feed, self._entries, self._shared)

    def _shared(self) -> Iterator[AnyRecord]:
        yield from self._store.list()
        yield from self._store.records(DONE)
