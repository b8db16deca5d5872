"""Amounts are linked by the annotations that claim them, which are made where there are none."""

from __future__ import annotations

from pathlib import Path

import pytest
from msgspec.structs import replace
from store_tools import opened

from annotations.composition import filed_record
from annotations.insight.figures import Figure, Origin, figures_of
from annotations.insight.trust import Trust
from annotations.model.article import Article
from annotations.model.records import Annotation, Change
from annotations.model.scheme import DEFAULT, Scheme, Tag
from annotations.model.side_records import TRUST, Verdict
from annotations.services.figure_links import LinkedFigures, SameClaimError, link_figures
from annotations.services.saving import save
from annotations.services.suggestions import read_along, take
from annotations.services.tagging import press
from annotations.services.undo import undo

FIRST = Article("a.txt", "قتل 40 شخصا في السيول. ودمرت السيول 12 منزلا ونزح 90 شخصا.")
SECOND = Article("b.txt", "بلغ عدد القتلى 300 شخص.")
SAID = Article("c.txt", "قالت وزارة الصحة إن السيول أدت إلى مقتل 20 شخصا وإصابة 70 شخصا.")
ARTICLES = {article.id: article for article in (FIRST, SECOND, SAID)}


def figure(quote: str, *annotations: Annotation) -> Figure:
    for article in ARTICLES.values():
        mine = [annotation for annotation in annotations if annotation.article.id == article.id]
        for known in figures_of(Origin(article.id), article.text, article.units, mine):
            if known.quote == quote:
                return known
    raise AssertionError(quote)


def link(
    *figures: Figure,
    known: tuple[Annotation, ...] = (),
    by: str = "me",
    scheme: Scheme = DEFAULT,
    trust: Trust | None = None,
) -> LinkedFigures:
    return link_figures(
        figures,
        "contradicts",
        article=ARTICLES.__getitem__,
        annotations=lambda article_id: [one for one in known if one.article.id == article_id],
        annotator=by,
        scheme=scheme,
        trust=trust,
    )


def tagged(article: Article, sentence: int, by: str = "me", tag: str = "claim") -> Annotation:
    change = press(article, sentence, tag, [], by, DEFAULT)
    assert change.annotation is not None
    return replace(change.annotation, rev=3)


def made(links: LinkedFigures) -> dict[str, Annotation]:
    return {claim.article.id: claim for claim in claims(links)}


def claims(links: LinkedFigures) -> list[Annotation]:
    return [change.annotation for change in links.changes if isinstance(change, Change) and change.annotation]


def test_two_untagged_amounts_get_claims_with_their_numbers_and_a_link_in_one_step() -> None:
    links = link(figure("40 شخصا"), figure("300 شخص"))
    by_article = made(links)
    assert {claim.tags for claim in by_article.values()} == {("claim", "quantity")}
    assert by_article["a.txt"].target.quote == "قتل 40 شخصا في السيول."
    assert by_article["a.txt"].attributes["numbers"][0]["value"] == 40
    (again,) = figures_of(Origin("a.txt"), FIRST.text, FIRST.units[:1], [by_article["a.txt"]])
    assert again.what == "قتيل"
    assert "claimant" not in by_article["a.txt"].attributes
    assert [(end.type, end.to) for end in by_article["a.txt"].links] == [
        ("contradicts", by_article["b.txt"].uuid)
    ]
    assert [change.base_rev for change in links.changes if isinstance(change, Change)] == [0, 0]
    assert (links.made, {article.id for article in links.articles}) == (2, {"a.txt", "b.txt"})


def test_a_claim_that_is_there_is_linked_and_stays_what_it_is() -> None:
    there = tagged(FIRST, 0)
    links = link(figure("40 شخصا", there), figure("300 شخص"), known=(there,))
    assert links.made == 1
    (change,) = [change for change in links.changes if change.uuid == there.uuid]
    assert isinstance(change, Change)
    assert change.base_rev == 3
    assert change.annotation is not None
    assert change.annotation.tags == there.tags


def test_a_sentence_that_was_said_to_be_none_becomes_a_claim() -> None:
    none = tagged(FIRST, 0, tag="not_claim")
    links = link(figure("40 شخصا", none), figure("300 شخص"), known=(none,))
    (change,) = [change for change in links.changes if change.uuid == none.uuid]
    assert isinstance(change, Change)
    assert change == Change(none.uuid, 3, change.annotation)
    assert made(links)["a.txt"].tags == ("claim", "quantity")


