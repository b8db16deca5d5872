"""Takes part in a team while the reader runs: sends what is saved here, and knows what colleagues have sent.

All of it runs in one thread of its own, that nobody waits for: a hub that hangs for a minute costs no key
anything, and leaving ends the thread with the program. What the thread finds out is one value, `TeamNews`,
which it replaces as a whole; who shows it reads that. The hub is asked `_OFTEN` seconds apart while keys come
and `_SELDOM` while none do: watching files says nothing of what another machine writes to a share. A hub that
tells when something comes is asked then, and what is saved here is sent to it at once. Gold is sent only when
the lead has it published.
"""

from __future__ import annotations

import sqlite3
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple

from annotations.store.errors import StoreError
from annotations.team.joined import GOLD
from tui.i18n import _, one_by_one, plural

if TYPE_CHECKING:
    from annotations.model.side_records import AnyChange
    from annotations.services.team import TeamWork
    from annotations.services.team_picture import TeamPicture
    from annotations.team.joined import Joined
    from annotations.team.membership import Exchanged
    from annotations.team.team_file import Team
    from tui.session.annotation_service import AnnotationService

_OFTEN, _SELDOM = 0.7, 5.0
"""Seconds between two looks at the hub: a colleague's save is in sight within two of the former."""

_AT_ONCE = 0.1
"""Seconds between two looks at a hub that tells of news, while there are some, here or there."""

_AWAKE = 60.0
"""Seconds after the last key for which the hub is asked often."""

_REST = 20
"""Times as long as the picture of everybody's work took to make, for which no other one is made: with 20
people's 200,000 annotations it takes part of a second, and each save is news."""

_MOST_NAMED = 3
"""Colleagues whose news are named in the top bar."""


class TeamNews(NamedTuple):
    """The state of the team as it is known by now."""

    team: Team | None = None
    """The lead's word, as it stood last while the hub is away; None before it has been read."""
    away: str = ""
    """The reason why the hub can't be reached; empty while it can be."""
    unsent: int = 0
    """Changes of mine that the hub doesn't have."""
    unpublished: int = 0
    """Changes of gold that nobody sees yet, since the lead hasn't published them."""
    came: Mapping[str, int] = {}
    """By colleague, lines that have come since this start."""
    missing: Mapping[str, int] = {}
    """By colleague, lines that are known to be and haven't come."""
    picture: TeamPicture | None = None
    """Who is in the team and how far each is; the same one until that changes, None before it is known."""
    version: int = 0
    """Grows with each turn in which colleagues have said something, or the rules have changed."""
    publications: int = 0
    """Times that gold was published since this start."""
    said: str = ""
    """A line that a person has to read once: that he works in two places, that a feed is damaged."""


