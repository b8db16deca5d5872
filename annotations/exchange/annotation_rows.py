"""Makes flat rows of annotations with typed columns, for frames in scripts and for Parquet.

The frames of `annotations.library` and `--format parquet` have the same columns with the same meaning, for
both are made here: days and moments are dates and times, counts whole numbers that may be missing, tags a
list. No text is taken for a number or a date by its looks.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any, Literal, NamedTuple

from annotations.model.records import Annotation
from annotations.model.scheme import Attribute, Scheme

Kind = Literal["text", "count", "number", "flag", "day", "moment", "texts", "values"]
"""Of a column; `texts` are lists of text, `values` are whatever the record has, such as lists of numbers."""


class FrameColumn(NamedTuple):
    """A column of a frame."""

    name: str
    kind: Kind


_BEFORE: tuple[FrameColumn, ...] = (
    FrameColumn("uuid", "text"),
    FrameColumn("article", "text"),
    FrameColumn("title", "text"),
    FrameColumn("source", "text"),
    FrameColumn("published", "day"),
    FrameColumn("url", "text"),
    FrameColumn("sentence", "count"),
    FrameColumn("start", "count"),
    FrameColumn("end", "count"),
    FrameColumn("quote", "text"),
    FrameColumn("tags", "texts"),
)
_BEHIND: tuple[FrameColumn, ...] = (
    FrameColumn("note", "text"),
    FrameColumn("links", "texts"),
    FrameColumn("annotator", "text"),
    FrameColumn("created", "moment"),
    FrameColumn("updated", "moment"),
)


class AnnotationRows:
    """Makes rows of annotations under a scheme, whose attributes are columns.

    Args:
        scheme: an attribute that is called as another column is has `attribute_` before its name.
    """

    def __init__(self, scheme: Scheme) -> None:
        taken = {column.name for column in (*_BEFORE, *_BEHIND)}
        self.names = {
            attribute.id: f"attribute_{attribute.id}" if attribute.id in taken else attribute.id
            for attribute in scheme.attributes
        }
        """The columns of the attributes, by the ids of these."""
        self._attributes = scheme.attributes
        kinds = (FrameColumn(self.names[each.id], _kind(each)) for each in scheme.attributes)
        self.columns: Sequence[FrameColumn] = (*_BEFORE, *kinds, *_BEHIND)

    def row(self, annotation: Annotation, facts: Mapping[str, Any]) -> dict[str, Any]:
        """Return the values of an annotation by column.

        Args:
            annotation: the one.
            facts: title, source, published and url of its article, where known.
        """
        target = annotation.target
        return {
            "uuid": annotation.uuid,
            "article": annotation.article.id,
            "title": facts.get("title"),
            "source": facts.get("source"),
            "published": day(facts.get("published")),
            "url": facts.get("url"),
            "sentence": target.sentence,
            "start": target.start,
            "end": target.end,
            "quote": target.quote,
            "tags": list(annotation.tags),
            **{self.names[each.id]: _value(each, annotation.attributes) for each in self._attributes},
            "note": annotation.note,
            "links": [link.to for link in annotation.links],
            "annotator": annotation.annotator,
            "created": moment(annotation.created),
            "updated": moment(annotation.updated),
        }


def day(text: object) -> date | None:
    """Return the day of a date as articles have it; None for what is none."""
    try:
        return date.fromisoformat(str(text)[:10])
    except ValueError:
        return None


def moment(text: object) -> datetime | None:
    """Return a time stamp (RFC 3339, UTC); None for what another program wrote badly."""
    try:
        read = datetime.fromisoformat(str(text))
    except ValueError:
        return None
    return read if read.tzinfo else None


def _kind(attribute: Attribute) -> Kind:
    kinds: dict[str, Kind] = {"number": "number", "date": "text", "numbers": "values"}
    return kinds.get(attribute.kind, "text")


def _value(attribute: Attribute, values: Mapping[str, Any]) -> Any:
    value = values.get(attribute.id)
    if attribute.kind == "span" and isinstance(value, Mapping):
        return value.get("quote")
    if attribute.kind == "numbers":
        return value if isinstance(value, list) else []
    if attribute.kind == "number":
        return float(value) if isinstance(value, int | float) else None
    return value if isinstance(value, str) else None
