"""What is shown is what is stored: an article's overrides aren't applied, and rows have signs."""

from __future__ import annotations

import re
import unicodedata
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from annotations.model.scheme import DEFAULT
from annotations.text.hidden_characters import HIDDEN, find_hidden
from tui.bidi import Line, Paragraph, layout
from tui.bidi.char_kinds import HIDDEN as KINDS_WITHOUT_CELLS
from tui.bidi.char_kinds import kinds, may_hide
from tui.presenters.annotation import value_of
from tui.presenters.hidden_characters import HiddenOf, hidden_in
from tui.presenters.stored import SIGN, reorders_in, unforced, with_signs
from tui.screens.dialogs.export import apart
from tui.widgets.strips import as_stored

OVERRIDES = "\u202d\u202e"


def row(text: str, direction: Any = "auto") -> Line:
    (line,) = layout(Paragraph(text, direction), 10_000)
    return line


def letters(shown: str) -> str:
    """What is seen, with the letters of presentation forms as they are typed."""
    return unicodedata.normalize("NFKC", shown)


SEEN = [
    # stored, beside a gutter, in a row
    ("قتل \u202e21\u202c جنديا", "ايدنج 21 لتق", "ايدنج 21�� لتق"),
    ("قتل \u202d21\u202c جنديا", "ايدنج 21 لتق", "ايدنج 21�� لتق"),
    ("u\u202etxt.gpj.txt", "utxt.gpj.txt", "u�txt.gpj.txt"),
    ("قتل 5\u200b00 جندي", "يدنج 500 لتق", "يدنج 5�00 لتق"),
    ("قتل ٥\u200b٠٠ جندي", "يدنج ٥٠٠ لتق", "يدنج ٥�٠٠ لتق"),
    ("قتل 5\U000e003000 جندي", "يدنج 500 لتق", "يدنج 5�00 لتق"),
    ("قتل 5\u316400 جندي", "يدنج 500 لتق", "يدنج 5�00 لتق"),
    ("قتل \u200f8-13 جنديا", "ايدنج 8-13 لتق", "ايدنج 13-8� لتق"),
    ("قتل 8-13 جنديا", "ايدنج 13-8 لتق", "ايدنج 13-8 لتق"),
    ("1\u200f2", "21", "1�2"),
    ("قتل \u20672\u20691", "12 لتق", "2�1� لتق"),
    ("a\u202e(1)\u202cb", "a(1)b", "a�(1)�b"),
    ("abc \u202eقال 12\u202c d", "abc 12 لاق d", "abc �12� لاق d"),
]


@pytest.mark.parametrize(("stored", "beside_gutter", "in_row"), SEEN)
def test_digits_are_seen_as_they_are_stored(stored: str, beside_gutter: str, in_row: str) -> None:
    assert letters(row(unforced(stored)).text) == beside_gutter
    assert letters(row(with_signs(stored)).text) == in_row


@pytest.mark.parametrize(
    ("text", "ended"),
    [
        ("\u202ea\u202cb", {0, 2}),
        ("\u202ea\u202bb\u202cc\u202cd", {0, 6}),  # the embedding's own PDF stays
        ("\u202ba\u202eb\u202cc\u202cd", {2, 4}),
        ("\u202ea\u2067b\u202cc\u2069d\u202ce", {0, 8}),  # a PDF in an isolate ends nothing outside
        ("\u2067a\u202eb\u2069c\u202cd", {2}),  # and a PDI ends an override in it
        ("\u202ea\u2029b\u202cc", {0}),  # as does a paragraph's end
        ("\u202ea\nb\u202cc", {0}),
        ("a\u202cb\u2069", set()),
        ("\u202d" * 200 + "\u202c" * 200, set(range(400))),
    ],
)
def test_an_override_goes_with_what_ends_it_and_nothing_else(text: str, ended: set[int]) -> None:
    shown = unforced(text)
    assert {at for at, char in enumerate(shown) if char != text[at]} == ended


PIECES = [
    "12", "5", "٣٤", "1,500", "8-13", "-5", "7%", "قال", "جندي", "abc", "(", ")", " ", " ", ".", "،", "/",
    *"\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u200e\u200f\u061c",
    "\u200b", "\u200c", "\u200d", "\u2060", "\ufeff", "\u00ad", "\u034f", "\u3164", "\u2062", "\ufe0f", "🏽",
    "\U000e0031", "\u064e", "👍", "\u2028",
]  # fmt: skip
TEXTS = st.lists(st.sampled_from(PIECES), max_size=16).map("".join)
DIRECTIONS: Any = st.sampled_from(["ltr", "rtl"])


NUMBER = re.compile("|".join(f"[{digits}](?:[{HIDDEN}]*[{digits}])*" for digits in ("0-9", "٠-٩")))
"""Digits of one script, of which UAX #9 makes one number, with nothing between them that is seen."""


def in_order(line: Line, number: re.Match[str]) -> bool:
    """Say whether digits are seen one beside the other, in the order in which they are stored."""
    columns = [line.column_of(place) for place in range(*number.span()) if number.string[place].isdigit()]
    return columns == list(range(columns[0] or 0, (columns[0] or 0) + len(columns)))


