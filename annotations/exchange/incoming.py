"""What a format's reader yields: drafts, in the file's own words but in code points, and notes."""

from __future__ import annotations

from typing import Any

import msgspec

from annotations.model.records import Link


class IncomingAnnotation(msgspec.Struct, kw_only=True):
    """What a file says of one span; offsets are code points of `text`, else of the article's text."""

    place: str
    """Where it stands in the file, for messages: `line 12`."""
    article: str | None = None
    sha256: str | None = None
    text: str | None = None
    """The text that the file itself holds, if it does: a whole article or a sentence of one."""
    start: int | None = None
    end: int | None = None
    quote: str | None = None
    prefix: str | None = None
    suffix: str | None = None
    sentence: int | None = None
    tags: tuple[str, ...] = ()
    attributes: dict[str, Any] = {}
    note: str = ""
    links: tuple[Link, ...] = ()
    """To uuids, whether or not they are in this file."""
    local_links: tuple[Link, ...] = ()
    """To the `key` of another draft of this file."""
    key: str | None = None
    annotator: str | None = None
    created: str | None = None
    updated: str | None = None
    uuid: str | None = None
    rev: int = 1
    extra: dict[str, Any] = {}
    known: dict[str, Any] = {}
    """Title, source, published and url of the article, where the file has them."""
    remark: str = ""
    """What a person should know of how it was read."""


class ImportNote(msgspec.Struct, frozen=True):
    """A line about one place of the file."""

    place: str
    message: str

    def __str__(self) -> str:
        return f"{self.place}: {self.message}"
