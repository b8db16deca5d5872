"""The one way in for changes: links go with what is deleted."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest
from store_tools import ME, content, make, opened, put

from annotations.model.records import Annotation, Change, Link
from annotations.services.saving import save
from annotations.services.undo import undo
from annotations.store.base import ConflictError, Store
from annotations.store.pending_changes import PendingChanges


def linked(store: Store) -> tuple[Annotation, Annotation]:
    """Save two annotations of which the first links to the second."""
    target = put(store, make(1, article="other"))
    holder = put(store, msgspec.structs.replace(make(2), links=(Link("repeats", target.uuid),)))
    return holder, target


@pytest.mark.parametrize("waits", [False, True])
def test_a_deletion_takes_the_links_along_in_one_step(path: Path, waits: bool) -> None:
    with opened(path) as store:
        holder, target = linked(store)
        before = content(store)
        way_in = PendingChanges(store, ME) if waits else store
        touched: list[Annotation] = []
        stored = save(way_in, [Change(target.uuid, target.rev, None)], by=ME, announce=touched.extend)
        assert [annotation.uuid for annotation in stored] == [holder.uuid]
        assert not stored[0].links
        assert {annotation.uuid for annotation in touched} == {holder.uuid, target.uuid}
        assert len(touched) == 3  # the holder as it was and as it is, what was deleted as it was
        undo(store, ME)
        for document in before.values():
            now = content(store)[document["uuid"]]
            assert {**now, "rev": 0, "updated": ""} == {**document, "rev": 0, "updated": ""}


def test_the_kind_and_the_records_reach_the_store(path: Path) -> None:
    with opened(path) as store:
        made = make(1, article="news")
        record = {"id": "news", "sha256": made.article.sha256, "title": "خبر"}
        save(store, [Change(made.uuid, 0, made)], by="somebody", kind="import", records=[record])
        (event,) = store.history()
        assert (event.kind, event.by) == ("import", "somebody")
        assert store.article("news") == record


def test_what_clashes_changes_nothing_but_is_announced(path: Path) -> None:
    with opened(path) as store:
        made = put(store, make(1))
        touched: list[Annotation] = []
        with pytest.raises(ConflictError):
            save(store, [Change(made.uuid, 0, None)], by=ME, announce=touched.extend)
        assert (touched, store.get(made.uuid)) == ([made], made)