def test_another_annotators_claim_is_left_and_linked_from_ones_own() -> None:
    theirs = tagged(FIRST, 0, by="colleague")
    links = link(figure("300 شخص"), figure("40 شخصا", theirs), known=(theirs,))
    (holder,) = made(links).values()
    assert holder.article.id == "b.txt"
    assert holder.links[0].to == theirs.uuid


def test_amounts_of_one_sentence_are_one_claim_and_cannot_be_linked() -> None:
    with pytest.raises(SameClaimError):
        link(figure("12 منزلا"), figure("90 شخصا"))


def test_three_amounts_of_two_sentences_make_two_claims_with_all_numbers() -> None:
    links = link(figure("12 منزلا"), figure("90 شخصا"), figure("300 شخص"))
    assert len(links.changes) == 2
    assert [item["quote"] for item in made(links)["a.txt"].attributes["numbers"]] == ["12 منزلا", "90 شخصا"]


def test_a_scheme_without_that_tag_gets_the_one_that_it_has() -> None:
    scheme = Scheme((Tag("claim", "c", "claim", "ادعاء", "#5fafff", ""),), ())
    links = link(figure("40 شخصا"), figure("300 شخص"), scheme=scheme)
    assert {claim.tags for claim in made(links).values()} == {("claim",)}
    assert all("numbers" not in claim.attributes for claim in made(links).values())


@pytest.mark.parametrize("noted", [5, {"value": 40}, "40"])
def test_an_amount_is_noted_where_a_file_has_no_list_of_numbers(noted: object) -> None:
    none = tagged(FIRST, 0, tag="not_claim")
    strange = replace(none, attributes={"numbers": noted})
    links = link(figure("40 شخصا", none), figure("300 شخص"), known=(strange,))
    assert [item["quote"] for item in made(links)["a.txt"].attributes["numbers"]] == ["40 شخصا"]


def test_a_sentence_that_is_made_a_claim_takes_what_the_key_of_suggestions_takes() -> None:
    links = link(figure("20 شخصا"), figure("300 شخص"), trust=Trust())
    linked_claim = made(links)["c.txt"]
    reading = read_along(SAID, Trust(), DEFAULT)
    change, *verdicts = take(SAID, 0, reading.offers(0, [], "me"), [], "me")
    assert isinstance(change, Change)
    assert change.annotation is not None
    by_key = change.annotation
    assert linked_claim.attributes["claimant"] == "وزارة الصحة"
    assert [(item["quote"], item["what"]) for item in linked_claim.attributes["numbers"]] == [
        ("20 شخصا", "مقتل"),
        ("70 شخصا", "إصابة"),
    ]
    assert linked_claim.attributes == by_key.attributes
    assert {(mark.field, mark.rule) for mark in linked_claim.suggested} == {
        (mark.field, mark.rule) for mark in by_key.suggested if mark.field != "tags"
    }
    given = [it.record for it in links.changes if not isinstance(it, Change)]
    assert {it.kind for it in given if isinstance(it, Verdict)} >= {"claimant", "numbers"}
    assert verdicts


def test_a_claimant_that_was_given_by_hand_stays_when_its_amount_is_linked() -> None:
    none = tagged(SAID, 0, tag="not_claim")
    named = replace(none, attributes={"claimant": "الدفاع المدني"})
    links = link(figure("20 شخصا", none), figure("300 شخص"), known=(named,), trust=Trust())
    claim = made(links)["c.txt"]
    assert claim.attributes["claimant"] == "الدفاع المدني"
    assert "source_span" not in claim.attributes


def test_one_undo_takes_back_the_link_the_claims_and_what_was_suggested(tmp_path: Path) -> None:
    links = link(figure("20 شخصا"), figure("300 شخص"), trust=Trust())
    store = opened(tmp_path / "annotations.json")
    save(store, links.changes, by="me", records=[filed_record(text) for text in links.articles])
    assert len(store.list("c.txt")) == 1
    assert store.records(TRUST)
    undo(store, "me")
    assert [*store.list("c.txt"), *store.list("b.txt"), *store.records(TRUST)] == []
