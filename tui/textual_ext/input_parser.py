r"""Takes apart what a terminal sends: keys, what was pasted, and answers to questions, ours or another's.

Textual's parser issues what it doesn't know letter by letter, as keys. So the answer to XTVERSION would quit
at its first `q`, an unknown `CSI 1;2x` would set two tags, and a paste that holds an escape was typed into
the reader. Here the stream is cut into whole sequences by the grammar of ECMA-48 first:

- what stands between `CSI 200~` and `CSI 201~` is pasted text, whatever it is, and never a key;
- control strings (DCS, OSC, APC, PM, SOS) are answers; those that are ours are messages, the rest is dropped;
- a control sequence goes to Textual's parser whole, and is dropped if that makes nothing of it;
- the beginning of a sequence waits for its end, however a read cuts it.

An end mark inside what is pasted (terminals take it out, but not all) ends no paste if another one follows
within the time that an Esc is waited for.

The key `b` of an Arabic PC layout types lam and alef. As two keys they are those of `g` and `h`, and both
would act. A terminal hands over what one key types in one write (xterm after X11's Compose table, kitty as
the text of one key event), while two presses of a person come in two reads. So a lam and an alef of one
read are one key, named `ﻻ`, which types both letters: text fields take them as they are.

Relies on `textual._xterm_parser.XTermParser` (`feed`, `tick`, `_parse_extended_key`) and on the `Parser` that
it derives from (`_tokens`, `_gen`, `_awaiting`, `_timeout_time`, `Read1`); what it makes of one key is
Textual's. Worth offering to Textual: dropping sequences that aren't known instead of typing them, pastes that
hold escapes, and the alternate keys of kitty's protocol, on which its parser breaks down (ValueError).
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from time import monotonic

from textual import constants
from textual._parser import Read1
from textual._xterm_parser import XTermParser
from textual.events import Key, Paste
from textual.message import Message

from tui.config.keyboard_layouts import LAM_ALEF
from tui.terminal.query import Answer, parsed

PASTE, PASTED = "\x1b[200~", "\x1b[201~"
LONGEST_PASTE = 1 << 20
"""Code points of a paste that are kept: no line of text that a person writes is longer."""
LOST = 5.0
"""Seconds without a byte after which a paste has no end any more."""
UNFINISHED = 0.5
"""Seconds that the rest of a sequence may take, over a slow line."""
LONGEST_STRING = 4096
"""Code points of a control string; what goes on longer is none."""
LARGEST = 10_000
"""Columns or rows of a screen; a larger one is a mistake and would take all memory."""

_LONGEST = 32
"""Code points of a sequence that Textual's parser waits for; a longer one it issues as keys."""
_STRINGS = "P]X^_"
_STRING = r"[P\]X^_][^\x1b\x07\x9c]*"
_WHOLE = re.compile(
    rf"\x1b(?:{_STRING}(?:\x1b\\|\x07|\x9c)"  # control strings
    r"|\[\[[ -~]"  # function keys of the Linux console
    r"|\[M[^\x1b]{3}"  # the mouse of X10
    r"|\[[0-?]*[ -/]*[@-~]"  # control sequences
    r"|O[^\x1b]"  # SS3: arrows, F1 to F4, the keypad
    r"|[^\x1b\[\]PX^_O])"  # a key with alt
)
_BEGUN = re.compile(rf"\x1b(?:{_STRING}\x1b?|\[M[^\x1b]{{0,2}}|\[\[|\[[0-?]*[ -/]*|O)?\Z")
_BROKEN = re.compile(rf"\x1b(?:{_STRING}|\[[0-?]*[ -/]*|O)?")
_LIGATURES = {"ا": LAM_ALEF, "أ": "\ufef7", "إ": "\ufef9", "آ": "\ufef5"}
"""The key for each alef behind a lam: alone on `b`, the others on `b`, `g` and `t` with shift."""
_IN_BAND_SIZE = re.compile(r"\x1b\[48;[\d:;]*t")


class TerminalAnswer(Message):
    """The terminal said what it is."""

    def __init__(self, answer: Answer) -> None:
        super().__init__()
        self.answer = answer


