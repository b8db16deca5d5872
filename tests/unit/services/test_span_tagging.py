"""What a tag's key makes of a selection, and what a new span leaves of an annotation."""

import msgspec
import pytest

from annotations.model.article import Article
from annotations.model.records import Annotation, Link
from annotations.model.scheme import DEFAULT
from annotations.services.tagging import press, press_span, respan, with_span

TEXT = "قال الوزير إن العدد 3000 جندي. ونفت موسكو ذلك.\nوأضاف أن القوات وصلت."


@pytest.fixture
def article() -> Article:
    return Article("a.txt", TEXT)


def pressed(article: Article, quote: str, tag: str, there: list[Annotation], by: str = "me") -> Annotation:
    start = TEXT.index(quote)
    change = press_span(article, start, start + len(quote), tag, there, by, DEFAULT)
    assert change.annotation is not None
    return change.annotation


def test_a_tag_makes_an_annotation_of_exactly_the_selection(article: Article) -> None:
    made = pressed(article, "العدد 3000", "quantity", [])
    assert made.tags == ("claim", "quantity")
    assert (made.target.quote, made.target.sentence) == ("العدد 3000", 0)
    assert made.target.prefix == "قال الوزير إن "
    assert made.target.suffix.startswith(" جندي.")
    assert made.article.sha256 == article.sha256


def test_another_tag_goes_to_the_annotation_of_the_same_span(article: Article) -> None:
    made = pressed(article, "العدد 3000", "quantity", [])
    more = pressed(article, "العدد 3000", "blame", [made])
    assert (more.uuid, more.tags) == (made.uuid, ("blame", "claim", "quantity"))


@pytest.mark.parametrize(("quote", "by"), [("العدد", "me"), ("العدد 3000 جندي", "me"), ("العدد 3000", "you")])
def test_another_span_or_annotator_has_an_annotation_of_its_own(
    article: Article, quote: str, by: str
) -> None:
    made = pressed(article, "العدد 3000", "quantity", [])
    assert pressed(article, quote, "quantity", [made], by).uuid != made.uuid


def test_the_whole_sentence_selected_is_the_sentence_s_annotation(article: Article) -> None:
    change = press(article, 0, "event", [], "me", DEFAULT)
    assert change.annotation is not None
    more = pressed(article, "قال الوزير إن العدد 3000 جندي.", "quantity", [change.annotation])
    assert more.uuid == change.uuid


def test_the_last_tag_taken_away_deletes_it(article: Article) -> None:
    made = pressed(article, "العدد", "claim", [])
    start, end = made.target.start, made.target.end
    assert press_span(article, start, end, "claim", [made], "me", DEFAULT).annotation is None
    assert with_span(start, end, [made], "me") is made


def test_a_new_span_keeps_all_that_was_said(article: Article) -> None:
    made = msgspec.structs.replace(
        pressed(article, "العدد 3000", "quantity", []),
        note="ملاحظة",
        attributes={"claimant": "الوزير"},
        links=(Link("repeats", "other"),),
        rev=3,
    )
    change = respan(article, made, TEXT.index("ونفت"), TEXT.index("\n"))
    moved = change.annotation
    assert moved is not None
    assert (change.uuid, change.base_rev) == (made.uuid, 3)
    assert (moved.target.quote, moved.target.sentence) == ("ونفت موسكو ذلك.", 1)
    kept = {"target": moved.target, "updated": moved.updated}
    assert msgspec.structs.replace(made, **kept) == moved


def test_a_new_span_may_bring_other_tags_or_take_the_last_one(article: Article) -> None:
    made = pressed(article, "العدد", "claim", [])
    other = respan(article, made, 0, 3, ("claim", "event")).annotation
    assert other is not None
    assert other.tags == ("claim", "event")
    assert respan(article, made, 0, 3, ()).annotation is None


def test_a_note_without_tags_keeps_its_note_in_another_span(article: Article) -> None:
    made = msgspec.structs.replace(pressed(article, "العدد", "claim", []), tags=(), note="x")
    moved = respan(article, made, 0, 3).annotation
    assert moved is not None
    assert moved.note == "x"


@pytest.mark.parametrize(("start", "end"), [(3, 3), (5, 4), (-1, 3), (0, len(TEXT) + 1)])
def test_a_span_outside_the_text_is_refused(article: Article, start: int, end: int) -> None:
    with pytest.raises(ValueError, match="span"):
        press_span(article, start, end, "claim", [], "me", DEFAULT)
