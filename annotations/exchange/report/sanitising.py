"""Makes any text fit for the report's page: escaped, and with nothing hidden in it.

Controls that could reorder or hide what a person reads are shown by their code points (Trojan Source,
CVE-2021-42574), and so is all else that is hidden and can change what is seen
(`annotations.text.hidden_characters`).
"""

from __future__ import annotations

import re
from html import escape
from itertools import islice
from typing import NamedTuple
from urllib.parse import quote

from annotations.exchange.report.messages import Words
from annotations.text.hidden_characters import COUNTED, HIDDEN, find_hidden
from annotations.text.numbers.amounts import LRI, PDI
from annotations.text.web_addresses import host_of

_ISOLATES = re.compile(f"[{LRI}{PDI}]")
_CONTROL = re.compile(
    "[\\0-\\x08\\x0b-\\x1f\\x7f-\\x9f\\u061c\\u200b\\u200e\\u200f\\u2028-\\u202e\\u2060-\\u2069\\ufeff\\ud800-\\udfff\\ufffe\\uffff]"
)
_BESIDE = '<span class="ctl">U+{:04X}</span>'
_NUMBER = re.compile(f"\\d(?:[{HIDDEN}.,:/\u066b\u066c-]*+\\d)*+")
"""Digits with what parts and what hides between them."""
_ARABIC = re.compile("[\\u0600-\\u06ff\\u0750-\\u077f\\u08a0-\\u08ff\\ufb50-\\ufdff\\ufe70-\\ufefc]")


def text(value: object) -> str:
    """Return a text for the inside of an element, as HTML.

    A number with hidden characters inside stands in an isolate from left to right: the code points that are
    shown between its digits would put these into another order.
    """
    raw = str(value)
    places = _hidden_places(raw)
    if not places:
        return escape(raw, quote=True)
    parts, at = [], 0
    for match in _NUMBER.finditer(raw):
        if places.intersection(range(*match.span())):
            parts.append(_shown(raw, at, match.start(), places))
            parts.append(f"<bdi dir=ltr>{_shown(raw, *match.span(), places)}</bdi>")
            at = match.end()
    return "".join([*parts, _shown(raw, at, len(raw), places)])


def bare(value: object) -> str:
    """Return a text for an attribute or a title, where no element can be, as HTML."""
    raw = str(value)
    places = _hidden_places(raw)
    return _shown(raw, 0, len(raw), places, "U+{:04X}") if places else escape(raw, quote=True)


def plain(value: object) -> str:
    """Return a text for a file that isn't HTML, with what is hidden in it shown by code points."""
    raw = str(value)
    places = _hidden_places(raw)
    if not places:
        return raw
    return "".join(f"U+{ord(raw[at]):04X}" if at in places else raw[at] for at in range(len(raw)))


def _hidden_places(raw: str) -> set[int]:
    """Return where the characters stand that are shown by their code points."""
    if raw.isascii() and raw.isprintable():
        return set()
    return {match.start() for match in _CONTROL.finditer(raw)} | {
        character.offset for character in find_hidden(raw)
    }


def _shown(raw: str, start: int, end: int, places: set[int], form: str = _BESIDE) -> str:
    return "".join(
        form.format(ord(raw[place])) if place in places else escape(raw[place], quote=True)
        for place in range(start, end)
    )


def hidden_kinds(quoted: str, words: Words) -> list[tuple[str, str]]:
    """Return the kinds of what is hidden in a quote, in words, each with a list of its code points."""
    kinds: dict[str, list[str]] = {}
    for character in islice(find_hidden(quoted), COUNTED):
        codes = kinds.setdefault(words.hidden_kinds[character.kind], [])
        if character.code not in codes:
            codes.append(character.code)
    return [(kind, ", ".join(codes)) for kind, codes in kinds.items()]


def isolated_runs(amounts: str) -> list[str]:
    """Cut amounts as they are written at their isolates: each second part stands inside of one."""
    return _ISOLATES.split(amounts)


def is_arabic(value: str) -> bool:
    """Say whether a text has Arabic letters, and so is to be read from right to left throughout."""
    return _ARABIC.search(value) is not None


class WebLink(NamedTuple):
    """A link to a quote in its page."""

    address: str
    """With the quote as a text fragment (Text Fragments, WICG)."""
    host: str
    """As a person should see it, see `annotations.text.web_addresses`."""


def web_link(url: object, quoted: str) -> WebLink | None:
    """Return the link to a quote in its page; None for what is no web address."""
    host = host_of(url)
    if host is None:
        return None
    return WebLink(str(url).partition("#")[0] + "#:~:text=" + _fragment(quoted), host)


def _fragment(quoted: str) -> str:
    words = quoted.split()
    ends = quote(" ".join(words[:5]), safe="", errors="replace")
    if len(words) > 10:
        ends += "," + quote(" ".join(words[-5:]), safe="", errors="replace")
    elif len(words) > 5:
        ends = quote(" ".join(words), safe="", errors="replace")
    return ends.replace("-", "%2D")
