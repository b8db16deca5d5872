"""What a terminal answers is no key, wherever a read happens to cut it."""

from __future__ import annotations

import pytest
from textual import constants
from textual.events import Key
from textual.message import Message

from tui.textual_ext.input_parser import InputParser, TerminalAnswer

VERSION = "\x1bP>|XTerm(379)\x1b\\"
ATTRIBUTES = "\x1b[>41;379;0c"


@pytest.fixture(autouse=True)
def no_delay(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(constants, "ESCAPE_DELAY", 0.0)  # a lone escape is a key at the next tick


def parsed(*reads: str) -> list[str]:
    parser = InputParser()
    messages: list[Message] = []
    for read in reads:
        messages += parser.feed(read)
    messages += parser.tick()
    return [
        f"version {one.answer.version}" if isinstance(one, TerminalAnswer) and one.answer.version else
        f"attributes {one.answer.attributes}" if isinstance(one, TerminalAnswer) else
        one.key if isinstance(one, Key) else type(one).__name__
        for one in messages
    ]  # fmt: skip


def test_answers_are_messages_and_keys_around_them_are_keys() -> None:
    assert parsed(f"j{VERSION}{ATTRIBUTES}k") == ["j", "version XTerm(379)", "attributes 41;379;0", "k"]


@pytest.mark.parametrize("end", ["\x1b\\", "\x07", "\x9c"])
def test_every_end_of_a_control_string_is_known(end: str) -> None:
    assert parsed(f"\x1bP>|kitty(0.26.5){end}") == ["version kitty(0.26.5)"]


@pytest.mark.parametrize("cut", range(2, len(VERSION)))
def test_an_answer_in_two_reads_is_one(cut: int) -> None:
    assert parsed(VERSION[:cut], VERSION[cut:]) == ["version XTerm(379)"]


def test_what_only_begins_like_an_answer_is_keys_after_all() -> None:
    assert parsed("\x1bP") == ["alt+shift+p"]
    assert parsed("\x1b[A") == ["up"]
    assert parsed("q") == ["q"]


def test_an_answer_without_end_doesn_t_swallow_what_follows() -> None:
    assert parsed("\x1bP>|" + "x" * 5000, "j") == ["j"]


@pytest.mark.parametrize("char", [chr(code) for code in range(0x21, 0x7F)])
def test_every_printable_key_of_ascii_is_itself(char: str) -> None:
    """Textual asks its reader of kitty's protocol about each: a `u`, with which such a sequence ends, too."""
    parser = InputParser()
    keys = [message for message in parser.feed(char) if isinstance(message, Key)]
    assert [key.character for key in [*keys, *(one for one in parser.tick() if isinstance(one, Key))]] == [
        char
    ]
