r"""Recognises text that went through a wrong encoding, says how, and undoes it, exactly, when it is asked to.

Ways that are undone, each under a stable name (a step), since the repair of an article is remembered by it:

- `utf8-as-CODEC`: UTF-8 that was read as another encoding. Its letters are pairs of a sign for the bytes 0xD8
  to 0xDB and one for 0x80 to 0xBF, in Windows-1256 as in `ط§ظ„`, in Windows-1252 as in `Ø§Ù„`;
- `cp1256-as-cp1252` and `iso8859-6-as-cp1252`: `ÇáÚÑÈíÉ`, words of signs from the Latin-1 supplement alone;
- `references`: `&#1575;`, `&#x627;`, `&quot;`;
- `percent`: `%D8%A7`, outside of web addresses;
- `escapes`: `\u0627`.

Any of them may have happened twice, or after another one: what was repaired is looked at again. What is left
of `????` and U+FFFD is lost; that is said, and nothing can be done.

A good text is never recognised: a pair of signs as above stands in good Persian (the first two letters of
عکس), three of them in a row stand nowhere. A text about encodings quotes such rows: where less than half of
the letters are damaged, a text that has words of that trade is left alone (`_TRADE`). What is undone brings
no control along.

ftfy undoes the first for Western encodings; it doesn't know Windows-1256, nor `ÇáÚÑÈíÉ`, nor percent signs,
so that it isn't a dependency.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from functools import cache
from typing import NamedTuple

from annotations.text.letter_weights import PLAUSIBLE, mean_weight


class Damage(NamedTuple):
    """Says in which way a text was damaged, and what undoes that."""

    steps: tuple[str, ...]
    """The names of what undoes it, in this order; none if nothing does."""
    lost: int = 0
    """Signs that stand for letters which nobody knows any more."""

    @property
    def name(self) -> str:
        """The way in which it was damaged: the first step, or `lost`."""
        return self.steps[0] if self.steps else "lost"


_CODECS: dict[str, Sequence[str]] = {
    "cp1256": ("§", "„", "ˆ", "±", "†", "¨", "·", "¸", "أک", "أ™"),
    "cp1252": "ØÙÃ",
    "cp1251": "ШЩГ",
    "cp437": "╪┘├",
    "cp850": "┘├",
    "mac_roman": "ÿŸ√",
}
"""The encodings that programs have taken UTF-8 for: those of Windows in Arabic, Western and Russian, of its
console, and of old Macs; with signs that what was damaged by them has. Latin-1 and Turkish differ from cp1252
where it has nothing, see `_signs`."""

_REPLACED = "\ufffd"
_MOST_STEPS = 4
_FEWEST = 3
"""Letters in a row that are no chance any more."""
_FEWEST_IN_PART = 6
"""Letters from which a smaller part of a text is called damaged."""

_LETTER = re.compile(r"[^\W\d_]")
_GOOD = "[\u0620-\u064a\u066e-\u06d3\u06fa-\u06ff]"
_ARABIC = re.compile(_GOOD)
_TRADE = re.compile(
    r"utf-?(?:8|16)|unicode|windows-?125\d|cp-?125\d|iso-?8859|latin-?1|ascii|encod|charset|mojibake|html|url"
    r"|ترميز|يونيكود|يونكود|يونی?کد|کدگذاری|رمزگذاری",
    re.IGNORECASE,
)
"""Words of texts about encodings, in English, Arabic and Persian."""


def damage_of(text: str) -> Damage | None:
    """Say how a text was damaged, None if it wasn't."""
    steps: list[str] = []
    now = text
    while len(steps) < _MOST_STEPS and (undone := _first_step(now)):
        step, now = undone
        steps.append(step)
    lost = now.count(_REPLACED) + _question_marks(now)
    return Damage(tuple(steps), lost) if steps or lost else None


def repaired(text: str, steps: Sequence[str]) -> str:
    """Undo what was done to a text; what isn't damaged so stays, and for an unknown step all does."""
    now = text
    for step in steps:
        if undo := _undo(step):
            now = undo(now)
    return now if now == text else _without_controls(now)


def _without_controls(text: str) -> str:
    """Return a text that was repaired without controls: a page that was damaged can't bring any in."""
    return _CONTROL.sub(_REPLACED, text)


_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]")


