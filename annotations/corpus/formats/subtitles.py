r"""Reads `.srt` and `.vtt`, subtitles of a video, as the text that is spoken: one article a file.

Who marks claims needs sentences, and a caption is a piece of one. So captions are joined into running text: a
line ends where a sentence does, where nobody speaks for more than two seconds, where another speaker begins,
and, in captions without punctuation such as those that YouTube makes, at a short pause once the line is long.
Times, styles and notes are left out, and so is what only says that there is music. Names of speakers stay, as
`Name:`.

Captions that roll (each repeats the line before it and adds one) are told by how many do so, and each line
counts once. A program that shows Arabic from left to right has made people put the full stop before the
sentence; where most captions of a file have it there, it is put back.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

from annotations.corpus.encoding import decode
from annotations.corpus.file_content import read_whole
from annotations.corpus.records import ArticleError, Entry, Fault, Options, Record

_TIME = r"(?:(\d{1,3}):)?(\d{1,2}):(\d{1,2})[.,:](\d{1,3})"
_TIMES = re.compile(rf"\s*{_TIME}\s*-{{1,2}}>\s*{_TIME}(?:\s.*)?\Z")
_NUMBER = re.compile(r"\s*\d{1,7}\s*\Z")
_SPEAKER = re.compile(r"<v(?:\.[^\s>]{0,60})?\s+([^>\n]{1,80})>")
_TAG = re.compile(
    r"</?(?:b|i|u|s|font|c|v|ruby|rt|lang|span|em|strong)\b[^<>\n]{0,200}>|<(?:\d+:)?\d\d:\d\d[.,]\d{1,3}>"
    r"|\{\\[^{}\n]{0,200}\}|\{/?[YyCcFfSsPp]:[^{}\n]{0,60}\}",
    re.IGNORECASE,
)
_DIRECTION = re.compile("[\u200e\u200f\u061c\u202a-\u202e\u2066-\u2069\ufeff]")
_NO_SPEECH = re.compile(r"\s*(?:\[[^\[\]]{1,40}\]|[♪♫#*\s]+)\s*\Z")
_TURN = re.compile(r"\s*(?:>>+|[-–—]\s?(?=\S))\s*")
_STOP = re.compile(r"[.!?؟…۔][\"'”’»)\]]*\Z")
_MISPLACED = re.compile(r"\s*([.!?؟،,:؛]|\.\.\.)(?=\s*[\u0621-\u064a])")
_ENDS_WITH_STOP = re.compile(r"[.!?؟،,:؛…]\s*\Z")
_BLOCK = re.compile(r"(?:NOTE|STYLE|REGION)(?:\s|\Z)")

_PAUSE, _SHORT_PAUSE = 2.0, 0.3
"""Seconds."""
_LONG, _TOO_LONG = 200, 400
"""Code points of a line that ends at a short pause, and at any caption's end."""
_TOUCHING = 0.15
"""Seconds between a caption and the next one that goes on with it."""


class Cue(NamedTuple):
    """A caption."""

    start: float
    end: float
    lines: tuple[str, ...]
    """Without marks; a speaker's name is one with `:`."""
    turn: bool = False
    """True if another speaker begins with it."""


def records(path: Path, options: Options) -> Iterator[Record | Fault]:
    """Yield the one article of the file."""
    yield _read(path, options)


def read(path: Path, entry: Entry, options: Options) -> Record:
    """Read it again."""
    del entry  # the whole file
    return _read(path, options)


def _read(path: Path, options: Options) -> Record:
    text, encoding, bad = decode(read_whole(path, options.max_size), encoding=options.encoding)
    cues = sorted(_cues(text), key=lambda cue: cue.start)
    spoken = joined(_in_place(_once_each(cues)))
    if not spoken:
        raise ArticleError("no captions found: expected lines such as 00:00:01,000 --> 00:00:04,000")
    return Record(spoken, _header(text), encoding, bad=bad)


def _header(text: str) -> dict[str, str]:
    """Return the title and the language that WebVTT's head may give."""
    head = text.partition("\n\n")[0].split("\n")[:20]
    if not head[0].startswith("WEBVTT"):
        return {}
    title = head[0].removeprefix("WEBVTT").strip(" \t-–—")[:300]
    language = next((line[9:].strip()[:35] for line in head if line.startswith("Language:")), "")
    return {key: value for key, value in (("title", title), ("language", language)) if value}


def _cues(text: str) -> Iterator[Cue]:
    """Yield the captions of a file in the order of the file."""
    lines = text.split("\n")
    webvtt = lines[0].startswith("WEBVTT")
    at = [number for number, line in enumerate(lines) if "->" in line and _TIMES.match(line)]
    for place, number in enumerate(at):
        match = _TIMES.match(lines[number])
        assert match is not None
        last = at[place + 1] if place + 1 < len(at) else len(lines)
        shown = lines[number + 1 : last]
        if place + 1 < len(at) and shown and shown[-1].strip() and (webvtt or _NUMBER.match(shown[-1])):
            before = shown[-2].strip() if len(shown) > 1 else ""
            if not before or _NUMBER.match(shown[-1]):
                shown.pop()  # the next one's number or name
        if webvtt:
            shown = _to_empty(shown)
        while shown and not shown[-1].strip():
            shown.pop()
        yield from _cue(_seconds(*match.group(1, 2, 3, 4)), _seconds(*match.group(5, 6, 7, 8)), shown)


