"""The session in which a lead makes gold reads under what he says of articles at his own desk."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest
from repaired_article import ID, LEAD, Desk, annotate, article_of, desk_of_lead, repair
from store_tools import opened

from annotations.model.records import Change, timestamp
from annotations.model.side_records import CORRECTIONS, IRRELEVANT
from annotations.services.article_corrections import change, correction_of
from annotations.services.tagging import untagged
from annotations.services.team import found, gold_project, join
from annotations.services.text_repair import turn
from annotations.services.undo import redo, undo
from annotations.store.errors import StoreError
from annotations.team.joined import GOLD
from tui.session.annotation_service import AnnotationService


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Desk:
    """The desk of a lead who has an article read repaired, and annotates it."""
    sit = desk_of_lead(tmp_path, monkeypatch)
    found(sit(), str(tmp_path / "hub"))
    join(sit())
    repair(sit())
    annotate(sit())
    return sit


@pytest.fixture
def gold(desk: Desk) -> Iterator[AnnotationService]:
    project = gold_project(desk())
    service = AnnotationService(project)
    service.load()
    yield service
    project.close()


def steps(service: AnnotationService) -> tuple[str, ...]:
    correction = service.project.corrections.get(ID)
    return correction.repair if correction else ()


def test_what_is_corrected_in_gold_stands_beside_what_was_repaired_before(
    desk: Desk, gold: AnnotationService
) -> None:
    article, repaired = article_of(desk()), steps(gold)
    assert repaired
    changes = change(article, correction_of(gold.words, ID), GOLD, title="عنوان")
    gold.save(None, changes)
    corrections = gold.project.corrections
    assert (corrections[ID].title, steps(gold)) == ("عنوان", repaired)
    gold.turn_back(undo)
    assert (corrections[ID].title, steps(gold)) == (None, repaired)
    gold.turn_back(redo)
    assert (corrections[ID].title, steps(gold)) == ("عنوان", repaired)
    with opened(desk().database) as own:
        assert [each.title for each in own.records(CORRECTIONS)] == [None], "the own desk is only read"


def test_what_is_said_later_at_the_own_desk_holds_in_gold(desk: Desk, gold: AnnotationService) -> None:
    article = article_of(desk())
    gold.save(None, change(article, correction_of(gold.words, ID), GOLD, title="عنوان"))
    gold.project.close()
    with opened(desk().database) as own:
        (said,) = own.records(CORRECTIONS)
        later = msgspec.structs.replace(said, set_aside=IRRELEVANT, updated=f"9{timestamp()[1:]}")
        own.apply([CORRECTIONS.put(later, said.rev)], by=LEAD)
    gold.load(again=True)
    correction = gold.project.corrections[ID]
    assert (correction.set_aside, correction.title) == (IRRELEVANT, None)
    gold.save(None, change(article, correction_of(gold.words, ID), GOLD, note="x"))  # as one of gold's own


def test_what_stands_at_the_own_desk_is_not_taken_back_in_gold(desk: Desk, gold: AnnotationService) -> None:
    repaired = steps(gold)
    with pytest.raises(StoreError, match="it stands in your own annotations: take it back there"):
        gold.save(None, turn(article_of(desk()), correction_of(gold.words, ID), GOLD))
    assert steps(gold) == repaired


def test_lines_stay_fixed_as_at_the_own_desk_when_gold_says_no_more_of_an_article(
    desk: Desk, gold: AnnotationService
) -> None:
    article = article_of(desk())
    assert gold.project.layers.annotated == {ID}
    unit = article.units[4]
    made = msgspec.structs.replace(
        untagged(article, unit.start, unit.end, 4, GOLD, timestamp()), tags=("claim",)
    )
    gold.save(article, [Change(made.uuid, 0, made)])
    gold.turn_back(undo)
    assert gold.pending.list() == []
    assert gold.project.layers.annotated == {ID}
