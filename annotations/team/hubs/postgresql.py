"""Carries feeds through tables of PostgreSQL, where a role can add to its own feeds alone.

`postgresql.sql`, beside this module, makes the tables and says who may do what: the server refuses forgers,
and nobody changes a line that is there. Of triggers, functions and sequences there is none, so that other
databases which speak PostgreSQL's language can do it; where LISTEN and NOTIFY are missing, the tables are
asked again and again.

A line is added only behind the one that it stands on, in one step with its batch. Two copies of a database
that publish under one feed would each find "my line is there already" otherwise: here the second one's whole
batch is refused with `TakenError`, since another line has the place.

Who connects, where to, and how that is encrypted is libpq's business (`postgresql:///?service=NAME`,
`~/.pgpass`, `sslmode`). A server that is dead, or doesn't answer, is a `HubError` after `_HANGS` seconds and
those of a new connection; a connection that was lost is made anew once, without a word. This module is loaded
with psycopg when a hub is opened.
"""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from typing import NamedTuple, TypeVar
from uuid import UUID

import psycopg
from psycopg import errors

from annotations.postgresql_connection import (
    ANSWERS,
    HANGS,
    AddressError,
    Connection,
    bounded,
    close,
    connect,
    settings_of,
)
from annotations.team import team_file
from annotations.team.chain import glance
from annotations.team.errors import HubError, TakenError, UnwritableError
from annotations.team.hubs import FeedCard
from annotations.team.joined import GOLD
from annotations.team.record import FIRST, DamagedLineError, NewerLineError, decode
from annotations.text.sanitising import escaped

_CHANNEL = "claimreader"

_REFUSALS = (errors.InsufficientPrivilege, errors.DiskFull, errors.ReadOnlySqlTransaction)
"""The answers of a server that may be read all the same."""

_MOST_OF_ONE, _MOST_FEEDS = 200, 100_000
"""Feeds of one member that are looked at, so that nobody hides others behind many of his own; and of all."""

_SELDOM = 60
"""Looks of which one brings again what didn't hold: lines of no feed, and those behind a gap."""

_PAGE, _PAGE_BYTES = 500, 4 << 20
"""Lines of a feed that are looked at together, and bytes that are read together."""

_Result = TypeVar("_Result")


