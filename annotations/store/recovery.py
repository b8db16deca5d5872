"""Opens a store: from files as a crash, a full disk or another program left them, to the last saved state.

The state is a base (the annotations file, else its backup, else a dated one, else nothing at all) and every
change after it, from history and journal. Reading changes nothing on the disk. What had to be left out is
told, and `aside` says what the writer has to keep a copy of before it writes anything.

A base and a journal that don't belong together (`annotations.store.lineage`) are not mixed: the state is then
the annotations file's alone, `apart` says what was found, and nothing may be written until a person has said
which of the two holds.
"""

from __future__ import annotations

import contextlib
import time
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any, Literal, NamedTuple

from annotations.model.records import InvalidAnnotationError
from annotations.store import disk, journal, lineage, storage
from annotations.store.backups import dated
from annotations.store.base import DamagedError, StoreError
from annotations.store.errors import CacheError
from annotations.store.storage import CheckpointStorage
from annotations.store.tables import State


class Paths(NamedTuple):
    """The files of one store, all beside the annotations file."""

    main: Path
    journal: Path
    bak: Path
    history: Path
    backups: Path
    lock: Path

    @classmethod
    def of(cls, path: Path) -> Paths:
        """Name them. A symbolic link is followed first: it stays one, and both names have one lock.

        Raises:
            StoreError: no file can be there.
        """
        try:
            main = path.resolve()
            paths = cls(main, *(main.with_name(main.name + end) for end in ENDINGS))
            if main.is_symlink() or (paths.exist() and main.exists() and not main.is_file()):
                raise StoreError(f"{path}: not a file. Name another with --db")
        except (OSError, RuntimeError, ValueError) as error:  # a loop of links, a name too long or with NUL
            reason = error.strerror if isinstance(error, OSError) else error
            raise StoreError(
                f"{str(path)[:200]!r}: can't be used: {reason}. Name another file with --db"
            ) from None
        return paths

    def beside(self) -> Iterator[Path]:
        """Yield all that belongs to the annotations file, as it is there now."""
        yield from (self.lock, self.journal, journal.old(self.journal), self.bak)
        for folder in (self.history, self.backups):
            yield folder
            with contextlib.suppress(OSError):
                yield from folder.iterdir()

    def exist(self) -> bool:
        """Tell whether anything has ever been saved here."""
        everything = (self.main, self.journal, journal.old(self.journal), self.bak, self.history)
        return any(path.exists() for path in everything)


ENDINGS = (".journal", ".bak", ".history", ".backups", ".lock")


class Loaded(NamedTuple):
    """The last saved state, and what reading it has shown of the files."""

    state: State
    good: bytes
    """The good lines of the journal."""
    sound: bool
    """The journal holds nothing but them."""
    notes: list[str]
    aside: list[tuple[Path, bytes | None]]
    """Files (None) or parts of files of which a copy is to be kept."""
    main_seq: int
    """The last change that the annotations file itself has; -1 when it has to be made anew."""
    data: bytes
    """The journal as it was read."""
    checkpoint: str
    """The last checkpoint that the journal names."""
    apart: lineage.Apart | None = None
    """The annotations file and the journal, where they don't belong together."""


Caching = Literal["kept", "anew", "none"]
"""Which cache a large file is read through: the one that there is, or one that is made of the file for this
reading, as who asks what stands in the file itself needs: a fault of the disk changes it without a trace."""


def load(paths: Paths, *, repair: bool = False, caching: Caching = "kept") -> Loaded:
    """Read the last saved state.

    Args:
        paths: where.
        repair: take what is left even if changes are missing or a person seems to have edited the file.
        caching: which cache a large file is read through.

    Raises:
        StoreError: no annotations file, or damaged so that something would be lost; DamagedError if it is no
        JSON.
    """
    try:
        return _load_whole(paths, repair=repair, caching=caching)
    except CacheError:
        return _load_whole(paths, repair=repair, caching="none")


