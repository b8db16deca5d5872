"""Which names are offered while a claimant is typed, in which order, and what a look-up costs."""

from __future__ import annotations

from pathlib import Path

import pytest
from claim_store import annotation, pending_changes_of

from annotations.model.records import Annotation
from annotations.services.claimants import (
    ClaimantNames,
    claimant_before,
    completion,
    offered,
    phrases,
    rest_of,
    used_in,
)
from annotations.store.base import Change

SENTENCE = "وقال وزير الري هاني الصاوي إن السد سليم، ونفت بلدية وادي الرمل ذلك"


def named(uuid: str, name: object, **more: object) -> Annotation:
    return annotation(uuid, attributes={"claimant": name}, **more)  # type: ignore[arg-type]


def names_of(folder: Path, annotations: list[Annotation]) -> ClaimantNames:
    names = ClaimantNames(pending_changes_of(folder, annotations))
    assert list(names.fill())[-1:] in ([len(names)], [])
    return names


def test_the_article_s_names_come_first_and_of_these_the_one_used_last(tmp_path: Path) -> None:
    here = [
        named("a", "وزارة الصحة", updated="2026-11-21T10:00:00.000Z"),
        named("b", "وزارة الري", updated="2026-11-21T12:00:00.000Z"),
        named("c", "وزارة الصحة", updated="2026-11-21T11:00:00.000Z"),
    ]
    elsewhere = [named(f"x{n}", "وزارة الدفاع", article="b.txt") for n in range(5)]
    names = names_of(tmp_path, here + elsewhere)
    assert used_in(here) == ["وزارة الري", "وزارة الصحة"]
    assert offered("وز", used_in(here), names, phrases("وزارة العدل قالت")) == [
        "وزارة الري",
        "وزارة الصحة",
        "وزارة الدفاع",
        "وزارة العدل",
        "وزارة العدل قالت",
        "وزارة",
    ]


def test_names_of_other_articles_come_by_how_often_they_are_used(tmp_path: Path) -> None:
    uses = {"بلدية الرمل": 2, "بلدية السفح": 3, "بلدية النهر": 1}
    names = names_of(
        tmp_path,
        [named(f"{name}{n}", name) for name, count in uses.items() for n in range(count)],
    )
    assert offered("بل", [], names, []) == ["بلدية السفح", "بلدية الرمل", "بلدية النهر"]


@pytest.mark.parametrize("typed", ["اند", "أَند", "اندرية", "ANDRE"])
def test_a_name_is_found_in_any_spelling_and_offered_as_it_was_written(tmp_path: Path, typed: str) -> None:
    names = names_of(tmp_path, [named("a", "أندريه سالم"), named("b", "André")])
    (name,) = offered(typed, [], names, [])
    assert name in ("أندريه سالم", "André")


def test_spellings_of_one_name_are_offered_once_as_it_is_mostly_written(tmp_path: Path) -> None:
    spellings = ["هيئة الإغاثة", "هيئة الاغاثة", "هيئة الإغاثة"]
    names = names_of(tmp_path, [named(str(n), name) for n, name in enumerate(spellings)])
    assert offered("هيئة", [], names, []) == ["هيئة الإغاثة"]


def test_a_later_word_of_a_name_finds_it_too_behind_those_that_begin_so(tmp_path: Path) -> None:
    names = names_of(tmp_path, [named("a", "وزارة الدفاع"), named("b", "دفاع مدني")])
    found = offered("دفا", [], names, [])
    assert found == ["دفاع مدني", "وزارة الدفاع"]
    assert completion("دفا", found) == "دفاع مدني"
    assert completion("مدن", offered("مدن", [], names, [])) == "", "nothing stands behind a middle"


def test_what_is_typed_whole_is_not_made_longer(tmp_path: Path) -> None:
    names = names_of(tmp_path, [named("a", "الوزير"), named("b", "الوزير الأول"), named("c", "الوزير الأول")])
    assert completion("الوز", offered("الوز", [], names, [])) == "الوزير الأول"
    assert completion("الوزير", offered("الوزير", [], names, [])) == ""
    assert completion("الوزير ", offered("الوزير ", [], names, [])) == "الوزير الأول"
    assert completion("", offered("", ["الوزير"], names, [])) == "", "an empty line says nothing"


def test_the_rest_of_a_name_is_what_stands_behind_the_letters_typed() -> None:
    assert rest_of("اندر", "أَنْدريه") == "يه"
    assert rest_of("أندريه", "أندريه") == ""
    assert rest_of("ب", "أندريه") == ""


