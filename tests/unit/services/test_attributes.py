"""What an attribute can be, what is made of typed text and picked words, and the change that stores it."""

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotations.model.article import Article
from annotations.model.records import Annotation, Link
from annotations.model.scheme import DEFAULT, Attribute, Scheme
from annotations.services.attributes import (
    InvalidValueError,
    is_iso,
    numbers_in,
    parse,
    picked,
    shown,
    span,
    with_attributes,
    with_item,
)
from annotations.text.folding import is_boundary

TEXT = "قال الوزيرُ إن نحو 3000 جندي وصلوا. ونفت موسكو ذلك."
FIRST, SECOND = (0, TEXT.index(".") + 1), (TEXT.index("ونفت"), len(TEXT))
BY_ID = {attribute.id: attribute for attribute in DEFAULT.attributes}
NUMBER = Attribute("deaths", "number", "deaths", "قتلى")


@pytest.fixture
def article() -> Article:
    return Article("a.txt", TEXT)


def made(article: Article, by: str = "me", **attributes: object) -> Annotation:
    change = with_attributes(article, FIRST, attributes, None, by)
    assert change is not None
    assert change.annotation is not None
    return msgspec.structs.replace(change.annotation, rev=3)


# ---------------------------------------------------------------------- values


@pytest.mark.parametrize(
    ("typed", "value"),
    [
        ("2024-10-23", "2024-10-23"),
        ("٢٣ أكتوبر ٢٠٢٤", "2024-10-23"),
        ("23/10/2024", "2024-10-23"),
        ("2024-10", "2024-10"),
        ("٢٠٢٤", "2024"),
        ("أمس", "أمس"),
        (" منذ  ساعتين ", "منذ ساعتين"),
        ("", None),
    ],
)
def test_a_date_is_iso_where_it_can_be_read_and_else_what_was_written(typed: str, value: str | None) -> None:
    assert parse(BY_ID["when"], typed) == value
    assert is_iso(value) == (value is not None and value[0] == "2")


@pytest.mark.parametrize("typed", ["2024-02-30", "99", "30/30/2024", "2024-13", "-"])
def test_a_figure_that_is_no_day_is_refused(typed: str) -> None:
    with pytest.raises(InvalidValueError, match="no day"):
        parse(BY_ID["when"], typed)


@pytest.mark.parametrize(
    ("typed", "value"), [("١٢٬٥٠٠", 12500.0), ("-3.5", -3.5), ("12,500.25", 12500.25), (" ", None)]
)
def test_a_number_in_any_digits(typed: str, value: float | None) -> None:
    assert parse(NUMBER, typed) == value


@pytest.mark.parametrize("typed", ["١٢ جندي", "12,50", "1.500", "1e9", "nan", "∞", "1" * 40])
def test_what_is_no_number_is_refused(typed: str) -> None:
    with pytest.raises(InvalidValueError, match="no number"):
        parse(NUMBER, typed)


def test_a_choice_is_one_of_its_values_and_a_span_is_never_typed() -> None:
    assert parse(BY_ID["certainty"], "possible") == "possible"
    with pytest.raises(InvalidValueError, match="certain, probable"):
        parse(BY_ID["certainty"], "perhaps")
    with pytest.raises(InvalidValueError, match="picked"):
        parse(BY_ID["cue_span"], "قال")


def test_text_is_kept_but_for_what_would_act_on_a_terminal() -> None:
    assert parse(BY_ID["claimant"], "وزير\u202e \x1b[31m الدفاع\n") == "وزير [31m الدفاع"
    assert parse(BY_ID["claimant"], "می\u200cخواهم") == "می\u200cخواهم"  # ZWNJ is spelling


@given(st.text(max_size=80), st.sampled_from([*BY_ID.values(), NUMBER]))
def test_whatever_is_typed_becomes_a_value_of_its_kind_or_is_refused(
    typed: str, attribute: Attribute
) -> None:
    try:
        value = parse(attribute, typed)
    except InvalidValueError:
        return
    kinds = {"number": float, "numbers": list}
    assert value is None or isinstance(value, kinds.get(attribute.kind, str))
    assert "\n" not in shown(value)


@given(st.recursive(st.none() | st.booleans() | st.floats() | st.text(), st.lists))
def test_whatever_the_database_holds_is_shown_in_one_line(value: object) -> None:
    assert not set(shown(value)) & set("\n\r\x1b")
    assert not set(shown({"quote": value, "start": 1, "min": value})) & set("\n\r\x1b")


# ---------------------------------------------------------------------- spans


@given(st.integers(-3, len(TEXT) + 3), st.integers(-3, len(TEXT) + 3))
def test_a_span_is_its_quote_or_no_span(start: int, end: int) -> None:
    try:
        value = span(TEXT, start, end)
    except InvalidValueError:
        inside = 0 <= start < end <= len(TEXT)
        assert not inside or not (is_boundary(TEXT, start) and is_boundary(TEXT, end))
    else:
        assert TEXT[value["start"] : value["end"]] == value["quote"] != ""


