"""The two records that a format's reader yields: an annotation as the file has it, and a note.

The words are the file's own; only offsets are in our unit already.
"""

from __future__ import annotations

from typing import Any

import msgspec

from annotations.model.records import Link, Suggested


class IncomingAnnotation(msgspec.Struct, kw_only=True):
    """One span as a file describes it; offsets are code points of `text`, else of the article's text."""

    place: str
    """Its place in the file, for messages: `line 12`."""
    article: str | None = None
    sha256: str | None = None
    name: str | None = None
    """The name that the file gives the article: looked for among the ids where `text` is the text of none."""
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
    """To the `key` of another annotation of this file."""
    suggested: tuple[Suggested, ...] = ()
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
    """A line for the person about how it was read, if there is something to say."""


class ImportNote(msgspec.Struct, frozen=True):
    """A line about one place of the file."""

    place: str
    message: str
    harmless: bool = False
    """Nothing is wrong with that part of the file: what was left out was meant to be."""

    def __str__(self) -> str:
        return f"{self.place}: {self.message}"
