"""Tells which annotations file and which journal belong together, and where they don't, what each of them is.

The number of the last change proves nothing: another project's file has one, too. So each store has an id,
and each state of the annotations file, a checkpoint, a random one. `_meta` names the checkpoint, those before
it (its line) and the session that wrote it; the journal names the last checkpoint that its writer knew.
A file is the journal's own if it is that checkpoint, or a later one on its line whose writer the journal
knows: a crash may come between the two. An older one is a backup that somebody has put in place, another line
is a copy that has gone its own way, another store is another project's; in none of these cases may the
journal's changes be put on top of it. A person has to say which holds: `claimreader restore`.
"""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from annotations.store.journal import Mark

_LINE = 16
"""Checkpoints before it that a file names: a journal lags behind by one, by more on a failing disk."""


class LineageSide(NamedTuple):
    """One of two that don't belong together: the annotations file, or the journal with all behind it."""

    name: str
    """The file's name."""
    store: str
    """The first characters of the store's id."""
    seq: int
    when: str
    """Date and time (UTC) of what was saved last; empty where it isn't known."""
    total: int | None
    """Annotations; None: it can't be rebuilt whole."""

    def __str__(self) -> str:
        when = self.when[:16].replace("T", " ") + "Z" if self.when else "at an unknown time"
        count = "not whole" if self.total is None else f"{self.total} annotation{'s' * (self.total != 1)}"
        return f"{self.name}: {count}, last saved {when}, change {self.seq}, store {self.store or 'unknown'}"


class Apart(NamedTuple):
    """The two that were found."""

    file: LineageSide
    journal: LineageSide

    def __str__(self) -> str:
        return f"the file and its journal don't belong together ({self.file}; {self.journal})"

    @property
    def remedy(self) -> str:
        """The remedy, and then its reason: the first words have room in a bar at the top of the screen."""
        return f"run claimreader restore: {self}"


def belongs(meta: Mapping[str, Any], marks: Sequence[Mark]) -> bool:
    """Tell whether an annotations file with this `_meta` is of the line of a journal with these marks.

    A journal of before there were marks goes with any file, by the numbers of its changes alone; and so does
    one whose sessions all ended before their first checkpoint with a file that names no store, as a script
    writes it with TinyDB alone: it can't be told from another of its kind.
    """
    if not marks:
        return True
    last = marks[-1]
    if not (last.checkpoint or meta.get("store") or meta.get("checkpoint")):
        return True
    if meta.get("store") != last.store:
        return False
    if meta.get("checkpoint", "") == last.checkpoint:
        return True
    return last.checkpoint in meta.get("line", ()) and any(
        meta.get("session") == mark.session for mark in marks
    )


def is_ancestor(meta: Mapping[str, Any], marks: Sequence[Mark]) -> bool:
    """Tell whether a backup with this `_meta` is one that changes with these marks among them go on from.

    Args:
        meta: of the backup; one of before there were checkpoints is known by its store alone.
        marks: all that stand between or behind the changes after it. One of them names its checkpoint; or, if
            its writer was killed before that, the writer.
    """
    if not marks:
        return True
    if meta.get("store") not in ("", marks[-1].store):
        return False
    checkpoint, session = meta.get("checkpoint"), meta.get("session")
    return not checkpoint or any(mark.checkpoint == checkpoint or mark.session == session for mark in marks)


def next_checkpoint(meta: Mapping[str, Any], known: str, session: str) -> dict[str, Any]:
    """Return what `_meta` says of the line when the annotations file is written anew.

    Args:
        meta: `_meta` as it is.
        known: the last checkpoint that the journal names.
        session: who writes.
    """
    before = [name for name in meta.get("line", ()) if name != known]
    last = meta.get("checkpoint", "")
    line = [*before, *([known] if known != last else []), last]
    return {"checkpoint": os.urandom(8).hex(), "line": line[-_LINE:], "session": session}


def short(store: object) -> str:
    """Return the beginning of a store's id, to be shown; it is another's text."""
    text = str(store or "")[-8:]  # the end of a uuid of version 7: its beginning is the time
    return "".join(char if char.isalnum() or char == "-" else "?" for char in text)
