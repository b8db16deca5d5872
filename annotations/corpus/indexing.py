"""Brings the index up to date: it sees which files came, changed or went, and reads what is in them.

Made for a worker thread: a generator that can be left at every step. What is done by then is kept, a single
large file included, and the next update goes on from there. Articles are written some hundreds at a time by a
thread of its own: SQLite lets go of Python's lock for the length of a statement, so that the next articles
are read and folded meanwhile, and the screen isn't held up. With a row a statement the two threads would wait
for each other's turn, 5 ms each time.
"""

from __future__ import annotations

import os
import time
from array import array
from collections import deque
from collections.abc import Generator, Iterable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor, wait
from itertools import chain, islice
from pathlib import Path

import filelock

from annotations.corpus import repetition_index
from annotations.corpus.corpus import UniqueIds, own_id
from annotations.corpus.formats import WHOLE_FILE, kind_of, suffix_of
from annotations.corpus.index import Index, IndexFailedError, state
from annotations.corpus.index_workers import IndexWorkers, cores
from annotations.corpus.indexed_article import (
    FileToIndex,
    Indexed,
    IndexedArticle,
    RecordToIndex,
    indexed,
    indexed_article,
)
from annotations.corpus.kept_orders import keep_orders
from annotations.corpus.listing import COLUMNS, is_sound
from annotations.corpus.problems import Problems
from annotations.corpus.progress import IndexingProgress
from annotations.corpus.records import ArticleError, Entry, File, Problem
from annotations.corpus.word_index import NewForms
from annotations.sqlite_files import keep_only_a_file

_STEP = 0.25
"""Seconds between two steps, at which the update may be left."""

_WAIT = 1.0
"""Seconds after which what has come is written and shown; the first time after a step."""

_ARTICLES, _LENGTH = 1024, 1 << 22
"""Articles and code points after which it is written; a quarter as many cost FTS5 a fifth more."""

_ROWS = 64
"""Rows in one statement: SQLite has a copy of all their values until it has run."""

_FORMS = 10_000
"""Forms of words in one statement, which may have 32,766 placeholders (SQLITE_MAX_VARIABLE_NUMBER)."""

_HASH = 1 << 23
"""Bytes of words that FTS5 gathers before it writes them; with the 1 MB that it takes by itself, and putting
together what it wrote while it goes on (`_AUTOMERGE`, its own number), a corpus costs it a fifth more."""

_AUTOMERGE = 4

_LISTED = 2000
"""Files that are compared with the index at a time."""

_CHECKED = 200_000
"""Articles that are looked at each time, whether they are as they were written."""

_STALE = 1000
"""Articles that may be gone before it is counted whether most are."""

_LARGE = 8_000_000
"""Bytes that are read by workers. To start two takes 0.4 s of CPU time, as long as to index 1 MB: where other
programs have the second core a corpus of this size takes a tenth longer by them, and else half as long."""

_WORK = 1 << 18
"""Bytes that a worker gets at a time."""

_AHEAD = 3
"""Pieces of work for each worker that it has done or is to do next, while the first is waited for."""


_DOUBTFUL = """
    SELECT 1 FROM articles WHERE id != base UNION ALL
    SELECT 1 FROM (SELECT 1 FROM articles GROUP BY base HAVING count(*) > 1) LIMIT 1
"""


class IndexBusyError(IndexFailedError):
    """Another process is updating the index; what it has so far can be read."""


def update(index: Index) -> Generator[IndexingProgress, None, None]:
    """Bring an index up to date, step by step; may be left at any step.

    Raises:
        IndexBusyError: another process is updating it.
        IndexFailedError: the index can't be written.
    """
    lock = filelock.FileLock(f"{index.path}.lock", timeout=0)
    with index.failing():
        keep_only_a_file(Path(lock.lock_file))
        try:
            lock.acquire()
        except filelock.Timeout:
            raise IndexBusyError(
                f"{index.path}: another claimreader is indexing this corpus; what it has is shown"
            ) from None
    try:
        with index.failing():
            yield from _Update(index).run()
    finally:
        lock.release()