def test_a_letter_is_not_cut_from_its_marks() -> None:
    with pytest.raises(InvalidValueError, match="marks"):
        span(TEXT, 4, TEXT.index("ُ"))


def test_the_source_becomes_the_claimant_if_there_is_none(article: Article) -> None:
    source = span(TEXT, 4, 11)
    assert picked(DEFAULT, "source_span", source, None) == {"source_span": source, "claimant": "الوزيرُ"}
    known = made(article, claimant="موسكو")
    assert picked(DEFAULT, "source_span", source, known) == {"source_span": source}
    assert picked(DEFAULT, "cue_span", source, None) == {"cue_span": source}
    assert picked(DEFAULT, "claimant", source, known) == {"claimant": "الوزيرُ"}


def test_no_claimant_where_the_scheme_has_none_or_the_words_are_no_name() -> None:
    bare = Scheme(DEFAULT.tags, (BY_ID["source_span"],))
    assert picked(bare, "source_span", span(TEXT, 0, 3), None).keys() == {"source_span"}
    long = "قال " * 100
    assert picked(DEFAULT, "source_span", span(long, 0, 399), None).keys() == {"source_span"}


# ---------------------------------------------------------------------- numbers


def test_the_numbers_of_a_sentence_are_proposed_with_their_quotes() -> None:
    (number,) = numbers_in(TEXT)
    assert (number["value"], number["unit"], number["approx"]) == (3000.0, "جندي", True)
    assert number["quote"] == "نحو 3000 جندي"


def test_numbers_are_changed_added_and_taken_away_one_by_one() -> None:
    first = numbers_in(TEXT)
    changed = with_item(first, 0, parse(BY_ID["numbers"], "4,000 جندي"))
    assert changed is not None
    assert (changed[0]["value"], changed[0]["quote"]) == (4000.0, "نحو 3000 جندي")
    more = with_item(changed, 1, parse(BY_ID["numbers"], "5 صواريخ"), TEXT)
    assert more is not None
    assert [item["quote"] for item in more] == ["نحو 3000 جندي", None]
    assert with_item(more, 0, []) == more[1:]
    assert with_item(more[1:], 0, []) is None
    assert first[0]["value"] == 3000.0, "what was there is not altered"


def test_a_number_typed_as_the_text_has_it_gets_its_quote() -> None:
    (item,) = with_item(None, 0, parse(BY_ID["numbers"], "~3,000 جندي"), TEXT) or []
    assert item["quote"] == "نحو 3000 جندي"


# ---------------------------------------------------------------------- changes


def test_the_first_attribute_makes_an_annotation_of_the_sentence(article: Article) -> None:
    change = with_attributes(article, SECOND, {"certainty": "denied"}, None, "me")
    assert change is not None
    assert change.base_rev == 0
    assert change.annotation is not None
    assert change.annotation.target.quote == "ونفت موسكو ذلك."
    assert (change.annotation.attributes, change.annotation.annotator) == ({"certainty": "denied"}, "me")


def test_other_attributes_tags_note_and_links_stay(article: Article) -> None:
    before = msgspec.structs.replace(
        made(article, claimant="موسكو"), tags=("claim",), note="انظر", links=(Link("supports", "x"),)
    )
    change = with_attributes(article, FIRST, {"certainty": "denied", "claimant": None}, before, "me")
    assert change is not None
    assert change.annotation is not None
    assert change.annotation.attributes == {"certainty": "denied"}
    assert (change.annotation.tags, change.annotation.note) == (before.tags, before.note)
    assert (change.annotation.links, change.base_rev) == (before.links, 3)


def test_an_annotation_left_with_nothing_goes(article: Article) -> None:
    before = made(article, claimant="موسكو")
    change = with_attributes(article, FIRST, {"claimant": None}, before, "me")
    assert change is not None
    assert (change.uuid, change.base_rev, change.annotation) == (before.uuid, 3, None)


def test_nothing_changes_where_nothing_is_new(article: Article) -> None:
    assert with_attributes(article, FIRST, {"claimant": None}, None, "me") is None
    assert (
        with_attributes(article, FIRST, {"claimant": "موسكو"}, made(article, claimant="موسكو"), "me") is None
    )


def test_nobody_writes_on_another_s(article: Article) -> None:
    with pytest.raises(InvalidValueError, match="colleague's"):
        with_attributes(article, FIRST, {"claimant": "x"}, made(article, "colleague", side="x"), "me")


@pytest.mark.parametrize("shift", [1, -1, 1000])
def test_a_span_that_is_not_at_its_place_is_refused(article: Article, shift: int) -> None:
    wrong = span(TEXT, 4, 11) | {"start": 4 + shift}
    with pytest.raises(InvalidValueError):
        with_attributes(article, FIRST, {"source_span": wrong}, None, "me")