def _first_step(text: str) -> tuple[str, str] | None:
    """Return what was done to a text last, and the text without it."""
    best: tuple[int, str, str] | None = None
    for codec, signs in _CODECS.items():
        if any(sign in text for sign in signs):
            misread = _misread(codec)
            read = misread.recognised(text)
            if read and (best is None or read[0] > best[0]):
                best = read[0], misread.step, read[1]
    if best is not None:
        return best[1:]
    if any(sign in text for sign in "ÇáäÊÑ"):
        for step, codec in _SINGLE_BYTE.items():
            as_arabic = _single_byte_recognised(text, codec)
            if as_arabic is not None:
                return step, as_arabic
    for sign, step, recognised in (
        ("&", "references", _references_recognised),
        ("%D", "percent", _percent_recognised),
        ("%d", "percent", _percent_recognised),
        ("\\u0", "escapes", _escapes_recognised),
        ("%u0", "escapes", _escapes_recognised),
    ):
        if sign in text and recognised(text) and (after := _UNDO[step](text)) != text:
            return step, after
    return None


def _undo(step: str) -> Callable[[str], str] | None:
    if step in _UNDO:
        return _UNDO[step]
    kind, _, codec = step.partition("-as-")
    if kind == "utf8" and codec in _CODECS:
        return _misread(codec).undone
    return None


def _is_damage(damaged: int, text: str, good: int) -> bool:
    """Say whether so many letters of a text that can be undone make it a damaged one.

    Args:
        damaged: letters that would come of it.
        text: the whole of it.
        good: letters beside them.
    """
    if damaged >= max(_FEWEST, good):
        return True
    return damaged >= _FEWEST_IN_PART and not _TRADE.search(text)


# ---------------------------------------------------------------------- UTF-8 that was read as something else


@cache
def _signs(codec: str) -> tuple[str, ...]:
    """Return what programs show for each byte; for one that an encoding hasn't, as most do, a control."""
    signs = []
    for byte in range(256):
        try:
            signs.append(bytes([byte]).decode(codec))
        except UnicodeDecodeError:
            signs.append(chr(byte))
    return tuple(signs)


class _Misread:
    """UTF-8 that was read as one other encoding."""

    def __init__(self, codec: str) -> None:
        self.step = f"utf8-as-{codec}"
        signs = _signs(codec)
        self._byte = {ord(sign): byte for byte, sign in enumerate(signs) if byte > 0x7F}
        for control in range(0x80, 0xA0):  # as Latin-1 shows them
            self._byte.setdefault(control, control)
        of = self._class
        after = of(0x80, 0xBF)
        part = f"(?:{of(0xC2, 0xDF)}{after}|{of(0xE0, 0xEF)}{after}{{2}}|{of(0xF0, 0xF4)}{after}{{3}})"
        half = f"{of(0xC2, 0xF4)}{_REPLACED}"  # a sign that the encoding hasn't was lost on the way
        # Beside a good letter a pair or two are the end or the beginning of its word: `فقط،` before `ط§ظ„`.
        word = f"(?:(?:{part}|{half}){{{_FEWEST},}}+|(?:{part}|{half}){{1,{_FEWEST - 1}}}+(?!{_GOOD}))"
        self._stretch = re.compile(f"(?<!{_GOOD}){word}(?:[\x00-\x7f]*+{word})*+")
        self._part = re.compile(f"{part}|{half}")
        self._row = re.compile(f"(?:{part}){{{_FEWEST},}}")

    def _class(self, first: int, last: int) -> str:
        chars = "".join(chr(char) for char, byte in self._byte.items() if first <= byte <= last)
        return f"[{re.escape(chars)}]"

    def recognised(self, text: str) -> tuple[int, str] | None:
        """Return how many letters come of it, and the text without the damage; None if it isn't so."""
        if not self._row.search(text):
            return None
        pieces = [(match, self._read(match[0])) for match in self._stretch.finditer(text)]
        taken = [(match, piece) for match, piece in pieces if self._row.search(match[0])]
        inside = sum(len(_LETTER.findall(match[0])) for match, _ in taken)
        good = len(_LETTER.findall(text)) - inside + sum(piece.isascii() for _, piece in taken)
        arabic = sum(len(_ARABIC.findall(piece)) for _, piece in taken)
        after = self.undone(text)
        if inside >= good and (
            deeper := _first_step(after)
        ):  # damaged twice: letters come with the next step
            letters = len(_ARABIC.findall(deeper[1]))
            if letters > arabic and deeper[0].startswith("utf8-as-"):
                return letters, after
        latin = sum(sum(char.isascii() for char in piece if char.isalpha()) for _, piece in taken)
        if not _is_damage(arabic, text, good + latin):
            return None
        return arabic, after

    def undone(self, text: str) -> str:
        """Return a text with every stretch of signs that are bytes of UTF-8 read as such."""
        if not self._row.search(text):
            return text

        return self._stretch.sub(lambda match: self._read(match[0]), text)

    def _read(self, stretch: str) -> str:
        def one(match: re.Match[str]) -> str:
            if match[0][-1] == _REPLACED:
                return _REPLACED
            try:
                return bytes(self._byte[ord(char)] for char in match[0]).decode()
            except UnicodeDecodeError:
                return match[0]

        return self._part.sub(one, stretch)