def test_noun_phrases_of_the_sentence_are_offered_with_what_goes_on_and_the_word() -> None:
    found = phrases(SENTENCE)
    assert offered("وزي", [], ClaimantNames(None), found) == [  # type: ignore[arg-type]
        "وزير الري",
        "وزير الري هاني الصاوي",
        "وزير",
    ]
    assert "بلدية وادي الرمل" in found
    assert not any("إن" in phrase.split() for phrase in found), "no phrase goes over a conjunction"
    assert not any("سليم ونفت" in phrase for phrase in found), "nor over a comma"
    assert phrases("والوزير")[0] == "الوزير", "the word that joins it to the sentence is no part of a name"


def test_the_claim_before_is_the_nearest_one_with_a_claimant() -> None:
    far, near = named("a", "الأول", start=1), named("b", "الثاني", start=9)
    theirs = named("c", "غيره", start=9, annotator="sara")
    silent, here = annotation("d", start=15), named("e", "الحالي", start=20)
    everything = [far, theirs, near, silent, here]
    assert claimant_before(everything, 20, "analyst-1") == "الثاني"
    assert claimant_before(everything, 9, "analyst-1") == "الأول"
    assert claimant_before(everything, 1, "analyst-1") == ""


def test_the_names_keep_up_with_every_change(tmp_path: Path) -> None:
    store = pending_changes_of(tmp_path, [named("a", "الأول"), named("b", "الأول")])
    names = ClaimantNames(store)
    list(names.fill())
    assert names.complete
    for uuid in ("a", "b"):
        current = store.get(uuid)
        assert current is not None
        store.apply([Change(uuid, current.rev, named(uuid, "الثاني"))], by="analyst-1")
        names.update([uuid])
    assert names.starting_with("ال", 5) == ["الثاني"]
    current = store.get("a")
    assert current is not None
    store.apply([Change("a", current.rev, None)], by="analyst-1")
    names.update(["a"])
    names.update(["a"])
    assert names.starting_with("ال", 5) == ["الثاني"], "b still has it"
    current = store.get("b")
    assert current is not None
    store.apply([Change("b", current.rev, None)], by="analyst-1")
    names.update(["b"])
    assert (len(names), names.starting_with("ال", 5), names.holding("ثاني", 5)) == (0, [], [])


def test_what_changes_while_all_are_read_is_not_read_over(tmp_path: Path) -> None:
    store = pending_changes_of(
        tmp_path, [named("a", "القديم", article="z.txt"), named("b", "س", article="a.txt")]
    )
    names = ClaimantNames(store)
    steps = names.fill()
    next(steps)
    current = store.get("a")
    assert current is not None
    stale = store.list("z.txt")
    store.apply([Change("a", current.rev, named("a", "الجديد", article="z.txt"))], by="analyst-1")
    names.update(["a"])
    store.list = lambda article_id=None: stale  # type: ignore[method-assign,assignment]
    list(steps)
    assert names.starting_with("ال", 5) == ["الجديد"]


@pytest.mark.parametrize("value", [None, 7, ["x"], {"a": 1}, "", "  ", "س" * 500])
def test_what_is_no_name_is_not_offered(tmp_path: Path, value: object) -> None:
    assert len(names_of(tmp_path, [named("a", value)])) == 0


def test_controls_of_a_stored_name_are_not_offered(tmp_path: Path) -> None:
    names = names_of(tmp_path, [named("a", "وزارة\x1b[2J\u202e النقل\n")])
    assert offered("وز", [], names, []) == ["وزارة [2J النقل"]


def test_a_look_up_reads_as_many_names_however_many_there_are(monkeypatch: pytest.MonkeyPatch) -> None:
    """Of 20,000 names that all begin alike, no more are compared than of 5,000."""
    from annotations.services import claimants

    compared = []
    for count in (5_000, 20_000):
        names = ClaimantNames(None)  # type: ignore[arg-type]
        for number in range(count):
            names._put(f"u{number}", f"وزير {number:05}")
        seen = 0

        def counting(most: int, found: list[str], **how: object) -> list[str]:
            nonlocal seen
            seen += len(found)
            return found[:most]

        with monkeypatch.context() as patched:
            patched.setattr(claimants.heapq, "nsmallest", counting)
            assert len(offered("وز", [], names, [])) == claimants.MOST
        compared.append(seen)
    assert compared[0] == compared[1] <= 1_000
