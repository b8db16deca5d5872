"""What is written of a text where something would act on it: in a line, cells, JSON, on the clipboard."""

import json
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotations.text.sanitising import (
    acts,
    escaped,
    escaped_in_json,
    escaped_lines,
    for_clipboard,
    in_cells,
    is_plain,
    one_line,
)

TEXTS = st.text(st.characters(exclude_categories=()), max_size=40)
BIDI = "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"


@pytest.mark.parametrize(
    "text",
    [
        "قال الوزير إن العدد 3000 جندي.",
        "مُحَمَّد",
        "می\u200cخواهم",  # ZWNJ
        "1445 ه\u200d",  # ZWJ: the sign of the Hijri year
        "12\u202f500\u00a0€",
        "\u0600 12",  # a number sign, seen though it is a format character
        "👨\u200d👩\u200d👧 ❤\ufe0f",
        "C:\\Users\\x",
    ],
)
def test_what_words_are_made_of_stays_as_it_is(text: str) -> None:
    assert escaped(text) == in_cells(text) == escaped_in_json(text) == text
    assert is_plain(text)


@pytest.mark.parametrize(
    ("char", "line", "cell"),
    [
        ("\x1b", r"\u001b", "␛"), ("\x07", r"\u0007", "␇"), ("\n", r"\n", "␊"), ("\r", r"\r", "␍"),
        ("\t", r"\t", "␉"), ("\x7f", r"\u007f", "␡"), ("\x9b", r"\u009b", "\ufffd"),
        ("\u2028", r"\u2028", "\ufffd"), ("\u202e", r"\u202e", "\ufffd"), ("\u200f", r"\u200f", "\ufffd"),
        ("\u200b", r"\u200b", "\ufffd"), ("\ufeff", r"\ufeff", "\ufffd"), ("\u3164", r"\u3164", "\ufffd"),
        ("\U000e0041", r"\U000e0041", "\ufffd"), ("\ud800", r"\ud800", "\ufffd"),
    ],
)  # fmt: skip
def test_what_acts_or_hides_is_seen(char: str, line: str, cell: str) -> None:
    assert escaped(f"a{char}b") == f"a{line}b"
    assert in_cells(f"a{char}b") == f"a{cell}b"
    assert not is_plain(f"a{char}b")


def test_a_joiner_behind_nothing_that_joins_is_seen() -> None:
    assert escaped("clai\u200dm.txt") == r"clai\u200dm.txt"
    assert in_cells("\u200c5") == "\ufffd5"


@given(TEXTS)
def test_nothing_is_left_that_acts(text: str) -> None:
    assert not any(map(acts, escaped(text)))
    assert not any(map(acts, in_cells(text)))
    assert len(in_cells(text)) == len(text)
    assert not any(char not in "\n\t" and acts(char) for char in escaped_lines(text))
    assert escaped_lines(text).count("\n") == text.count("\n")
    assert escaped(escaped(text)) == escaped(text)


@given(TEXTS)
def test_json_keeps_its_value(text: str) -> None:
    written = json.dumps({text: [text]}, ensure_ascii=False)
    shown = escaped_in_json(written)
    assert json.loads(shown) == {text: [text]}
    assert not any(map(acts, shown))


@given(TEXTS)
def test_what_is_pasted_is_one_line_without_a_control(text: str) -> None:
    copied = for_clipboard(text)
    assert not any(unicodedata.category(char) in ("Cc", "Cs", "Zl", "Zp") for char in copied)
    assert not set(copied) & set(BIDI)
    assert for_clipboard(copied) == copied


def test_what_is_copied_is_what_was_read() -> None:
    assert (
        for_clipboard("قال\tإن\nالعدد \u202e3000\u202c جندي\u200f.\x1b[201~\x15")
        == "قال إن العدد 3000 جندي\u200f.[201~"
    )
    assert for_clipboard("می\u200cخواهم 12\u202f500") == "می\u200cخواهم 12\u202f500"


@given(st.text(max_size=400), st.integers(5, 200))
def test_what_somebody_wrote_is_one_short_line(text: str, most: int) -> None:
    line = one_line(text, most)
    assert len(line) <= most
    assert not any(map(acts, line))