@cache
def _misread(codec: str) -> _Misread:
    return _Misread(codec)


# ---------------------------------------------------------------------- one byte a letter, read as Latin

_SINGLE_BYTE = {"cp1256-as-cp1252": "cp1256", "iso8859-6-as-cp1252": "iso8859-6"}

_LATIN = r"(?<![^\W\d_])[\x80-\u024f\u2013-\u2122\u02c6\u02dc\u0192]+(?![^\W\d_])"
_LATIN_WORD = re.compile(_LATIN)
"""Matches words, and signs around them, that have no letter of ASCII and none of Arabic."""


_LATIN_STRETCH = re.compile(rf"{_LATIN}(?:[\x00-@\[-`{{-\x7f]*+{_LATIN})*+")
"""Matches such words as they stand side by side, so that one of a letter comes along."""


@cache
def _latin_table(codec: str) -> dict[int, str]:
    """Return what each sign of cp1252 and Latin-1 beyond ASCII is, if its byte is one of an encoding."""
    table = {}
    for byte, sign in enumerate(_signs("cp1252")):
        if byte > 0x7F:
            try:
                table[ord(sign)] = table[byte] = bytes([byte]).decode(codec)
            except UnicodeDecodeError:
                continue
    return table


def _single_byte_recognised(text: str, codec: str) -> str | None:
    words = [word for word in _LATIN_WORD.findall(text) if len(_LETTER.findall(word)) > 1]
    damaged = sum(len(_LETTER.findall(word)) for word in words)
    if damaged < 2 * _FEWEST:
        return None
    if not _is_damage(damaged, text, len(_LETTER.findall(text)) - damaged):
        return None
    weights = {
        name: mean_weight("".join(words).translate(_latin_table(name))) for name in ("cp1256", "iso8859-6")
    }
    if weights[codec] < PLAUSIBLE or weights[codec] < max(weights.values()):
        return None
    return _single_byte_undone(text, codec)


def _single_byte_undone(text: str, codec: str) -> str:
    table = _latin_table(codec)
    words = "".join(_LATIN_WORD.findall(text))
    damaged = len(_LETTER.findall(words))
    if damaged >= len(_LETTER.findall(text)) - damaged:
        return text.translate(table)

    def read(match: re.Match[str]) -> str:
        return match[0].translate(table) if len(_LETTER.findall(match[0])) > _FEWEST else match[0]

    return _LATIN_STRETCH.sub(read, text)


# ---------------------------------------------------------------------- letters that are written out

_REFERENCE = re.compile(r"&(?:amp;)*(?:#(\d{1,7})|#[xX]([0-9a-fA-F]{1,6})|([A-Za-z][A-Za-z0-9]{1,30}););?")
_TAG = re.compile(r"</?[a-zA-Z][^<>]*>")


def _referred(match: re.Match[str]) -> str:
    if match[3]:
        from html.entities import html5  # here: 0.4 MiB that few texts need

        return html5.get(match[3] + ";", match[0])
    code = int(match[1]) if match[1] else int(match[2], 16)
    if 0x80 <= code < 0xA0:  # as browsers do; what is left of these goes when all is repaired
        return _signs("cp1252")[code]
    char = chr(code) if code < 0x110000 else _REPLACED
    return match[0] if _CONTROL.match(char) else char


def _references_undone(text: str) -> str:
    return _REFERENCE.sub(_referred, text)


def _references_recognised(text: str) -> bool:
    """Numbers of Arabic letters; or two and more names, in a text without tags that isn't about them."""
    matches = list(_REFERENCE.finditer(text))
    arabic = sum(bool(_ARABIC.match(_referred(match))) for match in matches)
    inside = sum(len(_LETTER.findall(match[0])) for match in matches)
    if arabic and _is_damage(arabic, text, len(_LETTER.findall(text)) - inside):
        return True
    named = sum(_referred(match) != match[0] for match in matches) - arabic
    return named > 1 and not _TAG.search(text) and not _TRADE.search(text)


_WORD = re.compile(r"\S+")
_PERCENT = re.compile(r"(?:%[0-9A-Fa-f]{2})+")
_ADDRESS = re.compile(r"://|^\W*(?:www\.|/)|[A-Za-z0-9]\.[A-Za-z]{2,}/|[?&]\w+=", re.IGNORECASE)