def _to_empty(lines: list[str]) -> list[str]:
    """Return the lines up to an empty one; what follows is a note, a style or a name."""
    kept: list[str] = []
    for line in lines:
        if not line.strip() and kept:
            break
        if line.strip():
            if not kept and _BLOCK.match(line):
                break
            kept.append(line)
    return kept


def _seconds(hours: str | None, minutes: str, seconds: str, fraction: str) -> float:
    return int(hours or 0) * 3600 + int(minutes) * 60 + float(f"{int(seconds)}.{fraction}")


def _cue(start: float, end: float, shown: list[str]) -> Iterator[Cue]:
    """Yield a caption; as two or more if several people speak in it."""
    parts: list[tuple[bool, list[str]]] = []
    for line in shown:
        for piece in re.split(r"(?=<v[.\s])", line):
            speaker = _SPEAKER.match(piece)
            name = " ".join(_TAG.sub("", speaker[1]).split()) if speaker else ""
            text = _DIRECTION.sub("", unescape(_TAG.sub("", piece[speaker.end() :] if speaker else piece)))
            text = " ".join(text.split())
            if not text or _NO_SPEECH.match(text):
                continue
            turn = _TURN.match(text)
            if turn:
                text = text[turn.end() :]
            if name:
                text = f"{name}: {text}"
            if turn or name or not parts:
                parts.append((bool(turn or name), []))
            if text:
                parts[-1][1].append(text)
    for turn_begins, lines in parts:
        if lines:
            yield Cue(start, end, tuple(lines), turn_begins)


def _once_each(cues: list[Cue]) -> list[Cue]:
    """Return the captions without the lines that were on the screen before them."""
    pairs = list(pairwise(cues))
    again = sum(before.lines[-1] == after.lines[0] and _touch(before, after) for before, after in pairs)
    rolls = again >= 2 and 4 * again >= len(pairs)
    kept: list[Cue] = []
    seen: tuple[str, ...] = ()
    end = -1.0
    for cue in cues:
        lines = cue.lines
        if kept and lines == kept[-1].lines and cue.start < kept[-1].end:
            continue  # the same twice, as where two tracks were put into one file
        if rolls and cue.start <= end + _TOUCHING:
            same = next((n for n in range(min(len(seen), len(lines)), 0, -1) if seen[-n:] == lines[:n]), 0)
            lines = lines[same:]
        elif kept and cue.start <= end + _TOUCHING and _grows(kept[-1].lines, lines):
            kept[-1] = kept[-1]._replace(end=cue.end, lines=lines)
            seen, end = cue.lines, max(end, cue.end)
            continue
        seen, end = cue.lines, max(end, cue.end)
        if lines:
            kept.append(cue._replace(lines=lines))
        elif kept:
            kept[-1] = kept[-1]._replace(end=max(cue.end, kept[-1].end))
    return kept


def _touch(before: Cue, after: Cue) -> bool:
    return after.start <= before.end + _TOUCHING


def _grows(before: tuple[str, ...], after: tuple[str, ...]) -> bool:
    """Say whether a live caption is the one before it and some words more."""
    old, new = " ".join(before), " ".join(after)
    return len(new) > len(old) and new.startswith(old + " ")


def _in_place(cues: list[Cue]) -> list[Cue]:
    """Put full stops behind the sentences that they were put before, if most captions have them there."""
    wrong = sum(bool(_MISPLACED.match(line)) for cue in cues for line in cue.lines)
    right = sum(bool(_ENDS_WITH_STOP.search(line)) for cue in cues for line in cue.lines)
    if wrong < 2 or wrong <= right:
        return cues
    return [
        cue._replace(lines=tuple(_MISPLACED.sub("", line) + _stop(line) for line in cue.lines))
        for cue in cues
    ]


def _stop(line: str) -> str:
    match = _MISPLACED.match(line)
    return match[1] if match else ""


def joined(cues: list[Cue]) -> str:
    """Join captions to running text, see the module."""
    lines: list[str] = []
    line = ""
    end = 0.0
    for cue in cues:
        pause = cue.start - end
        text = " ".join(cue.lines)
        if line and (
            cue.turn
            or pause > _PAUSE
            or _STOP.search(line)
            or (len(line) > _LONG and pause >= _SHORT_PAUSE)
            or len(line) > _TOO_LONG
        ):
            lines.append(line)
            line = ""
        line = f"{line} {text}" if line else text
        end = max(end, cue.end)
    if line:
        lines.append(line)
    return "\n".join(lines)