def _load_whole(paths: Paths, *, repair: bool, caching: Caching) -> Loaded:
    """Read on while another one exchanges the files."""
    for _ in range(4):
        seen = disk.identity(paths.main)
        try:
            loaded = _load(paths, repair=repair, patient=False, caching=caching)
        except _GapError:
            pass  # a writer has brought the file up to date between our two looks; its new state has no gap
        except CacheError:
            raise
        except StoreError:
            if seen == disk.identity(paths.main):
                raise
        else:
            if not loaded.apart or seen == disk.identity(paths.main):
                return loaded
        time.sleep(0.05)
    return _load(paths, repair=repair, patient=True, caching=caching)


def _readable(path: Path, notes: list[str]) -> bytes:
    """Return a journal's bytes; who may read the annotations file alone, as one who looks in, reads that."""
    try:
        return journal.live(path)
    except PermissionError:
        notes.append(f"{path.name} can't be read: what was saved last is missing here")
        return b""


class _GapError(Exception):
    """Changes are missing between the base and the journal."""


def _load(paths: Paths, *, repair: bool, patient: bool, caching: Caching) -> Loaded:
    notes: list[str] = []
    aside: list[tuple[Path, bytes | None]] = []
    try:
        # The journal first: what it says is the file's last checkpoint, the file then is, or a later one.
        data = _readable(paths.journal, notes)
        marks = journal.marks(data) or ([] if data else _last_marks(paths.history))
        caching = "none" if repair else caching
        state, origin = _base(paths, notes, aside, marks, repair=repair, caching=caching)
        scan = journal.scan(data, state.seq)
        past = [
            journal.scan(journal.read(segment), state.seq)
            for segment in journal.segments(paths.history, state.seq)
        ]
    except OSError as error:
        raise StoreError(f"{paths.main}: can't be read: {error.strerror}. Check who may read it") from error
    known = marks[-1].checkpoint if marks else ""
    entries = list(journal.in_order([entry for part in [*past, scan] for entry in part.entries], state.seq))
    if origin == paths.main.name and not _belong(state, data, marks, past, entries):
        seen = _found(paths, state)
        doubtful = lineage.Apart(seen, journal_side(paths, marks))
        return Loaded(state, b"", True, [str(doubtful), *notes], [], state.seq, data, known, doubtful)
    main_seq = state.seq if origin == paths.main.name else -1
    for missing, first in _gaps(entries, state.seq):
        if not patient:
            raise _GapError
        if first and origin != paths.main.name and not repair:
            raise StoreError(
                f"{paths.main}: damaged, and changes {missing} are in no backup. Take what is left: "
                "claimreader verify --repair (keeps the damaged file)"
            )
        notes.append(f"changes {missing} are missing from the journal")
    if scan.bad:
        notes.append(f"{len(scan.bad)} damaged line(s) of the journal set aside")
        aside.append((paths.journal, b"\n".join(scan.bad)))
    if scan.unfinished:
        notes.append("an unfinished change at the end of the journal set aside; it was never shown as saved")
        aside.append((paths.journal, scan.unfinished))
    if foreign := _replay(state, entries, notes):
        notes.append(
            f"{len(foreign)} record(s) changed here and by another program: ours hold, that file is kept"
        )
        aside += [(paths.main, None)] if paths.main.exists() else []
    if doubles := state.annotations.doubles:
        notes.append(f"{len(doubles)} annotation(s) have the uuid of another: claimreader verify lists them")
    if marks and not state.meta["store"]:
        state.meta["store"] = marks[-1].store
    return Loaded(state, scan.good, scan.good == data, notes, aside, main_seq, data, known)


def _gaps(entries: Sequence[journal.JournalEntry], since: int) -> Iterator[tuple[str, bool]]:
    """Yield the numbers of the changes that are missing, and whether they are the first after `since`."""
    expected = since + 1
    for entry in entries:
        if entry.seq != expected:
            missing = f"{expected}" if entry.seq == expected + 1 else f"{expected} to {entry.seq - 1}"
            yield missing, entry is entries[0]
        expected = entry.seq + 1


