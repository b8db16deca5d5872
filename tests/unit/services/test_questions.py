"""The questions of a store: every group of contradictions with its articles' dates and sources."""

from __future__ import annotations

from pathlib import Path

from claim_store import annotation, pending_changes_of

from annotations.insight.nouns import Nouns
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


def test_figures_of_a_projects_own_noun_are_sides_of_one_question(tmp_path: Path) -> None:
    def launched(uuid: str, value: int, unit: str, **more: object) -> object:
        return annotation(uuid, attributes={"numbers": [{"value": value, "unit": unit}]}, **more)

    source = pending_changes_of(
        tmp_path,
        [launched("a", 40, "صاروخا"), launched("b", 60, "مسيرة", links=[("contradicts", "a")])],  # type: ignore[list-item]
    )
    (asked,) = questions(source, NOBODY, nouns=Nouns([["مقذوف", "صاروخ", "مسيرة"]]))
    assert (asked.title, [side.kind for side in asked.sides]) == ("مقذوف", ["figure", "figure"])
    (asked,) = questions(source, NOBODY)
    assert "figure" not in {side.kind for side in asked.sides}