class PostgresqlHub:
    """See `annotations.team.hubs.Hub`.

    Args:
        address: `postgresql://..`, without a password.
    """

    def __init__(self, address: str) -> None:
        try:
            self._settings = settings_of(address)
        except AddressError as error:
            raise HubError(str(error)) from None
        self._kept: Connection | None = None
        self._user = ""
        self._listens = False
        self._notifies = True
        self._passed_over: list[str] = []
        self._brought: dict[str, _Brought] = {}
        """By feed, what was brought and didn't hold."""
        self._looks = 0
        self._whole: set[str] = set()
        """The feeds of mine that had no gap in this run."""

    @property
    def tells(self) -> bool:
        """True while the database says what comes."""
        return self._listens and self._kept is not None

    def cards(self) -> Sequence[FeedCard]:
        """Return the feeds that there are."""
        rows = self._done(
            lambda connection: connection.execute(
                # From name to name by the index: a million feeds of one member cost as much as 200.
                "with recursive names as (select min(member) as member from claimreader.feed union all"
                " select (select min(member) from claimreader.feed where member > names.member)"
                " from names where member is not null)"
                " select one.feed, one.member, one.team, one.follows, one.app from names cross join lateral"
                " (select feed, member, team, follows, app from claimreader.feed"
                " where feed.member = names.member order by feed limit %s) as one"
                " limit %s",
                (_MOST_OF_ONE + 1, _MOST_FEEDS),
            ).fetchall()
        )
        counts = Counter(str(row[1]) for row in rows)
        self._passed_over = [
            escaped(f"{member}: more than {_MOST_OF_ONE} feeds; those beyond them aren't read")
            for member, count in counts.items()
            if count > _MOST_OF_ONE
        ]
        return [
            FeedCard(str(feed), str(member), str(team), str(follows) if follows else None, str(app))
            for feed, member, team, follows, app in rows
        ]

    def begin(self, card: FeedCard) -> None:
        """Make a feed known, of the role's own name."""

        def work(connection: Connection) -> str | None:
            self._see_that_it_is_me(card.member)
            with connection.transaction():
                connection.execute(
                    "insert into claimreader.feed (feed, member, team, follows, app)"
                    " values (%s::uuid, %s, %s::uuid, %s::uuid, %s) on conflict do nothing",
                    (card.feed, card.member, card.team, card.follows, card.app),
                )
                return _text(
                    connection, "select member from claimreader.feed where feed = %s::uuid", card.feed
                )

        member = self._done(work)
        if member != card.member:
            raise HubError(f"feed {card.feed} is {member}'s")

    def ends(self, feed: str) -> Sequence[bytes]:
        """Return the last line of a feed, or the last one before a gap, which a restored table may have."""

        def work(connection: Connection) -> str | None:
            if feed not in self._whole:
                gap = connection.execute(
                    "select min(seq) from (select seq, row_number() over (order by seq) as place"
                    " from claimreader.record where feed = %s::uuid) as numbered where seq <> place",
                    (feed,),
                ).fetchone()
                if gap is not None and gap[0] is not None:
                    return _text(
                        connection,
                        "select body from claimreader.record as here where feed = %s::uuid"
                        " and seq = (select count(*) from claimreader.record as other"
                        " where other.feed = here.feed and other.seq < %s)",
                        feed,
                        gap[0],
                    )
                self._whole.add(feed)
            return _text(
                connection,
                "select body from claimreader.record where feed = %s::uuid order by seq desc limit 1",
                feed,
            )

        last = self._done(work)
        return [] if last is None else [last.encode("utf-8")]

    def push(self, feed: str, lines: Sequence[bytes]) -> None:
        """Add lines to a feed, all or none, behind the line that the first one stands on.

        Raises:
            TakenError: another line has the place of one of them.
        """
        if not lines:
            return
        bodies = [line.rstrip(b"\r\n") for line in lines]
        try:
            first = decode(bodies[0])
            numbers = list(range(first.seq, first.seq + len(bodies)))
            told = [glance(body) for body in bodies]
        except (DamagedLineError, NewerLineError) as error:
            raise HubError(f"feed {feed}: {error}") from None
        if [each and each[:2] for each in told] != [(feed, number) for number in numbers]:
            raise HubError(f"feed {feed}: lines that don't follow each other")
        texts = [body.decode("utf-8") for body in bodies]

        def work(connection: Connection) -> None:
            with connection.transaction():
                member = _text(connection, "select member from claimreader.feed where feed = %s::uuid", feed)
                if member is None:  # the server was put back to what it was before
                    raise HubError(f"feed {feed} is gone from the database; it begins again")
                self._see_that_it_is_me(member)
                connection.cursor().executemany(
                    "insert into claimreader.record (feed, seq, member, body)"
                    " values (%s::uuid, %s, %s, %s) on conflict do nothing",
                    [(feed, seq, member, text) for seq, text in zip(numbers, texts, strict=True)],
                )
                there = {
                    int(str(seq)): str(body)
                    for seq, body in connection.execute(
                        "select seq, body from claimreader.record"
                        " where feed = %s::uuid and seq between %s and %s",
                        (feed, numbers[0] - 1, numbers[-1]),
                    ).fetchall()
                }
                before = there.pop(numbers[0] - 1, "").encode("utf-8")
                if numbers[0] > 1 and not before:
                    raise HubError(f"feed {feed} has lost lines in the database; they are sent again")
                standing = glance(before)
                if (standing[2] if standing else FIRST) != first.prev or there != dict(
                    zip(numbers, texts, strict=True)
                ):
                    raise TakenError(f"another place has written line {numbers[0]} or one after it")
                self._notify(connection, feed)

        try:
            self._done(work)
        except HubError:
            self._whole.discard(feed)
            raise

    def pull(self, have: Mapping[str, int]) -> Iterator[tuple[str, bytes]]:
        """Yield the lines that are behind those that are known, by feed and number."""
        before = {} if self._looks % _SELDOM == 0 else self._brought
        self._looks += 1
        self._brought = {}  # what isn't taken in, for whatever reason, comes again
        asked = {feed: _Brought.before(before.get(feed), seq) for feed, seq in have.items() if _is_uuid(feed)}
        known = {feed: brought.until for feed, brought in asked.items()}
        while known:
            feeds, numbers = list(known), list(known.values())
            rows = self._done(
                lambda connection, feeds=feeds, numbers=numbers: connection.execute(  # type: ignore[misc]
                    "select known.feed, line.seq, line.size"
                    " from unnest(%s::uuid[], %s::bigint[]) as known (feed, seq)"
                    " cross join lateral ("
                    "select seq, octet_length(body) as size from claimreader.record"
                    " where record.feed = known.feed and record.seq > known.seq"
                    " order by seq limit %s) as line"
                    " order by known.feed, line.seq",
                    (feeds, numbers, _PAGE),
                ).fetchall()
            )
            places = [(str(feed), int(str(seq)), int(str(size))) for feed, seq, size in rows]
            for piece in _in_pieces([place for place in places if place[1] not in asked[place[0]].beyond]):
                yield from self._bodies(piece)
            pages: dict[str, list[int]] = {}
            for feed, seq, _ in places:
                pages.setdefault(feed, []).append(seq)
            for feed, page in pages.items():
                asked[feed] = asked[feed].with_page(page)
            # Behind a gap nothing can hold yet, so that one page of it is enough to say that it is there.
            known = {
                feed: page[-1]
                for feed, page in pages.items()
                if len(page) == _PAGE and page[-1] == known[feed] + _PAGE
            }
        self._brought = asked

    def passed_over(self) -> Sequence[str]:
        """Return who has more feeds than are read."""
        return self._passed_over

    def state(self, feeds: Collection[str]) -> bytes:
        """Return nothing: what is known says how far the tables were read."""
        return b""

    def resume(self, state: bytes) -> None:
        """Do nothing, see `state`."""

    def wait(self, timeout: float) -> bool:
        """Wait for a colleague's NOTIFY; where there is none, or no server, only wait."""
        until = time.monotonic() + timeout
        try:
            connection, _ = self._connection()
            own = connection.info.backend_pid
            while self._listens and (rest := until - time.monotonic()) >= 0:
                # To its end: a statement on a connection whose notifies are being read hangs.
                if any(notice.pid != own for notice in list(connection.notifies(timeout=rest, stop_after=1))):
                    return True
            if self._listens:
                return False
        except (HubError, psycopg.Error):
            self._let_go()
        time.sleep(max(0.0, until - time.monotonic()))
        return True

    def team(self) -> bytes | None:
        """Return the lead's row."""
        body = self._done(lambda connection: _text(connection, "select body from claimreader.team"))
        return None if body is None else body.encode("utf-8")

    def write_team(self, data: bytes) -> None:
        """Write the lead's row."""
        lead, body = team_file.decode(data).lead, data.decode("utf-8")

        def work(connection: Connection) -> None:
            self._see_that_it_is_me(lead)
            with connection.transaction():
                changed = connection.execute("update claimreader.team set body = %s where one", (body,))
                if changed.rowcount == 0:
                    connection.execute("insert into claimreader.team (body) values (%s)", (body,))
                self._notify(connection, "")

        self._done(work)

    def close(self) -> None:
        """Close the connection."""
        self._let_go()

    # ------------------------------------------------------------------ one connection

    def _done(self, work: Callable[[Connection], _Result]) -> _Result:
        """Do something with the connection; once more if it was lost meanwhile: all can be done twice."""
        while True:
            connection, is_new = self._connection()
            try:
                with bounded(connection, HANGS):
                    return work(connection)
            except psycopg.Error as error:
                lost = connection.broken or connection.closed
                if lost:
                    self._let_go()
                if lost and not is_new:
                    continue
                kind = UnwritableError if isinstance(error, _REFUSALS) else HubError
                raise kind(self._said(error)) from None

    def _connection(self) -> tuple[Connection, bool]:
        """Return the connection, and whether it was made now."""
        kept = self._kept
        if kept is not None and not kept.closed:
            return kept, False
        self._let_go()
        try:
            connection = connect(self._settings)
            self._kept = connection
            with bounded(connection, HANGS):
                connection.execute(f"set statement_timeout = '{ANSWERS}s'")
                self._user = _text(connection, "select current_user::text") or ""
                try:
                    connection.execute(f"listen {_CHANNEL}")
                    self._listens = True
                except (errors.FeatureNotSupported, errors.SyntaxError, errors.InsufficientPrivilege):
                    self._listens = False
        except psycopg.Error as error:
            self._let_go()
            raise HubError(self._said(error)) from None
        return connection, True

    def _let_go(self) -> None:
        kept, self._kept = self._kept, None
        close(kept)

    def _see_that_it_is_me(self, name: str) -> None:
        """See that the role may speak for a name: its own, or gold, which the lead's role may."""
        if name not in (self._user, GOLD):
            raise HubError(
                f"the database knows you as {self._user}, and you sign as {name}: connect as the role {name} "
                f"(PGUSER, or user in the service file), or sign as {self._user} (--annotator)"
            )

    def _notify(self, connection: Connection, what: str) -> None:
        """Tell those who listen, when the step is done; a server that has no NOTIFY does without."""
        if self._notifies:
            try:
                with connection.transaction():
                    connection.execute("select pg_notify(%s, %s)", (_CHANNEL, what))
            except (errors.FeatureNotSupported, errors.UndefinedFunction, errors.InsufficientPrivilege):
                self._notifies = False

    def _bodies(self, piece: Sequence[tuple[str, int, int]]) -> list[tuple[str, bytes]]:
        rows = self._done(
            lambda connection: connection.execute(
                "select record.feed, record.body from unnest(%s::uuid[], %s::bigint[]) as wanted (feed, seq)"
                " join claimreader.record on record.feed = wanted.feed and record.seq = wanted.seq"
                " order by record.feed, record.seq",
                ([feed for feed, _, _ in piece], [seq for _, seq, _ in piece]),
            ).fetchall()
        )
        return [(str(feed), str(body).encode("utf-8")) for feed, body in rows]

    @staticmethod
    def _said(error: psycopg.Error) -> str:
        """Return one line that says what is wrong and what to do."""
        if isinstance(error, errors.UndefinedTable | errors.InvalidSchemaName | errors.UndefinedColumn):
            return "the database has no tables for a team: an administrator makes them with what " \
                "claimreader team init --sql prints"  # fmt: skip
        said = " ".join(str(error).split())[:300]
        if isinstance(error, errors.InsufficientPrivilege):
            return f"the database refuses that ({said}): an administrator grants claimreader_team, to the " \
                "lead claimreader_lead"  # fmt: skip
        if isinstance(error, errors.QueryCanceled):
            return f"the database doesn't answer within {ANSWERS} seconds; it is asked again"
        return f"the database can't be reached ({said}); is the server there?"


