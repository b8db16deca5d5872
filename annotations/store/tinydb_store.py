"""The durable store: a journal in front of an ordinary TinyDB file.

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
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec

from annotations.records import MAX_COUNTER, Annotation, decode, new_uuid, timestamp
from annotations.store import backups, disk, journal
from annotations.store.background import Background
from annotations.store.base import Change, NotSavedError, StoreError
from annotations.store.drafting import drafted
from annotations.store.lock import Lock
from annotations.store.reading import Reading
from annotations.version import APP

if TYPE_CHECKING:
    from annotations.store.recovery import Loaded

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


class TinyDBStore(Reading):
    """See `annotations.store.base.Store` for what the methods promise; they may be called from any thread."""

    def __init__(self, path: Path, *, annotator: str, readonly: bool = False, repair: bool = False) -> None:
        super().__init__(path, repair=repair)
        self.session = new_uuid()
        self._lock = Lock(self._paths.lock, annotator)
        self._why = "opened for reading only" if readonly else ""
        self._records: dict[str, dict[str, Any]] = {}
        self._saving = threading.RLock()
        """Held by the one who changes something; `_mutex`, taken after it, only while the tables themselves
        change, so that nobody who reads waits for the disk or for a change of thousands."""
        self._checkpointing = threading.Lock()
        self._checkpoints = Background(self.checkpoint)
        if not readonly:
            with contextlib.suppress(OSError):  # no room for a lock: it is tried again at the first save
                self._take_lock()
        try:
            self._load()
        except BaseException:
            self._let_in()
            raise

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
        loaded = super()._load()
        if loaded.state.newer and not self._why:
            name = self._paths.main.name
            self._why = f"{name} was written by a newer claimreader; update this one to change it"
            self._let_in()
        if loaded.state.seq >= MAX_COUNTER and not self._why:
            self._why = self._spent
            self._let_in()
        if self._locked:
            from annotations.store import recovery

            like = disk.likeness(self._paths.main, self._paths.journal)
            self._journal = journal.Journal(
                self._paths.journal, loaded.good, loaded.state.seq, sound=loaded.sound, like=like
            )
            try:
                recovery.set_aside(loaded.aside)
                if not loaded.sound:
                    self._journal.renew()
            except OSError as error:
                what = f"{self._paths.main}: damaged, and no copy of it can be kept"
                raise StoreError(f"{what}: {disk.reason(error)}") from error
            self._written = loaded.main_seq if self._paths.exist() else 0
            if self._written < loaded.state.seq:
                self._checkpoints.touch()
        return loaded

    @property
    def _spent(self) -> str:
        return (
            f"{self._paths.main.name} says that it has had {MAX_COUNTER} changes, and no file can have more"
        )

    def apply(
        self, changes: Sequence[Change], *, by: str, kind: str = "edit", of: int | None = None
    ) -> Sequence[Annotation]:
        """Make all changes or none, durably."""
        if not changes:
            return []
        with self._saving:
            with self._mutex:
                self._be_writer()
            ops, stored = drafted(changes, self._state, self._records, self._given)
            if not ops:
                return []
            entry = journal.Entry(self._state.seq + 1, timestamp(), by, self.session, kind, tuple(ops), of)
            try:
                self._journal.append(entry)
            except OSError as error:
                raise NotSavedError(f"{self._given}: not saved: {disk.reason(error)}", again=True) from error
            except ValueError as error:  # an annotator's name that UTF-8 hasn't: half a surrogate
                raise NotSavedError(f"{self._given}: not saved: {error}") from error
            self._take_in(entry)
        self._checkpoints.touch(now=len(self._journal) >= MAX_JOURNAL)
        return stored

    def _take_in(self, entry: journal.Entry) -> None:
        steps = self._state.changing(entry)
        going = True
        while going:
            with self._mutex:
                going = next(steps, False) is None
                if not going:
                    self._changed.notify_all()
            if going:
                time.sleep(0)  # a lock that is given back and taken at once is never another thread's

    def _be_writer(self) -> None:
        if not self._locked and not self._why:
            # There was no room for a lock when we began. Somebody else may have been faster.
            try:
                self._take_lock()
                self._load()
            except OSError as error:
                raise NotSavedError(f"{self._given}: not saved: {disk.reason(error)}", again=True) from error
            except StoreError as error:
                self._let_in()
                raise NotSavedError(str(error)) from error
        if self._state.seq >= MAX_COUNTER:
            self._why = self._why or self._spent
        if self._why:
            raise NotSavedError(f"{self._given}: not saved: {self._why}")
        if self._journal.last != self._state.seq:  # Ctrl-C came between the journal and the memory
            self._journal.close()
            self._load()

    def remember_article(self, record: dict[str, Any]) -> None:
        """Keep what is known of an article; it is saved with the next change of one of its annotations."""
        text = json.dumps(record, ensure_ascii=False).encode(
            "utf-8", "replace"
        )  # a title may be half a surrogate
        self._records[str(record["id"])] = msgspec.json.decode(text)

    def checkpoint(self) -> None:
        """Bring the TinyDB file up to date; other threads go on saving meanwhile.

        Raises:
            StoreError: it stands as it was. Nothing is lost: the journal has it.
        """
        with self._checkpointing:
            with self._saving, self._mutex:
                state = self._state
                if not self._locked or self._written == state.seq:
                    return
                state.meta = {"store": new_uuid()} | state.meta | {"app": APP}
                tables, seq = state.snapshot(), state.seq
            try:
                state.storage.write(tables)
            except OSError as error:
                self._trouble = (
                    f"{self._given}: not brought up to date: {disk.reason(error)}; the journal has all"
                )
                raise StoreError(self._trouble) from error
            except StoreError as error:
                self._trouble = str(error)
                raise
            self._written = seq
            try:
                with self._saving:
                    if len(self._journal) >= MAX_JOURNAL:
                        self._journal.rotate(self._paths.history, self._state.seq)
                backups.keep_today(self._paths.bak, self._paths.backups)
                self._trouble = ""
            except OSError as error:
                self._trouble = (
                    f"{self._given}: is up to date, but has no backup of today: {disk.reason(error)}"
                )

    def part_doubles(self, *, by: str) -> Sequence[Annotation]:
        """Give each annotation that has the uuid of another one of its own; return them as they are now.

        Raises:
            NotSavedError: the disk would not take it; they stand as they were.
        """
        with self._saving:
            parted = [decode(piece) for piece in self._state.annotations.double_pieces()]
            fresh = [msgspec.structs.replace(annotation, uuid=new_uuid()) for annotation in parted]
            stored = self.apply([Change(it.uuid, 0, it) for it in fresh], by=by, kind="repair")
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
                if self._locked:
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
