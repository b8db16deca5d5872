"""Whatever bytes a terminal sends, nothing raises, no answer is a key, and what is pasted is never one."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from textual import constants
from textual.events import Key, Paste, Resize
from textual.message import Message

from tui.textual_ext import input_parser
from tui.textual_ext.input_parser import InputParser

PIECES = [
    "\x1b", "\x1b[", "\x1bP", "\x1b]", "\x1bO", "\x1b[<", "\x1b[?", "\x1b[>", "\x1b[[", "\x1b[M",
    "\x1b_", "\x1b^", "\x1bX", "\x1b[200~", "\x1b[201~", "\x1b\\", "\x07", "\x9c", "\x9b", ";", ":", "::",
    "1572", "99", "u", "~", "A", "R", "M", "m", "t", "$y", "c", "q", "j", "1", "0", "-1", "2", "48;", "2026",
    "1114112", "55296", "99999999999999999999", "\x00", "\r", "\n", "ل", "ا", "é", "\ud800", "\U0010ffff",
]  # fmt: skip
STREAMS = st.lists(
    st.one_of(st.sampled_from(PIECES), st.text(st.characters(exclude_categories=()), max_size=4)), max_size=24
).map("".join)
CSI = st.builds(
    "\x1b[{}{}{}".format,
    st.text("0123456789:;<=>?", max_size=30),
    st.text(" !\"#$%&'()*+,-./", max_size=2),
    st.characters(min_codepoint=0x40, max_codepoint=0x7E),
)


@pytest.fixture(autouse=True)
def no_delay(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(constants, "ESCAPE_DELAY", 0.0)
    monkeypatch.setattr(input_parser, "UNFINISHED", 0.0)


def read(*reads: str) -> list[Message]:
    parser = InputParser()
    events = [event for data in reads for event in parser.feed(data)] if all(reads) else []
    for _ in range(3):
        events += parser.tick()
    return events


def keys(*reads: str) -> list[str]:
    return [event.key for event in read(*reads) if isinstance(event, Key)]


def cut(data: str, places: list[int]) -> Iterator[str]:
    edges = sorted({0, len(data), *(place % (len(data) + 1) for place in places)})
    for start, end in pairwise(edges):
        yield data[start:end]


@given(STREAMS, st.lists(st.integers(0, 1 << 16), max_size=5))
def test_nothing_raises_and_the_next_key_is_a_key(data: str, places: list[int]) -> None:
    parser = InputParser()
    for part in cut(data, places):
        list(parser.feed(part))
    for _ in range(3):
        list(parser.tick())
    if parser._pasting is None:
        assert [event.key for event in parser.feed("k") if isinstance(event, Key)] == ["k"]


def test_each_letter_is_its_key() -> None:
    """Also one that ends a sequence, such as `u`."""
    for code in range(0x21, 0x7F):
        assert [event.character for event in read(chr(code)) if isinstance(event, Key)] == [chr(code)]


@given(CSI)
def test_a_control_sequence_is_one_key_or_none(sequence: str) -> None:
    if sequence == "\x1b[M":  # the mouse of X10, with three characters more
        return
    assert len(keys(sequence)) <= 1 or sequence.endswith("u")  # the letters of one key of kitty's protocol
    assert "k" in keys(sequence, "k")


@given(st.text(st.characters(exclude_characters="\x1b\x07\x9c"), max_size=60), st.sampled_from("P]X^_"))
def test_a_control_string_is_no_key(text: str, kind: str) -> None:
    assert not keys(f"\x1b{kind}{text}\x1b\\")


@given(
    STREAMS.map(lambda text: text.replace("\x1b[201~", "").replace("\x1b[200~", "")),
    st.lists(st.integers(0, 99), max_size=4),
)
def test_what_is_pasted_is_never_a_key(text: str, places: list[int]) -> None:
    if "\x1b[201~" in text or "\x1b[200~" in text:  # what was left makes one
        return
    events = read(*cut(f"\x1b[200~{text}\x1b[201~", places))
    assert [event.text for event in events if isinstance(event, Paste)] == [text]
    assert not [event for event in events if isinstance(event, Key)]


def test_an_end_mark_inside_what_is_pasted_ends_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(constants, "ESCAPE_DELAY", 10.0)
    parser = InputParser()
    events = [*parser.feed("\x1b[200~one\x1b[201~qq2"), *parser.tick(), *parser.feed("q\x1b[201~")]
    assert not events
    monkeypatch.setattr(constants, "ESCAPE_DELAY", 0.0)
    [pasted] = parser.tick()
    assert isinstance(pasted, Paste)
    assert pasted.text == "oneqq2q"


def test_keys_behind_a_paste_are_keys() -> None:
    events = read("\x1b[200~one\x1b[201~\r")
    assert [type(event).__name__ for event in events] == ["Paste", "Key"]


def test_a_paste_that_lost_its_end_does_not_keep_the_keyboard(monkeypatch: pytest.MonkeyPatch) -> None:
    parser = InputParser()
    assert not list(parser.feed("\x1b[200~one"))
    assert not list(parser.tick())
    monkeypatch.setattr(input_parser, "LOST", 0.0)
    [pasted] = parser.tick()
    assert isinstance(pasted, Paste)
    assert [event.key for event in parser.feed("q") if isinstance(event, Key)] == ["q"]


@pytest.mark.parametrize(
    ("sequence", "key"),
    [
        ("\x1b[1572::99u", "ؤ"),  # alternate keys that nobody has asked for: the first one counts
        ("\x1b[99:67;2:1u", "shift+c"),
        ("\x1b[1590;5u", "ctrl+ض"),
        ("\x1b[57399u", "0"),
    ],
)
def test_kitty_s_alternate_keys_are_read(sequence: str, key: str) -> None:
    assert len(keys(sequence)) == 1
    assert keys(sequence)[0].rpartition("+")[2] == key.rpartition("+")[2]


@pytest.mark.parametrize(
    "sequence", ["\x1b[99;1:3u", "\x1b[1114112u", "\x1b[55296u", "\x1b[::::u", "\x1b[99;x", "\x1b[1;2x"]
)
def test_what_is_no_key_is_none(sequence: str) -> None:
    assert keys(sequence, "k") == ["k"]


def test_a_size_that_cannot_be_is_none() -> None:
    sizes = [
        event
        for event in read("\x1b[48;0;80;0;0t\x1b[48;24;99999;1;1t\x1b[48;24;80;480;800t")
        if isinstance(event, Resize)
    ]
    assert [tuple(event.size) for event in sizes] == [(80, 24)]


@pytest.mark.parametrize(
    ("sequence", "expected"),
    [
        ("\x1b\x11", ["escape", "ctrl+q"]),
        ("\x1b\r", ["escape", "enter"]),
        ("\x1bj", ["alt+j"]),
        ("\x1b\x7f", ["ctrl+w"]),
        ("\x1b\x1b[A", ["escape", "up"]),
        ("\x1bOA", ["up"]),
        ("\x1b[1;5D", ["ctrl+left"]),
        ("\x1b", ["escape"]),
        ("\x1b[", ["left_square_bracket"]),
    ],
)
def test_keys_that_begin_with_an_escape(sequence: str, expected: list[str]) -> None:
    assert keys(sequence) == expected
