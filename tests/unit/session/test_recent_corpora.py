"""Which corpora are offered at the start."""

import json
from pathlib import Path

import pytest

from tui.session.recent_corpora import MOST, RecentCorpora


@pytest.fixture(autouse=True)
def state(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("CLAIMREADER_HOME", str(tmp_path / "home"))
    return tmp_path / "home" / "recent.json"


def made(folder: Path, count: int) -> list[Path]:
    folders = [folder / f"corpus-{number}" for number in range(count)]
    for path in folders:
        path.mkdir()
    return folders


def test_the_last_comes_first_each_once_and_no_more_than_ten(tmp_path: Path) -> None:
    folders = made(tmp_path, MOST + 2)
    for folder in [*folders, folders[5]]:
        RecentCorpora().note([folder])
    offered = RecentCorpora().all()
    assert offered[:2] == [(folders[5],), (folders[-1],)]
    assert len(offered) == len(set(offered)) == MOST


def test_what_is_gone_is_left_out_and_there_again_when_it_is_back(tmp_path: Path) -> None:
    first, second = made(tmp_path, 2)
    RecentCorpora().note([first, second])
    RecentCorpora().note([second])
    first.rmdir()
    assert RecentCorpora().all() == [(second,)]
    first.mkdir()
    assert RecentCorpora().all() == [(second,), (first, second)]


def test_paths_are_kept_whole_and_for_their_owner_alone(
    tmp_path: Path, state: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (folder := tmp_path / "أخبار").mkdir()
    monkeypatch.chdir(tmp_path)
    RecentCorpora().note([Path("أخبار")])
    assert RecentCorpora().all() == [(folder,)]
    assert state.stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize(
    "kept", ["[]", '{"corpora": 3}', '{"corpora": [3, [], ["relative"], ["/\\u0000"]]}', "{"]
)
def test_a_file_of_anything_else_offers_nothing(state: Path, kept: str) -> None:
    state.parent.mkdir()
    state.write_text(kept)
    assert RecentCorpora().all() == []


def test_what_is_forgotten_is_gone_from_the_disk(tmp_path: Path, state: Path) -> None:
    RecentCorpora().note(made(tmp_path, 1))
    assert json.loads(state.read_text())["corpora"]
    RecentCorpora().forget()
    assert not state.exists()
