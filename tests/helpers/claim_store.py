"""Annotations for the tests of board and links, in a real store."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from annotations.model.records import Annotation, ArticleRef, Link, target_for
from annotations.store.base import Change
from annotations.store.pending_changes import PendingChanges
from annotations.store.tinydb_store import TinyDBStore, open_store

ME = "analyst-1"
TEXT = "أرسلت بيونغ يانغ ثلاثة آلاف جندي إلى روسيا، وقالت كييف إنهم عشرة آلاف."


def annotation(
    uuid: str,
    *,
    article: str = "000_a.txt",
    start: int = 0,
    tags: Iterable[str] = ("claim",),
    links: Iterable[tuple[str, str]] = (),
    annotator: str = ME,
    updated: str = "2026-11-21T10:00:00.000Z",
    **more: Any,
) -> Annotation:
    """Make an annotation of twelve code points of the text."""
    return Annotation(
        uuid=uuid,
        article=ArticleRef(article, "0" * 64),
        target=target_for(TEXT, start, start + 12, start),
        tags=tuple(sorted(tags)),
        links=tuple(Link(kind, to) for kind, to in links),
        annotator=annotator,
        created="2026-11-21T09:00:00.000Z",
        updated=updated,
        **more,
    )


def store_of(
    folder: Path, annotations: Iterable[Annotation], records: Iterable[dict[str, Any]] = ()
) -> TinyDBStore:
    """Open a store that holds them."""
    store = open_store(folder / "annotations.json", annotator=ME)
    for record in records:
        store.remember_article(record)
    store.apply([Change(annotation.uuid, 0, annotation) for annotation in annotations], by=ME)
    return store


def pending_changes_of(
    folder: Path, annotations: Iterable[Annotation], records: Iterable[dict[str, Any]] = ()
) -> PendingChanges:
    """Open such a store, and return the pending changes before it."""
    return PendingChanges(store_of(folder, annotations, records), ME)