def _last_marks(history: Path) -> list[journal.Mark]:
    """Return the marks of the history's last segment: where there is no journal, they say whose it is."""
    segments = journal.segments(history)
    return _marks_of(segments[-1]) if segments else []


def _belong(
    state: State,
    data: bytes,
    marks: list[journal.Mark],
    past: list[journal.Scan],
    entries: list[journal.JournalEntry],
) -> bool:
    """Tell whether changes of journal and history may be put on top of the annotations file."""
    if not marks or (not data and not entries and state.meta["store"] == marks[-1].store):
        return True
    if any(mark.store != marks[-1].store for part in past for mark in part.marks):
        return False
    if state.described or not marks[-1].checkpoint:
        return lineage.belongs(state.meta, marks)
    # Another program has left `_meta` out. Then an annotation tells, for no uuid comes twice.
    ours = {op.id for entry in entries for op in entry.ops}
    uuids = list(state.annotations.known())
    return not uuids or any(uuid in ours for uuid in uuids)


def journal_side(paths: Paths, marks: list[journal.Mark]) -> lineage.LineageSide:
    """Say what lies in the journal and behind it, without the annotations file."""
    try:
        state, when = without_main(paths)
        count = len(state.annotations) if state else None
    except StoreError:
        state, when, count = None, "", None
    last = marks[-1]
    seq = state.seq if state else last.seq
    return lineage.LineageSide(paths.journal.name, lineage.short(last.store), seq, when or last.t, count)


def _found(paths: Paths, state: State) -> lineage.LineageSide:
    when = max(
        (annotation.updated for key in state.annotations.known() if (annotation := state.find(key))),
        default="",
    )
    store = lineage.short(state.meta["store"])
    return lineage.LineageSide(paths.main.name, store, state.seq, when, len(state.annotations))


def without_main(paths: Paths) -> tuple[State | None, str]:
    """Rebuild what the journal and all behind it say: from the newest backup of its own, and history.

    Returns:
        The state, None where changes are missing, and the time of the last change.

    Raises:
        StoreError: it can't be read.
    """
    try:
        data = journal.live(paths.journal)
        marks = journal.marks(data) or _last_marks(paths.history)
        state, _ = _base(paths, [], [], marks, repair=False, main=False)
        entries = list(journal.entries(paths.journal, paths.history, state.seq))
    except OSError as error:
        raise StoreError(f"{paths.journal}: can't be read: {error.strerror}") from error
    when = entries[-1].t if entries else ""
    last = max([state.seq + len(entries), *(mark.seq for mark in marks)])
    if [entry.seq for entry in entries] != list(range(state.seq + 1, last + 1)):
        return None, when
    _replay(state, entries, [])
    if marks:
        state.meta["store"] = marks[-1].store
    return state, when


def _base(
    paths: Paths,
    notes: list[str],
    aside: list[tuple[Path, bytes | None]],
    marks: list[journal.Mark],
    *,
    repair: bool,
    main: bool = True,
    caching: Caching = "kept",
) -> tuple[State, str]:
    """Return the newest whole state that a file holds, and the name of that file.

    Args:
        paths: where.
        notes: what was done is added to it.
        aside: what has to be kept is added to it.
        marks: of the journal.
        repair: as `load`.
        main: False: the annotations file itself doesn't count, nor a backup that may be of its line alone.
        caching: as `load`.
    """
    fault = ""
    identity = disk.identity(paths.main) if main else None
    unfinished = paths.main.with_name(paths.main.name + ".tmp").exists()
    """A crash may have come while the file was written in place, see `disk.overwrite`."""
    alone = not (paths.bak.exists() or paths.journal.exists() or paths.history.exists())
    if identity and (identity[1] or alone):
        try:
            return _own_state(paths, identity, alone=alone, caching=caching), paths.main.name
        except DamagedError as error:
            if alone or (error.whole and not repair and not unfinished):
                raise
            fault = error.place
    if identity:
        aside.append((paths.main, None))
    for path, state in _backups(paths, identity, marks, strict=not main):
        reason = fault or ("empty" if identity else "missing")
        notes.append(f"{paths.main.name} was damaged ({reason}); restored from {path.name} and the journal")
        return state, path.name
    if identity or paths.bak.exists() or next(iter(journal.segments(paths.history)), None):
        notes.append(f"{paths.main.name} was damaged or missing; rebuilt from the journal alone")
    return State(CheckpointStorage(paths.main, {}, identity, sound=False)), ""


