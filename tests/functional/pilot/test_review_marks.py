"""The marks of a review are made beside the screen, and after a change only those of what has changed."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest
from library_pilot import shown, until
from review_pilot import in_review
from sample_corpus import samples, say

from annotations.model.records import Annotation
from annotations.services.adjudication import Dispute
from tui.screens.reader.screen import ReaderScreen
from tui.screens.review.disagreements import ReviewScreen
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
    async with in_review(news, tmp_path / "other.json", 12) as (app, pilot):
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
