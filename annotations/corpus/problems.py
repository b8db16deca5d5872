"""Collects what could not be read, each thing once and in one line, however often it occurs.

A file with 50,000 records without text is one problem with the ranges of their lines, not 50,000.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from annotations.corpus.formats import PAGE_PARTS, suffix_of
from annotations.corpus.records import BadBytes, Fault, Problem, Record

_SHOWN = 20
"""Ranges or ids that a line names before it says how many more there are."""

_ENDINGS = 1000
"""Different endings of unread files that are counted by themselves: a name may end in anything."""

_KINDS = 50
"""Different messages about the records of one file; a message may quote the record."""


class Problems:
    """Collects problems; equal ones of a file become one."""

    def __init__(self) -> None:
        self._places: dict[tuple[str, str], list[Fault]] = {}
        self._kinds: Counter[str] = Counter()
        self._renamed: dict[str, list[str]] = {}
        self._damaged: dict[str, tuple[list[Fault], BadBytes]] = {}
        self._unread: Counter[str] = Counter()
        self._strangers: dict[str, Problem] = {}
        """By ending: the first file that holds no article though its name promises one, and how many."""

    def add(self, path: str, message: str) -> None:
        """Note that a file or folder can't be read (on)."""
        self._places.setdefault((path, message), [])

    def add_unread(self, ending: str) -> None:
        """Note that a file isn't read, since its name has an ending of no kind that is read."""
        if ending not in self._unread and len(self._unread) >= _ENDINGS:
            ending = ""
        self._unread[ending] += 1

    def add_stranger(self, path: str, message: str) -> None:
        """Note that a file isn't read, since it holds something else than its name promises."""
        ending = suffix_of(path.rpartition("/")[2])
        first = self._strangers.get(ending, Problem(path, message))
        self._strangers[ending] = first._replace(unread=first.unread + 1)

    def add_fault(self, path: str, fault: Fault) -> None:
        """Note that a record of a file can't be read."""
        if (path, fault.message) not in self._places:
            self._kinds[path] += 1
            if self._kinds[path] > _KINDS:
                fault = Fault(fault.unit, fault.first, fault.last, "can't be read either, for other reasons")
        places = self._places.setdefault((path, fault.message), [])
        if places and places[-1].last + 1 == fault.first:
            fault = Fault(fault.unit, places.pop().first, fault.last, fault.message)
        places.append(fault)

    def add_damaged(self, path: str, record: Record) -> None:
        """Note that an article is read, but for some bytes; those of a file's records are added up."""
        if record.bad is None:
            return
        places, before = self._damaged.get(path, ([], None))
        number, bad = record.number, record.bad
        if number:
            first = places.pop().first if places and places[-1].last + 1 == number else number
            places.append(Fault("record", first, number, ""))
        if before is not None:
            bad = before._replace(bytes=before.bytes + bad.bytes, cut=False)
        self._damaged[path] = places, bad

    def knows_damage(self, path: str) -> bool:
        """Say whether bytes of a file have been noted before."""
        return path in self._damaged

    def add_renamed(self, path: str, new_id: str) -> None:
        """Note that a record bears an id that another one had before, and what it is called instead."""
        self._renamed.setdefault(path, []).append(new_id)

    def all(self) -> list[Problem]:
        """Return the problems in the order in which they were first met, ids that were given twice last.

        Behind them stand the files that aren't read, one for each ending: `annotations.corpus.unread.told`
        makes lines of these.
        """
        listed = [
            Problem(path, f"{_places(places)}: {message}" if places else message)
            for (path, message), places in self._places.items()
        ]
        for path, (places, bad) in self._damaged.items():
            listed.append(Problem(path, f"{_places(places)}: {bad}" if places else str(bad)))
        for path, ids in self._renamed.items():
            listed.append(Problem(path, f"ids that were given before; called here: {_listed(ids)}"))
        return [*listed, *self._strangers.values(), *self._not_read()]

    def _not_read(self) -> Iterator[Problem]:
        for ending, count in self._unread.items():
            yield Problem(ending if ending == PAGE_PARTS else f"*{ending}", "", count)


def _places(faults: list[Fault]) -> str:
    ranges = [
        f"{fault.first}-{fault.last}" if fault.last > fault.first else str(fault.first) for fault in faults
    ]
    unit = faults[0].unit + "s" if len(faults) > 1 or faults[0].last > faults[0].first else faults[0].unit
    return f"{unit} {_listed(ranges)}"


def _listed(names: list[str]) -> str:
    more = len(names) - _SHOWN
    return ", ".join(names[:_SHOWN]) + (f" and {more} more" if more > 0 else "")