class _Batch:
    """The rows that are written in one transaction."""

    def __init__(self, wait: float = _WAIT) -> None:
        self.wait = wait
        self.articles: list[tuple[object, ...]] = []
        self.words: list[tuple[int, str, str]] = []
        self.forms: list[tuple[str, str]] = []
        self.fingerprints: list[tuple[int, str]] = []
        self.lines: list[tuple[object, ...]] = []
        self.damaged: list[tuple[int, str, str, int]] = []
        self.replaced: list[tuple[int]] = []
        self.problems: list[tuple[str, str, str, int]] = []
        self.done: list[str] = []
        self.length = 0
        self.began = time.monotonic()

    @property
    def full(self) -> bool:
        many = len(self.articles) >= _ARTICLES or len(self.done) >= 4 * _ARTICLES
        return many or self.length >= _LENGTH or time.monotonic() - self.began > self.wait


class _Work:
    """Some files and records that are read together, and what is known of them beforehand."""

    def __init__(self) -> None:
        self.things: list[RecordToIndex | FileToIndex] = []
        self.ids: list[str] = []
        """The id of each one's article, for the time being."""
        self.bytes = 0
        self.ended: dict[str, list[Problem]] = {}
        """The files that are done with it, and what can't be read in them."""
        self.files_bytes = 0
        """Of those."""
        self.of_file = 0
        """Bytes that it has read of a file that isn't done with it."""

    def add(self, thing: RecordToIndex | FileToIndex, id_: str, size: int) -> None:
        """Add one of so many bytes."""
        self.things.append(thing)
        self.ids.append(id_)
        self.bytes += size


class _TakenIds:
    """Gives each record an id of its own for the time being, in 17 bytes each and not 170, see `UniqueIds`.

    Only hashes of those that are taken are kept. An id that has that of another, which of a million happens
    once in 10^7 corpora, is numbered as if it were taken, and `_finish` takes the number away.
    """

    def __init__(self, taken: Iterable[str] = ()) -> None:
        self._table = array("Q", bytes(8 << 10))
        self._count = 0
        self._last: dict[str, int] = {}
        """The number that the last of a name got, if several have it."""
        for id_ in taken:
            self._take(hash(id_))

    def name(self, base: str) -> str:
        """Return the id of the next article of that name."""
        id_ = base
        while not self._take(hash(id_)):
            number = self._last[base] = self._last.get(base, 1) + 1
            id_ = f"{base}~{number}"
        return id_

    def _take(self, number: int) -> bool:
        """Put a hash into the table; False if it was there."""
        table, last = self._table, len(self._table) - 1
        number = number & 0xFFFF_FFFF_FFFF_FFFF or 1  # 0 is none
        place = number & last
        while (there := table[place]) and there != number:
            place = place + 1 & last
        if there:
            return False
        table[place] = number
        self._count += 1
        if 2 * self._count > len(table):
            self._table, self._count = array("Q", bytes(16 * len(table))), 0
            for kept in table:
                if kept:
                    self._take(kept)
        return True


