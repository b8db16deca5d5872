"""What a claim may be linked with: claims alone, those about the same matter first, and why."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from claim_store import ME, pending_changes_of

from annotations.insight.nouns import Nouns
from annotations.model.people import People
from annotations.model.records import Annotation, ArticleRef, Target
from annotations.model.scheme import DEFAULT
from annotations.services import related_claims as module
from annotations.services.claim_index import ClaimIndex
from annotations.services.related_claims import related_claims
from annotations.text.numbers import read_numbers, to_attribute


def claim(uuid: str, quote: str, start: int, claimant: str = "", *tags: str) -> Annotation:
    """Make a claim of made-up news, with the numbers that its words state."""
    attributes: dict[str, Any] = {"claimant": claimant} if claimant else {}
    if numbers := [to_attribute(number) for number in read_numbers(quote)]:
        attributes["numbers"] = numbers
    return Annotation(
        uuid=uuid,
        article=ArticleRef("000_a.txt", "0" * 64),
        target=Target(start, start + len(quote), quote),
        tags=tags or ("claim",),
        attributes=attributes,
        annotator=ME,
        created="2026-11-21T09:00:00.000Z",
        updated="2026-11-21T09:00:00.000Z",
    )


CLAIMS = [
    claim("subject", "قال الدفاع المدني إن 40 قتيلا سقطوا قرب السد الكبير", 0, "الدفاع المدني"),
    claim("figure", "أعلنت البلدية سقوط 300 قتيل قرب السد", 100, "البلدية"),
    claim("words", "تصدع السد الكبير قبل يومين من انهياره", 200, "مهندسون"),
    claim("name", "وصلت فرق الإنقاذ إلى القرى", 300, "فرق الدفاع"),
    claim("far", "وارتفع عددهم إلى 55 قتيلا", 350, "نقابة الأطباء"),
    claim("nothing", "ارتفعت أسعار الخبز في الأسواق", 400, "تجار"),
    claim("other", "ارتفعت أسعار السكر في الأسواق", 500, "تجار"),
    claim("no", "قرب السد الكبير مقهى قديم", 600, "", "not_claim"),
]


@pytest.fixture
def index(tmp_path: Path) -> ClaimIndex:
    index = ClaimIndex(pending_changes_of(tmp_path, CLAIMS), DEFAULT)
    assert [*index.fill()]
    return index


def related(index: ClaimIndex, people: People | None = None) -> dict[str, str]:
    source: Any = index._source
    found = related_claims(CLAIMS[0], index, source, people or People())
    return {index.uuid(row): one.why for row, one in found.items()}


def test_figures_of_one_noun_come_first_and_what_has_nothing_in_common_is_not_there(
    index: ClaimIndex,
) -> None:
    found = related(index)
    assert [*found] == ["figure", "far", "words"]
    assert found["figure"] == "same noun: قتيل, 40 / 300"
    assert found["far"] == "same noun: قتيل, 40 / 55", "though no other word is shared"
    assert found["words"].startswith("same words: ")


def test_the_same_claimant_is_a_reason_under_whichever_name(index: ClaimIndex) -> None:
    assert "name" not in related(index)
    people = People([["الدفاع المدني", "فرق الدفاع"]])
    assert related(index, people)["name"] == "same name: الدفاع المدني"


def test_a_projects_own_nouns_make_claims_related(tmp_path: Path) -> None:
    said = [
        claim("subject", "أطلقوا 40 صاروخا", 0),
        claim("other", "رأوا هناك 60 مسيرة", 100),
        claim("nothing", "ارتفعت أسعار الخبز", 200),
    ]

    def found(name: str, nouns: Nouns | None) -> list[str]:
        (tmp_path / name).mkdir()
        source = pending_changes_of(tmp_path / name, said)
        index = ClaimIndex(source, DEFAULT, nouns)
        assert [*index.fill()]
        return [one.why for one in related_claims(said[0], index, source).values()]

    assert found("own", Nouns([["مقذوف", "صاروخ", "مسيرة"]])) == ["same noun: مقذوف, 40 / 60"]
    assert found("default", None) == []


def test_what_is_no_claim_is_not_offered_nor_the_claim_itself(index: ClaimIndex) -> None:
    assert {"no", "subject"}.isdisjoint(related(index))
    assert [index.uuid(row) for row in index.claims()] == [one.uuid for one in CLAIMS[:-1]]
    assert index.claim_count == 7


def test_among_many_only_those_with_its_rare_words_its_claimant_or_its_noun_are_compared(
    index: ClaimIndex, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = related(index)
    compared: list[str] = []
    among = module.related_among

    def watched(claim: Annotation, others: Any, *rest: Any) -> Any:
        compared.extend(other.uuid for other in others)
        return among(claim, others, *rest)

    monkeypatch.setattr(module, "related_among", watched)
    monkeypatch.setattr(module, "_ALL", 0)
    people = People([["الدفاع المدني", "فرق الدفاع"]])
    assert set(related(index, people)) == {*whole, "name"}
    assert set(compared) == {"subject", "figure", "words", "name", "far"}
