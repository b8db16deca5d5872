"""What a person has said of articles holds in a team, too: at the own desk after joining, and in gold."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

import pytest
from repaired_article import ID, LEAD, Desk, annotate, article_of, desk_of_lead, repair
from store_tools import opened

from annotations.corpus.article_index import ArticleIndex
from annotations.model.records import timestamp
from annotations.model.side_records import (
    CORRECTIONS,
    FIXED,
    LINES,
    FixedLines,
    LineWord,
    fixed_uuid,
    line_word_uuid,
)
from annotations.services.gold import heard
from annotations.services.team import found, gold_project, join, open_work, place_in_team
from annotations.team.colleagues import Colleagues
from annotations.text.page_lines import name_shown


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Desk:
    return desk_of_lead(tmp_path, monkeypatch)


def test_an_article_that_was_repaired_is_so_after_joining(desk: Desk, tmp_path: Path) -> None:
    repair(desk())
    annotation = annotate(desk())
    found(desk(), str(tmp_path / "hub"))
    assert join(desk()).taken_along == 1
    project = desk()
    assert project.place is not None
    article, target = article_of(project), annotation.target
    assert article.sha256 == annotation.article.sha256
    assert article.text[target.start : target.end] == target.quote


def test_gold_is_read_as_its_lead_reads(desk: Desk, tmp_path: Path) -> None:
    found(desk(), str(tmp_path / "hub"))
    join(desk())
    repair(desk())
    annotation = annotate(desk())
    with open_work(place_in_team(desk())) as work:
        work.exchange()
    gold = gold_project(desk())
    assert article_of(gold).sha256 == annotation.article.sha256
    index = ArticleIndex(gold.corpus)
    with closing(index):
        list(index.update())
        assert gold.place is not None
        with open_work(gold.place) as work:
            work.receive()
            said = list(Colleagues(work.mirror, blind=True).all_published())
        known = heard(said, LEAD, lambda sha256: [row.entry.id for row in index.opened.same_text(sha256)])
    assert (known.said, known.elsewhere) == ({LEAD: [annotation]}, 0)
    with opened(gold.database) as store:
        assert not store.records(CORRECTIONS), "gold has no copy of what its lead says"


def test_in_gold_the_same_lines_count_as_at_its_leads_desk(desk: Desk, tmp_path: Path) -> None:
    found(desk(), str(tmp_path / "hub"))
    join(desk())
    repair(desk())
    article = article_of(desk())
    names = [name_shown(name) for name in article.line_names]
    body = [name for name, each in zip(names, article.sentences, strict=True) if each.kind == "body"]
    first, last, now = body[0], body[-1], timestamp()
    assert first != last
    word = LineWord(
        uuid=line_word_uuid(first, article_id=ID),
        annotator=LEAD,
        created=now,
        updated=now,
        line=first,
        quote="x",
        kind="furniture",
        article=annotate(desk()).article,
    )
    fixed = FixedLines(
        uuid=fixed_uuid(ID), annotator=LEAD, created=now, updated=now, article=word.article, lines=(last,)
    )
    with opened(desk().database) as store:
        before = store.find(FIXED.name, fixed.uuid)
        store.apply([LINES.put(word), FIXED.put(fixed, before.rev if before else 0)], by=LEAD)
    own, gold = article_of(desk()), article_of(gold_project(desk()))
    assert gold.sentences == own.sentences
    for name, kind in ((first, "furniture"), (last, "repeated")):
        assert gold.sentences[names.index(name)].kind == kind
