"""Keeps dated backups: the annotations file before the first checkpoint of a day, 7 days and 4 weeks back.

The schedule is Anki's. A backup is a copy: a program that has kept the file open writes into no backup.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path

from annotations.store import disk

DAYS = 7
WEEKS = 4


def dated(folder: Path) -> list[Path]:
    """List the dated backups, newest first."""
    return sorted((path for path in folder.glob("????-??-??.json") if _day(path)), reverse=True)


def _day(path: Path) -> date | None:
    try:
        return date.fromisoformat(path.stem)
    except ValueError:
        return None


def keep_today(bak: Path, folder: Path) -> None:
    """Make `bak` the backup of today, if there is none, and let go of those that the schedule doesn't keep.

    Raises:
        OSError: no backup was made; the others stand.
    """
    today = folder / f"{date.today().isoformat()}.json"
    if today.exists() or not bak.exists():
        return
    if today in surplus(sorted([today, *dated(folder)], reverse=True)):
        return  # the clock was set back: it would be made, and let go of, at each checkpoint
    disk.make_folder(folder, disk.likeness(bak))
    with disk.alone_in(folder):  # two may write here where a lock file was taken away: no half of a backup
        disk.keep_as(bak, today)
        disk.flush_folder(folder)
        for path in surplus(dated(folder)):
            path.unlink(missing_ok=True)


def surplus(backups: list[Path]) -> list[Path]:
    """Return those of `backups` (newest first) that are no daily and no weekly one any more."""
    weeks: dict[tuple[int, int], Path] = {}
    for path in backups:
        if day := _day(path):
            weeks.setdefault(day.isocalendar()[:2], path)
    kept = {*backups[:DAYS], *list(weeks.values())[: WEEKS + 1]}
    return [path for path in backups if path not in kept]
