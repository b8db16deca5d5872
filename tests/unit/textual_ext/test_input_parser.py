"""Lam and alef of one read are the key `b`; of two reads they are `g` and `h`."""

import pytest
from textual import constants
from textual.events import Key, Paste

from tui.textual_ext.input_parser import InputParser


def keys(*reads: str) -> list[tuple[str, str | None]]:
    parser = InputParser()
    return [
        (event.key, event.character)
        for read in reads
        for event in parser.feed(read)
        if isinstance(event, Key)
    ]


def test_one_read_is_one_key_that_types_both_letters() -> None:
    assert keys("لا") == [("ﻻ", "لا")]
    assert keys("ﻻ") == [("ﻻ", "ﻻ")]


def test_two_reads_are_two_keys() -> None:
    assert keys("ل", "ا") == [("ل", "ل"), ("ا", "ا")]


def test_a_letter_alone_comes_at_once() -> None:
    assert keys("ل") == [("ل", "ل")]
    assert keys("ا") == [("ا", "ا")]


@pytest.mark.parametrize(("typed", "key"), [("لأ", "ﻷ"), ("لإ", "ﻹ"), ("لآ", "ﻵ")])
def test_the_shifted_keys_with_lam_alef_are_not_g(typed: str, key: str) -> None:
    assert keys(typed) == [(key, typed)]


def test_the_kitty_protocol_sends_both_letters_as_the_text_of_one_key() -> None:
    assert keys("\x1b[65275;;1604:1575u") == [("ﻻ", "لا")]
    assert keys("\x1b[1604;;1604u") == [("ل", "ل")]


def test_other_keys_pass_as_they_are() -> None:
    assert keys("سلام") == [("س", "س"), ("ﻻ", "لا"), ("م", "م")]
    assert keys("للا") == [("ل", "ل"), ("ﻻ", "لا")]
    assert keys("ل\x1b[A") == [("ل", "ل"), ("up", None)]
    assert keys("\x1b[1590;5u") == [("ctrl+ض", None)]


def test_what_is_pasted_stays_text(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(constants, "ESCAPE_DELAY", 0.0)
    parser = InputParser()
    events = [*parser.feed("\x1b[200~سلام لا\x1b[201~"), *parser.tick()]
    assert [event.text for event in events if isinstance(event, Paste)] == ["سلام لا"]
    assert not [event for event in events if isinstance(event, Key)]


def test_every_key_that_types_a_character_types_it() -> None:
    """`u` is also how kitty's sequences end."""
    for code in range(0x20, 0x7F):
        assert [character for _, character in keys(chr(code))] == [chr(code)]
