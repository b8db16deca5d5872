"""Reads a chat that WhatsApp exported as `.txt`, in the forms of Android and iOS, in Arabic and English.

Which number of a date is the day and which the month differs from phone to phone: it is worked out over all
dates of the file, and where none tells, day before month, as in Arab countries, unless the hours are the
American ones. What WhatsApp itself says (who joined, that messages are encrypted) is left out; a message that
was only a picture is counted. An id is the moment with a digest of who said what, so that a later export,
which begins elsewhere, has the same.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import BinaryIO, NamedTuple

from annotations.corpus.fields import FieldPicker
from annotations.corpus.file_content import (
    LIMIT,
    Identity,
    TextStream,
    identity,
    opened,
    text_stream,
    too_large,
)
from annotations.corpus.formats.chat import Chat, Days, Placed, day_fields
from annotations.corpus.formats.json_array import textless
from annotations.corpus.records import ArticleError, Entry, Fault, Options, Record, Remark

_MARKS = "\u200e\u200f\u202a-\u202e\u2066-\u2069"
"""Marks of direction, which WhatsApp puts between the parts of a date."""
_GAP = rf"[\s{_MARKS}]*+"

_LINE = re.compile(
    rf"""
    \ufeff?{_GAP}(?P<open>\[)?{_GAP}
    (?P<first>\d{{1,4}}){_GAP}[/.-]{_GAP}(?P<second>\d{{1,2}}){_GAP}[/.-]{_GAP}(?P<third>\d{{1,4}})
    {_GAP}[,،]?{_GAP}
    (?P<hour>\d{{1,2}}){_GAP}[:.]{_GAP}(?P<minute>\d\d)(?:{_GAP}[:.]{_GAP}(?P<seconds>\d\d))?
    (?:{_GAP}(?P<half>[AaPp]\.?\ ?[Mm]\.?|[صم](?!\w)|صباح[اًا]*|مساء[ًا]*))?
    {_GAP}(?(open)\]|[-–]){_GAP}
    """,
    re.VERBOSE,
)
_NAME = re.compile(rf"[{_MARKS}~\s]*+(?P<name>[^:\n\"“«]{{1,100}}+):(?:[ \u00a0]|(?=\n)|$)")

_MEDIA = "(?:(?:ال)?(?:صورة|فيديو|صوت|ملصق|مستند|وسائط)|مقطع|ملف|بطاقة|GIF)"
_NO_TEXT = re.compile(
    rf"""
    [{_MARKS}\s]*+
    (?: <[^<>\n]{{1,40}}(?:omitted|استبعاد|إدراج|مرفق|attached)[^<>\n]{{0,200}}>
      | <(?:attached|مرفق|المرفق|تم\ استبعاد|لم\ يتم\ إدراج)[^<>\n]{{0,200}}>
      | (?:image|video|audio|sticker|GIF|document|Contact\ card|video\ note)\ omitted
      | [\w\ .-]{{1,100}}\ document\ omitted
      | (?:تم\ استبعاد|لم\ يتم\ إدراج)[{_MARKS}\ ]+{_MEDIA}[^\n]{{0,20}}
      | [^\n]{{1,200}}\.\w{{2,5}}[{_MARKS}\ ]*\((?:file\ attached|الملف\ مرفق|ملف\ مرفق)\)
      | (?:This\ message\ was\ deleted|You\ deleted\ this\ message)\.?
      | (?:تم\ حذف\ هذه\ الرسالة|حذفت\ هذه\ الرسالة|لقد\ حذفت\ هذه\ الرسالة)\.?
      | (?:Missed\ (?:voice|video)\ call|مكالمة\ (?:صوتية|فيديو)\ فائتة)[^\n]{{0,40}}
      | null
    )[{_MARKS}\ \t]*+(?:\n|$)
    """,
    re.VERBOSE,
)
"""Matches what stands in the place of a picture, a film or a message that was taken back."""

_AFTER = re.compile(
    rf"[{_MARKS}\s]*<(?:This message was edited|(?:تم|جرى) تعديل هذه الرسالة)>[{_MARKS}\s]*$"
    rf"|[{_MARKS}\s]*<(?:attached|مرفق|المرفق):[^<>\n]{{0,200}}>[{_MARKS}\s]*$"
)
"""Matches what WhatsApp puts behind a message."""

_BY_WHATSAPP = re.compile(
    r"end-to-end encrypted|مشف[\u064b-\u0652]*رة[\u064b-\u0652]*\s+تمام|التشفير التام|تشفير تام"
)
_CHAT_NAMES = re.compile(
    rf"^[{_MARKS}\s]*(?:WhatsApp Chat (?:with|-)|(?:محادثة|دردشة) (?:واتساب|WhatsApp) (?:مع|-))\s*",
    re.IGNORECASE,
)

_BEGIN = 4096
"""Bytes of a file in which its kind is told."""


def is_chat(head: str) -> bool:
    """Say whether the beginning of a text is that of a chat: two messages, or one that only a chat has."""
    lines = head.split("\n")
    first = _LINE.match(lines[0])
    if first is None:
        return False
    rest = lines[0][first.end() :]
    if (first["open"] and _NAME.match(rest)) or _BY_WHATSAPP.search(rest):
        return True
    alike = (match for match in map(_LINE.match, lines[1:]) if match and match["open"] == first["open"])
    return next(alike, None) is not None


def records(path: Path, options: Options) -> Iterator[Record | Fault | Remark]:
    """Yield every message, or every day."""
    with opened(path, options.max_size) as file:
        stream = text_stream(file, options.encoding)
        chat = _Chat(path, stream, options)
        days = Days()
        missing = 0
        for place, data in _messages(stream.file):
            try:
                if data is None:
                    raise ArticleError(too_large())
                message = chat.message(data, place)
                if message is None:
                    continue
                if not message.fields["text"]:
                    missing += 1
                elif options.chat != "day":
                    yield chat.record(message)
                elif day := days.add(message):
                    yield chat.day(day)
            except ArticleError as error:
                yield Fault("line", place[2], place[2], str(error))
        if day := days.rest():
            yield chat.day(day)
        if missing:
            yield textless(missing)


def read(path: Path, entry: Entry, options: Options) -> Record:
    """Read a message, or a day, again."""
    with opened(path, options.max_size) as file:
        stream = text_stream(file, options.encoding)
        chat = _Chat(path, stream, options)
        stream.file.seek(entry.start)
        end = entry.end or entry.start
        data = stream.file.read(end - entry.start)
        if options.chat != "day":
            message = chat.message(data, (entry.start, end, entry.number))
            if message is None or not message.fields["text"]:
                raise ArticleError("holds no text")
            return chat.record(message)
        day = []
        import io  # here: a message of its own needs none

        for (start, until, _number), part in _messages(io.BytesIO(data)):
            place = entry.start + start, entry.start + until, entry.number
            message = chat.message(part or b"", place)
            if message is not None and message.fields["text"]:
                day.append(message)
        if not day:
            raise ArticleError("holds no text")
        return chat.day(day)._replace(start=entry.start, end=entry.end)


class _Order(NamedTuple):
    """The numbers of a date that are the day and the month, from 0; the year is the third that is left."""

    day: int
    month: int


_DAY_FIRST, _MONTH_FIRST, _YEAR_FIRST = _Order(0, 1), _Order(1, 0), _Order(2, 1)
_ORDERS: dict[tuple[Identity, str], _Order] = {}
_FILES = 64
"""Files of which the order is remembered."""


class _Chat:
    """One export.

    Args:
        path: the file.
        stream: it; left where it stands.
        options: the user's word.
    """

    def __init__(self, path: Path, stream: TextStream, options: Options) -> None:
        name = _CHAT_NAMES.sub("", path.name.removesuffix(".gz").rpartition(".")[0]).strip()
        self._chat = Chat("" if name.strip("_ ").casefold() == "chat" else name, name)
        self._codec, self._encoding = stream.codec, stream.encoding
        self._picker = FieldPicker(Options(options.encoding))
        self._order = _order_of(stream)

    def message(self, data: bytes, place: tuple[int, int, int]) -> Placed | None:
        """Return a message, with an empty text if it has none; None if WhatsApp itself says it.

        Raises:
            ArticleError: it isn't text.
        """
        from annotations.corpus.encoding import decode_part, normalise

        text = normalise(decode_part(data, self._codec, at=place[0])[0])
        line = _LINE.match(text[:_LONGEST])
        if line is None:
            raise ArticleError("no message: it begins with no date")
        body = text[line.end() :].rstrip()
        if _BY_WHATSAPP.search(body[:200]) or (name := _NAME.match(body[:_LONGEST])) is None:
            return None
        said = body[name.end() :]
        by = name["name"].strip(_STRIPPED)
        said = said[:-_LONGEST] + _AFTER.sub("", said[-_LONGEST:])
        begin = 0
        while begin < len(said) and (nothing := _NO_TEXT.match(said, begin)):
            begin = nothing.end()
        said = said[begin:].strip(" \n")
        when = _moment(line, self._order)
        digest = hashlib.sha256(f"{by}\0{said}".encode("utf-8", "replace")).hexdigest()[:8]
        own = "/".join(filter(None, [self._chat.id, "-".join(filter(None, [when, digest]))]))
        fields = {
            "text": said if said.strip(_STRIPPED) else "",
            "source": by,
            "author": by,
            "published": when,
            "id": own,
        }
        return Placed(fields, self._chat, *place)

    def record(self, message: Placed) -> Record:
        """Make the record of a message.

        Raises:
            ArticleError: see `FieldPicker.record`.
        """
        place = message.start, message.end, message.number
        return self._picker.record(message.fields, self._encoding, *place)

    def day(self, messages: list[Placed]) -> Record:
        """Make the record of a day.

        Raises:
            ArticleError: see `FieldPicker.record`.
        """
        values = day_fields([message.fields for message in messages], self._chat)
        first, last = messages[0], messages[-1]
        return self._picker.record(values, self._encoding, first.start, last.end, first.number)


_LONGEST = 400
"""Characters of what WhatsApp puts before or behind a message."""
_STRIPPED = " \n\u200e\u200f"


def _messages(stream: BinaryIO) -> Iterator[tuple[tuple[int, int, int], bytes | None]]:
    """Yield start, end and number of the first line of each message, and its bytes; None if too many."""
    start = at = stream.tell()
    first = number = 0
    parts: list[bytes] = []
    size = 0
    while line := stream.readline(LIMIT):
        number += 1
        if _may_begin(line) and _LINE.match(line[:200].decode("utf-8", "replace")):
            if parts:
                yield (start, at, first), b"".join(parts) if size <= LIMIT else None
            start, first, parts, size = at, number, [], 0
        at += len(line)
        size += len(line)
        if size <= LIMIT:
            parts.append(line)
    if parts:
        yield (start, at, first), b"".join(parts) if size <= LIMIT else None


def _may_begin(line: bytes) -> bool:
    """Say whether a line can be the first of a message, by its first byte that is no mark."""
    begin = line[:16].lstrip(b"\xef\xbb\xbf\xe2\x80\x8e\x8f\xaa\xab\xac\xad\xae\x81\xa6\xa7\xa8\xa9 \t[")[:1]
    return begin.isdigit() or begin in (b"\xd9", b"\xdb")


def _order_of(stream: TextStream) -> _Order:
    """Return which numbers of the dates in a file are day and month."""
    key = identity(stream.file)
    if key is not None and (key, stream.codec) in _ORDERS:
        return _ORDERS[key, stream.codec]
    at = stream.file.tell()
    order = _worked_out(stream.file)
    stream.file.seek(at)
    if key is not None:
        if len(_ORDERS) >= _FILES:
            _ORDERS.clear()
        _ORDERS[key, stream.codec] = order
    return order


def _worked_out(stream: BinaryIO) -> _Order:
    falls = {_DAY_FIRST: 0, _MONTH_FIRST: 0}
    before: dict[_Order, tuple[int, ...]] = {}
    american = False
    while line := stream.readline(LIMIT):
        match = _LINE.match(line[:200].decode("utf-8", "replace")) if _may_begin(line) else None
        if match is None:
            continue
        if len(match["first"]) == 4:
            return _YEAR_FIRST
        first, second = int(match["first"]), int(match["second"])
        if first > 12 >= second:
            return _DAY_FIRST
        if second > 12 >= first:
            return _MONTH_FIRST
        american = american or bool(match["half"] and match["half"].isascii() and len(match["third"]) == 2)
        for order, date in ((_DAY_FIRST, (second, first)), (_MONTH_FIRST, (first, second))):
            now = (int(match["third"]), *date)
            falls[order] += now < before.get(order, now)
            before[order] = now
    # messages come in the order of their days
    if falls[_DAY_FIRST] != falls[_MONTH_FIRST]:
        return min(falls, key=lambda order: falls[order])
    return _MONTH_FIRST if american else _DAY_FIRST


def _moment(line: re.Match[str], order: _Order) -> str:
    """Return the moment of a message in ISO 8601 as the phone has it, without a zone; empty if it is none."""
    numbers = [int(line[name]) for name in ("first", "second", "third")]
    day, month = numbers[order.day], numbers[order.month]
    (year,) = [number for place, number in enumerate(numbers) if place not in order]
    year += 2000 * (year < 100)
    hour = int(line["hour"])
    if half := line["half"]:
        afternoon = half[0] in "pPم"
        hour = hour % 12 + 12 * afternoon
    seconds = f":{int(line['seconds']):02}" if line["seconds"] else ""
    try:
        datetime(year, month, day, hour, int(line["minute"]))
    except ValueError:
        return ""
    return f"{year:04}-{month:02}-{day:02}T{hour:02}:{int(line['minute']):02}{seconds}"