class TeamLink:
    """Sends and receives beside the keys.

    Args:
        place: my place in the team.
        annotations: what I say; read by now.
        keys: returns how many keys have been typed.
        tell: is called from the thread when there are other news than before.
    """

    def __init__(
        self,
        place: Joined,
        annotations: AnnotationService,
        keys: Callable[[], int],
        tell: Callable[[], object],
    ) -> None:
        self.place = place
        self._annotations = annotations
        self._keys = keys
        self._tell = tell
        self.news = TeamNews()
        self._told = ""
        self._told_published = 0
        self._seen: Mapping[str, int] = {}
        """The part of `TeamNews.came` that a person has looked at."""
        self._pictured: object = None
        """The stand of which the picture is."""
        self._picture_due = 0.0
        """The time before which no other picture is made."""
        self._sent_up_to = 0
        """The number of the last change that was there when all had been sent."""
        self._published: int | None = None
        """The last change of gold that is at the hub; None: not asked yet."""
        self._counted = (0, 0, 0)
        """Behind the numbers after which and up to which: how many changes have something for colleagues."""
        self._have: Mapping[str, int] | None = None
        """By feed, the last line that this session has told of: another process may have taken in more."""
        self._publishing = threading.Event()
        """Set while the lead wants gold to be published."""
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._run, name="team", daemon=True)

    def start(self) -> None:
        """Begin."""
        self._thread.start()

    def stop(self, seconds: float) -> None:
        """End, and wait so long for what is just being sent."""
        self._ended.set()
        self._thread.join(seconds)

    @property
    def label(self) -> str:
        """The words of the top bar; empty if all is sent and nothing has come."""
        news = self.news
        parts = [_("gold")] if self.place.is_gold else []
        if news.unsent:
            parts.append(plural("{n:,} not sent", "{n:,} not sent", news.unsent))
        if news.unpublished:
            parts.append(plural("{n:,} not published", "{n:,} not published", news.unpublished))
        if news.away and not news.unsent:
            parts.append(_("the team's hub is away"))
        fresh = [(name, count - self._seen.get(name, 0)) for name, count in news.came.items()]
        named = [(name, count) for name, count in fresh if count][:_MOST_NAMED]
        parts += [f"\u2068{name}\u2069 \u2066+{count}\u2069" for name, count in named]
        parts += [
            _("{name}: {n:,} missing").format(name=f"\u2068{name}\u2069", n=count)
            for name, count in list(news.missing.items())[:_MOST_NAMED]
        ]
        return " · ".join(parts)

    def publish(self) -> None:
        """Show gold as it is now to everybody, at the next turn."""
        self._publishing.set()

    def seen(self) -> None:
        """Take in that a person has looked at what came; the thread goes on counting."""
        self._seen = self.news.came

    def take_said(self) -> str:
        """Return a line that a person has to read, once."""
        said = self.news.said
        if said == self._told:
            return ""
        self._told = said
        return said

    def take_published(self) -> bool:
        """Say, once for each time, whether gold has been published."""
        before, self._told_published = self._told_published, self.news.publications
        return self._told_published > before

    # ------------------------------------------------------------------ in the thread

    def _run(self) -> None:
        from annotations.services.saving import save
        from annotations.services.team import TeamWork
        from annotations.team.errors import TeamError

        def change(changes: Sequence[AnyChange]) -> None:
            save(self._annotations.pending, changes, by=self.place.name)

        typed, quiet = -1, 0.0
        work: TeamWork | None = None
        while not self._ended.is_set():
            try:
                store = self._annotations.store  # what is saved: what waits for the disk isn't published
                if work is not None and work.store is not store:  # it was opened anew
                    work.close()
                    work = None
                if work is None:
                    work = TeamWork(self.place, store, change)
                news = self._turn(work)
            except (TeamError, StoreError, OSError, sqlite3.Error) as error:
                news = self.news._replace(away=str(error))
            self._publish(news)
            now = self._keys()
            quiet = 0.0 if now != typed else quiet + _OFTEN
            typed = now
            self._rest(work, awake=quiet < _AWAKE)
        if work is not None:
            work.close()

    def _rest(self, work: TeamWork | None, *, awake: bool) -> None:
        """Wait until the hub tells of something, or something was saved here; else until the next look."""
        until = time.monotonic() + (_OFTEN if awake else _SELDOM)
        if work is not None and work.hub.tells and not self.news.away:
            self._ended.wait(_AT_ONCE)
            while not self._ended.is_set() and (left := until - time.monotonic()) > 0 and work.hub.tells:
                if self._last_saved() != self._sent_up_to or work.hub.wait(
                    min(left, _AT_ONCE if awake else _OFTEN)
                ):
                    return
        self._ended.wait(max(0.0, until - time.monotonic()))

    def _last_saved(self) -> int:
        try:
            return self._annotations.store.info().seq
        except StoreError:  # it is being opened anew
            return -1

    def _turn(self, work: TeamWork) -> TeamNews:
        from annotations.team.errors import TeamError
        from annotations.team.mirror import missing_lines

        before = work.mirror.have() if self._have is None else self._have
        # At a first start all feeds are new; one that was cut short knows them, and no line of any.
        has_read = self._have is not None or any(before.values())
        last = self._annotations.store.info().seq
        try:
            came, refused, published = self._exchanged(work)
            team = work.kept_team()  # asked for just now
            unpublished = self._unpublished(work, last, anew=published)
        except TeamError as error:
            unsent = self._to_send(work, self._sent_up_to, last) if self._sent_up_to else 0
            kept = work.kept_team()
            known = self.news.team or (
                kept if has_read else None
            )  # nothing of colleagues is here: wait for it
            news = self.news._replace(team=known, away=str(error), unsent=unsent)
            return news._replace(picture=self._picture(work, kept))
        unsent = self._to_send(work, self._sent_up_to, last) if refused and self._sent_up_to else 0
        if not refused:
            self._sent_up_to = last
        news, feeds = self.news, work.mirror.feeds()
        self._have = {feed.feed: feed.seq for feed in feeds}
        counts = dict(news.came)
        leads = team is not None and team.lead == self.place.name
        for feed in feeds:
            if feed.member == self.place.name or (leads and feed.member == GOLD):
                continue  # gold is the lead's own word, from wherever it was published
            # Of a feed that begins all is news, but not of all feeds where none had been read.
            if more := feed.seq - before.get(feed.feed, 0) if has_read else 0:
                counts[feed.member] = counts.get(feed.member, 0) + more
        faults = [f"{feed.member}: {feed.fault}" for feed in feeds if feed.fault]
        return TeamNews(
            team=team,
            away=refused,
            unsent=unsent,
            picture=self._picture(work, team),
            came=counts,
            missing=missing_lines(feeds),
            version=news.version + bool(came.news or self._have != before or team != news.team),
            said=one_by_one(filter(None, [came.begun, *faults, *work.hub.passed_over()])),
            publications=news.publications + published,
            unpublished=unpublished,
        )

    def _exchanged(self, work: TeamWork) -> tuple[Exchanged, str, bool]:
        """Send and receive.

        Returns:
            What came; why a hub that can be read takes nothing, if it doesn't; whether gold was published.
        """
        from annotations.team.errors import UnwritableError

        readonly = self._annotations.readonly
        publishing = self._publishing.is_set() and not readonly
        if readonly or (self.place.is_gold and not publishing):
            return work.receive(), "", False
        if publishing:
            self._publishing.clear()  # who asks again meanwhile has decided more, which goes at the next turn
        sent = False
        try:
            came = work.exchange()
            sent = True
        except UnwritableError as error:
            return work.receive(), str(error), False
        finally:
            if publishing and not sent:
                self._publishing.set()
        return came, "", publishing

    def _unpublished(self, work: TeamWork, last: int, *, anew: bool) -> int:
        """Return how many changes of gold aren't at the hub, which is asked only where that may be news."""
        if not self.place.is_gold:
            return 0
        if self._published is None or anew:
            self._published = work.membership.published()
        return self._to_send(work, self._published, last)

    def _to_send(self, work: TeamWork, after: int, last: int) -> int:
        """Return how many of the changes behind one have something for colleagues, up to the last one."""
        if self._counted[:2] != (after, last):
            self._counted = after, last, work.membership.to_send(after)
        return self._counted[2]

    def _picture(self, work: TeamWork, team: Team | None) -> TeamPicture | None:
        """Return what is known of everybody's work: the value of before as long as nothing has changed."""
        if team is None:
            return self.news.picture
        stand = team, work.store.info().seq, work.mirror.have()
        began = time.monotonic()
        if self._pictured != stand and began >= self._picture_due:
            from annotations.services.team import picture

            self._pictured, made = stand, picture(work, team)
            now = time.monotonic()
            self._picture_due = now + _REST * (now - began)
            return made
        return self.news.picture

    def _publish(self, news: TeamNews) -> None:
        if news != self.news:
            self.news = news
            self._tell()