@given(TEXTS, DIRECTIONS)
@example("1\u200f2", "rtl")
@example("\u202a1\u202c\u202b2\u202c", "rtl")
def test_beside_a_gutter_each_number_is_as_stored_or_told_of(text: str, direction: Any) -> None:
    line = row(unforced(text), direction)
    for number in NUMBER.finditer(text):
        told = list(find_hidden(text, *number.span(), reorders=reorders_in(direction)))
        assert told or (in_order(line, number) and number[0].isdigit())


@given(TEXTS, DIRECTIONS)
@example("1\u200f2", "rtl")
@example("12🏽\ufe0f12", "ltr")
def test_in_a_row_each_number_is_as_stored_and_has_a_sign_where_it_is_parted(
    text: str, direction: Any
) -> None:
    shown = with_signs(text, direction)
    assert len(shown) == len(text)
    line = row(shown, direction)
    for number in NUMBER.finditer(text):
        columns = [line.column_of(place) for place in range(*number.span())]
        assert None not in columns, "what parts a number has a cell"
        assert columns == sorted(columns, key=lambda column: column or 0)


@given(TEXTS, DIRECTIONS)
def test_without_overrides_the_rest_lies_as_if_they_were_not_there(text: str, direction: Any) -> None:
    shown = unforced(text)
    gone = [at for at, char in enumerate(text) if shown[at] != char]
    kept = [at for at in range(len(text)) if at not in gone]
    levels = Paragraph(shown, direction).levels
    assert [levels[at] for at in kept] == Paragraph("".join(text[at] for at in kept), direction).levels
    assert not any(char in shown for char in OVERRIDES)
    if not gone:
        assert shown is text


def test_a_mark_counts_only_where_it_changes_the_order_of_a_number() -> None:
    def offsets(text: str) -> list[int]:
        return [one.offset for one in HiddenOf(text).within(0, len(text))]

    assert offsets("قتل \u200f8-13 جنديا") == [4]
    assert offsets("قتل 8\u200e-13 جنديا") == [5]
    assert offsets("قتل 8 \u200f-13 جنديا") == []
    assert offsets("درجة الحرارة \u200e-5 أمس") == [13]
    assert offsets("قالت \u200eBBC\u200e إن (MSMT)\u200f 5 جنود") == []
    assert offsets("عدد\u061c 5\u200f جنود") == []


def test_the_details_name_a_few_and_count_the_rest() -> None:
    text = "قتل \u202e21\u202c جنديا و5\u200b00 مدني"
    assert [told.where for told in hidden_in(text, 0, len(text))] == [
        f"\u2068�21{SIGN}\u2069  \u2066U+202E\u2069",
        f"\u2068و5{SIGN}00\u2069  \u2066U+200B\u2069",
    ]
    assert hidden_in(text, 15, 20) == hidden_in(text, 0, len(text))[1:]
    assert hidden_in("نص سليم", 0, 7) == []
    directed = "\u202bجملة أولى. وثانية 8-13.\u202c وثالثة."
    (told,) = hidden_in(directed, directed.index("وثانية"), directed.index("\u202c"))
    assert "U+202B" in told.where, "what stands before a sentence and directs it"
    assert not hidden_in(directed, directed.index("وثالثة"), len(directed))
    many = " ".join(["5\u200b00"] * 50)
    assert [told.what for told in hidden_in(many, 0, len(many))][-1] == "and 47 more"


@given(TEXTS)
def test_a_row_passes_over_no_text_that_has_something_hidden(text: str) -> None:
    assert as_stored(text) == with_signs(text)


def test_a_row_looks_closely_at_every_character_without_a_cell() -> None:
    hidden = [chr(code) for code in range(0x110000) if kinds(chr(code)) in KINDS_WITHOUT_CELLS]
    assert all(may_hide(f"5{char}00") for char in [*hidden, "\u2800"])
    assert [char for char in hidden if SIGN not in as_stored(f"5{char}00")] == []
    assert not may_hide("قال الوزير إن العدد ٣٬٠٠٠ (MSMT) مُحَمَّد 語 👍")


def test_isolates_of_our_own_stay_in_what_the_interface_says() -> None:
    assert as_stored("في \u2066/a/b\u2069 الآن", isolates=False) == "في \u2066/a/b\u2069 الآن"
    assert as_stored("في \u2066/a\u202eb\u2069 الآن", isolates=False) == f"في \u2066/a{SIGN}b\u2069 الآن"
    assert apart("a\u2069b") == f"\u2066a{SIGN}b\u2069", "no path ends its isolate"


@pytest.mark.parametrize(
    "numbers",
    ["\u202e21", ["\u202e21"], [{"quote": "\u202e21", "start": 1}], [{"value": 1, "unit": "\u202eقتيل"}]],
)
def test_no_amount_of_a_database_has_an_override_that_would_act(numbers: object) -> None:
    kind = next(attribute for attribute in DEFAULT.attributes if attribute.kind == "numbers")
    assert not set(value_of(kind, numbers)) & set(OVERRIDES)
