"""Says who holds a link between annotations, what hangs together by links, and what a deletion leaves.

A link is stored at one end and seen at both, so whoever deletes an annotation would leave the links to it
behind. `completed` adds to any set of changes what takes those away; `annotations.services.saving.save`,
through which every change goes, calls it, so that it is one step of the history and of undo.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple, Protocol

import msgspec

from annotations.model.records import Annotation, Change, Link, says_something, timestamp
from annotations.model.side_records import AnyChange, SideChange, after_change

CONTRADICTS = "contradicts"
SUPPORTS, REPEATS, UPDATES = "supports", "repeats", "updates"
TYPES = (CONTRADICTS, SUPPORTS, REPEATS, UPDATES, "reports-on")
"""The types of links; each is read from the holder to the other end."""

ONE_QUESTION = frozenset({CONTRADICTS, SUPPORTS, REPEATS, UPDATES})
"""Types whose two ends speak to one question: who supports a side of a dispute takes part in it."""

SYMMETRIC = frozenset({CONTRADICTS})
"""Types that say the same read from the other end: either end may hold them, and one link is enough."""


class Source(Protocol):
    """A source of annotations that knows which link to which: a store, or the pending changes before one."""

    def get(self, uuid: str) -> Annotation | None:
        """Return one annotation, or None."""
        ...

    def linking(self, to: str | None = None) -> Sequence[Annotation]:
        """Return the annotations that hold a link to one, or any link at all."""
        ...


class Tie(NamedTuple):
    """One link as one of its ends sees it."""

    type: str
    other: str
    """The uuid of the other end."""
    outgoing: bool
    """True at the end that holds it."""


class Linked(NamedTuple):
    """The result of making links."""

    changes: Sequence[Change]
    there: int
    """Links that were there already."""
    left: int
    """Links that would have to be held by another annotator's annotation."""


def ties(annotation: Annotation, source: Source) -> list[Tie]:
    """Return all links of an annotation: those it holds, then those that lead to it."""
    return [
        *(Tie(link.type, link.to, outgoing=True) for link in annotation.links),
        *(
            Tie(link.type, other.uuid, outgoing=False)
            for other in source.linking(annotation.uuid)
            for link in other.links
            if link.to == annotation.uuid
        ),
    ]


def linked(ends: Iterable[Annotation], kind: str, target: Annotation, by: str) -> Linked:
    """Return the changes that link annotations to another one.

    Args:
        ends: which ones; `target` among them is passed over.
        kind: one of `TYPES`.
        target: the other end of all of them.
        by: the annotator, who changes only what is his own.
    """
    changed: dict[str, Annotation] = {}
    revs = {target.uuid: target.rev}
    there = left = 0
    for end in ends:
        if end.uuid == target.uuid:
            continue
        revs[end.uuid] = end.rev
        both = (target, Link(kind, end.uuid)) if kind in SYMMETRIC else (end, Link(kind, target.uuid))
        if Link(kind, target.uuid) in end.links or both[1] in both[0].links:
            there += 1
        elif end.annotator == by:
            _hold(changed, end, Link(kind, target.uuid))
        elif both[0].annotator == by:
            _hold(changed, *both)
        else:
            left += 1
    return Linked([Change(uuid, revs[uuid], holder) for uuid, holder in changed.items()], there, left)


def unlinked(holder: Annotation, link: Link) -> Change:
    """Return the change that takes a link away; of an annotation that says nothing else nothing is left."""
    return _put(holder, holder.rev, [kept for kept in holder.links if kept != link], timestamp())


def completed(changes: Sequence[AnyChange], source: Source) -> Sequence[AnyChange]:
    """Return changes, and with them those that take all links to what they delete away.

    An annotation that said nothing but such a link goes, too. No other record holds a link.
    """
    if all(after_change(change) is not None for change in changes):
        return changes
    ours = [change for change in changes if isinstance(change, Change)]
    beside = [change for change in changes if isinstance(change, SideChange)]
    return [*_completed(ours, source), *beside]


def _completed(changes: Sequence[Change], source: Source) -> Sequence[Change]:
    gone = [change.uuid for change in changes if change.annotation is None]
    if not gone:
        return changes
    now, deleted = timestamp(), set(gone)
    all_changes = {change.uuid: change for change in changes}
    linking: dict[str, list[str]] = {}
    for change in changes:
        for link in change.annotation.links if change.annotation else ():
            linking.setdefault(link.to, []).append(change.uuid)
    while gone:
        uuid = gone.pop()
        stored = {holder.uuid: Change(holder.uuid, holder.rev, holder) for holder in source.linking(uuid)}
        for holder_uuid in dict.fromkeys([*stored, *linking.get(uuid, ())]):
            change = all_changes.get(holder_uuid) or stored[holder_uuid]
            holder = change.annotation
            kept = [link for link in holder.links if link.to != uuid] if holder else []
            if holder is None or len(kept) == len(holder.links):
                continue
            all_changes[holder_uuid] = taken = _put(holder, change.base_rev, kept, now)
            if taken.annotation is None and holder_uuid not in deleted:
                deleted.add(holder_uuid)
                gone.append(holder_uuid)
    return list(all_changes.values())


def groups(pairs: Iterable[tuple[str, str]]) -> list[list[str]]:
    """Return what hangs together, directly or through others: the connected components of these pairs."""
    root: dict[str, str] = {}

    def find(member: str) -> str:
        root.setdefault(member, member)
        while root[member] != member:
            root[member] = root[root[member]]
            member = root[member]
        return member

    for first, second in pairs:
        root[find(first)] = find(second)
    components: dict[str, list[str]] = {}
    for member in root:
        components.setdefault(find(member), []).append(member)
    return list(components.values())


def contradicting(holders: Iterable[Annotation], is_there: Callable[[str], bool]) -> list[list[str]]:
    """Return the uuids of annotations that contradict each other, directly or through others, in groups.

    What supports, repeats or updates one of a group belongs to it, too: it speaks to the same question.

    Args:
        holders: all that hold links.
        is_there: says whether the other end of a link is there.
    """
    pairs = [
        (holder.uuid, link.to, link.type)
        for holder in holders
        for link in holder.links
        if link.type in ONE_QUESTION and link.to != holder.uuid and is_there(link.to)
    ]
    disputed = {uuid for first, second, kind in pairs if kind == CONTRADICTS for uuid in (first, second)}
    if not disputed:
        return []
    joined = groups((first, second) for first, second, _ in pairs)
    return [group for group in joined if not disputed.isdisjoint(group)]


def _hold(changed: dict[str, Annotation], holder: Annotation, link: Link) -> None:
    holder = changed.get(holder.uuid, holder)
    changed[holder.uuid] = msgspec.structs.replace(holder, links=(*holder.links, link), updated=timestamp())


def _put(holder: Annotation, base_rev: int, links: Iterable[Link], now: str) -> Change:
    """Return the change that gives an annotation these links; one that says nothing else then goes."""
    kept = msgspec.structs.replace(holder, links=tuple(links), updated=now)
    return Change(holder.uuid, base_rev, kept if says_something(kept) else None)
