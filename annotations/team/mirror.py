"""Keeps what colleagues have published, as far as it has come without a gap, and checks each line of it.

Whatever a hub brings passes here: a line holds if it is as it was written, of its feed's member alone, and
stands on the line before it. What comes too early waits. A second line on the same place is a fork: two
places write one feed; the first one seen holds and the person is told. An annotation that is signed by
another than the feed's member is refused. So whatever a folder or a network does, what is seen of a colleague
is a state that he was in.

It is kept in a table of SQLite in the cache: 20 people's 200,000 changes cost no memory, and a start reads
none of them. The table can be made anew at any time, from the hub.
"""

from __future__ import annotations

import contextlib
import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from annotations.model.records import Annotation, InvalidAnnotationError, decode
from annotations.model.side_records import DONE, FEEDS, SIDE_TABLES, Done, Feed, article_of, decode_record
from annotations.sqlite_files import PARTS, WAIT_SECONDS, is_damage, keep_only_a_file, write_ahead
from annotations.store.journal import ANNOTATIONS
from annotations.team.chain import glance
from annotations.team.hubs import FeedCard
from annotations.team.record import (
    FIRST,
    SHARED,
    DamagedLineError,
    FeedOp,
    FeedRecord,
    NewerLineError,
    StrangeLineError,
)
from annotations.team.record import decode as decode_line
from annotations.text.digests import digest_of
from annotations.text.sanitising import escaped, is_name

_FORM = 4
"""The form of the tables: of another form they are made anew."""

_WAITING = 20_000
"""Lines behind the last that holds that may wait; those further on come again at the next start."""

_NEWER = "a newer claimreader writes it: update this one to see more"
_STRANGE = "a line that is none of a feed: nothing after it is seen"

_BATCH, _BATCH_BYTES = 10_000, 8 << 20
"""Lines, and their bytes, after which a transaction ends; a line alone may have 16 MB."""

_TABLES = f"""
    CREATE TABLE feeds (
        id INTEGER PRIMARY KEY, feed TEXT NOT NULL UNIQUE, member TEXT NOT NULL, follows TEXT,
        seq INTEGER NOT NULL, h TEXT NOT NULL, t TEXT NOT NULL, fault TEXT NOT NULL
    );
    CREATE INDEX by_member ON feeds (member);
    CREATE TABLE lines (feed INTEGER, seq INTEGER, h TEXT, PRIMARY KEY (feed, seq)) WITHOUT ROWID;
    CREATE TABLE waiting (
        feed INTEGER, seq INTEGER, h TEXT, line BLOB, PRIMARY KEY (feed, seq, h)
    ) WITHOUT ROWID;
    CREATE TABLE texts (id INTEGER PRIMARY KEY, sha256 TEXT NOT NULL UNIQUE);
    CREATE TABLE records (
        feed INTEGER, kind TEXT, uuid TEXT, rev INTEGER, text INTEGER, document BLOB, before BLOB,
        PRIMARY KEY (feed, kind, uuid)
    );
    CREATE INDEX by_text ON records (text, feed) WHERE kind = '{ANNOTATIONS}' AND document IS NOT NULL;
    CREATE TABLE kept (name TEXT PRIMARY KEY, value BLOB NOT NULL) WITHOUT ROWID;
"""

_TEXTS = 50_000
"""Texts whose numbers in the tables are kept in memory; 8 MB."""

_CACHE = 8 << 10
"""KiB of the tables that are kept in memory; 2 MB, as SQLite has it, are read and written over and over when
somebody joins late."""

_LATEST = (
    "SELECT member, document FROM records JOIN feeds ON records.feed = feeds.id"  # noqa: S608 - our own constant
    f" WHERE kind = '{ANNOTATIONS}' AND document IS NOT NULL AND NOT EXISTS ("
    "  SELECT 1 FROM feeds AS twin CROSS JOIN records AS other ON other.feed = twin.id"
    "  WHERE twin.member = feeds.member AND twin.id <> feeds.id AND other.kind = records.kind"
    "  AND other.uuid = records.uuid AND (other.rev, twin.feed) > (records.rev, feeds.feed))"
)
"""Annotations that are there; of one that two feeds of a person hold the higher revision. Another person's
counts for nothing, whatever its uuid and revision."""


