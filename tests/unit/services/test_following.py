"""A store that is read as if its articles had been followed answers all else as the store does."""

from __future__ import annotations

from pathlib import Path

import pytest
from store_tools import ME, make, opened

from annotations.services.following import FollowedStore
from annotations.services.reanchoring import DisplacedAnnotations
from annotations.store.base import Change, NotSavedError


def test_what_was_deleted_is_known_and_nothing_is_saved(tmp_path: Path) -> None:
    kept, gone = make(1), make(2)
    with opened(tmp_path / "annotations.json") as store:
        store.apply([Change(each.uuid, 0, each) for each in (kept, gone)], by=ME)
        store.apply([Change(gone.uuid, 1, None)], by=ME)
        followed = FollowedStore(store, DisplacedAnnotations())
        assert list(followed.deleted()) == [gone.uuid]
        assert [each.uuid for each in followed.list()] == [kept.uuid]
        assert followed.get(gone.uuid) is None
        with pytest.raises(NotSavedError):
            followed.apply([Change(kept.uuid, 1, None)], by=ME)
        assert [each.uuid for each in store.list()] == [kept.uuid]
