"""An article: text that offsets count into, and what is known about it.

The text is exactly what was read, but for two things that every reader of the file has to agree on: the byte order mark
is dropped, and `\\r\\n` and `\\r` become `\\n`. There is no normalisation: no NFC, no stripping of tashkeel.
"""

from __future__ import annotations

import hashlib
from functools import cached_property

from annotations.sentences import Sentence, split


class Article:
    """One article of the corpus; what takes time to know is computed when it is asked for, once.

    Args:
        id: stable across runs and machines: the path relative to its corpus root, or the record's own id.
        text: the text that all offsets count into, in code points.
        path: the file it came from, for messages; None for a record of a larger file.
        metadata: title, source, published, url, language as given beside the text; what is missing is looked for in the text.
        encoding: in which the text was found, for the screen.
    """

    def __init__(
        self,
        id: str,  # noqa: A002 - the record's field is called id
        text: str,
        *,
        path: str | None = None,
        metadata: dict[str, str] | None = None,
        encoding: str = "utf-8",
    ) -> None:
        self.id = id
        self.text = text
        self.path = path
        self.metadata = metadata or {}
        self.encoding = encoding

    @cached_property
    def sha256(self) -> str:
        """Hex digest of the text's UTF-8 bytes."""
        return hashlib.sha256(self.text.encode()).hexdigest()

    @cached_property
    def sentences(self) -> tuple[Sentence, ...]:
        """Every unit of the text in order, boilerplate included."""
        return tuple(split(self.text))
