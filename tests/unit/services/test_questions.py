"""The questions of a store: every group of contradictions with its articles' dates and sources."""

from __future__ import annotations

from pathlib import Path

from claim_store import annotation, pending_changes_of

from annotations.model.people import NOBODY, People
from annotations.services.questions import questions

RECORDS = [
    {"id": "000_a.txt", "sha256": "0" * 64, "source": "الساحل", "published": "2025-05-03"},
    {"id": "001_b.txt", "sha256": "0" * 64, "source": "صوت النهر", "published": "2025-05-20"},
]


def claim(uuid: str, claimant: str, how: str, **more: object) -> object:
    return annotation(uuid, attributes={"claimant": claimant, "reported_as": how}, **more)


def test_who_stands_where_is_known_from_the_articles_and_the_largest_question_comes_first(
    tmp_path: Path,
) -> None:
    source = pending_changes_of(
        tmp_path,
        [
            claim("a", "وزارة الري", "denied"),
            claim("b", "الوزارة", "confirmed", article="001_b.txt", links=[("contradicts", "a")]),
            claim("c", "شهود", "asserted", links=[("supports", "b")]),
            claim("d", "هند", "asserted", links=[("contradicts", "e")]),
            claim("e", "سامي", "denied", article="001_b.txt"),
            claim("f", "ليلى", "asserted"),
        ],  # type: ignore[list-item]
        RECORDS,
    )
    people = People([["وزارة الري", "الوزارة"]])
    first, second = questions(source, people)
    assert (first.claims, first.sources, second.claims) == (3, 2, 2)
    (turned,) = first.turned
    assert (turned.claimant, turned.first.since, turned.then.since) == (
        "وزارة الري",
        "2025-05-03",
        "2025-05-20",
    )
    assert not questions(source, NOBODY)[0].turned
    (only,) = questions(source, NOBODY, only={"e"})
    assert only.claims == 2
    assert questions(source, NOBODY, only=set()) == []
    aside = questions(source, NOBODY, is_aside="001_b.txt".__eq__)
    assert aside == [], "every contradiction has an end in the article that is set aside"


def test_a_contradiction_whose_other_end_is_gone_is_no_question(tmp_path: Path) -> None:
    source = pending_changes_of(tmp_path, [annotation("a", links=[("contradicts", "gone")])])
    assert questions(source, NOBODY) == []