class InputParser(XTermParser):
    """Textual's parser, which is given keys alone, and of whose failures none gets out."""

    def __init__(self, debug: bool = False) -> None:
        super().__init__(debug)
        self._held = ""
        """The beginning of a sequence."""
        self._begun = 0.0
        """The time at which it began (monotonic seconds)."""
        self._pasting: list[str] | None = None
        """The parts of a paste so far; None: nothing is being pasted."""
        self._behind: str | None = None
        """The text behind the end mark of a paste, which may be more of it; None: there was no mark."""
        self._marked = 0.0
        """The time at which the end mark came (monotonic seconds)."""
        self._last = 0.0
        """The time at which something came last (monotonic seconds)."""

    def feed(self, data: str) -> Iterable[Message]:
        """Yield the events of what one read has brought, a lam with the alef behind it as one key."""
        lam: Key | None = None
        for event in self._events(data):
            key = event.key if isinstance(event, Key) else ""
            if lam is not None:
                if key in _LIGATURES:
                    yield Key(_LIGATURES[key], f"ل{key}")
                    lam = None
                    continue
                yield lam
            lam = event if isinstance(event, Key) and key == "ل" else None
            if lam is None:
                yield event
        if lam is not None:
            yield lam

    def _events(self, data: str) -> Iterable[Message]:
        """Yield what one read holds, key by key."""
        if not data:  # the end
            yield from self._give_up()
            yield from self._safely("")
            return
        self._last = monotonic()
        if self._behind is not None:
            data, self._behind = self._behind + data, None
            yield from self._after_paste(data)
        elif self._pasting is not None:
            yield from self._paste(data)
        else:
            data, self._held, goes_on = self._held + data, "", bool(self._held)
            yield from self._cut(data)
            if self._held and not (goes_on and self._held == data):
                self._begun = self._last

    def tick(self) -> Iterable[Message]:
        """Give up on what didn't go on: an Esc is the key, and a paste may have lost its end."""
        now = monotonic()
        if self._behind is not None:
            data, self._behind = self._behind, None
            yield from self._after_paste(data)
        elif self._pasting is not None:
            if now - self._last >= LOST:
                yield from self._end_paste()
        elif self._held and now - self._begun >= self._patience():
            yield from self._give_up()
        yield from self._ticked()

    # ------------------------------------------------------------------ sequences

    def _cut(self, data: str) -> Iterable[Message]:
        """Take a stretch apart that begins outside a paste."""
        at = 0
        while at < len(data):
            begin = data.find("\x1b", at)
            if begin < 0:
                begin = len(data)
            if begin > at:
                yield from self._safely(data[at:begin])
            if begin == len(data):
                return
            if data.startswith(PASTE, begin):
                self._pasting = []
                yield from self._paste(data[begin + len(PASTE) :])
                return
            if len(data) - begin <= LONGEST_STRING and _BEGUN.match(data, begin):
                self._held = data[begin:]
                return
            whole = _WHOLE.match(data, begin)
            if whole is not None:
                yield from self._sequence(whole[0])
                at = whole.end()
            else:
                broken = _BROKEN.match(data, begin)
                assert broken is not None  # an escape alone is one
                yield from self._typed(broken[0])
                at = broken.end()

    def _sequence(self, sequence: str) -> Iterable[Message]:
        """Yield what a whole sequence means; nothing of it is left over for the next one."""
        if answer := parsed(sequence):
            yield TerminalAnswer(answer)
        elif sequence[1] in _STRINGS or sequence == PASTED:
            return
        elif len(sequence) == 2 and sequence[1] < " ":  # Esc and Enter, or a key with ctrl, in one read
            yield Key("escape", "\x1b")
            yield from self._safely(sequence[1])
        elif len(sequence) == 2:  # with alt; Textual waits for more
            yield from self._typed(sequence)
        elif len(sequence) > _LONGEST:  # more letters as the text of one key than Textual looks for
            yield from [key.copy() for key in self._parse_extended_key(sequence) or ()]
        elif not _IN_BAND_SIZE.fullmatch(sequence) or _is_size(sequence):
            yield from self._safely(sequence)
            if self._in_sequence():
                self._restart()

    def _typed(self, held: str) -> Iterable[Message]:
        """Take the beginning of a sequence for a key, if a person can have typed it, else drop it."""
        if held == "\x1b":
            yield Key("escape", "\x1b")
        elif len(held) == 2:  # alt and one of the keys that begin a sequence
            yield from self._safely(held)
            yield from self._ticked(now=True)

    def _give_up(self) -> Iterable[Message]:
        held, self._held = self._held, ""
        if held:
            yield from self._typed(held)

    def _patience(self) -> float:
        return constants.ESCAPE_DELAY if len(self._held) < 3 else UNFINISHED

    # ------------------------------------------------------------------ what is pasted

    def _paste(self, data: str) -> Iterable[Message]:
        """Take in a stretch that begins inside a paste."""
        data, self._held = self._held + data, ""
        end = data.find(PASTED)
        if end >= 0:
            self._take(data[:end])
            self._marked = monotonic()
            yield from self._after_paste(data[end + len(PASTED) :])
            return
        begun = next((n for n in range(len(PASTED) - 1, 0, -1) if data.endswith(PASTED[:n])), 0)
        self._take(data[: len(data) - begun])
        self._held = data[len(data) - begun :]

    def _after_paste(self, data: str) -> Iterable[Message]:
        """Take in what stands behind an end mark: more that was pasted, if another mark ends it soon."""
        following = data.find(PASTE)
        last = data.rfind(PASTED, 0, following if following >= 0 else len(data))
        if last >= 0:
            self._take(data[:last])
            data = data[last + len(PASTED) :]
            self._marked = monotonic()
        if following < 0 and monotonic() - self._marked < constants.ESCAPE_DELAY:
            self._behind = data
            return
        yield from self._end_paste()
        yield from self._cut(data)

    def _take(self, text: str) -> None:
        assert self._pasting is not None
        room = LONGEST_PASTE - sum(map(len, self._pasting))
        self._pasting.append(text[: max(0, room)])

    def _end_paste(self) -> Iterable[Message]:
        text, self._pasting = "".join(self._pasting or ()), None
        self._held = ""
        yield Paste(text)

    # ------------------------------------------------------------------ Textual's parser

    def _safely(self, data: str) -> Iterable[Message]:
        """Feed Textual's parser; what it breaks down at is dropped, and it begins anew."""
        try:
            yield from super().feed(data)
        except Exception:  # a stray byte must not end the program, whatever Textual makes of it
            self._restart()

    def _ticked(self, *, now: bool = False) -> Iterable[Message]:
        if now and self._timeout_time is not None:
            self._timeout_time = 0.0
        try:
            yield from super().tick()
        except Exception:  # see `_safely`
            self._restart()

    def _in_sequence(self) -> bool:
        return isinstance(self._awaiting, Read1) and self._awaiting.timeout is not None

    def _restart(self) -> None:
        """Make Textual's parser forget what it has begun."""
        self._tokens.clear()
        self._gen = self.parse(self._tokens.append)
        self._awaiting = next(self._gen)
        self._timeout_time = None

    def _parse_extended_key(self, sequence: str) -> list[Key] | None:  # type: ignore[override]  # uncached
        """Read a key of kitty's protocol, with alternate keys and kinds of event, which Textual can't.

        `CSI 1572:1614:99;5:1u`: of the first field the key itself counts, and a key that is let go is none.
        """
        if not sequence.startswith("\x1b["):  # Textual asks of every key: a plain `u` is one, too
            return super()._parse_extended_key(sequence)
        fields = sequence[2:-1].split(";")
        if not (sequence.startswith("\x1b[") and all(set(field) <= set("0123456789:") for field in fields)):
            return super()._parse_extended_key(sequence)
        modifiers, _, kind = (fields[1] if len(fields) > 1 else "").partition(":")
        if kind == "3" or (sequence[-1] == "u" and not any(map(_digits, (fields[0], *fields[2:])))):
            return []  # let go; or neither a key nor a text
        plain = [fields[0].partition(":")[0], modifiers, *fields[2:]][: len(fields)]
        try:
            keys = super()._parse_extended_key(f"{sequence[:2]}{';'.join(plain)}{sequence[-1]}")
        except (ValueError, OverflowError):  # no code point
            return []
        return None if keys is None else [key for key in keys if _is_text(key.character)]


def _digits(field: str) -> str:
    return field.strip(":0")


def _is_text(character: str | None) -> bool:
    return character is None or not any("\ud800" <= char <= "\udfff" for char in character)


def _is_size(sequence: str) -> bool:
    numbers = [field.partition(":")[0] for field in sequence[5:-1].split(";")]
    return all(number.isdecimal() and int(number) > 0 for number in numbers) and all(
        int(number) <= LARGEST for number in numbers[:2]
    )
