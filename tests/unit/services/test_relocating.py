"""Annotations follow their article: done in one step each, undone in one, and never again without asking."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

import msgspec
import pytest

from annotations.model.article import Article
from annotations.model.records import Annotation, ArticleRef, new_uuid, target_for, timestamp, to_document
from annotations.services.reanchoring import DisplacedAnnotations, find_displaced, relocate
from annotations.services.undo import redo, undo
from annotations.store.base import Change, NotSavedError
from annotations.store.tinydb_store import TinyDBStore, open_store

ME = "me"
TEXT = (
    "أعلن الجيش صباح اليوم مقتل عشرة جنود في الشمال.\n"
    "وقال المتحدث إن القوات تقدمت في المدينة وسيطرت على ثلاثة أحياء.\n"
    "ونفت الوزارة في بيان لها صحة هذه الأنباء جملة وتفصيلا."
)
OLD = Article("news.txt", TEXT)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[TinyDBStore]:
    with open_store(tmp_path / "annotations.json", annotator=ME) as opened:
        opened.pause_checkpoints()
        for number, sentence in enumerate(OLD.sentences):
            now = timestamp()
            one = Annotation(
                uuid=new_uuid(),
                article=ArticleRef(OLD.id, OLD.sha256),
                target=target_for(TEXT, sentence.start, sentence.end, number),
                tags=("claim",),
                annotator=f"annotator-{number}",
                created=now,
                updated=now,
            )
            opened.apply([Change(one.uuid, 0, one)], by=ME)
        yield opened


def looked(store: TinyDBStore, *articles: Article) -> DisplacedAnnotations:
    by_id = {article.id: article for article in articles}

    def texts_of(ids: Sequence[str]) -> dict[str, str]:
        return {each: by_id[each].sha256 for each in ids if each in by_id}

    return find_displaced(
        store, texts_of, by_id.get, lambda sha: [one.id for one in articles if one.sha256 == sha]
    )


def content(store: TinyDBStore) -> list[dict[str, object]]:
    """What is said and where, without what every change of an annotation changes."""
    return [to_document(one) | {"rev": 0, "updated": ""} for one in store.list()]


def found_nothing(found: DisplacedAnnotations) -> bool:
    return not any(len(getattr(found, name)) for name in found.__struct_fields__)


def test_an_article_that_has_not_changed_is_not_even_read(store: TinyDBStore) -> None:
    def never(_: str) -> Article:
        raise AssertionError("was read")

    found = find_displaced(store, lambda ids: dict.fromkeys(ids, OLD.sha256), never, lambda _: [])
    assert found_nothing(found)


def test_all_that_moved_is_one_step_that_one_undo_takes_back(store: TinyDBStore) -> None:
    before, seq = content(store), store.info().seq
    new = Article(OLD.id, "عاجل: خبر جديد.\n" + TEXT)
    found = looked(store, new)
    assert (len(found.moved), found.waiting) == (3, 0)
    assert len(relocate(store, found.moved, found.records, by=ME)) == 3
    assert store.info().seq == seq + 1
    assert {event.kind for event in store.history(since=seq)} == {"reanchor"}
    for one in store.list():
        assert new.text[one.target.start : one.target.end] == one.target.quote
        assert one.article.sha256 == new.sha256
    assert store.articles()[0]["sha256"] == new.sha256
    assert found_nothing(looked(store, new))
    undo(store, ME)
    assert content(store) == before


def test_what_was_put_back_is_asked_about_and_not_moved_again(store: TinyDBStore) -> None:
    new = Article(OLD.id, "عاجل: خبر جديد.\n" + TEXT)
    found = looked(store, new)
    relocate(store, found.moved, found.records, by=ME)
    undo(store, ME)
    again = looked(store, new)
    assert (len(again.moved), len(again.uncertain)) == (0, 3)
    assert {step.remark for step in again.uncertain} == {"was moved here once, and put back"}
    redo(store, ME)
    newer = Article(OLD.id, "عاجل: خبر آخر جديد.\n" + TEXT)
    assert len(looked(store, newer).moved) == 3


def test_a_renamed_article_is_one_step_too_and_is_remembered_by_its_new_name(store: TinyDBStore) -> None:
    seq = store.info().seq
    found = looked(store, Article("other/name.txt", TEXT))
    assert (len(found.renamed), found.waiting) == (3, 0)
    relocate(store, found.renamed, found.records, by=ME)
    assert store.article_ids() == ["other/name.txt"]
    assert [event.kind for event in store.history(since=seq)] == ["rename"] * 3
    assert store.info().seq == seq + 1
    assert "other/name.txt" in {record["id"] for record in store.articles()}


def test_what_is_uncertain_or_found_nowhere_stays_as_it_is(store: TinyDBStore) -> None:
    lines = TEXT.split("\n")
    lines[1] = lines[1].replace("ثلاثة", "أربعة").replace("المدينة", "البلدة")
    changed = Article(OLD.id, "\n".join([*lines[:2], "خاتمة لا صلة لها بما سبق."]))
    before = content(store)
    found = looked(store, changed)
    assert (len(found.moved), len(found.uncertain), len(found.orphans)) == (1, 1, 1)
    assert found.waiting == 2
    relocate(store, found.moved, found.records, by=ME)
    assert content(store)[1:] == before[1:]
    (step,) = found.uncertain
    relocate(store, [step], found.records, by=ME)
    accepted = store.get(step.old.uuid)
    assert accepted is not None
    assert accepted.target.quote == lines[1]
    assert content(store)[2] == before[2]


def test_annotations_of_an_article_that_is_gone_are_listed_and_kept(store: TinyDBStore) -> None:
    before = content(store)
    found = looked(store)
    assert (len(found.absent), found.waiting) == (3, 0)
    assert not list(found.displaced)
    assert content(store) == before
    listed = sorted(store.list(), key=lambda annotation: annotation.uuid)
    assert sorted(found.absent, key=lambda annotation: annotation.uuid) == listed
    store.apply([Change(listed[0].uuid, listed[0].rev, None)], by=ME)  # they are read when they are shown
    assert sorted(found.absent, key=lambda annotation: annotation.uuid) == listed[1:]


def test_a_note_written_meanwhile_moves_along(store: TinyDBStore) -> None:
    found = looked(store, Article(OLD.id, "مقدمة.\n" + TEXT))
    one = found.moved[0].old
    store.apply([Change(one.uuid, one.rev, msgspec.structs.replace(one, note="ملاحظة"))], by=ME)
    relocate(store, found.moved, found.records, by=ME)
    now = store.get(one.uuid)
    assert now is not None
    assert (now.note, now.target.start) == ("ملاحظة", one.target.start + len("مقدمة.\n"))


def test_what_was_deleted_or_moved_meanwhile_is_left_alone(store: TinyDBStore) -> None:
    found = looked(store, Article(OLD.id, "مقدمة.\n" + TEXT))
    first, second, third = (step.old for step in found.moved)
    store.apply([Change(first.uuid, first.rev, None)], by=ME)
    elsewhere = msgspec.structs.replace(second, target=target_for(TEXT, 0, 4, 0))
    store.apply([Change(second.uuid, second.rev, elsewhere)], by=ME)
    assert [one.uuid for one in relocate(store, found.moved, found.records, by=ME)] == [third.uuid]
    assert store.get(first.uuid) is None
    assert store.get(second.uuid) == msgspec.structs.replace(elsewhere, rev=2)


def test_a_disk_that_takes_nothing_leaves_all_where_it_was(
    store: TinyDBStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = looked(store, Article(OLD.id, "مقدمة.\n" + TEXT))
    before = content(store)

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(store._journal, "append", full)
        with pytest.raises(NotSavedError):
            relocate(store, found.moved, found.records, by=ME)
    assert content(store) == before


@pytest.mark.parametrize("digest", ["", "0", "zz" * 32, "../../etc/passwd", "٠" * 64])
def test_an_annotation_that_names_no_text_goes_to_its_words(store: TinyDBStore, digest: str) -> None:
    """No article has such a text, see `CorpusIndex.same_text`; its own has the words."""
    one = store.list()[0]
    odd = msgspec.structs.replace(one, article=ArticleRef(OLD.id, digest))
    store.apply([Change(one.uuid, one.rev, odd)], by=ME)
    found = looked(store, OLD)
    assert [step.old.uuid for step in found.moved] == [one.uuid]
