"""Keeps annotations durably: a journal in front of an ordinary TinyDB file.

Each change is first one flushed line of the journal, and only then in memory; the TinyDB file follows on a
pause, at close and when the journal has grown, in a thread beside the keys. So a save costs the same at 100
annotations and at 100,000, and whatever happens to the process or the machine, what `apply` returned from is
there at the next opening.
"""

from __future__ import annotations

import contextlib
import errno
import json
import os
import threading
import time
import zlib
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import msgspec

from annotations.model.records import MAX_COUNTER, Annotation, decode, new_uuid, timestamp
from annotations.model.side_records import AnyChange, AnyRecord, R, SideTable
from annotations.store import backups, disk, history_entries, journal, lineage
from annotations.store.base import Change, Event, Info, NotSavedError, StoreError
from annotations.store.change_validation import ValidatedChange, validated
from annotations.store.checkpoint_worker import CheckpointWorker
from annotations.store.errors import CacheError
from annotations.store.lock import Lock, is_held
from annotations.store.read_only_store import ReadOnlyStore
from annotations.version import APP

if TYPE_CHECKING:
    from annotations.store.recovery import Loaded
    from annotations.store.storage import CheckpointStorage, Tables
    from annotations.store.tables import KeyedTable, State

T = TypeVar("T")

_ATTEMPTS = 5
"""Times that a change is made anew because another one has taken the journal's name meanwhile."""

_TAKEN_AWAY = "its lock or its journal is taken away again and again"

POLL = 0.25
"""Seconds between two looks at another's journal."""

MAX_JOURNAL = 1 << 20
"""Bytes of journal after which a checkpoint makes it a segment of the history."""


def open_store(path: Path, *, annotator: str, readonly: bool = False, repair: bool = False) -> TinyDBStore:
    """Open the annotations in `path`, if there are any yet.

    Before the first save nothing is made but the lock, and the folder for it; `close` takes both away again
    if nothing was saved.

    When another process holds the lock, or the folder can't be written, the store comes back read-only and
    `info()` says why; it then follows what the holder saves.

    Args:
        path: the TinyDB file; links to it are followed and stay.
        annotator: who we are, for those who find the file locked.
        readonly: take no lock and write nothing.
        repair: take the last good state of a damaged file even if that loses changes; the file is kept.

    Raises:
        StoreError: it can't be read, is no annotations file, or is damaged beyond what is restored without
        asking.
    """
    return TinyDBStore(path, annotator=annotator, readonly=readonly, repair=repair)


def is_open_elsewhere(path: Path) -> bool:
    """Tell whether another process has the annotations in `path` open for changes, without reading them.

    Raises:
        StoreError: no file can be there.
    """
    from annotations.store.recovery import Paths

    return is_held(Paths.of(path).lock)


