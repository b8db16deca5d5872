"""What is offered for a sentence, and what becomes of it when it is taken, refused or overruled."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from store_tools import ME, opened

from annotations.insight.trust import Trust
from annotations.model.article import Article
from annotations.model.records import Annotation, Change
from annotations.model.scheme import DEFAULT, Scheme
from annotations.model.side_records import TRUST
from annotations.services.saving import save
from annotations.services.suggestions import (
    Offer,
    ReadAlong,
    judged_by_key,
    read_along,
    refuse,
    take,
)
from annotations.services.tagging import press
from annotations.services.undo import redo, undo
from annotations.store.base import Store

TEXT = """غرق قوارب في ميناء الرمل

قالت نقابة الصيادين إن أكثر من 1,500 صياد فقدوا قواربهم في العاصفة.
ونفى رئيس البلدية أن تكون المنارة قد تعطلت قبل العاصفة بساعات.
هل تعود القوارب إلى الميناء؟
البحر هادئ وجميل في ذلك الوقت من السنة كما يعرف الناس.
"""
ARTICLE = Article("a.txt", TEXT)
FIGURE, DENIAL, QUESTION, PLAIN = 1, 2, 3, 4
"""The numbers of its sentences."""


def reckoned(trust: Trust | None = None, scheme: Scheme = DEFAULT) -> ReadAlong:
    return read_along(ARTICLE, trust or Trust(), scheme)


def offered(
    index: int, annotations: Sequence[Annotation] = (), trust: Trust | None = None
) -> Sequence[Offer]:
    return reckoned(trust).offers(index, annotations, ME)


def values(offers: Sequence[Offer]) -> dict[str, object]:
    return {offer.field: offer.value for offer in offers}


def trust_of(store: Store) -> Trust:
    return Trust(store.records(TRUST))


def test_a_sentence_is_offered_its_type_its_claimant_and_how_it_is_reported() -> None:
    offers = offered(FIGURE)
    assert values(offers) == {
        "tags": ("claim", "quantity"),
        "claimant": "نقابة الصيادين",
        "source_span": {"start": 31, "end": 45, "quote": "نقابة الصيادين"},
        "reported_as": "asserted",
        "cue_span": {"start": 26, "end": 30, "quote": "قالت"},
        "numbers": [
            {
                "value": None,
                "min": 1500.0,
                "max": None,
                "unit": "صياد",
                "what": None,
                "approx": False,
                "quote": "أكثر من 1,500 صياد",
            }
        ],
    }
    lines = {offer.field: offer.reason.line() for offer in offers}
    assert lines["claimant"] == "behind «قالت»"
    assert lines["reported_as"] == "«قالت»"
    assert lines["tags"] == "أكثر من 1,500 صياد"


def test_a_denial_is_offered_as_one_and_a_question_as_no_claim() -> None:
    denial = values(offered(DENIAL))
    assert (denial["reported_as"], denial["claimant"]) == ("denied", "رئيس البلدية")
    assert values(offered(QUESTION)) == {"tags": ("not_claim",)}


def test_a_line_of_json_says_all_of_a_sentence() -> None:
    lines = reckoned().sentences
    assert [line.index for line in lines] == list(range(len(ARTICLE.sentences)))
    line = lines[FIGURE]
    assert (line.claim, line.type, line.worth_checking) == (True, "quantity", True)
    (claim,) = line.claims
    assert TEXT[claim.content.start : claim.content.end] == "أكثر من 1,500 صياد فقدوا قواربهم في العاصفة"
    assert claim.claimant is not None
    assert TEXT[claim.claimant.start : claim.claimant.end] == "نقابة الصيادين"
    assert claim.why == "behind «قالت»"
    assert (lines[QUESTION].claim, lines[QUESTION].type) == (False, "not_claim")
    assert reckoned().worth_checking == sum(line.worth_checking is True for line in lines)


def test_taking_fills_the_empty_fields_says_so_and_is_one_step(path: Path) -> None:
    with opened(path) as store:
        save(store, take(ARTICLE, FIGURE, offered(FIGURE), [], ME), by=ME)
        (taken,) = store.list()
        assert taken.tags == ("claim", "quantity")
        assert taken.attributes == {
            key: value for key, value in values(offered(FIGURE)).items() if key != "tags"
        }
        assert {(mark.field, mark.rule) for mark in taken.suggested} == {
            (offer.field, offer.rule) for offer in offered(FIGURE)
        }
        (figure,) = (offer for offer in offered(FIGURE) if offer.field == "tags")
        assert figure.noun
        assert trust_of(store).tally("figure", "tags", figure.noun).taken == 1
        undo(store, ME)
        assert store.list() == []
        assert store.records(TRUST) == []
        redo(store, ME)
        assert [it.tags for it in store.list()] == [("claim", "quantity")]
        assert len(store.records(TRUST)) == 6


def test_what_is_there_is_neither_offered_nor_overwritten(path: Path) -> None:
    with opened(path) as store:
        change = press(ARTICLE, FIGURE, "event", [], ME, DEFAULT)
        assert change.annotation is not None
        save(store, [change], by=ME)
        offers = offered(FIGURE, store.list())
        assert "tags" not in values(offers)
        save(store, take(ARTICLE, FIGURE, offers, store.list(), ME), by=ME)
        (taken,) = store.list()
        assert taken.tags == ("claim", "event")
        assert taken.attributes["claimant"] == "نقابة الصيادين"
        assert taken.uuid == change.uuid
        assert offered(FIGURE, store.list()) == []


def test_a_claim_whose_type_is_open_is_offered_one_and_no_claim_is_offered_nothing() -> None:
    claim = press(ARTICLE, FIGURE, "claim", [], ME, DEFAULT).annotation
    refused = press(ARTICLE, FIGURE, "not_claim", [], ME, DEFAULT).annotation
    assert claim is not None
    assert refused is not None
    assert values(offered(FIGURE, [claim]))["tags"] == ("claim", "quantity")
    assert offered(FIGURE, [refused]) == []


def test_another_annotators_work_takes_nothing_away() -> None:
    theirs = press(ARTICLE, FIGURE, "event", [], "colleague", DEFAULT).annotation
    assert theirs is not None
    assert values(offered(FIGURE, [theirs])) == values(offered(FIGURE))


def test_what_was_refused_is_not_offered_there_again(path: Path) -> None:
    with opened(path) as store:
        claimant = next(offer for offer in offered(FIGURE) if offer.field == "claimant")
        save(store, refuse(ARTICLE, FIGURE, claimant, ME), by=ME)
        trust = trust_of(store)
        assert not {"claimant", "source_span"} & values(offered(FIGURE, trust=trust)).keys()
        assert "reported_as" in values(offered(FIGURE, trust=trust))
        assert "claimant" in values(offered(DENIAL, trust=trust))
        undo(store, ME)
        assert "claimant" in values(offered(FIGURE, trust=trust_of(store)))


def test_the_words_that_name_somebody_else_are_not_offered(path: Path) -> None:
    import msgspec

    with opened(path) as store:
        save(store, take(ARTICLE, FIGURE, offered(FIGURE)[:1], [], ME), by=ME)
        (taken,) = store.list()
        same = msgspec.structs.replace(taken, attributes={"claimant": "نقابة الصيادين"})
        assert "source_span" in values(offered(FIGURE, [same]))
        other = msgspec.structs.replace(taken, attributes={"claimant": "نقابة الأطباء"})
        assert set(values(offered(FIGURE, [other]))) == {"reported_as", "cue_span", "numbers"}


def test_numbers_are_offered_where_the_claim_is_about_an_amount(path: Path) -> None:
    with opened(path) as store:
        kind, numbers = (
            next(offer for offer in offered(FIGURE) if offer.field == field) for field in ("tags", "numbers")
        )
        save(store, refuse(ARTICLE, FIGURE, kind, ME), by=ME)
        assert "numbers" not in values(offered(FIGURE, trust=trust_of(store))), "nor with a type refused"
        for key, wanted in ("event", False), ("quantity", True):
            tagged = press(ARTICLE, FIGURE, key, [], ME, DEFAULT).annotation
            assert tagged is not None
            assert ("numbers" in values(offered(FIGURE, [tagged], trust_of(store)))) is wanted
        save(store, refuse(ARTICLE, FIGURE, numbers, ME), by=ME)
        assert "numbers" not in values(offered(FIGURE, [tagged], trust_of(store)))
        assert reckoned(trust_of(store)).numbers_refused(FIGURE)


def test_a_type_that_rests_on_an_amount_is_judged_by_its_noun() -> None:
    text = "ظهر عشرات الصيادين بعد أن غرق 150 قاربا في الميناء.\n"
    article = Article("b.txt", text)
    offer, _numbers = read_along(article, Trust(), DEFAULT).offers(0, [], ME)
    assert (offer.rule, offer.words, offer.noun) == ("figure", "150 قاربا", "زورق")


def test_a_rule_refused_too_often_is_silent_everywhere(path: Path) -> None:
    with opened(path) as store:
        claimant = next(offer for offer in offered(DENIAL) if offer.field == "claimant")
        for _ in range(4):
            save(store, refuse(ARTICLE, DENIAL, claimant, ME), by=ME)
        assert "claimant" not in values(offered(FIGURE, trust=trust_of(store)))


@pytest.mark.parametrize(
    ("key", "taken"), [("quantity", True), ("event", False), ("not_claim", False), ("claim", None)]
)
def test_a_type_key_agrees_or_overrules_and_marks_nothing(path: Path, key: str, taken: bool | None) -> None:
    with opened(path) as store:
        offers = offered(FIGURE)
        change = press(ARTICLE, FIGURE, key, [], ME, DEFAULT)
        assert change.annotation is not None
        verdicts = judged_by_key(offers, (), change.annotation.tags, ME)
        save(store, [change, *verdicts], by=ME)
        assert [verdict.taken for verdict in store.records(TRUST)] == ([] if taken is None else [taken])
        assert store.list()[0].suggested == ()


def test_a_claim_key_on_what_was_offered_as_none_overrules() -> None:
    offers = offered(QUESTION)
    (verdict,) = judged_by_key(offers, (), ("claim",), ME)
    assert not isinstance(verdict, Change)
    assert verdict.record is not None
    assert getattr(verdict.record, "taken") is False  # noqa: B009 - it is a Verdict


def test_a_scheme_without_these_tags_and_attributes_is_offered_none() -> None:
    import msgspec

    bare = msgspec.structs.replace(
        DEFAULT,
        tags=tuple(tag for tag in DEFAULT.tags if tag.id != "quantity"),
        attributes=tuple(it for it in DEFAULT.attributes if it.id == "when"),
    )
    assert reckoned(scheme=bare).offers(FIGURE, [], ME) == []


def test_the_cue_of_a_sentence_is_where_it_says_so() -> None:
    cue = reckoned().cue(FIGURE)
    assert cue is not None
    assert TEXT[cue.start : cue.end] == "قالت"
    assert reckoned().cue(PLAIN) is None


@settings(suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.sampled_from([*TEXT.split(), "«", "»", ".", "\n", "؟", "3", ":", "\u200f"]), max_size=40))
def test_any_text_gives_offers_that_the_store_would_keep(words: list[str]) -> None:
    article = Article("a.txt", " ".join(words))
    reads = read_along(article, Trust(), DEFAULT)
    for index, unit in enumerate(article.sentences):
        offers = reads.offers(index, [], ME)
        for offer in offers:
            if isinstance(offer.value, dict):
                value = offer.value
                assert article.text[value["start"] : value["end"]] == value["quote"]
        changes = take(article, index, offers, [], ME)
        assert bool(changes) == bool(offers)
        if changes:
            change = changes[0]
            assert isinstance(change, Change)
            assert change.annotation is not None
            assert change.annotation.target.start == unit.start