def _own_state(paths: Paths, identity: disk.Identity, *, alone: bool, caching: Caching) -> State:
    """Return what the annotations file itself holds; an empty one holds nothing.

    Args:
        paths: where.
        identity: of the file.
        alone: nothing else is there that says that it is one.
        caching: as `load`.

    Raises:
        StoreError: it is another program's; DamagedError if it is no JSON.
    """
    tables = _read(paths.main, identity, caching) if identity[1] else {}
    state = State(CheckpointStorage(paths.main, tables, identity, sound=True))
    if alone and not state.ours:
        reason = next((str(stranger) for stranger in state.strangers()), "no table of annotations")
        raise StoreError(f"{paths.main}: no annotations file ({reason}). {storage.OTHER_FILE}")
    return state


def _read(main: Path, identity: disk.Identity, caching: Caching) -> storage.Tables:
    if caching == "none" or identity[1] < storage.LARGE:
        return storage.read(main)
    from annotations.store import cached_tables  # here: sqlite3 is for large files alone

    return cached_tables.read(main, identity, anew=caching == "anew")


def _backups(
    paths: Paths, identity: disk.Identity | None, marks: list[journal.Mark], *, strict: bool
) -> Iterator[tuple[Path, State]]:
    """Yield the backups that are whole, the newest first, and first those that the journal goes on from.

    Args:
        paths: where.
        identity: of the annotations file, which is to be replaced.
        marks: of the journal; a backup of another store than theirs is none of ours.
        strict: leave out those that went another way, as a copy does; else they come last, where journal and
            history aren't whole without one.
    """
    others = []
    for path in [paths.bak, *dated(paths.backups)]:
        try:
            tables = storage.read(path)
            state = State(CheckpointStorage(paths.main, tables, identity, sound=False))
        except (StoreError, FileNotFoundError):
            continue
        later = [
            mark for segment in journal.segments(paths.history, state.seq) for mark in _marks_of(segment)
        ]
        if lineage.is_ancestor(state.meta, [*later, *marks]):
            yield path, state
        elif not marks or state.meta["store"] in ("", marks[-1].store):
            others.append((path, state))
    if others and not strict:
        numbers = [entry.seq for entry in journal.entries(paths.journal, paths.history)]
        if not numbers or numbers != list(range(1, len(numbers) + 1)):
            yield from others


def _marks_of(segment: Path) -> list[journal.Mark]:
    return journal.marks(journal.read(segment))


def set_aside(aside: Iterable[tuple[Path, bytes | None]]) -> None:
    """Keep copies as `<file>.damaged-<time in ns>`.

    Raises:
        OSError: the disk has no room for them, and so nothing may be overwritten.
    """
    for path, part in aside:
        copy = disk.aside(path)
        if part is None:
            disk.keep_as(path, copy)
        else:
            disk.write_file(copy, [part], disk.likeness(path, journal.old(path)))
        disk.flush_folder(path.parent)


def _replay(state: State, entries: Iterable[journal.JournalEntry], notes: list[str]) -> set[str]:
    """Take changes in; return the uuids of records that stood neither as before nor as after one."""
    first_seen: dict[str, Any] = {}
    known: dict[str, list[Any]] = {}
    for entry in entries:
        try:
            state.check(entry)
        except InvalidAnnotationError as error:
            notes.append(f"change {entry.seq} left out: {error}")
            state.seq = entry.seq
            continue
        for op in entry.ops:
            if op.table != journal.ARTICLES:
                if op.id not in known:
                    first_seen[op.id] = state.documents(op.table).document(op.id)
                    known[op.id] = [op.before]
                known[op.id].append(op.after)
        state.change(entry)
    return {uuid for uuid, states in known.items() if first_seen[uuid] not in states}