class _Brought(NamedTuple):
    """The lines of a feed that were brought, of which those that hold are known at the next look.

    The others needn't be brought again and again: a line is never changed, and one that waits for others is
    kept where it waits.
    """

    have: int
    """The line that was known."""
    until: int
    """The last line that was brought without a gap behind that."""
    beyond: frozenset[int]
    """Lines behind a gap."""

    @classmethod
    def before(cls, brought: _Brought | None, have: int) -> _Brought:
        """Return what was brought before a look: nothing that counts, if others hold since then."""
        return cls(have, have, frozenset()) if brought is None or brought.have != have else brought

    def with_page(self, page: Sequence[int]) -> _Brought:
        """Return what has been brought after some lines more, in order."""
        until = self.until
        for seq in page:
            until += seq == until + 1
        return self._replace(until=until, beyond=frozenset(seq for seq in page if seq > until))


def _text(connection: Connection, statement: str, *values: object) -> str | None:
    row = connection.execute(statement, values).fetchone()
    return None if row is None else str(row[0])


def _in_pieces(places: Sequence[tuple[str, int, int]]) -> Iterator[Sequence[tuple[str, int, int]]]:
    """Divide lines by their sizes, so that few large ones are held together."""
    piece: list[tuple[str, int, int]] = []
    held = 0
    for place in places:
        if piece and (held + place[2] > _PAGE_BYTES or len(piece) >= _PAGE):
            yield piece
            piece, held = [], 0
        piece.append(place)
        held += place[2]
    if piece:
        yield piece


def _is_uuid(feed: str) -> bool:
    """Say whether a feed can be one of the tables': one that came through a folder may be called anything."""
    try:
        return str(UUID(feed)) == feed
    except ValueError:
        return False
