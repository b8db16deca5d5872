"""Gold is what the lead decides of anybody's word: copies that are signed by gold, each linked to its own."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from annotations.model.origin import origin
from annotations.model.records import (
    Annotation,
    ArticleRef,
    Change,
    Link,
    new_uuid,
    target_for,
    timestamp,
)
from annotations.services.adjudication import ALIKE, ALL, EDITED, UNION, Choice, Dispute
from annotations.services.gold import IntoGold, are_alike, copy_uuid, heard, review_of_all
from annotations.services.saving import save
from annotations.services.undo import undo
from annotations.store.tinydb_store import TinyDBStore, open_store
from annotations.team.colleagues import Said
from annotations.team.joined import GOLD

TEXT = "وقال المتحدث إن القوات تقدمت في المدينة وسيطرت على ثلاثة أحياء منها. " * 12
LENGTH = 40
"""Code points of a sentence of these tests."""

SHA = "a" * 64


def starts(article: str, sha256: str) -> Sequence[int]:
    return range(0, 12 * LENGTH, LENGTH)


def said(sentence: int, *tags: str, by: str, start: int = 0, note: str = "", **attributes: str) -> Annotation:
    now = timestamp()
    return Annotation(
        uuid=new_uuid(),
        article=ArticleRef("a.txt", SHA),
        target=target_for(TEXT, sentence * LENGTH + start, sentence * LENGTH + 30, sentence),
        tags=tuple(sorted(tags)),
        attributes=dict(attributes),
        note=note,
        annotator=by,
        created=now,
        updated=now,
    )


@pytest.fixture
def gold(tmp_path: Path) -> Iterator[TinyDBStore]:
    with open_store(tmp_path / "gold.json", annotator=GOLD) as store:
        store.pause_checkpoints()
        yield store


def take(store: TinyDBStore, dispute: Dispute, choice: Choice) -> int:
    """Decide, and return how many annotations changed."""
    changes = IntoGold(store).take(dispute, choice, dispute.now(store.list))
    if changes:
        save(store, changes, by=GOLD, kind="settle")
    return len(changes)


def mark(store: TinyDBStore, dispute: Dispute) -> str:
    return IntoGold(store).mark(dispute, dispute.now(store.list))


def by_name(*annotations: Annotation) -> Mapping[str, Sequence[Annotation]]:
    names = dict.fromkeys(annotation.annotator for annotation in annotations)
    return {name: [each for each in annotations if each.annotator == name] for name in names}


def ids_of(sha256: str) -> list[str]:
    return ["a.txt"] if sha256 == SHA else []


def test_what_differs_comes_first_then_what_all_say_then_what_one_says_alone() -> None:
    review = review_of_all(
        by_name(
            said(1, "claim", by="noor"),
            said(2, "claim", by="noor"),
            said(3, "rule", by="noor"),
            said(2, "claim", by="suad"),
            said(3, "event", by="suad"),
            said(3, "event", by="ليلى"),
        ),
        starts,
    )
    assert [dispute.start // LENGTH for dispute in review.disputes] == [3, 2, 1]
    assert [(side.number, side.name) for side in review.disputes[0].sides] == [
        (1, "noor"),
        (2, "suad"),
        (3, "ليلى"),
    ]
    assert review.decided == 2
    assert review.percent == 0.5


def test_the_same_tags_with_other_attributes_are_seen_differently() -> None:
    one, other = said(1, "claim", by="noor", claimant="الوزارة"), said(1, "claim", by="suad")
    (dispute,) = review_of_all(by_name(one, other), starts).disputes
    assert dispute.decided == 2
    again = msgspec.structs.replace(other, attributes={"claimant": "الوزارة"}, note="words between people")
    review = review_of_all(by_name(one, again, said(2, "x", by="noor"), said(2, "y", by="suad")), starts)
    assert [dispute.start // LENGTH for dispute in review.disputes] == [2, 1], "now they agree on 1"


def test_more_people_than_keys_are_numbered_by_sentence() -> None:
    names = [f"p{number:02}" for number in range(12)]
    review = review_of_all(
        by_name(*(said(number % 3, "claim", by=name) for number, name in enumerate(names))), starts
    )
    for dispute in review.disputes:
        assert [side.number for side in dispute.sides] == [1, 2, 3, 4]
    crowd = review_of_all(by_name(*(said(1, f"t{name}", by=name) for name in names)), starts)
    assert [side.number for side in crowd.disputes[0].sides] == [*range(1, 10), 0, 0, 0]


def test_articles_are_known_by_their_text_and_gold_is_nobodys_word() -> None:
    far = msgspec.structs.replace(said(1, "claim", by="suad"), article=ArticleRef("elsewhere/7.txt", SHA))
    lost = msgspec.structs.replace(said(1, "claim", by="suad"), article=ArticleRef("x", "b" * 64))
    everybody = [
        Said("suad", far),
        Said("suad", lost),
        Said("noor", said(1, "rule", by="noor")),
        Said(GOLD, said(1, "event", by=GOLD)),
    ]
    known = heard(everybody, "noor", ids_of)
    assert list(known.said) == ["noor", "suad"], "the lead first"
    assert known.elsewhere == 1
    assert known.said["suad"][0].article.id == "a.txt"


def test_articles_that_are_set_aside_are_left_out_and_counted() -> None:
    lost = msgspec.structs.replace(said(1, "claim", by="suad"), article=ArticleRef("x", "b" * 64))
    everybody = [Said("suad", said(1, "rule", by="suad")), Said("noor", said(1, "claim", by="noor"))]
    known = heard(everybody, "noor", lambda sha256: ["a.txt", "b.txt"], {"a.txt"})
    assert {each.article.id for each in known.said["suad"]} == {"b.txt"}, "the other one of that text"
    known = heard([*everybody, Said("suad", lost)], "noor", ids_of, {"a.txt", "b.txt"})
    assert (known.said, known.elsewhere, known.aside) == ({}, 1, 1)


def test_a_copy_is_golds_own_and_says_whose_it_was(gold: TinyDBStore) -> None:
    theirs = said(1, "event", by="suad", note="نص", claimant="الوزارة")
    (dispute,) = review_of_all(by_name(said(1, "claim", by="noor"), theirs), starts).disputes
    assert mark(gold, dispute) == ""
    take(gold, dispute, 2)
    (copy,) = gold.list()
    assert (copy.annotator, copy.tags, copy.note, copy.attributes) == (
        GOLD,
        theirs.tags,
        "",
        theirs.attributes,
    )
    assert copy.uuid == copy_uuid(theirs.uuid) != theirs.uuid
    assert origin(copy) == theirs.uuid
    assert mark(gold, dispute) == "2"
    assert take(gold, dispute, 2) == 0, "the same key again changes nothing"
    take(gold, dispute, 1)
    assert [each.tags for each in gold.list()] == [("claim",)]
    assert mark(gold, dispute) == "1"
    take(gold, dispute, 2)
    assert [each.uuid for each in gold.list()] == [copy.uuid], "again under its own name"
    undo(gold, GOLD)
    assert mark(gold, dispute) == "1"


def test_what_is_taken_of_a_sentence_keeps_the_order_in_which_it_was_said(gold: TinyDBStore) -> None:
    for sentence in range(8):  # the uuids of copies say nothing of order
        spans = [said(sentence, f"tag{start}", by="نور", start=start) for start in range(8)]
        (dispute,) = review_of_all(by_name(*spans), starts).disputes
        take(gold, dispute, 1)
        here = [annotation for annotation in gold.list() if annotation.target.sentence == sentence]
        assert [annotation.tags for annotation in here] == [annotation.tags for annotation in spans]


def test_all_spans_are_taken_once_each(gold: TinyDBStore) -> None:
    (dispute,) = review_of_all(
        by_name(
            said(1, "claim", by="noor"),
            said(1, "claim", by="suad"),
            said(1, "event", by="suad", start=5),
            said(1, "rule", by="ليلى"),
        ),
        starts,
    ).disputes
    take(gold, dispute, ALL)
    assert sorted(each.tags for each in gold.list()) == [("claim",), ("event",), ("rule",)]
    assert mark(gold, dispute) == UNION
    assert take(gold, dispute, ALL) == 0


def test_an_edit_settles_too_and_a_note_decides_nothing(gold: TinyDBStore) -> None:
    (dispute,) = review_of_all(
        by_name(said(1, "claim", by="noor"), said(1, "rule", by="suad")), starts
    ).disputes
    comment = said(1, by=GOLD, note="see rule 4")
    save(gold, [_new(comment)], by=GOLD)
    assert mark(gold, dispute) == ""
    save(gold, [_new(said(1, "other", by=GOLD))], by=GOLD)
    assert mark(gold, dispute) == EDITED
    take(gold, dispute, 2)
    assert sorted(each.tags for each in gold.list()) == [(), ("rule",)], "the comment stays"
    assert mark(gold, dispute) == "2"


def test_who_only_notes_something_decides_nothing_and_is_read_all_the_same() -> None:
    claim = [said(2, "claim", by=name) for name in ("noor", "suad")]
    comment = said(2, by="ليلى", start=3, note="why?")
    review = review_of_all(by_name(*claim, comment, said(1, by="ليلى", note="is this a claim?")), starts)
    (dispute,) = review.disputes
    assert dispute.start == 2 * LENGTH, "of 1 there is nothing that could be taken"
    assert (dispute.decided, are_alike(dispute), review.decided, review.percent) == (2, True, 1, 1.0)
    assert [side.name for side in dispute.sides] == ["noor", "suad"]
    assert dispute.side(3) is None
    assert [(side.number, side.name, side.annotations) for side in dispute.noted] == [(3, "ليلى", [comment])]


def test_a_copy_that_would_say_nothing_is_not_made(gold: TinyDBStore) -> None:
    mine, word, comment = (
        said(1, "claim", by="noor"),
        said(1, "rule", by="suad"),
        said(1, by="suad", start=5, note="or is it?"),
    )
    (dispute,) = review_of_all(by_name(mine, word, comment), starts).disputes
    for choice, wanted in ((2, [("rule",)]), (ALL, [("claim",), ("rule",)]), (1, [("claim",)])):
        take(gold, dispute, choice)
        assert sorted(each.tags for each in gold.list()) == wanted


def test_values_without_a_tag_are_a_word_and_go_as_they_came(gold: TinyDBStore) -> None:
    mine = said(1, "claim", by="noor")
    theirs = said(1, "rule", by="suad"), said(1, by="suad", start=5, claimant="الوزارة")
    (dispute,) = review_of_all(by_name(mine, *theirs), starts).disputes
    take(gold, dispute, 2)
    assert sorted((each.tags, each.attributes) for each in gold.list()) == [
        ((), {"claimant": "الوزارة"}),
        (("rule",), {}),
    ]
    assert mark(gold, dispute) == "2"
    take(gold, dispute, 1)
    assert [(each.tags, each.attributes) for each in gold.list()] == [(("claim",), {})]
    assert mark(gold, dispute) == "1"


def test_values_alone_are_settled_like_any_other_word(gold: TinyDBStore) -> None:
    (dispute,) = review_of_all(by_name(said(1, by="suad", claimant="الوزارة")), starts).disputes
    take(gold, dispute, 1)
    assert mark(gold, dispute) == ALIKE
    (left,) = review_of_all({}, starts, gold.list()).disputes
    assert mark(gold, left) == "", "nobody says so any more"


def test_an_empty_copy_of_an_earlier_version_goes_with_what_is_taken_next(gold: TinyDBStore) -> None:
    mine, theirs = said(1, "claim", by="noor"), said(1, by="suad", note="hm", start=5)
    (dispute,) = review_of_all(by_name(mine, theirs), starts).disputes
    empty = msgspec.structs.replace(
        theirs, uuid=copy_uuid(theirs.uuid), annotator=GOLD, note="", extra={"from": theirs.uuid}
    )
    save(gold, [_new(empty)], by=GOLD)
    take(gold, dispute, 1)
    assert [each.tags for each in gold.list()] == [("claim",)]


def test_a_comment_of_somebody_opens_nothing_again(gold: TinyDBStore) -> None:
    mine, theirs = said(1, "claim", by="noor"), said(1, "rule", by="suad")
    (dispute,) = review_of_all(by_name(mine, theirs), starts).disputes
    take(gold, dispute, 1)
    for by in ("suad", "ليلى"):
        everybody = by_name(mine, theirs, said(1, by=by, start=3, note="why?"))
        (noted,) = review_of_all(everybody, starts).disputes
        assert not IntoGold(gold).is_overtaken(noted, noted.now(gold.list))
        assert mark(gold, noted) == "1"


def _new(annotation: Annotation) -> Change:
    return Change(annotation.uuid, 0, annotation)


def test_a_sentence_is_open_again_when_somebody_says_something_else(gold: TinyDBStore) -> None:
    mine, theirs = said(1, "claim", by="noor"), said(1, "rule", by="suad")
    (dispute,) = review_of_all(by_name(mine, theirs), starts).disputes
    take(gold, dispute, 1)
    theirs = msgspec.structs.replace(theirs, tags=("event",), rev=2)
    (changed,) = review_of_all(by_name(mine, theirs), starts).disputes
    assert mark(gold, changed) == ""
    assert IntoGold(gold).is_overtaken(changed, changed.now(gold.list))
    assert take(gold, changed, 1) == 1, "it says the same, and is decided on other words"
    assert mark(gold, changed) == "1"
    theirs = msgspec.structs.replace(theirs, tags=("claim",), rev=3)
    (alike,) = review_of_all(by_name(mine, theirs), starts).disputes
    assert mark(gold, alike) == ALIKE, "all say what gold says"


def test_the_leads_note_stays_whatever_is_taken_and_theirs_never_comes_along(gold: TinyDBStore) -> None:
    mine, theirs = said(1, "claim", by="noor", note="mine alone"), said(1, "rule", by="suad", note="x")
    (dispute,) = review_of_all(by_name(mine, theirs), starts).disputes
    take(gold, dispute, 2)
    (copy,) = gold.list()
    noted = msgspec.structs.replace(copy, note="see rule 4")
    save(gold, [Change(copy.uuid, copy.rev, noted)], by=GOLD)
    for choice in (2, 1, ALL, 1):
        take(gold, dispute, choice)
        assert [each.note for each in gold.list() if each.note] == ["see rule 4"], choice


def test_a_sentence_on_which_nobody_has_a_word_any_more_is_open_again(gold: TinyDBStore) -> None:
    (dispute,) = review_of_all(by_name(said(1, "claim", by="suad")), starts).disputes
    take(gold, dispute, 1)
    (left,) = review_of_all({}, starts, gold.list()).disputes
    assert left.quote.tags == ("claim",)
    assert not are_alike(left), "what all agree on is taken without a look"
    assert mark(gold, left) == ""
    save(gold, IntoGold(gold).keep(left, left.now(gold.list)), by=GOLD)
    assert mark(gold, left) == EDITED, "kept as it is"
    take(gold, left, ALL)
    assert not gold.list()
    assert mark(gold, left) == ALIKE


def test_what_is_kept_as_it_is_stays_settled_until_somebody_says_something_else(gold: TinyDBStore) -> None:
    mine, theirs = said(1, "claim", by="noor"), said(1, "rule", by="suad")
    (dispute,) = review_of_all(by_name(mine, theirs), starts).disputes
    take(gold, dispute, 1)
    theirs = msgspec.structs.replace(theirs, tags=("event",))
    (changed,) = review_of_all(by_name(mine, theirs), starts).disputes
    assert mark(gold, changed) == ""
    save(gold, IntoGold(gold).keep(changed, changed.now(gold.list)), by=GOLD)
    assert mark(gold, changed) == "1"
    assert IntoGold(gold).keep(changed, changed.now(gold.list)) == []


def test_links_lead_from_copy_to_copy_in_whatever_order_they_are_taken(gold: TinyDBStore) -> None:
    first, last = said(1, "claim", by="suad"), said(2, "claim", by="suad")
    first = msgspec.structs.replace(first, links=(Link("contradicts", last.uuid),))
    last = msgspec.structs.replace(last, links=(Link("supports", first.uuid),))
    one, two = review_of_all(by_name(first, last), starts).disputes
    take(gold, one, 1)
    assert gold.get(copy_uuid(first.uuid)).links == (Link("contradicts", last.uuid),)  # type: ignore[union-attr]
    take(gold, two, 1)
    links = {each.target.sentence: each.links for each in gold.list()}
    assert links == {
        1: (Link("contradicts", copy_uuid(last.uuid)),),
        2: (Link("supports", copy_uuid(first.uuid)),),
    }
    undo(gold, GOLD)
    assert [each.links for each in gold.list()] == [(Link("contradicts", last.uuid),)]


def test_a_link_is_led_to_the_source_while_there_is_no_copy_of_it(gold: TinyDBStore) -> None:
    last = said(2, "claim", by="suad")
    first = msgspec.structs.replace(said(1, "claim", by="suad"), links=(Link("contradicts", last.uuid),))
    one, two = review_of_all(by_name(said(2, "rule", by="noor"), first, last), starts).disputes[::-1]
    to_source, to_copy = Link("contradicts", last.uuid), Link("contradicts", copy_uuid(last.uuid))

    def links() -> Sequence[Link]:
        copy = gold.get(copy_uuid(first.uuid))
        assert copy is not None
        return copy.links

    take(gold, one, 2)
    for choice, wanted in ((2, to_copy), (1, to_source), (2, to_copy), (1, to_source), (ALL, to_copy)):
        take(gold, two, choice)
        assert links() == (wanted,), choice
    undo(gold, GOLD)
    assert links() == (to_source,), "one step with what was taken"
    take(gold, one, 2)
    assert links() == (to_source,)


def test_many_are_taken_as_one_step(gold: TinyDBStore) -> None:
    everybody = by_name(
        *(said(number, "claim", by=name) for number in range(10) for name in ("noor", "suad"))
    )
    disputes = review_of_all(everybody, starts).disputes
    changes = IntoGold(gold).take_all((dispute, 1, dispute.now(gold.list)) for dispute in disputes)
    save(gold, changes, by=GOLD, kind="settle")
    assert len(gold.list()) == 10
    assert {mark(gold, dispute) for dispute in disputes} == {ALIKE}
    undo(gold, GOLD)
    assert not gold.list()


WORDS = st.tuples(
    st.sampled_from(["noor", "suad", "ليلى"]),
    st.integers(0, 3),
    st.integers(0, 2),
    st.sampled_from(["claim", "event", "rule"]),
)


@settings(max_examples=60, deadline=None)
@given(words=st.lists(WORDS, min_size=1, max_size=14), data=st.data())
def test_links_lead_to_what_gold_has_of_their_ends_whatever_was_decided(
    tmp_path_factory: pytest.TempPathFactory, words: list[tuple[str, int, int, str]], data: st.DataObject
) -> None:
    sources = [said(at, tag, by=name, start=start) for name, at, start, tag in words]
    for place, source in enumerate(sources):
        ends = data.draw(st.sets(st.integers(0, len(sources) - 1), max_size=2)) - {place}
        links = tuple(Link("supports", sources[end].uuid) for end in sorted(ends))
        sources[place] = msgspec.structs.replace(source, links=links)
    disputes = review_of_all(by_name(*sources), starts).disputes
    with open_store(tmp_path_factory.mktemp("gold") / "gold.json", annotator=GOLD) as store:
        store.pause_checkpoints()
        for _ in range(data.draw(st.integers(1, 10))):
            dispute = data.draw(st.sampled_from(disputes))
            take(store, dispute, data.draw(st.sampled_from([ALL, *(side.number for side in dispute.sides)])))
        linked = {each.uuid: each.links for each in sources}
        for copy in store.list():
            wanted = {
                copy_uuid(link.to) if store.get(copy_uuid(link.to)) else link.to
                for link in linked[origin(copy)]
            }
            assert {link.to for link in copy.links} == wanted


@settings(max_examples=60, deadline=None)
@given(words=st.lists(WORDS, min_size=1, max_size=14), data=st.data())
def test_gold_always_says_what_was_decided_last(
    tmp_path_factory: pytest.TempPathFactory, words: list[tuple[str, int, int, str]], data: st.DataObject
) -> None:
    everybody = by_name(*(said(at, tag, by=name, start=start) for name, at, start, tag in words))
    disputes = review_of_all(everybody, starts).disputes
    last: dict[int, Choice] = {}
    with open_store(tmp_path_factory.mktemp("gold") / "gold.json", annotator=GOLD) as store:
        store.pause_checkpoints()
        for _ in range(data.draw(st.integers(1, 8))):
            place = data.draw(st.integers(0, len(disputes) - 1))
            numbers = [side.number for side in disputes[place].sides]
            last[place] = data.draw(st.sampled_from([ALL, *numbers]))
            take(store, disputes[place], last[place])
        for place, dispute in enumerate(disputes):
            now = {(each.target.start, each.tags) for each in dispute.now(store.list)}
            choice = last.get(place)
            sides = [side for side in dispute.sides if choice in (ALL, side.number)]
            wanted = {(each.target.start, each.tags) for side in sides for each in side.annotations}
            assert now == wanted
            assert bool(mark(store, dispute)) == (choice is not None)
        assert all(each.annotator == GOLD for each in store.list())
