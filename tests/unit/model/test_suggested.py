"""Which values of an annotation count as taken from a suggestion, and for how long."""

import json

import msgspec
import pytest

from annotations.model.article import Article
from annotations.model.records import (
    Annotation,
    ArticleRef,
    InvalidAnnotationError,
    Suggested,
    decode,
    from_document,
    target_for,
    to_document,
)
from annotations.model.scheme import DEFAULT
from annotations.model.suggested import marked, without_overruled
from annotations.services.attributes import with_attributes
from annotations.services.bulk_tagging import press_on_all
from annotations.services.tagging import press

ARTICLE = Article("a.txt", "قالت نقابة الصيادين إن 40 قاربا غرقت.\n")
TAKEN = Annotation(
    uuid="0199a000-0000-7000-8000-000000000001",
    article=ArticleRef(ARTICLE.id, ARTICLE.sha256),
    target=target_for(ARTICLE.text, ARTICLE.units[0].start, ARTICLE.units[0].end, 0),
    tags=("claim", "quantity"),
    attributes={"claimant": "نقابة الصيادين", "reported_as": "asserted"},
    suggested=(
        Suggested("claimant", "verb-then-subject"),
        Suggested("reported_as", "lexicon"),
        Suggested("tags", "type-quantity"),
    ),
    annotator="analyst-1",
    created="2026-11-21T10:00:00.000Z",
    updated="2026-11-21T10:00:00.000Z",
)


def fields(annotation: Annotation | None) -> list[str]:
    assert annotation is not None
    return [mark.field for mark in annotation.suggested]


def test_a_document_always_says_what_was_taken() -> None:
    assert to_document(TAKEN)["suggested"] == [
        {"field": "claimant", "rule": "verb-then-subject"},
        {"field": "reported_as", "rule": "lexicon"},
        {"field": "tags", "rule": "type-quantity"},
    ]
    assert to_document(msgspec.structs.replace(TAKEN, suggested=()))["suggested"] == []
    assert from_document(to_document(TAKEN)) == TAKEN


def test_a_database_of_before_is_read_and_takes_nothing_for_suggested() -> None:
    document = to_document(TAKEN)
    del document["suggested"]
    assert from_document(document).suggested == ()
    assert decode(json.dumps(document).encode()).suggested == ()


@pytest.mark.parametrize("wrong", [[{"field": "claimant"}], [{"field": "", "rule": "x"}], "claimant", None])
def test_marks_that_are_none_are_refused(wrong: object) -> None:
    with pytest.raises(InvalidAnnotationError):
        from_document(to_document(TAKEN) | {"suggested": wrong})


def test_a_value_written_by_hand_is_no_suggestion_any_more() -> None:
    span = TAKEN.target.start, TAKEN.target.end
    change = with_attributes(ARTICLE, span, {"claimant": "صيادون"}, TAKEN, "analyst-1")
    assert change is not None
    assert fields(change.annotation) == ["reported_as", "tags"]
    change = with_attributes(ARTICLE, span, {"claimant": None}, TAKEN, "analyst-1")
    assert change is not None
    assert fields(change.annotation) == ["reported_as", "tags"]


def test_what_is_written_in_another_field_leaves_the_marks() -> None:
    change = with_attributes(ARTICLE, (0, 1), {"where": "الميناء"}, TAKEN, "analyst-1")
    assert change is not None
    assert fields(change.annotation) == ["claimant", "reported_as", "tags"]


def test_a_tag_beside_the_suggested_ones_leaves_the_mark_and_one_that_goes_takes_it() -> None:
    more = press(ARTICLE, 0, "event", [TAKEN], "analyst-1", DEFAULT)
    assert fields(more.annotation) == ["claimant", "reported_as", "tags"]
    fewer = press(ARTICLE, 0, "quantity", [TAKEN], "analyst-1", DEFAULT)
    assert fields(fewer.annotation) == ["claimant", "reported_as"]
    (other,) = press_on_all([TAKEN], "not_claim", "analyst-1", DEFAULT).changes
    assert fields(other.annotation) == ["claimant", "reported_as"]


def test_a_mark_set_by_the_same_change_stays() -> None:
    plain = msgspec.structs.replace(TAKEN, suggested=(), attributes={"claimant": "صيادون"})
    assert without_overruled(plain, TAKEN) is TAKEN


def test_there_is_one_mark_a_field() -> None:
    marks = marked(TAKEN.suggested, [Suggested("claimant", "by-title"), Suggested("when", "date")])
    assert [(mark.field, mark.rule) for mark in marks if mark.field in {"claimant", "when"}] == [
        ("claimant", "by-title"),
        ("when", "date"),
    ]
    assert len(marks) == 4