class FeedState(NamedTuple):
    """The state of a feed: the place that it has come to, and what is to be said of it."""

    feed: str
    member: str
    follows: str | None
    seq: int
    """The last line that holds."""
    missing: int
    """Lines that are known to be before those that wait; 0: none waits."""
    last: str
    """When its last change was made (UTC, by its member's clock)."""
    fault: str
    """The reason why it doesn't hold as a whole, for a person; empty if it does."""


def missing_lines(feeds: Iterable[FeedState]) -> dict[str, int]:
    """Return by member how many lines are missing, in all feeds of his together; nobody of whom none is."""
    missing: dict[str, int] = {}
    for feed in feeds:
        if feed.missing:
            missing[feed.member] = missing.get(feed.member, 0) + feed.missing
    return missing


class PastAnnotation(NamedTuple):
    """One annotation of a colleague as it is, or as it was before it was deleted."""

    member: str
    annotation: Annotation
    deleted: bool


class Mirror:
    """The colleagues' feeds as far as they are known; each thread has one of its own.

    Args:
        path: the file in the cache; it is made anew if it can't be read, or was made by another version.
        readonly: only look, and wait for nobody: the file is there already, another thread keeps it up.

    Raises:
        sqlite3.Error: it can't be used now.
    """

    def __init__(self, path: Path, *, readonly: bool = False) -> None:
        self._path = path
        self._db = self._to_read() if readonly else self._opened()
        self._lines: list[tuple[object, ...]] = []
        self._records: list[tuple[object, ...]] = []
        """Rows that were taken in and aren't in the tables yet."""
        self._texts: dict[str, int] = {}

    def close(self) -> None:
        """Close the tables."""
        self._db.close()

    def have(self) -> Mapping[str, int]:
        """Return the number of the last line that holds, by feed."""
        return dict(self._db.execute("SELECT feed, seq FROM feeds"))

    def feeds(self) -> list[FeedState]:
        """Return how far each feed has come, those whose last change is the oldest first."""
        rows = self._db.execute(
            "SELECT feed, member, follows, seq,"
            " (SELECT min(seq) FROM waiting WHERE waiting.feed = feeds.id), t, fault FROM feeds"
            " ORDER BY t, feed"
        )
        return [
            FeedState(feed, member, follows, seq, first - seq - 1 if first else 0, last, fault)
            for feed, member, follows, seq, first, last, fault in rows
        ]

    def know(self, cards: Iterable[FeedCard]) -> None:
        """Take in whose feeds there are. Whose a feed is never changes: another card of it is a fault."""
        with self._changing():
            for card in cards:
                if not is_name(card.member):  # nobody can have joined under it
                    continue
                row = self._db.execute("SELECT member FROM feeds WHERE feed = ?", (card.feed,)).fetchone()
                if row is None:
                    self._db.execute(
                        "INSERT INTO feeds VALUES (NULL, ?, ?, ?, 0, ?, '', '')",
                        (card.feed, card.member, card.follows, FIRST),
                    )
                elif row[0] != card.member:
                    self._fault(card.feed, f"it is {card.member[:40]}'s now; {row[0][:40]}'s holds")

    def take(self, lines: Iterable[tuple[str, bytes]]) -> set[str]:
        """Take in lines as a hub brings them; returns the texts (their sha256) about which there is news."""
        news: set[str] = set()
        for batch in _batches(lines):  # read before the step begins: a hub may hang
            with self._changing():
                heads: dict[str, _Head | None] = {}  # asked anew each step: another reader may have gone on
                for feed, line in batch:
                    if feed not in heads:
                        heads[feed] = self._head(feed)
                    head = heads[feed]
                    if head is not None:
                        self._take(head, line, news)
                self._write_news()
                for head in filter(None, heads.values()):
                    self._write_head(head)
        return news

    def kept(self, name: str) -> bytes:
        """Return what was kept under a name beside the lines; nothing if nothing was."""
        row = self._db.execute("SELECT value FROM kept WHERE name = ?", (name,)).fetchone()
        return bytes(row[0]) if row else b""

    def keep(self, name: str, value: bytes) -> None:
        """Keep something under a name beside the lines, as long as these are kept."""
        with self._changing():
            self._db.execute("INSERT OR REPLACE INTO kept VALUES (?, ?)", (name, value))

    def annotations(self, sha256: str) -> Iterator[tuple[str, Annotation]]:
        """Yield each colleague's annotations of a text, with the name of the feed's member.

        Of an annotation that two feeds of one person hold, the higher revision.
        """
        for member, document in self._db.execute(
            f"{_LATEST} AND text = (SELECT id FROM texts WHERE sha256 = ?)"  # noqa: S608 - our own constant
            " ORDER BY member, uuid",
            (sha256,),
        ):
            yield member, decode(document)

    def each_annotation(self) -> Iterator[tuple[str, Annotation]]:
        """Yield each colleague's annotations of all texts, as `annotations`."""
        for member, document in self._db.execute(f"{_LATEST} ORDER BY member, text, uuid"):
            yield member, decode(document)

    def annotation(self, uuid: str) -> PastAnnotation | None:
        """Return a colleague's annotation, also if it is deleted; None if no colleague has said it.

        Of one that several feeds hold the one that is there comes first, then the highest revision.
        """
        row = self._db.execute(
            "SELECT member, coalesce(document, before), document IS NULL"
            " FROM feeds CROSS JOIN records ON records.feed = feeds.id"  # by the key of each feed
            " WHERE uuid = ? AND kind = ? AND coalesce(document, before) IS NOT NULL"
            " ORDER BY document IS NULL, rev DESC, feeds.feed DESC",
            (uuid, ANNOTATIONS),
        ).fetchone()
        return None if row is None else PastAnnotation(row[0], decode(row[1]), bool(row[2]))

    def done(self) -> Iterator[Done]:
        """Yield who is done with which text."""
        rows = self._db.execute(
            "SELECT document FROM records WHERE kind = ? AND document IS NOT NULL", (DONE.name,)
        )
        for (document,) in rows:
            yield decode_record(DONE, document)

    def members(self, own: Iterable[Feed] = ()) -> dict[str, bool]:
        """Return who is in the team by what each has said himself: True if he has left.

        Of several feeds of one person that which has spoken of it last holds, wherever he goes on working.

        Args:
            own: my feeds in this database, which are not among the colleagues'; without them nothing is
                said of me but by what came from another machine of mine.
        """
        rows = self._db.execute(
            "SELECT member, document FROM feeds LEFT JOIN records ON records.feed = feeds.id AND kind = ?",
            (FEEDS.name,),
        ).fetchall()
        left: dict[str, bool] = {member: False for member, _ in rows}
        words = [decode_record(FEEDS, document) for _, document in rows if document is not None]
        for feed in sorted([*words, *own], key=lambda feed: (feed.updated, not feed.left)):
            left[feed.annotator] = feed.left
        return left

    def begun(self) -> dict[str, set[str]]:
        """Return who has said something of which text (its sha256)."""
        begun: dict[str, set[str]] = {}
        for sha256, member in self._db.execute(
            "SELECT sha256, member FROM"  # noqa: S608 - our own constant
            f" (SELECT DISTINCT text, feed FROM records WHERE kind = '{ANNOTATIONS}'"
            " AND document IS NOT NULL) AS said"
            " JOIN texts ON texts.id = said.text JOIN feeds ON feeds.id = said.feed"
        ):
            begun.setdefault(sha256, set()).add(member)
        return begun

    # ------------------------------------------------------------------ one line

    def _head(self, feed: str) -> _Head | None:
        """Return how far a feed has come; None if nobody has said whose it is."""
        row = self._db.execute("SELECT id, member, seq, h, t FROM feeds WHERE feed = ?", (feed,)).fetchone()
        if row is None:
            return None
        id_, member, seq, h, t = row
        waiting = self._db.execute("SELECT 1 FROM waiting WHERE feed = ? LIMIT 1", (id_,)).fetchone()
        return _Head(id_, feed, member, seq, h, t, waiting is not None)

    def _write_head(self, head: _Head) -> None:
        self._db.execute(
            "UPDATE feeds SET seq = ?, h = ?, t = ? WHERE id = ?", (head.seq, head.h, head.t, head.id)
        )
        if head.goes_on and not head.is_stopped:  # at what it stopped before, this version has read now
            self._db.execute(
                "UPDATE feeds SET fault = '' WHERE feed = ? AND fault IN (?, ?)",
                (head.feed, _NEWER, _STRANGE),
            )

    def _take(self, head: _Head, line: bytes, news: set[str]) -> None:
        feed, seq = head.feed, head.seq
        told = glance(line)
        if told is None or told[0] != feed:
            return  # nobody's
        if told[1] <= seq:
            self._write_news()
            known = self._db.execute(
                "SELECT h FROM lines WHERE feed = ? AND seq = ?", (head.id, told[1])
            ).fetchone()
            if known is not None and known[0] != told[2] and self._decoded(head, line) is not None:
                self._fault(feed, f"line {told[1]} is there twice, and differs: two places write this feed")
            return
        record = self._decoded(head, line)
        if record is None:
            return
        if record.seq > seq + 1:
            if record.seq - seq <= _WAITING:
                self._wait(head, record, line)
                head.waiting = True
            return
        while record is not None:
            if record.prev != head.h:
                said = f"line {record.seq} doesn't stand on {head.seq}: two places write this feed"
                self._fault(feed, said)
                return
            self._apply(record, head, news)
            head.seq, head.h, head.t, head.goes_on = record.seq, record.h, record.t, True
            record = self._waited(head) if head.waiting else None

    def _decoded(self, head: _Head, line: bytes) -> FeedRecord | None:
        try:
            return decode_line(line)
        except NewerLineError:
            said = _NEWER
        except StrangeLineError:
            said = _STRANGE
        except DamagedLineError:
            return None  # it comes again, whole
        self._fault(head.feed, said)
        head.is_stopped = True
        return None

    def _wait(self, head: _Head, record: FeedRecord, line: bytes) -> None:
        self._db.execute(
            "INSERT OR IGNORE INTO waiting VALUES (?, ?, ?, ?)", (head.id, record.seq, record.h, line)
        )

    def _waited(self, head: _Head) -> FeedRecord | None:
        """Return the line that has waited and stands on the last one; others of its number go."""
        seq, before = head.seq + 1, head.h
        place = (head.id, seq)
        rows = self._db.execute("SELECT line FROM waiting WHERE feed = ? AND seq = ?", place).fetchall()
        self._db.execute("DELETE FROM waiting WHERE feed = ? AND seq = ?", place)
        standing = None
        for (line,) in rows:
            record = decode_line(line)
            if record.prev == before and standing is None:
                standing = record
            else:
                self._fault(head.feed, f"line {seq} is there twice, and differs: two places write this feed")
        return standing

    def _apply(self, record: FeedRecord, head: _Head, news: set[str]) -> None:
        for op in record.ops:
            if op.table not in SHARED:
                continue  # of a newer version
            try:
                self._keep(head, op, news)
            except _RefusedError as error:
                self._fault(head.feed, f"line {record.seq}: {error}")
        self._lines.append((head.id, record.seq, record.h))

    def _keep(self, head: _Head, op: FeedOp, news: set[str]) -> None:
        # A first revision has none before it; 200,000 of them come when somebody joins late.
        before = None if op.rev == 1 and not op.gone else self._text_before(head, op)
        if op.gone:
            if before is None:
                return
            self._db.execute(
                "UPDATE records SET rev = ?, before = coalesce(document, before), document = NULL"
                " WHERE feed = ? AND kind = ? AND uuid = ?",
                (op.rev, head.id, op.table, op.uuid),
            )
            if before:
                news.add(before)
            return
        document = bytes(op.document)
        try:
            said = (
                decode(document)
                if op.table == ANNOTATIONS
                else decode_record(SIDE_TABLES[op.table], document)
            )
        except InvalidAnnotationError:  # the reason may name what is to be hidden
            raise _RefusedError("a record that can't be read was refused") from None
        if said.annotator != head.member:
            raise _RefusedError(f"a record signed by {said.annotator[:40]} was refused")
        if said.uuid != op.uuid:
            raise _RefusedError("a record of another uuid was refused")
        about = article_of(said)
        if about is not None and digest_of(about.sha256) is None:
            raise _RefusedError("a record that names no text was refused")
        sha256 = "" if about is None else about.sha256
        news.update(text for text in (sha256, before) if text)
        self._records.append((head.id, op.table, op.uuid, op.rev, self._text(sha256), document))

    def _text_before(self, head: _Head, op: FeedOp) -> str | None:
        """Return the text (its sha256) that a record was about; None if there was none."""
        self._write_news()
        row = self._db.execute(
            "SELECT sha256 FROM records LEFT JOIN texts ON texts.id = text"
            " WHERE feed = ? AND kind = ? AND uuid = ?",
            (head.id, op.table, op.uuid),
        ).fetchone()
        return None if row is None else row[0] or ""

    def _text(self, sha256: str) -> int | None:
        """Return the number of a text in the tables; None: no text."""
        if not sha256:
            return None
        number = self._texts.get(sha256)
        if number is None:
            self._db.execute("INSERT OR IGNORE INTO texts (sha256) VALUES (?)", (sha256,))
            (number,) = self._db.execute("SELECT id FROM texts WHERE sha256 = ?", (sha256,)).fetchone()
            if len(self._texts) >= _TEXTS:
                self._texts.clear()
            self._texts[sha256] = number
        return int(number)

    def _write_news(self) -> None:
        """Write what was taken in: many rows together, and before any of them is asked for."""
        if self._records:
            self._db.executemany(
                "INSERT OR REPLACE INTO records VALUES (?, ?, ?, ?, ?, ?, NULL)", self._records
            )
            self._records.clear()
        if self._lines:
            self._db.executemany("INSERT INTO lines VALUES (?, ?, ?)", self._lines)
            self._lines.clear()

    def _fault(self, feed: str, fault: str) -> None:
        """Keep what is to be told of a feed: the first thing that went wrong, which the others come of."""
        self._db.execute("UPDATE feeds SET fault = ? WHERE feed = ? AND fault = ''", (escaped(fault), feed))

    # ------------------------------------------------------------------ the tables

    def _opened(self) -> sqlite3.Connection:
        self._path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        with contextlib.suppress(_UnusableError):
            return self._checked()
        for part in PARTS:
            Path(f"{self._path}{part}").unlink(missing_ok=True)
        return self._checked()

    def _checked(self) -> sqlite3.Connection:
        """Return a connection to tables of this form, which are made if the file is new.

        Raises:
            _UnusableError: the file is damaged or another version's.
            sqlite3.Error: it can't be used now.
        """
        db = self._connected()
        try:
            write_ahead(db)
            db.execute("PRAGMA synchronous = NORMAL")
            db.execute(f"PRAGMA cache_size = -{_CACHE}")
            db.execute("BEGIN IMMEDIATE")  # another reader of this person may be making them
            (form,), (tables,) = (
                db.execute(asked).fetchone()
                for asked in ("PRAGMA user_version", "SELECT count(*) FROM sqlite_schema")
            )
            if (form, tables) == (0, 0):
                for statement in (*_TABLES.split(";"), f"PRAGMA user_version = {_FORM}"):
                    db.execute(statement)
                form = _FORM
            db.execute("COMMIT")
        except (sqlite3.Error, UnicodeDecodeError) as error:
            db.close()
            if is_damage(error):
                raise _UnusableError from error
            raise
        if form != _FORM:
            db.close()
            raise _UnusableError
        return db

    def _to_read(self) -> sqlite3.Connection:
        return sqlite3.connect(f"{self._path.absolute().as_uri()}?mode=ro", uri=True, timeout=0)

    def _connected(self) -> sqlite3.Connection:
        for part in PARTS:
            keep_only_a_file(Path(f"{self._path}{part}"))
        return sqlite3.connect(
            self._path, timeout=WAIT_SECONDS, isolation_level=None, check_same_thread=False
        )

    @contextlib.contextmanager
    def _changing(self) -> Iterator[None]:
        """Make one step of what is read and written inside, also beside another reader of this person."""
        self._db.execute("BEGIN IMMEDIATE")
        try:
            yield
        except BaseException:
            self._lines.clear()
            self._records.clear()
            self._texts.clear()
            self._db.execute("ROLLBACK")
            raise
        self._db.execute("COMMIT")


@dataclass
class _Head:
    """The place that a feed has come to, while lines are taken."""

    id: int
    feed: str
    member: str
    seq: int
    h: str
    t: str
    waiting: bool
    """True if lines further on are known."""
    goes_on: bool = False
    """True if lines have been taken."""
    is_stopped: bool = False
    """True if one can't be read by this version."""


def _batches(lines: Iterable[tuple[str, bytes]]) -> Iterator[list[tuple[str, bytes]]]:
    batch: list[tuple[str, bytes]] = []
    size = 0
    for feed, line in lines:
        batch.append((feed, line))
        size += len(line)
        if len(batch) >= _BATCH or size >= _BATCH_BYTES:
            yield batch
            batch, size = [], 0
    if batch:
        yield batch


class _UnusableError(Exception):
    """Says that the file is damaged, or of another form."""


class _RefusedError(Exception):
    """Says why a record of a line isn't taken."""
