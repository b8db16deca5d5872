"""What was settled is known at the next start, and a file that can't be used costs nothing but a question."""

from __future__ import annotations

from pathlib import Path

import pytest

from tui.session.review_decisions import ReviewDecisions


@pytest.fixture
def database(tmp_path: Path, home: Path) -> Path:
    return tmp_path / "annotations.json"


def test_a_decision_is_there_at_the_next_start_and_can_be_taken_back(database: Path) -> None:
    first = ReviewDecisions(database)
    assert first.put("aa", "1") == first.put("bb", "+") == ""
    again = ReviewDecisions(database)
    assert (again.get("aa"), again.get("bb"), again.get("cc")) == ("1", "+", None)
    again.put("aa", None)
    assert ReviewDecisions(database).get("aa") is None
    assert ReviewDecisions(database.with_name("other.json")).get("bb") is None
    assert [path.name for path in first.path.parent.iterdir()] == [first.path.name]


@pytest.mark.parametrize(
    "content", [b"", b"{", b"[]", b"\xff\xfe", b"[" * 100_000, b'{"aa": 1, "bb": [], "cc": "x", "dd": null}']
)
def test_a_damaged_file_is_no_file(database: Path, content: bytes) -> None:
    path = ReviewDecisions(database).path
    path.parent.mkdir()
    path.write_bytes(content)
    decided = ReviewDecisions(database)
    assert not any(decided.get(name) for name in ("aa", "bb", "cc", "dd"))
    assert decided.put("aa", "1") == ""


def test_where_nothing_can_be_written_it_holds_until_the_end_and_says_so(database: Path) -> None:
    decided = ReviewDecisions(database)
    decided.path.parent.write_text("a file where the folder would be")
    assert str(decided.path) in decided.put("aa", "1")
    assert decided.get("aa") == "1"


def test_what_an_older_version_kept_still_holds(database: Path) -> None:
    path = ReviewDecisions(database).path
    path.parent.mkdir()
    path.write_text('{"aa": "mine", "bb": "theirs", "cc": "both"}')
    decided = ReviewDecisions(database)
    assert [decided.get(name) for name in ("aa", "bb", "cc")] == ["1", "2", "+"]
