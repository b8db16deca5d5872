"""The marks of a review are made beside the screen, and after a change only those of what has changed."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest
from library_pilot import closing, screen_of, shown, until
from sample_corpus import samples, say

from annotations.composition import Project
from annotations.model.records import Annotation
from annotations.services.adjudication import Dispute
from annotations.services.annotation_files import read_annotations_file
from tui.app import ClaimReader
from tui.screens.reader.screen import ReaderScreen
from tui.screens.review.disagreements import ReviewScreen
from tui.session.colleague import Colleague
from tui.session.review import ColleagueReviewing

SENTENCES = range(2, 6)


@pytest.fixture
def marked(monkeypatch: pytest.MonkeyPatch) -> list[tuple[bool, str, int]]:
    """Note which sentences are marked, and whether the interface waits for it."""
    made: list[tuple[bool, str, int]] = []
    mark = ColleagueReviewing.mark

    def noted(self: ColleagueReviewing, dispute: Dispute, now: list[Annotation]) -> str:
        waits = threading.current_thread() is threading.main_thread()
        made.append((waits, dispute.article, dispute.quote.target.sentence or 0))
        return mark(self, dispute, now)

    monkeypatch.setattr(ColleagueReviewing, "mark", noted)
    return made


async def test_the_interface_marks_only_what_has_changed(
    tmp_path: Path, marked: list[tuple[bool, str, int]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tui.session.annotation_cache._ARTICLES", 1)  # far more articles than are kept
    news = samples(tmp_path / "news")
    names = sorted(path.name for path in news.glob("*.txt"))[:3]
    for name in names:
        say(news / "annotations.json", "me", [(number, ("claim",)) for number in SENTENCES], name)
        say(tmp_path / "other.json", "زميل", [(number, ("event",)) for number in SENTENCES], name)
    theirs = read_annotations_file(tmp_path / "other.json", by="me")
    app = ClaimReader(Project([news], annotator="me"))
    app.session.colleague = Colleague("other.json", theirs.annotations, theirs.records)
    async with closing(app), app.run_test(size=(120, 30)) as pilot:
        await until(pilot, lambda: not screen_of(app).indexing.running and app.session.annotations.loaded)
        await until(pilot, lambda: isinstance(app.screen, ReviewScreen) and "settled 0/12" in shown(app))
        assert sorted(marked) == [(False, name, number) for name in names for number in SENTENCES]

        marked.clear()
        await pilot.press("2")
        await until(pilot, lambda: "settled 1/12" in shown(app))
        assert set(marked) == {(True, names[0], SENTENCES[0])}

        marked.clear()
        await pilot.press("u")
        await until(pilot, lambda: "settled 0/12" in shown(app))
        assert marked == [(True, names[0], SENTENCES[0])]

        marked.clear()
        await pilot.press("end", "enter")
        await until(pilot, lambda: isinstance(app.screen, ReaderScreen))
        await pilot.press("2")  # a tag
        await pilot.press("escape")
        await until(pilot, lambda: isinstance(app.screen, ReviewScreen) and "quantity" in shown(app))
        assert set(marked) == {(True, names[-1], SENTENCES[-1])}
