"""A colleague's annotation is taken over: one's own is made of it, and theirs stays as it is."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest
from store_tools import opened, put
from team_of_two import LEAD, OTHER, TeamOfTwo

from annotations.model.article import Article
from annotations.model.origin import FROM, origin
from annotations.model.records import (
    Annotation,
    ArticleRef,
    Change,
    Link,
    Suggested,
    from_document,
    target_for,
    to_document,
)
from annotations.model.suggested import has_taken_tags
from annotations.services.merging import merge_files
from annotations.services.saving import save
from annotations.services.taking_over import NothingToTakeError, take_over
from annotations.services.team import colleagues_annotations
from annotations.services.undo import undo
from annotations.services.verification import verify

TEXT = "قال الوزير إن العدد 3000 جندي. ونفت موسكو ذلك.\nوأضاف أن القوات وصلت."
ME, THEM = "noor", "سعاد"


@pytest.fixture
def article() -> Article:
    return Article("a.txt", TEXT)


def said(article: Article, start: int = 0, end: int = 30, by: str = THEM, **more: object) -> Annotation:
    annotation = Annotation(
        uuid=f"{by}-{start}-{end}",
        article=ArticleRef(article.id, article.sha256),
        target=target_for(article.text, start, end, 0),
        tags=("claim", "quantity"),
        attributes={"claimant": "الوزير", "certainty": None},
        note="رقم جديد",
        links=(Link("contradicts", "elsewhere"),),
        suggested=(Suggested("tags", "rule"),),
        annotator=by,
        created="2026-11-22T10:00:00.000Z",
        updated="2026-11-22T10:00:00.000Z",
        rev=7,
        extra={"another program": 1},
    )
    return msgspec.structs.replace(annotation, **more)


def test_what_is_said_comes_along_and_what_is_theirs_alone_does_not(article: Article) -> None:
    theirs = said(article)
    change = take_over(article, theirs, [], ME)
    assert change is not None
    made = change.annotation
    assert made is not None
    assert made.uuid != theirs.uuid
    assert change.base_rev == 0
    assert (made.annotator, made.target, made.tags, made.note) == (
        ME,
        theirs.target,
        theirs.tags,
        theirs.note,
    )
    assert made.attributes == {"claimant": "الوزير"}
    assert (made.links, made.suggested) == ((), ())
    assert made.extra == {FROM: theirs.uuid}
    assert to_document(made)["from"] == origin(made) == theirs.uuid
    assert from_document(to_document(made)) == made


def test_one_undo_takes_it_back(article: Article, tmp_path: Path) -> None:
    change = take_over(article, said(article), [], ME)
    assert change is not None
    with opened(tmp_path / "annotations.json") as store:
        save(store, [change], by=ME)
        assert [origin(each) for each in store.list()] == [said(article).uuid]
        undo(store, ME)
        assert store.list() == []


def test_of_the_same_words_one_has_one_annotation_that_keeps_its_links(
    article: Article, tmp_path: Path
) -> None:
    link = Link("supports", "mine too")
    mine = said(article, by=ME, tags=("event",), links=(link,), note="", rev=1, extra={"kept": 2})
    change = take_over(article, said(article), [mine], ME)
    assert change is not None
    after = change.annotation
    assert after is not None
    assert (after.uuid, after.created, after.links) == (mine.uuid, mine.created, (link,))
    assert (after.tags, after.note) == (said(article).tags, said(article).note)
    assert after.extra == {"kept": 2, FROM: said(article).uuid}
    with opened(tmp_path / "annotations.json") as store:
        put(store, mine)
        save(store, [change], by=ME)
        undo(store, ME)
        assert [each.tags for each in store.list()] == [("event",)]


def test_who_says_the_same_already_changes_nothing(article: Article) -> None:
    mine = said(article, by=ME, attributes={"claimant": "الوزير"}, links=(), suggested=(), extra={})
    assert take_over(article, said(article), [mine], ME) is None
    other_words = said(article, 31, 45, by=ME)
    anothers = said(article, by="منى")
    assert take_over(article, said(article), [other_words, anothers], ME) is not None


@pytest.mark.parametrize(
    "theirs",
    [
        {"tags": (), "attributes": {}, "note": ""},  # a link alone
        {"target": target_for(TEXT[1:], 0, 30)},  # of other words than stand there
    ],
)
def test_what_can_t_be_taken_over_is_refused(article: Article, theirs: dict[str, object]) -> None:
    with pytest.raises(NothingToTakeError):
        take_over(article, said(article, **theirs), [], ME)  # type: ignore[arg-type]


def test_what_is_about_another_text_is_refused(article: Article) -> None:
    of_another = msgspec.structs.replace(said(article), article=ArticleRef("a.txt", "0" * 64))
    with pytest.raises(NothingToTakeError):
        take_over(article, of_another, [], ME)


def test_what_was_taken_over_was_not_decided_alone(article: Article) -> None:
    alone = said(article, by=ME, suggested=(), extra={})
    assert not has_taken_tags(alone)
    assert has_taken_tags(msgspec.structs.replace(alone, extra={FROM: "theirs"}))
    assert has_taken_tags(msgspec.structs.replace(alone, suggested=(Suggested("tags", "rule"),)))


def test_it_is_kept_by_a_merge(article: Article, tmp_path: Path) -> None:
    change = take_over(article, said(article), [], ME)
    assert change is not None
    mine, yours = tmp_path / "mine.json", tmp_path / "yours.json"
    with opened(mine) as store:
        save(store, [change], by=ME)
    with opened(yours) as store:
        put(store, said(article, 31, 45))
    merge_files(mine, yours, tmp_path / "ours.json", by=ME)
    with opened(tmp_path / "ours.json") as store:
        assert {origin(each) for each in store.list()} == {"", said(article).uuid}


def test_a_link_to_a_colleague_s_annotation_is_none_to_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    team = TeamOfTwo(tmp_path, monkeypatch)
    read = team.article("002")
    theirs = team.say(OTHER, read, 5)
    for uuid in (theirs.uuid, "no-annotation"):
        team.say(LEAD, read, 5, links=(Link("contradicts", uuid),))

    def dead() -> list[str]:
        project = team.sit(LEAD)
        with colleagues_annotations(project) as is_colleague_s:
            findings = verify(project.database, is_colleague_s=is_colleague_s)
        return [finding.what for finding in findings if finding.kind == "dead-link"]

    assert dead() == ["a link (contradicts) leads to no-annotation, which is not there"]
    team.save(OTHER, [Change(theirs.uuid, theirs.rev, None)])
    team.receive(LEAD)
    assert len(dead()) == 1  # who holds a link keeps it
