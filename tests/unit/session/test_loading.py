"""The annotations of a session are read once, whoever wants them first."""

import threading
from pathlib import Path

from annotations.composition import Project
from tui.session.session import Session


def project(tmp_path: Path) -> Project:
    (tmp_path / "a.txt").write_text("عنوان\nقال الوزير إن العدد 3000 جندي.", encoding="utf-8")
    return Project([tmp_path], annotator="me")


def test_a_key_that_comes_before_they_are_read_waits_for_them(tmp_path: Path) -> None:
    session = Session(project(tmp_path))
    article = session.article(0)
    assert not isinstance(article, str)
    session.annotations.save(article, [])
    pending_changes = session.annotations.pending
    session.annotations.load()  # the worker, which was slower
    assert session.annotations.pending is pending_changes
    session.project.close()


def test_two_that_want_them_at_once_get_the_same(tmp_path: Path) -> None:
    session = Session(project(tmp_path))
    found: list[object] = []
    threads = [threading.Thread(target=lambda: found.append(session.annotations.pending)) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(found) == 8
    assert len(set(map(id, found))) == 1
    session.project.close()