class _Update:
    def __init__(self, index: Index) -> None:
        self._corpus = index.corpus
        self._path = index.path
        # Each number of rows makes another statement: kept with their texts they had up to 150 MB.
        self._db = index.connect(kept_statements=0)
        try:
            self._reading = index.connect()  # the other one is busy writing
        except BaseException:
            self._db.close()
            raise
        self._batch = _Batch(_STEP)
        self._writer = ThreadPoolExecutor(1, "index")
        self._written: Future[None] | None = None
        self._taken = _TakenIds()
        self._new_forms = NewForms()
        self._changed = self._mostly_new = False
        self._key = 0
        self._files = self._bytes = self._articles = 0
        self._files_bytes = 0
        """Of the files that are done."""
        self._began = 0.0
        self._totals = (0, 0)

    def run(self) -> Iterator[IndexingProgress]:
        try:
            self._drop_if_stale()
            yield from self._drop_unsound()
            yield from self._list()
            self._began = stepped = time.monotonic()
            for _ in self._read():
                if self._batch.full:
                    self._write()
                elif time.monotonic() - stepped < _STEP:
                    continue
                yield self._progress()
                stepped = time.monotonic()
            self._write()
            self._taken, self._new_forms = _TakenIds(), NewForms()  # 20 MB of a million, for what is sorted
            self._finish()
            if self._read_repaired():
                self._write()
                self._finish()
            if self._changed:
                self._put_in_order()
                self._db.execute("DELETE FROM unfinished")
            yield self._progress()
        except GeneratorExit:
            self._write()  # what has been read by now is kept
            raise
        finally:
            self._writer.shutdown()  # lets it be written
            self._db.close()
            self._reading.close()

    def _progress(self, *, listing: bool = False) -> IndexingProgress:
        seconds = 0.0 if listing else time.monotonic() - self._began
        return IndexingProgress(
            listing, self._files, self._totals[0], self._bytes, self._totals[1], self._articles, seconds
        )

    def _drop_if_stale(self) -> None:
        """Begin anew when most of the full text belongs to articles that are gone."""
        db = self._db
        self._key = (db.execute("SELECT seq FROM sqlite_sequence").fetchone() or (0,))[0]
        if self._key > 2 * db.execute("SELECT count(*) FROM articles").fetchone()[0] + _STALE:
            db.executescript("""
                BEGIN;
                DELETE FROM articles; DELETE FROM problems; DELETE FROM files;
                DELETE FROM fingerprints; DELETE FROM forms; DELETE FROM lines; DELETE FROM sources;
                DELETE FROM damaged; DELETE FROM checked;
                INSERT INTO words (words) VALUES ('delete-all');
                DELETE FROM sqlite_sequence;
                COMMIT;
            """)
            self._key = 0

    def _drop_unsound(self) -> Iterator[IndexingProgress]:
        """Forget the files of which an article isn't as it was written, or is missing: they're read again.

        Raises:
            IndexFailedError: the tables don't belong to their indexes.
        """
        db = self._db
        (last,) = db.execute("SELECT coalesce(max(key), 0) FROM articles").fetchone()
        turn, turns = self._turn(last)
        for number, table in enumerate(("articles", "files", "problems", "lines", "sources")):
            # 0.15 s of CPU for 100,000 articles, without our lock
            if (
                number % turns == turn
                and db.execute(f"PRAGMA integrity_check({table})").fetchone()[0] != "ok"
            ):
                raise IndexFailedError.of_damage(self._path, "it is damaged")
        unsound: set[tuple[str | None]] = set()
        rows = self._reading.execute(
            f"SELECT {COLUMNS} FROM articles LEFT JOIN files ON name = file WHERE key > ? AND key <= ?",  # noqa: S608 - our own columns
            (last * turn // turns, last * (turn + 1) // turns),
        )
        while batch := rows.fetchmany(2000):
            unsound.update((values[17],) for values in batch if not is_sound(values))
            yield self._progress(listing=True)
        unsound.update(
            db.execute(
                "SELECT name FROM files"
                " LEFT JOIN (SELECT file, count(*) AS number FROM articles GROUP BY file) ON file = name"
                " WHERE done AND done != 1 + coalesce(number, 0)"
            )
        )
        if unsound:
            db.execute("BEGIN")
            db.execute("INSERT INTO unfinished VALUES (1)")
            db.executemany("DELETE FROM articles WHERE file IS ?", unsound)
            db.executemany("DELETE FROM files WHERE name IS ?", unsound)
            db.execute("COMMIT")

    def _turn(self, last: int) -> tuple[int, int]:
        """Return which part of the articles is looked at this time, and how many parts there are.

        A row that isn't as it was written is never shown. To find one before, and read its file again, takes
        1 s for 100,000; of more so many are looked at each time.
        """
        turns = max(1, -(-last // _CHECKED))
        (before,) = self._db.execute("SELECT turn FROM checked").fetchone() or (-1,)
        turn = (before + 1) % turns
        if turns > 1:
            self._db.execute("DELETE FROM checked")
            self._db.execute("INSERT INTO checked VALUES (?)", (turn,))
        return turn, turns

    def _list(self) -> Iterator[IndexingProgress]:
        """Compare the files that there are with those that the index knows."""
        db = self._db
        db.execute("CREATE TEMP TABLE seen (name TEXT PRIMARY KEY, path BLOB, size, mtime) WITHOUT ROWID")
        db.execute("CREATE TEMP TABLE gone (name TEXT PRIMARY KEY) WITHOUT ROWID")
        problems = Problems()
        files = self._corpus.files(problems)
        # Below one root names rise, so that each part is compared by itself, and leaves nothing if unchanged.
        rising = len(self._corpus.roots) == 1
        last = ""
        while batch := list(islice(files, _LISTED)):
            self._compare(self._as_known(batch), last if rising else None, batch[-1].name)
            last = batch[-1].name
            self._files += len(batch)
            yield self._progress(listing=True)
        if rising:
            self._compare((), last, None)
        else:
            db.execute("INSERT INTO gone SELECT name FROM files")  # and what was seen is taken out again
        db.executescript("""
            BEGIN;
            DELETE FROM gone WHERE name IN (SELECT name FROM files JOIN seen USING (name, size, mtime));
            DELETE FROM articles WHERE file IN (SELECT name FROM gone);
            DELETE FROM files WHERE name IN (SELECT name FROM gone);
            UPDATE files SET path = seen.path FROM seen
                WHERE seen.name = files.name AND seen.path IS NOT files.path;
            INSERT OR IGNORE INTO files SELECT name, path, size, mtime, 0 FROM seen;
            DELETE FROM problems WHERE file != '~'
                AND NOT EXISTS (SELECT 1 FROM files WHERE name = problems.file AND done);
            COMMIT;
        """)
        db.executemany("INSERT INTO problems VALUES ('', ?, ?, ?)", problems.all())
        self._files = 0
        self._totals = db.execute(
            "SELECT count(*), coalesce(sum(size), 0) FROM files WHERE NOT done"
        ).fetchone()
        self._changed = bool(
            self._totals[0]
            or db.execute("SELECT 1 FROM gone UNION ALL SELECT 1 FROM unfinished LIMIT 1").fetchone()
        )
        if self._changed:
            db.execute("INSERT INTO unfinished VALUES (1)")
            self._set_full_text()
            known = db.execute('SELECT id FROM articles WHERE "end" IS NOT NULL')
            self._taken = _TakenIds(id_ for (id_,) in known)

    def _read(self) -> Iterator[None]:
        """Read the files that are new or changed; yield after every piece of work, and while none is done."""
        large = self._totals[1] >= _LARGE and cores() > 1
        workers = IndexWorkers(self._corpus.options, cores()) if large else None
        ahead = _AHEAD * workers.count if workers else 1
        pending: deque[tuple[_Work, Future[list[Indexed]]]] = deque()
        try:
            for work in self._works(_WORK if workers else 1):
                if workers is None:
                    self._take(work, indexed(work.things, self._corpus.options))
                    yield
                    continue
                pending.append((work, workers.submit(work.things)))
                while len(pending) >= ahead:
                    yield from self._take_first(pending)
            while pending:
                yield from self._take_first(pending)
        finally:
            if workers is not None:
                workers.close()

    def _take_first(self, pending: deque[tuple[_Work, Future[list[Indexed]]]]) -> Iterator[None]:
        """Take what came of the first piece of work, as soon as it is there."""
        work, result = pending[0]
        while not wait([result], _STEP).done:
            yield
        pending.popleft()
        self._take(work, result.result())
        yield

    def _compare(self, files: Sequence[File], after: str | None, until: str | None) -> None:
        """Compare the files of a part of the corpus with those of the index, and note where they differ.

        Args:
            files: those that there are.
            after: the name behind which the part begins; None to note all.
            until: the last name of it; None for all that follow.
        """
        db = self._db
        known = {}
        if after is not None:
            part, values = (
                ("name > ?", (after,)) if until is None else ("name > ? AND name <= ?", (after, until))
            )
            rows = db.execute(f"SELECT name, path, size, mtime FROM files WHERE {part}", values)  # noqa: S608 - constants
            known = {row[0]: row for row in rows}
        now = [(file.name, os.fsencode(file.location), file.size, file.mtime) for file in files]
        differing = [row for row in now if known.get(row[0]) != row]
        db.executemany("INSERT OR IGNORE INTO seen VALUES (?, ?, ?, ?)", differing)
        gone = known.keys() - {row[0] for row in now}
        gone.update(row[0] for row in differing if row[0] in known)
        db.executemany("INSERT OR IGNORE INTO gone VALUES (?)", [(name,) for name in gone])

    def _as_known(self, files: Sequence[File]) -> Sequence[File]:
        """Return files in the states that count: of one that is being written the one of before, if any."""
        growing = self._corpus.being_written
        if not growing:
            return files
        counting = []
        for file in files:
            if file.location not in growing:
                counting.append(file)
            elif known := self._db.execute(
                "SELECT size, mtime FROM files WHERE name = ? AND done", (file.name,)
            ).fetchone():
                counting.append(file._replace(size=known[0], mtime=known[1]))
        return counting

    def _works(self, size: int) -> Iterator[_Work]:
        """Yield what is to be done, in pieces of so many bytes or more."""
        begun = dict(
            self._reading.execute(
                "SELECT file, count(*) FROM articles JOIN files ON name = file WHERE NOT done GROUP BY file"
            )
        )
        name, work = "", _Work()
        while files := self._reading.execute(
            "SELECT name, path, size, mtime FROM files WHERE NOT done AND name > ? ORDER BY name LIMIT 200",
            (name,),
        ).fetchall():
            for name, blob, file_size, mtime in files:
                location = os.fsdecode(blob)
                suffix = suffix_of(os.path.basename(location))  # noqa: PTH119 - a million
                file = File(name, location, file_size, mtime, kind_of(location, suffix))
                if file.suffix in WHOLE_FILE:
                    repair = self._corpus.repair_of(name)
                    work.add(FileToIndex(file, begun.get(name, 0), repair), name, file_size)
                    work.ended[name] = []
                    work.files_bytes += file_size
                    if work.bytes >= size:
                        yield work
                        work = _Work()
                else:
                    problems = Problems()
                    for each, id_ in self._to_index(file, begun.get(name, 0), problems):
                        work.add(each, id_, 2 * len(each.record.text))
                        if each.record.end is not None and file.suffix != ".parquet":
                            # of a .gz too soon, never backwards
                            work.of_file = min(each.record.end, file.size)
                        if work.bytes >= size:
                            yield work
                            work = _Work()
                    work.ended[name] = problems.all()
                    work.files_bytes += file_size
                    work.of_file = 0
        yield work

    def _to_index(self, file: File, begun: int, problems: Problems) -> Iterator[tuple[RecordToIndex, str]]:
        """Read a file of many records, but for those that an earlier update has read of it.

        Yields:
            Each with the id that it has for the time being.
        """
        for place, record in enumerate(self._corpus.records(file, problems)):
            if place >= begun:
                base = own_id(file, record)
                # Whether a record is called as a file is, `_finish` finds out.
                id_ = base if record.end is None else self._taken.name(base)
                yield RecordToIndex(file, place, record, self._corpus.repair_of(id_)), id_

    def _take(self, work: _Work, results: Sequence[Indexed]) -> None:
        """Put what came of a piece of work into the batch."""
        for id_, result in zip(work.ids, results, strict=True):
            for article in result.articles:
                self._add(article, id_)
            if id_ in work.ended:
                work.ended[id_] += result.problems
        for name, problems in work.ended.items():
            self._batch.problems += [(name, *problem) for problem in problems]
            self._batch.done.append(name)
        self._files += len(work.ended)
        self._files_bytes += work.files_bytes
        self._bytes = self._files_bytes + work.of_file

    def _read_repaired(self) -> bool:
        """Read the articles again of which it was decided since that they are repaired, or are no more."""
        if not self._corpus.knows_corrections:
            return False
        corrections = list(self._corpus.corrections.items())
        wanted = {article_id: " ".join(each.repair) for article_id, each in corrections if each.repair}
        had: dict[str, str] = dict(
            self._db.execute(
                "SELECT id, repair FROM damaged JOIN articles ON key = article WHERE repair != ''"
            )
        )
        for article_id in sorted(wanted.keys() | had.keys()):
            if wanted.get(article_id, "") != had.get(article_id, ""):
                self._read_again(article_id)
        self._changed = self._changed or bool(self._batch.replaced)
        return bool(self._batch.replaced)

    def _read_again(self, article_id: str) -> None:
        known = self._db.execute(
            'SELECT key, name, path, size, mtime, start, "end", number, place FROM articles'
            " JOIN files ON name = file WHERE id = ?",
            (article_id,),
        ).fetchone()
        if known is None:
            return  # its file is gone, or not here yet
        key, name, blob, size, mtime, start, end, number, place = known
        path = Path(os.fsdecode(blob))
        try:
            record = self._corpus.record(Entry(article_id, path, size, mtime, start, end, number))
        except ArticleError:
            return  # it has changed meanwhile: the next update reads it
        self._batch.replaced.append((key,))
        file = File(name, str(path), size, mtime, suffix_of(path.name))
        repair = self._corpus.repair_of(article_id)
        self._add(indexed_article(file, place, record, repair), article_id)

    def _add(self, article: IndexedArticle, id_: str) -> None:
        """Put an article into the batch."""
        self._key += 1
        self._articles += 1
        batch, key = self._batch, self._key
        batch.articles.append((key, *article.before_id, id_, *article.after_id))
        batch.words.append((key, article.about, article.words))
        batch.forms += self._new_forms.of(f"{article.about} {article.words}".split())
        if article.fingerprints:
            batch.fingerprints.append((key, article.fingerprints))
        batch.lines.append((key, *article.lines))
        if article.damage:
            batch.damaged.append((key, *article.damage))
        batch.length += article.length

    def _write(self) -> None:
        """Hand the batch to the writing thread, when it has written the last one."""
        if self._written:
            self._written.result()
        self._written = self._writer.submit(self._insert, self._batch)
        self._batch = _Batch()

    def _insert(self, batch: _Batch) -> None:
        db = self._db
        db.execute("BEGIN")
        try:
            db.executemany("DELETE FROM articles WHERE key = ?", batch.replaced)
            for table, rows in (
                ("articles", batch.articles),
                ("damaged", batch.damaged),  # of gone articles they go in `_finish`
                ("words (rowid, about, text)", batch.words),
                ("fingerprints", batch.fingerprints),  # of gone articles they go in `_finish`
                ("lines", batch.lines),  # and so do these
            ):
                self._insert_rows(f"INSERT INTO {table}", rows, _ROWS)
            self._insert_rows("INSERT OR IGNORE INTO forms", sorted(batch.forms), _FORMS)
            db.executemany("INSERT INTO problems VALUES (?, ?, ?, ?)", batch.problems)
            marks = ", ".join("?" * len(batch.done))
            counted_now = "1 + (SELECT count(*) FROM articles WHERE file = name)"
            db.execute(f"UPDATE files SET done = {counted_now} WHERE name IN ({marks})", batch.done)  # noqa: S608 - marks only
        except BaseException:
            db.execute("ROLLBACK")
            raise
        db.execute("COMMIT")

    def _insert_rows(self, insert: str, rows: Sequence[tuple[object, ...]], most: int) -> None:
        """Insert rows of one table, so many in one statement."""
        for at in range(0, len(rows), most):
            some = rows[at : at + most]
            marks = ", ".join([f"({', '.join('?' * len(some[0]))})"] * len(some))
            self._db.execute(f"{insert} VALUES {marks}", tuple(chain.from_iterable(some)))

    def _set_full_text(self) -> None:
        """Have the full text put in order at the end, where most of it is new, and else as it grows."""
        db = self._db
        (known,) = db.execute("SELECT coalesce(sum(size), 0) FROM files WHERE done").fetchone()
        self._mostly_new = self._totals[1] >= max(_LARGE, known)
        for name, value in (("automerge", 0 if self._mostly_new else _AUTOMERGE), ("hashsize", _HASH)):
            db.execute("INSERT INTO words (words, rank) VALUES (?, ?)", (name, value))

    def _put_in_order(self) -> None:
        """Make one of the parts of the full text where most of it is new, and write down the orders."""
        db = self._db
        if self._mostly_new:
            db.execute("INSERT INTO words (words) VALUES ('optimize')")
        db.execute("BEGIN")
        keep_orders(db, state(db))
        db.execute("COMMIT")

    def _finish(self) -> None:
        """Give every article the id that it has in a fresh listing, and say which aren't their own."""
        if self._written:
            self._written.result()
        if not self._changed:
            return
        db = self._db
        repetition_index.bring_up_to_date(db)
        db.execute("DELETE FROM fingerprints WHERE article NOT IN (SELECT key FROM articles)")
        db.execute("DELETE FROM damaged WHERE article NOT IN (SELECT key FROM articles)")
        db.execute("DELETE FROM problems WHERE file = '~'")
        if not db.execute(_DOUBTFUL).fetchone():
            return
        unique = UniqueIds()
        problems = Problems()
        renamed: list[tuple[str, int]] = []
        for key, base, old, path in db.execute(
            "SELECT key, base, id, path FROM articles JOIN files ON name = file ORDER BY file, place"
        ):
            id_ = unique.name(base)
            if id_ != base:
                problems.add_renamed(os.fsdecode(path), id_)
            if id_ != old:
                renamed.append((id_, key))
        db.execute("BEGIN")
        db.executemany("UPDATE articles SET id = ? WHERE key = ?", renamed)
        db.executemany("INSERT INTO problems VALUES ('~', ?, ?, ?)", problems.all())
        db.execute("COMMIT")
