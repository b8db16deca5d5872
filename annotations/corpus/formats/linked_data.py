"""Reads what a web page says of its article in `<script type="application/ld+json">`, as schema.org has it.

Sites write it in many ways: one object, a list, a `@graph` whose parts name each other by `@id`; and not
seldom broken, with an unescaped quotation mark in the headline. What can't be read by JSON's rules is
searched for the few names that count. A page is hostile text: a block larger than `MAX_BLOCK` or nested too
deeply is left, and no more than `MAX_PARTS` objects are looked at.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from html import unescape
from typing import Any

MAX_BLOCK = 1 << 20
"""Code points of one script; those of articles have a few thousand, with the article's text in it 100,000."""
MAX_PARTS = 5000

_ARTICLES = frozenset({"blogposting", "liveblogposting", "socialmediaposting", "report"})
"""Types beside those that end in `article` (NewsArticle, ReportageNewsArticle ...)."""
_PUBLISHERS = ("newsmediaorganization", "website", "organization")
_INSIDE = ("@graph", "@list", "mainEntity", "mainEntityOfPage", "subjectOf")
"""Names under which a page puts its article; others hold other articles, or comments."""
_TRAILING_COMMA = re.compile(r",(?=\s*[}\]])")
_BLANKS = " \t\r\n\f;\ufeff"
_GAP = re.compile(r"[\s,;]*")
_BAD_ESCAPE = re.compile(r"\\(?![\"\\/bfnrtu])")
_LOOSE_END = r"\"\s{0,50}(?:,\s{0,50}\"[@\w]{1,40}\"\s{0,50}:|[}\]])"
"""The quotation mark that ends a value, behind others that aren't escaped: a name or a bracket follows."""
_LOOSE_VALUE = re.compile(rf"\s*:\s*\"(.{{1,1000}}?){_LOOSE_END}", re.DOTALL)
_LOOSE_PART = r"\s*+:\s*+(?:\[\s*+)?{[^{}]{0,1000}?\"%s\"\s*:\s*\"(.{1,1000}?)" + _LOOSE_END
_LOOSE_NAME = re.compile(_LOOSE_PART % "name", re.DOTALL)
_LOOSE_ID = re.compile(_LOOSE_PART % "@id", re.DOTALL)
_LOOSE_ARTICLE = re.compile(
    r"\"@type\"\s*+:\s*+(?:\[\s*+)?\"[\w:/.]{0,60}(?:Article|BlogPosting)\"", re.IGNORECASE
)
_LOOSE_LOOKS = 5
"""Places of a name that are looked at."""

Part = Mapping[str, Any]


class LinkedData:
    """The objects that the blocks of a page hold.

    Args:
        blocks: the scripts' texts.
    """

    def __init__(self, blocks: Iterable[str]) -> None:
        self.unreadable: list[bool] = []
        """For each block, whether JSON's rules couldn't read it or it was left."""
        self._parts: list[Part] = []
        for block in blocks:
            values = [] if len(block) > MAX_BLOCK else _values(block)
            self.unreadable.append(not values)
            if values:
                self._parts += _parts(values, MAX_PARTS - len(self._parts))
            elif len(block) <= MAX_BLOCK and _LOOSE_ARTICLE.search(block):
                self._parts.append(_loose(block))
        self._by_id = {
            part["@id"]: part for part in self._parts if isinstance(part.get("@id"), str) and len(part) > 1
        }

    def article(self, address: str = "") -> Part:
        """Return the page's article: of several the one that has the page's address, else the first."""
        articles = [part for part in self._parts if any(map(_is_article, types_of(part)))]
        own = (part for part in articles if address and address in addresses_of(part))
        return next(own, next(iter(articles), {}))

    def names(self, value: Any, *, people_only: bool = False) -> list[str]:
        """Return the names in an author or a publisher: a text, an object, the `@id` of one, or a list."""
        names = []
        for each in value if isinstance(value, list) else [value]:
            if isinstance(each, str):
                names.append(each)
            elif isinstance(each, Mapping):
                part = each if "name" in each else self._by_id.get(str(each.get("@id")), each)
                if people_only and (types := types_of(part)) and "person" not in types:
                    continue
                names += _texts(part.get("name") or part.get("legalName") or _full_name(part))
        return names

    def publisher(self) -> str:
        """Return the name of the site or the organisation that the page itself belongs to."""
        for kind in _PUBLISHERS:
            for part in self._parts:
                if kind in types_of(part) and (names := self.names(part)):
                    return names[0]
        return ""