class TinyDBStore:
    """See `annotations.store.base.Store` for what the methods promise; they may be called from any thread."""

    def __init__(self, path: Path, *, annotator: str, readonly: bool = False, repair: bool = False) -> None:
        self._given = path
        self._reader = ReadOnlyStore(path, repair=repair)
        self._paths = self._reader.paths
        self.session = new_uuid()
        self._lock = Lock(self._paths.lock, annotator)
        self._locked = False
        self._why = "opened for reading only" if readonly else ""
        self._holder = ""
        self._trouble = ""
        self._written = 0
        """The last change that the TinyDB file has, if this store writes it."""
        self._records: dict[str, dict[str, Any]] = {}
        self._saving = threading.RLock()
        """Held by the one who changes something; `_mutex`, taken after it, only while the tables themselves
        change, so that nobody who reads waits for the disk or for a change of thousands."""
        self._mutex = self._reader.mutex
        self._changed = threading.Condition(self._mutex)
        self._checkpointing = threading.Lock()
        self._checkpoints = CheckpointWorker(self.checkpoint, self._tidy)
        self._journal = journal.Journal(self._paths.journal, b"", 0)
        self._aside: list[tuple[Path, bytes | None]] = []
        self._half_taken = False
        """The last change is saved, and in memory only in part: the cache failed meanwhile."""
        self._exchanging = False
        """The folder is ours alone for the moment: what has to be written anew is written by who has it."""
        if not readonly:
            with contextlib.suppress(OSError):  # no room for a lock: it is tried again at the first save
                self._take_lock()
        try:
            self._load()
        except BaseException:
            self._let_in()
            raise

    @property
    def _state(self) -> State:
        return self._reader.state

    # ------------------------------------------------------------------ reading

    def _answer(self, ask: Callable[[], T]) -> T:
        try:
            return ask()
        except CacheError:
            self._do_without_cache()
            return ask()

    def _do_without_cache(self) -> None:
        """Read from the files what the cache doesn't give any more, and leave it alone from now on.

        The locks are taken in the order of `checkpoint`, which must not be under way.

        Raises:
            StoreError: they can't be read.
        """
        with self._checkpointing, self._saving, self._mutex:
            if self._reader.caching != "none":
                self._reader.caching = "none"
                self._load()

    def info(self) -> Info:
        """Say where the store is and in what state."""
        seq = self._state.seq
        apart = self._reader.apart
        return Info(
            path=str(self._given),
            readonly=bool(self._why),
            why=self._why,
            holder=self._holder,
            notes=tuple(self._reader.notes),
            seq=seq,
            trouble=self._trouble,
            apart=str(apart or ""),
            apart_sides=tuple(map(str, apart or ())),
            behind=self._locked and self._written < seq,
        )

    @property
    def table(self) -> KeyedTable:
        """TinyDB's table of annotations, for its queries: `table.search(where("tags").any(["claim"]))`."""
        return self._reader.table

    def get(self, uuid: str) -> Annotation | None:
        """Return one annotation, or None."""
        return self._answer(lambda: self._reader.get(uuid))

    def list(self, article_id: str | None = None) -> Sequence[Annotation]:
        """Return all annotations, or those of one article, oldest first."""
        return self._answer(lambda: self._reader.list(article_id))

    def article_ids(self) -> Sequence[str]:
        """Return the ids of the articles that have annotations, sorted."""
        return self._answer(self._reader.article_ids)

    def annotated_texts(self, article_ids: Sequence[str]) -> dict[str, set[str]]:
        """Return by article the texts (their sha256) that annotations are about, and maybe were before."""
        return self._answer(lambda: self._reader.annotated_texts(article_ids))

    def linking(self, to: str | None = None) -> Sequence[Annotation]:
        """Return the annotations that hold a link to one, or any link at all; costs what it returns."""
        return self._answer(lambda: self._reader.linking(to))

    def records(self, table: SideTable[R], article_id: str | None = None) -> Sequence[R]:
        """Return all records of a table beside the annotations, or those of one article, oldest first."""
        return self._answer(lambda: self._reader.records(table, article_id))

    def find(self, table: str, uuid: str) -> AnyRecord | None:
        """Return a record of any table by the table's name, or None."""
        return self._answer(lambda: self._reader.find(table, uuid))

    def deleted(self, table: str = journal.ANNOTATIONS) -> Sequence[str]:
        """Return the uuids of annotations, or of a table's records, that were deleted, not brought back."""
        return self._answer(lambda: self._reader.deleted(table))

    def article(self, article_id: str, *, filed: bool = False) -> dict[str, Any] | None:
        """Return the record of an article, if it has annotations; as corrected, or as `filed`."""
        return self._answer(lambda: self._reader.article(article_id, filed=filed))

    def articles(self, *, filed: bool = False) -> Sequence[dict[str, Any]]:
        """Return the records of the articles that have annotations, see `article`."""
        return self._answer(lambda: self._reader.articles(filed=filed))

    def history(self, uuid: str | None = None, since: int = 0) -> Iterator[Event]:
        """Yield events in order, of one record or of all in all tables, with `seq > since`."""
        return self._reader.history(uuid, since)

    def watch(self, since: int, timeout: float) -> Sequence[Event]:
        """Wait up to `timeout` seconds for events with `seq > since`, made by anyone."""
        deadline = time.monotonic() + timeout
        while True:
            with self._mutex:
                if not self._locked and not self._reader.follow():
                    self._load()  # which also tells what is wrong
                left = deadline - time.monotonic()
                if self._state.seq > since or left <= 0:
                    break
                self._changed.wait(left if self._locked else min(left, POLL))
        return [*self.history(since=since)] if self._state.seq > since else []

    # ------------------------------------------------------------------ opening, and beginning to write

    def _take_lock(self) -> None:
        """Take the lock, or say in `_why` why this store only reads.

        Raises:
            OSError: the disk is full; later it may go.
        """
        main = self._paths.main
        try:
            for path in (main, self._paths.journal):
                if path.exists() and not os.access(path, os.R_OK | os.W_OK):
                    raise PermissionError(errno.EACCES, f"{path.name} is read-only")
            self._locked = self._lock.acquire(disk.likeness(main, self._paths.journal))
        except OSError as error:
            if error.errno in (errno.ENOSPC, errno.EDQUOT):
                raise
            self._why = f"{main} can't be written ({error.strerror}); another place: --db"
            return
        if not self._locked:
            self._holder = self._lock.holder()
            self._why = f"{main.name} is open in another claimreader ({self._holder})"
        elif main.exists():
            disk.align(disk.likeness(main), self._paths.beside())

    def _load(self) -> Loaded:
        loaded = self._reader.load()
        if loaded.apart and not self._why:
            self._why = loaded.apart.remedy
        if loaded.state.newer and not self._why:
            name = self._paths.main.name
            self._why = f"{name} was written by a newer claimreader; update this one to change it"
        if self._why and self._locked:
            self._let_in()
        if loaded.state.seq >= MAX_COUNTER and not self._why:
            self._why = self._spent
            self._let_in()
        if self._locked:
            like = disk.likeness(self._paths.main, self._paths.journal, journal.old(self._paths.journal))
            self._journal.close()
            self._journal = journal.Journal(self._paths.journal, loaded.good, loaded.state.seq, like=like)
            self._read, self._aside = _fingerprint(loaded.data), loaded.aside
            self._known = loaded.state.meta["checkpoint"] if loaded.main_seq >= 0 else loaded.checkpoint
            self._written = loaded.main_seq if self._paths.exist() else 0
            if not self._exchanging and (loaded.aside or not loaded.sound):
                try:
                    self._begin()
                except OSError as error:
                    fault = f"{self._paths.main}: damaged, and no copy of it can be kept"
                    raise StoreError(f"{fault}: {disk.reason(error)}") from error
            if self._written < loaded.state.seq:
                self._checkpoints.touch()
        return loaded

    @contextlib.contextmanager
    def _alone(self) -> Iterator[None]:
        """Exchange files of the store while no other claimreader does."""
        with disk.alone_in(self._paths.journal.parent):
            self._exchanging = True
            try:
                yield
            finally:
                self._exchanging = False

    def _begin(self) -> None:
        """Put a journal of this session's in the place of the one that is there: from now on we may save.

        What another one, who holds a lock that lost its name, has saved until this moment is read, and what
        he writes afterwards isn't saved: see `annotations.store.journal`. If it is our lock that has lost its
        name nothing is done.

        Raises:
            OSError: we may not yet; all is as it was.
            StoreError: what lies there now can't be read.
        """
        path = self._paths.journal
        with self._alone():
            if self._lock.lost:
                return
            journal.move_away(path)
            try:
                same = self._state.storage.identity == disk.identity(self._paths.main)
                if not (same and _fingerprint(journal.live(path)) == self._read):
                    self._load()
                if self._locked:
                    from annotations.store import recovery

                    recovery.set_aside(self._aside)
                    self._aside = []
                    self._journal.begin(self._mark())
            finally:
                journal.move_back(path)

    def _mark(self) -> journal.Mark:
        meta = self._state.meta
        meta["store"] = meta["store"] or new_uuid()
        return journal.Mark(1, meta["store"], self.session, self._known, self._state.seq, timestamp())

    @property
    def _spent(self) -> str:
        return (
            f"{self._paths.main.name} says that it has had {MAX_COUNTER} changes, and no file can have more"
        )

    # ------------------------------------------------------------------ saving

    def apply(
        self, changes: Sequence[AnyChange], *, by: str, kind: str = "edit", of: int | None = None
    ) -> Sequence[Annotation]:
        """Make all changes or none, durably."""
        if not changes:
            return []
        stored = self._answer(partial(self._apply, changes, by, kind, of))
        if self._half_taken:
            self._do_without_cache()
            self._half_taken = False
        return stored

    def _apply(
        self, changes: Sequence[AnyChange], by: str, kind: str, of: int | None
    ) -> Sequence[Annotation]:
        with self._saving:
            for _ in range(_ATTEMPTS):
                with self._mutex:
                    self._be_writer()
                change = validated(changes, self._state, self._records, self._given)
                if not change.ops:
                    return []
                seq, now, ops = self._state.seq + 1, timestamp(), tuple(change.ops)
                entry = journal.JournalEntry(seq, now, by, self.session, kind, ops, of)
                if self._saved(entry, change):
                    break
            else:
                raise NotSavedError(f"{self._given}: not saved: {_TAKEN_AWAY}", again=True)
        self._checkpoints.touch(now=len(self._journal) >= MAX_JOURNAL)
        return change.stored

    def _saved(self, entry: journal.JournalEntry, change: ValidatedChange) -> bool:
        """Tell whether a change is on the disk, and take it in; if not, what lies there now has been read.

        Raises:
            NotSavedError: the disk would not take it, or another one writes here now.
        """
        try:
            try:
                saved = self._journal.append(entry) or self._was_taken_along(entry)
            except journal.LostError:
                saved = False
            if saved:
                try:
                    self._take_in(entry, change)
                except CacheError:  # it is saved, and so not to be tried again, but read
                    self._half_taken = True
            else:
                with self._mutex:
                    self._regain(entry)
        except OSError as error:
            raise NotSavedError(f"{self._given}: not saved: {disk.reason(error)}", again=True) from error
        except ValueError as error:  # an annotator's name that UTF-8 hasn't: half a surrogate
            raise NotSavedError(f"{self._given}: not saved: {error}") from error
        except NotSavedError:
            raise
        except StoreError as error:  # what lies there now can't be read
            self._let_in()
            raise NotSavedError(str(error)) from error
        return saved

    def _was_taken_along(self, entry: journal.JournalEntry) -> bool:
        """Tell whether who took the journal's name had read a line, and all before it: then it is saved."""
        with self._alone():
            known, on_disk = self._compared()
        return known | {(entry.session, entry.seq)} <= on_disk

    def _compared(self) -> tuple[set[tuple[str, int]], set[tuple[str, int]]]:
        """Return the changes that our journal has, and those that are there now, in journal and history."""
        known = {(entry.session, entry.seq) for entry in self._journal.entries}
        since = min((seq for _, seq in known), default=self._state.seq + 1) - 1
        entries = journal.entries(self._paths.journal, self._paths.history, since)
        return known, {(entry.session, entry.seq) for entry in entries}

    def _take_in(self, entry: journal.JournalEntry, change: ValidatedChange) -> None:
        steps = self._state.changing(entry, change.records)
        going = self._state.seq < entry.seq  # or it has been read from the journal just now
        while going:
            with self._mutex:
                going = next(steps, False) is None
                if not going:
                    self._changed.notify_all()
            if going:
                time.sleep(0)  # a lock that is given back and taken at once is never another thread's

    def _be_writer(self) -> None:
        """See that what is saved now will be there, and that nobody else saves here.

        Raises:
            NotSavedError: it won't, or somebody does.
        """
        try:
            if not self._locked and not self._why:
                # There was no room for a lock when we began. Somebody else may have been faster.
                self._take_lock()
                self._load()
            for _ in range(_ATTEMPTS):
                if self._locked and self._lock.lost:
                    self._take_lock_again()
                if self._locked and not self._journal.begun:
                    self._begin()
                if self._why or self._journal.begun:
                    break
        except OSError as error:
            raise NotSavedError(f"{self._given}: not saved: {disk.reason(error)}", again=True) from error
        except StoreError as error:
            self._let_in()
            raise NotSavedError(str(error)) from error
        if self._state.seq >= MAX_COUNTER:
            self._why = self._why or self._spent
        if self._why or not self._journal.begun:
            raise NotSavedError(f"{self._given}: not saved: {self._why or _TAKEN_AWAY}")
        if self._journal.last != self._state.seq:  # Ctrl-C came between the journal and the memory
            self._load()
            self._be_writer()

    def _take_lock_again(self) -> None:
        """Take the lock anew whose file was taken away while we held it, or say in `_why` who has it now.

        Raises:
            OSError: the disk is full; later it may go.
        """
        main = self._paths.main
        moved = self._lock.moved
        self._let_in()
        if moved:
            self._why = f"the folder of {main.name} was moved or replaced while it was open; open it again"
            return
        self._take_lock()
        if self._why:
            self._why = f"its lock file was taken away, and now {self._why}"

    def _regain(self, entry: journal.JournalEntry) -> None:
        """Read what lies there, or stop saving: the journal isn't the file that we write to any more.

        Args:
            entry: what was last written to that file, and not saved.

        Raises:
            OSError: it can't be written anew; later it may go.
            NotSavedError: another one writes here, or there are other changes than those that we know of.
        """
        if self._lock.lost:
            self._take_lock_again()
        if self._why:
            raise NotSavedError(f"{self._given}: not saved: {self._why}")
        ours, path = self._journal, self._paths.journal
        with self._alone():
            known, on_disk = self._compared()
            if known <= on_disk:
                self._load()
            elif on_disk <= known | {(entry.session, entry.seq)}:
                if path.exists():  # cut, or another program's: kept, and ours written anew
                    disk.keep_as(path, disk.aside(path))
                ours.restore()
            else:
                self._why = f"{path.name} holds other changes than those saved here; both are kept"
                self._let_in()
                raise NotSavedError(f"{self._given}: not saved: {self._why}")

    def remember_article(self, record: dict[str, Any]) -> None:
        """Keep what is known of an article; it is saved with the next change of one of its annotations."""
        text = json.dumps(record, ensure_ascii=False).encode(
            "utf-8", "replace"
        )  # a title may be half a surrogate
        self._records[str(record["id"])] = msgspec.json.decode(text)

    # ------------------------------------------------------------------ the TinyDB file, and the end

    def checkpoint(self) -> None:
        """Bring the TinyDB file up to date; other threads go on saving meanwhile.

        Raises:
            StoreError: it stands as it was. Nothing is lost: the journal has it.
        """
        self._answer(self._checkpoint)

    def _checkpoint(self) -> None:
        with self._checkpointing:
            with self._saving, self._mutex:
                if not self._locked or self._written == self._state.seq:
                    return
                try:
                    self._be_writer()
                except NotSavedError as error:
                    if (
                        self._why
                    ):  # another one writes now: all is in the journal, and he brings it up to date
                        return
                    self._trouble = str(error)
                    raise
                state, writer = self._state, self._journal
                line = lineage.next_checkpoint(state.meta, self._known, self.session)
                meta = state.meta | line | {"app": APP}
                tables, seq = state.snapshot(meta), state.seq
            try:
                state.storage.write(tables, lambda: self._locked and self._journal is writer and writer.named)
            except journal.LostError:
                return  # what was saved is in the journal, and who writes it now brings the file up to date
            except OSError as error:
                self._trouble = (
                    f"{self._given}: not brought up to date: {disk.reason(error)}; the journal has all"
                )
                raise StoreError(self._trouble) from error
            except StoreError as error:
                self._trouble = str(error)
                raise
            try:
                with self._saving:
                    if self._journal is not writer:
                        return
                    state.meta, self._written, self._known = meta, seq, meta["checkpoint"]
                    writer.mark(self._mark())
                    if len(writer) >= MAX_JOURNAL:
                        writer.rotate(self._paths.history, self._mark())
                backups.keep_today(self._paths.bak, self._paths.backups)
                _renew_cache(state.storage, tables)
                self._trouble = ""
            except journal.LostError:
                return
            except OSError as error:
                self._trouble = (
                    f"{self._given}: is up to date, but has no backup of today: {disk.reason(error)}"
                )

    def _tidy(self) -> bool:
        """Compress a segment of the history that isn't yet; return whether there may be another one."""
        try:
            return (
                self._locked
                and not self._lock.lost
                and history_entries.compress_one(
                    self._paths.history, disk.likeness(self._paths.main, self._paths.journal)
                )
            )
        except (OSError, StoreError):  # a full disk: it is only larger than it need be, and tried again
            return False

    def part_doubles(self, *, by: str) -> Sequence[Annotation]:
        """Give each annotation that has the uuid of another one of its own; return them as they are now.

        Raises:
            NotSavedError: the disk would not take it; they stand as they were.
        """
        with self._saving:
            parted = [decode(piece) for piece in self._state.annotations.double_pieces()]
            fresh = [msgspec.structs.replace(annotation, uuid=new_uuid()) for annotation in parted]
            stored = self.apply(
                [Change(annotation.uuid, 0, annotation) for annotation in fresh], by=by, kind="repair"
            )
            self._state.annotations.drop_doubles()
        self.checkpoint()
        return stored

    def pause_checkpoints(self) -> None:
        """Leave checkpoints to who calls `checkpoint` and `close`."""
        self._checkpoints.stop()

    def close(self) -> None:
        """Checkpoint, and let others in, even when the checkpoint fails: the journal has everything."""
        self._checkpoints.stop()
        try:
            self.checkpoint()
        finally:
            with self._saving, self._mutex:
                self._journal.close()
                self._why = self._why or "closed"
                self._let_in()

    def _let_in(self) -> None:
        """Give the lock back, and leave nothing behind where nothing was ever saved."""
        self._locked = False
        self._lock.release(remove=not self._paths.exist())

    def __enter__(self) -> TinyDBStore:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def _renew_cache(storage: CheckpointStorage, tables: Tables) -> None:
    if any(not isinstance(table, bytes) and table.cached is not None for table in tables.values()):
        from annotations.store import cached_tables  # here: sqlite3 is for large files alone

        cached_tables.renew(storage.path, tables, storage.identity, storage.checksum)


def _fingerprint(data: bytes) -> tuple[int, int]:
    """Tell one journal from another without keeping it."""
    return len(data), zlib.crc32(data)
