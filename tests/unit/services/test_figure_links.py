"""Amounts are linked by the annotations that claim them, which are made where there are none."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from annotations.insight.figures import Figure, Origin, figures_of
from annotations.model.article import Article
from annotations.model.records import Annotation, Change
from annotations.model.scheme import DEFAULT, Scheme, Tag
from annotations.services.figure_links import LinkedFigures, SameClaimError, link_figures
from annotations.services.tagging import press

FIRST = Article("a.txt", "قتل 40 شخصا في السيول. ودمرت السيول 12 منزلا ونزح 90 شخصا.")
SECOND = Article("b.txt", "بلغ عدد القتلى 300 شخص.")
ARTICLES = {article.id: article for article in (FIRST, SECOND)}


def figure(quote: str, *annotations: Annotation) -> Figure:
    for article in ARTICLES.values():
        mine = [annotation for annotation in annotations if annotation.article.id == article.id]
        for known in figures_of(Origin(article.id), article.text, article.units, mine):
            if known.quote == quote:
                return known
    raise AssertionError(quote)


def link(
    *figures: Figure, known: tuple[Annotation, ...] = (), by: str = "me", scheme: Scheme = DEFAULT
) -> LinkedFigures:
    return link_figures(
        figures,
        "contradicts",
        article=ARTICLES.__getitem__,
        annotations=lambda article_id: [one for one in known if one.article.id == article_id],
        annotator=by,
        scheme=scheme,
    )


def tagged(article: Article, sentence: int, by: str = "me", tag: str = "claim") -> Annotation:
    change = press(article, sentence, tag, [], by, DEFAULT)
    assert change.annotation is not None
    return replace(change.annotation, rev=3)


def made(links: LinkedFigures) -> dict[str, Annotation]:
    return {change.annotation.article.id: change.annotation for change in links.changes if change.annotation}


def test_two_untagged_amounts_get_claims_with_their_numbers_and_a_link_in_one_step() -> None:
    links = link(figure("40 شخصا"), figure("300 شخص"))
    claims = made(links)
    assert {claim.tags for claim in claims.values()} == {("claim", "quantity")}
    assert claims["a.txt"].target.quote == "قتل 40 شخصا في السيول."
    assert claims["a.txt"].attributes["numbers"][0]["value"] == 40
    assert claims["a.txt"].attributes["numbers"][0]["what"] == "قتيل"
    assert "claimant" not in claims["a.txt"].attributes
    assert [(end.type, end.to) for end in claims["a.txt"].links] == [("contradicts", claims["b.txt"].uuid)]
    assert [change.base_rev for change in links.changes] == [0, 0]
    assert (links.made, {article.id for article in links.articles}) == (2, {"a.txt", "b.txt"})


def test_a_claim_that_is_there_is_linked_and_stays_what_it_is() -> None:
    there = tagged(FIRST, 0)
    links = link(figure("40 شخصا", there), figure("300 شخص"), known=(there,))
    assert links.made == 1
    (change,) = [change for change in links.changes if change.uuid == there.uuid]
    assert change.base_rev == 3
    assert change.annotation is not None
    assert change.annotation.tags == there.tags


def test_a_sentence_that_was_said_to_be_none_becomes_a_claim() -> None:
    none = tagged(FIRST, 0, tag="not_claim")
    links = link(figure("40 شخصا", none), figure("300 شخص"), known=(none,))
    (change,) = [change for change in links.changes if change.uuid == none.uuid]
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