def types_of(part: Part) -> list[str]:
    """Return the types of an object in small letters, without what schema.org's address puts before them."""
    return [re.split("[/:#]", each)[-1].lower() for each in _texts(part.get("@type"))]


def addresses_of(part: Part) -> list[str]:
    """Return the addresses that an article gives for itself, the likelier first."""
    page = part.get("mainEntityOfPage")
    pages = [page.get("@id"), page.get("url")] if isinstance(page, Mapping) else _texts(page)
    return [each for each in [*_texts(part.get("url")), *pages, part.get("@id")] if isinstance(each, str)]


def _is_article(kind: str) -> bool:
    return kind.endswith("article") or kind in _ARTICLES


def _texts(value: Any) -> list[str]:
    return [each for each in (value if isinstance(value, list) else [value]) if isinstance(each, str)]


def _full_name(part: Part) -> str:
    names = (part.get(name) for name in ("givenName", "additionalName", "familyName"))
    return " ".join(name for name in names if isinstance(name, str))


def _values(block: str) -> list[Any]:
    """Read a block, mended if need be; an empty list if it can't be."""
    bare = _unwrapped(block)
    mended = _TRAILING_COMMA.sub("", _BAD_ESCAPE.sub(r"\\\\", bare))
    for text in dict.fromkeys((bare, mended, unescape(mended))):
        try:
            return list(_sequence(text))
        except (ValueError, RecursionError):
            continue
    return []


def _unwrapped(block: str) -> str:
    """Take off what hid scripts from the browsers of another time: comments and CDATA."""
    bare = block.strip(_BLANKS)
    for opening in ("<!--", "//<!--", "<![CDATA[", "//<![CDATA[", "/*<![CDATA[*/"):
        bare = bare.removeprefix(opening).lstrip(_BLANKS)
    for closing in ("-->", "//", "*/", "]]>", "/*", "//"):
        bare = bare.removesuffix(closing).rstrip(_BLANKS)
    return bare


def _sequence(text: str) -> Iterator[Any]:
    """Yield the values of a text; some blocks hold several, one behind the other."""
    decoder = json.JSONDecoder(strict=False, parse_int=str, parse_float=str)
    at = 0
    while at < len(text):
        value, at = decoder.raw_decode(text, at)
        yield value
        at = _GAP.match(text, at).end()  # type: ignore[union-attr]  # `*` matches always


def _parts(values: list[Any], most: int) -> list[Part]:
    """Return the objects of a page in the order in which it has them, without those of other articles."""
    parts: list[Part] = []
    waiting = list(reversed(values))
    while waiting and len(parts) < most:
        value = waiting.pop()
        if isinstance(value, list):
            waiting += reversed(value[:MAX_PARTS])
        elif isinstance(value, dict):
            parts.append(value)
            inside = [value[name] for name in _INSIDE if isinstance(value.get(name), (dict, list))]
            waiting += reversed(inside)
    return parts


def _loose(block: str) -> Part:
    """Read an article out of a block that is no JSON."""
    part: dict[str, Any] = {"@type": "Article"}
    for name in ("headline", "datePublished", "dateCreated", "url", "mainEntityOfPage"):
        if value := _look(block, name, _LOOSE_VALUE):
            part[name] = value
    if value := _look(block, "mainEntityOfPage", _LOOSE_ID):
        part["mainEntityOfPage"] = value
    for name in ("author", "publisher"):
        if value := _look(block, name, _LOOSE_NAME):
            part[name] = {"name": value}
    return part


def _look(block: str, name: str, value: re.Pattern[str]) -> str:
    at = -1
    for _ in range(_LOOSE_LOOKS):
        at = block.find(f'"{name}"', at + 1)
        if at < 0:
            break
        if match := value.match(block, at + len(name) + 2):
            return _unescaped(match[1])
    return ""


def _unescaped(text: str) -> str:
    try:
        return str(json.loads(f'"{_BAD_ESCAPE.sub("", text)}"', strict=False))
    except ValueError:  # a bare quotation mark
        return text.replace('\\"', '"').replace("\\/", "/")
