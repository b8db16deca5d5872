"""What colleagues published is shared by several readers of one person, and made anew if it is damaged."""

from __future__ import annotations

import sqlite3
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

import pytest

from annotations.model.records import new_uuid
from annotations.sqlite_files import PARTS
from annotations.team.hubs import FeedCard
from annotations.team.mirror import FeedState, Mirror, missing_lines

CARD = FeedCard("0" * 32, "أحمد", "a", None)


def test_readers_that_start_at_once_make_one_table(tmp_path: Path) -> None:
    path = tmp_path / "cache" / "team.sqlite"
    with ThreadPoolExecutor(8) as pool:
        mirrors = list(pool.map(lambda _: Mirror(path), range(8)))
    mirrors[0].know([CARD])
    assert [[state.member for state in mirror.feeds()] for mirror in mirrors] == [["أحمد"]] * 8
    for mirror in mirrors:
        mirror.close()


def test_a_table_that_is_in_use_is_not_thrown_away(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "team.sqlite"
    first = Mirror(path)
    first.know([CARD])
    monkeypatch.setattr("annotations.team.mirror.WAIT_SECONDS", 0.05)
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(sqlite3.OperationalError, match="locked"):
            Mirror(path)
    with closing(Mirror(path)) as again:
        assert [state.member for state in again.feeds()] == ["أحمد"]
    first.close()


@pytest.mark.parametrize("content", [b"no database " * 1000, b""])
def test_a_damaged_table_is_made_anew(content: bytes, tmp_path: Path) -> None:
    path = tmp_path / "team.sqlite"
    with closing(Mirror(path)) as mirror:
        mirror.know([CARD])
    for part in PARTS[1:]:
        Path(f"{path}{part}").unlink(missing_ok=True)
    path.write_bytes(content)
    with closing(Mirror(path)) as again:
        assert again.feeds() == []
        again.know([CARD])
        assert [state.member for state in again.feeds()] == ["أحمد"]


def test_the_table_of_another_form_is_made_anew(tmp_path: Path) -> None:
    path = tmp_path / "team.sqlite"
    with closing(Mirror(path)) as mirror:
        mirror.know([CARD])
    with closing(sqlite3.connect(path)) as other:
        other.execute("PRAGMA user_version = 999")
    with closing(Mirror(path)) as again:
        assert again.feeds() == []


def test_a_table_is_for_its_owners_eyes(tmp_path: Path) -> None:
    with closing(Mirror(tmp_path / "cache" / "team.sqlite")):
        assert (tmp_path / "cache").stat().st_mode & 0o077 == 0


def test_a_text_is_found_by_an_index_and_not_by_looking_at_all(tmp_path: Path) -> None:
    with closing(Mirror(tmp_path / "team.sqlite")) as mirror:
        asked: list[str] = []
        mirror._db.set_trace_callback(asked.append)
        list(mirror.annotations("0" * 64))
        mirror._db.set_trace_callback(None)
        (statement,) = asked
        plan = " ".join(row[3] for row in mirror._db.execute(f"EXPLAIN QUERY PLAN {statement}"))
    assert "SEARCH records USING INDEX by_text" in plan
    assert "SEARCH twin USING COVERING INDEX by_member" in plan or "SEARCH twin USING INDEX by_member" in plan
    assert "SEARCH other USING" in plan
    assert "SCAN" not in plan


def test_the_feeds_of_one_member_come_by_their_last_change_in_whatever_order_they_became_known(
    tmp_path: Path,
) -> None:
    older, newer = (FeedCard(new_uuid(), "نور", "a", None) for _ in range(2))
    for order in ((older, newer), (newer, older)):
        with closing(Mirror(tmp_path / f"{order[0].feed}.sqlite")) as mirror:
            mirror.know(order)
            mirror._db.execute("UPDATE feeds SET t = '2026-12-01' WHERE feed = ?", (older.feed,))
            mirror._db.execute("UPDATE feeds SET t = '2026-11-01' WHERE feed = ?", (newer.feed,))
            assert [feed.feed for feed in mirror.feeds()] == [newer.feed, older.feed]


def test_lines_that_are_missing_are_counted_over_all_feeds_of_a_member() -> None:
    of_nour = FeedState("1", "نور", None, 5, 2, "", "")
    feeds = [of_nour, of_nour._replace(feed="2", missing=0), of_nour._replace(feed="3", missing=4)]
    assert missing_lines([*feeds, of_nour._replace(feed="4", member="أحمد", missing=0)]) == {"نور": 6}
