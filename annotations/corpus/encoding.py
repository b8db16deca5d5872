"""Turns bytes into text, with no silent guess of the encoding and no byte dropped in silence.

A byte order mark decides, then the pattern of UTF-16 and UTF-32 without one (every second byte of Arabic and
ASCII is 0x00 or 0x06, in no other encoding), then UTF-8. A file with some bytes that aren't UTF-8, or one
that was cut inside a character, is UTF-8 as long as most of what it has beyond ASCII is: it is read with
U+FFFD in the place of each bad one, and `BadBytes` says so wherever the article is named.

What is left of the Arabic world's files is Windows-1256, or ISO-8859-6 from old Unix systems (and Mac Arabic,
which has the same letters in the same places and more beside them); they hold the letters at other places, so
the right one is where the letters have the frequencies of Arabic. Decided by
`annotations.text.letter_weights` all 5 seeds and all 157 of their paragraphs come out right in both
encodings, the shortest of 8 letters; charset-normalizer fails on 18 of the 23 short ones in ISO-8859-6. The
same sum tells Arabic from everything else: mean 2.0 to 3.0 for a letter of the right encoding, at most 1.4
for Russian, Greek, Hebrew, French, Chinese or Mac Arabic bytes, so those are an error instead of nonsense on
the screen.
"""

from __future__ import annotations

import codecs
import re
from typing import NamedTuple

from annotations.corpus.records import ArticleError, BadBytes
from annotations.text.letter_weights import PLAUSIBLE, UNEXPECTED, mean_weight

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before UTF-16, whose mark is the beginning of this one
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)

_PLAUSIBLE_MAC = 2.3
"""As `PLAUSIBLE`, for Mac Arabic, which takes any byte: its own texts have 2.8 to 2.9, Russian in it 1.7."""

_SAMPLE = 1 << 18
"""Bytes that are weighed: the frequencies of a quarter of a megabyte don't change with more of it."""


_NOT_OF_FILES = frozenset(
    {"idna", "mbcs", "oem", "punycode", "raw-unicode-escape", "undefined", "unicode-escape"}
)
"""Codecs of Python that no file is written in: for names of hosts, Python's own source, or this machine.

A web page may declare any. Punycode takes time with the square of the length, and an escape makes a
character that the page's bytes haven't got.
"""


def known_encoding(name: str) -> str:
    """Return Python's name of an encoding.

    Raises:
        LookupError: Python knows no text encoding of that name.
    """
    info = codecs.lookup(name)
    # rot13, hex, zip make no text from bytes
    if info.name in _NOT_OF_FILES or not getattr(info, "_is_text_encoding", True):
        raise LookupError(f"{name} is no text encoding")
    return info.name


class Decoded(NamedTuple):
    """A text as its bytes gave it."""

    text: str
    encoding: str
    bad: BadBytes | None = None
    """The bytes that no character was made of, if there are any."""


def decode(data: bytes, *, encoding: str | None = None) -> Decoded:
    r"""Decode a whole file or field.

    Args:
        data: the bytes, from their beginning.
        encoding: what the user says it is; else it is found out.

    Returns:
        The text, without a byte order mark and with `\n` for every line end, with U+FFFD for what is damaged.

    Raises:
        ArticleError: the bytes are no text, or most of them not of this encoding; the message names the
            offset of the first bad byte.
    """
    name = encoding or detect(data)
    text, bad = decode_part(data, name)
    text = normalise(text)
    check_is_text(text, remedy=if_utf16(data))
    return Decoded(text, name, bad)


def decode_part(data: bytes, encoding: str, *, at: int = 0) -> tuple[str, BadBytes | None]:
    """Decode bytes of an encoding that is known, such as one record of a file.

    Args:
        data: the bytes.
        encoding: Python's name of the encoding.
        at: the place of the first one in the file.

    Returns:
        The text with U+FFFD in the place of what is damaged, and what that is.

    Raises:
        ArticleError: most of what isn't ASCII isn't of this encoding; the message names the first bad byte.
    """
    try:
        return data.decode(encoding), None
    except UnicodeDecodeError as error:
        first, end, reason = error.start, error.end, error.reason
    text = data.decode(encoding, "replace")
    mark = _REPLACED.encode(encoding, "ignore")
    own = data.count(mark) if len(mark) > 1 else 0  # such as were in the file
    marks = text.count(_REPLACED) - own
    if not _is_mostly_right(text, marks):
        raise ArticleError(
            f"byte {at + first} is not {encoding} ({reason}): repair it, or name the encoding: --encoding"
        )
    right = len(text.replace(_REPLACED, "").encode(encoding, "ignore")) + own * len(mark)
    count = max(1, len(data) - right)
    return text, BadBytes(
        count,
        at + first,
        encoding,
        cut=end == len(data) and ("end of data" in reason or "truncated" in reason),
    )


_REPLACED = "\ufffd"
_ASCII_ENOUGH = 100
"""Characters for each bad byte from which a text of ASCII alone is read in spite of it."""


def _is_mostly_right(text: str, marks: int) -> bool:
    """Say whether the most of a text that has marks for bad bytes can be read all the same."""
    beyond = len(text) - len(text.encode("ascii", "ignore")) - marks
    return beyond > marks or marks * _ASCII_ENOUGH <= len(text)


