"""`claimreader merge A B -o C`: two annotation files into one, and the report of what to look at."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec

from annotations.model.records import Annotation
from annotations.paths import likely_file
from annotations.services.merge_rules import Document, Merged, Side, merge, side
from annotations.store.base import Change, NotSavedError, Store, StoreError
from annotations.text.sanitising import escaped


def merge_files(a: Path, b: Path, out: Path, *, by: str) -> tuple[Merged, str]:
    """Merge two annotation files into a new one, or into one of the two, with the histories of both.

    Args:
        a: one file.
        b: the other.
        out: a file that doesn't exist yet, or `a` or `b`, which is then changed as by any other save.
        by: who merges, for the history.

    Returns:
        What was merged, and the report as text.

    Raises:
        StoreError: one can't be read, `out` is another existing file, or somebody holds it open.
        NotSavedError: the disk would not take it; `out` is as it was.
    """
    from annotations.store.history_merge import join_histories, remove
    from annotations.store.recovery import Paths
    from annotations.store.tinydb_store import open_store

    sides: list[Side] = []
    articles: list[Document] = []
    for path in (a, b):
        if not Paths.of(path).exist():
            raise StoreError(f"{path}: no such annotations file{likely_file(path)}")
        store = open_store(path, annotator=by, readonly=True)
        if apart := store.info().apart:
            raise StoreError(f"{path}: not merged: {apart}")
        sides.append(side(store, str(path)))
        articles += store.articles()
    merged = merge(*sides)
    fresh = out.resolve() not in (a.resolve(), b.resolve())
    if fresh:
        join_histories(a, b, out, by)
    try:
        with open_store(out, annotator=by) as store:
            if store.info().readonly:
                raise NotSavedError(f"{out}: not merged: {store.info().why}")
            for record in articles:
                store.remember_article(record)
            store.apply(list(_changes(store, merged)), by=by, kind="merge")
    except BaseException:
        if fresh:
            remove(out)
        raise
    return merged, as_text(merged, *sides)


def _changes(store: Store, merged: Merged) -> Iterator[Change]:
    """Yield what makes a store hold the merged annotations."""
    for uuid in sorted(merged.annotations.keys() | {it.uuid for it in store.list()}):
        wanted, current = merged.annotations.get(uuid), store.get(uuid)
        if wanted is None or current is None or _differ(wanted, current):
            yield Change(uuid, current.rev if current else 0, wanted)


def _differ(wanted: Annotation, current: Annotation) -> bool:
    """Say whether anything differs but the revision and the number of the sentence, which is information."""
    target = msgspec.structs.replace(wanted.target, sentence=current.target.sentence)
    return msgspec.structs.replace(wanted, rev=current.rev, target=target) != current


def as_text(merged: Merged, a: Side, b: Side) -> str:
    """Write the report for people: one line a conflict, what was kept first."""
    kept, gone, open_ = len(merged.annotations), len(merged.deleted), len(merged.conflicts)
    both = len(a.annotations.keys() & b.annotations.keys())
    counts = (
        f"{kept} annotations now ({a.name} has {len(a.annotations)}, {b.name} has {len(b.annotations)}, "
        f"{both} in both); left out: {gone} that one side has deleted; to look at: {open_}"
    )
    names = {"a": a.name, "b": b.name, "": "both"}
    lines = [
        f"{conflict.uuid or '-'} {conflict.article} {conflict.field}: {conflict.why}"
        f" | kept ({names[conflict.kept]}): {_short(conflict.b if conflict.kept == 'b' else conflict.a)}"
        f" | other: {_short(conflict.a if conflict.kept == 'b' else conflict.b)}"
        for conflict in merged.conflicts
    ]
    return "\n".join(map(escaped, [counts, *lines]))


def _short(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)[:120]