def _percent_word(word: str) -> str:
    if "%" not in word or _ADDRESS.search(word):
        return word

    def read(match: re.Match[str]) -> str:
        try:
            return bytes.fromhex(match[0].replace("%", "")).decode()
        except UnicodeDecodeError:
            return match[0]

    return _PERCENT.sub(read, word)


def _percent_undone(text: str) -> str:
    if "+" in text and not re.search(r"\s", text.strip()):
        text = text.replace("+", " ")  # as a form writes a space, in a text that has no other
    return _WORD.sub(lambda match: _percent_word(match[0]), text) if "%" in text else text


def _percent_recognised(text: str) -> bool:
    arabic, inside = 0, 0
    for word in filter(lambda word: "%" in word, _WORD.findall(text)):
        read = _percent_word(word)
        arabic += len(_ARABIC.findall(read)) if read != word else 0
        inside += sum(len(_LETTER.findall(part)) for part in _PERCENT.findall(word))
    return arabic >= 2 * _FEWEST and _is_damage(arabic, text, len(_LETTER.findall(text)) - inside)


_ESCAPE = re.compile(
    r"(?:[\\%]u[dD][89abAB][0-9a-fA-F]{2}[\\%]u[dD][c-fC-F][0-9a-fA-F]{2})|[\\%]u[0-9a-fA-F]{4}|\\([nt\"/\\])"
)
_SHORT = {"n": "\n", "t": "\t", '"': '"', "/": "/", "\\": "\\"}


def _escaped(match: re.Match[str]) -> str:
    if match[1]:
        return _SHORT[match[1]]
    units = [int(unit, 16) for unit in re.findall("u([0-9a-fA-F]{4})", match[0])]
    char = b"".join(unit.to_bytes(2, "big") for unit in units).decode("utf-16-be", "replace")
    return match[0] if _CONTROL.match(char) or char == _REPLACED else char


def _escapes_undone(text: str) -> str:
    return _ESCAPE.sub(_escaped, text)


def _escapes_recognised(text: str) -> bool:
    matches = list(_ESCAPE.finditer(text))
    arabic = sum(bool(_ARABIC.match(_escaped(match))) for match in matches)
    inside = sum(len(_LETTER.findall(match[0])) for match in matches)
    return arabic > 0 and _is_damage(arabic, text, len(_LETTER.findall(text)) - inside)


_UNDO: dict[str, Callable[[str], str]] = {
    "cp1256-as-cp1252": lambda text: _single_byte_undone(text, "cp1256"),
    "iso8859-6-as-cp1252": lambda text: _single_byte_undone(text, "iso8859-6"),
    "references": _references_undone,
    "percent": _percent_undone,
    "escapes": _escapes_undone,
}

WAYS = {
    "utf8-as-cp1256": "UTF-8 read as Windows-1256",
    "utf8-as-cp1252": "UTF-8 read as Windows-1252",
    "utf8-as-cp1251": "UTF-8 read as Windows-1251",
    "utf8-as-cp437": "UTF-8 read as code page 437",
    "utf8-as-cp850": "UTF-8 read as code page 850",
    "utf8-as-mac_roman": "UTF-8 read as Mac Roman",
    "cp1256-as-cp1252": "Windows-1256 read as Windows-1252",
    "iso8859-6-as-cp1252": "ISO-8859-6 read as Windows-1252",
    "references": "letters as HTML references",
    "percent": "letters as percent signs",
    "escapes": "letters as escapes",
    "lost": "letters lost",
}
"""The words for each damage, by the name of the step that undoes it; and `lost`, which none does."""


def ways(damage: Damage) -> list[str]:
    """Return the names of all that was done to a text, for `WAYS`."""
    return [*dict.fromkeys(damage.steps), *(["lost"] if damage.lost else [])]


def enumerated(damage: Damage) -> str:
    """Say in English what was done to a text."""
    said = ", then ".join(WAYS[step] for step in dict.fromkeys(damage.steps))
    lost = f"{damage.lost:,} {'letter' if damage.lost == 1 else 'letters'} lost" if damage.lost else ""
    return "; ".join(filter(None, (said, lost)))


# ---------------------------------------------------------------------- what is lost


_QUESTION_WORD = re.compile(r"(?<!\S)[\"'(]?\?{2,}[\"').,:;!]*(?!\S)")
_FEWEST_WORDS = 4


def _question_marks(text: str) -> int:
    """Return the question marks of lines in which they are most of the words, four and more of them."""
    return sum(_marks_of_lines(text)) if "?? " in text else 0


def _marks_of_lines(text: str) -> Iterator[int]:
    for line in text.split("\n"):
        if "??" in line:
            words = _QUESTION_WORD.findall(line)
            if len(words) >= _FEWEST_WORDS and 2 * len(words) > len(line.split()):
                yield sum(word.count("?") for word in words)