def normalise(text: str) -> str:
    r"""Drop a byte order mark and make every line end `\n`; nothing else is changed."""
    return text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")


def if_utf16(data: bytes) -> str:
    """Return a hint that may help against NULs in bytes; it can't in a text that was taken from a record."""
    sample = data[:_SAMPLE]
    low, high = (sample[at::2].count(0) + sample[at::2].count(6) for at in (1, 0))
    return f" (if it is UTF-16, say --encoding utf-16-{'be' if high > low else 'le'})"


def too_many_nuls(data: str | bytes) -> bool:
    """Say whether more than one character, or byte, in 100 is a NUL."""
    nuls = data.count("\0") if isinstance(data, str) else data.count(0)
    return 100 * nuls > len(data)


def check_is_text(text: str, *, remedy: str = "") -> None:
    """Refuse what can't be an article's text.

    Args:
        text: the whole of it.
        remedy: what may help if there are NULs.

    Raises:
        ArticleError: more than one character in 100 is a NUL (UTF-16 read as something else has 50, programs
            and pictures have more than 1), or there is half of a surrogate pair, which UTF-8 has not.
            A stray NUL in a crawled text is shown as a sign, like any other control.
    """
    if too_many_nuls(text):
        at = text.index("\0")
        raise ArticleError(f"not text: a NUL at character {at}, and more than 1 in 100 are{remedy}")
    try:
        text.encode()
    except UnicodeEncodeError as error:
        raise ArticleError(
            f"character {error.start} is half of a surrogate pair (U+{ord(text[error.start]):04X})"
        ) from None


def detect(data: bytes, *, complete: bool = True) -> str:
    """Find the encoding of bytes from their beginning.

    Args:
        data: a whole file, or its first part.
        complete: whether that is all; else a character cut at the end is no fault.

    Raises:
        ArticleError: they are in none of the encodings that are recognised; the message names the first bad
            byte.
    """
    for mark, name in _BOMS:
        if data.startswith(mark):
            return name
    if wide := _without_mark(data[:_SAMPLE]):
        return wide
    decoder = codecs.getincrementaldecoder("utf-8")()
    try:
        decoder.decode(data, final=complete)
    except UnicodeDecodeError as error:
        return _single_byte(data, error)
    return "utf-8"


_EXPECTED = re.compile(r"[\t\n\r\x20-\x7e\xa0-\xff\u0600-\u06ff\u2010-\u206f\ufb50-\ufdff\ufe70-\ufefc]")
_EXPECTED_SHARE = 0.95
"""Of the characters of Arabic or Latin text in UTF-16 or UTF-32 that are read in the right order of bytes; in
the wrong one it is less than 0.1, since the letters are Chinese then."""


def _without_mark(sample: bytes) -> str | None:
    """Recognise UTF-16 and UTF-32 without a byte order mark; None if it is neither."""
    zeros = sample.count(0)
    if 4 * (zeros + sample.count(6)) < len(sample) or len(sample) < 8:  # fewer than four letters
        return None
    names = ["utf-16-le", "utf-16-be"]
    if 9 * zeros > 4 * len(sample):
        names += ["utf-32-le", "utf-32-be"]
    whole = sample[: len(sample) // 4 * 4]
    for name in names:
        text = whole.decode(name, "replace")
        if len(_EXPECTED.findall(text)) >= _EXPECTED_SHARE * len(text):
            return name
    return None


def _single_byte(data: bytes, error: UnicodeDecodeError) -> str:
    """Tell Windows-1256 and ISO-8859-6 apart, and both from damaged UTF-8 and from everything else."""
    sample = data[:_SAMPLE] if error.start < _SAMPLE else data[error.start :][:_SAMPLE]
    lenient = data[: error.start + _SAMPLE].decode("utf-8", "replace")
    damaged = lenient.count(_REPLACED)
    if sum(char > "\x7f" for char in lenient) - damaged > damaged:
        return "utf-8"
    if 3 * len(_BESIDE_LATIN.findall(sample)) <= len(_HIGH.findall(sample)):
        weights = {name: _mean_weight(sample, name) for name in ("cp1256", "iso8859-6")}
        best = max(weights, key=lambda name: weights[name])
        if weights[best] >= PLAUSIBLE:
            return best
        if weights["iso8859-6"] == UNEXPECTED and _mean_weight(sample, "mac-arabic") >= _PLAUSIBLE_MAC:
            return "mac-arabic"
    if _is_mostly_right(lenient, damaged):
        return "utf-8"
    remedy = if_utf16(data) if too_many_nuls(data[:_SAMPLE]) else ""
    raise ArticleError(
        f"byte {error.start} (0x{data[error.start]:02X}) fits neither UTF-8 nor Arabic in Windows-1256 "
        f"or ISO-8859-6: name the encoding with --encoding, if it is text{remedy}"
    )


_HIGH = re.compile(rb"[\x80-\xff]")
_BESIDE_LATIN = re.compile(rb"[A-Za-z][\x80-\xff]|[\x80-\xff][A-Za-z]")
"""Matches what is rare in Arabic, and in French or Turkish the rule: other bytes in the middle of a word."""


def _mean_weight(sample: bytes, name: str) -> float:
    try:
        return mean_weight(sample.decode(name))
    except UnicodeDecodeError:
        return UNEXPECTED
