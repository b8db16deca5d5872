"""One tag on many annotations."""

from __future__ import annotations

from pathlib import Path

from claim_store import ME, annotation, store_of

from annotations.model.article import Article
from annotations.model.records import Annotation
from annotations.model.scheme import DEFAULT
from annotations.services.bulk_tagging import press_on_all, press_on_sentences
from annotations.services.undo import undo


def test_a_tag_is_set_on_all_that_lack_it_and_then_taken_from_all() -> None:
    some = [annotation("a"), annotation("b", tags=("claim", "event")), annotation("c", tags=("not_claim",))]
    bulk = press_on_all(some, "event", ME, DEFAULT)
    assert bulk.on
    assert {change.uuid: change.annotation and change.annotation.tags for change in bulk.changes} == {
        "a": ("claim", "event"),
        "c": ("claim", "event"),
    }
    all_have = [annotation(name, tags=("claim", "event")) for name in "ab"]
    off = press_on_all(all_have, "event", ME, DEFAULT)
    assert not off.on
    assert [change.annotation and change.annotation.tags for change in off.changes] == [("claim",)] * 2


def test_anothers_annotations_stay_and_are_counted() -> None:
    some = [annotation("a"), annotation("b", annotator="sara")]
    bulk = press_on_all(some, "event", ME, DEFAULT)
    assert ([change.uuid for change in bulk.changes], bulk.left) == (["a"], 1)
    nothing = press_on_all(some[1:], "event", ME, DEFAULT)
    assert (nothing.changes, nothing.left) == ([], 1)


def test_the_last_tag_takes_the_annotation_and_one_undo_brings_all_back(tmp_path: Path) -> None:
    some = [
        annotation("a", tags=("not_claim",), note="ملاحظة"),
        annotation("b", article="001_b.txt", tags=("not_claim",), start=3),
    ]
    store = store_of(tmp_path, some)
    bulk = press_on_all(list(store.list()), "not_claim", ME, DEFAULT)
    assert bulk.deleted == 2
    store.apply(bulk.changes, by=ME)
    assert not store.list()
    undo(store, ME)
    assert [(one.uuid, one.tags, one.note) for one in store.list()] == [
        ("a", ("not_claim",), "ملاحظة"),
        ("b", ("not_claim",), ""),
    ]
    store.close()


def test_a_tag_is_set_on_all_sentences_that_lack_it_and_then_taken_from_all() -> None:
    first, second = Article("a.txt", "جملة أولى. جملة ثانية."), Article("b.txt", "جملة ثالثة.")
    held: dict[str, list[Annotation]] = {first.id: [], second.id: []}

    def press(tag: str) -> tuple[bool, list[str]]:
        sentences = [(first, 1), (second, 0)]
        bulk = press_on_sentences(sentences, tag, lambda article: held[article.id], ME, DEFAULT)
        quotes = []
        for change in bulk.changes:
            said = [one for all_said in held.values() for one in all_said if one.uuid == change.uuid]
            quotes += [one.target.quote for one in (said or [change.annotation]) if one is not None]
            for said_of in held.values():
                said_of[:] = [one for one in said_of if one.uuid != change.uuid]
            if change.annotation is not None:
                held[change.annotation.article.id].append(change.annotation)
        return bulk.on, quotes

    assert press("claim") == (True, ["جملة ثانية.", "جملة ثالثة."])
    held[second.id].clear()
    assert press("claim") == (True, ["جملة ثالثة."]), "the other one has it already"
    assert press("claim") == (False, ["جملة ثانية.", "جملة ثالثة."])
    assert held == {first.id: [], second.id: []}
